"""How long the offline checks take on ordinary documents: `python benchmarks/policy_questions.py`.

Usage: python benchmarks/policy_questions.py [--corpus FILE]

Asks of each document what is asked in practice: is it more than itself in another order, than
everything, than itself with one action or one resource less, both ways; does it grant what it must
not. FILE is JSON, an object of documents by name; without it, hard shapes from the tests are asked.
"""

import argparse
import copy
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from aa_sdk.models import AccessDict
from aa_sdk.policy import Policy, PolicyError, check_access_not_granted, check_no_new_access
from tests.policy.hard_shapes import HARD

Document = dict[str, Any]

EVERYTHING = json.dumps(
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
)
ACCESS: list[AccessDict] = [
    {"actions": ["iam:PassRole", "s3:*", "*"]},
    {"actions": ["iam:PutUserPolicy", "s3:Delete*", "kms:Decrypt", "sts:AssumeRole"]},
    {"resources": ["arn:aws:s3:::payroll/*", "arn:aws:iam::*:role/admin"]},
]
ELEMENTS = ("Action", "NotAction", "Resource", "NotResource")


class Answer(NamedTuple):
    """What one question took."""

    question: str
    milliseconds: float
    reading: float
    result: str


def listed(value: Any) -> list[Any]:
    """The entries of an element, or the one in their place."""
    return [value] if isinstance(value, str | dict) else value


def less(document: Document, rng: random.Random) -> Document | None:
    """The document without one action or one resource, None if no element has several."""
    fewer = copy.deepcopy(document)
    entries = [
        statement[element]
        for statement in listed(fewer["Statement"])
        for element in ELEMENTS
        if len(listed(statement.get(element, ""))) > 1
    ]
    if not entries:
        return None
    chosen = rng.choice(entries)
    del chosen[rng.randrange(len(chosen))]
    return fewer


def shuffled(document: Document, rng: random.Random) -> Document:
    """The document with its statements and their entries in another order."""
    mixed = copy.deepcopy(document)
    for statement in listed(mixed["Statement"]):
        for element in ELEMENTS:
            if element in statement:
                rng.shuffle(listed(statement[element]))
    rng.shuffle(listed(mixed["Statement"]))
    return mixed


def questions(document: Document, seed: str) -> Iterator[tuple[str, str, str | AccessDict]]:
    """A name, a policy as text, and what it is compared with."""
    rng = random.Random(seed)
    text = json.dumps(document)
    yield "against itself", text, text
    yield "against itself in another order", json.dumps(shuffled(document, rng)), text
    yield "against everything", text, EVERYTHING
    yield "everything against it", EVERYTHING, text
    for _ in range(4):
        fewer = less(document, rng)
        if fewer is not None:
            yield "with one action or resource more", text, json.dumps(fewer)
            yield "with one action or resource less", json.dumps(fewer), text
    for access in ACCESS:
        yield "access that is not to be granted", text, access


def timed(what: Callable[[], object]) -> float:
    """Milliseconds of this process, whoever else is at work."""
    start = time.process_time()
    what()
    return (time.process_time() - start) * 1000


def answer(question: str, policy: str, other: str | AccessDict) -> Answer:
    """Ask a question, and read its documents once more for comparison."""
    results: list[str] = []

    def ask() -> None:
        try:
            if isinstance(other, str):
                check = check_no_new_access(policy, other)
            else:
                check = check_access_not_granted(policy, [other])
            results.append(check.result)
        except PolicyError as error:
            results.append(f"refused: {error}")

    def read() -> None:
        for text in (policy, other):
            if isinstance(text, str):
                Policy.parse(text)

    return Answer(question, timed(ask), timed(read), results[0])


def percentile(values: list[float], share: float) -> float:
    """The value that a share of the values stays below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def show(name: str, answers: list[Answer]) -> None:
    """Print one line: how many, percentiles, and how often the time of reading it is."""
    times = [one.milliseconds for one in answers]
    reading = sum(one.reading for one in answers)
    shares = "".join(f"{percentile(times, share):9.2f}" for share in (0.5, 0.99, 1.0))
    print(f"{name:36}{len(answers):7}{shares}{sum(times) / reading:9.1f}")


def main() -> None:
    """Ask everything of every document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a JSON object of documents by name")
    corpus = parser.parse_args().corpus
    documents: dict[str, Document] = json.loads(corpus.read_text()) if corpus else HARD
    answers: list[Answer] = []
    skipped = 0
    # What the first FAIL of a process imports is no part of a question.
    answer("", EVERYTHING, ACCESS[0])
    for name, document in documents.items():
        try:
            Policy.parse(document)
        except PolicyError:
            skipped += 1
            continue
        answers += [answer(*question) for question in questions(document, name)]
    print(f"{len(documents) - skipped} documents, {skipped} that are not decided or allow nothing")
    print(f"{'':36}{'asked':>7}{'median':>9}{'p99':>9}{'max ms':>9}{'reading':>9}")
    for question in dict.fromkeys(one.question for one in answers):
        show(question, [one for one in answers if one.question == question])
    show("all", answers)
    refused = [one for one in answers if one.result.startswith("refused")]
    print(f"{len(refused)} refused", *{one.result for one in refused})


if __name__ == "__main__":
    main()
