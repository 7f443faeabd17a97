"""Pagination tokens: good for the query they came from, and for nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from aa_sdk.emulator import Emulator, Population
from tests.emulator.direct_calls import Direct


@pytest.fixture
def first(direct: Direct, populated: Population) -> dict[str, Any]:
    page: dict[str, Any] = direct.ok(
        "ListFindingsV2", analyzerArn=populated.external, maxResults=10
    )
    return page


def is_invalid(direct: Direct, operation: str, **params: Any) -> bool:
    reply = direct.call(operation, **params)
    return (reply.error, reply.fields()) == ("ValidationException", ["nextToken"])


def test_a_page_has_a_hundred_items_unless_the_request_says_otherwise(
    direct: Direct, populated: Population
) -> None:
    page = direct.ok("ListFindingsV2", analyzerArn=populated.external)
    assert len(page["findings"]) == 100


def test_a_page_has_a_thousand_items_at_most(direct: Direct) -> None:
    arn = direct.emulator.populate(findings=3000).external
    page = direct.ok("ListFindingsV2", analyzerArn=arn, maxResults=5000)
    assert len(page["findings"]) == 1000


@pytest.mark.parametrize("size", [0, -1])
def test_a_page_has_at_least_one_item(direct: Direct, populated: Population, size: int) -> None:
    reply = direct.call("ListFindingsV2", analyzerArn=populated.external, maxResults=size)
    assert reply.fields() == ["maxResults"]


def test_the_last_page_has_no_token(direct: Direct, populated: Population) -> None:
    total = populated.findings["account-external"]
    page = direct.ok("ListFindingsV2", analyzerArn=populated.external, maxResults=total)
    assert "nextToken" not in page


def test_the_page_size_may_change_on_the_way(
    direct: Direct, populated: Population, first: dict[str, Any]
) -> None:
    rest = direct.ok(
        "ListFindingsV2",
        analyzerArn=populated.external,
        nextToken=first["nextToken"],
        maxResults=1000,
    )
    ids = {finding["id"] for finding in first["findings"] + rest["findings"]}
    assert len(ids) == populated.findings["account-external"]


def test_a_token_is_invalid_elsewhere(
    direct: Direct, populated: Population, first: dict[str, Any]
) -> None:
    token = {"nextToken": first["nextToken"]}
    same = {"analyzerArn": populated.external, **token}
    assert is_invalid(direct, "ListFindingsV2", **{**same, "analyzerArn": populated.organization})
    assert is_invalid(direct, "ListFindings", **same)
    assert is_invalid(direct, "ListFindingsV2", **same, filter={"status": {"eq": ["ACTIVE"]}})
    assert is_invalid(direct, "ListFindingsV2", **same, sort={"attributeName": "id"})
    assert is_invalid(direct, "ListAnalyzers", **token)


def test_a_token_of_another_account_or_region_is_invalid(direct: Direct) -> None:
    for region in ("us-east-1", "eu-west-1"):
        for name in ("a", "b"):
            Direct(direct.emulator, region=region).ok(
                "CreateAnalyzer", analyzerName=name, type="ORGANIZATION"
            )
    token = direct.ok("ListAnalyzers", maxResults=1)["nextToken"]
    elsewhere = Direct(direct.emulator, region="eu-west-1")
    assert is_invalid(elsewhere, "ListAnalyzers", nextToken=token)
    assert is_invalid(Direct(direct.emulator, "444455556666"), "ListAnalyzers", nextToken=token)


def test_a_token_that_was_tampered_with_is_invalid(
    direct: Direct, populated: Population, first: dict[str, Any]
) -> None:
    token: str = first["nextToken"]
    changed = ("B" if token[0] == "A" else "A") + token[1:]
    for bad in (changed, token[:-1], token + "=", token + "A", "", "x", "é", token + "\n"):
        assert is_invalid(
            direct, "ListFindingsV2", analyzerArn=populated.external, nextToken=bad
        ), bad


def test_a_token_expires_after_a_day(
    emulator: Emulator, direct: Direct, populated: Population, first: dict[str, Any]
) -> None:
    emulator.advance(timedelta(days=1))
    same = {"analyzerArn": populated.external, "nextToken": first["nextToken"]}
    assert is_invalid(direct, "ListFindingsV2", **same)


def test_another_emulator_with_the_same_seed_takes_the_token(
    populated: Population, first: dict[str, Any]
) -> None:
    twin = Emulator()
    twin.populate(findings=400)
    same = {"analyzerArn": populated.external, "nextToken": first["nextToken"]}
    assert Direct(twin).ok("ListFindingsV2", **same)["findings"]
    other = Emulator(seed=1)
    other.populate(findings=400)
    assert is_invalid(Direct(other), "ListFindingsV2", **same)
