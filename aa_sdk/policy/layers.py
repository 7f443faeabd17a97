"""What several policies leave when all of them have a say: `Effective`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from aa_sdk._display.layout import Face, Grid, Note, Span
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.shown import Shown
from aa_sdk._lazy import hide_imports
from aa_sdk.policy._language.documents import Policy, PolicyDocument
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.principals import EVERYONE
from aa_sdk.policy._language.statements import PrincipalSelector, Statement
from aa_sdk.policy.errors import DOCUMENT, InvalidPolicyError, PolicyError

__all__ = ("Effective",)
hide_imports(__name__)

_Documents: TypeAlias = PolicyDocument | Sequence[PolicyDocument]
_Levels: TypeAlias = Sequence[Sequence[PolicyDocument]]
_ONE = (str, Mapping, Path, Policy)
_FOR_RESOURCES = "resource_control"
_EFFECTS = ("Allow", "Deny")
_TOGETHER = "What every layer of these policies allows, and none of them denies"
_KINDS = {
    "identity": "an identity policy",
    "boundary": "a permissions boundary",
    "session": "a session policy",
    "service_control": "a service control policy",
    _FOR_RESOURCES: "a resource control policy",
}


@dataclass(frozen=True, init=False, repr=False)
class Effective(Shown):
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
    documents: tuple[str, ...]
    """The documents, by the names that errors and references have for them."""

    def __init__(
        self,
        identity: _Documents | None = None,
        boundary: PolicyDocument | None = None,
        service_control: _Levels | None = (),
        resource_control: _Levels | None = (),
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
        _check_boundary(boundary)
        layers = [
            *_documents("identity", identity),
            *_documents("boundary", boundary),
            *_documents("session", session),
            *_levels("service_control", service_control),
            *_levels("resource_control", resource_control),
        ]
        if not layers:
            raise InvalidPolicyError(DOCUMENT, "Effective takes at least one policy")
        names = dict.fromkeys(statement.document for layer in layers for statement in layer)
        object.__setattr__(self, "layers", Layers.of(*layers))
        object.__setattr__(self, "documents", tuple(names))

    def __repr__(self) -> str:
        return f"<Effective of {', '.join(self.documents)}>"

    def _face(self) -> Face:
        counts = Counter[tuple[str, str]](
            (one.document, one.effect) for one in self.layers.statements
        )
        rows = [
            (name, *(f"{counts[name, effect]:,}" for effect in _EFFECTS))
            for name in self.documents[:MOST_ROWS]
        ]
        return [
            Note(Span(_TOGETHER, "strong")),
            Grid(("policy", *_EFFECTS), rows, frozenset({1, 2})),
            *rest_note(len(self.documents)),
        ]


def _documents(name: str, given: _Documents | None) -> Iterator[list[Statement]]:
    """The one layer that policies beside each other make."""
    if isinstance(given, _ONE):
        yield [*_statements(name, name, given)]
    elif given is not None:
        _check_documents(name, given, "is a policy, or a sequence of policies")
        places = ((f"{name}[{n}]", document) for n, document in enumerate(given))
        yield [one for place, document in places for one in _statements(name, place, document)]


def _levels(name: str, given: _Levels | None) -> Iterator[list[Statement]]:
    """A layer for each level."""
    levels = () if given is None else given
    _check_sequence(name, levels, "is a sequence of levels: write [[policy]] for one policy")
    for depth, level in enumerate(levels):
        place = f"{name}[{depth}]"
        reason = "a level is a sequence of policies: write [policy] for a level of one policy"
        _check_documents(place, level, reason)
        places = [(f"{place}[{n}]", document) for n, document in enumerate(level)]
        yield [one for at, document in places for one in _statements(name, at, document)]


def _check_boundary(given: object) -> None:
    if given is not None and not isinstance(given, _ONE):
        raise InvalidPolicyError("boundary", "is one policy, not a sequence of policies")


def _check_documents(name: str, given: object, reason: str) -> None:
    _check_sequence(name, given, reason)
    if not given:
        raise InvalidPolicyError(name, "holds no policy, which would allow nothing: leave it out")


def _check_sequence(name: str, given: object, reason: str) -> None:
    if isinstance(given, _ONE) or not isinstance(given, Sequence):
        raise InvalidPolicyError(name, reason)


def _statements(kind: str, name: str, document: PolicyDocument) -> Iterator[Statement]:
    try:
        for statement in Policy.parse(document).statements:
            path = f"Statement[{statement.index}]"
            if statement.resources is None:
                raise InvalidPolicyError(path, f"{_KINDS[kind]} without Resource")
            if kind == _FOR_RESOURCES:
                if statement.principals not in (None, PrincipalSelector((EVERYONE,))):
                    raise InvalidPolicyError(path, f'{_KINDS[kind]} is for "Principal": "*"')
            elif statement.principals:
                raise InvalidPolicyError(path, f"{_KINDS[kind]} has no Principal: leave it out")
            yield replace(statement, principals=None, document=name)
    except PolicyError as error:
        raise error.within(name) from error
