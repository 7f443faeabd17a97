"""The typed attribute of each filter key, in groups that filters for one purpose take."""

from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, overload

from aa_sdk.filters._keys import code_of
from aa_sdk.filters._misuse import ExplainsTheClass, ExplainsUnfinished
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


class _Attribute(ExplainsTheClass):
    """An attribute of a filter class: on an instance, the operators of the filter key `name`."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def _code(self) -> str:
        return code_of(self._name)


class TextAttribute(_Attribute):
    """The attribute of a key whose values are any text."""

    __slots__ = ()

    @overload
    def __get__(self, instance: None, owner: type[object]) -> "TextAttribute": ...
    @overload
    def __get__(self, instance: FilterT, owner: type[object]) -> TextOperators[FilterT]: ...
    def __get__(
        self, instance: FilterT | None, owner: type[object]
    ) -> "TextAttribute | TextOperators[FilterT]":
        return self if instance is None else TextOperators(instance, self._name)


class BooleanAttribute(_Attribute):
    """The attribute of a key that is true or false."""

    __slots__ = ()

    @overload
    def __get__(self, instance: None, owner: type[object]) -> "BooleanAttribute": ...
    @overload
    def __get__(self, instance: FilterT, owner: type[object]) -> BooleanOperators[FilterT]: ...
    def __get__(
        self, instance: FilterT | None, owner: type[object]
    ) -> "BooleanAttribute | BooleanOperators[FilterT]":
        return self if instance is None else BooleanOperators(instance, self._name)


class EnumAttribute(_Attribute, Generic[ValueT]):
    """The attribute of a key whose values are on a list."""

    __slots__ = ()

    @overload
    def __get__(self, instance: None, owner: type[object]) -> "EnumAttribute[ValueT]": ...
    @overload
    def __get__(self, instance: FilterT, owner: type[object]) -> EnumOperators[FilterT, ValueT]: ...
    def __get__(
        self, instance: FilterT | None, owner: type[object]
    ) -> "EnumAttribute[ValueT] | EnumOperators[FilterT, ValueT]":
        return self if instance is None else EnumOperators(instance, self._name)


class PrincipalAttributes(ExplainsUnfinished, Generic[FilterT]):
    """The kinds of principals that a filter can ask for, an attribute each."""

    __slots__ = ("_filter",)

    def __init__(self, filter: FilterT) -> None:
        self._filter = filter

    @property
    def _code(self) -> str:
        return ".principal"

    @property
    def _reach(self) -> str:
        return ".principal.aws"

    @property
    def _wanted(self) -> str:
        return ".aws or .federated, and an operator"

    @property
    def _example(self) -> str:
        return ".principal.aws.eq('111122223333')"

    @property
    def aws(self) -> TextOperators[FilterT]:
        """The account id or ARN that has access; `*` is everyone."""
        return TextOperators(self._filter, "principal.AWS")

    @property
    def federated(self) -> TextOperators[FilterT]:
        """The identity provider, by ARN or domain, whose users have access."""
        return TextOperators(self._filter, "principal.Federated")


class PrincipalAttribute(ExplainsTheClass):
    """The attribute `principal`: on an instance, the kinds of principals."""

    __slots__ = ()

    @property
    def _code(self) -> str:
        return "principal"

    @overload
    def __get__(self, instance: None, owner: type[object]) -> "PrincipalAttribute": ...
    @overload
    def __get__(self, instance: FilterT, owner: type[object]) -> PrincipalAttributes[FilterT]: ...
    def __get__(
        self, instance: FilterT | None, owner: type[object]
    ) -> "PrincipalAttribute | PrincipalAttributes[FilterT]":
        return self if instance is None else PrincipalAttributes(instance)


class SharedAttributes:
    """For keys of every kind of finding, in every place."""

    __slots__ = ()

    resource: TextAttribute = TextAttribute("resource")
    """ARN of the resource; for unused access, of the role or user."""
    resource_owner_account: TextAttribute = TextAttribute("resourceOwnerAccount")
    """Account id of the resource's owner, 12 digits as a string."""


class IdentityAttributes:
    """For keys of findings that exist, which rules for coming ones do not take."""

    __slots__ = ()

    id: TextAttribute = TextAttribute("id")
    """Id of the finding."""
    status: EnumAttribute[FindingStatus] = EnumAttribute("status")
    """Status of the finding."""


class AnyResourceAttributes:
    """Kinds of resources and findings, without a restriction to one kind of analyzer."""

    __slots__ = ()

    resource_type: EnumAttribute[ResourceType] = EnumAttribute("resourceType")
    """Kind of the resource."""
    finding_type: EnumAttribute[FindingType] = EnumAttribute("findingType")
    """What the finding is about."""


class ExternalResourceAttributes:
    """Kinds of resources and findings of external access."""

    __slots__ = ()

    resource_type: EnumAttribute[ResourceType] = EnumAttribute("resourceType")
    """Kind of the resource."""
    finding_type: EnumAttribute[Literal["ExternalAccess"]] = EnumAttribute("findingType")
    """What the finding is about: always external access."""


class UnusedResourceAttributes:
    """Kinds of resources and findings of unused access."""

    __slots__ = ()

    resource_type: EnumAttribute[UnusedResourceType] = EnumAttribute("resourceType")
    """Role or user."""
    finding_type: EnumAttribute[UnusedFindingType] = EnumAttribute("findingType")
    """What is unused."""


class InternalResourceAttributes:
    """Kinds of resources and findings of internal access."""

    __slots__ = ()

    resource_type: EnumAttribute[InternalResourceType] = EnumAttribute("resourceType")
    """Kind of the resource."""
    finding_type: EnumAttribute[Literal["InternalAccess"]] = EnumAttribute("findingType")
    """What the finding is about: always internal access."""


class ResourceAccessAttributes:
    """For keys of findings about access to resources, external or internal."""

    __slots__ = ()

    error: TextAttribute = TextAttribute("error")
    """Code of what kept the resource from being analyzed: `ACCESS_DENIED`, `INTERNAL_ERROR`,
    and for internal access `PRINCIPAL_LIMIT_EXCEEDED`, `PRINCIPAL_ERRORS_LIMIT_EXCEEDED`."""
    resource_control_policy_restriction: EnumAttribute[ResourceControlPolicyRestriction] = (
        EnumAttribute("resourceControlPolicyRestriction")
    )
    """What resource control policies do to the access."""


class ExternalAttributes:
    """For keys of findings about access from outside alone."""

    __slots__ = ()

    is_public: BooleanAttribute = BooleanAttribute("isPublic")
    """Whether anyone at all has access."""
    principal: PrincipalAttribute = PrincipalAttribute()
    """Who has access."""


class InternalAttributes:
    """For keys of findings about access from inside alone."""

    __slots__ = ()

    service_control_policy_restriction: EnumAttribute[ServiceControlPolicyRestriction] = (
        EnumAttribute("serviceControlPolicyRestriction")
    )
    """What service control policies do to the access."""


class PreviewAttributes:
    """For keys of the findings of access previews alone."""

    __slots__ = ()

    change_type: "EnumAttribute[FindingChangeType]" = EnumAttribute("changeType")
    """How the finding compares with those there are today."""
    existing_finding_id: TextAttribute = TextAttribute("existingFindingId")
    """Id of the finding there is today."""
    existing_finding_status: EnumAttribute[FindingStatus] = EnumAttribute("existingFindingStatus")
    """Status of the finding there is today."""
