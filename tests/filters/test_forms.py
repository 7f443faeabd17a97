"""What filters make of findings that lack something, have more than usual, or are none."""
# ruff: noqa: FBT001, FBT003 (a filter asks for a bool by giving it; tables give the expected one)

from types import MappingProxyType
from typing import Any

import pytest

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FindingFilter, FindingLike
from aa_sdk.models import (
    AnalyzerSummary,
    Criterion,
    FindingSummaryV2,
    GetFindingV2Response,
)
from tests.filters.samples import (
    COMMON,
    DETAILS,
    ERROR,
    INTERNAL_DETAILS,
    PREVIEW,
    SUMMARY,
    V1,
    V2,
    external_forms,
    model,
    summaries,
)

F = FindingFilter
CONDITION = "aws:PrincipalOrgID"


@pytest.mark.parametrize("finding", summaries().values(), ids=summaries())
@pytest.mark.parametrize(
    ("finding_filter", "expected"),
    [
        (F(), True),
        (F().status.eq("ACTIVE").resource.contains("prod").error.exists(False), True),
        (F().status.eq("ACTIVE").resource.contains("dev"), False),
        (F().finding_type.eq("ExternalAccess").id.neq("f-2"), True),
        (F().resource_owner_account.eq("111122223333"), True),
        (F().change_type.exists(), False),
    ],
    ids=str,
)
def test_summaries_answer_for_what_they_carry(
    finding_filter: FindingFilter, expected: bool, finding: FindingLike
) -> None:
    assert finding_filter.matches(finding) is expected


@pytest.mark.parametrize("finding", summaries().values(), ids=summaries())
@pytest.mark.parametrize(
    "key",
    [
        "isPublic",
        "principal.AWS",
        "principal.Federated",
        "principal.Service",
        "condition.aws:SourceIp",
        "resourceControlPolicyRestriction",
    ],
)
def test_details_are_asked_of_a_summary_in_vain_and_never_silently(
    finding: FindingLike, key: str
) -> None:
    for finding_filter in (F().key(key).exists(), F().status.eq("RESOLVED").key(key).neq("x")):
        for ask in (finding_filter.matches, finding_filter.explain):
            with pytest.raises(InvalidRequestError) as caught:
                ask(finding)
            assert [field.path for field in caught.value.fields] == [f"filter.{key}"]
        assert finding_filter.detail_keys == (key,)


def test_every_missing_detail_is_named() -> None:
    finding_filter = F().is_public.eq(True).status.eq("ACTIVE").principal.aws.eq("*").error.exists()
    with pytest.raises(InvalidRequestError) as caught:
        finding_filter.matches(SUMMARY)
    assert [field.path for field in caught.value.fields] == [
        "filter.isPublic",
        "filter.principal.AWS",
    ]


@pytest.mark.parametrize("key", ["id", "status", "resourceType", "resourceOwnerAccount"])
def test_a_mapping_without_what_every_finding_has_is_no_finding_in_wire_form(key: str) -> None:
    dumped = model(FindingSummaryV2, SUMMARY).model_dump(exclude={"id", "status"})
    with pytest.raises(InvalidRequestError) as caught:
        F().key(key).eq("x").matches(dumped)
    assert [field.path for field in caught.value.fields] == [f"finding.{key}"]


def test_a_mapping_in_snake_case_is_not_taken_for_a_finding_without_details() -> None:
    with pytest.raises(InvalidRequestError):
        F().is_public.exists(False).matches({"is_public": True, **SUMMARY})


def test_an_error_finding_without_a_type_has_no_details_to_miss() -> None:
    assert F().is_public.exists(False).error.eq("ACCESS_DENIED").matches({**COMMON, **ERROR})


def test_details_that_an_error_finding_never_had_are_absent() -> None:
    finding = model(GetFindingV2Response, {**SUMMARY, **ERROR})
    assert F().is_public.exists(False).matches(finding)


def test_v2_details_that_were_never_set_are_missed() -> None:
    finding = model(GetFindingV2Response, SUMMARY)
    with pytest.raises(InvalidRequestError) as caught:
        F().is_public.eq(True).matches(finding)
    assert [field.path for field in caught.value.fields] == ["finding.finding_details"]


@pytest.mark.parametrize("details", [[], None, [{}], [{"newAccessDetails": None}]])
@pytest.mark.parametrize("as_model", [True, False])
def test_empty_details_of_an_error_finding_are_absent_ones(details: Any, as_model: bool) -> None:
    wire = {**SUMMARY, **ERROR, "findingDetails": details}
    finding = model(GetFindingV2Response, wire) if as_model else wire
    assert F().is_public.exists(False).principal.aws.exists(False).matches(finding)


@pytest.mark.parametrize("as_model", [True, False])
def test_a_restriction_beside_the_details_is_found(as_model: bool) -> None:
    wire: dict[str, Any] = {
        **SUMMARY,
        **ERROR,
        "findingDetails": [{}],
        "resourceControlPolicyRestriction": "FAILED_TO_EVALUATE_RCP",
    }
    finding = model(GetFindingV2Response, wire) if as_model else wire
    finding_filter = F().resource_control_policy_restriction.eq("FAILED_TO_EVALUATE_RCP")
    assert finding_filter.matches(finding)


@pytest.mark.parametrize("as_model", [True, False])
@pytest.mark.parametrize(
    "details",
    [
        [{"newAccessDetails": DETAILS}],
        [{"externalAccessDetails": DETAILS, "newAccessDetails": {}}],
        [{"unusedIamRoleDetails": {}}, {"externalAccessDetails": DETAILS}],
    ],
)
def test_details_of_any_kind_and_number_are_looked_into(details: Any, as_model: bool) -> None:
    wire = {**SUMMARY, "findingDetails": details}
    finding = model(GetFindingV2Response, wire) if as_model else wire
    finding_filter = (
        F().is_public.eq(False).principal.aws.eq("444455556666").condition(CONDITION).exists()
    )
    assert finding_filter.matches(finding)


@pytest.mark.parametrize("as_model", [True, False])
def test_of_several_details_one_must_fit_and_none_be_excluded(as_model: bool) -> None:
    details: list[Any] = [
        {"externalAccessDetails": DETAILS},
        {"internalAccessDetails": INTERNAL_DETAILS},
    ]
    wire = {**SUMMARY, "findingDetails": details}
    finding = model(GetFindingV2Response, wire) if as_model else wire
    restriction = F().resource_control_policy_restriction
    assert restriction.eq("APPLICABLE").matches(finding)
    assert restriction.eq("NOT_APPLICABLE").matches(finding)
    assert not restriction.neq("APPLICABLE").matches(finding)
    assert restriction.neq("APPLIED").matches(finding)


def test_a_condition_with_several_values_is_compared_with_each() -> None:
    finding = {**V1, "condition": {CONDITION: ["o-1", "o-2"]}}
    condition = F().condition(CONDITION)
    assert condition.eq("o-2").matches(finding)
    assert condition.contains("2").matches(finding)
    assert not condition.neq("o-1").matches(finding)
    assert condition.neq("o-3").matches(finding)
    assert not condition.exists().matches({**V1, "condition": {CONDITION: []}})


@pytest.mark.parametrize("wire", [V1, V2, PREVIEW, SUMMARY])
def test_any_mapping_is_as_good_as_a_dictionary(wire: dict[str, Any]) -> None:
    details = [
        {t: MappingProxyType(d)} for e in wire.get("findingDetails", ()) for t, d in e.items()
    ]
    proxy = MappingProxyType({**wire, "findingDetails": details} if details else wire)
    assert F().status.eq("ACTIVE").matches(proxy)
    if wire is not SUMMARY:
        assert F().is_public.eq(False).principal.aws.eq("444455556666").matches(proxy)


def test_several_operators_of_a_key_must_all_hold() -> None:
    finding_filter = F().resource.contains("prod").resource.neq("arn:aws:s3:::prod-data")
    assert not finding_filter.matches(V1)
    assert finding_filter.matches({**V1, "resource": "arn:aws:s3:::prod-logs"})


def test_no_value_can_be_equal_to_none_of_none() -> None:
    assert not F().status.eq().matches(V1)
    assert not F().status.contains().matches(V1)
    assert F().status.neq().matches(V1)


def test_a_key_nobody_knows_is_looked_up_by_its_path() -> None:
    finding = {**V1, "risk": {"level": "high"}, "score": 7, "flag": True, "a.b": "c"}
    assert F().key("risk.level").eq("high").matches(finding)
    assert F().key("risk").contains("igh").matches(finding)
    assert F().key("score").eq("7").matches(finding)
    assert F().key("flag").eq("true").matches(finding)
    assert F().key("a.b").eq("c").matches(finding)
    assert F().key("risk.owner").exists(False).matches(finding)


def test_a_member_the_service_got_since_is_found_on_models() -> None:
    summary = model(FindingSummaryV2, {**SUMMARY, "risk": {"level": "high"}})
    assert F().key("risk.level").eq("high").matches(summary)


@pytest.mark.parametrize("finding", [V1, V2, SUMMARY, model(FindingSummaryV2, SUMMARY)])
def test_a_key_that_is_nowhere_on_the_finding_is_never_silently_absent(
    finding: FindingLike,
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        F().key("risk.level").exists(False).matches(finding)
    assert [field.path for field in caught.value.fields] == ["filter.risk.level"]


def test_an_operator_of_a_later_release_is_not_evaluated() -> None:
    later = Criterion.model_validate({"startsWith": ["arn"]})
    with pytest.raises(InvalidRequestError) as caught:
        F.from_criteria({"resource": later}).matches(V1)
    assert [field.path for field in caught.value.fields] == ["filter.resource.startsWith"]


@pytest.mark.parametrize(
    "other", ["finding", 5, None, AnalyzerSummary, Criterion(eq=["x"])], ids=repr
)
def test_what_is_no_finding_is_refused(other: Any) -> None:
    with pytest.raises(TypeError):
        F().matches(other)


def test_one_filter_takes_findings_of_all_forms_in_any_order() -> None:
    finding_filter = F().status.eq("ACTIVE").is_public.eq(False)
    mixed = [*external_forms().values(), {**V1, "isPublic": True}] * 2
    assert [finding_filter.matches(finding) for finding in mixed] == ([True] * 7 + [False]) * 2
