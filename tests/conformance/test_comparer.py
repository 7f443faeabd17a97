"""The comparer notices every kind of change, and says where it is."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeAlias

import pytest

from tests.conformance.comparer import Comparer
from tests.conformance.ledger import LEDGER, Deviation, stale, unexcused
from tests.service_model import BOTOCORE_VERSION, PAGINATORS, SERVICE

Change: TypeAlias = Callable[[dict[str, Any], dict[str, Any], dict[str, Any]], None]

FINDINGS = "aa_sdk/models/findings.py"
DETAILS = "aa_sdk/models/finding_details.py"
ANALYZERS = "aa_sdk/models/analyzers.py"


def reported_after(change: Change) -> list[str]:
    """Return what is reported for a service model that was changed."""
    service, paginators = deepcopy((SERVICE, PAGINATORS))
    change(service["shapes"], service["operations"], paginators["pagination"])
    return sorted(unexcused(Comparer(service, paginators).everything(), BOTOCORE_VERSION))


def test_nothing_is_reported_for_the_service_model_as_it_is() -> None:
    assert reported_after(lambda _shapes, _operations, _paginators: None) == []


def test_an_added_member_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["FindingSummaryV2"]["members"]["severity"] = {"shape": "String"}

    assert reported_after(change) == [f"FindingSummaryV2.severity: is missing ({FINDINGS})"]


def test_a_removed_member_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        del shapes["AnalyzerSummary"]["members"]["managedBy"]

    expected = f"AnalyzerSummary.managedBy: is no member in the service model ({ANALYZERS})"
    assert reported_after(change) == [expected]


def test_a_member_that_is_no_longer_required_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["FindingSummaryV2"]["required"].remove("status")

    assert reported_after(change) == [
        f"FindingSummaryV2.status: is optional, not required ({FINDINGS})",
        f"FindingSummaryV2.status: must be None exactly when it is optional ({FINDINGS})",
    ]


def test_a_member_that_becomes_required_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["FindingSummaryV2"]["required"].append("findingType")

    assert reported_after(change) == [
        f"FindingSummaryV2.findingType: is required, not optional ({FINDINGS})",
        f"FindingSummaryV2.findingType: must be None exactly when it is optional ({FINDINGS})",
    ]


@pytest.mark.parametrize(
    ("user", "member", "shape", "problem"),
    [
        # A list that requests alone had, and one that they alone have now.
        (
            "GetAnalyzerResponse",
            "asked",
            "Trail",
            "regions: is None where a response leaves it out",
        ),
        (
            "GetAnalyzerResponse",
            "asked",
            "Access",
            "actions: is None where a response leaves it out",
        ),
    ],
)
def test_a_list_that_is_none_in_a_response_is_named(
    user: str, member: str, shape: str, problem: str
) -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes[user]["members"][member] = {"shape": shape}

    assert any(said.startswith(f"{shape}.{problem}") for said in reported_after(change))


def test_a_list_that_is_empty_and_in_no_response_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        del shapes["GeneratedPolicyProperties"]["members"]["cloudTrailProperties"]

    expected = "TrailProperties.regions: is not None by default"
    assert any(said.startswith(expected) for said in reported_after(change))


@pytest.mark.parametrize(
    ("member", "shape", "problem"),
    [
        ("isPublic", "String", "is string, not boolean"),
        ("isPublic", "Integer", "is integer, not boolean"),
        ("isPublic", "Timestamp", "is timestamp, not boolean"),
        ("action", "String", "is string, not list[string]"),
        ("action", "FindingSourceList", "is list[FindingSource], not list[string]"),
        ("principal", "ActionList", "is list[string], not map[string, string]"),
        (
            "principal",
            "FindingAggregationAccountDetailsMap",
            "is map[string, integer], not map[string, string]",
        ),
        ("sources", "FindingIdList", "is list[string], not list[FindingSource]"),
        (
            "resourceControlPolicyRestriction",
            "ServiceControlPolicyRestriction",
            "is ServiceControlPolicyRestriction, not ResourceControlPolicyRestriction",
        ),
    ],
)
def test_a_member_of_another_type_is_named(member: str, shape: str, problem: str) -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["ExternalAccessDetails"]["members"][member]["shape"] = shape

    assert f"ExternalAccessDetails.{member}: {problem} ({DETAILS})" in reported_after(change)


def test_two_enums_with_the_same_values_are_told_apart() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        result = shapes["CheckNoNewAccessResponse"]["members"]["result"]
        result["shape"] = "CheckAccessNotGrantedResult"

    (found,) = reported_after(change)
    assert "is CheckAccessNotGrantedResult, not CheckNoNewAccessResult" in found


def test_a_new_enum_value_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["FindingStatus"]["enum"].append("SUPPRESSED")

    assert reported_after(change) == [
        f"FindingStatus.SUPPRESSED: is a value we do not have ({FINDINGS})"
    ]


def test_a_removed_enum_value_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["FindingStatus"]["enum"].remove("RESOLVED")

    expected = f"FindingStatus.RESOLVED: is no value in the service model ({FINDINGS})"
    assert reported_after(change) == [expected]


def test_the_order_of_enum_values_does_not_matter() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["ResourceType"]["enum"].reverse()

    assert reported_after(change) == []


def test_a_new_union_member_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        member = {"shape": "UnusedIamRoleDetails"}
        shapes["FindingDetails"]["members"]["unusedIamGroupDetails"] = member

    assert reported_after(change) == [
        f"FindingDetails.unusedIamGroupDetails: is missing ({DETAILS})"
    ]


def test_a_removed_union_member_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        del shapes["FindingDetails"]["members"]["unusedIamRoleDetails"]

    expected = "FindingDetails.unusedIamRoleDetails: is no member in the service model"
    assert reported_after(change) == [f"{expected} ({DETAILS})"]


def test_a_union_member_of_another_type_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        members = shapes["FindingDetails"]["members"]
        members["unusedIamRoleDetails"]["shape"] = "UnusedAction"

    expected = "FindingDetails.unusedIamRoleDetails: is UnusedAction, not UnusedIamRoleDetails"
    assert reported_after(change) == [f"{expected} ({DETAILS})"]


def test_a_bare_union_member_of_another_type_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["PathElement"]["members"]["index"]["shape"] = "String"

    expected = "PathElement.index: is string, not integer"
    assert reported_after(change) == [f"{expected} (aa_sdk/models/policy_validation.py)"]


def test_a_new_structure_is_named_with_the_file_that_uses_it() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["Risk"] = {"type": "structure", "members": {"score": {"shape": "Integer"}}}
        shapes["FindingSummaryV2"]["members"]["risk"] = {"shape": "Risk"}

    assert reported_after(change) == [
        f"FindingSummaryV2.risk: is missing ({FINDINGS})",
        f"Risk: is not in aa_sdk.models ({FINDINGS})",
    ]


def test_a_new_enum_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["Severity"] = {"type": "string", "enum": ["HIGH", "LOW"]}

    assert reported_after(change) == ["Severity: is not in aa_sdk.models (aa_sdk/models)"]


def test_a_removed_structure_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        del shapes["ArchiveRuleSummary"]
        for user, member in (
            ("GetArchiveRuleResponse", "archiveRule"),
            ("ListArchiveRulesResponse", "archiveRules"),
        ):
            del shapes[user]["members"][member]
        del shapes["ArchiveRulesList"]

    expected = "ArchiveRuleSummary: is not in the service model (aa_sdk/models/archive_rules.py)"
    assert expected in reported_after(change)


def test_a_new_operation_is_named() -> None:
    def change(shapes: Any, operations: Any, _paginators: Any) -> None:
        shapes["PauseAnalyzerRequest"] = {"type": "structure", "members": {}}
        operations["PauseAnalyzer"] = {"input": {"shape": "PauseAnalyzerRequest"}}

    assert reported_after(change) == [
        "PauseAnalyzer: has no PauseAnalyzerRequest (aa_sdk/models)",
        "PauseAnalyzerRequest: is not in aa_sdk.models (aa_sdk/models)",
    ]


def test_a_removed_operation_is_named() -> None:
    def change(_shapes: Any, operations: Any, _paginators: Any) -> None:
        del operations["UpdateAnalyzer"]

    assert reported_after(change) == [f"UpdateAnalyzer: is no longer an operation ({ANALYZERS})"]


def test_an_operation_with_another_output_is_named() -> None:
    def change(_shapes: Any, operations: Any, _paginators: Any) -> None:
        operations["DeleteAnalyzer"]["output"] = {"shape": "GetAnalyzerResponse"}

    expected = "DeleteAnalyzer: is answered by GetAnalyzerResponse, not by EmptyResponse"
    assert reported_after(change) == [f"{expected} ({ANALYZERS})"]


def test_a_renamed_operation_is_named() -> None:
    def change(_shapes: Any, operations: Any, _paginators: Any) -> None:
        operations["ReadAnalyzer"] = operations.pop("GetAnalyzer")

    assert reported_after(change) == [
        f"GetAnalyzer: is no longer an operation ({ANALYZERS})",
        f"ReadAnalyzer: is not what GetAnalyzerRequest says ({ANALYZERS})",
    ]


def test_a_removed_paginator_is_named() -> None:
    def change(_shapes: Any, _operations: Any, paginators: Any) -> None:
        del paginators["ListAnalyzers"]

    expected = "ListAnalyzers.nextToken: has no paginator in the service model"
    assert reported_after(change) == [f"{expected} ({ANALYZERS})"]


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("input_token", "marker", "input_token: is marker, and we know nextToken only"),
        ("output_token", "marker", "output_token: is marker, and we know nextToken only"),
        ("limit_key", "pageSize", "limit_key: is pageSize, and we know maxResults only"),
        ("result_key", "items", "items: is not in the response"),
        ("result_key", "nextToken", "nextToken: is not a list"),
        ("non_aggregate_keys", ["total"], "total: is not in the response"),
    ],
)
def test_a_changed_paginator_is_named(setting: str, value: Any, expected: str) -> None:
    def change(_shapes: Any, _operations: Any, paginators: Any) -> None:
        paginators["ListAnalyzers"][setting] = value

    assert any(said.startswith(f"ListAnalyzers.{expected}") for said in reported_after(change))


def test_a_new_paginator_for_an_operation_without_tokens_is_named() -> None:
    def change(_shapes: Any, _operations: Any, paginators: Any) -> None:
        paginators["GetAnalyzer"] = {**paginators["ListAnalyzers"], "result_key": "analyzer"}

    assert reported_after(change) == [
        f"GetAnalyzer.analyzer: is not a list ({ANALYZERS})",
        f"GetAnalyzer.maxResults: is not in the request ({ANALYZERS})",
        f"GetAnalyzer.nextToken: is not in the request ({ANALYZERS})",
        f"GetAnalyzer.nextToken: is not in the response ({ANALYZERS})",
    ]


def test_an_error_with_another_member_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        members = shapes["ConflictException"]["members"]
        members["owner"] = members.pop("resourceType")

    assert reported_after(change) == [
        "ConflictException.owner: is missing (aa_sdk/errors.py)",
        "ConflictException.resource_type: is no member in the service model (aa_sdk/errors.py)",
    ]


def test_an_error_member_of_another_type_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["ThrottlingException"]["members"]["retryAfterSeconds"]["shape"] = "String"

    expected = "ThrottlingException.retryAfterSeconds: is string, not integer"
    assert reported_after(change) == [f"{expected} (aa_sdk/errors.py)"]


def test_a_new_and_a_removed_error_are_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["RegionDisabledException"] = shapes.pop("UnprocessableEntityException")

    assert reported_after(change) == [
        "RegionDisabledException: is no service error in aa_sdk.errors (aa_sdk/errors.py)",
        "UnprocessableEntityException: is not in the service model (aa_sdk/errors.py)",
    ]


def test_a_member_that_turns_into_a_policy_document_is_named() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["SecretsManagerSecretConfiguration"]["members"]["kmsKeyId"]["shape"] = "KmsKeyPolicy"

    member = "SecretsManagerSecretConfiguration.kmsKeyId"
    file = "aa_sdk/models/resource_configurations.py"
    assert reported_after(change) == [
        f"{member}: is a policy document that the repr shows ({file})",
        f"{member}: is policy, not string ({file})",
    ]


def test_an_entry_that_explains_nothing_is_stale() -> None:
    entry = Deviation("Finding", "status", "is required, not optional", "it once was")
    there = Comparer(SERVICE, PAGINATORS).everything()
    assert [entry] == stale(there, BOTOCORE_VERSION, (*LEDGER, entry))


def test_an_entry_excuses_one_problem_of_one_member_only() -> None:
    def change(shapes: Any, _operations: Any, _paginators: Any) -> None:
        shapes["Finding"]["members"]["condition"]["shape"] = "String"

    assert reported_after(change) == [
        f"Finding.condition: is string, not map[string, string] ({FINDINGS})"
    ]


@pytest.mark.parametrize(("version", "expected"), [("1.43.99", 1), ("1.43.100", 0), ("1.44.0", 0)])
def test_an_entry_for_older_botocores_holds_for_them_alone(version: str, expected: int) -> None:
    old = deepcopy(SERVICE)
    del old["shapes"]["AnalyzerSummary"]["members"]["managedBy"]
    entry = Deviation(
        "AnalyzerSummary",
        "managedBy",
        "is no member in the service model",
        "the service has it since then",
        before="1.43.100",
    )
    before, since = Comparer(old, PAGINATORS), Comparer(SERVICE, PAGINATORS)
    assert len(unexcused(before.everything(), version, (*LEDGER, entry))) == 1 - expected
    assert len(stale(since.everything(), version, (*LEDGER, entry))) == expected
