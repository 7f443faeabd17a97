"""Two clients side by side: ours, and one of aiobotocore as it is."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

from aa_sdk import AccessAnalyzerClient
from tests.fake_service import REGION, FakeService, Reply, Sent
from tests.sample_values import method_name, sample_answer


class Pair:
    """A client of ours and a plain one of aiobotocore, and what each of them sends."""

    def __init__(self) -> None:
        self._service, self._plain_service = FakeService(), FakeService()
        self._client = self._service.client()
        self._plain: Any = None

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Self]:
        session: Any = self._plain_service.session()
        async with (
            self._client,
            session.create_client("accessanalyzer", region_name=REGION) as self._plain,
        ):
            yield self

    async def ours(
        self, operation: str, call: Callable[[AccessAnalyzerClient], Awaitable[Any]]
    ) -> Sent:
        """The one request that a call of our client makes."""
        self._service.replies, self._service.requests = [Reply(sample_answer(operation))], []
        await call(self._client)
        (sent,) = self._service.requests
        return sent

    async def theirs(self, operation: str, params: Mapping[str, Any]) -> Sent:
        """The request that a plain aiobotocore client makes of the same members."""
        self._plain_service.requests = []
        await getattr(self._plain, method_name(operation))(**params)
        (sent,) = self._plain_service.requests
        return sent
