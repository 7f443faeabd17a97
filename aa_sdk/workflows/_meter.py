"""How far work of many calls has come: their attempts are counted too."""

from aa_sdk._meter import Meter as ItemMeter
from aa_sdk._meter import OnProgress
from aa_sdk.client import CallEvent


class Meter(ItemMeter):
    """Counts items and attempts, and tells whoever wants to know.

    Args:
        on_progress: Who wants to know; None for nobody.

    Raises:
        InvalidRequestError: It cannot be called, or would have to be awaited.
    """

    throttled: int  # said again: to a checker, what is added to below would be a new one

    def __init__(self, on_progress: OnProgress | None) -> None:
        super().__init__(on_progress)
        self.attempts: int = 0

    def count_call(self, event: CallEvent) -> None:
        """Count the attempts of a call; what a client's `on_call` takes."""
        self.attempts += event.attempts
        self.throttled += event.throttled_attempts
