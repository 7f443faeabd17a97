"""Changes of a JSON text that leave it as a careful person would."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aa_sdk.frames._narrowing.cutting import Cut
from aa_sdk.frames._narrowing.document import STATEMENT, PolicyText
from aa_sdk.policy._validation.located_json import Path as Place
from aa_sdk.policy._validation.located_json import Span

_ACTION = "Action"
_LINE_END = re.compile(r"\r\n|\n|\r")
_INDENTATION = re.compile(r"[ \t]*")


class Change(NamedTuple):
    """A part of a text, and what comes in its place."""

    start: int
    """The offset of its first character."""
    end: int
    """The offset after its last one."""
    text: str
    """What comes in its place."""


def changed(text: str, changes: Iterable[Change]) -> str:
    """Change a text.

    Args:
        text: The text.
        changes: What to change, in the order of the text.
    """
    pieces: list[str] = []
    at = 0
    for change in changes:
        pieces += text[at : change.start], change.text
        at = change.end
    return "".join((*pieces, text[at:]))


def changes_of(document: PolicyText, cuts: Iterable[Cut]) -> tuple[Change, ...]:
    """Work out how the text of a policy changes.

    Args:
        document: The policy.
        cuts: What becomes of its Allow statements.

    Returns:
        The changes in the order of the text.
    """
    cuts = [cut for cut in cuts if not cut.is_nothing]
    gone = frozenset(cut.grant.index for cut in cuts if cut.is_whole)
    kept = [cut for cut in cuts if not cut.is_whole]
    spans = document.located.spans(_places(document, kept))
    changes = [change for cut in kept for change in _of_statement(document.text, cut, spans)]
    if len(gone) == document.count:
        changes.append(Change(*spans[(STATEMENT,)], "[]"))
    elif gone:
        listed = [spans[(STATEMENT, n)] for n in range(document.count)]
        changes += _without(document.text, listed, gone, spans[(STATEMENT,)])
    return tuple(sorted(_tidied(document.text, change) for change in changes))


def _places(document: PolicyText, cuts: Iterable[Cut]) -> Iterator[Place]:
    yield (STATEMENT,)
    if document.is_listed:
        yield from ((STATEMENT, n) for n in range(document.count))
    for cut in cuts:
        place = (*cut.grant.place, _ACTION)
        yield place
        if cut.grant.is_listed:
            yield from ((*place, n) for n in range(len(cut.grant.actions)))


def _of_statement(text: str, cut: Cut, spans: dict[Place, Span]) -> Iterator[Change]:
    place = (*cut.grant.place, _ACTION)
    whole = spans[place]
    if not cut.grant.is_listed:
        yield Change(*whole, _listed(text, whole, cut.parted[0]))
        return
    listed = [spans[(*place, n)] for n in range(len(cut.grant.actions))]
    yield from _without(text, listed, cut.gone, whole)
    for n, texts in cut.parted.items():
        yield Change(*listed[n], _between(text, listed, n, whole).join(map(json.dumps, texts)))


def _without(
    text: str, listed: Sequence[Span], gone: frozenset[int], whole: Span
) -> Iterator[Change]:
    """Take entries out of a list, of which one at least stays."""
    last = len(listed) - 1
    starts = [n for n in sorted(gone) if n - 1 not in gone]
    ends = [n for n in sorted(gone) if n + 1 not in gone]
    for first, end in zip(starts, ends, strict=True):
        begins_at = listed[first - 1][1] if first else whole[0] + 1
        ends_at = listed[end + 1][0] if end < last else whole[1] - 1
        before = text[begins_at : listed[first][0]]
        after = text[listed[end][1] : ends_at]
        if not first:
            gap = _at_the_beginning(before, after)
        elif end == last:
            gap = _at_the_end(before, after)
        else:
            gap = _in_the_middle(before, after)
        yield Change(begins_at, ends_at, gap)


def _in_the_middle(before: str, after: str) -> str:
    """What stands between the neighbours of entries that are gone: as many lines as before."""
    head, _ = _parted_at_last_line(before)
    _, tail = _parted_at_last_line(after)
    if not head:
        return after if tail is not None else before
    joined = head + (tail or "")
    return joined if tail is not None and joined.count(",") == 1 else before


def _at_the_beginning(before: str, after: str) -> str:
    head, _ = _parted_at_last_line(before)
    _, tail = _parted_at_last_line(after)
    return head + tail if head and tail is not None and "," not in tail else before


def _at_the_end(before: str, after: str) -> str:
    first, last = _LINE_END.search(before), _LINE_END.search(after)
    if not first or not last:
        return after
    # The blanks around a comma go with it; those of a line without one belong to what stays.
    blanks = before[: first.start()]
    return ("" if "," in blanks else blanks) + after[last.start() :]


def _parted_at_last_line(gap: str) -> tuple[str, str | None]:
    """What stands up to the last end of a line, and behind it; None behind it if there is none."""
    ends = [found.end() for found in _LINE_END.finditer(gap)]
    return (gap[: ends[-1]], gap[ends[-1] :]) if ends else ("", None)


def _between(text: str, listed: Sequence[Span], at: int, whole: Span) -> str:
    """What parts the entries that come in the place of one."""
    if at + 1 < len(listed):
        return text[listed[at][1] : listed[at + 1][0]]
    if at:
        return text[listed[at - 1][1] : listed[at][0]]
    head = text[whole[0] + 1 : listed[at][0]]
    return f",{head}" if _LINE_END.search(head) else _comma(text, whole)


def _comma(text: str, value: Span) -> str:
    """A comma as the document writes it, to go by the blank before a value."""
    return ", " if text[value[0] - 1].isspace() else ","


def _listed(text: str, value: Span, texts: Sequence[str]) -> str:
    """Write what comes in the place of a single string: a list, in lines if the document is."""
    strings = [json.dumps(one) for one in texts]
    if len(strings) == 1:
        return strings[0]
    line = _line_start(text, value[0])
    found = _INDENTATION.match(text, line)
    indentation = found[0] if found else ""
    if not text.startswith('"', line + len(indentation)) or not line:
        return f"[{_comma(text, value).join(strings)}]"
    end = "\r\n" if text.startswith("\r\n", line - 2) else text[line - 1]
    step = "\t" if "\t" in indentation else " " * _step(text, len(indentation))
    inner = f",{end}{indentation}{step}".join(strings)
    return f"[{end}{indentation}{step}{inner}{end}{indentation}]"


def _step(text: str, most: int) -> int:
    """By how many blanks the document indents: as many as the first line that is indented has."""
    found = re.search(r"[\r\n]( +)\S", text)
    return min(len(found[1]), most) if found else most


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _tidied(text: str, change: Change) -> Change:
    """Write a change with the least text, and with whole lines where lines go."""
    start, end, new = change
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    moved = _INDENTATION.match(text, line := _line_start(text, start))
    shift = start - line
    is_indented = moved is not None and moved.end() >= start
    if not new and shift and is_indented and text[end - shift : end] == text[line:start]:
        return Change(line, end - shift, "")
    return Change(start, end, new)
