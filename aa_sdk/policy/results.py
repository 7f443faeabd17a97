"""Verdicts, and the requests that show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from aa_sdk._display import escape
from aa_sdk._display.layout import Card, Content, Face, Grid, Note, Span, Style
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import listed, shorten
from aa_sdk._lazy import hide_imports
from aa_sdk.models.policy_checks import ReasonSummary
from aa_sdk.policy._language.principals import PrincipalType

__all__ = ("AccessExample", "ContextValue", "PolicyCheck", "StatementReference")
hide_imports(__name__)

ContextValue = str | tuple[str, ...] | None

_ABSENT = "absent"
_MOST_NAME = 300
_MOST_NAMED = 6
_MOST_SENTENCE = 4_000
_MOST_TAG = 300


@dataclass(frozen=True, slots=True)
class StatementReference(Shown):
    """Which statement it is."""

    index: int
    """Its place in the document, from 0."""
    sid: str | None
    """Its Sid."""
    document: str = ""
    """Which document, as in `identity` or `service_control[0][1]`; empty where there is one."""

    def __str__(self) -> str:
        sid = f', "{_name(self.sid)}"' if self.sid else ""
        return f"statement {self.index}{sid}" + (
            f" of {_name(self.document)}" if self.document else ""
        )

    def _face(self) -> Face:
        return [Note(str(self))]


@dataclass(frozen=True, slots=True)
class AccessExample(Shown):
    """One concrete request that shows the verdict. Printed, it is a sentence."""

    action: str
    """The action, as in `s3:GetObject`; case does not matter."""
    resource: str
    """The ARN of the resource, or `*` for an action that has none."""
    principal: str | None
    """Who makes the request: an ARN, a service, an identity provider or a canonical user id. None
    for identity policies, whose principal is whoever they are attached to."""
    principal_type: PrincipalType | None
    """The key of a Principal element that `principal` belongs under."""
    context: dict[str, ContextValue]
    """For each context key that the policies ask for: the value that the request carries, several
    values, or None where the key is absent."""
    allowed_by: tuple[int, str | None]
    """The statement that allows the request: its index and its Sid."""

    def __str__(self) -> str:
        by = f" by {_name(self.principal)}" if self.principal is not None else ""
        first = [_carried(*entry) for entry in [*self.context.items()][:MOST_ROWS]]
        carried = _counted(first, len(self.context))
        where = f", where {carried}" if carried else ""
        sentence = f"{_name(self.action)} on {_name(self.resource)}{by}{where}"
        return shorten(sentence, _MOST_SENTENCE)

    def _face(self) -> Face:
        rows: list[tuple[str, Content]] = [("on", self.resource)]
        if self.principal is not None:
            rows.append(("by", self.principal))
        rows.append(("allowed by", str(StatementReference(*self.allowed_by))))
        return [Card(self.action, rows), *_context_face(self)]

    def _terminal_face(self) -> Face:
        return [Note(str(self))]


@dataclass(frozen=True, slots=True, repr=False)
class PolicyCheck(Shown):
    """The verdict of a check. Printed, it says why, and shows a request."""

    result: Literal["PASS", "FAIL"]
    """PASS if it is proven that there is no such access, FAIL if there might be."""
    message: str
    """The verdict in a sentence."""
    reasons: tuple[ReasonSummary, ...] = ()
    """Each Allow statement that contributes, in the order of the document."""
    counterexample: AccessExample | None = None
    """A request that shows a FAIL. None for a PASS, and in the rare case that a FAIL hangs on
    policy variables for which no fitting values were found; `exact` is False then."""
    exact: bool = True
    """False where a policy variable was over-approximated. A PASS is a proof all the same."""

    @property
    def passed(self) -> bool:
        """Whether it is proven that there is no such access, as on the service's own answers."""
        return self.result == "PASS"

    def __repr__(self) -> str:
        because = "".join(f"; {text}" for text in self._short_reasons)
        example = f"; e.g. {self.counterexample}" if self.counterexample else ""
        told = f"{self.result}: {escape(self.message)}{because}{example}"
        return f"<PolicyCheck {shorten(told, _MOST_TAG)}>"

    def __str__(self) -> str:
        return self._as_text()

    def _face(self) -> Face:
        context = _context_face(self.counterexample) if self.counterexample else ()
        return [*self._terminal_face(), *context]

    def _terminal_face(self) -> Face:
        style, accent = _VERDICTS.get(self.result, _VERDICTS["FAIL"])
        title = [Span(self.result, style), Span(self.message)]
        return [Card(title, [*self._rows()], accent=accent)]

    def _rows(self) -> Iterator[tuple[str, Content]]:
        reasons = self.reasons[:MOST_ROWS]
        for n, reason in enumerate(reasons):
            yield "" if n else "because of", _reason(reason)
        for note in rest_note(len(self.reasons)):
            yield "", note.content
        if self.counterexample is not None:
            yield "e.g.", str(self.counterexample)
        if not self.exact:
            yield "note", _INEXACT[self.passed]

    @property
    def _short_reasons(self) -> list[str]:
        """Which statements it is; nothing for a PASS."""
        named = [_reference(reason) for reason in self.reasons[: MOST_ROWS + 1]]
        return [listed(named, 3)] if named else []


_VERDICTS: dict[str, tuple[Style, Style]] = {
    "PASS": ("passed", "good"),
    "FAIL": ("failed", "public"),
}
_INEXACT = {
    True: "a policy variable was taken for any value; it is proven all the same",
    False: "a policy variable was taken for any value: there may be less access than this",
}


def _reason(reason: ReasonSummary) -> Content:
    named = _reference(reason)
    if reason.statement_index is None:
        return named
    return [Span(named), Span(reason.description or "", "muted")]


def _reference(reason: ReasonSummary) -> str:
    """Name the statement; what the reason says where it names none."""
    if reason.statement_index is None:
        return _name(reason.description or "")
    return str(StatementReference(reason.statement_index, reason.statement_id))


def _context_face(example: AccessExample) -> Face:
    """Lay out what a request carries as a table; nothing where it carries nothing."""
    if not example.context:
        return ()
    first = [*example.context.items()][:MOST_ROWS]
    grid = Grid(("context key", "value"), [(key, _value(value)) for key, value in first])
    return [grid, *rest_note(len(example.context))]


def _carried(key: str, value: ContextValue) -> str:
    if value is None:
        return f"{_name(key)} is {_ABSENT}"
    return f"{_name(key)} = {_named([value] if isinstance(value, str) else value)}"


def _value(value: ContextValue) -> Content:
    if value is None:
        return Span(_ABSENT, "muted")
    return value if isinstance(value, str) else _named(value)


def _named(values: Sequence[str]) -> str:
    # Only those that are told are escaped, for there may be thousands of each of thousands.
    return _counted([_name(value) for value in values[:_MOST_NAMED]], len(values))


def _counted(first: Sequence[str], number: int) -> str:
    more = number - len(first)
    return ", ".join(first) + (f" and {more:,} more" if more else "")


def _name(text: str) -> str:
    return escape(shorten(text, _MOST_NAME))
