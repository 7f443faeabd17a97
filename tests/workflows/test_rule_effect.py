"""What an archive rule would hide is told before there is one, and is what it then hides."""

import pickle
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from typing import Any, NamedTuple, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk import (
    AccessAnalyzerClient,
    FindingFilter,
    InvalidRequestError,
    ResourceNotFoundException,
)
from aa_sdk.emulator import Emulator
from aa_sdk.models import CriterionDict, FilterCriteria, FindingSummaryV2
from aa_sdk.workflows import RuleEffect, archive, rule_effect, unarchive
from tests.conftest import Run
from tests.virtual_time import run_on_asyncio
from tests.workflows.archiving_world import statuses_of, world

Criteria = Mapping[str, CriterionDict]

QUEUES = FindingFilter().resource_type.eq("AWS::SQS::Queue")
POPULATED = Emulator()
NAMES = {
    name.rpartition("/")[2]: name for name in POPULATED.populate(160, seed=3).analyzers.values()
}

TEXTS = st.sampled_from(
    [
        "arn:aws:",
        "s3",
        "role/",
        "uploads",
        "444455556666",
        "111122223333",
        "AWS::S3::Bucket",
        "AWS::IAM::Role",
        "nothing has this",
    ]
)
SHARED_KEYS = {
    "resource": TEXTS,
    "resourceType": st.sampled_from(["AWS::S3::Bucket", "AWS::IAM::Role", "AWS::IAM::User"]),
    "resourceOwnerAccount": st.sampled_from(["111122223333", "222233334444"]),
    "findingType": st.sampled_from(["ExternalAccess", "UnusedPermission", "InternalAccess"]),
}
ERRORS = st.sampled_from(["ACCESS_DENIED", "INTERNAL_ERROR"])
EXTERNAL_KEYS = {
    **SHARED_KEYS,
    "isPublic": st.sampled_from(["true", "false"]),
    "error": ERRORS,
    "principal.AWS": TEXTS,
    "principal.Federated": TEXTS,
    "condition.aws:PrincipalOrgID": TEXTS,
    "resourceControlPolicyRestriction": st.sampled_from(["APPLICABLE", "NOT_APPLICABLE"]),
}
INTERNAL_KEYS = {
    **SHARED_KEYS,
    "error": ERRORS,
    "condition.aws:VpceOrgID": TEXTS,
    "serviceControlPolicyRestriction": st.sampled_from(["APPLIED", "NOT_APPLICABLE"]),
}
KEYS = {
    "account-external": EXTERNAL_KEYS,
    "organization-external": EXTERNAL_KEYS,
    "organization-internal": INTERNAL_KEYS,
    "account-unused": SHARED_KEYS,
}


@st.composite
def criteria_for(draw: st.DrawFn, keys: Mapping[str, st.SearchStrategy[str]]) -> Criteria:
    """Criteria that rules of an analyzer take: few keys, so that something is left to match."""
    chosen = draw(st.lists(st.sampled_from([*keys]), min_size=1, max_size=3, unique=True))
    return {key: draw(criterion(key, keys[key])) for key in chosen}


def criterion(key: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[CriterionDict]:
    """What a rule asks of one key: one operator, or several at once, or nothing at all."""
    several = st.lists(values, min_size=1, max_size=2, unique=True)
    operators: dict[str, st.SearchStrategy[Any]] = {
        "eq": several,
        "neq": several,
        "exists": st.booleans(),
    }
    if key == "resource" or key.startswith(("principal.", "condition.")):
        operators["contains"] = several
    drawn: Any = st.fixed_dictionaries({}, optional=operators)
    return cast("st.SearchStrategy[CriterionDict]", drawn)


class Truth(NamedTuple):
    """What is told of a rule, and what comes of it."""

    effect: RuleEffect
    moved: set[str]
    """What `ApplyArchiveRule` archives."""
    public: set[str]
    """What of it is public."""
    active: int
    hidden_already: int


def true_of(arn: str, criteria: Criteria) -> Truth:
    """Ask for the effect of a rule, apply the rule, and undo it."""
    found = list[Truth]()

    async def main() -> None:
        found.append(await truth(arn, criteria))

    run_on_asyncio(main)
    return found[0]


async def truth(arn: str, criteria: Criteria) -> Truth:
    async with AccessAnalyzerClient(session=POPULATED.session()) as client:
        before = await statuses_of(client, arn)
        effect = await rule_effect(client, arn, criteria, examples=1000)
        archived = client.list_findings_v2(arn, filter={**criteria, "status": {"eq": ["ARCHIVED"]}})
        hidden_already = len(await archived.collect())
        assert await statuses_of(client, arn) == before
        name = arn.rpartition("/")[2]
        await client.create_archive_rule(name, "rule", filter=criteria)
        await client.apply_archive_rule(arn, "rule")
        moved = await changed_since(before, client, arn)
        await client.delete_archive_rule(name, "rule")
        if moved:
            await client.update_findings(arn, status="ACTIVE", ids=moved)
        public: set[str] = set()
        if name.endswith("-external"):
            public = {each.id async for each in client.list_findings(arn) if each.is_public} & moved
        return Truth(effect, moved, public, [*before.values()].count("ACTIVE"), hidden_already)


@pytest.mark.parametrize("name", KEYS)
@given(data=st.data())
def test_the_effect_is_what_applying_the_rule_does(name: str, data: st.DataObject) -> None:
    criteria = data.draw(criteria_for(KEYS[name]))
    true = true_of(NAMES[name], criteria)
    assert true.effect.would_hide == len(true.moved)
    assert {each.id for each in true.effect.examples} == true.moved
    assert true.effect.public == len(true.public)
    assert {each.id for each in true.effect.public_examples} == true.public
    assert true.effect.active == true.active
    assert true.effect.hidden_already == true.hidden_already
    for counts in (true.effect.by_finding_type, true.effect.by_resource_type):
        assert sum(counts.values()) == len(true.moved)


@pytest.mark.parametrize("name", KEYS)
@given(data=st.data())
def test_to_archive_by_a_filter_moves_what_a_rule_of_this_filter_would(
    name: str, data: st.DataObject
) -> None:
    criteria = data.draw(criteria_for(KEYS[name]).filter(lambda each: any(each.values())))

    async def main() -> None:
        arn = NAMES[name]
        async with AccessAnalyzerClient(session=POPULATED.session()) as client:
            before = await statuses_of(client, arn)
            effect = await rule_effect(client, arn, criteria, examples=1000)
            report = await archive(client, arn, criteria)
            assert await changed_since(before, client, arn) == {*report.changed}
            assert {each.id for each in effect.examples} == {*report.changed}
            back = await unarchive(client, arn, report.changed)
            assert {*back.changed} == {*report.changed}
            assert await statuses_of(client, arn) == before

    run_on_asyncio(main)


async def changed_since(
    before: Mapping[str, str], client: AccessAnalyzerClient, arn: str
) -> set[str]:
    """The findings whose status is another than before."""
    after = await statuses_of(client, arn)
    return {each for each in before if before[each] != after[each]}


def test_it_costs_one_call_for_each_thousand_that_match_that_are_public_and_that_are_active(
    run_in_virtual_time: Run,
) -> None:
    async def main() -> None:
        async with world() as here:
            here.add(1_200)
            effect = await rule_effect(here.client, here.arn, QUEUES)
            assert (effect.would_hide, effect.public, effect.active) == (1_200, 120, 1_200)
            assert here.emulator.calls.counts() == {"ListFindingsV2": 2 + 1 + 2}

    run_in_virtual_time(main)


@pytest.mark.parametrize(
    ("criterion", "would_hide", "public"),
    [
        ({"eq": ["true"]}, 2, 2),
        ({"eq": ["false"]}, 18, 0),
        ({"eq": ["true", "false"]}, 20, 2),
        ({"neq": ["false"]}, 3, 2),
        ({"neq": ["true"]}, 19, 0),
        ({"exists": True}, 20, 2),
        ({"exists": True, "neq": ["true"]}, 18, 0),
        ({"exists": False}, 1, 0),
        ({}, 21, 2),
    ],
)
def test_what_a_rule_asks_of_publicity_itself_keeps_its_meaning(
    run_in_virtual_time: Run, criterion: Any, would_hide: int, public: int
) -> None:
    async def main() -> None:
        async with world() as here:
            here.add(20)
            here.emulator.add_finding(
                here.arn,
                "arn:aws:s3:::x",
                "AWS::S3::Bucket",
                error="ACCESS_DENIED",
                finding_type="ExternalAccess",
            )
            effect = await rule_effect(here.client, here.arn, {"isPublic": criterion})
            assert (effect.would_hide, effect.public) == (would_hide, public)

    run_in_virtual_time(main)


def test_examples_are_few_and_public_ones_come_first(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            here.add(60)
            effect = await rule_effect(here.client, here.arn, QUEUES)
            assert len(effect.examples) == 10
            public = [f"f-{index}" for index in range(0, 60, 10)]
            assert [each.id for each in effect.examples[:6]] == public
            assert [each.id for each in effect.public_examples] == public
            assert not {each.id for each in effect.examples[6:]} & {*public}
            few = await rule_effect(here.client, here.arn, QUEUES, examples=2)
            assert [each.id for each in few.examples] == ["f-0", "f-10"]
            assert few.public_examples == few.examples
            none = await rule_effect(here.client, here.arn, QUEUES, examples=0)
            assert none.examples == ()
            assert none.would_hide == 60

    run_in_virtual_time(main)


def test_what_it_says_has_the_numbers_and_a_word_of_warning(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            here.add(12)
            here.add(3, "ARCHIVED", "old")
            effect = await rule_effect(here.client, here.arn, QUEUES, examples=3)
            queue = "ExternalAccess arn:aws:sqs:us-east-1:111122223333"
            assert str(effect).splitlines() == [
                "would hide 12 of 12 active findings, 2 of them PUBLIC",
                "  rule       resourceType = AWS::SQS::Queue",
                "  findings   12 ExternalAccess",
                "  resources  12 AWS::SQS::Queue",
                "  archived   3 more already",
                f"  PUBLIC     {queue}:f-0 (f-0)",
                f"  PUBLIC     {queue}:f-10 (f-10)",
                f"  e.g.       {queue}:f-1 (f-1)",
                "             … 9 more",
            ]
            summary = "would hide 12 of 12 active findings, 2 of them PUBLIC"
            assert repr(effect) == f"<RuleEffect: {summary}>"
            nothing = await rule_effect(here.client, here.arn, {"resource": {"eq": ["x"]}})
            assert str(nothing) == (
                'would hide 0 of 12 active findings\n  rule       resource = "x"'
            )

    run_in_virtual_time(main)


def test_what_it_says_has_no_control_characters_and_not_all_types(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            for index in range(7):
                here.emulator.add_finding(
                    here.arn,
                    f"arn:aws:x:::\x1b[2J{index}",
                    f"AWS::X::Y{index}",
                    error="ACCESS_DENIED",
                    finding_type="ExternalAccess",
                )
            effect = await rule_effect(here.client, here.arn, {"resource": {"contains": ["\x1b"]}})
            assert effect.would_hide == 7
            assert str(effect).isprintable() is False  # for its line feeds, and nothing else
            assert str(effect).replace("\n", "").isprintable()
            assert "2 other types" in str(effect)

    run_in_virtual_time(main)


def test_an_effect_stays_as_it_is_and_can_be_pickled_and_hashed(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            here.add(3)
            effect = await rule_effect(here.client, here.arn, QUEUES)
            assert pickle.loads(pickle.dumps(effect)) == effect  # noqa: S301 (our own bytes)
            assert hash(effect) == hash(await rule_effect(here.client, here.arn, QUEUES))
            with pytest.raises(AttributeError):
                effect.public = 0  # type: ignore[misc]  # that it cannot be is the test

    run_in_virtual_time(main)


@pytest.mark.parametrize(
    ("wrong", "path", "says"),
    [
        ({}, "filter", "is empty"),
        (FindingFilter(), "filter", "is empty"),
        ({"status": {"eq": ["ACTIVE"]}}, "filter.status", "archive rules do not take this key"),
        (FindingFilter().id.eq("f"), "filter.id", "archive rules do not take this key"),
        (FindingFilter().change_type.eq("NEW"), "filter.changeType", "do not take"),
        ({"stauts": {"eq": ["x"]}}, "filter.stauts", "did you mean 'status'?"),
        ({"isPublic": {"eq": ["yes"]}}, "filter.isPublic.eq[0]", "true"),
        (FindingFilter().key("isPublic").eq("True"), "filter.isPublic.eq[0]", "'true' or 'false'"),
        (FindingFilter().key("isPublic").neq("True"), "filter.isPublic.neq[0]", "'true'"),
        (FindingFilter().resource, "filter", ".resource"),
        ("status=ACTIVE", "filter", "FindingFilter.parse"),
    ],
)
def test_a_filter_that_archive_rules_cannot_have_is_refused(
    run_in_virtual_time: Run, wrong: Any, path: str, says: str
) -> None:
    async def main() -> None:
        async with world() as here:
            with pytest.raises(InvalidRequestError) as caught:
                await rule_effect(here.client, here.arn, wrong)
            assert [field.path for field in caught.value.fields] == [path]
            assert says in str(caught.value)
            assert here.emulator.calls.total == 0

    run_in_virtual_time(main)


@pytest.mark.parametrize("wrong", [-1, True, 2.5, "10"])
def test_a_number_of_examples_that_is_none_is_refused(run_in_virtual_time: Run, wrong: Any) -> None:
    async def main() -> None:
        async with world() as here:
            with pytest.raises(InvalidRequestError, match="examples: must be a whole number"):
                await rule_effect(here.client, here.arn, QUEUES, examples=wrong)

    run_in_virtual_time(main)


def test_an_analyzer_that_is_not_there_is_an_error(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            with pytest.raises(ResourceNotFoundException):
                await rule_effect(here.client, f"{here.arn}-gone", QUEUES)

    run_in_virtual_time(main)


def test_throttling_loses_nothing(run_in_virtual_time: Run) -> None:
    async def main() -> None:
        async with world() as here:
            here.add(50)
            here.emulator.faults.throttle("ListFindingsV2", times=8)
            effect = await rule_effect(here.client, here.arn, QUEUES)
            assert (effect.would_hide, effect.public) == (50, 5)

    run_in_virtual_time(main)


def test_a_finding_without_a_type_may_be_public(run_in_virtual_time: Run) -> None:
    class Untyped(AccessAnalyzerClient):
        """A client whose service leaves types out, as it may."""

        def list_findings_v2(self, analyzer_arn: str, **more: Any) -> Any:
            return untyped(super().list_findings_v2(analyzer_arn, **more))

    async def untyped(listing: AsyncIterable[FindingSummaryV2]) -> AsyncIterator[FindingSummaryV2]:
        async for each in listing:
            yield each.model_copy(update={"finding_type": None})

    async def main() -> None:
        emulator = POPULATED
        arn = NAMES["account-external"]
        asked: FilterCriteria = {"resource": {"exists": True}}
        async with Untyped(session=emulator.session()) as client:
            bare = await rule_effect(client, arn, asked)
        async with AccessAnalyzerClient(session=emulator.session()) as client:
            typed = await rule_effect(client, arn, asked)
        assert bare.public == typed.public > 0
        assert {*bare.by_finding_type} == {"Unknown"}

    run_in_virtual_time(main)
