"""What `check_policies` and `external_access` said, made verdicts on files."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from aa_sdk._display.words import count_text
from aa_sdk.cli._checks.comparisons import Earlier
from aa_sdk.cli._checks.statements import Statements
from aa_sdk.cli._checks.verdicts import CheckName, Issue, Reason, State, Verdict
from aa_sdk.cli._sources.found import FoundPolicy, Unresolved
from aa_sdk.cli._sources.resource_kinds import WITHOUT_RESOURCE
from aa_sdk.models import ReasonSummary, ValidatePolicyFinding, ValidatePolicyFindingType
from aa_sdk.policy import ExternalAccess, PolicyError, UnsupportedPolicyError
from aa_sdk.policy._validation.table import CODES
from aa_sdk.workflows.policies import (
    PolicyCheckFailed,
    PolicyOutcome,
    PolicyQuestion,
    PolicyUndecided,
    PolicyVerdict,
    ValidationVerdict,
)

NAMES: dict[PolicyQuestion, CheckName] = {
    "validation": "validate",
    "no_new_access": "no-new-access",
    "access_not_granted": "access-not-granted",
    "no_public_access": "no-public-access",
}
"""What the questions are called here, in the order in which they are told."""

_COMPARED = "new_access_against"
_ASK = "--ask-service has the service asked"
_REWRITE = "the service could not decide either: write the statement in another way"
_DEPLOY = "it is known once it is deployed: check it there, or write it out"
_PSEUDO = "it depends on AWS::"
_SAY = "--parameter NAME=VALUE says it"
_KINDS: tuple[ValidatePolicyFindingType, ...] = (
    "ERROR",
    "SECURITY_WARNING",
    "WARNING",
    "SUGGESTION",
)


class VerdictMaker:
    """Makes verdicts on one policy.

    Args:
        policy: The policy.
        earlier: What it is compared with.
        strict: Whether it fails for a `WARNING`, too.
    """

    def __init__(
        self, policy: FoundPolicy, earlier: Earlier | None = None, *, strict: bool = False
    ) -> None:
        self._policy = policy
        self._statements = Statements(policy)
        self._compared = "" if earlier is None else earlier.label_of(policy.name)
        self._former = None if earlier is None else earlier.former.get(policy.name)
        self._failing = _KINDS[: 3 if strict else 2]

    def of_outcome(self, question: PolicyQuestion, outcome: PolicyOutcome) -> Verdict:
        """Return the verdict that an outcome is."""
        check = NAMES[question]
        match outcome:
            case PolicyUndecided():
                way_out = _ASK if outcome.service_error is None else _REWRITE
                return self._undecided(check, outcome.path, outcome.reason, way_out)
            case PolicyCheckFailed(error=PolicyError() as error):
                return self.of_error(check, error)
            case PolicyCheckFailed():
                return self.plain(check, "error", str(outcome.error))
            case ValidationVerdict():
                return self._of_validation(outcome)
            case _:
                return self._of_check(check, outcome)

    def of_error(self, check: CheckName, error: PolicyError, way_out: str = "") -> Verdict:
        """Return that a question could not be put, or is not decided."""
        explanation = str(error.args[1])
        if isinstance(error, UnsupportedPolicyError):
            return self._undecided(check, error.path, explanation, way_out)
        return self._about(check, "error", error.path, explanation)

    def of_accesses(self, accesses: Sequence[ExternalAccess]) -> Verdict:
        """Return the verdict on external access."""
        if not accesses:
            return self.plain("external-access", "pass", "Nobody gets in from outside.")
        public = sum(one.is_public for one in accesses)
        told = f", {public:,} of them for everyone" if public else ""
        return self.plain(
            "external-access",
            "fail",
            f"The policy gives access from outside: {count_text(len(accesses), 'grant')}{told}.",
            reasons=[self._of_access(one) for one in accesses],
            example=next((one.example for one in accesses if one.example), None),
            exact=all(one.exact for one in accesses),
            accesses=tuple(accesses),
        )

    def plain(self, check: CheckName, state: State, message: str, **more: Any) -> Verdict:
        """Return a verdict on the policy as a whole."""
        policy = self._policy
        more.setdefault("place", policy.place(None))
        return Verdict(policy.name, policy.path, policy.address, check, state, message, **more)

    def _undecided(self, check: CheckName, path: str, reason: str, way_out: str) -> Verdict:
        return self._about(check, "undecided", path, reason, way_out=way_out)

    def _about(
        self, check: CheckName, state: State, path: str, reason: str, **more: Any
    ) -> Verdict:
        """Return that there is no verdict, for what stands at a path."""
        document, _, rest = path.partition(".")
        if document == _COMPARED:
            told = ": ".join(filter(None, (self._compared, rest, reason)))
            return self.plain(check, state, told, **more)
        place = self._statements.place(self._statements.named(path))
        return self.plain(
            check, state, f"{path}: {reason}" if path else reason, place=place, **more
        )

    def _of_check(self, check: CheckName, verdict: PolicyVerdict) -> Verdict:
        is_renamed = check == "no-new-access" and self._former is not None
        compared = f"It is compared with {self._former}." if is_renamed else ""
        return self.plain(
            check,
            "pass" if verdict.passed else "fail",
            f"{verdict.message} {compared}".strip(),
            compared=compared,
            reasons=[self._of_reason(one) for one in verdict.reasons],
            example=verdict.counterexample,
            exact=verdict.exact,
        )

    def _of_reason(self, reason: ReasonSummary) -> Reason:
        index = reason.statement_index
        return Reason(
            reason.description or "",
            index,
            reason.statement_id,
            self._statements.place(index),
            self._statements.identity(index),
        )

    def _of_access(self, access: ExternalAccess) -> Reason:
        first = access.statements[0]
        return Reason(
            str(access),
            first.index,
            first.sid,
            self._statements.place(first.index),
            f"{self._statements.identity(first.index)} {sorted(access.principal.items())}",
        )

    def _of_validation(self, verdict: ValidationVerdict) -> Verdict:
        findings = [one for one in verdict.findings if not self._is_mistaken(one)]
        issues = [self._of_finding(one) for one in findings]
        return self.plain(
            "validate",
            "fail" if any(one.fails for one in issues) else "pass",
            _counted(findings),
            issues=issues,
            not_checked=() if _is_no_policy(verdict) else sorted(verdict.not_checked),
        )

    def _is_mistaken(self, finding: ValidatePolicyFinding) -> bool:
        """Tell what validation says because it does not know the resource."""
        policy, code = self._policy, finding.issue_code
        if code == "MISSING_RESOURCE":
            return policy.resource in WITHOUT_RESOURCE
        if code != "MISSING_ARN_FIELD" or policy.resource_type != "AWS::ApiGateway::RestApi":
            return False
        # The API completes what its policy leaves out of its own ARN.
        values = [self._statements.value(one) for one in finding.locations]
        return all(str(one).startswith("execute-api:/") for one in values)

    def _of_finding(self, finding: ValidatePolicyFinding) -> Issue:
        place, index = self._statements.place(None), None
        if finding.locations:
            place, index = self._statements.located(finding.locations[0])
        return Issue(
            finding.finding_type,
            finding.issue_code,
            finding.finding_details,
            finding.learn_more_link,
            finding.finding_type in self._failing,
            place,
            self._statements.identity(index),
        )


def of_unresolved(unresolved: Unresolved) -> Verdict:
    """Return the verdict on what cannot be read as it stands: none."""
    is_file = unresolved.address is None
    is_parameter = unresolved.reason.startswith(("it depends on the parameter", _PSEUDO))
    return Verdict(
        unresolved.name,
        unresolved.path,
        unresolved.address,
        "read",
        "error" if is_file else "unresolved",
        unresolved.reason,
        unresolved.place,
        way_out="" if is_file else _SAY if is_parameter else _DEPLOY,
    )


def _is_no_policy(verdict: ValidationVerdict) -> bool:
    """Tell what was refused as a whole: nothing else was to be looked for."""
    told = {one.issue_code for one in verdict.findings}
    return bool(told) and verdict.not_checked | told >= CODES


def _counted(findings: Sequence[ValidatePolicyFinding]) -> str:
    """Count findings by kind, the gravest first."""
    counts = Counter(one.finding_type for one in findings)
    named = [kind for kind in _KINDS if counts[kind]]
    told = [count_text(counts[kind], kind.lower().replace("_", " ")) for kind in named]
    return f"Validation found {', '.join(told) or 'nothing'}."
