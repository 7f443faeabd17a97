"""A policy in a template is the same policy however the template is written, in its own lines."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("yaml", reason="the command line is an extra")

import yaml

from aa_sdk.cli._sources.documents import JsonDocument
from aa_sdk.cli._sources.found import Found
from aa_sdk.cli._sources.templates import policies_in_template
from aa_sdk.policy._language.json_values import entries, is_list, is_object
from tests.cli.sources.stacks import in_yaml, texts
from tests.policy.statements import allow

WRITER: Any = yaml  # whose types say too little
NAMES = st.text("abzÄ日😀:/*${}'\"# -", max_size=8)
VALUES = NAMES | st.lists(NAMES, max_size=3)
CONDITIONS = st.dictionaries(NAMES, st.dictionaries(NAMES, VALUES, max_size=2), max_size=2)


def _statement(sid: str, resource: Any, condition: Any) -> Any:
    return allow(Sid=sid, Resource=resource, Condition=condition)


def _policy(statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statements}


STATEMENTS = st.builds(_statement, NAMES, VALUES, CONDITIONS)
POLICIES = st.builds(_policy, st.lists(STATEMENTS, min_size=1, max_size=4) | STATEMENTS)


class Tagged(str):
    """A text that is written as `!Sub`."""

    __slots__ = ()


class Dumper(yaml.SafeDumper):
    """Writes functions as tags."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _tagged(dumper: Any, text: Tagged) -> Any:
    return dumper.represent_scalar("!Sub", str(text))


Dumper.add_representer(Tagged, _tagged)


def template(policy: Any) -> Any:
    role = {"Type": "AWS::IAM::RolePolicy", "Properties": {"PolicyDocument": policy}}
    return {"Description": "é\n\n", "Resources": {"Role": role, "Last": {"Type": "X"}}}


def each_string(value: Any, change: Any) -> Any:
    if is_object(value):
        return {key: each_string(one, change) for key, one in value.items()}
    if is_list(value):
        return [each_string(one, change) for one in value]
    return change(value)


def check_places(found: Found, policy: Any, text: str) -> None:
    """Each statement begins where its text does, and ends before the next one."""
    (one,) = found.policies
    lines = text.split("\n")
    listed = entries(policy["Statement"])
    last = one.place(None)
    assert last is not None
    for index in range(len(listed)):
        place = one.place(index)
        assert place is not None
        assert (place.line, place.column) >= (last.line, last.column)
        assert lines[place.line - 1][place.column - 1] in "{EASRC\"'"
        assert (place.end_line, place.end_column) > (place.line, place.column)
        last = place
    assert one.place(len(listed)) is None


@given(POLICIES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_a_policy_in_json_is_read_back(policy: Any, indent: Any, plain: bool) -> None:  # noqa: FBT001 (a strategy gives it)
    text = json.dumps(template(policy), indent=indent, ensure_ascii=plain)
    found = policies_in_template(JsonDocument(text), "t.json")
    assert texts(found) == [policy]
    check_places(found, policy, text)


@given(POLICIES, st.booleans())
def test_a_policy_in_yaml_is_read_back(policy: Any, flow: bool) -> None:  # noqa: FBT001 (a strategy gives it)
    text = WRITER.dump(
        template(policy),
        Dumper=Dumper,
        default_flow_style=flow,
        allow_unicode=True,
        sort_keys=False,
    )
    found = in_yaml(text)
    assert texts(found) == [policy]
    check_places(found, policy, text)


@given(POLICIES, st.booleans())
def test_a_function_without_variables_is_the_text_itself(policy: Any, short: bool) -> None:  # noqa: FBT001 (a strategy gives it)
    def call(text: str) -> Any:
        escaped = re.sub(r"\$\{([^{}]*)\}", r"${!\1}", text)
        return Tagged(escaped) if short else {"Fn::Sub": escaped}

    called = each_string(policy, call)
    found = in_yaml(WRITER.dump(template(called), Dumper=Dumper, sort_keys=False))
    assert texts(found) == [policy]


@given(POLICIES)
def test_a_policy_that_is_a_text_is_read_as_it_stands(policy: Any) -> None:
    found = in_yaml(WRITER.dump(template(json.dumps(policy)), Dumper=Dumper))
    assert texts(found) == [policy]


@given(POLICIES, st.data())
def test_a_policy_with_anything_unknown_in_it_is_never_taken(policy: Any, data: Any) -> None:
    listed = entries(policy["Statement"])
    one = data.draw(st.sampled_from(listed))
    unknown = data.draw(st.sampled_from(["Ref", "Fn::If", "Fn::GetAtt", "Fn::Anything"]))
    one[data.draw(st.sampled_from([*one]))] = {unknown: "x"}
    found = in_yaml(WRITER.dump(template(policy), Dumper=Dumper))
    assert not found.policies
    assert [each.address for each in found.unresolved] == ["Role.Properties.PolicyDocument"]
