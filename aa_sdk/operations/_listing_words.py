"""What a listing would list, in a line."""

from collections.abc import Mapping
from typing import Any

from aa_sdk._error_text import harmless
from aa_sdk.models import Returns

# Arguments that are short and no secret. Nothing else is shown: no document, no token.
_SHOWN = ("id", "access_preview_id", "type", "resource_type", "policy_type", "principal_arn")

_MOST = 40
_LENGTH = 140


def described(request: type[Returns[Any]], arguments: Mapping[str, Any]) -> str:
    """Name the operation of a listing, its analyzer and what is asked.

    Args:
        request: The class of its request.
        arguments: The arguments as the caller gave them, right or wrong.
    """
    asked = [
        f"{name} = {harmless(value, _MOST)}"
        for name in _SHOWN
        if isinstance(value := arguments.get(name), str)
    ]
    if arguments.get("filter") is not None:
        asked.append(_filter_text(arguments["filter"]))
    where = f" where {' and '.join(asked)}" if asked else ""
    return harmless(f"{request.operation()}{_of_analyzer(arguments)}{where}", _LENGTH)


def _of_analyzer(arguments: Mapping[str, Any]) -> str:
    analyzer = arguments.get("analyzer_arn") or arguments.get("analyzer_name")
    if not isinstance(analyzer, str):
        return ""
    return f" of {harmless(analyzer.rpartition('/')[2], _MOST)}"


def _filter_text(given: Any) -> str:
    from aa_sdk.filters import FindingFilter  # noqa: PLC0415 (not every program filters)

    try:
        return str(FindingFilter.from_criteria(given))
    except (AttributeError, TypeError, ValueError):  # as will be said when it is sent
        return "a filter matches"
