"""Words for what callers wrote, where they meant something else."""

import re
from collections.abc import Iterable

from aa_sdk._error_text import may_hold_document, shortened

NO_TIME_ZONE = "has no time zone: give it one, such as tzinfo=UTC"
"""What is said of a `datetime` that is no moment."""

_COMPARED = 100
_LEAST = 3
_NAMED = {
    "dict": "a mapping",
    "list": "a list",
    "tuple": "a list",
    "set": "a set",
    "datetime": "a datetime",
}


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


def quoted(value: object) -> str:
    """Show a value, shortened; nothing where it may be a policy document."""
    return "" if may_hold_document(value) else shortened(repr(value))


def with_article(name: str) -> str:
    """Put `a` or `an` before a name."""
    return f"a{'n' if name[0] in 'AEIOaeio' else ''} {name}"


def not_this(value: object) -> str:
    """Return `, not a list`, to stand after what a value must be.

    Nothing for texts and numbers, which errors show, and for None.
    """
    if isinstance(value, str | int | float | None):
        return ""
    name = type(value).__name__
    return f", not {_NAMED.get(name) or with_article(name)}"


def not_one_text(text: str) -> str:
    """Return `, not one text: write ['a']`, to stand after `must be a list`."""
    return f", not one text: write [{quoted(text) or '…'}]"


def _folded(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _is_part(written: str, text: str) -> bool:
    return len(written) >= _LEAST and (text.startswith(written) or text.endswith(written))
