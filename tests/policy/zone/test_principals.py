"""Who is outside by name, as labelled: sentence by sentence."""

import pytest

from aa_sdk.policy import Account, InvalidPolicyError, Organization
from tests.policy.zone.external import (
    CANONICAL,
    NOBODY,
    OPEN,
    OTHER,
    OWNER,
    PARTNER,
    ROLE,
    Cases,
    Told,
    all_but,
    anyone,
    judge,
    never,
    to,
    told,
)


def test_whoever_is_named_is_outside_unless_it_is_the_owner_or_a_service() -> None:
    session = f"arn:aws:sts::{PARTNER}:assumed-role/app/web"
    user = f"arn:aws:iam::{PARTNER}:user/ada"
    own = [OWNER, f"arn:aws:iam::{OWNER}:root", f"arn:aws:iam::{OWNER}:role/app"]
    corp = f"arn:aws:iam::{OWNER}:saml-provider/corp"
    oidc = f"arn:aws:iam::{OWNER}:oidc-provider/ci.example.com"
    cases: Cases = {
        "The owner is inside, with all of its roles and users.": ([to({"AWS": own})], NOBODY),
        "Another account is outside.": ([to({"AWS": PARTNER})], [Told(PARTNER)]),
        "A role of it is, and has the name that the policy has.": (
            [to({"AWS": ROLE})],
            [Told(ROLE)],
        ),
        "So is a user.": ([to({"AWS": user})], [Told(user)]),
        "So is a session.": ([to({"AWS": session})], [Told(session)]),
        "Each one who is named is told, in the order of the policy.": (
            [to({"AWS": [ROLE, OWNER, PARTNER, OTHER]})],
            [Told(ROLE), Told(PARTNER), Told(OTHER)],
        ),
        "A bare id and the root ARN are one principal, named as first written.": (
            [to({"AWS": [PARTNER, f"arn:aws:iam::{PARTNER}:root"]})],
            [Told(PARTNER)],
        ),
        "The other way around as well.": (
            [to({"AWS": f"arn:aws-cn:iam::{PARTNER}:root"}), to({"AWS": PARTNER}, "s3:Put*")],
            [Told(f"arn:aws-cn:iam::{PARTNER}:root", ("s3:GetObject", "s3:Put*"))],
        ),
        "A canonical user does not tell its account: outside.": (
            [to({"CanonicalUser": CANONICAL})],
            [Told({"CanonicalUser": CANONICAL})],
        ),
        "A service is never outside.": ([to({"Service": "sns.amazonaws.com"})], NOBODY),
        "Not even all of them.": ([to({"Service": "*"})], NOBODY),
        "An identity provider is, even one of the owner's account.": (
            [to({"Federated": [corp, oidc, "accounts.google.com"]})],
            [
                Told({"Federated": corp}),
                Told({"Federated": oidc}),
                Told({"Federated": "accounts.google.com"}),
            ],
        ),
        "Everyone is.": ([anyone()], OPEN),
        "Everyone who is signed in is everyone.": ([to({"AWS": "*"})], OPEN),
        "All identity providers together are everyone, of a kind.": (
            [to({"Federated": "*"})],
            [Told({"Federated": "*"}, is_public=True)],
        ),
        "So are all canonical users.": (
            [to({"CanonicalUser": "*"})],
            [Told({"CanonicalUser": "*"}, is_public=True)],
        ),
    }
    judge(cases)


def test_whoever_has_a_canonical_id_of_the_zone_is_inside() -> None:
    stranger = "0123456789abcdef" * 4
    both = to({"CanonicalUser": [CANONICAL, stranger]})
    cases: Cases = {
        "The owner is inside, and a stranger beside it outside.": (
            [both],
            [Told({"CanonicalUser": stranger})],
        ),
        "All canonical users are more than the owner.": (
            [to({"CanonicalUser": "*"})],
            [Told({"CanonicalUser": "*"}, is_public=True)],
        ),
        "A Deny that spares nobody but the owner leaves nobody.": (
            [anyone(), all_but({"CanonicalUser": CANONICAL}, never())],
            NOBODY,
        ),
        "One that spares a stranger leaves it, as everyone.": (
            [anyone(), all_but({"CanonicalUser": stranger}, never())],
            [Told("*")],
        ),
    }
    judge(cases, zone=Account(canonical_id=CANONICAL))
    judge(cases, zone=Organization("o-amber12345", canonical_ids=["f" * 64, CANONICAL]))


def test_a_canonical_id_that_is_none_is_refused() -> None:
    for text in ("79A5" * 16, "79a5", f"{CANONICAL}0", f"{CANONICAL}\n"):
        with pytest.raises(InvalidPolicyError) as caught:
            Account(canonical_id=text)
        assert caught.value.path == "canonical_id"
        with pytest.raises(InvalidPolicyError) as caught:
            Organization("o-amber12345", canonical_ids=[CANONICAL, text])
        assert caught.value.path == "canonical_ids[1]"
    with pytest.raises(InvalidPolicyError) as caught:
        Organization("o-amber12345", canonical_ids=CANONICAL)
    assert caught.value.path == "canonical_ids"


def test_everyone_but_somebody_is_everyone() -> None:
    cases: Cases = {
        "But the owner.": ([all_but({"AWS": OWNER}, anyone())], OPEN),
        "But a stranger.": ([all_but({"AWS": PARTNER}, anyone())], OPEN),
        "But services, who do not count anyway.": ([all_but({"Service": "*"}, anyone())], OPEN),
        "But everyone: that is nobody.": ([all_but({"AWS": "*"}, anyone())], NOBODY),
        "With a condition.": (
            [all_but({"AWS": OWNER}, anyone(StringEquals={"aws:SourceVpc": "vpc-1"}))],
            [Told("*", condition={"aws:SourceVpc": "vpc-1"})],
        ),
        "Pinned to the owner it is nobody.": (
            [all_but({"AWS": PARTNER}, anyone(StringEquals={"aws:PrincipalAccount": OWNER}))],
            NOBODY,
        ),
        "A Deny of all but the owner's account leaves nobody else.": (
            [anyone(), all_but({"AWS": OWNER}, never())],
            NOBODY,
        ),
        "A Deny of all but a partner leaves the partner, under everyone's name.": (
            [anyone(), all_but({"AWS": PARTNER}, never())],
            [Told("*")],
        ),
    }
    judge(cases)


def test_what_a_name_implies_holds_for_whoever_is_named() -> None:
    """Its account, its ARN, and for a role or a user no other ARN."""
    user = f"arn:aws:iam::{PARTNER}:user/ada"
    session = f"arn:aws:sts::{PARTNER}:assumed-role/app/web"
    of_partner = {"aws:PrincipalAccount": PARTNER}
    unless_owner = never(StringNotEquals={"aws:PrincipalAccount": OWNER})
    unless_role = never(ArnNotEquals={"aws:PrincipalArn": ROLE})
    for name in (PARTNER, f"arn:aws:iam::{PARTNER}:root", ROLE, user, session):
        cases: Cases = {
            "Its account is its own.": (
                [to({"AWS": name}, StringEquals=of_partner)],
                [Told(name, condition=of_partner)],
            ),
            "It has one.": ([to({"AWS": name}, Null={"aws:PrincipalAccount": "true"})], NOBODY),
            "No other.": (
                [to({"AWS": name}, StringEquals={"aws:PrincipalAccount": [OWNER, OTHER]})],
                NOBODY,
            ),
            "So a Deny for all but the owner stops it.": (
                [to({"AWS": name}), unless_owner],
                NOBODY,
            ),
            "So does a Deny for all but services.": (
                [to({"AWS": name}), never(Bool={"aws:PrincipalIsAWSService": "false"})],
                NOBODY,
            ),
            "A Deny for its account stops it.": (
                [to({"AWS": name}), never(StringEquals=of_partner)],
                NOBODY,
            ),
            "It has no ARN of another account.": (
                [to({"AWS": name}, ArnLike={"aws:PrincipalArn": f"arn:*:iam::{OTHER}:role/*"})],
                NOBODY,
            ),
            "It has one of its own account.": (
                [to({"AWS": name}, Null={"aws:PrincipalArn": "true"})],
                NOBODY,
            ),
            "A service may act for it all the same.": (
                [to({"AWS": name}, StringEquals={"aws:SourceAccount": OWNER})],
                NOBODY,
            ),
        }
        judge(cases)
        may_be_the_role = (
            NOBODY if name == user else [Told(name, condition={"aws:PrincipalArn": ROLE})]
        )
        assert told(to({"AWS": name}), unless_role) == may_be_the_role
    assert told(to({"AWS": f"{ROLE}2"}), unless_role) == NOBODY
    assert told(to({"AWS": f"{user}2"}), never(ArnNotEquals={"aws:PrincipalArn": user})) == NOBODY
    for account in (OWNER, OTHER):
        caller = to({"AWS": PARTNER}, "kms:Decrypt", StringEquals={"kms:CallerAccount": account})
        assert told(caller, of="AWS::KMS::Key") == NOBODY


def test_nothing_is_implied_for_identity_providers_and_canonical_users() -> None:
    for principal in ({"Federated": "accounts.google.com"}, {"CanonicalUser": CANONICAL}):
        pinned = to(principal, StringEquals={"aws:PrincipalAccount": [OWNER, PARTNER]})
        expected = [Told(principal, condition={"aws:PrincipalAccount": f"{OWNER},{PARTNER}"})]
        assert told(pinned) == expected
        fence = never(StringNotEquals={"aws:PrincipalAccount": OWNER})
        assert told(to(principal), fence) == NOBODY


def test_a_deny_keeps_out_whom_it_covers() -> None:
    cases: Cases = {
        "A named outsider.": (
            [to({"AWS": [PARTNER, OTHER]}), never(principal={"AWS": PARTNER})],
            [Told(OTHER)],
        ),
        "A role of an account that is let in.": (
            [to({"AWS": [PARTNER, ROLE]}), never(principal={"AWS": ROLE})],
            [Told(PARTNER)],
        ),
        "Everyone.": ([to({"AWS": [PARTNER, OTHER]}), anyone(), never()], NOBODY),
        "An outsider of many.": ([anyone(), never(principal={"AWS": PARTNER})], OPEN),
        "On another action it keeps nobody out.": ([anyone(), never("s3:PutObject")], OPEN),
        "On another resource it does not, either.": (
            [anyone(), {**never(), "Resource": "arn:aws:s3:::amber/secret/*"}],
            OPEN,
        ),
        "Nor under a condition that need not hold.": (
            [to({"AWS": PARTNER}), never(Bool={"aws:SecureTransport": "false"})],
            [Told(PARTNER)],
        ),
        "By the condition under which it lets in.": (
            [
                anyone(StringEquals={"aws:UserAgent": "ours"}),
                never(StringLike={"aws:UserAgent": "o*"}),
            ],
            NOBODY,
        ),
    }
    judge(cases)
