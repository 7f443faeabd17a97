"""What listings say to those who use them as if they had been fetched."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from aa_sdk._words import did_you_mean

# What botocore's paginators have. `page` is near to one, and no substitute.
_BOTO = ("build_full_result", "paginate", "search")


class AsyncOnly:
    """Answers `for` and all that comes to it with `async for`.

    Checkers refuse it already, and must not see this: they would take it for what can be done.
    """

    __slots__ = ()

    _way_out: ClassVar[str] = "use `async for`"
    """What to write instead."""

    if not TYPE_CHECKING:
        # Python iterates by this method where there is no `__iter__`. So it answers `for`, `in`,
        # `*`, `list` and `[0]`, and what is not Iterable does not look like it for `isinstance`.
        def __getitem__(self, index: object) -> NoReturn:
            raise TypeError(f"this listing has not been fetched: {self._way_out}")


class Unfetched(AsyncOnly):
    """Answers also what else a list or a response can do and a listing cannot.

    Names that begin with an underscore get Python's own answer, for those who ask for them are
    programs. What is stepped through, item by item, has no such answers: a `__getattr__` makes
    each look at an attribute slower.
    """

    __slots__ = ()

    _way_out: ClassVar[str] = "use `async for`, or `await listing.collect()` for a list"

    def _response_members(self) -> Collection[str]:
        """Members of the responses of a listing, which it does not have itself."""
        return ("next_token",)

    if not TYPE_CHECKING:
        # There is no second way to `len`: a listing is a Sized for `isinstance`.
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
