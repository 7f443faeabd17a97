"""The form of a snapshot: what stands where, of which type, in which range.

Types check everything that is so wherever it stands. They are stricter than the SDK's models, which
take whatever the service may send one day: what an emulator saved has no members nobody knows, no
values of enums that nobody knows, and no union without its variant, and one that has them was
changed by hand or cut off. Inside of the service's structures unknown members pass and are kept,
as the models keep them.

Ranges are those outside of which the emulator would fail later and elsewhere: times that `datetime`
has no year for, positions that would fill the memory with gaps, durations that a `timedelta` cannot
hold.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Generic, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from aa_sdk.emulator._account.identifiers import ACCOUNT_ID, CANONICAL_ID
from aa_sdk.emulator._account.members import MemberStatus, checked_name, checked_unit
from aa_sdk.emulator._account.places import checked_region
from aa_sdk.emulator._account.principals import PRINCIPAL, USE, document_text
from aa_sdk.emulator._protocol.timestamps import FIRST, LAST
from aa_sdk.models import (
    AccessPreviewFinding,
    AnalyzerConfiguration,
    AnalyzerStatus,
    CloudTrailProperties,
    Configuration,
    Criterion,
    ExternalAccessDetails,
    FindingStatus,
    InternalAccessDetails,
    JobError,
    RecommendationError,
    RecommendedStep,
    Type,
    UnknownUnionMember,
    UnusedIamRoleDetails,
    UnusedIamUserAccessKeyDetails,
    UnusedIamUserPasswordDetails,
    UnusedPermissionDetails,
)

_STATE_SIZE = 625
_MOST_PLACES = 10_000_000
_MOST_SECONDS = 10**11
_LEFT = 180 * 24 * 60 * 60 * 1000

T = TypeVar("T")


class _Closed:
    """Closes an open enum: the emulator has no values that nobody knows."""

    def __get_pydantic_core_schema__(
        self, source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.literal_schema(list(get_args(source)))


def _known(value: T) -> T:
    if isinstance(value, UnknownUnionMember):
        raise PydanticCustomError(
            "union", "Input should have exactly one member, and one that is known"
        )
    return value


Moment = Annotated[int, Field(ge=FIRST, le=LAST)]
"""Milliseconds since 1970, in the years 1 to 9999."""
Now = Annotated[int, Field(ge=FIRST, le=LAST - _LEFT)]
"""The same, with some time left: clocks that go on have to stay within those years."""
Name = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Position = Annotated[int, Field(ge=0, le=_MOST_PLACES)]
"""A place among the findings; each costs memory, whether it is taken or not."""
Seconds = Annotated[float, Field(ge=0, le=_MOST_SECONDS)]
Known: AfterValidator = AfterValidator(_known)
Word = Annotated[int, Field(ge=0, lt=2**32)]
Numbers = Annotated[list[Word], Field(min_length=_STATE_SIZE, max_length=_STATE_SIZE)]
"""What Python's generator of random numbers keeps."""


class SnapshotObject(BaseModel):
    """An object of a snapshot. It has these members and no others."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", allow_inf_nan=False, hide_input_in_errors=True, defer_build=True
    )


# A finding's details are told by its type, as in `DETAILS_BY_TYPE`. They are written out once more
# because checkers read types and no tables; a test holds the two together.
class _Finding(SnapshotObject):
    seq: Position
    id: str
    resource: str
    resource_type: str
    owner: str
    created_at: Moment
    analyzed_at: Moment
    updated_at: Moment
    status: Annotated[FindingStatus, _Closed()]
    error: str | None


class _ExternalAccess(_Finding):
    finding_type: Literal["ExternalAccess"]
    details: Annotated[list[ExternalAccessDetails], Field(max_length=1)]


class _InternalAccess(_Finding):
    finding_type: Literal["InternalAccess"]
    details: Annotated[list[InternalAccessDetails], Field(max_length=1)]


class _UnusedRole(_Finding):
    finding_type: Literal["UnusedIAMRole"]
    details: list[UnusedIamRoleDetails]


class _UnusedAccessKey(_Finding):
    finding_type: Literal["UnusedIAMUserAccessKey"]
    details: list[UnusedIamUserAccessKeyDetails]


class _UnusedPassword(_Finding):
    finding_type: Literal["UnusedIAMUserPassword"]
    details: list[UnusedIamUserPasswordDetails]


class _UnusedPermission(_Finding):
    finding_type: Literal["UnusedPermission"]
    details: list[UnusedPermissionDetails]


FindingForm = Annotated[
    _ExternalAccess
    | _InternalAccess
    | _UnusedRole
    | _UnusedAccessKey
    | _UnusedPassword
    | _UnusedPermission,
    Field(discriminator="finding_type"),
]
"""A finding, told by its type."""


class ResourceForm(SnapshotObject):
    """A resource that an analyzer has looked at."""

    arn: str
    type: str
    owner: str
    created_at: Moment
    analyzed_at: Moment
    updated_at: Moment


class _Rule(SnapshotObject):
    name: str
    filter: dict[str, Criterion]
    created_at: Moment
    updated_at: Moment


class _Preview(SnapshotObject):
    id: str
    configurations: dict[str, Annotated[Configuration, Known]]
    created_at: Moment
    ready_at: Moment
    failure: str | None
    findings: list[AccessPreviewFinding]


class _Scan(SnapshotObject):
    resource: str
    started_at: Moment
    ends_at: Moment
    error: str | None


class _Recommendation(SnapshotObject):
    finding_id: str
    resource: str
    started_at: Moment
    ready_at: Moment
    error: RecommendationError | None
    steps: list[Annotated[RecommendedStep, Known]]


class AnalyzerState(SnapshotObject):
    """An analyzer, its findings and resources aside."""

    arn: str
    name: Name
    type: Annotated[Type, _Closed()]
    created_at: Moment
    ready_at: Moment
    configuration: Annotated[AnalyzerConfiguration, Known] | None
    tags: dict[str, str]
    managed_by: str | None
    in_use: bool
    status: Annotated[AnalyzerStatus, _Closed()] | None
    status_reason: str | None
    failure: str | None = None  # here and below: what earlier versions did not save
    scans: list[_Scan] = Field(default_factory=list[_Scan])
    last_resource: str | None
    last_resource_at: Moment | None
    samples: list[tuple[Position, Position]] = []
    rules: list[_Rule]
    previews: list[_Preview]
    recommendations: list[_Recommendation]


class AnalyzerForm(AnalyzerState):
    """An analyzer with all that it has found."""

    resources: list[ResourceForm]
    findings: list[FindingForm]


_Principal = Annotated[str, Field(pattern=PRINCIPAL)]
_Use = Annotated[str, Field(pattern=USE)]


class _AttachedPolicy(SnapshotObject):
    document: Annotated[str, AfterValidator(document_text)]
    updated_at: Moment | None


class _Principals(SnapshotObject):
    uses: dict[_Principal, list[tuple[_Use, Moment, str | None]]]
    policies: dict[_Principal, dict[Name, _AttachedPolicy]]


class CountedAnalyzer(AnalyzerState):
    """An analyzer in the first line of a file: how many lines further on are its own."""

    resources: Count
    findings: Count


class _Generation(SnapshotObject):
    id: str
    principal: str
    trails: CloudTrailProperties
    started_at: Moment
    ends_at: Moment
    error: JobError | None
    cancelled: bool
    used: list[str] = []


AnalyzerT = TypeVar("AnalyzerT", AnalyzerForm, CountedAnalyzer)


class ScopeForm(SnapshotObject, Generic[AnalyzerT]):
    """An account in a region."""

    account_id: Name
    region: Name
    analyzers: list[AnalyzerT]
    generations: list[_Generation]
    answered: list[tuple[str, str, str, str, Moment]]


class _Quotas(SnapshotObject):
    account_analyzers: Count
    organization_analyzers: Count
    organization_internal_analyzers: Count
    archive_rules: Count
    access_previews_per_hour: Count
    concurrent_generations: Count
    generations_per_day: Count
    tags: Count


class _Durations(SnapshotObject):
    account_analyzer: Seconds
    organization_analyzer: Seconds
    access_preview: Seconds
    recommendation: Seconds
    policy_generation: Seconds
    resource_scan: Seconds = 2


_AccountId = Annotated[str, Field(pattern=f"^{ACCOUNT_ID}$")]
_Region = Annotated[str, AfterValidator(checked_region)]
_CanonicalId = Annotated[str, Field(pattern=f"^{CANONICAL_ID}$")]
_State = tuple[Literal[3], Numbers, float | None]


class _Member(SnapshotObject):
    name: Annotated[str, AfterValidator(checked_name)] | None
    status: MemberStatus
    unit: Annotated[str, AfterValidator(checked_unit)]


VersionT = TypeVar("VersionT")


class WorldForm(SnapshotObject, Generic[VersionT, AnalyzerT]):
    """What a snapshot has in both of its forms."""

    format: VersionT
    account_id: Name
    region: Name
    seed: int
    now: Now
    ids: tuple[_State, _State]
    quotas: _Quotas
    durations: _Durations
    scan_limit: Annotated[int, Field(ge=1)] | None
    organization: bool
    access_keys: Mapping[str, str]
    principals: _Principals = _Principals(uses={}, policies={})
    announced: Count = 0
    canonical_ids: Mapping[_AccountId, _CanonicalId] = {}
    """Left out in snapshots from before there were any."""
    members: Mapping[_AccountId, _Member] = {}
    delegated_administrator: _AccountId | None = None
    switches: Mapping[_Region, Mapping[_AccountId | Literal["*"], bool]] = {}
    scopes: list[ScopeForm[AnalyzerT]]


class SnapshotForm(WorldForm[Literal[1], AnalyzerForm]):
    """A whole snapshot in one object."""


class HeaderForm(WorldForm[Literal[2], CountedAnalyzer]):
    """The first line of a file: all but findings and resources, which follow."""
