"""What an archive rule would hide, counted without hiding anything."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from aa_sdk._display.layout import Block, Card, Columns, Content, Face, Grid, Note, Span, Style
from aa_sdk._display.limits import MOST_ROWS, rest_note
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import moment_text, short_arn, short_type
from aa_sdk._error_text import harmless
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.filters import FindingFilter
from aa_sdk.models import FilterCriteria, FindingSummaryV2
from aa_sdk.workflows._archiving.criteria import read_rule_filter, with_value
from aa_sdk.workflows._archiving.statuses import PAGE_SIZE

_KINDS_SHOWN = 5
_ID_LENGTH = 8
_TEXT_LENGTH = 160


@dataclass(frozen=True, slots=True, repr=False)
class RuleEffect(Shown):
    """What an archive rule would hide: the findings that `ApplyArchiveRule` would archive now.

    Printed, it says so in a few lines, with the word `PUBLIC` where anyone at all has access.
    """

    analyzer_arn: str
    """ARN of the analyzer."""
    filter: FindingFilter
    """What the rule would ask for."""
    active: int
    """How many findings are active now, whether the rule matches them or not."""
    would_hide: int
    """How many of them the rule would archive."""
    public: int
    """How many of those say that anyone at all has access. The classic accident of a broad rule.
    0 where the analyzer is of a kind whose findings do not tell: unused and internal access."""
    hidden_already: int
    """How many findings match as well, and are archived."""
    by_finding_type: Mapping[str, int] = field(hash=False)
    """How many would be hidden of each type of finding, the most first."""
    by_resource_type: Mapping[str, int] = field(hash=False)
    """How many would be hidden of each type of resource, the most first."""
    examples: tuple[FindingSummaryV2, ...]
    """Some of those that would be hidden, public ones first."""

    @property
    def public_examples(self) -> tuple[FindingSummaryV2, ...]:
        """Those of the examples that are public."""
        return self.examples[: self.public]

    def __str__(self) -> str:
        lines = [
            self._summary,
            f"  rule       {harmless(str(self.filter), _TEXT_LENGTH)}",
            *_counts("findings", self.by_finding_type),
            *_counts("resources", self.by_resource_type),
            *([f"  archived   {self.hidden_already:,} more already"] * bool(self.hidden_already)),
        ]
        lines += (
            f"  {'PUBLIC' if index < self.public else 'e.g.':<9}  {_shown(example)}"
            for index, example in enumerate(self.examples)
        )
        unseen = self.would_hide - len(self.examples)
        return "\n".join([*lines, *([f"             … {unseen:,} more"] * (unseen > 0))])

    def __repr__(self) -> str:
        return f"<RuleEffect: {self._summary}>"

    def _face(self) -> Face:
        rows: list[tuple[str, Content]] = [
            ("rule", str(self.filter)),
            ("analyzer", Span(short_arn(self.analyzer_arn), title=self.analyzer_arn)),
            ("status", f"{self.would_hide:,} active, {self.hidden_already:,} archived already"),
        ]
        accent: Style = "public" if self.public else "plain"
        card = Card(Span(self._summary, accent), rows, accent=accent)
        counts = [
            *_counted("finding type", self.by_finding_type),
            *_counted("resource type", self.by_resource_type),
        ]
        return [card, *[Columns(counts)] * bool(counts), *self._examples_face()]

    def _examples_face(self) -> Face:
        if not self.examples:
            return ()
        shown = self.examples[:MOST_ROWS]
        rows = [_row(one, is_public=n < self.public) for n, one in enumerate(shown)]
        grid = Grid(("id", "what", "", "resource", "owner", "updated"), rows)
        return [grid, *rest_note(self.would_hide, len(shown))]

    def _terminal_face(self) -> Face:
        lines = str(self).split("\n")
        return [Note(Span(line, "public" if "PUBLIC" in line else "plain")) for line in lines]

    @property
    def _summary(self) -> str:
        public = f", {self.public:,} of them PUBLIC" if self.public else ""
        return f"would hide {self.would_hide:,} of {self.active:,} active findings{public}"


async def rule_effect(
    client: AccessAnalyzerClient, analyzer_arn: str, filter: FilterCriteria, *, examples: int = 10
) -> RuleEffect:
    """Tell what an archive rule would hide, before there is one.

    ```python
    rule = FindingFilter.for_archive_rule().resource_type.eq("AWS::S3::Bucket")
    print(await rule_effect(client, analyzer_arn, rule))
    ```

    The service itself says which findings match. It is asked for those that match, for those of
    them that are public, and for all that are active: a call for each thousand of each. The
    numbers are those of a moment only as far as nothing changes meanwhile.

    Args:
        client: The client. It needs the permission `access-analyzer:ListFindings`, no other.
        analyzer_arn: ARN of the analyzer.
        filter: The filter of the rule, one or more keys.
        examples: How many findings to show at most, from 0 up.

    Returns:
        What the rule would hide.

    Raises:
        InvalidRequestError: Archive rules cannot have this filter, or `examples` is no number
            from 0 up. Nothing was sent.
        ValidationException: Findings of this analyzer do not have a key of the filter.
        ResourceNotFoundException: There is no such analyzer.
        AccessAnalyzerError: A listing failed in another way; see `aa_sdk.errors`.
    """
    asked = read_rule_filter(filter)
    if type(examples) is not int or examples < 0:
        reason = "must be a whole number of at least 0"
        raise InvalidRequestError(InvalidField("examples", reason, examples))
    client = client.paced()
    matched = _Counted(examples)
    # A rule asks for no status itself.
    await matched.count(client, analyzer_arn, asked.status.eq("ACTIVE", "ARCHIVED"))
    public = _Counted(examples)
    # Only external access can be public, and only its analyzers take the key.
    if matched.may_be_public and (narrowed := with_value(asked, "isPublic", "true")):
        await public.count(client, analyzer_arn, narrowed.status.eq("ACTIVE"))
    active = _Counted(0)
    await active.count(client, analyzer_arn, FindingFilter().status.eq("ACTIVE"))
    shown = {each.id: each for each in (*public.examples, *matched.examples)}
    return RuleEffect(
        analyzer_arn=analyzer_arn,
        filter=asked,
        active=active.number,
        would_hide=matched.number,
        public=public.number,
        hidden_already=matched.archived,
        by_finding_type=dict(matched.finding_types.most_common()),
        by_resource_type=dict(matched.resource_types.most_common()),
        examples=tuple(shown.values())[:examples],
    )


class _Counted:
    """Findings of a listing, counted: only so many of them are kept."""

    def __init__(self, most_examples: int) -> None:
        self._most_examples = most_examples
        self.number = 0
        self.archived = 0
        self.finding_types = Counter[str]()
        self.resource_types = Counter[str]()
        self.examples: list[FindingSummaryV2] = []

    async def count(
        self, client: AccessAnalyzerClient, analyzer_arn: str, filter: FindingFilter
    ) -> None:
        listing = client.list_findings_v2(analyzer_arn, filter=filter, max_results=PAGE_SIZE)
        async for finding in listing:
            if finding.status != "ACTIVE":
                self.archived += 1
                continue
            self.number += 1
            self.finding_types[finding.about] += 1
            self.resource_types[finding.resource_type] += 1
            if len(self.examples) < self._most_examples:
                self.examples.append(finding)

    @property
    def may_be_public(self) -> bool:
        return not self.finding_types.keys().isdisjoint({"ExternalAccess", "Unknown"})


def _counts(name: str, counts: Mapping[str, int]) -> list[str]:
    """Write a line with the first of some counts; none where there are none."""
    shown = [f"{number:,} {harmless(kind)}" for kind, number in [*counts.items()][:_KINDS_SHOWN]]
    more = [f"{len(counts) - _KINDS_SHOWN} other types"] * (len(counts) > _KINDS_SHOWN)
    return [f"  {name:<9}  {', '.join([*shown, *more])}"] * bool(counts)


def _counted(kind: str, counts: Mapping[str, int]) -> list[Face]:
    """Lay out counts as a table; nothing where there are none."""
    rows = [(short_type(name), f"{number:,}") for name, number in [*counts.items()][:MOST_ROWS]]
    blocks: list[Block] = [Grid((kind, "findings"), rows, frozenset({1}))]
    return [[*blocks, *rest_note(len(counts))]] * bool(counts)


def _row(finding: FindingSummaryV2, *, is_public: bool) -> list[Content]:
    return [
        Span(finding.id[:_ID_LENGTH], "muted", finding.id),
        finding.about,
        Span("PUBLIC", "public") if is_public else "",
        Span(short_arn(finding.resource_text), title=finding.resource_text),
        finding.resource_owner_account,
        Span(moment_text(finding.updated_at), "muted"),
    ]


def _shown(finding: FindingSummaryV2) -> str:
    resource = harmless(finding.resource_text, _TEXT_LENGTH)
    return f"{harmless(finding.about)} {resource} ({harmless(finding.id)})"
