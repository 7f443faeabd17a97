"""A filter says the same of an event that was parsed and of the mapping that it came as."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.errors import InvalidRequestError
from aa_sdk.events import AccessAnalyzerEvent, UnknownEvent, parse_event
from aa_sdk.filters import FILTER_KEYS, FindingFilter
from aa_sdk.models import Criterion, Model
from tests.effort import examples
from tests.events.samples import QUEUE, event
from tests.events.strategies import arns, finding_events, known_events, other_events, words

F = FindingFilter

KEYS = (
    *FILTER_KEYS,
    # Names that events have and the service has no key of, and names that are Python's own.
    *("isDeleted", "accountId", "findingId", "previousStatus", "createdAt", "version"),
    *("numberOfUnusedServices", "newMember", "x", "x.ACTIVE", "any.thing", "model_config"),
    *("condition.AWS", "principal.aws:SourceVpc"),
)
known = st.sampled_from(["ExternalAccess", "true", "false", "ACTIVE", "2026-02-03T08:15:30Z"])
few = st.none() | st.lists(words | known | arns, min_size=1, max_size=3).map(tuple)
criteria = st.builds(Criterion, eq=few, neq=few, contains=few, exists=st.none() | st.booleans())
filters = st.dictionaries(st.sampled_from(KEYS), criteria, max_size=3).map(F.from_criteria)


def said(finding_filter: FindingFilter, finding: Any) -> Any:
    """Return what a filter says of a finding, or why it does not."""
    try:
        explained = finding_filter.explain(finding)
        matches = finding_filter.matches(finding)
    except InvalidRequestError as error:
        return [(field.path, field.reason) for field in error.fields]
    assert bool(explained) is matches
    return matches, explained


@given(filters, known_events | other_events)
@settings(max_examples=examples(1500))
def test_a_parsed_event_is_matched_as_its_mapping_is(
    finding_filter: FindingFilter, payload: dict[str, Any]
) -> None:
    parsed = parse_event(payload)
    expected = said(finding_filter, payload)
    assert said(finding_filter, parsed) == expected
    assert said(finding_filter, parsed.to_wire()) == expected


@given(filters, finding_events)
@settings(max_examples=examples(400))
def test_the_detail_of_a_parsed_event_is_matched_as_its_mapping_is(
    finding_filter: FindingFilter, payload: dict[str, Any]
) -> None:
    detail = parse_event(payload).detail
    assert said(finding_filter, detail) == said(finding_filter, payload["detail"])


@given(filters, st.lists(known_events | other_events, max_size=6))
@settings(max_examples=examples(200))
def test_what_a_filter_met_before_makes_no_difference(
    finding_filter: FindingFilter, payloads: list[dict[str, Any]]
) -> None:
    used = F.from_criteria(finding_filter.to_criteria())
    for payload in payloads:
        said(used, parse_event(payload))
        said(used, payload)
    for payload in payloads:
        fresh = F.from_criteria(finding_filter.to_criteria())
        assert said(used, parse_event(payload)) == said(fresh, payload)


def test_what_is_about_no_finding_is_refused_in_the_words_for_mappings() -> None:
    finding_filter = F().status.eq("ACTIVE")
    for kind in ("preview", "call"):
        messages = set[str]()
        for given_ in (event(kind), parse_event(event(kind))):
            with pytest.raises(InvalidRequestError, match="only events about findings") as caught:
                finding_filter.matches(given_)
            messages.add(str(caught.value))
        assert len(messages) == 1


def test_an_event_in_another_form_is_matched_as_what_came() -> None:
    parsed = parse_event(event("external", createdAt="yesterday"))
    assert isinstance(parsed, UnknownEvent)
    of_queue = F().status.eq("ACTIVE").resource.eq(QUEUE)
    assert of_queue.finding_type.eq("ExternalAccess").matches(parsed)
    assert not F().status.eq("ARCHIVED").matches(parsed)


def test_a_restriction_that_an_event_may_leave_out_is_never_silently_absent() -> None:
    finding_filter = F().status.eq("RESOLVED").resource_control_policy_restriction.exists()
    for kind in ("external", "external error"):
        with pytest.raises(InvalidRequestError, match="this event of an external access finding"):
            finding_filter.matches(parse_event(event(kind)))
    carried = event("external", status="RESOLVED", resourceControlPolicyRestrictionType="APPLIED")
    assert finding_filter.matches(parse_event(carried))


def test_members_that_are_new_to_this_release_are_seen() -> None:
    parsed = parse_event(event("unused", isPublic=True, severity="HIGH"))
    assert F().key("severity").eq("HIGH").matches(parsed)
    assert F().key("isPublic").eq("true").matches(parsed)
    assert not F().key("severity").eq("HIGH").matches(parse_event(event("unused", severity=None)))


def test_an_event_without_a_detail_is_refused() -> None:
    payload = {name: value for name, value in event("external").items() if name != "detail"}
    with pytest.raises(InvalidRequestError, match=r"finding\.detail") as caught:
        F().status.eq("ACTIVE").matches(payload)
    assert [field.path for field in caught.value.fields] == ["finding.detail"]


def test_the_plan_of_a_family_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    finding_filter = F().status.eq("ACTIVE").is_public.eq(False)  # noqa: FBT003 (a filter asks so)
    events: list[AccessAnalyzerEvent] = [parse_event(event("external")) for _ in range(3)]
    assert finding_filter.matches(events[0])

    def refuse(*_arguments: object) -> None:
        raise AssertionError("compiled again, or dumped")

    monkeypatch.setattr("aa_sdk.filters._evaluation.matcher.accessor", refuse)
    monkeypatch.setattr(Model, "to_wire", refuse)
    assert all(map(finding_filter.matches, events))


def test_a_plan_is_never_taken_for_an_event_that_has_more_or_less() -> None:
    public = F().is_public.eq(True)  # noqa: FBT003 (a filter asks so)
    bare: Any = parse_event(event("unused"))
    richer: Any = parse_event(event("unused", isPublic=True))
    assert not public.matches(bare.detail)
    assert public.matches(richer.detail)

    restricted = F().resource_control_policy_restriction.eq("APPLIED")
    carried = event("external", resourceControlPolicyRestrictionType="APPLIED")
    assert restricted.matches(parse_event(carried))
    without: Any = parse_event(event("external"))
    for finding in (without, without.detail):
        with pytest.raises(InvalidRequestError, match="does not carry it"):
            restricted.matches(finding)
