"""What a Deny more or less adds and removes, as labelled: sentence by sentence."""

from tests.policy.difference.told import NOTHING, Cases, Told, judge
from tests.policy.statements import allow, deny

APPS, ROLES = "arn:aws:iam::*:role/apps/*", "arn:aws:iam::*:role/*"
REPORTS = "arn:aws:s3:::reports/*"
PASS, GET = "iam:PassRole", "s3:GetObject"
FULL = allow(Action="*")


def test_a_new_deny_removes_what_it_has_in_common_with_an_allow() -> None:
    cases: Cases = {
        "All of it, where everything is allowed.": (
            [FULL, deny(Action=PASS, Resource=ROLES)],
            [FULL],
            NOTHING,
            [Told((PASS,), (ROLES,))],
        ),
        "But for what it leaves out.": (
            [FULL, deny(Action=PASS, NotResource=APPS)],
            [FULL],
            NOTHING,
            [Told((PASS,), but_not_resources=(APPS,))],
        ),
        "But for the actions that it leaves out.": (
            [FULL, deny(NotAction=["iam:*", "sts:*"])],
            [FULL],
            NOTHING,
            [Told(("*",), but_not_actions=("iam:*", "sts:*"))],
        ),
        "No more than the Allow has.": (
            [allow(Action=["s3:Get*", "sqs:*"], Resource=REPORTS), deny(Action="s3:*")],
            [allow(Action=["s3:Get*", "sqs:*"], Resource=REPORTS)],
            NOTHING,
            [Told(("s3:Get*",), (REPORTS,))],
        ),
        "The narrower one of either.": (
            [allow(Action="s3:*", Resource=REPORTS), deny(Action=["s3:Put*", "sqs:*"])],
            [allow(Action="s3:*", Resource=REPORTS)],
            NOTHING,
            [Told(("s3:Put*",), (REPORTS,))],
        ),
        "What the Allow names, where they only overlap.": (
            [allow(Action="s3:Get*"), deny(Action="s3:*Object")],
            [allow(Action="s3:Get*")],
            NOTHING,
            [Told(("s3:Get*",))],
        ),
        "What it names, where the Allow is of everything else.": (
            [allow(NotAction="iam:*"), deny(Action="s3:*", Resource=REPORTS)],
            [allow(NotAction="iam:*")],
            NOTHING,
            [Told(("s3:*",), (REPORTS,))],
        ),
        "Under its condition.": (
            [FULL, deny(Action=PASS, Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}})],
            [FULL],
            NOTHING,
            [Told((PASS,), given={"Bool": {"aws:MultiFactorAuthPresent": ("false",)}})],
        ),
        "And under the Allow's, told once if it is the same.": (
            [
                allow(Condition={"Bool": {"aws:SecureTransport": "true"}}),
                deny(
                    Condition={
                        "Bool": {"aws:SecureTransport": "true"},
                        "StringEquals": {"aws:SourceVpc": "vpc-1"},
                    }
                ),
            ],
            [allow(Condition={"Bool": {"aws:SecureTransport": "true"}})],
            NOTHING,
            [
                Told(
                    (GET,),
                    given={
                        "Bool": {"aws:SecureTransport": ("true",)},
                        "StringEquals": {"aws:SourceVpc": ("vpc-1",)},
                    },
                )
            ],
        ),
        "Once too if it is written in another way.": (
            [
                allow(Condition={"Bool": {"aws:SecureTransport": "true"}}),
                deny(Condition={"Bool": {"AWS:SECURETRANSPORT": True}}),
            ],
            [allow(Condition={"Bool": {"aws:SecureTransport": "true"}})],
            NOTHING,
            [Told((GET,), given={"Bool": {"aws:SecureTransport": ("true",)}})],
        ),
        "Whatever case the actions are in.": (
            [allow(Action="S3:Get*"), deny(Action="s3:GETOBJECT")],
            [allow(Action="S3:Get*")],
            NOTHING,
            [Told(("s3:GETOBJECT",))],
        ),
        "With the values that make a difference.": (
            [
                allow(Condition={"StringEquals": {"aws:SourceVpc": ["vpc-1", "vpc-2"]}}),
                deny(Condition={"StringLike": {"aws:SourceVpc": ["vpc-2", "vpc-3"]}}),
            ],
            [allow(Condition={"StringEquals": {"aws:SourceVpc": ["vpc-1", "vpc-2"]}})],
            NOTHING,
            [
                Told(
                    (GET,),
                    given={
                        "StringEquals": {"aws:SourceVpc": ("vpc-2",)},
                        "StringLike": {"aws:SourceVpc": ("vpc-2",)},
                    },
                )
            ],
        ),
    }
    judge(cases)


def test_a_new_deny_removes_nothing_where_nothing_was_allowed() -> None:
    cases: Cases = {
        "By other actions.": ([allow(), deny(Action="sqs:*")], [allow()], NOTHING, NOTHING),
        "By other resources.": (
            [allow(Resource=REPORTS), deny(Action="s3:*", NotResource=REPORTS)],
            [allow(Resource=REPORTS)],
            NOTHING,
            NOTHING,
        ),
        "By a condition that the Allow's contradicts.": (
            [
                allow(Condition={"Bool": {"aws:SecureTransport": "true"}}),
                deny(Condition={"Bool": {"aws:SecureTransport": "false"}}),
            ],
            [allow(Condition={"Bool": {"aws:SecureTransport": "true"}})],
            NOTHING,
            NOTHING,
        ),
        "By a Deny that stood there before.": (
            [FULL, deny(Action="s3:*"), deny(Action="s3:Get*")],
            [FULL, deny(Action="s3:*")],
            NOTHING,
            NOTHING,
        ),
    }
    judge(cases)


def test_what_a_deny_takes_is_told_for_each_allow_that_gave_it() -> None:
    cases: Cases = {
        "As one, where they gave the same.": (
            [FULL, allow(), deny()],
            [FULL, allow()],
            NOTHING,
            [Told((GET,), statements=(0, 1))],
        ),
        "As one, where they differ in one element only.": (
            [allow(), allow(Action="sqs:*"), deny(Action=["s3:*", "sqs:Send*"])],
            [allow(), allow(Action="sqs:*")],
            NOTHING,
            [Told((GET, "sqs:Send*"), statements=(0, 1))],
        ),
        "As one of one Allow, where several Denies take from it.": (
            [FULL, deny(Action="s3:*"), deny(Action="sqs:*")],
            [FULL],
            NOTHING,
            [Told(("s3:*", "sqs:*"))],
        ),
        "Apart, where they do not.": (
            [allow(Resource=REPORTS), allow(Action="sqs:*"), deny(Action="*")],
            [allow(Resource=REPORTS), allow(Action="sqs:*")],
            NOTHING,
            [Told((GET,), (REPORTS,)), Told(("sqs:*",), statements=(1,))],
        ),
    }
    judge(cases)


def test_allows_and_denies_of_both_sides_have_their_say() -> None:
    cases: Cases = {
        "What was denied before is left out of what is denied now.": (
            [FULL, deny(Action="s3:*")],
            [FULL, deny(Action="s3:Get*")],
            NOTHING,
            [Told(("s3:*",), but_not_actions=("s3:Get*",))],
        ),
        "Not if it was denied in part only.": (
            [FULL, deny(Action="s3:*")],
            [FULL, deny(Action="s3:Get*", Resource=REPORTS)],
            NOTHING,
            [Told(("s3:*",))],
        ),
        "So is the condition under which it was.": (
            [FULL, deny(Action="s3:*")],
            [FULL, deny(Action="s3:*", Condition={"Bool": {"aws:SecureTransport": "false"}})],
            NOTHING,
            [Told(("s3:*",), unless=({"Bool": {"aws:SecureTransport": ("false",)}},))],
        ),
        "What a Deny of all others leaves is left out of what it takes.": (
            [FULL],
            [FULL, deny(NotAction=["s3:*", "sqs:*"])],
            [Told(("*",), but_not_actions=("s3:*", "sqs:*"))],
            NOTHING,
        ),
        "What a Deny of all others leaves is all there is of everything.": (
            [FULL, deny(NotAction=["s3:*", "sqs:*"])],
            [allow(Action="iam:*")],
            [Told(("s3:*", "sqs:*"))],
            [Told(("iam:*",))],
        ),
        "What is allowed newly and what is denied no more are told apart.": (
            [allow(Action=["s3:*", "sqs:*"])],
            [allow(Action="s3:*"), deny(Action="s3:Get*", Resource=REPORTS)],
            [Told(("sqs:*",)), Told(("s3:Get*",), (REPORTS,))],
            NOTHING,
        ),
        "What is allowed newly is not told again where it was denied as well.": (
            [allow(Action=["s3:*", "sqs:*"])],
            [allow(Action="s3:*"), deny(Action="sqs:*")],
            [Told(("sqs:*",))],
            NOTHING,
        ),
        "A policy that denies only allows nothing.": (
            [deny(Action="s3:*")],
            [allow()],
            NOTHING,
            [Told((GET,))],
        ),
        "Nor do two of them differ.": ([deny(Action="s3:*")], [deny()], NOTHING, NOTHING),
    }
    judge(cases)
