"""What several policies leave when all of them have a say: `Effective`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from aa_sdk._lazy import hide_imports
from aa_sdk.policy._language.documents import Policy, PolicyDocument, parse_as
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.principals import EVERYONE
from aa_sdk.policy._language.statements import PrincipalSelector, Statement
from aa_sdk.policy.errors import DOCUMENT, InvalidPolicyError, PolicyError

__all__ = ("Effective",)
hide_imports(__name__)

_Documents: TypeAlias = PolicyDocument | Sequence[PolicyDocument]
_Levels: TypeAlias = Sequence[Sequence[PolicyDocument]]
_ONE = (str, Mapping, Path, Policy)


@dataclass(frozen=True, init=False, repr=False)
class Effective:
    """What an identity may do when its own policies and all that limits them are put together.

    Allowed is what some policy of every layer allows and no policy denies. The layers are the
    identity's policies, its permissions boundary, the session policies, and each level of control
    policies. It stands for a policy in `check_no_new_access`, `check_access_not_granted`,
    `compare` and `redundant_statements`.

    Three things are outside of it. A resource's own policy may allow what no layer of the identity
    does, and its Denies are not seen. Control policies do not reach the management account of the
    organization. And they do not reach service-linked roles.

    Example:
        ```python
        from aa_sdk.policy import Effective, check_access_not_granted

        def statement(effect, action):
            return {"Statement": {"Effect": effect, "Action": action, "Resource": "*"}}

        full, no_trails = statement("Allow", "*"), statement("Deny", "cloudtrail:StopLogging")
        admin = Effective(identity=full, service_control=[[full], [full, no_trails]])
        access = {"actions": ["cloudtrail:StopLogging"]}
        assert check_access_not_granted(full, access).result == "FAIL"
        assert check_access_not_granted(admin, access).result == "PASS"
        ```
    """

    layers: Layers
    """The statements, layer by layer."""

    def __init__(
        self,
        identity: _Documents | None = None,
        boundary: PolicyDocument | None = None,
        service_control: _Levels = (),
        resource_control: _Levels = (),
        session: _Documents | None = None,
    ) -> None:
        """Put policies together.

        Args:
            identity: The identity's policy, or its policies, each of which adds to what is
                allowed. Left out, the other layers are looked at whatever it may be.
            boundary: The permissions boundary; none by default.
            service_control: The service control policies over the account, a level for the root,
                one for each organizational unit on the way, and one for the account, each a
                sequence of policies. What a level allows is what one of its policies does; every
                level has to allow. None by default.
            resource_control: The resource control policies over the resource's account, in
                levels as well. Denies are taken at their word: whether such policies reach a
                service is not asked.
            session: The session policy, or policies, that the credentials were made with; none by
                default.

        Raises:
            InvalidPolicyError: A document is malformed or has the elements of another type, a
                level is no sequence of policies or is empty, or nothing is given. The path begins
                with the argument, as in `service_control[1][0].Statement[2].Action`.
            UnsupportedPolicyError: A document holds something that is not decided here.
        """
        layers = [
            *_documents("identity", identity),
            *_documents("boundary", None if boundary is None else [boundary]),
            *_documents("session", session),
            *_levels("service_control", service_control, for_resources=False),
            *_levels("resource_control", resource_control, for_resources=True),
        ]
        if not layers:
            raise InvalidPolicyError(DOCUMENT, "Effective takes at least one policy")
        object.__setattr__(self, "layers", Layers.of(*layers))

    def __repr__(self) -> str:
        documents = dict.fromkeys(one.document for one in self.layers.statements)
        return f"<Effective of {', '.join(documents)}>"


def _documents(name: str, given: _Documents | None) -> Iterator[list[Statement]]:
    """The one layer that policies beside each other make."""
    if given is None:
        return
    if isinstance(given, _ONE):
        yield [*_statements(name, given)]
        return
    documents = _sequence(name, given)
    yield [
        statement
        for place, document in enumerate(documents)
        for statement in _statements(name if name == "boundary" else f"{name}[{place}]", document)
    ]


def _levels(name: str, given: _Levels, *, for_resources: bool) -> Iterator[list[Statement]]:
    """A layer for each level."""
    if isinstance(given, _ONE):
        raise InvalidPolicyError(name, "is a sequence of levels: write [[policy]] for one policy")
    for depth, level in enumerate(given):
        place = f"{name}[{depth}]"
        if isinstance(level, _ONE):
            reason = "a level is a sequence of policies: write [policy] for a level of one policy"
            raise InvalidPolicyError(place, reason)
        yield [
            statement
            for n, document in enumerate(_sequence(place, level))
            for statement in _statements(f"{place}[{n}]", document, for_resources=for_resources)
        ]


def _sequence(name: str, given: Sequence[PolicyDocument]) -> Sequence[PolicyDocument]:
    if not given:
        raise InvalidPolicyError(name, "holds no policy, which would allow nothing: leave it out")
    return given


def _statements(
    name: str, document: PolicyDocument, *, for_resources: bool = False
) -> Iterator[Statement]:
    try:
        policy = Policy.parse(document) if for_resources else parse_as(document, "IDENTITY_POLICY")
        for statement in policy.statements:
            own = _for_everyone(statement) if for_resources else statement
            yield replace(own, document=name)
    except PolicyError as error:
        raise error.within(name) from error


def _for_everyone(statement: Statement) -> Statement:
    """A statement of a resource control policy, which is about whoever asks."""
    path = f"Statement[{statement.index}]"
    if statement.principals not in (None, PrincipalSelector((EVERYONE,))):
        raise InvalidPolicyError(path, 'a resource control policy is for "Principal": "*"')
    if statement.resources is None:
        raise InvalidPolicyError(path, "a resource control policy without Resource")
    return replace(statement, principals=None)
