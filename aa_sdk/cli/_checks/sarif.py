"""Verdicts as SARIF 2.1.0, which code scanning takes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from aa_sdk._display.words import count_text
from aa_sdk._version import __version__
from aa_sdk.cli._checks.notices import Notice, gravest_first, shown_path
from aa_sdk.cli._checks.rules import DOCS, rules_of
from aa_sdk.cli._checks.verdicts import OPEN, Report, State

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_MOST_RESULTS = 25_000  # of a run with more, code scanning takes none
_ASIDES = frozenset[State]({"new", "skipped"})
_FINGERPRINT = "policyStatement/v1"


def as_sarif(report: Report) -> dict[str, Any]:
    """Return a log of one run, with as many results as code scanning takes, the gravest first.

    What is open is a result of the level `error`: the kinds `open` and `review`, which mean just
    that, have to have the level `none`, and what has that raises no alert, as if it had passed.

    Args:
        report: The verdicts.
    """
    notices = gravest_first(report)
    asides = [one for one in notices if one.verdict.state in _ASIDES]
    results = [one for one in notices if one.verdict.state not in _ASIDES]
    told = results[:_MOST_RESULTS]
    rules = rules_of(told)
    run = {
        "tool": {
            "driver": {
                "name": "aa-sdk",
                "version": __version__,
                "informationUri": DOCS,
                "rules": list(rules.values()),
            }
        },
        # Ours count characters; what is not said counts units of UTF-16.
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, asides, len(results) - len(told))],
        "results": _results(told, list(rules)),
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def warnings_of(log: Mapping[str, Any]) -> Sequence[str]:
    """Return what a log says of itself that its reader has to know.

    Args:
        log: The log.
    """
    (invocation,) = log["runs"][0]["invocations"]
    notes = invocation.get("toolExecutionNotifications", ())
    return [one["message"]["text"] for one in notes if one["level"] == "warning"]


def _invocation(report: Report, asides: Sequence[Notice], left_out: int) -> dict[str, Any]:
    notes: list[dict[str, Any]] = [
        {"level": "note", "message": {"text": _plain(one.text)}, "locations": [_location(one)]}
        for one in asides
    ]
    if left_out:
        count = count_text(left_out, "result is", "results are")
        told = f"{count} left out of the SARIF: code scanning takes {_MOST_RESULTS:,}"
        notes.append({"level": "warning", "message": {"text": told}})
    return {
        "executionSuccessful": not any(one.state in OPEN for one in report.verdicts),
        "exitCode": report.code,
        **({"toolExecutionNotifications": notes} if notes else {}),
    }


def _results(notices: Sequence[Notice], rules: Sequence[str]) -> list[dict[str, Any]]:
    index = {rule: place for place, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    results: list[dict[str, Any]] = []
    for one in notices:
        key = _fingerprint(one)
        seen[key] += 1
        results.append(
            {
                "ruleId": one.rule,
                "ruleIndex": index[one.rule],
                "level": one.level,
                "message": {"text": _plain(one.text)},
                "locations": [_location(one)],
                "partialFingerprints": {_FINGERPRINT: f"{key}:{seen[key]}"},
                "properties": {"policy": one.verdict.name, "outcome": one.verdict.state},
            }
        )
    return results


def _plain(text: str) -> str:
    """Return a text without links: a name that looks like one is none."""
    return text.replace("](", "] (")


def _fingerprint(notice: Notice) -> str:
    """Return what stays as long as the statement is the same, wherever in the file it stands."""
    verdict = notice.verdict
    path = shown_path(verdict.path)
    parts = "\0".join((path, verdict.address or "", notice.rule, notice.identity))
    return sha256(parts.encode(errors="surrogatepass")).hexdigest()[:16]


def _location(notice: Notice) -> dict[str, Any]:
    verdict, place = notice.verdict, notice.place
    # Code scanning shows no result without a line.
    region = {"startLine": 1}
    if place is not None:
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(verdict.path), "region": region}
    }
    if verdict.address is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": verdict.address, "kind": "resource"}]
    return location


def _artifact(path: str) -> dict[str, str]:
    """Return where a file is: from the root of the sources, unless it lies elsewhere."""
    if path == "stdin":
        return {"uri": "stdin"}
    shown = shown_path(path)
    uri = quote(_encoded(shown))
    if PurePath(shown).is_absolute():
        return {"uri": f"file://{'' if uri.startswith('/') else '/'}{uri}"}
    return {"uri": uri, "uriBaseId": _ROOT}


def _encoded(path: str) -> bytes:
    try:
        return path.encode(errors="surrogateescape")  # the bytes that the file system has
    except UnicodeEncodeError:
        return path.encode(errors="surrogatepass")
