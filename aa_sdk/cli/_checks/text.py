"""Verdicts as text, for people."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from aa_sdk._display import escape
from aa_sdk._display.layout import Span, Style
from aa_sdk._display.words import columns_of, count_text, listed
from aa_sdk.cli._checks.folding import Line, folded
from aa_sdk.cli._checks.verdicts import OPEN, Issue, Report, State, Verdict
from aa_sdk.cli._terminal import say_spans, width
from aa_sdk.policy import AccessExample, ActionCatalogue
from aa_sdk.policy._validation.places import Place

_INEXACT = "Policy variables were over-approximated: a FAIL may be stricter than AWS."
_CATALOGUE = "most need a catalogue: pip install 'aa-sdk[validate]'"
_MOST_PASSED = 20
_STYLES: dict[State, Style] = {
    "pass": "good",
    "fail": "public",
    "undecided": "changed",
    "unresolved": "changed",
    "error": "changed",
}
_ISSUE_STYLES: dict[str, Style] = {
    "ERROR": "public",
    "SECURITY_WARNING": "public",
    "WARNING": "changed",
}


def show_one(verdict: Verdict) -> None:
    """Show the verdict on the only policy.

    Args:
        verdict: The verdict.
    """
    _say([_word(verdict.state), Span(f"  {verdict.message}")])
    for line in _reasons(verdict, "  "):
        _say(line, 4)
    if verdict.example is not None:
        _say([Span("A request that shows it:")])
        facts = [(escape(name), fact) for name, fact in _facts(verdict.example)]
        longest = max(columns_of(name) for name, _ in facts)
        for name, fact in facts:
            blanks = " " * (longest - columns_of(name))
            say_spans([Span(f"  {name}{blanks}  {fact}")])  # whole, so that it can be copied
    if not verdict.exact:
        _say([Span(_INEXACT)])
    _say_not_checked([verdict])


def show_all(report: Report, *, verbose: bool) -> None:
    """Show the verdicts on several policies, or on several questions about one.

    Args:
        report: The verdicts.
        verbose: Whether policies that passed are named, however many they are.
    """
    by_policy = [*report.by_policy()]
    passed = sum(state == "pass" for state, _ in by_policy)
    is_short = not verbose and passed > _MOST_PASSED
    for state, verdicts in by_policy:
        if not (is_short and state == "pass"):
            say_spans([_word(state), Span("  "), Span(verdicts[0].name, "strong")])
            for verdict in verdicts:
                for line in _details(verdict):
                    _say(line, 6)
    if is_short:
        _say_left_out(passed, [those for state, those in by_policy if state == "pass"])
    _say_not_checked(report.verdicts)
    _say([Span(report.summary, "strong")])


def _details(verdict: Verdict) -> Iterator[Line]:
    """Say what a verdict is, unless it passed and there is nothing else to say."""
    if verdict.state == "pass" and not (verdict.issues or verdict.compared):
        return
    message = f": {verdict.message}"
    if verdict.state in OPEN and verdict.place is not None:
        message = f": {_at(verdict, verdict.place)}: {verdict.message}"
    yield [Span(f"  {verdict.check}", _STYLES.get(verdict.state, "muted")), Span(message)]
    yield from _reasons(verdict, "    ")
    if verdict.example is not None:
        yield [Span(f"    e.g. {verdict.example}")]
    if not verdict.exact and verdict.state == "fail":
        yield [Span(f"    {_INEXACT}", "muted")]
    if verdict.way_out:
        yield [Span(f"    {verdict.way_out}", "muted")]


def _reasons(verdict: Verdict, indent: str) -> Iterator[Line]:
    for reason in verdict.reasons:
        where = f"{_at(verdict, reason.place)}: " if reason.place else ""
        yield [Span(f"{indent}{where}{reason.text}")]
    for issue in verdict.issues:
        yield _issue(verdict, issue, indent)


def _issue(verdict: Verdict, issue: Issue, indent: str) -> Line:
    where = f"{_at(verdict, issue.place)}: " if issue.place else ""
    return [
        Span(f"{indent}{where}"),
        Span(issue.kind, _ISSUE_STYLES.get(issue.kind, "strong")),
        Span(f" {issue.code}: {issue.text}"),
    ]


def _at(verdict: Verdict, place: Place) -> str:
    return f"{verdict.path}:{place.line}:{place.column}"


def _word(state: State) -> Span:
    return Span(state.upper(), _STYLES.get(state, "muted"))


def _say_left_out(passed: int, policies: Iterable[Sequence[Verdict]]) -> None:
    """Count what is not shown."""
    kinds = Counter(issue.kind for those in policies for one in those for issue in one.issues)
    found = ", ".join(
        count_text(number, kind.lower().replace("_", " ")) for kind, number in sorted(kinds.items())
    )
    told = f" with {found}" if found else ""
    say_spans([Span(f"{passed:,} more passed{told}: --verbose shows them", "muted")])


def _say_not_checked(verdicts: Sequence[Verdict]) -> None:
    codes = sorted({code for one in verdicts for code in one.not_checked})
    if not codes:
        return
    told = f"{count_text(len(codes), 'issue code')} of validation not looked for; {_CATALOGUE}"
    if ActionCatalogue.installed():
        told = f"not looked for, since only prose describes it: {listed(codes)}"
    _say([Span(told, "muted")])


def _facts(example: AccessExample) -> list[tuple[str, str]]:
    index, sid = example.allowed_by
    facts = [("action", example.action), ("resource", example.resource)]
    if example.principal:
        facts.append(("principal", f"{example.principal_type} {example.principal}"))
    for key, value in example.context.items():
        if value is None:
            facts.append((key, "(absent)"))
        else:
            facts.append((key, value if isinstance(value, str) else ", ".join(value)))
    return [*facts, ("allowed by", f"statement {index}" + (f" ({sid})" if sid else ""))]


def _say(line: Line, indent: int = 2) -> None:
    """Write a line, and where the terminal is narrower what is left of it below, set in."""
    columns = width()
    spans = [Span(escape(one.text), one.style) for one in line]
    if columns is None or sum(columns_of(one.text) for one in spans) <= columns:
        say_spans(spans)
        return
    for part in folded(spans, columns, " " * indent):
        say_spans(part)
