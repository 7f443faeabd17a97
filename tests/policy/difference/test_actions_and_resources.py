"""What is added and removed of actions and resources, as labelled: sentence by sentence."""

from tests.policy.difference.told import NOTHING, Cases, Told, judge
from tests.policy.statements import allow, deny

REPORTS = "arn:aws:s3:::reports/*"
LOGS = "arn:aws:s3:::logs/*"
GET, PUT = "s3:GetObject", "s3:PutObject"


def test_an_action_or_a_resource_more_is_added_by_itself() -> None:
    cases: Cases = {
        "An action beside another.": (
            [allow(Action=[GET, PUT])],
            [allow(Action=GET)],
            [Told((PUT,))],
            NOTHING,
        ),
        "A statement for an action.": (
            [allow(Action=GET), allow(Action=PUT)],
            [allow(Action=GET)],
            [Told((PUT,), statements=(1,))],
            NOTHING,
        ),
        "A resource beside another.": (
            [allow(Resource=[LOGS, REPORTS])],
            [allow(Resource=LOGS)],
            [Told((GET,), (REPORTS,))],
            NOTHING,
        ),
        "An action for another one.": (
            [allow(Action=PUT)],
            [allow(Action=GET)],
            [Told((PUT,))],
            [Told((GET,))],
        ),
        "Everything, where nothing is in common.": (
            [allow(Action=["sqs:*", "sns:*"], Resource=LOGS)],
            [allow(Action=["s3:Get*", PUT], Resource=[REPORTS, LOGS])],
            [Told(("sqs:*", "sns:*"), (LOGS,))],
            [Told(("s3:Get*", PUT), (REPORTS, LOGS))],
        ),
        "Case makes no difference, and each is written as its document has it.": (
            [allow(Action=["S3:getobject", "S3:PUTOBJECT"])],
            [allow(Action=GET)],
            [Told(("S3:PUTOBJECT",))],
            NOTHING,
        ),
    }
    judge(cases)


def test_only_the_patterns_that_make_a_difference_are_told() -> None:
    cases: Cases = {
        "Of several actions.": (
            [allow(Action=["s3:Get*", "s3:Put*", "s3:List*"])],
            [allow(Action=["s3:*Object", "s3:List*"])],
            [Told(("s3:Get*", "s3:Put*"))],
            [Told(("s3:*Object",))],
        ),
        "Of actions and of resources, where one is allowed everywhere.": (
            [allow(Action=["s3:Get*", "s3:Put*"], Resource=[REPORTS, LOGS])],
            [allow(Action="s3:Get*")],
            [Told(("s3:Put*",), (REPORTS, LOGS))],
            [Told(("s3:Get*",), but_not_resources=(REPORTS, LOGS))],
        ),
        "As few slices as there are different resources.": (
            [allow(Action=[GET, PUT, "s3:List*"], Resource=[REPORTS, LOGS])],
            [allow(Action=GET), allow(Action="s3:List*", Resource=REPORTS)],
            [Told((PUT,), (REPORTS, LOGS)), Told(("s3:List*",), (LOGS,))],
            [Told((GET,), but_not_resources=(REPORTS, LOGS))],
        ),
    }
    judge(cases)


def test_what_is_allowed_on_both_sides_is_left_out_by_its_name() -> None:
    cases: Cases = {
        "Actions.": (
            [allow(Action="s3:*")],
            [allow(Action=["s3:Get*", "s3:List*"])],
            [Told(("s3:*",), but_not_actions=("s3:Get*", "s3:List*"))],
            NOTHING,
        ),
        "Resources.": (
            [allow()],
            [allow(Resource=[REPORTS, LOGS])],
            [Told((GET,), but_not_resources=(REPORTS, LOGS))],
            NOTHING,
        ),
        "The widest of several names is enough.": (
            [allow(Action="s3:*")],
            [allow(Action=["s3:GetObject", "s3:Get*", "s3:GetObject*"])],
            [Told(("s3:*",), but_not_actions=("s3:Get*",))],
            NOTHING,
        ),
        "Not what is allowed there in part only.": (
            [allow(Action="s3:*")],
            [allow(Action="s3:Get*"), allow(Action="s3:Put*", Resource=REPORTS)],
            [Told(("s3:*",), but_not_actions=("s3:Get*",))],
            NOTHING,
        ),
        "Not what lies outside anyway.": (
            [allow(Action=["s3:Get*", "s3:Put*"])],
            [allow(Action=[GET, "s3:List*", "s3:*Acl"])],
            [Told(("s3:Get*", "s3:Put*"), but_not_actions=(GET,))],
            [Told(("s3:List*", "s3:*Acl"))],
        ),
        "What the policy itself denies.": (
            [allow(Action="*"), deny(Action="iam:*")],
            [allow(Action="s3:*")],
            [Told(("*",), but_not_actions=("s3:*", "iam:*"))],
            NOTHING,
        ),
    }
    judge(cases)


def test_what_an_element_with_not_leaves_out_is_all_that_another_adds() -> None:
    cases: Cases = {
        "Actions.": (
            [allow(Action="*")],
            [allow(NotAction=["iam:*", "sts:*"])],
            [Told(("iam:*", "sts:*"))],
            NOTHING,
        ),
        "No more of them than the policy allows.": (
            [allow(Action=["iam:Get*", "s3:*"])],
            [allow(NotAction=["iam:*", "sts:*"])],
            [Told(("iam:Get*",))],
            [Told(("*",), but_not_actions=("iam:*", "sts:*"))],
        ),
        "Resources.": (
            [allow()],
            [allow(NotResource=[REPORTS, LOGS])],
            [Told((GET,), (REPORTS, LOGS))],
            NOTHING,
        ),
        "Not where something else in it makes a difference too.": (
            [allow(Action="*")],
            [allow(NotAction="iam:*", Resource=REPORTS)],
            [Told(("*",))],
            NOTHING,
        ),
        "Not where patterns only overlap.": (
            [allow(Action=["iam:*Role", "s3:*"])],
            [allow(NotAction="iam:Pass*")],
            [Told(("iam:*Role",))],
            [Told(("*",), but_not_actions=("iam:Pass*",))],
        ),
    }
    judge(cases)


def test_an_element_with_not_is_everything_but_what_it_names() -> None:
    cases: Cases = {
        "Actions.": (
            [allow(NotAction=["iam:*", "sts:*"])],
            [allow(Action="s3:*")],
            [Told(("*",), but_not_actions=("iam:*", "sts:*"))],
            NOTHING,
        ),
        "Resources.": (
            [allow(NotResource=[REPORTS, LOGS])],
            [allow(Action="sqs:*")],
            [Told((GET,), but_not_resources=(REPORTS, LOGS))],
            [Told(("sqs:*",))],
        ),
        "One name more is one left out less.": (
            [allow(NotAction="iam:*")],
            [allow(NotAction=["iam:*", "sts:*"])],
            [Told(("*",), but_not_actions=("iam:*",))],
            NOTHING,
        ),
    }
    judge(cases)


def test_slices_that_differ_in_one_element_only_are_told_as_one() -> None:
    cases: Cases = {
        "In actions, from several statements.": (
            [allow(Action="sqs:*"), allow(Action=GET), allow(Action="sns:*")],
            [allow(Action=GET)],
            [Told(("sqs:*", "sns:*"), statements=(0, 2))],
            NOTHING,
        ),
        "In resources.": (
            [allow(Resource=LOGS), allow(Resource=REPORTS)],
            [allow(Action=PUT)],
            [Told((GET,), (LOGS, REPORTS), statements=(0, 1))],
            [Told((PUT,))],
        ),
        "In one, and then in the other.": (
            [
                allow(Action="sqs:*", Resource=LOGS),
                allow(Action="sns:*", Resource=LOGS),
                allow(Action="sqs:*", Resource=REPORTS),
                allow(Action="sns:*", Resource=REPORTS),
            ],
            [allow(Action=PUT)],
            [
                Told(
                    ("sqs:*", "sns:*"),
                    (LOGS, REPORTS),
                    statements=(0, 1, 2, 3),
                )
            ],
            [Told((PUT,))],
        ),
        "The same twice is told once.": (
            [allow(Action=PUT), allow(Action=PUT)],
            [allow(Action=GET)],
            [Told((PUT,), statements=(0, 1))],
            [Told((GET,))],
        ),
        "What differs in two is told apart.": (
            [allow(Action="sqs:*", Resource=LOGS), allow(Action="sns:*", Resource=REPORTS)],
            [allow(Action="sqs:*", Resource=LOGS)],
            [Told(("sns:*",), (REPORTS,), statements=(1,))],
            NOTHING,
        ),
        "So is what leaves out something else.": (
            [allow(Action="s3:*"), allow(Action="sqs:*")],
            [allow(Action="s3:Get*"), allow(Action="sqs:Send*")],
            [
                Told(("s3:*",), but_not_actions=("s3:Get*",)),
                Told(("sqs:*",), but_not_actions=("sqs:Send*",), statements=(1,)),
            ],
            NOTHING,
        ),
        "Or under another condition.": (
            [allow(Action="s3:*"), allow(Action="sqs:*")],
            [
                allow(Action="s3:*", Condition={"StringEquals": {"aws:SourceVpc": "vpc-1"}}),
                allow(Action="sqs:*", Condition={"StringEquals": {"aws:SourceVpc": "vpc-2"}}),
            ],
            [
                Told(("s3:*",), unless=({"StringEquals": {"aws:SourceVpc": ("vpc-1",)}},)),
                Told(
                    ("sqs:*",),
                    unless=({"StringEquals": {"aws:SourceVpc": ("vpc-2",)}},),
                    statements=(1,),
                ),
            ],
            NOTHING,
        ),
    }
    judge(cases)
