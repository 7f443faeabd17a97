"""The assertion about validity: no finding that is too grave."""

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from aa_sdk._assertions.failures import Row, block_text, headline, source_rows
from aa_sdk._assertions.sources import Source, about
from aa_sdk._display.limits import MOST_ROWS
from aa_sdk._display.words import count_text, listed
from aa_sdk._words import did_you_mean
from aa_sdk.models.policy_validation import (
    PolicyType,
    ValidatePolicyFinding,
    ValidatePolicyFindingType,
    ValidatePolicyResourceType,
)
from aa_sdk.policy import ActionCatalogue, PolicyError, PolicyValidation, validate
from aa_sdk.policy._validation.table import CODES
from aa_sdk.policy._views.findings import path_text, summary

SEVERITIES: tuple[ValidatePolicyFindingType, ...] = (
    "ERROR",
    "SECURITY_WARNING",
    "WARNING",
    "SUGGESTION",
)
"""Types of findings, the gravest first."""
_MOST_CODES = 3
_KNOWN = CODES | {"JSON_SYNTAX_ERROR"}


def valid(
    document: str | Mapping[str, Any] | Path,
    policy_type: PolicyType,
    *,
    resource_type: ValidatePolicyResourceType | None,
    severity: ValidatePolicyFindingType,
    ignore: str | Sequence[str],
    catalogue: ActionCatalogue | None,
) -> PolicyValidation:
    """Assert that validation finds nothing of a severity, or graver."""
    __tracebackhide__ = True
    failing = _failing(severity)
    ignored = _ignored(ignore)
    source = Source("policy", document, document if isinstance(document, Path) else None)
    try:
        validation = validate(
            document, policy_type, resource_type=resource_type, catalogue=catalogue
        )
    except PolicyError as error:
        raise about(error, source) from error.__cause__
    grave = [
        one
        for one in validation.findings
        if one.finding_type in failing and one.issue_code not in ignored
    ]
    if grave:
        asked = f"valid as {' for '.join(filter(None, (policy_type, resource_type)))}"
        raise AssertionError(_failure_text(validation, grave, source, asked))
    return validation


def _failing(severity: str) -> tuple[str, ...]:
    __tracebackhide__ = True
    if severity not in SEVERITIES:
        hint = did_you_mean(severity, SEVERITIES) or f": it is one of {', '.join(SEVERITIES)}"
        raise ValueError(f"severity {severity!r} is not known{hint}")
    return SEVERITIES[: SEVERITIES.index(severity) + 1]


def _ignored(ignore: str | Sequence[str]) -> frozenset[str]:
    __tracebackhide__ = True
    codes = frozenset([ignore] if isinstance(ignore, str) else ignore)
    for code in sorted(codes - _KNOWN):
        raise ValueError(f"ignore: no finding has the code {code!r}{did_you_mean(code, _KNOWN)}")
    return codes


def _failure_text(
    validation: PolicyValidation, grave: list[ValidatePolicyFinding], source: Source, asked: str
) -> str:
    grave = sorted(grave, key=lambda one: SEVERITIES.index(one.finding_type))
    rows: list[Row] = [("asked", asked), *source_rows(source)]
    rows += chain.from_iterable(_rows(one, source) for one in grave[:MOST_ROWS])
    if len(grave) > MOST_ROWS:
        rows.append(("", f"… {len(grave) - MOST_ROWS:,} more"))
    rest = len(validation.findings) - len(grave)
    if rest:
        rows.append(("note", f"{count_text(rest, 'other finding')} would not fail it"))
    rows.append(("unchecked", listed(sorted(validation.not_checked), _MOST_CODES)))
    return block_text(headline(f"{{}} has {summary(grave)}", source), rows)


def _rows(finding: ValidatePolicyFinding, source: Source) -> list[Row]:
    """Say what was found: its code, its place, and in words."""
    first = finding.locations[0]
    start = first.span.start
    # The lines of a mapping are those of a text that nobody has seen.
    at = "" if isinstance(source.document, Mapping) else source.at(start.line, start.column + 1)
    name = finding.finding_type.replace("_", " ").lower()
    told = "  ".join(filter(None, (finding.issue_code, at, path_text(first))))
    return [(name, told), ("", finding.finding_details)]
