"""Listings that hold what does not belong together, and models where pandas takes no model."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from aa_sdk import Listing
from aa_sdk.models import ReasonSummary
from tests.frames.reported import summary

PANDAS: Any = pd


@pytest.mark.parametrize("other", [1, None, ReasonSummary(description="x")])
def test_a_listing_of_findings_and_something_else_is_refused_as_a_frame(other: Any) -> None:
    listing: Listing[Any] = Listing([summary(), other])
    with pytest.raises(TypeError, match=f"{type(other).__name__} has no findings in it"):
        listing.to_polars()


def _one_column(value: Any) -> Any:
    return PANDAS.DataFrame({"finding": value})


@pytest.mark.parametrize("take", [PANDAS.Series, _one_column])
def test_one_model_is_not_taken_for_a_column(take: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match=r"pandas cannot read FindingSummaryV2 models"):
        take(summary())


@pytest.mark.parametrize("field", [3, ["status"], None])
def test_fields_to_count_by_are_names(field: Any) -> None:
    with pytest.raises(TypeError, match=r"names of fields to count by: count_by\(.status"):
        Listing([summary()]).count_by(field)
