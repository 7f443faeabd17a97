"""A small body that unpacks to a large one."""

import struct
import zlib
from functools import lru_cache

_BLOCK = bytes(1024 * 1024)
_RAW = -15
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


@lru_cache(maxsize=4)
def gzip_bomb(size: int) -> bytes:
    """Return gzip data of one member that unpacks to so many zeros.

    A packed block is the same whichever blocks come before it, once the packer forgets them: so
    one is packed, and repeated. Nothing of the unpacked size is ever in memory.

    Args:
        size: Bytes after unpacking, less than 4 GiB, which is what gzip can state.
    """
    blocks, rest = divmod(size, len(_BLOCK))
    checksum = 0
    for _ in range(blocks):
        checksum = zlib.crc32(_BLOCK, checksum)
    checksum = zlib.crc32(_BLOCK[:rest], checksum)
    packed = _packed(_BLOCK, zlib.Z_FULL_FLUSH) * blocks + _packed(_BLOCK[:rest], zlib.Z_FINISH)
    return _HEADER + packed + struct.pack("<II", checksum, size)


def _packed(data: bytes, flush: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    return packer.compress(data) + packer.flush(flush)
