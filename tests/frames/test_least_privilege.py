"""What a policy without its unused actions is, and what is said about it."""

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from aa_sdk.frames import LeastPrivilege, least_privilege
from aa_sdk.frames._narrowing.proving import prove
from aa_sdk.policy import InvalidPolicyError, Policy, UnsupportedPolicyError
from tests.frames.narrow import Statement, allow, cut, deny, statements_of

BUCKET = "arn:aws:s3:::reports/*"
PRIVATE = {"StringEquals": {"aws:PrincipalTag/Team": "reports"}}
# Whether it is a year or a number of seconds is not decided.
NOT_IAM = {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
UNDECIDED = {"DateEquals": {"aws:CurrentTime": "2024"}}


def test_what_is_unused_goes_and_everything_else_stays() -> None:
    kept = allow("s3:GetObject", "s3:ListBucket", Sid="Reports", Condition=PRIVATE)
    smaller = cut(
        {**kept, "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"]}, "s3:PutObject"
    )
    assert statements_of(smaller) == kept
    assert smaller.removed_actions == ("s3:PutObject",)
    assert smaller.kept == smaller.not_allowed == ()
    assert smaller.not_removed == ()
    assert not smaller.unchanged
    assert not smaller.is_empty


def test_it_is_proven_that_it_only_shrinks_and_that_what_was_removed_is_gone() -> None:
    smaller = cut(allow("s3:GetObject", "s3:PutObject"), "s3:PutObject")
    assert smaller.proof is not None
    assert smaller.proof.passed
    assert smaller.proven
    assert smaller.proof_of_removal is not None
    assert smaller.proof_of_removal.passed
    assert smaller.proof_of_removal.message == (
        "The smaller policy allows none of the removed actions."
    )
    assert smaller.undecided == ""


def test_a_proof_of_removal_fails_where_something_is_still_allowed() -> None:
    text = json.dumps({"Statement": [allow("s3:Get*"), deny("s3:GetObjectAcl")]})

    def is_gone(action: str) -> bool:
        check = prove(text, text, (), [action], is_empty=False).unused_gone
        assert check is not None
        how_many = "none" if check.passed else "some"
        assert check.message == f"The smaller policy allows {how_many} of the removed actions."
        return check.passed

    assert is_gone("s3:PutObject")
    assert is_gone("s3:GetObjectAcl")
    assert not is_gone("s3:GetObject")
    assert not is_gone("s3:G*")


def test_what_is_removed_is_told_in_words() -> None:
    statement = allow("s3:GetObject", "s3:PutObject", Sid="Reports", Resource=BUCKET)
    (removed,) = cut({**statement, "Condition": PRIVATE}, "s3:PutObject").removed
    assert str(removed) == (
        f's3:PutObject on {BUCKET} if aws:PrincipalTag/Team = reports (statement 0, "Reports")'
    )
    assert removed.example is not None
    assert removed.exact


def test_all_statements_lose_what_is_unused() -> None:
    smaller = cut(
        [allow("s3:Put*", "s3:GetObject"), allow("s3:PutObject", "sqs:*", Resource=BUCKET)],
        "s3:Put*",
    )
    assert [one["Action"] for one in statements_of(smaller)] == [["s3:GetObject"], ["sqs:*"]]


def test_a_statement_without_actions_goes_with_its_sid() -> None:
    smaller = cut([allow("s3:PutObject", Sid="Gone"), allow("s3:GetObject")], "s3:PutObject")
    assert statements_of(smaller) == [allow("s3:GetObject")]
    assert not smaller.is_empty


def test_a_policy_without_statements_is_to_be_detached() -> None:
    smaller = cut([allow("s3:PutObject"), allow("sqs:SendMessage")], "s3:*", "sqs:SendMessage")
    assert statements_of(smaller) == []
    assert smaller.is_empty
    assert smaller.proven
    assert smaller.proof_of_removal is not None
    assert smaller.proof_of_removal.passed
    assert [one.actions for one in smaller.removed] == [("s3:PutObject", "sqs:SendMessage")]
    assert "detach it" in str(smaller)


def test_a_single_statement_may_be_the_one_that_goes() -> None:
    smaller = cut({**allow(), "Action": "s3:PutObject"}, "s3:PutObject")
    assert statements_of(smaller) == []
    assert smaller.is_empty


def test_denies_are_left_alone_and_a_policy_of_denies_is_not_empty() -> None:
    smaller = cut([deny("s3:PutObject"), allow("s3:PutObject")], "s3:PutObject")
    assert statements_of(smaller) == [deny("s3:PutObject")]
    assert not smaller.is_empty
    assert smaller.proven
    assert smaller.removed == ()  # it was denied all along
    assert smaller.removed_actions == ("s3:PutObject",)


def test_case_does_not_matter() -> None:
    smaller = cut(allow("S3:putobject", "s3:GetObject"), "s3:PutObject", "s3:PUTOBJECT")
    assert statements_of(smaller)["Action"] == ["s3:GetObject"]
    assert smaller.unused_actions == ("s3:PutObject",)


def test_an_action_that_the_policy_does_not_allow_changes_nothing() -> None:
    policy = json.dumps({"Statement": allow("s3:GetObject")})
    smaller = least_privilege(policy, ["s3:PutObject"])
    assert smaller.policy == policy
    assert smaller.unchanged
    assert smaller.not_allowed == ("s3:PutObject",)
    assert smaller.removed == ()
    assert smaller.removed_actions == ()
    assert smaller.proven
    assert smaller.proof_of_removal is None


def test_nothing_unused_changes_nothing() -> None:
    smaller = cut(allow("*"))
    assert smaller.unchanged
    assert smaller.policy == smaller.existing
    assert smaller.unused_actions == ()


def test_a_whole_service_takes_names_and_patterns_of_it_along() -> None:
    smaller = cut(allow("s3:GetObject", "s3:Put*", "s3:*", "s3-object-lambda:*"), "s3:*")
    assert statements_of(smaller)["Action"] == ["s3-object-lambda:*"]
    assert smaller.proven


@pytest.mark.parametrize("everything", ["*", "*:*"])
def test_all_can_be_unused(everything: str) -> None:
    smaller = cut(allow("s3:GetObject", "*", "**", "*:*"), everything)
    assert smaller.is_empty
    assert smaller.kept == ()


@pytest.mark.parametrize("element", ["*", "*:*", "**"])
def test_what_all_services_share_stays_and_is_told(element: str) -> None:
    smaller = cut(allow(element, "s3:PutObject"), "s3:PutObject", "s3:Get*")
    assert statements_of(smaller)["Action"] == [element]
    (left,) = smaller.not_removed
    assert left.actions == smaller.kept == ("s3:PutObject", "s3:Get*")
    assert left.element == element
    assert "name those that are used" in left.reason
    assert smaller.removed_actions == ()


def test_a_wildcard_that_stands_for_other_actions_too_stays_and_is_told() -> None:
    smaller = cut(
        [allow("s3:GetObject"), allow("s3:Get*", Sid="Wide")], "s3:GetObject", "s3:GetObjectAcl"
    )
    assert statements_of(smaller) == [allow("s3:Get*", Sid="Wide")]
    (left,) = smaller.not_removed
    assert (left.statement.index, left.statement.sid) == (1, "Wide")
    assert left.actions == ("s3:GetObject", "s3:GetObjectAcl")
    assert "catalogue=ActionCatalogue.installed()" in left.reason
    assert smaller.removed_actions == ()


def test_patterns_that_overlap_stay_and_are_told() -> None:
    smaller = cut(allow("s3:*Object", "s3:Put*", "s3:Get?bject*"), "s3:Put*")
    assert statements_of(smaller)["Action"] == ["s3:*Object", "s3:Get?bject*"]
    assert [left.element for left in smaller.not_removed] == ["s3:*Object"]


def test_what_is_allowed_by_exception_stays_and_is_told() -> None:
    statement = {"Effect": "Allow", "NotAction": ["iam:*", "s3:PutObject"], "Resource": "*"}
    smaller = cut([statement, allow("s3:GetObject")], "s3:GetObject", "s3:PutObject", "iam:Get*")
    assert statements_of(smaller) == [statement]
    (left,) = smaller.not_removed
    assert (left.element, left.actions) == ("NotAction", ("s3:GetObject",))
    assert "add them to it" in left.reason
    assert smaller.not_allowed == ("s3:PutObject", "iam:Get*")


def test_an_exception_of_all_that_is_unused_is_not_told() -> None:
    statement = {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}
    assert cut(statement, "s3:PutObject").not_removed == ()


@pytest.mark.parametrize("granting", [allow("s3:*"), allow("*"), NOT_IAM])
def test_what_is_denied_anyway_does_not_count_as_left(granting: Statement) -> None:
    smaller = cut([granting, deny("s3:Put*")], "s3:PutObject")
    assert smaller.unchanged
    assert smaller.not_removed == ()
    assert smaller.not_allowed == ("s3:PutObject",)


@pytest.mark.parametrize("but", [{"Condition": PRIVATE}, {"Resource": BUCKET}])
def test_what_is_denied_now_and_then_counts_as_left(but: dict[str, Any]) -> None:
    smaller = cut([allow("s3:*"), deny("s3:PutObject", **but)], "s3:PutObject")
    assert smaller.kept == ("s3:PutObject",)


def test_what_is_undecided_is_edited_and_said_not_to_be_proven() -> None:
    smaller = cut(
        [allow("s3:GetObject", "s3:PutObject", Condition=UNDECIDED), allow("sqs:SendMessage")],
        "s3:PutObject",
    )
    assert statements_of(smaller)[0]["Action"] == ["s3:GetObject"]
    assert smaller.proof is None
    assert smaller.proof_of_removal is None
    assert not smaller.proven
    assert smaller.undecided.startswith("Statement[0].Condition")
    (removed,) = smaller.removed
    assert removed.actions == ("s3:PutObject",)
    assert removed.conditions == {"DateEquals": {"aws:CurrentTime": ("2024",)}}
    assert not removed.exact
    assert "not proven to add nothing" in str(smaller)
    assert smaller.undecided in str(smaller)


def test_the_words_for_what_is_undecided_name_exceptions_and_replacements() -> None:
    statement = {"Effect": "Allow", "Action": ["s*:Put*", "s3:PutObject"], "NotResource": BUCKET}
    smaller = cut(statement, "s3:PutObject")
    (removed,) = smaller.removed
    assert (removed.resources, removed.but_not_resources) == (("*",), (BUCKET,))
    (left,) = smaller.not_removed
    assert left.element == "s*:Put*"
    assert "write the service out" in left.reason


def test_more_statements_than_anybody_reads_are_told_as_they_were_written() -> None:
    smaller = cut([allow("s3:GetObject", f"s3:Put{n}") for n in range(501)], "s3:Put*")
    assert smaller.proven
    assert smaller.proof_of_removal is not None
    assert smaller.undecided == "what is removed was not compared: more than 500 places change"
    assert [one.actions for one in smaller.removed] == [(f"s3:Put{n}",) for n in range(501)]


def test_a_mapping_is_written_with_four_blanks_to_a_level() -> None:
    statement = MappingProxyType(allow("s3:GetObject"))
    smaller = least_privilege({"Statement": (statement,)}, [])
    assert smaller.policy == json.dumps({"Statement": [allow("s3:GetObject")]}, indent=4)


def test_a_file_is_read_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    text = json.dumps({"Statement": allow("s3:GetObject", "s3:PutObject")})
    path.write_text(text)
    smaller = least_privilege(path, "s3:PutObject")
    assert statements_of(smaller)["Action"] == ["s3:GetObject"]
    assert path.read_text() == text == smaller.existing


@pytest.mark.parametrize(
    "policy",
    [
        "policy.json",
        "{",
        "[]",
        {},
        {"Statement": []},
        {"Statement": ["x"]},
        {"Statement": {**allow("s3:GetObject"), "Principal": "*"}},
        {"Statement": {**allow("s3:GetObject"), "NotAction": "s3:*"}},
        {"Statement": {"Effect": "Allow", "Action": "s3:GetObject"}},
        {"Statement": {**allow(), "Action": 1}},
        {"Statement": {**allow(), "Action": "GetObject"}},
        {"Statement": {"Effect": "Allow", "Resource": "*"}},
        {"Statement": allow("s3:GetObject"), "Id": object()},
        '{"Statement": {"Effect": "Allow", "Action": "s3:A", "Action": "s3:B", "Resource": "*"}}',
        Path("no such file"),
    ],
)
def test_a_document_that_is_no_identity_policy_is_refused(policy: Any) -> None:
    with pytest.raises(InvalidPolicyError):
        least_privilege(policy, "s3:GetObject")


@pytest.mark.parametrize(
    "second",
    [
        "x",
        {},
        {"Effect": "Maybe", "Action": "s3:A", "Resource": "*"},
        {"Effect": "Allow", "Resource": "*"},
        {"Effect": "Allow", "Action": ["s3:A", 1], "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:A", "Resource": "*", "Principal": "*"},
        json.loads("[" * 120 + "]" * 120),
    ],
)
def test_a_malformed_statement_is_refused_behind_one_that_is_undecided(second: Any) -> None:
    with pytest.raises(InvalidPolicyError):
        cut([allow("s3:GetObject", Condition=UNDECIDED), second], "s3:GetObject")


@pytest.mark.parametrize("policy", [None, b"{}", 1, [allow("s3:GetObject")]])
def test_another_type_is_refused(policy: Any) -> None:
    with pytest.raises(TypeError, match="pass JSON text, a mapping, or the path"):
        least_privilege(policy, [])


def test_a_policy_that_was_read_has_no_text_any_more() -> None:
    policy: Any = Policy.parse({"Statement": allow("s3:GetObject")})
    with pytest.raises(TypeError, match="Policy"):
        least_privilege(policy, [])


def test_more_than_a_document_may_have_is_refused() -> None:
    text = json.dumps({"Statement": allow("s3:GetObject")}) + " " * (1 << 20)
    with pytest.raises(UnsupportedPolicyError, match="1 MiB"):
        least_privilege(text, [])


def test_it_is_equal_to_another_one_of_the_same() -> None:
    first, second = (cut(allow("s3:GetObject", "s3:PutObject"), "s3:PutObject") for _ in "ab")
    assert isinstance(first, LeastPrivilege)
    assert first == second
