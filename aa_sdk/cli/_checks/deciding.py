"""Questions put to policies: by `check_policies`, a run for each type, and by `external_access`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast, get_args

import anyio.to_thread

from aa_sdk.cli._bars import LateBar
from aa_sdk.cli._checks.asked import Asked, Public
from aa_sdk.cli._checks.comparisons import Earlier
from aa_sdk.cli._checks.refusals import in_options
from aa_sdk.cli._checks.statements import names_a_principal
from aa_sdk.cli._checks.verdict_making import NAMES, VerdictMaker, of_unresolved
from aa_sdk.cli._checks.verdicts import CheckName, Verdict
from aa_sdk.cli._sources.found import Found, FoundPolicy
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.models import AccessCheckResourceType, PolicyType, ValidatePolicyResourceType
from aa_sdk.policy import PolicyError, external_access
from aa_sdk.policy._told_types import RESOURCE_TYPE, told_type
from aa_sdk.workflows.policies import PolicyOutcome, PolicyQuestion, check_policies

_CHECKED_TYPES = frozenset[str](get_args(get_args(AccessCheckResourceType)[0]))
_VALIDATED_TYPES = frozenset[str](get_args(get_args(ValidatePolicyResourceType)[0]))
_SAY_TYPE = "--resource-type TYPE says what it is attached to"
_ASK_OF_TYPE = "--ask-service has the service asked, with --resource-type TYPE"
_CONTROL = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")

_Outcomes = dict[str, dict[PolicyQuestion, PolicyOutcome]]
_Types = dict[str, str | PolicyError]
"""The types of the resources that policies are for, or why they are not known, by policy."""


async def decide(
    found: Found, asked: Asked, earlier: Earlier | None, client: AccessAnalyzerClient | None
) -> list[Verdict]:
    """Put questions to policies.

    Args:
        found: The policies.
        asked: The questions.
        earlier: What policies are compared with; None where that is not asked.
        client: Whom to ask what is undecided here; None for nobody.

    Returns:
        The verdicts by policy, in the order of the files.

    Raises:
        CommandError: Something that was asked cannot be used.
        AccessAnalyzerError: The service cannot be asked at all.
    """
    outcomes: _Outcomes = {}
    types = _resource_types(found.policies, asked)
    groups: dict[PolicyType | None, list[FoundPolicy]] = {}
    for policy in found.policies:
        groups.setdefault(type_of(policy, asked), []).append(policy)
    for policy_type, policies in groups.items():
        with in_options(asked, earlier):
            outcomes |= await _outcomes(policies, policy_type, asked, earlier, types, client=client)
    verdicts = [
        verdict
        for policy in found.policies
        for verdict in await _verdicts(policy, asked, earlier, types, outcomes)
    ]
    return [*verdicts, *map(of_unresolved, found.unresolved)]


async def _outcomes(
    policies: Sequence[FoundPolicy],
    policy_type: PolicyType | None,
    asked: Asked,
    earlier: Earlier | None,
    types: _Types,
    *,
    client: AccessAnalyzerClient | None,
) -> _Outcomes:
    """Ask policies of one type all but who gets in from outside."""
    questions: dict[str, Any] = {}
    if asked.validate:
        questions["validate_as"] = {
            one.name: named
            for one in policies
            if (named := one.resource_type or asked.resource_type) in _VALIDATED_TYPES
        }
    if policy_type not in _CONTROL:
        if earlier is not None:
            questions["new_access_against"] = earlier.one or {
                one.name: earlier.by_name[one.name]
                for one in policies
                if one.name in earlier.by_name
            }
        if asked.actions or asked.resources:
            access = {"actions": asked.actions, "resources": asked.resources}
            questions["access_not_granted"] = {name: list(v) for name, v in access.items() if v}
        if asked.public is not Public.NONE and policy_type != "IDENTITY_POLICY":
            questions["no_public_access"] = {
                one.name: kind
                for one in policies
                if _is_asked_of(one, asked) and isinstance(kind := types.get(one.name), str)
            }
    if not questions:
        return {}
    report = await check_policies(
        {one.name: one.text for one in policies},
        validate=asked.validate,
        policy_type=policy_type,
        client=client,
        on_progress=LateBar(),
        **questions,
    )
    return {one.name: dict(one.outcomes) for one in report.results}


def type_of(policy: FoundPolicy, asked: Asked) -> PolicyType | None:
    """Return what a policy hangs on: what a template says counts, then what an option says."""
    is_resource = asked.resource_type is not None and asked.validate and asked.is_single
    return policy.policy_type or asked.policy_type or ("RESOURCE_POLICY" if is_resource else None)


def _resource_types(policies: Sequence[FoundPolicy], asked: Asked) -> _Types:
    """Find the types of resources for the questions that depend on them."""
    return {
        one.name: one.resource_type or asked.resource_type or _told_type(one, asked)
        for one in policies
        if (asked.outside is not None or _is_asked_of(one, asked)) and not _is_of_another_type(one)
    }


def _told_type(policy: FoundPolicy, asked: Asked) -> str | PolicyError:
    try:
        return told_type(policy.text, leniently=asked.outside is not None)
    except PolicyError as error:
        return error


def _is_asked_of(policy: FoundPolicy, asked: Asked) -> bool:
    return (
        asked.public is Public.ALL
        or (asked.public is not Public.NONE and policy.resource_type is not None)
        or (asked.public is Public.RESOURCES and _names_a_principal(policy))
    )


def _is_of_another_type(policy: FoundPolicy) -> bool:
    """Tell whether a template says that it is of a resource whose access nobody knows here."""
    return bool(policy.resource) and policy.resource_type is None


def _names_a_principal(policy: FoundPolicy) -> bool:
    """Tell a policy of a resource, which may be malformed otherwise."""
    if policy.policy_type is not None:
        return policy.policy_type == "RESOURCE_POLICY"
    return names_a_principal(policy.text)


async def _verdicts(
    policy: FoundPolicy,
    asked: Asked,
    earlier: Earlier | None,
    types: _Types,
    outcomes: _Outcomes,
) -> list[Verdict]:
    maker = VerdictMaker(policy, earlier, strict=asked.strict)
    kind, answers = types.get(policy.name), outcomes.get(policy.name, {})
    verdicts = [maker.of_outcome(one, answers[one]) for one in NAMES if one in answers]
    if not (policy.resource_type or asked.resource_type):
        verdicts = [_naming_type(one, kind) for one in verdicts]
    verdicts += _not_asked(policy, maker, asked, earlier, kind)
    if asked.outside is not None:
        # Its verdict is there when the policy's turn has come.
        verdicts.append(await anyio.to_thread.run_sync(_outside, policy, maker, asked, kind))
    return verdicts or [maker.plain("read", "skipped", "Nothing was asked of it.")]


def _naming_type(verdict: Verdict, kind: str | PolicyError | None) -> Verdict:
    """Name the type of the resource in a verdict on public access."""
    if verdict.check != "no-public-access" or verdict.state not in ("pass", "fail"):
        return verdict
    return replace(verdict, message=f"{verdict.message.rstrip('.')}, as that of an {kind}.")


def _not_asked(
    policy: FoundPolicy,
    maker: VerdictMaker,
    asked: Asked,
    earlier: Earlier | None,
    resource_type: str | PolicyError | None,
) -> Iterator[Verdict]:
    """Say what was not asked of a policy, and why."""
    kind = type_of(policy, asked)
    checks: list[CheckName] = []
    if kind in _CONTROL:
        if earlier is not None:
            checks.append("no-new-access")
        if asked.actions or asked.resources:
            checks.append("access-not-granted")
    elif earlier is not None and earlier.one is None and policy.name not in earlier.by_name:
        fault = earlier.unreadable.get(policy.name)
        if fault is None:
            yield maker.plain("no-new-access", "new", "It is new: nothing to compare with.")
        else:
            yield maker.plain("no-new-access", "error", f"{earlier.label_of(policy.name)}: {fault}")
    if kind not in (None, "RESOURCE_POLICY") and asked.public is Public.ALL:
        checks.append("no-public-access")
    elif _is_asked_of(policy, asked):
        yield from _without_type("no-public-access", policy, maker, resource_type)
    elif asked.public is Public.NAMED and not policy.resource and _names_a_principal(policy):
        message, way_out = "Not asked of a plain file.", "--public asks it"
        yield maker.plain("no-public-access", "skipped", message, way_out=way_out)
    for check in checks:
        yield maker.plain(check, "skipped", f"This is not asked of a {kind}.")


def _without_type(
    check: CheckName,
    policy: FoundPolicy,
    maker: VerdictMaker,
    resource_type: str | PolicyError | None,
) -> Iterator[Verdict]:
    """Say that a question has no answer where nobody knows of which type the resource is."""
    if _is_of_another_type(policy):
        reason = f"It is not known here who gets into a resource of the type {policy.resource}."
        yield maker.plain(check, "undecided", reason)
    elif isinstance(resource_type, PolicyError):
        yield _not_told(check, maker, resource_type)


def _not_told(check: CheckName, maker: VerdictMaker, error: PolicyError) -> Verdict:
    if error.path != RESOURCE_TYPE:  # then it is the statements that cannot be read or decided
        can_ask = check == "no-public-access"
        return maker.of_error(check, error, _ASK_OF_TYPE if can_ask else "")
    reason = str(error.args[1]).partition(": ")[0]
    return maker.plain(check, "undecided", reason, way_out=_SAY_TYPE)


def _outside(
    policy: FoundPolicy,
    maker: VerdictMaker,
    asked: Asked,
    resource_type: str | PolicyError | None,
) -> Verdict:
    """Find who gets in from outside; in a worker thread."""
    outside = cast("Any", asked.outside)
    kind = type_of(policy, asked)
    if kind not in (None, "RESOURCE_POLICY"):
        return maker.plain("external-access", "skipped", f"This is not asked of a {kind}.")
    unknown = next(_without_type("external-access", policy, maker, resource_type), None)
    if unknown is not None:
        return unknown
    try:
        found = external_access(
            policy.text, cast("str", resource_type), outside.owner, outside.zone
        )
    except PolicyError as error:
        return maker.of_error("external-access", error)
    return maker.of_accesses(found)
