"""What filters, and what they hand out, say to those who take them for something else."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FindingFilter
from aa_sdk.models import (
    AnalyzerSummary,
    Criterion,
    FindingSummaryV2,
    InlineArchiveRule,
    ListFindingsV2Request,
)
from tests.filters.samples import SUMMARY, model

F: Any = FindingFilter  # checkers refuse most of this
SUMMARY_MODEL = model(FindingSummaryV2, SUMMARY)
LONG = "x" * 61

NO_FILTERS: list[tuple[Any, str]] = [
    (F().status, "unfinished: .status needs .eq(…)"),
    (F().key("any.thing"), "unfinished: .key('any.thing') needs .eq(…)"),
    (F().condition("aws:SourceVpc"), "unfinished: .condition('aws:SourceVpc') needs .eq(…)"),
    (F().is_public, ".is_public needs .eq(…), .neq(…) or .exists(), as in .is_public.eq(True)"),
    (F().principal, "unfinished: .principal needs .aws or .federated"),
    (F().principal.aws, "unfinished: .principal.aws needs .eq(…)"),
    (F().status.eq, "unfinished: .eq was not called: write .eq(…)"),
    (FindingFilter, "is a class: write FindingFilter()"),
    (Criterion, "is a class: write Criterion()"),
    ("status=ACTIVE", "FindingFilter.parse('status=ACTIVE')"),
    ("ACTIVE", "FindingFilter.parse('status=ACTIVE')"),
    (f"status={LONG}", "FindingFilter.parse('status=ACTIVE')"),
    (' {"status": {}}', "json.loads"),
    ([F()], "must be one filter"),
    ({"status"}, "must be one filter"),
    (Criterion(eq=["ACTIVE"]), "{'status': …}"),
    (SUMMARY_MODEL, "FindingFilter().id.eq(finding.id)"),
    (5, "must be a filter: write FindingFilter().status.eq('ACTIVE')"),
    ({5: {"eq": ["ACTIVE"]}}, "every key must be text"),
]

WRONG_MAPPINGS: list[tuple[Any, str, str]] = [
    ({"status": "ACTIVE"}, "status", "write {'eq': ['ACTIVE']}"),
    ({"status": ("ACTIVE", "ARCHIVED")}, "status", "write {'eq': ['ACTIVE', 'ARCHIVED']}"),
    ({"id": ["a", "b", "c", "d"]}, "id", "write {'eq': ['a', 'b', 'c', …]}"),
    ({"resource": LONG}, "resource", "write {'eq': ['ACTIVE']}"),
    ({"resource": '{"a": 1}'}, "resource", "write {'eq': ['ACTIVE']}"),
    ({"isPublic": True}, "isPublic", "write {'eq': ['true']}"),
    ({"isPublic": b"x"}, "isPublic", "write {'eq': ['ACTIVE']}"),
    ({"status": None}, "status", "{'exists': False}"),
    ({"status": F().status}, "status", "unfinished: .status needs"),
    ({"status": F().status.eq("ACTIVE")}, "status", "is a whole filter"),
    ({"eq": "ACTIVE"}, "eq", "write {'status': {'eq': ['ACTIVE']}}"),
    ({"exists": True}, "exists", "write {'status': {'eq': ['ACTIVE']}}"),
    ({"status": {"eq": "ACTIVE"}}, "status.eq", "must be a list: write ['ACTIVE']"),
    ({"id": {"neq": 5}}, "id.neq", "must be a list: write ['5']"),
    ({"id": {"eq": ["a", 5]}}, "id.eq[1]", "must be a string: write '5'"),
    ({"id": {"eq": [None]}}, "id.eq[0]", "must be a string"),
    ({"id": {"exists": "yes"}}, "id.exists", "must be a bool, True or False"),
    ({"status": {"equals": ["ACTIVE"]}}, "status.equals", "is no operator: write 'eq'"),
    ({"status": {"NEQ": ["ACTIVE"]}}, "status.NEQ", "is no operator: write 'neq'"),
    ({"status": {"not_equals": ["ACTIVE"]}}, "status.not_equals", "write 'neq'"),
    ({"id": {"contain": ["a"]}}, "id.contain", "write 'contains'"),
]


def refusals(given: Any) -> list[tuple[str, str]]:
    """Return place and reason, as a request and `from_criteria` give them, which is the same."""
    with pytest.raises(InvalidRequestError) as caught:
        F.from_criteria(given)
    built = [(field.path, field.reason) for field in caught.value.fields]
    with pytest.raises(ValidationError) as refused:
        ListFindingsV2Request(analyzer_arn="a", filter=given)
    parts = [(error["loc"], error["msg"]) for error in refused.value.errors()]
    sent = [
        ("".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in loc)[1:], reason)
        for loc, reason in parts
    ]
    assert sent == built
    return built


@pytest.mark.parametrize(("given", "said"), NO_FILTERS, ids=[said for _, said in NO_FILTERS])
def test_what_is_no_filter_is_told_what_to_write(given: Any, said: str) -> None:
    ((path, reason),) = refusals(given)
    assert path == "filter"
    assert said in reason


@pytest.mark.parametrize(("given", "path", "said"), WRONG_MAPPINGS, ids=repr)
def test_a_mapping_of_another_form_is_told_what_to_write_and_where(
    given: Any, path: str, said: str
) -> None:
    ((found, reason),) = refusals(given)
    assert found == f"filter.{path}"
    assert said in reason


def test_every_wrong_place_of_a_mapping_is_named() -> None:
    given = {"status": "ACTIVE", "id": {"eq": [1, 2]}, "error": {"exists": True}}
    assert [path for path, _ in refusals(given)] == [
        "filter.status",
        "filter.id.eq[0]",
        "filter.id.eq[1]",
    ]


def test_a_set_of_values_is_as_good_as_a_list() -> None:
    given: Any = {"status": {"eq": {"ACTIVE"}}}
    assert F.from_criteria(given) == F().status.eq("ACTIVE")
    assert ListFindingsV2Request(analyzer_arn="a", filter=given).filter == {
        "status": Criterion(eq=["ACTIVE"])
    }


def test_keys_in_another_spelling_are_told_from_unknown_ones() -> None:
    for key, meant in (("resource_type", "resourceType"), ("IsPublic", "isPublic")):
        with pytest.raises(InvalidRequestError) as caught:
            F.from_criteria({key: {"exists": True}})
        (field,) = caught.value.fields
        assert (field.path, field.reason) == (f"filter.{key}", f"is no filter key: write {meant!r}")
    later = {"resourceOwner": {"startsWith": ["1111"]}}
    assert F.from_criteria(later).to_criteria()["resourceOwner"].to_wire() == later["resourceOwner"]


def test_an_operator_nobody_knows_is_refused_where_it_would_be_sent() -> None:
    given: Any = {"status": {"startsWith": ["A"]}}
    with pytest.raises(ValidationError, match="there are eq, neq, contains, exists"):
        InlineArchiveRule(rule_name="sample", filter=given)


class Foreign:
    """A filter of another library, which has its own reasons to refuse."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def to_criteria(self) -> dict[str, Criterion]:
        raise self.error


def test_a_refusal_of_another_library_stays_what_it_is() -> None:
    given: Any = Foreign(TypeError("theirs"))
    with pytest.raises(TypeError, match="theirs"):
        ListFindingsV2Request(analyzer_arn="a", filter=given)
    given = Foreign(ValueError("theirs"))
    with pytest.raises(ValidationError, match="theirs"):
        ListFindingsV2Request(analyzer_arn="a", filter=given)


def test_joining_with_what_is_no_filter_says_what_to_write() -> None:
    for given, said in (*NO_FILTERS, ({"status": "ACTIVE"}, "FindingFilter.from_criteria")):
        with pytest.raises(TypeError) as caught:
            _ = F() & given
        assert said in str(caught.value)
    for joined in (F().status, F().principal):
        with pytest.raises(TypeError, match="unfinished"):
            _ = joined & F()
        with pytest.raises(TypeError, match="unfinished"):
            _ = joined | F()
        with pytest.raises(TypeError, match="unfinished"):
            _ = ~joined


HINTS: list[tuple[Callable[[Any], object], type[Exception], str]] = [
    (lambda f: f.status.equals("ACTIVE"), AttributeError, ": write .status.eq(…)"),
    (lambda f: f.id.like("a"), AttributeError, ": write .id.contains(…)"),
    (lambda f: f.status.exist(), AttributeError, ": write .status.exists(…)"),
    (lambda f: f.is_public.contains("t"), AttributeError, ": write .is_public.eq(True)"),
    (lambda f: f.principal.neq("1"), AttributeError, ": write .principal.aws.neq(…)"),
    (lambda f: f.principal.AWS, AttributeError, "did you mean 'aws'?"),
    (lambda f: f.principal.federate, AttributeError, "did you mean 'federated'?"),
    (lambda f: f.principal.user, AttributeError, "needs .aws or .federated"),
    (lambda f: f.resource.startswith("arn"), AttributeError, "needs .eq(…)"),
    (lambda f: f.status.matches({}), AttributeError, "unfinished: .status"),
    (lambda f: f.status.resource, AttributeError, "unfinished: .status"),
    (lambda f: f.status == "ACTIVE", TypeError, "write .status.eq('ACTIVE')"),
    (lambda f: f.status == ["ACTIVE"], TypeError, "write .status.eq('ACTIVE')"),
    (lambda f: f.is_public == True, TypeError, "write .is_public.eq(True)"),  # noqa: E712 (the mistake)
    (lambda f: f.id != LONG, TypeError, "write .id.eq('…')"),
    (lambda f: f.principal == "1", TypeError, "write .principal.aws.eq('1')"),
    (lambda f: "a" in f.id, TypeError, "write .id.eq('a')"),
    (lambda f: f.status("ACTIVE", "ARCHIVED"), TypeError, ".status.eq('ACTIVE', 'ARCHIVED')"),
    (lambda f: f.status(), TypeError, "write .status.eq('ACTIVE')"),
    (lambda f: bool(f.status), TypeError, "unfinished: .status"),
    (lambda f: f.staus, AttributeError, "did you mean 'status'?"),
    (lambda f: f.resourceOwnerAccount, AttributeError, "did you mean 'resource_owner_account'?"),
    (lambda f: f.nothing_like_it, AttributeError, "has no attribute 'nothing_like_it'"),
    (lambda f: f.neq("ACTIVE"), AttributeError, "write .status.neq(…)"),
    (lambda f: f["status"], TypeError, "write .key('status')"),
    (lambda _: F.status.eq("ACTIVE"), AttributeError, "write FindingFilter().status.eq"),
    (lambda _: F.principal.aws, AttributeError, "write FindingFilter().principal.aws"),
]


@pytest.mark.parametrize(("ask", "error", "said"), HINTS)
def test_a_slip_in_building_is_told_what_to_write(
    ask: Callable[[Any], object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error) as caught:
        ask(F())
    assert said in str(caught.value)


HANDED_OUT = (F().status, F().is_public, F().key("any.thing"), F().principal, F.status, F.principal)


@pytest.mark.parametrize("one", HANDED_OUT, ids=lambda one: type(one).__name__)
def test_what_is_handed_out_can_be_looked_at_compared_and_copied(one: Any) -> None:
    for name in ("_repr_html_", "_ipython_display_", "__array__", "__wrapped__", "_x", "shape"):
        assert not hasattr(one, name)
    assert one == one  # noqa: PLR0124 (identity is all there is)
    assert one != AnalyzerSummary
    assert {one: "found"}[one] == "found"
    assert repr(one)
    for twin in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301 (our own)
        assert type(twin) is type(one)


def test_a_filter_is_probed_for_private_names_in_vain() -> None:
    for name in ("_repr_markdown_", "__array__", "_made_by_nobody"):
        assert not hasattr(F(), name)
