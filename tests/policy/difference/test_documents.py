"""What may be compared, in which form, and what a difference is."""

import dataclasses
import json
import random
from pathlib import Path
from typing import Any, TypeGuard

import pytest

from aa_sdk.policy import (
    AccessExample,
    InvalidPolicyError,
    Policy,
    PolicyDifference,
    StatementReference,
    UnsupportedPolicyError,
    compare,
)
from tests.policy.difference.told import NOTHING, Cases, Statement, Told, in_short, judge
from tests.policy.statements import BUCKET, allow, deny, policy, when

GET = "s3:GetObject"
SAME = [
    allow(Sid="Read", Action=["s3:Get*", "s3:List*"], Resource=[f"{BUCKET}/a/*", f"{BUCKET}/b/*"]),
    when("StringEquals", "aws:SourceVpc", ["vpc-1", "vpc-2"], Bool={"aws:SecureTransport": True}),
    allow(NotAction=["iam:*", "sts:*"]),
    deny(Action="s3:Delete*", NotResource=f"{BUCKET}/old/*"),
    deny(Action=["sqs:*", "sns:*"]),
]


def test_the_order_of_what_a_policy_says_makes_no_difference() -> None:
    """Of statements, of what they name, and of conditions; nor do Sids."""
    rng = random.Random(1)  # noqa: S311 (no secrets)
    for _ in range(10):
        other = [shuffled(rng, one) for one in rng.sample(SAME, len(SAME))]
        difference = compare(policy(*SAME), policy(*other))
        assert difference.equivalent
        assert difference == PolicyDifference((), ())


def shuffled(rng: random.Random, statement: Statement) -> Statement:
    def mixed(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {
            name: rng.sample(value, len(value)) if is_list(value) else value
            for name, value in rng.sample(pairs, len(pairs))
            if name != "Sid"
        }

    other: Statement = json.loads(json.dumps(statement), object_pairs_hook=mixed)
    return other


def is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def test_a_slice_names_the_statements_that_it_comes_from() -> None:
    """By their place, and by their Sid if they have one."""
    cases: Cases = {
        "Of the side that allows it.": (
            [deny(Action="iam:*"), allow(), allow(Sid="Queues", Action="sqs:*")],
            [allow(), allow(Sid="Topics", Action="sns:*")],
            [Told(("sqs:*",), statements=(StatementReference(2, "Queues"),))],
            [Told(("sns:*",), statements=(StatementReference(1, "Topics"),))],
        ),
        "Another Sid is no difference.": (
            [allow(Sid="Read")],
            [allow(Sid="Reading")],
            NOTHING,
            NOTHING,
        ),
    }
    judge(cases)


def test_a_slice_has_a_request_that_only_one_side_allows() -> None:
    """In full, with the statement that allows it."""
    new = policy(
        allow(Action="s3:*"),
        allow(
            Sid="Write",
            Action="SQS:SendMessage",
            Resource="arn:aws:sqs:eu-west-1:111122223333:jobs",
            Condition={"Bool": {"aws:SecureTransport": True}},
        ),
    )
    (added,) = compare(new, policy(allow(Action="s3:*"))).added
    assert added.exact
    assert added.example == AccessExample(
        action="SQS:SendMessage",
        resource="arn:aws:sqs:eu-west-1:111122223333:jobs",
        principal=None,
        principal_type=None,
        context={"aws:SecureTransport": "true"},
        allowed_by=(1, "Write"),
    )
    public = [allow(Principal={"Service": name}) for name in ("sns.amazonaws.com", "*")]
    (added,) = compare(policy(public[1]), policy(public[0]), "RESOURCE_POLICY").added
    assert added.example is not None
    assert added.example.principal_type == "Service"
    assert added.example.principal != "sns.amazonaws.com"


def test_a_difference_cannot_be_changed() -> None:
    difference = compare(policy(allow()), policy(allow(Action="sqs:*")))
    with pytest.raises(dataclasses.FrozenInstanceError):
        difference.added = ()  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(dataclasses.FrozenInstanceError):
        difference.added[0].actions = ()  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]


def test_a_side_is_text_a_mapping_a_file_or_a_policy(tmp_path: Path) -> None:
    """In each place."""
    document, other = policy(allow(), allow(Action="sqs:*")), policy(allow(Action="sns:*"))
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    expected = compare(document, other)
    for given in (json.dumps(document), file, Policy.parse(document)):
        assert compare(given, other) == expected
        back = compare(other, given)
        assert (back.added, back.removed) == (expected.removed, expected.added)


def test_each_side_is_read_in_its_own_version() -> None:
    """Without one a policy is an old one, for which `${` is text."""
    name = f"{BUCKET}/${{aws:username}}"
    old, new = (
        {**policy(allow(Resource=name)), "Version": v} for v in ("2008-10-17", "2012-10-17")
    )
    none = {"Statement": allow(Resource=name)}
    assert compare(old, none).equivalent
    for text in (old, none):
        difference = compare(text, new)
        assert in_short(difference.added) == [Told((GET,), (name,))]
        assert in_short(difference.removed) == [Told((GET,), (name,))]
        for (one,) in (difference.added, difference.removed):
            assert not one.exact
            assert one.example is not None
            assert (one.example.resource == name) == (one in difference.added)


MALFORMED: list[tuple[Any, str]] = [
    (policy(allow(Action="s3")), "Statement[0].Action[0]"),
    (policy(allow(), allow(Effect="allow")), "Statement[1].Effect"),
    (policy(allow(Condition={"Bool": {"aws:SecureTransport": "yes"}})), "Condition.Bool."),
    (policy(), "Statement"),
    (policy(allow(Principal="*")), "Statement[0]"),
    ("{", "not JSON"),
]


def test_a_malformed_document_is_named_by_the_place_of_the_mistake() -> None:
    """On either side."""
    for document, place in MALFORMED:
        for sides in ((document, policy(allow())), (policy(allow()), document)):
            with pytest.raises(InvalidPolicyError) as caught:
                compare(*sides)
            assert place in str(caught.value)


def test_what_is_not_decided_is_refused() -> None:
    wild, key = policy(allow(Action="s*:Get")), "aws:MultiFactorAuthAge"
    as_number, as_text = (
        policy(when(operator, key, "300")) for operator in ("NumericLessThan", "StringEquals")
    )
    for sides in ((wild, policy(allow())), (policy(allow()), wild), (as_number, as_text)):
        with pytest.raises(UnsupportedPolicyError):
            compare(*sides)
    kind: Any = "SERVICE_CONTROL_POLICY"
    with pytest.raises(UnsupportedPolicyError) as caught:
        compare(policy(allow()), policy(allow()), kind)
    assert caught.value.path == "policy_type"
