"""Actions that no service has."""

from collections.abc import Iterable
from typing import Any

import pytest

from aa_sdk.policy import ActionCatalogue, UnsupportedPolicyError, validate
from aa_sdk.policy._validation.document import Document, Statement
from aa_sdk.policy._validation.named_actions import ActionLookup
from aa_sdk.policy._validation.retired import RETIRED_ACTIONS, RETIRED_SERVICES
from tests.policy.validation.documents import changed, found, policy

FIRST = "Statement[0].Action"


@pytest.mark.parametrize(
    ("actions", "findings"),
    [
        ("s3:GetObjects", [("INVALID_ACTION", FIRST)]),
        (["s3:GetObject", "s3:Nothing"], [("INVALID_ACTION", f"{FIRST}[1]")]),
        (["S3:getobject", "*", "*:*", "s3:*", "s3:Get?bject", "s3:*All*"], []),
        ("s3:Put*", [("INVALID_ACTION", FIRST)]),
        ("s3:[GL]etObject*", [("INVALID_ACTION", FIRST)]),
        ("s3:ListBucket ", [("INVALID_ACTION", FIRST)]),
        ("GetObject", [("INVALID_ACTION", FIRST)]),
        ("s3s:GetObject", [("INVALID_SERVICE_IN_ACTION", FIRST)]),
        (
            ["emr:Run", "emr:Stop"],
            [
                ("INVALID_SERVICE_IN_ACTION", f"{FIRST}[0]"),
                ("INVALID_SERVICE_IN_ACTION", f"{FIRST}[1]"),
            ],
        ),
        ("*:Get*", [("INVALID_SERVICE_IN_ACTION", FIRST)]),
        (sorted(RETIRED_ACTIONS & {"sqs:sendmessagebatch"}), []),
        ([f"{prefix}:Anything" for prefix in sorted(RETIRED_SERVICES)], []),
    ],
)
def test_an_action_has_to_be_one_of_the_catalogue(
    catalogue: ActionCatalogue, actions: Any, findings: list[tuple[str, ...]]
) -> None:
    told = found(policy(changed(Action=actions)), catalogue=catalogue)
    assert [one for one in told if one[0].startswith("INVALID")] == findings


def test_what_is_left_out_has_to_be_there_too(catalogue: ActionCatalogue) -> None:
    document = policy({"Effect": "Deny", "NotAction": ["s3:No"], "Resource": "*"})
    assert found(document, catalogue=catalogue) == [("INVALID_ACTION", "Statement[0].NotAction[0]")]


def test_details_name_what_was_probably_meant(catalogue: ActionCatalogue) -> None:
    actions = ["s3:GetObjects", "s33:x", "s3:Qqq", "qqqq:x"]
    assert details_of(catalogue, *actions) == [
        "The service has no such action: did you mean GetObject?",
        "No service has this prefix: did you mean s3?",
        "The service has no such action.",
        "No service has this prefix.",
    ]


def test_only_the_first_details_do(catalogue: ActionCatalogue) -> None:
    for action in ("s3:GetObjects", "s33:x"):
        details = details_of(catalogue, *(5 * [action]))
        assert ["did you mean" in each for each in details] == [True, True, True, False, False]


def details_of(catalogue: ActionCatalogue, *actions: str) -> list[str]:
    """What the findings about these actions say."""
    findings = validate(policy(changed(Action=list(actions))), catalogue=catalogue).findings
    return [one.finding_details for one in findings if one.issue_code.startswith("INVALID")]


def test_a_rule_looks_at_so_many_actions_and_no_more(catalogue: ActionCatalogue) -> None:
    lookup = ActionLookup(catalogue)
    (action,) = statement_of("s3:Get*").named_actions
    assert [one.name for one in lookup.find(action) or ()] == ["GetObject"]
    with pytest.raises(UnsupportedPolicyError):
        consume(lookup.find(action) for _ in range(100_000))


def consume(found: Iterable[object]) -> None:
    """Go through everything."""
    for _ in found:
        pass


def statement_of(action: str) -> Statement:
    """A statement that has an action."""
    elements = policy(changed(Action=action))
    return Document("", elements, "identity", None, None).statements[0]
