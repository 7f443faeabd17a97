"""Reports that decide: what is open and to be looked at first, and what is unused and can go."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from aa_sdk._lazy import hide_imports
from aa_sdk.frames._ages import moment_of
from aa_sdk.frames._reports.actions import Level
from aa_sdk.frames._reports.chosen import Kinds, LeftOut, choose
from aa_sdk.frames._reports.conditions import Hold
from aa_sdk.frames._reports.exposure_groups import ExposureGroup, GroupKind
from aa_sdk.frames._reports.exposure_report import ExposureReport
from aa_sdk.frames._reports.exposures import Exposure, Reach, rank_exposures
from aa_sdk.frames._reports.parties import Party, PartyKind
from aa_sdk.frames._reports.unused_access_report import UnusedAccessReport
from aa_sdk.frames._reports.unused_groups import UnusedGroup, UnusedGroupKind
from aa_sdk.frames._reports.unused_things import (
    UnusedKind,
    UnusedPrincipal,
    UnusedThing,
    rank_principals,
)
from aa_sdk.frames._sources import FindingsSource

__all__ = (
    "Exposure",
    "ExposureGroup",
    "ExposureReport",
    "GroupKind",
    "Hold",
    "LeftOut",
    "Level",
    "Party",
    "PartyKind",
    "Reach",
    "UnusedAccessReport",
    "UnusedGroup",
    "UnusedGroupKind",
    "UnusedKind",
    "UnusedPrincipal",
    "UnusedThing",
    "exposure_report",
    "unused_access_report",
)
hide_imports(__name__)

_EXPOSURE: Final = Kinds(
    report="exposure_report",
    types=frozenset({"ExternalAccess", "InternalAccess"}),
    other="unused_access_report",
    words="external and internal access",
)
_UNUSED: Final = Kinds(
    report="unused_access_report",
    types=frozenset(
        {"UnusedIAMRole", "UnusedIAMUserAccessKey", "UnusedIAMUserPassword", "UnusedPermission"}
    ),
    other="exposure_report",
    words="unused access",
)


def exposure_report(
    findings: FindingsSource,
    *,
    now: datetime | None = None,
    statuses: Collection[str] = ("ACTIVE",),
) -> ExposureReport:
    """Report what is open to whom, and what to look at first.

    ```python
    report = await hydrate(client, analyzer_arn=arn, findings=listing).collect()
    exposure = exposure_report(report)
    print(exposure)
    for one in exposure.first:
        print(one.finding.resource, *one.reasons, sep="; ")
    ```

    `priorities` is ordered by these, each deciding only where those before it are equal:

    1. From where there is access: from everywhere, then from outside of the zone of trust (there,
       first what is open to everyone whom a condition lets through), then where the finding does
       not say, then from inside.
    2. The gravest action: one that changes who may do what or hands over a role, then one that
       writes, then those that only read. Names decide: what is not known to read counts as
       writing.
    3. What the conditions are worth: none, then those that say little of who comes in, then those
       on networks, then those on accounts, organizations and names. Of several ways in, the
       weakest counts.
    4. Age: what has been open for longer comes first. Ties go by id.

    What a finding says is taken as it stands: policies of the organization that the service did
    not look at are mentioned in the reasons, and change no place.

    Args:
        findings: Findings of external or internal access in any form, mixed or not: lists, pages,
            what `hydrate` returned, findings of the first version, of access previews. Findings
            that come twice count once, in the form with details. Others are counted and left out.
        now: The moment to reckon ages from, with a time zone. Default: the present.
        statuses: The statuses of findings to report on; others are counted and left out. Default:
            those that are active.

    Returns:
        The report. It prints and shows as a summary, and adds up.

    Raises:
        TypeError: There is something else than findings in `findings`, or `now` is no datetime.
        ValueError: Findings are summaries of the second version, which have no details: hydrate
            them. Or all findings are of unused access; or `now` has no time zone; or `statuses`
            is empty or names one that there is not.
    """
    moment = moment_of(now)
    chosen, left_out = choose(findings, statuses, _EXPOSURE)
    return ExposureReport(
        now=moment,
        statuses=tuple(statuses),
        priorities=rank_exposures(chosen, moment),
        left_out=left_out,
    )


def unused_access_report(
    findings: FindingsSource,
    *,
    now: datetime | None = None,
    statuses: Collection[str] = ("ACTIVE",),
) -> UnusedAccessReport:
    """Report what roles and users have and do not use, and what to remove first.

    ```python
    report = await hydrate(client, analyzer_arn=arn, findings=listing).collect()
    unused = unused_access_report(report)
    print(unused)
    for one in unused.first:
        print(one.principal, *one.steps, sep="; ")
    ```

    A role or user is one entry with all that it does not use, from however many findings: a key
    that two analyzers report is one key. `priorities` is ordered by these, each deciding only
    where those before it are equal:

    1. What there is to remove: access keys, which work from anywhere and by themselves; then
       console passwords; then whole roles; then permissions of what is otherwise in use.
    2. The gravest of the unused actions: one that changes who may do what or hands over a role,
       then one that writes, then those that only read. Names decide: what is not known to read
       counts as writing.
    3. Use: what was never used comes first, then what has not been used for longer.
    4. How many things are unused: more of them first. Ties go by ARN.

    Args:
        findings: Findings of unused access with their details, in lists, pages, or as `hydrate`
            returned them. Findings that come twice count once. Others are counted and left out.
        now: The moment to reckon days from, with a time zone. Default: the present.
        statuses: The statuses of findings to report on; others are counted and left out. Default:
            those that are active.

    Returns:
        The report. It prints and shows as a summary, and adds up.

    Raises:
        TypeError: There is something else than findings in `findings`, or `now` is no datetime.
        ValueError: Findings are summaries, which have no details: hydrate them. Or all findings
            are of external or internal access; or `now` has no time zone; or `statuses` is empty
            or names one that there is not.
    """
    moment = moment_of(now)
    chosen, left_out = choose(findings, statuses, _UNUSED)
    principals, unclear = rank_principals(chosen, moment)
    return UnusedAccessReport(
        now=moment,
        statuses=tuple(statuses),
        priorities=principals,
        unclear=unclear,
        left_out=left_out,
    )
