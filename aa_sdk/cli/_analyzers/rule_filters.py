"""Archive rules in files: filters as mappings, or as texts in the manner of `--where`."""

from collections.abc import Iterable
from typing import Any, Final

from aa_sdk.cli._documents import is_list, is_mapping
from aa_sdk.cli._findings.choosing import FilterError, filter_of
from aa_sdk.errors import InvalidField

_NAMES: Final = {"rule_name", "ruleName", "name"}
_HOW: Final = (
    "must be a filter: a mapping as the service takes it, or texts such as resource~:role/own-"
)


def read_rules(given: Any, faults: list[InvalidField]) -> Any:
    """Read archive rules: filters by name, or a list as requests have it.

    Args:
        given: What stands in the file.
        faults: Where to add what is wrong.

    Returns:
        Filters and mappings by name; what was given, where it is neither list nor mapping.
    """
    path = "archive_rules"
    rules = _by_name(given, path, faults) if is_list(given) else given
    if not is_mapping(rules):
        return rules
    read = {name: _filter(rule, f"{path}[{name!r}]", faults) for name, rule in rules.items()}
    return {name: rule for name, rule in read.items() if rule is not None}


def _by_name(rules: Iterable[object], path: str, faults: list[InvalidField]) -> dict[str, object]:
    found: dict[str, object] = {}
    for index, rule in enumerate(rules):
        members = dict(rule) if is_mapping(rule) else {}
        criteria = members.pop("filter", None)
        names = [name for key, name in members.items() if key in _NAMES and isinstance(name, str)]
        place = f"{path}[{index}]"
        if criteria is None or len(names) != len(members) or len(names) != 1:
            faults.append(InvalidField(place, "must be a mapping of rule_name and filter"))
        elif names[0] in found:
            faults.append(InvalidField(place, f"is a second rule of the name {names[0]}"))
        else:
            found[names[0]] = criteria
    return found


def _filter(rule: object, path: str, faults: list[InvalidField]) -> object:
    """Return criteria; None where there are none, which is among the faults then."""
    if is_mapping(rule):
        return rule
    given = rule if is_list(rule) else [rule]
    texts = [text for text in given if isinstance(text, str)]
    if not texts or len(texts) < len(given):
        faults.append(InvalidField(path, _HOW))
        return None
    try:
        return filter_of(texts)
    except FilterError as error:
        faults.append(InvalidField(path, str(error)))
        return None
