"""Policies in templates: those of the table, and those that nobody has heard of."""

import json
from typing import Any, get_args

import pytest

pytest.importorskip("yaml", reason="the command line is an extra")

from aa_sdk.cli._sources import resource_kinds
from aa_sdk.cli._sources.resource_kinds import OTHER_LANGUAGES, Kind, kinds_of
from aa_sdk.models import AccessCheckResourceType
from aa_sdk.policy._validation.places import Place
from tests.cli.sources.stacks import (
    NARROW,
    OPEN,
    addresses,
    in_resource,
    in_template,
    in_yaml,
    texts,
)
from tests.policy.statements import allow

KINDS: dict[str, list[Kind]] = resource_kinds._KINDS  # type: ignore[assignment] # pyright: ignore[reportPrivateUsage] # every row of the table
EACH = [(kind, one) for kind, listed in KINDS.items() for one in listed]
STATEMENT = allow(Resource="*")


def nested(where: str, value: Any) -> Any:
    """Put a value where a table says that it is."""
    for step in reversed(where.split(".")):
        value = [value] if step == "*" else {step: value}
    return value


@pytest.mark.parametrize(("resource_type", "kind"), EACH)
def test_a_policy_is_found_where_a_resource_has_it(resource_type: str, kind: Kind) -> None:
    policy = OPEN["Statement"][0] if kind.is_statement else OPEN
    found = in_resource(resource_type, **nested(kind.where, policy))
    assert not found.unresolved
    (one,) = found.policies
    assert (one.policy_type, one.resource_type) == (kind.policy_type, kind.resource_type)
    assert one.resource == resource_type
    assert texts(found) == [OPEN]


@pytest.mark.parametrize(("resource_type", "kind"), EACH)
def test_a_policy_that_is_not_known_is_said_wherever_the_way_to_it_ends(
    resource_type: str, kind: Kind
) -> None:
    for steps in range(kind.where.count(".") + 1):
        where = ".".join(kind.where.split(".")[: steps + 1])
        found = in_resource(resource_type, **nested(where, {"Ref": "Team"}))
        assert not found.policies
        assert [one.reason for one in found.unresolved] == ['it depends on "Team"']


def test_types_of_the_table_are_types_that_can_be_checked() -> None:
    known = {*get_args(get_args(AccessCheckResourceType)[0]), None}
    assert {one.resource_type for _, one in EACH} <= known


def test_each_resource_says_which_of_its_kinds_it_is() -> None:
    def types(**properties: Any) -> list[Any]:
        found = in_resource("AWS::Organizations::Policy", Content=NARROW, **properties)
        return [one.policy_type for one in found.policies]

    assert types(Type="RESOURCE_CONTROL_POLICY") == ["RESOURCE_CONTROL_POLICY"]
    assert types(Type={"Ref": "Kind"}) == ["SERVICE_CONTROL_POLICY"]
    assert kinds_of("AWS::Organizations::Policy", {"Type": "TAG_POLICY"}) == []
    consumer = "arn:aws:kinesis:eu-west-1:111122223333:stream/a/consumer/b:1"
    found = in_resource("AWS::Kinesis::ResourcePolicy", ResourceArn=consumer, ResourcePolicy=OPEN)
    assert found.policies[0].resource_type == "AWS::Kinesis::StreamConsumer"


TEMPLATE = """\
Resources:
  Role:
    Type: AWS::IAM::Role
    Condition: IsThere
    Properties:
      Policies:
        - PolicyName: first
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::amber/*
              - {Effect: Deny, Action: "*",
                 Resource: "*"}
        - PolicyName: second
          PolicyDocument:
            Statement:
              Effect: Allow
              Action: !Sub "s3:${!x}"
              Resource: "*"
        - PolicyName: third
          PolicyDocument: '{"Statement": []}'
  Bucket:
    Type: AWS::S3::BucketPolicy
    Properties:
      PolicyDocument:
        Statement:
          - Effect: Allow
            Resource:
              - !Sub arn:aws:s3:::${Name}/*
"""


def test_names_and_places_are_those_of_the_template() -> None:
    found = in_yaml(TEMPLATE)
    first, second, third = found.policies
    assert first.address == "Role.Properties.Policies[0].PolicyDocument"
    assert first.name == f"t.yaml: {first.address}"
    assert first.place(None) == Place(9, 13, 15, 32)
    assert first.place(0) == Place(11, 17, 13, 47)
    assert first.place(1) == Place(14, 17, 15, 32)
    assert first.place(2) is None
    assert second.place(0) == Place(19, 15, 21, 28)
    assert second.place(1) is None
    assert third.place(None) == Place(23, 27, 23, 46)
    assert third.place(0) is None
    (unresolved,) = found.unresolved
    assert unresolved.place == Place(31, 17, 31, 44)
    assert unresolved.name == "t.yaml: Bucket.Properties.PolicyDocument"
    assert found.holders == 1


def test_one_unresolved_entry_keeps_a_policy_from_being_checked() -> None:
    for entry in ({"Fn::If": ["C", STATEMENT, {"Ref": "AWS::NoValue"}]}, {"Ref": "Statements"}):
        document = {"Statement": [STATEMENT, entry]}
        found = in_resource("AWS::IAM::Policy", PolicyDocument=document)
        assert not found.policies
        assert [one.address for one in found.unresolved] == ["It.Properties.PolicyDocument"]
    whole = in_resource("AWS::IAM::Policy", PolicyDocument={"Statement": {"Fn::If": ["C", [], []]}})
    assert [one.reason for one in whole.unresolved] == ['it depends on the condition "C"']


def test_what_functions_give_stands_where_they_are_called() -> None:
    chosen = {"Fn::Select": [1, [{}, {"PolicyName": "a", "PolicyDocument": NARROW}]]}
    (one,) = in_resource("AWS::IAM::Role", Policies=[chosen]).policies
    assert one.address == "It.Properties.Policies[0].PolicyDocument"
    assert one.place(None) is not None
    assert one.place(0) is None
    text = {"Fn::Sub": '{"Statement": [{"Effect": "Allow"}]}'}
    (one,) = in_resource("AWS::Logs::ResourcePolicy", PolicyDocument=text).policies
    assert one.text == '{"Statement": [{"Effect": "Allow"}]}'
    made = {"Fn::ToJsonString": NARROW}
    assert texts(in_resource("AWS::Logs::ResourcePolicy", PolicyDocument=made)) == [NARROW]


def test_policies_are_found_where_no_table_looks() -> None:
    text = '  {"Statement": {"Effect": "Allow"}}'
    found = in_resource(
        "Custom::Anything",
        Deep=[{"Down": {"Here": OPEN}}],
        Text=text,
        Made={"Fn::Sub": text},
        Alone=[STATEMENT],
        Inside=json.dumps({"Doc": OPEN, "n": 1}),
        Other="{Statement",
        Broken='{"Statement": ',
        Listed='{"Statement": 5}',
    )
    assert addresses(found) == {
        "It.Properties.Deep[0].Down.Here": "",
        "It.Properties.Text": "",
        "It.Properties.Made": "",
        "It.Properties.Inside.Doc": "",
        "It.Properties.Alone[0]": "",
    }
    assert {one.policy_type for one in found.policies} == {None}
    assert {one.resource for one in found.policies} == {"Custom::Anything"}
    alone = next(one for one in found.policies if one.address == "It.Properties.Alone[0]")
    assert alone.place(0) == alone.place(None) is not None


def test_what_could_be_a_policy_is_said_where_no_table_looks() -> None:
    found = in_resource(
        "AWS::New::Thing",
        AccessPolicy={"Ref": "A"},
        Made={"Fn::Sub": '{"Statement": {"Effect": "${A}"}}'},
        Parts={"Fn::Join": ["", ['{"x": {"Statement": [', '{"Effect": "Allow"}]}}']]},
        Whole={"Fn::If": ["C", OPEN, NARROW]},
        Body={"Fn::Transform": {"Name": "AWS::Include"}},
        Inner={"Fn::If": ["C", {"Fn::Transform": {"Name": "AWS::Include"}}, 1]},
        Statements=[{"Effect": {"Ref": "A"}, "Action": "*"}],
        Doc={"Statement": [{"Ref": "A"}]},
        Name={"Ref": "A"},
        DeletionPolicy={"Ref": "A"},
        Joined={"Fn::Join": ["-", ["a", "b"]]},
        Number={"Fn::Sub": "${A}"},
        KeyPolicy="{{resolve:ssm:/policy}}",
        Password="{{resolve:secretsmanager:x}}",
    )
    assert not found.policies
    assert addresses(found) == {
        "It.Properties.AccessPolicy": 'it depends on "A"',
        "It.Properties.Made": 'it depends on "A"',
        "It.Properties.Parts": "it is put together of parts that are no policies by themselves",
        "It.Properties.Whole": 'it depends on the condition "C"',
        "It.Properties.Body": "it depends on Fn::Transform",
        "It.Properties.Inner": 'it depends on the condition "C"',
        "It.Properties.Statements[0]": 'it depends on "A"',
        "It.Properties.Doc": 'it depends on "A"',
        "It.Properties.KeyPolicy": "it depends on a reference, {{resolve:...",
    }


SCRIPT = """#!/bin/sh
echo '{"Statement": {"Effect": "Allow", "Action": "*"}}' > ${Name}
"""


@pytest.mark.parametrize(
    "code",
    [
        SCRIPT,
        {"Fn::Sub": SCRIPT},
        {"Fn::Sub": [SCRIPT, {"Name": {"Ref": "Name"}}]},
        {"Fn::Join": ["", ["\n", *SCRIPT.splitlines()]]},
        {"Fn::Join": ["\n", [*SCRIPT.splitlines(), {"Ref": "Name"}]]},
        {"Fn::Base64": {"Fn::Sub": SCRIPT}},
    ],
)
def test_a_program_that_has_a_policy_in_it_is_none(code: Any) -> None:
    assert addresses(in_resource("AWS::Lambda::Function", Code={"ZipFile": code})) == {}


@pytest.mark.parametrize(
    "start", ["{{", " \n{{", "[{{", "${{Start}}{{", {"Ref": "Start"}, {"Fn::Sub": "${{Start}}"}]
)
def test_what_may_begin_as_a_policy_does_could_be_one(start: Any) -> None:
    head = start.format() if isinstance(start, str) else start
    rest = '"Statement": {"Effect": "Allow"}}'
    made: list[Any] = [{"Fn::Join": ["", [head, rest, {"Ref": "End"}]]}]
    if isinstance(head, str):
        made.append({"Fn::Sub": f"{head}{rest}${{End}}"})
    for one in made:
        reasons = addresses(in_resource("AWS::New::Thing", Body=one))
        assert list(reasons) == ["It.Properties.Body"], one
        assert "it depends on" in reasons["It.Properties.Body"]


@pytest.mark.parametrize("kind", OTHER_LANGUAGES)
def test_statements_of_other_languages_are_none_of_ours(kind: str) -> None:
    kind = f"{kind}Policy" if kind.endswith(":") else kind
    for value in (OPEN, {"Ref": "Document"}):
        assert addresses(in_resource(kind, PolicyDocument=value, Policy=value)) == {}


def test_what_is_like_a_policy_and_grants_nothing_is_none() -> None:
    assert addresses(in_resource("AWS::New::Rule", Statement={"NotStatement": {}})) == {}


HIDDEN: list[tuple[dict[str, Any], str]] = [
    ({"Transform": "MyMacro"}, "Transform"),
    ({"Transform": ["AWS::Serverless-2016-10-31", {"Name": "AWS::Include"}]}, "Transform"),
    ({"Transform": {"Ref": "X"}}, "Transform"),
    ({"Fn::Transform": {"Name": "X"}}, "Fn::Transform"),
    ({"Resources": {"Fn::Transform": {"Name": "X"}}}, "Fn::Transform"),
    ({"Resources": []}, "Resources"),
    ({"Resources": {"Fn::ForEach::All": ["A", ["b"], {}]}}, "Fn::ForEach::All"),
    ({"Resources": {"A": "text"}}, "A"),
    ({"Resources": {"A": {"Type": "T", "Fn::Transform": {"Name": "X"}}}}, "A"),
    ({"Resources": {"A": {"Type": "T", "Properties": {"Fn::Transform": 1}}}}, "A.Properties"),
    ({"Resources": {"A": {"Type": "Me::S3::Bucket::MODULE"}}}, "A"),
    ({"Resources": {"A": {"Type": "AWS::Serverless::Connector"}}}, "A"),
    ({"Resources": {"A": {"Type": "T", "Connectors": {}}}}, "A.Connectors"),
    ({"Resources": {"A": {"Type": "AWS::CloudFormation::Stack"}}}, "A"),
    ({"Resources": {"A": {"Type": "AWS::CloudFormation::StackSet"}}}, "A"),
    (
        {"Globals": {"Api": {"Auth": {"ResourcePolicy": {"CustomStatements": []}}}}},
        "Globals.Api.Auth.ResourcePolicy",
    ),
]


@pytest.mark.parametrize(("template", "address"), HIDDEN)
def test_what_changes_or_hides_policies_is_said(template: Any, address: str) -> None:
    found = in_template({"AWSTemplateFormatVersion": "2010-09-09", **template})
    assert not found.policies
    assert [one.address for one in found.unresolved] == [address]
    assert found.unresolved[0].place is not None


def test_macros_that_change_no_policy_are_no_matter() -> None:
    macros = ["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"]
    template = {"Transform": macros, "Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
    assert addresses(in_template(template)) == {}


def test_functions_of_sam_have_policies_of_their_own() -> None:
    found = in_resource(
        "AWS::Serverless::Function",
        AssumeRolePolicyDocument=OPEN,
        Policies=[
            "AWSLambdaBasicExecutionRole",
            {"Ref": "Managed"},
            {"Statement": [{"Action": "*"}]},
            {"S3ReadPolicy": {"BucketName": "amber"}},
            {"Fn::If": ["C", "a", "b"]},
        ],
        Events={"Call": {"Properties": {"Auth": {"ResourcePolicy": {}}}}, "More": [1]},
    )
    assert addresses(found) == {
        "It.Properties.AssumeRolePolicyDocument": "",
        "It.Properties.Policies[2]": "",
        "It.Properties.Policies[3]": (
            'the policy template "S3ReadPolicy" is one that SAM writes out'
        ),
        "It.Properties.Policies[4]": 'it depends on the condition "C"',
        "It.Properties.Events.Call.Properties.Auth.ResourcePolicy": (
            "SAM writes this policy when it is deployed"
        ),
    }
    assert [one.policy_type for one in found.policies] == ["IDENTITY_POLICY", "RESOURCE_POLICY"]
    for one in ("a", {"Ref": "Managed"}, None):
        assert addresses(in_resource("AWS::Serverless::StateMachine", Policies=one)) == {}
    alone = in_resource("AWS::Serverless::StateMachine", Policies=NARROW)
    assert addresses(alone) == {"It.Properties.Policies": ""}


def test_a_null_is_no_policy_and_anything_else_is_one() -> None:
    assert addresses(in_resource("AWS::IAM::Policy", PolicyDocument=None)) == {}
    values: list[Any] = [{}, [], 5, "text", True]
    for odd in values:
        found = in_resource("AWS::IAM::Policy", PolicyDocument=odd)
        assert addresses(found) == {"It.Properties.PolicyDocument": ""}
    assert addresses(in_template({"Resources": {"It": {"Type": "AWS::IAM::Role"}}})) == {}
    for odd in [*values[1:], None]:
        it: dict[str, Any] = {"Type": "AWS::Serverless::Function", "Properties": odd}
        assert addresses(in_template({"Resources": {"It": it}})) == {}
    alone = in_resource("AWS::IAM::Role", Policies={"PolicyDocument": 1})
    assert addresses(alone) == {"It.Properties.Policies.PolicyDocument": ""}
