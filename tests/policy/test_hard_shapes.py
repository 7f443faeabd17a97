"""Hard shapes of documents, asked what ordinary ones are: themselves, all, a little less."""

import copy
import random
from collections.abc import Iterator

import pytest

from aa_sdk.policy import Policy
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, Contribution, contributions
from aa_sdk.policy._analysis.examples import access_example
from aa_sdk.policy._analysis.request_space import ACTION, RESOURCE
from aa_sdk.policy._language.patterns import arn_pattern
from aa_sdk.policy._language.statements import Selector, action_pattern
from tests.effort import examples
from tests.policy.evaluator import Request, Value, allowed, as_list
from tests.policy.hard_shapes import HARD, WORDS, Document
from tests.policy.statements import allow, policy

# A twentieth of what a check may take: some milliseconds.
STEPS = 20_000
ALL = policy(allow(Action="*"))
ELEMENTS = ("Action", "NotAction", "Resource", "NotResource")
CARRIED: list[Value] = [None, None, "1", "true", "false", "ada", ("Zone", "Data1"), ("x",)]

hard = pytest.mark.parametrize("document", HARD.values(), ids=HARD)


def found(new: Document, existing: Document) -> list[Contribution]:
    """What the new document adds, found in few steps, each with a request that shows it."""
    query = AccessQuery(Policy.parse(new).layers, Policy.parse(existing).layers)
    added = list(contributions(query, Budget(STEPS)))
    for one in added:
        if one.left.space.exact:
            example = access_example(query, one)
            request = Request(example.action, example.resource, None, example.context)
            assert allowed(new, request)
            assert not allowed(existing, request)
    if not added:
        for request in requests(new, existing):
            assert not allowed(new, request) or allowed(existing, request)
    return added


def requests(*documents: Document) -> Iterator[Request]:
    """Requests for which the stars of documents are filled in."""
    rng = random.Random(3)  # noqa: S311 (no secrets)
    statements = [one for document in documents for one in document["Statement"]]
    texts = {
        kind: [
            text
            for one in statements
            for at in (kind, f"Not{kind}")
            for text in as_list(one.get(at, []))
        ]
        for kind in ("Action", "Resource")
    }
    keys = {
        key for one in statements for asked in one.get("Condition", {}).values() for key in asked
    }
    for _ in range(examples(100)):
        action, resource = (filled(rng, rng.choice(texts[kind])) for kind in texts)
        context = {key: rng.choice(CARRIED) for key in {*sorted(keys), "aws:username"}}
        yield Request(action, resource, None, context)


def filled(rng: random.Random, text: str) -> str:
    """A text with something in place of each wildcard and each variable."""
    text = text.replace("${aws:username}", "ada").replace("${aws:PrincipalTag/team}", "1")
    fills = ["", "x", rng.choice(WORDS), rng.choice(WORDS).lower()]
    return "".join(rng.choice(fills) if char == "*" else char.replace("?", "q") for char in text)


def with_one_less(document: Document) -> Iterator[Document]:
    """The document without one action or one resource, for each element with several."""
    for place, statement in enumerate(document["Statement"]):
        for element in ELEMENTS:
            entries = as_list(statement.get(element, []))
            for at in {0, len(entries) // 2, len(entries) - 1} if len(entries) > 1 else ():
                less = copy.deepcopy(document)
                del less["Statement"][place][element][at]
                yield less


def shuffled(document: Document) -> Document:
    rng = random.Random(4)  # noqa: S311 (no secrets)
    mixed = copy.deepcopy(document)
    for statement in mixed["Statement"]:
        for element in ELEMENTS:
            if element in statement:
                statement[element] = rng.sample(
                    entries := as_list(statement[element]), len(entries)
                )
    rng.shuffle(mixed["Statement"])
    return mixed


@hard
def test_a_hard_document_adds_nothing_to_itself_in_whatever_order(document: Document) -> None:
    assert found(document, document) == []
    assert found(shuffled(document), document) == []


@hard
def test_a_hard_document_is_less_than_everything(document: Document) -> None:
    assert found(document, ALL) == []
    assert len(found(ALL, document)) == 1


@hard
def test_one_action_or_resource_less_is_seen_both_ways(document: Document) -> None:
    """Whichever adds something, and not both, unless a variable stands in the way."""
    for less in with_one_less(document):
        more = found(document, less), found(less, document)
        assert not all(more)


@hard
def test_what_a_hard_document_grants_is_found_in_few_steps(document: Document) -> None:
    for text in ("*", "connect:*", "s3:Get*", "iam:PassRole", "ec2:*Images"):
        parsed = Policy.parse(document)
        target = (
            (ACTION, Selector((action_pattern(text, ""),))),
            (RESOURCE, Selector((arn_pattern("arn:aws:*:*:*:*", "", variables=False),))),
        )
        query = AccessQuery(parsed.layers, target=target)
        for one in contributions(query, Budget(STEPS)):
            if one.left.space.exact:
                example = access_example(query, one)
                request = Request(example.action, example.resource, None, example.context)
                assert allowed(document, request)
