"""Amazon Resource Names taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk._arns import Arn


def test_an_arn_has_five_parts_of_which_the_last_may_have_colons() -> None:
    assert Arn.parse("arn:aws:rds:eu-west-1:111122223333:cluster:main") == Arn(
        partition="aws",
        service="rds",
        region="eu-west-1",
        account="111122223333",
        resource="cluster:main",
    )


def test_parts_may_be_empty() -> None:
    bucket = Arn.parse("arn:aws:s3:::reports")
    assert bucket == ("aws", "s3", "", "", "reports")


@pytest.mark.parametrize(
    "text", ["", "111122223333", "arn", "arn:aws:s3::reports", "ARN:aws:s3:::reports", "*"]
)
def test_a_text_that_is_no_arn_is_none(text: str) -> None:
    assert Arn.parse(text) is None


@given(st.lists(st.text(), min_size=5))
def test_what_is_taken_apart_is_put_together_again(parts: list[str]) -> None:
    text = ":".join(("arn", *parts))
    assert str(Arn.parse(text)) == text
