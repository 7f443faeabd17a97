"""`aa-sdk analyzers`: list, get, ensure."""

from typing import Annotated

import typer

from aa_sdk.cli._grammar import NounGroup, examples
from aa_sdk.cli._options import (
    Columns,
    Format,
    FormatOption,
    ReportFormat,
    ReportFormatOption,
    ServiceOptions,
    Wide,
    connected,
    service_options,
)

app: typer.Typer = typer.Typer(
    cls=NounGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Analyzers. Without a verb they are listed: `list --help` has the options.",
)
app.callback(
    epilog=examples(
        "aa-sdk analyzers --demo",
        "aa-sdk analyzers get account-external --demo",
        "aa-sdk analyzers ensure analyzers.yaml --plan",
    )
)(service_options)


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

    run(
        lambda client: list_analyzers(client, output, service.now(), wide=wide, columns=columns),
        service,
    )


@app.command(
    epilog=examples(
        "aa-sdk analyzers get account-external --demo",
        "aa-sdk analyzers get account-unused -o json",
    )
)
@connected
def get(
    service: ServiceOptions,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The analyzer's name or ARN.")],
    *,
    output: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Show one analyzer: what it watches, how it is set up, its tags."""
    from aa_sdk.cli._analyzers.showing import show_analyzer
    from aa_sdk.cli.running import run

    run(lambda client: show_analyzer(client, name, output), service)


@app.command(
    epilog=examples(
        "aa-sdk analyzers ensure analyzers.yaml --plan",
        "aa-sdk analyzers ensure analyzers.yaml --prune",
        """echo '{"name": "audit", "type": "ACCOUNT_UNUSED_ACCESS"}' | """
        "aa-sdk analyzers ensure - --adopt --plan --demo",
    )
)
@connected
def ensure(
    service: ServiceOptions,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="What analyzers are to be, one or a list, in JSON, YAML or TOML; - for stdin.",
        ),
    ],
    *,
    is_plan: Annotated[
        bool, typer.Option("--plan", help="Change nothing, and say what would be.")
    ] = False,
    tells_changes: Annotated[
        bool,
        typer.Option("--exit-code", help="With --plan: end with 3 where something would change."),
    ] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Delete archive rules and tags that FILE does not name."),
    ] = False,
    adopt: Annotated[
        bool,
        typer.Option(
            "--adopt",
            help="Where there is none of the name, take over the only other one of the type.",
        ),
    ] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Delete an analyzer with its findings, and create it anew, where nothing else "
            "helps.",
        ),
    ] = False,
    timeout: Annotated[
        float,
        typer.Option(metavar="SECONDS", help="How long to wait for each to be ACTIVE."),
    ] = 600,
    output: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """See to it that analyzers, their archive rules and tags are as a file says."""
    from aa_sdk.cli._analyzers.ensuring import Ensuring, ensure_analyzers
    from aa_sdk.cli._analyzers.specifications import read_specs
    from aa_sdk.cli.running import interruptible, run

    how = Ensuring(prune, adopt, replace, timeout, is_plan, tells_changes)
    how.check()
    run(
        lambda client: ensure_analyzers(client, interruptible(read_specs, file), how, output),
        service,
    )
