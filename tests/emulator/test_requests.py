"""Requests that are not what they should be are answered with the error that says so."""

import json
from typing import Any

import pytest

from aa_sdk.emulator import Emulator, HttpRequest, Population
from tests.emulator.direct_calls import Direct, signature


def send(emulator: Emulator, authorization: str | None) -> tuple[int, str]:
    headers = {} if authorization is None else {"authorization": authorization}
    response = emulator.handle(HttpRequest("GET", "/analyzer", "", headers))
    return response.status, response.headers["x-amzn-ErrorType"]


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        (None, "MissingAuthenticationTokenException"),
        ("Bearer a", "IncompleteSignatureException"),
        (signature().replace("access-analyzer", "s3"), "InvalidSignatureException"),
    ],
)
def test_a_request_is_signed_for_this_service(
    emulator: Emulator, authorization: str | None, code: str
) -> None:
    assert send(emulator, authorization) == (403, code)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/nothing"), ("PATCH", "/analyzer"), ("GET", "/analyzer/a/b/c")],
)
def test_a_path_that_is_no_operation_is_unknown(direct: Direct, method: str, path: str) -> None:
    reply = direct.send(method, path, "", b"")
    assert (reply.status, reply.error) == (404, "UnknownOperationException")
    assert direct.emulator.calls[-1].operation == ""


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"a"', b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_object_cannot_be_parsed(direct: Direct, body: bytes) -> None:
    reply = direct.send("POST", "/findingv2", "", body)
    assert (reply.status, reply.body["reason"]) == (400, "cannotParse")


def test_a_body_of_more_than_a_mebibyte_is_too_large(direct: Direct) -> None:
    reply = direct.send("POST", "/findingv2", "", b" " * (1024 * 1024 + 1))
    assert reply.status == 413


def test_every_field_at_fault_is_named(direct: Direct) -> None:
    reply = direct.call(
        "CreateAnalyzer",
        analyzerName="1" * 300,
        type="SOME",
        tags={"a": 1},
        archiveRules=[{"ruleName": "ok"}, "no"],
        configuration={"unusedAccess": {"unusedAccessAge": "90"}},
    )
    assert reply.body["reason"] == "fieldValidationFailed"
    assert reply.fields() == [
        "analyzerName",
        "analyzerName",
        "type",
        "archiveRules[0].filter",
        "archiveRules[1]",
        "tags.a",
        "configuration.unusedAccess.unusedAccessAge",
    ]


@pytest.mark.parametrize(
    ("operation", "params", "field"),
    [
        ("GetFindingRecommendation", {"maxResults": 1001}, "maxResults"),
        ("GetFindingRecommendation", {"maxResults": 0}, "maxResults"),
        ("GetFindingRecommendation", {"maxResults": "many"}, "maxResults"),
        ("GetFindingRecommendation", {"id": "a" * 2049}, "id"),
        ("GetFindingRecommendation", {"analyzerArn": "nonsense"}, "analyzerArn"),
    ],
)
def test_parameters_outside_of_the_body_are_checked_too(
    direct: Direct, operation: str, params: dict[str, Any], field: str
) -> None:
    good = {"analyzerArn": "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a", "id": "a"}
    assert direct.call(operation, **{**good, **params}).fields() == [field]


def test_a_flag_in_the_query_is_true_or_false(direct: Direct) -> None:
    params = {"jobId": "a", "includeResourcePlaceholders": "yes"}
    assert direct.call("GetGeneratedPolicy", **params).fields() == ["includeResourcePlaceholders"]


def test_a_body_left_out_has_no_members(direct: Direct) -> None:
    assert direct.send("POST", "/findingv2", "", b"").fields() == ["analyzerArn"]


def test_a_parameter_that_nobody_knows_is_passed_over(direct: Direct) -> None:
    assert direct.send("GET", "/analyzer", "novelty=1", b"").body == {"analyzers": []}


def test_a_required_parameter_of_the_query_is_missed(direct: Direct) -> None:
    assert direct.send("GET", "/finding/a", "", b"").fields() == ["analyzerArn"]


def test_members_that_are_null_or_unknown_are_passed_over(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT", tags=None, novelty={"a": 1})


def test_a_map_is_nothing_else(direct: Direct) -> None:
    reply = direct.call("CreateAnalyzer", analyzerName="a", type="ACCOUNT", tags=["team"])
    assert reply.fields() == ["tags"]


@pytest.mark.parametrize("document", [3, ["a"], {"a": 1}, True])
def test_a_string_is_nothing_else(direct: Direct, document: object) -> None:
    reply = direct.call("ValidatePolicy", policyDocument=document, policyType="IDENTITY_POLICY")
    assert reply.fields() == ["policyDocument"]


def test_answers_carry_ids_that_a_seed_repeats() -> None:
    def ids(seed: int) -> list[str]:
        direct = Direct(Emulator(seed=seed))
        replies = [direct.call("ListAnalyzers"), direct.call("GetAnalyzer", analyzerName="a")]
        return [reply.headers["x-amzn-RequestId"] for reply in replies]

    assert ids(1) == ids(1)
    assert len({*ids(1), *ids(2)}) == 4


def test_an_error_says_its_code_in_a_header_and_its_members_in_the_body(direct: Direct) -> None:
    reply = direct.call("GetAnalyzer", analyzerName="a")
    assert reply.headers["x-amzn-ErrorType"] == "ResourceNotFoundException"
    assert reply.body.keys() == {"message", "resourceId", "resourceType"}


def test_calls_are_recorded_with_their_parameters_and_outcome(
    direct: Direct, populated: Population
) -> None:
    direct.ok("ListFindingsV2", analyzerArn=populated.external, maxResults=5)
    direct.call("GetAnalyzer", analyzerName="a")
    calls = direct.emulator.calls
    assert [(call.operation, call.status, call.error) for call in calls] == [
        ("ListFindingsV2", 200, None),
        ("GetAnalyzer", 404, "ResourceNotFoundException"),
    ]
    assert calls[0].params == {"analyzerArn": populated.external, "maxResults": 5}
    assert (calls[0].account_id, calls[0].region) == ("111122223333", "us-east-1")
    assert (calls.count_of("GetAnalyzer"), calls[-1:]) == (1, calls.of("GetAnalyzer"))
    assert repr(calls) == "<CallLog ['ListFindingsV2', 'GetAnalyzer']>"
    calls.clear()
    assert len(calls) == 0


def test_accounts_and_regions_do_not_see_each_other(emulator: Emulator) -> None:
    places = [
        Direct(emulator, account, region)
        for account in ("111122223333", "444455556666")
        for region in ("us-east-1", "eu-west-1")
    ]
    for place in places:
        place.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")
    arns = [place.ok("ListAnalyzers")["analyzers"][0]["arn"] for place in places]
    assert arns == [
        f"arn:aws:access-analyzer:{place.region}:{place.account_id}:analyzer/audit"
        for place in places
    ]


def test_another_accounts_analyzer_is_denied_and_another_regions_is_not_found(
    emulator: Emulator,
) -> None:
    arn = emulator.populate(findings=20).external
    for account, region in (("444455556666", "us-east-1"), ("111122223333", "eu-west-1")):
        emulator.populate(findings=20, account_id=account, region_name=region)
    other_account = Direct(emulator, "444455556666").call("ListFindingsV2", analyzerArn=arn)
    assert other_account.error == "AccessDeniedException"
    no_arn = arn.replace("arn:", "name:", 1)
    for wrong in (no_arn, no_arn.replace("111122223333", "444455556666")):
        reply = Direct(emulator).call("ListFindingsV2", analyzerArn=wrong)
        assert reply.error == "ResourceNotFoundException"
    other_region = Direct(emulator, region="eu-west-1").call("ListFindingsV2", analyzerArn=arn)
    assert other_region.error == "ResourceNotFoundException"


def test_an_access_key_belongs_to_the_account_it_was_given_to(emulator: Emulator) -> None:
    emulator.add_account("AKIAIOSFODNN7EXAMPLE", "999900001111")
    header = signature().replace("AKIAEMUL111122223333", "AKIAIOSFODNN7EXAMPLE")
    body = json.dumps({"analyzerName": "a", "type": "ACCOUNT"}).encode()
    response = emulator.handle(HttpRequest("PUT", "/analyzer", "", {"authorization": header}, body))
    assert b":999900001111:analyzer/a" in response.body


def test_an_encoded_slash_is_part_of_its_label(direct: Direct, populated: Population) -> None:
    assert direct.ok("ListTagsForResource", resourceArn=populated.external)["tags"]
    assert "analyzer%2F" not in str(direct.emulator.calls[-1].params)


def test_half_a_character_is_no_text(direct: Direct) -> None:
    reply = direct.call(
        "CheckNoPublicAccess", policyDocument="\ud800", resourceType="AWS::KMS::Key"
    )
    assert reply.fields() == ["policyDocument"]


def test_what_nobody_can_write_in_utf8_is_told_all_the_same(direct: Direct) -> None:
    reply = direct.send("GET", "/\udfff", "", b"")
    assert (reply.status, "\udfff" in reply.body["message"]) == (404, True)


@pytest.mark.parametrize("size", ["9" * 5000, "-" + "9" * 5000, "--1", "\u0661"])
def test_a_number_in_the_query_is_an_integer_or_at_fault(direct: Direct, size: str) -> None:
    assert direct.call("ListAnalyzers", maxResults=size).fields() == ["maxResults"]
