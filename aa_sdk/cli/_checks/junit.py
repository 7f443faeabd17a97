"""Verdicts as JUnit XML, which GitLab, Jenkins and others show as tests."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from aa_sdk._display import escape
from aa_sdk.cli._checks.notices import notices_of, shown_path
from aa_sdk.cli._checks.verdicts import OPEN, Report, Verdict

# What is left of characters that XML has no way to write, once hidden ones are escaped.
_ILLEGAL = re.compile("[\ufffe\uffff]")

_SKIPPED = ("new", "skipped")


def as_junit(report: Report) -> str:
    """Write a suite for each question, and a case for each policy.

    Args:
        report: The verdicts.

    Returns:
        The document in ASCII, so that it says the same in every encoding.
    """
    by_check: dict[str, list[Verdict]] = {}
    for verdict in report.verdicts:
        by_check.setdefault(verdict.check, []).append(verdict)
    root = ET.Element("testsuites", _counts("aa-sdk check", report.verdicts))
    for check, verdicts in by_check.items():
        skipped = sum(one.state in _SKIPPED for one in verdicts)
        suite = ET.SubElement(root, "testsuite", _counts(check, verdicts), skipped=str(skipped))
        for verdict in verdicts:
            _add_case(suite, verdict)
    ET.indent(root)
    told: bytes = ET.tostring(root, encoding="us-ascii", xml_declaration=True)
    return f"{told.decode('ascii')}\n"


def _counts(name: str, verdicts: Sequence[Verdict]) -> dict[str, str]:
    states = [one.state for one in verdicts]
    return {
        "name": name,
        "tests": str(len(states)),
        "failures": str(states.count("fail")),
        "errors": str(sum(one in OPEN for one in states)),
        "time": "0",
    }


def _add_case(suite: ET.Element, verdict: Verdict) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": verdict.check,
            "name": _legal(verdict.name),
            "file": _legal(shown_path(verdict.path)),
            "time": "0",
        },
    )
    message = _legal(verdict.message)
    if verdict.state in _SKIPPED:
        ET.SubElement(case, "skipped", {"message": message})
    elif verdict.state == "fail":
        failure = ET.SubElement(case, "failure", {"message": message, "type": verdict.check})
        failure.text = _details(verdict)
    elif verdict.state in OPEN:
        error = ET.SubElement(case, "error", {"message": message, "type": verdict.state})
        error.text = _details(verdict)
    elif verdict.issues:
        ET.SubElement(case, "system-out").text = _details(verdict)


def _details(verdict: Verdict) -> str:
    """Say what is to be pointed at, and where."""
    parts = [
        (f"{verdict.path}:{one.place.line}:{one.place.column}: " if one.place else "", one)
        for one in notices_of(verdict)
    ]
    told = (
        f"{_legal(where)}{one.rule}: {line}" if n == 0 else f"  {line}"
        for where, one in parts
        for n, line in enumerate(one.lines)
    )
    return "\n".join(_ILLEGAL.sub(_backslashed, line) for line in told)


def _legal(text: str) -> str:
    return _ILLEGAL.sub(_backslashed, escape(text))


def _backslashed(character: re.Match[str]) -> str:
    return character[0].encode("unicode_escape").decode("ascii")
