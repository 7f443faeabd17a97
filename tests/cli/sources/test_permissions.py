"""Permissions that are written as properties are policies like any other."""

from typing import Any

import pytest

pytest.importorskip("yaml", reason="the command line is an extra")

from aa_sdk.cli._sources.found import Found
from aa_sdk.policy import check_no_public_access
from tests.cli.sources.stacks import addresses, in_plan, in_resource, in_template, resource, texts

ACCOUNT = "111122223333"
FUNCTION = "arn:aws:lambda:*:*:function:{}"
BUS = "arn:aws:events:*:*:event-bus/{}"
UNKNOWN = True


def statements(found: Found) -> list[Any]:
    assert not found.unresolved
    return [one for text in texts(found) for one in text["Statement"]]


def in_permission(**properties: Any) -> Found:
    """What is found in a template with a permission to call a function."""
    usual = {"Action": "lambda:InvokeFunction", "FunctionName": "f"}
    return in_resource("AWS::Lambda::Permission", **usual | properties)


def invoke(**parts: Any) -> dict[str, Any]:
    """The statement that such a permission becomes."""
    usual = {
        "Effect": "Allow",
        "Action": "lambda:InvokeFunction",
        "Resource": FUNCTION.format("f"),
    }
    return usual | parts


@pytest.mark.parametrize(
    ("properties", "parts"),
    [
        ({"Principal": "*"}, {"Principal": "*"}),
        ({"Principal": ACCOUNT}, {"Principal": {"AWS": ACCOUNT}}),
        ({"Principal": int(ACCOUNT)}, {"Principal": {"AWS": ACCOUNT}}),
        (
            {"Principal": f"arn:aws:iam::{ACCOUNT}:root"},
            {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}},
        ),
        ({"Principal": "sns.amazonaws.com"}, {"Principal": {"Service": "sns.amazonaws.com"}}),
        (
            {"Principal": "alexa-appkit.amazon.com", "EventSourceToken": "skill"},
            {
                "Principal": {"Service": "alexa-appkit.amazon.com"},
                "Condition": {"StringEquals": {"lambda:EventSourceToken": "skill"}},
            },
        ),
        (
            {"Principal": "*", "PrincipalOrgID": "o-abcdefghij", "FunctionUrlAuthType": "AWS_IAM"},
            {
                "Principal": "*",
                "Condition": {
                    "StringEquals": {
                        "lambda:FunctionUrlAuthType": "AWS_IAM",
                        "aws:PrincipalOrgID": "o-abcdefghij",
                    }
                },
            },
        ),
        (
            {
                "Principal": "s3.amazonaws.com",
                "SourceArn": "arn:aws:s3:::amber",
                "SourceAccount": int(ACCOUNT),
                "InvokedViaFunctionUrl": True,
            },
            {
                "Principal": {"Service": "s3.amazonaws.com"},
                "Condition": {
                    "ArnLike": {"aws:SourceArn": "arn:aws:s3:::amber"},
                    "Bool": {"lambda:InvokedViaFunctionUrl": "true"},
                    "StringEquals": {"aws:SourceAccount": ACCOUNT},
                },
            },
        ),
    ],
)
def test_a_permission_is_the_statement_that_it_becomes(
    properties: dict[str, Any], parts: dict[str, Any]
) -> None:
    found = in_permission(**properties)
    assert statements(found) == [invoke(**parts)]
    (one,) = found.policies
    assert (one.policy_type, one.resource_type) == ("RESOURCE_POLICY", "AWS::Lambda::Function")
    assert (one.address, one.resource) == ("It.Properties", "AWS::Lambda::Permission")


@pytest.mark.parametrize(
    ("written", "arn"),
    [
        ("f", FUNCTION.format("f")),
        ("f:live", FUNCTION.format("f:live")),
        (f"{ACCOUNT}:function:f", FUNCTION.format("f")),
        ("function:f", FUNCTION.format("f")),
        (f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:f",) * 2,
    ],
)
def test_a_function_is_named_in_each_way_that_lambda_takes(written: str, arn: str) -> None:
    (statement,) = statements(in_permission(Principal="*", FunctionName=written))
    assert statement["Resource"] == arn


@pytest.mark.parametrize(
    ("properties", "result"),
    [
        ({"Principal": "*"}, "FAIL"),
        ({"Principal": "*", "FunctionUrlAuthType": "NONE"}, "FAIL"),
        ({"Principal": "*", "PrincipalOrgID": "o-abcdefghij"}, "PASS"),
        ({"Principal": ACCOUNT}, "PASS"),
        ({"Principal": "sns.amazonaws.com"}, "PASS"),
    ],
)
def test_a_permission_for_everyone_is_public(properties: dict[str, Any], result: str) -> None:
    (text,) = texts(in_permission(**properties))
    assert check_no_public_access(text, "AWS::Lambda::Function").result == result


NAMED: dict[str, Any] = {
    "Made": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "a.b"}},
    "Bare": {"Type": "AWS::Serverless::Function"},
    "Said": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "said"}},
    "Live": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Said"}}},
    "First": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Made"}}},
    "Asked": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": {"Ref": "Name"}}},
    "Round": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Round"}}},
    "Other": {"Type": "AWS::S3::Bucket", "Properties": {}},
    "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "orders"}},
}


def in_stack(kind: str, **properties: Any) -> Found:
    """What is found in a template with some resources, and a permission for one of them."""
    permission = {"Type": kind, "Properties": properties}
    return in_template({"Parameters": {"Name": {}}, "Resources": {**NAMED, "It": permission}})


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ({"Ref": "Made"}, "*Made*"),
        ({"Fn::GetAtt": ["Made", "Arn"]}, "*Made*"),
        ({"Fn::GetAtt": "Bare.Arn"}, "*Bare*"),
        ({"Fn::Sub": "${Made.Arn}"}, "*Made*"),
        ({"Fn::Sub": "${Said}"}, "said"),
        ({"Ref": "Live"}, "said:*"),
        ({"Ref": "First"}, "*Made*:*"),
    ],
)
def test_a_function_of_the_same_template_is_known_by_its_name(reference: Any, name: str) -> None:
    usual = {"Action": "lambda:InvokeFunction", "Principal": "*", "FunctionName": reference}
    (statement,) = statements(in_stack("AWS::Lambda::Permission", **usual))
    assert statement["Resource"] == FUNCTION.format(name)


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ({"Ref": "Name"}, 'it depends on the parameter "Name"'),
        ({"Ref": "Asked"}, 'it depends on the resource "Asked"'),
        ({"Ref": "Round"}, 'it depends on the resource "Round"'),
        ({"Ref": "Other"}, 'it depends on the resource "Other"'),
        ({"Fn::GetAtt": "Made.Version"}, 'it depends on the attribute Version of "Made"'),
        ({"Fn::Sub": "${Made}-x"}, 'it depends on the resource "Made"'),
        ({"Fn::ImportValue": "x"}, 'it depends on the export "x"'),
    ],
)
def test_a_function_whose_name_is_not_known_is_said(reference: Any, reason: str) -> None:
    usual = {"Action": "lambda:InvokeFunction", "Principal": "*", "FunctionName": reference}
    assert addresses(in_stack("AWS::Lambda::Permission", **usual)) == {"It.Properties": reason}


def test_a_permission_that_depends_on_a_deployment_is_said() -> None:
    for name in ("Principal", "PrincipalOrgID", "Action", "SourceArn"):
        found = in_permission(**{"Principal": "*", name: {"Ref": "Team"}})
        assert addresses(found) == {"It.Properties": 'it depends on "Team"'}
    for principal in ({"Fn::Sub": "${Team}"}, {"Fn::Join": ["", ["a", {"Ref": "Team"}]]}):
        (reason,) = addresses(in_permission(Principal=principal)).values()
        assert reason == 'it depends on "Team"'
    for name in ("Principal", "SourceArn"):  # where a function's name is not what is meant
        said = {"FunctionName": "f", "Principal": "*", name: {"Ref": "Made"}}
        found = in_stack("AWS::Lambda::Permission", **said)
        assert addresses(found) == {"It.Properties": 'it depends on the resource "Made"'}
    service = {"Principal": "sns.amazonaws.com", "SourceArn": {"Fn::GetAtt": "Made.Arn"}}
    assert addresses(in_stack("AWS::Lambda::Permission", FunctionName="f", **service)) == {}


@pytest.mark.parametrize(
    "principal",
    [
        "events.amazonaws.com",
        "events.amazonaws.com.cn",
        {"Fn::Sub": "logs.${AWS::Region}.amazonaws.com"},
        {"Fn::Sub": ["${Service}.${AWS::URLSuffix}", {"Service": "events"}]},
        {"Fn::Join": ["", ["events.", {"Ref": "AWS::URLSuffix"}]]},
        {"Fn::Join": ["", ["logs.", {"Ref": "AWS::Region"}, ".amazonaws.com"]]},
    ],
)
def test_a_service_whose_source_is_known_later_lets_nobody_else_in(principal: Any) -> None:
    found = in_permission(Principal=principal, SourceArn={"Ref": "Team"})
    assert addresses(found) == {}


def test_layers_and_buses_have_permissions_too() -> None:
    layer = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:layer:x:1"
    shared = {"Action": "lambda:GetLayerVersion", "Principal": "*", "OrganizationId": "o-1"}
    kind = "AWS::Lambda::LayerVersionPermission"
    (statement,) = statements(in_resource(kind, LayerVersionArn=layer, **shared))
    assert statement["Resource"] == layer
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
    bus = {"Action": "events:PutEvents", "StatementId": "a", "Principal": "*"}
    found = in_resource("AWS::Events::EventBusPolicy", **bus)
    (statement,) = statements(found)
    assert statement["Resource"] == BUS.format("default")
    assert found.policies[0].resource_type is None
    condition = {"Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1"}
    (statement,) = statements(
        in_stack(
            "AWS::Events::EventBusPolicy", **bus, EventBusName={"Ref": "Bus"}, Condition=condition
        )
    )
    assert statement["Resource"] == BUS.format("orders")
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}


def test_what_is_no_permission_is_left_alone() -> None:
    found = in_resource("AWS::Events::EventBusPolicy", StatementId="a", Statement=invoke())
    assert addresses(found) == {"It.Properties.Statement": ""}
    malformed = in_resource("AWS::Lambda::Permission", Condition="x")
    (statement,) = statements(malformed)  # which validation has something to say of
    assert "Principal" not in statement
    assert addresses(in_template({"Resources": {"It": {"Type": "AWS::Lambda::Permission"}}}))


def test_a_url_that_asks_nobody_who_he_is_is_public() -> None:
    url = {"FunctionUrlConfig": {"AuthType": "NONE"}}
    found = in_resource("AWS::Serverless::Function", **url)
    assert addresses(found) == {"It.Properties.FunctionUrlConfig": ""}
    (text,) = texts(found)
    assert check_no_public_access(text, "AWS::Lambda::Function").result == "FAIL"
    found = in_template({"Globals": {"Function": url}, "Resources": {}})
    assert addresses(found) == {"Globals.Function.FunctionUrlConfig": ""}
    for other in ("AWS_IAM", None):
        closed = {"FunctionUrlConfig": {"AuthType": other}}
        assert addresses(in_resource("AWS::Serverless::Function", **closed)) == {}
    asked = {"FunctionUrlConfig": {"AuthType": {"Ref": "Team"}}}
    assert addresses(in_resource("AWS::Serverless::Function", **asked)) == {
        "It.Properties.FunctionUrlConfig.AuthType": 'it depends on "Team"'
    }


def test_a_plan_has_permissions_in_its_own_words() -> None:
    found = in_plan(
        resource(
            "aws_lambda_permission.a",
            action="lambda:InvokeFunction",
            function_name="f",
            principal="*",
            principal_org_id="o-1",
            source_arn=None,
        ),
        resource(
            "awscc_lambda_permission.b",
            action="lambda:InvokeFunction",
            function_name="f",
            principal="*",
            invoked_via_function_url=False,
        ),
        resource(
            "aws_lambda_layer_version_permission.c",
            action="lambda:GetLayerVersion",
            layer_name="x",
            principal="*",
        ),
        resource(
            "aws_cloudwatch_event_permission.d",
            principal=ACCOUNT,
            condition=[{"type": "StringEquals", "key": "aws:PrincipalOrgID", "value": "o-1"}],
            unknown={"condition": [{}]},
            sensitive_values={"condition": [{}]},
        ),
        resource("aws_lambda_function_url.e", authorization_type="NONE"),
        resource("aws_lambda_function_url.f", authorization_type="AWS_IAM"),
    )
    organization = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
    a, b, c, d, e = statements(found)
    assert a == invoke(Principal="*", Condition=organization)
    assert b == invoke(Principal="*")
    assert c["Resource"] == "arn:aws:lambda:*:*:layer:x:*"
    assert (d["Action"], d["Resource"]) == ("events:PutEvents", BUS.format("default"))
    assert (d["Principal"], d["Condition"]) == ({"AWS": ACCOUNT}, organization)
    assert (e["Action"], e["Principal"]) == ("lambda:InvokeFunctionUrl", "*")
    assert found.policies[0].address == "aws_lambda_permission.a"
    assert found.policies[0].resource_type == "AWS::Lambda::Function"


def test_what_a_plan_does_not_know_of_a_permission_is_said() -> None:
    usual = {"action": "lambda:InvokeFunction", "function_name": "f"}
    found = in_plan(
        resource(
            "aws_lambda_permission.a", unknown={"principal": UNKNOWN}, configured={"principal": {}}
        ),
        resource(
            "aws_lambda_permission.b",
            principal="*",
            event_source_token="x",
            sensitive_values={"event_source_token": True},
            **usual,
        ),
        resource(
            "aws_lambda_permission.c",
            principal="s3.amazonaws.com",
            unknown={"source_arn": UNKNOWN},
            configured={"source_arn": {}},
            **usual,
        ),
        resource("aws_lambda_permission.d", principal="*", unknown={"id": UNKNOWN}, **usual),
        resource(
            "aws_lambda_permission.e",
            action="lambda:InvokeFunction",
            principal="*",
            unknown={"function_name": UNKNOWN},
            configured={"function_name": {}},
        ),
    )
    assert addresses(found) == {
        "aws_lambda_permission.a.principal": "it is known only after apply",
        "aws_lambda_permission.b.event_source_token": (
            "Terraform marks it as sensitive, and a report would show it"
        ),
        "aws_lambda_permission.d": "",
        "aws_lambda_permission.e.function_name": "it is known only after apply",
    }
