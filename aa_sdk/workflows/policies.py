"""Many policies checked: here first, and by the service where that is needed."""

from collections.abc import Callable, Iterable, Mapping, Sized
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread

from aa_sdk._lazy import hide_imports
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.models import (
    Access,
    AccessCheckResourceType,
    AccessDict,
    PolicyType,
    Texts,
    ValidatePolicyResourceType,
)
from aa_sdk.policy import ActionCatalogue
from aa_sdk.progress import Progress
from aa_sdk.workflows._arguments import check_concurrency
from aa_sdk.workflows._meter import Meter
from aa_sdk.workflows._policies.arguments import inquiry_of
from aa_sdk.workflows._policies.inquiry import named
from aa_sdk.workflows._policies.outcomes import (
    CheckOutcome,
    DecidedBy,
    PolicyCheckFailed,
    PolicyOutcome,
    PolicyUndecided,
    PolicyVerdict,
    ValidationOutcome,
    ValidationVerdict,
)
from aa_sdk.workflows._policies.questions import PolicyQuestion
from aa_sdk.workflows._policies.results import PolicyReport, PolicyResult
from aa_sdk.workflows._policies.run import Run

__all__ = (
    "CheckOutcome",
    "DecidedBy",
    "PolicyCheckFailed",
    "PolicyOutcome",
    "PolicyQuestion",
    "PolicyReport",
    "PolicyResult",
    "PolicyUndecided",
    "PolicyVerdict",
    "ValidationOutcome",
    "ValidationVerdict",
    "check_policies",
)
hide_imports(__name__)

_Document = str | Mapping[str, Any] | Path


async def check_policies(
    policies: Mapping[str, _Document] | Iterable[_Document],
    *,
    new_access_against: _Document | Mapping[str, _Document] | None = None,
    access_not_granted: Access | AccessDict | Texts | None = None,
    no_public_access: AccessCheckResourceType | Mapping[str, AccessCheckResourceType] | None = None,
    validate: bool = True,
    validate_as: ValidatePolicyResourceType
    | Mapping[str, ValidatePolicyResourceType]
    | None = None,
    policy_type: PolicyType | None = None,
    catalogue: ActionCatalogue | None = None,
    client: AccessAnalyzerClient | None = None,
    concurrency: int = 8,
    on_progress: Callable[[Progress], object] | None = None,
) -> PolicyReport:
    """Check many policies: offline, and where a client is given, by the service what is left over.

    ```python
    report = await check_policies(
        Path("policies").glob("*.json"),
        access_not_granted=["iam:CreateUser", "kms:DeleteKey"],
    )
    for result in report.not_passed:
        print(result)
    ```

    What is wrong with one policy, or with the call about it, is part of its result, and costs none
    of the others. The same question of the same policy is decided once, whatever its layout and
    the order of its keys. The event loop is never held: policies are decided in worker threads.

    Args:
        policies: The policies: a mapping of names to documents, or documents, which are then named
            by their paths, or by their places from 0. A document is JSON text, the mapping that it
            stands for, or the `Path` of a file. An iterator is taken as policies are checked.
        new_access_against: What no policy may allow more than: one document for all, or a mapping
            of names to documents, such as the versions before; a policy without one is not asked.
            Default: not asked.
        access_not_granted: What no policy may allow: actions, or an `Access` or a mapping that
            names actions, resources or both. More than the 100 of each that a check takes are
            split, and each action is asked with each resource. Default: not asked.
        no_public_access: The type of the resource that all policies are for, or a mapping of names
            to types; a policy without one is not asked. Default: not asked.
        validate: Whether policies are validated. Default: yes. Where there is no catalogue and a
            client, the service validates them.
        validate_as: The type of the resource whose rules resource policies are validated by, or a
            mapping of names to types. Default: the type that `no_public_access` says, if it has
            rules of its own; else a trust policy is told for one.
        policy_type: What all policies hang on. Default: told for each; one with a Principal or a
            NotPrincipal in any statement is a resource's, any other an identity's. Policies of
            organizations have to be named: `SERVICE_CONTROL_POLICY`, `RESOURCE_CONTROL_POLICY`.
            They are validated, and not checked.
        catalogue: The actions, resources and condition keys that validation knows. Default: those
            of the extra `validate`, if it is installed.
        client: Whom to ask what is undecided here. It is charged for by the call. Default: nobody,
            and nothing is sent.
        concurrency: How many calls are under way at most; 1 or more. They go at the client's pace;
            it gets one where it has none.
        on_progress: Is called with a `Progress` as it goes on, counted in policies, on the event
            loop: it must return at once. What it raises is logged.

    Returns:
        What became of each policy, in their order, and what it took.

    Raises:
        InvalidRequestError: An argument cannot be used; it names each: a type that is not known, a
            name that no policy has, a policy to compare with that is malformed, or nothing is
            asked. Nothing was done.
        CredentialsError: There are no usable credentials, or no longer.
        ClientClosedError: The client is closed, or was closed meanwhile.
        EventLoopError: The client belongs to another event loop.
        Exception: Whatever `policies` raises while it is iterated; it ends the run as well.
    """
    check_concurrency(concurrency)
    started, meter = anyio.current_time(), Meter(on_progress)
    read = partial(
        inquiry_of,
        policies,
        new_access_against=new_access_against,
        access_not_granted=access_not_granted,
        no_public_access=no_public_access,
        validate=validate,
        validate_as=validate_as,
        policy_type=policy_type,
        catalogue=catalogue,
    )
    inquiry = await anyio.to_thread.run_sync(read, abandon_on_cancel=True)
    meter.total = len(policies) if isinstance(policies, Sized) else None
    run = Run(inquiry, client, meter, concurrency=concurrency)
    try:
        results = await run(named(policies))
    finally:
        meter.end()
    return PolicyReport(
        results=tuple(results),
        **vars(run.tally),
        throttled=meter.throttled,
        elapsed=anyio.current_time() - started,
    )
