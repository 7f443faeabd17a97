"""Who is inside by a context key that pins it: to an account, to a service, to an organization."""

from typing import Any

from aa_sdk.policy import Organization
from tests.policy.zone.external import (
    ACCOUNT_KEYS,
    ARN_KEYS,
    BUCKET,
    NOBODY,
    OPEN,
    ORGANIZATION,
    ORGANIZATION_KEYS,
    OTHER,
    OWNER,
    PARTNER,
    PATH_KEYS,
    ROLE,
    UNIT,
    Cases,
    Statement,
    Told,
    anyone,
    judge,
    never,
    to,
    told,
)

OURS = Organization(ORGANIZATION)
THEIRS = Organization("o-basalt6789")


def test_the_policies_that_services_write_by_default_let_nobody_in() -> None:
    sns = ["SNS:Publish", "SNS:Subscribe", "SNS:Receive"]
    everyone = {"AWS": "*"}
    via = {"kms:CallerAccount": OWNER, "kms:ViaService": "s3.eu-west-1.amazonaws.com"}
    topic = to(everyone, sns, StringEquals={"AWS:SourceOwner": OWNER})
    assert told(topic, of="AWS::SNS::Topic") == NOBODY
    topic = to(everyone, sns, StringEquals={"aws:SourceAccount": OWNER})
    assert told(topic, of="AWS::SNS::Topic") == NOBODY
    queue = to({"AWS": f"arn:aws:iam::{OWNER}:root"}, "SQS:*")
    assert told(queue, of="AWS::SQS::Queue") == NOBODY
    key = to(everyone, ["kms:Encrypt", "kms:Decrypt"], StringEquals=via)
    assert told(to({"AWS": OWNER}, "kms:*"), key, of="AWS::KMS::Key") == NOBODY


def pinned(key: str, value: Any, operator: str = "StringEquals") -> list[Told]:
    """What is told of everyone, for whom one key is pinned."""
    of = "AWS::KMS::Key" if key.startswith("kms:") else BUCKET
    return told(anyone("*", **{operator: {key: value}}), of=of)


def everyone(key: str = "", value: str = "", *, is_public: bool = False) -> list[Told]:
    return [Told("*", ("*",), {key: value} if key else {}, is_public)]


def test_each_key_that_tells_the_callers_account_pins_it_to_the_zone() -> None:
    almost = OWNER[:-1] + "?"
    for key in ACCOUNT_KEYS:
        assert pinned(key, OWNER) == NOBODY, key
        assert pinned(key, OWNER, "StringLike") == NOBODY, key
        assert pinned(key, OWNER, "ForAnyValue:StringEquals") == NOBODY, key
        assert pinned(key, PARTNER) == everyone(key, PARTNER), key
        assert pinned(key, [OWNER, PARTNER]) == everyone(key, f"{OWNER},{PARTNER}"), key
        assert pinned(key, almost, "StringLike") == everyone(key, almost, is_public=True), key
        for loose in ("StringEqualsIfExists", "StringNotEquals", "ForAllValues:StringEquals"):
            assert pinned(key, OWNER, loose) == everyone(is_public=True), key


def test_each_key_that_holds_the_arn_of_a_caller_pins_it_to_the_zone() -> None:
    own, bucket = f"arn:aws:iam::{OWNER}:role/app", "arn:aws:s3:::news"
    longer = f"arn:aws:iam::{OWNER}4:role/app"
    behind, almost = f"{ROLE}:{OWNER}:x", f"arn:aws:*:*:{OWNER[:-1]}*:*"
    for key in ARN_KEYS:
        assert pinned(key, own, "StringEquals") == NOBODY, key
        assert pinned(key, f"arn:aws:iam::{OWNER}:role/*", "StringLike") == NOBODY, key
        for arn in (own, f"arn:*:iam::{OWNER}:role/*", f"arn:*:*:*:{OWNER}:*"):
            assert pinned(key, arn, "ArnLike") == NOBODY, key
        for arn in (ROLE, behind, longer, bucket):
            # What pins an access point has to tell its account.
            loose = arn == bucket and key == "s3:DataAccessPointArn"
            assert pinned(key, arn, "ArnLike") == everyone(key, arn, is_public=loose), key
        assert pinned(key, [own, ROLE], "ArnLike") == everyone(key, f"{own},{ROLE}"), key
        assert pinned(key, almost, "ArnLike") == everyone(key, almost, is_public=True), key
        assert pinned(key, own, "ArnNotLike") == everyone(is_public=True), key


def test_services_tell_by_keys_of_their_own_that_they_are_some() -> None:
    is_service = "aws:PrincipalIsAWSService"
    cases: Cases = {
        "It says so.": ([anyone(Bool={is_service: "true"})], NOBODY),
        "It says that it is none.": ([anyone(Bool={is_service: "false"})], OPEN),
        "It may be one.": ([anyone(BoolIfExists={is_service: "true"})], OPEN),
        "It has a name.": (
            [anyone(StringEquals={"aws:PrincipalServiceName": "sns.amazonaws.com"})],
            NOBODY,
        ),
        "It has any name.": ([anyone(Null={"aws:PrincipalServiceName": "false"})], NOBODY),
        "It has none.": ([anyone(Null={"aws:PrincipalServiceName": "true"})], OPEN),
        "It has names.": (
            [anyone(**{"ForAnyValue:StringLike": {"aws:PrincipalServiceNamesList": "*.s3.*"}})],
            NOBODY,
        ),
        "A Deny leaves services alone.": (
            [anyone(), never(BoolIfExists={is_service: "false"})],
            NOBODY,
        ),
        "Whoever is named is none.": ([to({"AWS": PARTNER}, Bool={is_service: "true"})], NOBODY),
        "Nor has it the name of one.": (
            [
                to({"AWS": PARTNER}, Null={"aws:PrincipalServiceName": "false"}),
                to({"AWS": PARTNER}, Null={"aws:PrincipalServiceNamesList": "false"}),
            ],
            NOBODY,
        ),
        "It says so, too.": ([to({"AWS": PARTNER}, Bool={is_service: "false"})], [Told(PARTNER)]),
    }
    judge(cases)


def test_other_keys_pin_nobody_to_the_account() -> None:
    """Nor do keys about the network, even if they tell an account."""
    for key, value in (("aws:VpceAccount", OWNER), ("aws:SourceVpc", "vpc-1")):
        assert told(anyone(StringEquals={key: value})) == [Told("*", condition={key: value})]
    assert told(anyone(StringEquals={"aws:ResourceAccount": OWNER})) == OPEN
    assert told(anyone(StringEquals={"aws:PrincipalTag/account": OWNER})) == OPEN


def test_conditions_that_contradict_each_other_let_nobody_in() -> None:
    cases: Cases = {
        "Two values of one key.": (
            [anyone(StringEquals={"aws:UserAgent": "a"}, StringLike={"aws:UserAgent": "b*"})],
            NOBODY,
        ),
        "There and not there.": (
            [anyone(StringEquals={"aws:SourceVpc": "vpc-1"}, Null={"aws:SourceVpc": "true"})],
            NOBODY,
        ),
        "No value that would do.": ([anyone(StringEquals={"aws:SourceVpc": []})], NOBODY),
        "Addresses of two networks.": (
            [
                anyone(
                    IpAddress={"aws:SourceIp": "192.0.2.0/24"},
                    NotIpAddress={"aws:SourceIp": "192.0.0.0/16"},
                )
            ],
            NOBODY,
        ),
    }
    judge(cases)


# Organizations.


def test_the_keys_of_an_organization_pin_to_it_and_to_no_other() -> None:
    pins = dict.fromkeys(ORGANIZATION_KEYS, ("StringEquals", ORGANIZATION))
    pins |= dict.fromkeys(PATH_KEYS, ("ForAnyValue:StringEquals", UNIT))
    for key, (operator, value) in pins.items():
        fence = never(**{operator.replace("String", "StringNot"): {key: value}})
        expected = [Told("*", condition={key: value})]
        open_to_some: list[Statement] = [anyone(**{operator: {key: value}})]
        assert told(*open_to_some, zone=OURS) == NOBODY, key
        assert told(*open_to_some, zone=THEIRS) == expected, key
        assert told(*open_to_some) == expected, key
        if operator == "StringEquals":
            assert told(anyone(), fence, zone=OURS) == NOBODY, key
            assert told(anyone(), fence, zone=THEIRS) == expected, key
            assert told(anyone(), fence) == expected, key
    longer = anyone(StringLike={"aws:PrincipalOrgID": f"{ORGANIZATION}*"})
    assert told(longer, zone=OURS)[0].is_public
    assert told(anyone(StringEquals={"aws:VpceOrgID": ORGANIZATION}), zone=OURS) != NOBODY


def test_units_of_an_organization_are_a_smaller_zone() -> None:
    """They hold what is below them, however their path is written, and nothing beside them."""

    def under(path: str) -> Statement:
        return anyone(**{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": path}})

    for spelling in (UNIT, UNIT[:-1], f"{UNIT}*", f"{UNIT[:-1]}/**"):
        unit = Organization(ORGANIZATION, paths=(spelling,))
        cases: Cases = {
            "The unit itself.": ([under(UNIT)], NOBODY),
            "All of it.": ([under(f"{UNIT}*")], NOBODY),
            "A unit in it.": ([under(f"{UNIT}ou-ab12-33333333/*")], NOBODY),
            "The unit that it is in.": (
                [under(f"{ORGANIZATION}/r-ab12/")],
                [Told("*", condition={"aws:PrincipalOrgPaths": f"{ORGANIZATION}/r-ab12/"})],
            ),
            "One that has a longer name.": (
                [under(f"{UNIT[:-1]}2/")],
                [Told("*", condition={"aws:PrincipalOrgPaths": f"{UNIT[:-1]}2/"})],
            ),
            "Anyone of the organization.": (
                [anyone(StringEquals={"aws:PrincipalOrgID": ORGANIZATION})],
                [Told("*", condition={"aws:PrincipalOrgID": ORGANIZATION})],
            ),
            "The owner.": ([anyone(StringEquals={"aws:PrincipalAccount": OWNER})], NOBODY),
        }
        judge(cases, zone=unit)
    several = Organization(ORGANIZATION, paths=(f"{ORGANIZATION}/r-ab12/ou-ab12-22222222/", UNIT))
    assert told(under(UNIT), zone=several) == NOBODY
    assert told(under(f"{ORGANIZATION}/*"), zone=several)[0].is_public


def test_members_are_those_who_are_listed() -> None:
    """A name tells nothing of an organization."""
    listed = Organization(ORGANIZATION, accounts=(OTHER,))
    source = {"aws:SourceArn": f"arn:aws:sns:eu-west-1:{OTHER}:news"}
    cases: Cases = {
        "A member who is listed.": ([to({"AWS": [OTHER, f"arn:aws:iam::{OTHER}:role/x"]})], NOBODY),
        "One who is not.": ([to({"AWS": PARTNER})], [Told(PARTNER)]),
        "The owner, who need not be.": ([to({"AWS": OWNER})], NOBODY),
        "Pinned to one of them.": (
            [anyone(StringEquals={"aws:PrincipalAccount": [OTHER, OWNER]})],
            NOBODY,
        ),
        "Pinned by its ARN.": ([anyone(ArnEquals=source)], NOBODY),
        "Pinned to the organization.": (
            [anyone(StringEquals={"aws:PrincipalOrgID": ORGANIZATION})],
            NOBODY,
        ),
    }
    judge(cases, zone=listed)
    assert told(to({"AWS": OTHER}), zone=OURS) == [Told(OTHER)]


def test_a_data_perimeter_keeps_all_but_the_organization_and_services_out() -> None:
    fence = never(
        StringNotEqualsIfExists={"aws:PrincipalOrgID": ORGANIZATION},
        BoolIfExists={"aws:PrincipalIsAWSService": "false"},
    )
    member = {"aws:PrincipalOrgID": ORGANIZATION}
    assert told(anyone(), fence) == [Told("*", condition=member)]
    assert told(anyone(), fence, zone=OURS) == NOBODY
    assert told(to({"AWS": PARTNER}), fence) == [Told(PARTNER, condition=member)]
    assert told(to({"AWS": PARTNER}), fence, zone=OURS) == NOBODY
