"""What there is of an analyzer, as the service tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import ResourceNotFoundException
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerSummary, ArchiveRuleSummary
from aa_sdk.workflows._plan.specification import AnalyzerSpec


@dataclass(frozen=True)
class State:
    """An analyzer and its rules, or what there is in its place."""

    analyzer: AnalyzerSummary | None
    """The analyzer of the name, or the one that is taken over; None where there is neither."""
    rules: Mapping[str, FindingFilter] = field(default_factory=dict[str, FindingFilter])
    """Its archive rules by name."""
    others: tuple[AnalyzerSummary, ...] = ()
    """Analyzers of the type under other names, looked for where there is none of the name."""


async def read_state(client: AccessAnalyzerClient, spec: AnalyzerSpec, *, adopt: bool) -> State:
    """Read what there is of a specified analyzer.

    Args:
        client: Reaches the service.
        spec: The specification.
        adopt: Whether the only other analyzer of the type will do.
    """
    others: tuple[AnalyzerSummary, ...] = ()
    analyzer = await named(client, spec.name)
    if analyzer is None:
        others = tuple(await client.list_analyzers(type=spec.type).collect())
        if adopt and len(own := own_of(others)) == 1:
            analyzer = await named(client, own[0].name)
            others = others if analyzer else ()  # it has gone in the meantime
    if analyzer is None:
        return State(None, others=others)
    rules = await client.list_archive_rules(analyzer.name).collect()
    return State(analyzer, {rule.rule_name: _filter_of(rule) for rule in rules}, others)


def own_of(analyzers: tuple[AnalyzerSummary, ...]) -> list[AnalyzerSummary]:
    """Return the analyzers that no service manages."""
    return [analyzer for analyzer in analyzers if analyzer.managed_by is None]


async def named(client: AccessAnalyzerClient, name: str) -> AnalyzerSummary | None:
    """Return the analyzer of a name with its configuration; None where there is none."""
    try:
        return (await client.get_analyzer(name)).analyzer
    except ResourceNotFoundException:
        return None


def _filter_of(rule: ArchiveRuleSummary) -> FindingFilter:
    # Key by key, for what the service keeps need not be what a caller may write.
    made = FindingFilter()
    for key, criterion in rule.filter.items():
        made = made.with_criterion(key, criterion)
    return made
