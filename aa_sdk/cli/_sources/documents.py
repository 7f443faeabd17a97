"""A template's value, and where the parts of it stand in its text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from aa_sdk.policy._validation.located_json import LocatedJson
from aa_sdk.policy._validation.places import Place

Path = tuple[str | int, ...]
"""The way to a part of a document: names in objects, positions in lists."""


class Document(Protocol):
    """A text that has been read."""

    value: Any
    """What it stands for: JSON, and `NotText` where YAML has what JSON has not."""

    def places(self, paths: Iterable[Path]) -> dict[Path, Place]:
        """Return where parts of it stand."""
        ...


@dataclass(frozen=True, slots=True)
class NotText:
    """A scalar that YAML reads as something that JSON does not have, or writes in another way."""

    text: str
    """How it is written."""


class JsonDocument:
    """A text that is JSON.

    Args:
        text: The text.

    Raises:
        json.JSONDecodeError: It is not JSON, nested too deeply, or has a key twice.
    """

    def __init__(self, text: str) -> None:
        self._located = LocatedJson(text)
        self.value: Any = self._located.value

    def places(self, paths: Iterable[Path]) -> dict[Path, Place]:
        """Return where parts of it stand: those that there are."""
        located = self._located
        places: dict[Path, Place] = {}
        for path, ends in located.spans(paths).items():
            start, end = (located.position(offset) for offset in ends)
            place = Place(start["line"], start["column"] + 1, end["line"], end["column"] + 1)
            places[tuple(step for step in path if isinstance(step, str | int))] = place
        return places
