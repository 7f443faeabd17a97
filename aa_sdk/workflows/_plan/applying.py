"""A plan carried out, step by step: every step is whole, and what it leaves can be planned anew."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError, ServiceQuotaExceededException
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerConfiguration, AnalyzerSummary
from aa_sdk.workflows._plan.changes import Change
from aa_sdk.workflows._plan.plan import Plan
from aa_sdk.workflows._plan.specification import AnalyzerSpec
from aa_sdk.workflows._plan.waiting import active, created

Note = Callable[[Change], object]


async def carry_out(
    client: AccessAnalyzerClient, plan: Plan, note: Note, deadline: float
) -> AnalyzerSummary | None:
    """Do what a plan says.

    A new analyzer is created with all that is specified, in one call: so there is never one
    without its rules, which would find what they are to archive.

    Args:
        client: Reaches the service.
        plan: A plan that nothing stands in the way of.
        note: Is told of each change that was made.
        deadline: When to give up waiting, on the event loop's clock.

    Returns:
        The analyzer as it is afterwards; None where somebody else was faster to create one of its
        name, which may be another than planned.
    """
    first = next(iter(plan.changes), None)
    if first is not None and first.subject == "analyzer":
        is_made = await _make(client, plan, note, deadline)
        return await active(client, plan.spec.name, deadline) if is_made else None
    analyzer = cast("AnalyzerSummary", plan.analyzer)
    if analyzer.status != "ACTIVE":
        analyzer = await active(client, analyzer.name, deadline)
    if first is None:
        return analyzer
    await _write_rules(client, analyzer.name, _of(plan, "archive_rule"), note)
    await _write_tags(client, analyzer.arn, _of(plan, "tag"), note)
    for change in _of(plan, "configuration"):
        configuration = cast("AnalyzerConfiguration", change.after)
        await client.update_analyzer(analyzer.name, configuration=configuration)
        note(change)
    return await active(client, analyzer.name, deadline)


async def _make(client: AccessAnalyzerClient, plan: Plan, note: Note, deadline: float) -> bool:
    name, old, is_made = plan.spec.name, plan.analyzer, False
    if old is not None:
        await client.delete_analyzer(old.name)
    try:
        is_made = await created(client, name, partial(_create, client, plan.spec), deadline)
    except AccessAnalyzerError as error:
        if old is not None:
            error.add_note(f"analyzer {old.name} is deleted: run again, {name} is created")
        raise
    finally:
        if old is not None and not is_made:
            note(Change("-", "analyzer", old.name, old))
    for change in plan.changes if is_made else ():
        note(change)
    return is_made


async def _create(client: AccessAnalyzerClient, spec: AnalyzerSpec) -> object:
    rules = [
        {"rule_name": name, "filter": criteria} for name, criteria in spec.archive_rules.items()
    ]
    return await client.create_analyzer(
        spec.name,
        type=spec.type,
        archive_rules=cast("Any", rules) or None,
        tags=dict(spec.tags) or None,
        configuration=spec.configuration,
    )


async def _write_rules(
    client: AccessAnalyzerClient, analyzer_name: str, changes: Sequence[Change], note: Note
) -> None:
    # Rules go last: until then, what they archive is archived still, whatever takes their place.
    doomed = [change for change in changes if change.action == "-"]

    async def delete_one() -> None:
        await client.delete_archive_rule(analyzer_name, doomed[0].name)
        note(doomed.pop(0))

    for change in changes:
        while change.action != "-":
            try:
                await _put_rule(client, analyzer_name, change)
            except ServiceQuotaExceededException:
                if not doomed:
                    raise
                await delete_one()
            else:
                note(change)
                break
    while doomed:
        await delete_one()


async def _put_rule(client: AccessAnalyzerClient, analyzer_name: str, change: Change) -> object:
    criteria = cast("FindingFilter", change.after)
    put = client.create_archive_rule if change.action == "+" else client.update_archive_rule
    return await put(analyzer_name, change.name, filter=criteria)


async def _write_tags(
    client: AccessAnalyzerClient, arn: str, changes: Sequence[Change], note: Note
) -> None:
    # Those that go make room for those that come.
    gone = [change for change in changes if change.action == "-"]
    put = [change for change in changes if change.action != "-"]
    if gone:
        await client.untag_resource(resource_arn=arn, tag_keys=[change.name for change in gone])
    if put:
        tags = {change.name: cast("str", change.after) for change in put}
        await client.tag_resource(resource_arn=arn, tags=tags)
    for change in (*gone, *put):
        note(change)


def _of(plan: Plan, subject: str) -> list[Change]:
    return [change for change in plan.changes if change.subject == subject]
