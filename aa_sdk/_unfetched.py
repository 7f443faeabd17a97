"""What listings say to those who use them as if they had been fetched."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from aa_sdk._words import did_you_mean

# What botocore's paginators have. `page` is near to one, and no substitute.
_BOTO = ("build_full_result", "paginate", "search")


class Unfetched:
    """Answers what a list or a response can do, and a listing cannot, with what to write instead.

    Checkers refuse all of it already, and must not see it: they would take it for what can be
    done. Names that begin with an underscore get Python's own answer, for those who ask for
    them are programs.
    """

    __slots__ = ()

    _way_out: ClassVar[str]
    """What to write instead."""

    def _response_members(self) -> Collection[str]:
        """The members of the response that awaiting gives; none where nothing can be awaited."""
        return ()

    if not TYPE_CHECKING:  # pragma: no branch (TYPE_CHECKING is false here)
        # Python iterates by `__getitem__` where there is no `__iter__`. So one method answers
        # `for`, `in`, `*` and `[0]`, and what is no Iterable does not look like one. `len` has no
        # such second way: what has an answer to it is a Sized for `isinstance`.
        def __getitem__(self, index: object) -> NoReturn:
            raise TypeError(f"this listing has not been fetched: {self._way_out}")

        def __len__(self) -> int:
            return self[0]

        def __bool__(self) -> bool:
            return True

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                return object.__getattribute__(self, name)
            raise AttributeError(self._without(name), name=name)

        def _without(self, name: str) -> str:
            """Say that there is no such attribute, and what was probably meant."""
            if name in self._response_members():
                whole = "await listing.page()" if name == "next_token" else "await listing"
                way_out = f"write ({whole}).{name}, or {self._way_out}"
                return f"this listing has not been fetched, and has no {name!r} yet: {way_out}"
            public = [each for each in dir(type(self)) if not each.startswith("_")]
            near = did_you_mean(name, public) if name not in _BOTO else ""
            return f"a listing has no {name!r}{near or f': {self._way_out}'}"
