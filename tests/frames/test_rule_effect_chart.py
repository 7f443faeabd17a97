"""The chart of what an archive rule would hide."""

from typing import Any

import pytest

vl_convert: Any = pytest.importorskip("vl_convert", reason="charts are an extra")

from aa_sdk import AccessAnalyzerClient, FindingFilter  # noqa: E402 (after what it needs)
from aa_sdk.emulator import Emulator  # noqa: E402
from aa_sdk.frames.charts import rule_effect_chart  # noqa: E402
from aa_sdk.workflows import RuleEffect, rule_effect  # noqa: E402
from tests.conftest import Run  # noqa: E402
from tests.frames.charted import counts, notes, spec_of, summary, title, values  # noqa: E402

ALL = "all active"


def effect(active: int, hidden: int, public: int = 0, **changed: Any) -> RuleEffect:
    told: dict[str, Any] = {
        "analyzer_arn": "arn",
        "filter": FindingFilter().resource_type.eq("AWS::S3::Bucket"),
        "active": active,
        "would_hide": hidden,
        "public": public,
        "hidden_already": 0,
        "by_finding_type": {},
        "by_resource_type": {"AWS::S3::Bucket": hidden} if hidden else {},
        "examples": (),
    }
    return RuleEffect(**(told | changed))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (effect(0, 0), "The rule would hide nothing: no finding is active"),
        (effect(1, 0), "The rule would hide none of 1 active finding"),
        (effect(1_200, 0), "The rule would hide none of 1,200 active findings"),
        (effect(1, 1), "The rule would hide the only active finding"),
        (effect(1, 1, 1), "The rule would hide the only active finding, which is public"),
        (effect(9, 1, 1), "The rule would hide 1 of 9 active findings, which is public"),
        (effect(9, 9), "The rule would hide all 9 active findings"),
        (effect(9, 9, 9), "The rule would hide all 9 active findings, all of them public"),
        (effect(9, 4, 3), "The rule would hide 4 of 9 active findings, 3 of them public"),
    ],
)
def test_the_title_says_how_many_it_would_hide(told: RuleEffect, said: str) -> None:
    assert title(rule_effect_chart(told)) == said


def test_bars_are_of_all_that_is_active_and_then_of_each_type() -> None:
    examples = (
        summary(1),
        summary(2),
        summary(3, resource_type="AWS::SQS::Queue", resource="arn:aws:sqs:::q"),
    )
    kinds = {"AWS::S3::Bucket": 5, "AWS::SQS::Queue": 2}
    told = effect(20, 7, 1, examples=examples, by_resource_type=kinds, hidden_already=3)
    chart = rule_effect_chart(told)
    assert counts(chart) == {
        (ALL, "public, would be hidden"): 1,
        (ALL, "would be hidden"): 6,
        (ALL, "stay active"): 13,
        ("S3 Bucket", "would be hidden"): 5,
        ("SQS Queue", "would be hidden"): 2,
    }
    assert [each["resources"] for each in values(chart)] == [
        "such as arn:aws:s3:::bucket-1",
        "such as arn:aws:s3:::bucket-2, arn:aws:sqs:::q",
        "",
        "such as arn:aws:s3:::bucket-1, arn:aws:s3:::bucket-2",
        "such as arn:aws:sqs:::q",
    ]
    assert notes(chart) == (
        "rule: resourceType = AWS::S3::Bucket · 3 more that match are archived already"
    )


def test_types_beyond_the_eleventh_are_told_together() -> None:
    kinds = {f"AWS::S{n:02d}::Thing": 20 - n for n in range(15)}
    examples = (summary(1, resource_type="AWS::S14::Thing"),)
    chart = rule_effect_chart(effect(500, 195, by_resource_type=kinds, examples=examples))
    *_, last = values(chart)
    assert (last["name"], last["findings"]) == ("other (4)", 9 + 8 + 7 + 6)
    assert last["resources"] == "such as arn:aws:s3:::bucket-1"


def test_numbers_of_different_moments_make_no_bar_of_less_than_nothing() -> None:
    chart = rule_effect_chart(effect(3, 5, 9))
    assert counts(chart)[ALL, "public, would be hidden"] == 5
    assert title(chart) == "The rule would hide all 3 active findings, all of them public"


def test_a_real_effect_is_drawn_without_script_and_the_same_twice(run: Run) -> None:
    emulator = Emulator()
    emulator.populate(200, seed=3)

    async def main() -> None:
        client = AccessAnalyzerClient("us-east-1", session=emulator.session())
        async with client:
            rule = FindingFilter.for_archive_rule().resource.contains("<script>", "arn:")
            external = next(
                each for each in await client.list_analyzers().collect() if each.type == "ACCOUNT"
            )
            told = await rule_effect(client, external.arn, rule)
        first, second = rule_effect_chart(told), rule_effect_chart(told)
        assert spec_of(first) == spec_of(second)
        svg = vl_convert.vegalite_to_svg(spec_of(first))
        assert "<script" not in svg
        assert f">{told.active:,}<" in svg or f">{told.active:,}, " in svg
        by_type = {name: n for (name, _), n in counts(first).items() if name != ALL}
        assert sum(by_type.values()) == told.would_hide > 0

    run(main)


@pytest.mark.parametrize("value", [None, [], "rule"])
def test_what_is_no_effect_is_refused_with_the_way_to_one(value: Any) -> None:
    with pytest.raises(TypeError, match=r"is no effect of a rule: pass what await .*rule_effect"):
        rule_effect_chart(value)
