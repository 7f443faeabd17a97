"""A statement about resources of another type opens nothing; one about a real resource counts."""

import re
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aa_sdk.models.policy_checks import AccessCheckResourceType
from aa_sdk.policy import ActionCatalogue, UnsupportedPolicyError, check_no_public_access
from aa_sdk.policy._resource_forms import FORMS
from aa_sdk.policy._trusted_keys import TRUST_POLICY
from aa_sdk.policy._zone.resource_types import ACTIONS_ON

TYPES: tuple[AccessCheckResourceType, ...] = get_args(get_args(AccessCheckResourceType)[0])
FUNCTION: AccessCheckResourceType = "AWS::Lambda::Function"
BUCKET: AccessCheckResourceType = "AWS::S3::Bucket"
TABLE_BUCKET: AccessCheckResourceType = "AWS::S3Tables::TableBucket"
POINT: AccessCheckResourceType = "AWS::S3::AccessPoint"

# Resources of each type as they are called: `P`, `R` and `A` stand for where they are.
REAL: dict[str, tuple[str, ...]] = {
    "AWS::ApiGateway::RestApi": (
        "arn:P:execute-api:R:A:a1b2c3d4e5/prod/GET/pets",
        "arn:P:execute-api:R:A:a1b2c3d4e5/*",
        "arn:P:apigateway:R::/restapis/a1b2c3d4e5",
    ),
    "AWS::Backup::BackupVault": (
        "arn:P:backup:R:A:backup-vault:nightly",
        "arn:P:backup:R:A:recovery-point:1eb3b5e7-9eb0-435a-a80b-108b488b0d45",
        "arn:P:ec2:R::snapshot/snap-0a1b2c3d",
        "arn:P:rds:R:A:snapshot:awsbackup:job-1",
        "arn:P:dynamodb:R:A:table/ledger/backup/01556",
    ),
    "AWS::CloudTrail::Dashboard": ("arn:P:cloudtrail:R:A:dashboard/overview",),
    "AWS::CloudTrail::EventDataStore": ("arn:P:cloudtrail:R:A:eventdatastore/ee54f226-eb46",),
    "AWS::CodeArtifact::Domain": ("arn:P:codeartifact:R:A:domain/amber",),
    "AWS::DynamoDB::Stream": ("arn:P:dynamodb:R:A:table/ledger/stream/2026-01-01T00:00:00.000",),
    "AWS::DynamoDB::Table": (
        "arn:P:dynamodb:R:A:table/ledger",
        "arn:P:dynamodb:R:A:table/ledger/index/by-date",
    ),
    "AWS::EFS::FileSystem": ("arn:P:elasticfilesystem:R:A:file-system/fs-0a1b2c3d",),
    "AWS::IAM::AssumeRolePolicyDocument": ("arn:P:iam::A:role/service/app",),
    "AWS::KMS::Key": (
        "arn:P:kms:R:A:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:P:kms:R:A:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    ),
    "AWS::Kinesis::Stream": ("arn:P:kinesis:R:A:stream/clicks",),
    "AWS::Kinesis::StreamConsumer": ("arn:P:kinesis:R:A:stream/clicks/consumer/app:1762180000",),
    "AWS::Lambda::Function": (
        "arn:P:lambda:R:A:function:resize",
        "arn:P:lambda:R:A:function:resize:42",
        "arn:P:lambda:R:A:function:resize:live",
        "arn:P:lambda:R:A:function:resize:$LATEST",
    ),
    "AWS::OpenSearchService::Domain": (
        "arn:P:es:R:A:domain/logs",
        "arn:P:es:R:A:domain/logs/index/_search",
    ),
    "AWS::S3::AccessPoint": (
        "arn:P:s3:R:A:accesspoint/reports",
        "arn:P:s3:R:A:accesspoint/reports/object/2026/q1.csv",
        "arn:P:s3::A:accesspoint/mfzwi23gnjvgw.mrap",
        "arn:P:s3:R:A:accesspoint:reports",
    ),
    "AWS::S3::Bucket": (
        "arn:P:s3:::amber",
        "arn:P:s3:::amber.example.com/a:b/c d/*",
        "arn:P:s3:::amber/${aws:PrincipalAccount}/*",
    ),
    "AWS::S3::Glacier": ("arn:P:glacier:R:A:vaults/old",),
    "AWS::S3Express::AccessPoint": ("arn:P:s3express:R:A:accesspoint/fast--use1-az4--xa-s3",),
    "AWS::S3Express::DirectoryBucket": ("arn:P:s3express:R:A:bucket/fast--use1-az4--x-s3",),
    "AWS::S3Outposts::AccessPoint": (
        "arn:P:s3-outposts:R:A:outpost/op-01ac5d28/accesspoint/near",
        "arn:P:s3-outposts:R:A:outpost/op-01ac5d28/accesspoint/near/object/a",
    ),
    "AWS::S3Outposts::Bucket": (
        "arn:P:s3-outposts:R:A:outpost/op-01ac5d28/bucket/near",
        "arn:P:s3-outposts:R:A:outpost/op-01ac5d28/bucket/near/object/a",
    ),
    "AWS::S3Tables::Table": (
        "arn:P:s3tables:R:A:bucket/lake/table/10000000-2000-3000-4000-500000000000",
    ),
    "AWS::S3Tables::TableBucket": (
        "arn:P:s3tables:R:A:bucket/lake",
        "arn:P:s3tables:R:A:bucket/lake/table/*",
    ),
    "AWS::SNS::Topic": ("arn:P:sns:R:A:alerts.fifo", "arn:P:sns:R:A:alerts:8a21d249-4329"),
    "AWS::SQS::Queue": ("arn:P:sqs:R:A:inbox",),
    "AWS::SecretsManager::Secret": ("arn:P:secretsmanager:R:A:secret:prod/db-a1B2c3",),
}
OWNER = ":111122223333:"
PLACES = [
    ("aws", "us-east-1"),
    ("aws-us-gov", "us-gov-west-1"),
    ("aws-cn", "cn-north-1"),
    ("aws-eusc", "eusc-de-east-1"),
    ("aws-iso-b", "us-isob-east-1"),
]


def real_names(kind: str) -> list[str]:
    return [
        name.replace(":P:", f":{partition}:").replace(":R:", f":{region}:").replace(":A:", OWNER)
        for name in REAL[kind]
        for partition, region in PLACES
    ]


def allow(**resources: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": "*", "Action": "*", **resources}


def is_public(kind: AccessCheckResourceType, *statements: dict[str, Any]) -> bool:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return not check_no_public_access(document, kind).passed


def test_every_type_that_is_checked_has_a_row_that_ends_as_it_should() -> None:
    assert set(FORMS) == set(TYPES) == set(REAL)
    assert all(form.endswith("?*") for forms in FORMS.values() for form in forms)
    assert [kind for kind, forms in FORMS.items() if not forms] == [TRUST_POLICY]


@pytest.mark.parametrize("kind", TYPES)
def test_what_names_a_resource_of_the_type_counts(kind: AccessCheckResourceType) -> None:
    for name in real_names(kind):
        assert is_public(kind, allow(Resource=name)), name
        assert is_public(kind, allow(NotResource=[name, "arn:aws:iam::111122223333:role/a"])), name
    assert is_public(kind, allow(Resource="*"))
    assert is_public(kind, allow())


@given(st.sampled_from(TYPES), st.data())
def test_no_wildcards_keep_a_pattern_for_a_real_resource_from_counting(
    kind: AccessCheckResourceType, data: st.DataObject
) -> None:
    """Any stretch may become a `*` or a variable, colons included, and any character a `?`.

    Many a `?` behind a `*` may be more work than a check may take: no answer, and no wrong one.
    """
    pattern = [*data.draw(st.sampled_from(real_names(kind)))]
    for _ in range(data.draw(st.integers(1, 4))):
        first = data.draw(st.integers(0, len(pattern) - 1))
        last = data.draw(st.integers(first, len(pattern)))
        wild = data.draw(st.sampled_from(["*", "?", "${aws:username}"]))
        # One character in place of what stands for several would name something else.
        single = ["?" if len(one) == 1 and one != "*" else one for one in pattern[first:last]]
        pattern[first:last] = single if wild == "?" else [wild]
    try:
        public = is_public(kind, allow(Resource="".join(pattern)))
    except UnsupportedPolicyError:
        assume("?" * 8 not in "".join(pattern))
        raise
    assert public, "".join(pattern)


@given(st.sampled_from(TYPES), st.data())
def test_an_arn_that_ends_early_counts_for_what_is_below_it(
    kind: AccessCheckResourceType, data: st.DataObject
) -> None:
    parts = data.draw(st.sampled_from(real_names(kind))).split(":")[:5]
    assert is_public(kind, allow(Resource=":".join(parts[: data.draw(st.integers(1, 5))])))


@pytest.mark.parametrize(
    "resource",
    [
        "arn:*:function:resize",
        "arn:aws:*resize",
        "arn:*${aws:username}*function:*",
        "arn:aws:lambda:u*-1:*:1111*:function*",
        "arn:aws:lambda:?????????:????????????:function:?",
    ],
)
def test_a_wildcard_stands_for_colons_too(resource: str) -> None:
    assert is_public(FUNCTION, allow(Resource=resource))


@pytest.mark.parametrize(
    ("kind", "resource"),
    [
        ("AWS::Kinesis::Stream", "arn:aws:kinesis::111122223333:stream/clicks"),
        (FUNCTION, "arn:aws:lambda::111122223333:function:x"),
    ],
)
def test_a_resource_counts_without_its_region(kind: AccessCheckResourceType, resource: str) -> None:
    assert is_public(kind, allow(Resource=resource))


@pytest.mark.parametrize(
    ("kind", "resource"),
    [
        (FUNCTION, "arn::lambda:::function:x"),
        (FUNCTION, "arn:aws:lambda:us-east-1::function:x"),
        (FUNCTION, "arn:aws:lambda:us-east-1:111122223333:function:"),
        (FUNCTION, "arn:aws:lambda:us-east-1:111122223333:layer:x:1"),
        (FUNCTION, "arn:aws:lambda:us-east-1:111122223333:layer:*"),
        (FUNCTION, "arn:aws:s3:::amber"),
        (TABLE_BUCKET, "arn:aws:s3tables:us-east-1::bucket/lake"),
        (BUCKET, "arn:aws:s3:us-east-1:111122223333:accesspoint/reports"),
        (BUCKET, "arn:aws:s3:::"),
        (POINT, "arn:aws:s3:::amber/*"),
        ("AWS::SQS::Queue", "arn:aws:sns:*:*:*"),
        ("AWS::S3Tables::Table", "arn:aws:s3tables:us-east-1:111122223333:bucket/lake"),
        ("AWS::Backup::BackupVault", "arn:aws::us-east-1:111122223333:backup-vault:nightly"),
    ],
)
def test_what_names_nothing_of_the_type_opens_nothing(
    kind: AccessCheckResourceType, resource: str
) -> None:
    assert not is_public(kind, allow(Resource=resource))
    assert is_public(kind, allow(Resource=[resource, real_names(kind)[0]]))
    assert is_public(kind, allow(NotResource=resource))


@given(st.sampled_from([kind for kind in TYPES if kind != TRUST_POLICY]), st.data())
def test_parts_that_every_arn_of_a_type_has_may_not_be_empty(
    kind: AccessCheckResourceType, data: st.DataObject
) -> None:
    """That holds of the partition, of the service and of the name whatever the type is."""
    parts = data.draw(st.sampled_from(real_names(kind))).split(":", 5)
    parts[data.draw(st.sampled_from([1, 2, 5]))] = ""
    assert not is_public(kind, allow(Resource=":".join(parts)))


@pytest.mark.parametrize("resource", ["fakeArn", "execute-api:/prod/*", "/111122223333/inbox"])
def test_what_does_not_begin_as_an_arn_may_be_a_short_form(resource: str) -> None:
    assert is_public("AWS::ApiGateway::RestApi", allow(Resource=resource))


@pytest.mark.parametrize(
    ("excluded", "public"),
    [
        ("*", False),
        ("arn:*", False),
        ("arn:*:s3:::*", False),
        (["arn:*:s3:::a*", "arn:*:s3:::?", "arn:*:s3:::??*"], False),
        ("arn:aws:s3:::*", True),
        (["arn:aws:s3:::*", "arn:aws-cn:s3:::*"], True),
        ("arn:*:s3:::??*", True),
        ("arn:*:s3:::${aws:PrincipalAccount}*", True),
        ("arn:*:sqs:*:*:*", True),
        ("arn:*s3:*", True),
        ([f"arn:*:s3:::{'?' * n}a*{'?' * n}b" for n in range(12)], True),
    ],
)
def test_an_exclusion_opens_nothing_if_it_leaves_nothing_of_the_type(
    excluded: Any, *, public: bool
) -> None:
    """What is left in another partition counts, and so does what takes too long to tell."""
    assert is_public(BUCKET, allow(NotResource=excluded)) is public


def test_a_list_of_resources_says_what_its_entries_say_one_by_one() -> None:
    """What is denied for the one entry that counts is not allowed by those that do not."""
    deny = {**allow(Resource="arn:aws:s3:::amber/*"), "Effect": "Deny"}
    listed = ["arn:aws:s3:::amber/*", "arn:aws:sqs:us-east-1:111122223333:inbox"]
    assert not is_public(BUCKET, allow(Resource=listed), deny)
    assert not is_public(BUCKET, *(allow(Resource=one) for one in listed), deny)
    assert is_public(BUCKET, allow(Resource=[*listed, "arn:aws:s3:::onyx/*"]), deny)


def test_reasons_name_the_statements_that_count_by_their_place() -> None:
    other, own = allow(Resource="arn:aws:sqs:*:*:*"), allow(Resource="arn:aws:s3:::amber")
    check = check_no_public_access({"Statement": [other, own]}, BUCKET)
    assert [reason.statement_index for reason in check.reasons] == [1]


def test_text_that_is_a_variable_in_a_new_version_is_text_in_an_old_one() -> None:
    statement = allow(Resource="arn:aws:${aws:a}:amber")
    verdicts = [
        check_no_public_access({"Version": version, "Statement": statement}, BUCKET).result
        for version in ("2008-10-17", "2012-10-17")
    ]
    assert verdicts == ["PASS", "FAIL"]


def test_rows_agree_with_the_pages_of_the_services() -> None:
    """Types that go by another policy's ARNs, and those without a policy of their own, aside."""
    catalogue = ActionCatalogue.installed()
    if catalogue is None:
        pytest.skip("the extra `validate` is not installed")
    unlike: set[tuple[str, str]] = set()
    for kind in TYPES:
        service, names = ACTIONS_ON[kind]
        known = catalogue.services[service].resource_types
        for name in names or known:
            arn = re.sub(r"\$\{[^}]*\}", "x", str(known[name].arn))
            if not is_public(kind, allow(Resource=arn)):
                unlike.add((kind, name))
    assert unlike == {(POINT, "object"), ("AWS::S3Outposts::AccessPoint", "object")}
