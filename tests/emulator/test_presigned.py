"""Presigned URLs have their signature in the query, and are answered as other requests are."""

from dataclasses import replace

import pytest

from aa_sdk.emulator import Emulator, HttpRequest
from tests.emulator.signed_requests import (
    INCOMPLETE,
    KEY,
    SECRET,
    WRONG,
    Asked,
    verdict,
    with_headers,
)


@pytest.fixture
def emulator() -> Emulator:
    return Emulator(verify_signatures={KEY: SECRET})


def test_a_presigned_url_is_signed_in_its_query_and_asks_for_nothing_else() -> None:
    emulator = Emulator()
    request = Asked(query="type=ACCOUNT&maxResults=7", expires=60, token="t/+=").signed()
    assert "authorization" not in request.headers
    assert verdict(emulator, request) == (200, None)
    (call,) = emulator.calls
    assert (call.params, call.region) == ({"type": "ACCOUNT", "maxResults": 7}, "us-east-1")
    emulator.add_account(KEY, "999900001111")
    emulator.handle(request)
    assert emulator.calls[-1].account_id == "999900001111"


def presigned(**changes: str | None) -> HttpRequest:
    request = Asked(expires=60).signed()
    members = dict(pair.split("=") for pair in request.query.split("&"))
    for name, value in changes.items():
        members.pop(f"X-Amz-{name}")
        if value is not None:
            members[f"X-Amz-{name}"] = value
    return replace(request, query="&".join(f"{name}={value}" for name, value in members.items()))


@pytest.mark.parametrize("verify", [None, {KEY: SECRET}])
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Algorithm": "AWS3"}, INCOMPLETE),
        ({"Credential": None}, INCOMPLETE),
        ({"Credential": "a%2Fb"}, INCOMPLETE),
        ({"Credential": f"{KEY}%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"}, WRONG),
        ({"Signature": None}, INCOMPLETE),
    ],
)
def test_a_presigned_url_that_is_not_whole_is_refused(
    verify: dict[str, str] | None, changes: dict[str, str | None], expected: tuple[int, str]
) -> None:
    assert verdict(Emulator(verify_signatures=verify), presigned(**changes)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"Algorithm": None},
        {"Date": None},
        {"Date": "today"},
        {"Expires": None},
        {"Expires": "1e9"},
        {"Expires": "99999999"},
        {"Expires": "-1"},
        {"SignedHeaders": None},
        {"SignedHeaders": "accept"},
    ],
)
def test_a_presigned_url_that_is_verified_has_all_its_members(
    emulator: Emulator, changes: dict[str, str | None]
) -> None:
    assert verdict(emulator, presigned(**changes)) in (INCOMPLETE, WRONG)


def test_a_member_of_a_signature_stands_there_once(emulator: Emulator) -> None:
    request = presigned()
    twice = replace(request, query=f"{request.query}&X-Amz-Signature=0")
    assert verdict(emulator, twice) == INCOMPLETE
    hidden = replace(request, query=f"{request.query}&X%2DAmz-Signature=0")
    assert verdict(emulator, hidden) == WRONG


@pytest.mark.parametrize("verify", [None, {KEY: SECRET}])
def test_a_request_is_not_signed_twice(verify: dict[str, str] | None) -> None:
    header = Asked().signed().headers["authorization"]
    request = with_headers(Asked(expires=60).signed(), authorization=header)
    assert verdict(Emulator(verify_signatures=verify), request) == WRONG


def test_a_parameter_that_looks_like_a_signature_is_none() -> None:
    request = Asked(query="X-Amz-Novelty=1").signed()
    assert verdict(Emulator(), request) == (200, None)
