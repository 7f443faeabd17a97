"""`aa-sdk findings`: list, get, archive, unarchive, export, summary."""

from typing import Annotated

import typer

from aa_sdk.cli._grammar import NounGroup, examples
from aa_sdk.cli._options import (
    Analyzers,
    Columns,
    Format,
    FormatOption,
    ServiceOptions,
    Where,
    Wide,
    connected,
    service_options,
)

app: typer.Typer = typer.Typer(
    cls=NounGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Findings. Without a verb they are listed.",
)
app.callback(
    epilog=examples(
        "aa-sdk findings --demo --where status=ACTIVE,ARCHIVED",
        "aa-sdk findings get 222891f6 --demo",
    )
)(service_options)

FindingId = Annotated[
    str, typer.Argument(metavar="ID", help="The finding's id; its beginning is enough.")
]


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
    details: Annotated[
        bool, typer.Option("--details", help="Read each finding whole: one call for each.")
    ] = False,
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

    selection = Selection(analyzer, parse_filter(where or []), limit, details)
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
    output: FormatOption = Format.TABLE,
) -> None:
    """Show one finding with all its details."""
    from aa_sdk.cli._findings.showing import show_finding
    from aa_sdk.cli.running import run

    run(lambda client: show_finding(client, id, analyzer, output), service)
