"""`aa-sdk analyzers`: list, get, ensure."""

import typer

from aa_sdk.cli._grammar import NounGroup, examples
from aa_sdk.cli._options import (
    Columns,
    Format,
    FormatOption,
    ServiceOptions,
    Wide,
    connected,
    service_options,
)

app: typer.Typer = typer.Typer(
    cls=NounGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Analyzers. Without a verb they are listed.",
)
app.callback(epilog=examples("aa-sdk analyzers --demo"))(service_options)


@app.command("list", epilog=examples("aa-sdk analyzers --demo", "aa-sdk analyzers -o json"))
@connected
def list_(
    service: ServiceOptions,
    *,
    output: FormatOption = Format.TABLE,
    wide: Wide = False,
    columns: Columns = None,
) -> None:
    """List the analyzers of a Region."""
    from aa_sdk.cli._analyzers.listing import list_analyzers
    from aa_sdk.cli.running import run

    run(lambda client: list_analyzers(client, output, wide=wide, columns=columns), service)
