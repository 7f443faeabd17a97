"""How long it takes to tell who gets in, what a change adds, and what layers leave.

Usage: python benchmarks/policy_access.py [--corpus FILE]

FILE is JSON, an object of identity policies by name; without it, hard shapes from the tests are
asked. The resource policies for external access stand below.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from policy_questions import EVERYTHING, Document, less, percentile, shuffled, timed

from aa_sdk.policy import (
    Effective,
    PolicyError,
    check_access_not_granted,
    compare,
    external_access,
    redundant_statements,
)
from tests.policy.hard_shapes import HARD

OWNER, PARTNER = "111122223333", "444455556666"
GUARD: Document = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "NotAction": ["iam:*", "sts:*", "s3:*", "cloudfront:*"],
            "Resource": "*",
            "Condition": {
                "StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]},
                "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin*"},
            },
        },
        {"Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"},
    ],
}


def statement(principal: Any, condition: Any = None, effect: str = "Allow") -> Document:
    """A statement of a bucket's policy."""
    more = {"Condition": condition} if condition else {}
    actions = ["s3:GetObject", "s3:PutObject"]
    return {"Effect": effect, "Principal": principal, "Action": actions, "Resource": "*", **more}


OUTSIDE = {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
OF_OWNER = {"StringEquals": {"aws:SourceAccount": OWNER}}
ACCOUNTS = [f"{number:012}" for number in range(500)]
RESOURCE_POLICIES = {
    "external access, one account": [statement({"AWS": PARTNER})],
    "external access, everyone": [statement("*")],
    "external access, pinned to the owner": [statement("*", OF_OWNER)],
    "external access, a Deny unless": [statement("*"), statement("*", OUTSIDE, "Deny")],
    "external access, 500 accounts": [statement({"AWS": ACCOUNTS})],
    "external access, 500 and a Deny": [
        statement({"AWS": ACCOUNTS}),
        statement("*", OUTSIDE, "Deny"),
    ],
}


def questions(document: Document, seed: str) -> dict[str, Callable[[], object]]:
    """What is asked of an identity policy."""
    rng = random.Random(seed)
    text = json.dumps(document)
    fewer = json.dumps(less(document, rng) or document)
    mixed = json.dumps(shuffled(document, rng))
    levels: list[list[str | Document]] = [[EVERYTHING], [EVERYTHING, GUARD], [EVERYTHING]]

    def layered() -> Effective:
        return Effective(identity=text, boundary=EVERYTHING, service_control=levels)

    return {
        "compare, another order": lambda: compare(mixed, text),
        "compare, one entry less": lambda: compare(fewer, text),
        "compare, everything": lambda: compare(text, EVERYTHING),
        "redundant statements": lambda: redundant_statements(text),
        "layers, access not granted": lambda: check_access_not_granted(
            layered(), {"actions": ["cloudtrail:StopLogging", "iam:PassRole"]}
        ),
        "layers, compare": lambda: compare(layered(), text),
    }


def measured(questions: Mapping[str, Callable[[], object]], times: dict[str, list[float]]) -> int:
    """Ask, note the milliseconds, and count what was refused."""
    refused = 0
    for name, question in questions.items():
        try:
            times.setdefault(name, []).append(timed(question))
        except PolicyError:
            refused += 1
    return refused


def main() -> None:
    """Ask everything of every document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a JSON object of documents by name")
    corpus = parser.parse_args().corpus
    documents: dict[str, Document] = json.loads(corpus.read_text()) if corpus else HARD
    times: dict[str, list[float]] = {}
    refused = 0
    # What the first question of a process imports is no part of it.
    external_access({"Statement": statement("*")}, "AWS::S3::Bucket", OWNER)
    compare(EVERYTHING, GUARD)
    for name, document in documents.items():
        refused += measured(questions(document, name), times)
    for name, statements in RESOURCE_POLICIES.items():
        text = json.dumps({"Version": "2012-10-17", "Statement": statements})
        for _ in range(20):
            ask = {name: lambda: external_access(text, "AWS::S3::Bucket", OWNER)}  # noqa: B023 (asked at once)
            refused += measured(ask, times)
    print(f"{'':40}{'asked':>7}{'median':>9}{'p99':>9}{'max ms':>9}")
    for name, values in times.items():
        shares = "".join(f"{percentile(values, share):9.2f}" for share in (0.5, 0.99, 1.0))
        print(f"{name:40}{len(values):7}{shares}")
    print(f"{refused} refused")


if __name__ == "__main__":
    main()
