"""`aa-sdk sync`."""

from typing import Annotated

import typer

from aa_sdk.cli._grammar import examples
from aa_sdk.cli._options import (
    Analyzers,
    Columns,
    Format,
    FormatOption,
    ServiceOptions,
    Wide,
    connected,
)

app: typer.Typer = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    epilog=examples(
        "aa-sdk sync --demo",
        "aa-sdk sync findings.db --analyzer account-external -o ndjson",
        "aa-sdk sync --keep",
    )
)
@connected
def sync(
    service: ServiceOptions,
    store: Annotated[
        str | None,
        typer.Argument(
            metavar="STORE",
            help="The file that findings are kept in.  "
            "[default: ~/.local/state/aa-sdk/findings.db]",
        ),
    ] = None,
    *,
    analyzer: Analyzers = None,
    is_kept: Annotated[
        bool, typer.Option("--keep", help="Have the same changes told again the next time.")
    ] = False,
    output: FormatOption = Format.TABLE,
    wide: Wide = False,
    columns: Columns = None,
) -> None:
    """Tell what became of findings since the last time, and keep them in a file.

    The first time all findings are new. A change is told until it was written out whole: what an
    error or a reader that leaves cuts off comes again.
    """
    from aa_sdk.cli._syncing.syncing import Syncing
    from aa_sdk.cli._syncing.syncing import sync as sync_analyzers
    from aa_sdk.cli.running import run

    how = Syncing(store, analyzer, is_kept, service.demo)
    run(
        lambda client: sync_analyzers(client, how, output, wide=wide, columns=columns),
        service,
    )
