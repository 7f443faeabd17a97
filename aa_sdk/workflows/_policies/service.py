"""Questions asked of the service, each once."""

import anyio

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.workflows._policies.answers import Answers
from aa_sdk.workflows._policies.deciding import OpenQuestion
from aa_sdk.workflows._policies.outcomes import PolicyOutcome


class _Pending:
    """An answer that is to come."""

    def __init__(self) -> None:
        self.outcome: PolicyOutcome
        self.has_come = anyio.Event()


class Service:
    """Asks the service; whoever asks what another task has asked already waits for its answer.

    Args:
        client: The client to ask with.
    """

    def __init__(self, client: AccessAnalyzerClient) -> None:
        self._client = client
        self._known = Answers[PolicyOutcome]()
        self._pending: dict[bytes, _Pending] = {}

    async def ask(self, asked: OpenQuestion) -> tuple[PolicyOutcome, bool]:
        """Ask a question.

        Args:
            asked: The question.

        Returns:
            The outcome, and whether the same was asked before.

        Raises:
            Exception: What would meet every question.
        """
        known = self._known.get(asked.key)
        if known is not None:
            return known, True
        pending = self._pending.get(asked.key)
        if pending is not None:
            await pending.has_come.wait()
            return pending.outcome, True
        pending = self._pending[asked.key] = _Pending()
        # What is raised here ends the run, and all who wait with it.
        outcome = await asked.question.ask(self._client, asked.document, asked.here)
        pending.outcome = outcome
        self._known.put(asked.key, outcome)
        del self._pending[asked.key]
        pending.has_come.set()
        return outcome, False
