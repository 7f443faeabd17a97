"""Values that a request cannot take: no word of pydantic's, and what to pass instead."""

import inspect
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

import anyio.lowlevel
import pytest

from aa_sdk import AccessAnalyzerClient, AccessAnalyzerError, InvalidRequestError, models
from aa_sdk.emulator import Emulator
from tests.client.test_any_argument import ODD
from tests.fake_service import invoke
from tests.mistakes.arguments import ANALYZER, ARN, FINDING, generation
from tests.sample_values import OPERATIONS, as_arguments, sample_request

# Of pydantic, of regular expressions, and of Python's types.
FOREIGN = re.compile(
    r"Input should|[Ee]xtra inputs|Field required|valid (?!character)|Value error"
    r"|[Tt]uple|\bdict|\[\^|\{\d|_parsing|<class|object at"
)


def odd_anywhere(value: Any, odd: Any) -> Iterator[Any]:
    """The value with something odd in each of its places, or with less or more in it."""
    yield odd
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        for key, inner in members.items():
            yield from ({**members, key: each} for each in odd_anywhere(inner, odd))
            yield {name: members[name] for name in members if name != key}
        yield {**members, "misspelt": 1}
    if isinstance(value, list):
        items = cast("Sequence[Any]", value)
        for index, inner in enumerate(items):
            for each in odd_anywhere(inner, odd):
                yield [*items[:index], each, *items[index + 1 :]]


async def reasons(client: AccessAnalyzerClient, operation: str, arguments: Any) -> list[str]:
    """What is said of a request; nothing where it is right."""
    try:
        await invoke(client, operation, arguments)
    except InvalidRequestError as error:
        return [f"{field.reason} | {field}" for field in error.fields]
    except AccessAnalyzerError:
        pass  # the request was right, and the service knows no such thing
    return []


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_no_word_of_another_library_comes_through(operation: str) -> None:
    arguments = as_arguments(sample_request(operation))
    said: set[str] = set()
    async with AccessAnalyzerClient("us-east-1", session=Emulator().session()) as client:
        for name, value in arguments.items():
            for odd in (*ODD[::3], FINDING, date(2026, 2, 3), "x{"):
                for each in odd_anywhere(value, odd):
                    said.update(await reasons(client, operation, {**arguments, name: each}))
    assert said
    assert [text for text in said if FOREIGN.search(text)] == []


async def refusal(operation: str, **arguments: Any) -> str:
    """What is said of a request that is refused."""
    async with AccessAnalyzerClient("us-east-1", session=Emulator().session()) as client:
        with pytest.raises(InvalidRequestError) as caught:
            await invoke(client, operation, arguments)
    return "; ".join(map(str, caught.value.fields))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"id": FINDING}, "id: must be text, not a FindingSummaryV2: pass its .id"),
        ({"id": ANALYZER}, "id: must be text, not an AnalyzerSummary"),
        ({"id": {"id": "f-1"}}, "id: must be text, not a mapping"),
        ({"id": None}, "id: is required, and is None"),
        ({"id": "\ud800"}, "id: must be text, without lone surrogates, got '\\ud800'"),
        ({"id": {"f-1"}}, "id: must be text, not a set"),
        ({"id": datetime(2026, 2, 3, tzinfo=UTC)}, "id: must be text, not a datetime"),
        ({"id": 7}, "id: must be text, got 7"),
        ({"id": object()}, "id: must be text, not an object"),
    ],
)
async def test_what_is_no_text_is_named(arguments: dict[str, Any], expected: str) -> None:
    assert await refusal("GetFinding", analyzer_arn=ARN, **arguments) == expected


async def test_a_part_deeper_in_a_model_is_named_by_its_way() -> None:
    response = models.GetAnalyzerResponse(analyzer=ANALYZER)
    assert (await refusal("GetFinding", analyzer_arn=response, id="f-1")).endswith(
        "not a GetAnalyzerResponse: pass its .analyzer.arn"
    )


async def test_what_was_passed_for_a_list_is_told_once() -> None:
    arguments = {"analyzer_arn": ARN, "status": "ARCHIVED"}
    assert await refusal("UpdateFindings", **arguments, ids=FINDING) == (
        "ids: must be a list, not a FindingSummaryV2: pass [its .id]"
    )
    assert await refusal("UpdateFindings", **arguments, ids='{"a": 1}') == (
        "ids: must be a list, not one text: write […]"
    )


async def test_what_breaks_off_is_no_list() -> None:
    def broken() -> Iterator[str]:
        yield "f-1"
        raise ValueError("hunter2")

    message = await refusal("UpdateFindings", analyzer_arn=ARN, status="ARCHIVED", ids=broken())
    assert message == "ids: must be a list, not a generator"


async def test_of_many_wrong_places_the_message_tells_the_first_and_the_error_has_all() -> None:
    async with AccessAnalyzerClient("us-east-1", session=Emulator().session()) as client:
        given: Any = [FINDING] * 700
        with pytest.raises(InvalidRequestError) as caught:
            await client.update_findings(analyzer_arn=ARN, status="ARCHIVED", ids=given)
    assert len(caught.value.fields) == 700
    assert str(caught.value).endswith(
        "ids[4]: must be text, not a FindingSummaryV2: pass its .id; and 695 more"
    )
    assert str(caught.value).count("pass its .id") == 5


async def test_a_datetime_that_is_none_is_told_what_it_must_be() -> None:
    for value in ("yesterday", True, float("nan")):
        message = await refusal("StartPolicyGeneration", **generation(value))  # type: ignore[arg-type]  # no datetime  # pyright: ignore[reportArgumentType] # no datetime
        assert message.startswith("cloud_trail_details.start_time: must be a datetime with a time")


async def test_an_unknown_member_is_told_with_the_one_that_was_meant() -> None:
    message = await refusal(
        "CreateAnalyzer",
        analyzer_name="audit",
        type="ACCOUNT_UNUSED_ACCESS",
        configuration={"unused_access": {"unused_acces_age": 90}},
        archive_rules=[{"rule_name": "a", "filter": {"status": {"eqq": ["ACTIVE"]}}}],
    )
    assert "unused_acces_age: is not a member the service knows: did you mean" in message
    assert "did you mean 'unused_access_age'?" in message
    assert "did you mean 'eq'?" in message


async def test_the_value_of_an_unknown_member_is_not_repeated() -> None:
    message = await refusal("ListFindings", analyzer_arn=ARN, sort={"token": "hunter2"})
    assert "hunter2" not in message


async def test_a_policy_document_is_in_no_reason() -> None:
    document = '{"Statement": "hunter2"}'
    for arguments in (
        {"policy_document": [document], "policy_type": "IDENTITY_POLICY"},
        {"policy_document": "x", "policy_type": document},
        {"policy_document": {"a": {document}}, "policy_type": "IDENTITY_POLICY"},
    ):
        assert "hunter2" not in await refusal("ValidatePolicy", **arguments)


async def test_what_was_not_awaited_says_so_and_leaves_no_warning() -> None:
    async def read() -> str:
        return "f-1"

    forgotten, nested = read(), read()
    assert await refusal("GetFinding", analyzer_arn=ARN, id=forgotten) == (
        "id: was not awaited: write `await` before the call that it comes from"
    )
    await refusal("UpdateFindings", analyzer_arn=ARN, status="ARCHIVED", ids=["f-2", nested])
    for coroutine in (forgotten, nested):
        assert inspect.getcoroutinestate(coroutine) == inspect.CORO_CLOSED


async def test_what_can_be_awaited_and_is_no_coroutine_is_left_running() -> None:
    class Later:
        def __await__(self) -> Iterator[Any]:
            return anyio.lowlevel.checkpoint().__await__()

    assert (await refusal("GetFinding", analyzer_arn=ARN, id=Later())).startswith(
        "id: was not awaited"
    )
