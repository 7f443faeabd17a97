"""`aa-sdk rules`: list, effect, create, apply."""

from typing import Annotated

import typer

from aa_sdk.cli._grammar import NounGroup, examples
from aa_sdk.cli._options import (
    Analyzer,
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
    service_options,
)

app: typer.Typer = typer.Typer(
    cls=NounGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Archive rules. Without a verb they are listed: `list --help` has the options.",
)
app.callback(
    epilog=examples(
        "aa-sdk rules --demo",
        "aa-sdk rules effect --where resourceType=AWS::S3::Bucket --analyzer account-external "
        "--demo",
    )
)(service_options)

RuleName = Annotated[str, typer.Argument(metavar="NAME", help="Name of the rule.")]


@app.command(
    "list", epilog=examples("aa-sdk rules --demo", "aa-sdk rules --analyzer account-external")
)
@connected
def list_(
    service: ServiceOptions,
    *,
    analyzer: Analyzers = None,
    output: FormatOption = Format.TABLE,
    wide: Wide = False,
    columns: Columns = None,
) -> None:
    """List archive rules, of all active analyzers or of some."""
    from aa_sdk.cli._rules.listing import list_rules
    from aa_sdk.cli.running import run

    run(
        lambda client: list_rules(
            client, analyzer, output, service.now(), wide=wide, columns=columns
        ),
        service,
    )


@app.command(
    epilog=examples(
        "aa-sdk rules effect --where resourceType=AWS::S3::Bucket --analyzer account-external "
        "--demo"
    )
)
@connected
def effect(
    service: ServiceOptions,
    *,
    where: Where = None,
    analyzer: Analyzer = None,
    output: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Say what an archive rule would hide, before there is one."""
    from aa_sdk.cli._rules.making import parse_rule, show_effect
    from aa_sdk.cli.running import run

    rule = parse_rule(where or [])
    run(lambda client: show_effect(client, analyzer, rule, output), service)


@app.command(
    epilog=examples(
        "aa-sdk rules create trusted --where principal.AWS=444455556666 --where isPublic=false "
        "--analyzer account-external --dry-run --demo"
    )
)
@connected
def create(
    service: ServiceOptions,
    name: RuleName,
    *,
    where: Where = None,
    analyzer: Analyzer = None,
    is_applied: Annotated[
        bool, typer.Option("--apply", help="Archive the findings there are, too.")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Create an archive rule: what comes from then on and matches is archived."""
    from aa_sdk.cli._rules.making import create_rule, parse_rule, show_effect
    from aa_sdk.cli.running import run

    rule = parse_rule(where or [])
    if dry_run:
        run(lambda client: show_effect(client, analyzer, rule, ReportFormat.TABLE), service)
    else:
        run(
            lambda client: create_rule(client, analyzer, name, rule, is_applied=is_applied),
            service,
        )


@app.command(epilog=examples("aa-sdk rules apply trusted --analyzer account-external"))
@connected
def apply(service: ServiceOptions, name: RuleName, *, analyzer: Analyzer = None) -> None:
    """Archive the findings there are that match a rule."""
    from aa_sdk.cli._rules.making import apply_rule
    from aa_sdk.cli.running import run

    run(lambda client: apply_rule(client, analyzer, name), service)
