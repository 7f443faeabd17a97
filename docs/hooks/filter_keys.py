"""The page of all filter keys, made from their table: a key that is new has its section."""

import inspect
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, get_args

import griffe
from mkdocs.structure.files import File

from aa_sdk import FindingFilter
from aa_sdk.filters import _attributes
from aa_sdk.filters._attributes import (
    InternalResourceType,
    PrincipalAttributes,
    UnusedFindingType,
    UnusedResourceType,
)
from aa_sdk.filters._keys import FILTER_KEYS, MAX_VALUES, OPERATIONS, OPERATORS, FilterKey

PAGE: Final = "reference/filter-keys.md"
"""The page, as the navigation names it."""

EXAMPLES: Final = {
    "resource": "resource~prod",
    "resourceOwnerAccount": "resourceOwnerAccount=111122223333",
    "error": "error?",
    "principal.AWS": "principal.AWS=444455556666",
    "principal.Federated": "principal.Federated=accounts.google.com",
    "condition.aws:PrincipalArn": "condition.aws:PrincipalArn~:role/backup-",
    "condition.aws:PrincipalOrgID": "condition.aws:PrincipalOrgID=o-a1b2c3d4e5",
    "condition.aws:PrincipalOrgPaths": "condition.aws:PrincipalOrgPaths~ou-ab12-cdef",
    "condition.aws:SourceIp": "condition.aws:SourceIp=198.51.100.0/24",
    "condition.aws:SourceVpc": "condition.aws:SourceVpc=vpc-0a1b2c3d",
    "condition.aws:UserId": "condition.aws:UserId~AROAEXAMPLE",
    "condition.aws:VpceAccount": "condition.aws:VpceAccount=444455556666",
    "condition.aws:SourceVpcArn": "condition.aws:SourceVpcArn~:vpc/vpc-0a1b2c3d",
    "condition.aws:VpceOrgID": "condition.aws:VpceOrgID=o-a1b2c3d4e5",
    "condition.aws:VpceOrgPaths": "condition.aws:VpceOrgPaths~ou-ab12-cdef",
    "condition.cognito-identity.amazonaws.com:aud": "condition.cognito-identity.amazonaws.com:aud?",
    "condition.graph.facebook.com:app_id": "condition.graph.facebook.com:app_id=1234567890",
    "condition.accounts.google.com:aud": "condition.accounts.google.com:aud~example",
    "condition.kms:CallerAccount": "condition.kms:CallerAccount=444455556666",
    "condition.www.amazon.com:app_id": "condition.www.amazon.com:app_id~example",
    "id": "id=222891f6-be16-41cf-bc57-21c2cd2a67a8",
    "existingFindingId": "existingFindingId?",
}
"""For keys without listed values, a criterion as it is typed."""

_CONDITIONS: Final = {
    "aws:PrincipalArn": "The caller by ARN.",
    "aws:PrincipalOrgID": "The organization of the caller's account.",
    "aws:PrincipalOrgPaths": "The organizational unit of the caller's account, by its path.",
    "aws:SourceIp": "The addresses that requests come from.",
    "aws:SourceVpc": "The VPC that requests come through.",
    "aws:UserId": "The caller by unique id; behind that of a role is its session's name.",
    "aws:VpceAccount": "The account that owns the VPC endpoint that requests come through.",
    "aws:SourceVpcArn": "The VPC that requests come through, by ARN.",
    "aws:VpceOrgID": "The organization of the VPC endpoint's account.",
    "aws:VpceOrgPaths": "The organizational unit of the VPC endpoint's account, by its path.",
    "cognito-identity.amazonaws.com:aud": "The identity pool of Amazon Cognito.",
    "graph.facebook.com:app_id": "The application, for users of Facebook.",
    "accounts.google.com:aud": "The application, for users of Google.",
    "kms:CallerAccount": "The account that uses the key, of those that services ask KMS for.",
    "www.amazon.com:app_id": "The application, for users of Login with Amazon.",
}
_NARROWER: Final[dict[str, dict[str, Any]]] = {
    "resourceType": {"internal": InternalResourceType, "unused": UnusedResourceType},
    "findingType": {"unused": UnusedFindingType},
}
_KINDS: Final = {
    "text": "any text",
    "account": "account ids, 12 digits as text",
    "boolean": "`True`, `False`; sent as `true`, `false`",
}
_KEPT_OPEN: Final = {
    "open_enum": "; others may come",
    "resource_type": "; others of the form `AWS::Service::Kind` may come",
}
_SIGNS: Final = {
    "eq": ("`.eq(…)`", "`key=value`", "one of the values, the whole of it"),
    "neq": ("`.neq(…)`", "`key!=value`", "none of the values"),
    "contains": ("`.contains(…)`", "`key~part`", "a value that has one of the parts"),
    "exists": ("`.exists()`, `.exists(False)`", "`key?`, `key!?`", "there at all, or not"),
}

# What an attribute is for stands below it, where only a reader of the source finds it.
_FILE: Final = Path(_attributes.__file__)
_CLASSES: Final[dict[str, Any]] = griffe.visit(
    "attributes", _FILE, _FILE.read_text(encoding="utf-8")
).classes

_HEAD: Final = f"""\
# Filter keys

All {len(FILTER_KEYS)} keys that the service documents for filters of findings, made from the table
that [`FindingFilter`](filters.md) checks them by. How filters are built, and what passes one, says
[Filters](../how-to/filters.md).

## Operators

| in Python | behind `--where` | asks for |
|---|---|---|
{{operators}}

- `eq`, `neq` and `contains` take 1 to {MAX_VALUES} values, of which one is enough; for `neq` none
  may be equal. `FindingFilter.split` makes several filters of more.
- `exists` takes no values.
- Several keys, and several operators of one key, have to hold together. There is no "or" across
  keys.
- Which operators a key takes is documented nowhere. Below, those *in use* are known from samples
  and tests of others; the *inferred* ones fit the values, and nobody has confirmed them.

## Other keys

- `FindingFilter().condition("aws:SourceAccount")` asks for any condition key, documented or not.
- `FindingFilter().key("any.thing")` asks for a key that this release does not know, and for a value
  of a known key that it would refuse: `key("status").eq("SNOOZED")`.

## The keys

{{keys}}
"""


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Add the page to those that are written by hand."""
    files.append(File.generated(config, PAGE, content=filter_keys_page()))
    return files


def filter_keys_page() -> str:
    """Write the table of all keys, and a section for each."""
    every = FILTER_KEYS.values()
    operators = "\n".join(f"| {' | '.join(_SIGNS[one])} |" for one in OPERATORS)
    rows = [
        f"| [`{key.name}`](#{_anchor(key)}) | `{_short(key.attribute)}` | {_analyzers(key)} |"
        for key in every
    ]
    keys = "\n".join(["| key | attribute | analyzers |", "|---|---|---|", *rows])
    sections = ["\n\n".join(_section(key)) for key in every]
    return "\n".join([_HEAD.format(operators=operators, keys=keys), *sections, ""])


def example_of(key: FilterKey) -> str:
    """Return a criterion of a key as it is typed."""
    return EXAMPLES[key.name] if key.name in EXAMPLES else f"{key.name}={key.values[0]}"


def _short(attribute: str) -> str:
    """Return an attribute without the argument, which would only repeat the key."""
    name, call, _ = attribute.partition("(")
    return f"{name}(…)" if call else name


def _anchor(key: FilterKey) -> str:
    """Return the anchor that mkdocs gives to a heading."""
    return "".join(sign for sign in key.name.lower() if sign.isalnum() or sign in "_-")


def _section(key: FilterKey) -> Iterator[str]:
    asked = FindingFilter.parse(example_of(key))
    sent = {name: criterion.to_wire() for name, criterion in asked.to_criteria().items()}
    yield f"### `{key.name}`"
    yield meaning_of(key)
    yield "\n".join(f"- {fact}" for fact in _facts(key))
    yield f"```python\n{asked!r}\n# {json.dumps(sent)}\n```\n"


def meaning_of(key: FilterKey) -> str:
    """Return what a key asks about, as its attribute says."""
    if key.name.startswith("condition."):
        return _CONDITIONS[key.name.removeprefix("condition.")]
    if key.attribute.startswith("principal."):
        kind = vars(PrincipalAttributes)[key.attribute.removeprefix("principal.")]
        return inspect.getdoc(kind) or ""
    classes = [_CLASSES[one.__name__] for one in FindingFilter.__mro__ if one.__name__ in _CLASSES]
    (found,) = [one.attributes[key.attribute] for one in classes if key.attribute in one.members]
    return " ".join(found.docstring.value.split())


def _facts(key: FilterKey) -> Iterator[str]:
    inferred = [one for one in OPERATORS if one in key.operators - key.confirmed]
    confirmed = [one for one in OPERATORS if one in key.confirmed]
    yield f"**Attribute**: `FindingFilter().{key.attribute}`"
    yield f"**Values**: {_KINDS.get(key.kind) or _listed(key.values)}{_KEPT_OPEN.get(key.kind, '')}"
    for kind, alias in _NARROWER.get(key.name, {}).items():
        yield f"**Values with `for_{kind}()`**: {_listed(get_args(alias))}"
    in_use = [f"{_listed(confirmed)} in use"] if confirmed else []
    yield f"**Operators**: {'; '.join([*in_use, f'{_listed(inferred)} inferred'])}"
    yield f"**Analyzers**: {_analyzers(key)}"
    if refusing := sorted(OPERATIONS - key.operations):
        yield f"**Not taken by**: {_listed(refusing)}"
    yield f"**Behind `--where`**: `{example_of(key)}`"


def _analyzers(key: FilterKey) -> str:
    return ", ".join(sorted(key.analyzers))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
