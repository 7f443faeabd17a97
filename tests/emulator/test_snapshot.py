"""A snapshot is the whole state as JSON, and an emulator goes on from it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from aa_sdk.emulator import Durations, Emulator, Quotas
from tests.emulator.direct_calls import Direct
from tests.emulator.lived import QUEUE


def copied(snapshot: dict[str, Any]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(snapshot))
    return copy


def test_a_restored_emulator_has_the_same_snapshot(lived: Direct) -> None:
    saved = copied(lived.emulator.snapshot())
    assert copied(Emulator.restore(saved).snapshot()) == saved


def test_a_restored_emulator_answers_as_the_first_goes_on(lived: Direct, tmp_path: Path) -> None:
    arn = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/account-external"
    token = lived.ok("ListFindingsV2", analyzerArn=arn, maxResults=4)["nextToken"]
    lived.emulator.save(tmp_path / "world.json")
    twin = Direct(Emulator.load(tmp_path / "world.json"))

    def go_on(direct: Direct) -> list[Any]:
        preview: dict[str, Any] = {"analyzerArn": arn, "configurations": {QUEUE: {"sqsQueue": {}}}}
        rule = {"analyzerName": "account-external", "ruleName": "accepted", "clientToken": "a"}
        return [
            direct.call("ListAnalyzers"),
            direct.call("ListFindingsV2", analyzerArn=arn, nextToken=token, maxResults=4),
            direct.call("CreateAccessPreview", **preview),
            direct.call("ListAccessPreviews", analyzerArn=arn),
            direct.call("CreateArchiveRule", **rule, filter={"isPublic": {"eq": ["true"]}}),
            direct.call("GetFindingsStatistics", analyzerArn=arn),
        ]

    assert go_on(twin) == go_on(lived)


def test_settings_are_part_of_a_snapshot() -> None:
    emulator = Emulator(
        "444455556666",
        "eu-west-1",
        seed=5,
        quotas=Quotas(tags=1),
        durations=Durations(access_preview=timedelta(minutes=3)),
        scan_limit=7,
        organization=False,
    )
    restored = Emulator.restore(copied(emulator.snapshot())).world
    assert (restored.account_id, restored.region, restored.seed) == ("444455556666", "eu-west-1", 5)
    assert restored.durations == emulator.world.durations
    assert (restored.quotas, restored.scan_limit) == (Quotas(tags=1), 7)
    assert restored.organization is False


def test_a_restored_emulator_shares_nothing_with_the_snapshot(lived: Direct) -> None:
    saved = lived.emulator.snapshot()
    before = copied(saved)
    twin = Direct(Emulator.restore(saved))
    arn = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/account-external"
    twin.ok("TagResource", resourceArn=arn, tags={"more": "tags"})
    assert copied(saved) == before
