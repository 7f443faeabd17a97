"""What can be wrong with the file of a store."""

from pathlib import Path

from aa_sdk.errors import AccessAnalyzerError


class StoreError(AccessAnalyzerError):
    """A store of findings cannot be used: the file is something else, or the disk is full."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        """The file."""
        self.reason = reason
        """What is wrong."""

    def __str__(self) -> str:
        return f"{self.path} {self.reason}"


class StoreInUseError(StoreError):
    """Somebody else writes to the store: a store has one writer at a time."""

    def __init__(self, path: Path, reason: str | None = None) -> None:
        super().__init__(
            path,
            reason
            or "is open for writing elsewhere: close it there, or open it with read_only=True",
        )
