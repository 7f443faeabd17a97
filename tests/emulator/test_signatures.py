"""Signatures are verified as AWS has it; botocore's own signer is the judge."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib import import_module
from typing import Any
from urllib.parse import quote

import anyio
import httpx
import pytest
import respx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aa_sdk import AccessAnalyzerClient, ServiceError
from aa_sdk.emulator import Emulator, HttpRequest
from aa_sdk.emulator._account.access_keys import INVENTED_SECRET, access_key_of
from aa_sdk.emulator._protocol.signatures import canonical_path, canonical_query
from tests.conftest import Run
from tests.effort import examples
from tests.emulator.signed_requests import (
    ARN,
    AUTH,
    CREDENTIALS,
    INCOMPLETE,
    KEY,
    SECRET,
    UNKNOWN,
    WRONG,
    Asked,
    Bodiless,
    Hostless,
    Tokenless,
    Yesterday,
    verdict,
    with_headers,
    without_header,
)
from tests.fake_service import new_session, once


@pytest.fixture
def emulator() -> Emulator:
    return Emulator(verify_signatures={KEY: SECRET})


TEXT = st.text("abcAB09 -_.~/:+*=&%é\u2603'()", max_size=12)
NAMES = st.text("abcXYZ09-_.~$ é", min_size=1, max_size=6)
HEADERS = st.dictionaries(
    st.text("abcx-", min_size=1, max_size=8).map(lambda name: f"X-Of-{name}"),
    st.text("ab  ,;=\t/é", max_size=12),
    max_size=3,
)


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """Requests for something, in the form that clients send it in."""
    labels = draw(st.lists(TEXT.filter(bool), max_size=3))
    pairs = draw(st.lists(st.tuples(NAMES, TEXT), max_size=4, unique_by=lambda pair: pair[0]))
    expires = draw(st.sampled_from([None, None, 60]))
    encoded = (f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs)
    return Asked(
        draw(st.sampled_from(["GET", "PUT", "POST", "DELETE"])),
        "/" + "/".join(["analyzer", *(quote(label, safe="-_.~") for label in labels)]),
        "&".join(encoded),
        b"" if expires else draw(st.binary(max_size=20)),
        draw(HEADERS),
        token=draw(st.sampled_from([None, "a/session+token=="])),
        expires=expires,
    )


EMULATOR = Emulator(verify_signatures={KEY: SECRET})


@settings(max_examples=examples(300))
@given(asked=asked())
def test_what_botocore_signs_is_verified(asked: Asked) -> None:
    assert verdict(EMULATOR, asked.signed())[0] != 403


@settings(max_examples=examples(300))
@given(asked=asked(), data=st.data())
def test_what_was_changed_after_it_was_signed_is_refused(asked: Asked, data: st.DataObject) -> None:
    request = asked.signed()
    changes = [
        replace(request, path=f"{request.path}/more"),
        replace(request, path=request.path.replace("a", "b", 1)),
        replace(request, query=f"{request.query}&more=1" if request.query else "more=1"),
        replace(request, method="PATCH"),
        with_headers(request, host="127.0.0.1"),
        with_headers(request, x_amz_more="1"),
    ]
    if asked.expires is None:
        changes += [
            replace(request, body=request.body + b" "),
            with_headers(request, x_amz_date=f"{request.headers['x-amz-date'][:-2]}xZ"),
            with_headers(request, authorization=request.headers["authorization"] + "0"),
            without_header(request, "host"),
        ]
    else:
        changes += [
            replace(request, body=b"{}"),
            replace(request, query=request.query.replace("X-Amz-Expires=60", "X-Amz-Expires=61")),
            replace(request, query=f"{request.query}0"),
        ]
    if asked.path != "/analyzer":
        changes.append(replace(request, path=request.path[:-1]))
    for name in asked.headers or {}:
        changes.append(without_header(request, name.lower()))
        changes.append(with_headers(request, **{name.lower(): "other"}))
    changed = data.draw(st.sampled_from(changes))
    assert verdict(EMULATOR, changed)[0] == 403


@settings(max_examples=examples(200))
@given(path=st.lists(st.sampled_from([*"/.a~ é", "..", "//", "%2F"])).map("".join).map("/".__add__))
@example("/a/../../b/./c//")
def test_paths_are_made_canonical_as_botocore_makes_them(path: str) -> None:
    signer = AUTH.SigV4Auth(CREDENTIALS(KEY, SECRET), "access-analyzer", "us-east-1")
    assert canonical_path(path) == signer._normalize_url_path(path)


def test_a_query_is_sorted_by_its_encoded_form() -> None:
    assert canonical_query("b=2&a=%7e%3a&a=%2B&B=&c&X-Amz-Signature=0") == "B=&a=%2B&a=~%3A&b=2&c="
    assert canonical_query("") == ""


def test_an_arn_in_a_path_is_encoded_twice(emulator: Emulator) -> None:
    assert canonical_path("/tags/arn%3Aaws%2Fa") == "/tags/arn%253Aaws%252Fa"
    path = f"/tags/{quote(ARN, safe='')}"
    assert verdict(emulator, Asked(path=path).signed()) == (404, "ResourceNotFoundException")


@pytest.mark.parametrize("expires", [None, 60])
def test_the_secret_decides(emulator: Emulator, expires: int | None) -> None:
    asked = Asked(expires=expires)
    assert verdict(emulator, asked.signed()) == (200, None)
    assert verdict(emulator, replace(asked, secret="another").signed()) == WRONG
    assert verdict(emulator, replace(asked, key="AKIANOBODYS").signed()) == UNKNOWN


def test_keys_that_an_emulator_gives_out_are_known() -> None:
    emulator = Emulator(verify_signatures={})
    asked = Asked(key=access_key_of("444455556666"), secret=INVENTED_SECRET)
    assert verdict(emulator, asked.signed()) == (200, None)
    assert emulator.calls[-1].account_id == "444455556666"
    assert verdict(emulator, replace(asked, secret="another").signed()) == WRONG
    assert verdict(emulator, replace(asked, key="AKIAEMUL4444").signed()) == UNKNOWN


def test_a_secret_that_is_given_comes_before_the_invented_one() -> None:
    key = access_key_of("444455556666")
    emulator = Emulator(verify_signatures={key: SECRET})
    assert verdict(emulator, Asked(key=key).signed()) == (200, None)
    assert verdict(emulator, Asked(key=key, secret=INVENTED_SECRET).signed()) == WRONG


def test_an_account_that_is_announced_has_its_key_all_the_same(emulator: Emulator) -> None:
    emulator.add_account(KEY, "999900001111")
    emulator.add_account("AKIAWITHOUTSECRET", "999900001111")
    assert verdict(emulator, Asked().signed()) == (200, None)
    assert emulator.calls[-1].account_id == "999900001111"
    assert verdict(emulator, Asked(key="AKIAWITHOUTSECRET").signed()) == UNKNOWN


def test_without_being_asked_for_nothing_is_verified() -> None:
    request = replace(Asked(key="AKIANOBODYS").signed(), query="more=1")
    assert verdict(Emulator(), request) == (200, None)


def at(offset: timedelta) -> Emulator:
    """An emulator for which it is later, or earlier."""
    moment = datetime.now(UTC) + offset
    return Emulator(verify_signatures={KEY: SECRET}, signature_timer=moment.timestamp)


@pytest.mark.parametrize(
    ("minutes", "expires", "expected"),
    [
        (4.5, None, (200, None)),
        (-4.5, None, (200, None)),
        (5.5, None, WRONG),
        (-5.5, None, WRONG),
        (59, 3600, (200, None)),
        (61, 3600, WRONG),
        (-5.5, 3600, WRONG),
        (0, 604800, (200, None)),
        (0, 604801, WRONG),
        (0, 0, WRONG),
    ],
)
def test_a_signature_is_good_for_a_while(
    minutes: float, expires: int | None, expected: tuple[int, str | None]
) -> None:
    request = Asked(expires=expires).signed()
    assert verdict(at(timedelta(minutes=minutes)), request) == expected


def test_the_message_says_whether_it_is_late_or_early() -> None:
    request = Asked().signed()
    late = at(timedelta(hours=1)).handle(request).body
    early = at(timedelta(hours=-1)).handle(request).body
    assert (b"expired" in late, b"not yet current" in early) == (True, True)


@pytest.fixture(params=["UTC", "Asia/Tokyo"])
def time_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """A machine that is somewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("time_zone")
def test_the_time_may_be_told_by_the_header_date(emulator: Emulator) -> None:
    # botocore puts the time there that it signs with, in the zone that is none.
    request = Asked(headers={"Date": "to be replaced"}).signed()
    assert "x-amz-date" not in request.headers
    assert verdict(emulator, request) == (200, None)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    assert verdict(emulator, with_headers(request, date=moment)) == WRONG
    unsigned = edited(request, "date;", "")
    assert verdict(emulator, with_headers(unsigned, date="Thu, 01 Jan 1970 00:00:00 GMT")) == WRONG


CHANGED_SCOPES: dict[str, Callable[[HttpRequest], HttpRequest]] = {
    "day": lambda request: edited(request, "/20", "/19"),
    "region": lambda request: edited(request, "/us-east-1/", "/us-west-2/"),
    "service": lambda request: edited(request, "/access-analyzer/", "/s3/"),
    "terminator": lambda request: edited(request, "aws4_request", "aws5_request"),
    "algorithm": lambda request: edited(request, "HMAC-SHA256", "HMAC-SHA512"),
    "no host": lambda request: edited(request, "host;", ""),
    "no headers": lambda request: edited(request, "SignedHeaders=", "Signed="),
    "no signature": lambda request: edited(request, " Signature=", " Other="),
    "twice": lambda request: edited(request, "Signature=", "Signature=0, Signature="),
    "header gone": lambda request: edited(request, "host;", "host;x-gone;"),
    "no time": lambda request: without_header(request, "x-amz-date"),
    "no such time": lambda request: with_headers(request, x_amz_date="20261399T000000Z"),
    "no such date": lambda request: with_headers(
        without_header(request, "x-amz-date"), date="yesterday"
    ),
    "digits of another script": lambda request: edited(request, "Signature=", "Signature=é\u0661"),
    "no hash of the body": lambda request: with_headers(
        request, x_amz_content_sha256="UNSIGNED-PAYLOAD"
    ),
}


def edited(request: HttpRequest, old: str, new: str) -> HttpRequest:
    header = request.headers["authorization"]
    assert old in header
    return with_headers(request, authorization=header.replace(old, new))


@pytest.mark.parametrize("change", CHANGED_SCOPES)
def test_a_signature_that_is_not_whole_is_refused(emulator: Emulator, change: str) -> None:
    request = CHANGED_SCOPES[change](Asked().signed())
    assert verdict(emulator, request) in (WRONG, INCOMPLETE)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(region="eu-west-1"),
        Asked(service="s3"),
        Asked(headers={"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"}),
    ],
)
def test_a_true_signature_of_something_else_is_refused(emulator: Emulator, asked: Asked) -> None:
    assert verdict(emulator, asked.signed()) == WRONG


@pytest.mark.parametrize(
    ("signer", "headers", "said"),
    [
        (Hostless, {}, b"The header Host"),
        (Tokenless, {}, b"The header x-amz-security-token"),
        (Bodiless, {"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"}, b"is not the hash of the body"),
        (Yesterday, {}, b"of another day"),
    ],
)
def test_a_true_signature_that_covers_too_little_is_refused(
    emulator: Emulator, signer: Any, headers: dict[str, str], said: bytes
) -> None:
    request = Asked(headers=headers, token="a/session+token==", signer=signer).signed()
    assert verdict(emulator, request) == WRONG
    assert said in emulator.handle(request).body


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:4780",
        "ACCESS-ANALYZER-FIPS.eu-west-1.api.aws",
        "vpce-1.access-analyzer.eu-west-1.vpce.amazonaws.com",
    ],
)
def test_hosts_name_the_region_or_none(emulator: Emulator, host: str) -> None:
    # botocore writes the host's name in lower case, as HTTP libraries do.
    request = Asked(region="eu-west-1", host=host.lower()).signed()
    assert verdict(emulator, request) == (200, None)


def test_the_body_may_have_its_hash_in_a_header(emulator: Emulator) -> None:
    body = json.dumps({"analyzerName": "a", "type": "ACCOUNT"}).encode()
    headers = {"X-Amz-Content-SHA256": sha256(body).hexdigest()}
    request = Asked("PUT", body=body, headers=headers).signed()
    assert verdict(emulator, request) == (200, None)


def test_no_secret_is_told(emulator: Emulator, caplog: pytest.LogCaptureFixture) -> None:
    told = [repr(emulator), repr(emulator.world), repr(vars(emulator))]
    with caplog.at_level(logging.DEBUG, "aa_sdk.emulator"):
        for request in (
            Asked(secret="mistaken-secret", token="a-session-token").signed(),
            replace(Asked().signed(), body=b"{}"),
            Asked(key="AKIANOBODYS", token="a-session-token").signed(),
        ):
            told.append(str(emulator.handle(request)))
            told.append(repr(emulator.calls[-1]))
    for secret in (SECRET, "mistaken-secret", "a-session-token", INVENTED_SECRET):
        assert all(secret not in text for text in (*told, caplog.text))


async def list_once(session: Any, url: str | None = None, **options: Any) -> None:
    async with AccessAnalyzerClient(
        "us-east-1", session=session, endpoint_url=url, config=once(), **options
    ) as aws:
        created = await aws.create_analyzer(analyzer_name="a", type="ACCOUNT", tags={"a": "b/c d"})
        assert created.arn is not None
        tags = await aws.list_tags_for_resource(resource_arn=created.arn)
        assert tags.tags == {"a": "b/c d"}
        assert len(await aws.list_analyzers(type="ACCOUNT").collect()) == 1
        await aws.delete_analyzer(analyzer_name="a")


def test_clients_in_process_are_verified(run: Run) -> None:
    emulator = Emulator(verify_signatures={})
    session = emulator.session("444455556666")

    async def main() -> None:
        await list_once(session)
        await list_once(session, "http://localhost:4780")
        await list_once(session, "https://[::1]:443")

    run(main)


@pytest.mark.parametrize("transport", ["aiohttp", "httpx"])
def test_clients_are_verified_over_http_and_through_respx(transport: Any) -> None:
    session = new_session()
    session.set_credentials(KEY, SECRET, "a/session+token==")
    stranger = new_session()
    emulator = Emulator(verify_signatures={KEY: SECRET})
    with emulator.serve() as url:
        anyio.run(lambda: list_once(session, url, transport=transport))
        with pytest.raises(ServiceError) as refused:
            anyio.run(lambda: list_once(stranger, url, transport=transport))
        assert refused.value.code == "UnrecognizedClientException"
    with respx.MockRouter(using="aiobotocore") as router:
        emulator.route(router)
        anyio.run(lambda: list_once(session, transport=transport))


def test_boto3_is_verified() -> None:
    boto3 = import_module("boto3")
    emulator = Emulator(verify_signatures={KEY: SECRET})
    with emulator.serve() as url:
        keys = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET}
        client = boto3.client("accessanalyzer", endpoint_url=url, region_name="eu-west-1", **keys)
        arn = client.create_analyzer(analyzerName="a", type="ACCOUNT")["arn"]
        assert client.list_tags_for_resource(resourceArn=arn)["tags"] == {}
        presigned = client.generate_presigned_url("list_analyzers", {"type": "ACCOUNT"})
        assert httpx.get(presigned).json()["analyzers"][0]["arn"] == arn
        assert httpx.get(f"{presigned}&maxResults=1").status_code == 403
        client.close()
