"""What became of findings as rows."""

from collections.abc import Sequence
from typing import Any, Final

from aa_sdk.frames._sources import CHANGES as CHANGE_CLASSES
from aa_sdk.frames._tables.building import Source, layout
from aa_sdk.frames._tables.columns import Column, Values
from aa_sdk.frames._tables.findings import is_public
from aa_sdk.frames._tables.nouns import Noun
from aa_sdk.models import GetFindingV2Response
from aa_sdk.workflows import FindingChange

_OF_CHANGE = (
    Column("number", "number"),
    Column("kind", "text"),
    Column("finding_id", "text"),
    Column("happened_at", "moment"),
    Column("noticed_at", "moment"),
    Column("run", "number"),
    Column("analyzer_arn", "text"),
    Column("status_before", "text"),
    Column("status_after", "text"),
    Column("members", "texts"),
)
_OF_FINDING = (
    Column("finding_type", "text"),
    Column("resource", "text"),
    Column("resource_type", "text"),
    Column("resource_owner_account", "text"),
    Column("is_public", "flag"),
    Column("error", "text"),
    Column("created_at", "moment"),
    Column("updated_at", "moment"),
)


def _read(changes: Sequence[FindingChange]) -> list[Values]:
    findings = [change.finding for change in changes]
    return [
        [change.number for change in changes],
        [type(change).__name__.lower() for change in changes],
        [change.finding_id for change in changes],
        [change.happened_at for change in changes],
        [change.noticed_at for change in changes],
        [change.run for change in changes],
        [change.analyzer_arn for change in changes],
        [None if change.before is None else change.before.status for change in changes],
        [None if change.after is None else change.after.status for change in changes],
        [
            None if change.before is None or change.after is None else list(change.members)
            for change in changes
        ],
        [finding.about for finding in findings],
        [finding.resource for finding in findings],
        [finding.resource_type for finding in findings],
        [finding.resource_owner_account for finding in findings],
        [_is_public(change) for change in changes],
        [finding.error for finding in findings],
        [finding.created_at for finding in findings],
        [finding.updated_at for finding in findings],
    ]


def _is_public(change: Any) -> bool | None:
    """Whether anyone has access, or had, by the last version that was read; events do not say."""
    for finding in (change.after, change.before):
        if isinstance(finding, GetFindingV2Response):
            return is_public(finding)
    return None


# `Changes` is gone through as any iterable is.
CHANGES: Final = Noun(
    Source("changes, or what sync_findings returned", CHANGE_CLASSES),
    layout("changes", (*_OF_CHANGE, *_OF_FINDING), _read),
)
"""One row for each change."""
