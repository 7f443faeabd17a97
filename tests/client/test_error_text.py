"""What our errors say, how they pickle, and what of the other side's text they show."""

import pickle
from datetime import UTC, datetime

import pytest

from aa_sdk import AccessAnalyzerError, ResponseDecodeError, ServiceError, errors
from aa_sdk.models import (
    GeneratedPolicy,
    GeneratedPolicyProperties,
    GeneratedPolicyResult,
    GetGeneratedPolicyResponse,
    JobDetails,
)

RESPONSE = {"Error": {"Code": "X", "Message": "m"}, "ResponseMetadata": {"HTTPStatusCode": 418}}

GENERATED = GetGeneratedPolicyResponse(
    job_details=JobDetails(job_id="job", status="FAILED", started_on=datetime.now(UTC)),
    generated_policy_result=GeneratedPolicyResult(
        properties=GeneratedPolicyProperties(principal_arn="role"),
        generated_policies=[GeneratedPolicy(policy="the-document")],
    ),
)

OURS: list[AccessAnalyzerError] = [
    errors.AccessAnalyzerError("invented"),
    errors.ServiceError(RESPONSE, "GetAnalyzer"),
    errors.ExpiredTokenException(RESPONSE, "GetAnalyzer"),
    errors.InvalidRequestError(errors.InvalidField("a.b", "at most 3", 4), operation="GetAnalyzer"),
    errors.InvalidRequestError(errors.InvalidField("a.b", "is required")),
    errors.ResponseDecodeError("GetAnalyzer", "request", ("a: b", "c: d")),
    errors.TransportError("GetAnalyzer", "invented"),
    errors.TransportError("GetAnalyzer", "invented", "request"),
    errors.CredentialsError("invented"),
    errors.PaginationError("ListAnalyzers", 3),
    errors.ClientClosedError(),
    errors.JobFailedError("job", "invented"),
    errors.JobTimeoutError("job", "invented"),
    errors.JobFailedError("job", "CODE: words", GENERATED),
    errors.JobTimeoutError("job", "not done", GENERATED),
]


@pytest.mark.parametrize("error", OURS, ids=lambda error: type(error).__name__)
def test_each_of_our_errors_comes_back_whole_from_a_pickle(error: AccessAnalyzerError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    assert type(copy) is type(error)
    assert (str(copy), vars(copy), copy.args) == (str(error), vars(error), error.args)
    assert str(error)


HARMFUL = [
    "\x1b]0;title\x07",
    "\x1b[2J",
    "\x9b2J",
    "a\nb\tc\rd",
    "\u2028\u2029\x85",
    "\u202eevil\u2066",
    "\u200f\u061c\u200b\ufeff",
    "\x7f\x00",
    "\udcff",
    "x" * 100_000,
    "\x1b" * 100_000,
]


@pytest.mark.parametrize("harmful", HARMFUL, ids=lambda text: repr(text[:8]))
def test_what_the_other_side_sent_is_printed_harmless_and_short(harmful: str) -> None:
    response = {
        "Error": {"Code": harmful, "Message": harmful},
        "ResponseMetadata": {"HTTPStatusCode": 400, "RequestId": harmful},
    }
    service = ServiceError(response, "GetAnalyzer")
    assert (service.code, service.message, service.request_id) == (harmful,) * 3
    for error in (
        service,
        errors.ExpiredTokenException(response, "GetAnalyzer"),
        errors.ResponseDecodeError("GetAnalyzer", harmful, (harmful,) * 9),
        errors.TransportError("GetAnalyzer", harmful, harmful),
        errors.InvalidRequestError(errors.InvalidField("a", "at most 3", harmful)),
        errors.JobFailedError(f"request {harmful}", harmful),
        errors.JobTimeoutError(f"request {harmful}", harmful),
    ):
        assert str(error).isprintable()
        assert len(str(error)) < 6000
        assert "request" in str(error) or "at most" in str(error)
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
        assert str(copy) == str(error)
    assert len(repr(service)) < 6000


def test_a_request_that_has_no_id_is_not_named() -> None:
    for error in (
        ServiceError({"Error": {}}, "GetAnalyzer"),
        errors.ResponseDecodeError("GetAnalyzer", None, ("a: b",)),
        errors.TransportError("GetAnalyzer", "timed out"),
    ):
        assert "None" not in str(error)
        assert "(" not in str(error)


def test_an_unreadable_answer_shows_its_first_places_only() -> None:
    error = ResponseDecodeError("GetAnalyzer", None, tuple(f"place{n}: wrong" for n in range(9)))
    assert "place4" in str(error)
    assert "place5" not in str(error)
    assert "4 more" in str(error)


def test_a_value_stands_in_brackets_behind_a_question() -> None:
    field = errors.InvalidField("region_name", "is no Region; did you mean 'eu-west-1'?", "EU")
    assert str(field) == "region_name: is no Region; did you mean 'eu-west-1'? (got 'EU')"
    assert str(errors.InvalidField("limit", "at least 0", -1)) == "limit: at least 0, got -1"


def test_an_error_of_a_job_has_its_facts_and_shows_no_document() -> None:
    for kind in (errors.JobFailedError, errors.JobTimeoutError):
        error = kind("id", "SERVICE_ERROR: a: b", GENERATED)
        assert (error.job_id, error.reason, error.last) == ("id", "SERVICE_ERROR: a: b", GENERATED)
        assert str(error) == "job id: SERVICE_ERROR: a: b"
        assert "the-document" not in f"{error}{error!r}{error.args}"
        assert kind("id", "CANCELED").last is None
    assert errors.JobFailedError("id", "SERVICE_ERROR: a: b").code == "SERVICE_ERROR"
    assert errors.JobFailedError("id", "CANCELED").code == "CANCELED"
