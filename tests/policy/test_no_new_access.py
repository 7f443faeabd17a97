"""Labelled pairs: what a new version of a policy adds, one construct of the language at a time."""

from typing import Any

import pytest

from aa_sdk.policy import check_no_new_access
from tests.policy.statements import BUCKET, allow, deny, judge, policy, when

TAG = "aws:ResourceTag/team"

# What is checked, what it is compared with, and whether it adds nothing.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "a narrower action": (allow(), allow(Action="s3:Get*"), True),
    "a wider action": (allow(Action="s3:Get*"), allow(), False),
    "an action in other case": (allow(Action="S3:getOBJECT"), allow(), True),
    "one character for a star": (allow(Action="s3:Get?bject"), allow(Action="s3:G*t"), True),
    "a star for one character": (allow(Action="s3:G*t"), allow(Action="s3:Get?bject"), False),
    "two halves of a prefix": (
        allow(Action=["s3:Get*", "s3:Put*"]),
        allow(Action=["s3:P*", "s3:G*"]),
        True,
    ),
    "everything but": (allow(NotAction="s3:*"), allow(Action="*"), True),
    "everything for everything but": (allow(Action="*"), allow(NotAction="s3:*"), False),
    "less left out": (allow(NotAction="s3:Get*"), allow(NotAction="s3:*"), False),
    "more left out": (allow(NotAction="s3:*"), allow(NotAction="s3:Get*"), True),
    "objects below a prefix": (
        allow(Resource=f"{BUCKET}/logs/*"),
        allow(Resource=f"{BUCKET}/*"),
        True,
    ),
    "the bucket for its objects": (allow(Resource=BUCKET), allow(Resource=f"{BUCKET}/*"), False),
    "a resource in other case": (
        allow(Resource=f"{BUCKET}/A"),
        allow(Resource=f"{BUCKET}/a"),
        False,
    ),
    "a star that would have to cross a colon": (
        allow(Resource="arn:aws:sqs:eu-west-1:111122223333:jobs"),
        allow(Resource="arn:aws:sqs:*:jobs"),
        False,
    ),
    "a star in the last part crosses colons": (
        allow(Resource="arn:aws:logs:eu-west-1:111122223333:log-group:a:*"),
        allow(Resource="arn:aws:logs:*:*:log-group:*"),
        True,
    ),
    "an ARN that ends early": (
        allow(Resource="arn:aws:sqs:eu-west-1:111122223333:jobs"),
        allow(Resource="arn:aws:sqs"),
        True,
    ),
    "every ARN is not everything": (allow(), allow(Resource="arn:*:*:*:*:*"), False),
    "all resources but": (allow(NotResource=BUCKET), allow(), True),
    "the same variable": (
        allow(Resource=f"{BUCKET}/${{aws:username}}/x"),
        allow(Resource=f"{BUCKET}/${{aws:username}}/*"),
        True,
    ),
    "another variable": (
        allow(Resource=f"{BUCKET}/${{aws:username}}"),
        allow(Resource=f"{BUCKET}/${{aws:userid}}"),
        False,
    ),
    "a variable inside a wildcard": (
        allow(Resource=f"{BUCKET}/${{aws:username}}"),
        allow(Resource=f"{BUCKET}/*"),
        True,
    ),
    "a wildcard for a variable": (
        allow(Resource=f"{BUCKET}/*"),
        allow(Resource=f"{BUCKET}/${{aws:username}}"),
        False,
    ),
    "a variable in a condition": (
        when("StringEquals", TAG, "${aws:PrincipalTag/team}"),
        when("StringLike", TAG, "*"),
        True,
    ),
    "a condition with a variable dropped": (
        allow(),
        when("StringEquals", TAG, "${aws:PrincipalTag/team, 'none'}"),
        False,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_single_statement_is_decided_as_labelled(case: str) -> None:
    """PASS for what adds nothing; a FAIL comes with a request that the new policy alone allows."""
    new, existing, adds_nothing = CASES[case]
    assert judge(new, existing) is adds_nothing


def test_access_may_be_spread_over_several_statements() -> None:
    """No one statement of the existing policy covers the new one; together they do."""
    new = policy(allow(Action="s3:*", Resource=[f"{BUCKET}/a/*", f"{BUCKET}/b/*"]))
    existing = policy(
        allow(Action="s3:*", Resource=f"{BUCKET}/a/*"),
        allow(NotAction="s3:Put*", Resource=f"{BUCKET}/b/*"),
        allow(Action="s3:P*", Resource=f"{BUCKET}/?/*"),
    )
    assert check_no_new_access(new, existing).result == "PASS"
    assert check_no_new_access(existing, new).result == "FAIL"


def test_a_deny_takes_away_whatever_allows() -> None:
    """A Deny of the existing policy must be met by one of the new policy."""
    locked = policy(allow(Action="*"), deny(Action="s3:*", Resource=f"{BUCKET}/*"))
    assert check_no_new_access(policy(allow(Action="*")), locked).result == "FAIL"
    wider = policy(allow(Action="*"), deny(Action="s3:*", Resource="arn:aws:s3:::am*"))
    assert check_no_new_access(wider, locked).result == "PASS"
    assert check_no_new_access(locked, wider).result == "FAIL"


def test_everything_denied_leaves_nothing_that_could_be_old() -> None:
    """Against a policy that denies all, whatever is allowed is new."""
    nothing = policy(allow(Action="*"), deny(Action="*"))
    check = check_no_new_access(policy(allow(Action="*")), nothing)
    assert check.result == "FAIL"
    assert check_no_new_access(nothing, nothing).result == "PASS"
    assert check_no_new_access(nothing, policy(allow())).result == "PASS"


def test_reasons_name_each_statement_that_adds_something() -> None:
    """In the order of the document, by index and Sid, and only those."""
    new = policy(
        allow(Sid="Old"),
        deny(Sid="Never", Action="s3:DeleteBucket"),
        allow(Sid="New", Action="s3:PutObject"),
        allow(Action="s3:*"),
    )
    check = check_no_new_access(new, policy(allow()))
    reasons = [(reason.statement_index, reason.statement_id) for reason in check.reasons]
    assert reasons == [(2, "New"), (3, None)]
    assert check.counterexample is not None
    assert check.counterexample.allowed_by == (2, "New")
    assert check.counterexample.action == "s3:PutObject"


def test_a_pass_has_neither_reasons_nor_an_example() -> None:
    """There is nothing to show."""
    check = check_no_new_access(policy(allow()), policy(allow()))
    assert (
        check.result,
        check.reasons,
        check.counterexample,
        check.exact,
    ) == ("PASS", (), None, True)


def test_the_same_question_gets_the_same_answer() -> None:
    """Verdict, reasons and example do not depend on the run."""
    mine = policy(allow(Action=["s3:*a*", "s3:*b*"]), deny(Action=["s3:c", "s3:d"]))
    theirs = policy(allow(Action=["s3:*c*", "s3:*d*"]))
    assert check_no_new_access(mine, theirs) == check_no_new_access(mine, theirs)
