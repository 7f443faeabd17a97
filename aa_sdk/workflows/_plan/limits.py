"""What names, types and tags of analyzers may be."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from aa_sdk._words import did_you_mean, got
from aa_sdk.errors import InvalidField
from aa_sdk.models import AnalyzerType

MOST_TAGS: Final = 50
"""How many tags an analyzer has at most, those of AWS aside."""
TYPES: Final[tuple[str, ...]] = get_args(get_args(AnalyzerType)[0])
"""The types of analyzers."""

_SIGNS = "letters from A to Z, digits, and the signs _ . -"
_LONGEST_NAME = 255
_LONGEST_KEY = 128
_LONGEST_VALUE = 256


def kind_of(analyzer_type: str) -> str:
    """Return what analyzers of a type look for: `external`, `internal` or `unused` access."""
    _, _, kind = analyzer_type.partition("_")
    return kind.partition("_")[0].lower() or "external"


def is_single(analyzer_type: str) -> bool:
    """Tell whether there can be one analyzer of a type only, in an account and Region."""
    return analyzer_type.startswith("ACCOUNT") or analyzer_type == "ORGANIZATION_INTERNAL_ACCESS"


def is_reserved(key: str) -> bool:
    """Tell whether a tag is one of those that only AWS can give and take."""
    return key.lower().startswith("aws:")


def type_fault(given: object) -> str | None:
    """Say that there is no such type of analyzers, and which was meant; None where there is."""
    if isinstance(given, str) and given in TYPES:
        return None
    hint = did_you_mean(given, TYPES) if isinstance(given, str) else got(given)
    return f"must be one of {', '.join(TYPES)}{hint}"


def name_fault(name: object) -> str | None:
    """Say what is wrong with the name of an analyzer; None where nothing is."""
    return _name_fault(name, "[A-Za-z_]", "a letter or _ first")


def rule_name_fault(name: object) -> str | None:
    """Say what is wrong with the name of an archive rule; None where nothing is."""
    return _name_fault(name, "[A-Za-z]", "a letter first")


def _name_fault(name: object, first: str, told: str) -> str | None:
    if isinstance(name, str) and name.startswith("arn:"):
        return "is an ARN: pass its last part"
    form = rf"{first}[A-Za-z0-9_.-]{{0,{_LONGEST_NAME - 1}}}"
    if isinstance(name, str) and re.fullmatch(form, name):
        return None
    return f"must be 1 to {_LONGEST_NAME} {_SIGNS}, {told}"


def own_tag_faults(tags: Mapping[Any, object]) -> Iterator[InvalidField]:
    """Find what an analyzer cannot have among its tags.

    Args:
        tags: What was given as tags.

    Yields:
        Every wrong place.
    """
    if len(tags) > MOST_TAGS:
        yield InvalidField("tags", f"at most {MOST_TAGS} tags, not {len(tags)}")
    for key in tags:
        if is_reserved(str(key)):
            reason = "keys that begin with aws: belong to AWS: leave it out"
            yield InvalidField(f"tags[{key!r}]", reason)
    yield from tag_faults(tags)


def tag_faults(tags: Mapping[Any, object]) -> Iterator[InvalidField]:
    """Find what no tag can be.

    Args:
        tags: What was given as tags.

    Yields:
        Every wrong place.
    """
    for key, value in tags.items():
        path = f"tags[{key!r}]"
        if not _is_text(key, _LONGEST_KEY) or not key:
            yield InvalidField(path, f"the key must be text of 1 to {_LONGEST_KEY} characters", key)
        if not _is_text(value, _LONGEST_VALUE):
            reason = f"the value must be text of at most {_LONGEST_VALUE} characters"
            yield InvalidField(path, reason, value)


def _is_text(value: object, longest: int) -> bool:
    """Tell whether a value is text that can be sent: half a character cannot."""
    if not isinstance(value, str) or len(value) > longest:
        return False
    return not re.search(r"[\ud800-\udfff]", value)
