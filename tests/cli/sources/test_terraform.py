"""Policies in what `terraform show -json` writes."""

import json
from typing import Any, get_args

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from aa_sdk.cli._sources import terraform_kinds
from aa_sdk.cli._sources.terraform import policies_in_plan
from aa_sdk.cli._sources.terraform_kinds import kinds_of
from aa_sdk.models import AccessCheckResourceType
from tests.cli.sources.stacks import NARROW, OPEN, addresses, in_plan, resource, texts

TEXT = json.dumps(NARROW)
UNKNOWN = True
APPLY = "it is known only after apply"
ROWS: dict[str, tuple[str, Any]] = terraform_kinds._RESOURCES  # type: ignore[assignment] # pyright: ignore[reportPrivateUsage] # every row of the table


def nested(where: str, value: Any) -> Any:
    for step in reversed(where.split(".")):
        value = [value] if step == "*" else {step: value}
    return value


@pytest.mark.parametrize("kind", ROWS)
def test_a_policy_is_found_where_a_resource_has_it(kind: str) -> None:
    where, checked = ROWS[kind]
    found = in_plan(resource(f"{kind}.it", **nested(where, json.dumps(OPEN))))
    assert texts(found) == [OPEN]
    (one,) = found.policies
    assert (one.policy_type, one.resource_type) == ("RESOURCE_POLICY", checked)
    assert one.resource == kind
    assert one.place(0) is one.place(None) is None
    unknown = nested(where, UNKNOWN)
    found = in_plan(resource(f"{kind}.it", unknown=unknown, configured=nested(where, {})))
    assert [one.reason for one in found.unresolved] == [APPLY]


def test_types_of_the_table_are_types_that_can_be_checked() -> None:
    known = {*get_args(get_args(AccessCheckResourceType)[0]), None}
    assert {checked for _, checked in ROWS.values()} <= known


def test_each_resource_says_which_of_its_kinds_it_is() -> None:
    def checked(kind: str, arn: str) -> Any:
        return [one.resource_type for one in kinds_of(kind, {"resource_arn": arn}) or ()]

    stream = "arn:aws:kinesis:eu-west-1:111122223333:stream/a"
    assert checked("aws_kinesis_resource_policy", stream) == ["AWS::Kinesis::Stream"]
    consumer = f"{stream}/consumer/b:1"
    assert checked("aws_kinesis_resource_policy", consumer) == ["AWS::Kinesis::StreamConsumer"]
    table = "arn:aws:dynamodb:eu-west-1:111122223333:table/a"
    assert checked("aws_dynamodb_resource_policy", table) == ["AWS::DynamoDB::Table"]
    of_stream = f"{table}/stream/b"
    assert checked("aws_dynamodb_resource_policy", of_stream) == ["AWS::DynamoDB::Stream"]
    for control in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"):
        found = in_plan(resource("aws_organizations_policy.it", content=TEXT, type=control))
        assert [one.policy_type for one in found.policies] == [control]
    assert kinds_of("aws_organizations_policy", {"type": "TAG_POLICY"}) == []
    assert kinds_of("aws_organizations_policy", {})


def test_modules_are_gone_through_with_their_configuration() -> None:
    inner = resource('module.a["x.y[0]"].module.b[0].aws_s3_bucket_policy.p[0]')["planned"]
    plan = {
        "format_version": "1.2",
        "planned_values": {
            "root_module": {
                "child_modules": [
                    {
                        "address": 'module.a["x.y[0]"]',
                        "child_modules": [
                            {"address": 'module.a["x.y[0]"].module.b[0]', "resources": [inner]}
                        ],
                    }
                ]
            }
        },
        "resource_changes": [
            {"address": inner["address"], "change": {"after_unknown": {"policy": True}}}
        ],
    }

    def configured(**expressions: Any) -> Any:
        resources = [{"address": "aws_s3_bucket_policy.p", "expressions": expressions}]
        calls = {"b": {"module": {"resources": resources}}}
        return {"root_module": {"module_calls": {"a": {"module": {"module_calls": calls}}}}}

    policy = f"{inner['address']}.policy"
    said = {**plan, "configuration": configured(policy={"references": ["x"]})}
    assert addresses(policies_in_plan(said, "p")) == {policy: APPLY}
    assert addresses(policies_in_plan({**plan, "configuration": configured()}, "p")) == {}
    assert addresses(policies_in_plan(plan, "p")) == {policy: APPLY}


def test_what_aws_fills_in_is_no_policy_of_the_plan() -> None:
    role = resource("aws_iam_role.r", unknown={"inline_policy": True}, assume_role_policy=TEXT)
    bucket = resource("aws_s3_bucket.b", unknown={"policy": True})
    assert addresses(in_plan(role, bucket)) == {"aws_iam_role.r.assume_role_policy": ""}


def test_policies_of_a_role_are_known_one_by_one() -> None:
    role = resource(
        "aws_iam_role.r",
        unknown={"inline_policy": [{}, {"policy": True}, {"name": True}]},
        configured={"inline_policy": [{"policy": {}}, {"policy": {}}, {}]},
        inline_policy=[{"policy": TEXT}, {"name": "b"}, {"policy": ""}],
    )
    assert addresses(in_plan(role)) == {
        "aws_iam_role.r.inline_policy[0].policy": "",
        "aws_iam_role.r.inline_policy[1].policy": APPLY,
    }


def test_a_block_that_is_repeated_is_not_in_the_configuration_and_said_all_the_same() -> None:
    # Terraform leaves dynamic blocks out of the configuration.
    role = resource("aws_iam_role.r", unknown={"inline_policy": [{"policy": True}]})
    assert addresses(in_plan(role)) == {"aws_iam_role.r.inline_policy[0].policy": APPLY}


def test_policies_are_found_where_no_table_looks() -> None:
    thing = resource(
        "awscc_new_thing.t",
        unknown={
            "access_policy": True,
            "policy_document": True,
            "id": True,
            "deep": [[False, True]],
        },
        configured={"access_policy": {}, "id": {}},
        deep=[[TEXT]],
        document=NARROW,
        policy="not JSON",
    )
    assert addresses(in_plan(thing)) == {
        "awscc_new_thing.t.deep[0][0]": "",
        "awscc_new_thing.t.document": "",
        "awscc_new_thing.t.access_policy": APPLY,
    }
    assert texts(in_plan(thing)) == [NARROW, NARROW]


def test_what_is_sensitive_is_not_looked_at() -> None:
    sensitive = {"policy": True, "description": True}
    one = resource("aws_iam_policy.p", policy=TEXT, description="x", sensitive_values=sensitive)
    other = resource("other_thing.p", text=TEXT, sensitive_values={"text": True})
    whole = resource(
        "aws_iam_role.r",
        inline_policy=[{"policy": TEXT}],
        sensitive_values={"inline_policy": True},
    )
    found = in_plan(one, other, whole)
    assert not found.policies
    assert {each.address for each in found.unresolved} == {
        "aws_iam_policy.p.policy",
        "other_thing.p.text",
        "aws_iam_role.r.inline_policy[0].policy",
    }
    assert all("sensitive" in each.reason for each in found.unresolved)


def test_what_is_destroyed_beside_it_says_nothing_of_a_resource() -> None:
    one = resource("aws_iam_policy.p", unknown={"policy": True}, configured={"policy": {}})
    old: dict[str, Any] = {
        "address": "aws_iam_policy.p",
        "deposed": "1a2b",
        "change": {"after_unknown": {}},
    }
    found = in_plan(one, resource_changes=[one["change"], old])
    assert addresses(found) == {"aws_iam_policy.p.policy": APPLY}


def test_data_and_other_languages_are_passed_over() -> None:
    document = resource("aws_iam_policy_document.d", mode="data", json=TEXT)
    assert addresses(in_plan(document, resource("aws_iot_policy.p", policy=TEXT))) == {}


def test_a_state_has_policies_too() -> None:
    values = {"root_module": {"resources": [resource("aws_iam_policy.p", policy=TEXT)["planned"]]}}
    state = {"format_version": "1.0", "values": values}
    assert addresses(policies_in_plan(state, "state.json")) == {"aws_iam_policy.p.policy": ""}


def test_what_a_plan_leaves_open_is_said() -> None:
    put_off = {"address": "aws_iam_policy.p", "type": "aws_iam_policy", "mode": "managed"}
    bucket = {"address": "aws_vpc.b", "type": "aws_vpc", "mode": "managed"}
    deferred = [{"resource_change": put_off}, {"resource_change": bucket}]
    found = in_plan(deferred_changes=deferred, errored=True)
    assert addresses(found) == {
        "aws_iam_policy.p": "Terraform puts it off: it is known only after another plan",
        None: "Terraform did not finish this plan",
    }


def test_changes_without_planned_values_are_said() -> None:
    one = resource("aws_iam_policy.p", policy=TEXT)
    plan = {"format_version": "1.2", "resource_changes": [one["change"]]}
    (fault,) = policies_in_plan(plan, "plan.json").unresolved
    assert (fault.address, fault.reason[:14]) == (None, "it has changes")


def test_policies_inside_of_templates_and_of_other_texts_are_not_overlooked() -> None:
    state = json.dumps({"Type": "AWS::New::Thing", "Deep": {"Doc": NARROW}})
    thing = resource("aws_cloudcontrolapi_resource.c", desired_state=state)
    stack = resource("aws_cloudformation_stack.s", template_body="Resources: {}")
    found = in_plan(thing, stack)
    assert addresses(found) == {
        "aws_cloudcontrolapi_resource.c.desired_state.Deep.Doc": "",
        "aws_cloudformation_stack.s": "its policies are in a template: check that, too",
    }
    assert texts(found) == [NARROW]


def test_what_is_nested_too_deeply_is_said() -> None:
    value: Any = TEXT
    for _ in range(150):
        value = [value]
    (one,) = in_plan(resource("a.b", deep=value)).unresolved
    assert one.reason == "nested too deeply"


@pytest.mark.parametrize("odd", [None, 5, "text", [], [5], {}, {"root_module": 5}])
def test_odd_plans_have_no_policies(odd: Any) -> None:
    sections = ("planned_values", "resource_changes", "configuration", "deferred_changes")
    plan = {"format_version": "1.2", **dict.fromkeys(sections, odd)}
    found = policies_in_plan(plan, "p")
    assert not found.policies
    assert {one.address for one in found.unresolved} <= {None}
    one = resource("aws_iam_policy.p", unknown=odd, configured=odd, policy=TEXT)
    assert addresses(in_plan(one)) == {"aws_iam_policy.p.policy": ""}
