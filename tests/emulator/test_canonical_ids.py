"""Canonical user ids: every account has one, and what is granted to the owner's is not external."""

import json
import re
from typing import Any

import pytest

from aa_sdk.emulator import Emulator, SnapshotError
from tests.emulator.direct_calls import ACCOUNT, Direct
from tests.emulator.previews import BUCKET, PARTNER, findings, preview

GIVEN = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
POINT = f"arn:aws:s3:us-east-1:{ACCOUNT}:accesspoint/reports"


@pytest.fixture
def arn(direct: Direct) -> str:
    created: str = direct.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    return created


def naming(*canonical_ids: str) -> str:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    return json.dumps({"Statement": {**statement, "Principal": {"CanonicalUser": canonical_ids}}})


def granting(*canonical_ids: str) -> list[dict[str, Any]]:
    return [{"permission": "READ", "grantee": {"id": one}} for one in canonical_ids]


def test_every_account_has_an_id_of_its_own_that_is_always_the_same() -> None:
    accounts = [ACCOUNT, PARTNER, "000000000000"]
    ids = [Emulator(seed=seed).canonical_id(one) for seed in (1, 2) for one in accounts]
    assert ids[:3] == ids[3:]
    assert len(set(ids)) == len(accounts)
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in ids)
    assert Emulator(PARTNER).canonical_id() == ids[1]


def test_an_account_may_be_given_an_id() -> None:
    emulator = Emulator()
    before = emulator.canonical_id(PARTNER)
    emulator.set_canonical_id(ACCOUNT, GIVEN)
    emulator.set_canonical_id(ACCOUNT, GIVEN)
    assert emulator.canonical_id() == emulator.canonical_id(ACCOUNT) == GIVEN
    assert emulator.canonical_id(PARTNER) == before
    assert Emulator().canonical_id() != GIVEN


@pytest.mark.parametrize(
    ("account_id", "canonical_id"),
    [
        ("1111", GIVEN),
        ("11112222333\u0664", GIVEN),
        (f"{ACCOUNT}\n", GIVEN),
        (ACCOUNT, ""),
        (ACCOUNT, GIVEN.upper()),
        (ACCOUNT, GIVEN[:-1]),
        (ACCOUNT, f"{GIVEN}\n"),
        (PARTNER, GIVEN),
    ],
)
def test_what_is_no_account_and_no_id_of_its_own_is_refused(
    account_id: str, canonical_id: str
) -> None:
    emulator = Emulator()
    emulator.set_canonical_id("777788889999", GIVEN)
    before = emulator.snapshot()
    with pytest.raises(ValueError, match="_id should be"):
        emulator.set_canonical_id(account_id, canonical_id)
    assert emulator.snapshot() == before


@pytest.mark.parametrize("given", [None, GIVEN])
def test_what_a_bucket_gives_to_its_owner_is_not_external(
    direct: Direct, arn: str, given: str | None
) -> None:
    if given:
        direct.emulator.set_canonical_id(ACCOUNT, given)
    own, partner = direct.emulator.canonical_id(), direct.emulator.canonical_id(PARTNER)
    ways: list[dict[str, Any]] = [
        {"bucketAclGrants": granting(own, partner)},
        {"bucketPolicy": naming(own, partner)},
        {"accessPoints": {POINT: {"accessPointPolicy": naming(own, partner)}}},
    ]
    for configuration in ways:
        preview_id = preview(direct, arn, BUCKET, {"s3Bucket": configuration})
        found = [finding["principal"] for finding in findings(direct, arn, preview_id)]
        assert found == [{"CanonicalUser": partner}]


def test_a_preview_goes_by_the_id_of_the_account_that_asks(direct: Direct) -> None:
    elsewhere = Direct(direct.emulator, PARTNER)
    arn = elsewhere.ok("CreateAnalyzer", analyzerName="audit", type="ACCOUNT")["arn"]
    grants = granting(direct.emulator.canonical_id(), direct.emulator.canonical_id(PARTNER))
    preview_id = preview(elsewhere, arn, BUCKET, {"s3Bucket": {"bucketAclGrants": grants}})
    (finding,) = findings(elsewhere, arn, preview_id)
    assert finding["principal"] == {"CanonicalUser": direct.emulator.canonical_id()}


def test_what_is_found_of_a_bucket_is_not_the_owner(direct: Direct, arn: str) -> None:
    emulator = direct.emulator
    text = naming(emulator.canonical_id(), emulator.canonical_id(PARTNER))
    found = emulator.add_resource(arn, BUCKET, "AWS::S3::Bucket", text)
    shown = [direct.ok("GetFinding", analyzerArn=arn, id=one)["finding"] for one in found]
    assert [one["principal"] for one in shown] == [
        {"CanonicalUser": emulator.canonical_id(PARTNER)}
    ]


def test_ids_are_part_of_a_snapshot() -> None:
    emulator = Emulator()
    emulator.set_canonical_id(PARTNER, GIVEN)
    saved = emulator.snapshot()
    assert Emulator.restore(saved).canonical_id(PARTNER) == GIVEN
    del saved["canonical_ids"]
    assert Emulator.restore(saved).canonical_id(PARTNER) == Emulator().canonical_id(PARTNER)


@pytest.mark.parametrize(("account_id", "canonical_id"), [("1", GIVEN), (PARTNER, f"{GIVEN}\n")])
def test_a_snapshot_with_an_id_that_is_none_is_refused(account_id: str, canonical_id: str) -> None:
    saved = Emulator().snapshot()
    saved["canonical_ids"] = {account_id: canonical_id}
    with pytest.raises(SnapshotError) as caught:
        Emulator.restore(saved)
    assert caught.value.place.startswith("canonical_ids")
