"""`aa-sdk preview`: what a policy would open, before it is deployed."""

from typing import Annotated

import typer

from aa_sdk.cli._grammar import CommandGroup, examples
from aa_sdk.cli._options import (
    Analyzer,
    Columns,
    ExitCode,
    Format,
    FormatOption,
    ServiceOptions,
    Where,
    Wide,
    connected,
)

app: typer.Typer = typer.Typer(cls=CommandGroup, add_completion=False, rich_markup_mode=None)


@app.command(
    epilog=examples(
        "aa-sdk preview arn:aws:s3:::reports bucket-policy.json",
        "aa-sdk preview arn:aws:s3:::reports bucket-policy.json --exit-code -o markdown",
        "aa-sdk preview --demo",
    )
)
@connected
def preview(
    service: ServiceOptions,
    arn: Annotated[
        str | None, typer.Argument(metavar="ARN", help="The resource; it need not exist.")
    ] = None,
    policy: Annotated[
        str | None,
        typer.Argument(
            metavar="POLICY", help="The policy that it would get, in a file; - for stdin."
        ),
    ] = None,
    *,
    analyzer: Analyzer = None,
    where: Where = None,
    exit_code: ExitCode = False,
    output: FormatOption = Format.TABLE,
    wide: Wide = False,
    columns: Columns = None,
) -> None:
    """Have the service tell which findings a policy would cause, keep or resolve.

    An analyzer of type ACCOUNT makes it. With --exit-code it ends with 3 where a finding would
    become active.
    """
    from aa_sdk.cli._findings.choosing import parse_filter
    from aa_sdk.cli._previewing import Proposal, preview_policy
    from aa_sdk.cli.running import run

    if policy is None and not (arn is None and service.demo):
        raise typer.BadParameter("name the resource and its policy: ARN POLICY, or see --demo")
    proposal = Proposal(arn, policy, analyzer, parse_filter(where or []))
    run(
        lambda client: preview_policy(
            client, proposal, output, is_asked=exit_code, wide=wide, columns=columns
        ),
        service,
    )
