"""Timestamps: UTC as Python has it, from whatever the service sends."""

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from aa_sdk.models import UnusedIamRoleDetails

ELSEWHERE = timezone(timedelta(hours=5, minutes=30))


def read(written: object) -> datetime:
    """Read a timestamp as the service sends it."""
    moment = UnusedIamRoleDetails.from_wire(json.dumps({"lastAccessed": written})).last_accessed
    assert moment is not None
    return moment


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-29T12:34:56Z",
        "2024-02-29T12:34:56.000Z",
        "2024-02-29T12:34:56.0000009Z",
        "2024-02-29T12:34:56+00:00",
        "2024-02-29T12:34:56-00:00",
        "2024-02-29 12:34:56Z",
        "2024-02-29T12:34:56",
        "2024-02-29T18:04:56+05:30",
        1709210096,
        1709210096.0,
    ],
)
def test_whatever_the_service_sends_is_utc_as_python_has_it(written: object) -> None:
    moment = read(written)
    assert moment == datetime(2024, 2, 29, 12, 34, 56, tzinfo=UTC)
    assert moment.tzinfo is UTC
    assert repr(moment).endswith("tzinfo=datetime.timezone.utc)")


@given(st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1)), st.booleans())  # noqa: DTZ001 (hypothesis wants them so)
def test_no_microsecond_is_lost(moment: datetime, short: bool) -> None:  # noqa: FBT001 (drawn)
    text = moment.isoformat(timespec="milliseconds" if short else "microseconds")
    assert read(f"{text}Z") == datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "given_",
    [
        datetime(2024, 2, 29, 12, 34, 56, tzinfo=UTC),
        datetime(2024, 2, 29, 18, 4, 56, tzinfo=ELSEWHERE),
        "2024-02-29T12:34:56Z",
    ],
)
def test_what_is_made_by_hand_is_utc_too(given_: Any) -> None:
    details = UnusedIamRoleDetails(last_accessed=given_)
    twins = [
        details,
        copy.copy(details),
        copy.deepcopy(details),
        pickle.loads(pickle.dumps(details)),  # noqa: S301 (our own pickle)
        UnusedIamRoleDetails.model_validate(details.model_dump()),
        UnusedIamRoleDetails.from_wire(json.dumps(details.to_wire())),
    ]
    for twin in twins:
        assert twin == details
        assert twin.last_accessed is not None
        assert twin.last_accessed.tzinfo is UTC
    assert details.to_wire() == {"lastAccessed": "2024-02-29T12:34:56Z"}


WRONG: list[Any] = ["", "yesterday", "2024-02-30T00:00:00Z", "2024-W09-4", [], True, {}]


@pytest.mark.parametrize("written", WRONG)
def test_what_is_no_moment_is_refused(written: object) -> None:
    with pytest.raises(ValidationError, match="Input should be a timestamp"):
        read(written)


def test_its_json_schema_is_a_moment_s() -> None:
    schema = UnusedIamRoleDetails.model_json_schema()["properties"]["lastAccessed"]
    assert {"type": "string", "format": "date-time"} in schema["anyOf"]
