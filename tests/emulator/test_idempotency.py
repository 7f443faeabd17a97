"""A repeated request with the same token has the same answer and no second effect."""

from datetime import timedelta

import pytest

from aa_sdk.emulator._protocol import idempotency
from tests.emulator.direct_calls import Direct

CREATE = {"analyzerName": "a", "type": "ACCOUNT", "clientToken": "once"}


def test_a_repetition_has_the_same_answer(direct: Direct) -> None:
    assert direct.ok("CreateAnalyzer", **CREATE) == direct.ok("CreateAnalyzer", **CREATE)
    assert len(direct.ok("ListAnalyzers")["analyzers"]) == 1


def test_a_repeated_deletion_succeeds(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT")
    for _ in range(2):
        direct.ok("DeleteAnalyzer", analyzerName="a", clientToken="once")
    assert direct.call("DeleteAnalyzer", analyzerName="a", clientToken="other").status == 404


def test_a_repetition_does_not_undo_what_came_after(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", **CREATE)
    direct.ok("DeleteAnalyzer", analyzerName="a")
    direct.ok("CreateAnalyzer", **CREATE)
    assert direct.ok("ListAnalyzers")["analyzers"] == []


def test_a_token_is_for_one_request(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", **CREATE)
    reply = direct.call("CreateAnalyzer", **{**CREATE, "analyzerName": "b"})
    assert reply.fields() == ["clientToken"]


def test_a_token_of_another_operation_region_or_account_is_another_token(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", **CREATE)
    direct.ok("DeleteAnalyzer", analyzerName="a", clientToken="once")
    Direct(direct.emulator, region="eu-west-1").ok("CreateAnalyzer", **CREATE)
    Direct(direct.emulator, "444455556666").ok("CreateAnalyzer", **CREATE)


def test_an_error_does_not_use_the_token_up(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", analyzerName="b", type="ACCOUNT")
    assert direct.call("CreateAnalyzer", **CREATE).status == 402
    direct.ok("DeleteAnalyzer", analyzerName="b")
    direct.ok("CreateAnalyzer", **CREATE)


def test_a_token_is_remembered_for_a_day(direct: Direct) -> None:
    direct.ok("CreateAnalyzer", **CREATE)
    direct.emulator.advance(timedelta(days=1, seconds=-2))  # each request takes a second
    direct.ok("CreateAnalyzer", **CREATE)
    assert direct.call("CreateAnalyzer", **CREATE).error == "ConflictException"


def test_of_too_many_tokens_the_oldest_is_forgotten(
    direct: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "_KEPT", 2)
    direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT")
    for token in ("first", "second", "third"):
        arguments = {"analyzerName": "a", "ruleName": token, "filter": {"resource": {"eq": ["x"]}}}
        direct.ok("CreateArchiveRule", **arguments, clientToken=token)
    again = {"analyzerName": "a", "filter": {"resource": {"eq": ["x"]}}}
    direct.ok("CreateArchiveRule", **again, ruleName="third", clientToken="third")
    direct.ok("CreateArchiveRule", **again, ruleName="second", clientToken="second")
    forgotten = direct.call("CreateArchiveRule", **again, ruleName="first", clientToken="first")
    assert forgotten.error == "ConflictException"
