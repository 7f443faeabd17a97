"""What several policies leave together: against brute force, as labelled, and what is refused."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aa_sdk.models import Access
from aa_sdk.policy import (
    Policy,
    PolicyCheck,
    check_access_not_granted,
    check_no_new_access,
)
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery
from aa_sdk.policy._analysis.subtraction import Subtraction
from aa_sdk.policy.layers import Effective
from tests.effort import examples
from tests.policy.layered import (
    FULL,
    Examined,
    adds,
    effective,
    examine,
    examine_access,
    examine_many,
    granted,
    laid_out,
    leave,
    random_layered_pair,
    told,
)
from tests.policy.pairs import as_request
from tests.policy.statements import BUCKET, allow, deny, policy, when
from tests.policy.test_subtraction import random_target

VERDICTS = {"PASS", "FAIL", "FAIL without counterexample", "FAIL, counterexample missed"}
TOO_MUCH = "more work than one check may take"
# Ten times what a check may take: by classes alone some take twice as much.
A_LOT = 4_000_000

READ = policy(allow(Action="s3:Get*"))
WRITE = policy(allow(Action="s3:Put*"))
BOTH = policy(allow(Action=["s3:Get*", "s3:Put*"]))


# Against brute force.


@pytest.mark.parametrize(("how", "full"), [(examine, 1_000), (examine_access, 400)])
def test_no_pass_over_layers_is_wrong_and_every_counterexample_replays(
    how: Callable[[int], Examined], full: int
) -> None:
    """Layers against layers and against a policy alone, either way around; and listed access.

    Each statement that lets something through is named; what takes too much work is rare.
    """
    count = examples(full)
    verdicts, wrong = examine_many(range(count), how)
    assert wrong[:3] == []
    assert verdicts["PASS"] > count // 4
    assert verdicts["FAIL"] > count // 4
    assert verdicts["FAIL without counterexample"] <= count // 50
    assert verdicts["FAIL, counterexample missed"] <= count // 500
    assert verdicts[TOO_MUCH] <= count // 500
    assert set(verdicts) <= {*VERDICTS, TOO_MUCH}


def test_the_same_statements_contribute_over_layers_with_shortcuts_and_without() -> None:
    """Term by term and by classes alone; variables may make classes stricter."""
    added = 0
    count = examples(300)
    for seed in range(count):
        rng = random.Random(seed)  # noqa: S311 (no secrets)
        theme, new, existing = random_layered_pair(rng)
        compared = rng.random() < 0.7
        query = AccessQuery(
            effective(new).layers,
            effective(existing).layers if compared else None,
            target=() if compared else random_target(rng),
        )
        shown = told(query, Budget())
        by_classes = told(query._replace(shortcuts=False), Budget(A_LOT))
        added += bool(shown)
        if theme.variables:
            assert set(shown) <= set(by_classes), seed
        else:
            assert shown == by_classes, seed
    assert count // 5 < added < count * 4 // 5


def test_what_is_plain_over_layers_needs_no_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Terms of several layers are told like those of one."""

    def refuse(*_: Any) -> None:
        raise AssertionError("classes were made")

    monkeypatch.setattr(Subtraction, "_left_by_classes", refuse)
    layers: dict[str, Any] = {
        "identity": policy(allow(Action=["s3:Get*", "sqs:*"])),
        "boundary": policy(allow(Action=["s3:*Object", "s3:Put*"], Resource=f"{BUCKET}/*")),
    }
    assert granted("s3:GetObject", f"{BUCKET}/a*", **layers)
    assert not granted("sqs:SendMessage", **layers)
    for wide in ("s3:G*", "s3:*t"):
        assert not adds(layers, {"identity": policy(allow(Action=wide, Resource=f"{BUCKET}/*"))})
        assert adds(layers, {"identity": policy(allow(Action=wide, Resource=f"{BUCKET}/a*"))})


# As labelled.


def test_a_deny_of_a_service_control_policy_stops_an_administrator() -> None:
    """At the root, beside a level that allows everything."""
    locked = policy(allow(Action="*"), deny(Action="cloudtrail:StopLogging"))
    stops = {"identity": FULL, "service_control": [[locked], [FULL]]}
    assert not granted("cloudtrail:StopLogging", **stops)
    assert granted("cloudtrail:StopLogging", identity=FULL, service_control=[[FULL], [FULL]])
    assert granted("cloudtrail:StartLogging", **stops)


def test_a_deny_with_a_condition_does_not_stop_everybody() -> None:
    """The request that shows it does not meet the condition."""
    locked = deny(Action="*", Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}})
    layers = Effective(identity=FULL, service_control=[[FULL, policy(locked)]])
    check = check_access_not_granted(layers, Access(actions=["ec2:RunInstances"]))
    assert as_request(check).context == {"aws:RequestedRegion": "eu-west-1"}


def test_a_level_that_lists_what_is_allowed_limits_what_is_below() -> None:
    """Wherever on the way it is."""
    for levels in ([[READ], [FULL]], [[FULL], [READ]], [[FULL], [READ], [FULL]]):
        assert granted(identity=FULL, service_control=levels)
        assert not granted("s3:PutObject", identity=FULL, service_control=levels)


def test_policies_of_a_level_add_up_and_levels_do_not() -> None:
    """What one level allows by two policies, two levels of one policy each do not allow at all."""
    for kind in ("service_control", "resource_control"):
        assert granted(identity=FULL, **{kind: [[READ, WRITE]]})
        assert granted("s3:PutObject", identity=FULL, **{kind: [[READ, WRITE]]})
        assert not granted(identity=FULL, **{kind: [[READ], [WRITE]]})
        assert not granted("s3:PutObject", identity=FULL, **{kind: [[READ], [WRITE]]})
        assert granted(identity=FULL, **{kind: [[READ, WRITE], [READ]]})
        assert not granted("s3:PutObject", identity=FULL, **{kind: [[READ, WRITE], [READ]]})


def test_a_deny_stops_whatever_stands_beside_it() -> None:
    """In its own level, in a level above and below."""
    denying = policy(deny(Action="s3:Get*"))
    for levels in ([[FULL, denying]], [[FULL, denying], [FULL]], [[FULL], [FULL, denying]]):
        assert not granted(identity=FULL, service_control=levels)
        assert granted("s3:PutObject", identity=FULL, service_control=levels)


def test_a_level_that_only_denies_allows_nothing() -> None:
    """Without a policy beside it that allows."""
    denying = policy(deny(Action="s3:Put*"))
    assert not granted(identity=FULL, service_control=[[denying]])
    assert not granted(identity=FULL, service_control=[[FULL], [denying]])


def test_a_boundary_limits_and_grants_nothing() -> None:
    """Allowed is what both allow."""
    for first, second in ((FULL, READ), (READ, FULL)):
        assert granted(identity=first, boundary=second)
        assert not granted("s3:PutObject", identity=first, boundary=second)
    assert not granted(identity=WRITE, boundary=READ)


def test_a_deny_counts_in_whatever_document_it_stands() -> None:
    """Also in those that otherwise only limit."""
    denying = policy(allow(Action="*"), deny(Action="s3:Get*", Resource=f"{BUCKET}/*"))
    nested = {"service_control", "resource_control"}
    for kind in ("identity", "boundary", "session", *sorted(nested)):
        layers = {"identity": FULL, kind: [[denying]] if kind in nested else denying}
        assert not granted("s3:GetObject", f"{BUCKET}/a", **layers), kind
        assert granted("s3:GetObject", "arn:aws:s3:::basalt/a", **layers), kind


def test_a_session_policy_limits_the_session() -> None:
    """Several of them add up."""
    assert not granted("s3:PutObject", identity=FULL, session=READ)
    assert granted("s3:PutObject", identity=FULL, session=[READ, WRITE])
    assert not granted("s3:DeleteObject", identity=FULL, session=[READ, WRITE])
    assert not granted("s3:PutObject", identity=READ, session=[READ, WRITE])


def test_policies_of_an_identity_add_up() -> None:
    """Each allows what it does, whatever the others say."""
    assert granted(identity=[READ, WRITE])
    assert granted("s3:PutObject", identity=[READ, WRITE])
    assert not granted("s3:DeleteObject", identity=[READ, WRITE])
    assert not adds({"identity": [READ, WRITE]}, {"identity": BOTH})
    assert not adds({"identity": BOTH}, {"identity": [READ, WRITE]})


def test_a_deny_in_one_policy_of_an_identity_cuts_the_others() -> None:
    """In whatever order they are given."""
    denying = policy(deny(Action="s3:GetObject"))
    for policies in ([READ, denying], [denying, READ]):
        assert not granted(identity=policies)
        assert granted("s3:GetBucketPolicy", identity=policies)


def test_without_an_identity_the_rest_is_looked_at_whatever_it_may_be() -> None:
    """What is left of everything."""
    levels = [[policy(allow(Action="*"), deny(Action="s3:Put*"))]]
    assert granted(service_control=levels)
    assert not granted("s3:PutObject", service_control=levels)
    assert not adds({"service_control": levels}, {"identity": FULL, "service_control": levels})
    assert not adds({"identity": FULL, "service_control": levels}, {"service_control": levels})
    assert granted(boundary=READ)
    assert not granted(boundary=READ, session=WRITE)


def test_the_parts_that_several_layers_leave_are_narrower_than_any() -> None:
    """A pattern of each, which overlap two by two, and all three in one place alone."""
    layers = {
        "identity": policy(allow(Action="s3:Get*")),
        "boundary": policy(allow(Action="s3:*Object")),
        "service_control": [[policy(allow(Action="s3:*t?bj*"))]],
    }
    assert granted("s3:GetObject", **layers)
    assert not granted("s3:GetBlobject", **layers)
    assert not adds(layers, {"identity": policy(allow(Action="s3:G*t?bj*ect"))})
    assert adds({**layers, "service_control": []}, layers)


def test_conditions_of_different_layers_have_to_hold_together() -> None:
    """A boundary and a policy that ask for different values leave nothing."""
    here, there = (policy(when("StringEquals", "aws:RequestedRegion", name)) for name in "ab")
    assert granted(identity=here, boundary=here)
    assert not granted(identity=here, boundary=there)
    mfa = policy(when("Bool", "aws:MultiFactorAuthPresent", "true"))
    assert not adds({"identity": READ, "boundary": mfa}, {"identity": mfa})
    assert adds({"identity": READ}, {"identity": READ, "boundary": mfa})


def test_a_variable_is_the_same_in_every_layer() -> None:
    """Nobody has two names; the example gives one."""
    home, own = (
        policy(allow(Resource=f"{BUCKET}/{end}")) for end in ("ada/*", "${aws:username}/*")
    )
    layers = Effective(identity=own, boundary=home)
    check = check_no_new_access(layers, policy(allow(Resource=f"{BUCKET}/bob/*")))
    assert (check.result, check.exact) == ("FAIL", False)
    request = as_request(check)
    assert request.context["aws:username"] == "ada"
    assert leave(laid_out(identity=own, boundary=home), request)
    assert check_no_new_access(layers, home).result == "PASS"
    assert check_no_new_access(layers, own).result == "PASS"


def test_reasons_say_of_which_document_a_statement_is() -> None:
    """By sid or by index; of a policy alone there is nothing to tell apart."""
    more = policy(deny(Action="s3:PutObject"), allow(Sid="New", Action="sqs:*"), allow())
    identity: Any = [READ, more]
    check = check_no_new_access(Effective(identity=identity, boundary=FULL), READ)
    assert ends(check) == ["sid New of identity[1]."]
    assert [(one.statement_index, one.statement_id) for one in check.reasons] == [(1, "New")]
    check = check_no_new_access(Effective(identity=BOTH, boundary=BOTH), READ)
    assert ends(check) == ["index 0 of identity."]
    check = check_no_new_access(Effective(service_control=[[READ, BOTH]]), READ)
    assert ends(check) == ["index 0 of service_control[0][1]."]
    assert ends(check_no_new_access(BOTH, READ)) == ["index 0."]


def ends(check: PolicyCheck) -> list[str]:
    return [(one.description or "").rpartition(": the statement with ")[2] for one in check.reasons]


def test_layers_are_compared_with_a_policy_alone_either_way_around() -> None:
    """A document stands for itself on the other side."""
    limited = Effective(identity=FULL, boundary=READ)
    assert check_no_new_access(limited, READ).result == "PASS"
    assert check_no_new_access(READ, limited).result == "PASS"
    assert check_no_new_access(limited, WRITE).result == "FAIL"
    request = as_request(check_no_new_access(BOTH, limited))
    assert request.action.startswith("s3:put")
    assert not leave(laid_out(identity=FULL, boundary=READ), request)


def test_a_new_level_takes_access_away_and_never_adds_any() -> None:
    """So the layers before, compared with those after, show what is taken away."""
    before: dict[str, Any] = {"identity": FULL, "service_control": [[FULL]]}
    after = {**before, "service_control": [[FULL], [FULL, policy(deny(Action="s3:Put*"))]]}
    assert not adds(after, before)
    assert adds(before, after)


def test_a_document_is_text_a_mapping_a_file_or_a_policy(tmp_path: Path) -> None:
    """In each place where there is one."""
    (tmp_path / "read.json").write_text(json.dumps(READ), encoding="utf-8")
    for given in (READ, json.dumps(READ), tmp_path / "read.json", Policy.parse(READ)):
        for layers in (
            Effective(identity=given),
            Effective(identity=[given]),
            Effective(identity=FULL, boundary=given),
            Effective(identity=FULL, session=given),
            Effective(identity=FULL, service_control=[[given]]),
            Effective(identity=FULL, resource_control=((given,),)),
        ):
            assert check_no_new_access(layers, READ).result == "PASS"
            assert check_no_new_access(READ, layers).result == "PASS"


def test_a_resource_control_policy_is_about_whoever_asks() -> None:
    """With a principal that says so or without one."""
    for principal in ({}, {"Principal": "*"}, {"Principal": {"AWS": "*"}}):
        control = policy({**deny(), **principal}, {**allow(Action="*"), **principal})
        assert not granted(identity=FULL, resource_control=[[control]])
        assert granted("s3:PutObject", identity=FULL, resource_control=[[control]])
        check = check_no_new_access(FULL, Effective(resource_control=[[control]]))
        assert as_request(check).principal is None


def test_layers_show_the_documents_that_they_are_made_of() -> None:
    """By their places; nothing of what they say."""
    assert repr(Effective(identity=FULL)) == "<Effective of identity>"
    levels = [[FULL], [FULL, READ]]
    assert repr(Effective(policy(deny()), FULL)) == "<Effective of identity, boundary>"
    several = Effective([FULL, READ], FULL, levels, [[FULL]], session=FULL)
    assert repr(several) == (
        "<Effective of identity[0], identity[1], boundary, session, service_control[0][0], "
        "service_control[1][0], service_control[1][1], resource_control[0][0]>"
    )


def test_layers_left_out_are_none_at_all() -> None:
    """None and an empty sequence of levels say so as well."""
    nothing: tuple[Any, ...] = (None, (), [])
    for none in nothing:
        layers = Effective(READ, None, service_control=none, resource_control=none, session=None)
        assert check_no_new_access(READ, layers).passed


def overlapping(tag: str) -> dict[str, Any]:
    """Statements of which each overlaps with each of another tag."""
    return policy(
        *(
            allow(Action=f"s3:*{n}*", Condition={"StringLike": {f"aws:RequestTag/{tag}{n}": "a"}})
            for n in range(10)
        )
    )


def test_the_ways_to_pick_a_statement_of_each_layer_are_not_tried_one_by_one() -> None:
    """A million of them are seen to be covered, or to be apart from what is asked for."""
    levels = [[overlapping(tag)] for tag in "cdef"]
    layers = Effective(overlapping("a"), overlapping("b"), levels)
    assert check_no_new_access(layers, layers).result == "PASS"
    assert check_no_new_access(layers, overlapping("e")).result == "PASS"
    assert not granted("ec2:*", identity=overlapping("a"), service_control=levels)
    assert granted("s3:*", identity=overlapping("a"), service_control=levels)
