"""The name that was probably meant by another one."""

import re
from collections.abc import Iterable

_COMPARED = 100  # characters of what was written; a document takes long to compare
_LEAST = 3


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that another one was probably meant to be.

    That is one that differs in case, underscores or a few letters (`analyserArn` for
    `analyzer_arn`), that begins or ends with the name (`arn`), or that the name ends with
    (`finding_id` for `id`).

    Args:
        name: What was written.
        known: What could have been.

    Returns:
        One of `known`; None when the name resembles none of them.
    """
    from difflib import get_close_matches  # noqa: PLC0415 (rarely needed)

    folded = {_folded(each): each for each in known}
    written = _folded(name[:_COMPARED])
    if close := get_close_matches(written, folded, 1):
        return folded[close[0]]
    longer = [each for text, each in folded.items() if _is_part(written, text)]
    shorter = [each for each in folded.values() if name.endswith(f"_{each}")]
    return longer[0] if len(longer) == 1 else next(iter(shorter), None)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `: did you mean 'id'?`, to stand after a sentence; nothing where no name is near.

    Args:
        name: What was written.
        known: What could have been.
    """
    near = nearest(name, known)
    return f": did you mean {near!r}?" if near else ""


def _folded(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _is_part(written: str, text: str) -> bool:
    return len(written) >= _LEAST and (text.startswith(written) or text.endswith(written))
