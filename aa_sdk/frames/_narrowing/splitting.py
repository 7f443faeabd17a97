"""Wildcards parted into what is used, by what a catalogue knows of a service."""

from bisect import bisect_left
from collections.abc import Iterator

from aa_sdk.frames._narrowing.unused import UnusedActions, meet
from aa_sdk.policy import ActionCatalogue
from aa_sdk.policy._validation.globs import covers, is_glob


def split(pattern: str, unused: UnusedActions, catalogue: ActionCatalogue) -> list[str] | None:
    """Write a wildcard as the fewest names and beginnings of names that leave out what is unused.

    They stand for exactly those actions of the catalogue that the wildcard stands for and that are
    not unused, and for nothing that the wildcard does not stand for.

    Args:
        pattern: The wildcard, as it is compared, with a service before its colon.
        unused: What is unused.
        catalogue: What the services know.

    Returns:
        Names such as `GetObject`, and beginnings such as `GetBucket*`, in their order; None if the
        catalogue does not know the service.

    Raises:
        UnsupportedPolicyError: A file of the catalogue is damaged, or there is too much to compare.
    """
    service, _, _ = pattern.partition(":")
    known = catalogue.services.get(service)
    if known is None or not known.actions:
        return None
    kept = {
        name: action.name
        for name, action in sorted(known.actions.items())
        if covers(pattern, text := f"{service}:{name}") and not unused.have_all_of(text)
    }
    avoided = _Avoided(unused, pattern)
    return [
        _together([kept[name] for name in names])
        for names in _groups([*kept], f"{service}:", pattern, avoided)
    ]


class _Avoided:
    """What may not be among that which a beginning of names stands for."""

    def __init__(self, unused: UnusedActions, pattern: str) -> None:
        self._count = unused.count
        self._names = sorted(unused.touched_by(pattern))
        self._patterns = [text for text in self._names if is_glob(text)]

    def is_met_by(self, beginning: str) -> bool:
        at = bisect_left(self._names, beginning)
        if at < len(self._names) and self._names[at].startswith(beginning):
            return True
        self._count(len(self._patterns))
        return any(meet(one, f"{beginning}*") for one in self._patterns)


def _groups(names: list[str], service: str, pattern: str, avoided: _Avoided) -> Iterator[list[str]]:
    """Put those names together that the shortest beginning there can be has in common."""
    at = 0
    while at < len(names):
        size = _shortest(f"{service}{names[at]}", len(service), pattern, avoided) - len(service)
        end = at + 1
        while end < len(names) and size >= 0 and names[end].startswith(names[at][:size]):
            end += 1
        yield names[at:end]
        at = end


def _shortest(name: str, least: int, pattern: str, avoided: _Avoided) -> int:
    """How long a beginning of a name has to be to stand for what it may alone; -1 if none does."""
    fitting = (
        length
        for length in range(least, len(name) + 1)
        if covers(pattern, f"{name[:length]}*") and not avoided.is_met_by(name[:length])
    )
    return next(fitting, -1)


def _together(names: list[str]) -> str:
    """Write one name as it is, and several as all that they have in common."""
    if len(names) == 1:
        return names[0]
    first, last = names[0], names[-1]
    pairs = zip(first.lower(), last.lower(), strict=False)  # in order, so these two differ most
    shared = next((n for n, (one, other) in enumerate(pairs) if one != other), len(first))
    return f"{first[:shared]}*"
