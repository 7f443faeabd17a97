"""Specifications of analyzers: what they keep, and what they refuse at once."""

import copy
import pickle
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from aa_sdk import FindingFilter, InvalidRequestError, UnusedAccessConfiguration
from aa_sdk.models import (
    AnalysisRule,
    AnalysisRuleCriteria,
    Criterion,
    InternalAccessConfiguration,
)
from aa_sdk.workflows import AnalyzerSpec

ROLES = FindingFilter().resource.contains(":role/own-")

FULL = AnalyzerSpec(
    "audit",
    "ORGANIZATION_UNUSED_ACCESS",
    configuration={
        "unused_access": {
            "unused_access_age": 30,
            "analysis_rule": {"exclusions": [{"account_ids": ["111122223333"]}]},
        }
    },
    archive_rules={"own": ROLES},
    tags={"team": "security"},
)


def faults(*args: Any, **given: Any) -> dict[str, str]:
    """What is wrong with a specification, by place."""
    with pytest.raises(InvalidRequestError) as caught:
        AnalyzerSpec(*args, **given)
    return {field.path: field.reason for field in caught.value.fields}


def unused(**members: Any) -> dict[str, Any]:
    return {"unused_access": members}


def exclusions(*given: Any) -> dict[str, Any]:
    return unused(analysis_rule={"exclusions": given})


def inclusions(*given: Any) -> dict[str, Any]:
    return {"internal_access": {"analysis_rule": {"inclusions": given}}}


def test_a_name_and_a_type_are_enough() -> None:
    spec = AnalyzerSpec("audit", "ACCOUNT")
    assert spec == AnalyzerSpec(name="audit", type="ACCOUNT", archive_rules={}, tags={})
    assert (spec.configuration, dict(spec.archive_rules), dict(spec.tags)) == (None, {}, {})
    assert repr(spec) == "AnalyzerSpec('audit', 'ACCOUNT')"


def test_a_filter_is_kept_as_one_in_whichever_form_it_was_given() -> None:
    forms: list[Any] = [
        ROLES,
        {"resource": {"contains": [":role/own-"]}},
        {"resource": Criterion(contains=(":role/own-",))},
        FindingFilter.for_archive_rule().resource.contains(":role/own-"),
    ]
    for form in forms:
        spec = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": form})
        assert spec.archive_rules["own"] == ROLES
        assert type(spec.archive_rules["own"]) is FindingFilter


def test_a_configuration_is_kept_as_a_model_in_whichever_form_it_was_given() -> None:
    forms: list[Any] = [
        UnusedAccessConfiguration(unused_access_age=30),
        unused(unused_access_age=30),
        {"unusedAccess": {"unusedAccessAge": 30}},
    ]
    for form in forms:
        spec = AnalyzerSpec("audit", "ACCOUNT_UNUSED_ACCESS", configuration=form)
        assert spec.configuration == forms[0]


def test_a_specification_never_changes() -> None:
    tags, rules = {"team": "security"}, {"own": ROLES}
    spec = AnalyzerSpec("audit", "ACCOUNT", archive_rules=rules, tags=tags)
    tags["team"] = "other"
    rules.clear()
    assert spec.tags == {"team": "security"}
    assert spec.archive_rules == {"own": ROLES}
    changing: Any = spec
    with pytest.raises(FrozenInstanceError):
        changing.name = "other"
    with pytest.raises(TypeError):
        changing.tags["team"] = "other"
    with pytest.raises(TypeError):
        changing.archive_rules["own"] = ROLES


def test_a_model_that_changes_afterwards_changes_no_specification() -> None:
    configuration = UnusedAccessConfiguration(
        analysis_rule=AnalysisRule(exclusions=(AnalysisRuleCriteria(resource_tags=({"a": "b"},)),))
    )
    spec = AnalyzerSpec("audit", "ACCOUNT_UNUSED_ACCESS", configuration)
    before = hash(spec), repr(spec)
    changing: Any = configuration
    changing.analysis_rule.exclusions[0].resource_tags[0]["a"] = "other"
    assert (hash(spec), repr(spec)) == before


def test_a_specification_can_be_copied_changed_pickled_and_looked_up() -> None:
    pickled = pickle.loads(pickle.dumps(FULL))  # noqa: S301 (our own)
    copies: list[Any] = [copy.copy(FULL), copy.deepcopy(FULL), pickled]
    for other in copies:
        assert other == FULL
        assert {FULL: 1}[other] == 1
        with pytest.raises(TypeError):
            other.tags["team"] = "other"
    assert replace(FULL, name="other").tags == FULL.tags
    assert replace(FULL, tags={}) != FULL


def test_its_repr_is_the_code_that_makes_it() -> None:
    spec = AnalyzerSpec("audit", "ACCOUNT", archive_rules={"own": ROLES}, tags={"a": "b"})
    names = {"AnalyzerSpec": AnalyzerSpec, "FindingFilter": FindingFilter}
    assert eval(repr(spec), names) == spec  # noqa: S307 (our own)


@pytest.mark.parametrize("name", ["", "1st", "a b", "a" * 256, "é", None, 3, "arn:aws:a:b:c:d/e"])
def test_a_name_that_no_analyzer_has_is_refused(name: Any) -> None:
    assert set(faults(name, "ACCOUNT")) == {"name"}


@pytest.mark.parametrize("name", ["a", "_a", "A.b-c_9", "a" * 255])
def test_every_name_that_an_analyzer_may_have_is_taken(name: str) -> None:
    assert AnalyzerSpec(name, "ACCOUNT").name == name


@pytest.mark.parametrize("name", ["", "_a", "1", "a b", "a" * 256, None, 3])
def test_a_name_that_no_rule_has_is_refused(name: Any) -> None:
    assert set(faults("audit", "ACCOUNT", archive_rules={name: ROLES})) == {
        f"archive_rules[{name!r}]"
    }


def test_a_type_that_does_not_exist_is_refused_with_the_one_that_was_meant() -> None:
    assert "did you mean 'ACCOUNT_UNUSED_ACCESS'?" in faults("a", "account_unused_acces")["type"]
    assert "ORGANIZATION_INTERNAL_ACCESS" in faults("a", 3)["type"]
    assert set(faults("a", "EXTERNAL", configuration=unused())) == {"type"}


@pytest.mark.parametrize(
    ("analyzer_type", "configuration", "path"),
    [
        ("ACCOUNT", unused(), ""),
        ("ORGANIZATION", inclusions(), ""),
        ("ACCOUNT_UNUSED_ACCESS", inclusions(), ""),
        ("ACCOUNT_INTERNAL_ACCESS", unused(), ""),
        ("ACCOUNT_UNUSED_ACCESS", "90", ""),
        ("ACCOUNT_UNUSED_ACCESS", unused(unused_access_age="90"), ".unused_access_age"),
        ("ACCOUNT_UNUSED_ACCESS", unused(age=90), ".age"),
        ("ACCOUNT_UNUSED_ACCESS", unused(unused_access_age=0), ".unused_access_age"),
        ("ACCOUNT_UNUSED_ACCESS", unused(unused_access_age=366), ".unused_access_age"),
        (
            "ACCOUNT_UNUSED_ACCESS",
            exclusions({}, {"account_ids": ["111122223333"]}),
            ".analysis_rule.exclusions[1].account_ids",
        ),
        (
            "ORGANIZATION_UNUSED_ACCESS",
            exclusions({"account_ids": ["1111"]}),
            ".analysis_rule.exclusions[0].account_ids",
        ),
        (
            "ORGANIZATION_UNUSED_ACCESS",
            exclusions({"account_ids": [f"{number:012}" for number in range(2001)]}),
            ".analysis_rule.exclusions",
        ),
        (
            "ACCOUNT_UNUSED_ACCESS",
            exclusions({"resource_tags": [{}, {"": "a"}]}),
            ".analysis_rule.exclusions[0].resource_tags[1]['']",
        ),
        (
            "ACCOUNT_INTERNAL_ACCESS",
            inclusions({"account_ids": ["111122223333"]}),
            ".analysis_rule.inclusions[0].account_ids",
        ),
        (
            "ACCOUNT_INTERNAL_ACCESS",
            inclusions({"resource_types": ["AWS::S3::Bucket", "AWS::KMS::Key"]}),
            ".analysis_rule.inclusions[0].resource_types",
        ),
        (
            "ACCOUNT_INTERNAL_ACCESS",
            inclusions({"resource_types": ["buckets"]}),
            ".analysis_rule.inclusions[0].resource_types",
        ),
        (
            "ACCOUNT_INTERNAL_ACCESS",
            inclusions({"resource_arns": ["arn:aws:s3:::*"]}),
            ".analysis_rule.inclusions[0].resource_arns",
        ),
        (
            "ACCOUNT_INTERNAL_ACCESS",
            inclusions({"resource_arns": ["reports"]}),
            ".analysis_rule.inclusions[0].resource_arns",
        ),
    ],
)
def test_a_configuration_that_does_not_fit_is_refused(
    analyzer_type: Any, configuration: Any, path: str
) -> None:
    (found,) = faults("audit", analyzer_type, configuration=configuration)
    assert found.startswith("configuration")
    assert found.endswith(path)


def test_a_configuration_that_fits_is_taken() -> None:
    for analyzer_type, configuration in [
        ("ACCOUNT_UNUSED_ACCESS", unused(unused_access_age=1)),
        ("ACCOUNT_UNUSED_ACCESS", unused(unused_access_age=365)),
        ("ACCOUNT_UNUSED_ACCESS", exclusions({"resource_tags": [{"aws:x": ""}]})),
        ("ORGANIZATION_UNUSED_ACCESS", exclusions({"account_ids": ["111122223333"]})),
        ("ORGANIZATION_INTERNAL_ACCESS", inclusions({"account_ids": ["111122223333"]})),
        ("ACCOUNT_INTERNAL_ACCESS", inclusions({"resource_types": ["AWS::New::Kind"]})),
        ("ACCOUNT_INTERNAL_ACCESS", inclusions({"resource_arns": ["arn:aws:s3:::reports"]})),
    ]:
        kind: Any = analyzer_type
        given: Any = configuration
        assert AnalyzerSpec("audit", kind, configuration=given).configuration is not None
    empty = AnalyzerSpec(
        "audit", "ACCOUNT_INTERNAL_ACCESS", configuration=InternalAccessConfiguration()
    )
    assert empty.configuration == InternalAccessConfiguration()


@pytest.mark.parametrize(
    ("analyzer_type", "criteria", "path"),
    [
        ("ACCOUNT", FindingFilter().status.eq("ACTIVE"), ".status"),
        ("ACCOUNT", {"resourceTyp": {"eq": ["a"]}}, ".resourceTyp"),
        ("ACCOUNT", {"resource_type": {"eq": ["a"]}}, ".resource_type"),
        ("ACCOUNT", {"isPublic": {"eq": [True]}}, ".isPublic.eq[0]"),
        ("ACCOUNT", {"resource": {"eq": []}}, ".resource.eq"),
        ("ACCOUNT", {"resource": {"eq": ["a"] * 21}}, ".resource.eq"),
        ("ACCOUNT", "resource=a", ""),
        ("ACCOUNT", None, ""),
        ("ACCOUNT", {}, ""),
        ("ACCOUNT", {"resource": {}}, ""),
        (
            "ACCOUNT",
            {"serviceControlPolicyRestriction": {"exists": True}},
            ".serviceControlPolicyRestriction",
        ),
        ("ACCOUNT_UNUSED_ACCESS", {"isPublic": {"eq": ["true"]}}, ".isPublic"),
        ("ACCOUNT_INTERNAL_ACCESS", {"isPublic": {"eq": ["true"]}}, ".isPublic"),
        ("ACCOUNT_UNUSED_ACCESS", {"error": {"exists": True}}, ".error"),
    ],
)
def test_a_rule_that_the_analyzer_cannot_have_is_refused(
    analyzer_type: Any, criteria: Any, path: str
) -> None:
    found = faults("audit", analyzer_type, archive_rules={"own": criteria})
    assert set(found) == {f"archive_rules['own']{path}"}


def test_a_key_that_nothing_is_known_of_is_left_to_the_service() -> None:
    new = FindingFilter().key("new.key").eq("a")
    assert AnalyzerSpec("audit", "ACCOUNT", archive_rules={"new": new}).archive_rules["new"] == new


@pytest.mark.parametrize(
    "tags",
    [
        {"": "a"},
        {"a" * 129: "b"},
        {"a": "b" * 257},
        {"aws:a": "b"},
        {"AWS:a": "b"},
        {3: "b"},
        {"a": 3},
        {"a": None},
        {"a": "\ud800"},
        {"\ud800": "a"},
        {str(number): "" for number in range(51)},
        [("a", "b")],
        "a=b",
    ],
)
def test_tags_that_an_analyzer_cannot_have_are_refused(tags: Any) -> None:
    (path,) = faults("audit", "ACCOUNT", tags=tags)
    assert path.startswith("tags")


def test_as_many_and_as_long_tags_as_there_may_be_are_taken() -> None:
    tags = {f"{number:0128}": "v" * 256 for number in range(50)}
    assert AnalyzerSpec("audit", "ACCOUNT", tags=tags).tags == tags


def test_every_fault_is_named_at_once() -> None:
    found = faults(
        "1st", "ACCOUNT", configuration=unused(), archive_rules={"1st": "a=b"}, tags={"aws:a": "b"}
    )
    assert set(found) == {"name", "configuration", "archive_rules['1st']", "tags['aws:a']"}
