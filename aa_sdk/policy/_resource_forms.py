"""Which ARNs the resources of a type have: a table with one row a type.

The policy of a resource says nothing of resources of another kind. So a statement counts only if
what it says of resources can be about one of the type: `arn::lambda:::function:x` names no function
there is. That makes a policy pass which would fail otherwise, and a PASS is a proof, so whatever
may name such a resource counts:

- The rows are wide. Any partition, account and name will do, whatever they consist of, as long as
  they are there where ARNs of the type have them. The service goes without a Region too.
- Wildcards of Resource elements cross colons here, and an ARN that ends early has everything below
  it. All rows end in `*`, so that what is filled up matches them if it does so as it stands.
- What does not begin as an ARN counts: services know short forms, such as `execute-api:/stage`.
- What NotResource excludes is read narrowly: wildcards stop at colons, policy variables exclude
  nothing, and what takes too much work to decide is not excluded.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from aa_sdk.policy._analysis.automata import PatternSet
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy._language.patterns import Pattern, arn_pattern
from aa_sdk.policy._language.statements import Selector, Statement
from aa_sdk.policy._trusted_keys import TRUST_POLICY
from aa_sdk.policy.errors import UnsupportedPolicyError

_ARN = "arn:"
_EXCLUSION_STEPS = 20_000

FORMS: Mapping[str, tuple[str, ...]] = {
    "AWS::ApiGateway::RestApi": (
        "arn:?*:execute-api:*:?*:?*",
        # The ARN under which an API is managed.
        "arn:?*:apigateway:*:*:?*",
    ),
    # A vault speaks of the recovery points in it too, which have the ARNs of many services.
    "AWS::Backup::BackupVault": ("arn:?*:?*:*:*:?*",),
    "AWS::CloudTrail::Dashboard": ("arn:?*:cloudtrail:*:?*:dashboard/?*",),
    "AWS::CloudTrail::EventDataStore": ("arn:?*:cloudtrail:*:?*:eventdatastore/?*",),
    "AWS::CodeArtifact::Domain": ("arn:?*:codeartifact:*:?*:domain/?*",),
    "AWS::DynamoDB::Stream": ("arn:?*:dynamodb:*:?*:table/?*/stream/?*",),
    "AWS::DynamoDB::Table": ("arn:?*:dynamodb:*:?*:table/?*",),
    "AWS::EFS::FileSystem": ("arn:?*:elasticfilesystem:*:?*:file-system/?*",),
    # A role's policy names no resource: it is the role's own.
    TRUST_POLICY: (),
    "AWS::KMS::Key": ("arn:?*:kms:*:?*:key/?*",),
    "AWS::Kinesis::Stream": ("arn:?*:kinesis:*:?*:stream/?*",),
    # A consumer's ARN begins with the type of its stream.
    "AWS::Kinesis::StreamConsumer": ("arn:?*:kinesis:*:?*:?*/?*/consumer/?*",),
    "AWS::Lambda::Function": ("arn:?*:lambda:*:?*:function:?*",),
    "AWS::OpenSearchService::Domain": ("arn:?*:es:*:?*:domain/?*",),
    "AWS::S3::AccessPoint": (
        # Some tools write a colon in place of the slash.
        "arn:?*:s3:*:?*:accesspoint/?*",
        "arn:?*:s3:*:?*:accesspoint:?*",
    ),
    "AWS::S3::Bucket": ("arn:?*:s3:::?*",),
    "AWS::S3::Glacier": ("arn:?*:glacier:*:?*:vaults/?*",),
    "AWS::S3Express::AccessPoint": ("arn:?*:s3express:*:?*:accesspoint/?*",),
    "AWS::S3Express::DirectoryBucket": ("arn:?*:s3express:*:?*:bucket/?*",),
    "AWS::S3Outposts::AccessPoint": ("arn:?*:s3-outposts:*:?*:outpost/?*/accesspoint/?*",),
    "AWS::S3Outposts::Bucket": ("arn:?*:s3-outposts:*:?*:outpost/?*/bucket/?*",),
    "AWS::S3Tables::Table": ("arn:?*:s3tables:*:?*:bucket/?*/table/?*",),
    "AWS::S3Tables::TableBucket": ("arn:?*:s3tables:*:?*:bucket/?*",),
    "AWS::SNS::Topic": ("arn:?*:sns:*:?*:?*",),
    "AWS::SQS::Queue": ("arn:?*:sqs:*:?*:?*",),
    "AWS::SecretsManager::Secret": ("arn:?*:secretsmanager:*:?*:secret:?*",),
}
"""The ARNs that resources of a type have: `?*` stands for what may not be empty."""


def about_type(layers: Layers, resource_type: str) -> Layers:
    """Leave out what is allowed on resources of other types only.

    Args:
        layers: The statements of a resource's policy.
        resource_type: The type of the resource, as in `AWS::S3::Bucket`.

    Returns:
        The statements, whose Allows name what can be of the type, and nothing else.
    """
    if not FORMS[resource_type]:
        return layers
    budget = Budget()

    def narrowed(statement: Statement) -> Statement | None:
        resources = statement.resources
        if resources is None:
            return statement
        if resources.negated:
            return None if _excludes_all(resources, resource_type) else statement
        named = _can_be_of(resources, resource_type, budget)
        return replace(statement, resources=named) if named.patterns else None

    changed = (map(narrowed, layer) for layer in layers.allows)
    kept = tuple(tuple(one for one in layer if one is not None) for layer in changed)
    return replace(layers, allows=kept)


def _can_be_of(resources: Selector, resource_type: str, budget: Budget) -> Selector:
    """What a Resource element names that may be of a type."""
    forms = _forms_of(resource_type)
    kept = [
        (pattern, text)
        for pattern, text in zip(resources.patterns, resources.as_written, strict=True)
        if not text.startswith(_ARN) or forms.meets(pattern, budget)
    ]
    return resources._replace(
        patterns=tuple(pattern for pattern, _ in kept), as_written=tuple(text for _, text in kept)
    )


def _excludes_all(resources: Selector, resource_type: str) -> bool:
    """Whether a NotResource element leaves no resource of a type."""
    named = [pattern for pattern in resources.patterns if not pattern.variables]
    forms = _patterns_of(resource_type)
    of_type = (1 << len(forms)) - 1
    excluded = ((1 << len(named)) - 1) << len(forms)
    texts = PatternSet((*forms, *named))
    try:
        left = texts.classes(Budget(_EXCLUSION_STEPS), inside=(of_type,), outside=excluded)
    except UnsupportedPolicyError:
        return False
    return not left


@lru_cache
def _forms_of(resource_type: str) -> PatternSet:
    return PatternSet(_patterns_of(resource_type))


@lru_cache
def _patterns_of(resource_type: str) -> tuple[Pattern, ...]:
    return tuple(arn_pattern(form, "", variables=False) for form in FORMS[resource_type])
