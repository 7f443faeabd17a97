"""Policy documents that are given as paths: their files are read off the event loop."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from aa_sdk.models._policy_files import read_policy

DOCUMENT_MEMBERS: Final = frozenset(
    {
        "configurations",
        "existing_policy_document",
        "new_policy_document",
        "policy_document",
    }
)
"""The members of requests that are policy documents or hold some."""

_DEPTH: Final = 5  # mappings down to the policy of an access point of a bucket of a request
_NAMES: Final = ("policy", "policies", "policy_document")  # how members end that are documents


async def with_files_read(members: dict[str, Any]) -> dict[str, Any]:
    """Put the text of files in the place of their paths.

    A file that cannot be read is refused by the request's model, which knows its place, together
    with all else that is wrong.

    Args:
        members: The members of a request as they were given.

    Returns:
        The same without paths where policy documents go.
    """
    if not any(_has_path(members.get(name), _DEPTH) for name in DOCUMENT_MEMBERS):
        return members
    from anyio import to_thread  # noqa: PLC0415 (most programs have their policies at hand)

    # Nobody waits for a pipe that is never fed longer than for the call itself.
    return await to_thread.run_sync(_read, members, abandon_on_cancel=True)


def _has_path(value: object, depth: int) -> bool:
    if depth and isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value).values()
        return any(_has_path(entry, depth - 1) for entry in entries)
    return isinstance(value, Path)


def _read(members: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _without_paths(value, name, _DEPTH) if name in DOCUMENT_MEMBERS else value
        for name, value in members.items()
    }


def _without_paths(value: object, name: str, depth: int) -> object:
    is_document = name.lower().endswith(_NAMES)
    if depth and isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value).items()
        return {
            key: _without_paths(entry, name if is_document else str(key), depth - 1)
            for key, entry in entries
        }
    # A path in another place is a mistake: its file is nobody's business.
    return read_policy(value) if is_document and isinstance(value, Path) else value
