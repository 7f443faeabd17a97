"""What a finding says beyond its status: who has which access, or what nobody uses."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import Model
from aa_sdk.models._types import ListOrEmpty, MapOrEmpty, OpenEnum, Timestamp
from aa_sdk.models._unions import TaggedUnion, UnknownUnionMember

__all__ = (
    "ExternalAccessDetails",
    "FindingDetails",
    "FindingSource",
    "FindingSourceDetail",
    "FindingSourceType",
    "InternalAccessDetails",
    "InternalAccessType",
    "PrincipalType",
    "ResourceControlPolicyRestriction",
    "ServiceControlPolicyRestriction",
    "UnusedAction",
    "UnusedIamRoleDetails",
    "UnusedIamUserAccessKeyDetails",
    "UnusedIamUserPasswordDetails",
    "UnusedPermissionDetails",
)
hide_imports(__name__)


FindingSourceType: TypeAlias = Annotated[
    Literal["POLICY", "BUCKET_ACL", "S3_ACCESS_POINT", "S3_ACCESS_POINT_ACCOUNT"], OpenEnum()
]
"""Through what access to an S3 bucket is given.

`S3_ACCESS_POINT_ACCOUNT` is an access point that another account has on the bucket.
"""

InternalAccessType: TypeAlias = Annotated[Literal["INTRA_ACCOUNT", "INTRA_ORG"], OpenEnum()]
"""Whether the principal is of the resource's own account or of another in the organization."""

PrincipalType: TypeAlias = Annotated[Literal["IAM_ROLE", "IAM_USER"], OpenEnum()]
"""Kind of principal in an internal access finding."""

ResourceControlPolicyRestriction: TypeAlias = Annotated[
    Literal["APPLICABLE", "FAILED_TO_EVALUATE_RCP", "NOT_APPLICABLE", "APPLIED"], OpenEnum()
]
"""What the organization's resource control policies mean for a finding.

`APPLICABLE`: there are some, and the finding does not take them into account: it may list
actions that they block. `APPLIED`: the finding takes them into account; not so far for external
access. `NOT_APPLICABLE`: none concerns the resource.
"""

ServiceControlPolicyRestriction: TypeAlias = Annotated[
    Literal["APPLICABLE", "FAILED_TO_EVALUATE_SCP", "NOT_APPLICABLE", "APPLIED"], OpenEnum()
]
"""What the organization's service control policies mean for an internal access finding.

`APPLICABLE`: there are some, and an account's analyzer does not take them into account.
`APPLIED`: an organization's analyzer did. `NOT_APPLICABLE`: none concerns the principal.
"""


class FindingSourceDetail(Model, frozen=True):
    """The access point through which access is given."""

    access_point_arn: str | None = None
    """ARN of the access point, or of the multi-region access point."""
    access_point_account: str | None = None
    """Account id of the access point's owner. Absent when it is the bucket's owner."""


class FindingSource(Model, frozen=True):
    """Through what access to an S3 bucket is given."""

    type: FindingSourceType
    """The kind of source."""
    detail: FindingSourceDetail | None = None
    """Which access point it is. Absent for policies and ACLs."""


class ExternalAccessDetails(Model, frozen=True):
    """Access from outside the zone of trust."""

    condition: MapOrEmpty[str, str] = Field(default_factory=dict)
    """The conditions on the access: condition key to value. Empty on an error finding."""
    action: ListOrEmpty[str] = ()
    """The IAM actions that are allowed."""
    is_public: bool | None = None
    """Whether anyone at all has access. Absent on an error finding."""
    principal: MapOrEmpty[str, str] = Field(default_factory=dict)
    """Who has access: kind (`AWS`, `Federated` …) to name."""
    sources: ListOrEmpty[FindingSource] = ()
    """Through what the access is given. For S3 buckets only."""
    resource_control_policy_restriction: ResourceControlPolicyRestriction | None = None
    """What resource control policies do to the access."""


class InternalAccessDetails(Model, frozen=True):
    """Access from inside the account or organization."""

    action: ListOrEmpty[str] = ()
    """The IAM actions that are allowed."""
    condition: MapOrEmpty[str, str] = Field(default_factory=dict)
    """The conditions on the access: condition key to value."""
    principal: MapOrEmpty[str, str] = Field(default_factory=dict)
    """Who has access: kind to ARN."""
    principal_owner_account: str | None = None
    """Account id of the principal's owner."""
    access_type: InternalAccessType | None = None
    """Whether the access crosses accounts."""
    principal_type: PrincipalType | None = None
    """Kind of the principal."""
    sources: ListOrEmpty[FindingSource] = ()
    """Through what the access is given."""
    resource_control_policy_restriction: ResourceControlPolicyRestriction | None = None
    """What resource control policies do to the access."""
    service_control_policy_restriction: ServiceControlPolicyRestriction | None = None
    """What service control policies do to the access."""


class UnusedAction(Model, frozen=True):
    """An IAM action that a role or user may perform and does not."""

    action: str
    """The action within its service, such as `PutObject`."""
    last_accessed: Timestamp | None = None
    """When it was last performed. Absent when never, as far as AWS keeps record."""


class UnusedPermissionDetails(Model, frozen=True):
    """Permissions for one AWS service that a role or user has and does not use."""

    service_namespace: str
    """The service as IAM names it, such as `s3`."""
    actions: ListOrEmpty[UnusedAction] = ()
    """The unused actions. Empty where the service does not name them."""
    last_accessed: Timestamp | None = None
    """When the service was last used. Absent when never, as far as AWS keeps record."""


class UnusedIamUserAccessKeyDetails(Model, frozen=True):
    """An access key that is active and not used."""

    access_key_id: str
    """Id of the key. It is no secret."""
    last_accessed: Timestamp | None = None
    """When the key was last used. Absent when never."""


class UnusedIamRoleDetails(Model, frozen=True):
    """A role that nobody assumes."""

    last_accessed: Timestamp | None = None
    """When the role was last used. Absent when never, as far as AWS keeps record."""


class UnusedIamUserPasswordDetails(Model, frozen=True):
    """A console password that is not used."""

    last_accessed: Timestamp | None = None
    """When the user last signed in with it. Absent when never."""


FindingDetails: TypeAlias = Annotated[
    InternalAccessDetails
    | ExternalAccessDetails
    | UnusedPermissionDetails
    | UnusedIamUserAccessKeyDetails
    | UnusedIamRoleDetails
    | UnusedIamUserPasswordDetails
    | UnknownUnionMember,
    TaggedUnion(
        internalAccessDetails=InternalAccessDetails,
        externalAccessDetails=ExternalAccessDetails,
        unusedPermissionDetails=UnusedPermissionDetails,
        unusedIamUserAccessKeyDetails=UnusedIamUserAccessKeyDetails,
        unusedIamRoleDetails=UnusedIamRoleDetails,
        unusedIamUserPasswordDetails=UnusedIamUserPasswordDetails,
    ),
]
"""What a finding is about, by its type. On an error finding it is empty: `UnknownUnionMember`."""
