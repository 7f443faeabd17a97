"""`aa-sdk findings`: list, get."""

from enum import StrEnum
from typing import Annotated

import typer

from aa_sdk.cli._grammar import NounGroup, examples
from aa_sdk.cli._options import (
    Analyzers,
    Columns,
    DryRun,
    Format,
    FormatOption,
    ReportFormat,
    ReportFormatOption,
    ServiceOptions,
    Where,
    Wide,
    connected,
    not_empty,
    service_options,
)

app: typer.Typer = typer.Typer(
    cls=NounGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Findings. Without a verb they are listed: `list --help` has the options.",
)
app.callback(
    epilog=examples(
        "aa-sdk findings --demo --where status=ACTIVE,ARCHIVED",
        "aa-sdk findings get 222891f6 --demo",
        "aa-sdk findings archive --where resourceType=AWS::KMS::Key --dry-run --demo",
        "aa-sdk findings export csv findings.csv --demo",
    )
)(service_options)


FindingId = Annotated[
    str,
    typer.Argument(
        metavar="ID", callback=not_empty, help="The finding's id; its beginning is enough."
    ),
]
FindingIds = Annotated[
    list[str] | None,
    typer.Argument(metavar="ID", help="Ids of findings; their beginnings are enough."),
]
Details = Annotated[
    bool, typer.Option("--details", help="Read each finding whole: one call for each.")
]


class ExportFormat(StrEnum):
    """What a file of findings is."""

    PARQUET = "parquet"
    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"


@app.command(
    "list",
    epilog=examples(
        "aa-sdk findings --demo --where status=ACTIVE --where isPublic=true",
        "aa-sdk findings --analyzer account-external -o ndjson",
    ),
)
@connected
def list_(
    service: ServiceOptions,
    *,
    analyzer: Analyzers = None,
    where: Where = None,
    details: Details = False,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="At most so many findings; 0 for all.  [default: 1000 in a table, else all]",
        ),
    ] = None,
    output: FormatOption = Format.TABLE,
    wide: Wide = False,
    columns: Columns = None,
) -> None:
    """List findings of every type, and say what they are."""
    from aa_sdk.cli._findings.choosing import parse_filter
    from aa_sdk.cli._findings.listing import Selection, list_findings
    from aa_sdk.cli.running import run

    selection = Selection(analyzer, parse_filter(where or []), service.now(), limit, details)
    run(
        lambda client: list_findings(client, selection, output, wide=wide, columns=columns),
        service,
    )


@app.command(epilog=examples("aa-sdk findings get 222891f6 --demo"))
@connected
def get(
    service: ServiceOptions,
    id: FindingId,
    *,
    analyzer: Analyzers = None,
    output: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Show one finding with all its details."""
    from aa_sdk.cli._findings.showing import show_finding
    from aa_sdk.cli.running import run

    run(lambda client: show_finding(client, id, analyzer, output), service)


@app.command(
    epilog=examples(
        "aa-sdk findings archive 222891f6 db5729d9 --demo",
        "aa-sdk findings archive --where resourceType=AWS::KMS::Key --dry-run --demo",
    )
)
@connected
def archive(
    service: ServiceOptions,
    ids: FindingIds = None,
    *,
    where: Where = None,
    analyzer: Analyzers = None,
    dry_run: DryRun = False,
    output: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Archive findings: those that are named, or the active ones that match."""
    from aa_sdk.cli._findings.archiving import Chosen, set_status
    from aa_sdk.cli._findings.choosing import parse_filter
    from aa_sdk.cli.running import run

    chosen = Chosen("ARCHIVED", ids or (), parse_filter(where or []), analyzer, dry_run)
    chosen.check()
    run(lambda client: set_status(client, chosen, Format(output)), service)


@app.command(
    epilog=examples(
        "aa-sdk findings unarchive 222891f6 --demo",
        "aa-sdk findings unarchive --where isPublic=true --dry-run --demo",
    )
)
@connected
def unarchive(
    service: ServiceOptions,
    ids: FindingIds = None,
    *,
    where: Where = None,
    analyzer: Analyzers = None,
    dry_run: DryRun = False,
    output: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Make findings active again: those that are named, or the archived ones that match."""
    from aa_sdk.cli._findings.archiving import Chosen, set_status
    from aa_sdk.cli._findings.choosing import parse_filter
    from aa_sdk.cli.running import run

    chosen = Chosen("ACTIVE", ids or (), parse_filter(where or []), analyzer, dry_run)
    chosen.check()
    run(lambda client: set_status(client, chosen, Format(output)), service)


@app.command(
    epilog=examples(
        "aa-sdk findings export csv findings.csv --where status=ACTIVE --demo",
        "aa-sdk findings export ndjson --demo",
        "aa-sdk findings export parquet findings.parquet --demo",
    )
)
@connected
def export(
    service: ServiceOptions,
    kind: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help="What to write.")],
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file, whole or not at all; - for stdout.")
    ] = "-",
    *,
    analyzer: Analyzers = None,
    where: Where = None,
    details: Details = False,
) -> None:
    """Write all findings to a file: parquet, csv, json or ndjson."""
    from aa_sdk.cli._findings.choosing import parse_filter
    from aa_sdk.cli._findings.exporting import export_findings
    from aa_sdk.cli._findings.listing import Selection
    from aa_sdk.cli.running import run

    selection = Selection(analyzer, parse_filter(where or []), service.now(), 0, details)
    run(lambda client: export_findings(client, selection, kind, file), service)


@app.command(
    epilog=examples(
        "aa-sdk findings summary --demo", "aa-sdk findings summary --where status=ACTIVE -o json"
    )
)
@connected
def summary(
    service: ServiceOptions,
    *,
    analyzer: Analyzers = None,
    where: Where = None,
    output: FormatOption = Format.TABLE,
) -> None:
    """Count findings by status, type, resource type and owner, and the public ones."""
    from aa_sdk.cli._findings.choosing import parse_filter
    from aa_sdk.cli._findings.listing import Selection
    from aa_sdk.cli._findings.summing import summarize
    from aa_sdk.cli.running import run

    selection = Selection(analyzer, parse_filter(where or []), service.now(), 0)
    run(lambda client: summarize(client, selection, output), service)
