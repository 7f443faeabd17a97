"""Tables of findings, and of everything else that the service lists: one fixed schema for each.

```python
table = findings_table(findings)  # summaries, whole findings, pages, what hydrate returned
pl.DataFrame(table)
table = await collect_findings_table(client.list_findings_v2(analyzer_arn))
```

Each function takes one of the things it is for, a response that has some, or any iterable of
both, and gives a `Table` with the same columns whatever came, and for nothing at all. Columns are
named as the fields of the models. `extra`, in most tables the last column, holds as JSON, under
the names on the wire, whatever the other columns do not say in full: members that this release
does not know, nulls that the service sent, numbers too large. It is null where there is nothing.
Tables need the extra `frames`.
"""

from collections.abc import Callable, Iterable

from aa_sdk._lazy import hide_imports
from aa_sdk.frames._sources import FindingsSource, placed_in
from aa_sdk.frames._tables import nouns
from aa_sdk.frames._tables.building import table_from
from aa_sdk.frames._tables.changes import CHANGES
from aa_sdk.frames._tables.choosing import of_noun, table_for
from aa_sdk.frames._tables.collecting import collect
from aa_sdk.frames._tables.details import ACTIONS_LAYOUT, DETAILS_LAYOUT, action_rows, detail_rows
from aa_sdk.frames._tables.findings import FINDINGS
from aa_sdk.frames._tables.inputs import (
    AccessPreviews,
    AnalyzedResources,
    Analyzers,
    ArchiveRules,
    Checks,
    FindingsListing,
    PolicyGenerations,
    RecommendedSteps,
    ValidationFindings,
)
from aa_sdk.frames._tables.policies import CHECK_REASONS, VALIDATION_FINDINGS, reason_rows
from aa_sdk.frames._tables.statistics import (
    RULE_EFFECT,
    STATISTICS,
    effect_rows,
    statistics_rows,
)
from aa_sdk.frames._tables.table import Table
from aa_sdk.models import FindingDetails, GetFindingsStatisticsResponse, ReasonSummary
from aa_sdk.progress import Progress
from aa_sdk.workflows import FindingChange, RuleEffect, StoredFindings

__all__ = (
    "Table",
    "access_previews_table",
    "analyzed_resources_table",
    "analyzers_table",
    "archive_rules_table",
    "changes_table",
    "check_reasons_table",
    "collect_findings_table",
    "details_table",
    "findings_table",
    "policy_generations_table",
    "recommended_steps_table",
    "rule_effect_table",
    "statistics_table",
    "table_of",
    "unused_actions_table",
    "validation_findings_table",
)
hide_imports(__name__)


def findings_table(findings: FindingsSource) -> Table:
    """Put findings into a table, one row for each, in whatever form they came.

    ```python
    listing = client.list_findings_v2(analyzer_arn)
    report = await hydrate(client, analyzer_arn=analyzer_arn, findings=listing).collect()
    table = findings_table(report)
    duckdb.sql("select principal, count(*) from table_of_mine where is_public group by all")
    ```

    A summary has no details, so that whatever they would say is null, `is_public` too: `hydrated`
    tells those findings from the ones that were read. `finding_type` is what models call `about`.
    Of several principals the columns have the first, and `extra` all of them. Of several details
    the columns have the first that tells of access, but `is_public` is true if any of them is,
    `last_accessed` is the last of all, and `unused_services` and `unused_actions` count all;
    `extra` has them in full, and `details_table` has a row for each. `condition` and `sources` are
    JSON.

    Args:
        findings: Findings of any kind, mixed as may be, pages of them, or what `hydrate` gave: what
            could not be read counts with its summary. Of a change, the finding as it is, or was.
            Of a fleet, with `account`, `region` and `analyzer_arn`, which are null elsewhere.

    Returns:
        The table. A row together with its `extra` says all that the service said; `extra` is the
        whole finding where the service left out what kind it is.

    Raises:
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return table_from(FINDINGS, placed_in(findings))


async def collect_findings_table(
    paginator: FindingsListing | StoredFindings,
    on_progress: Callable[[Progress], object] | None = None,
) -> Table:
    """Fetch a listing of findings straight into a table, and keep nothing but its columns.

    A million findings take a fifth of what a list of them would, or less. Columns are made in a
    worker thread, some thousands of findings at a time.

    Args:
        paginator: A listing of `list_findings_v2`, `list_findings` or
            `list_access_preview_findings`, or `FindingStore.findings`, from its beginning.
        on_progress: Is called with a `Progress` as pages come, on the event loop: it must return
            at once. How many are to come, nobody knows.

    Returns:
        The table, as `findings_table` makes it.

    Raises:
        InvalidRequestError: It is no such listing, or `on_progress` is no plain function. Nothing
            was sent.
        PaginationError: The service repeats a token.
        AccessAnalyzerError: A page could not be fetched, or the store not be read; see
            `aa_sdk.errors`.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return await collect(paginator, on_progress)


def changes_table(changes: FindingChange | Iterable[FindingChange]) -> Table:
    """Put what became of findings into a table, one row for each change.

    `kind` is the class in small letters: `new`, `changed`, `resolved`, `archived`, `reopened`,
    `deleted` or `expired`. The columns from `finding_type` on tell of the finding as it is, or as
    it was where it is gone. `is_public` is what the last version says that was read whole, and null
    where an event is all there was. `members` names what differs from before; it is null for what
    is new or gone. `run` is null where an event told the change.

    Args:
        changes: What `sync_findings`, `FindingStore.changes` or `FindingStore.apply` returned, or
            any changes. `Changes` is read from the disk, which blocks: in an event loop, write
            `await anyio.to_thread.run_sync(changes_table, changes)`.

    Returns:
        The table, in the order of the changes.

    Raises:
        TypeError: There is something else among them.
        StoreError: `Changes` is of a store that is closed.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return of_noun(CHANGES, changes)


def details_table(findings: FindingsSource | FindingDetails | Iterable[FindingDetails]) -> Table:
    """Put the details of findings into a table, one row for each.

    Args:
        findings: Findings that have their details, or details themselves: then what concerns the
            finding is null. What `hydrate` could not read is left out.

    Returns:
        The table. `detail_index` is the place among a finding's details, null where a finding
        has no details apart from itself.

    Raises:
        ValueError: A finding is a summary without details: `hydrate` reads them.
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return table_from(DETAILS_LAYOUT, detail_rows(findings))


def unused_actions_table(
    findings: FindingsSource | FindingDetails | Iterable[FindingDetails],
) -> Table:
    """Put what roles and users may do and do not into a table, one row for each action.

    A service that is unused, and whose actions are not named, has one row, whose `action` is null.
    `last_accessed` is when the action was last used, `service_last_accessed` when anything of its
    service was.

    Args:
        findings: As for `details_table`. Findings of other types have no rows.

    Returns:
        The table.

    Raises:
        ValueError: A finding is a summary without details: `hydrate` reads them.
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return table_from(ACTIONS_LAYOUT, action_rows(findings))


def analyzers_table(analyzers: Analyzers | Iterable[Analyzers]) -> Table:
    """Put analyzers into a table. `tags` and `configuration` are JSON.

    Args:
        analyzers: Analyzers, pages of them, or what `Fleet.analyzers` gave.

    Returns:
        The table.

    Raises:
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return of_noun(nouns.ANALYZERS, analyzers)


def archive_rules_table(rules: ArchiveRules | Iterable[ArchiveRules]) -> Table:
    """Put archive rules into a table. `filter` is JSON, `filter_keys` lists what it asks for.

    Args:
        rules: Archive rules, or pages of them.

    Returns:
        The table.

    Raises:
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return of_noun(nouns.ARCHIVE_RULES, rules)


def analyzed_resources_table(resources: AnalyzedResources | Iterable[AnalyzedResources]) -> Table:
    """Put analyzed resources into a table. Listed ones have no more than ARN, type and owner.

    Args:
        resources: Analyzed resources as they are listed or read, or pages of them.

    Returns:
        The table.

    Raises:
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return of_noun(nouns.ANALYZED_RESOURCES, resources)


def access_previews_table(previews: AccessPreviews | Iterable[AccessPreviews]) -> Table:
    """Put access previews into a table. Listed ones have no `configurations`, which are JSON.

    Args:
        previews: Access previews as they are listed or read, or pages of them.

    Returns:
        The table.

    Raises:
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return of_noun(nouns.ACCESS_PREVIEWS, previews)


def policy_generations_table(
    generations: PolicyGenerations | Iterable[PolicyGenerations],
) -> Table:
    """Put jobs of policy generation into a table.

    Args:
        generations: Jobs, or pages of them.

    Returns:
        The table.

    Raises:
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return of_noun(nouns.POLICY_GENERATIONS, generations)


def recommended_steps_table(steps: RecommendedSteps | Iterable[RecommendedSteps]) -> Table:
    """Put the steps of recommendations into a table. A step of an unknown kind is in `extra`.

    Args:
        steps: Steps, or recommendations, whose steps are meant.

    Returns:
        The table.

    Raises:
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return of_noun(nouns.RECOMMENDED_STEPS, steps)


def validation_findings_table(
    findings: ValidationFindings | Iterable[ValidationFindings],
) -> Table:
    """Put findings about policies into a table.

    `path` and the columns from `start_line` to `end_offset` are those of the first place;
    `locations` has all of them, as JSON.

    Args:
        findings: Findings of `ValidatePolicy`, pages of them, or what
            `aa_sdk.policy.validate` returned.

    Returns:
        The table.

    Raises:
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return of_noun(VALIDATION_FINDINGS, findings)


def check_reasons_table(
    checks: Checks | ReasonSummary | Iterable[Checks | ReasonSummary],
) -> Table:
    """Put the reasons of policy checks into a table, one row for each.

    Args:
        checks: What checks returned, the client's or those of `aa_sdk.policy`; or their reasons,
            whose `result` and `message` are null then. A check without reasons has no row.

    Returns:
        The table.

    Raises:
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return table_from(CHECK_REASONS, reason_rows(checks))


def statistics_table(
    statistics: GetFindingsStatisticsResponse | Iterable[GetFindingsStatisticsResponse],
) -> Table:
    """Put the statistics of analyzers into a table, one row for each number.

    `measure` is the name that the number has on the model; `resource_type`, `account` and
    `finding_type` say of what, null where it is of everything.

    Args:
        statistics: What `get_findings_statistics` returned, for one analyzer or several.

    Returns:
        The table.

    Raises:
        TypeError: There is something else among them.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return table_from(STATISTICS, statistics_rows(statistics))


def rule_effect_table(effect: RuleEffect | Iterable[RuleEffect]) -> Table:
    """Put what an archive rule would hide into a table, one row for each number.

    The findings that it shows as examples are a table of their own:
    `findings_table(effect.examples)`.

    Args:
        effect: What `aa_sdk.workflows.rule_effect` returned, for one rule or several.

    Returns:
        The table. `measure` is the name that the number has on `RuleEffect`; numbers with a
        `finding_type` or a `resource_type` are parts of `would_hide`.

    Raises:
        TypeError: It is something else.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return table_from(RULE_EFFECT, effect_rows(effect))


def table_of(items: Iterable[object], item_type: object = None) -> Table:
    """Put the items of a listing into the table that is made for them.

    Args:
        items: What a listing of the client gave: findings, analyzers, archive rules, details …, all
            of one noun.
        item_type: Their class, or the union of their classes, as `AnalyzerSummary`; it says which
            table no items make. Default: that of the items.

    Returns:
        The table.

    Raises:
        TypeError: There is no table for such items, or not all are of one noun.
        ValueError: There are no items, or none of a known kind, and no `item_type` either.
        ModuleNotFoundError: The extra `frames` is not installed.
    """
    return table_for(items, item_type)
