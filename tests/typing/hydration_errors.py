"""What type checkers refuse in reading many findings: every line with an ignore, and no other.

Both complain about an ignore that nothing needs, as in `filters_errors`. The codes are mypy's.
Nothing here is ever run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from aa_sdk import AccessAnalyzerClient
from aa_sdk.workflows import hydrate

client = AccessAnalyzerClient("eu-west-1")
ARN = "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit"
run = hydrate(client, analyzer_arn=ARN, findings=client.list_findings_v2(ARN))


async def a_run_is_entered_first() -> None:
    async for _result in run:  # type: ignore[attr-defined]
        pass
    await run  # type: ignore[misc]
    with run:  # type: ignore[attr-defined]
        pass
    async with run as results:
        for _result in results:  # type: ignore[attr-defined]
            pass


# Findings of the first version, and those of previews, are read whole already.
hydrate(client, analyzer_arn=ARN, findings=client.list_findings(ARN))  # type: ignore[arg-type]
hydrate(
    client,
    analyzer_arn=ARN,
    findings=client.list_access_preview_findings("p", ARN),  # type: ignore[arg-type]
)
hydrate(client, analyzer_arn=ARN, findings=client.list_findings_v2(ARN).collect())  # type: ignore[arg-type]
hydrate(client, analyzer_arn=ARN, findings=[7])  # type: ignore[list-item]
hydrate(client, analyzer_arn=ARN, findings=[], concurrency="4")  # type: ignore[arg-type]
hydrate(client, analyzer_arn=ARN, findings=[], on_progress=7)  # type: ignore[arg-type]
hydrate(client, ARN, [])  # type: ignore[call-arg]
