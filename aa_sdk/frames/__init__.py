"""Findings as tables, charts and reports: what is listed, to be counted, drawn and decided on.

Nothing here calls the service but `collect_findings_table`. Tables need the extra `frames`, charts
the extra `notebook`; reports need neither. Names are loaded when they are first asked for.
"""

from typing import TYPE_CHECKING

from aa_sdk._lazy import attach

if TYPE_CHECKING:
    from aa_sdk.frames.privileges import (
        LeastPrivilege,
        NotRemoved,
        RecommendedPolicy,
        least_privilege,
    )
    from aa_sdk.frames.reports import (
        ExposureReport,
        UnusedAccessReport,
        exposure_report,
        unused_access_report,
    )
    from aa_sdk.frames.tables import (
        Table,
        access_previews_table,
        analyzed_resources_table,
        analyzers_table,
        archive_rules_table,
        changes_table,
        check_reasons_table,
        collect_findings_table,
        details_table,
        findings_table,
        policy_generations_table,
        recommended_steps_table,
        rule_effect_table,
        statistics_table,
        table_of,
        unused_actions_table,
        validation_findings_table,
    )

__all__ = (
    "ExposureReport",
    "LeastPrivilege",
    "NotRemoved",
    "RecommendedPolicy",
    "Table",
    "UnusedAccessReport",
    "access_previews_table",
    "analyzed_resources_table",
    "analyzers_table",
    "archive_rules_table",
    "changes_table",
    "check_reasons_table",
    "collect_findings_table",
    "details_table",
    "exposure_report",
    "findings_table",
    "least_privilege",
    "policy_generations_table",
    "recommended_steps_table",
    "rule_effect_table",
    "statistics_table",
    "table_of",
    "unused_access_report",
    "unused_actions_table",
    "validation_findings_table",
)

_HOMES = {
    "aa_sdk.frames.privileges": (
        "LeastPrivilege",
        "NotRemoved",
        "RecommendedPolicy",
        "least_privilege",
    ),
    "aa_sdk.frames.reports": (
        "ExposureReport",
        "UnusedAccessReport",
        "exposure_report",
        "unused_access_report",
    ),
    "aa_sdk.frames.tables": (
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
    ),
}

if not TYPE_CHECKING:  # a module __getattr__ would let checkers accept any name
    __getattr__, __dir__ = attach(__name__, _HOMES)
