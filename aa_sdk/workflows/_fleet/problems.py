"""Why a scope was not swept, or not wholly."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from aa_sdk._error_text import TEXT_LENGTH, harmless
from aa_sdk.errors import (
    AccessAnalyzerError,
    ClientClosedError,
    CredentialsError,
    EventLoopError,
    InvalidRequestError,
    ServiceError,
)
from aa_sdk.workflows._fleet.scopes import Scope

ScopeStatus: TypeAlias = Literal[
    "ok", "no_analyzer", "not_active", "region_disabled", "denied", "failed"
]
"""How a scope ended, in a word."""

STATUSES: Final[tuple[ScopeStatus, ...]] = (
    "ok",
    "no_analyzer",
    "not_active",
    "region_disabled",
    "denied",
    "failed",
)

_DENIED = frozenset(("AccessDenied", "AccessDeniedException"))
# What credentials meet that are good elsewhere, in a Region that is not enabled for the account.
_STRANGE = frozenset(("UnrecognizedClientException", "InvalidClientTokenId", "OptInRequired"))
# What STS says of the caller's own credentials, with which no other account can be entered either.
_UNUSABLE = frozenset(
    (
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "MissingAuthenticationToken",
        "SignatureDoesNotMatch",
    )
)
_OF_ALL = (ClientClosedError, CredentialsError, EventLoopError, InvalidRequestError)
_OF_STS = frozenset(("AssumeRole", "GetCallerIdentity"))


@dataclass(frozen=True, slots=True)
class NoAnalyzer:
    """There is no analyzer of the account's own in the Region: nobody has looked."""

    def __str__(self) -> str:
        return "no analyzer"


@dataclass(frozen=True, slots=True)
class NotActive:
    """An analyzer does not work, and hides what it found; or the account is not active."""

    reasons: tuple[str, ...]
    """What is not active and why, each in a sentence."""

    def __str__(self) -> str:
        return "; ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class RegionDisabled:
    """The Region is not enabled for the account, which can have nothing there."""

    error: ServiceError
    """What the service said: that it does not know the credentials, which are good elsewhere."""

    def __str__(self) -> str:
        return "the Region is not enabled for the account"


@dataclass(frozen=True, slots=True)
class Denied:
    """The role may not be assumed, or may not read."""

    error: ServiceError
    """What was refused; its `operation` is `AssumeRole` where the account was not entered."""

    def __str__(self) -> str:
        return harmless(str(self.error), TEXT_LENGTH)


@dataclass(frozen=True, slots=True)
class ScopeFailed:
    """Something else stood in the way, after all that was tried again."""

    error: AccessAnalyzerError
    """What it was."""

    def __str__(self) -> str:
        return harmless(str(self.error), TEXT_LENGTH)


ScopeProblem: TypeAlias = NoAnalyzer | NotActive | RegionDisabled | Denied | ScopeFailed
"""Why a scope was not swept, or not wholly."""

# A scope can have several problems, with several analyzers: it ends in the gravest.
_GRAVITY: Final[dict[type, ScopeStatus]] = {
    NoAnalyzer: "no_analyzer",
    NotActive: "not_active",
    RegionDisabled: "region_disabled",
    Denied: "denied",
    ScopeFailed: "failed",
}


def status_of(problem: ScopeProblem | None) -> ScopeStatus:
    """Say in a word how a scope ended."""
    return "ok" if problem is None else _GRAVITY[type(problem)]


def cause_of(problem: ScopeProblem | None) -> str:
    """Say in a few words what is behind a problem, the same for all scopes that have it.

    What the service says names accounts, roles and requests, and differs each time.
    """
    if isinstance(problem, Denied | ScopeFailed):
        error = problem.error
        kind = error.code if isinstance(error, ServiceError) else type(error).__name__
        return ": ".join(filter(None, (getattr(error, "operation", ""), harmless(kind))))
    if isinstance(problem, RegionDisabled):
        return "not enabled for the account"
    return "nobody has looked" if isinstance(problem, NoAnalyzer) else str(problem)


def is_missing(problem: ScopeProblem | None) -> bool:
    """Say whether findings are missing that analyzers have made."""
    return isinstance(problem, Denied | ScopeFailed | NotActive)


def graver(first: ScopeProblem | None, second: ScopeProblem | None) -> ScopeProblem | None:
    """Return the graver of two problems, the first of two that are equal."""
    order = STATUSES.index
    return second if order(status_of(second)) > order(status_of(first)) else first


def problem_of(error: AccessAnalyzerError, scope: Scope) -> ScopeProblem:
    """Return the problem that an error is for a scope.

    Args:
        error: What a call in the scope has met.
        scope: The scope.

    Raises:
        AccessAnalyzerError: The error itself, where all scopes would meet it.
    """
    if not isinstance(error, ServiceError):
        if isinstance(error, _OF_ALL):
            raise error
        return ScopeFailed(_kept(error))
    if error.operation in _OF_STS and error.code in _UNUSABLE:
        raise error
    _kept(error)
    if error.code in _DENIED:
        return Denied(error)
    # The home Region's STS knows the credentials, or has made them: there they are not strange.
    if error.code in _STRANGE and not scope.is_enabled and scope.region != scope.home_region:
        return RegionDisabled(error)
    return ScopeFailed(error)


def _kept(error: AccessAnalyzerError) -> AccessAnalyzerError:
    """Return the error without its traces and causes: they hold requests, and what signed them."""
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error
