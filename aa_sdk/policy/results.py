"""Verdicts, and the requests that show them."""

from dataclasses import dataclass
from typing import Literal

from aa_sdk._display import escape
from aa_sdk._lazy import hide_imports
from aa_sdk.models.policy_checks import ReasonSummary
from aa_sdk.policy._language.principals import PrincipalType

__all__ = ("AccessExample", "ContextValue", "PolicyCheck", "StatementReference")
hide_imports(__name__)

ContextValue = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class StatementReference:
    """Which statement it is."""

    index: int
    """Its place in the document, from 0."""
    sid: str | None
    """Its Sid."""
    document: str = ""
    """Which document, as in `identity` or `service_control[0][1]`; empty where there is one."""

    def __str__(self) -> str:
        sid = f', "{escape(self.sid)}"' if self.sid else ""
        return f"statement {self.index}{sid}" + (f" of {self.document}" if self.document else "")


@dataclass(frozen=True, slots=True)
class AccessExample:
    """One concrete request that shows the verdict."""

    action: str
    """The action, as in `s3:GetObject`; case does not matter."""
    resource: str
    """The ARN of the resource, or `*` for an action that has none."""
    principal: str | None
    """Who makes the request: an ARN, a service, an identity provider or a canonical user id. None
    for identity policies, whose principal is whoever they are attached to."""
    principal_type: PrincipalType | None
    """The key of a Principal element that `principal` belongs under."""
    context: dict[str, ContextValue]
    """For each context key that the policies ask for: the value that the request carries, several
    values, or None where the key is absent."""
    allowed_by: tuple[int, str | None]
    """The statement that allows the request: its index and its Sid."""


@dataclass(frozen=True, slots=True)
class PolicyCheck:
    """The verdict of a check."""

    result: Literal["PASS", "FAIL"]
    """PASS if it is proven that there is no such access, FAIL if there might be."""
    message: str
    """The verdict in a sentence."""
    reasons: tuple[ReasonSummary, ...] = ()
    """Each Allow statement that contributes, in the order of the document."""
    counterexample: AccessExample | None = None
    """A request that shows a FAIL. None for a PASS, and in the rare case that a FAIL hangs on
    policy variables for which no fitting values were found; `exact` is False then."""
    exact: bool = True
    """False where a policy variable was over-approximated. A PASS is a proof all the same."""

    @property
    def passed(self) -> bool:
        """Whether it is proven that there is no such access, as on the service's own answers."""
        return self.result == "PASS"
