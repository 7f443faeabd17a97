"""What is decided here, and how it is told."""

import json
import pickle
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from aa_sdk.models import Access, AccessCheckPolicyType
from aa_sdk.policy import (
    ActionCatalogue,
    InvalidPolicyError,
    Policy,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
    validate,
)
from aa_sdk.workflows import (
    PolicyCheckFailed,
    PolicyReport,
    PolicyUndecided,
    PolicyVerdict,
    ValidationVerdict,
    check_policies,
)
from tests.conftest import Run
from tests.workflows.policies.world import (
    BUCKET,
    NOTHING,
    allow,
    check,
    inexact,
    laid_out_otherwise,
    undecidable,
)

CASES = Path(__file__).parents[2] / "policy" / "cases"


def test_each_policy_gets_the_verdicts_that_the_checks_give(run: Run) -> None:
    async def main() -> None:
        public = allow(Principal="*", Resource=f"{BUCKET}/*")
        limit, access = allow("s3:Get*"), Access(actions=["s3:PutObject"])
        policies = {"read": allow(), "write": allow("s3:*"), "public": public}
        report = await check(
            policies,
            new_access_against={"read": limit, "write": limit},
            access_not_granted=access,
            no_public_access={"public": "AWS::S3::Bucket"},
        )
        assert [result.name for result in report.results] == [*policies]
        for result in report.results:
            document = policies[result.name]
            kind: AccessCheckPolicyType = "IDENTITY_POLICY"
            if result.name == "public":
                kind = "RESOURCE_POLICY"
            assert result.policy_type == kind
            expected = {"access_not_granted": check_access_not_granted(document, access, kind)}
            if result.name == "public":
                expected["no_public_access"] = check_no_public_access(document)
            else:
                expected["no_new_access"] = check_no_new_access(document, limit)
            for name, outcome in result.outcomes.items():
                if isinstance(outcome, PolicyVerdict):
                    theirs = expected.pop(name)
                    assert (outcome.result, outcome.message) == (theirs.result, theirs.message)
                    assert outcome.reasons == theirs.reasons
                    assert outcome.counterexample == theirs.counterexample
                    assert outcome.decided_by == "here"
            assert not expected
            found = validate(
                document,
                kind,
                resource_type="AWS::S3::Bucket" if result.name == "public" else None,
                catalogue=NOTHING,
            )
            validation = result.validation
            assert isinstance(validation, ValidationVerdict)
            assert validation.findings == found.findings
            assert validation.not_checked == found.not_checked

    run(main)


async def test_labelled_cases_are_decided_as_labelled_in_one_batch() -> None:
    labels = json.loads((CASES / "no_new_access.json").read_text(encoding="utf-8"))
    for kind in ("IDENTITY_POLICY", "RESOURCE_POLICY"):
        cases = {one["id"]: one for one in labels["cases"] if one["policy_type"] == kind}
        report = await check(
            {name: case["new"] for name, case in cases.items()},
            new_access_against={
                name: labels["existing"][case["existing"]] for name, case in cases.items()
            },
            policy_type=kind,
            validate=False,
        )
        for result in report.results:
            assert isinstance(result.no_new_access, PolicyVerdict), result
            assert result.no_new_access.result == cases[result.name]["expected"], result


async def test_a_verdict_can_be_matched() -> None:
    policies = [allow("s3:*"), allow(), undecidable(), "{"]
    report = await check(policies, access_not_granted=["s3:PutObject"], validate=False)
    told: list[str] = []
    for result in report.results:
        match result.access_not_granted:
            case PolicyVerdict(result="FAIL", counterexample=example) if example:
                told.append(example.action)
            case PolicyVerdict(result="PASS", decided_by=by):
                told.append(by)
            case PolicyUndecided(path=path):
                told.append(path)
            case PolicyCheckFailed(error=InvalidPolicyError() as error):
                told.append(error.reason)
            case _:
                raise AssertionError(result)
    assert told == ["s3:PutObject", "here", "Statement[0].Condition.FooEquals", "not JSON"]


async def test_what_is_wrong_with_one_document_is_data_of_it_and_loses_none(
    tmp_path: Path,
) -> None:
    good, latin = tmp_path / "good.json", tmp_path / "latin.json"
    good.write_text(json.dumps(allow()))
    latin.write_bytes(b'{"Id": "\xff"}')
    missing = tmp_path / "missing.json"
    policies: list[Any] = [
        good,
        missing,
        latin,
        None,
        {"Statement": object()},
        MappingProxyType(allow()),
        [],
        '{"Statement": 1}',
    ]
    report = await check(policies, access_not_granted=["s3:PutObject"])
    names = [result.name for result in report.results]
    assert names == [str(good), str(missing), str(latin), "3", "4", "5", "6", "7"]
    states = [result.passed for result in report.results]
    assert states == [True, False, False, False, False, True, False, False]
    reasons = [str(result.validation) for result in report.results[1:5]]
    assert "cannot be read" in reasons[0]
    assert "UTF-8" in reasons[1]
    assert "JSON text, a mapping or a Path" in reasons[2]
    assert "not something JSON can express" in reasons[3]
    unreadable = report.results[1]
    assert unreadable.policy_type is None
    assert str(unreadable).count("cannot be read") == 1
    # What is no policy can be validated all the same: that is what findings are for.
    assert isinstance(report.results[7].validation, ValidationVerdict)


async def test_a_document_that_is_nested_too_deeply_is_data_too() -> None:
    deep: Any = {}
    for _ in range(100_000):
        deep = {"Statement": deep}
    report = await check([deep, "[" * 100_000, allow()], access_not_granted=["s3:PutObject"])
    assert [result.passed for result in report.results] == [False, False, True]
    while deep:  # or the interpreter takes it apart by recursion
        deep = deep.pop("Statement")


@pytest.mark.parametrize(
    "large",
    [
        json.dumps(allow()) + " " * (1 << 20),
        json.dumps({**allow(), "Id": "\u00e9" * (1 << 19)}, ensure_ascii=False),
        {**allow(), "Id": "\u00e9" * (1 << 19)},
    ],
    ids=["text", "text of fewer characters", "mapping"],
)
async def test_a_document_of_more_than_1_mib_fails_like_a_file_of_that_size(large: Any) -> None:
    report = await check([large], access_not_granted=["s3:PutObject"])
    (result,) = report.results
    assert not result.passed  # although validation has no more than a warning of its size
    for outcome in (result.access_not_granted, result.validation):
        assert isinstance(outcome, PolicyCheckFailed)
        assert "more than 1 MiB" in str(outcome)


async def test_a_document_of_just_1_mib_is_decided() -> None:
    text = json.dumps(allow())
    report = await check([text + " " * ((1 << 20) - len(text))], access_not_granted=["s3:Put*"])
    assert isinstance(report.results[0].access_not_granted, PolicyVerdict)


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        (allow(), "IDENTITY_POLICY"),
        (allow(Principal="*"), "RESOURCE_POLICY"),
        (allow(NotPrincipal={"AWS": "111122223333"}), "RESOURCE_POLICY"),
        ({"Statement": allow(Principal="*")["Statement"][0]}, "RESOURCE_POLICY"),
        ("[]", "IDENTITY_POLICY"),
        ("no JSON", "IDENTITY_POLICY"),
    ],
)
async def test_the_type_of_a_policy_is_told_by_its_principals(document: Any, wanted: str) -> None:
    report = await check([document])
    assert report.results[0].policy_type == wanted


async def test_policies_of_organizations_are_validated_as_what_they_are_said_to_be() -> None:
    document = allow("s3:*", Resource="*", Condition={"StringEquals": {"aws:username": "a"}})
    for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"):
        report = await check([document], policy_type=kind)
        validation = report.results[0].validation
        assert report.results[0].policy_type == kind
        assert isinstance(validation, ValidationVerdict)
        assert validation.findings == validate(document, kind, catalogue=NOTHING).findings


async def test_a_trust_policy_is_validated_as_one() -> None:
    statement = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}
    trust = {"Version": "2012-10-17", "Statement": {**statement, "Action": "sts:AssumeRole"}}
    other = {"Version": "2012-10-17", "Statement": {**statement, "Action": "s3:GetObject"}}
    report = await check([trust, other])
    assert [result.passed for result in report.results] == [True, False]
    assert "MISSING_RESOURCE" in str(report.results[1])


async def test_the_same_question_of_the_same_policy_is_decided_once() -> None:
    document = allow("s3:*")
    policies = [document, json.dumps(document), laid_out_otherwise(document), allow("sqs:*")]
    report = await check(policies, access_not_granted=["s3:PutObject"])
    # Findings name positions in the text: another layout is another question.
    assert (report.decided_here, report.from_cache) == (2 + 3, 2 + 1)
    first, second, third, _ = (result.access_not_granted for result in report.results)
    assert first is second is third


async def test_documents_that_only_look_alike_are_not_taken_for_the_same() -> None:
    def numeric(number: str) -> str:
        condition = f'{{"NumericLessThan": {{"s3:max-keys": {number}}}}}'
        return json.dumps(allow(Condition=0)).replace("0}]", f"{condition}}}]")

    twice = '{"Statement": 1, ' + json.dumps(allow())[1:]
    policies = [numeric("0.1"), numeric("0.10000000000000001"), json.dumps(allow()), twice]
    report = await check(policies, new_access_against=policies[0], validate=False)
    outcomes = [result.no_new_access for result in report.results]
    assert [one.passed for one in outcomes if one] == [True, False, False, False]
    assert isinstance(outcomes[3], PolicyCheckFailed)
    assert report.from_cache == 0
    backwards = allow()
    backwards["Statement"] = [
        *reversed([*allow("s3:PutObject")["Statement"], *allow()["Statement"]])
    ]
    forwards = {**backwards, "Statement": [*reversed(backwards["Statement"])]}
    report = await check([backwards, forwards], access_not_granted=["s3:PutObject"], validate=False)
    indices = [
        one.access_not_granted.reasons[0].statement_index
        for one in report.results
        if isinstance(one.access_not_granted, PolicyVerdict)
    ]
    assert indices == [1, 0]


async def test_passes_without_anything_to_tell_are_one_object() -> None:
    report = await check(
        [allow(Sid=f"S{n}") for n in range(5)], access_not_granted=["s3:PutObject"]
    )
    assert report.decided_here == 10
    assert len({id(result.access_not_granted) for result in report.results}) == 1
    assert len({id(result.validation) for result in report.results}) == 1


async def test_a_version_before_that_cannot_be_used_is_data_of_that_policy_alone(
    tmp_path: Path,
) -> None:
    before: dict[str, Any] = {
        "same": allow(),
        "unread": tmp_path / "missing.json",
        "malformed": {"Statement": [1]},
        "resource": allow(Principal="*"),
        "mixed": {"Statement": [{"Effect": "Allow", "Action": "*"}]},
        "unknown": undecidable(),
    }
    policies = {**dict.fromkeys(before, allow()), "new": allow()}
    report = await check(policies, new_access_against=before, validate=False)
    outcomes = {result.name: result.no_new_access for result in report.results}
    assert outcomes.pop("new") is None
    same = outcomes.pop("same")
    assert same is not None
    assert same.passed
    for name, outcome in outcomes.items():
        match outcome:
            case PolicyUndecided(path=path):
                pass
            case PolicyCheckFailed(error=InvalidPolicyError(path=path)):
                pass
            case _:
                raise AssertionError(name)
        assert path.startswith("new_access_against"), name
    assert "it is a resource policy" in str(outcomes["resource"])


async def test_a_policy_of_the_wrong_shape_is_blamed_and_not_what_it_is_compared_with() -> None:
    without = {"Statement": [{"Effect": "Allow", "Action": "s3:*"}]}
    mixed = {"Statement": [*allow()["Statement"], *allow(Principal="*")["Statement"]]}
    report = await check([without], new_access_against=allow(), validate=False)
    assert str(report.results[0].no_new_access).startswith("Statement[0]: ")
    report = await check([mixed], new_access_against=allow(Principal="*"), validate=False)
    assert str(report.results[0].no_new_access).startswith("Statement[0]: ")


async def test_a_fail_that_hangs_on_variables_says_so_where_nobody_can_be_asked() -> None:
    report = await check([inexact()], access_not_granted=["s3:PutObject"], validate=False)
    match report.results[0].access_not_granted:
        case PolicyVerdict(result="FAIL", exact=False, counterexample=None):
            pass
        case other:
            raise AssertionError(other)


async def test_what_is_asked_of_some_is_not_asked_of_others() -> None:
    report = await check(
        {"a": allow(), "b": allow()}, no_public_access={"a": "AWS::S3::Bucket"}, validate=False
    )
    assert report.questions == 1
    assert report.results[1].outcomes == {}
    assert report.results[1].passed


async def test_questions_add_up() -> None:
    policies = [allow("s3:*"), allow("s3:*"), undecidable(), "{", allow()]
    report = await check(policies, access_not_granted=["s3:PutObject"])
    assert report.questions == 10
    assert (report.undecided, report.failed, report.from_cache) == (1, 1, 2)
    assert (report.decided_here, report.decided_by_service) == (6, 0)
    assert (report.calls, report.calls_avoided, report.throttled) == (0, 8, 0)
    assert [result.name for result in report.not_passed] == ["0", "1", "2", "3"]


async def test_nothing_to_check_is_an_empty_report_that_passes() -> None:
    report = await check([])
    assert report.passed
    assert report.results == ()
    assert str(report).startswith("0 policies, 0 did not pass; 0 questions (0 calls")


async def test_a_report_pickles_and_reports_on_parts_make_one() -> None:
    policies = [allow("s3:*"), undecidable(), "{", None, allow()]
    options: dict[str, Any] = {"access_not_granted": ["s3:PutObject"]}
    whole = await check(policies, **options)
    parts = [await check({str(n): one}, **options) for n, one in enumerate(policies)]
    moved = [pickle.loads(pickle.dumps(part)) for part in parts]  # noqa: S301 (our own)
    merged = PolicyReport.merged(moved)
    assert [repr(one) for one in merged.results] == [repr(one) for one in whole.results]
    assert [str(one) for one in merged.results] == [str(one) for one in whole.results]
    assert merged.questions == whole.questions
    assert merged.elapsed == max(part.elapsed for part in parts)
    assert PolicyReport.merged([]).passed


async def test_the_catalogue_that_is_installed_is_used_unless_another_one_is_given() -> None:
    installed = await check_policies([allow()])
    without = await check([allow()])
    first, second = installed.results[0].validation, without.results[0].validation
    assert isinstance(first, ValidationVerdict)
    assert isinstance(second, ValidationVerdict)
    catalogue = ActionCatalogue.installed() or NOTHING
    assert first.not_checked == validate(allow(), catalogue=catalogue).not_checked
    assert second.not_checked == validate(allow(), catalogue=NOTHING).not_checked


async def test_a_policy_that_was_read_before_is_no_document() -> None:
    report = await check([Policy.parse(allow())])
    assert "is a Policy" in str(report.results[0])


async def test_policies_are_validated_as_those_of_a_type_of_resource() -> None:
    documents = {"a": allow("s3:GetObject", Principal="*"), "b": allow("s3:GetObject")}
    for validate_as in ("AWS::DynamoDB::Table", {"a": "AWS::DynamoDB::Table"}):
        report = await check(documents, validate_as=validate_as, policy_type="RESOURCE_POLICY")
        plain = await check(documents, policy_type="RESOURCE_POLICY")
        asked, other = (one.validation for one in report.results)
        assert asked != plain.results[0].validation
        assert (other == plain.results[1].validation) is isinstance(validate_as, dict)
    identity = await check(documents, validate_as="AWS::DynamoDB::Table")
    assert identity.results[1].validation == (await check([documents["b"]])).results[0].validation
