"""Findings counted by what they have in common."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from aa_sdk.frames._charts.names import distinct, some
from aa_sdk.frames._charts.pictures import Bar, Bars, Part, Words
from aa_sdk.frames._charts.rows import Row
from aa_sdk.frames._charts.wording import Said

MOST_BARS = 12


def bar(name: str, rows: Iterable[Row]) -> Bar:
    """Make the bar of some findings, which say in which part they belong."""
    groups: dict[str, list[str]] = {"public": [], "cross-account": [], "rest": []}
    for row in rows:
        groups["rest" if row.exposure == "unread" else row.exposure].append(row.resource)
    parts = tuple(
        Part(group, len(resources), some(dict.fromkeys(filter(None, resources))))
        for group, resources in groups.items()
        if resources
    )
    return Bar(name, parts)


def bars_by(
    rows: Sequence[Row],
    name_of: Callable[[Row], str],
    category: str,
    where: str,
    form: Callable[[str], str] = str,
) -> Bars:
    """Count findings by a name: the most public first, then the most.

    Args:
        rows: The findings.
        name_of: The name of one, which may be empty.
        category: What the names are of.
        where: How a title goes on to say what findings have a name, such as `in account {}`.
        form: Makes a name shorter.
    """
    together: dict[str, list[Row]] = {}
    for row in rows:
        together.setdefault(name_of(row) or "not told", []).append(row)
    public = Counter(name_of(row) or "not told" for row in rows if row.exposure == "public")
    order = sorted(together, key=lambda name: (-public[name], -len(together[name]), name))
    kept, others = order[:MOST_BARS], order[MOST_BARS:]
    other = f"other ({len(others):,})"
    shorts = distinct([*kept, *([other] * bool(others))], form)
    bars = [bar(shorts[name], together[name]) for name in kept]
    if others:
        rest = (row for name in others for row in together[name])
        bars.append(bar(shorts[other], rest))
    said, first = Said(rows), order[0]
    number = public[first] or len(together[first])
    title = said.how_public + _where(number, said, where.format(shorts[first]))
    return Bars(Words(title, said.notes), category, bars)


def _where(number: int, said: Said, place: str) -> str:
    """Go on to say where the most of them are: of the public ones, if there are any."""
    of = said.public or said.number
    share = "all" if number == of else f"{number:,}"
    if said.number == 1:
        return f"; it is {place}"
    if of == 1:
        return f", {place}"
    if said.tells_public and not said.public:
        return f"; {share} {'is' if number == 1 else 'are'} {place}"
    return f", {share} of them {place}"
