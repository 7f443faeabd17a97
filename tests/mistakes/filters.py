"""Mistakes with filters."""
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

from collections.abc import Awaitable, Callable
from typing import Any

from aa_sdk import AccessAnalyzerClient, FindingFilter, InlineArchiveRule, InvalidRequestError
from aa_sdk.models import Criterion
from tests.mistakes.mistake import Mistake

ARN = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/sample"

F: Any = FindingFilter  # checkers refuse most of this


def listing(given: Any) -> Callable[[AccessAnalyzerClient], Awaitable[object]]:
    return lambda client: client.list_findings_v2(analyzer_arn=ARN, filter=given).page()


def rule(given: Any) -> Callable[[AccessAnalyzerClient], Awaitable[object]]:
    def make(client: AccessAnalyzerClient) -> Awaitable[object]:
        rules: Any = [{"rule_name": "sample", "filter": given}]
        return client.create_analyzer(analyzer_name="sample", type="ACCOUNT", archive_rules=rules)

    return make


def building(ask: Callable[[Any], object]) -> Callable[[AccessAnalyzerClient], object]:
    return lambda _: ask(F())


def refused(
    title: str,
    make: Callable[[AccessAnalyzerClient], Awaitable[object] | object],
    names: tuple[str, ...],
    *way_out: str,
    error: type[Exception] = InvalidRequestError,
) -> Mistake:
    return Mistake(title, make, error, names, way_out)


UNFINISHED = ("unfinished", ".status needs")
OPERATORS = (".eq(…)", ".neq(…)", ".contains(…)", ".exists()", ".status.eq('ACTIVE')")

# What is passed as a filter and is none.
GIVEN = (
    refused(
        "a filter without its operator: `filter=FindingFilter().status`",
        listing(F().status),
        ("ListFindingsV2", "filter: ", *UNFINISHED),
        *OPERATORS,
    ),
    refused(
        "the same in an inline archive rule",
        rule(F().resource_type),
        ("archive_rules[0].filter: ", "unfinished", ".resource_type needs"),
        ".eq(…)",
    ),
    refused(
        "the same in `from_criteria`",
        lambda _: F.from_criteria(F().status),
        UNFINISHED,
        *OPERATORS,
    ),
    refused(
        "the same joined with `&`",
        building(lambda f: f & f.status),
        UNFINISHED,
        *OPERATORS,
        error=TypeError,
    ),
    refused(
        "the principal without its kind: `filter=FindingFilter().principal`",
        listing(F().principal),
        ("unfinished", ".principal needs"),
        ".aws or .federated",
        ".principal.aws.eq('111122223333')",
    ),
    refused(
        "an operator that is not called: `filter=FindingFilter().status.eq`",
        listing(F().status.eq),
        ("filter: ", "was not called"),
        ".eq(…)",
    ),
    refused(
        "the class in place of a filter: `filter=FindingFilter`",
        listing(FindingFilter),
        ("filter: ", "is a class"),
        "FindingFilter()",
    ),
    refused(
        'text as a filter: `filter="status=ACTIVE"`',
        listing("status=ACTIVE"),
        ("filter: ", "is text"),
        "FindingFilter.parse('status=ACTIVE')",
    ),
    refused(
        "JSON text as a filter",
        listing('{"status": {"eq": ["ACTIVE"]}}'),
        ("filter: ", "is JSON text"),
        "json.loads",
    ),
    refused(
        "a model as a filter",
        listing(InlineArchiveRule(rule_name="sample", filter={"error": {"exists": True}})),
        ("filter: ", "is no filter"),
        "FindingFilter().id.eq(finding.id)",
    ),
    refused(
        'a criterion without its key: `filter=Criterion(eq=["ACTIVE"])`',
        listing(Criterion(eq=["ACTIVE"])),
        ("filter: ", "what one key must be"),
        "{'status': …}",
    ),
    refused(
        "several filters in a list",
        listing([F().status.eq("ACTIVE"), F().is_public.eq(True)]),
        ("filter: ", "must be one filter"),
        "&",
    ),
)

# Mappings.
MAPPINGS = (
    refused(
        'a value without its operator: `filter={"status": "ACTIVE"}`',
        listing({"status": "ACTIVE"}),
        ("filter.status: ", "mapping of operators"),
        "{'eq': ['ACTIVE']}",
    ),
    refused(
        'values without their operator: `filter={"status": ["ACTIVE"]}`',
        lambda _: F.from_criteria({"status": ["ACTIVE"]}),
        ("filter.status: ", "mapping of operators"),
        "{'eq': ['ACTIVE']}",
    ),
    refused(
        'a key as an argument: `FindingFilter(status="ACTIVE")`',
        lambda _: F(status="ACTIVE", isPublic=True),
        ("FindingFilter() takes no arguments",),
        "FindingFilter().status.eq(…).is_public.eq(…)",
        error=TypeError,
    ),
    refused(
        'an operator without its key: `filter={"eq": ["ACTIVE"]}`',
        listing({"eq": ["ACTIVE"]}),
        ("filter.eq: ", "is an operator"),
        "{'status': {'eq': ['ACTIVE']}}",
    ),
    refused(
        'an operator of another name: `filter={"status": {"equals": ["ACTIVE"]}}`',
        listing({"status": {"equals": ["ACTIVE"]}}),
        ("filter.status.equals: ", "is no operator"),
        "'eq'",
    ),
    refused(
        'text in place of a list: `filter={"status": {"eq": "ACTIVE"}}`',
        rule({"resource": {"contains": "prod"}}),
        ("archive_rules[0].filter.resource.contains: ", "must be a list"),
        "['prod']",
    ),
    refused(
        'a bool in a mapping: `filter={"isPublic": {"eq": [True]}}`',
        listing({"isPublic": {"eq": [True]}}),
        ("filter.isPublic.eq[0]: ", "must be a string"),
        "'true'",
    ),
    refused(
        "an account id as a number",
        listing({"resourceOwnerAccount": {"eq": [111122223333]}}),
        ("filter.resourceOwnerAccount.eq[0]: ", "must be a string"),
        "'111122223333'",
    ),
    refused(
        'a key in snake_case: `filter={"resource_type": …}`',
        listing({"resource_type": {"eq": ["AWS::S3::Bucket"]}}),
        ("filter.resource_type: ", "is no filter key"),
        "'resourceType'",
    ),
    refused(
        'a key in CamelCase: `from_criteria({"ResourceType": …})`',
        lambda _: F.from_criteria({"ResourceType": {"eq": ["AWS::S3::Bucket"]}}),
        ("filter.ResourceType: ", "is no filter key"),
        "'resourceType'",
    ),
    refused(
        'a key of nothing: `filter={"error": None}`',
        listing({"error": None}),
        ("filter.error: ", "asks nothing"),
        "{'exists': False}",
    ),
    refused(
        "a filter below a key",
        listing({"status": F().status.eq("ACTIVE")}),
        ("filter.status: ", "whole filter"),
        "pass it as the filter",
    ),
)

# The builder.
BUILT = (
    refused(
        'a misspelt value: `.status.eq("ACTVE")`',
        building(lambda f: f.status.eq("ACTVE")),
        ("filter.status.eq[0]: ", "'ACTVE'"),
        "did you mean 'ACTIVE'?",
        ".key('status')",
    ),
    refused(
        'a value of a later release in a mapping: `{"status": {"eq": ["SNOOZED"]}}`',
        listing({"status": {"eq": ["SNOOZED"]}}),
        ("filter.status.eq[0]: ", "ACTIVE, ARCHIVED, RESOLVED"),
        "FindingFilter().key('status')",
    ),
    refused(
        'a value in small letters: `.status.eq("active")`',
        building(lambda f: f.status.eq("active")),
        ("filter.status.eq[0]: ", "'active'"),
        "did you mean 'ACTIVE'?",
    ),
    refused(
        "a resource type with one colon",
        building(lambda f: f.resource_type.eq("AWS::IAM:Role")),
        ("filter.resourceType.eq[0]: ", "'AWS::IAM:Role'"),
        "did you mean 'AWS::IAM::Role'?",
    ),
    refused(
        'a bool as text: `.is_public.eq("true")`',
        building(lambda f: f.is_public.eq("true")),
        ("filter.isPublic.eq[0]: ",),
        "True or False",
    ),
    refused(
        'a list in place of values: `.status.eq(["ACTIVE"])`',
        building(lambda f: f.status.eq(["ACTIVE"])),
        ("filter.status.eq[0]: ",),
        "with * before a list",
    ),
    refused(
        "a misspelt key: `FindingFilter().staus`",
        building(lambda f: f.staus),
        ("'staus'",),
        "did you mean 'status'?",
        error=AttributeError,
    ),
    refused(
        "a key as it is sent: `FindingFilter().resourceType`",
        building(lambda f: f.resourceType),
        ("'resourceType'",),
        "did you mean 'resource_type'?",
        error=AttributeError,
    ),
    refused(
        'a key in brackets: `FindingFilter()["status"]`',
        building(lambda f: f["status"]),
        (),
        ".key('status')",
        error=TypeError,
    ),
    refused(
        'an operator without its key: `FindingFilter().eq("ACTIVE")`',
        building(lambda f: f.eq("ACTIVE")),
        ("eq belongs to a key",),
        ".status.eq(…)",
        error=AttributeError,
    ),
    refused(
        'an operator of another name: `.status.equals("ACTIVE")`',
        building(lambda f: f.status.equals("ACTIVE")),
        (".status", "'equals'"),
        ".status.eq(…)",
        error=AttributeError,
    ),
    refused(
        'an operator of the class: `FindingFilter.status.eq("ACTIVE")`',
        lambda _: F.status.eq("ACTIVE"),
        ("class",),
        "FindingFilter().status.eq",
        error=AttributeError,
    ),
    refused(
        "a key of a key: `.status.resource_type`",
        building(lambda f: f.status.resource_type),
        UNFINISHED,
        *OPERATORS,
        error=AttributeError,
    ),
    refused(
        'a comparison: `FindingFilter().status == "ACTIVE"`',
        building(lambda f: f.status == "ACTIVE"),
        ("==",),
        ".status.eq('ACTIVE')",
        error=TypeError,
    ),
    refused(
        'a comparison: `FindingFilter().status != "ACTIVE"`',
        building(lambda f: f.status != "ACTIVE"),
        ("!=",),
        ".status.neq('ACTIVE')",
        error=TypeError,
    ),
    refused(
        'a comparison: `"ACTIVE" in FindingFilter().status`',
        building(lambda f: "ACTIVE" in f.status),
        ("in",),
        ".status.eq('ACTIVE')",
        error=TypeError,
    ),
    refused(
        'a key that is called: `FindingFilter().status("ACTIVE")`',
        building(lambda f: f.status("ACTIVE")),
        (".status is not called",),
        ".status.eq('ACTIVE')",
        error=TypeError,
    ),
    refused(
        "a key as a condition: `if FindingFilter().status:`",
        building(lambda f: bool(f.status)),
        UNFINISHED,
        *OPERATORS,
        error=TypeError,
    ),
    refused(
        'the account right behind the principal: `.principal.eq("111122223333")`',
        building(lambda f: f.principal.eq("111122223333")),
        (".principal", "'eq'"),
        ".principal.aws.eq(…)",
        error=AttributeError,
    ),
    refused(
        'a part of a bool: `.is_public.contains("t")`',
        building(lambda f: f.is_public.contains("t")),
        (".is_public", "'contains'"),
        ".is_public.eq(True)",
        error=AttributeError,
    ),
    refused(
        "two filters joined by a vertical bar",
        building(lambda f: f.status.eq("ACTIVE") | f.error.exists()),
        ("no OR across keys",),
        "two queries",
        error=TypeError,
    ),
    refused(
        "a filter turned round with a tilde",
        building(lambda f: ~f.status.eq("ACTIVE")),
        ("no NOT",),
        "neq",
        error=TypeError,
    ),
    refused(
        "a mapping joined with `&`",
        building(lambda f: f & {"status": {"eq": ["ACTIVE"]}}),
        ("& takes another filter",),
        "FindingFilter.from_criteria",
        error=TypeError,
    ),
    refused(
        "more than 20 values",
        listing(F().id.eq(*map(str, range(21)))),
        ("filter.id.eq: ", "at most 20", "21"),
        "FindingFilter.split()",
    ),
    refused(
        "a key that archive rules do not take",
        rule(F().status.eq("ACTIVE")),
        ("archive_rules[0].filter.status: ",),
        "archive rules do not take this key",
    ),
    refused(
        "a key that a filter for one purpose does not have: `.for_unused().is_public`",
        lambda _: F.for_unused().is_public,
        ("filter.isPublic: ", "FindingFilter.for_unused()"),
        "FindingFilter() takes every key",
    ),
)

# Rules of EventBridge.
PATTERNS = (
    refused(
        "a rule for what no event says: `.change_type.eq(…).to_event_patterns()`",
        building(lambda f: f.change_type.eq("NEW").to_event_patterns()),
        ("filter.changeType: ", "no event about external, internal or unused access"),
        "leave it out of the rule",
    ),
    refused(
        "a rule for a part of a value and not for a value that has it",
        building(lambda f: f.resource.contains("prod").resource.neq("prod-1").to_event_patterns()),
        ("filter.resource.neq: ", "'prod-1'"),
        "decide with matches() where its events arrive",
    ),
)

MISTAKES: tuple[Mistake, ...] = (*GIVEN, *MAPPINGS, *BUILT, *PATTERNS)
