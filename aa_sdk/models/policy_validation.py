"""Policy validation: errors, warnings and suggestions on a policy, each with its place."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictInt

from aa_sdk._lazy import hide_imports
from aa_sdk.models._base import Model, Request, Response, Returns
from aa_sdk.models._types import ListOf, OpenEnum, PolicyDocument
from aa_sdk.models._unions import BareMember, TaggedUnion, UnknownUnionMember

__all__ = (
    "Locale",
    "Location",
    "PathElement",
    "PathIndex",
    "PathKey",
    "PathValue",
    "PolicyType",
    "Position",
    "Span",
    "Substring",
    "ValidatePolicyFinding",
    "ValidatePolicyFindingType",
    "ValidatePolicyRequest",
    "ValidatePolicyResourceType",
    "ValidatePolicyResponse",
)
hide_imports(__name__)


Locale: TypeAlias = Annotated[
    Literal["DE", "EN", "ES", "FR", "IT", "JA", "KO", "PT_BR", "ZH_CN", "ZH_TW"], OpenEnum()
]
"""Languages of the messages."""

PolicyType: TypeAlias = Annotated[
    Literal[
        "IDENTITY_POLICY", "RESOURCE_POLICY", "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
    ],
    OpenEnum(),
]
"""What a policy hangs on: a principal, a resource, or a node of an organization."""

ValidatePolicyFindingType: TypeAlias = Annotated[
    Literal["ERROR", "SECURITY_WARNING", "SUGGESTION", "WARNING"], OpenEnum()
]
"""How grave a finding is.

`ERROR`: a part does not work. `SECURITY_WARNING`: it allows dangerously much. `WARNING`: it is
bad practice in some other way. `SUGGESTION`: it could be written better, with the same effect.
"""

ValidatePolicyResourceType: TypeAlias = Annotated[
    Literal[
        "AWS::S3::Bucket",
        "AWS::S3::AccessPoint",
        "AWS::S3::MultiRegionAccessPoint",
        "AWS::S3ObjectLambda::AccessPoint",
        "AWS::IAM::AssumeRolePolicyDocument",
        "AWS::DynamoDB::Table",
    ],
    OpenEnum(),
]
"""Kinds of resources that have validation rules of their own."""


class Substring(Model, frozen=True):
    """A part of a string in the policy. A step in a path, too."""

    start: int
    """Where it starts in the string, from 0."""
    length: int
    """How long it is, in characters."""


class PathIndex(BareMember, frozen=True):
    """A step into a JSON array."""

    index: int
    """Position in the array, from 0."""


class PathKey(BareMember, frozen=True):
    """A step to a key of a JSON object: the key itself is meant."""

    key: str
    """The key."""


class PathValue(BareMember, frozen=True):
    """A step to the value that stands under a key of a JSON object."""

    value: str
    """The key."""


PathElement: TypeAlias = Annotated[
    PathIndex | PathKey | Substring | PathValue | UnknownUnionMember,
    TaggedUnion(index=PathIndex, key=PathKey, substring=Substring, value=PathValue),
]
"""One step of the path to a place in the policy."""


class Position(Model, frozen=True):
    """A place in the policy's text."""

    line: int
    """The line, from 1."""
    column: int
    """The column, from 0."""
    offset: int
    """Characters before it in the whole text, from 0."""


class Span(Model, frozen=True):
    """A stretch of the policy's text."""

    start: Position
    """Its first character."""
    end: Position
    """The character after its last."""


class Location(Model, frozen=True):
    """Where in the policy a finding belongs, as a path and as a stretch of text."""

    path: ListOf[PathElement]
    """The steps from the policy's root."""
    span: Span
    """The stretch of text."""


class ValidatePolicyFinding(Model, frozen=True):
    """Something wrong with a policy, or that could be better."""

    finding_details: str
    """What is wrong and how to mend it, in the language asked for."""
    finding_type: ValidatePolicyFindingType
    """How grave it is."""
    issue_code: str
    """What it is, such as `MISSING_VERSION`: the same in every language."""
    learn_more_link: str
    """Address of the page that explains the issue."""
    locations: ListOf[Location]
    """The places it is about."""


class ValidatePolicyResponse(Response, frozen=True):
    """One page of a policy's findings."""

    findings: ListOf[ValidatePolicyFinding]
    """The findings of this page. None on the first and only page: the policy is sound."""
    next_token: str | None = None
    """Where the next page starts. Absent on the last page."""


class ValidatePolicyRequest(Request, Returns[ValidatePolicyResponse], frozen=True):
    """Validate a policy. It does not have to exist in any account."""

    policy_document: PolicyDocument = Field(repr=False)
    """The policy. Positions in the findings refer to this text."""
    policy_type: PolicyType
    """What the policy hangs on."""
    locale: Locale | None = None
    """Language of the messages. Default: English."""
    max_results: StrictInt | None = None
    """The most findings in one page; no limits are known. Default: up to the service."""
    next_token: str | None = None
    """`next_token` of the page before. Default: the first page."""
    validate_policy_resource_type: ValidatePolicyResourceType | None = None
    """Kind of the resource, for a `RESOURCE_POLICY` only. Default: the rules all kinds share."""
