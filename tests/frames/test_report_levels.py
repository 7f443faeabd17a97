"""What an action is for, as far as its name tells, and what conditions are worth."""

import pytest

from aa_sdk.frames._reports.actions import level_of
from aa_sdk.frames._reports.conditions import Hold, hold_of, meaning_of
from aa_sdk.policy import ActionCatalogue


@pytest.mark.parametrize(
    ("action", "level"),
    [
        ("s3:GetObject", "read"),
        ("s3:GetBucketPolicy", "read"),
        ("s3:getbucketlocation", "read"),
        ("S3:ListBucket", "read"),
        ("sqs:ReceiveMessage", "read"),
        ("kms:Decrypt", "read"),
        ("dynamodb:BatchGetItem", "read"),
        ("s3:PutObject", "write"),
        ("s3:DeleteBucket", "write"),
        ("s3:PutLifecycleConfiguration", "write"),
        ("autoscaling:PutScalingPolicy", "write"),
        ("ec2:CreateNetworkAcl", "write"),
        ("lambda:InvokeFunction", "write"),
        ("PutObject", "write"),
        ("", "write"),
        ("s3:PutBucketPolicy", "permissions"),
        ("s3:PutObjectAcl", "permissions"),
        ("s3:PutBucketPublicAccessBlock", "permissions"),
        ("kms:CreateGrant", "permissions"),
        ("lambda:AddPermission", "permissions"),
        ("sqs:SetQueueAttributes", "permissions"),
        ("ec2:ModifySnapshotAttribute", "permissions"),
        ("iam:CreateAccessKey", "permissions"),
        ("iam:PassRole", "permissions"),
        ("iam:ListRoles", "read"),
        ("sts:AssumeRoleWithWebIdentity", "permissions"),
        ("*", "permissions"),
        ("s3:*", "permissions"),
        ("s3:Put*", "permissions"),
        ("s3:Get*", "read"),
        ("s3:G?t*", "permissions"),
    ],
)
def test_names_of_actions_tell_what_they_are_for(action: str, level: str) -> None:
    assert level_of(action) == level


@pytest.mark.skipif(ActionCatalogue.installed() is None, reason="needs the extra validate")
def test_what_is_called_reading_changes_nothing_in_nineteen_of_twenty_actions_of_all_services() -> (
    None
):
    catalogue = ActionCatalogue.installed() or ActionCatalogue.empty()
    agreed = total = missed = 0
    for prefix, service in catalogue.services.items():
        for action in service.actions.values():
            looks = {one.strip() for one in action.access_level.split(",")} <= {"Read", "List"}
            reads = level_of(f"{prefix}:{action.name}") == "read"
            total += 1
            agreed += looks == reads
            missed += reads and not looks
    assert agreed / total > 0.97
    assert missed / total < 0.01


@pytest.mark.parametrize(
    ("condition", "hold"),
    [
        ({}, "none"),
        ({"aws:PrincipalOrgID": "o-1"}, "identity"),
        ({"AWS:SourceAccount": "1"}, "identity"),
        ({"sts:ExternalId": "x"}, "identity"),
        ({"token.actions.githubusercontent.com:sub": "repo:a/b:*"}, "identity"),
        ({"token.actions.githubusercontent.com:sub": "*"}, "weak"),
        ({"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}, "place"),
        ({"aws:SourceIp": "10.0.0.0/8"}, "place"),
        ({"aws:SourceIp": '["10.0.0.0/8", "0.0.0.0/0"]'}, "weak"),
        ({"aws:SourceIp": "::/0"}, "weak"),
        ({"aws:UserAgent": "x"}, "weak"),
        ({"made:Up": "x"}, "weak"),
        ({"aws:SourceVpc": "vpc-1", "aws:PrincipalOrgID": "o-1"}, "identity"),
        ({"aws:SourceVpc": "vpc-1", "aws:UserAgent": "x"}, "place"),
    ],
)
def test_conditions_are_worth_what_they_say_of_who_comes_in(
    condition: dict[str, str], hold: Hold
) -> None:
    assert hold_of(condition) == hold


def test_keys_are_explained() -> None:
    assert "organization" in meaning_of("aws:PrincipalOrgID")
    assert "everyone" in meaning_of("aws:PrincipalOrgID", "*")
    assert "read what it asks for" in meaning_of("made:Up")
