"""The signature is botocore's own, whatever is signed."""

import string
from dataclasses import dataclass
from typing import Any

import pytest
from botocore import auth, awsrequest, serialize
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aa_sdk._transport._sending.signing import sign
from tests.client.both_ways import Keys
from tests.effort import examples
from tests.sample_values import MODEL
from tests.service_model_strategies import OPERATIONS, requests

SERVICE = "access-analyzer"

AUTH: Any = auth
AWSREQUEST: Any = awsrequest
SERIALIZE: Any = serialize
SERIALIZER = SERIALIZE.create_serializer("rest-json", include_validation=False)

EMPTY: dict[str, Any] = {"method": "GET", "url": "https://x.test/", "headers": {}, "body": b""}


@dataclass
class Case:
    """What is to be signed, and for whom."""

    request: dict[str, Any]
    credentials: Keys
    region: str = "us-east-1"

    def by_botocore(self) -> Any:
        """The request that botocore signs, with the moment of it in its context."""
        request = AWSREQUEST.create_request_object({**self.request, "context": {}})
        AUTH.SigV4Auth(self.credentials, SERVICE, self.region).add_auth(request)
        return request

    def by_us(self, now: str) -> dict[str, str]:
        return sign(self.request, self.credentials, self.region, SERVICE, now)

    def assert_signed_alike(self) -> None:
        expected = self.by_botocore()
        assert self.by_us(expected.context["timestamp"]) == dict(expected.headers.items())


def one_of(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
LETTERS = st.text(string.ascii_letters + string.digits + "+/=", min_size=1, max_size=40)
REGIONS = one_of("us-east-1", "cn-north-1", "us-gov-west-1", "of-tomorrow-9")
TOKENS = st.none() | LETTERS | one_of("", "inner  blanks", " outer\t")
CREDENTIALS = st.builds(Keys, LETTERS, LETTERS | TEXT, TOKENS)

HOSTS = one_of(
    "access-analyzer.us-east-1.amazonaws.com",
    "Access-Analyzer.US-East-1.amazonaws.COM",
    "access-analyzer.us-east-1.amazonaws.com:443",
    "localhost:80",
    "127.0.0.1:8080",
    "127.0.0.1:0080",
    "user:invented@example.test:8443",
    "[::1]",
    "[::1]:443",
    "[::1]:8443",
    "[FE80::1%25eth0]:8443",
    "[::ffff:127.0.0.1]:80",
    "bücher.example",
)
PATHS = one_of(
    "", "/", "/base", "/base//path/../x/", "/./a/.", "//", "/../..", "/a b/ü%2F%20%/~;=@+"
)
ENDPOINTS = st.builds("{}://{}{}".format, one_of("https", "http"), HOSTS, PATHS)
QUERIES = st.lists(
    st.tuples(one_of("a", "a-b", "a%20b", "a1", "A", "b") | TEXT, TEXT).map("=".join)
    | one_of("", "a", "a=", "a=1=2", "a=%20", "a=+", "a=%e2%82%ac"),
    max_size=4,
).map("&".join)
NAMES = one_of("X-Custom", "x-amz-meta", "Accept", "Traceparent", "Connection", "X-Amzn-Trace-Id")
HEADERS = st.dictionaries(NAMES, TEXT | one_of("", " outer ", "in  \t ner", "a, b"), max_size=3)
REQUESTS = st.fixed_dictionaries(
    {
        "method": one_of("GET", "PUT", "POST", "DELETE"),
        "url": st.builds("{}/{}?{}".format, ENDPOINTS, TEXT, QUERIES),
        "headers": HEADERS,
        "body": st.binary(max_size=8),
    }
)


def tried(full: int) -> settings:
    """So many examples, of which some take a while to make, and minutes to make smaller."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    phases = [Phase.generate]
    return settings(max_examples=examples(full), phases=phases, suppress_health_check=slow)


@pytest.mark.parametrize("operation", OPERATIONS)
@tried(40)
@given(data=st.data())
def test_a_request_of_an_operation_is_signed_as_botocore_signs_it(
    operation: str, data: st.DataObject
) -> None:
    members = data.draw(requests(operation))
    request = SERIALIZER.serialize_to_request(members, MODEL.operation_model(operation))
    request["headers"].update(data.draw(HEADERS))
    AWSREQUEST.prepare_request_dict(request, data.draw(ENDPOINTS), user_agent="invented/1.0 (a  b)")
    Case(request, data.draw(CREDENTIALS), data.draw(REGIONS)).assert_signed_alike()


@tried(500)
@given(case=st.builds(Case, REQUESTS, CREDENTIALS, REGIONS))
def test_any_request_is_signed_as_botocore_signs_it(case: Case) -> None:
    case.assert_signed_alike()


@pytest.mark.parametrize(
    "credentials",
    [
        Keys(access_key=7),
        Keys(access_key=None),
        Keys(secret_key="\ud800"),
        Keys(token="\ud800"),
        Keys(token=b"invented"),
        Keys(token=7),
    ],
    ids=repr,
)
def test_credentials_that_are_no_text_are_refused_on_both_ways(credentials: Keys) -> None:
    case = Case(EMPTY, credentials)
    refused = (TypeError, AttributeError, UnicodeEncodeError)
    with pytest.raises(refused):
        case.by_botocore()
    with pytest.raises(refused):
        case.by_us("20260102T030405Z")


def test_a_day_and_a_region_have_keys_of_their_own() -> None:
    # Keys are kept, so each of these could be given one of the others.
    def signature(now: str, credentials: Keys, region: str, service: str) -> str:
        dated = {**EMPTY, "headers": {"X-Amz-Date": now}, "context": {"timestamp": now}}
        signed = AWSREQUEST.create_request_object(dated)
        signer = AUTH.SigV4Auth(credentials, service, region)
        text = signer.string_to_sign(signed, signer.canonical_request(signed))
        expected = signer.signature(text, signed)
        ours = sign(EMPTY, credentials, region, service, now)["Authorization"]
        assert ours.endswith(f"Signature={expected}")
        return ours

    seen = {
        signature(now, Keys(secret_key=secret), region, service)
        for now in ("20260102T030405Z", "20260103T030405Z", "20260103T030406Z")
        for secret in ("invented", "another")
        for region in ("us-east-1", "cn-north-1")
        for service in (SERVICE, "sts")
    }
    assert len(seen) == 24
