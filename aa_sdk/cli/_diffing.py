"""Two policies in files compared."""

from typing import Any, cast

from aa_sdk.cli._checks.records import example_record, statement_record
from aa_sdk.cli._checks.samples import DEPLOYER, READER
from aa_sdk.cli._checks.statements import names_a_principal
from aa_sdk.cli._documents import name_of
from aa_sdk.cli._options import DiffFormat
from aa_sdk.cli._sources.finding import find_policy
from aa_sdk.cli._terminal import EXIT_FAIL, note, say, show, write_json
from aa_sdk.cli.running import CommandError, interruptible
from aa_sdk.models import AccessCheckPolicyType, PolicyType
from aa_sdk.policy import AccessSlice, Policy, PolicyDifference, PolicyError, compare
from aa_sdk.policy._language.documents import parse_as


async def compare_files(
    old: str | None,
    new: str | None,
    policy_type: PolicyType | None,
    output: DiffFormat,
    *,
    is_asked: bool,
) -> int | None:
    """Write what a new version of a policy adds and removes.

    Args:
        old: The file of the one; None for a sample.
        new: The file of the other; None for a sample.
        policy_type: What they hang on; None to tell it by whether they name a principal.
        output: How it is written.
        is_asked: Whether the code to end with says that there is a difference.

    Raises:
        CommandError: A policy cannot be read, or the two cannot be compared.
    """
    difference = interruptible(_compared, old, new, policy_type)
    match output:
        case DiffFormat.JSON:
            write_json(_record(difference))
        case DiffFormat.MARKDOWN:
            for line in difference.to_markdown().splitlines():
                say(line)
        case _:
            _show(difference)
    return EXIT_FAIL if is_asked and not difference.equivalent else None


def _compared(old: str | None, new: str | None, policy_type: PolicyType | None) -> PolicyDifference:
    sides = ((old, READER), (new, DEPLOYER))
    before, after = (text if file is None else find_policy(file).text for file, text in sides)
    names = [name_of(str(file)) for file in (old, new)]
    for name, text in zip(names, (before, after), strict=True):
        _parsed(name, text)  # what is malformed is of no kind
    kinds = [names_a_principal(text) for text in (before, after)]
    if policy_type is None and kinds[0] != kinds[1]:
        resource, identity = names if kinds[0] else reversed(names)
        raise CommandError(
            f"{resource} is the policy of a resource, for it names a principal, and {identity} "
            "is none: they are no versions of one policy"
        )
    told = policy_type or ("RESOURCE_POLICY" if kinds[0] else "IDENTITY_POLICY")
    existing, policy = _parsed(names[0], before, told), _parsed(names[1], after, told)
    try:
        return compare(policy, existing, cast("AccessCheckPolicyType", told))
    except PolicyError as error:
        raise CommandError(f"{' and '.join(names)}: {error}") from error


def _parsed(name: str, text: str, policy_type: PolicyType | None = None) -> Policy:
    try:
        return Policy.parse(text) if policy_type is None else parse_as(text, policy_type)
    except PolicyError as error:
        raise CommandError(f"{name}: {error}") from error


def _show(difference: PolicyDifference) -> None:
    shown: Any = difference
    show(shown._terminal_face())  # noqa: SLF001 (as all that is shown has one)
    if not difference.equivalent:
        note(f"{len(difference.added):,} added, {len(difference.removed):,} removed")


def _record(difference: PolicyDifference) -> dict[str, Any]:
    return {
        "equivalent": difference.equivalent,
        "added": [_slice(one) for one in difference.added],
        "removed": [_slice(one) for one in difference.removed],
    }


def _slice(one: AccessSlice) -> dict[str, Any]:
    return {
        "action": list(one.actions),
        "resource": list(one.resources),
        "principal": one.principals,
        "condition": one.conditions,
        "butNotAction": list(one.but_not_actions),
        "butNotResource": list(one.but_not_resources),
        "butNotPrincipal": one.but_not_principals,
        "unless": list(one.unless),
        "statements": [statement_record(at) for at in one.statements],
        "example": one.example and example_record(one.example),
        "exact": one.exact,
    }
