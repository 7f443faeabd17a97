"""Single facts in few words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk._display import words

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROLE = "arn:aws:iam::111122223333:role/teams/analytics/media-exports-1164"


@given(st.text(max_size=60), st.integers(0, 40))
def test_a_shortened_text_is_as_long_as_it_may_be(text: str, most: int) -> None:
    assert len(words.shorten(text, most)) == min(len(text), most)


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_fitted_text_takes_no_more_columns_than_there_are(text: str, columns: int) -> None:
    fitted = words.fitted(text, columns)
    assert words.columns_of(fitted) <= max(columns, 2)
    if words.columns_of(text) <= columns and len(text) <= columns:
        assert fitted == text


def test_a_shortened_text_keeps_its_ends() -> None:
    assert words.shorten("abcdefghijkl", 7) == "ab…ijkl"
    assert words.fitted("漢字漢字漢字", 7) == "漢…漢字"


@pytest.mark.parametrize(
    ("arn", "most", "shown"),
    [
        (ROLE, 100, ROLE),
        (ROLE, 60, "arn:aws:iam::…:role/teams/analytics/media-exports-1164"),
        (ROLE, 40, "arn:aws:iam::…:role/tea…ia-exports-1164"),
        (ROLE, 20, "arn:aw…-exports-1164"),
        ("not:an:arn:of:any:thing" * 3, 20, "not:an…of:any:thing"),
    ],
)
def test_an_arn_loses_what_is_before_its_resource(arn: str, most: int, shown: str) -> None:
    assert words.short_arn(arn, most)[-10:] == shown[-10:]
    assert len(words.short_arn(arn, most)) <= most
    if most >= 60:
        assert words.short_arn(arn, most) == shown


def test_types_moments_ages_and_counts() -> None:
    assert words.short_type("AWS::S3::Bucket") == "S3 Bucket"
    assert words.moment_text(NOW) == "2026-01-01 00:00 UTC"
    assert words.moment_text(None) == ""
    ages = [timedelta(days=1200), timedelta(hours=5), timedelta(minutes=2), -timedelta(1)]
    assert [words.age_text(NOW - age, NOW) for age in ages] == ["1,200d", "5h", "2m", "0m"]
    assert words.age_text(None, NOW) == ""
    assert words.count_text(1, "finding") == "1 finding"
    assert words.count_text(1200, "finding") == "1,200 findings"
    assert words.count_text(2, "policy", "policies") == "2 policies"
    assert words.listed("abc", 2) == "a, b and 1 more"
    assert words.listed("abc") == "a, b, c"
