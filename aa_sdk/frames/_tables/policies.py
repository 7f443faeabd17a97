"""What is said of policies as rows: findings of validation, and reasons of checks."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from aa_sdk.frames._sources import is_many
from aa_sdk.frames._tables.building import Source, layout
from aa_sdk.frames._tables.columns import Column, Values
from aa_sdk.frames._tables.extras import extra_of, in_full
from aa_sdk.frames._tables.nouns import Field, derived, field, json_field, noun
from aa_sdk.models import (
    CheckAccessNotGrantedResponse,
    CheckNoNewAccessResponse,
    CheckNoPublicAccessResponse,
    PathIndex,
    PathKey,
    PathValue,
    Position,
    ReasonSummary,
    Substring,
    ValidatePolicyFinding,
    ValidatePolicyResponse,
)
from aa_sdk.policy import PolicyCheck, PolicyValidation


def _place(end: str, name: str) -> Field:
    """Make a column of where the first of a finding's places starts or ends."""

    def read(finding: ValidatePolicyFinding) -> int | None:
        if not finding.locations:
            return None
        position: Position = getattr(finding.locations[0].span, end)
        number: int = getattr(position, name)
        return number

    return derived(f"{end}_{name}", "number", read)


def _path(finding: ValidatePolicyFinding) -> str | None:
    """Write the first place as one would in a program: `Statement[0].Action`."""
    if not finding.locations:
        return None
    return "".join(map(_step, finding.locations[0].path)).removeprefix(".")


def _step(step: object) -> str:
    match step:
        case PathIndex(index=index):
            return f"[{index}]"
        case PathKey(key=name) | PathValue(value=name):
            return f".{name}"
        case Substring(start=start, length=length):
            return f"[{start}:{start + length}]"
        case _:
            return ".?"


VALIDATION_FINDINGS: Final = noun(
    "validation findings",
    Source(
        "findings of ValidatePolicy, pages of them, or what aa_sdk.policy.validate returned",
        (ValidatePolicyFinding,),
        {ValidatePolicyResponse: "findings", PolicyValidation: "findings"},
    ),
    field("finding_type", "text", "findingType"),
    field("issue_code", "text", "issueCode"),
    field("finding_details", "text", "findingDetails"),
    derived("path", "text", _path),
    *(_place(end, name) for end in ("start", "end") for name in ("line", "column", "offset")),
    json_field("locations", "locations"),
    field("learn_more_link", "text", "learnMoreLink"),
)

_CHECKS = (
    CheckAccessNotGrantedResponse,
    CheckNoNewAccessResponse,
    CheckNoPublicAccessResponse,
    PolicyCheck,
)
_HELD_REASON = {"description": in_full, "statementIndex": in_full, "statementId": in_full}


class ReasonRow(NamedTuple):
    """A reason, and the check that gave it."""

    check: Any
    """The check; None for a reason that was given by itself."""
    reason: ReasonSummary
    """The reason."""


def reason_rows(source: object) -> Iterator[ReasonRow]:
    """Go through the reasons of checks, or through reasons themselves.

    Raises:
        TypeError: There is something else in it.
    """
    if isinstance(source, ReasonSummary):
        yield ReasonRow(None, source)
    elif isinstance(source, _CHECKS):
        for reason in source.reasons:
            yield ReasonRow(source, reason)
    elif is_many(source):
        for item in source:
            yield from reason_rows(item)
    else:
        raise TypeError(
            f"{type(source).__name__} has no reasons: pass what a check returned, the client's or "
            "one of aa_sdk.policy, or its reasons"
        )


def _reasons(rows: Sequence[ReasonRow]) -> list[Values]:
    checks = [row.check for row in rows]
    reasons = [row.reason for row in rows]
    return [
        [None if check is None else check.result for check in checks],
        [None if check is None else check.message for check in checks],
        [reason.description for reason in reasons],
        [reason.statement_index for reason in reasons],
        [reason.statement_id for reason in reasons],
        [extra_of(reason, _HELD_REASON) for reason in reasons],
    ]


CHECK_REASONS: Final = layout(
    "check reasons",
    (
        Column("result", "text"),
        Column("message", "text"),
        Column("description", "text"),
        Column("statement_index", "number"),
        Column("statement_id", "text"),
        Column("extra", "text"),
    ),
    _reasons,
)
"""One row for each statement behind a verdict."""
