"""What is added and removed of conditions, as labelled: sentence by sentence."""

from aa_sdk.policy import compare
from tests.policy.difference.told import NOTHING, Cases, Told, in_short, judge, told
from tests.policy.statements import BUCKET, allow, deny, policy, when

GET = "s3:GetObject"
ONE, TWO, THREE = "vpc-1", "vpc-2", "vpc-3"
VPC, REGION = "aws:SourceVpc", "aws:RequestedRegion"


def asks(operator: str, key: str, *values: str) -> dict[str, dict[str, tuple[str, ...]]]:
    return {operator: {key: values}}


def test_a_condition_that_is_dropped_is_what_still_holds_of_the_rest() -> None:
    mfa = asks("Bool", "aws:MultiFactorAuthPresent", "true")
    cases: Cases = {
        "Of the only statement.": (
            [allow()],
            [when("StringEquals", VPC, ONE)],
            [Told((GET,), unless=(asks("StringEquals", VPC, ONE),))],
            NOTHING,
        ),
        "Of several, each of which lets something through.": (
            [allow()],
            [when("StringEquals", VPC, ONE), when("Bool", "aws:MultiFactorAuthPresent", "true")],
            [Told((GET,), unless=(asks("StringEquals", VPC, ONE), mfa))],
            NOTHING,
        ),
        "Several conditions of a statement hold together.": (
            [allow()],
            [
                allow(
                    Condition={
                        "StringEquals": {VPC: ONE, REGION: ["a", "b"]},
                        "Bool": {"aws:MultiFactorAuthPresent": True},
                    }
                )
            ],
            [
                Told(
                    (GET,),
                    unless=({"StringEquals": {VPC: (ONE,), REGION: ("a", "b")}, **mfa},),
                )
            ],
            NOTHING,
        ),
        "One of two, with the other one still to be met.": (
            [when("StringEquals", VPC, ONE)],
            [when("StringEquals", VPC, [ONE], Bool={"aws:MultiFactorAuthPresent": "true"})],
            [
                Told(
                    (GET,),
                    given=asks("StringEquals", VPC, ONE),
                    unless=({**asks("StringEquals", VPC, ONE), **mfa},),
                )
            ],
            NOTHING,
        ),
        "Beside actions that were allowed without one.": (
            [allow(Action="s3:*")],
            [
                allow(Action="s3:Get*"),
                allow(Action="s3:*", Condition={"StringEquals": {VPC: ONE}}),
            ],
            [
                Told(
                    ("s3:*",),
                    but_not_actions=("s3:Get*",),
                    unless=(asks("StringEquals", VPC, ONE),),
                )
            ],
            NOTHING,
        ),
        "What a Deny of the policy itself stops.": (
            [allow(), deny(Action="*", Condition={"StringNotEquals": {VPC: ONE}})],
            [allow(Action="sqs:*")],
            [Told((GET,), unless=(asks("StringNotEquals", VPC, ONE),))],
            [Told(("sqs:*",))],
        ),
        "Not one that is met in part of it only.": (
            [allow(Action="s3:*")],
            [allow(Action="s3:Get*", Condition={"StringEquals": {VPC: ONE}})],
            [Told(("s3:*",))],
            NOTHING,
        ),
        "Not one that can never be met there.": (
            [when("StringEquals", VPC, ONE)],
            [when("StringEquals", VPC, TWO), when("StringEquals", VPC, THREE)],
            [Told((GET,), given=asks("StringEquals", VPC, ONE))],
            [
                Told((GET,), given=asks("StringEquals", VPC, TWO)),
                Told((GET,), given=asks("StringEquals", VPC, THREE), statements=(1,)),
            ],
        ),
    }
    judge(cases)


def test_of_several_values_those_are_told_that_make_a_difference() -> None:
    several = "ForAnyValue:StringLike"
    cases: Cases = {
        "The one that is new.": (
            [when("StringEquals", VPC, [ONE, TWO])],
            [when("StringEquals", VPC, [ONE])],
            [Told((GET,), given=asks("StringEquals", VPC, TWO))],
            NOTHING,
        ),
        "Those that are new, in their order.": (
            [when("StringLike", VPC, ["c*", "b*", "a*"])],
            [when("StringLike", VPC, ["b*", "d*"])],
            [Told((GET,), given=asks("StringLike", VPC, "c*", "a*"))],
            [Told((GET,), given=asks("StringLike", VPC, "d*"))],
        ),
        "All, if none is allowed yet.": (
            [when("StringEquals", VPC, [ONE, TWO])],
            [allow(Action="sqs:*")],
            [Told((GET,), given=asks("StringEquals", VPC, ONE, TWO))],
            [Told(("sqs:*",))],
        ),
        "Of each key.": (
            [when("StringEquals", VPC, [ONE, TWO], StringLike={REGION: ["eu-*", "us-*"]})],
            [when("StringEquals", VPC, ONE), when("StringLike", REGION, "us-*")],
            [
                Told(
                    (GET,),
                    given={**asks("StringEquals", VPC, TWO), **asks("StringLike", REGION, "eu-*")},
                )
            ],
            [
                Told(
                    (GET,),
                    given=asks("StringEquals", VPC, ONE),
                    unless=(
                        {
                            "StringEquals": {VPC: (ONE, TWO)},
                            "StringLike": {REGION: ("eu-*", "us-*")},
                        },
                    ),
                ),
                Told(
                    (GET,),
                    given=asks("StringLike", REGION, "us-*"),
                    unless=(
                        {
                            "StringEquals": {VPC: (ONE, TWO)},
                            "StringLike": {REGION: ("eu-*", "us-*")},
                        },
                    ),
                    statements=(1,),
                ),
            ],
        ),
        "Numbers, dates and addresses as well.": (
            [
                allow(
                    Condition={
                        "NumericEquals": {"s3:max-keys": [1, 2, "2.0"]},
                        "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"]},
                    }
                )
            ],
            [
                allow(
                    Condition={
                        "NumericLessThan": {"s3:max-keys": 2},
                        "IpAddress": {"aws:SourceIp": "0.0.0.0/0"},
                    }
                ),
                when("IpAddress", "aws:SourceIp", "10.0.0.0/7"),
            ],
            [
                Told(
                    (GET,),
                    given={
                        "NumericEquals": {"s3:max-keys": ("2",)},
                        "IpAddress": {"aws:SourceIp": ("192.0.2.0/24",)},
                    },
                )
            ],
            [
                Told(
                    (GET,),
                    given={
                        "NumericLessThan": {"s3:max-keys": ("2",)},
                        "IpAddress": {"aws:SourceIp": ("0.0.0.0/0",)},
                    },
                    unless=(
                        {
                            "NumericEquals": {"s3:max-keys": ("1", "2")},
                            "IpAddress": {"aws:SourceIp": ("10.0.0.0/8", "192.0.2.0/24")},
                        },
                    ),
                ),
                Told(
                    (GET,),
                    given=asks("IpAddress", "aws:SourceIp", "10.0.0.0/7"),
                    unless=(
                        {
                            "NumericEquals": {"s3:max-keys": ("1", "2")},
                            "IpAddress": {"aws:SourceIp": ("10.0.0.0/8", "192.0.2.0/24")},
                        },
                    ),
                    statements=(1,),
                ),
            ],
        ),
        "One of several values of the request may be any of them.": (
            [when(several, "aws:TagKeys", ["a*", "b*"])],
            [when(several, "aws:TagKeys", "b*")],
            [
                Told(
                    (GET,),
                    given=asks(several, "aws:TagKeys", "a*"),
                    unless=(asks(several, "aws:TagKeys", "b*"),),
                )
            ],
            NOTHING,
        ),
    }
    judge(cases)


def test_of_values_that_only_count_together_all_are_told() -> None:
    every = "ForAllValues:StringEquals"
    cases: Cases = {
        "Where none may be there.": (
            [when("StringNotEquals", VPC, [ONE, TWO])],
            [when("StringNotEquals", VPC, [ONE, TWO, THREE])],
            [
                Told(
                    (GET,),
                    given=asks("StringNotEquals", VPC, ONE, TWO),
                    unless=(asks("StringNotEquals", VPC, ONE, TWO, THREE),),
                )
            ],
            NOTHING,
        ),
        "Where every value of the request has to be among them.": (
            [when(every, "aws:TagKeys", ["a", "b"])],
            [when(every, "aws:TagKeys", ["a"])],
            [
                Told(
                    (GET,),
                    given=asks(every, "aws:TagKeys", "a", "b"),
                    unless=(asks(every, "aws:TagKeys", "a"),),
                )
            ],
            NOTHING,
        ),
    }
    judge(cases)


def test_conditions_are_written_as_their_document_has_them() -> None:
    """Operators and keys in their own case, values as texts; of equal ones the first."""
    written = {"bool": {"AWS:securetransport": True}, "NULL": {VPC: False}}
    texts = {"bool": {"AWS:securetransport": ("true",)}, "NULL": {VPC: ("false",)}}
    other = {"Null": {VPC: "false"}, "Bool": {"aws:SecureTransport": "true"}}
    one = policy(allow(Condition=written))
    here = policy(allow(Condition=written), allow(Action="sqs:*", Condition=other))
    there = policy(allow(Action="sns:*"))
    assert in_short(compare(here, there).added) == [
        Told((GET, "sqs:*"), given=texts, statements=(0, 1))
    ]
    assert in_short(compare(policy(allow()), one).added) == [Told((GET,), unless=(texts,))]
    assert compare(one, policy(allow(Condition=other))).equivalent


def test_an_operator_twice_on_a_key_is_told_once_for_an_element_has_no_place_for_two() -> None:
    """The one of the Allow: the slice is the wider for it."""
    ranged = deny(Condition={"NumericLessThan": {"s3:max-keys": 5}})
    difference = told([when("NumericLessThan", "s3:max-keys", 9)], [allow(), ranged])
    assert in_short(difference.added) == [
        Told((GET,), given=asks("NumericLessThan", "s3:max-keys", "9"))
    ]


HOME, OTHER_HOME = f"{BUCKET}/home/${{aws:username}}/*", f"{BUCKET}/home/ada/*"


def test_a_policy_variable_makes_a_slice_a_suspicion_that_values_confirm() -> None:
    own, adas = (asks("StringLike", "s3:prefix", f"{who}/*") for who in ("${aws:username}", "ada"))
    cases: Cases = {
        "In a resource.": (
            [allow(Resource=HOME)],
            [allow(Resource=OTHER_HOME)],
            [Told((GET,), (HOME,))],
            [Told((GET,), (OTHER_HOME,))],
        ),
        "In a condition.": (
            [when("StringLike", "s3:prefix", "${aws:username}/*")],
            [when("StringLike", "s3:prefix", "ada/*")],
            [Told((GET,), given=own, unless=(adas,))],
            [Told((GET,), given=adas, unless=(own,))],
        ),
    }
    judge(cases, exact=False)


def test_a_policy_variable_that_plays_no_part_leaves_a_slice_exact() -> None:
    cases: Cases = {
        "The same on both sides.": ([allow(Resource=HOME)], [allow(Resource=HOME)], [], []),
        "Wider than what it stands for.": (
            [allow(Resource=f"{BUCKET}/home/*"), allow(Action="sqs:*")],
            [allow(Resource=f"{BUCKET}/home/*"), allow(Resource=HOME)],
            [Told(("sqs:*",), statements=(1,))],
            NOTHING,
        ),
    }
    judge(cases)


def test_a_suspicion_that_no_values_confirm_is_told_without_an_example() -> None:
    """A key with several values is in no example as a variable."""
    keys = "aws:TagKeys"
    new = allow(Resource=f"{BUCKET}/${{{keys}}}", Condition={"Null": {keys: "false"}})
    difference = compare(policy(new), policy(allow(Action="s3:PutObject")))
    assert not difference.equivalent
    (added,) = difference.added
    assert (added.exact, added.example) == (False, None)
    assert added.resources == (f"{BUCKET}/${{{keys}}}",)
