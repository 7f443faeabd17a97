"""Operations on policy generations."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from aa_sdk._arns import Arn
from aa_sdk.emulator._account.entities import PolicyGeneration
from aa_sdk.emulator._account.failures import taken
from aa_sdk.emulator._account.generated_policies import is_service, written_policies
from aa_sdk.emulator._account.usage import used_between
from aa_sdk.emulator._handlers.call import Call, Output
from aa_sdk.emulator._protocol.errors import invalid_field, other_problem, quota_exceeded
from aa_sdk.emulator._protocol.timestamps import iso_text, milliseconds_in, moment_of

_DAY = milliseconds_in(timedelta(days=1))
_LISTED = 7 * _DAY
_LONGEST_RANGE = 90 * _DAY


def start_policy_generation(call: Call) -> Output:
    """Start a job that writes a policy from what a role or user did."""
    scope, details = call.scope, call.params.get("cloudTrailDetails")
    if details is None:
        raise other_problem("Missing cloudTrailDetails")
    start, end = _range(call, details)
    _check_quotas(call)
    trails: dict[str, Any] = {
        "trailProperties": [
            {
                "cloudTrailArn": trail["cloudTrailArn"],
                "regions": trail.get("regions") or [],
                "allRegions": bool(trail.get("allRegions")),
            }
            for trail in details["trails"]
        ],
        "startTime": iso_text(start),
        "endTime": iso_text(end),
    }
    principal: str = call.params["policyGenerationDetails"]["principalArn"]
    job = PolicyGeneration(
        id=call.world.ids.new(),
        principal=principal,
        trails=trails,
        started_at=call.now,
        ends_at=call.after(call.world.durations.policy_generation),
        used=used_between(call.world, principal, start, end, _regions(details["trails"])),
        error=taken(call.world.failures.generations),
    )
    scope.generations[job.id] = job
    return {"jobId": job.id}


def _range(call: Call, details: Mapping[str, Any]) -> tuple[int, int]:
    start = moment_of(details["startTime"])
    end = call.now if details.get("endTime") is None else moment_of(details["endTime"])
    if end <= start:
        raise invalid_field("cloudTrailDetails.endTime", "must be after startTime")
    if end - start > _LONGEST_RANGE:
        raise invalid_field("cloudTrailDetails.startTime", "must be at most 90 days before endTime")
    if not details["trails"]:
        raise invalid_field("cloudTrailDetails.trails", "must have at least 1 items")
    return start, end


def _regions(trails: Sequence[Mapping[str, Any]]) -> set[str] | None:
    """Return the Regions that any of the trails is looked at for; None for all of them."""
    if any(trail.get("allRegions") for trail in trails):
        return None
    return {region for trail in trails for region in trail.get("regions") or _home(trail)}


def _home(trail: Mapping[str, Any]) -> list[str]:
    arn = Arn.parse(trail["cloudTrailArn"])
    return [arn.region] if arn else []


def _check_quotas(call: Call) -> None:
    quotas, jobs = call.world.quotas, call.scope.generations.values()
    running = sum(job.status_at(call.now) == "IN_PROGRESS" for job in jobs)
    if running >= quotas.concurrent_generations:
        raise quota_exceeded(
            f"{running} policy generations are in progress, as many as there may be",
            call.scope.account_id,
            "PolicyGeneration",
        )
    # Cancelled jobs count as well: they were started.
    today = sum(job.started_at + _DAY > call.now for job in jobs)
    if today >= quotas.generations_per_day:
        raise quota_exceeded(
            f"{today} policy generations were started within a day, as many as there may be",
            call.scope.account_id,
            "PolicyGeneration",
        )


def get_generated_policy(call: Call) -> Output:
    """Return a job and, when it is done, the policies it wrote."""
    job = _job(call)
    details = _summary(job, call.now)
    status = details["status"]
    properties: dict[str, Any] = {"principalArn": job.principal}
    result: dict[str, Any] = {"properties": properties}
    if status == "FAILED":
        details["jobError"] = job.error
    if status == "SUCCEEDED":
        # Which actions of a service were used, the trail may not tell.
        is_complete = not any(map(is_service, job.used))
        properties |= {"isComplete": is_complete, "cloudTrailProperties": job.trails}
        policies = written_policies(
            job.used,
            call.scope.partition,
            placeholders=bool(call.params.get("includeResourcePlaceholders")),
            template=bool(call.params.get("includeServiceLevelTemplate")),
        )
        result["generatedPolicies"] = [{"policy": policy} for policy in policies]
    return {"jobDetails": details, "generatedPolicyResult": result}


def list_policy_generations(call: Call) -> Output:
    """Return a page of the jobs of the last seven days, the newest first."""
    paging, principal = call.paging(), call.params.get("principalArn")
    numbered = list(enumerate(call.scope.generations.values()))[::-1]
    # The newest first, so the numbers are negative: a page is cut in ascending order.
    chosen = [
        (-number, job)
        for number, job in numbered
        if job.started_at + _LISTED > call.now and principal in (None, job.principal)
    ]
    page, more = paging.cut(chosen, lambda numbered: numbered[0])
    summaries = [{**_summary(job, call.now), "principalArn": job.principal} for _, job in page]
    return {"policyGenerations": summaries, **more}


def _summary(job: PolicyGeneration, now: int) -> dict[str, Any]:
    status = job.status_at(now)
    summary: dict[str, Any] = {
        "jobId": job.id,
        "status": status,
        "startedOn": iso_text(job.started_at),
    }
    if status != "IN_PROGRESS":
        summary["completedOn"] = iso_text(min(job.ends_at, now))
    return summary


def cancel_policy_generation(call: Call) -> Output:
    """Cancel a job that is in progress; one that is cancelled already stays so."""
    job = _job(call)
    status = job.status_at(call.now)
    if status == "IN_PROGRESS":
        job.cancelled, job.ends_at = True, call.now
    elif status != "CANCELED":
        raise other_problem(f"The policy generation is {status}")
    return {}


def _job(call: Call) -> PolicyGeneration:
    job = call.scope.generations.get(call.params["jobId"])
    if job is None:
        raise invalid_field("jobId", "must be the id of a policy generation")
    return job
