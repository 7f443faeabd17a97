"""Words for what callers wrote, where they meant something else."""

from aa_sdk._error_text import may_hold_document, shortened
from aa_sdk._nearest import did_you_mean as did_you_mean  # noqa: PLC0414 (words take it here)

NO_TIME_ZONE = "is no moment yet: give it a time zone, such as tzinfo=UTC"
"""What is said of a `datetime` that is no moment."""

_NAMED = {
    "dict": "a mapping",
    "list": "a list",
    "tuple": "a list",
    "set": "a set",
    "datetime": "a datetime",
}


def quoted(value: object) -> str:
    """Show a value, shortened; nothing where it may be a policy document."""
    return "" if may_hold_document(value) else shortened(repr(value))


def with_article(name: str) -> str:
    """Put `a` or `an` before a name."""
    return f"a{'n' if name[0] in 'AEIOaeio' else ''} {name}"


def got(value: object) -> str:
    """Return `, got a list`, to stand after what a value must be.

    Nothing for texts and numbers, which errors show, and for None.
    """
    if isinstance(value, str | int | float | None):
        return ""
    name = type(value).__name__
    return f", got {_NAMED.get(name) or with_article(name)}"


def several(path: str, text: str) -> str:
    """Return `must be a list of ids, not one text: write ['a']`.

    Args:
        path: Where the text stands, such as `ids`.
        text: What stands there.
    """
    of_what = path.rpartition(".")[2].replace("_", " ")
    return f"must be a list of {of_what}, not one text: write [{quoted(text) or '…'}]"
