"""The commands and their options."""

from enum import StrEnum
from typing import Annotated

import typer

from aa_sdk._version import __version__
from aa_sdk.cli import check, listing
from aa_sdk.cli._terminal import CommandGroup, say
from aa_sdk.cli.running import ServiceOptions, run

app: typer.Typer = typer.Typer(
    name="aa-sdk",
    cls=CommandGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(check.app, name="check", help="Check policies offline, without an AWS account.")


class ListingFormat(StrEnum):
    """How a listing is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[ListingFormat, typer.Option("--format", help="How to write the listing.")]
Region = Annotated[
    str | None,
    typer.Option("--region", metavar="REGION", help="AWS Region.  [default: as configured]"),
]
Profile = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", help="Profile of the AWS configuration files."),
]
EndpointUrl = Annotated[
    str | None,
    typer.Option("--endpoint-url", metavar="URL", help="Where the service is, for emulators."),
]
Demo = Annotated[
    bool, typer.Option("--demo", help="Use the embedded emulator with sample data instead of AWS.")
]


def _tell_version(wanted: bool) -> None:  # noqa: FBT001 (as typer calls it)
    if wanted:
        say(f"aa-sdk {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """List what AWS IAM Access Analyzer found, and check policies."""


@app.command()
def analyzers(
    *,
    output: FormatOption = ListingFormat.TABLE,
    region: Region = None,
    profile: Profile = None,
    endpoint_url: EndpointUrl = None,
    demo: Demo = False,
) -> None:
    """List the analyzers of a Region."""
    service = ServiceOptions(region, profile, endpoint_url, demo=demo)
    run(lambda client: listing.list_analyzers(client, output.value), service)


@app.command()
def findings(
    *,
    analyzer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ARN", help="List this analyzer's; may be repeated.  [default: all active ones]"
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="Only matching findings: status=ACTIVE, resource~prod, error?, "
            "resourceType!=AWS::KMS::Key … may be repeated, and all must hold.",
        ),
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", help="Fetch each finding's details: one call for each.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="At most so many findings.")
    ] = None,
    output: FormatOption = ListingFormat.TABLE,
    region: Region = None,
    profile: Profile = None,
    endpoint_url: EndpointUrl = None,
    demo: Demo = False,
) -> None:
    """List findings of every type, with a summary."""
    selection = listing.Selection(
        tuple(analyzer or ()), listing.parse_filter(where or []), details, limit
    )
    service = ServiceOptions(region, profile, endpoint_url, demo=demo)
    run(lambda client: listing.list_findings(client, selection, output.value), service)
