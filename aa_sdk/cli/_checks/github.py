"""Verdicts as workflow commands, which GitHub shows as annotations of a pull request."""

from collections import Counter
from collections.abc import Iterator, Mapping

from aa_sdk._display import escape
from aa_sdk.cli._checks.notices import Notice, gravest_first, shown_path
from aa_sdk.cli._checks.verdicts import Report

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_MOST_SHOWN = 10
# In a value of a property the first colon or comma would end it.
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = {**_DATA, ord(":"): "%3A", ord(","): "%2C"}


def as_commands(report: Report) -> Iterator[str]:
    """Write a line for each annotation, the gravest first, and one that sums up.

    Of each kind GitHub shows the first ten of a step. How many are in the log alone is said.

    Args:
        report: The verdicts.
    """
    notices = gravest_first(report)
    for notice in notices:
        properties = ",".join(
            f"{name}={escape(value).translate(_PROPERTY)}"
            for name, value in _properties(notice).items()
        )
        yield f"::{_COMMANDS[notice.level]} {properties}::{notice.text.translate(_DATA)}"
    counts = Counter(notice.level for notice in notices)
    more = sum(max(count - _MOST_SHOWN, 0) for count in counts.values())
    if more:
        yield f"GitHub shows {_MOST_SHOWN} annotations of a kind: {more:,} more are in this log"
    yield report.summary


def _properties(notice: Notice) -> Mapping[str, str]:
    verdict, place = notice.verdict, notice.place
    address = "" if verdict.address is None else f": {verdict.address}"
    told = {"title": f"{notice.rule}{address}"}
    if verdict.path == "stdin":
        return told
    told = {"file": shown_path(verdict.path), **told}
    if place is None:
        return told
    told |= {"line": str(place.line), "endLine": str(place.end_line)}
    if place.line == place.end_line:  # columns count within one line alone
        told |= {"col": str(place.column), "endColumn": str(place.end_column)}
    return told
