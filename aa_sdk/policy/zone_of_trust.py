"""Who gets in from outside: what a resource's policy allows beyond a zone of trust."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aa_sdk._display import escape
from aa_sdk._display.layout import Card, Face
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import listed as first_of
from aa_sdk._display.words import shorten
from aa_sdk._lazy import hide_imports
from aa_sdk.models.finding_details import FindingSource
from aa_sdk.policy._language.documents import PolicyDocument
from aa_sdk.policy._validation.catalogue import ActionCatalogue
from aa_sdk.policy._views.cards import AccessWords, as_cards, as_markdown, as_text
from aa_sdk.policy._views.wording import listed, source_text, who
from aa_sdk.policy._zone.lenient_reading import read_leniently
from aa_sdk.policy._zone.resource_types import BUCKET
from aa_sdk.policy._zone.search import ExternalSearch, Grant
from aa_sdk.policy._zone.zone_policy import ZONE_CONDITIONS, Members
from aa_sdk.policy.errors import InvalidPolicyError
from aa_sdk.policy.results import AccessExample, StatementReference

__all__ = ("Account", "ExternalAccess", "ExternalAccesses", "Organization", "external_access")
hide_imports(__name__)

_ACCOUNT_ID = re.compile(r"\d{12}", re.ASCII)
_ORGANIZATION_ID = re.compile(r"o-[a-z0-9]+", re.ASCII)
_CANONICAL_ID = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MOST_TAG = 300
_MOST_MEMBERS = 20


@dataclass(frozen=True, slots=True)
class Account(Shown):
    """The zone of trust is the account that owns the resource.

    A policy may name the account by its canonical user id, which does not tell the account's: then
    it is taken for an outsider unless the id is given here.

    Example:
        ```python
        from aa_sdk.policy import Account, external_access

        own = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
        allow = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
        policy = {"Statement": {**allow, "Principal": {"CanonicalUser": own}}}
        bucket = ("AWS::S3::Bucket", "111122223333")
        assert external_access(policy, *bucket)
        assert not external_access(policy, *bucket, Account(canonical_id=own))
        ```
    """

    canonical_id: str = ""
    """The canonical user id of the account, 64 hexadecimal digits in lower case; empty, the
    default, if it is not known."""

    def __post_init__(self) -> None:
        """See that the id is one.

        Raises:
            InvalidPolicyError: It is none.
        """
        if self.canonical_id:
            _check_canonical_id(self.canonical_id, "canonical_id")

    def _face(self) -> Face:
        rows = [("canonical id", self.canonical_id)] if self.canonical_id else []
        return [Card("Zone of trust: the account that owns the resource", rows)]


@dataclass(frozen=True, slots=True, repr=False)
class Organization(Shown):
    """The zone of trust is an organization, or some organizational units of it.

    Who is a member does not stand in a policy. Callers whom it pins by `aws:PrincipalOrgID` and the
    like are known to be members; accounts that it names by their ids are not, unless they are
    listed here.

    Example:
        ```python
        from aa_sdk.policy import Organization

        everywhere = Organization("o-a1b2c3d4e5", accounts=["444455556666"])
        research = Organization("o-a1b2c3d4e5", paths=["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/"])
        ```
    """

    id: str
    """The id of the organization, as in `o-a1b2c3d4e5`."""
    paths: Sequence[str] = ()
    """Paths of organizational units, as in `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`: then the zone
    is what is in one of them or below. The whole organization by default."""
    accounts: Sequence[str] = ()
    """Members that a policy may name: their account ids, of 12 digits. The owner need not be
    listed."""
    canonical_ids: Sequence[str] = ()
    """The canonical user ids by which a policy may name the owner or another member, each of 64
    hexadecimal digits in lower case."""

    def __post_init__(self) -> None:
        """Take any sequence, and see that ids and paths are some.

        Raises:
            InvalidPolicyError: An id or a path is none, or a text stands where a sequence should.
        """
        if not _ORGANIZATION_ID.fullmatch(self.id):
            raise InvalidPolicyError("id", "is the id of an organization, as in o-a1b2c3d4e5")
        for name in ("paths", "accounts", "canonical_ids"):
            if isinstance(getattr(self, name), str):
                raise InvalidPolicyError(name, "is a sequence of texts, not one text")
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for place, path in enumerate(self.paths):
            if not path.startswith(f"{self.id}/") or {*path.rstrip("*")} & {*"*?"}:
                reason = f"is a path in the organization: {self.id}/, and units without wildcards"
                raise InvalidPolicyError(f"paths[{place}]", reason)
        for place, account in enumerate(self.accounts):
            _check_account(account, f"accounts[{place}]")
        for place, canonical_id in enumerate(self.canonical_ids):
            _check_canonical_id(canonical_id, f"canonical_ids[{place}]")

    def __repr__(self) -> str:
        given = {name: _code(value) for name, value in self._members.items() if value}
        return f"Organization({self.id!r}{''.join(f', {n}={v}' for n, v in given.items())})"

    def _face(self) -> Face:
        rows = [
            (name.replace("_", " "), first_of(value, _MOST_MEMBERS))
            for name, value in self._members.items()
            if value
        ]
        where = "units of organization" if self.paths else "organization"
        return [Card(f"Zone of trust: {where} {self.id}", rows)]

    @property
    def _members(self) -> dict[str, Sequence[str]]:
        names = ("paths", "accounts", "canonical_ids")
        return {name: getattr(self, name) for name in names}


def _code(texts: Sequence[str]) -> str:
    """Write a list as code, with an ellipsis where it is long."""
    rest = ", ..." if len(texts) > _MOST_MEMBERS else ""
    return f"[{', '.join(map(repr, texts[:_MOST_MEMBERS]))}{rest}]"


@dataclass(frozen=True, slots=True, repr=False)
class ExternalAccess(Shown):
    """One principal outside of the zone of trust, and what it may do under which condition."""

    principal: dict[str, str]
    """Who, as findings have it: the key of a Principal element and the entry, as in
    `{"AWS": "444455556666"}`. `{"AWS": "*"}` is everyone, or everyone but those whom a
    NotPrincipal names."""
    actions: tuple[str, ...]
    """What it may do, sorted: actions as the document has them, or each by its name where a
    catalogue was given."""
    condition: dict[str, str]
    """What holds of all of this access: trusted context keys and their values, joined by commas."""
    is_public: bool
    """Whether it is open to everyone: nobody is named, and no trusted key pins the caller. A named
    identity provider is external and not public; `check_no_public_access` is stricter there."""
    statements: tuple[StatementReference, ...]
    """The Allow statements that it comes from."""
    sources: tuple[FindingSource, ...]
    """Where the access is given, for buckets: `POLICY`."""
    example: AccessExample | None
    """A request that gets in. None in the rare case that it hangs on policy variables for which no
    fitting values were found; `exact` is False then."""
    exact: bool
    """False where more may be told than there is: a condition or a policy variable was taken as one
    that the caller may be able to fulfil."""

    def __str__(self) -> str:
        """Write it in one line."""
        return as_text([_words(self)])

    def __repr__(self) -> str:
        return f"<ExternalAccess {shorten(str(self), _MOST_TAG)}>"

    def _face(self) -> Face:
        return as_cards([_words(self)])


class ExternalAccesses(tuple[ExternalAccess, ...], Shown):
    """All external access that a policy gives: a tuple that shows as cards."""

    __slots__ = ()

    def __str__(self) -> str:
        """Write a line for each."""
        return as_text(self._words)

    def to_markdown(self) -> str:
        """Write a table in Markdown with a row for each, 20 at most."""
        return as_markdown(self._words)

    def __repr__(self) -> str:
        public = sum(access.is_public for access in self)
        told = f", {public:,} of them public" if public else ""
        return f"<ExternalAccesses: {len(self):,}{told}>"

    def _face(self) -> Face:
        return as_cards(self._words)

    @property
    def _words(self) -> list[AccessWords]:
        return [_words(access) for access in self]


def external_access(
    document: PolicyDocument,
    resource_type: str,
    owner_account: str,
    zone_of_trust: Account | Organization = Account(),
    *,
    catalogue: ActionCatalogue | None = None,
) -> ExternalAccesses:
    """Find who outside of a zone of trust gets access by a resource's policy.

    It is what an external access analyzer reports of the policy: every principal that is neither
    in the zone nor a service of AWS, if some request of it is allowed and not denied. Callers whom
    a condition pins to the zone are in it. Keys that a caller can influence are taken as able to
    hold, so no condition is ever refused.

    Example:
        ```python
        from aa_sdk.policy import external_access

        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": ["111122223333", "444455556666"]},
            "Action": "sqs:SendMessage",
            "Resource": "*",
        }
        (access,) = external_access({"Statement": statement}, "AWS::SQS::Queue", "111122223333")
        assert access.principal == {"AWS": "444455556666"}
        assert access.actions == ("sqs:SendMessage",)
        assert not access.is_public
        ```

    Args:
        document: The policy of the resource: JSON text, a mapping, the path of a file, or a
            `Policy`.
        resource_type: The type of the resource, as in `AWS::S3::Bucket`. Actions of other services
            grant nothing on it. Of a type that is not known here, every action counts.
        owner_account: The account that owns the resource, 12 digits. It is in the zone; under its
            canonical user id too, if the zone has that.
        zone_of_trust: `Account()`, the default, or an `Organization`.
        catalogue: With one, each action that a pattern means is listed by name, if it can be about
            the resource; actions that cannot grant nothing. Without, actions are as written.

    Returns:
        The access in a tuple, one entry for each principal and condition; two where some actions
        are public and others are not. None at all is a proof that there is no external access,
        under the model of `check_no_new_access`.

    Raises:
        InvalidPolicyError: The document is malformed, or an argument is.
        UnsupportedPolicyError: Something else than a condition is not decided here, such as a
            unique id as principal, or there is too much to be decided.
    """
    _check_account(owner_account, "owner_account")
    members = _members(zone_of_trust, owner_account)
    reading = read_leniently(document, ZONE_CONDITIONS)
    merged: dict[tuple[object, ...], list[Grant]] = {}
    for grant in ExternalSearch(reading, resource_type, members, catalogue).grants():
        key = (grant.whose, grant.is_public, *sorted(grant.condition.items()))
        merged.setdefault(key, []).append(grant)
    sources = (FindingSource(type="POLICY"),) if resource_type == BUCKET else ()
    return ExternalAccesses(_merged(own, sources) for own in merged.values())


def _merged(grants: Sequence[Grant], sources: tuple[FindingSource, ...]) -> ExternalAccess:
    """The access of one principal under one condition, whatever statements it comes from."""
    first = grants[0]
    statements = dict.fromkeys(
        StatementReference(grant.statement.index, grant.statement.sid) for grant in grants
    )
    kind, name = first.principal
    return ExternalAccess(
        principal={kind: name},
        actions=tuple(sorted({action for grant in grants for action in grant.actions})),
        condition=first.condition,
        is_public=first.is_public,
        statements=tuple(statements),
        sources=sources,
        example=next((grant.example for grant in grants if grant.example), None),
        exact=all(grant.exact for grant in grants),
    )


def _members(zone: Account | Organization, owner: str) -> Members:
    if isinstance(zone, Account):
        return Members((owner,), canonical_ids=(zone.canonical_id,) if zone.canonical_id else ())
    # A path stands for itself and for all that is below it, however it is written.
    paths = [path.rstrip("*").rstrip("/") + "/*" for path in zone.paths]
    accounts = tuple(dict.fromkeys((owner, *zone.accounts)))
    everywhere = f"{zone.id}/*"
    is_whole = not paths or everywhere in paths
    organization = zone.id if is_whole else ""
    return Members(accounts, organization, (*paths,) or (everywhere,), tuple(zone.canonical_ids))


def _check_account(account: str, path: str) -> None:
    if not _ACCOUNT_ID.fullmatch(account):
        raise InvalidPolicyError(path, "is an account id: twelve digits in a text")


def _check_canonical_id(canonical_id: str, path: str) -> None:
    if not _CANONICAL_ID.fullmatch(canonical_id):
        reason = "is a canonical user id: 64 hexadecimal digits in lower case, in a text"
        raise InvalidPolicyError(path, reason)


def _words(access: ExternalAccess) -> AccessWords:
    named = {kind: (name,) for kind, name in access.principal.items()}
    condition = [
        f"{escape(shorten(key, _MOST_TAG))} = {escape(shorten(value, _MOST_TAG))}"
        for key, value in access.condition.items()
    ]
    return AccessWords(
        is_public=access.is_public,
        who=who(named, {}),
        what=listed(access.actions),
        when=" and ".join(condition),
        source=source_text(access.statements),
        example=str(access.example) if access.example else "",
        exact=access.exact,
    )
