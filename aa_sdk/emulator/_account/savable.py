"""What a caller gives that is kept: it has to be something that a file can hold."""

import json
from datetime import datetime

from aa_sdk.emulator._protocol.timestamps import FIRST, LAST, milliseconds


def is_savable(value: object) -> bool:
    """Tell whether a file could hold a text, or all the texts in plain JSON values.

    None could that has half a character: a surrogate by itself, for which UTF-8 has no form.
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_text(**given: object) -> None:
    """Refuse text that no file could hold, wherever it stands in what is given.

    Args:
        **given: Plain JSON values, by what they are called.

    Raises:
        ValueError: One of them has half a character.
    """
    for name, value in given.items():
        if not is_savable(value):
            raise ValueError(f"{name}: holds half a character, which cannot be saved")


def checked_moment(name: str, moment: datetime) -> int:
    """Return a time as it is kept, in milliseconds since 1970.

    Args:
        name: What it is called.
        moment: The time.

    Raises:
        ValueError: It has no time zone, or is outside the years 1 to 9999 in UTC.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"{name}: should have a time zone")
    stamp = milliseconds(moment)
    if not FIRST <= stamp <= LAST:
        raise ValueError(f"{name}: should be in the years 1 to 9999 in UTC")
    return stamp
