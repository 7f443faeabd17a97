"""From arguments to policies: what is read, what is passed over, and what is an error."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("yaml", reason="the command line is an extra")

from aa_sdk.cli._sources.finding import find_policies
from aa_sdk.cli._sources.found import Found
from aa_sdk.cli.running import CommandError
from aa_sdk.models._policy_files import MAX_BYTES
from aa_sdk.policy._validation.places import Place
from tests.cli.sources.stacks import NARROW, OPEN, in_file
from tests.policy.statements import allow

TEMPLATE: dict[str, Any] = {
    "Resources": {"P": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": NARROW}}}
}
PLAN = {"format_version": "1.2", "terraform_version": "1.9.0"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: Any) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


def told(found: Found) -> dict[str, str]:
    return {one.name: "" for one in found.policies} | {
        one.name: one.reason for one in found.unresolved
    }


def error(*arguments: str) -> str:
    with pytest.raises(CommandError) as refusal:
        find_policies(arguments)
    return str(refusal.value)


def test_kinds_are_told_by_content_whatever_a_file_is_called() -> None:
    for name in ("a.json", "a.template", "a.yaml", "a"):
        write(name, TEMPLATE)
        assert told(find_policies([name])) == {f"{name}: P.Properties.PolicyDocument": ""}
        write(name, NARROW)
        assert told(find_policies([name])) == {name: ""}
        write(name, PLAN)
        assert find_policies([name]) == Found((), (), 1)


def test_a_template_of_macros_alone_is_one() -> None:
    write("f/t.json", {"Resources": {"Fn::Transform": {"Name": "AWS::Include"}}})
    assert list(told(find_policies(["f"]))) == ["f/t.json: Fn::Transform"]


@pytest.mark.parametrize(
    "sections",
    [
        {"Parameters": {"Version": {"Type": "String"}}, "Rules": {}},
        {"Resources": {}},
        {"Description": "Later", "Conditions": {}, "Resources": {}},
        {"Outputs": {"Name": {"Value": "amber"}}},
    ],
)
@pytest.mark.parametrize("name", ["t.json", "t.yaml"])
def test_a_stack_without_resources_is_a_template(name: str, sections: Any) -> None:
    write(name, sections if name == "t.json" else f"---\n{json.dumps(sections)}")
    assert find_policies([name]) == Found((), (), 1)


@pytest.mark.parametrize(
    "content",
    [
        {"Description": "x"},
        {"Parameters": {}, "Other": 1},
        {"Resources": {"A": {"Properties": 1}}},
        {"Parameters": {"P": OPEN}},
    ],
)
def test_what_has_more_than_sections_of_a_template_is_none(content: Any) -> None:
    write("t.json", content)
    assert find_policies(["t.json"]).holders == 0


def stack_policy(*actions: Any, element: str = "Action") -> Any:
    return {"Statement": [allow(**{"Action": None, element: one}) for one in actions]}


@pytest.mark.parametrize(
    "content", [stack_policy("Update:*"), stack_policy(["Update:Delete"], "Update:Modify")]
)
def test_a_stack_policy_is_no_policy_of_iam(content: Any) -> None:
    write("f/stack-policy.json", content)
    write("f/policy.json", NARROW)
    assert told(find_policies(["f"])) == {"f/policy.json": ""}
    reason = "a stack policy of CloudFormation, which is none of IAM"
    assert error("f/stack-policy.json") == f"f/stack-policy.json: {reason}"


@pytest.mark.parametrize(
    "content",
    [
        stack_policy("Update:*", "s3:*"),
        stack_policy(["Update:*", "*"]),
        stack_policy([]),
        stack_policy("Update:*", element="NotAction"),
        {"Statement": []},
        {"Statement": ["Update:*"]},
    ],
)
def test_what_only_resembles_a_stack_policy_is_checked(content: Any) -> None:
    write("f/policy.json", content)
    assert told(find_policies(["f"])) == {"f/policy.json": ""}


def test_folders_are_searched_for_all_kinds() -> None:
    write("f/policy.json", NARROW)
    write("f/deep/stack.yaml", json.dumps(TEMPLATE, indent=1))
    write("f/deep/stack.yml", "Resources: {P: {Type: AWS::SNS::Topic}}")
    write("f/stack.TEMPLATE", TEMPLATE)
    write("f/plan.json", PLAN)
    write("f/package.json", {"name": "x"})
    write("f/broken.json", "{")
    write("f/chart.yaml", "a: {{ .Values.b }}")
    write("f/broken.yaml", "Resources: {{ .Values.b }}")
    write("f/cut.json", '{"Statement":')
    write("f/large.json", json.dumps(["x" * MAX_BYTES]))
    write("f/workflow.yml", "on: push")
    write("f/notes.txt", "Statement")
    write("f/.hidden/policy.json", NARROW)
    Path("f/folder.json").mkdir()
    found = find_policies(["f"])
    names = told(found)
    assert [name for name, reason in names.items() if not reason] == [
        "f/deep/stack.yaml: P.Properties.PolicyDocument",
        "f/policy.json",
        "f/stack.TEMPLATE: P.Properties.PolicyDocument",
    ]
    assert [name for name, reason in names.items() if reason] == ["f/broken.yaml", "f/cut.json"]
    assert found.holders == 4
    assert told(find_policies(["f/**/*.json", "f/policy.json"])) == {
        "f/policy.json": "",
        "f/cut.json": names["f/cut.json"],
    }


def test_a_folder_or_a_pattern_without_files_is_an_error() -> None:
    Path("f").mkdir()
    assert error("f") == "f: no *.json in this folder, and no *.yaml, *.yml, *.template"
    assert "none that the pattern fits" in error("f/*.json")
    assert error("none.json") == "none.json: No such file or directory"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.yaml", "a: b", "no policy, and no template"),
        ("a.yaml", "a: b: c", "not YAML for CloudFormation: mapping"),
        ("a.json", "Statement: []", "not JSON: "),
        ("a.json", " \n", "it is empty"),
        ("a.yaml", "", "it is empty"),
        ("a.json", '{"Resources": {"A": {"Type": 1}, "A": {"Type": 1}}}', "A key stands twice"),
        ("a.yaml", '{"Statement": }', "not JSON: "),
        ("a.json", json.dumps({**PLAN, "x": " " * MAX_BYTES})[:-1], "not JSON"),
        ("a.json", json.dumps({"format_version": " " * MAX_BYTES}), "more than 1 MiB"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_alone_and_a_verdict_among_others(
    name: str, content: str, reason: str
) -> None:
    write(name, content)
    assert error(name).startswith(f"{name}: ")
    assert reason in error(name)
    write("b.json", NARROW)
    names = told(find_policies([name, "b.json"]))
    assert names["b.json"] == ""
    assert reason in names[name]


def test_a_blank_file_is_passed_over_where_it_is_yaml_that_nobody_named() -> None:
    write("f/blank.yaml", "\n")
    write("f/blank.yml", "")
    write("f/blank.json", "")
    assert told(find_policies(["f"])) == {"f/blank.json": "it is empty"}
    assert error("f/blank.yml") == "f/blank.yml: it is empty"


def test_a_plan_may_be_larger_than_a_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    write("plan.json", {**PLAN, "x": " " * MAX_BYTES})
    assert find_policies(["plan.json"]).holders == 1
    monkeypatch.setattr("aa_sdk.cli._sources.reading.MOST_OF_A_PLAN", MAX_BYTES + 20)
    assert error("plan.json") == "plan.json: a Terraform plan of more than 64 MiB"


def test_a_stream_that_has_nothing_yet_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs, ours = os.pipe()
    os.set_blocking(theirs, False)
    with open(theirs, encoding="utf-8") as stdin, open(ours, "wb"):  # noqa: PTH123 (no path)
        monkeypatch.setattr("sys.stdin", stdin)
        assert error("-") == f"stdin: {os.strerror(errno.EAGAIN)}"


def test_a_policy_may_be_written_in_yaml(tmp_path: Path) -> None:
    (one,) = in_file(
        tmp_path, "policy.yaml", "Version: 2012-10-17\nStatement:\n  - Effect: Allow\n"
    ).policies
    assert json.loads(one.text) == {"Version": "2012-10-17", "Statement": [{"Effect": "Allow"}]}
    assert one.place(0) == Place(3, 5, 3, 18)
    assert (one.address, one.name, one.is_rewritten) == (None, one.path, True)
    (odd,) = in_file(tmp_path, "policy.yaml", "Statement: [{Action: !Ref A}]").unresolved
    assert (odd.address, odd.reason, odd.place) == (None, 'it depends on "A"', Place(1, 22, 1, 28))


def test_templates_of_nested_stacks_are_read_where_they_are_there() -> None:
    def stack(url: Any) -> Any:
        return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}

    write("s/inner.json", {"Resources": {**TEMPLATE["Resources"], "Up": stack("../top.json")}})
    write(
        "top.json",
        {
            "Resources": {
                "Inner": stack("./s/inner.json"),
                "Same": stack("s/inner.json"),
                "Away": stack("https://amber.s3.amazonaws.com/x.json"),
                "Unknown": stack({"Ref": "Url"}),
                "Broken": stack("broken.json"),
                "Missing": stack("missing.json"),
                "App": {
                    "Type": "AWS::Serverless::Application",
                    "Properties": {"Location": {"ApplicationId": "x"}},
                },
            }
        },
    )
    write("broken.json", "{")
    others = "its policies are in another template, "
    expected = {
        "s/inner.json: P.Properties.PolicyDocument": "",
        "top.json: Away": f"{others}https://amber.s3.amazonaws.com/x.json",
        "top.json: Unknown": f"{others}which is not named",
        "top.json: Missing": f"{others}missing.json",
        "top.json: App": f"{others}which is not named",
    }
    names = told(find_policies(["top.json"]))
    assert names.pop("broken.json").startswith("not JSON")
    assert names == expected


def test_no_name_stands_twice() -> None:
    write("a.json", {"Resources": {"A.B": TEMPLATE["Resources"]["P"]}})
    resources = {
        "A": {"Type": "T", "Properties": {"B": OPEN, "B.C": 1}},
        "A.Properties": {"Type": "T", "B": 1, "Properties": 5},
        "A.Properties.B": {"Fn::Transform": 1},
    }
    write("b.json", {"Resources": resources})
    names = told(find_policies(["a.json", "b.json"]))
    assert "b.json: A.Properties.B" in names
    assert "b.json: A.Properties.B*" in names


@pytest.mark.parametrize(
    "content",
    [
        [OPEN],
        {"PolicyVersion": {"Document": OPEN}},
        {"Policy": json.dumps(OPEN)},
        {"role": {"statements": OPEN["Statement"]}},
    ],
)
@pytest.mark.parametrize("name", ["f/a.json", "f/a.yaml"])
def test_a_file_with_statements_is_not_passed_over_for_its_form(name: str, content: Any) -> None:
    write(name, content if name.endswith("json") else "---\n" + json.dumps(content))
    reason = "statements in it, but it is no policy, no template and no plan"
    assert told(find_policies(["f"])) == {name: reason}


def test_a_policy_in_utf_16_is_not_passed_over_in_a_folder() -> None:
    write("f/good.json", NARROW)
    Path("f/open.json").write_text(json.dumps(OPEN), encoding="utf-16")
    reason = "UTF-16 text, as PowerShell may write it: write UTF-8"
    assert told(find_policies(["f"])) == {"f/good.json": "", "f/open.json": reason}


@pytest.mark.parametrize("size", [1, MAX_BYTES])
def test_the_tree_of_the_cdk_repeats_templates_and_is_passed_over(size: int) -> None:
    write("cdk.out/App.template.json", TEMPLATE)
    copy = {"aws:cdk:cloudformation:props": {"policyDocument": OPEN}}
    write("cdk.out/tree.json", {"version": "tree-0.1", "tree": {"a": copy, "b": " " * size}})
    assert list(told(find_policies(["cdk.out"]))) == [
        "cdk.out/App.template.json: P.Properties.PolicyDocument"
    ]


def test_a_nested_stack_of_the_cdk_is_read_where_it_was_written() -> None:
    stack = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": {"Fn::Join": ["", ["https://", {"Ref": "AWS::Region"}]]}},
        "Metadata": {"aws:asset:path": "Inner.nested.template.json"},
    }
    write("cdk.out/App.template.json", {"Resources": {"Inner": stack}})
    write("cdk.out/Inner.nested.template.json", TEMPLATE)
    assert told(find_policies(["cdk.out/App.template.json"])) == {
        "cdk.out/Inner.nested.template.json: P.Properties.PolicyDocument": ""
    }
    Path("cdk.out/Inner.nested.template.json").unlink()
    assert (
        "another template" in told(find_policies(["cdk.out"]))["cdk.out/App.template.json: Inner"]
    )


def test_an_empty_state_holds_no_policy() -> None:
    write("state.json", {"format_version": "1.0"})
    assert find_policies(["state.json"]) == Found((), (), 1)
