"""Archive rules looked at before there are any, created and applied."""

from collections.abc import Sequence
from typing import Any

import typer

from aa_sdk.cli._findings.choosing import chosen_analyzer, parse_filter
from aa_sdk.cli._options import ReportFormat
from aa_sdk.cli._terminal import as_json, say, show, write, write_json
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.filters import FindingFilter, check_criteria
from aa_sdk.workflows import RuleEffect, rule_effect


def parse_rule(where: Sequence[str]) -> FindingFilter:
    """Read the `--where` options of an archive rule.

    Raises:
        typer.BadParameter: They cannot be read, or no archive rule can ask that.
    """
    asked = parse_filter(where)
    criteria = asked.to_criteria()
    told = [
        f"{field.path.removeprefix('filter.')}: {field.reason}"
        for field in check_criteria(criteria, "CreateArchiveRule")
    ]
    if not criteria:
        told = ["an archive rule asks for something, as with resourceType=AWS::S3::Bucket"]
    if told:
        raise typer.BadParameter("; ".join(told), param_hint="--where")
    return asked


async def show_effect(
    client: AccessAnalyzerClient, named: str | None, rule: FindingFilter, output: ReportFormat
) -> None:
    """Write what a rule would hide."""
    analyzer = await chosen_analyzer(client, named)
    effect: Any = await rule_effect(client, analyzer.arn, rule)
    if output is ReportFormat.TABLE:
        show(effect._terminal_face())  # noqa: SLF001 (as all that is shown has one)
    elif output is ReportFormat.JSON:
        write_json(_record(effect))
    else:
        write(f"{as_json(_record(effect))}\n")


async def create_rule(
    client: AccessAnalyzerClient,
    named: str | None,
    name: str,
    rule: FindingFilter,
    *,
    is_applied: bool,
) -> None:
    """Create a rule, and have it archive the findings there are."""
    analyzer = await chosen_analyzer(client, named)
    await client.create_archive_rule(analyzer.name, name, filter=rule)
    say(f"created archive rule {name} of {analyzer.name}: {rule}")
    if is_applied:
        await client.apply_archive_rule(analyzer.arn, name)
        say(_APPLIED)
    else:
        say(
            "findings that come from now on are archived; those there are by: "
            f"aa-sdk rules apply {name} --analyzer {analyzer.name}"
        )


async def apply_rule(client: AccessAnalyzerClient, named: str | None, name: str) -> None:
    """Have a rule archive the findings there are."""
    analyzer = await chosen_analyzer(client, named)
    await client.apply_archive_rule(analyzer.arn, name)
    say(f"applied archive rule {name} of {analyzer.name}")
    say(_APPLIED)


_APPLIED = "the service archives the findings there are that match, in a while"


def _record(effect: RuleEffect) -> dict[str, Any]:
    criteria = effect.filter.to_criteria()
    return {
        "analyzerArn": effect.analyzer_arn,
        "filter": {key: criterion.to_wire() for key, criterion in criteria.items()},
        "active": effect.active,
        "wouldHide": effect.would_hide,
        "public": effect.public,
        "hiddenAlready": effect.hidden_already,
        "byFindingType": dict(effect.by_finding_type),
        "byResourceType": dict(effect.by_resource_type),
        "examples": [one.to_wire() for one in effect.examples],
    }
