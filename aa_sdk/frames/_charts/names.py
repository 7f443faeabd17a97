"""Names of resources, accounts and services, fit to stand in a chart."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from unicodedata import east_asian_width

from aa_sdk._display.text import escape
from aa_sdk._display.words import shorten

AXIS_LENGTH = 25
"""The most characters that have room beside bars."""
RESOURCE_LENGTH = 31
"""The most characters of a resource that have room beside what leaves more."""
_TOOLTIP_LENGTH = 100
_NAMED = 5
_ARN_PARTS = 6
_KIND = re.compile(r"[a-z-]+[:/]")


def shown(text: str, most: int = _TOOLTIP_LENGTH) -> str:
    """Shorten a text in its middle, and escape what cannot be seen."""
    # What nobody will see is not escaped first: a name can be of any length.
    return shorten(escape(shorten(text, 2 * most)), most)


def short_resource(arn: str) -> str:
    """Return `role/media-exports-1164` or `sqs audit-events-1530` for an ARN; other text stays."""
    parts = arn.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS or parts[0] != "arn":
        return arn
    service, resource = parts[2], parts[5]
    says_its_kind = service != "s3" and _KIND.match(resource)
    return resource if says_its_kind else f"{service} {resource}"


def distinct(
    names: Iterable[str], form: Callable[[str], str], most: int = AXIS_LENGTH
) -> Mapping[str, str]:
    """Give each name a short form that no other one has.

    Args:
        names: The names.
        form: Makes a name shorter by what it is the name of.
        most: The most characters of a short form.
    """
    given: dict[str, str] = {}
    taken = set[str]()
    for name in names:
        short = _fitted(form(name), most)
        number = 1
        while short in taken:
            number += 1
            mark = f" #{number}"
            short = _fitted(form(name), most - len(mark)) + mark
        taken.add(short)
        given[name] = short
    return given


def _fitted(text: str, most: int) -> str:
    """Shorten a text to the room that so many small letters have."""
    lengths = range(most, 0, -1)
    fitting = (shown(text, length) for length in lengths)
    return next((short for short in fitting if sum(map(_width, short)) <= most), "…")


def _width(character: str) -> float:
    """Estimate how many small letters a character is as wide as."""
    if east_asian_width(character) in {"W", "F"}:
        return 2
    if character in "WM@%mw":
        return 1.8
    if character in "fijlrtI .,:;-/()[]|":
        return 0.6
    return 1.3 if character.isupper() else 1.1


def some(names: Collection[str]) -> str:
    """Name the first few, and count the rest: `a, b and 7 more`."""
    rest = len(names) - _NAMED
    named = ", ".join(shown(name) for name, _ in zip(names, range(_NAMED), strict=False))
    return f"{named} and {rest:,} more" if rest > 0 else named
