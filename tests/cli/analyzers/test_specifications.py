"""What analyzers are to be, as files say it."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk import FindingFilter
from aa_sdk.cli._analyzers.specifications import read_specs
from aa_sdk.cli.running import CommandError
from aa_sdk.workflows import AnalyzerSpec
from tests.effort import examples

AUDIT = AnalyzerSpec(
    "audit",
    "ORGANIZATION_UNUSED_ACCESS",
    configuration={
        "unused_access": {
            "unused_access_age": 30,
            "analysis_rule": {"exclusions": [{"account_ids": ["111122223333"]}]},
        }
    },
    archive_rules={"own": FindingFilter().resource.contains(":role/own-")},
    tags={"team": "security"},
)
ACCOUNT = AnalyzerSpec("account", "ACCOUNT")

YAML = """
- name: audit
  type: ORGANIZATION_UNUSED_ACCESS
  configuration:
    unused_access:
      unused_access_age: 30
      analysis_rule:
        exclusions:
          - account_ids: ["111122223333"]
  archive_rules:
    own: resource~:role/own-
  tags: {team: security}
- name: account
  type: ACCOUNT
"""
TOML = """
[[analyzers]]
name = "audit"
type = "ORGANIZATION_UNUSED_ACCESS"
archive_rules.own = ["resource~:role/own-"]
tags.team = "security"
[analyzers.configuration.unused_access]
unused_access_age = 30
analysis_rule.exclusions = [{ account_ids = ["111122223333"] }]
[[analyzers]]
name = "account"
type = "ACCOUNT"
"""
WIRE = json.dumps(
    [
        {
            "analyzerName": "audit",
            "type": "ORGANIZATION_UNUSED_ACCESS",
            "configuration": {
                "unusedAccess": {
                    "unusedAccessAge": 30,
                    "analysisRule": {"exclusions": [{"accountIds": ["111122223333"]}]},
                }
            },
            "archiveRules": [
                {"ruleName": "own", "filter": {"resource": {"contains": [":role/own-"]}}}
            ],
            "tags": {"team": "security"},
        },
        {"analyzer_name": "account", "type": "ACCOUNT", "archive_rules": None},
    ],
    indent="\t",
)


def read(folder: Path, name: str, text: str) -> list[AnalyzerSpec]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_specs(str(path))


def refused(folder: Path, content: Any, name: str = "specs.json") -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    with pytest.raises(CommandError) as caught:
        read(folder, name, text)
    told = str(caught.value)
    assert told.startswith(f"{folder / name}: ")
    return told.removeprefix(f"{folder / name}: ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("specs.yaml", YAML),
        ("specs.yml", f"analyzers:{YAML}"),
        ("specs.toml", TOML),
        ("specs.json", WIRE),
        ("specs", YAML),
        ("specs.txt", TOML),
        ("specs.dat", WIRE),
    ],
)
def test_files_of_every_kind_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    assert read(tmp_path, name, text) == [AUDIT, ACCOUNT]


def test_one_analyzer_needs_no_list(tmp_path: Path) -> None:
    assert read(tmp_path, "one.yaml", "{name: account, type: ACCOUNT}") == [ACCOUNT]
    assert read(tmp_path, "one.toml", 'name = "account"\ntype = "ACCOUNT"') == [ACCOUNT]


names = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,20}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = texts.filter(lambda key: key and not key.lower().startswith("aws:"))
specs = st.fixed_dictionaries(
    {"name": names, "type": st.just("ORGANIZATION")},
    optional={
        "archive_rules": st.dictionaries(
            names,
            st.fixed_dictionaries(
                {"resource": st.fixed_dictionaries({"eq": st.lists(keys, min_size=1, max_size=3)})}
            ),
            max_size=3,
        ),
        "tags": st.dictionaries(keys, texts, max_size=4),
    },
)


def in_yaml(value: Any) -> str:
    text: Any = yaml.safe_dump(value)  # pyright: ignore[reportUnknownMemberType] (its streams)
    return str(text)


@given(specs)
@settings(max_examples=examples(100))
def test_json_and_yaml_say_what_python_says(
    tmp_path_factory: pytest.TempPathFactory, spec: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("specs")
    wanted = [AnalyzerSpec(**spec)]
    assert read(folder, "a.json", json.dumps(spec)) == wanted
    assert read(folder, "a.yaml", in_yaml(spec)) == wanted


def test_texts_of_a_rule_are_read_as_options_are(tmp_path: Path) -> None:
    text = """
    name: a
    type: ORGANIZATION
    archive_rules:
      several: [isPublic=false, "resourceType=AWS::S3::Bucket,AWS::SQS::Queue"]
    """
    (spec,) = read(tmp_path, "a.yaml", text)
    rule = {
        "isPublic": {"eq": ["false"]},
        "resourceType": {"eq": ["AWS::S3::Bucket", "AWS::SQS::Queue"]},
    }
    assert spec.archive_rules == {"several": FindingFilter.from_criteria(rule)}


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"nam": "a"}, "nam: is no part of an analyzer: did you mean 'name'?"),
        ({"colour": "a"}, "colour: is no part of an analyzer: there are name, type, configuration"),
        ({"analyzerName": "b"}, "analyzerName: stands there under two names: leave one out"),
        ({"name": "1"}, "name: must be 1 to 255 letters"),
        ({"type": "ACOUNT"}, "did you mean 'ACCOUNT'?"),
        (
            {"tags": {"a": 1}},
            "tags['a']: the value must be text of at most 256 characters, got 1: ",
        ),
        ({"tags": ["a"]}, "tags: must be a mapping, got a list"),
        ({"configuration": {"unused_access": {}}}, "ACCOUNT has nothing to configure"),
        ({"archive_rules": "own"}, "archive_rules: must be a mapping"),
        ({"archive_rules": {"a": 5}}, "archive_rules['a']: must be a filter: a mapping"),
        ({"archive_rules": {"a": []}}, "archive_rules['a']: must be a filter: a mapping"),
        ({"archive_rules": {"a": ["x~y", 5]}}, "archive_rules['a']: must be a filter: a mapping"),
        ({"archive_rules": {"a": "stauts=ACTIVE"}}, "'stauts' is no filter key; did you mean"),
        ({"archive_rules": {"a": {"is_public": {}}}}, "write 'isPublic'"),
        ({"archive_rules": [{"a": "b"}]}, "archive_rules[0]: must be a mapping of rule_name and"),
        ({"archive_rules": ["a"]}, "archive_rules[0]: must be a mapping of rule_name and filter"),
        (
            {"archive_rules": [{"rule_name": "a", "filter": "error?"}] * 2},
            "archive_rules[1]: is a second rule of the name a",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_way_out(
    tmp_path: Path, spec: dict[str, Any], told: str
) -> None:
    assert told in refused(tmp_path, {"name": "a", "type": "ACCOUNT", **spec})


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    told = refused(
        tmp_path,
        [
            {
                "name": "a",
                "type": "ACCOUNT",
                "tag": {},
                "archive_rules": {"x": 1},
                "tags": {"": ""},
            },
            {"type": "ACCOUNT"},
            5,
        ],
    )
    faults = told.split("; ")
    assert [fault.partition(":")[0] for fault in faults] == [
        *["analyzer a"] * 3,
        *["analyzer 2", "analyzer 3"],
    ]
    assert "analyzer 2: name: is missing" in faults
    assert faults[-1] == "analyzer 3: analyzer: must be a mapping with a name and a type, got 5"


def test_numbers_and_days_that_have_to_be_text_belong_in_quotes(tmp_path: Path) -> None:
    text = "{name: a, type: ORGANIZATION_UNUSED_ACCESS, configuration: {unused_access: "
    text += (
        "{analysis_rule: {exclusions: [{account_ids: [111122223333]}]}}}, tags: {a: 2026-01-01}}"
    )
    told = refused(tmp_path, text, "a.yaml")
    assert "account_ids[0]: must be text, got 111122223333: put it in quotes" in told
    assert told.endswith(
        "tags['a']: the value must be text of at most 256 characters: put it in quotes"
    )


@pytest.mark.parametrize("content", [[], {}, None, {"analyzers": []}])
def test_a_file_without_analyzers_is_told(tmp_path: Path, content: Any) -> None:
    assert refused(tmp_path, content).startswith("no analyzer in it")


def test_analyzers_that_cannot_be_there_together_are_told(tmp_path: Path) -> None:
    one, other = {"name": "a", "type": "ORGANIZATION"}, {"name": "b", "type": "ORGANIZATION"}
    assert len(read(tmp_path, "a.json", json.dumps([one, other]))) == 2
    assert refused(tmp_path, [one, one]) == "analyzer a is there twice"
    single = [{"name": each, "type": "ACCOUNT"} for each in "ab"]
    assert refused(tmp_path, single).startswith(
        "a and b are both of type ACCOUNT, and there can be"
    )
