"""Rules about the size of a policy, white space not counted."""

from functools import partial

from aa_sdk.policy._validation.document import Document
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, document_rule

_LARGEST_INLINE = 10_240
"""Of a role. Whether a policy is to be a managed one, which may have 6,144, is not known."""
_LARGEST_CONTROL = 5_120
_LARGEST_TRUST = 2_048
_LARGEST_OF_RESOURCE = {
    "AWS::S3::Bucket": 20_480,
    "AWS::S3::AccessPoint": 20_480,
    "AWS::S3::MultiRegionAccessPoint": 20_480,
    "AWS::S3ObjectLambda::AccessPoint": 20_480,
    "AWS::DynamoDB::Table": 20_480,
}
_LARGEST_OF_ANY_RESOURCE = 32_768


def _exceeds(quota: int, document: Document) -> Issues:
    if len(document.text) <= quota:
        return
    size = sum(map(len, document.text.split()))
    if size > quota:
        details = f"The policy has {size:,} characters, and may have {quota:,}: make several of it."
        yield Issue(details, ((),))


def _exceeds_its_resource(document: Document) -> Issues:
    quota = _LARGEST_OF_RESOURCE.get(document.resource_type or "", _LARGEST_OF_ANY_RESOURCE)
    return _exceeds(quota, document)


RULES: tuple[Rule, ...] = (
    document_rule(
        "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        "WARNING",
        partial(_exceeds, _LARGEST_INLINE),
        kinds=("identity",),
    ),
    document_rule(
        "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
        "WARNING",
        _exceeds_its_resource,
        kinds=("resource",),
    ),
    document_rule(
        "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
        "WARNING",
        partial(_exceeds, _LARGEST_TRUST),
        kinds=("trust",),
    ),
    document_rule(
        "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
        "ERROR",
        partial(_exceeds, _LARGEST_CONTROL),
        kinds=("service_control",),
    ),
    document_rule(
        "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
        "ERROR",
        partial(_exceeds, _LARGEST_CONTROL),
        kinds=("resource_control",),
    ),
)
