"""What is told term by term is what the classes say."""

import random
from typing import Any

import pytest

from aa_sdk.models import Access
from aa_sdk.policy import Policy, check_access_not_granted, check_no_new_access
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, contributions
from aa_sdk.policy._analysis.request_space import ACTION, RESOURCE
from aa_sdk.policy._analysis.subtraction import Subtraction
from aa_sdk.policy._language.patterns import arn_pattern
from aa_sdk.policy._language.statements import Selector, action_pattern
from tests.effort import examples
from tests.policy.evaluator import allowed
from tests.policy.generator import ACTION_PATTERNS, RESOURCE_PATTERNS, random_pair
from tests.policy.pairs import as_request
from tests.policy.statements import BUCKET, allow, deny, judge, policy, when

Target = tuple[tuple[str, Selector], ...]


def random_target(rng: random.Random) -> Target:
    """Some actions on some resources, or everything."""
    if rng.random() < 0.2:
        return ()
    actions, resources = rng.sample(ACTION_PATTERNS, 2), rng.sample(RESOURCE_PATTERNS, 2)
    arns = tuple(arn_pattern(text, "", variables=False) for text in resources)
    named = tuple(action_pattern(text, "") for text in actions)
    return ((ACTION, Selector(named)), (RESOURCE, Selector(arns)))


def contributing(query: AccessQuery) -> list[int]:
    return [one.statement.index for one in contributions(query, Budget())]


def test_the_same_statements_contribute_with_shortcuts_and_without() -> None:
    """Random pairs, listed access, and strangers alone; variables may make classes stricter."""
    added = 0
    for seed in range(examples(2_000)):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        theme, new, existing = random_pair(rng)
        compared = rng.random() < 0.7
        query = AccessQuery(
            Policy.parse(new).layers,
            Policy.parse(existing).layers if compared else None,
            target=() if compared else random_target(rng),
            pins={} if theme.principals and rng.random() < 0.5 else None,
        )
        shown = contributing(query)
        by_classes = contributing(query._replace(shortcuts=False))
        added += bool(shown)
        if theme.variables:
            assert set(shown) <= set(by_classes), seed
        else:
            assert shown == by_classes, seed
    assert examples(2_000) // 5 < added < examples(2_000) * 4 // 5


@pytest.fixture
def no_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes classes of actions and resources fails."""

    def refuse(*_: Any) -> None:
        raise AssertionError("classes were made")

    monkeypatch.setattr(Subtraction, "_left_by_classes", refuse)


PLAIN: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    (allow(Action="s3:Get*"), allow(Action=["s3:*", "ec2:*"]), True),
    (allow(Action="s3:*"), allow(Action=["s3:Get*", "s3:*e*", "s3:*x*", "s3:*l*"]), False),
    (allow(Action=["s3:GetObject", "s3:Put*"]), allow(Action=["s3:Put*", "s3:Get*"]), True),
    (allow(Action="s3:Get?"), allow(Action=["s3:Get?", "s3:Gete"]), True),
    (allow(Resource=f"{BUCKET}/a/*"), allow(Resource=[f"{BUCKET}/b/*", f"{BUCKET}/*"]), True),
    (allow(Resource=f"{BUCKET}/*"), allow(Resource=f"{BUCKET}/a*"), False),
    (allow(Resource="arn:aws:s3:*:1:a*"), allow(Resource="arn:aws:s3:*:*:*"), True),
    (allow(Resource="arn:aws:s3:*:*:a*"), allow(Resource="arn:aws:s3:us-*:*:*"), False),
    (allow(NotAction=["s3:*", "ec2:*"]), allow(NotAction="s3:Get*"), True),
    (allow(NotAction="s3:Get*"), allow(NotAction=["s3:*", "ec2:*"]), False),
    (allow(Action="s3:*"), allow(NotAction=["ec2:*", "sqs:*"]), True),
    (allow(NotResource=f"{BUCKET}/*"), allow(NotResource=f"{BUCKET}/a*"), True),
    (allow(NotResource=f"{BUCKET}/a*"), allow(NotResource=f"{BUCKET}/*"), False),
    (when("StringEquals", "aws:x", "a"), when("StringEquals", "aws:x", ["a", "b"]), True),
    (when("StringEquals", "aws:x", ["a", "b"]), when("StringEquals", "aws:x", "a"), False),
    (allow(Action="s3:Get*", NotResource="*"), allow(Action="s3:Put*"), True),
    (
        allow(Resource=f"{BUCKET}/${{aws:username}}/a*"),
        allow(Resource=f"{BUCKET}/${{aws:username}}/*"),
        True,
    ),
]


@pytest.mark.usefixtures("no_classes")
@pytest.mark.parametrize(("new", "existing", "passes"), PLAIN)
def test_what_is_plain_needs_no_classes(
    new: dict[str, Any], existing: dict[str, Any], *, passes: bool
) -> None:
    """Of patterns with stars alone everything is, one way or the other."""
    assert judge(new, existing) is passes


@pytest.mark.usefixtures("no_classes")
def test_conditions_are_weighed_together_where_several_statements_hold_a_term() -> None:
    """None of them alone covers the new statement, which the search over these few sees."""
    either = [
        allow(Action="s3:Get*", Condition={"Bool": {"aws:x": truth}}) for truth in ("true", "false")
    ]
    absent = allow(Action=["s3:*Object", "s3:G*"], Condition={"Null": {"aws:x": "true"}})
    assert check_no_new_access(policy(allow()), policy(*either, absent)).result == "PASS"
    assert check_no_new_access(policy(allow()), policy(*either)).result == "FAIL"


@pytest.mark.usefixtures("no_classes")
def test_a_denial_that_both_have_or_that_is_wider_here_is_no_matter() -> None:
    """Whatever else it names; and of one that is narrower here only the rest is looked at."""
    stars = [f"s3:*{word}*" for word in ("Acl", "Tag", "Policy", "Version", "Lock", "Part")]
    existing = policy(allow(Action="s3:*"), deny(Action=stars))
    same = policy(allow(Action="s3:Get*"), deny(Action=stars[::-1]))
    wider = policy(allow(Action="s3:Get*"), deny(Action=[*stars, "s3:*Object"]))
    narrower = policy(allow(Action="s3:Get*"), deny(Action=stars[1:]))
    assert check_no_new_access(same, existing).result == "PASS"
    assert check_no_new_access(wider, existing).result == "PASS"
    check = check_no_new_access(narrower, existing)
    assert check.counterexample is not None
    assert check.counterexample.action == "s3:getexampleaclexample"


@pytest.mark.usefixtures("no_classes")
def test_two_patterns_in_one_term_are_held_by_whoever_holds_either() -> None:
    """And where no text matches both there is nothing to be held."""
    new = policy(allow(Action="s3:Get*"), deny(Action="s3:Get*"))
    existing = policy(allow(Action="s3:*"), deny(Action="s3:*Object"))
    assert check_no_new_access(new, existing).result == "PASS"
    roles = policy(allow(Action="iam:*", Resource="arn:aws*:iam::*:role/*app*"))
    admin = Access(resources=["arn:aws:iam::*:role/admin"])
    assert check_access_not_granted(roles, admin).result == "PASS"


def test_a_text_that_a_variable_may_stand_for_is_no_example_by_itself() -> None:
    """The request says what the variable is, also where it has a default."""
    for variable in ("${aws:username}", "${aws:username, 'ada'}"):
        assert not judge(allow(Resource=f"{BUCKET}/ada"), allow(Resource=f"{BUCKET}/{variable}"))
        assert not judge(allow(Resource=f"{BUCKET}/{variable}"), allow(Resource=f"{BUCKET}/ada"))


def test_an_example_has_every_key_that_the_documents_ask_for() -> None:
    """Under the first name that it has there; absent, where it is of no concern."""
    other = allow(Action="ec2:*", Condition={"Null": {"aws:Other": "true", "AWS:X": "true"}})
    check = check_no_new_access(policy(when("Bool", "aws:x", "true")), policy(other))
    assert check.counterexample is not None
    assert check.counterexample.context == {"aws:x": "true", "aws:Other": None}


def test_an_example_that_two_patterns_match_fills_the_stars_of_both() -> None:
    """No star stands for nothing where it can stand for something."""
    homes = policy(allow(Resource="arn:aws:s3:::${aws:username}/home/*"))
    check = check_access_not_granted(homes, Access(resources=["arn:aws:s3:::secret-*/*"]))
    assert check.counterexample is not None
    assert check.counterexample.resource.startswith("arn:aws:s3:::secret-example/home/example")
    assert check.counterexample.context == {"aws:username": "secret-example"}


def test_actions_of_examples_are_in_lower_case_as_they_are_compared() -> None:
    """A capital would hide that a pattern matches."""
    new = policy(allow(Action="s3:?*"), deny(Action=["s3:*example", "s3:x?*"]))
    existing = policy(allow(NotAction="s3:?*"), allow(Action="s3:?x*"))
    check = check_no_new_access(new, existing)
    assert check.counterexample is not None
    assert allowed(new, as_request(check))
    assert not allowed(existing, as_request(check))


def test_a_denial_of_all_but_something_is_looked_at_where_it_ends() -> None:
    """The request that shows it is in what the narrower denial leaves out."""
    names = [f"arn:aws:glue:*:*:{name}/*" for name in ("catalog", "database", "table")]
    existing = policy(allow(Action="glue:*"), deny(Action="*", NotResource=names[:2]))
    new = policy(allow(Action="glue:*"), deny(Action="*", NotResource=names))
    check = check_no_new_access(new, existing)
    assert check.counterexample is not None
    assert check.counterexample.resource == "arn:aws:glue:us-east-1:111122223333:table/example"
    assert check_no_new_access(existing, new).result == "PASS"


def test_a_limit_counts_in_the_classes_as_it_does_before() -> None:
    """What lies in the same pattern and outside of the limit is not reported."""
    parsed = Policy.parse(policy(allow(Action="s3:?et*"), deny(Action="s3:Get*b")))
    named = tuple(action_pattern(text, "") for text in ("s3:*b", "s3:G?t*"))
    query = AccessQuery(parsed.layers, target=((ACTION, Selector(named[:1])),))
    assert contributing(query) == contributing(query._replace(shortcuts=False)) == [0]
    query = AccessQuery(
        Policy.parse(policy(allow(Action="s3:?et*"), deny(Action=["s3:?et*b", "s3:G?t*"]))).layers,
        target=((ACTION, Selector(named)),),
    )
    assert contributing(query) == contributing(query._replace(shortcuts=False)) == []


def test_the_work_does_not_hang_on_what_was_asked_before() -> None:
    """What is kept between checks saves time, and no step: the same documents end the same way."""

    def steps(new: dict[str, Any], existing: dict[str, Any]) -> int:
        budget = Budget()
        query = AccessQuery(Policy.parse(new).layers, Policy.parse(existing).layers)
        list(contributions(query, budget))
        return budget.left

    new = policy(allow(Action=["s3:*Fresh*", "s3:Once?"]), deny(Action="s3:*sh"))
    existing = policy(allow(Action=["s3:*Fre*h*", "s3:?nce*"]), deny(Action="s3:*Never"))
    first = steps(new, existing)
    steps(existing, new)
    assert steps(new, existing) == first
