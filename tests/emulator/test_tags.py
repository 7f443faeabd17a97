"""Tags of analyzers."""

import pytest

from tests.emulator.direct_calls import Direct


@pytest.fixture
def arn(direct: Direct) -> str:
    created = direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT", tags={"team": "blue"})
    arn: str = created["arn"]
    return arn


def tags(direct: Direct, arn: str) -> dict[str, str]:
    tags: dict[str, str] = direct.ok("ListTagsForResource", resourceArn=arn)["tags"]
    return tags


def test_tags_are_added_changed_and_taken_off(direct: Direct, arn: str) -> None:
    assert direct.ok("TagResource", resourceArn=arn, tags={"team": "red", "stage": ""}) == {}
    assert tags(direct, arn) == {"team": "red", "stage": ""}
    assert direct.ok("UntagResource", resourceArn=arn, tagKeys=["team", "missing"]) == {}
    assert tags(direct, arn) == {"stage": ""}
    assert direct.ok("GetAnalyzer", analyzerName="a")["analyzer"]["tags"] == {"stage": ""}


@pytest.mark.parametrize(
    "wrong",
    [
        {"": "a"},
        {"k" * 129: "a"},
        {"k": "v" * 257},
        {"aws:team": "a"},
        {f"k{number}": "" for number in range(50)},
    ],
)
def test_tags_have_bounds(direct: Direct, arn: str, wrong: dict[str, str]) -> None:
    assert direct.call("TagResource", resourceArn=arn, tags=wrong).error == "ValidationException"
    assert tags(direct, arn) == {"team": "blue"}


def test_only_analyzers_have_tags(direct: Direct, arn: str) -> None:
    for missing in ("arn:aws:s3:::a", arn + "b"):
        assert direct.call("ListTagsForResource", resourceArn=missing).status == 404
