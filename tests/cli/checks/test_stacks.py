"""Templates and plans, as `aa-sdk check` tells of them."""

import json

import pytest

from tests.cli.checks.shell import ERROR, FAIL, PASS, PUBLIC, USAGE, Shell
from tests.cli.sources.stacks import resource
from tests.policy.statements import allow, policy

TEMPLATE = """\
Parameters:
  Team: {Type: String}
Resources:
  Site:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: amber
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: arn:aws:s3:::amber/*
  Role:
    Type: AWS::IAM::RolePolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: s3:GetObject
            Resource: !Sub arn:aws:s3:::${Team}/*
"""
IMAGES = {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryPolicyText": PUBLIC}}


def test_a_template_is_told_by_its_own_lines(shell: Shell) -> None:
    shell.write("t.yaml", TEMPLATE)
    ended = shell.check("t.yaml")
    assert ended.code == FAIL
    lines = ended.out.splitlines()
    assert lines[:2] == [
        "FAIL  t.yaml: Site.Properties.PolicyDocument",
        "  no-public-access: The policy allows public access.",
    ]
    assert lines[2].startswith("    t.yaml:11:13: Allows public access")
    assert "UNRESOLVED  t.yaml: Role.Properties.PolicyDocument" in lines
    assert '  read: t.yaml:23:23: it depends on the parameter "Team"' in lines
    assert lines[-1] == "2 policies: 1 fail, 1 unresolved"


def test_what_is_not_resolved_keeps_the_rest_from_passing(shell: Shell) -> None:
    shell.write("t.yaml", TEMPLATE.replace('Principal: "*"', "Principal: {AWS: '111122223333'}"))
    for output in ("text", "json", "ndjson", "sarif", "github", "junit", "markdown"):
        ended = shell.check("t.yaml", "-o", output)
        assert ended.code == ERROR
        assert "it depends on the parameter" in ended.out


def test_what_a_parameter_is_can_be_said(shell: Shell) -> None:
    shell.write("t.yaml", TEMPLATE.replace('Principal: "*"', "Principal: {AWS: '111122223333'}"))
    unknown = shell.check("t.yaml")
    assert unknown.code == ERROR
    assert "    --parameter NAME=VALUE says it" in unknown.out.splitlines()
    for verb in ([], ["validate"], ["access-not-granted", "--action", "sqs:SendMessage"]):
        assert shell.check(*verb, "t.yaml", "--parameter", "Team=blue").code == PASS
    asked = ("access-not-granted", "t.yaml", "--action=s3:GetObject", "--resource")
    for team, code in (("blue", FAIL), ("red", PASS)):
        ended = shell.check(*asked, "arn:aws:s3:::blue/a", "--parameter", f"Team={team}")
        assert ended.code == code, ended.out
    again = ("--parameter", "Team=red", "--parameter", "Team=blue")
    assert shell.check(*asked, "arn:aws:s3:::blue/a", *again).code == FAIL


def test_a_template_is_compared_with_the_same_parameters(shell: Shell) -> None:
    text = TEMPLATE.replace('Principal: "*"', "Principal: {AWS: '111122223333'}")
    shell.write("old.yaml", text)
    shell.write(
        "new.yaml",
        text.replace(
            "s3:GetObject\n            Resource: !Sub", "s3:*\n            Resource: !Sub"
        ),
    )
    said = ("--parameter", "Team=blue")
    assert shell.check("no-new-access", "old.yaml", "old.yaml", *said).code == PASS
    assert shell.check("no-new-access", "new.yaml", "old.yaml", *said).code == FAIL


@pytest.mark.parametrize("value", ["Team", "=blue", "Te am=blue", "::Region=x"])
def test_a_parameter_without_a_name_or_a_value_is_refused(shell: Shell, value: str) -> None:
    shell.write("t.yaml", TEMPLATE)
    ended = shell.check("t.yaml", "--parameter", value)
    assert ended.code == USAGE
    assert "write NAME=VALUE, such as AWS::Region=eu-west-1" in ended.err


def test_who_gets_into_a_resource_that_nobody_knows_here_is_open(shell: Shell) -> None:
    shell.write("t.json", {"Resources": {"Images": IMAGES}})
    for asked in (
        ("no-public-access", "t.json"),
        ("t.json", "--public", "--no-validate"),
        ("external-access", "t.json", "--account", "111122223333"),
    ):
        ended = shell.check(*asked)
        assert ended.code == ERROR
        assert "a resource of the type AWS::ECR::Repository" in ended.out + ended.err
    named = shell.check("t.json", "-o", "json").json
    assert "no-public-access" not in {one["check"] for one in named}


def test_a_template_without_policies_passes(shell: Shell) -> None:
    shell.write("t.yaml", "Resources: {A: {Type: AWS::SNS::Topic}}")
    assert shell.check("t.yaml") == (PASS, "0 policies\n", "")


def test_a_plan_comes_from_stdin_too(shell: Shell) -> None:
    text = json.dumps(policy(allow(Action="iam:CreateUser", Resource="*")))
    one = resource("aws_iam_policy.p", policy=text)
    plan = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [one["planned"]]}},
    }
    asked = ("access-not-granted", "-", "--action", "iam:CreateUser")
    ended = shell.check(*asked, stdin=plan)
    assert ended.code == FAIL
    assert ended.out.startswith("FAIL  stdin: aws_iam_policy.p.policy\n")


def test_a_policy_in_yaml_is_told_by_its_own_lines(shell: Shell) -> None:
    text = "Version: 2012-10-17\nStatement:\n- Effect: Allow\n  Action: iam:PassRole\n"
    shell.write("p.yaml", f"{text}  Resource: '*'\n")
    ended = shell.check("validate", "p.yaml", "-o", "json")
    assert ended.json["findings"][0]["line"] == 3


def test_the_policy_of_a_repository_names_no_resource(shell: Shell) -> None:
    pull = {
        "Sid": "Pull",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "ecr:BatchGetImage",
    }
    images = {**IMAGES, "Properties": {"RepositoryPolicyText": policy(pull)}}
    shell.write("t.json", {"Resources": {"Images": images}})
    assert shell.check("t.json").code == PASS
    topic = {"Type": "AWS::Events::EventBus", "Properties": {"Policy": policy(pull)}}
    shell.write("t.json", {"Resources": {"Bus": topic}})
    ended = shell.check("t.json")
    assert ended.code == FAIL
    assert "MISSING_RESOURCE" in ended.out


def test_the_short_form_of_the_arn_of_an_api_is_not_mistaken(shell: Shell) -> None:
    def api(*resources: str) -> object:
        statements = [allow(Principal="*", Action="execute-api:Invoke", Resource=[*resources])]
        body = {"x-amazon-apigateway-policy": policy(*statements)}
        return {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}

    shell.write("t.json", {"Resources": {"It": api("execute-api:/*", "execute-api:/prod/GET/a")}})
    assert shell.check("validate", "t.json").code == PASS
    assert "no-public-access: The policy allows" in shell.check("t.json").out
    shell.write("t.json", {"Resources": {"It": api("execute-api:/*", "execute-api:prod")}})
    assert "MISSING_ARN_FIELD" in shell.check("validate", "t.json").out


def test_the_policy_of_a_file_system_names_no_resource(shell: Shell) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": "elasticfilesystem:ClientMount",
    }
    disk = {
        "Type": "AWS::EFS::FileSystem",
        "Properties": {"FileSystemPolicy": policy(statement)},
    }
    shell.write("t.json", {"Resources": {"Disk": disk}})
    assert shell.check("validate", "t.json").code == PASS
    assert shell.check("t.json").code == FAIL
