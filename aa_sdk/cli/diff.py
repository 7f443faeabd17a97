"""`aa-sdk diff`: what a change of a policy adds and removes."""

from typing import Annotated

import typer

from aa_sdk.cli._check_options import Kind, type_of
from aa_sdk.cli._grammar import CommandGroup, examples
from aa_sdk.cli._options import DiffFormat, ExitCode, ServiceOptions, connected

app: typer.Typer = typer.Typer(cls=CommandGroup, add_completion=False, rich_markup_mode=None)


@app.command(
    epilog=examples(
        "aa-sdk diff old.json new.json",
        "git show main:policy.json | aa-sdk diff - policy.json -o markdown",
        "aa-sdk diff --demo",
    )
)
@connected
def diff(
    service: ServiceOptions,
    old: Annotated[
        str | None, typer.Argument(metavar="OLD", help="The policy as it was; - for stdin.")
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="NEW", help="The policy as it is to be; - for stdin.")
    ] = None,
    *,
    kind: Kind = None,
    exit_code: ExitCode = False,
    output: Annotated[
        DiffFormat, typer.Option("--format", "-o", help="How to write it.")
    ] = DiffFormat.TEXT,
) -> None:
    """Tell what NEW allows that OLD does not (+), and the reverse (-).

    Nothing is missing from it: where it is empty, both are proven to allow the same.
    """
    from aa_sdk.cli._diffing import compare_files
    from aa_sdk.cli.running import run_alone

    if new is None and not (old is None and service.demo):
        raise typer.BadParameter("name two FILES, OLD and NEW, or see samples with --demo")
    if old == new == "-":
        raise typer.BadParameter("only one of the policies can come from stdin")
    run_alone(lambda: compare_files(old, new, type_of(kind), output, is_asked=exit_code))
