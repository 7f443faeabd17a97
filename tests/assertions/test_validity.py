"""The assertion about validity: which findings fail, and what a failure says."""

import json
from pathlib import Path

import pytest

from aa_sdk.policy import ActionCatalogue, InvalidPolicyError, UnsupportedPolicyError, validate
from aa_sdk.pytest_plugin import assert_valid
from tests.assertions.policies import PASSING_ROLES, READING, allow, policy, written

EVERY_KIND = policy(
    allow(["iam:PassRole", "s3:Get*", "s3:GetObject"], Sid="not a sid"),
    {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"},
)
PASS_ROLE = "PASS_ROLE_WITH_STAR_IN_RESOURCE"


def message_of(error: pytest.ExceptionInfo[AssertionError]) -> str:
    """A message in one line."""
    return " ".join(str(error.value).split())


def test_a_valid_policy_returns_all_that_was_found(tmp_path: Path) -> None:
    path = written(tmp_path, "reading.json", READING)
    for document in (path, json.dumps(READING), READING):
        assert assert_valid(document).findings == validate(READING).findings
    assert assert_valid(PASSING_ROLES, severity="ERROR").findings != ()


def test_a_failure_shows_codes_places_and_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError) as caught:
        assert_valid(written(tmp_path, "roles.json", PASSING_ROLES))
    (finding,) = validate(PASSING_ROLES).findings
    told = message_of(caught)
    assert told.startswith("FAIL: roles.json has 1 security warning asked valid as IDENTITY_POLICY")
    assert f"security warning {PASS_ROLE} roles.json:8:9 Statement[0].Action[1]" in told
    assert finding.finding_details in told


def test_a_text_has_lines_and_a_mapping_has_ways() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_valid(json.dumps(PASSING_ROLES, indent=2))
    assert f"{PASS_ROLE} line 8 Statement[0].Action[1]" in message_of(caught)
    with pytest.raises(AssertionError) as caught:
        assert_valid(PASSING_ROLES)
    assert f"{PASS_ROLE} Statement[0].Action[1]" in message_of(caught)


def test_the_gravest_come_first_and_the_rest_is_counted() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_valid(EVERY_KIND, severity="SUGGESTION")
    told = str(caught.value)
    found = {
        str(finding.finding_type): finding.issue_code for finding in validate(EVERY_KIND).findings
    }
    kinds = ["ERROR", "SECURITY_WARNING", "WARNING", "SUGGESTION"]
    assert sorted(found) == sorted(kinds)
    places = [told.index(found[kind]) for kind in kinds]
    assert places == sorted(places)
    assert "would not fail it" not in told
    with pytest.raises(AssertionError) as caught:
        assert_valid(EVERY_KIND, severity="ERROR")
    rest = sum(finding.finding_type != "ERROR" for finding in validate(EVERY_KIND).findings)
    assert f"note {rest} other findings would not fail it" in message_of(caught)


def test_severity_is_the_mildest_that_fails() -> None:
    suggestion = policy(allow(["s3:Get*", "s3:GetObject"]))
    assert [one.finding_type for one in validate(suggestion).findings] == ["SUGGESTION"]
    assert_valid(suggestion)
    assert_valid(suggestion, severity="WARNING")
    with pytest.raises(AssertionError):
        assert_valid(suggestion, severity="SUGGESTION")


def test_codes_are_ignored_and_are_codes_that_there_are() -> None:
    assert_valid(PASSING_ROLES, ignore=PASS_ROLE)
    assert_valid(PASSING_ROLES, ignore=["MISSING_VERSION", PASS_ROLE])
    with pytest.raises(AssertionError):
        assert_valid(PASSING_ROLES, ignore=["MISSING_VERSION"])
    assert_valid("{", ignore=["JSON_SYNTAX_ERROR"])
    with pytest.raises(ValueError, match=f"'PASS_ROLE_WITH_STAR': did you mean '{PASS_ROLE}'"):
        assert_valid(READING, ignore=["PASS_ROLE_WITH_STAR"])
    with pytest.raises(ValueError, match=r"no finding has the code 'xyz'$"):
        assert_valid(READING, ignore=[PASS_ROLE, "xyz"])


def test_a_severity_is_one_that_there_is() -> None:
    with pytest.raises(ValueError, match="did you mean 'WARNING'"):
        assert_valid(READING, severity="WARNINGS")  # type: ignore[arg-type]  # what is tested
    with pytest.raises(ValueError, match="it is one of ERROR, SECURITY_WARNING, WARNING, SUGG"):
        assert_valid(READING, severity="2")  # type: ignore[arg-type]  # what is tested


def test_a_policy_is_validated_as_what_it_hangs_on() -> None:
    trust = policy(
        {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}
    )
    assert_valid(trust, "RESOURCE_POLICY", resource_type="AWS::IAM::AssumeRolePolicyDocument")
    with pytest.raises(AssertionError, match="valid as RESOURCE_POLICY for AWS::S3::Bucket"):
        assert_valid(trust, "RESOURCE_POLICY", resource_type="AWS::S3::Bucket")


def test_a_catalogue_may_be_given_and_what_was_not_looked_for_is_said() -> None:
    misspelt = policy(allow(["s3:ListBuckets", "iam:PassRole"]))
    without = assert_valid(misspelt, ignore=PASS_ROLE, catalogue=ActionCatalogue.empty())
    assert "INVALID_ACTION" in without.not_checked
    with pytest.raises(AssertionError, match="INVALID_ACTION"):
        assert_valid(misspelt)
    with pytest.raises(AssertionError, match=r"unchecked +[A-Z]+") as caught:
        assert_valid(misspelt, catalogue=ActionCatalogue.empty())
    assert str(caught.value).count("\n") < 12


def test_what_is_no_json_fails() -> None:
    with pytest.raises(AssertionError, match=r"JSON_SYNTAX_ERROR +line 1"):
        assert_valid('{"Statement": [}')


def test_a_file_that_is_not_there_goes_through(tmp_path: Path) -> None:
    with pytest.raises(InvalidPolicyError, match="cannot be read") as caught:
        assert_valid(tmp_path / "absent.json")
    assert "absent.json" in caught.value.__notes__[0]
    with pytest.raises(UnsupportedPolicyError, match="policy_type"):
        assert_valid(READING, "USER_POLICY")  # type: ignore[arg-type]  # what is tested


def test_many_findings_are_cut_and_counted() -> None:
    many = policy(*[allow("iam:PassRole", Sid=f"S{n}") for n in range(30)])
    with pytest.raises(AssertionError, match="has 30 security warnings") as caught:
        assert_valid(many)
    assert "… 10 more" in str(caught.value)
    assert max(map(len, str(caught.value).split("\n"))) <= 80
