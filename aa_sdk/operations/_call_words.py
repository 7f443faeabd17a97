"""Calls whose arguments do not fit, told in the caller's terms."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from aa_sdk._nearest import nearest
from aa_sdk._words import did_you_mean, got

C = TypeVar("C", bound=type)
F = TypeVar("F", bound=Callable[..., Any])

_Method = Callable[..., Any]
_Explain = Callable[[_Method, Sequence[Any], Mapping[str, Any]], str]


def explains_calls(cls: C) -> C:
    """Let the public methods that a class defines, and its constructor, say what is wrong.

    Python's own message names the class that a method stands in, which is none that callers know,
    and no argument that was meant. The good path pays for one more call.

    Args:
        cls: The class, which is changed.

    Returns:
        The same class.
    """
    for name, member in tuple(vars(cls).items()):
        if inspect.isfunction(member) and (name == "__init__" or not name.startswith("_")):
            is_coroutine = inspect.iscoroutinefunction(member)
            setattr(cls, name, _coroutine(member) if is_coroutine else _plain(member, misuse))
    return cls


def _coroutine(method: _Method) -> _Method:
    @wraps(method)
    async def call(*args: Any, **kwargs: Any) -> Any:
        try:
            begun = method(*args, **kwargs)
        except TypeError:  # of the arguments, for nothing of the body has run
            raise TypeError(misuse(method, args, kwargs)) from None
        return await begun

    return call


def _plain(method: _Method, explain: _Explain) -> _Method:
    @wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except TypeError:
            if message := explain(method, args, kwargs):
                raise TypeError(message) from None
            raise

    return call


def explains_call(function: F) -> F:
    """Let a function say what is wrong with how it was called.

    Args:
        function: The function, which is no coroutine.

    Returns:
        The same, to be called in its place.
    """
    return cast("F", _plain(function, _misuse_of_function))


def misuse(method: _Method, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Say why a method does not take these arguments; nothing if it does.

    Args:
        method: The function, which takes `self` first.
        args: What was passed by position, `self` included.
        kwargs: What was passed by name.
    """
    if _takes(method, args, kwargs):
        return ""
    name = method.__name__
    owner: type[Any] = args[0].__class__ if args else object
    if not hasattr(owner, name):
        return f"{name}() is called on a client, as in client.{name}(…), and not on its class"
    faults = _faults(_parameters(method)[1:], len(args) - 1, kwargs)
    called = "" if name == "__init__" else f".{name}"
    return f"{owner.__name__}{called}() {'; '.join(faults)}"


def _misuse_of_function(function: _Method, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Say why a function does not take these arguments; nothing if it does."""
    if _takes(function, args, kwargs):
        return ""
    faults = _faults(_parameters(function), len(args), kwargs)
    return f"{function.__name__}() {'; '.join(faults)}"


def _parameters(function: _Method) -> list[inspect.Parameter]:
    return list(inspect.signature(function).parameters.values())


def _takes(function: _Method, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Tell whether a function takes arguments; coroutines among others are closed."""
    try:
        inspect.signature(function).bind(*args, **kwargs)
    except TypeError:
        _close_coroutines(*args, *kwargs.values())
        return False
    return True


def no_request(value: object) -> str:
    """Say what `send` takes, instead of this."""
    if isinstance(value, type):
        return f"send takes a request, and this is its class: write {value.__name__}(…)"
    example = "such as GetAnalyzerRequest(analyzer_name='audit')"
    other = "; for members under their wire names there is client.call" * isinstance(value, Mapping)
    return f"send takes a request of aa_sdk.models, {example}{got(value)}{other}"


def _faults(
    parameters: Sequence[inspect.Parameter], count: int, kwargs: Mapping[str, Any]
) -> list[str]:
    """List what is wrong with `count` arguments by position and others by name."""
    names = [each.name for each in parameters]
    if count > len(names):
        return [f"takes {_arguments(len(names))}, and got {count} by position"]
    placed = [each.name for each in parameters if each.kind is not each.KEYWORD_ONLY][:count]
    by_name = names[len(placed) : count]
    given = {*names[:count], *kwargs}
    unknown = [name for name in kwargs if name not in names]
    free = [name for name in names if name not in given]
    meant = {nearest(name, free) for name in unknown}
    lacking = [
        each.name
        for each in parameters
        if each.default is each.empty and each.name not in {*given, *meant}
    ]
    return [
        *([f"takes {_listed(by_name)} by name: write {_listed(by_name, '=…')}"] if by_name else []),
        *(f"got {name} twice, by position and by name" for name in placed if name in kwargs),
        *(f"has no argument {name!r}{_instead(name, free, names)}" for name in unknown),
        *([f"lacks the argument {_listed(lacking)}"] if lacking else []),
    ]


def _instead(name: str, free: Sequence[str], names: Sequence[str]) -> str:
    known = f", only {_listed(names)}" if names else ": it takes none"
    return did_you_mean(name, free) or known


def _listed(names: Sequence[str], end: str = "") -> str:
    return ", ".join(f"{name}{end}" for name in names)


def _arguments(number: int) -> str:
    return {0: "no arguments", 1: "one argument"}.get(number, f"at most {number} arguments")


def _close_coroutines(*values: object) -> None:
    """Spare callers the warning that what they passed, and was refused, was never awaited."""
    for value in values:
        if inspect.iscoroutine(value):
            value.close()
