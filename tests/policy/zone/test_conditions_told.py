"""Under which condition those who are outside get in, and who of them is public."""

from typing import Any

from tests.policy.zone.external import (
    NOBODY,
    OPEN,
    OWNER,
    PARTNER,
    ROLE,
    Cases,
    Statement,
    Told,
    all_but,
    anyone,
    judge,
    never,
    to,
    told,
)

TRUST = "AWS::IAM::Role"
GITHUB = "token.actions.githubusercontent.com"
WRITE = "s3:PutObject"
VPC = {"aws:SourceVpc": "vpc-1"}
VPCE = {"aws:SourceVpce": "vpce-1"}


def pinned(**condition: str) -> Told:
    return Told("*", condition={f"aws:{name}": value for name, value in condition.items()})


def test_a_condition_is_told_if_its_key_tells_a_trusted_caller() -> None:
    wide, network = {"aws:SourceIp": "0.0.0.0/0"}, {"aws:SourceIp": "192.0.2.0/24"}
    cases: Cases = {
        "A text of the caller is none.": (
            [anyone(StringEquals={"aws:UserAgent": "x"})],
            OPEN,
        ),
        "Nor is encryption.": ([anyone(Bool={"aws:SecureTransport": "true"})], OPEN),
        "A network is.": ([anyone(IpAddress=network)], [Told("*", condition=network)]),
        "All networks are one, and public.": (
            [anyone(IpAddress=wide)],
            [Told("*", condition=wide, is_public=True)],
        ),
        "All networks but one are none.": ([anyone(NotIpAddress=network)], OPEN),
        "An endpoint.": ([anyone(StringEquals=VPCE)], [pinned(SourceVpce="vpce-1")]),
        "Any endpoint.": (
            [anyone(StringLike={"aws:SourceVpce": "vpce-*"})],
            [Told("*", condition={"aws:SourceVpce": "vpce-*"}, is_public=True)],
        ),
        "An endpoint, if there is one.": ([anyone(StringEqualsIfExists=VPCE)], OPEN),
        "An endpoint, and there is one.": (
            [anyone(StringEqualsIfExists=VPCE, Null={"aws:SourceVpce": "false"})],
            [pinned(SourceVpce="vpce-1")],
        ),
        "That there is one is no value.": ([anyone(Null={"aws:SourceVpce": "false"})], OPEN),
        "Several values are told together.": (
            [anyone(StringEquals={"aws:SourceVpc": ["vpc-2", "vpc-1"]})],
            [pinned(SourceVpc="vpc-2,vpc-1")],
        ),
        "The case of a key is as written.": (
            [anyone(StringEquals={"AWS:sourcevpc": "vpc-1"})],
            [Told("*", condition={"AWS:sourcevpc": "vpc-1"})],
        ),
        "Several keys are told, those that are trusted.": (
            [anyone(StringEquals={**VPC, **VPCE, "aws:Referer": "x"})],
            [pinned(SourceVpc="vpc-1", SourceVpce="vpce-1")],
        ),
        "Of two conditions on a key the first is told.": (
            [anyone(StringLike={"aws:SourceVpc": "vpc-*"}, StringEquals=VPC)],
            [pinned(SourceVpc="vpc-*")],
        ),
        "Who is named is told with the condition.": (
            [to({"AWS": ROLE}, StringEquals={**VPC, "aws:Referer": "x"})],
            [Told(ROLE, condition=VPC)],
        ),
    }
    judge(cases)


def test_all_values_of_a_key_pin_if_there_has_to_be_one() -> None:
    units = {"aws:PrincipalOrgPaths": "o-amber12345/r-ab12/"}
    for_all: dict[str, Any] = {"ForAllValues:StringEquals": units}
    there: dict[str, Any] = {**for_all, "Null": {"aws:PrincipalOrgPaths": "false"}}
    cases: Cases = {
        "None has to be there.": ([anyone(**for_all)], OPEN),
        "One has to.": ([anyone(**there)], [Told("*", condition=units)]),
    }
    judge(cases)


def test_a_deny_that_spares_fixed_values_is_a_condition() -> None:
    org = {"aws:PrincipalOrgID": "o-amber12345"}
    network = {"aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"]}
    cases: Cases = {
        "All but an organization.": (
            [anyone(), never(StringNotEquals=org)],
            [Told("*", condition=org)],
        ),
        "All but some networks.": (
            [anyone(), never(NotIpAddress=network)],
            [pinned(SourceIp="192.0.2.0/24,198.51.100.0/24")],
        ),
        "It has to be about all that is let in.": (
            [anyone(), never(WRITE, StringNotEquals=org)],
            OPEN,
        ),
        "A caller without the key may come in.": (
            [anyone(), never(StringNotEqualsIfExists=org)],
            [Told("*", condition=org)],
        ),
        "It may be spared for another reason.": (
            [anyone(), never(StringNotEquals=org, Bool={"aws:ViaAWSService": "false"})],
            OPEN,
        ),
        "That only some values are denied pins nothing.": (
            [anyone(), never(StringEquals=org)],
            OPEN,
        ),
        "Nor does it where another Deny leaves one of them.": (
            [
                anyone(),
                never(StringLike={"aws:SourceVpc": "vpc-*"}, Bool={"aws:ViaAWSService": "true"}),
                never(StringNotEquals=VPC),
            ],
            [Told("*", condition=VPC)],
        ),
        "What the Allow says of the key comes first.": (
            [
                anyone(StringLike={"aws:PrincipalOrgID": "o-amber*"}),
                never(StringNotEquals=org),
            ],
            [Told("*", condition={"aws:PrincipalOrgID": "o-amber*"})],
        ),
        "One of two keys has to have its value: neither is told, and it is not public.": (
            [anyone(), never(StringNotEquals={**VPC, **VPCE})],
            [Told("*")],
        ),
        "Named outsiders have the condition, too.": (
            [to({"AWS": PARTNER}), never(StringNotEquals=org)],
            [Told(PARTNER, condition=org)],
        ),
    }
    judge(cases)
    if_exists = never(**{"ForAllValues:StringNotLike": {"aws:PrincipalOrgPaths": "o-amber12345/*"}})
    paths = {"aws:PrincipalOrgPaths": "o-amber12345/*"}
    assert told(anyone(), if_exists) == [Told("*", condition=paths, is_public=True)]


def test_the_trusted_keys_are_those_of_the_type_of_resource() -> None:
    caller = {"kms:CallerAccount": PARTNER}
    statement = anyone("kms:*", StringEquals=caller)
    assert told(statement, of="AWS::KMS::Key") == [Told("*", ("kms:*",), caller)]
    assert told(statement, of="Custom::Key") == [Told("*", ("kms:*",), is_public=True)]
    via = {"elasticfilesystem:AccessedViaMountTarget": "true"}
    statement = anyone("elasticfilesystem:ClientMount", Bool=via)
    expected = Told("*", ("elasticfilesystem:ClientMount",), via)
    assert told(statement, of="AWS::EFS::FileSystem") == [expected]


def test_access_points_of_a_bucket_are_told_by_their_account() -> None:
    arn = {"s3:DataAccessPointArn": f"arn:aws:s3:eu-west-1:{PARTNER}:accesspoint/*"}
    account = {"s3:DataAccessPointAccount": PARTNER}
    cases: Cases = {
        "Of a partner.": ([anyone("s3:*", ArnLike=arn)], [Told("*", ("s3:*",), arn)]),
        "Told by it.": (
            [anyone("s3:*", StringEquals=account)],
            [Told("*", ("s3:*",), account)],
        ),
        "Of the owner.": (
            [anyone("s3:*", StringEquals={"s3:DataAccessPointAccount": OWNER})],
            NOBODY,
        ),
    }
    judge(cases)


def test_identity_providers_of_a_role_are_outside_and_not_public() -> None:
    """Subject and audience are told."""
    corp = {"Federated": f"arn:aws:iam::{OWNER}:saml-provider/corp"}
    saml = {"SAML:aud": "https://signin.aws.amazon.com/saml"}
    sign_in, web = "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"
    subject = {f"{GITHUB}:sub": "repo:amber/site:*"}
    audience = {f"{GITHUB}:aud": "sts.amazonaws.com"}
    facebook = {"graph.facebook.com:app_id": "1234"}
    cases: dict[str, tuple[list[Statement], list[Told]]] = {
        "SAML.": ([to(corp, sign_in, StringEquals=saml)], [Told(corp, (sign_in,))]),
        "OIDC.": (
            [to({"Federated": GITHUB}, web, StringLike=subject, StringEquals=audience)],
            [Told({"Federated": GITHUB}, (web,), {**subject, **audience})],
        ),
        "An app.": (
            [to({"Federated": "graph.facebook.com"}, web, StringEquals=facebook)],
            [Told({"Federated": "graph.facebook.com"}, (web,), facebook)],
        ),
        "Everyone with a subject.": (
            [anyone(web, StringEquals={f"{GITHUB}:sub": "repo:amber/site"})],
            [Told("*", (web,), {f"{GITHUB}:sub": "repo:amber/site"})],
        ),
        "Everyone with an audience.": (
            [anyone(web, StringEquals=audience)],
            [Told("*", (web,), audience, is_public=True)],
        ),
    }
    oidc = {"Federated": GITHUB}
    every = to({"Federated": "*"}, "sts:*")
    cases |= {
        "All but a provider of an account that vouches for its users are denied.": (
            [every, all_but(corp, never("sts:*"))],
            [Told({"Federated": "*"}, ("sts:*",))],
        ),
        "All but one for anyone are.": (
            [every, all_but(oidc, never("sts:*"))],
            [Told({"Federated": "*"}, ("sts:*",), is_public=True)],
        ),
    }
    judge(cases, of=TRUST)
    judge(cases, of="AWS::IAM::AssumeRolePolicyDocument")
    statement = to({"Federated": GITHUB}, web, StringEquals=audience)
    assert told(statement, of="Custom::Role") == [Told({"Federated": GITHUB}, (web,))]
