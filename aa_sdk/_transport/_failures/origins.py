"""Where below us an exception comes from, as its traceback tells.

The same `ValueError` may come from a credential process, from a number in the configuration
file or from the caller's own event handler, and only the first is an error about credentials.
Neither type nor text tells them apart, and botocore's objects could be made to say it only by
wrapping providers and handlers of a session that the caller may share with others. The traceback
knows the way already, and looking at it once an exception is raised costs a call that succeeds
nothing.
"""

from collections.abc import Iterator
from contextlib import suppress
from types import FrameType
from typing import Any

from aiobotocore.session import AioSession
from botocore.exceptions import BotoCoreError

_BOTOCORE = ("botocore.", "aiobotocore.")
SIGNERS = ("botocore.auth", "aa_sdk._transport._sending.signing")
"""The modules that sign."""

# What botocore calls to get credentials: its own objects, and those a caller puts in their place.
_ASKING = frozenset({"get_credentials", "load_credentials", "get_frozen_credentials"})


def module_of(frame: FrameType) -> str:
    """Return the name of the module whose code the frame runs."""
    return str(frame.f_globals.get("__name__", ""))


def frames(error: BaseException) -> Iterator[FrameType]:
    """Go from where the exception was caught to where it was raised."""
    traceback = error.__traceback__
    while traceback is not None:
        yield traceback.tb_frame
        traceback = traceback.tb_next


def passes(error: BaseException, *modules: str) -> bool:
    """Say whether one of these modules, or what is in them, took part."""
    return any(
        module_of(frame) in modules or module_of(frame).partition(".")[0] in modules
        for frame in frames(error)
    )


def facts(error: BaseException) -> dict[str, Any]:
    """Return what botocore's exception was made of; nothing for any other exception."""
    told: dict[str, Any] = getattr(error, "kwargs", {}) if isinstance(error, BotoCoreError) else {}
    return told


def in_own_handler(error: BaseException) -> bool:
    """Say whether the exception comes from an event handler that is not botocore's."""
    emitting = False
    for frame in frames(error):
        module = module_of(frame)
        if module.startswith("aa_sdk._transport."):
            emitting = False
        elif not module.startswith(_BOTOCORE):
            if emitting:
                return True
        elif module != "aiobotocore._helpers":  # which stands between emitter and handler
            emitting = module.endswith(".hooks")
    return False


def credential_frames(error: BaseException) -> list[FrameType]:
    """Return the part of the way that looks for credentials, or signs with them.

    It begins where botocore calls one of its methods for credentials, by that name: what is
    called there may be an object of the caller's, in no module we know. Called by an event
    emitter, though, a function of that name is just a handler.
    """
    below = ""
    way = list(frames(error))
    for index, frame in enumerate(way):
        asks = frame.f_code.co_name in _ASKING and below.startswith(_BOTOCORE)
        if (asks and not below.endswith(".hooks")) or module_of(frame) in SIGNERS:
            return way[index:]
        below = module_of(frame)
    return []


def session_of(error: BaseException) -> Any:
    """Return the session that raised the exception before anybody else had it, if one did."""
    owners = (frame.f_locals.get("self") for frame in frames(error))
    return next((owner for owner in owners if isinstance(owner, AioSession)), None)


def credential_method(way: list[FrameType]) -> str:
    """Return botocore's name of the credential provider that was at work, or nothing."""
    for frame in reversed(way):
        at_work: Any = frame.f_locals.get("self")
        method: object = None
        with suppress(Exception):  # of an object of the caller's, whatever it does
            method = getattr(at_work, "METHOD", None)  # of a provider
            if method is None and hasattr(at_work, "get_frozen_credentials"):
                method = getattr(at_work, "method", None)
        if isinstance(method, str):
            return method
    return ""
