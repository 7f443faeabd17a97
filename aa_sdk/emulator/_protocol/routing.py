"""From method and path to the operation, by the path templates of the service model."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from aa_sdk.emulator._protocol.errors import DOTS
from aa_sdk.emulator._protocol.service_model import Operation


@dataclass(frozen=True, slots=True)
class Route:
    """An operation and the labels found in the path."""

    operation: Operation
    """The operation."""
    labels: Mapping[str, str]
    """The decoded value of each label."""


class Router:
    """Finds the operation of a request."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._by_form: dict[tuple[str, int], list[Operation]] = defaultdict(list)
        for operation in operations:
            self._by_form[operation.method, len(operation.segments)].append(operation)
        for candidates in self._by_form.values():
            # The template with the fewest labels says most: `/analyzer/findings/statistics` is
            # tried before `/analyzer/{name}/{other}`, which would take the same path.
            candidates.sort(key=lambda operation: len(operation.in_path))

    def find(self, method: str, path: str) -> Route | None:
        """Return the route of a request, None if there is none.

        Args:
            method: The HTTP method.
            path: The path, still percent-encoded: a label may hold an encoded slash.
        """
        # Most clients make something else of such paths, and none can mean them as labels.
        if "//" in path or DOTS.search(path):
            return None
        # A label left empty is a segment too: `/analyzer/` is a request for the analyzer "".
        parts = path.removeprefix("/").split("/")
        for operation in self._by_form.get((method, len(parts)), ()):
            labels = _labels(operation.segments, parts)
            if labels is not None:
                return Route(operation, labels)
        return None


def _labels(template: tuple[str, ...], parts: list[str]) -> dict[str, str] | None:
    labels: dict[str, str] = {}
    for expected, part in zip(template, parts, strict=True):
        if expected.startswith("{"):
            labels[expected.strip("{}")] = unquote(part)
        elif expected != part:
            return None
    return labels
