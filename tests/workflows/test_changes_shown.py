"""Changes say in a line, a table and a card what a person wants to know of them."""

from typing import Any

import pytest

from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import (
    InternalAccessDetails,
    UnknownUnionMember,
    UnusedAction,
    UnusedPermissionDetails,
)
from aa_sdk.workflows import FindingChange, HydrationFailed, StoredFinding
from tests.policy.views.shown import in_html
from tests.workflows.changing import access, ago, change, changes_of, knowing, summary, whole

INTERNAL = InternalAccessDetails(action=("s3:GetObject",), condition={})
HELD = whole(access(is_public=False), status="RESOLVED")
READ = whole(INTERNAL, finding_type="InternalAccess")

SAID: dict[str, Any] = {"condition": {}, "isPublic": True, "action": ["s3:GetObject"]}
NEWER = {"externalAccessDetails": SAID | {"newMember": 7}}


def in_terminal(thing: Any) -> str:
    return str(thing.__rich__().plain)


def unused(*services: str, actions: int = 1) -> list[UnusedPermissionDetails]:
    return [
        UnusedPermissionDetails(
            service_namespace=service,
            actions=tuple(UnusedAction(action=f"{service}:A{n}") for n in range(actions)),
        )
        for service in services
    ]


def lines() -> dict[str, FindingChange]:
    return {
        "New PUBLIC ExternalAccess arn:aws:s3:::orders (222891f6): ACTIVE": change(
            "new", after=whole()
        ),
        "New ExternalAccess arn:aws:s3:::orders (222891f6): ARCHIVED": change(
            "new", after=summary(status="ARCHIVED")
        ),
        "Resolved PUBLIC ExternalAccess arn:aws:s3:::orders (222891f6): ACTIVE → RESOLVED": change(
            "resolved", whole(), whole(status="RESOLVED")
        ),
        "Archived PUBLIC ExternalAccess arn:aws:s3:::orders (222891f6): ACTIVE → ARCHIVED": change(
            "archived", whole(), summary(status="ARCHIVED")
        ),
        "Reopened ExternalAccess arn:aws:s3:::orders (222891f6): RESOLVED → ACTIVE": change(
            "reopened", HELD, summary()
        ),
        "Changed ExternalAccess arn:aws:s3:::orders (222891f6): action, is_public": change(
            "changed",
            whole(),
            whole(access(is_public=False, action=("s3:PutObject",)), updated_at=ago(1)),
        ),
        "Deleted InternalAccess arn:aws:s3:::orders (222891f6): was ACTIVE": change(
            "deleted", READ
        ),
        "Expired ExternalAccess arn:aws:s3:::orders (222891f6): was RESOLVED": change(
            "expired", HELD
        ),
        "New ExternalAccess AWS::S3::Bucket of 111122223333 (f-1): ACTIVE": change(
            "new", after=summary(resource=None, id="f-1")
        ),
    }


@pytest.mark.parametrize("line", lines())
def test_a_change_is_a_line_of_what_happened_to_which_finding(line: str) -> None:
    each = lines()[line]
    assert str(each) == line
    assert repr(each) == f"<{line}>"


@pytest.mark.parametrize(
    ("before", "after", "members"),
    [
        (whole(), whole(updated_at=ago(1), analyzed_at=ago(0)), ()),
        (whole(), whole(error="ACCESS_DENIED"), ("error",)),
        (whole(), whole(status="FROZEN"), ("status",)),
        (whole(), whole(access(action=("s3:Put*",))), ("action",)),
        (whole(), whole(access(condition={"a": "b"}), resource=None), ("resource", "condition")),
        (whole(), whole(INTERNAL), ("finding_details",)),
        (whole(), whole(access(), access()), ("finding_details",)),
        (whole(*unused("s3", "iam")), whole(*unused("iam", "s3")), ()),
        (whole(*unused("s3")), whole(*unused("s3", "iam")), ("finding_details",)),
        (whole(*unused("s3", "iam")), whole(*unused("iam", "s3", actions=2)), ("actions",)),
        (
            whole(UnknownUnionMember("newDetails", {"a": 1})),
            whole(UnknownUnionMember("newDetails", {"a": 2})),
            ("finding_details",),
        ),
        (
            whole(UnknownUnionMember("newDetails", {"a": 1})),
            whole(UnknownUnionMember("newDetails", {"a": 1})),
            (),
        ),
        (whole(), knowing(whole(), newMember=7), ("newMember",)),
        (whole(), knowing(whole(), findingDetails=[NEWER]), ("newMember",)),
        (whole(), summary(), ()),
        (summary(), whole(error="ACCESS_DENIED"), ("error",)),
        (summary(), summary(resource="arn:aws:s3:::other"), ("resource",)),
        (summary(), knowing(summary(), newMember=1), ("newMember",)),
    ],
)
def test_what_differs_is_named_as_far_as_both_versions_tell(
    before: StoredFinding, after: StoredFinding, members: tuple[str, ...]
) -> None:
    each = change("changed", before, after)
    assert each.members == members
    assert str(each).endswith(f": {', '.join(members) or 'what changed was not read'}")


def test_a_change_is_a_card_with_what_it_was_and_what_it_is() -> None:
    after = whole(access(action=("s3:PutObject", "s3:GetObject"), is_public=False))
    each = change("changed", whole(), after, run=None)
    assert in_terminal(each) == (
        "Changed external S3 bucket orders\n"
        "  status     ACTIVE\n"
        "  action     s3:GetObject → s3:PutObject s3:GetObject\n"
        "  is public  yes → no\n"
        "  resource   arn:aws:s3:::orders\n"
        "  owner      111122223333\n"
        "  happened   2026-01-20 12:00 UTC\n"
        "  noticed    2026-01-30 12:00 UTC by an event\n"
        "  id         222891f6-be16-41cf-bc57-21c2cd2a67a8"
    )
    in_html(each)


def test_a_card_of_a_finding_without_a_name_or_a_value_says_so() -> None:
    without = summary(resource=None)
    each = change("changed", without, summary(resource=None, error="ACCESS_DENIED"), run=1_200)
    text = in_terminal(each)
    assert "Changed ERROR external S3 bucket without a name" in text
    assert "  error     — → ACCESS_DENIED" in text
    assert "resource" not in text
    assert "by run 1,200" in text


def test_a_card_has_the_first_differences_and_counts_the_rest() -> None:
    unknown: dict[str, Any] = {f"member{n:02}": n for n in range(14)}
    text = in_terminal(change("changed", whole(), knowing(whole(), **unknown)))
    assert "  member09  — → 9\n" in text
    assert "  and 4 more\n" in text.replace("            ", "  ")
    assert "member10" not in text


def test_many_changes_are_a_table_of_the_first_with_all_counted() -> None:
    several = [each for _ in range(5) for each in lines().values()]
    changes = changes_of(several)
    assert str(changes) == (
        "45 changes: 15 new, 5 changed, 5 resolved, 5 archived, 5 reopened, 5 deleted, 5 expired"
    )
    assert repr(changes) == f"<Changes: {changes}>"
    text = in_terminal(changes).split("\n")
    assert text[0] == (
        "45 changes · 15 new, 5 changed, 5 resolved, 5 archived, 5 reopened, 5 deleted, 5 expired"
    )
    assert text[1].split() == ["change", "id", "what", "resource", "news"]
    assert text[2].split() == ["New", "222891f6", "PUBLIC", "external", "s3", "orders", "ACTIVE"]
    assert len(text) == 23
    assert text[-1] == "… 25 more"
    assert all(len(line) <= 80 for line in text[1:])
    in_html(changes)


def test_one_change_and_none_are_counted_in_words() -> None:
    one = changes_of([change("new", after=summary())])
    assert str(one) == "1 change: 1 new"
    assert in_terminal(one).startswith("1 change · 1 new\n")
    assert "more" not in in_terminal(one)
    none = changes_of([])
    assert str(none) == in_terminal(none) == "nothing changed"
    in_html(none)


def test_findings_that_could_not_be_read_are_told_beside_the_changes() -> None:
    failures = [HydrationFailed(f"f-{n}", AccessAnalyzerError("no way")) for n in range(22)]
    none = changes_of([], failures=failures)
    assert str(none) == "nothing changed; 22 findings could not be read"
    assert in_terminal(none).split("\n")[:3] == [
        "nothing changed",
        "22 findings could not be read",
        "f-0 could not be read: no way",
    ]
    assert in_terminal(none).endswith("… 2 more")
    one = changes_of([change("new", after=summary())], failures=failures[:1])
    assert str(one) == "1 change: 1 new; 1 finding could not be read"
