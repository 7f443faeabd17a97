"""Of whom a difference speaks, as labelled: sentence by sentence."""

from itertools import product

from aa_sdk.policy import compare
from aa_sdk.policy._language.principals import Principal, parse_principal
from tests.policy.difference.told import NOTHING, Cases, Told, judge
from tests.policy.statements import BUCKET, allow, deny, policy

GET = "s3:GetObject"
ONE, TWO, THREE = ("1" * 12, "2" * 12, "3" * 12)
ROOT = f"arn:aws:iam::{ONE}:root"
ROLE, USER = f"arn:aws:iam::{ONE}:role/app", f"arn:aws:iam::{ONE}:user/ada"
SESSION, OTHER_SESSION = (f"arn:aws:sts::{ONE}:assumed-role/app/{name}" for name in ("a", "b"))
SNS, SQS = "sns.amazonaws.com", "sqs.amazonaws.com"
EVERYONE = {"AWS": ("*",)}


def test_principals_that_make_a_difference_are_told() -> None:
    cases: Cases = {
        "An account beside another.": (
            [allow(Principal={"AWS": [ONE, TWO]})],
            [allow(Principal={"AWS": ONE})],
            [Told((GET,), to={"AWS": (TWO,)})],
            NOTHING,
        ),
        "Several, by their types.": (
            [allow(Principal={"AWS": [TWO, USER], "Service": SNS, "Federated": "idp.example.com"})],
            [allow(Principal={"AWS": TWO, "CanonicalUser": "c" * 64})],
            [
                Told(
                    (GET,),
                    to={"AWS": (USER,), "Service": (SNS,), "Federated": ("idp.example.com",)},
                )
            ],
            [Told((GET,), to={"CanonicalUser": ("c" * 64,)})],
        ),
        "With the actions that each is given.": (
            [
                allow(Action=[GET, "s3:PutObject"], Principal={"AWS": [ONE, TWO]}),
            ],
            [
                allow(Principal={"AWS": [ONE, TWO]}),
                allow(Action="s3:PutObject", Principal={"AWS": ONE}),
            ],
            [Told(("s3:PutObject",), to={"AWS": (TWO,)})],
            NOTHING,
        ),
        "Statements for different ones are told as one.": (
            [allow(Principal={"AWS": ONE}), allow(Principal={"Service": SNS})],
            [allow(Principal={"AWS": TWO})],
            [Told((GET,), to={"AWS": (ONE,), "Service": (SNS,)}, statements=(0, 1))],
            [Told((GET,), to={"AWS": (TWO,)})],
        ),
        "One that stands twice is told once.": (
            [
                allow(Principal={"AWS": [ONE, TWO]}),
                allow(Action="sqs:*", Principal={"AWS": ONE}),
                allow(Principal={"AWS": [TWO, THREE]}),
            ],
            [allow(Action="sqs:*", Principal={"AWS": ONE})],
            [Told((GET,), to={"AWS": (ONE, TWO, THREE)}, statements=(0, 2))],
            NOTHING,
        ),
    }
    judge(cases)


def test_whoever_is_allowed_on_both_sides_is_left_out_by_name() -> None:
    cases: Cases = {
        "An account.": (
            [allow(Principal="*")],
            [allow(Principal={"AWS": ONE})],
            [Told((GET,), to=EVERYONE, but_not_to={"AWS": (ONE,)})],
            NOTHING,
        ),
        "A service of all.": (
            [allow(Principal={"Service": "*"})],
            [allow(Principal={"Service": [SNS, SQS]})],
            [Told((GET,), to={"Service": ("*",)}, but_not_to={"Service": (SNS, SQS)})],
            NOTHING,
        ),
        "All services of everyone.": (
            [allow(Principal={"AWS": "*"})],
            [allow(Principal={"Service": "*"})],
            [Told((GET,), to=EVERYONE, but_not_to={"Service": ("*",)})],
            NOTHING,
        ),
        "A user of an account.": (
            [allow(Principal={"AWS": ONE})],
            [allow(Principal={"AWS": USER})],
            [Told((GET,), to={"AWS": (ONE,)}, but_not_to={"AWS": (USER,)})],
            NOTHING,
        ),
        "Not one of another account or type.": (
            [allow(Principal={"AWS": ONE, "CanonicalUser": "*"})],
            [allow(Principal={"AWS": f"arn:aws:iam::{TWO}:user/ada", "Service": "*"})],
            [Told((GET,), to={"AWS": (ONE,), "CanonicalUser": ("*",)})],
            [Told((GET,), to={"AWS": (f"arn:aws:iam::{TWO}:user/ada",), "Service": ("*",)})],
        ),
        "Not one who is allowed in part.": (
            [allow(Action="s3:*", Principal="*")],
            [allow(Principal={"AWS": ONE})],
            [Told(("s3:*",), to=EVERYONE)],
            NOTHING,
        ),
        "Of each action those who may do it already.": (
            [allow(Action=["s3:A", "s3:B"], Principal="*")],
            [
                allow(Action="s3:A", Principal={"AWS": ONE}),
                allow(Action="s3:B", Principal={"AWS": TWO}),
            ],
            [Told(("s3:A", "s3:B"), to=EVERYONE)],
            NOTHING,
        ),
        "Told apart, where they stand in statements of their own.": (
            [
                allow(Action="s3:A", Principal="*"),
                allow(Action="s3:B", Principal="*"),
            ],
            [
                allow(Action="s3:A", Principal={"AWS": ONE}),
                allow(Action="s3:B", Principal={"AWS": TWO}),
            ],
            [
                Told(("s3:A",), to=EVERYONE, but_not_to={"AWS": (ONE,)}),
                Told(("s3:B",), to=EVERYONE, but_not_to={"AWS": (TWO,)}, statements=(1,)),
            ],
            NOTHING,
        ),
        "Whom the policy itself denies.": (
            [allow(Principal="*"), deny(Principal={"AWS": ROLE})],
            [allow(Action="sqs:*", Principal="*")],
            [Told((GET,), to=EVERYONE, but_not_to={"AWS": (ROLE,)})],
            [Told(("sqs:*",), to=EVERYONE)],
        ),
    }
    judge(cases)


def test_everyone_but_somebody_is_everyone_with_a_name_left_out() -> None:
    cases: Cases = {
        "On the new side.": (
            [allow(NotPrincipal={"AWS": ONE, "Service": SNS})],
            [allow(Action="sqs:*", Principal="*")],
            [Told((GET,), to=EVERYONE, but_not_to={"AWS": (ONE,), "Service": (SNS,)})],
            [Told(("sqs:*",), to=EVERYONE)],
        ),
        "On both, of which one leaves out more.": (
            [allow(NotPrincipal={"AWS": ONE})],
            [allow(NotPrincipal={"AWS": [ONE, TWO]})],
            [Told((GET,), to=EVERYONE, but_not_to={"AWS": (ONE,)})],
            NOTHING,
        ),
    }
    judge(cases)


def test_an_account_is_its_root_and_a_role_its_sessions() -> None:
    cases: Cases = {
        "An id and a root ARN are the same.": (
            [allow(Principal={"AWS": ROOT})],
            [allow(Principal={"AWS": ONE})],
            NOTHING,
            NOTHING,
        ),
        "Each is written as its document has it.": (
            [allow(Principal={"AWS": [ROOT, TWO]})],
            [allow(Principal={"AWS": [f"arn:aws:iam::{TWO}:root", THREE]})],
            [Told((GET,), to={"AWS": (ROOT,)})],
            [Told((GET,), to={"AWS": (THREE,)})],
        ),
        "An account is not left out of itself.": (
            [allow(Action=["s3:Get*", "sqs:*"], Principal={"AWS": ROOT})],
            [allow(Action="sqs:*", Principal={"AWS": ONE})],
            [Told(("s3:Get*",), to={"AWS": (ROOT,)})],
            NOTHING,
        ),
        "A session is left out of its role.": (
            [allow(Principal={"AWS": ROLE})],
            [allow(Principal={"AWS": SESSION})],
            [Told((GET,), to={"AWS": (ROLE,)}, but_not_to={"AWS": (SESSION,)})],
            NOTHING,
        ),
        "Not out of another role.": (
            [allow(Principal={"AWS": f"{ROLE}2"})],
            [allow(Principal={"AWS": SESSION})],
            [Told((GET,), to={"AWS": (f"{ROLE}2",)})],
            [Told((GET,), to={"AWS": (SESSION,)})],
        ),
        "Not out of another session of it.": (
            [allow(Principal={"AWS": OTHER_SESSION})],
            [allow(Principal={"AWS": SESSION})],
            [Told((GET,), to={"AWS": (OTHER_SESSION,)})],
            [Told((GET,), to={"AWS": (SESSION,)})],
        ),
        "A role with a path is the role of its sessions.": (
            [allow(Principal={"AWS": f"arn:aws:iam::{ONE}:role/team/app"})],
            [allow(Principal={"AWS": SESSION})],
            [
                Told(
                    (GET,),
                    to={"AWS": (f"arn:aws:iam::{ONE}:role/team/app",)},
                    but_not_to={"AWS": (SESSION,)},
                )
            ],
            NOTHING,
        ),
    }
    judge(cases)


def test_a_deny_takes_away_from_whom_it_shares_with_the_allow() -> None:
    cases: Cases = {
        "From a user of an account.": (
            [allow(Principal={"AWS": [ONE, TWO]})],
            [allow(Principal={"AWS": [ONE, TWO]}), deny(Principal={"AWS": USER})],
            [Told((GET,), to={"AWS": (USER,)})],
            NOTHING,
        ),
        "From the one who is named, where all are denied.": (
            [allow(Principal={"AWS": USER, "Service": SNS})],
            [allow(Principal={"AWS": USER, "Service": SNS}), deny(Principal={"Service": "*"})],
            [Told((GET,), to={"Service": (SNS,)})],
            NOTHING,
        ),
        "From an account, however it is written: as the Allow has it.": (
            [allow(Principal={"AWS": ONE})],
            [allow(Principal={"AWS": ONE}), deny(Principal={"AWS": ROOT})],
            [Told((GET,), to={"AWS": (ONE,)})],
            NOTHING,
        ),
        "From the one who is denied, where all but another are allowed.": (
            [allow(NotPrincipal={"AWS": TWO})],
            [allow(NotPrincipal={"AWS": TWO}), deny(Principal={"AWS": [ONE, TWO]})],
            [Told((GET,), to={"AWS": (ONE,)})],
            NOTHING,
        ),
        "From all of the Allow but those whom a Deny of all others leaves.": (
            [allow(Principal={"AWS": [ONE, TWO]})],
            [allow(Principal={"AWS": [ONE, TWO]}), deny(NotPrincipal={"AWS": TWO})],
            [Told((GET,), to={"AWS": (ONE,)})],
            NOTHING,
        ),
        "From nobody, if they have nobody in common.": (
            [allow(Principal={"AWS": USER})],
            [allow(Principal={"AWS": USER}), deny(Principal={"AWS": [TWO, ROLE], "Service": "*"})],
            NOTHING,
            NOTHING,
        ),
        "From everyone, with the name that is left out.": (
            [allow(Principal="*")],
            [allow(Principal="*"), deny(NotPrincipal={"AWS": ONE})],
            [Told((GET,), to=EVERYONE, but_not_to={"AWS": (ONE,)})],
            NOTHING,
        ),
    }
    judge(cases)


def test_a_resource_policy_that_names_no_resource_speaks_of_any() -> None:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    cases: Cases = {
        "On both sides.": (
            [{**trust, "Principal": {"AWS": [ONE, TWO]}}],
            [{**trust, "Principal": {"AWS": ONE}}],
            [Told(("sts:AssumeRole",), to={"AWS": (TWO,)})],
            NOTHING,
        ),
        "It leaves nothing out, for there is nothing to leave it out of.": (
            [{**trust, "Principal": {"AWS": ONE}}],
            [allow(Action="sts:*", Resource="arn:aws:iam::*:role/x", Principal={"AWS": ONE})],
            [Told(("sts:AssumeRole",), to={"AWS": (ONE,)})],
            [
                Told(
                    ("sts:*",),
                    ("arn:aws:iam::*:role/x",),
                    to={"AWS": (ONE,)},
                    but_not_actions=("sts:AssumeRole",),
                )
            ],
        ),
    }
    judge(cases)


def test_an_example_is_of_the_partition_that_the_policies_are_about() -> None:
    """Which one an account id is of, they tell together: also where values are tried for it."""
    home = f"{BUCKET}/${{aws:username}}/*"
    there = allow(Action="sqs:*", Principal={"AWS": f"arn:aws-cn:iam::{TWO}:role/app"})
    new = policy(allow(Principal={"AWS": ONE}, Resource=home), there)
    (added,) = compare(new, policy(there), "RESOURCE_POLICY").added
    assert not added.exact
    assert added.example is not None
    assert added.example.principal == f"arn:aws-cn:iam::{ONE}:root"


def test_whoever_is_one_of_several_is_within() -> None:
    """And nobody else: not the same in other words, and not a part of another."""
    everyone, account, root = Principal("*"), parsed(ONE), parsed(ROOT)
    role, session, user = parsed(ROLE), parsed(SESSION), parsed(USER)
    path = parsed(f"arn:aws:iam::{ONE}:role/team/app")
    service, services = Principal("Service", SNS), Principal("Service")
    within = {
        *((one, everyone) for one in (account, root, role, session, user, path, service, services)),
        *((one, each) for one in (role, session, user, path) for each in (account, root)),
        (session, role),
        (session, path),
        (service, services),
    }
    others = [parsed(TWO), parsed(OTHER_SESSION), Principal("Federated"), Principal("Service", SQS)]
    known = {one for pair in within for one in pair}
    for one, other in product(known, [*known, *others[:1], *others[2:]]):
        assert one.is_within(other) is ((one, other) in within), (one, other)
    assert not session.is_within(others[1])


def test_an_account_is_the_same_by_its_id_and_by_its_root() -> None:
    """The id is of any partition, two roots are of one each."""
    china = parsed(f"arn:aws-cn:iam::{ONE}:root")
    assert parsed(ONE).is_same(parsed(ROOT))
    assert parsed(ROOT).is_same(parsed(ONE))
    assert china.is_same(parsed(ONE))
    assert not china.is_same(parsed(ROOT))
    assert not parsed(ONE).is_same(parsed(TWO))
    assert not parsed(ROLE).is_same(parsed(USER))


def parsed(text: str) -> Principal:
    return parse_principal("AWS", text, "")
