"""The neighbours' answers have what moto's have, which was written by other people.

It has no operation of Account Management that the emulator has. moto changes botocore where it is
imported, so it has a process of its own.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, cast

from aa_sdk.emulator import Emulator
from tests.emulator.neighbour_clients import MEMBER, OTHER, ROLE, clients_of, refused

PROGRAM = """
import json
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

def refusal(call, **params):
    try:
        call(**params)
    except ClientError as error:
        return {"Error": error.response["Error"]["Code"],
                "Status": error.response["ResponseMetadata"]["HTTPStatusCode"]}

with mock_aws():
    make = lambda name: boto3.client(name, region_name="us-east-1", aws_access_key_id="AKIA",
                                     aws_secret_access_key="invented")
    sts, aws = make("sts"), make("organizations")
    told = {"no organization": refusal(aws.describe_organization)}
    aws.create_organization(FeatureSet="ALL")
    aws.create_account(Email="a@example.com", AccountName="member")
    root = aws.list_roots()["Roots"][0]["Id"]
    unit = aws.create_organizational_unit(ParentId=root, Name="Workloads")
    member = aws.list_accounts()["Accounts"][-1]["Id"]
    aws.register_delegated_administrator(AccountId=member,
                                         ServicePrincipal="access-analyzer.amazonaws.com")
    told |= {
        "GetCallerIdentity": sts.get_caller_identity(),
        "AssumeRole": sts.assume_role(RoleArn="arn:aws:iam::444455556666:role/AuditRole",
                                      RoleSessionName="sweep"),
        "DescribeOrganization": aws.describe_organization(),
        "ListRoots": aws.list_roots(),
        "ListAccounts": aws.list_accounts(),
        "ListAccountsForParent": aws.list_accounts_for_parent(ParentId=root),
        "ListOrganizationalUnitsForParent":
            aws.list_organizational_units_for_parent(ParentId=root),
        "ListDelegatedAdministrators": aws.list_delegated_administrators(
            ServicePrincipal="access-analyzer.amazonaws.com"),
        "no parent": refusal(aws.list_accounts_for_parent, ParentId="r-zzzz"),
    }
for answer in told.values():
    answer.pop("ResponseMetadata", None)
print(json.dumps(told, default=lambda moment: {"moment": True}))
"""

# What moto says of an account or an organization, and the emulator does not, or the other way.
OURS = {"State", "SourceIdentity"}
MOTOS = {"PackedPolicySize", "Path", "Paths"}


def form(value: object) -> Any:
    """What there is in an answer and of which type: of a list, in the first of its items."""
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        if members == {"moment": True}:
            return "moment"
        named = {name: form(its) for name, its in members.items()}
        return {name: its for name, its in named.items() if name not in OURS | MOTOS}
    if isinstance(value, list):
        items = cast("list[object]", value)
        return [form(items[0])] if items else []
    return type(value).__name__


def forms_of_moto() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def own_answers() -> dict[str, Any]:
    emulator = Emulator()
    emulator.add_member(MEMBER)
    emulator.add_member(OTHER, unit="Workloads")
    with clients_of(emulator) as clients:
        sts, aws = clients.make("sts"), clients.make("organizations")
        root = aws.list_roots()["Roots"][0]["Id"]
        answers = {
            "GetCallerIdentity": sts.get_caller_identity(),
            "AssumeRole": sts.assume_role(RoleArn=ROLE, RoleSessionName="sweep"),
            "DescribeOrganization": aws.describe_organization(),
            "ListRoots": aws.list_roots(),
            "ListAccounts": aws.list_accounts(),
            "ListAccountsForParent": aws.list_accounts_for_parent(ParentId=root),
            "ListOrganizationalUnitsForParent": aws.list_organizational_units_for_parent(
                ParentId=root
            ),
            "ListDelegatedAdministrators": aws.list_delegated_administrators(),
        }
    for answer in answers.values():
        del answer["ResponseMetadata"]
    plain: dict[str, Any] = json.loads(json.dumps(answers, default=lambda _: {"moment": True}))
    return plain


def test_answers_and_refusals_have_the_form_of_motos() -> None:
    motos, own = forms_of_moto(), own_answers()
    for title, call, params, made in (
        ("no organization", "describe_organization", {}, Emulator(organization=False)),
        ("no parent", "list_accounts_for_parent", {"ParentId": "r-zzzz"}, Emulator()),
    ):
        told = motos.pop(title)
        with clients_of(made) as clients, refused(told["Error"], told["Status"]):
            getattr(clients.make("organizations"), call)(**params)
    assert {name: form(answer) for name, answer in own.items()} == {
        name: form(answer) for name, answer in motos.items()
    }
