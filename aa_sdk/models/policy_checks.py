"""Custom policy checks: does a policy grant what it must not?

Each check is a proof over all requests the policy could ever meet, answers PASS or FAIL at once
and is charged per call.
"""

from typing import Annotated, Literal, TypeAlias, TypedDict

from pydantic import Field

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import Model, Request, Response, Returns
from aa_sdk.models._types import ListOf, ListOrEmpty, OpenEnum, PolicyDocument, Texts

__all__ = (
    "Access",
    "AccessCheckPolicyType",
    "AccessCheckResourceType",
    "AccessDict",
    "CheckAccessNotGrantedRequest",
    "CheckAccessNotGrantedResponse",
    "CheckAccessNotGrantedResult",
    "CheckNoNewAccessRequest",
    "CheckNoNewAccessResponse",
    "CheckNoNewAccessResult",
    "CheckNoPublicAccessRequest",
    "CheckNoPublicAccessResponse",
    "CheckNoPublicAccessResult",
    "ReasonSummary",
)
hide_imports(__name__)


AccessCheckPolicyType: TypeAlias = Annotated[
    Literal["IDENTITY_POLICY", "RESOURCE_POLICY"], OpenEnum()
]
"""Whether a policy hangs on a principal or on a resource. A trust policy is a resource's."""

AccessCheckResourceType: TypeAlias = Annotated[
    Literal[
        "AWS::DynamoDB::Table",
        "AWS::DynamoDB::Stream",
        "AWS::EFS::FileSystem",
        "AWS::OpenSearchService::Domain",
        "AWS::Kinesis::Stream",
        "AWS::Kinesis::StreamConsumer",
        "AWS::KMS::Key",
        "AWS::Lambda::Function",
        "AWS::S3::Bucket",
        "AWS::S3::AccessPoint",
        "AWS::S3Express::DirectoryBucket",
        "AWS::S3::Glacier",
        "AWS::S3Outposts::Bucket",
        "AWS::S3Outposts::AccessPoint",
        "AWS::SecretsManager::Secret",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
        "AWS::IAM::AssumeRolePolicyDocument",
        "AWS::S3Tables::TableBucket",
        "AWS::ApiGateway::RestApi",
        "AWS::CodeArtifact::Domain",
        "AWS::Backup::BackupVault",
        "AWS::CloudTrail::Dashboard",
        "AWS::CloudTrail::EventDataStore",
        "AWS::S3Tables::Table",
        "AWS::S3Express::AccessPoint",
    ],
    OpenEnum(),
]
"""Kinds of resources whose policy `CheckNoPublicAccess` understands."""

CheckNoNewAccessResult: TypeAlias = Annotated[Literal["PASS", "FAIL"], OpenEnum()]
"""`PASS`: the new policy allows nothing the existing one does not. `FAIL`: it might."""

CheckAccessNotGrantedResult: TypeAlias = Annotated[Literal["PASS", "FAIL"], OpenEnum()]
"""`PASS`: the policy allows none of the access asked about. `FAIL`: it might allow some."""

CheckNoPublicAccessResult: TypeAlias = Annotated[Literal["PASS", "FAIL"], OpenEnum()]
"""`PASS`: the policy does not let everyone in. `FAIL`: it might."""


class Access(Model, frozen=True):
    """Access that a policy must not grant. At least one of the two lists is given."""

    actions: Texts | None = None
    """IAM actions, at most 100. Default: any action."""
    resources: Texts | None = None
    """ARNs, at most 100 of up to 2,048 characters; `*` only in the resource id. Default: any."""


class AccessDict(TypedDict, total=False):
    """`Access` as a mapping."""

    actions: Texts
    resources: Texts


class ReasonSummary(Model, frozen=True):
    """A statement that made a check pass or fail."""

    description: str | None = None
    """What it does."""
    statement_index: int | None = None
    """Position of the statement in the policy, from 0."""
    statement_id: str | None = None
    """The statement's `Sid`. Absent when it has none."""


class CheckAccessNotGrantedResponse(Response, frozen=True):
    """Response to `CheckAccessNotGranted`."""

    result: CheckAccessNotGrantedResult | None = None
    """The verdict."""
    message: str | None = None
    """The verdict as a sentence."""
    reasons: ListOrEmpty[ReasonSummary] = ()
    """The statements behind the verdict."""

    @property
    def passed(self) -> bool:
        """Whether the verdict is `PASS`; none at all, or one of tomorrow, is no pass."""
        return self.result == "PASS"


class CheckAccessNotGrantedRequest(Request, Returns[CheckAccessNotGrantedResponse], frozen=True):
    """Check that a policy does not grant certain access."""

    policy_document: PolicyDocument = Field(repr=False)
    """The policy."""
    access: ListOf[Access]
    """What must not be granted: one `Access`.

    With both actions and resources, none of the actions on any of the resources.
    """
    policy_type: AccessCheckPolicyType
    """What the policy hangs on."""


class CheckNoNewAccessResponse(Response, frozen=True):
    """Response to `CheckNoNewAccess`."""

    result: CheckNoNewAccessResult | None = None
    """The verdict."""
    message: str | None = None
    """The verdict as a sentence."""
    reasons: ListOrEmpty[ReasonSummary] = ()
    """The statements behind the verdict."""

    @property
    def passed(self) -> bool:
        """Whether the verdict is `PASS`; none at all, or one of tomorrow, is no pass."""
        return self.result == "PASS"


class CheckNoNewAccessRequest(Request, Returns[CheckNoNewAccessResponse], frozen=True):
    """Check that a policy grants nothing beyond what another one does."""

    new_policy_document: PolicyDocument = Field(repr=False)
    """The policy to check."""
    existing_policy_document: PolicyDocument = Field(repr=False)
    """The policy to measure it by: the one in force, or one that stands for the limit."""
    policy_type: AccessCheckPolicyType
    """What both policies hang on."""


class CheckNoPublicAccessResponse(Response, frozen=True):
    """Response to `CheckNoPublicAccess`."""

    result: CheckNoPublicAccessResult | None = None
    """The verdict."""
    message: str | None = None
    """The verdict as a sentence."""
    reasons: ListOrEmpty[ReasonSummary] = ()
    """The statements behind the verdict."""

    @property
    def passed(self) -> bool:
        """Whether the verdict is `PASS`; none at all, or one of tomorrow, is no pass."""
        return self.result == "PASS"


class CheckNoPublicAccessRequest(Request, Returns[CheckNoPublicAccessResponse], frozen=True):
    """Check that a resource's policy does not let everyone in."""

    policy_document: PolicyDocument = Field(repr=False)
    """The policy."""
    resource_type: AccessCheckResourceType
    """Kind of the resource it hangs on."""
