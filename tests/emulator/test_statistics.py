"""Statistics are sums over the findings that the lists show."""

from collections import Counter
from typing import Any

from aa_sdk.emulator import Population
from aa_sdk.models import GetFindingsStatisticsResponse
from tests.emulator.direct_calls import Direct


def statistics(direct: Direct, arn: str) -> dict[str, Any]:
    body = direct.ok("GetFindingsStatistics", analyzerArn=arn)
    GetFindingsStatisticsResponse.model_validate(body, extra="forbid")
    (union,) = body["findingsStatistics"]
    ((_, inner),) = union.items()
    whole: dict[str, Any] = inner
    return whole


def test_totals_count_the_findings_by_status(direct: Direct, populated: Population) -> None:
    for name, arn in populated.analyzers.items():
        listed = direct.every("ListFindingsV2", "findings", analyzerArn=arn)
        counts = Counter(finding["status"] for finding in listed)
        summed = statistics(direct, arn)
        totals = {
            "ACTIVE": summed["totalActiveFindings"],
            "ARCHIVED": summed["totalArchivedFindings"],
            "RESOLVED": summed["totalResolvedFindings"],
        }
        assert totals == counts, name


def test_external_statistics_tell_public_from_shared_and_failed(
    direct: Direct, populated: Population
) -> None:
    listed = direct.every("ListFindings", "findings", analyzerArn=populated.external)
    expected: dict[str, Counter[str]] = {}
    for finding in listed:
        if finding["status"] == "ACTIVE":
            public = "Public" if finding.get("isPublic") else "CrossAccount"
            kind = "Errors" if "error" in finding else public
            counts = expected.setdefault(finding["resourceType"], Counter())
            counts[f"totalActive{kind}"] += 1
    summed = statistics(direct, populated.external)["resourceTypeStatistics"]
    assert {kind: Counter(counts) for kind, counts in summed.items()} == expected


def test_unused_statistics_name_types_and_accounts(direct: Direct, populated: Population) -> None:
    summed = statistics(direct, populated.unused)
    total = sum(entry["total"] for entry in summed["unusedAccessTypeStatistics"])
    (account,) = summed["topAccounts"]
    assert total == summed["totalActiveFindings"] == account["numberOfActiveFindings"]
    assert sum(account["details"].values()) == total


def test_internal_statistics_go_by_resource_type(direct: Direct, populated: Population) -> None:
    summed = statistics(direct, populated.internal)
    by_type = summed["resourceTypeStatistics"].values()
    assert sum(counts["totalActiveFindings"] for counts in by_type) == summed["totalActiveFindings"]


def test_statistics_follow_a_change_of_status(direct: Direct, populated: Population) -> None:
    before = statistics(direct, populated.external)
    active = {"status": {"eq": ["ACTIVE"]}}
    page = direct.ok("ListFindingsV2", analyzerArn=populated.external, filter=active, maxResults=5)
    ids = [finding["id"] for finding in page["findings"]]
    direct.ok("UpdateFindings", analyzerArn=populated.external, ids=ids, status="ARCHIVED")
    after = statistics(direct, populated.external)
    assert after["totalArchivedFindings"] - before["totalArchivedFindings"] == 5
    assert before["totalActiveFindings"] - after["totalActiveFindings"] == 5


def test_an_analyzer_that_is_being_created_has_no_statistics(direct: Direct) -> None:
    arn = direct.ok("CreateAnalyzer", analyzerName="a", type="ORGANIZATION")["arn"]
    assert direct.ok("GetFindingsStatistics", analyzerArn=arn) == {"findingsStatistics": []}


def test_without_active_findings_there_are_no_top_accounts(direct: Direct) -> None:
    arn = direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT_UNUSED_ACCESS")["arn"]
    assert "topAccounts" not in statistics(direct, arn)
