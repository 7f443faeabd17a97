"""What becomes of each action of a policy: it stays, it goes, or others stand for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from aa_sdk._display import escape
from aa_sdk._display.words import listed, shorten
from aa_sdk.frames._narrowing.document import Grant, PolicyText
from aa_sdk.frames._narrowing.splitting import split
from aa_sdk.frames._narrowing.unused import EVERYTHING, UnusedActions, pattern_of
from aa_sdk.policy import ActionCatalogue, StatementReference
from aa_sdk.policy._validation.globs import is_glob

_NOT_ACTION = "NotAction"
_BY_EXCEPTION = "the statement allows all but what its NotAction names: add them to it"
_ALL_SERVICES = "it stands for all services: name those that are used"
_SEVERAL_SERVICES = "it has a wildcard in the name of the service: write the service out"
_NOT_KNOWN = (
    "it stands for other actions too: write these out, or pass a catalogue, which the extra "
    "validate has: catalogue=ActionCatalogue.installed()"
)
_NOT_IN_CATALOGUE = (
    "it stands for other actions too, of a service that the catalogue does not know: write these "
    "out"
)
_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class NotRemoved:
    """Unused actions that a statement goes on to allow, and why."""

    actions: tuple[str, ...]
    """The actions, as they were given."""
    statement: StatementReference
    """The statement, by its place in the policy as it was."""
    element: str
    """What allows them: an entry of its Action as it is written, or `NotAction`."""
    reason: str
    """Why it stays, and the way out."""

    @property
    def what(self) -> str:
        """The actions, and what allows them, in a few words."""
        element = shorten(escape(self.element), _MOST_SHOWN)
        return f"{listed(self.actions)}, by {element} in {self.statement}"

    def __str__(self) -> str:
        """Write it in one line."""
        return f"{self.what}: {self.reason}"


class Cut(NamedTuple):
    """What becomes of an Allow statement."""

    grant: Grant
    """The statement."""
    gone: frozenset[int]
    """Which of its actions go, by their places."""
    parted: dict[int, list[str]]
    """What stands for others, by their places."""

    @property
    def is_whole(self) -> bool:
        """Whether none of its actions is left."""
        return bool(self.gone) and len(self.gone) == len(self.grant.actions)

    @property
    def is_nothing(self) -> bool:
        """Whether it stays as it is."""
        return not self.gone and not self.parted

    @property
    def removed(self) -> list[str]:
        """Its actions that do not stay, as they are written."""
        return [self.grant.actions[n] for n in sorted({*self.gone, *self.parted})]


class Cuts(NamedTuple):
    """What becomes of a policy."""

    cuts: tuple[Cut, ...]
    """What becomes of each Allow statement."""
    removed: frozenset[str]
    """What is unused and is not allowed any more, in lower case."""
    left: frozenset[str]
    """What is unused and allowed all the same, in lower case."""
    not_removed: tuple[NotRemoved, ...]
    """The same by statement, with the reasons."""


class _Fate(NamedTuple):
    """What becomes of an action: it stays as it is if nothing is in its place."""

    instead: list[str] | None = None
    reason: str = ""


def cuts_of(document: PolicyText, unused: UnusedActions, catalogue: ActionCatalogue | None) -> Cuts:
    """Decide what becomes of a policy.

    Args:
        document: The policy.
        unused: What is not used.
        catalogue: What the services know; None or an empty one for nothing.

    Raises:
        UnsupportedPolicyError: A file of the catalogue is damaged, or there is too much to compare.
    """
    return _Cutting(unused, catalogue, document.denied).cuts(document.grants)


class _Cutting:
    """The decisions about one policy; the same text has the same fate wherever it stands."""

    def __init__(
        self, unused: UnusedActions, catalogue: ActionCatalogue | None, denied: tuple[str, ...]
    ) -> None:
        self._unused = unused
        self._catalogue = catalogue
        self._fates: dict[str, _Fate] = {}
        self._left: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._denied = unused.within(denied)

    def cuts(self, grants: tuple[Grant, ...]) -> Cuts:
        cuts = tuple(map(self._cut, grants))
        not_removed = tuple(one for cut in cuts for one in self._left_by(cut))
        left = frozenset(map(pattern_of, set[str]().union(*self._left.values())))
        return Cuts(cuts, self._cut_away(cuts) - left, left, not_removed)

    def _cut(self, grant: Grant) -> Cut:
        if grant.negated:
            return Cut(grant, frozenset(), {})
        instead = [self._fate(pattern_of(text)).instead for text in grant.actions]
        return Cut(
            grant,
            frozenset(n for n, texts in enumerate(instead) if texts == []),
            {n: self._named(grant.actions[n], texts) for n, texts in enumerate(instead) if texts},
        )

    def _named(self, text: str, names: list[str]) -> list[str]:
        service, _, _ = text.partition(":")
        return [f"{service}:{name}" for name in names]

    def _fate(self, pattern: str) -> _Fate:
        if pattern not in self._fates:
            self._fates[pattern] = self._decided(pattern)
        return self._fates[pattern]

    def _decided(self, pattern: str) -> _Fate:
        if self._unused.have_all_of(pattern):
            return _Fate([])
        if not self._unused.touched_by(pattern):
            return _Fate()
        if pattern == EVERYTHING:
            return _Fate(None, _ALL_SERVICES)
        if is_glob(pattern.partition(":")[0]):
            return _Fate(None, _SEVERAL_SERVICES)
        if not self._catalogue:
            return _Fate(None, _NOT_KNOWN)
        instead = split(pattern, self._unused, self._catalogue)
        return _Fate(instead, "" if instead is not None else _NOT_IN_CATALOGUE)

    def _left_by(self, cut: Cut) -> Iterator[NotRemoved]:
        """What is unused and a statement allows all the same."""
        reference = StatementReference(cut.grant.index, cut.grant.sid)
        if cut.grant.negated:
            patterns = tuple(map(pattern_of, cut.grant.actions))
            beside = self._unused.lowered - self._unused.within(patterns)
            if texts := self._texts((_NOT_ACTION, *patterns), beside):
                yield NotRemoved(texts, reference, _NOT_ACTION, _BY_EXCEPTION)
            return
        for text in cut.grant.actions:
            pattern = pattern_of(text)
            reason = self._fate(pattern).reason
            if reason and (texts := self._texts((pattern,), self._unused.touched_by(pattern))):
                yield NotRemoved(texts, reference, text, reason)

    def _texts(self, key: tuple[str, ...], lowered: Iterable[str]) -> tuple[str, ...]:
        """What is left of some, as it was written; worked out once for what is written alike."""
        if key not in self._left:
            self._left[key] = self._unused.written(frozenset(lowered) - self._denied)
        return self._left[key]

    def _cut_away(self, cuts: tuple[Cut, ...]) -> frozenset[str]:
        patterns = {pattern_of(text) for cut in cuts for text in cut.removed}
        return frozenset[str]().union(*map(self._unused.touched_by, patterns))
