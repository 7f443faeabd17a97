"""What collecting a listing gives: a list that shows as a table, and is counted."""

import copy
import inspect
import operator
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk import AccessAnalyzerClient, Listing, Paginator
from aa_sdk._display import escape
from aa_sdk.emulator import Emulator
from aa_sdk.models import (
    AnalyzerSummary,
    ArchiveRuleSummary,
    ExternalAccessDetails,
    FindingSummaryV2,
    UnknownUnionMember,
    UnusedAction,
    UnusedPermissionDetails,
)
from tests.display.test_html import HOSTILE, html_of, read
from tests.models.complete_bodies import complete
from tests.models.shown import MODELS, filled, finding, of
from tests.pagination.listings import three_pages

NOW = datetime(2025, 12, 3, tzinfo=UTC)


def listing(number: int = 3, **members: Any) -> Listing[Any]:
    """External findings with ids of their own."""
    items = [finding("FindingSummary", id=f"{n:08x}-f", **members) for n in range(number)]
    return Listing(items, item_type=MODELS.FindingSummary, collected_at=NOW)


def seen(shown: Any) -> str:
    return "".join(read(html_of(shown)).text)


async def test_collecting_gives_a_listing_equal_to_a_plain_list() -> None:
    before = datetime.now(UTC)
    found = await three_pages().paginator().collect()
    assert type(found) is Listing
    assert isinstance(found, list)
    assert found == [1, 2, 3, 4, 5]
    assert found == [1, 2, 3, 4, 5]
    assert found.item_type is None
    assert before <= found.collected_at <= datetime.now(UTC)


async def test_a_listing_knows_what_it_is_of_even_where_there_is_nothing() -> None:
    emulator = Emulator()
    async with AccessAnalyzerClient(session=emulator.session()) as client:
        found = await client.list_analyzers().collect()
    assert (found, found.item_type) == ([], AnalyzerSummary)
    assert (repr(found), seen(found)) == ("[]", "0 analyzers")
    assert seen(listing(0)) == "0 findings"


# The class that stands for the items of each paginator; of a union, its first one.
ITEMS = {
    "get_finding_recommendation": "UnusedPermissionsRecommendedStep",
    "get_finding_v2": "InternalAccessDetails",
    "list_access_preview_findings": "AccessPreviewFinding",
    "list_access_previews": "AccessPreviewSummary",
    "list_analyzed_resources": "AnalyzedResourceSummary",
    "list_analyzers": "AnalyzerSummary",
    "list_archive_rules": "ArchiveRuleSummary",
    "list_findings": "FindingSummary",
    "list_findings_v2": "FindingSummaryV2",
    "list_policy_generations": "PolicyGeneration",
    "validate_policy": "ValidatePolicyFinding",
}


def paginators() -> dict[str, Paginator[Any, Any]]:
    client = AccessAnalyzerClient("eu-west-1")
    found: dict[str, Paginator[Any, Any]] = {}
    for name in dir(client):
        method: Any = None if name.startswith("_") else getattr(client, name)
        if not inspect.ismethod(method):
            continue
        signature = inspect.signature(method)
        if "Paginator" in str(signature.return_annotation):
            given = signature.parameters.values()
            required = [one.name for one in given if one.default is one.empty]
            found[name] = method(**dict.fromkeys(required, "x"))
    return found


def test_every_paginator_has_items_of_a_kind_with_columns() -> None:
    found = paginators()
    assert found.keys() == ITEMS.keys()
    for name, paginator in found.items():
        untyped: Any = paginator
        kind = untyped._item_type()
        assert kind is getattr(MODELS, ITEMS[name])
        one = of(ITEMS[name], complete(ITEMS[name]))
        many = Listing([one] * 25, collected_at=NOW)
        lines = repr(many).split("\n")
        assert lines[0].startswith("25 ")
        assert len(lines) == 23
        assert lines[-1] == "5 more"
        assert max(map(len, lines)) <= 80
        assert "5 more" in seen(many)


def test_a_listing_shows_what_there_is_and_the_first_of_it() -> None:
    archived = finding("FindingSummary", id="a", status="ARCHIVED", isPublic=False)
    found = Listing([*listing(29), archived], collected_at=NOW)
    lines = str(found).split("\n")
    assert lines[0] == "30 external findings · 29 active, 1 archived · 29 public"
    assert lines[1].split() == ["id", "status", "what", "resource", "owner", "age"]
    assert lines[2].split()[:5] == ["00000000", "ACTIVE", "PUBLIC", "external", "s3"]
    assert lines[2].endswith("29d")
    assert lines[-1] == "10 more"
    assert "2025-12-02 04:50 UTC" in seen(found)
    assert found.__rich__().plain.split() == str(found).split()


def test_details_of_a_finding_show_who_may_what_and_what_is_unused() -> None:
    never = UnusedAction(action="s3:GetObject")
    unused = UnusedPermissionDetails(service_namespace="s3", actions=[never])
    opened = ExternalAccessDetails(is_public=True, principal={"AWS": "*"}, action=["s3:*"])
    told = str(Listing([unused, opened])).splitlines()
    assert told[2].split("  ")[0] == "unused permissions"
    assert "s3 never used" in told[2]
    assert "PUBLIC" in told[3]


def test_findings_of_several_types_are_counted_by_type() -> None:
    kinds = ["ExternalAccess", "UnusedIAMRole", "UnusedPermission", "InternalAccess", "NewAccess"]
    found = Listing([finding("FindingSummaryV2", findingType=kind) for kind in kinds])
    head = "5 findings: 2 unused, 1 NewAccess, 1 external, 1 internal · 5 active"
    assert repr(found).split("\n")[0] == head
    several = Listing([finding(kind) for kind in ("FindingSummaryV2", "Finding")])
    assert repr(several).startswith("2 external findings · 2 active · 1 public")


def test_short_ids_tell_each_finding_from_all_others() -> None:
    ids = [f"222891f6-be16-41cf-bc57-21c2cd2a67{n:02}" for n in range(30)]
    found = Listing([finding("FindingSummary", id=one) for one in ids])
    shown = [line.split()[0] for line in repr(found).split("\n")[2:22]]
    assert len(set(shown)) == 20
    assert all(sum(one.startswith(short) for one in ids) == 1 for short in shown)
    assert repr(Listing([finding("Finding", id="same")] * 2)).count("same") == 2


def test_ages_are_counted_from_when_it_was_collected() -> None:
    found = listing(1)
    later = Listing(found, collected_at=NOW + timedelta(days=100))
    assert "29d" in repr(found)
    assert "129d" in repr(later)
    before = repr(found), html_of(found)
    assert before == (repr(found), html_of(found))
    with pytest.raises(ValueError, match="collected_at needs a time zone"):
        Listing([], collected_at=datetime(2026, 1, 1))  # noqa: DTZ001 (it is the mistake)


@pytest.mark.parametrize("text", [text[:5_000] for text in HOSTILE], ids=range(len(HOSTILE)))
def test_text_of_others_is_harmless(text: str) -> None:
    for name in ITEMS.values():
        found = Listing([filled(name, text)] * 30, collected_at=NOW)
        read(html_of(found))
        assert len(repr(found)) < 60_000
        assert escape(repr(found).replace("\n", "")) == repr(found).replace("\n", "")


def test_a_listing_of_anything_else_shows_as_a_list() -> None:
    assert repr(Listing([1, "a"])) == "[1, 'a']"
    assert repr(Listing(range(25))).endswith("18, 19, … 5 more]")
    assert len(repr(Listing(["x" * 10_000]))) < 100
    assert seen(Listing(range(25))) == f"25 itemsitem{''.join(map(str, range(20)))}5 more"
    mixed = Listing([finding("Finding"), of("AnalyzerSummary", complete("AnalyzerSummary"))])
    assert repr(mixed).startswith("[Finding(id=")
    assert seen(Listing([])) == "0 items"


def test_what_is_new_to_this_release_stands_among_the_others() -> None:
    unknown: Any = UnknownUnionMember("newThing", {"policy": "secret"})
    step = of("UnusedPermissionsRecommendedStep", {"recommendedAction": "DETACH_POLICY"})
    details = of("UnusedIamRoleDetails", {})
    assert "newThing" in repr(Listing([step, unknown]))
    assert repr(Listing([unknown, details])).startswith("2 details · ")
    assert "newThing" in repr(Listing([unknown]))
    assert "secret" not in repr(Listing([unknown])) + seen(Listing([unknown, details]))


def test_slices_copies_sums_and_pickles_are_listings_of_the_same_moment() -> None:
    found = listing()
    for twin in (
        found[:],
        found.copy(),
        copy.copy(found),
        copy.deepcopy(found),
        pickle.loads(pickle.dumps(found)),  # noqa: S301 (our own pickle)
        Listing(found),
        found + [],  # noqa: RUF005 (the sum is the test)
    ):
        assert type(twin) is Listing
        assert twin == found
        assert twin is not found
        assert (twin.item_type, twin.collected_at) == (found.item_type, found.collected_at)
    assert found[1:] == list(found)[1:]
    assert found[-1:].collected_at == NOW
    found.append(found[0])
    assert len(found) == 4
    with pytest.raises(TypeError, match="can only concatenate list"):
        operator.concat(found, (1,))


@given(st.lists(st.integers()), st.slices(10))
def test_a_slice_is_what_it_is_of_a_list(items: list[int], part: slice) -> None:
    assert Listing(items)[part] == items[part]


def test_counting_puts_the_most_common_first() -> None:
    found = listing(3) + listing(2, status="ARCHIVED") + listing(1, isPublic=None)
    counts = found.count_by("status")
    assert counts == {"ACTIVE": 4, "ARCHIVED": 2}
    assert list(counts) == ["ACTIVE", "ARCHIVED"]
    assert found.count_by("status", "is_public") == {
        ("ACTIVE", True): 3,
        ("ARCHIVED", True): 2,
        ("ACTIVE", None): 1,
    }
    assert found.count_by("about", "is_known_public") == {
        ("ExternalAccess", True): 5,
        ("ExternalAccess", False): 1,
    }
    assert list(listing(1, status="B").count_by("status")) == ["B"]


def test_counts_are_in_the_same_order_each_time() -> None:
    found = Listing([finding("Finding", status=status) for status in ("B", "A", "C", "C")])
    assert list(found.count_by("status").items()) == [("C", 2), ("A", 1), ("B", 1)]


def test_what_cannot_be_a_key_counts_by_what_is_in_it() -> None:
    found = listing(2, principal={"AWS": "1", "Federated": "2"})
    assert found.count_by("principal") == {(("AWS", "1"), ("Federated", "2")): 2}
    assert found.count_by("action") == {("s3:GetObject", "s3:ListBucket"): 2}
    assert "s3:GetObject, s3:ListBucket" in repr(found.count_by("action"))


def test_counts_show_as_a_table() -> None:
    found = listing(2) + listing(1, status="<b>", isPublic=None)
    counts = found.count_by("status", "is_public")
    assert repr(counts) == (
        "3 items of 2 kinds\n"
        "status  is_public  count\n"
        "ACTIVE  True           2\n"
        "<b>     —              1"
    )
    assert "<b>" not in html_of(counts)
    many = Listing([finding("Finding", status=f"S{n}" * 40) for n in range(25)]).count_by("status")
    assert repr(many).split("\n")[-1] == "5 more"
    for twin in (copy.copy(counts), copy.deepcopy(counts), pickle.loads(pickle.dumps(counts))):  # noqa: S301 (our own)
        assert (twin, repr(twin)) == (counts, repr(counts))


def test_a_misspelt_field_is_told_with_the_one_that_was_meant() -> None:
    for found in (listing(), listing(0)):
        with pytest.raises(AttributeError, match="has 'statsu': did you mean 'status'") as caught:
            found.count_by("statsu")
        assert caught.value.name == "statsu"
    for name in ("model_dump", "_face", "to_wire", "model_extra"):
        with pytest.raises(AttributeError, match=name):
            listing().count_by(name)
    with pytest.raises(TypeError, match=r'count_by\("status"\)'):
        listing().count_by()
    assert Listing([]).count_by("status") == {}


def test_a_field_that_some_items_do_not_have_counts_as_none() -> None:
    found = Listing([finding("FindingSummaryV2"), finding("Finding")])
    assert found.count_by("finding_type") == {"ExternalAccess": 1, None: 1}
    details = Listing([of("UnusedIamRoleDetails", {}), UnknownUnionMember("newThing", 1)])
    assert details.count_by("tag") == {None: 1, "newThing": 1}


def test_a_listing_becomes_dictionaries_of_python_values() -> None:
    found = listing(1)
    (row,) = found.to_dicts()
    assert row == found[0].model_dump()
    assert row["created_at"] is found[0].created_at
    assert row["sources"] == ({"type": "BUCKET_ACL", "detail": None},)
    assert Listing([UnknownUnionMember("a", 1)]).to_dicts() == [{"tag": "a", "value": 1}]
    assert Listing([]).to_dicts() == []
    with pytest.raises(TypeError, match="int has no members"):
        Listing([1]).to_dicts()


async def test_a_listing_is_what_bulk_work_takes() -> None:
    emulator = Emulator()
    emulator.populate(findings=40, seed=3)
    async with AccessAnalyzerClient(session=emulator.session()) as client:
        analyzers = await client.list_analyzers().collect()
        rules = await client.list_archive_rules(analyzers[0].name).collect()
        assert rules.item_type is ArchiveRuleSummary
        found = await client.list_findings_v2(analyzers[0].arn).collect()
        assert all(isinstance(one, FindingSummaryV2) for one in found)
        assert found.count_by("status").keys() <= {"ACTIVE", "ARCHIVED", "RESOLVED"}
        assert sum(found.count_by("status").values()) == len(found)
