"""What type checkers refuse of what findings to archive are named by, and of what comes of it.

Every line has an ignore, and no other; both checkers complain about one that nothing needs. The
codes are mypy's. Nothing here is ever run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from aa_sdk import AccessAnalyzerClient
from aa_sdk.models import AccessPreviewFinding, FindingSummaryV2
from aa_sdk.progress import Progress
from aa_sdk.workflows import archive, rule_effect


async def told_later(progress: Progress) -> None: ...


async def refused(
    client: AccessAnalyzerClient, finding: FindingSummaryV2, previewed: list[AccessPreviewFinding]
) -> None:
    await archive(client, "a", "f-1")  # type: ignore[arg-type]
    await archive(client, "a", b"f-1")  # type: ignore[arg-type]
    await archive(client, "a", finding)  # type: ignore[arg-type]
    await archive(client, "a", previewed)  # type: ignore[arg-type]
    await archive(client, "a", client.list_archive_rules("a"))  # type: ignore[arg-type]
    await archive(client, "a", client.list_findings_v2("a").collect())  # type: ignore[arg-type]
    await archive(client, "a", {"isPublic": {"eq": "false"}})  # type: ignore[dict-item]
    await archive(client, "a", [], True)  # type: ignore[call-arg]  # noqa: FBT003 (which is refused)
    await archive(client, "a", [], on_progress=len)  # type: ignore[arg-type]
    await rule_effect(client, "a", ["f-1"])  # type: ignore[arg-type]
    effect = await rule_effect(client, "a", {})
    effect.public = 0  # type: ignore[misc]
    effect.by_finding_type["ExternalAccess"] = 0  # type: ignore[index]
