"""How verdicts, validations and the other answers show, as text, in rich and in notebooks."""

import copy
import pickle
from typing import Any

import pytest

from aa_sdk.models.policy_checks import ReasonSummary
from aa_sdk.models.policy_validation import ValidatePolicyFinding
from aa_sdk.policy import (
    AccessExample,
    Account,
    ActionCatalogue,
    Effective,
    Organization,
    PolicyCheck,
    PolicyDifference,
    PolicyValidation,
    RedundantStatements,
    StatementReference,
    check_no_public_access,
    redundant_statements,
    validate,
)
from aa_sdk.policy.zone_of_trust import ExternalAccesses
from tests.policy.statements import allow, deny, policy
from tests.policy.views.shown import a_slice, an_access, an_example, html_of, in_html, in_rich

EVIL = "</div><script>alert(1)</script>\u202e\x1b[2J\n"
PUBLIC = policy(
    {**allow(Principal="*", Condition={"StringLike": {"aws:UserAgent": "x*"}}), "Sid": "Readers"}
)


def a_reason(**members: Any) -> ReasonSummary:
    return ReasonSummary.model_validate(members)


def a_finding(kind: str, code: str = "CODE", *paths: Any, message: str = "m") -> Any:
    position = {"line": 3, "column": 12, "offset": 40}
    places = [{"path": path, "span": {"start": position, "end": position}} for path in paths]
    return ValidatePolicyFinding.model_validate(
        {
            "findingDetails": message,
            "findingType": kind,
            "issueCode": code,
            "learnMoreLink": "https://example.com",
            "locations": places,
        }
    )


def test_a_failed_check_says_why_and_shows_a_request_as_sentence_and_as_table() -> None:
    check = check_no_public_access(PUBLIC)
    sentence = str(check.counterexample)
    assert str(check).splitlines() == [
        "FAIL The policy allows public access.",
        '  because of  statement 0, "Readers" '
        "Allows public access: the statement with sid Readers.",
        f"  e.g.        {sentence}",
    ]
    assert sentence.startswith("s3:GetObject on arn:aws:")
    assert sentence.endswith(", where aws:UserAgent = xexample")
    text = in_html(check).text
    assert text[0] == "FAIL"
    assert sentence in text
    assert text[-4:] == ["context key", "value", "aws:UserAgent", "xexample"]
    assert "font-size:1.5em" in html_of(check)
    assert repr(check) == (
        "<PolicyCheck FAIL: The policy allows public access.; "
        f'statement 0, "Readers"; e.g. {sentence}>'
    )


def test_a_passed_check_is_its_verdict_and_a_sentence() -> None:
    check = check_no_public_access(policy(allow(Principal={"AWS": "111122223333"})))
    assert str(check) == "PASS The policy allows no public access."
    assert in_html(check).text == ["PASS", "The policy allows no public access."]
    assert repr(check) == f"<PolicyCheck PASS: {check.message}>"


def test_the_colours_of_a_verdict_tell_it_too() -> None:
    for result, style in (("PASS", "bold green"), ("FAIL", "bold red")):
        shown: Any = PolicyCheck(result, "m")  # type: ignore[arg-type] # one of the two
        assert str(shown.__rich__().split("\n")[0].spans[0].style) == style


@pytest.mark.parametrize(("result", "note"), [("PASS", "proven all the same"), ("FAIL", "less")])
def test_a_check_that_is_not_exact_says_so(result: Any, note: str) -> None:
    told = PolicyCheck(result, "m", exact=False)
    assert note in str(told).splitlines()[1]
    assert any(note in text for text in in_html(told).text)
    assert "note" not in str(PolicyCheck(result, "m"))


def test_reasons_without_a_statement_say_what_they_say_and_many_are_counted() -> None:
    reasons = (a_reason(description="because"), *[a_reason(statement_index=n) for n in range(30)])
    lines = str(PolicyCheck("FAIL", "m", reasons)).splitlines()
    assert lines[1] == "  because of  because"
    assert lines[2].split() == ["statement", "0"]
    assert (len(lines), lines[-1].strip()) == (22, "… 11 more")
    assert len(repr(PolicyCheck("FAIL", "m", reasons))) < 200


def test_a_request_is_a_sentence_and_its_context_a_table() -> None:
    example = an_example(
        principal="arn:aws:iam::111122223333:root",
        context={"a": None, "b": "x", "c": ("y", "z")},
        allowed_by=(2, "Own"),
    )
    assert str(example) == (
        "s3:GetObject on arn:aws:s3:::reports/a by arn:aws:iam::111122223333:root, "
        "where a is absent, b = x, c = y, z"
    )
    assert in_rich(example, width=200).strip() == str(example)
    assert in_html(example).text == [
        "s3:GetObject",
        *["on", "arn:aws:s3:::reports/a", "by", "arn:aws:iam::111122223333:root"],
        *["allowed by", 'statement 2, "Own"', "context key", "value"],
        *["a", "absent", "b", "x", "c", "y, z"],
    ]
    assert eval(repr(example)) == example  # noqa: S307 (code that builds it)
    many = an_example(context={f"k{n:02}": "v" for n in range(25)})
    assert in_html(many).text[-1] == "… 5 more"
    assert str(many).endswith("k19 = v and 5 more")


def test_a_statement_shows_as_a_line() -> None:
    one = StatementReference(1, "Own", "identity")
    assert in_html(one).text == [str(one)]


def test_a_validation_lists_the_gravest_first_with_code_place_and_message() -> None:
    path = [
        {"value": "Statement"},
        {"index": 1},
        {"key": "Action"},
        {"substring": {"start": 2, "length": 3}},
    ]
    findings = (
        a_finding("SUGGESTION", "LATER", [{"somethingNew": {}}], message="better"),
        a_finding("NEW_KIND", "NEW"),
        a_finding("ERROR", "BAD", path, [{"value": "Version"}], message="worse"),
        a_finding("ERROR", "WHOLE", [], message="whole"),
    )
    validation = PolicyValidation(findings, frozenset({"B", "A"}))
    summary = "2 errors, 1 suggestion, 1 new kind"
    assert str(validation).splitlines() == [
        summary,
        "ERROR BAD Statement[1].Action[2:5] (3:12) and 1 more",
        "    worse",
        "ERROR WHOLE the document (3:12)",
        "    whole",
        "SUGGESTION LATER … (3:12)",
        "    better",
        "NEW_KIND NEW",
        "    m",
        "not checked, or not everywhere: 2 codes: A, B",
    ]
    text = in_html(validation).text
    assert text[:9] == [
        *[summary, "type", "code", "where", "message"],
        *["ERROR", "BAD", "Statement[1].Action[2:5] (3:12) and 1 more", "worse"],
    ]
    assert repr(validation) == f"<PolicyValidation: {summary}; 2 codes not checked>"


def test_a_validation_without_findings_says_so_and_a_long_one_is_counted() -> None:
    nothing = PolicyValidation((), frozenset())
    assert (str(nothing), repr(nothing)) == ("nothing found", "<PolicyValidation: nothing found>")
    assert in_html(nothing).text == ["nothing found"]
    codes = frozenset(f"CODE_{n}" for n in range(99))
    many = PolicyValidation((a_finding("WARNING"),) * 25, codes)
    assert str(many).splitlines()[-2] == "… 5 more"
    assert str(many).endswith(" and 93 more")
    assert in_html(many).text.count("CODE") == 20


def test_a_real_validation_shows() -> None:
    validation = validate({"Statement": {"Effect": "Alow", "Action": "s3:*", "Resource": "*"}})
    assert "ERROR INVALID_EFFECT Statement.Effect (1:25)" in str(validation)


def test_redundant_statements_show_as_a_table() -> None:
    own = {**allow(), "Sid": "Own"}
    redundant = redundant_statements(policy(own, allow(Action="s3:Get*"), allow(Action="s3:GetO*")))
    assert redundant == (StatementReference(0, "Own"), StatementReference(2, None))
    said = "2 statements can be left out; nothing changes then"
    assert str(redundant).splitlines() == [said, '  statement 0, "Own"', "  statement 2"]
    assert in_html(redundant).text == [said, "statement", "Sid", "0", "Own", "2", "none"]
    assert repr(redundant) == "<RedundantStatements: 2>"
    assert in_rich(redundant_statements(policy(own))) == "No statement is redundant.\n"
    several = RedundantStatements(
        [StatementReference(0, "a", "identity"), StatementReference(0, "b", "x")]
    )
    assert in_html(several).text[1:4] == ["statement", "Sid", "of"]
    assert str(RedundantStatements(several * 15)).endswith("… 10 more")


def test_layers_show_their_documents_and_how_many_statements_each_has() -> None:
    effective = Effective(policy(allow(), deny()), service_control=[[policy(allow(Action="*"))]])
    assert in_html(effective).text[1:] == [
        *["policy", "Allow", "Deny", "identity", "1", "1"],
        *["service_control[0][0]", "1", "0"],
    ]


def test_zones_of_trust_show_whom_they_hold() -> None:
    assert in_html(Account()).text == ["Zone of trust: the account that owns the resource"]
    assert in_html(Account("a" * 64)).text[1:] == ["canonical id", "a" * 64]
    path = "o-a1b2c3/r-ab12/ou-ab12-11111111/"
    zone = Organization("o-a1b2c3", paths=[path], accounts=["1" * 12])
    assert in_html(zone).text == [
        "Zone of trust: units of organization o-a1b2c3",
        *["paths", path, "accounts", "1" * 12],
    ]
    assert eval(repr(zone)) == zone  # noqa: S307 (code that builds it)
    large = Organization("o-a1b2c3", accounts=[f"{n:012}" for n in range(5_000)])
    assert in_html(large).text[-1].endswith(" and 4,980 more")
    assert repr(large).endswith("'000000000019', ...])")


def test_a_catalogue_shows_its_release() -> None:
    assert in_html(ActionCatalogue.empty()).text == ["Catalogue of actions empty", "0 services"]


TAGS = {"div", "span", "table", "thead", "tbody", "tr", "th", "td"}
HUGE = [EVIL, EVIL * 200, '"' * 20_000]


def worst(text: str) -> list[Any]:
    """Every kind of answer, with the text wherever somebody else may write one."""
    context = {f"{text}{n}": (text,) * 30 for n in range(30)}
    example = AccessExample(text, text, text, "AWS", dict(context), (0, text))
    reasons = tuple(
        a_reason(description=text, statement_index=n, statement_id=text) for n in range(50)
    )
    statements = tuple(StatementReference(n, text) for n in range(50))
    conditions = {"StringLike": {f"{text}{n}": (text,) * 8 for n in range(22)}}
    one = a_slice(
        actions=(text,) * 30,
        resources=(text,) * 30,
        principals={"AWS": (text,) * 30, "Federated": (text,)},
        conditions=conditions,
        but_not_actions=(text,) * 30,
        unless=({"StringLike": {text: (text,)}},) * 9,
        statements=statements,
        example=example,
        exact=False,
    )
    access = an_access(
        principal={"Federated": text},
        actions=(text,) * 30,
        condition={text: text},
        statements=statements,
        example=example,
    )
    findings = tuple(a_finding(text, text, [{"value": text}], message=text) for _ in range(50))
    return [
        PolicyCheck("FAIL", text, reasons, example, exact=False),
        example,
        statements[0],
        one,
        PolicyDifference((one,) * 21, (one,) * 21),
        access,
        ExternalAccesses([access] * 30),
        PolicyValidation(findings, frozenset(f"{text}{n}" for n in range(50))),
        RedundantStatements(statements),
    ]


@pytest.mark.parametrize("text", HUGE, ids=["evil", "much evil", "quotes"])
def test_whatever_stands_in_an_answer_it_is_harmless_small_and_the_same_again(text: str) -> None:
    for shown, again in zip(worst(text), worst(text), strict=True):
        told = [html_of(shown), str(shown.__rich__()), str(shown)]
        told += [shown.to_markdown()] if hasattr(shown, "to_markdown") else []
        for one in told:
            assert len(one.encode()) < 60_000, type(shown)
            assert one.replace("\n", "").isprintable()
        assert "<script" not in told[0]
        assert set(in_html(shown).tags) <= TAGS
        assert html_of(again) == told[0]
        assert str(again) == told[2]


def test_short_reprs_are_tags_and_no_walls() -> None:
    for shown in worst("s3:" + "a" * 10_000):
        if not isinstance(shown, AccessExample | StatementReference):
            assert len(repr(shown)) < 400


def test_answers_are_copied_and_pickled_and_stay_frozen() -> None:
    for shown in worst("a"):
        assert pickle.loads(pickle.dumps(shown)) == shown  # noqa: S301 (our own)
        assert copy.deepcopy(shown) == shown
        assert not hasattr(shown, "__dict__")


def test_an_example_that_carries_nothing_has_no_table() -> None:
    for context in ({}, {"aws:SourceVpc": None}):
        check = PolicyCheck("FAIL", "No.", counterexample=an_example(context=context))
        assert ("context key" in html_of(check)) == bool(context)
