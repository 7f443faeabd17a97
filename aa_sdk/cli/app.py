"""The root of the command line: its nouns, and the options before them."""

from typing import Annotated, ClassVar

import typer

from aa_sdk._version import __version__
from aa_sdk.cli._grammar import Noun, Nouns, examples
from aa_sdk.cli._options import Demo, EndpointUrl, Profile, Region, service_options
from aa_sdk.cli._terminal import say


class _All(Nouns):
    nouns: ClassVar = {
        "analyzers": Noun("aa_sdk.cli.analyzers", "Analyzers: list, get, ensure."),
        "findings": Noun(
            "aa_sdk.cli.findings", "Findings: list, get, archive, unarchive, export, summary."
        ),
        "rules": Noun("aa_sdk.cli.rules", "Archive rules: list, effect, create, apply."),
        "sync": Noun("aa_sdk.cli.sync", "Keep findings in a file, and tell what has changed."),
        "fleet": Noun("aa_sdk.cli.fleet", "Many accounts and Regions: findings, analyzers."),
        "check": Noun("aa_sdk.cli.check", "Check policies offline, without an AWS account."),
        "diff": Noun("aa_sdk.cli.diff", "What a change of a policy adds and removes."),
        "preview": Noun("aa_sdk.cli.preview", "What a policy would open, before it is deployed."),
        "emulator": Noun("aa_sdk.cli.emulator", "Serve the service from memory, for tests."),
    }


app: typer.Typer = typer.Typer(
    name="aa-sdk",
    cls=_All,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _tell_version(wanted: bool) -> None:  # noqa: FBT001 (as typer calls it)
    if wanted:
        say(f"aa-sdk {__version__}")
        raise typer.Exit


@app.callback(
    epilog=examples(
        "aa-sdk findings --demo --where status=ACTIVE",
        "aa-sdk findings get 222891f6 --demo",
        "aa-sdk check no-new-access new.json existing.json",
    )
)
def root(
    ctx: typer.Context,
    *,
    region: Region = None,
    profile: Profile = None,
    endpoint_url: EndpointUrl = None,
    demo: Demo = False,
    version: Annotated[  # noqa: ARG001 (its callback has told it)
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Work with what AWS IAM Access Analyzer found, and check policies."""
    service_options(ctx, region=region, profile=profile, endpoint_url=endpoint_url, demo=demo)
