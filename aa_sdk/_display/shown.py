"""What a notebook and rich look for on an object."""

from abc import abstractmethod
from typing import Any

from aa_sdk._display.html import as_html
from aa_sdk._display.layout import Face
from aa_sdk._display.terminal import as_rich


class Shown:
    """Something that shows in a notebook and with rich as its `_face` says."""

    __slots__ = ()

    @abstractmethod
    def _face(self) -> Face:
        """What is shown, in the same words everywhere."""

    def _repr_html_(self) -> str:
        return as_html(self._face())

    def __rich__(self) -> Any:
        return as_rich(self._face())
