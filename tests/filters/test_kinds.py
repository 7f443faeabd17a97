"""Every filter key on every kind of finding, in every form it comes in."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it; tables give the expected one)

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import pytest

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FindingFilter, FindingLike
from aa_sdk.filters._keys import FILTER_KEYS
from aa_sdk.models import (
    AccessPreviewFinding,
    Finding,
    FindingSummary,
    FindingSummaryV2,
    GetFindingV2Response,
)
from tests.filters.samples import CHANGE, COMMON, DETAILS, INTERNAL_DETAILS, RESOURCE, TIMES, model

Outcome: TypeAlias = Literal["there", "absent", "error"]

F = FindingFilter

BASE = frozenset({"id", "status", "resource", "resourceType", "resourceOwnerAccount"})
# What the details of findings of each family have, of all that can be filtered by.
MEMBERS: Mapping[str, frozenset[str]] = {
    "external": frozenset(
        {"isPublic", "principal", "condition", "resourceControlPolicyRestriction"}
    ),
    "internal": frozenset(
        {
            *("principal", "condition"),
            *("resourceControlPolicyRestriction", "serviceControlPolicyRestriction"),
        }
    ),
    "unused": frozenset(),
}
CARRIED = {
    "principal.AWS": {"external", "internal"},
    "principal.Federated": {"external"},
    "condition.aws:SourceVpc": {"external"},
    "condition.aws:PrincipalOrgID": {"external"},
    "condition.aws:VpceOrgID": {"internal"},
}
UNUSED_DETAILS: Mapping[str, Any] = {
    "UnusedIAMRole": {"unusedIamRoleDetails": {}},
    "UnusedIAMUserAccessKey": {"unusedIamUserAccessKeyDetails": {"accessKeyId": "AKIA"}},
    "UnusedIAMUserPassword": {"unusedIamUserPasswordDetails": {}},
    "UnusedPermission": {"unusedPermissionDetails": {"serviceNamespace": "s3"}},
}
TYPES: dict[str, tuple[str, dict[str, Any]]] = {
    "ExternalAccess": ("external", {"externalAccessDetails": DETAILS}),
    "InternalAccess": ("internal", {"internalAccessDetails": INTERNAL_DETAILS}),
    **{name: ("unused", details) for name, details in UNUSED_DETAILS.items()},
}


def v2(finding_type: str) -> dict[str, Any]:
    return {**COMMON, **RESOURCE, "findingType": finding_type}


def event(detail_type: str, **detail: Any) -> dict[str, Any]:
    shared = {
        "status": "ACTIVE",
        "resourceType": "AWS::S3::Bucket",
        "accountId": "111122223333",
        "isDeleted": False,
        **RESOURCE,
        **TIMES,
        **detail,
    }
    return {"source": "aws.access-analyzer", "detail-type": detail_type, "detail": shared}


def restrictions(details: Mapping[str, Any]) -> dict[str, Any]:
    """Details as events have them."""
    return {
        f"{name}Type" if name.endswith("Restriction") else name: value
        for name, value in details.items()
    }


EXTERNAL_EVENT = {
    name: value for name, value in DETAILS.items() if name != "resourceControlPolicyRestriction"
}
EVENTS = {
    "external": event("Access Analyzer Finding", id="f-1", **EXTERNAL_EVENT),
    "internal": event(
        "Internal Access Finding",
        id="f-1",
        findingType="InternalAccess",
        **restrictions(INTERNAL_DETAILS),
    ),
    **{
        name: event("Unused Access Finding for IAM entities", findingId="f-1", findingType=name)
        for name in UNUSED_DETAILS
    },
}


def forms() -> dict[str, tuple[str, FindingLike, Mapping[str, Outcome]]]:
    """Findings by name, with their family and the outcomes of keys that depend on the form."""
    v1, preview = {**COMMON, **RESOURCE, **DETAILS}, {**COMMON, **RESOURCE, **DETAILS, **CHANGE}
    changes: dict[str, Outcome] = dict.fromkeys(CHANGE, "there")
    by_name: dict[str, tuple[str, FindingLike, Mapping[str, Outcome]]] = {
        "v1 summary": ("external", model(FindingSummary, v1), {}),
        "v1 finding": ("external", model(Finding, v1), {}),
        "v1 mapping": ("external", v1, {}),
        "preview": ("external", model(AccessPreviewFinding, preview), changes),
        "preview mapping": ("external", preview, changes),
        "external event": (
            "external",
            EVENTS["external"],
            {"resourceControlPolicyRestriction": "error"},
        ),
        "internal event": ("internal", EVENTS["internal"], {}),
    }
    by_name |= {f"{name} event": ("unused", EVENTS[name], {}) for name in UNUSED_DETAILS}
    for name, (family, details) in TYPES.items():
        missed: dict[str, Outcome] = {
            key: "error" for key in FILTER_KEYS if key.partition(".")[0] in MEMBERS[family]
        }
        whole = {**v2(name), "findingDetails": [details]}
        by_name |= {
            f"{name} summary": (family, model(FindingSummaryV2, v2(name)), missed),
            f"{name} summary mapping": (family, v2(name), missed),
            f"{name} finding": (family, model(GetFindingV2Response, whole), {}),
            f"{name} finding mapping": (family, whole, {}),
            f"{name} without details": (family, model(GetFindingV2Response, v2(name)), missed),
        }
    return by_name


FORMS = forms()


def expected(family: str, key: str) -> Outcome:
    """What a finding of a family has under a key when it carries all it can."""
    if key in BASE or key == "findingType" or family in CARRIED.get(key, ()):
        return "there"
    return "there" if key in MEMBERS[family] else "absent"


def refused_paths(finding_filter: FindingFilter, finding: FindingLike) -> list[str] | None:
    """What is refused when a finding is matched; None when nothing is."""
    try:
        finding_filter.matches(finding)
    except InvalidRequestError as error:
        return [field.path for field in error.fields]
    return None


@pytest.mark.parametrize("name", FORMS)
def test_every_key_is_there_or_absent_or_an_error_as_the_kind_of_finding_has_it(name: str) -> None:
    family, finding, special = FORMS[name]
    for key in FILTER_KEYS:
        outcome = special.get(key) or expected(family, key)
        operators = F().key(key)
        if outcome == "error":
            either = ([f"filter.{key}"], ["finding.finding_details"])
            assert refused_paths(operators.exists(), finding) in either, key
            assert refused_paths(operators.exists(False), finding) in either, key
            assert refused_paths(operators.eq("x"), finding) in either, key
            assert refused_paths(operators.neq("x"), finding) in either, key
            continue
        assert operators.exists().matches(finding) is (outcome == "there"), key
        assert operators.exists(False).matches(finding) is (outcome == "absent"), key
        assert bool(operators.exists().explain(finding)) is (outcome == "there"), key
        assert not operators.eq("nothing like it").matches(finding), key
        assert operators.neq("nothing like it").matches(finding), key
        assert operators.contains("").matches(finding) is (outcome == "there"), key


def test_one_filter_goes_over_summaries_of_all_families() -> None:
    finding_filter = F().status.eq("ACTIVE").is_public.exists(False)
    unused, internal, external, unknown = (
        model(FindingSummaryV2, v2(name))
        for name in ("UnusedPermission", "InternalAccess", "ExternalAccess", "NewAccess")
    )
    for _ in range(2):
        assert finding_filter.matches(unused)
        for finding in (external, unknown):
            with pytest.raises(InvalidRequestError, match="GetFindingV2"):
                finding_filter.matches(finding)
        assert finding_filter.matches(internal)


@pytest.mark.parametrize("finding_type", [None, 7, ["ExternalAccess"], {}])
def test_a_summary_that_does_not_say_its_type_may_have_anything(finding_type: object) -> None:
    with pytest.raises(InvalidRequestError):
        F().is_public.exists(False).matches({**COMMON, **RESOURCE, "findingType": finding_type})


@pytest.mark.parametrize("name", UNUSED_DETAILS)
def test_a_member_that_a_finding_has_all_the_same_is_matched(name: str) -> None:
    finding = {**v2(name), "findingDetails": [{"externalAccessDetails": DETAILS}]}
    for form in (finding, model(GetFindingV2Response, finding)):
        assert F().is_public.eq(False).matches(form)
