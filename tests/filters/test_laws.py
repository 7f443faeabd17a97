"""What holds for every filter, whatever it asks."""

import pickle
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FILTER_KEYS, FindingFilter
from aa_sdk.models import Criterion, Finding, GetFindingV2Response
from tests.effort import examples
from tests.filters.samples import COMMON, model

law = settings(max_examples=examples(100))

VALUES = ("ACTIVE", "ARCHIVED", "a", "ab", "b", "true", "false", "", 'quote " and \\', "é\n")
KEYS = ("status", "resource", "isPublic", "error", "principal.AWS", "condition.aws:SourceIp")

words = st.sampled_from(VALUES)
any_keys = st.sampled_from([*FILTER_KEYS, "any.thing", "condition.x:y", "é", "", "a b"])
values = st.none() | st.lists(words | st.text(max_size=3), max_size=25).map(tuple)
criteria = st.builds(
    Criterion,
    eq=values,
    neq=values,
    contains=values,
    exists=st.none() | st.booleans(),
)


def is_taken(key: str) -> bool:
    """Whether a key is not refused as a slip: another spelling of one (`ID`), or an operator."""
    try:
        FindingFilter.from_criteria({key: Criterion()})
    except InvalidRequestError:
        return False
    return True


maps = st.dictionaries(any_keys | st.text(max_size=5).filter(is_taken), criteria, max_size=5)

keys = st.sampled_from(KEYS)
few = st.none() | st.lists(words, max_size=3).map(tuple)
small = st.builds(Criterion, eq=few, neq=few, contains=few, exists=st.none() | st.booleans())
filters = st.builds(FindingFilter.from_criteria, st.dictionaries(keys, small, max_size=4))
texts = st.none() | words
findings = st.fixed_dictionaries(
    {
        "status": words,
        "resource": texts,
        "error": texts,
        "isPublic": st.none() | st.booleans(),
        "principal": st.none() | st.dictionaries(st.sampled_from(["AWS", "Service"]), words),
        "condition": st.dictionaries(st.sampled_from(["aws:SourceIp", "other"]), words),
    }
).map(lambda members: {**COMMON, **members})


def joined(one: FindingFilter, other: FindingFilter) -> FindingFilter | None:
    """Return the two in one, or None where they contradict each other."""
    try:
        return one & other
    except InvalidRequestError:
        return None


def turned_round(value: Any) -> Any:
    """Return values in another order and twice."""
    return value if isinstance(value, bool | None) else value[::-1] * 2


TABLE_TAGS = ("div", "span", "table", "thead", "tbody", "tr", "th", "td")


def html_of(finding_filter: Any) -> str:
    """Return what a notebook shows."""
    html: str = finding_filter._repr_html_()
    return html


def detailed(finding: dict[str, Any]) -> dict[str, Any]:
    """Return the finding with its details in a list of their own."""
    names = ("isPublic", "principal", "condition")
    details = {name: finding[name] for name in names}
    rest = {name: value for name, value in finding.items() if name not in names}
    return {
        **rest,
        "findingType": "ExternalAccess",
        "findingDetails": [{"externalAccessDetails": details}],
    }


@law
@given(maps)
def test_criteria_become_a_filter_and_come_back_the_same(given: dict[str, Criterion]) -> None:
    back = FindingFilter.from_criteria(given).to_criteria()
    assert back == given
    assert list(back) == list(given)
    assert [c.model_fields_set for c in back.values()] == [
        c.model_fields_set for c in given.values()
    ]


@law
@given(maps)
def test_criteria_in_wire_form_come_back_the_same(given: dict[str, Criterion]) -> None:
    wire = {key: criterion.to_wire() for key, criterion in given.items()}
    back = FindingFilter.from_criteria(wire).to_criteria()
    assert {key: criterion.to_wire() for key, criterion in back.items()} == wire


@law
@given(maps)
def test_a_filter_is_made_again_of_its_criteria(given: dict[str, Criterion]) -> None:
    finding_filter = FindingFilter.from_criteria(given)
    assert FindingFilter.from_criteria(finding_filter.to_criteria()) == finding_filter
    assert FindingFilter.from_criteria(finding_filter) == finding_filter


@law
@given(maps)
def test_repr_is_code_that_builds_an_equal_filter(given: dict[str, Criterion]) -> None:
    finding_filter = FindingFilter.from_criteria(given)
    again = eval(repr(finding_filter), {"FindingFilter": FindingFilter})  # noqa: S307 (it is the promise)
    assert again == finding_filter
    assert hash(again) == hash(finding_filter)


@law
@given(maps)
def test_str_is_one_line(given: dict[str, Criterion]) -> None:
    assert len(str(FindingFilter.from_criteria(given)).splitlines()) == 1


@law
@given(maps)
def test_html_is_the_same_each_time_and_has_only_the_tags_of_a_table(
    given: dict[str, Criterion],
) -> None:
    finding_filter = FindingFilter.from_criteria(given)
    html = html_of(finding_filter)
    assert html == html_of(FindingFilter.from_criteria(finding_filter.to_criteria()))
    tags = set(re.findall(r"<[^ >]*", html))
    assert tags <= {f"<{end}{tag}" for tag in TABLE_TAGS for end in ("", "/")}
    assert len(html.encode()) < 60_000


@law
@given(maps)
def test_pickling_keeps_everything(given: dict[str, Criterion]) -> None:
    twin = pickle.loads(pickle.dumps(FindingFilter.from_criteria(given)))  # noqa: S301 (our own)
    assert twin.to_criteria() == given


@law
@given(filters)
def test_joining_with_nothing_or_itself_changes_nothing(one: FindingFilter) -> None:
    assert one & FindingFilter() == one
    assert FindingFilter() & one == one
    assert one & one == one


@law
@given(filters, filters)
def test_joining_does_not_depend_on_the_order(one: FindingFilter, other: FindingFilter) -> None:
    assert joined(one, other) == joined(other, one)


@law
@given(filters, filters, filters)
def test_joining_does_not_depend_on_the_grouping(
    one: FindingFilter, two: FindingFilter, three: FindingFilter
) -> None:
    first, last = joined(one, two), joined(two, three)
    left = first and joined(first, three)
    right = last and joined(one, last)
    assert left == right


@law
@given(filters, filters, findings)
def test_filters_without_a_common_key_joined_ask_for_both(
    one: FindingFilter, other: FindingFilter, finding: dict[str, Any]
) -> None:
    rest = {k: c for k, c in other.to_criteria().items() if k not in one.to_criteria()}
    without_common_keys = FindingFilter.from_criteria(rest)
    both = one & without_common_keys
    assert both.matches(finding) == (one.matches(finding) and without_common_keys.matches(finding))


@law
@given(filters, findings)
def test_explain_agrees_with_matches_and_names_what_fails(
    finding_filter: FindingFilter, finding: dict[str, Any]
) -> None:
    explanation = finding_filter.explain(finding)
    assert bool(explanation) == explanation.matches == finding_filter.matches(finding)
    for failed in explanation.failed:
        alone = {failed.key: Criterion.model_validate({failed.operator: failed.wanted})}
        assert not FindingFilter.from_criteria(alone).matches(finding)


@law
@given(filters, findings)
def test_equal_filters_let_the_same_findings_through(
    finding_filter: FindingFilter, finding: dict[str, Any]
) -> None:
    turned = {
        key: Criterion.model_validate({name: turned_round(value) for name, value in criterion})
        for key, criterion in reversed(finding_filter.to_criteria().items())
    }
    other = FindingFilter.from_criteria(turned)
    assert other == finding_filter
    assert other.matches(finding) == finding_filter.matches(finding)


@law
@given(filters, findings)
def test_every_form_of_a_finding_gets_the_same_answer(
    finding_filter: FindingFilter, finding: dict[str, Any]
) -> None:
    expected = finding_filter.matches(finding)
    assert finding_filter.matches(model(Finding, finding)) == expected
    assert finding_filter.matches(detailed(finding)) == expected
    assert finding_filter.matches(model(GetFindingV2Response, detailed(finding))) == expected


@law
@given(st.sampled_from(KEYS), few, findings)
def test_neq_is_the_opposite_of_eq(
    key: str, given: tuple[str, ...] | None, finding: dict[str, Any]
) -> None:
    operators = FindingFilter().key(key)
    some = given or ()
    assert operators.eq(*some).matches(finding) != operators.neq(*some).matches(finding)


@law
@given(
    st.sampled_from(["eq", "contains"]),
    st.lists(st.integers(0, 60).map(str), min_size=0, max_size=70),
    st.sampled_from(["0", "7", "19", "59", "61"]),
)
def test_the_parts_of_a_split_together_mean_the_whole(
    operator: str, numbers: list[str], resource: str
) -> None:
    whole = FindingFilter.from_criteria(
        {
            "resource": Criterion.model_validate({operator: numbers}),
            "status": Criterion(eq=["ACTIVE"]),
        }
    )
    parts = list(whole.split())
    finding: dict[str, Any] = {**COMMON, "condition": {}, "resource": resource}
    assert any(part.matches(finding) for part in parts) == whole.matches(finding)
    distinct = list(dict.fromkeys(numbers))
    sent = [getattr(part.to_criteria()["resource"], operator) for part in parts]
    if len(numbers) > 20:
        assert [value for values in sent for value in values] == distinct
    assert all(len(values) <= 20 for values in sent)
    assert len(parts) == max(1, -(-len(distinct) // 20))
