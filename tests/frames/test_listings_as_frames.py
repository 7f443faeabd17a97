"""Listings as frames: right, or a clear error, whoever reads them."""

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from aa_sdk import Listing
from aa_sdk.models import UnknownUnionMember
from tests.models.complete_bodies import STRUCTURES, complete
from tests.models.shown import MODELS, finding, of

PANDAS: Any = pd
FRAME: Callable[..., Any] = PANDAS.DataFrame
WAY_OUT = (
    r"listing\.to_pandas\(\) .*Listing\(models\)\.to_pandas\(\) .*"
    r"findings_table\(findings\)\.to_pandas\(\)"
)

READINGS: list[Callable[[list[Any]], Any]] = [
    FRAME,
    lambda found: FRAME(Listing(found)),
    lambda found: FRAME(tuple(found)),
    lambda found: FRAME(one for one in found),
    lambda found: FRAME(found, columns=["id", "status"]),
    lambda found: FRAME(found, index=list(range(len(found)))),
    lambda found: FRAME([*found, UnknownUnionMember("newThing", 1)]),
    lambda found: FRAME(found[0]),
    PANDAS.DataFrame.from_records,
]


@pytest.mark.parametrize("read", READINGS, ids=range(len(READINGS)))
def test_pandas_is_told_how_to_make_a_frame_instead(read: Callable[[list[Any]], Any]) -> None:
    with pytest.raises(TypeError, match=WAY_OUT):
        read([finding("FindingSummaryV2")] * 2)


@pytest.mark.parametrize("name", STRUCTURES)
def test_no_model_is_taken_for_a_row(name: str) -> None:
    with pytest.raises(TypeError, match=f"pandas cannot read {name} models"):
        FRAME([of(name, complete(name))])


def test_models_are_cells_as_before() -> None:
    found = [finding("Finding"), finding("Finding", id="other")]
    assert list(PANDAS.Series(found)) == found
    assert list(PANDAS.Series(Listing(found))) == found
    assert list(FRAME({"finding": found})["finding"]) == found
    assert "ACTIVE PUBLIC ExternalAccess" in str(PANDAS.Series(found))
    frame = FRAME({"a": [1, 2]}, dtype=object)
    frame.loc[0, "a"] = found[0]
    assert frame.loc[0, "a"] == found[0]
    assert list(PANDAS.Series([0, 1]).apply(found.__getitem__)) == found
    assert list(PANDAS.Series(found).map(dict)) == list(map(dict, found))
    assert not PANDAS.isna(found[0])


def test_what_was_made_into_dictionaries_is_rows() -> None:
    found = Listing([finding("Finding"), finding("Finding", id="other")])
    for rows in (found.to_dicts(), map(dict, found), [one.model_dump() for one in found]):
        assert list(FRAME(rows)["id"]) == [found[0].id, "other"]


def test_other_programs_ask_models_as_before() -> None:
    one = finding("Finding")
    assert dict(one)["id"] == one.id
    assert [name for name, _ in one] == list(MODELS.Finding.model_fields)
    for name in ("ndim", "shape", "dtype", "__array__", "__dataframe__", "keys"):
        assert not hasattr(one, name)
    array: Any = np.array([one, one])
    assert (array.dtype, array.shape, np.ndim(one)) == (object, (2,), 0)
    assert json.loads(one.model_dump_json())["id"] == one.id


def test_polars_reads_models_by_their_members() -> None:
    found = Listing([finding("FindingSummaryV2"), finding("FindingSummaryV2", id="other")])
    for given in (found, tuple(found), list(found)):
        frame = pl.DataFrame(given)
        assert frame["id"].to_list() == [found[0].id, "other"]
        assert frame["status"].to_list() == ["ACTIVE", "ACTIVE"]


def test_a_listing_becomes_the_frame_of_its_table() -> None:
    pyarrow: Any = import_module("pyarrow")
    found = Listing([finding("Finding"), finding("Finding", id="other")])
    ids = [found[0].id, "other"]
    assert found.to_polars()["id"].to_list() == ids
    assert list(found.to_pandas()["id"]) == ids
    assert found.to_arrow()["id"].to_pylist() == ids
    assert pyarrow.RecordBatchReader.from_stream(found).read_all()["id"].to_pylist() == ids
    assert found[:1].to_polars().height == 1


@pytest.mark.parametrize(
    "name",
    [
        "AccessPreviewFinding",
        "AccessPreviewSummary",
        "AnalyzedResourceSummary",
        "AnalyzerSummary",
        "ArchiveRuleSummary",
        "FindingSummary",
        "FindingSummaryV2",
        "InternalAccessDetails",
        "PolicyGeneration",
        "UnusedPermissionsRecommendedStep",
        "ValidatePolicyFinding",
    ],
)
def test_an_empty_listing_has_the_columns_of_a_full_one(name: str) -> None:
    kind = getattr(MODELS, name)
    full = Listing([of(name, complete(name))], item_type=kind).to_arrow()
    empty = Listing([], item_type=kind).to_arrow()
    assert empty.schema == full.schema
    assert (empty.num_rows, full.num_rows) == (0, 1)
