"""Sample data without AWS: an account in which something changes between two runs."""

from pathlib import Path
from tempfile import TemporaryDirectory

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.models import ExternalAccessDetails
from aa_sdk.workflows import FindingStore
from keep_in_sync.notifying import tell, tell_nobody
from keep_in_sync.syncing import sync_all

_EVERYONE = ExternalAccessDetails(is_public=True, principal={"AWS": "*"}, condition={})


async def run_demo() -> bool:
    """Sync, change a little, and sync again."""
    emulator = Emulator()
    analyzers = emulator.populate(findings=200)
    with TemporaryDirectory() as folder:
        async with (
            AccessAnalyzerClient(session=emulator.session()) as client,
            FindingStore(Path(folder) / "findings.db") as store,
        ):
            went_well = await sync_all(client, store, tell_nobody)
            active = [one.id async for one in store.findings() if one.status == "ACTIVE"]
            emulator.resolve_finding(active[0])
            emulator.delete_finding(active[1])
            emulator.add_finding(
                analyzers.external, "arn:aws:s3:::payroll", "AWS::S3::Bucket", _EVERYONE
            )
            return await sync_all(client, store, tell) and went_well
