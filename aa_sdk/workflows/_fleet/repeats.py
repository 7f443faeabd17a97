"""What several Regions tell again, and which of them is heard.

IAM belongs to no Region, so that every Region's analyzers of external access find the same roles
and users, each under an id of its own. What unused access there is does not hang on the Region
either, and its findings are read in one Region alone.
"""

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import takewhile

import anyio

from aa_sdk.models import AnalyzerSummary, FindingSummary
from aa_sdk.workflows._fleet.results import AnyFinding

_IAM = "AWS::IAM::"
_UNUSED = "UNUSED_ACCESS"


def _tells_unused(analyzer: AnalyzerSummary) -> bool:
    """Say whether an analyzer looks for unused access."""
    return analyzer.type.endswith(_UNUSED)


class Repeats:
    """Knows the IAM findings that were met, by what they say."""

    def __init__(self) -> None:
        # Of each only a hash, of a length at which no two findings are taken for one.
        self._met = set[bytes]()

    def without(self, findings: Sequence[AnyFinding]) -> Sequence[AnyFinding]:
        """Return the findings that were not met before, and meet them."""
        if not any(one.resource_type.startswith(_IAM) for one in findings):
            return findings
        return [one for one in findings if not self._is_repeated(one)]

    def _is_repeated(self, finding: AnyFinding) -> bool:
        if not isinstance(finding, FindingSummary) or not finding.resource_type.startswith(_IAM):
            return False
        key = said_by(finding)
        if key in self._met:
            return True
        self._met.add(key)
        return False


def said_by(finding: FindingSummary) -> bytes:
    """Return a hash of what a finding says: resource, type, principal, condition and action."""
    said = (
        finding.resource,
        finding.resource_type,
        sorted(finding.principal.items()),
        sorted(finding.condition.items()),
        sorted(finding.action),
        finding.error,
    )
    return blake2b(json.dumps(said).encode(errors="surrogatepass"), digest_size=16).digest()


class FirstRegion:
    """Decides in which Region of an account findings of unused access are read.

    It is the first, in the order of the scopes, that has an active analyzer for them. A Region
    waits for what the earlier ones have; those were begun before it, so that none waits in vain.

    Args:
        regions: The Regions of the account, in their order.
    """

    def __init__(self, regions: Iterable[str]) -> None:
        self._listed = {region: anyio.Event() for region in regions}
        self._types: dict[str, frozenset[str]] = {}

    def tell(self, region: str, analyzers: Iterable[AnalyzerSummary]) -> None:
        """Take note of the active analyzers of a Region; of none where it could not be listed."""
        self._types[region] = frozenset(one.type for one in analyzers if _tells_unused(one))
        self._listed[region].set()

    async def has(self, region: str, analyzer: AnalyzerSummary) -> bool:
        """Say whether an analyzer's findings are to be read in its Region."""
        if not _tells_unused(analyzer):
            return True
        for earlier in takewhile(lambda one: one != region, self._listed):
            await self._listed[earlier].wait()
            if analyzer.type in self._types[earlier]:
                return False
        return True
