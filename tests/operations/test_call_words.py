"""Calls whose arguments do not fit: what is said of them, and what is left alone."""

import inspect
import pickle
import re
import traceback
from collections.abc import Coroutine
from typing import Any, Self
from unittest.mock import create_autospec

import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.models import ListAnalyzersRequest
from aa_sdk.operations._base import Operations
from aa_sdk.operations._call_words import explains_call, explains_calls, misuse
from tests.fake_service import FakeService, Reply
from tests.sample_values import OPERATIONS, method_name


class Audited(AccessAnalyzerClient):
    """A client of a user's own."""

    def rules_of(self, name: str) -> Any:
        """List with an argument that there is none of."""
        listing: Any = self.list_archive_rules
        return listing(name=name)


@explains_calls
class Sample:
    """A class whose first parameters may be positional."""

    def __init__(self, size: int = 0) -> None:
        self.size = size

    def read(self, arn: str, id: str | None = None, *, limit: int | None = None) -> tuple[Any, ...]:
        """Read something."""
        return arn, id, limit

    def fails(self, size: Any) -> Any:
        """Fail with an error of its own."""
        return size + ""

    async def fails_later(self, size: Any) -> Any:
        """The same, when awaited."""
        return size + ""

    def call(self, method: Any) -> Any:
        """Call what may not take it."""
        return method(self, "a", nonsense=1)

    def nothing(self) -> Self:
        """Take no arguments."""
        return self


def said(method: Any, *args: Any, **kwargs: Any) -> str:
    """What is said of a call."""
    with pytest.raises(TypeError) as caught:
        method(*args, **kwargs)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    return str(caught.value)


async def test_a_misspelt_argument_is_told_with_the_one_that_was_meant() -> None:
    client: Any = AccessAnalyzerClient("us-east-1")
    for operation in OPERATIONS:
        method = getattr(client, method_name(operation))
        for name in inspect.signature(method).parameters:
            with pytest.raises(TypeError) as caught:
                await method(**{f"{name}x": 1})
            start = f"AccessAnalyzerClient.{method.__name__}() has no argument '{name}x'"
            assert str(caught.value).startswith(f"{start}: did you mean '{name}'?")


def test_an_argument_like_none_is_told_with_those_there_are() -> None:
    assert said(Sample().read, "a", colour=1) == (
        "Sample.read() has no argument 'colour', only arn, id, limit"
    )
    assert said(Sample().nothing, colour=1) == (
        "Sample.nothing() has no argument 'colour': it takes none"
    )


def test_what_is_passed_already_is_not_suggested() -> None:
    message = said(Sample().read, "a", ids="b", id="c")
    assert message == "Sample.read() has no argument 'ids', only arn, id, limit"


def test_an_argument_by_position_is_told_by_its_name() -> None:
    assert said(Sample().read, "a", "b", 3) == ("Sample.read() takes limit by name: write limit=…")
    assert said(Sample().read, "a", "b", 3, 4) == (
        "Sample.read() takes at most 3 arguments, and got 4 by position"
    )
    assert said(Sample().fails, 1, 2) == (
        "Sample.fails() takes one argument, and got 2 by position"
    )
    assert said(Sample().nothing, 1) == (
        "Sample.nothing() takes no arguments, and got 1 by position"
    )


def test_an_argument_given_twice_is_named() -> None:
    assert said(Sample().read, "a", arn="b") == (
        "Sample.read() got arn twice, by position and by name"
    )


def test_what_is_lacking_is_named_unless_it_was_misspelt() -> None:
    assert said(Sample().read) == "Sample.read() lacks the argument arn"
    assert said(Sample().read, arm="a") == (
        "Sample.read() has no argument 'arm': did you mean 'arn'?"
    )


def test_a_method_of_the_class_is_called_on_an_instance() -> None:
    expected = "read() is called on a client, as in client.read(…), and not on its class"
    assert said(Sample.read) == said(Sample.read, "a") == expected


def test_a_constructor_is_told_by_its_class() -> None:
    assert said(Sample, 1, colour=2) == "Sample() has no argument 'colour', only size"
    assert said(AccessAnalyzerClient, "eu-west-1", "audit") == (
        "AccessAnalyzerClient() takes profile_name by name: write profile_name=…"
    )
    assert said(Audited, profile="audit") == (
        "Audited() has no argument 'profile': did you mean 'profile_name'?"
    )


def test_the_class_of_a_user_is_named() -> None:
    client = Audited("us-east-1")
    message = said(client.rules_of, "audit")
    assert message.startswith("Audited.list_archive_rules() has no argument 'name'")
    assert "Operations" not in message


def test_the_methods_of_a_user_are_left_alone() -> None:
    assert not hasattr(Audited.rules_of, "__wrapped__")
    assert hasattr(AccessAnalyzerClient.list_archive_rules, "__wrapped__")


def test_an_error_of_the_body_is_not_taken_for_one_of_the_arguments() -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        Sample().fails(1)
    with pytest.raises(TypeError, match="unexpected keyword argument 'nonsense'"):
        Sample().call(inspect.unwrap(Sample.read))


async def test_an_error_of_an_awaited_body_is_not_taken_for_one_of_the_arguments() -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        await Sample().fails_later(1)
    with pytest.raises(TypeError, match="lacks the argument size"):
        await Sample().fails_later()  # type: ignore[call-arg]  # on purpose  # pyright: ignore[reportCallIssue] # on purpose


def test_arguments_that_fit_have_nothing_said_of_them() -> None:
    assert misuse(Sample.read, (Sample(), "a"), {"limit": 3}) == ""
    assert Sample().read("a", limit=3) == ("a", None, 3)


async def test_the_traceback_ends_at_the_call() -> None:
    client: Any = AccessAnalyzerClient("us-east-1")
    for method in (client.list_findings_v2, client.get_finding):
        with pytest.raises(TypeError) as caught:
            await method(analyzerArn="a")
        assert len(traceback.extract_tb(caught.value.__traceback__)) == 2


async def test_a_call_that_was_not_awaited_leaves_no_warning_where_it_is_refused() -> None:
    client: Any = AccessAnalyzerClient("us-east-1")
    unawaited = client.get_analyzer(analyzer_name="a"), client.get_analyzer(analyzer_name="b")
    with pytest.raises(TypeError):
        await client.get_finding(unawaited[0], finding=unawaited[1], none_of_it=3)
    assert [inspect.getcoroutinestate(each) for each in unawaited] == [inspect.CORO_CLOSED] * 2


def test_tools_see_the_methods_as_they_were_written() -> None:
    for operation in OPERATIONS:
        method: Any = getattr(AccessAnalyzerClient, method_name(operation))
        written = inspect.unwrap(method)
        assert written is not method
        assert inspect.signature(method) == inspect.signature(written)
        assert inspect.getdoc(method) == inspect.getdoc(written)
        assert inspect.iscoroutinefunction(method) == inspect.iscoroutinefunction(written)
        assert inspect.getsource(method) == inspect.getsource(written)
        assert (method.__name__, method.__module__) == (written.__name__, written.__module__)


async def test_a_mock_of_a_client_has_its_signatures() -> None:
    client: Any = create_autospec(AccessAnalyzerClient, instance=True)
    with pytest.raises(TypeError):
        client.list_findings_v2(analyserArn="a")
    with pytest.raises(TypeError):
        client.get_finding(analyzer_arn="a", ids=3)
    client.get_finding.return_value = 7
    call = client.get_finding(analyzer_arn="a", id="b")
    assert isinstance(call, Coroutine)
    assert await call == 7
    client.get_finding.assert_awaited_once_with(analyzer_arn="a", id="b")


def test_a_method_pickles_by_its_name() -> None:
    method = Operations.send
    assert pickle.loads(pickle.dumps(method)) is method  # noqa: S301 (of our own)


async def test_call_and_aclose_are_explained_too() -> None:
    service = FakeService(Reply({"analyzers": []}))
    async with service.client() as client:
        with pytest.raises(TypeError, match="did you mean 'params'"):
            await client.call("ListAnalyzers", parms={})  # type: ignore[call-arg]  # on purpose  # pyright: ignore[reportCallIssue] # on purpose
        with pytest.raises(TypeError, match="takes no arguments"):
            await client.aclose(1)  # type: ignore[call-arg]  # on purpose  # pyright: ignore[reportCallIssue] # on purpose
        assert await client.list_analyzers().collect() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"analyzerName": "a"}, "got a mapping; for members under their wire names there is "),
        ("GetAnalyzer", "send takes a request of aa_sdk.models, such as GetAnalyzerRequest("),
        (ListAnalyzersRequest, "and this is its class: write ListAnalyzersRequest(…)"),
    ],
)
async def test_what_is_no_request_is_not_sent(wrong: Any, said: str) -> None:
    async with FakeService().client() as client:
        with pytest.raises(TypeError, match=re.escape(said)):
            await client.send(wrong)


@explains_call
def read(client: object, *, arn: str, items: object = ()) -> object:
    """A function that is no method."""
    return (client, arn, items)


def test_a_function_says_by_its_name_what_is_wrong_with_a_call() -> None:
    call: Any = read
    wrong: list[tuple[list[int], dict[str, str], str]] = [
        ([1, 2, 3], {}, "read() takes arn, items by name: write arn=…, items=…"),
        ([1], {"analyser": "x"}, "read() has no argument 'analyser', only client, arn, items"),
        ([1], {}, "read() lacks the argument arn"),
    ]
    for by_position, by_name, told in wrong:
        with pytest.raises(TypeError) as caught:
            call(*by_position, **by_name)
        assert str(caught.value).startswith(told)
    assert call(1, arn="x") == (1, "x", ())
    assert [*inspect.signature(read).parameters] == ["client", "arn", "items"]


def test_an_error_of_a_functions_body_is_left_alone() -> None:
    @explains_call
    def broken(value: Any) -> object:
        return len(value)

    with pytest.raises(TypeError, match="has no len"):
        broken(1)
