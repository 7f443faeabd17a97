"""What checks, validation, generation and recommendations say of policies, as cards."""

from collections.abc import Iterator
from typing import Any

from aa_sdk._display.layout import Block, Card, Content, Document, Face, Note, Span, Style
from aa_sdk._display.words import shorten
from aa_sdk.models._faces.columns import ROWS
from aa_sdk.models._faces.lines import short_id
from aa_sdk.models._faces.rows import table_face
from aa_sdk.models._faces.words import arn_span, moment_span, several, status_span

_MOST = 100
_MOST_SENTENCE = 400
_MOST_PLACES = 5
_MOST_DOCUMENTS = 3
_MOST_STEPS = 8

_ASKED = {
    "CheckNoNewAccessResponse": "no new access",
    "CheckAccessNotGrantedResponse": "access not granted",
    "CheckNoPublicAccessResponse": "no public access",
}
_ACCENTS: dict[str, Style] = {"CREATE_POLICY": "added", "DETACH_POLICY": "removed"}


def check_face(response: Any) -> Face:
    """Show what a check found: the verdict first, and the statements behind it."""
    result = response.result or "no verdict"
    style: Style = "good" if response.passed else "public"
    title = (
        Span(shorten(result, _MOST), style),
        Span(_ASKED.get(type(response).__name__, "check")),
    )
    message = Span(shorten(response.message or "", _MOST_SENTENCE))
    rows = [("", message)] if message.text else []
    card = Card(title, rows, accent=style, is_verdict=True)
    if not response.reasons:
        return (card,)
    return (card, *table_face(response.reasons, ROWS["ReasonSummary"]))


def validation_face(finding: Any) -> Face:
    """Show what validation found wrong with a policy."""
    is_grave = finding.finding_type in {"ERROR", "SECURITY_WARNING"}
    kind = Span(shorten(finding.finding_type, _MOST), "public" if is_grave else "badge")
    places = [
        f"line {each.span.start.line}, column {each.span.start.column}"
        for each in finding.locations[:_MOST_PLACES]
    ]
    rest = len(finding.locations) - _MOST_PLACES
    where = several([*places, f"{rest:,} more places"] if rest > 0 else places)
    rows: list[tuple[str, Content]] = [("", Span(shorten(finding.finding_details, _MOST_SENTENCE)))]
    rows += [("where", where)] if finding.locations else []
    rows += [("more", Span(shorten(finding.learn_more_link, 200), "muted"))]
    title = Span(shorten(finding.issue_code, _MOST), "strong")
    return (Card(title, rows, kind, "public" if is_grave else "plain"),)


def generation_face(job: Any) -> Face:
    """Show a job that generates a policy."""
    return (_generation(job, list(_generation_rows(job))),)


def _generation(job: Any, rows: list[tuple[str, Content]]) -> Card:
    title = (Span("Policy generation"), Span(short_id(job.job_id), "strong"))
    is_bad = job.status == "FAILED"
    return Card(title, rows, status_span(job.status), "public" if is_bad else "plain")


def _generation_rows(job: Any) -> Iterator[tuple[str, Content]]:
    if getattr(job, "job_error", None):
        code = Span(shorten(job.job_error.code, _MOST), "public")
        yield "error", (code, Span(shorten(job.job_error.message, _MOST_SENTENCE)))
    if hasattr(job, "principal_arn"):
        yield "for", arn_span(job.principal_arn)
    yield "started", moment_span(job.started_on)
    if job.completed_on:
        yield "completed", moment_span(job.completed_on)
    yield "job", Span(shorten(job.job_id, _MOST))


def generated_face(response: Any) -> Face:
    """Show a job with the policies that it has made, which are there to be read."""
    result = response.generated_policy_result
    properties = result.properties
    rows: list[tuple[str, Content]] = [("for", arn_span(properties.principal_arn))]
    if properties.is_complete is not None:
        words = "every action the events show" if properties.is_complete else "some actions only"
        rows.append(("has", Span(words, "plain" if properties.is_complete else "public")))
    card = _generation(response.job_details, [*rows, *_generation_rows(response.job_details)])
    return (card, *_documents([each.policy for each in result.generated_policies]))


def generated_policy_face(generated: Any) -> Face:
    """Show a generated policy."""
    return (Note(Span("Generated policy", "strong")), Document(str(generated.policy)))


def _documents(policies: list[str]) -> list[Block]:
    shown: list[Block] = [Document(str(policy)) for policy in policies[:_MOST_DOCUMENTS]]
    rest = len(policies) - _MOST_DOCUMENTS
    return [*shown, Note(Span(f"{rest:,} more policies", "muted"))] if rest > 0 else shown


def recommendation_face(response: Any) -> Face:
    """Show what is recommended about a finding, step by step."""
    rows: list[tuple[str, Content]] = []
    if response.error:
        code = Span(shorten(response.error.code, _MOST), "public")
        rows.append(("error", (code, Span(shorten(response.error.message, _MOST_SENTENCE)))))
    rows += [
        ("for", arn_span(response.resource_arn)),
        ("about", Span(shorten(response.recommendation_type, _MOST))),
        ("started", moment_span(response.started_at)),
    ]
    rows += [("completed", moment_span(response.completed_at))] if response.completed_at else []
    is_bad = response.status == "FAILED"
    style: Style = "public" if is_bad else "plain"
    card = Card(Span("Recommendation", "strong"), rows, status_span(response.status), style)
    steps = response.recommended_steps
    shown = [block for step in steps[:_MOST_STEPS] for block in step_face(step)]
    rest = len(steps) - _MOST_STEPS
    more = [Note(Span(f"{rest:,} more steps", "muted"))] if rest > 0 else []
    if response.next_token:
        more.append(Note(Span("there are more steps on the next page", "muted")))
    return (card, *shown, *more)


def step_face(step: Any) -> Face:
    """Show a step of a recommendation, and the policy that it is about to create."""
    if not hasattr(step, "recommended_action"):
        tag = shorten(getattr(step, "tag", ""), _MOST)
        return (Card((Span(tag, "strong"), Span("is new to this release", "muted")), []),)
    rows: list[tuple[str, Content]] = []
    if step.existing_policy_id:
        rows.append(("existing policy", arn_span(step.existing_policy_id)))
    if step.policy_updated_at:
        rows.append(("last changed", moment_span(step.policy_updated_at)))
    title = Span(shorten(step.recommended_action, _MOST), "strong")
    card = Card(title, rows, accent=_ACCENTS.get(step.recommended_action, "plain"))
    return (card, Document(str(step.recommended_policy))) if step.recommended_policy else (card,)


def reason_face(reason: Any) -> Face:
    """Show a statement behind a verdict."""
    return table_face([reason], ROWS["ReasonSummary"])[1:]
