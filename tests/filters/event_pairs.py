"""Random filters and events: what the patterns of one pass of the other, and what it matches."""

import collections
import random
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, cast

from aa_sdk.emulator import Emulator
from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FILTER_KEYS, FindingFilter
from aa_sdk.models import Criterion
from tests.emulator.direct_calls import Direct
from tests.filters import bus
from tests.filters.test_events import EXTERNAL, EXTERNAL_ERROR, INTERNAL, UNUSED, event

Detail = dict[str, Any]

TEXTS = (
    "ACTIVE",
    "ARCHIVED",
    "arn:aws:s3:::prod-data",
    "arn:aws:s3:::dev-data",
    "*",
    "**",
    "a*b",
    "\\",
    "\\*",
    "a\\b*c\\\\d",
    'say "hi"',
    "é*日本語",
    "\u2028\x00\t",
    "",
    " ",
    "a.b",
    "true",
    "false",
    "3",
    "null",
    "{}",
    "x" * 400,
)
TYPES = ("ExternalAccess", "InternalAccess", "UnusedIAMRole", "UnusedPermission", "UnusedByNobody")
CONDITIONS = ("aws:SourceVpc", "accounts.google.com:aud", "aws:PrincipalOrgID", "x:Own")
KINDS = (
    ("Access Analyzer Finding", EXTERNAL),
    ("Access Analyzer Finding", EXTERNAL_ERROR),
    ("Internal Access Finding", INTERNAL),
    ("Unused Access Finding for IAM entities", UNUSED),
)
UNDOCUMENTED = ("isDeleted", "numberOfUnusedServices", "previousStatus", "region", "action")
UNKNOWN = ("note", "any.thing")
# Where each documented key stands, if not under its own name.
MEMBERS = {
    "resourceOwnerAccount": "accountId",
    "resourceControlPolicyRestriction": "resourceControlPolicyRestrictionType",
    "serviceControlPolicyRestriction": "serviceControlPolicyRestrictionType",
}
# What no event of a family is without; `matches` reads it as another family's where it is missing.
ALWAYS = {"isDeleted", "findingType"}


class Difference(NamedTuple):
    """A pair that pattern and filter decide differently."""

    seed: int
    finding_filter: FindingFilter
    event: Mapping[str, Any]


def examine(seed: int) -> tuple[str, Difference | None]:
    """Decide a random pair both ways, and say what came out, and how they differ if they do."""
    chance = random.Random(seed)  # noqa: S311 (no secrets)
    happened = random_event(chance)
    finding_filter = random_filter(chance, happened["detail"])
    expected = bus.matches(finding_filter, happened)
    try:
        patterns = finding_filter.to_event_patterns()
    except InvalidRequestError as error:
        if not all("can match" in field.reason for field in error.fields):
            return "refused", None
        patterns = ()
    differs = bus.passing(patterns, happened) != expected
    outcome = "matched" if expected else "not matched"
    return outcome, Difference(seed, finding_filter, happened) if differs else None


def examine_many(seeds: Iterable[int]) -> tuple[collections.Counter[str], list[Difference]]:
    """Examine pairs, count what came out, and keep the differences."""
    outcomes: collections.Counter[str] = collections.Counter()
    differences = list[Difference]()
    for seed in seeds:
        outcome, difference = examine(seed)
        outcomes[outcome] += 1
        if difference:
            differences.append(difference)
    return outcomes, differences


@cache
def emulated() -> list[dict[str, Any]]:
    """Events about findings as the emulator makes them, of every family and status."""
    direct = Direct(Emulator())
    analyzers = direct.emulator.populate(findings=240, seed=7).analyzers.values()
    for arn in analyzers:
        findings = direct.every("ListFindingsV2", "findings", analyzerArn=arn)
        for number, finding in enumerate(findings):
            control = direct.emulator
            (control.delete_finding if number % 2 else control.resolve_finding)(finding["id"])
    return [dict(happened) for happened in direct.emulator.events]


def random_event(chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.2:
        return chance.choice(emulated())
    name, detail = chance.choice(KINDS)
    changed = {member: _changed(chance, member, value) for member, value in detail.items()}
    left = {m: v for m, v in changed.items() if m in ALWAYS or chance.random() < 0.95}
    if name != KINDS[-1][0] and chance.random() < 0.4:
        left["error"] = chance.choice(("ACCESS_DENIED", chance.choice(TEXTS)))
    if name == KINDS[0][0] and chance.random() < 0.5:
        left["resourceControlPolicyRestrictionType"] = chance.choice(("APPLIED", "NOT_APPLICABLE"))
    if chance.random() < 0.2:
        left |= {"note": chance.choice(TEXTS), "any": {"thing": chance.choice(TEXTS)}}
    return event(name, left)


def random_filter(chance: random.Random, detail: Detail) -> FindingFilter:
    found = FindingFilter()
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        key = _key(chance, detail)
        for _ in range(chance.choice((1, 1, 1, 1, 2, 3))):
            found = _asking(chance, found, key, _value(key, detail))
    return found


def _changed(chance: random.Random, member: str, value: Any) -> Any:
    if isinstance(value, bool):
        return chance.random() < 0.5
    if isinstance(value, int):
        return chance.randrange(5)
    if isinstance(value, list):
        return [chance.choice(TEXTS) for _ in range(chance.randrange(1, 4))]
    if isinstance(value, dict):
        names = ("AWS", "Federated", "Service") if member == "principal" else CONDITIONS
        return {n: chance.choice(TEXTS) for n in names if chance.random() < 0.5}
    if member == "findingType":
        own = [one for one in TYPES if one.startswith(value[:6])]
        return chance.choice([value, *own])
    return chance.choice((value, chance.choice(TEXTS)))


def _key(chance: random.Random, detail: Detail) -> str:
    """Return a key, of those that the event has more often than not."""
    pool = [*FILTER_KEYS, "condition.x:Own", "principal.Service", *UNDOCUMENTED, *UNKNOWN]
    if chance.random() < 0.8:
        pool = [key for key in pool if _value(key, detail) is not None] or pool
    key = chance.choice(pool)
    wrong_case = key.startswith("condition.aws:") and chance.random() < 0.2
    return f"condition.{key.partition('.')[2].swapcase()}" if wrong_case else key


def _value(key: str, detail: Detail) -> Any:
    """Return what an event has under a key; None for nothing."""
    if key == "id":
        return detail.get("id", detail.get("findingId"))
    if key == "findingType":
        return detail.get(key, "ExternalAccess")
    root, _, entry = key.partition(".")
    if entry:
        holder = detail.get(root, {})
        return holder.get(entry, holder.get(entry.swapcase()))
    return detail.get(MEMBERS.get(key, key))


def _asking(chance: random.Random, found: FindingFilter, key: str, value: Any) -> FindingFilter:
    operator = chance.choice(("eq", "eq", "neq", "neq", "contains", "contains", "exists"))
    if operator == "exists":
        given = Criterion(exists=chance.random() < (0.5 if value is None else 0.85))
    else:
        likely = {"eq": 0.75, "contains": 0.75, "neq": 0.2}[operator]
        wanted = [chance.choice((*TEXTS, *TYPES)) for _ in range(chance.randrange(4))]
        if value is not None and chance.random() < likely:
            wanted.append(_text(chance, value))
        if operator == "contains":
            wanted = [_part(chance, text) for text in wanted]
        chance.shuffle(wanted)
        given = Criterion.model_validate({operator: wanted})
    try:
        return found.with_criterion(key, given)
    except InvalidRequestError:  # it asks for the opposite already
        return found


def _text(chance: random.Random, value: Any) -> str:
    if isinstance(value, list):
        texts = cast("list[str]", value)
        return chance.choice(texts) if texts else ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _part(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text) + 1)
    return text[start : start + chance.randrange(1, 12)] or text
