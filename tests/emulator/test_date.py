"""What time it is, by the emulator's clock, on the answers that it gives in its own process."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from aa_sdk import AccessAnalyzerClient, ResourceNotFoundException
from aa_sdk.emulator import Clock, Emulator


async def test_answers_say_when_they_were_given_by_the_emulators_clock() -> None:
    emulator = Emulator(clock=Clock(datetime(2031, 5, 1, tzinfo=UTC)))
    async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as client:
        page = await client.list_analyzers().page()
        said = parsedate_to_datetime(page.response_metadata.http_headers["date"])
        assert said == emulator.now()
        with pytest.raises(ResourceNotFoundException) as caught:
            await client.get_analyzer(analyzer_name="none")
        headers = caught.value.response["ResponseMetadata"]["HTTPHeaders"]
        assert parsedate_to_datetime(headers["date"]) == emulator.now()
