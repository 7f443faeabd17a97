"""How findings lie in memory: one compact record each, with its JSON made once.

A million findings have to fit, and a page of a hundred has to cost next to nothing. Three
things see to that.

Bytes, not dictionaries: a record keeps its details and its summary as the JSON that goes onto the
wire, so that a page is a join of bytes. Decoded, the details of one finding are a kilobyte of
dictionaries and texts; they are decoded where somebody reads one finding or one resource. The
summary is made when it is first listed, and anew after a change: of a million findings most are
never listed.

Shared facts: everything that few values exist for (status, types, account, public or not) is one
`Group` for all findings that have the same. A filter on those is decided once for each group, and
the statistics are sums over groups. When a finding's status changes it moves to another group.

Shared maps: principals and conditions repeat from finding to finding, so equal ones are one
`Shared` object, and a filter on them is decided once for each object; see `filtering`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from aa_sdk.emulator._protocol.timestamps import iso_text
from aa_sdk.models._finding_types import DETAILS_BY_TYPE

EXTERNAL_TAG = DETAILS_BY_TYPE["ExternalAccess"].tag


class Facts(NamedTuple):
    """What a group of findings has in common."""

    status: str
    """`ACTIVE`, `ARCHIVED` or `RESOLVED`."""
    resource_type: str
    """The type of the resource."""
    owner: str
    """The account that owns the resource."""
    finding_type: str
    """The type of the finding."""
    error: str | None
    """The code of a failed analysis."""
    is_public: bool | None
    """Whether anybody has access; None where the details do not say."""
    rcp: str | None
    """The restriction by a resource control policy, where the details have one."""
    scp: str | None
    """The restriction by a service control policy, where the details have one."""


# Here and below, equality is identity: filters remember verdicts by these objects, and to hash one
# by its values would cost as much as the verdict.
@dataclass(slots=True, eq=False)
class Group:
    """Findings with the same facts."""

    facts: Facts
    """What they have in common."""
    count: int = 0
    """How many there are."""
    _ends: tuple[str, str] | None = None

    def ends(self) -> tuple[str, str]:
        """Return how the summaries of its findings go on before and after `updatedAt`, in JSON."""
        if self._ends is None:
            facts = self.facts
            error = "" if facts.error is None else f',"error":{quoted(facts.error)}'
            self._ends = (
                f',"resourceType":{quoted(facts.resource_type)}'
                f',"resourceOwnerAccount":{quoted(facts.owner)}'
                f',"status":{quoted(facts.status)}',
                f'{error},"findingType":{quoted(facts.finding_type)}}}',
            )
        return self._ends

    def wire(self) -> dict[str, Any]:
        """Return the facts in the form of a finding, for filters on nothing else."""
        facts = self.facts
        details = {
            "isPublic": facts.is_public,
            "resourceControlPolicyRestriction": facts.rcp,
            "serviceControlPolicyRestriction": facts.scp,
        }
        present = {name: value for name, value in details.items() if value is not None}
        finding: dict[str, Any] = {
            "status": facts.status,
            "resourceType": facts.resource_type,
            "resourceOwnerAccount": facts.owner,
            "findingType": facts.finding_type,
            "findingDetails": [{DETAILS_BY_TYPE[facts.finding_type].tag: present}],
        }
        if facts.error is not None:
            finding["error"] = facts.error
        return finding


@dataclass(slots=True, eq=False)
class Shared:
    """A map that details have, one object for all findings that have the same."""

    tag: str
    """The member of the details union it belongs to."""
    members: Mapping[str, str]
    """The map."""


@dataclass(slots=True, eq=False)
class Resource:
    """One resource that an analyzer has looked at."""

    seq: int
    """Its place in the order of arrival."""
    arn: str
    """Its ARN."""
    type: str
    """Its type, such as `AWS::S3::Bucket`."""
    owner: str
    """The account that owns it."""
    created_at: int
    """When it was first looked at, in milliseconds since 1970."""
    analyzed_at: int
    """When it was last looked at."""
    updated_at: int
    """When its findings last changed."""
    findings: list["FindingRecord"] = field(default_factory=list["FindingRecord"])
    """Its findings, whatever their status."""


@dataclass(slots=True, eq=False)
class FindingRecord:
    """One finding. Times are milliseconds since 1970."""

    seq: int
    """Its place in the order of arrival; pages and tokens go by it."""
    id: str
    """Its id."""
    resource: Resource
    """What it is about."""
    group: Group
    """What it has in common with others."""
    created_at: int
    """When it was found."""
    analyzed_at: int
    """When it was last looked at."""
    updated_at: int
    """When it last changed."""
    principal: Shared
    """The principal in its details; empty if they have none."""
    condition: Shared
    """The condition in its details; empty if they have none."""
    details: bytes
    """The details as a JSON list, without the union's tag."""
    rendered: bytes | None = None
    """The summary, once it has been asked for since the last change."""

    @property
    def facts(self) -> Facts:
        """What it has in common with its group."""
        return self.group.facts

    @property
    def summary(self) -> bytes:
        """The finding as `FindingSummaryV2` in JSON."""
        return self.rendered or self._render()

    def _render(self) -> bytes:
        """Make the summary. `findingType` is last: `summary_v1` cuts it off."""
        before, after = self.group.ends()
        analyzed = iso_text(self.analyzed_at)
        updated = analyzed if self.updated_at == self.analyzed_at else iso_text(self.updated_at)
        text = (
            f'{{"analyzedAt":"{analyzed}","createdAt":"{iso_text(self.created_at)}"'
            f',"id":{quoted(self.id)},"resource":{quoted(self.resource.arn)}{before}'
            f',"updatedAt":"{updated}"{after}'
        )
        # Half a character has no form in UTF-8; see `compact_json`.
        self.rendered = text.encode(errors="backslashreplace")
        return self.rendered

    def summary_v1(self) -> bytes:
        """Return the finding in the flat form of V1, with the details among its own members.

        Both parts are JSON already, so they are cut and joined; to decode them and write them
        anew takes twenty times as long. The cuts count bytes from the ends. They hold because
        both parts have forms that are fixed: a summary has `findingType` last, and the details of
        an external finding are a list of one object, written by `compact_json`.
        """
        # {…,"findingType":"ExternalAccess"} loses its end, [{…}] both.
        own = self.summary[: -len(f',"findingType":"{self.facts.finding_type}"}}')]
        # V1 requires a condition even where the analysis failed.
        details = self.details[len("[{") : -len("}]")] or b'"condition":{}'
        return own + b"," + details + b"}"

    def detail_list(self) -> list[dict[str, Any]]:
        """Return the details, decoded and with the union's tag."""
        tag = DETAILS_BY_TYPE[self.facts.finding_type].tag
        return [{tag: payload} for payload in json.loads(self.details)]

    def wire(self) -> dict[str, Any]:
        """Return the whole finding in the detailed form, that of `GetFindingV2`."""
        return {**json.loads(self.summary), "findingDetails": self.detail_list()}
