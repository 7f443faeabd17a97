"""Rules that hold the ARNs of resources against those that the services know.

Wildcards may cross the colons of an ARN, pages lag behind services, and some resources of AWS have
no account: what is said here is what no reading of the ARN makes right.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from aa_sdk._arns import FIELDS, Arn
from aa_sdk.policy._validation.catalogue import ActionCatalogue, ResourceType
from aa_sdk.policy._validation.document import Document
from aa_sdk.policy._validation.globs import is_glob
from aa_sdk.policy._validation.regions import PARTITIONS, REGIONS
from aa_sdk.policy._validation.resource_arns import ResourceArn, arns_of
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, catalogue_rule

# Services with resources of AWS's own, whose ARNs have no account.
_OWNED_BY_AWS = frozenset(("resource-explorer-2", "ssm"))
# Services whose pages have every form that their ARNs take.
_COMPLETE = frozenset(("dynamodb", "iam", "lambda"))


# The types of resources that an ARN may be of, found when they are asked for.
_Types = Callable[[], Sequence[ResourceType]]


def _has_other_partition(arn: ResourceArn, types: _Types) -> bool:
    partition = arn.partition
    return not is_glob(partition) and partition not in PARTITIONS and bool(types())


def _has_other_region(arn: ResourceArn, types: _Types) -> bool:
    region = arn.region
    is_unknown = bool(region) and not is_glob(region) and region not in REGIONS
    return is_unknown and any(one.arn.region for one in types())


def _has_other_resource(arn: ResourceArn, types: _Types) -> bool:
    return arn.service in _COMPLETE and not types()


def _lacks_region(arn: ResourceArn, types: _Types) -> bool:
    return not arn.region and _each(types(), lambda one: one.region != "")


def _has_needless_region(arn: ResourceArn, types: _Types) -> bool:
    return _is_text(arn.region) and _each(types(), lambda one: one.region == "")


def _lacks_account(arn: ResourceArn, types: _Types) -> bool:
    # Where the Region is missing too, that is said.
    if arn.account or arn.service in _OWNED_BY_AWS or _lacks_region(arn, types):
        return False
    return _each(
        types(), lambda one: one.account != "" and arn.resource.startswith(_head(one.resource))
    )


def _has_needless_account(arn: ResourceArn, types: _Types) -> bool:
    return _is_text(arn.account) and _each(types(), lambda one: one.account == "")


def _each(types: Sequence[ResourceType], holds: Callable[[Arn], bool]) -> bool:
    """Whether there are types, and something holds for the ARNs of all."""
    return bool(types) and all(holds(one.arn) for one in types)


def _is_text(field: str) -> bool:
    """Whether a field is more than an empty one or a wildcard for one."""
    return bool(field.strip("*"))


@lru_cache(maxsize=4096)
def _head(pattern: str) -> str:
    """What the resource part of an ARN of a type begins with."""
    return pattern.partition("${")[0].partition("*")[0]


@lru_cache(maxsize=2048)
def _candidates(arn: ResourceArn, catalogue: ActionCatalogue) -> list[ResourceType]:
    """The types whose ARNs have the same service and begin alike."""
    is_open = is_glob(arn.resource)
    written = arn.resource.partition("*")[0].partition("?")[0]
    found: list[ResourceType] = []
    for one in catalogue.arn_types.get(arn.service, ()):
        head = _head(one.arn.resource)
        if written.startswith(head) or (is_open and head.startswith(written)):
            found.append(one)
    return found


def _each_arn(
    details: str, is_wrong: Callable[[ResourceArn, _Types], bool]
) -> Callable[[Document, ActionCatalogue], Issues]:
    def check(document: Document, catalogue: ActionCatalogue) -> Issues:
        for statement in document.statements:
            for entry, arn in arns_of(statement):
                is_whole = arn.fields == FIELDS
                if is_whole and is_wrong(arn, partial(_candidates, arn, catalogue)):
                    yield Issue(details, (entry.path,))

    return check


RULES: tuple[Rule, ...] = (
    catalogue_rule(
        "INVALID_PARTITION",
        "ERROR",
        _each_arn("There is no such partition: it is aws in most Regions.", _has_other_partition),
    ),
    catalogue_rule(
        "INVALID_ARN_REGION",
        "ERROR",
        _each_arn("There is no such Region.", _has_other_region),
    ),
    catalogue_rule(
        "INVALID_ARN_RESOURCE",
        "ERROR",
        _each_arn("No resource of the service has such an ARN.", _has_other_resource),
    ),
    catalogue_rule(
        "MISSING_ARN_REGION",
        "ERROR",
        _each_arn("ARNs of this service have a Region: add it, or a wildcard.", _lacks_region),
    ),
    catalogue_rule(
        "ARN_REGION_NOT_ALLOWED",
        "ERROR",
        _each_arn("ARNs of this resource have no Region: leave it out.", _has_needless_region),
    ),
    catalogue_rule(
        "MISSING_ARN_ACCOUNT",
        "ERROR",
        _each_arn("ARNs of this resource have an account: add it.", _lacks_account),
    ),
    catalogue_rule(
        "ARN_ACCOUNT_NOT_ALLOWED",
        "ERROR",
        _each_arn("ARNs of this resource have no account: leave it out.", _has_needless_account),
    ),
)
