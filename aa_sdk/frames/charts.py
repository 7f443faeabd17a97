"""Charts of findings that say what they show: how old, how public, how unused, and since when.

```python
from aa_sdk.frames import charts

report = await hydrate(client, analyzer_arn=arn, findings=listing).collect()
charts.age_histogram(report)
```

Most take findings in any form, pages of them, or what `hydrate` returned; or a frame or table with
the columns of `findings_table`: of polars, pandas, pyarrow or DuckDB, or whatever else hands over
Arrow data. Each returns an altair chart, which a notebook shows, and which can be saved, changed
and put beside others. What is drawn is counted before: a chart of 100,000 findings is as small as
one of ten.

Everything that is given is counted, whichever status it has, if a chart does not say otherwise. The
title says of what: `active` where all are active; where they differ, a line below it has the
counts. Public is what anyone has access to. Cross-account is other access from outside of the zone
of trust, as the service's own statistics count it. The rest is grey, what
was not read with its details too; how much that is stands below the title.

Charts have no background, and words in the colours of the notebook's theme. They need the extra
`notebook`.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from aa_sdk._display.words import short_type
from aa_sdk._lazy import hide_imports
from aa_sdk.frames._ages import moment_of
from aa_sdk.frames._charts.ages import age_bars
from aa_sdk.frames._charts.counting import bars_by
from aa_sdk.frames._charts.extra import notebook_extra
from aa_sdk.frames._charts.heat import heat
from aa_sdk.frames._charts.pictures import Nothing, Picture, Words
from aa_sdk.frames._charts.public_list import public_spans
from aa_sdk.frames._charts.rows import rows_in
from aa_sdk.frames._charts.rule import rule_bars
from aa_sdk.frames._charts.steps import steps_in
from aa_sdk.frames._charts.timeline import timeline_of
from aa_sdk.frames._charts.unused import unused_in
from aa_sdk.workflows import RuleEffect

if TYPE_CHECKING:
    import altair

__all__ = (
    "age_histogram",
    "by_account",
    "by_resource_type",
    "public_exposure",
    "rule_effect_chart",
    "timeline",
    "unused_services_heatmap",
)
hide_imports(__name__)

_NO_CHANGES = Nothing(Words("No changes were given"), "No changes")
_NO_FINDINGS = Nothing(Words("No findings were given"), "No findings")


def age_histogram(findings: object, *, now: datetime | None = None) -> "altair.LayerChart":
    """Draw how old findings are, in steps that people act on: by week, month, quarter and year.

    Args:
        findings: Findings, or a frame with the columns `created_at` and `is_public`.
        now: The moment that ages are counted from. Default: now.

    Returns:
        Standing bars, public, cross-account and the rest on top of each other.

    Raises:
        ValueError: A frame lacks a column, or has something else in it; `now` has no time zone.
        TypeError: There is something else than findings.
        ModuleNotFoundError: The extra `notebook` is not installed.
    """
    moment = moment_of(now)
    rows = rows_in(findings, "age_histogram", ("created_at", "is_public"))
    return _drawn(age_bars(rows, moment) if rows else _NO_FINDINGS)


def by_account(findings: object) -> "altair.LayerChart":
    """Draw in which accounts the resources are: those with the most public ones first.

    Args:
        findings: Findings, or a frame with the columns `resource_owner_account` and `is_public`.

    Returns:
        A bar for each of twelve accounts, and one for all others together.

    Raises:
        ValueError: A frame lacks a column, or has something else in it.
        TypeError: There is something else than findings.
        ModuleNotFoundError: The extra `notebook` is not installed.
    """
    rows = rows_in(findings, "by_account", ("resource_owner_account", "is_public"))
    if not rows:
        return _drawn(_NO_FINDINGS)
    return _drawn(bars_by(rows, lambda row: row.account, "account", "in account {}"))


def by_resource_type(findings: object) -> "altair.LayerChart":
    """Draw of which types the resources are: those with the most public ones first.

    Args:
        findings: Findings, or a frame with the columns `resource_type` and `is_public`.

    Returns:
        A bar for each of twelve types, and one for all others together.

    Raises:
        ValueError: A frame lacks a column, or has something else in it.
        TypeError: There is something else than findings.
        ModuleNotFoundError: The extra `notebook` is not installed.
    """
    rows = rows_in(findings, "by_resource_type", ("resource_type", "is_public"))
    if not rows:
        return _drawn(_NO_FINDINGS)
    where = "of resource type {}"
    return _drawn(bars_by(rows, lambda row: row.resource_type, "resource type", where, short_type))


def public_exposure(findings: object, *, now: datetime | None = None) -> "altair.LayerChart":
    """Draw which resources are public, for how long they have been, and what anyone may do.

    Resolved findings are left out, for their resources are public no more, and counted below the
    title. Archived ones are drawn in grey, after the others: somebody wanted that, and anyone has
    access nevertheless.

    Args:
        findings: Findings with their details, or a frame with the columns `resource`, `created_at`
            and `is_public`.
        now: The moment that days are counted to. Default: now.

    Returns:
        A bar for each of the twelve resources that have been public for the longest time, and one
        for all others together; beside it the actions.

    Raises:
        ValueError: The findings do not say whether they are public, because they are summaries;
            a frame lacks a column, or has something else in it; `now` has no time zone.
        TypeError: There is something else than findings.
        ModuleNotFoundError: The extra `notebook` is not installed.
    """
    moment, needed = moment_of(now), ("resource", "created_at", "is_public")
    rows = rows_in(findings, "public_exposure", needed, with_actions=True)
    return _drawn(public_spans(rows, moment) if rows else _NO_FINDINGS)


def unused_services_heatmap(
    findings: object, *, now: datetime | None = None
) -> "altair.LayerChart":
    """Draw which services roles and users may use and do not, and how long ago they last did.

    Resolved findings are left out, and counted below the title.

    Args:
        findings: Findings about unused access with their details, or a frame with the columns
            `resource`, `service_namespace` and `last_accessed`, as `details_table` and
            `unused_actions_table` have them.
        now: The moment that days are counted to. Default: now.

    Returns:
        A cell for each service of each role or user, of the fourteen roles and users that have the
        most such services, and of the fourteen services that the most have.

    Raises:
        ValueError: The findings do not say which services, because they are summaries; a frame
            lacks a column, or has something else in it; `now` has no time zone.
        TypeError: There is something else than findings.
        ModuleNotFoundError: The extra `notebook` is not installed.
    """
    moment, found = moment_of(now), unused_in(findings)
    return _drawn(heat(found, moment) if found.given else _NO_FINDINGS)


def rule_effect_chart(effect: RuleEffect) -> "altair.LayerChart":
    """Draw what an archive rule would hide: of all active findings, and of which resource types.

    ```python
    charts.rule_effect_chart(await rule_effect(client, analyzer_arn, rule))
    ```

    Args:
        effect: What `aa_sdk.workflows.rule_effect` returned.

    Returns:
        A bar for all active findings and one for each type of resource, with examples.

    Raises:
        TypeError: It is something else.
        ModuleNotFoundError: The extra `notebook` is not installed.
    """
    _check_effect(effect)
    return _drawn(rule_bars(effect))


def timeline(changes: object, *, now: datetime | None = None) -> "altair.LayerChart":
    """Draw how many findings are new and how many were resolved, day by day.

    ```python
    changes = await sync_findings(client, analyzer_arn=arn, store=store)
    charts.timeline(changes)
    ```

    A finding is open while it is there and not `RESOLVED`: archived ones are, for the access that
    they are about is still given. New is what became open: every `New`, and what was resolved
    before and is there again. Resolved is what was `Resolved`, and what was so already when it
    was first noticed. What went without being resolved, as `Deleted` says, is gone. What leaves a
    finding as open as it was is counted below the title alone: `Changed`, `Archived` and
    `Reopened` of what was archived, and `Expired`.

    Days are those of UTC, by `happened_at`. Where they are more than 36, the bars are weeks, else
    months, quarters or years.

    Args:
        changes: What `sync_findings` or `FindingStore.changes` returned, which is read from the
            disk, in an event loop better in a thread; any changes; or a frame or table with the
            columns `kind` and `happened_at`, as `changes_table` has them. `status_before`,
            `status_after`, `updated_at` and `resource` are read too where they are there.
        now: Up to when the chart goes, so that quiet days at the end are seen. Default: up to the
            last change that it shows.

    Returns:
        A bar up for what is new, and one down for what is not open any more, for each day.

    Raises:
        ValueError: A frame lacks a column, or has something else in it; `now` has no time zone.
        TypeError: There is something else than changes.
        StoreError: The changes are of a store that is closed.
        ModuleNotFoundError: The extra `notebook` is not installed.
    """
    moment = None if now is None else moment_of(now)
    found = steps_in(changes)
    return _drawn(timeline_of(found, moment) if found.given else _NO_CHANGES)


def _check_effect(value: object) -> None:
    if not isinstance(value, RuleEffect):
        raise TypeError(
            f"{type(value).__name__} is no effect of a rule: pass what "
            "await aa_sdk.workflows.rule_effect(…) returned"
        )


def _drawn(picture: Picture) -> "altair.LayerChart":
    with notebook_extra():
        from aa_sdk.frames._charts.drawing import draw  # noqa: PLC0415 (altair is an extra)
    return draw(picture)
