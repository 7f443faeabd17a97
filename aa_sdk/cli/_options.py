"""Options that many commands take, and which service a command talks to."""

import inspect
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, Concatenate, ParamSpec

import typer

from aa_sdk.cli._service import ServiceOptions as ServiceOptions  # noqa: PLC0414 (faces take it here)

P = ParamSpec("P")


def not_empty(value: str | None) -> str | None:
    """Refuse an empty text, as of a variable that is not set, which would mean something else."""
    if value == "":
        raise typer.BadParameter("is empty")
    return value


def _analyzers(ctx: typer.Context) -> list[str]:
    from aa_sdk.cli._completion import analyzers

    return analyzers(ctx)


def _conditions(ctx: typer.Context, incomplete: str) -> list[str]:
    from aa_sdk.cli._completion import conditions

    return conditions(ctx, incomplete)


def _regions() -> list[str]:
    from aa_sdk.cli._completion import regions

    return regions()


def _profiles() -> list[str]:
    from aa_sdk.cli._completion import profiles

    return profiles()


Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="REGION",
        autocompletion=_regions,
        callback=not_empty,
        help="AWS Region.  [default: as configured]",
    ),
]
Profile = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        autocompletion=_profiles,
        callback=not_empty,
        help="Profile of the AWS configuration files.",
    ),
]
EndpointUrl = Annotated[
    str | None,
    typer.Option(
        "--endpoint-url",
        metavar="URL",
        callback=not_empty,
        help="Where the service is, for emulators.",
    ),
]
Demo = Annotated[
    bool, typer.Option("--demo", help="Use sample data in the embedded emulator instead of AWS.")
]


class Format(StrEnum):
    """How a listing is written."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    MARKDOWN = "markdown"


class ReportFormat(StrEnum):
    """How something is written that is no listing."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"


class CheckFormat(StrEnum):
    """How the verdicts of checks are written."""

    TEXT = "text"
    JSON = "json"
    NDJSON = "ndjson"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"
    MARKDOWN = "markdown"


class DiffFormat(StrEnum):
    """How a difference is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


CheckFormatOption = Annotated[
    CheckFormat,
    typer.Option("--format", "-o", help="How to write it: for people, programs, or a pipeline."),
]
ReportFormatOption = Annotated[
    ReportFormat,
    typer.Option("--format", "-o", help="How to write it: ndjson is an object a line."),
]
FormatOption = Annotated[
    Format, typer.Option("--format", "-o", help="How to write it: ndjson is an object a line.")
]
Wide = Annotated[
    bool, typer.Option("--wide", help="All columns of the table, however wide the terminal is.")
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="NAMES",
        help="Only these columns of the table, by the names in its head, with commas.",
    ),
]
Analyzers = Annotated[
    list[str] | None,
    typer.Option(
        "--analyzer",
        metavar="NAME",
        autocompletion=_analyzers,
        help="Name or ARN of an analyzer; may be repeated.  [default: all active ones]",
    ),
]
Analyzer = Annotated[
    str | None,
    typer.Option(
        "--analyzer",
        metavar="NAME",
        autocompletion=_analyzers,
        help="Name or ARN of the analyzer.  [default: the one that is active]",
    ),
]
ExitCode = Annotated[
    bool, typer.Option("--exit-code", help="End with 3 where there is something to report.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Change nothing, and say what would be.")]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="KEY=VALUE",
        autocompletion=_conditions,
        help="Only what matches: status=ACTIVE, resource~prod, error?, "
        "resourceType!=AWS::KMS::Key. Values of one key are alternatives, with commas or the "
        "option repeated; what is said of several keys has to hold together.",
    ),
]


def service_options(
    ctx: typer.Context,
    *,
    region: Region = None,
    profile: Profile = None,
    endpoint_url: EndpointUrl = None,
    demo: Demo = False,
) -> None:
    """Take the options that say which service is meant, before the command."""
    ctx.obj = ServiceOptions(region, profile, endpoint_url, demo).over(ctx.obj)


_PARAMETERS = list(inspect.signature(service_options).parameters.values())


def connected(
    command: Callable[Concatenate[ServiceOptions, P], None],
) -> Callable[..., None]:
    """Give a command the options that say which service is meant.

    Args:
        command: The command; it gets what they say as its first argument.

    Returns:
        A function for typer, which has the parameters of both.
    """

    def run(**given: Any) -> None:
        said = {one.name: given.pop(one.name) for one in _PARAMETERS}
        service_options(**said)
        call: Callable[..., None] = command
        call(said["ctx"].obj, **given)

    own = list(inspect.signature(command).parameters.values())[1:]
    parameters = [*own, *_PARAMETERS]
    # Arguments may be positional parameters of a command; typer hands on all by name.
    named = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    run.__signature__ = inspect.Signature(named)  # type: ignore[attr-defined] # as typer reads it
    run.__annotations__ = {one.name: one.annotation for one in named}
    run.__doc__ = command.__doc__
    run.__name__ = command.__name__
    return run
