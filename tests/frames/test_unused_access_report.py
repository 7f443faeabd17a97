"""What nobody uses, and what to remove first."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator
from aa_sdk.frames.reports import UnusedAccessReport, unused_access_report
from aa_sdk.models import UnknownUnionMember
from aa_sdk.workflows import hydrate
from tests.conftest import Run
from tests.frames.reported import (
    NASTY,
    NOW,
    OTHER,
    OWNER,
    in_notebook,
    public,
    summary,
    unused_key,
    unused_password,
    unused_permissions,
    unused_role,
    whole,
)


def report(*findings: Any, **options: Any) -> UnusedAccessReport:
    return unused_access_report(findings, now=NOW, **options)


def order(made: UnusedAccessReport) -> list[str]:
    return [one.principal.rpartition(":")[2] for one in made.priorities]


def test_keys_come_before_passwords_and_these_before_roles_and_permissions() -> None:
    made = report(
        unused_permissions("1", "role/d", {"iam": ["PassRole"]}),
        unused_role("2", "role/c"),
        unused_password("3", "user/b"),
        unused_key("4", "user/a", "AKIA1", used=5),
    )
    assert order(made) == ["user/a", "user/b", "role/c", "role/d"]


def test_grave_actions_come_first_then_what_was_never_used_then_what_is_older() -> None:
    made = report(
        unused_permissions("1", "role/read", {"s3": ["GetObject"]}),
        unused_permissions("2", "role/write", {"s3": ["PutObject"]}, used=10),
        unused_permissions("3", "role/older", {"s3": ["PutObject"]}, used=100),
        unused_permissions("4", "role/never", {"s3": ["PutObject"]}),
        unused_permissions("5", "role/grave", {"s3": ["GetObject", "PutBucketPolicy"]}, used=1),
        unused_permissions("6", "role/bare", {"s3": []}),
        unused_permissions("7", "role/plenty", {"s3": ["PutObject"], "sqs": ["SendMessage"]}),
    )
    expected = ["grave", "plenty", "never", "older", "write", "read", "bare"]
    assert order(made) == [f"role/{one}" for one in expected]


def test_a_user_is_one_entry_with_all_that_it_does_not_use() -> None:
    (one,) = report(
        unused_permissions("1", "user/a", {"sqs": ["SendMessage"], "s3": []}, used=9),
        unused_password("2", "user/a", used=30),
        unused_key("3", "user/a", "AKIA2", used=40),
        unused_key("4", "user/a", "AKIA1"),
        unused_key("5", "user/a", "AKIA3"),
    ).priorities
    assert [thing.name for thing in one.access_keys] == ["AKIA2", "AKIA1", "AKIA3"]
    assert [thing.name for thing in one.services] == ["sqs", "s3"]
    assert [(each.name, each.service) for each in one.actions] == [("sqs:SendMessage", "sqs")]
    assert one.password is not None
    assert (one.password.days, one.password.service) == (30, "")
    assert one.role is None
    assert one.last_used == NOW - timedelta(days=9)
    assert [each.id for each in one.findings] == ["1", "2", "3", "4", "5"]
    assert one.reasons == (
        "access key AKIA2 not used for 40 days",
        "access key AKIA1 never used",
        "1 more access key",
        "console password not used for 30 days",
        "1 action in 2 services unused",
        "may write: sqs:SendMessage",
    )
    assert [step.split()[0] for step in one.steps] == ["deactivate"] * 3 + ["delete", "take"]


def test_a_whole_role_goes_with_its_permissions() -> None:
    (one,) = report(
        unused_role("1", "role/a", used=1),
        unused_permissions("2", "role/a", {"iam": ["iam:PassRole", "iam:GetRole"]}),
    ).priorities
    assert one.role is not None
    assert one.role.idle == "not used for 1 day"
    assert one.level == "permissions"
    assert one.reasons[-1] == "may change who may do what: iam:PassRole"
    assert one.steps == ("delete the role, and its permissions with it",)
    bare = report(unused_permissions("3", "role/b", {"s3": []})).first[0]
    assert bare.reasons == ("permissions for 1 service unused: s3",)
    assert bare.steps == ("take all permissions for s3 out of its policies",)
    assert bare.last_used is None


def test_what_two_analyzers_report_is_one_thing_with_its_latest_use() -> None:
    made = report(
        unused_permissions("1", "role/a", {"s3": ["GetObject"]}),
        unused_permissions("2", "role/a", {"s3": ["s3:GetObject"]}, used=200),
        unused_permissions("3", "role/a", {"s3": ["GetObject", "PutObject"]}, used=100),
    )
    assert made.totals == {"access_key": 0, "password": 0, "role": 0, "service": 1, "action": 2}
    assert {thing.days for thing in made.priorities[0].things} == {100}


def test_two_pages_of_details_of_a_finding_are_put_together() -> None:
    first = unused_permissions("1", "role/a", {"s3": ["GetObject"]}).model_copy(
        update={"next_token": "more"}
    )
    second = unused_permissions("1", "role/a", {"sqs": []})
    made = report(first, second, second)
    assert [one.name for one in made.priorities[0].services] == ["s3", "sqs"]
    assert made.left_out.partial == 0
    assert report(first).left_out.partial == 1


def test_findings_without_an_arn_stand_alone() -> None:
    named = unused_key("1", "user/a", "AKIA1")
    nameless = [
        named.model_copy(update={"resource": None, "id": finding_id}) for finding_id in "23"
    ]
    made = report(*nameless)
    assert [one.principal for one in made.priorities] == [f"AWS::IAM::User of {OWNER}"] * 2


@pytest.mark.parametrize("details", [(), (UnknownUnionMember("unusedGroupDetails", {}),)])
def test_what_does_not_say_what_is_unused_is_told(details: tuple[Any, ...]) -> None:
    made = report(whole("f", *details, finding_type="UnusedIAMRole"))
    assert (len(made), [one.id for one in made.unclear]) == (0, ["f"])
    assert "1 do not say what is unused" in str(made)


def test_errors_summaries_and_others_are_treated_as_in_the_other_report() -> None:
    failed = summary("e", finding_type="UnusedPermission", error="ACCESS_DENIED")
    made = report(unused_role("r", "role/a"), failed, public())
    assert [one.id for one in made.errors] == ["e"]
    assert made.left_out.other_types == {"ExternalAccess": 1}
    with pytest.raises(ValueError, match=r"unused_access_report\(report\)"):
        report(summary(finding_type="UnusedIAMRole"))
    with pytest.raises(ValueError, match="exposure_report"):
        report(public())


def test_nothing_is_a_report_too() -> None:
    made = report()
    assert (len(made), made.first, bool(made), made.roles) == (0, (), True, ())
    assert "nothing unused" in str(made)
    assert len(made.by_last_use) == 7
    assert set(made.totals.values()) == {0}


def test_groups_say_how_many_and_whose_and_when() -> None:
    made = report(
        unused_key("1", "user/a", "AKIA1", used=400),
        unused_key("2", "user/b", "AKIA2", resource_owner_account=OTHER, used=-3),
        unused_role("3", "role/c"),
        unused_permissions("4", "role/d", {"s3": ["GetObject"], "sqs": []}, used=50),
    )
    spans = {one.name: len(one) for one in made.by_last_use if one}
    assert spans == {"over a year": 1, "0-7 days": 1, "never": 1, "31-90 days": 3}
    assert [(one.name, len(one), len(one.principals)) for one in made.by_account] == [
        (OWNER, 5, 3),
        (OTHER, 1, 1),
    ]
    keys = made.by_kind[0]
    assert (keys.never, keys.oldest, len(keys)) == (0, NOW - timedelta(days=400), 2)
    assert (made.by_kind[2].never, made.by_kind[2].oldest) == (1, None)
    assert [(one.name, one.count("action")) for one in made.by_service] == [("s3", 1), ("sqs", 0)]
    assert repr(keys) == "<UnusedGroup: 2 things, kind 'access key'>"
    parts = (made.access_keys, made.passwords, made.roles, made.permissions)
    assert [len(one) for one in parts] == [2, 0, 1, 1]


def test_a_text_fits_a_terminal_and_says_what_is_missing() -> None:
    findings = [
        unused_permissions(
            f"f{n}", f"role/{'long-' * 20}{n:02}", {f"s{n}" * 30: ["Do" * 60]}, used=n * 30
        )
        for n in range(30)
    ]
    made = report(
        *findings,
        unused_key("k", f"role/{'long-' * 20}00", "AKIA" * 20),
        unused_password("p", "user/x"),
        unused_role("r", "role/x"),
    )
    text = str(made)
    assert max(map(len, text.splitlines())) <= 80
    assert "27 more: report.priorities has all" in text
    assert "12 more: report.priorities has all" in in_notebook(made)
    assert (
        "12 more: `report.priorities`" in made.to_markdown()
        or "12 more: report.priorities" in made.to_markdown()
    )
    lines = made.__rich__().plain.splitlines()
    assert [line.rstrip() for line in lines] == text.splitlines()
    assert repr(made) == "<UnusedAccessReport: 32 roles and users with unused access>"


@pytest.mark.parametrize("size", [1, 40_000])
def test_texts_of_others_are_harmless_and_small(size: int) -> None:
    text = NASTY * size
    made = report(
        unused_key("1", text, text, resource_owner_account=text),
        unused_permissions("2", text, {text: [text]}),
    )
    shown = (in_notebook(made), made.to_markdown(), str(made), repr(made), repr(made.first[0]))
    for one in shown:
        assert not {"\u202e", "\x1b", "\ud800"} & set(one)
        assert len(one) < 20_000
    assert "<script" not in shown[0]
    assert "<img" not in shown[0]
    assert json.loads(json.dumps(made.to_dict()))


def test_programs_get_rows_and_counts() -> None:
    made = report(unused_key("k", "user/a", "AKIA1", used=2))
    (row,) = json.loads(json.dumps(made.to_dicts()))
    last = "2026-05-30T12:00:00Z"
    assert row["unused"] == [{"kind": "access_key", "name": "AKIA1", "last_used": last, "days": 2}]
    assert (row["rank"], row["findings"], row["last_used"]) == (1, ["k"], last)
    told = json.loads(json.dumps(made.to_dict()))
    assert told["totals"]["access_key"] == 1
    assert told["by_kind"][0]["oldest_use"] == last
    assert told["first"] == [row]


WHO = st.sampled_from(["user/a", "user/b", "role/c"])
USED = st.none() | st.integers(-3, 500)
NAMES = st.lists(st.sampled_from(["GetObject", "PutObject", "PutObjectAcl"]), max_size=3)
SERVICES = st.dictionaries(st.sampled_from(["s3", "sqs", "iam"]), NAMES, max_size=3)
IDS = st.integers(0, 20).map("f{}".format)


@given(
    st.lists(
        st.builds(unused_role, IDS, WHO, USED)
        | st.builds(unused_password, IDS, WHO, USED)
        | st.builds(unused_key, IDS, WHO, st.sampled_from(["AKIA1", "AKIA2"]), USED)
        | st.builds(unused_permissions, IDS, WHO, SERVICES, USED),
        max_size=12,
        unique_by=lambda finding: finding.id,
    )
)
def test_numbers_add_up(findings: list[Any]) -> None:
    made = report(*findings)
    things = sum(len(one.things) for one in made.priorities)
    assert sum(made.totals.values()) == things
    for groups in (made.by_kind, made.by_last_use, made.by_account):
        assert sum(len(one) for one in groups) == things
        for kind, total in made.totals.items():
            assert sum(one.count(kind) for one in groups) == total
    in_services = made.totals["service"] + made.totals["action"]
    assert sum(len(one) for one in made.by_service) == in_services
    assert sum(len(one.principals) for one in made.by_account) == len(made)
    told = sum(len(one.findings) for one in made.priorities) + len(made.unclear)
    assert told == len(findings)
    assert str(report(*reversed(findings))) == str(made)
    assert made.by_last_use[-1].never == len(made.by_last_use[-1])


def test_what_the_emulator_has_is_reported(run: Run) -> None:
    async def main() -> None:
        emulator = Emulator()
        emulator.populate(findings=120, seed=3)
        whole_findings: list[Any] = []
        async with AccessAnalyzerClient("us-east-1", session=emulator.session()) as aa:
            for analyzer in await aa.list_analyzers().collect():
                listing = aa.list_findings_v2(analyzer.arn)
                run_of_it = hydrate(aa, analyzer_arn=analyzer.arn, findings=listing)
                whole_findings.append(await run_of_it.collect())
        made = unused_access_report(whole_findings)
        assert all(made.totals.values())
        assert not made.unclear

    run(main)
