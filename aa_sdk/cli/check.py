"""`aa-sdk check`: policies in files checked, without an AWS account."""

from typing import Annotated, ClassVar

import typer

from aa_sdk.cli._check_options import (
    Actions,
    AskService,
    Base,
    CheckedType,
    Files,
    Kind,
    KindValidated,
    OutsideType,
    Parameters,
    Reports,
    Resources,
    Strict,
    UnlistedActions,
    ValidatedKind,
    ValidatedType,
    Verbose,
    named_files,
    outputs_of,
    refuse_identity,
    said_of,
    type_of,
)
from aa_sdk.cli._grammar import NounGroup, examples
from aa_sdk.cli._options import (
    CheckFormat,
    CheckFormatOption,
    ServiceOptions,
    connected,
    service_options,
)


class _Checks(NounGroup):
    bare: ClassVar[str] = "files"
    is_open: ClassVar[bool] = True


app: typer.Typer = typer.Typer(
    cls=_Checks,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Check policies offline: files, folders, templates of CloudFormation, Terraform plans "
    "as JSON, or - for stdin. Without a verb, `files` is "
    "meant. Exits with 0 for PASS, 3 for FAIL, 1 where there is an error or no verdict.",
)
app.callback(
    epilog=examples(
        "aa-sdk check --demo",
        "aa-sdk check policies/ --action iam:CreateUser --format sarif",
        "aa-sdk check no-new-access new.json existing.json",
    )
)(service_options)


@app.command(
    epilog=examples(
        "aa-sdk check no-new-access new.json existing.json",
        "aa-sdk check no-new-access policies/ --base main",
    )
)
@connected
def no_new_access(
    service: ServiceOptions,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NEW EXISTING",
            help="Policies to check, and last the one to compare with; - for stdin. "
            "With --base, policies to check.",
        ),
    ] = None,
    *,
    base: Base = None,
    kind: Kind = None,
    parameter: Parameters = None,
    ask_service: AskService = False,
    output: CheckFormatOption = CheckFormat.TEXT,
    report: Reports = None,
    verbose: Verbose = False,
) -> None:
    """Check that policies allow nothing that EXISTING does not allow."""
    from aa_sdk.cli._checks.asked import SAMPLE, Asked
    from aa_sdk.cli._checks.command import check

    named = named_files(files, service)
    existing = None
    if base is None and named:
        if len(named) == 1:
            raise typer.BadParameter("name what to compare with: a last FILE, or --base GITREF")
        *named, existing = named
    elif not named:
        if base is not None:
            raise typer.BadParameter("name at least one FILE that has a version in git")
        existing = SAMPLE
    asked = Asked(
        existing=existing,
        base=base,
        policy_type=type_of(kind),
        said=said_of(parameter),
        ask_service=ask_service,
    )
    check(named, asked, service, outputs_of(output, report), verbose=verbose)


@app.command(
    epilog=examples(
        "aa-sdk check access-not-granted policy.json --action iam:PassRole",
        "aa-sdk check access-not-granted --action iam:PassRole --demo",
    )
)
@connected
def access_not_granted(
    service: ServiceOptions,
    files: Files = None,
    *,
    action: Actions = None,
    unlisted_action: UnlistedActions = None,
    resource: Resources = None,
    kind: Kind = None,
    parameter: Parameters = None,
    ask_service: AskService = False,
    output: CheckFormatOption = CheckFormat.TEXT,
    report: Reports = None,
    verbose: Verbose = False,
) -> None:
    """Check that policies allow none of some actions on any of some resources."""
    from aa_sdk.cli._checks.asked import Asked
    from aa_sdk.cli._checks.command import check

    if not (action or unlisted_action or resource):
        raise typer.BadParameter("give at least one --action or --resource")
    asked = Asked(
        actions=(*(action or ()), *(unlisted_action or ())),
        resources=tuple(resource or ()),
        policy_type=type_of(kind),
        said=said_of(parameter),
        ask_service=ask_service,
    )
    check(named_files(files, service), asked, service, outputs_of(output, report), verbose=verbose)


@app.command(
    epilog=examples(
        "aa-sdk check no-public-access queue.json --resource-type AWS::SQS::Queue",
        "aa-sdk check no-public-access --demo",
    )
)
@connected
def no_public_access(
    service: ServiceOptions,
    files: Files = None,
    *,
    resource_type: CheckedType = None,
    kind: Kind = None,
    parameter: Parameters = None,
    ask_service: AskService = False,
    output: CheckFormatOption = CheckFormat.TEXT,
    report: Reports = None,
    verbose: Verbose = False,
) -> None:
    """Check that resource policies do not open their resources to everyone."""
    from aa_sdk.cli._checks.asked import Asked, Public
    from aa_sdk.cli._checks.command import check

    refuse_identity(kind)
    asked = Asked(
        public=Public.ALL,
        resource_type=resource_type,
        policy_type=type_of(kind),
        said=said_of(parameter),
        ask_service=ask_service,
    )
    check(named_files(files, service), asked, service, outputs_of(output, report), verbose=verbose)


@app.command(
    epilog=examples(
        "aa-sdk check validate policies/ --strict",
        "aa-sdk check validate scp.json --policy-type SERVICE_CONTROL_POLICY",
    )
)
@connected
def validate(
    service: ServiceOptions,
    files: Files = None,
    *,
    kind: KindValidated = None,
    parameter: Parameters = None,
    resource_type: ValidatedType = None,
    strict: Strict = False,
    ask_service: AskService = False,
    output: CheckFormatOption = CheckFormat.TEXT,
    report: Reports = None,
    verbose: Verbose = False,
) -> None:
    """Find what is wrong with policies, or could be better."""
    from aa_sdk.cli._checks.asked import Asked
    from aa_sdk.cli._checks.command import check

    if resource_type is not None and kind not in (None, ValidatedKind.RESOURCE_POLICY):
        raise typer.BadParameter("--resource-type: this is for a RESOURCE_POLICY alone")
    asked = Asked(
        validate=True,
        strict=strict,
        policy_type=type_of(kind),
        said=said_of(parameter),
        resource_type=resource_type,
        ask_service=ask_service,
    )
    check(named_files(files, service), asked, service, outputs_of(output, report), verbose=verbose)


@app.command(
    epilog=examples(
        "aa-sdk check external-access bucket.json --account 111122223333",
        "aa-sdk check external-access --organization o-a1b2c3d4e5 --demo",
    )
)
@connected
def external_access(
    service: ServiceOptions,
    files: Files = None,
    *,
    account: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The account that owns the resources; it is trusted."),
    ] = None,
    organization: Annotated[
        str | None, typer.Option(metavar="ID", help="Trust this organization, too.")
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH", help="Of the organization, trust this unit alone; repeatable."
        ),
    ] = None,
    member: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="An account of the organization; repeatable."),
    ] = None,
    canonical_id: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A canonical user id that is trusted; repeatable."),
    ] = None,
    resource_type: OutsideType = None,
    kind: Kind = None,
    parameter: Parameters = None,
    output: CheckFormatOption = CheckFormat.TEXT,
    report: Reports = None,
    verbose: Verbose = False,
) -> None:
    """Find who gets in from outside of a zone of trust, as an analyzer does."""
    from aa_sdk.cli._checks.asked import Asked
    from aa_sdk.cli._checks.command import check
    from aa_sdk.cli._checks.zones import outside_of

    named = named_files(files, service)
    refuse_identity(kind)
    outside = outside_of(
        account or (None if named else "111122223333"),
        organization,
        units=unit or [],
        members=member or [],
        canonical_ids=canonical_id or [],
    )
    asked = Asked(
        outside=outside,
        resource_type=resource_type,
        policy_type=type_of(kind),
        said=said_of(parameter),
    )
    check(named, asked, service, outputs_of(output, report), verbose=verbose)


@app.command(
    epilog=examples(
        "aa-sdk check --demo",
        "aa-sdk check policies/ --public --action iam:CreateUser",
        "aa-sdk check policies/ --base main --format github",
    )
)
@connected
def files(
    service: ServiceOptions,
    files: Files = None,
    *,
    no_validate: Annotated[
        bool, typer.Option("--no-validate", help="Do not validate policies.")
    ] = False,
    strict: Strict = False,
    action: Actions = None,
    unlisted_action: UnlistedActions = None,
    resource: Resources = None,
    public: Annotated[
        bool,
        typer.Option("--public", help="Check all policies of resources for public access."),
    ] = False,
    resource_type: CheckedType = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="EXISTING", help="Compare with this policy; none may allow more."),
    ] = None,
    base: Base = None,
    kind: Kind = None,
    parameter: Parameters = None,
    ask_service: AskService = False,
    output: CheckFormatOption = CheckFormat.TEXT,
    report: Reports = None,
    verbose: Verbose = False,
) -> None:
    """Ask all questions at once. Policies are validated, unless --no-validate says not to.

    Where a template names the resource, its policy is checked for public access.
    """
    from aa_sdk.cli._checks.asked import Asked, Public
    from aa_sdk.cli._checks.command import check

    if against is not None and base is not None:
        raise typer.BadParameter("compare with --against or with --base, not with both")
    if base is not None and not files:
        raise typer.BadParameter("name at least one FILE that has a version in git")
    is_public = public or resource_type is not None
    is_listed = bool(action or unlisted_action or resource)
    if no_validate and not (is_public or is_listed or against or base):
        raise typer.BadParameter("--no-validate: this leaves nothing to ask; add --public, say")
    asked = Asked(
        existing=against,
        base=base,
        actions=(*(action or ()), *(unlisted_action or ())),
        resources=tuple(resource or ()),
        public=Public.RESOURCES if is_public else Public.NAMED,
        validate=not no_validate,
        strict=strict,
        policy_type=type_of(kind),
        said=said_of(parameter),
        resource_type=resource_type,
        ask_service=ask_service,
        is_single=False,
    )
    check(named_files(files, service), asked, service, outputs_of(output, report), verbose=verbose)
