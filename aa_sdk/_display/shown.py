"""What a notebook and rich look for on an object."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aa_sdk._display.layout import Face


class Shown:
    """Something that shows in a notebook and with rich as its `_face` says."""

    __slots__ = ()

    @abstractmethod
    def _face(self) -> "Face":
        """What is shown, in the same words everywhere."""

    def _terminal_face(self) -> "Face":
        """What a terminal shows, where lines say the same better than cards and grids do."""
        return self._face()

    # What draws is loaded when something is drawn: most programs show nothing.
    def _repr_html_(self) -> str:
        from aa_sdk._display.html import as_html  # noqa: PLC0415 (see above)

        return as_html(self._face())

    def __rich__(self) -> Any:
        from aa_sdk._display.terminal import as_rich  # noqa: PLC0415 (see above)

        return as_rich(self._terminal_face())

    def _as_text(self) -> str:
        """Write what a terminal shows without colour, as `str` of many does."""
        from aa_sdk._display.terminal import as_text  # noqa: PLC0415 (see above)

        return as_text(self._terminal_face())
