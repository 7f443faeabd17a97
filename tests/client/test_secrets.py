"""What must not be told: credentials, policy documents and bodies, in no log and no error."""

import logging
import time
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    AccessAnalyzerError,
    CredentialsError,
    InvalidRequestError,
)
from aa_sdk.models import (
    CheckAccessNotGrantedRequest,
    ListFindingsV2Response,
    ValidatePolicyRequest,
)
from tests.fake_service import (
    REQUEST_ID,
    SECRET_KEY,
    SESSION_TOKEN,
    FakeService,
    Reply,
    connection_of,
    error_reply,
    once,
)
from tests.sample_values import sample_answer

pytestmark = pytest.mark.usefixtures("way")

DOCUMENT = '{"Statement": "invented-document"}'
HIDDEN = ("invented-document", "invented-body", SECRET_KEY, SESSION_TOKEN)

Call = Callable[[AccessAnalyzerClient], Awaitable[object]]


async def validate(client: AccessAnalyzerClient) -> object:
    return await client.validate_policy(policy_document=DOCUMENT, policy_type="IDENTITY_POLICY")


async def validate_with_wrong_type(client: AccessAnalyzerClient) -> object:
    wrong: Any = "invented-type"
    return await client.validate_policy(policy_document=DOCUMENT, policy_type=wrong)


async def validate_what_is_no_json(client: AccessAnalyzerClient) -> object:
    wrong: Any = {"invented-document": object()}
    return await client.validate_policy(policy_document=wrong, policy_type="IDENTITY_POLICY")


async def preview_with_wrong_policies(client: AccessAnalyzerClient) -> object:
    wrong: Any = {
        "a": {"s3Bucket": {"bucketPolicy": [DOCUMENT]}},
        "b": {"kmsKey": {"keyPolicies": {"default": [DOCUMENT]}}},
        "c": {"iamRole": {"trustPolicy": 7, "added": DOCUMENT}},
        "d": {"snsTopic": {"topicPolicy": "invented-document" * 2000}},
        "e": {"sqsQueue": DOCUMENT},
        "f": {"addedLater": DOCUMENT},
        "g": DOCUMENT,
    }
    arn = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/sample"
    return await client.create_access_preview(analyzer_arn=arn, configurations=wrong)


async def call_raw(client: AccessAnalyzerClient) -> object:
    wrong = {"policyDocument": [DOCUMENT], "policyType": "x", "added": DOCUMENT}
    return await client.call("ValidatePolicy", wrong)


async def call_raw_deeply(client: AccessAnalyzerClient) -> object:
    arn = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/sample"
    queues = {"a": {"sqsQueue": DOCUMENT}, "b": DOCUMENT, "c": {"sqsQueue": {"queuePolicy": 7}}}
    return await client.call("CreateAccessPreview", {"analyzerArn": arn, "configurations": queues})


async def check_documents(client: AccessAnalyzerClient) -> object:
    wrong: Any = [DOCUMENT]
    return await client.check_no_new_access(
        new_policy_document=wrong, existing_policy_document=wrong, policy_type="IDENTITY_POLICY"
    )


CALLS: list[Call] = [
    validate_with_wrong_type,
    validate_what_is_no_json,
    preview_with_wrong_policies,
    call_raw,
    call_raw_deeply,
    check_documents,
]

REPLIES = [
    Reply(b"<html>invented-body</html>"),
    Reply({"findings": "invented-body"}),
    Reply({"findings": [{"findingDetails": ["invented-body"]}]}),
    Reply(b"<html>invented-body</html>", 502),
    Reply({"message": ["invented-body"]}, 400),
    error_reply("ValidationException", 400, invented="invented-body"),
    error_reply("ThrottlingException", 429),
    OSError("no route"),
]


def told(error: BaseException) -> str:
    """All that can be read of an error."""
    return "".join(traceback.format_exception(error)) + repr(error) + str(error)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    # botocore's own debug log, which tells every request, is not ours to change.
    caplog.set_level(logging.DEBUG, logger="aa_sdk")
    return caplog


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
async def test_a_refusal_tells_no_policy_document(
    call: Call, everything_logged: pytest.LogCaptureFixture
) -> None:
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(AccessAnalyzerError) as caught:
            await call(client)
    assert service.requests == []
    for secret in HIDDEN:
        assert secret not in told(caught.value)
        assert secret not in everything_logged.text


async def test_a_refused_policy_document_is_not_kept_in_the_error_either() -> None:
    async with FakeService().client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await check_documents(client)
    assert {field.path: field.value for field in caught.value.fields} == {
        "new_policy_document": ...,
        "existing_policy_document": ...,
    }


@pytest.mark.parametrize("reply", REPLIES, ids=str)
async def test_a_failure_tells_neither_request_nor_answer(
    reply: Reply | OSError, everything_logged: pytest.LogCaptureFixture
) -> None:
    service = FakeService(reply)
    async with service.client(config=once()) as client:
        with pytest.raises(AccessAnalyzerError) as caught:
            await validate(client)
    for secret in HIDDEN:
        assert secret not in told(caught.value)
        assert secret not in everything_logged.text


async def test_a_success_is_logged_without_what_it_was_about(
    everything_logged: pytest.LogCaptureFixture,
) -> None:
    body = sample_answer("ValidatePolicy")
    body["findings"][0]["findingDetails"] = "invented-body"
    del body["nextToken"]
    async with FakeService(Reply(body)).client() as client:
        await validate(client)
    assert "ValidatePolicy" in everything_logged.text
    for secret in HIDDEN:
        assert secret not in everything_logged.text


def test_the_repr_of_a_client_and_its_settings_tells_no_secret() -> None:
    client = AccessAnalyzerClient(
        "eu-west-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key=SECRET_KEY,
        aws_session_token=SESSION_TOKEN,
    )
    shown = repr(client) + repr(connection_of(client).settings)
    assert SECRET_KEY not in shown
    assert SESSION_TOKEN not in shown


def test_the_repr_of_a_request_tells_no_policy_document() -> None:
    requests = (
        ValidatePolicyRequest(policy_document=DOCUMENT, policy_type="IDENTITY_POLICY"),
        CheckAccessNotGrantedRequest(
            policy_document=DOCUMENT, access=[], policy_type="IDENTITY_POLICY"
        ),
    )
    for request in requests:
        assert "invented-document" not in repr(request)
        assert "invented-document" not in str(request)


async def test_a_member_added_later_is_not_shown() -> None:
    page = ListFindingsV2Response.from_wire('{"findings": [], "added": "invented-body"}')
    assert "invented-body" not in repr(page)


async def test_a_call_is_logged_with_its_request_and_how_long_it_took(
    everything_logged: pytest.LogCaptureFixture,
) -> None:
    started = time.perf_counter()
    async with FakeService(Reply({"analyzers": []})).client() as client:
        await client.list_analyzers()
    most = (time.perf_counter() - started) * 1000
    (message,) = [one.message for one in everything_logged.records if "took" in one.message]
    assert message.startswith(f"ListAnalyzers: request {REQUEST_ID} took ")
    assert 0 <= float(message.split()[-2]) <= most + 0.1


async def test_a_refused_policy_is_not_kept_by_the_error_that_names_it() -> None:
    async with FakeService().client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await call_raw(client)
    values = {field.path: field.value for field in caught.value.fields}
    assert values["policy_document"] is ...
    assert values["policy_type"] == "x"


async def test_what_surrounds_a_missing_member_is_not_kept_by_the_error_that_names_it() -> None:
    rule: Any = {"rule_name": "sample", "added": DOCUMENT}
    async with FakeService().client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.create_analyzer(
                analyzer_name="sample", type="ACCOUNT", archive_rules=[rule]
            )
    values = {field.path: field.value for field in caught.value.fields}
    assert values["archive_rules[0].filter"] is ...


@pytest.mark.parametrize("unsendable", ["secret", "token"])
async def test_a_key_that_is_no_text_is_not_told_by_what_it_led_to(unsendable: str) -> None:
    service = FakeService()
    keys = {"secret": SECRET_KEY, "token": SESSION_TOKEN}
    keys[unsendable] += "\ud800"
    session = service.session(credentials=False)
    session.set_credentials("AKID", keys["secret"], keys["token"])
    async with service.client(session=session) as client:
        with pytest.raises(CredentialsError) as caught:
            await client.list_analyzers()
    error = caught.value
    told = repr((error, error.__cause__, error.__context__)) + "".join(
        traceback.format_exception(error)
    )
    assert [secret for secret in HIDDEN if secret in told] == []
