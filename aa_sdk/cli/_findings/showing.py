"""One finding shown whole."""

from collections.abc import Sequence
from typing import Any

from aa_sdk.cli._findings.choosing import finding_by_id
from aa_sdk.cli._options import ReportFormat
from aa_sdk.cli._terminal import as_json, show, write, write_json
from aa_sdk.client import AccessAnalyzerClient


async def show_finding(
    client: AccessAnalyzerClient, id: str, analyzers: Sequence[str] | None, output: ReportFormat
) -> None:
    """Write a finding: as a card, or as the service has it."""
    analyzer, whole = await finding_by_id(client, id, analyzers)
    finding: Any = whole
    record = {"analyzerArn": analyzer.arn, **finding.to_wire()}
    match output:
        case ReportFormat.TABLE:
            show(finding._terminal_face())  # noqa: SLF001 (as all that is shown has one)
        case ReportFormat.JSON:
            write_json(record)
        case _:
            write(f"{as_json(record)}\n")
