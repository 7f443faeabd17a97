"""Text from elsewhere, made harmless for a terminal or a log."""

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def escape(text: str) -> str:
    """Show what is not to be seen, or changes how the rest is seen, as a backslash escape.

    These are control characters (newline and tab among them), line separators, the marks that
    turn the direction of text, zero-width and other format characters, and halves of
    surrogate pairs.

    Args:
        text: Any text.

    Returns:
        The text on one line, every other character as it was.
    """
    if text.isprintable():
        return text
    return "".join(
        one.encode("unicode_escape").decode() if unicodedata.category(one) in _UNSAFE else one
        for one in text
    )
