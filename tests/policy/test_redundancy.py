"""Statements that a policy could do without, as labelled: sentence by sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from aa_sdk.policy import (
    Effective,
    InvalidPolicyError,
    StatementReference,
    UnsupportedPolicyError,
    redundant_statements,
)
from tests.policy.layered import FULL
from tests.policy.statements import BUCKET, allow, deny, policy, when

GET = "s3:GetObject"
REPORTS, LOGS = f"{BUCKET}/reports/*", f"{BUCKET}/logs/*"
VPC = "aws:SourceVpc"

Cases = Mapping[str, tuple[Sequence[dict[str, Any]], Sequence[int]]]
"""A sentence, the statements that it is about, and the indexes of those that are redundant."""


def judge(cases: Cases) -> None:
    for sentence, (statements, expected) in cases.items():
        found = redundant_statements(policy(*statements))
        assert [one.index for one in found] == expected, sentence


def test_an_allow_is_redundant_if_others_let_all_of_it_through() -> None:
    cases: Cases = {
        "One that is wider.": ([allow(), allow(Action="s3:Get*")], [0]),
        "One that names it among others.": ([allow(), allow(Action=["sqs:*", GET])], [0]),
        "One without its condition.": ([allow(), when("StringEquals", VPC, "vpc-1")], [1]),
        "One with a wider condition.": (
            [when("StringLike", VPC, "vpc-*"), when("StringEquals", VPC, "vpc-1")],
            [1],
        ),
        "Several together.": (
            [
                allow(Action=["s3:Get*", "sqs:Send*"]),
                allow(Action=GET),
                allow(Action="sqs:*"),
                allow(Action="s3:*"),
            ],
            [0, 1],
        ),
        "Several that have a part each, of which one is of everything else.": (
            [
                allow(),
                allow(Action="s3:Get*", Resource=REPORTS),
                allow(Action="s3:Get*", NotResource=REPORTS),
            ],
            [0],
        ),
        "Several conditions that leave no other case.": (
            [
                allow(),
                allow(Action="s3:*", Condition={"Bool": {"aws:SecureTransport": "true"}}),
                allow(Action="s3:*", Condition={"BoolIfExists": {"aws:SecureTransport": "false"}}),
            ],
            [0],
        ),
        "Not one that is narrower.": ([allow(Action="s3:Get*"), allow()], [1]),
        "Not one that overlaps.": ([allow(Action="s3:Get*"), allow(Action="s3:*Object")], []),
        "Not a single one.": ([allow()], []),
    }
    judge(cases)


def test_an_allow_is_redundant_if_it_is_denied_altogether() -> None:
    cases: Cases = {
        "By one Deny.": ([allow(), allow(Action="sqs:*"), deny(Action="s3:*")], [0]),
        "By several together.": (
            [
                allow(),
                deny(Action="s3:Get*", Resource=REPORTS),
                deny(Action="s3:Get*", NotResource=REPORTS),
            ],
            [0],
        ),
        "In part, if others let the rest of it through.": (
            [allow(Action="s3:Get*"), deny(NotAction="s3:Get*"), allow(Action="s3:*")],
            [2],
        ),
        "Though nothing is left of the policy.": ([allow(), deny(Action="*")], [0]),
        "Not by a Deny with a condition.": (
            [allow(), deny(Condition={"Bool": {"aws:SecureTransport": "false"}})],
            [],
        ),
        "A condition that cannot be met lets nothing through.": (
            [allow(Condition={"StringEquals": {VPC: "a"}, "StringLike": {VPC: "b*"}}), allow()],
            [0],
        ),
    }
    judge(cases)


def test_a_deny_is_redundant_if_other_denies_deny_all_of_it() -> None:
    cases: Cases = {
        "One that is wider.": ([allow(Action="*"), deny(), deny(Action="s3:*")], [1]),
        "Several together.": (
            [
                deny(),
                deny(Action="s3:*", Resource=REPORTS),
                deny(Action="s3:*", NotResource=REPORTS),
                allow(Action="*"),
            ],
            [0],
        ),
        "A Deny of what nothing here allows counts for other policies.": (
            [allow(), deny(Action="iam:*")],
            [],
        ),
        "So does one where nothing is allowed at all.": ([deny(Action="iam:*")], []),
        "An Allow is no reason for a Deny to go.": ([allow(Action="s3:*"), deny()], []),
        "One that can never apply is.": (
            [deny(Condition={"StringEquals": {VPC: "a"}, "StringLike": {VPC: "b*"}}), allow()],
            [0],
        ),
    }
    judge(cases)


def test_of_statements_that_stand_for_each_other_the_later_is_redundant() -> None:
    cases: Cases = {
        "Of two that are equal.": ([allow(), allow()], [1]),
        "Of two that say the same in other words.": (
            [allow(Action=["s3:A", "s3:B"]), allow(Action=["s3:b", "s3:a"])],
            [1],
        ),
        "Of three.": ([allow(), allow(Sid="Again"), allow()], [1, 2]),
        "Of two Denies.": ([deny(), allow(Action="*"), deny()], [2]),
        "Of three where any two do.": (
            [
                allow(Action=["s3:A", "s3:B"]),
                allow(Action=["s3:B", "s3:C"]),
                allow(Action=["s3:C", "s3:A"]),
            ],
            [2],
        ),
        "Of two that stand for one together, both, if they are later.": (
            [allow(), allow(Resource=REPORTS), allow(NotResource=REPORTS)],
            [1, 2],
        ),
    }
    judge(cases)


def test_who_is_named_counts_in_the_policy_of_a_resource() -> None:
    account = "1" * 12
    root, role = f"arn:aws:iam::{account}:root", f"arn:aws:iam::{account}:role/app"
    session = f"arn:aws:sts::{account}:assumed-role/app/web"
    cases: Cases = {
        "A user of an account that is allowed.": (
            [allow(Principal={"AWS": role}), allow(Principal={"AWS": account})],
            [0],
        ),
        "An account by its id and by its root.": (
            [allow(Principal={"AWS": root}), allow(Principal={"AWS": account})],
            [1],
        ),
        "A session of a role that is allowed.": (
            [allow(Principal={"AWS": session}), allow(Principal={"AWS": role})],
            [0],
        ),
        "A service of all that are denied.": (
            [allow(Principal={"Service": "sns.amazonaws.com"}), deny(Principal={"Service": "*"})],
            [0],
        ),
        "Everyone, where some and everyone else are named.": (
            [
                allow(Principal="*"),
                allow(Action="s3:*", Principal={"AWS": account}),
                allow(Action="s3:*", NotPrincipal={"AWS": account}),
            ],
            [0],
        ),
        "Not of another account.": (
            [allow(Principal={"AWS": account}), allow(Principal={"AWS": "2" * 12})],
            [],
        ),
    }
    judge(cases)


def test_a_policy_variable_stands_for_the_same_in_all_statements() -> None:
    home = f"{BUCKET}/${{aws:username}}/*"
    cases: Cases = {
        "A part of it.": (
            [allow(Resource=f"{BUCKET}/${{aws:username}}/docs/*"), allow(Resource=home)],
            [0],
        ),
        "Whatever it is.": ([allow(Resource=home), allow(Resource=f"{BUCKET}/*")], [0]),
        "What it may be is not enough.": (
            [allow(Resource=f"{BUCKET}/ada/*"), allow(Resource=home)],
            [],
        ),
        "Nor is what a Deny may take.": ([allow(Resource=LOGS), deny(Resource=home)], []),
    }
    judge(cases)


def test_a_redundant_statement_is_named_by_its_place_and_its_sid() -> None:
    """In the order of the policy, whatever the effects are."""
    found = redundant_statements(
        policy(
            deny(Sid="Old"),
            allow(Sid="Wide", Action="s3:Get*"),
            allow(Sid="Narrow", Action="s3:GetObjectAcl"),
            deny(Action="s3:GetObject*"),
            allow(Action="sqs:*"),
            allow(Action="sqs:Send*"),
        )
    )
    assert found == (
        StatementReference(0, "Old"),
        StatementReference(2, "Narrow"),
        StatementReference(5, None),
    )


def of(document: str, index: int = 0) -> StatementReference:
    return StatementReference(index, None, document)


def test_of_several_policies_all_that_they_leave_has_to_stay() -> None:
    read, both = policy(allow(Action="s3:Get*")), policy(allow(), allow(Action="sqs:*"))
    no_queues = policy(deny(Action="sqs:*"))
    cases: dict[str, tuple[dict[str, Any], list[StatementReference]]] = {
        "An Allow that no boundary leaves anything of.": (
            {"identity": both, "boundary": read},
            [of("identity", 1)],
        ),
        "One that a control policy denies.": (
            {"identity": both, "service_control": [[FULL, no_queues]]},
            [of("identity", 1)],
        ),
        "One of a policy that another policy has too.": (
            {"identity": [both, read]},
            [of("identity[0]", 0)],
        ),
        "One of a boundary, of which the identity has nothing.": (
            {"identity": policy(allow()), "boundary": both},
            [of("boundary", 1)],
        ),
        "One of a level, not of the same in another.": (
            {"identity": FULL, "service_control": [[FULL, read], [FULL]]},
            [of("service_control[0][1]")],
        ),
        "A Deny that another level has too: the later.": (
            {"identity": FULL, "service_control": [[FULL, no_queues], [FULL, no_queues]]},
            [of("service_control[1][1]")],
        ),
        "In the order of the documents.": (
            {"identity": [policy(allow(), allow()), both], "boundary": FULL},
            [of("identity[0]", 1), of("identity[1]", 0)],
        ),
        "None, where each has a say.": (
            {"identity": both, "boundary": policy(allow(Action=["s3:*", "sqs:*"]))},
            [],
        ),
    }
    for sentence, (layers, expected) in cases.items():
        assert list(redundant_statements(Effective(**layers))) == expected, sentence


def test_a_mistake_in_the_document_is_named_by_its_place() -> None:
    with pytest.raises(InvalidPolicyError) as malformed:
        redundant_statements(policy(allow(), allow(Action="s3")))
    assert malformed.value.path == "Statement[1].Action[0]"
    with pytest.raises(UnsupportedPolicyError) as undecided:
        redundant_statements(policy(allow(Action="s*:Get")))
    assert undecided.value.path == "Statement[0].Action[0]"
