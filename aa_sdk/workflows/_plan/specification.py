"""What an analyzer is to be, checked as soon as it is written down."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from aa_sdk._display import json_text
from aa_sdk._display.layout import Card, Content, Face, Span
from aa_sdk._display.limits import MOST_ROWS
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import listed
from aa_sdk._words import got
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters import FILTER_KEYS, FindingFilter, check_criteria
from aa_sdk.models import (
    AnalyzerConfiguration,
    AnalyzerConfigurationDict,
    AnalyzerType,
    FilterCriteria,
)
from aa_sdk.workflows._plan.configuration_lines import configuration_lines, word
from aa_sdk.workflows._plan.configurations import configuration_faults, read_configuration
from aa_sdk.workflows._plan.limits import (
    kind_of,
    name_fault,
    own_tag_faults,
    rule_name_fault,
    type_fault,
)

_NO_RULE = "asks nothing, and would archive every finding: give it a key to ask for"


@dataclass(frozen=True, init=False, repr=False)
class AnalyzerSpec(Shown):
    """What an analyzer is to be: the whole of what `ensure_analyzer` sees to.

    ```python
    AnalyzerSpec(
        "audit",
        "ACCOUNT",
        archive_rules={"own-roles": FindingFilter().resource.contains(":role/own-")},
        tags={"team": "security"},
    )
    ```

    It never changes; `dataclasses.replace` makes one that differs.
    """

    name: str
    """Name of the analyzer."""
    type: AnalyzerType
    """Scope and kind."""
    configuration: AnalyzerConfiguration | None
    """How it is set up. What is None here, or anywhere in it, is left as it is."""
    archive_rules: Mapping[str, FindingFilter]
    """Its archive rules by name."""
    tags: Mapping[str, str]
    """Its tags."""

    def __init__(
        self,
        name: str,
        type: AnalyzerType,
        configuration: AnalyzerConfiguration | AnalyzerConfigurationDict | None = None,
        archive_rules: Mapping[str, FilterCriteria] | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Write down what an analyzer is to be.

        Args:
            name: Its name: 1 to 255 letters, digits, `_`, `.` and `-`, a letter or `_` first.
            type: Scope and kind.
            configuration: How it is set up; must fit `type`. What is left out of it, the age of
                unused access or the analysis rule, is left as it is. Default: all of it is.
            archive_rules: Filters by the names of the rules, as `FindingFilter` or as mapping.
                Default: none.
            tags: Key (1 to 128 characters, not `aws:…`) to value (0 to 256), at most 50. Default:
                none.

        Raises:
            InvalidRequestError: Something breaks a rule that is known; all such places are named.
        """
        faults: list[InvalidField] = []
        if fault := name_fault(name):
            faults.append(InvalidField("name", fault, name))
        if fault := type_fault(type):
            faults.append(InvalidField("type", fault, type))
        kind = None if fault else kind_of(type)
        read, found = read_configuration(configuration)
        faults += found or configuration_faults(read, type) if kind else found
        rules = _rules(archive_rules, kind, faults)
        kept = _tags(tags, faults)
        if faults:
            raise InvalidRequestError(*faults)
        values: dict[str, Any] = {
            "name": name,
            "type": type,
            "configuration": read,
            "archive_rules": MappingProxyType(rules),
            "tags": MappingProxyType(kept),
        }
        for field, value in values.items():
            object.__setattr__(self, field, value)

    def __repr__(self) -> str:
        given: dict[str, Any] = {
            "configuration": self.configuration,
            "archive_rules": {**self.archive_rules},
            "tags": {**self.tags},
        }
        more = "".join(f", {name}={value!r}" for name, value in given.items() if value)
        return f"AnalyzerSpec({self.name!r}, {self.type!r}{more})"

    def __str__(self) -> str:
        return self._as_text()

    def _face(self) -> Face:
        rules = [f"{name}: {rule}" for name, rule in self.archive_rules.items()]
        tags = listed(
            (f"{word(key)}={json_text(tag)}" for key, tag in self.tags.items()), MOST_ROWS
        )
        settings = [*configuration_lines(None, self.configuration)]
        rows: list[tuple[str, Content]] = [
            *_rows("configuration", [line.removeprefix("+ ") for line in settings]),
            *_rows("archive rules", rules),
            *[("tags", tags)] * bool(tags),
        ]
        return [Card([Span("analyzer"), Span(self.name)], rows, badge=Span(self.type, "badge"))]

    def __hash__(self) -> int:
        rules, tags = frozenset(self.archive_rules.items()), frozenset(self.tags.items())
        return hash((self.name, self.type, self.configuration, rules, tags))

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "archive_rules": {**self.archive_rules}, "tags": {**self.tags}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for field, value in state.items():
            is_mapping = field in ("archive_rules", "tags")
            object.__setattr__(self, field, MappingProxyType(value) if is_mapping else value)


def _rows(name: str, texts: list[str]) -> Iterator[tuple[str, Content]]:
    """Name the first of some texts, one below the other."""
    more = len(texts) - MOST_ROWS
    for n, text in enumerate([*texts[:MOST_ROWS], *[f"… {more:,} more"] * (more > 0)]):
        yield "" if n else name, text


def _rules(given: object, kind: str | None, faults: list[InvalidField]) -> dict[str, FindingFilter]:
    rules: dict[str, FindingFilter] = {}
    for name, criteria in _entries("archive_rules", given, faults):
        path = f"archive_rules[{name!r}]"
        if fault := rule_name_fault(name):
            faults.append(InvalidField(path, f"the name {fault}", name))
        try:
            rule = FindingFilter.from_criteria(criteria)
        except InvalidRequestError as error:
            faults += [
                InvalidField(path + field.path.removeprefix("filter"), field.reason, field.value)
                for field in error.fields
            ]
        else:
            faults += _rule_faults(rule, kind, path)
            rules[cast("str", name)] = rule
    return rules


def _rule_faults(rule: FindingFilter, kind: str | None, path: str) -> Iterator[InvalidField]:
    criteria = rule.to_criteria()
    wrong = check_criteria(criteria, "CreateArchiveRule", path)
    yield from wrong
    told = {field.path for field in wrong}
    for key in criteria:
        known = FILTER_KEYS.get(key)
        is_other = known is not None and kind is not None and kind not in known.analyzers
        if is_other and f"{path}.{key}" not in told:
            yield InvalidField(f"{path}.{key}", f"findings of {kind} access do not have this key")
    if rule == FindingFilter():
        yield InvalidField(path, _NO_RULE)


def _tags(given: object, faults: list[InvalidField]) -> dict[str, str]:
    tags = dict(_entries("tags", given, faults))
    faults += own_tag_faults(tags)
    return cast("dict[str, str]", tags)


def _entries(path: str, given: Any, faults: list[InvalidField]) -> Iterable[tuple[Any, Any]]:
    if given is None or _is_mapping(given):
        entries: Mapping[Any, Any] = {} if given is None else given
        return entries.items()
    faults.append(InvalidField(path, f"must be a mapping{got(given)}", given))
    return ()


def _is_mapping(given: object) -> bool:
    return isinstance(given, Mapping)
