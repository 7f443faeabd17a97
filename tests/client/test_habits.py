"""A client used as another one: what it says, and what programs ask it in vain."""

import contextlib
import copy
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from aa_sdk import AccessAnalyzerClient


@pytest.fixture
def client() -> Any:
    """A client that never connects, of which checkers know nothing."""
    return AccessAnalyzerClient("us-east-1")


def entered_on_a_stack(client: Any) -> None:
    with contextlib.ExitStack() as stack:
        stack.enter_context(client)


def entered(client: Any) -> None:
    with client:
        pytest.fail("there is nothing to enter")


@pytest.mark.parametrize("enter", [entered, entered_on_a_stack])
def test_a_client_is_no_plain_context_manager(client: Any, enter: Callable[[Any], None]) -> None:
    with pytest.raises(TypeError, match="use `async with`"):
        enter(client)
    assert not isinstance(client, contextlib.AbstractContextManager)
    assert isinstance(client, contextlib.AbstractAsyncContextManager)


def test_what_other_clients_have_is_answered_with_what_to_write(client: Any) -> None:
    ways_out = {
        "can_paginate": "`async for`",
        "close": "`await client.aclose()`",
        "exceptions": "aa_sdk.ResourceNotFoundException",
        "get_paginator": "client.list_findings_v2(…)",
        "get_waiter": "client.get_access_preview(…)",
        "meta": "client.region_name",
    }
    for name, way_out in ways_out.items():
        with pytest.raises(AttributeError) as caught:
            getattr(client, name)
        assert str(caught.value).startswith(f"AccessAnalyzerClient has no {name!r}: ")
        assert way_out in str(caught.value)


def test_a_misspelt_method_is_told_with_the_one_that_was_meant(client: Any) -> None:
    meant = {
        "listFindings": "list_findings",
        "ListFindingsV2": "list_findings_v2",
        "get_analyser": "get_analyzer",
        "region": "region_name",
    }
    for name, near in meant.items():
        with pytest.raises(AttributeError) as caught:
            getattr(client, name)
        assert str(caught.value) == (
            f"AccessAnalyzerClient has no {name!r}: did you mean {near!r}?"
        )
        # With the client itself, Python would add a suggestion of its own.
        assert (caught.value.name, caught.value.obj) == (name, None)
    with pytest.raises(AttributeError, match=r"has no 'zzz'$"):
        client.zzz  # noqa: B018 (asking is the test)


def test_programs_that_ask_get_the_answer_that_they_understand(client: Any) -> None:
    for name in ("close", "meta", "get_paginator", "list_finding", "keys"):
        assert not hasattr(client, name)
        assert getattr(client, name, None) is None
    for name in ("_repr_html_", "_ipython_display_", "__array__"):
        with pytest.raises(AttributeError, match="object has no attribute"):
            getattr(client, name)
    assert inspect.getattr_static(client, "close", None) is None


def test_a_client_can_be_looked_at_and_copied(client: Any) -> None:
    assert repr(copy.copy(client)) == repr(client)
    assert {"list_findings", "aclose"} <= {name for name, _ in inspect.getmembers(client)}


def test_an_error_inside_a_property_is_not_taken_for_a_missing_one() -> None:
    class Hasty(AccessAnalyzerClient):
        def __init__(self) -> None:  # without what the client's own does
            pass

    with pytest.raises(AttributeError, match="'Hasty' object has no attribute '_connection'"):
        Hasty().region_name  # noqa: B018 (asking is the test)
