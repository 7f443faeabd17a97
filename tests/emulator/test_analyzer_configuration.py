"""What may stand in an analyzer's configuration."""

from typing import Any

from tests.emulator.direct_calls import Direct


def exclusions(accounts: list[str]) -> dict[str, Any]:
    rules = [{"resourceTags": [{"stage": "test"}]}, {"accountIds": accounts}]
    return {"unusedAccess": {"analysisRule": {"exclusions": rules}}}


def inclusions(*criteria: dict[str, Any]) -> dict[str, Any]:
    return {"internalAccess": {"analysisRule": {"inclusions": list(criteria)}}}


def test_several_exclusions_may_stand_together_and_the_one_at_fault_is_named(
    direct: Direct,
) -> None:
    creation = {"analyzerName": "idle", "type": "ORGANIZATION_UNUSED_ACCESS"}
    refused = direct.call(
        "CreateAnalyzer", **creation, configuration=exclusions(["111122223333", "444455556666"])
    )
    assert refused.fields() == ["configuration.unusedAccess.analysisRule.exclusions[1].accountIds"]
    direct.ok("CreateAnalyzer", **creation, configuration=exclusions(["444455556666"]))


def test_no_more_than_two_thousand_accounts_are_excluded(direct: Direct) -> None:
    creation = {"analyzerName": "idle", "type": "ORGANIZATION_UNUSED_ACCESS"}
    accounts = [f"{number:012}" for number in range(2001)]
    refused = direct.call("CreateAnalyzer", **creation, configuration=exclusions(accounts))
    assert refused.fields() == ["configuration.unusedAccess.analysisRule.exclusions[1].accountIds"]
    direct.ok("CreateAnalyzer", **creation, configuration=exclusions(accounts[1:]))


def test_internal_analyzers_include_what_they_know(direct: Direct) -> None:
    creation = {"analyzerName": "inside", "type": "ORGANIZATION_INTERNAL_ACCESS"}
    bucket = {"resourceTypes": ["AWS::S3::Bucket"], "accountIds": ["444455556666"]}
    table = {"resourceArns": ["arn:aws:dynamodb:us-east-1:111122223333:table/orders"]}
    direct.ok("CreateAnalyzer", **creation, configuration=inclusions(bucket, table))
    analyzer = direct.ok("GetAnalyzer", analyzerName="inside")["analyzer"]
    assert analyzer["configuration"] == inclusions(bucket, table)


def test_an_analyzer_without_configuration_has_the_defaults_of_its_kind(direct: Direct) -> None:
    defaults: dict[str, dict[str, Any] | None] = {
        "ACCOUNT": None,
        "ACCOUNT_UNUSED_ACCESS": {"unusedAccess": {"unusedAccessAge": 90}},
        "ACCOUNT_INTERNAL_ACCESS": {"internalAccess": {}},
    }
    for kind, configuration in defaults.items():
        direct.ok("CreateAnalyzer", analyzerName=kind, type=kind)
        analyzer = direct.ok("GetAnalyzer", analyzerName=kind)["analyzer"]
        assert analyzer.get("configuration") == configuration, kind


def test_an_update_without_configuration_keeps_what_is_there(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", analyzerName="idle", type="ACCOUNT_UNUSED_ACCESS")
    updated = direct.ok("UpdateAnalyzer", analyzerName="idle")
    assert updated["configuration"] == {"unusedAccess": {"unusedAccessAge": 90}}
