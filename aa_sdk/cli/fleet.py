"""`aa-sdk fleet`: findings, analyzers."""

from typing import Annotated, ClassVar

import typer

from aa_sdk.cli._grammar import NounGroup, examples
from aa_sdk.cli._options import (
    Columns,
    Format,
    FormatOption,
    ServiceOptions,
    Where,
    Wide,
    connected,
    service_options,
)


class _Fleet(NounGroup):
    bare: ClassVar[str] = "findings"


app: typer.Typer = typer.Typer(
    cls=_Fleet,
    add_completion=False,
    rich_markup_mode=None,
    help="Many accounts and Regions at once. Without a verb their findings are listed.",
)
app.callback(
    epilog=examples(
        "aa-sdk fleet --demo --where status=ACTIVE",
        "aa-sdk fleet analyzers --organization --role AuditRole",
    )
)(service_options)

Role = Annotated[
    str | None,
    typer.Option(
        "--role",
        metavar="NAME",
        help="Role to assume in each account but the caller's own, with its path if it has one.",
    ),
]
ExternalId = Annotated[
    str | None, typer.Option("--external-id", metavar="ID", help="External id of the roles.")
]
Accounts = Annotated[
    list[str] | None,
    typer.Option("--accounts", metavar="ID,ID", help="Accounts.  [default: the caller's own]"),
]
Organization = Annotated[
    bool, typer.Option("--organization", help="All accounts of the caller's organization.")
]
Parents = Annotated[
    list[str] | None,
    typer.Option(
        "--parent",
        metavar="OU",
        help="Of the organization, those below this root or unit; may be repeated.",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude", metavar="ID", help="Of the organization, not this account; may be repeated."
    ),
]
Regions = Annotated[
    list[str] | None,
    typer.Option(
        "--regions",
        metavar="R,R",
        help="Regions.  [default: those that are enabled, in each account]",
    ),
]


@app.command(
    epilog=examples(
        "aa-sdk fleet --demo --where isPublic=true",
        "aa-sdk fleet --accounts 111122223333,444455556666 --role AuditRole "
        "--regions us-east-1,eu-west-1",
        "aa-sdk fleet --organization --role AuditRole -o ndjson > findings.ndjson",
    )
)
@connected
def findings(
    service: ServiceOptions,
    *,
    role: Role = None,
    external_id: ExternalId = None,
    accounts: Accounts = None,
    organization: Organization = False,
    parent: Parents = None,
    exclude: Exclude = None,
    regions: Regions = None,
    where: Where = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all", help="Also what several Regions tell alike, which otherwise stands once."
        ),
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
    """List findings, and say which accounts and Regions could not be read.

    It ends with 4 where an account or Region could not be read.
    """
    from aa_sdk.cli._findings.choosing import parse_filter
    from aa_sdk.cli._findings.listing import Selection
    from aa_sdk.cli._fleet.choosing import ChosenScopes, each, fleet_of, in_demo
    from aa_sdk.cli._fleet.listing import list_fleet_findings
    from aa_sdk.cli.running import run_alone

    selection = Selection(None, parse_filter(where or []), service.now(), limit)
    scopes = (each(accounts), organization, each(parent), each(exclude), each(regions))
    chosen = in_demo(service, ChosenScopes(*scopes, role, external_id))
    fleet = fleet_of(service, chosen)
    run_alone(
        lambda: list_fleet_findings(
            fleet,
            selection,
            output,
            regions=chosen.regions,
            dedupe=not every,
            wide=wide,
            columns=columns,
        )
    )


@app.command(
    epilog=examples(
        "aa-sdk fleet analyzers --demo",
        "aa-sdk fleet analyzers --organization --parent ou-ab12-cdef3456 --role AuditRole -o csv",
    )
)
@connected
def analyzers(
    service: ServiceOptions,
    *,
    role: Role = None,
    external_id: ExternalId = None,
    accounts: Accounts = None,
    organization: Organization = False,
    parent: Parents = None,
    exclude: Exclude = None,
    regions: Regions = None,
    output: FormatOption = Format.TABLE,
    wide: Wide = False,
    columns: Columns = None,
) -> None:
    """List analyzers, and the accounts and Regions that have none.

    It ends with 4 where an account or Region could not be read.
    """
    from aa_sdk.cli._fleet.choosing import ChosenScopes, each, fleet_of, in_demo
    from aa_sdk.cli._fleet.listing import list_fleet_analyzers
    from aa_sdk.cli.running import run_alone

    scopes = (each(accounts), organization, each(parent), each(exclude), each(regions))
    chosen = in_demo(service, ChosenScopes(*scopes, role, external_id))
    fleet = fleet_of(service, chosen)
    run_alone(
        lambda: list_fleet_analyzers(
            fleet, output, service.now(), regions=chosen.regions, wide=wide, columns=columns
        )
    )
