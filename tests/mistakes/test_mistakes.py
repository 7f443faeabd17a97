"""Every mistake of the table is made, and its message read."""

import re
from collections.abc import Awaitable
from pathlib import Path

import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from tests.mistakes import arguments, events, filters, models, policy_files, settings
from tests.mistakes.mistake import Mistake

TABLE = (
    *arguments.MISTAKES,
    *events.MISTAKES,
    *filters.MISTAKES,
    *models.MISTAKES,
    *policy_files.MISTAKES,
    *settings.MISTAKES,
)
PAGE = Path(__file__).parents[2] / "docs/how-to/troubleshooting.md"

# Words of ours or of the libraries below, which mean nothing to whoever made the mistake.
FOREIGN = re.compile(
    r"pydantic|Input should|_[a-z]+Error|Operations\b|typing\.|functools|regex|must match"
    r"|\[A-Za-z|<class|object at 0x"
)


async def make(mistake: Mistake, client: AccessAnalyzerClient) -> None:
    made = mistake.make(client)
    if isinstance(made, Awaitable):
        await made


@pytest.mark.parametrize("mistake", TABLE, ids=lambda mistake: mistake.title)
async def test_the_message_names_the_mistake_and_the_way_out(mistake: Mistake) -> None:
    async with AccessAnalyzerClient("us-east-1", session=Emulator().session()) as client:
        with pytest.raises(mistake.error) as caught:
            await make(mistake, client)
    message = str(caught.value)
    for fragment in (*mistake.names, *mistake.way_out):
        assert fragment in message
    assert not FOREIGN.search(message), message
    assert "\n" not in message


def test_each_mistake_has_a_title_of_its_own() -> None:
    titles = [mistake.title for mistake in TABLE]
    assert sorted(set(titles)) == sorted(titles)


def test_the_page_shows_each_mistake_and_its_way_out() -> None:
    page = PAGE.read_text()
    assert [mistake.title for mistake in TABLE if mistake.title not in page] == []
