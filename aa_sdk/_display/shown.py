"""What a notebook and rich look for on an object."""

from abc import abstractmethod
from typing import Any

from aa_sdk._display.fitting import fitting
from aa_sdk._display.html import as_html
from aa_sdk._display.layout import Face
from aa_sdk._display.terminal import as_rich, as_text


class Shown:
    """Something that shows in a notebook and with rich as its `_face` says."""

    __slots__ = ()

    @abstractmethod
    def _face(self) -> Face:
        """What is shown, in the same words everywhere."""

    def _terminal_face(self) -> Face:
        """What a terminal shows, where lines say the same better than cards and grids do."""
        return self._face()

    def _repr_html_(self) -> str:
        return fitting(as_html, self._face())

    def __rich__(self) -> Any:
        return fitting(as_rich, self._terminal_face())

    def _as_text(self) -> str:
        """Write what a terminal shows without colour, as `str` of many does."""
        return fitting(as_text, self._terminal_face())
