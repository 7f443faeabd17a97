"""Whatever stands where a document belongs, the emulator answers as the service would."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._handlers.resource_configurations import KINDS
from tests.effort import examples
from tests.emulator.direct_calls import Direct
from tests.service_model_strategies import OPERATIONS, requests

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10**300, 10**301),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["*", "", "${", "${aws:username}", "arn:aws:iam::1:role/x", "s3:*", "\ud800"]),
)
NAMES = st.one_of(
    st.sampled_from(
        [
            *("Version", "Id", "Statement", "Sid", "Effect", "Action", "NotAction", "Resource"),
            *("NotResource", "Principal", "NotPrincipal", "Condition", "AWS", "Federated"),
            *("StringEquals", "ForAllValues:StringLike", "IpAddress", "Null", "DateLessThan"),
            *("aws:SourceIp", "aws:PrincipalOrgID", "aws:CurrentTime", "Allow", "\udfff"),
        ]
    ),
    st.text(max_size=4),
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def nearly(*good: Any) -> st.SearchStrategy[Any]:
    """Mostly one of some good values."""
    return st.one_of(*[st.sampled_from(good)] * 3, ANYTHING)


CONDITIONS = st.dictionaries(
    NAMES,
    st.dictionaries(NAMES, nearly("10.0.0.0/8", ["o-1", "o-2"], "true"), max_size=2),
    max_size=2,
)
STATEMENTS = st.fixed_dictionaries(
    {},
    optional={
        "Sid": nearly("One"),
        "Effect": nearly("Allow", "Deny"),
        "Action": nearly("s3:GetObject", ["s3:Get*", "sts:AssumeRole"], "*"),
        "NotAction": nearly("s3:*"),
        "Resource": nearly("*", ["arn:aws:s3:::inbox/*"]),
        "NotResource": nearly("arn:aws:s3:::inbox"),
        "Principal": nearly("*", {"AWS": "444455556666"}, {"AWS": ["*"]}, {"Federated": "x"}),
        "NotPrincipal": nearly({"AWS": "444455556666"}),
        "Condition": nearly({}) | CONDITIONS,
    },
)
POLICIES = st.fixed_dictionaries(
    {"Version": nearly("2012-10-17"), "Statement": STATEMENTS | st.lists(STATEMENTS, max_size=2)}
)
DOCUMENTS = st.one_of(
    POLICIES.map(json.dumps),
    POLICIES.map(json.dumps),
    ANYTHING.map(json.dumps),
    POLICIES.map(lambda policy: json.dumps(policy, ensure_ascii=False)),
    st.text(max_size=20),
    st.sampled_from(["", "{", "[" * 5000, '{"a":' * 5000, '{"Statement": 1' + "0" * 5000 + "}"]),
)
TYPES = st.sampled_from(["IDENTITY_POLICY", "RESOURCE_POLICY"])
EFFORT = settings(max_examples=examples(250))
QUEUE = "arn:aws:sqs:us-east-1:111122223333:inbox"

DIRECT = Direct(Emulator())
ANALYZER: str = DIRECT.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT")["arn"]


def assert_answered(operation: str, **params: Any) -> None:
    reply = DIRECT.call(operation, **params)
    assert reply.error != "InternalServerException"
    assert reply.status < 500
    DIRECT.emulator.calls.clear()


@EFFORT
@given(
    document=DOCUMENTS,
    policy_type=TYPES | st.sampled_from(["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]),
    resource_type=st.sampled_from([{}, {"validatePolicyResourceType": "AWS::S3::Bucket"}]),
)
def test_any_document_is_validated(
    document: str, policy_type: str, resource_type: dict[str, str]
) -> None:
    assert_answered(
        "ValidatePolicy", policyDocument=document, policyType=policy_type, **resource_type
    )


@EFFORT
@given(new=DOCUMENTS, existing=DOCUMENTS, policy_type=TYPES)
def test_any_two_documents_are_compared(new: str, existing: str, policy_type: str) -> None:
    documents = {"newPolicyDocument": new, "existingPolicyDocument": existing}
    assert_answered("CheckNoNewAccess", **documents, policyType=policy_type)


@EFFORT
@given(
    document=DOCUMENTS,
    policy_type=TYPES,
    access=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "actions": st.lists(nearly("s3:GetObject", "", "*"), max_size=3),
                "resources": st.lists(nearly("arn:aws:s3:::inbox", "*"), max_size=3),
            },
        ),
        max_size=2,
    ),
)
def test_any_document_is_checked_for_access(document: str, policy_type: str, access: Any) -> None:
    checked = {"policyDocument": document, "policyType": policy_type}
    assert_answered("CheckAccessNotGranted", **checked, access=access)


@EFFORT
@given(
    document=DOCUMENTS,
    resource_type=st.sampled_from(["AWS::S3::Bucket", "AWS::IAM::AssumeRolePolicyDocument"]),
)
def test_any_document_is_checked_for_public_access(document: str, resource_type: str) -> None:
    assert_answered("CheckNoPublicAccess", policyDocument=document, resourceType=resource_type)


POLICY_MEMBERS = (
    *("queuePolicy", "topicPolicy", "bucketPolicy", "secretPolicy", "repositoryPolicy"),
    *("trustPolicy", "fileSystemPolicy", "streamPolicy", "tablePolicy"),
)
CONFIGURATION_MEMBERS: dict[str, Any] = {
    **dict.fromkeys(POLICY_MEMBERS, DOCUMENTS),
    "keyPolicies": st.dictionaries(st.text(max_size=3), DOCUMENTS, max_size=2),
    "attributes": ANYTHING,
    "accessPoints": ANYTHING,
    "grants": ANYTHING,
}
CONFIGURATIONS: Any = st.dictionaries(
    st.sampled_from(sorted(KINDS)),
    st.fixed_dictionaries({}, optional=CONFIGURATION_MEMBERS),
    min_size=1,
    max_size=1,
)


@EFFORT
@given(configuration=CONFIGURATIONS | ANYTHING, arn=st.sampled_from([QUEUE, "arn:aws:s3:::b"]))
def test_any_configuration_is_previewed(configuration: Any, arn: str) -> None:
    DIRECT.emulator.world.scope().analyzers["a"].previews.clear()
    request = {"analyzerArn": ANALYZER, "configurations": {arn: configuration}}
    assert_answered("CreateAccessPreview", **request)


@EFFORT
@given(
    details=ANYTHING
    | st.fixed_dictionaries(
        {
            "accessRole": nearly("arn:aws:iam::111122223333:role/trail"),
            "startTime": nearly(
                "2025-12-01T00:00:00Z", 1.7e9, "0001-01-01T00:00:00+14:00", 10**400
            ),
            "trails": st.lists(
                nearly({"cloudTrailArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/t"}),
                max_size=2,
            ),
        },
        optional={"endTime": nearly("2025-12-02", float("inf"), "9999-12-31T23:59:59-14:00")},
    ),
    principal=nearly("arn:aws:iam::111122223333:role/reader"),
)
def test_any_trail_is_taken_or_refused(details: Any, principal: Any) -> None:
    DIRECT.emulator.world.scope().generations.clear()
    request = {"policyGenerationDetails": {"principalArn": principal}, "cloudTrailDetails": details}
    assert_answered("StartPolicyGeneration", **request)
    assert_answered("ListPolicyGenerations")


@settings(max_examples=examples(400))
@given(
    call=st.sampled_from(sorted(OPERATIONS)).flatmap(
        lambda name: st.tuples(st.just(name), requests(name))
    ),
    change=st.dictionaries(st.integers(0, 8), ANYTHING, max_size=2),
)
def test_any_member_of_a_request_may_be_anything(
    call: tuple[str, dict[str, Any]], change: dict[int, Any]
) -> None:
    operation, params = call
    names = sorted(params)
    changed = {names[index]: value for index, value in change.items() if index < len(names)}
    assert_answered(operation, **{**params, **changed})
