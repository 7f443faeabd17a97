"""Events as EventBridge delivers them.

The families of findings do not share a form. External access has no type of finding and counts
seconds; internal access has restrictions whose names end in `Type` and writes nine digits; unused
access calls its id `findingId`, has a version for each event, and counters in place of details.

An event keeps what the moment leaves no trace of, such as status and times, and refers to the
record for what never changes. The rest is put together where somebody reads it.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from aa_sdk.emulator._account.entities import AccessPreview, Analyzer
from aa_sdk.emulator._account.identifiers import Identifiers
from aa_sdk.emulator._findings.records import Facts, FindingRecord

EXTERNAL = "Access Analyzer Finding"
INTERNAL = "Internal Access Finding"
UNUSED = "Unused Access Finding for IAM entities"
PREVIEW = "Access Preview State Change"

_DETAIL_TYPES: Mapping[str, str] = {"ExternalAccess": EXTERNAL, "InternalAccess": INTERNAL}
_VERSION = "1.0"
_UNRESTRICTED = "NOT_APPLICABLE"
_WHO = ("accessType", "principalType", "principalOwnerAccount")


class Origin(NamedTuple):
    """Where events come from: what those of one analyzer have in common."""

    ids: Identifiers
    """Where their ids come from."""
    arn: str
    """The analyzer's ARN."""
    account_id: str
    """Its account."""
    region: str
    """Its region."""

    @classmethod
    def of(cls, ids: Identifiers, analyzer: Analyzer) -> "Origin":
        """Return the origin of an analyzer's events; it does not hold on to the analyzer."""
        return cls(ids, analyzer.arn, analyzer.account_id, analyzer.region)

    def envelope(self, number: int, at: int, detail_type: str, detail: Any) -> dict[str, Any]:
        """Return an event as EventBridge delivers it.

        Args:
            number: Which event of the emulator it is, from 0.
            at: When it happened, in milliseconds since 1970.
            detail_type: What kind of event it is.
            detail: What happened.
        """
        return {
            "version": "0",
            "id": self.ids.of_event(number),
            "detail-type": detail_type,
            "source": "aws.access-analyzer",
            "account": self.account_id,
            "time": _in_seconds(at),
            "region": self.region,
            "resources": [self.arn],
            "detail": detail,
        }


class FindingEvent(NamedTuple):
    """Something that happened to a finding."""

    origin: Origin
    """Where it comes from."""
    number: int
    """Which event of the emulator it is, from 0; its ids go by it."""
    at: int
    """When it happened, in milliseconds since 1970."""
    record: FindingRecord
    """The finding, for what never changes."""
    facts: Facts
    """What it had in common with others at that moment."""
    analyzed_at: int
    """When it had last been looked at."""
    updated_at: int
    """When it had last changed."""
    previous: str
    """The status before; empty if it is new."""
    is_deleted: bool
    """Whether it is gone."""

    @property
    def detail_type(self) -> str:
        """What kind of event it is."""
        return _DETAIL_TYPES.get(self.facts.finding_type, UNUSED)

    def envelope(self) -> dict[str, Any]:
        """Return the event as EventBridge delivers it."""
        detail = _FAMILIES[self.detail_type](self)
        return self.origin.envelope(self.number, self.at, self.detail_type, detail)

    def subject(self) -> dict[str, Any]:
        """Return the members that all families have."""
        members: dict[str, Any] = {
            "status": self.facts.status,
            "resource": self.record.resource.arn,
            "resourceType": self.facts.resource_type,
            "accountId": self.facts.owner,
            "isDeleted": self.is_deleted,
        }
        if self.facts.error is not None:
            members["error"] = self.facts.error
        return members

    def times(self, text_of: Callable[[int], str]) -> dict[str, str]:
        """Return the finding's times as its family writes them."""
        return {
            "createdAt": text_of(self.record.created_at),
            "analyzedAt": text_of(self.analyzed_at),
            "updatedAt": text_of(self.updated_at),
        }

    def payloads(self) -> list[dict[str, Any]]:
        """Return the finding's details without the union's tag; none of a failed analysis."""
        if self.facts.error is not None:
            return []
        return [payload for entry in self.record.detail_list() for payload in entry.values()]


class PreviewEvent(NamedTuple):
    """A change in the status of an access preview."""

    origin: Origin
    """Where it comes from."""
    number: int
    """Which event of the emulator it is, from 0."""
    at: int
    """When it happened, in milliseconds since 1970."""
    preview: AccessPreview
    """The preview."""
    status: str
    """Its status from then on."""

    @property
    def detail_type(self) -> str:
        """What kind of event it is."""
        return PREVIEW

    def envelope(self) -> dict[str, Any]:
        """Return the event as EventBridge delivers it."""
        preview = self.preview
        detail: dict[str, Any] = {
            "version": _VERSION,
            "accessPreviewId": preview.id,
            "configuredResources": list(preview.configurations),
            "createdAt": _in_milliseconds(preview.created_at),
            "region": self.origin.region,
            "status": self.status,
        }
        if self.status != "CREATING":
            detail["previousStatus"] = "CREATING"
        if self.status == "FAILED":
            detail["statusReason"] = {"code": preview.failure}
        return self.origin.envelope(self.number, self.at, PREVIEW, detail)


def _external(event: FindingEvent) -> dict[str, Any]:
    members: dict[str, Any] = {
        "version": _VERSION,
        "id": event.record.id,
        **event.subject(),
        **event.times(_in_seconds),
        "region": event.origin.region,
    }
    for details in event.payloads():
        members |= {**_access(details), "isPublic": bool(event.facts.is_public)}
    return members


def _internal(event: FindingEvent) -> dict[str, Any]:
    facts = event.facts
    members: dict[str, Any] = {
        "version": _VERSION,
        "id": event.record.id,
        **event.subject(),
        **event.times(_in_nanoseconds),
        "findingType": facts.finding_type,
        "resourceControlPolicyRestrictionType": facts.rcp or _UNRESTRICTED,
        "serviceControlPolicyRestrictionType": facts.scp or _UNRESTRICTED,
    }
    for details in event.payloads():
        members |= {**_access(details), **{name: details[name] for name in _WHO if name in details}}
    return members


def _access(details: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "principal": details.get("principal") or {},
        "action": details.get("action") or [],
        "condition": details.get("condition") or {},
    }


def _unused(event: FindingEvent) -> dict[str, Any]:
    facts = event.facts
    members: dict[str, Any] = {
        "findingId": event.record.id,
        **event.subject(),
        **event.times(_in_milliseconds),
        "previousStatus": event.previous,
        "version": event.origin.ids.of_event(event.number, "version"),
        "findingType": facts.finding_type,
    }
    if facts.finding_type == "UnusedPermission" and facts.error is None:
        services = event.payloads()
        members["numberOfUnusedServices"] = len(services)
        members["numberOfUnusedActions"] = sum(len(one.get("actions") or ()) for one in services)
    return members


_FAMILIES: Mapping[str, Callable[[FindingEvent], dict[str, Any]]] = {
    EXTERNAL: _external,
    INTERNAL: _internal,
    UNUSED: _unused,
}


def _in_seconds(stamp: int) -> str:
    moment = datetime.fromtimestamp(stamp // 1000, UTC)
    return f"{moment.isoformat().removesuffix('+00:00')}Z"


def _in_milliseconds(stamp: int) -> str:
    return f"{_in_seconds(stamp)[:-1]}.{stamp % 1000:03d}Z"


def _in_nanoseconds(stamp: int) -> str:
    return f"{_in_milliseconds(stamp)[:-1]}000000Z"
