"""The service's errors: their classes, what they carry, and bodies no one would expect."""

import pickle
from typing import Any, Self

import pytest
from botocore.exceptions import ClientError

from aa_sdk import (
    AccessAnalyzerClient,
    AccessAnalyzerError,
    CredentialsError,
    ExpiredTokenException,
    ResponseDecodeError,
    ServiceError,
    ValidationException,
    errors,
)
from aa_sdk.models import ValidationExceptionField
from tests.conftest import Run
from tests.fake_service import REQUEST_ID, FakeService, Reply, error_reply, invoke, once
from tests.sample_values import MODEL, OPERATIONS, as_arguments, sample_answer, sample_request

pytestmark = pytest.mark.usefixtures("way")

GOOD = Reply({"analyzers": []})

RETRYABLE = {429, 500, 502, 503, 504}

RESOURCE = {"resourceId": "sample", "resourceType": "ANALYZER"}

CASES: list[tuple[str, int, dict[str, Any], dict[str, Any]]] = [
    ("AccessDeniedException", 403, {}, {}),
    ("ConflictException", 409, RESOURCE, {"resource_id": "sample", "resource_type": "ANALYZER"}),
    ("InternalServerException", 500, {}, {"retry_after_seconds": None}),
    ("InvalidParameterException", 400, {}, {}),
    (
        "ResourceNotFoundException",
        404,
        RESOURCE,
        {"resource_id": "sample", "resource_type": "ANALYZER"},
    ),
    ("ServiceQuotaExceededException", 402, RESOURCE, {"resource_id": "sample"}),
    ("ThrottlingException", 429, {}, {"retry_after_seconds": None}),
    ("UnprocessableEntityException", 422, {}, {}),
    (
        "ValidationException",
        400,
        {"reason": "other", "fieldList": [{"name": "a", "message": "b"}]},
        {"reason": "other", "field_list": (ValidationExceptionField(name="a", message="b"),)},
    ),
    ("ExpiredTokenException", 403, {}, {}),
]


class Caller:
    """A client that is answered with one error after the other, and has to work on."""

    def __init__(self) -> None:
        self._service = FakeService()
        self._client = self._service.client(config=once())

    async def raised(
        self, *answers: Reply, operation: str = "ListAnalyzers"
    ) -> AccessAnalyzerError:
        """What a call raises at `answers`, after which a call succeeds."""
        self._service.replies = [*answers, Reply(sample_answer(operation))]
        arguments = as_arguments(sample_request(operation))
        with pytest.raises(AccessAnalyzerError) as caught:
            await invoke(self._client, operation, arguments)
        await invoke(self._client, operation, arguments)
        return caught.value

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()


async def raised(*answers: Reply) -> AccessAnalyzerError:
    """What one call raises."""
    async with Caller() as caller:
        return await caller.raised(*answers)


@pytest.mark.parametrize(("code", "status", "members", "expected"), CASES)
async def test_an_error_code_has_its_class_and_its_facts(
    code: str, status: int, members: dict[str, Any], expected: dict[str, Any]
) -> None:
    error = await raised(error_reply(code, status, **members))
    assert type(error) is getattr(errors, code)
    assert isinstance(error, ServiceError)
    assert (error.code, error.status_code) == (code, status)
    assert (error.message, error.operation) == ("invented reason", "ListAnalyzers")
    assert error.request_id == REQUEST_ID
    assert error.retryable is (status in RETRYABLE)
    assert {name: getattr(error, name) for name in expected} == expected
    assert isinstance(error.__cause__, ClientError)
    assert error.__cause__ is not error


async def test_every_error_that_an_operation_is_said_to_give_is_told_apart() -> None:
    async with Caller() as caller:
        for operation in OPERATIONS:
            for shape in _errors_of(operation):
                status = shape.metadata["error"]["httpStatusCode"]
                error = await caller.raised(error_reply(shape.name, status), operation=operation)
                assert type(error).__name__ == shape.name, operation
                assert isinstance(error, ServiceError)
                assert error.operation == operation


@pytest.mark.parametrize(("code", "status", "members", "expected"), CASES)
async def test_an_error_survives_pickling(
    code: str, status: int, members: dict[str, Any], expected: dict[str, Any]
) -> None:
    error = await raised(error_reply(code, status, **members))
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert copy.response == error.response  # type: ignore[attr-defined]  # all of these are service errors
    assert {name: getattr(copy, name) for name in expected} == expected


async def test_a_service_error_names_operation_code_status_and_request() -> None:
    error = await raised(error_reply("ConflictException", 409))
    assert str(error) == (
        f"ListAnalyzers: ConflictException: invented reason (HTTP 409, request {REQUEST_ID})"
    )


def test_our_errors_form_the_tree_that_is_documented() -> None:
    kinds = [getattr(errors, name) for name in errors.__all__]
    raised = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Exception)]
    assert all(issubclass(kind, AccessAnalyzerError) for kind in raised)
    assert issubclass(ServiceError, ClientError)
    assert issubclass(errors.InvalidRequestError, ValueError)
    modelled = {shape.name for name in OPERATIONS for shape in _errors_of(name)}
    named = {kind.__name__ for kind in raised if issubclass(kind, ServiceError)}
    assert named == modelled | {"ServiceError", "ExpiredTokenException"}


def _errors_of(operation: str) -> list[Any]:
    shapes: list[Any] = MODEL.operation_model(operation).error_shapes
    return shapes


async def test_handlers_written_for_botocore_keep_working() -> None:
    async with FakeService(error_reply("ResourceNotFoundException", 404)).client() as client:
        try:
            await client.get_analyzer(analyzer_name="absent")
        except ClientError as error:
            raised: Any = error
            assert raised.response["Error"]["Code"] == "ResourceNotFoundException"
            assert raised.response["ResponseMetadata"]["HTTPStatusCode"] == 404
            assert raised.operation_name == "GetAnalyzer"
        else:
            pytest.fail("nothing was raised")


async def test_an_unknown_code_is_a_plain_service_error() -> None:
    error = await raised(error_reply("AddedLaterException", 418))
    assert type(error) is ServiceError
    assert (error.code, error.status_code, error.retryable) == ("AddedLaterException", 418, False)


async def test_an_expired_token_is_an_error_of_service_and_credentials() -> None:
    error = await raised(error_reply("ExpiredToken", 403))
    assert type(error) is ExpiredTokenException
    assert isinstance(error, CredentialsError)
    assert isinstance(error, ServiceError)


@pytest.mark.parametrize(
    "reply",
    [
        Reply({"message": "m", "__type": "com.amazonaws.x#ConflictException"}, 409),
        Reply({"message": "m", "code": "ConflictException"}, 409),
        Reply({"Message": "m"}, 409, {"x-amzn-errortype": "ConflictException:http://x/"}),
    ],
    ids=["__type", "code", "header with a suffix"],
)
async def test_the_code_is_found_wherever_the_protocol_allows_it(reply: Reply) -> None:
    error = await raised(reply)
    assert isinstance(error, errors.ConflictException)
    assert error.message == "m"


ODD_BODIES: list[bytes] = [
    b"",
    b"[]",
    b'"x"',
    b"null",
    b"17",
    b"{",
    b"\xff\xfe",
    b"<html>invented-page</html>",
    b'{"message": ["invented-page"]}',
    b'{"message": {"a": "invented-page"}}',
    b'{"message": null, "reason": null}',
    b'{"code": {"a": 1}, "__type": ["b"]}',
    b'{"resourceId": {"a": 1}, "resourceType": 7}',
    b'{"reason": ["other"], "fieldList": "invented-page"}',
    b'{"fieldList": ["invented-page"]}',
    b'{"fieldList": [{"name": 1, "message": {"a": 1}}]}',
    b'{"fieldList": {"name": "a"}}',
    b'{"fieldList": [{"name": 0, "message": false}]}',
    b'{"fieldList": [null]}',
    b'{"Error": "invented-page", "ResponseMetadata": 1}',
    b'{"message": NaN}',
    b'{"a":' * 300 + b"1" + b"}" * 300,
]


@pytest.mark.parametrize(
    ("code", "status"), [("ValidationException", 400), ("ConflictException", 409), ("", 502)]
)
async def test_an_error_body_of_any_shape_is_a_service_error(code: str, status: int) -> None:
    headers = {"x-amzn-errortype": code} if code else {}
    async with Caller() as caller:
        for body in ODD_BODIES:
            error = await caller.raised(Reply(body, status, headers))
            assert isinstance(error, ServiceError), body
            assert (error.status_code, error.request_id) == (status, REQUEST_ID), body
            assert "invented-page" not in str(error) + repr(error)
            assert type(error).__name__ == code or not code, body
            if isinstance(error, ValidationException):
                assert (error.field_list, error.reason) == ((), None), body
            pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)


async def test_an_error_without_a_code_is_a_service_error() -> None:
    async with Caller() as caller:
        for status in (300, 302, 304, 400, 404, 500, 502, 503, 504, 599):
            error = await caller.raised(Reply(b"", status))
            assert type(error) is ServiceError, status
            assert error.status_code == status
            assert error.code
            assert error.retryable is (status in RETRYABLE)


async def test_the_page_of_a_proxy_says_nothing_and_stays_out_of_the_message() -> None:
    page = b"<html><body>invented-page says 10.0.0.1</body></html>"
    error = await raised(Reply(page, 403, {"content-type": "text/html"}))
    assert type(error) is ServiceError
    assert "invented-page" not in str(error) + repr(error) + str(error.__cause__)


@pytest.mark.parametrize("code", ["ThrottlingException", "InternalServerException"])
async def test_a_retry_after_that_is_no_number_counts_as_absent(code: str) -> None:
    async with Caller() as caller:
        for seconds in ("soon", "-1", "", "٣", "9" * 5000):
            error = await caller.raised(error_reply(code, 429, {"Retry-After": seconds}))
            assert isinstance(error, ServiceError)
            assert type(error).__name__ == code, seconds
            assert error.retry_after_seconds is None, seconds


UNREADABLE: list[bytes] = [
    b"<html>invented-page</html>",
    b"[]",
    b'"invented-page"',
    b"null",
    b"17",
    b'{"analyzers": [',
    b'{"analyzers": "invented-page"}',
    b'{"analyzers": [{"arn": "invented-page"}]}',
    b"{}",
    b"\xff",
]


async def test_any_error_says_how_long_the_service_asks_to_wait() -> None:
    for code, status in (("ServiceUnavailable", 503), ("ConflictException", 409)):
        reply = error_reply(code, status, {"Retry-After": "2.5"})
        async with FakeService(reply).client(config=once()) as client:
            with pytest.raises(ServiceError) as caught:
                await client.list_analyzers()
        assert caught.value.retry_after_seconds == 3, code


async def test_an_answer_that_cannot_be_read_says_where_and_not_what() -> None:
    async with Caller() as caller:
        for body in UNREADABLE:
            error = await caller.raised(Reply(body))
            assert isinstance(error, ResponseDecodeError), body
            assert (error.operation, error.request_id) == ("ListAnalyzers", REQUEST_ID)
            assert error.where, body
            assert error.__cause__ is not None
            assert "invented-page" not in str(error) + repr(error) + str(error.__cause__)
            copy = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
            assert (type(copy), str(copy)) == (type(error), str(error))


async def test_an_unreadable_answer_names_each_place() -> None:
    body = sample_answer("ListAnalyzers")
    del body["analyzers"][0]["arn"]
    body["analyzers"][0]["createdAt"] = "yesterday"
    error = await raised(Reply(body))
    assert isinstance(error, ResponseDecodeError)
    places = [where.partition(":")[0] for where in error.where]
    assert places == ["analyzers[0].arn", "analyzers[0].created_at"]


async def test_an_answer_that_is_no_json_is_wrong_as_a_whole() -> None:
    error = await raised(Reply(b"<html>"))
    assert isinstance(error, ResponseDecodeError)
    assert [where.partition(":")[0] for where in error.where] == ["the body"]


async def test_an_empty_body_is_no_answer_where_there_is_something_to_say() -> None:
    """Not even where all of it is optional: a body that was lost must not be taken for no tags."""
    arn = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/audit"
    async with FakeService(Reply(b"")).client(config=once()) as client:
        for calling in (
            client.list_tags_for_resource(resource_arn=arn),
            client.call("ListTagsForResource", {"resourceArn": arn}),
        ):
            with pytest.raises(ResponseDecodeError) as caught:
                await calling
            assert caught.value.request_id == REQUEST_ID
            assert caught.value.where == ("the body is empty",)
        await client.tag_resource(resource_arn=arn, tags={"stage": "test"})
        await client.delete_analyzer(analyzer_name="audit")


@pytest.mark.parametrize("body", [b"[]", b"null", b"<html>invented-page</html>", b"{", b"17"])
async def test_the_untyped_call_refuses_what_is_no_json_object(body: bytes) -> None:
    service = FakeService(Reply(body), GOOD)
    async with service.client() as client:
        with pytest.raises(ResponseDecodeError) as caught:
            await client.call("ListAnalyzers")
        assert caught.value.request_id == REQUEST_ID
        assert "invented-page" not in str(caught.value)
        assert (await client.call("ListAnalyzers"))["analyzers"] == []


def test_errors_are_the_same_on_each_event_loop(run: Run) -> None:
    async def main() -> None:
        error = await raised(error_reply("ConflictException", 409, None, **RESOURCE))
        assert isinstance(error, errors.ConflictException)
        assert error.resource_id == "sample"
        error = await raised(Reply(b"{"))
        assert isinstance(error, ResponseDecodeError)
        assert error.where[0].startswith("the body: ")

    run(main)


async def test_an_exception_in_the_callers_own_handler_is_left_alone() -> None:
    class OfTheCallerError(Exception):
        """Not ours."""

    def handler(**_: object) -> None:
        raise OfTheCallerError

    session = FakeService().session()
    session.get_component("event_emitter").register(
        "before-parameter-build.accessanalyzer", handler
    )
    async with AccessAnalyzerClient("eu-west-1", session=session) as client:
        with pytest.raises(OfTheCallerError):
            await client.list_analyzers()
