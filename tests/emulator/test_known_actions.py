"""What is known of actions: with a catalogue all of it, and without one the resources of some."""

import json
from pathlib import Path

import pytest

from aa_sdk.emulator._account.known_actions import known_actions, placeholders_of
from aa_sdk.policy import ActionCatalogue

EMPTY = ActionCatalogue.empty()
HERE = "${Region}:${Account}"


def written(folder: Path, *, actions: bool = True) -> ActionCatalogue:
    """A catalogue of one service, which has two types of resources."""

    def write(name: str, content: object) -> None:
        path = folder / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")

    def action(name: str, *types: str) -> dict[str, object]:
        about = [{"name": one} for one in types]
        rest = {"accessLevel": "Read", "dependentActions": list[str]()}
        return {"name": name, "resourceTypes": about, **rest}

    write("metadata", {"version": "1"})
    write("services", ["zoo"])
    kinds = ("cage", "keeper", "path", "pond")
    arns = {kind: {"arn": f"arn:${{Partition}}:zoo:::{kind}/${{Name}}"} for kind in kinds}
    write("resourceTypes/zoo", arns)
    entries = (action("Feed", "pond", "cage"), action("Close"), action("Visit", *kinds))
    if actions:
        write("actions/zoo", {str(entry["name"]).lower(): entry for entry in entries})
    return ActionCatalogue.from_folder(folder)


def test_a_catalogue_says_what_actions_are_about(tmp_path: Path) -> None:
    zoo = written(tmp_path)
    assert known_actions("zoo", zoo) == ["Feed", "Close", "Visit"]
    ponds = ["arn:aws-cn:zoo:::cage/${Name}", "arn:aws-cn:zoo:::pond/${Name}"]
    assert placeholders_of("zoo:feed", "aws-cn", zoo) == ponds
    assert placeholders_of("zoo:Close", "aws", zoo) == ["*"]
    assert placeholders_of("zoo:Visit", "aws", zoo) == ["*"]
    assert placeholders_of("zoo:Leave", "aws", zoo) == [f"arn:aws:zoo:{HERE}:${{Resource}}"]


def test_a_catalogue_that_cannot_be_read_counts_for_nothing(tmp_path: Path) -> None:
    zoo = written(tmp_path, actions=False)
    assert known_actions("zoo", zoo) == []
    assert placeholders_of("zoo:Close", "aws", zoo) == [f"arn:aws:zoo:{HERE}:${{Resource}}"]


@pytest.mark.parametrize(
    ("action", "placeholder"),
    [
        ("s3:GetObject", "arn:aws:s3:::${BucketName}/${ObjectName}"),
        ("s3:listbucket", "arn:aws:s3:::${BucketName}"),
        ("s3:ListAllMyBuckets", "*"),
        ("s3:GetAccountPublicAccessBlock", "*"),
        ("sqs:SendMessage", f"arn:aws:sqs:{HERE}:${{QueueName}}"),
        ("logs:PutLogEvents", f"arn:aws:logs:{HERE}:log-group:${{LogGroupName}}:log-stream:"
         "${LogStreamName}"),
        ("zoo:Feed", f"arn:aws:zoo:{HERE}:${{Resource}}"),
        ("zoo:ListAnimals", "*"),
        ("zoo:DescribeAnimal", "*"),
    ],
)  # fmt: skip
def test_without_a_catalogue_the_best_known_resources_are_known(
    action: str, placeholder: str
) -> None:
    assert placeholders_of(action, "aws", EMPTY) == [placeholder]
    assert known_actions(action.partition(":")[0], EMPTY) == []


def test_what_is_known_without_a_catalogue_is_what_the_installed_one_says() -> None:
    installed = ActionCatalogue.installed() or EMPTY
    services = ("dynamodb", "ec2", "iam", "kms", "lambda", "logs", "s3", "secretsmanager", "sqs")
    for service in services:
        for name in known_actions(service, installed):
            action = f"{service}:{name}"
            (placeholder,) = placeholders_of(action, "aws", EMPTY)
            if placeholder != "*" and placeholders_of(action, "aws", installed) != ["*"]:
                assert placeholder in placeholders_of(action, "aws", installed), action
