"""The context keys that tell a trusted caller: a table with one row a key.

A policy that opens a resource to everyone is not public as long as it pins a key that a caller
cannot influence to fixed values. The rows say which keys those are, what counts as a fixed value,
and for which resource types, each with the page that says so. A key without a row pins nothing.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from aa_sdk._arns import Arn
from aa_sdk.policy._language.patterns import Pattern
from aa_sdk.policy._language.predicates import Block, Predicate
from aa_sdk.policy._language.statements import Statement


class Pin(Enum):
    """What counts as a fixed value of a key."""

    VALUE = "no wildcard, no variable"
    """A text without wildcards and variables."""
    BLOCK = "narrow CIDR blocks"
    """CIDR blocks that are not very broad, alone or together."""
    USER_ID = "no wildcard, no role session"
    """A text without wildcards, variables and the colon of a role session."""
    OWNED_ARN = "ARN with a fixed account"
    """An ARN whose first five parts are fixed, the account among them."""
    TRUE = "true"
    """The truth value true."""


class TrustedKey(NamedTuple):
    """A row of the table."""

    context_key: str
    """The key; one that starts with `*` stands for every key with that ending."""
    pin: Pin
    """What counts as a fixed value."""
    source: str
    """The page that calls it trusted."""
    resource_types: tuple[str, ...] = ()
    """The types that it holds for; all if empty."""


TRUST_POLICY = "AWS::IAM::AssumeRolePolicyDocument"
"""What the checks call the policy of a role."""
_S3 = "Amazon S3 User Guide, access-control-block-public-access, The meaning of public"
_EFS = "Amazon EFS User Guide, access-control-block-public-access, The meaning of public"
_DYNAMODB = "Amazon DynamoDB Developer Guide, rbac-bpa-rbp, trusted condition keys"
_FILTERS = "IAM User Guide, access-analyzer-reference-filter-keys"
_GLOBAL = "IAM User Guide, reference_policies_condition-keys"
_OIDC = "IAM User Guide, reference_policies_iam-condition-keys, AWS OIDC federation"
_TABLES = ("AWS::DynamoDB::Table", "AWS::DynamoDB::Stream")

TABLE: tuple[TrustedKey, ...] = (
    TrustedKey("aws:PrincipalAccount", Pin.VALUE, _DYNAMODB),
    TrustedKey("aws:PrincipalArn", Pin.VALUE, _DYNAMODB),
    TrustedKey("aws:PrincipalOrgID", Pin.VALUE, _S3),
    TrustedKey("aws:PrincipalOrgPaths", Pin.VALUE, _DYNAMODB),
    TrustedKey("aws:PrincipalServiceName", Pin.VALUE, _DYNAMODB),
    TrustedKey("aws:PrincipalServiceNamesList", Pin.VALUE, _DYNAMODB),
    TrustedKey("aws:PrincipalIsAWSService", Pin.TRUE, _DYNAMODB, _TABLES),
    TrustedKey("aws:userid", Pin.USER_ID, _S3),
    TrustedKey("aws:SourceIp", Pin.BLOCK, _S3),
    TrustedKey("aws:SourceArn", Pin.VALUE, _S3),
    TrustedKey("aws:SourceAccount", Pin.VALUE, _S3),
    TrustedKey("aws:SourceOwner", Pin.VALUE, _S3),
    TrustedKey("aws:SourceOrgID", Pin.VALUE, _DYNAMODB),
    TrustedKey("aws:SourceOrgPaths", Pin.VALUE, _DYNAMODB),
    TrustedKey("aws:SourceVpc", Pin.VALUE, _S3),
    TrustedKey("aws:SourceVpcArn", Pin.VALUE, _FILTERS),
    TrustedKey("aws:SourceVpce", Pin.VALUE, _S3),
    TrustedKey("aws:Ec2InstanceSourceVpc", Pin.VALUE, _DYNAMODB),
    TrustedKey("aws:VpceAccount", Pin.VALUE, _FILTERS),
    TrustedKey("aws:VpceOrgID", Pin.VALUE, _FILTERS),
    TrustedKey("aws:VpceOrgPaths", Pin.VALUE, _FILTERS),
    TrustedKey("s3:DataAccessPointArn", Pin.OWNED_ARN, _S3, ("AWS::S3::Bucket",)),
    TrustedKey("s3:DataAccessPointAccount", Pin.VALUE, _S3, ("AWS::S3::Bucket",)),
    TrustedKey(
        "elasticfilesystem:AccessedViaMountTarget", Pin.TRUE, _EFS, ("AWS::EFS::FileSystem",)
    ),
    TrustedKey("kms:CallerAccount", Pin.VALUE, _FILTERS, ("AWS::KMS::Key",)),
    TrustedKey("*:sub", Pin.VALUE, _OIDC, (TRUST_POLICY,)),
)

_AUDIENCE = (":aud", ":app_id")

# Where a SAML provider may be named as a principal that is as fixed as a role.
SAML_TYPES = (TRUST_POLICY,)

# The sizes, in bits, of the broadest blocks that pin anything: /8 and /32.
_BROADEST = {4: 32 - 8, 6: 128 - 32}
_PRIVATE = ((0x0A000000, 24), (0xAC100000, 20), (0xC0A80000, 16))


def pins_for(resource_type: str, key: str) -> Pin | None:
    """Look a key up.

    Args:
        resource_type: The type of the resource, as in `AWS::S3::Bucket`.
        key: The context key, in lower case.

    Returns:
        What counts as a fixed value of it; None if the key pins nothing.
    """
    for row in TABLE:
        name = row.context_key.lower()
        same = key.endswith(name[1:]) if name[0] == "*" else key == name
        if same and (not row.resource_types or resource_type in row.resource_types):
            return row.pin
    return None


def is_reported(resource_type: str, key: str) -> bool:
    """Tell whether a finding has a key in its condition.

    Those are the trusted keys, and for roles the programs for which web identities are issued.

    Args:
        resource_type: The type of the resource, as in `AWS::S3::Bucket`.
        key: The context key, in lower case.
    """
    is_audience = key.endswith(_AUDIENCE) and not key.startswith("saml:")
    return (is_audience and resource_type in SAML_TYPES) or pins_for(resource_type, key) is not None


def pins_of(statements: Iterable[Statement], resource_type: str) -> dict[str, list[Predicate]]:
    """Find what tells the trusted callers of a policy.

    Args:
        statements: Its statements.
        resource_type: The type of the resource, as in `AWS::S3::Bucket`.

    Returns:
        By context key, the predicates that hold for trusted callers only.
    """
    predicates: dict[str, list[Predicate]] = {}
    for statement in statements:
        for condition in statement.conditions:
            # Null says that a key is there, not what its value is.
            if condition.operator.family != "null":
                predicates.setdefault(condition.context_key, []).extend(condition.predicates)
    pins = {key: pins_for(resource_type, key) for key in predicates}
    return {
        key: trusted_predicates(pin, predicates[key])
        for key, pin in pins.items()
        if pin is not None
    }


def trusted_predicates(pin: Pin, predicates: Sequence[Predicate]) -> list[Predicate]:
    """Pick the predicates that hold for trusted callers only.

    Args:
        pin: What counts as a fixed value of the key.
        predicates: All that the policy asks of the key.

    Returns:
        Those that ask for fixed values.
    """
    narrow = _narrow([one for one in predicates if isinstance(one, Block)])
    return [
        one
        for one in predicates
        if (one in narrow if isinstance(one, Block) else _is_fixed(pin, one))
    ]


def _is_fixed(pin: Pin, predicate: Predicate) -> bool:
    if not isinstance(predicate, Pattern):
        return False
    if pin is Pin.OWNED_ARN:
        start = predicate.tokens[0] if predicate.tokens else None
        arn = Arn.parse(start) if isinstance(start, str) else None
        return arn is not None and arn.account != ""
    if pin is Pin.TRUE:
        return predicate.literal == "true"
    if pin is Pin.USER_ID:
        return predicate.fixed and not any(":" in str(token) for token in predicate.tokens)
    return predicate.fixed


def _narrow(blocks: Sequence[Block]) -> set[Block]:
    """The blocks that are narrow and do not add up to a broad one with their neighbours."""
    narrow = {block for block in blocks if _is_private(block)}
    group: list[Block] = []
    # By where they start, so that blocks which touch follow each other.
    candidates = (block for block in blocks if not _is_broad(*block))
    for block in sorted(candidates, key=lambda block: (block.version, block.first)):
        if group and (block.version, block.first) > (group[0].version, _end(group) + 1):
            narrow.update(_unless_broad(group))
            group = []
        group.append(block)
    narrow.update(_unless_broad(group))
    return narrow


def _end(group: Sequence[Block]) -> int:
    return max(block.last for block in group)


def _unless_broad(group: list[Block]) -> list[Block]:
    return [] if group and _is_broad(group[0].version, group[0].first, _end(group)) else group


def _is_broad(version: int, first: int, last: int) -> bool:
    """Whether a stretch of addresses holds a whole block that is broader than may be."""
    # Twice the broadest that is fine, and at a place where a block of that size may start.
    size = 1 << _BROADEST[version] + 1
    aligned = -(-first // size) * size
    return aligned + size - 1 <= last


def _is_private(block: Block) -> bool:
    return block.version == min(_BROADEST) and any(
        start <= block.first and block.last < start + (1 << bits) for start, bits in _PRIVATE
    )
