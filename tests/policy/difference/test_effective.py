"""What is added and removed where several policies have a say, as labelled."""

import pytest

from aa_sdk.policy import Effective, InvalidPolicyError, StatementReference, compare
from tests.policy.difference.told import NOTHING, Cases, Told, judge
from tests.policy.layered import FULL
from tests.policy.statements import allow, deny, policy

GET, PUT, STOP = "s3:GetObject", "s3:PutObject", "cloudtrail:StopLogging"
REPORTS = "arn:aws:s3:::reports/*"
READ, WRITE = policy(allow(Action="s3:Get*")), policy(allow(Action="s3:Put*"))
KEEP_TRAILS = policy(deny(Action=STOP))


def of(document: str, index: int = 0, sid: str | None = None) -> StatementReference:
    return StatementReference(index, sid, document)


def test_a_new_control_policy_takes_away_what_it_does_not_leave() -> None:
    before = {"identity": FULL, "service_control": [[FULL]]}
    cases: Cases = {
        "What it denies.": (
            {**before, "service_control": [[FULL, KEEP_TRAILS]]},
            before,
            NOTHING,
            [Told((STOP,), statements=(of("identity"),))],
        ),
        "No more of it than the identity has.": (
            {
                "identity": READ,
                "service_control": [[FULL, policy(deny(Action=["s3:GetObject*", STOP]))]],
            },
            {"identity": READ, "service_control": [[FULL]]},
            NOTHING,
            [Told(("s3:GetObject*",), statements=(of("identity"),))],
        ),
        "What a level of less leaves out.": (
            {**before, "service_control": [[FULL], [READ, WRITE]]},
            before,
            NOTHING,
            [Told(("*",), but_not_actions=("s3:Get*", "s3:Put*"), statements=(of("identity"),))],
        ),
        "Nothing, if it denies what nobody had.": (
            {"identity": READ, "service_control": [[FULL], [FULL, KEEP_TRAILS]]},
            {"identity": READ},
            NOTHING,
            NOTHING,
        ),
        "Of resources too.": (
            {"identity": FULL, "resource_control": [[FULL, policy(deny(NotResource=REPORTS))]]},
            {"identity": FULL},
            NOTHING,
            [Told((GET,), but_not_resources=(REPORTS,), statements=(of("identity"),))],
        ),
    }
    judge(cases)


def test_an_identity_gets_no_more_than_the_other_layers_leave() -> None:
    cases: Cases = {
        "Of a policy that is wider than its boundary.": (
            {"identity": FULL, "boundary": READ},
            {"identity": policy(allow()), "boundary": READ},
            [Told(("*",), but_not_actions=(GET,), statements=(of("identity"),))],
            NOTHING,
        ),
        "Of a boundary that is dropped.": (
            {"identity": policy(allow(Action=["s3:Get*", "s3:Put*"]))},
            {"identity": policy(allow(Action=["s3:Get*", "s3:Put*"])), "boundary": READ},
            [Told(("s3:Put*",), statements=(of("identity"),))],
            NOTHING,
        ),
        "Of a session that has a policy of its own.": (
            {"identity": READ, "session": policy(allow())},
            {"identity": READ},
            NOTHING,
            [Told(("s3:Get*",), but_not_actions=(GET,), statements=(of("identity"),))],
        ),
        "Whatever it is, if it is left out.": (
            {"service_control": [[FULL]]},
            {"service_control": [[FULL], [FULL, KEEP_TRAILS]]},
            [Told((STOP,), statements=(of("service_control[0][0]"),))],
            NOTHING,
        ),
        "What a layer allows and a Deny of another takes.": (
            {"identity": READ, "boundary": policy(allow(Action="*"), deny(Action=GET))},
            {"identity": READ, "boundary": FULL},
            NOTHING,
            [Told((GET,), statements=(of("identity"),))],
        ),
    }
    judge(cases)


def test_a_slice_says_of_which_document_its_statements_are() -> None:
    more = policy(deny(Action=PUT), allow(Sid="New", Action="sqs:*"), allow())
    cases: Cases = {
        "By its place and its sid.": (
            {"identity": [READ, more]},
            {"identity": [READ]},
            [Told(("sqs:*",), statements=(of("identity[1]", 1, "New"),))],
            NOTHING,
        ),
        "Where several have a part, each of them.": (
            {"identity": [policy(allow()), policy(allow(Action=PUT)), policy(allow())]},
            {"identity": policy(allow(Action="sqs:*"))},
            [
                Told(
                    (GET, PUT),
                    statements=(of("identity[0]"), of("identity[1]"), of("identity[2]")),
                )
            ],
            [Told(("sqs:*",), statements=(of("identity"),))],
        ),
        "A policy alone has no name for it.": (
            [allow(Action="s3:Get*"), allow(Action="sqs:*")],
            {"identity": READ, "boundary": FULL},
            [Told(("sqs:*",), statements=(1,))],
            NOTHING,
        ),
    }
    judge(cases)


def test_layers_are_compared_with_layers_that_leave_the_same() -> None:
    both = policy(allow(Action=["s3:Get*", "s3:Put*"]))
    cases: Cases = {
        "In other documents.": (
            {"identity": [READ, WRITE]},
            {"identity": both, "boundary": FULL},
            NOTHING,
            NOTHING,
        ),
        "In another layer.": (
            {"identity": READ, "boundary": both},
            {"identity": both, "boundary": READ},
            NOTHING,
            NOTHING,
        ),
        "Nothing at all.": (
            {"identity": READ, "boundary": WRITE},
            {"identity": FULL, "service_control": [[policy(deny(Action="*"))]]},
            NOTHING,
            NOTHING,
        ),
    }
    judge(cases)


def test_conditions_of_layers_have_to_hold_together() -> None:
    """A boundary that asks for more takes away what does not meet it."""
    region = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    texts = {"StringEquals": {"aws:RequestedRegion": ("eu-west-1",)}}
    cases: Cases = {
        "It is told under which condition nothing is taken.": (
            {"identity": FULL, "boundary": policy(allow(Action="*", Condition=region))},
            {"identity": FULL},
            NOTHING,
            [Told(("*",), unless=(texts,), statements=(of("identity"),))],
        )
    }
    judge(cases)


def test_layers_are_about_an_identity() -> None:
    layers, public = Effective(identity=FULL), policy(allow(Principal="*"))
    with pytest.raises(InvalidPolicyError, match="Effective is about an identity"):
        compare(layers, public, "RESOURCE_POLICY")
    with pytest.raises(InvalidPolicyError, match="Effective is about an identity"):
        compare(public, layers, "RESOURCE_POLICY")
