"""Text from elsewhere, made harmless for a terminal or a log."""

import json
import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def escape(text: str) -> str:
    """Show what is not to be seen, or changes how the rest is seen, as a backslash escape.

    These are control characters (newline and tab among them), line separators, the marks that
    turn the direction of text, zero-width and other format characters, and halves of
    surrogate pairs.

    Args:
        text: Any text.

    Returns:
        The text on one line, every other character as it was. A backslash too: doubled, every
        Windows path and regular expression would read worse, for a certainty that the JSON
        output gives anyway.
    """
    if text.isprintable():
        return text
    return "".join(
        one.encode("unicode_escape").decode() if _is_unsafe(one) else one for one in text
    )


def escape_json(text: str) -> str:
    r"""Do the same to JSON text, which stands for the same value afterwards.

    Args:
        text: JSON, its strings with or without escapes, on any number of lines.

    Returns:
        The JSON, in which the characters that `escape` escapes are `\uXXXX`.
    """
    lines = text.split("\n")  # those between its members: within a string there are none
    if all(line.isprintable() for line in lines):
        return text
    return "\n".join(
        "".join(json.dumps(one)[1:-1] if _is_unsafe(one) else one for one in line) for line in lines
    )


def _is_unsafe(character: str) -> bool:
    return unicodedata.category(character) in _UNSAFE
