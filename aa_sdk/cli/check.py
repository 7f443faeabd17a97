"""`aa-sdk check`: the policy checks on files, without an AWS account."""

import errno
import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO, cast, get_args

import typer

from aa_sdk._display import escape
from aa_sdk.cli._grammar import CommandGroup
from aa_sdk.cli._terminal import fail, say, say_verdict, write_json
from aa_sdk.models.policy_checks import Access, AccessCheckResourceType
from aa_sdk.policy import (
    AccessExample,
    Policy,
    PolicyCheck,
    PolicyError,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
)
from aa_sdk.policy._language.reading import read_file, read_stream

EXIT_FAIL = 3

app: typer.Typer = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Exits with 0 for PASS, 3 for FAIL, 1 for an error.",
)


class VerdictFormat(StrEnum):
    """How a verdict is written."""

    TEXT = "text"
    JSON = "json"


class PolicyKind(StrEnum):
    """What a policy is attached to."""

    IDENTITY_POLICY = "IDENTITY_POLICY"
    RESOURCE_POLICY = "RESOURCE_POLICY"


FormatOption = Annotated[VerdictFormat, typer.Option("--format", help="How to write the verdict.")]
KindOption = Annotated[
    PolicyKind,
    typer.Option("--policy-type", case_sensitive=False, help="What the policy is attached to."),
]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="The policy; - for stdin.")]


def _resource_type(value: str) -> str:
    known: tuple[str, ...] = get_args(get_args(AccessCheckResourceType)[0])
    by_name = {name.lower(): name for name in known}
    if value.lower() not in by_name:
        raise typer.BadParameter(f"one of {', '.join(known)}")
    return by_name[value.lower()]


@app.command()
def no_new_access(
    new: Annotated[str, typer.Argument(metavar="NEW", help="The policy to check; - for stdin.")],
    existing: Annotated[
        str, typer.Argument(metavar="EXISTING", help="The policy to compare with; - for stdin.")
    ],
    *,
    kind: KindOption = PolicyKind.IDENTITY_POLICY,
    output: FormatOption = VerdictFormat.TEXT,
) -> None:
    """Check that NEW allows nothing that EXISTING does not allow."""
    if new == existing == "-":
        raise typer.BadParameter("only one of the policies can come from stdin")
    policies = _read(new), _read(existing)
    try:
        check = check_no_new_access(*policies, kind.value)
    except PolicyError as error:
        fail(str(error))
    _report(check, output)


@app.command()
def access_not_granted(
    policy: FileArgument,
    *,
    action: Annotated[
        list[str] | None, typer.Option(metavar="ACTION", help="Not to be allowed; repeatable.")
    ] = None,
    resource: Annotated[
        list[str] | None, typer.Option(metavar="ARN", help="Not to be accessible; repeatable.")
    ] = None,
    kind: KindOption = PolicyKind.IDENTITY_POLICY,
    output: FormatOption = VerdictFormat.TEXT,
) -> None:
    """Check that a policy allows none of some actions on any of some resources."""
    if not action and not resource:
        raise typer.BadParameter("give at least one --action or --resource")
    parsed = _read(policy)
    try:
        access = Access(actions=action, resources=resource)
        check = check_access_not_granted(parsed, access, kind.value)
    except PolicyError as error:
        fail(f"{_name(policy)}: {error}")
    _report(check, output)


@app.command()
def no_public_access(
    policy: FileArgument,
    *,
    resource_type: Annotated[
        str,
        typer.Option(metavar="TYPE", callback=_resource_type, help="What it is attached to."),
    ] = "AWS::S3::Bucket",
    output: FormatOption = VerdictFormat.TEXT,
) -> None:
    """Check that a resource policy does not open the resource to everyone."""
    parsed = _read(policy)
    try:
        check = check_no_public_access(parsed, cast("AccessCheckResourceType", resource_type))
    except PolicyError as error:
        fail(f"{_name(policy)}: {error}")
    _report(check, output)


def _read(source: str) -> Policy:
    """Read a policy from a file or, for `-`, from stdin."""
    name = _name(source)
    try:
        return Policy.parse(_stdin() if source == "-" else read_file(Path(source)))
    except PolicyError as error:
        fail(f"{name}: {error}")
    except OSError as error:
        fail(f"{name}: {error.strerror or error}")


def _stdin() -> str:
    # None where the process was started without one.
    stream: TextIO | None = sys.stdin
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    # The buffer would read ahead, and leave nothing to whoever shares stdin.
    return read_stream(getattr(stream.buffer, "raw", stream.buffer))


def _name(source: str) -> str:
    return "stdin" if source == "-" else source


def _report(check: PolicyCheck, output: VerdictFormat) -> None:
    if output is VerdictFormat.JSON:
        write_json(_as_json(check))
    else:
        colour = typer.colors.GREEN if check.passed else typer.colors.RED
        say_verdict(check.result, check.message, colour)
        for line in _explanation(check):
            say(line)
    if not check.passed:
        raise typer.Exit(EXIT_FAIL)


def _explanation(check: PolicyCheck) -> Iterator[str]:
    for reason in check.reasons:
        yield f"  {reason.description}"
    example = check.counterexample
    if example:
        yield "A request that shows it:"
        facts = [(escape(name), fact) for name, fact in _facts(example)]
        width = max(len(name) for name, _ in facts)
        for name, fact in facts:
            yield f"  {name:{width}}  {fact}"
    if not check.exact:
        yield "Policy variables were over-approximated: a FAIL may be stricter than AWS."


def _facts(example: AccessExample) -> list[tuple[str, str]]:
    index, sid = example.allowed_by
    facts = [("action", example.action), ("resource", example.resource)]
    if example.principal:
        facts.append(("principal", f"{example.principal_type} {example.principal}"))
    for key, value in example.context.items():
        if value is None:
            facts.append((key, "(absent)"))
        else:
            facts.append((key, value if isinstance(value, str) else ", ".join(value)))
    return [*facts, ("allowed by", f"statement {index}" + (f" ({sid})" if sid else ""))]


def _as_json(check: PolicyCheck) -> dict[str, Any]:
    example = check.counterexample
    return {
        "result": check.result,
        "message": check.message,
        "reasons": [reason.to_wire() for reason in check.reasons],
        "counterexample": example
        and {
            "action": example.action,
            "resource": example.resource,
            "principal": {example.principal_type: example.principal} if example.principal else None,
            "context": example.context,
            "allowedBy": {
                "statementIndex": example.allowed_by[0],
                "statementId": example.allowed_by[1],
            },
        },
        "exact": check.exact,
    }
