"""The typed attribute of each filter key, in groups that filters for one purpose take."""

from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, overload

from aa_sdk.filters._operators import (
    BooleanOperators,
    EnumOperators,
    FilterT,
    TextOperators,
    ValueT,
)
from aa_sdk.models.finding_details import (
    ResourceControlPolicyRestriction,
    ServiceControlPolicyRestriction,
)
from aa_sdk.models.findings import FindingStatus, FindingType, ResourceType

if TYPE_CHECKING:  # its module has all resource configurations with it
    from aa_sdk.models.access_previews import FindingChangeType


UnusedResourceType: TypeAlias = Literal["AWS::IAM::Role", "AWS::IAM::User"]
"""What unused access is found for."""

UnusedFindingType: TypeAlias = Literal[
    "UnusedIAMRole", "UnusedIAMUserAccessKey", "UnusedIAMUserPassword", "UnusedPermission"
]
"""The types of findings of unused access."""

InternalResourceType: TypeAlias = Literal[
    "AWS::S3::Bucket",
    "AWS::S3Express::DirectoryBucket",
    "AWS::RDS::DBSnapshot",
    "AWS::RDS::DBClusterSnapshot",
    "AWS::DynamoDB::Table",
    "AWS::DynamoDB::Stream",
]
"""What internal access is found for."""

InternalConditionKey: TypeAlias = Literal["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"]
"""The condition keys that findings of internal access can be filtered by."""

ConditionKey: TypeAlias = (
    InternalConditionKey
    | Literal[
        "aws:PrincipalArn",
        "aws:PrincipalOrgID",
        "aws:PrincipalOrgPaths",
        "aws:SourceIp",
        "aws:SourceVpc",
        "aws:SourceVpcArn",
        "aws:UserId",
        "cognito-identity.amazonaws.com:aud",
        "graph.facebook.com:app_id",
        "accounts.google.com:aud",
        "kms:CallerAccount",
        "www.amazon.com:app_id",
    ]
)
"""The condition keys documented for filters."""


class _Key:
    """An attribute of a filter class: on an instance, the operators of its key."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        """Be the attribute for the filter key `name`."""
        self._name = name


class TextKey(_Key):
    """The attribute of a key whose values are any text."""

    __slots__ = ()

    @overload
    def __get__(self, instance: None, owner: type[object]) -> "TextKey": ...
    @overload
    def __get__(self, instance: FilterT, owner: type[object]) -> TextOperators[FilterT]: ...
    def __get__(
        self, instance: FilterT | None, owner: type[object]
    ) -> "TextKey | TextOperators[FilterT]":
        return self if instance is None else TextOperators(instance, self._name)


class BooleanKey(_Key):
    """The attribute of a key that is true or false."""

    __slots__ = ()

    @overload
    def __get__(self, instance: None, owner: type[object]) -> "BooleanKey": ...
    @overload
    def __get__(self, instance: FilterT, owner: type[object]) -> BooleanOperators[FilterT]: ...
    def __get__(
        self, instance: FilterT | None, owner: type[object]
    ) -> "BooleanKey | BooleanOperators[FilterT]":
        return self if instance is None else BooleanOperators(instance, self._name)


class EnumKey(_Key, Generic[ValueT]):
    """The attribute of a key whose values are on a list."""

    __slots__ = ()

    @overload
    def __get__(self, instance: None, owner: type[object]) -> "EnumKey[ValueT]": ...
    @overload
    def __get__(self, instance: FilterT, owner: type[object]) -> EnumOperators[FilterT, ValueT]: ...
    def __get__(
        self, instance: FilterT | None, owner: type[object]
    ) -> "EnumKey[ValueT] | EnumOperators[FilterT, ValueT]":
        return self if instance is None else EnumOperators(instance, self._name)


class PrincipalKeys(Generic[FilterT]):
    """The kinds of principals that a filter can ask for."""

    __slots__ = ("_filter",)

    def __init__(self, filter: FilterT) -> None:
        """Belong to a filter."""
        self._filter = filter

    @property
    def aws(self) -> TextOperators[FilterT]:
        """The account id or ARN that has access; `*` is everyone."""
        return TextOperators(self._filter, "principal.AWS")

    @property
    def federated(self) -> TextOperators[FilterT]:
        """The identity provider, by ARN or domain, whose users have access."""
        return TextOperators(self._filter, "principal.Federated")


class PrincipalKey:
    """The attribute `principal`: on an instance, the kinds of principals."""

    __slots__ = ()

    @overload
    def __get__(self, instance: None, owner: type[object]) -> "PrincipalKey": ...
    @overload
    def __get__(self, instance: FilterT, owner: type[object]) -> PrincipalKeys[FilterT]: ...
    def __get__(
        self, instance: FilterT | None, owner: type[object]
    ) -> "PrincipalKey | PrincipalKeys[FilterT]":
        return self if instance is None else PrincipalKeys(instance)


class SharedKeys:
    """Keys of every kind of finding, in every place."""

    __slots__ = ()

    resource: TextKey = TextKey("resource")
    """ARN of the resource; for unused access, of the role or user."""
    resource_owner_account: TextKey = TextKey("resourceOwnerAccount")
    """Account id of the resource's owner, 12 digits as a string."""


class IdentityKeys:
    """Keys of findings that exist, which rules for coming ones do not take."""

    __slots__ = ()

    id: TextKey = TextKey("id")
    """Id of the finding."""
    status: EnumKey[FindingStatus] = EnumKey("status")
    """Its status."""


class AnyResourceKeys:
    """Kinds of resources and findings, without a restriction to one kind of analyzer."""

    __slots__ = ()

    resource_type: EnumKey[ResourceType] = EnumKey("resourceType")
    """Kind of the resource."""
    finding_type: EnumKey[FindingType] = EnumKey("findingType")
    """What the finding is about."""


class ExternalResourceKeys:
    """Kinds of resources and findings of external access."""

    __slots__ = ()

    resource_type: EnumKey[ResourceType] = EnumKey("resourceType")
    """Kind of the resource."""
    finding_type: EnumKey[Literal["ExternalAccess"]] = EnumKey("findingType")
    """What the finding is about: always external access."""


class UnusedResourceKeys:
    """Kinds of resources and findings of unused access."""

    __slots__ = ()

    resource_type: EnumKey[UnusedResourceType] = EnumKey("resourceType")
    """Role or user."""
    finding_type: EnumKey[UnusedFindingType] = EnumKey("findingType")
    """What is unused."""


class InternalResourceKeys:
    """Kinds of resources and findings of internal access."""

    __slots__ = ()

    resource_type: EnumKey[InternalResourceType] = EnumKey("resourceType")
    """Kind of the resource."""
    finding_type: EnumKey[Literal["InternalAccess"]] = EnumKey("findingType")
    """What the finding is about: always internal access."""


class ResourceAccessKeys:
    """Keys of findings about access to resources, external or internal."""

    __slots__ = ()

    error: TextKey = TextKey("error")
    """Code of what kept the resource from being analyzed: `ACCESS_DENIED`, `INTERNAL_ERROR`,
    and for internal access `PRINCIPAL_LIMIT_EXCEEDED`, `PRINCIPAL_ERRORS_LIMIT_EXCEEDED`."""
    resource_control_policy_restriction: EnumKey[ResourceControlPolicyRestriction] = EnumKey(
        "resourceControlPolicyRestriction"
    )
    """What resource control policies do to the access."""


class ExternalKeys:
    """Keys of findings about access from outside alone."""

    __slots__ = ()

    is_public: BooleanKey = BooleanKey("isPublic")
    """Whether anyone at all has access."""
    principal: PrincipalKey = PrincipalKey()
    """Who has access."""


class InternalKeys:
    """Keys of findings about access from inside alone."""

    __slots__ = ()

    service_control_policy_restriction: EnumKey[ServiceControlPolicyRestriction] = EnumKey(
        "serviceControlPolicyRestriction"
    )
    """What service control policies do to the access."""


class PreviewKeys:
    """Keys of the findings of access previews alone."""

    __slots__ = ()

    change_type: "EnumKey[FindingChangeType]" = EnumKey("changeType")
    """How the finding compares with those there are today."""
    existing_finding_id: TextKey = TextKey("existingFindingId")
    """Id of the finding there is today."""
    existing_finding_status: EnumKey[FindingStatus] = EnumKey("existingFindingStatus")
    """Status of the finding there is today."""
