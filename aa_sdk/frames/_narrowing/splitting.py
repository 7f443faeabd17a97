"""Wildcards parted into what is used, by what a catalogue knows of a service."""

from collections.abc import Iterator

from aa_sdk.frames._narrowing.unused import UnusedActions, meet
from aa_sdk.policy import ActionCatalogue
from aa_sdk.policy._validation.globs import covers


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
        UnsupportedPolicyError: A file of the catalogue is damaged.
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
    avoided = unused.touched_by(pattern)
    return [
        _together([kept[name] for name in names])
        for names in _groups([*kept], f"{service}:", pattern, avoided)
    ]


def _groups(
    names: list[str], service: str, pattern: str, avoided: frozenset[str]
) -> Iterator[list[str]]:
    """Put those names together that the shortest beginning there can be has in common."""
    at = 0
    while at < len(names):
        group = _largest_group(names, at, service, pattern, avoided)
        yield group
        at += len(group)


def _largest_group(
    names: list[str], at: int, service: str, pattern: str, avoided: frozenset[str]
) -> list[str]:
    name = names[at]
    for length in range(len(name) + 1):
        beginning = f"{service}{name[:length]}*"
        if covers(pattern, beginning) and not any(meet(one, beginning) for one in avoided):
            end = at + 1
            while end < len(names) and names[end].startswith(name[:length]):
                end += 1
            return names[at:end]
    return [name]


def _together(names: list[str]) -> str:
    """Write one name as it is, and several as all that they have in common."""
    if len(names) == 1:
        return names[0]
    first, last = names[0], names[-1]
    pairs = zip(first.lower(), last.lower(), strict=False)  # in order, so these two differ most
    shared = next((n for n, (one, other) in enumerate(pairs) if one != other), len(first))
    return f"{first[:shared]}*"
