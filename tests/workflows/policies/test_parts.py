"""Long lists are split into parts that are the same together, and their outcomes are one."""

from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.models import Access, ReasonSummary
from aa_sdk.policy import Policy, PolicyCheck, UnsupportedPolicyError
from aa_sdk.workflows import PolicyUndecided, PolicyVerdict
from aa_sdk.workflows._policies.documents import DocumentText
from aa_sdk.workflows._policies.parts import PartOutcome, combined, parts_of
from aa_sdk.workflows._policies.questions import Check
from tests.workflows.policies.world import allow

texts = st.one_of(st.none(), st.integers(0, 350))
undecided = st.builds(PolicyUndecided, st.just("Statement[0]"), st.text())
indices = st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=3)


def reasons(listed: list[int | None]) -> tuple[ReasonSummary, ...]:
    return tuple(
        ReasonSummary(description="whole")
        if index is None
        else ReasonSummary(description=f"{index}", statement_index=index)
        for index in listed
    )


verdicts = st.builds(
    PolicyVerdict,
    st.sampled_from(["PASS", "FAIL"]),
    st.text(),
    indices.map(reasons),
    st.none(),
    st.booleans(),
    st.sampled_from(["here", "service"]),
)


@given(texts, texts)
def test_parts_ask_each_action_with_each_resource_once(
    actions: int | None, resources: int | None
) -> None:
    def named(number: int | None) -> tuple[str, ...] | None:
        return None if number is None else tuple(map(str, range(number)))

    parts = parts_of(Access(actions=named(actions), resources=named(resources)))
    asked = [
        (action, resource)
        for part in parts
        for action in part.actions or ("",)
        for resource in part.resources or ("",)
    ]
    wanted = {(a, r) for a in named(actions) or ("",) for r in named(resources) or ("",)}
    assert len(asked) == len(wanted)
    assert set(asked) == wanted
    for part in parts:
        assert max(len(tuple(part.actions or ())), len(tuple(part.resources or ()))) <= 100


@given(st.lists(st.one_of(verdicts, undecided), min_size=1, max_size=4))
def test_together_parts_pass_if_all_do_and_fail_if_any_does(outcomes: list[PartOutcome]) -> None:
    whole = combined(outcomes)
    given_verdicts = [one for one in outcomes if isinstance(one, PolicyVerdict)]
    failed = [one for one in given_verdicts if one.result == "FAIL"]
    if failed:
        assert isinstance(whole, PolicyVerdict)
        assert whole.result == "FAIL"
        found = {reason.statement_index for one in failed for reason in one.reasons}
        assert {reason.statement_index for reason in whole.reasons} == found
        assert whole.exact == all(one.exact for one in failed)
    elif len(given_verdicts) < len(outcomes):
        assert isinstance(whole, PolicyUndecided)
    else:
        assert isinstance(whole, PolicyVerdict)
        assert whole.result == "PASS"


class Scripted(Check):
    """A check whose parts are decided as a script says."""

    name = "access_not_granted"

    def __init__(self, *script: PolicyCheck | UnsupportedPolicyError) -> None:
        self._script = script

    @property
    def calls(self) -> int:
        return len(self._script)

    def key(self, document: DocumentText) -> bytes:
        return document.key

    def _check(self, document: DocumentText, part: int) -> PolicyCheck:
        assert isinstance(document.policy, Policy)
        outcome = self._script[part]
        if isinstance(outcome, UnsupportedPolicyError):
            raise outcome
        return outcome

    async def _ask(self, client: object, text: str, part: int) -> object:  # type: ignore[override]  # nobody asks
        raise NotImplementedError


PASS, FAIL = PolicyCheck("PASS", "passed"), PolicyCheck("FAIL", "failed")
HANGING = PolicyCheck("FAIL", "perhaps", exact=False)
HARD = UnsupportedPolicyError("", "more work than one check may take")


def test_a_part_that_fails_for_certain_leaves_nothing_to_ask() -> None:
    here = Scripted(HARD, FAIL, HANGING).decide(DocumentText(allow()))
    assert isinstance(here.outcome, PolicyVerdict)
    assert (here.outcome.result, here.open) == ("FAIL", ())


def test_parts_that_are_open_are_named() -> None:
    here = Scripted(PASS, HARD, PASS, HANGING).decide(DocumentText(allow()))
    assert isinstance(here.outcome, PolicyVerdict)
    assert (here.outcome.result, here.outcome.exact, here.open) == ("FAIL", False, (1, 3))
    here = Scripted(PASS, HARD).decide(DocumentText(allow()))
    assert isinstance(here.outcome, PolicyUndecided)
    assert here.open == (1,)
