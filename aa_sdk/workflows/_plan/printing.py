"""A plan as lines of text, as Terraform shows one: harmless to a terminal."""

from collections.abc import Sequence

from aa_sdk._display import escape
from aa_sdk.workflows._plan.change_lines import named
from aa_sdk.workflows._plan.changes import Blocked, Change, Unmanaged, lines_of
from aa_sdk.workflows._plan.limits import is_reserved

_INDENT = " " * 4


def counted(changes: Sequence[Change], words: tuple[str, str, str]) -> str:
    """Count changes; what is deleted and created anew counts as both.

    Args:
        changes: The changes.
        words: What is said of those created, changed and deleted.
    """
    actions = [change.action for change in changes]
    numbers = [sum(sign in _signs(action) for action in actions) for sign in "+~-"]
    return ", ".join(f"{number} {word}" for number, word in zip(numbers, words, strict=True))


def _signs(action: str) -> list[str]:
    return action.split("/")


def plan_lines(
    name: str,
    adopts: str | None,
    changes: Sequence[Change],
    unmanaged: Sequence[Unmanaged],
    blocked: Sequence[Blocked],
) -> list[str]:
    """Return all of a plan but its last line.

    Args:
        name: The name of the analyzer that is specified.
        adopts: The name of the one that is taken over, if one is.
        changes: What has to change.
        unmanaged: What stays.
        blocked: What stands in the way.
    """
    first = [f"Takes over {escape(adopts)} in the place of {escape(name)}."] if adopts else []
    if not changes and not blocked:
        first.append(f"No changes: {escape(adopts or name)} is as specified.")
    stays = ["Left as it is, unknown to the specification:", *map(_stays, unmanaged)]
    stands = ["In the way:", *(f"{_INDENT}! {escape(one.reason)}" for one in blocked)]
    paragraphs = [
        first,
        shown(changes),
        stays if unmanaged else [],
        stands if blocked else [],
    ]
    return [line for lines in paragraphs if lines for line in (*lines, "")]


def _stays(one: Unmanaged) -> str:
    whose = ", which is of AWS" if is_reserved(one.name) and one.subject == "tag" else ""
    return f"{_INDENT}{named(one.subject, one.name)}{whose}"


def shown(changes: Sequence[Change]) -> list[str]:
    """Return changes as lines, each with the attributes that change below it.

    Args:
        changes: The changes.
    """
    return [line for change in changes for line in lines_of(change)]
