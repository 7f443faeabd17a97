"""Assertions about access: what passes, and what a failure says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from aa_sdk.models import Access, AccessDict
from aa_sdk.policy import (
    ActionCatalogue,
    Effective,
    InvalidPolicyError,
    Policy,
    UnsupportedPolicyError,
)
from aa_sdk.pytest_plugin import (
    assert_access_not_granted,
    assert_no_new_access,
    assert_no_public_access,
)
from tests.assertions.policies import (
    PUBLIC,
    READING,
    SECURE,
    UNDECIDED,
    WRITING,
    allow,
    policy,
    written,
)


def lines_of(error: pytest.ExceptionInfo[AssertionError]) -> list[str]:
    """The lines of a message, without the blanks that set them in."""
    return [" ".join(line.split()) for line in str(error.value).split("\n")]


def test_what_passes_returns_the_verdict(tmp_path: Path) -> None:
    path = written(tmp_path, "reading.json", READING)
    for document in (path, json.dumps(READING), READING, Policy.parse(READING)):
        assert assert_no_new_access(document, READING).result == "PASS"
        assert assert_access_not_granted(document, actions="sqs:*").result == "PASS"
    private = policy(allow("s3:*", Principal={"AWS": "111122223333"}))
    assert assert_no_public_access(private).message == "The policy allows no public access."
    assert assert_no_new_access(PUBLIC, PUBLIC, "RESOURCE_POLICY").passed


def test_a_failure_names_each_statement_with_its_sid_and_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    new = written(tmp_path, "new.json", policy(allow("s3:Put*"), allow("sqs:*", Sid="Queues")))
    existing = written(tmp_path, "existing.json", READING)
    with pytest.raises(AssertionError) as caught:
        assert_no_new_access(new, existing)
    lines = lines_of(caught)
    assert lines[:6] == [
        "FAIL: new.json allows new access",
        "asked no new access, as IDENTITY_POLICY",
        "new new.json",
        "existing existing.json",
        "because of statement 0 new.json:4:5",
        'statement 1, "Queues" new.json:9:5',
    ]


def test_a_file_elsewhere_is_named_as_it_can_be_opened(tmp_path: Path) -> None:
    path = written(tmp_path, "new.json", WRITING)
    with pytest.raises(AssertionError) as caught:
        assert_no_new_access(path, READING)
    assert f'because of statement 1, "Write" {path.as_posix()}:10:5' in " ".join(lines_of(caught))


def test_a_text_has_lines_and_a_mapping_has_none() -> None:
    for document, named in (
        (json.dumps(WRITING, indent=1), 'because of statement 1, "Write" line 10'),
        (WRITING, 'because of statement 1, "Write"'),
        (Policy.parse(WRITING), 'because of statement 1, "Write"'),
    ):
        with pytest.raises(AssertionError) as caught:
            assert_no_new_access(document, READING)
        assert named in lines_of(caught)
        assert lines_of(caught)[0] == "FAIL: the new policy allows new access"


def test_a_failure_says_where_each_document_comes_from() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_no_new_access(json.dumps(WRITING), Policy.parse(READING))
    assert "new JSON text" in lines_of(caught)
    assert "existing a Policy of 1 statements" in lines_of(caught)
    with pytest.raises(AssertionError) as caught:
        assert_no_new_access(WRITING, Effective(identity=READING, boundary=WRITING))
    assert "existing what is left together of identity, boundary" in lines_of(caught)


def test_a_failure_shows_a_request_and_what_it_carries() -> None:
    team = {"StringEquals": {"s3:ExistingObjectTag/team": "blue"}}
    statement = allow("s3:GetObject", Condition=team)
    with pytest.raises(AssertionError) as caught:
        assert_no_new_access(policy(statement), SECURE)
    lines = lines_of(caught)
    (at,) = [n for n, line in enumerate(lines) if line.startswith("e.g.")]
    assert lines[at].startswith("e.g. s3:GetObject on ")
    carried = " ".join(lines[at + 1 :])
    assert "aws:SecureTransport is absent" in carried
    assert "s3:ExistingObjectTag/team = blue" in carried


def test_several_values_of_a_key_are_named() -> None:
    tagged = {"ForAnyValue:StringEquals": {"aws:TagKeys": ["blue"]}}
    only = {"ForAllValues:StringEquals": {"aws:TagKeys": ["blue"]}}
    with pytest.raises(AssertionError) as caught:
        assert_no_new_access(
            policy(allow("s3:*", Condition=tagged)), policy(allow("s3:*", Condition=only))
        )
    (carried,) = [line for line in lines_of(caught) if "aws:TagKeys" in line]
    assert carried == "where aws:TagKeys = blue, example"


def test_a_failure_says_what_must_not_be_granted() -> None:
    listed: AccessDict = {
        "actions": ["s3:Put*", "s3:GetObject"],
        "resources": ["arn:aws:s3:::amber/*"],
    }
    ways: list[AccessDict | list[AccessDict] | Access] = [listed, [listed], Access(**listed)]
    for access in ways:
        with pytest.raises(AssertionError) as caught:
            assert_access_not_granted(WRITING, access)
        assert lines_of(caught)[:4] == [
            "FAIL: the policy grants what it must not",
            "asked access not granted, as IDENTITY_POLICY",
            "actions s3:Put*, s3:GetObject",
            "resources arn:aws:s3:::amber/*",
        ]


def test_actions_and_resources_are_one_or_several() -> None:
    for actions in ("s3:PutObject", ["s3:PutObject", "sqs:SendMessage"]):
        with pytest.raises(AssertionError):
            assert_access_not_granted(WRITING, actions=actions)
    with pytest.raises(AssertionError) as caught:
        assert_access_not_granted(WRITING, resources="arn:aws:s3:::amber")
    assert not any(line.startswith("actions") for line in lines_of(caught))
    with pytest.raises(AssertionError):
        assert_access_not_granted(PUBLIC, policy_type="RESOURCE_POLICY", resources=["*"])


def test_what_must_not_be_granted_is_said_once() -> None:
    with pytest.raises(TypeError, match="say what must not be granted"):
        assert_access_not_granted(WRITING)
    with pytest.raises(TypeError, match="leave the others out"):
        assert_access_not_granted(WRITING, {"actions": ["s3:*"]}, resources="*")
    with pytest.raises(InvalidPolicyError, match=r"^actions\[0\]: 'PutObject' is not an action"):
        assert_access_not_granted(WRITING, actions="PutObject")


def test_public_access_fails_and_says_by_whom() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_no_public_access(PUBLIC)
    lines = lines_of(caught)
    assert lines[0] == "FAIL: the policy allows public access"
    assert lines[1] == "asked no public access, as the policy of an AWS::S3::Bucket"
    assert 'because of statement 0, "Everyone"' in lines
    assert any(" by arn:aws:iam::" in f" {line}" for line in lines)


def test_effective_is_no_policy_of_a_resource() -> None:
    both = Effective(identity=READING)
    with pytest.raises(TypeError, match="one resource policy"):
        assert_no_public_access(both)  # type: ignore[arg-type]  # what is tested
    with pytest.raises(InvalidPolicyError, match="stands for no resource policy"):
        assert_no_new_access(both, both, "RESOURCE_POLICY")


def test_a_failure_of_several_policies_names_the_document_of_the_statement() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_access_not_granted(Effective(identity=[READING, WRITING]), actions="s3:PutObject")
    assert "with sid Write of identity[1]." in " ".join(lines_of(caught))


def test_a_failure_that_is_not_exact_says_so() -> None:
    home = policy(allow("s3:GetObject", Resource="arn:aws:s3:::home/${aws:username}/*"))
    ada = policy(allow("s3:GetObject", Resource="arn:aws:s3:::home/ada/*"))
    with pytest.raises(AssertionError) as caught:
        assert_no_new_access(home, ada)
    assert "note not exact: a policy variable was taken for any value" in " ".join(lines_of(caught))
    with pytest.raises(AssertionError) as caught:
        assert_no_new_access(READING, ada)
    assert "not exact" not in str(caught.value)


def test_a_failure_without_a_request_says_no_less() -> None:
    bucket, network = "arn:aws:s3:::amber", "aws:SourceVpc"
    document = policy(
        allow("s3:GetObject", Principal="*", Resource=f"{bucket}/${{{network}}}"),
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:GetObject",
            "NotResource": f"{bucket}/vpc-1",
        },
        allow(
            "s3:GetObject",
            Principal={"AWS": "111122223333"},
            Condition={"StringEquals": {network: "vpc-1"}},
        ),
    )
    with pytest.raises(AssertionError) as caught:
        assert_no_public_access(document)
    assert "because of statement 0" in lines_of(caught)
    assert "e.g." not in str(caught.value)
    assert "not exact" in str(caught.value)


def test_what_is_undecided_is_no_failed_assertion_and_says_whose_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = written(tmp_path, "odd.json", UNDECIDED)
    asked: list[tuple[Callable[[], object], str]] = [
        (lambda: assert_no_new_access(path, READING), "new is odd.json:9:5"),
        (lambda: assert_no_new_access(READING, UNDECIDED), "existing is a mapping"),
        (lambda: assert_access_not_granted(json.dumps(UNDECIDED), actions="s3:*"), "line 1"),
    ]
    for ask, note in asked:
        with pytest.raises(UnsupportedPolicyError) as caught:
            ask()
        assert caught.value.path == "Statement[1].Action[0]"
        (told,) = caught.value.__notes__
        assert note in told
        assert told.endswith(": it was not decided, which is no PASS")


def test_what_cannot_be_read_goes_through_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{\n "Statement" 1}', encoding="utf-8")
    with pytest.raises(InvalidPolicyError, match="not JSON") as caught:
        assert_no_new_access(path, READING)
    assert caught.value.__notes__[0].startswith(f"new is {path.as_posix()}:2:14: ")
    with pytest.raises(InvalidPolicyError, match="cannot be read") as caught:
        assert_no_public_access(tmp_path / "absent.json")
    assert "absent.json" in caught.value.__notes__[0]
    with pytest.raises(InvalidPolicyError, match="at least one statement") as caught:
        assert_no_new_access(READING, "{}")
    assert caught.value.__notes__ == ["existing is JSON text: it was not decided, which is no PASS"]


def test_names_of_others_command_no_terminal_and_do_not_flood_it() -> None:
    statements = [allow("sqs:*", Sid=f"S{n}", Resource=f"arn:aws:sqs:::{n}") for n in range(200)]
    with pytest.raises(AssertionError) as caught:
        assert_no_new_access(policy(*statements), READING)
    assert "… 180 more" in str(caught.value)
    assert len(str(caught.value)) < 3_000
    hostile = policy(allow("sqs:*", Sid="\x1b]0;owned\x07\nPASS"))
    with pytest.raises(AssertionError) as caught:
        assert_access_not_granted(hostile, actions="sqs:*")
    assert "\x1b" not in str(caught.value)
    assert "\\x1b]0;owned\\x07\\nPASS" in str(caught.value)


def test_a_request_that_carries_much_is_cut_and_counted() -> None:
    asked = {f"aws:RequestTag/t{n:02}": "x" for n in range(40)}
    with pytest.raises(AssertionError) as caught:
        assert_no_new_access(policy(allow("s3:*", Condition={"StringEquals": asked})), READING)
    assert "… 20 more" in str(caught.value)
    assert "t39" not in str(caught.value)


def test_lines_fit_into_a_terminal_of_80_columns() -> None:
    access: AccessDict = {"actions": [f"s3:PutObject{n}" for n in range(40)]}
    with pytest.raises(AssertionError) as caught:
        assert_access_not_granted(policy(allow("*")), access, catalogue=ActionCatalogue.empty())
    message = str(caught.value)
    assert max(map(len, message.split("\n"))) <= 76
    assert "and 30 more" in " ".join(lines_of(caught))
