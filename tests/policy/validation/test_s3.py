"""Listing buckets of S3."""

import pytest

from tests.policy.validation.conditions import found
from tests.policy.validation.documents import changed, policy


@pytest.mark.parametrize(
    ("effect", "operator", "is_told"),
    [
        ("Deny", "StringLike", True),
        ("Deny", "StringEquals", True),
        ("Allow", "StringNotLike", True),
        ("Allow", "StringNotEqualsIfExists", True),
        ("Allow", "StringLike", False),
        ("Deny", "StringNotLike", False),
        ("Deny", "Null", False),
    ],
)
def test_a_condition_on_the_prefixes_not_to_list_is_told(
    *, effect: str, operator: str, is_told: bool
) -> None:
    value = "true" if operator == "Null" else "private/"
    condition = {operator: {"s3:prefix": [value], "s3:delimiter": value}}
    statement = changed(Effect=effect, Action="s3:ListBucket", Condition=condition)
    place = f"Statement[0].Condition.{operator}.s3:prefix"
    expected = [("S3_PREFIX_IN_NEGATIVE_CONTEXT", place)] if is_told else []
    assert found(policy(statement)) == expected
