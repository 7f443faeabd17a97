"""What analyzers are to be, read from a file."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from aa_sdk._words import did_you_mean, got
from aa_sdk.cli._analyzers.rule_filters import read_rules
from aa_sdk.cli._documents import is_list, is_mapping, name_of, read_document
from aa_sdk.cli.running import CommandError
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.workflows import AnalyzerSpec
from aa_sdk.workflows._plan.limits import is_single

_LIST: Final = "analyzers"
_PARAMETERS: Final = {
    "name": "name",
    "analyzer_name": "name",
    "analyzerName": "name",
    "type": "type",
    "configuration": "configuration",
    "archive_rules": "archive_rules",
    "archiveRules": "archive_rules",
    "tags": "tags",
}
"""The parameters of a specification, by what they may be called in a file."""


def read_specs(source: str) -> list[AnalyzerSpec]:
    """Read the specifications of a file: one, a list, or a list under the key `analyzers`.

    Args:
        source: The file, in JSON, YAML or TOML; `-` for stdin.

    Raises:
        CommandError: It cannot be read, or holds something else; every wrong place is named.
    """
    entries = _entries(read_document(source))
    faults: list[str] = []
    specs: list[AnalyzerSpec] = []
    for number, entry in enumerate(entries, 1):
        try:
            specs.append(_spec(entry))
        except InvalidRequestError as error:
            place = _place(entry, number) if len(entries) > 1 else ""
            faults += [place + _told(field) for field in error.fields]
    faults += [] if faults else _clashes(specs)
    if not entries:
        faults = ["no analyzer in it: give it a name and a type, as in name: audit, type: ACCOUNT"]
    if faults:
        raise CommandError(f"{name_of(source)}: {'; '.join(faults)}")
    return specs


def _entries(document: object) -> Sequence[object]:
    if is_mapping(document) and [*document] == [_LIST]:
        document = document[_LIST]
    if is_list(document):
        return document
    return [] if document is None or document == {} else [document]


def _spec(entry: object) -> AnalyzerSpec:
    """Make a specification.

    Raises:
        InvalidRequestError: It is none.
    """
    if not is_mapping(entry):
        reason = f"must be a mapping with a name and a type{got(entry)}"
        raise InvalidRequestError(InvalidField("analyzer", reason, entry))
    given: dict[str, Any] = {}
    faults: list[InvalidField] = []
    for key, value in entry.items():
        parameter = _PARAMETERS.get(key) if isinstance(key, str) else None
        if parameter is None:
            near = did_you_mean(str(key), _PARAMETERS)
            faults.append(InvalidField(str(key), f"is no part of an analyzer{near or _KNOWN}"))
        elif parameter in given:
            faults.append(InvalidField(str(key), "stands there under two names: leave one out"))
        else:
            given[parameter] = value
    given["archive_rules"] = read_rules(given.get("archive_rules"), faults)
    if missing := [name for name in ("name", "type") if name not in given]:
        raise InvalidRequestError(*faults, *(InvalidField(one, "is missing") for one in missing))
    try:
        spec = AnalyzerSpec(**given)
    except InvalidRequestError as error:
        raise InvalidRequestError(*faults, *error.fields) from error
    if faults:
        raise InvalidRequestError(*faults)
    return spec


_KNOWN: Final = f": there are {', '.join(dict.fromkeys(_PARAMETERS.values()))}"


def _place(entry: object, number: int) -> str:
    """Say which of several analyzers is meant."""
    name = entry.get("name") if is_mapping(entry) else None
    return f"analyzer {name if isinstance(name, str) else number}: "


def _told(field: InvalidField) -> str:
    """Say what is wrong in a place, and the way out where the form of the file is to blame."""
    is_other = isinstance(field.value, int | float | date)
    way_out = ": put it in quotes" if is_other and "text" in field.reason else ""
    return f"{field}{way_out}"


def _clashes(specs: Sequence[AnalyzerSpec]) -> Iterator[str]:
    """Find analyzers that cannot be there together."""
    names, types = dict[str, AnalyzerSpec](), dict[str, AnalyzerSpec]()
    for spec in specs:
        if names.setdefault(spec.name, spec) is not spec:
            yield f"analyzer {spec.name} is there twice"
        elif is_single(spec.type) and (first := types.setdefault(spec.type, spec)) is not spec:
            yield (
                f"{first.name} and {spec.name} are both of type {spec.type}, and there can be one "
                "in an account and Region"
            )
