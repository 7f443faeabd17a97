"""Resources of Terraform that have their policies elsewhere than under an argument of their own."""

import json
from typing import Any

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from aa_sdk.cli._sources.found import Found
from aa_sdk.cli._sources.terraform_kinds import kinds_of
from tests.cli.sources.stacks import NARROW, OPEN, addresses, in_plan, resource, texts
from tests.policy.statements import allow, policy

TEXT = json.dumps(OPEN)
API = {"openapi": "3.0.1", "x-amazon-apigateway-policy": OPEN}


def checked(found: Found) -> list[Any]:
    return [one.resource_type for one in found.policies]


def test_the_provider_awscc_has_the_types_of_cloudformation() -> None:
    found = in_plan(
        resource("awscc_s3_bucket_policy.a", policy_document=TEXT),
        resource("awscc_kms_key.a", key_policy=TEXT),
        resource("awscc_dynamodb_table.a", resource_policy={"policy_document": OPEN}),
        resource("awscc_iam_role.a", policies=[{"policy_document": json.dumps(NARROW)}]),
        resource("awscc_organizations_policy.a", type="SERVICE_CONTROL_POLICY", content=TEXT),
        resource("awscc_s3_bucket.a", bucket_name="amber"),
    )
    assert checked(found) == [
        "AWS::S3::Bucket",
        "AWS::KMS::Key",
        "AWS::DynamoDB::Table",
        None,
        None,
    ]
    assert [one.policy_type for one in found.policies][3:] == [
        "IDENTITY_POLICY",
        "SERVICE_CONTROL_POLICY",
    ]
    assert found.policies[2].address == "awscc_dynamodb_table.a.resource_policy.policy_document"
    unknown = resource("awscc_sqs_queue_policy.a", unknown={"policy_document": True})
    unknown["configured"]["expressions"] = {"policy_document": {}}
    assert [one.reason for one in in_plan(unknown).unresolved] == ["it is known only after apply"]


def test_cloud_control_has_a_resource_in_a_text() -> None:
    state = json.dumps({"Bucket": "amber", "PolicyDocument": OPEN})
    kind = "aws_cloudcontrolapi_resource"
    found = in_plan(resource(f"{kind}.a", type_name="AWS::S3::BucketPolicy", desired_state=state))
    assert addresses(found) == {f"{kind}.a.desired_state.PolicyDocument": ""}
    assert (checked(found), texts(found)) == (["AWS::S3::Bucket"], [OPEN])
    assert kinds_of(kind, {"type_name": "AWS::S3::Bucket"}) is None


def test_the_policy_of_a_directory_bucket_is_not_that_of_a_bucket() -> None:
    name = "amber--usw2-az1--x-s3"
    found = in_plan(resource("aws_s3_bucket_policy.a", bucket=name, policy=TEXT))
    assert checked(found) == ["AWS::S3Express::DirectoryBucket"]


def test_the_definition_of_an_api_may_hold_its_policy() -> None:
    found = in_plan(resource("aws_api_gateway_rest_api.a", body=json.dumps(API)))
    where = "aws_api_gateway_rest_api.a.body"
    assert addresses(found) == {f"{where}.x-amazon-apigateway-policy": ""}
    assert checked(found) == ["AWS::ApiGateway::RestApi"]
    in_yaml = resource("aws_api_gateway_rest_api.a", body="x-amazon-apigateway-policy:\n  a: b")
    assert addresses(in_plan(in_yaml)) == {where: "it is in YAML in a text: write jsonencode(...)"}
    assert not addresses(in_plan(resource("aws_api_gateway_rest_api.a", body="openapi: 3.0.1")))
    put = in_plan(resource("aws_api_gateway_rest_api_put.a", body=json.dumps(API)))
    assert checked(put) == ["AWS::ApiGateway::RestApi"]


def test_a_session_policy_bounds_a_principal() -> None:
    kind = "aws_rolesanywhere_profile"
    found = in_plan(resource(f"{kind}.a", session_policy=json.dumps(NARROW)))
    assert [one.policy_type for one in found.policies] == ["IDENTITY_POLICY"]
    unknown = {"session_policy": True}
    assert in_plan(resource(f"{kind}.a", unknown=unknown, configured=unknown)).unresolved


@pytest.mark.parametrize(
    ("kind", "argument"),
    [
        ("aws_ecr_lifecycle_policy", "policy"),
        ("aws_opensearchserverless_access_policy", "policy"),
        ("aws_verifiedaccess_group", "policy_document"),
        ("azurerm_key_vault", "access_policy"),
        ("aws_iam_role_policy_attachment", "policy_arn"),
    ],
)
def test_what_is_called_a_policy_elsewhere_is_no_reason_to_fail(kind: str, argument: str) -> None:
    unknown = {argument: True}
    assert not addresses(in_plan(resource(f"{kind}.a", unknown=unknown, configured=unknown)))
    assert texts(in_plan(resource(f"{kind}.a", **{argument: TEXT}))) == [OPEN]  # it is one


@pytest.mark.parametrize("argument", ["sts_policy_document", "repository_policy", "a_key_policy"])
def test_what_is_called_a_policy_may_be_one_where_a_type_is_not_known(argument: str) -> None:
    unknown = {argument: True}
    found = in_plan(resource("aws_new_thing.a", unknown=unknown, configured=unknown))
    assert addresses(found) == {f"aws_new_thing.a.{argument}": "it is known only after apply"}


def test_the_policy_of_a_stack_is_about_its_updates() -> None:
    updates = json.dumps(policy(allow(Action="Update:*", Principal="*", Resource="*")))
    found = in_plan(resource("aws_cloudformation_stack.a", policy_body=updates))
    reason = "its policies are in a template: check that, too"
    assert addresses(found) == {"aws_cloudformation_stack.a": reason}


def test_what_is_said_and_has_no_value_is_unknown_where_a_plan_has_no_changes() -> None:
    said = {"name": {}, "policy": {"references": ["a"]}, "tags": {}}
    unknown = resource("aws_iam_policy.a", configured=said, name="amber")
    assert not addresses(in_plan(unknown))  # the changes say that nothing is
    reason = "it is known only after apply"
    assert addresses(in_plan(unknown, resource_changes=[])) == {"aws_iam_policy.a.policy": reason}
    known = resource("aws_iam_policy.a", configured=said, policy=TEXT)
    assert addresses(in_plan(known, resource_changes=[])) == {"aws_iam_policy.a.policy": ""}
