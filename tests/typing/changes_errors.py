"""What type checkers refuse in what became of findings: every line with an ignore, and no other.

Both complain about an ignore that nothing needs, as in `filters_errors`. The codes are mypy's.
Nothing here is ever run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from aa_sdk.frames import changes_table, findings_table
from aa_sdk.workflows import Changes, FindingStore, New

_: object


async def findings_of_a_store_are_no_list(store: FindingStore) -> None:
    global _  # noqa: PLW0603 (for what is of no use)
    findings = store.findings()
    for _finding in findings:  # type: ignore[attr-defined]
        pass
    _ = len(findings)  # type: ignore[arg-type]
    _ = findings[0]  # type: ignore[index]
    await findings  # type: ignore[misc]
    _ = findings.colect  # type: ignore[attr-defined]
    findings_table(findings)  # type: ignore[arg-type]
    store.findings("status=ACTIVE")  # type: ignore[arg-type]


def changes_have_what_they_have(changes: Changes, new: New) -> None:
    global _  # noqa: PLW0603 (for what is of no use)
    _ = changes[0]  # type: ignore[index]
    _ = new.before.status  # type: ignore[attr-defined]
    _ = new.members  # type: ignore[attr-defined]
    new.number = 7  # type: ignore[misc]
    changes_table([7])  # type: ignore[list-item]
