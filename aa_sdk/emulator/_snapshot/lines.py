"""The lines of a file, a few at a time, packed by gzip or not.

A file may end anywhere and hold anything, and whoever reads on has to learn of it: gzip has a
checksum at its end, so no file is whole before its end has been read.
"""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from aa_sdk.emulator._snapshot.errors import SnapshotError

GZIP = 31
"""What zlib calls the form of gzip, with the largest window."""
MAGIC = b"\x1f\x8b"
"""How a file begins that gzip has packed."""

_BLOCK = 256 * 1024


class Lines:
    """Lines of a file, counted."""

    def __init__(self, file: BinaryIO, *, packed: bool) -> None:
        """Begin at the first line.

        Args:
            file: The file, at its beginning.
            packed: Whether gzip has packed it.
        """
        self.number: int = 1
        """The number of the line that is next; the first is 1."""
        self._blocks = _unpacked(file) if packed else iter(lambda: file.read(_BLOCK), b"")
        self._ready: list[bytes] = []
        self._rest: list[bytes] = []

    def next(self, most: int) -> list[bytes]:
        """Return the next lines, at most so many, at least one; none at the end of the file.

        Raises:
            SnapshotError: The file is damaged, or ends within a line.
        """
        while not self._ready:
            block = self._block()
            if not block:
                if self._rest:
                    raise self.error("is cut off")
                return []
            head, *others = block.split(b"\n")
            self._rest.append(head)
            if others:
                *whole, rest = others
                self._ready = [b"".join(self._rest), *whole]
                self._rest = [rest] if rest else []
        lines, self._ready = self._ready[:most], self._ready[most:]
        self.number += len(lines)
        return lines

    def end(self) -> None:
        """Make sure that the file ends here.

        Raises:
            SnapshotError: It goes on, or is damaged.
        """
        if self.next(1):
            self.number -= 1
            raise self.error("is more than the first line tells of")

    def error(self, reason: str) -> SnapshotError:
        """Return an error about the line that is next."""
        return SnapshotError(f"line {self.number}", reason)

    def _block(self) -> bytes:
        try:
            return next(self._blocks, b"")
        except zlib.error as error:
            raise self.error(f"cannot be unpacked: {error}") from error


def _unpacked(file: BinaryIO) -> Iterator[bytes]:
    # A small file may unpack to a very large one, so a block at a time comes out of it too.
    unpacker = zlib.decompressobj(GZIP)
    packed = b""
    while not unpacker.eof:
        packed = packed or file.read(_BLOCK)
        if not packed:
            raise zlib.error("the file is cut off")
        block = unpacker.decompress(packed, _BLOCK)
        packed = unpacker.unconsumed_tail
        if block:
            yield block
    if unpacker.unused_data or file.read(1):
        raise zlib.error("something follows the end of the file")
