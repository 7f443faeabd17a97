"""What is read however it is written, what is taken leniently, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from aa_sdk.policy import (
    Account,
    ExternalAccess,
    InvalidPolicyError,
    Organization,
    Policy,
    PolicyError,
    UnsupportedPolicyError,
    external_access,
)
from tests.policy.statements import policy
from tests.policy.zone.external import (
    ACCOUNT,
    BUCKET,
    NOBODY,
    OPEN,
    ORGANIZATION,
    OTHER,
    OWNER,
    PARTNER,
    UNIT,
    Statement,
    Told,
    Zone,
    anyone,
    in_short,
    never,
    to,
    told,
)

UNKNOWN: dict[str, Any] = {"StringMaybe": {"aws:UserAgent": "x"}}
VPC = {"aws:SourceVpc": "vpc-1"}


def access_of(document: Any, zone: Zone = ACCOUNT) -> tuple[ExternalAccess, ...]:
    return external_access(document, BUCKET, OWNER, zone)


def error_of(document: Any, owner: str = OWNER) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        external_access(document, BUCKET, owner)
    return caught.value


# However it is written.


def test_a_document_is_text_or_a_mapping_or_a_file_or_a_policy(tmp_path: Path) -> None:
    for statement in (to({"AWS": PARTNER}), to({"AWS": PARTNER}, **UNKNOWN)):
        document = policy(statement)
        expected = access_of(document)
        assert in_short(expected[0]) == Told(PARTNER)
        file = tmp_path / "policy.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        assert access_of(json.dumps(document)) == expected
        assert access_of(file) == expected
        # One statement alone needs no list.
        assert access_of({**document, "Statement": statement}) == expected
    document = policy(to({"AWS": PARTNER}))
    assert access_of(Policy.parse(document)) == access_of(document)


def test_the_owners_account_is_the_zone_where_none_is_given() -> None:
    document = policy(to({"AWS": [OWNER, PARTNER]}))
    assert external_access(document, BUCKET, OWNER) == access_of(document, Account())
    assert external_access(document, BUCKET, PARTNER)[0].principal == {"AWS": OWNER}


def test_paths_and_accounts_are_any_sequence() -> None:
    lists: Any = {"paths": [UNIT], "accounts": [OTHER]}
    one = Organization(ORGANIZATION, **lists)
    same = Organization(ORGANIZATION, (UNIT,), (OTHER,))
    assert one == same
    assert hash(one) == hash(same)
    assert (one.id, one.paths, one.accounts) == (ORGANIZATION, (UNIT,), (OTHER,))
    assert access_of(policy(to({"AWS": [OTHER, PARTNER]})), one)[0].principal == {"AWS": PARTNER}


# Leniently.


def test_a_condition_that_is_not_decided_is_left_out_of_an_allow() -> None:
    mixed = {"NumericEquals": {"aws:SourceAccount": OWNER}}
    cases: dict[str, Statement] = {
        "an operator that is not known": anyone(**UNKNOWN),
        "an account as a number, which it is not": anyone(**mixed),
        "one key as text and as an address": anyone(
            StringLike={"aws:SourceIp": "192.0.2.*"}, NotIpAddress={"aws:SourceIp": "192.0.2.1"}
        ),
        "an ARN that ends early": anyone(ArnLike={"aws:SourceArn": "arn:aws:sns"}),
        "a year that may be a time": anyone(DateGreaterThan={"aws:CurrentTime": "2024"}),
    }
    for feature, statement in cases.items():
        assert told(statement, exact=False) == OPEN, feature
        kept = {**statement, "Condition": {**statement["Condition"], "StringEquals": VPC}}
        assert told(kept, exact=False) == [Told("*", condition=VPC)], feature


def test_what_is_decided_beside_it_stays() -> None:
    """Of the same operator, and in other statements."""
    owner_too: dict[str, Any] = {
        "ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{OWNER}:role/*", "aws:SourceArn": "arn:aws"}
    }
    assert told(anyone(**owner_too)) == NOBODY
    document = policy(anyone(**UNKNOWN), to({"AWS": PARTNER}), never(principal={"AWS": OTHER}))
    everyone, partner = access_of(document)
    assert (everyone.exact, partner.exact) == (False, True)
    merged = policy(to({"AWS": PARTNER}, **UNKNOWN), to({"AWS": PARTNER}))
    assert [access.exact for access in access_of(merged)] == [False]
    assert told(anyone(**UNKNOWN, StringEquals={"aws:SourceAccount": OWNER})) == NOBODY


def test_a_deny_that_hangs_on_such_a_condition_is_left_out_as_a_whole() -> None:
    """Whoever it might keep out is told."""
    numbers = {"NumericEquals": {"aws:SourceAccount": OWNER}}
    partner = to({"AWS": PARTNER})
    cases: dict[str, list[Statement]] = {
        "an operator that is not known": [partner, never(**UNKNOWN)],
        "beside one that is": [
            partner,
            never(**UNKNOWN, StringEquals={"aws:PrincipalAccount": PARTNER}),
        ],
        "an account as a number": [partner, never(**numbers)],
        "a number and a text": [
            to({"AWS": PARTNER}, StringEquals={"s3:prefix": "1"}),
            never(NumericLessThan={"s3:prefix": "2"}),
        ],
    }
    for feature, statements in cases.items():
        assert told(*statements, exact=False) == [Told(PARTNER)], feature
    assert told(partner, never(**UNKNOWN), never()) == NOBODY
    other_keys = never(StringEquals={"aws:PrincipalAccount": PARTNER})
    assert told(partner, never(**numbers), other_keys) == NOBODY
    found = access_of(policy(anyone(**numbers), to({"AWS": PARTNER}, StringEquals=VPC)))
    assert [access.exact for access in found] == [False, True]


def test_a_condition_that_is_left_out_says_nothing_of_who_is_inside() -> None:
    """A member is one by what is decided."""
    allowed = anyone(
        StringEquals={"aws:SourceAccount": OWNER}, NumericEquals={"aws:SourceAccount": OWNER}
    )
    assert told(allowed, exact=False) == OPEN
    assert told(to({"AWS": OWNER}, **UNKNOWN)) == NOBODY


def test_what_is_a_variable_hangs_on_the_version_beside_what_is_not_decided_too() -> None:
    """In the old version it is text: it need not be closed, and it cannot stand for colons."""
    unknown = to({"AWS": PARTNER}, **UNKNOWN)
    old = {"Version": "2008-10-17"}
    pinned = anyone(StringEquals={"aws:SourceVpc": "${a"})
    everyone, _ = access_of({**policy(pinned, unknown), **old})
    assert (everyone.condition, everyone.exact) == ({"aws:SourceVpc": "${a"}, True)
    assert error_of(policy(pinned, unknown)).path.startswith("Statement[0].Condition")
    source = {"aws:SourceArn": "arn:aws:sns:${aws:PrincipalTag/topic}"}
    everyone, _ = access_of(policy(anyone(ArnLike=source), unknown))
    assert everyone.condition == source
    everyone, _ = access_of({**policy(anyone(ArnLike=source), unknown), **old})
    assert everyone.condition == {}


def test_a_policy_variable_may_have_any_value() -> None:
    team = "${aws:PrincipalTag/team}"
    home = {**to({"AWS": PARTNER}), "Resource": "arn:aws:s3:::home/${aws:username}/*"}
    (access,) = access_of(policy(home))
    assert (in_short(access), access.exact) == (Told(PARTNER), False)
    assert access.example is not None
    assert access.example.resource.startswith("arn:aws:s3:::home/")
    (access,) = access_of(policy(anyone(StringEquals={"aws:PrincipalAccount": team})))
    assert in_short(access) == Told("*", condition={"aws:PrincipalAccount": team}, is_public=True)
    assert not access.exact


def test_an_access_for_which_no_values_are_found_has_no_example() -> None:
    """A name that has to be itself and one letter longer is taken as one that may be."""
    name = "${aws:username}"
    impossible = anyone(
        StringEquals={"aws:UserAgent": name}, StringLike={"aws:UserAgent": f"{name}?"}
    )
    (access,) = access_of(policy(impossible))
    assert (in_short(access), access.example, access.exact) == (OPEN[0], None, False)
    (access,) = access_of(policy(impossible, anyone("s3:PutObject")))
    assert access.example is not None
    assert (access.example.action, access.exact) == ("s3:PutObject", False)


# What is refused.


def test_a_malformed_document_is_refused_with_the_path() -> None:
    broken = {"NumericEquals": {"s3:max-keys": "ten"}}
    place = "Statement[0].Condition.NumericEquals.s3:max-keys[0]"
    cases: dict[str, tuple[Any, str]] = {
        "text that is no JSON": ("{", ""),
        "no object": ("[]", ""),
        "no statement": ({"Statement": []}, "Statement"),
        "an unknown element": ({"Statment": anyone()}, "Statment"),
        "no principal": (policy({**anyone(), "Principal": {}, "Sid": 1}), "Statement[0].Sid"),
        "an identity policy": (
            policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"}),
            "Statement[0]",
        ),
        "a statement that is none": ({"Statement": [anyone(**UNKNOWN), "x"]}, "Statement[1]"),
        "conditions that are none": (
            policy({**anyone(), "Condition": "x"}, anyone(**UNKNOWN)),
            "Statement[0].Condition",
        ),
        "an operator without keys": (
            policy({**anyone(), "Condition": {**UNKNOWN, "StringEquals": "x"}}),
            "Statement[0].Condition.StringEquals",
        ),
        "a number that is none": (policy(anyone(**broken)), place),
        "beside what is not decided": (policy(anyone(**UNKNOWN, **broken)), place),
    }
    for mistake, (document, path) in cases.items():
        error = error_of(document)
        assert isinstance(error, InvalidPolicyError), mistake
        assert error.path == path, mistake


def test_whatever_is_not_a_condition_has_to_be_decided() -> None:
    cases: dict[str, tuple[Statement, str]] = {
        "a unique id": (to({"AWS": "AIDAEXAMPLEEXAMPLE12"}), "Statement[0].Principal.AWS[0]"),
        "a wildcard in a name": (
            to({"AWS": f"arn:aws:iam::{PARTNER}:role/*"}),
            "Statement[0].Principal.AWS[0]",
        ),
        "a wildcard in a service": (anyone("s*:GetObject"), "Statement[0].Action[0]"),
    }
    for feature, (statement, path) in cases.items():
        for others in ((), (anyone(**UNKNOWN),)):
            error = error_of(policy(statement, *others))
            assert isinstance(error, UnsupportedPolicyError), feature
            assert error.path == path, feature


def test_the_owner_is_an_account_id() -> None:
    for owner in ("", "1234", f"{OWNER}1", f"arn:aws:iam::{OWNER}:root", "٣" * 12):
        error = error_of(policy(anyone()), owner)
        assert isinstance(error, InvalidPolicyError), owner
        assert error.path == "owner_account", owner


def organization(arguments: dict[str, Any]) -> Organization:
    whole: dict[str, Any] = {"id": ORGANIZATION}
    return Organization(**(whole | arguments))


def test_an_organization_has_an_id_and_paths_in_it_and_account_ids() -> None:
    cases: dict[str, tuple[dict[str, Any], str]] = {
        "no id": ({"id": ""}, "id"),
        "the id of an account": ({"id": OWNER}, "id"),
        "capitals": ({"id": "o-Amber12345"}, "id"),
        "a wildcard": ({"id": "o-*"}, "id"),
        "more than an id": ({"id": UNIT}, "id"),
        "one path that is a text": ({"paths": UNIT}, "paths"),
        "one account that is a text": ({"accounts": OTHER}, "accounts"),
        "a path of another organization": ({"paths": [UNIT, "o-basalt6789/r-1/"]}, "paths[1]"),
        "one whose id is longer": ({"paths": [f"{ORGANIZATION}6/r-1/"]}, "paths[0]"),
        "an id instead of a path": ({"paths": [ORGANIZATION]}, "paths[0]"),
        "a wildcard in a path": ({"paths": [f"{ORGANIZATION}/*/ou-1/"]}, "paths[0]"),
        "another wildcard in a path": ({"paths": [f"{ORGANIZATION}/r-?/"]}, "paths[0]"),
        "no account id": ({"accounts": [OTHER, "1234"]}, "accounts[1]"),
    }
    for mistake, (arguments, path) in cases.items():
        with pytest.raises(InvalidPolicyError) as caught:
            organization(arguments)
        assert caught.value.path == path, mistake


def test_a_path_that_is_the_organization_is_all_of_it() -> None:
    pinned = anyone(StringEquals={"aws:PrincipalOrgID": ORGANIZATION})
    for path in (f"{ORGANIZATION}/", f"{ORGANIZATION}/*"):
        assert told(pinned, zone=Organization(ORGANIZATION, paths=[path])) == NOBODY
    assert told(pinned, zone=Organization(ORGANIZATION, paths=[UNIT])) != NOBODY


def test_an_operator_that_asks_nothing_keeps_no_deny_from_counting() -> None:
    """Beside a condition that is not decided, too."""
    nothing: dict[str, Any] = {"StringEquals": {}}
    assert told(to({"AWS": PARTNER}, **UNKNOWN), never(**nothing)) == NOBODY


def test_what_stands_under_an_unknown_operator_has_to_be_an_object() -> None:
    error = error_of(policy(to({"AWS": PARTNER}, StringMaybe="x")))  # type: ignore[arg-type] # what is refused
    assert isinstance(error, InvalidPolicyError)
    assert error.path == "Statement[0].Condition.StringMaybe"
