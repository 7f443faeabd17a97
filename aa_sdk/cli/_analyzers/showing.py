"""One analyzer shown whole."""

from typing import Any

from aa_sdk.cli._findings.choosing import all_analyzers, named_analyzer
from aa_sdk.cli._options import ReportFormat
from aa_sdk.cli._terminal import as_json, show, write, write_json
from aa_sdk.client import AccessAnalyzerClient


async def show_analyzer(client: AccessAnalyzerClient, name: str, output: ReportFormat) -> None:
    """Write an analyzer: as a card, or as the service has it.

    Args:
        client: The client.
        name: Its name or ARN.
        output: The format.

    Raises:
        CommandError: There is none.
    """
    known = named_analyzer(await all_analyzers(client), name, "NAME")
    analyzer: Any = (await client.get_analyzer(known.name)).analyzer
    match output:
        case ReportFormat.TABLE:
            show(analyzer._terminal_face())  # noqa: SLF001 (as all that is shown has one)
        case ReportFormat.JSON:
            write_json(analyzer.to_wire())
        case _:
            write(f"{as_json(analyzer.to_wire())}\n")
