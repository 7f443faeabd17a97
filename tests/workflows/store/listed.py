"""A service that lists and gives whatever it is told to, true or not."""

from typing import Any

from tests.fake_service import FakeService, Reply, Sent, error_reply
from tests.workflows.hydrating import ARN, DETAILS, FACTS

LISTED = ARN
NOT_THERE = error_reply("ResourceNotFoundException", 404, resourceId="f", resourceType="Finding")


class Listed(FakeService):
    """Has findings, in pages of four."""

    def __init__(self, *finding_ids: str, page: int = 4) -> None:
        super().__init__(self._answer)
        self.findings = list(finding_ids)
        self.facts: dict[str, dict[str, Any]] = {}
        """What is said of some findings, beside the usual."""
        self.instead: dict[str, Reply] = {}
        """What is answered to the reading of some findings, or to a page: `page 2` is the third."""
        self.read: list[str] = []
        self.page = page

    async def _answer(self, sent: Sent) -> Reply:
        if sent.method == "POST":
            return self._listed(int(sent.json.get("nextToken", 0)))
        finding_id = sent.path.split("/")[-1]
        self.read.append(finding_id)
        whole = {**self._finding(finding_id), "findingDetails": DETAILS}
        return self.instead.get(finding_id, Reply(whole))

    def _listed(self, number: int) -> Reply:
        start, end = number * self.page, (number + 1) * self.page
        found = [self._finding(one) for one in self.findings[start:end]]
        more = {"nextToken": str(number + 1)} if end < len(self.findings) else {}
        return self.instead.get(f"page {number}", Reply({"findings": found, **more}))

    def _finding(self, finding_id: str) -> dict[str, Any]:
        return {**FACTS, "id": finding_id, **self.facts.get(finding_id, {})}
