"""One finding shown whole."""

from collections.abc import Sequence
from typing import Any

from aa_sdk.cli._findings.choosing import finding_by_id
from aa_sdk.cli._options import Format
from aa_sdk.cli._terminal import as_json, show, write, write_json
from aa_sdk.cli.running import CommandError
from aa_sdk.client import AccessAnalyzerClient


async def show_finding(
    client: AccessAnalyzerClient, id: str, analyzers: Sequence[str] | None, output: Format
) -> None:
    """Write a finding: as a card, or as the service has it."""
    analyzer, whole = await finding_by_id(client, id, analyzers)
    finding: Any = whole
    record = {"analyzerArn": analyzer.arn, **finding.to_wire()}
    match output:
        case Format.TABLE:
            show(finding._terminal_face())  # noqa: SLF001 (as all that is shown has one)
        case Format.JSON:
            write_json(record)
        case Format.NDJSON:
            write(f"{as_json(record)}\n")
        case _:
            raise CommandError(
                f"--format {output.value} is for listings: use table, json or ndjson"
            )
