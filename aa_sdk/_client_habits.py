"""What a client says to those who use it as they use another one."""

from typing import TYPE_CHECKING, Any, Final, NoReturn

from aa_sdk._words import did_you_mean

# Attributes of boto3's and aiobotocore's clients, and what to write instead.
_HABITS: Final = {
    "can_paginate": "the methods that list are paginators: use `async for` on what they return",
    "close": "write `await client.aclose()`, or use `async with`",
    "exceptions": "import exceptions from aa_sdk, such as aa_sdk.ResourceNotFoundException",
    "get_paginator": (
        "the methods that list are paginators: write `async for finding in "
        "client.list_findings_v2(…)`, without get_paginator and paginate"
    ),
    "get_waiter": (
        "the service has no waiters: read again, as with client.get_access_preview(…), until the "
        "status says that it is done"
    ),
    "meta": "the Region is client.region_name",
}


class ExplainsHabits:
    """Answers what other clients can do with what to write here.

    Checkers must not see it, for they refuse all of it already. Names that begin with an
    underscore get Python's own answer, for those who ask for them are programs.
    """

    if not TYPE_CHECKING:
        # `with` looks for both methods before it calls the first. None is enough for that, and
        # tells `isinstance` that this is no context manager.
        __exit__ = None

        def __enter__(self) -> NoReturn:
            raise TypeError("a client is opened and closed on the event loop: use `async with`")

        def __getattr__(self, name: str) -> Any:
            # Copying asks for such names, and `dir` takes longer than all else that it does.
            if name.startswith("_"):
                return object.__getattribute__(self, name)
            known = dir(type(self))
            if name in known:  # a property that failed
                return object.__getattribute__(self, name)
            public = [each for each in known if not each.startswith("_")]
            habit = _HABITS.get(name)
            hint = f": {habit}" if habit else did_you_mean(name, public)
            raise AttributeError(f"{type(self).__name__} has no {name!r}{hint}", name=name)
