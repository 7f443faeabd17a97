"""What nobody uses, by the role or user that has it, in the order in which to remove it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple, TypeAlias

from aa_sdk._display import escape
from aa_sdk._display.words import count_text, listed, shorten
from aa_sdk.frames._ages import days_between
from aa_sdk.frames._reports.actions import LEVELS, Level, gravest_first, highest, level_of
from aa_sdk.frames._reports.laid_out import arn_words
from aa_sdk.frames._sources import AnyFinding
from aa_sdk.models import (
    GetFindingV2Response,
    UnusedIamRoleDetails,
    UnusedIamUserAccessKeyDetails,
    UnusedIamUserPasswordDetails,
    UnusedPermissionDetails,
)

UnusedKind: TypeAlias = Literal["access_key", "password", "role", "service", "action"]
"""Kind of a thing that nobody uses.

`service` is an AWS service for which a role or user has permissions that it does not use: all of
them, or the actions that are named beside it.
"""

UNUSED_KINDS: tuple[UnusedKind, ...] = (
    "access_key",
    "password",
    "role",
    "service",
    "action",
)
WORDS: Final[Mapping[UnusedKind, str]] = {
    "access_key": "access key",
    "password": "password",
    "role": "role",
    "service": "service",
    "action": "action",
}
_MOST_NAME: Final = 60
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class UnusedThing(NamedTuple):
    """Something that nobody uses."""

    kind: UnusedKind
    """What it is."""
    name: str
    """Id of the key, namespace of the service, or the action with its service, as in
    `s3:PutObject`; empty for passwords and roles, of which there is one."""
    last_used: datetime | None
    """When it was last used; None when never, as far as AWS keeps record."""
    days: int | None
    """For how many days it has not been used; None when it never was."""

    @property
    def service(self) -> str:
        """The namespace of the AWS service; empty for keys, passwords and roles."""
        return self.name.partition(":")[0] if self.kind in ("service", "action") else ""

    @property
    def idle(self) -> str:
        """For how long it has not been used, in words."""
        return "never used" if self.days is None else f"not used for {count_text(self.days, 'day')}"


@dataclass(frozen=True, slots=True, repr=False)
class UnusedPrincipal:
    """A role or user, and all that it has and does not use."""

    principal: str
    """ARN of the role or user; its kind and account where no finding has the ARN."""
    resource_type: str
    """`AWS::IAM::Role` or `AWS::IAM::User`."""
    account: str
    """Id of its account."""
    things: tuple[UnusedThing, ...]
    """All that it does not use, in the order of kinds: keys, password, role, services, actions."""
    findings: tuple[AnyFinding, ...] = field(repr=False)
    """The findings that say so."""

    def __str__(self) -> str:
        """Say who it is, and why it ranks where it does, in a line."""
        return f"{arn_words(self.principal, _MOST_NAME)}: {escape('; '.join(self.reasons))}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self}>"

    @property
    def access_keys(self) -> tuple[UnusedThing, ...]:
        """Its access keys that nobody uses."""
        return self.of("access_key")

    @property
    def password(self) -> UnusedThing | None:
        """Its console password, where nobody uses that."""
        return next(iter(self.of("password")), None)

    @property
    def role(self) -> UnusedThing | None:
        """The role itself, where nobody uses that."""
        return next(iter(self.of("role")), None)

    @property
    def services(self) -> tuple[UnusedThing, ...]:
        """The services for which it has permissions that it does not use."""
        return self.of("service")

    @property
    def actions(self) -> tuple[UnusedThing, ...]:
        """The actions that it may perform and does not, permissions first, reading last."""
        return self.of("action")

    @property
    def level(self) -> Level | None:
        """What the gravest of the actions is for; None where none is named."""
        return highest(one.name for one in self.actions)

    @property
    def last_used(self) -> datetime | None:
        """When any of the things was last used; None when none ever was."""
        return max((one.last_used for one in self.things if one.last_used), default=None)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it ranks where it does, in plain words."""
        return tuple(self._reasons())

    @property
    def steps(self) -> tuple[str, ...]:
        """What to do, in order: what can be undone before what cannot."""
        return tuple(self._steps())

    def of(self, kind: UnusedKind) -> tuple[UnusedThing, ...]:
        """Return the things of one kind."""
        return tuple(one for one in self.things if one.kind == kind)

    def _reasons(self) -> Iterator[str]:
        for key in self.access_keys[:2]:
            yield f"access key {shorten(key.name, 30)} {key.idle}"
        if len(self.access_keys) > 2:  # noqa: PLR2004 (those that are named)
            yield count_text(len(self.access_keys) - 2, "more access key")
        if self.password:
            yield f"console password {self.password.idle}"
        if self.role:
            yield f"role {self.role.idle}"
        if self.services:
            yield self._permissions()
        grave = [one.name for one in self.actions if level_of(one.name) == "permissions"]
        if grave:
            yield f"may change who may do what: {_few(grave)}"
        elif self.level == "write":
            writing = [one.name for one in self.actions if level_of(one.name) == "write"]
            yield f"may write: {_few(writing)}"

    def _permissions(self) -> str:
        services = count_text(len(self.services), "service")
        if not self.actions:
            return f"permissions for {services} unused: {self._service_names()}"
        return f"{count_text(len(self.actions), 'action')} in {services} unused"

    def _steps(self) -> Iterator[str]:
        for key in self.access_keys:
            yield f"deactivate access key {shorten(key.name, 30)}, and delete it when nobody asks"
        if self.password:
            yield "delete the console password"
        if self.role:
            yield "delete the role, and its permissions with it"
        elif self.services:
            what = count_text(len(self.actions), "action") if self.actions else "all permissions"
            yield f"take {what} for {self._service_names()} out of its policies"

    def _service_names(self) -> str:
        return listed((shorten(one.name, _MOST_NAME) for one in self.services), 4)


def rank_principals(
    findings: Iterable[AnyFinding], now: datetime
) -> tuple[tuple[UnusedPrincipal, ...], tuple[AnyFinding, ...]]:
    """Put what is unused together by roles and users, in the order in which to remove it.

    The order is that of `unused_access_report`.

    Args:
        findings: Findings of unused access with their details, each once.
        now: The moment to reckon days from.

    Returns:
        The roles and users, and the findings that do not say what is unused.
    """
    unclear: list[AnyFinding] = []
    groups: dict[tuple[str, str], list[tuple[AnyFinding, list[UnusedThing]]]] = {}
    for one in sorted(findings, key=lambda each: each.id):
        things = list(_things_of(one, now))
        if not things:
            unclear.append(one)
        else:
            # Nobody knows whether two findings without an ARN are about the same user.
            key = (one.resource or one.id, one.resource_owner_account)
            groups.setdefault(key, []).append((one, things))
    principals = [_principal(group) for group in groups.values()]
    return tuple(sorted(principals, key=_rank)), tuple(unclear)


def _principal(group: Sequence[tuple[AnyFinding, list[UnusedThing]]]) -> UnusedPrincipal:
    finding = group[0][0]
    merged: dict[tuple[UnusedKind, str], UnusedThing] = {}
    for thing in (thing for _, things in group for thing in things):
        key = (thing.kind, thing.name)
        other = merged.setdefault(key, thing)
        if (other.last_used or _LONG_AGO) < (thing.last_used or _LONG_AGO):
            merged[key] = thing
    actions = gravest_first(name for kind, name in merged if kind == "action")
    others = [
        thing
        for kind in UNUSED_KINDS
        if kind != "action"
        for (its_kind, _), thing in merged.items()
        if its_kind == kind
    ]
    return UnusedPrincipal(
        principal=finding.resource_text,
        resource_type=finding.resource_type,
        account=finding.resource_owner_account,
        things=(*others, *(merged["action", name] for name in actions)),
        findings=tuple(one for one, _ in group),
    )


def _things_of(finding: AnyFinding, now: datetime) -> Iterator[UnusedThing]:
    for one in finding.finding_details if isinstance(finding, GetFindingV2Response) else ():
        match one:
            case UnusedIamUserAccessKeyDetails():
                yield _thing("access_key", one.access_key_id, one.last_accessed, now)
            case UnusedIamUserPasswordDetails():
                yield _thing("password", "", one.last_accessed, now)
            case UnusedIamRoleDetails():
                yield _thing("role", "", one.last_accessed, now)
            case UnusedPermissionDetails():
                space = one.service_namespace
                yield _thing("service", space, one.last_accessed, now)
                for action in one.actions:
                    # The service writes names with the service or without.
                    name = action.action if ":" in action.action else f"{space}:{action.action}"
                    yield _thing("action", name, action.last_accessed, now)
            case _:
                pass


def _thing(kind: UnusedKind, name: str, last_used: datetime | None, now: datetime) -> UnusedThing:
    days = None if last_used is None else days_between(last_used, now)
    return UnusedThing(kind, name, last_used, days)


def _rank(one: UnusedPrincipal) -> tuple[int, int, datetime, int, str, str]:
    tops = one.access_keys or one.of("password") or one.of("role") or one.services
    kind, level = tops[0].kind, one.level
    never = any(thing.last_used is None for thing in tops)
    oldest = min((thing.last_used for thing in tops if thing.last_used), default=_LONG_AGO)
    return (
        UNUSED_KINDS.index(kind),
        len(LEVELS) if level is None else LEVELS.index(level),
        _LONG_AGO if never else oldest,
        -len(one.things),
        one.principal,
        one.findings[0].id,
    )


def _few(actions: Sequence[str]) -> str:
    return listed((shorten(one, _MOST_NAME) for one in actions), 2)
