"""Analyzers as they are specified: what would have to change, and doing it.

A specification says what an analyzer is to be. `plan_analyzer` reads what there is and tells the
difference, `ensure_analyzer` makes it. Both can be run again at any time: what was cut off is
completed, and where there is nothing to do nothing is written.
"""

import math
from typing import Any

import anyio

from aa_sdk._lazy import hide_imports
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import (
    ConflictException,
    InvalidField,
    InvalidRequestError,
    ResourceNotFoundException,
)
from aa_sdk.models import AnalyzerSummary, AnalyzerType, GetAnalyzerResponse
from aa_sdk.workflows._plan.applying import carry_out
from aa_sdk.workflows._plan.changes import Blocked, Change, Unmanaged
from aa_sdk.workflows._plan.comparing import planned
from aa_sdk.workflows._plan.failures import (
    AnalyzerFailedError,
    AnalyzerNotFoundError,
    PlanBlockedError,
    reason_code,
)
from aa_sdk.workflows._plan.limits import type_fault
from aa_sdk.workflows._plan.plan import Applied, Plan
from aa_sdk.workflows._plan.reading import read_state
from aa_sdk.workflows._plan.specification import AnalyzerSpec

__all__ = (
    "AnalyzerFailedError",
    "AnalyzerNotFoundError",
    "AnalyzerSpec",
    "Applied",
    "Blocked",
    "Change",
    "Plan",
    "PlanBlockedError",
    "Unmanaged",
    "ensure_analyzer",
    "find_analyzer",
    "plan_analyzer",
)
hide_imports(__name__)

_ROUNDS = 5
_PAUSE = 1


async def plan_analyzer(
    client: AccessAnalyzerClient,
    spec: AnalyzerSpec,
    *,
    prune: bool = False,
    adopt: bool = False,
    replace: bool = False,
) -> Plan:
    """Tell what would have to change for an analyzer to be as specified. Nothing is written.

    ```python
    print(await plan_analyzer(client, AnalyzerSpec("audit", "ACCOUNT")))
    ```

    Meanings are compared: neither the order of values, keys, exclusions and inclusions counts, nor
    whether a default is said or left out.

    Args:
        client: A client of the account and Region.
        spec: What the analyzer is to be.
        prune: Delete archive rules and tags that are not specified. Default: they stay, and are
            named. Tags of AWS, `aws:…`, always stay.
        adopt: Where there is no analyzer of the name, take over the only other one of the type,
            which keeps its name. Default: it stands in the way if there can be no second one.
        replace: Delete the analyzer, with its findings, and create it anew where nothing else
            helps: for another age of unused access, or because it FAILED. Recreating an analyzer of
            unused access is charged for again. Default: what cannot be changed stands in the way.

    Returns:
        The plan; what stands in the way is in its `blocked`.

    Raises:
        InvalidRequestError: `spec` is no specification.
        AccessAnalyzerError: A call failed; see `aa_sdk.errors`.
    """
    _check_spec(spec)
    state = await read_state(client.paced(), spec, adopt=adopt)
    return planned(spec, state, prune=prune, adopt=adopt, replace=replace)


async def ensure_analyzer(
    client: AccessAnalyzerClient,
    spec: AnalyzerSpec,
    *,
    prune: bool = False,
    adopt: bool = False,
    replace: bool = False,
    timeout: float = 600,  # noqa: ASYNC109 (part of the waiting has a bound of its own)
) -> Applied:
    """See to it that an analyzer is as specified, and ACTIVE.

    ```python
    spec = AnalyzerSpec("audit", "ACCOUNT", tags={"team": "security"})
    applied = await ensure_analyzer(client, spec)
    print(applied)
    ```

    Reads, compares, and writes what differs: a new analyzer with all that belongs to it in one
    call; of one that exists first the archive rules, then tags and configuration. However it is cut
    off, running it again completes it. What others change meanwhile is read again, up to four
    times.

    Args:
        client: A client of the account and Region.
        spec: What the analyzer is to be.
        prune: Delete archive rules and tags that are not specified; see `plan_analyzer`.
        adopt: Take over the only other analyzer of the type; see `plan_analyzer`.
        replace: Delete the analyzer and create it anew where nothing else helps; see
            `plan_analyzer`.
        timeout: Seconds to wait at most for the analyzer to be ACTIVE, and for an organization
            that AWS does not know of yet; above 0. Default: 600. For room in the quota, as after a
            deletion, it waits for 30 seconds at most.

    Returns:
        The analyzer, and what was changed.

    Raises:
        InvalidRequestError: `spec` is no specification, or `timeout` no positive number.
        PlanBlockedError: Something stands in the way, such as an analyzer of another type under
            the name, or a change that needs `replace`. Nothing was written.
        AnalyzerFailedError: The analyzer is DISABLED, or FAILED and is not to be replaced. It is a
            `JobFailedError`.
        JobTimeoutError: The analyzer was still CREATING after `timeout`; it goes on.
        ServiceQuotaExceededException: There is no room for the analyzer, or for a rule.
        ValidationException: There is no organization after `timeout`.
        ConflictException: Others kept changing the same things.
        AccessAnalyzerError: A call failed in another way; see `aa_sdk.errors`.
    """
    _check_timeout(timeout)
    deadline = anyio.current_time() + timeout
    made: list[Change] = []
    plan = first = await plan_analyzer(client, spec, prune=prune, adopt=adopt, replace=replace)
    rounds = 1
    while True:
        _refuse_blocked(plan)
        try:
            analyzer = await carry_out(client, plan, made.append, deadline)
        except (ConflictException, ResourceNotFoundException):
            if rounds >= _ROUNDS:
                raise
        else:
            if analyzer is not None:
                return Applied(first, analyzer, tuple(made))
        rounds += 1
        await anyio.sleep(_PAUSE)
        plan = await plan_analyzer(client, spec, prune=prune, adopt=adopt, replace=replace)


def _check_spec(spec: object) -> None:
    if not isinstance(spec, AnalyzerSpec):
        raise InvalidRequestError(InvalidField("spec", "must be an AnalyzerSpec", spec))


def _check_timeout(timeout: Any) -> None:
    is_number = isinstance(timeout, int | float) and not isinstance(timeout, bool)
    if not is_number or not 0 < timeout < math.inf:
        reason = "must be a number of seconds above 0"
        raise InvalidRequestError(InvalidField("timeout", reason, timeout))


def _refuse_blocked(plan: Plan) -> None:
    if not plan.blocked:
        return
    analyzer, spec = plan.analyzer, plan.spec
    if analyzer is not None and analyzer.managed_by is None and analyzer.type == spec.type:
        is_replaced = any(change.action == "-/+" for change in plan.changes)
        is_failed = analyzer.status == "FAILED" and not is_replaced
        if is_failed or analyzer.status == "DISABLED":
            last = GetAnalyzerResponse(analyzer=analyzer)
            raise AnalyzerFailedError(analyzer.name, reason_code(analyzer), analyzer.status, last)
    raise PlanBlockedError(plan)


async def find_analyzer(client: AccessAnalyzerClient, type: AnalyzerType) -> AnalyzerSummary:
    """Return the one active analyzer of a type.

    ```python
    analyzer = await find_analyzer(client, "ACCOUNT")
    findings = client.list_findings_v2(analyzer.arn)
    ```

    Args:
        client: A client of the account and Region.
        type: Scope and kind.

    Returns:
        The analyzer as listings have it, without its `configuration`, which `get_analyzer` reads.

    Raises:
        AnalyzerNotFoundError: There is none, none that is active, or more than one that is; it
            names them. It is a `LookupError`.
        InvalidRequestError: There is no such type.
        AccessAnalyzerError: The call failed in another way; see `aa_sdk.errors`.
    """
    if fault := type_fault(type):
        raise InvalidRequestError(InvalidField("type", fault, type))
    listed = await client.paced().list_analyzers(type=type).collect()
    working = [analyzer for analyzer in listed if analyzer.status == "ACTIVE"]
    if len(working) == 1:
        return working[0]
    raise AnalyzerNotFoundError(type, tuple(working or listed))
