"""Functions that are literals all the same, and what the others depend on."""

from typing import Any

import pytest

pytest.importorskip("yaml", reason="the command line is an extra")

from aa_sdk.cli._sources.documents import NotText
from aa_sdk.cli._sources.intrinsics import DependsError, Resolver

TEMPLATE: dict[str, Any] = {
    "Parameters": {
        "Team": {"Type": "String", "Default": "amber"},
        "Teams": {"Type": "CommaDelimitedList"},
        "Nets": {"Type": "List<AWS::EC2::Subnet::Id>"},
    },
    "Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}},
    "Mappings": {"Teams": {"amber": {"Keys": ["a", "b"], "Name": "Amber"}, "odd": 5}},
}
BIG = "x" * 2_000_000


def resolved(value: Any, **said: str) -> Any:
    return Resolver(TEMPLATE, said).resolve(value, ("Here",))


def refused(value: Any) -> tuple[str, Any]:
    with pytest.raises(DependsError) as refusal:
        resolved(value)
    return str(refusal.value), refusal.value.path


KNOWN: list[tuple[Any, Any]] = [
    ({"a": [1, None, True, "${Team}"]}, {"a": [1, None, True, "${Team}"]}),
    ({"Fn::Sub": "arn:aws:s3:::amber"}, "arn:aws:s3:::amber"),
    ({"Fn::Sub": "${!aws:username}-$x-{y}-${"}, "${aws:username}-$x-{y}-${"),
    ({"Fn::Sub": ["${ A }/${B}/${C}", {"A": 1, "B": True, "C": "${B}"}]}, "1/true/${B}"),
    ({"Fn::Sub": ["${A}", {"A": False, "Unused": {"Ref": "Team"}}]}, "false"),
    ({"Fn::Join": ["/", ["a", {"Fn::Sub": "b"}, 3]]}, "a/b/3"),
    ({"Fn::Join": ["", []]}, ""),
    ({"Fn::Split": [",", "a,b"]}, ["a", "b"]),
    ({"Fn::Select": ["1", {"Fn::Split": [",", "a,b"]}]}, "b"),
    ({"Fn::Select": [0, [{"b": 1}]]}, {"b": 1}),
    ({"Fn::FindInMap": ["Teams", "amber", "Keys"]}, ["a", "b"]),
    ({"Fn::ToJsonString": {"a": {"Fn::Sub": "b"}}}, '{"a": "b"}'),
]


@pytest.mark.parametrize(("value", "known"), KNOWN)
def test_a_function_of_literals_is_worked_out(value: Any, known: Any) -> None:
    assert resolved(value) == known


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"Ref": "Team"}, 'it depends on the parameter "Team"'),
        ({"Ref": "Bucket"}, 'it depends on the resource "Bucket"'),
        ({"Ref": "Nothing"}, 'it depends on "Nothing"'),
        ({"Ref": "AWS::Partition"}, "it depends on AWS::Partition"),
        ({"Ref": ["x"]}, "it depends on Ref"),
        ({"Fn::GetAtt": "Bucket.Arn"}, 'it depends on the attribute Arn of "Bucket"'),
        ({"Fn::GetAtt": ["A", "B.C"]}, 'it depends on the attribute B.C of "A"'),
        ({"Fn::GetAtt": ["A"]}, "it depends on Fn::GetAtt"),
        ({"Fn::GetAtt": 5}, "it depends on Fn::GetAtt"),
        ({"Fn::ImportValue": "x"}, 'it depends on the export "x"'),
        ({"Fn::ImportValue": {"Fn::Sub": "x"}}, "it depends on Fn::ImportValue"),
        ({"Fn::If": ["IsThere", 1, 2]}, 'it depends on the condition "IsThere"'),
        ({"Fn::If": []}, "it depends on Fn::If"),
        ({"Fn::Base64": "x"}, "it depends on Fn::Base64"),
        ({"Fn::Transform": {"Name": "x"}}, "it depends on Fn::Transform"),
        ({"Fn::ForEach::All": []}, "it depends on Fn::ForEach::All"),
        ({"Fn::Sub": "x", "Statement": []}, "it depends on Fn::Sub"),
        ({"Fn::Sub": "a${Team}"}, 'it depends on the parameter "Team"'),
        ({"Fn::Sub": "${Bucket.Arn}"}, 'it depends on the attribute Arn of "Bucket"'),
        ({"Fn::Sub": "${AWS::Region}"}, "it depends on AWS::Region"),
        ({"Fn::Sub": ["${A}", {"A": {"Ref": "Team"}}]}, 'it depends on the parameter "Team"'),
        (
            {"Fn::Sub": "${aws:username}"},
            "Fn::Sub has no ${aws:username}: a policy variable is ${!aws:username} in it",
        ),
        ({"Fn::FindInMap": ["Teams", {"Ref": "AWS::Region"}, "x"]}, "it depends on AWS::Region"),
        ("{{resolve:ssm:/x}}", "it depends on a reference, {{resolve:..."),
        (
            {"Fn::Join": ["", ["{{", "resolve:ssm:/x}}"]]},
            "it depends on a reference, {{resolve:...",
        ),
        (NotText("0123"), "YAML does not take 0123 as it stands there: put it in quotes"),
    ],
)
def test_what_is_not_known_is_named(value: Any, reason: str) -> None:
    assert refused([value])[0] == reason


ODD: list[dict[str, Any]] = [
    {"Fn::Sub": 5},
    {"Fn::Sub": ["x"]},
    {"Fn::Sub": ["x", "y"]},
    {"Fn::Sub": ["${A}", {"A": None}]},
    {"Fn::Join": "x"},
    {"Fn::Join": ["", "text"]},
    {"Fn::Join": ["", [{}]]},
    {"Fn::Split": ["", "x"]},
    {"Fn::Select": [5, ["a"]]},
    {"Fn::Select": [-1, ["a"]]},
    {"Fn::Select": ["x", ["a"]]},
    {"Fn::Select": [0, "text"]},
    {"Fn::FindInMap": ["None", "a", "b"]},
    {"Fn::FindInMap": ["Teams", "odd", "b"]},
    {"Fn::FindInMap": ["Teams", "amber", "Name", {"DefaultValue": 1}]},
]


@pytest.mark.parametrize("value", ODD)
def test_a_call_that_is_none_is_not_guessed(value: dict[str, Any]) -> None:
    (name,) = value
    assert refused(value) == (f"{name} cannot be worked out", ("Here",))


def test_a_reason_says_where_it_stands() -> None:
    value = {"a": [1, {"Fn::Join": ["", ["x", {"Ref": "Team"}]]}]}
    assert refused(value)[1] == ("Here", "a", 1, "Fn::Join", 1, 1)


@pytest.mark.parametrize(
    "value",
    [
        [{"Fn::Sub": BIG}] * 3,
        {"Fn::Sub": ["${A}" * 10_000, {"A": "y" * 1_000}]},
        {"Fn::Join": ["y" * 10_000, ["x"] * 1_000]},
        [{"Fn::Select": [0, [[BIG]]]}] * 3,
    ],
)
def test_no_more_is_made_than_a_policy_can_have(value: Any) -> None:
    assert refused(value)[0] == "its functions make too much of it"


def test_sections_that_are_none_are_empty() -> None:
    with pytest.raises(DependsError, match='it depends on "Team"'):
        Resolver({"Parameters": 5}, {}).resolve({"Ref": "Team"}, ())


def test_a_parameter_that_is_said_is_a_literal() -> None:
    assert resolved({"Ref": "Team"}, Team="blue") == "blue"
    assert resolved({"Fn::Sub": "x-${Team}"}, Team="blue") == "x-blue"
    assert resolved({"Fn::Sub": ["${Team}", {"Team": "own"}]}, Team="blue") == "own"
    assert resolved({"Ref": "Teams"}, Teams="a, b") == ["a", "b"]
    assert resolved({"Fn::Select": [1, {"Ref": "Nets"}]}, Nets="x,y") == "y"
    found = {"Fn::FindInMap": ["Teams", {"Ref": "Team"}, "Name"]}
    assert resolved(found, Team="amber") == "Amber"
    assert resolved({"Ref": "Odd"}, Odd="${Team}") == "${Team}"  # no function, whatever it says
    with pytest.raises(DependsError, match='the parameter "Team"'):
        resolved({"Ref": "Team"}, Other="blue")
    with pytest.raises(DependsError, match="a reference"):
        resolved({"Ref": "Team"}, Team="{{resolve:ssm:team}}")


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"),
    ],
)
def test_a_region_tells_its_partition(region: str, partition: str, suffix: str) -> None:
    said = {"AWS::Region": region}
    told = {"Fn::Sub": "${AWS::Region} ${AWS::Partition} ${AWS::URLSuffix}"}
    assert resolved(told, **said) == f"{region} {partition} {suffix}"
    assert resolved({"Ref": "AWS::Partition"}, **said) == partition
    assert resolved({"Ref": "AWS::Partition"}, **said, **{"AWS::Partition": "aws-x"}) == "aws-x"
    with pytest.raises(DependsError, match="AWS::AccountId"):
        resolved({"Ref": "AWS::AccountId"}, **said)
