"""Types of policies and of resources, and what is said of one that there is not."""

import re
from collections.abc import Iterable

from aa_sdk._nearest import did_you_mean

_NAME = re.compile(r"[\w:]{1,80}")


def unknown_type(value: object, known: Iterable[str], verb: str) -> str:
    """Say that a type is not checked, or whatever is done, and which was probably meant.

    Args:
        value: What was passed. What is no name may be a document, and is not repeated.
        known: The types.
        verb: What is not done, such as `checked`.
    """
    if not (isinstance(value, str) and _NAME.fullmatch(value)):
        return f"no type that is {verb}"
    return f"{value!r} is not {verb}{did_you_mean(value, known)}"
