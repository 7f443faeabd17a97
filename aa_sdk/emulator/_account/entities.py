"""What the emulated service knows: plain objects, by account and region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aa_sdk._arns import Arn
from aa_sdk.emulator._findings.store import FindingStore
from aa_sdk.emulator._protocol.idempotency import TokenUses

_EXTERNAL = frozenset({"ACCOUNT", "ORGANIZATION"})
_KINDS: Mapping[str, str] = {"ExternalAccess": "external", "InternalAccess": "internal"}


@dataclass(slots=True)
class ArchiveRule:
    """A rule that archives new findings. Times here are milliseconds since 1970."""

    name: str
    """Its name."""
    filter: Mapping[str, Any]
    """The criteria in wire form."""
    created_at: int
    """When it was created."""
    updated_at: int
    """When its filter was last replaced."""


@dataclass(slots=True)
class AccessPreview:
    """A preview. It is being created until `ready_at`."""

    id: str
    """Its id."""
    configurations: Mapping[str, Any]
    """The proposed configuration by resource ARN, in wire form."""
    created_at: int
    """When it was requested."""
    ready_at: int
    """When it is complete or has failed."""
    failure: str | None
    """The reason code it fails with; None if it completes."""
    findings: Sequence[Mapping[str, Any]]
    """Its findings in wire form."""

    def status_at(self, now: int) -> str:
        """Return the status at a time in milliseconds."""
        if now < self.ready_at:
            return "CREATING"
        return "FAILED" if self.failure else "COMPLETED"


@dataclass(slots=True)
class Recommendation:
    """A recommendation for one finding. It is in progress until `ready_at`."""

    finding_id: str
    """The finding it is for."""
    resource: str
    """The ARN of the role or user."""
    started_at: int
    """When it was requested."""
    ready_at: int
    """When it is done."""
    error: Mapping[str, str] | None
    """Why there is none: code and message."""
    steps: Sequence[Mapping[str, Any]]
    """The steps in wire form, with the union's tag."""

    def status_at(self, now: int) -> str:
        """Return the status at a time in milliseconds."""
        if now < self.ready_at:
            return "IN_PROGRESS"
        return "FAILED" if self.error else "SUCCEEDED"


@dataclass(slots=True)
class PolicyGeneration:
    """A job that writes a policy. It is in progress until `ends_at` or until it is cancelled."""

    id: str
    """The job id."""
    principal: str
    """The ARN of the role or user."""
    trails: Mapping[str, Any]
    """The CloudTrail details of the request."""
    started_at: int
    """When it was started."""
    ends_at: int
    """When it is done."""
    error: Mapping[str, str] | None = None
    """Why it fails: code and message."""
    cancelled: bool = False
    """Whether it was cancelled."""
    used: Sequence[str] = ()
    """What the principal used: `s3:GetObject`, or `s3:*` where only the service is known."""

    def status_at(self, now: int) -> str:
        """Return the status at a time in milliseconds."""
        if self.cancelled:
            return "CANCELED"
        if now < self.ends_at:
            return "IN_PROGRESS"
        return "FAILED" if self.error else "SUCCEEDED"


@dataclass(slots=True, eq=False)
class ResourceScan:
    """A scan of one resource, until it ends."""

    resource: str
    """The ARN of the resource."""
    started_at: int
    """When it was asked for."""
    ends_at: int
    """When the resource has been looked at."""
    error: str | None = None
    """The error code of the finding that it ends with; None if it succeeds."""


@dataclass(slots=True, eq=False)
class Analyzer:
    """An analyzer and all that hangs on it. It is being created until `ready_at`."""

    arn: str
    """Its ARN."""
    name: str
    """Its name."""
    type: str
    """Its type, such as `ACCOUNT`."""
    created_at: int
    """When it was created, in milliseconds since 1970."""
    ready_at: int
    """When it becomes active."""
    configuration: dict[str, Any] | None = None
    """The configuration in wire form, with the union's tag."""
    tags: dict[str, str] = field(default_factory=dict[str, str])
    """Its tags."""
    managed_by: str | None = None
    """The service that manages it, if it is service-linked."""
    in_use: bool = False
    """Whether the managing service says that it still needs it."""
    status: str | None = None
    """`DISABLED` or `FAILED`, if it is."""
    status_reason: str | None = None
    """The reason code of that status."""
    failure: str | None = None
    """The reason code that its creation fails with; None if it becomes active."""
    rules: dict[str, ArchiveRule] = field(default_factory=dict[str, ArchiveRule])
    """Its archive rules by name."""
    store: FindingStore = field(default_factory=FindingStore)
    """Its findings and resources."""
    previews: dict[str, AccessPreview] = field(default_factory=dict[str, AccessPreview])
    """Its access previews by id."""
    recommendations: dict[str, Recommendation] = field(default_factory=dict[str, Recommendation])
    """Its recommendations by finding id."""
    scans: list[ResourceScan] = field(default_factory=list[ResourceScan])
    """The scans of resources that have not ended."""
    last_resource: str | None = None
    """The ARN of the resource it last looked at."""
    last_resource_at: int | None = None
    """When it did."""
    samples: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """Which findings are invented, and so the roles and users that they are about: the positions
    of the first of a run and behind its last."""

    @property
    def account_id(self) -> str:
        """The account it is in."""
        arn = Arn.parse(self.arn)
        return arn.account if arn else ""

    @property
    def region(self) -> str:
        """The region it is in."""
        arn = Arn.parse(self.arn)
        return arn.region if arn else ""

    @property
    def kind(self) -> str:
        """`external`, `unused` or `internal`."""
        if self.type in _EXTERNAL:
            return "external"
        return "unused" if self.type.endswith("UNUSED_ACCESS") else "internal"

    @property
    def is_organization(self) -> bool:
        """Whether its zone of trust is the organization."""
        return self.type.startswith("ORGANIZATION")

    def finds(self, finding_type: str) -> bool:
        """Tell whether findings of a type come from analyzers of this kind."""
        return _KINDS.get(finding_type, "unused") == self.kind

    def status_at(self, now: int) -> str:
        """Return the status at a time in milliseconds."""
        if self.status is not None:
            return self.status
        if now < self.ready_at:
            return "CREATING"
        return "FAILED" if self.failure else "ACTIVE"

    def reason_at(self, now: int) -> str | None:
        """Return the reason code of the status at a time in milliseconds."""
        has_failed = self.status is None and now >= self.ready_at
        return self.failure if has_failed else self.status_reason


@dataclass(slots=True, eq=False)
class Scope:
    """One account in one region."""

    account_id: str
    """The account."""
    region: str
    """The region."""
    partition: str = "aws"
    """The partition of the region."""
    analyzers: dict[str, Analyzer] = field(default_factory=dict[str, Analyzer])
    """The analyzers by name."""
    generations: dict[str, PolicyGeneration] = field(default_factory=dict[str, PolicyGeneration])
    """The policy generations by job id."""
    token_uses: TokenUses = field(default_factory=TokenUses)
    """The idempotency tokens used."""

    @property
    def has_anything(self) -> bool:
        """Whether there is anything; it also comes to be where somebody only looks."""
        return bool(self.analyzers or self.generations or self.token_uses)

    def analyzer_arn(self, name: str) -> str:
        """Return the ARN that an analyzer of this name has here."""
        place = self.partition, "access-analyzer", self.region, self.account_id
        return str(Arn(*place, f"analyzer/{name}"))
