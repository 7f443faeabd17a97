"""Random small policies over a small alphabet, and every request that could tell two apart."""

import functools
import itertools
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tests.policy.evaluator import (
    Request,
    Value,
    action_matches,
    as_list,
    condition_holds,
    principal_matches,
    resource_matches,
)

Policy = dict[str, Any]

ACTIONS = ["s3:a", "s3:b", "s3:ab", "s3:ba", "s3:aab", "ec2:a", "ec2:bb"]
ACTION_PATTERNS = [
    *["s3:a", "s3:b", "S3:AB", "s3:a*", "s3:*b", "s3:*", "s3:?", "s3:?b", "*", "ec2:*", "ec2:a"],
    *["s3:a*b", "*:*", "s3:*a*", "ec2:bb"],
]
ARN = "arn:aws:s3:::"
RESOURCES = [
    *[ARN + text for text in ("a", "b", "ab", "a:b", "aa", "home/a/b", "home/b/a")],
    *["arn:aws:s3:r:1:a", "arn:aws:s3:r:2:ab", "arn:aws:sqs:r:1:b", "*"],
]
RESOURCE_PATTERNS = [
    *["*", ARN + "a", ARN + "a*", ARN + "*b", ARN + "?", ARN + "*", "arn:aws:s3:*:*:a*"],
    *["arn:aws:s3:*:1:*", "arn:*:s3:r:*:a", "arn:aws:s?:::a*", "arn:aws:s3", "arn:aws:*:r:1:*"],
    *[ARN + "b", ARN + "a?b", ARN + "home/*"],
]
VARIABLE_RESOURCES = [
    *[ARN + "home/${aws:username}/*", ARN + "${aws:username}", ARN + "home/*/${aws:username}"],
    *[ARN + "${aws:username, 'b'}", ARN + "${*}", ARN + "a${aws:username}"],
]
PRINCIPALS = [
    *[
        ("AWS", f"arn:aws:iam::{n}:{who}")
        for n in ("1" * 12, "2" * 12)
        for who in ("root", "user/u")
    ],
    *[("AWS", "arn:aws:iam::111111111111:role/r"), ("AWS", "arn:aws:iam::333333333333:user/x")],
    *[("AWS", "arn:aws:sts::111111111111:assumed-role/r/s"), ("Service", "sns.amazonaws.com")],
    *[("Service", "sqs.amazonaws.com"), ("Federated", "graph.facebook.com"), ("Federated", "idp")],
    ("CanonicalUser", "c" * 64),
]
PRINCIPAL_ELEMENTS: list[Any] = [
    *["*", {"AWS": "*"}, {"AWS": "1" * 12}, {"AWS": "arn:aws:iam::111111111111:root"}],
    *[{"AWS": ["arn:aws:iam::111111111111:user/u", "2" * 12]}, {"Service": "sns.amazonaws.com"}],
    *[{"AWS": "arn:aws:iam::111111111111:role/r"}, {"Service": "*"}, {"Federated": "*"}],
    *[{"AWS": "arn:aws:sts::111111111111:assumed-role/r/s"}, {"CanonicalUser": "c" * 64}],
    *[{"Federated": "graph.facebook.com", "AWS": "arn:aws:iam::222222222222:user/u"}],
    *[{"Service": ["sns.amazonaws.com", "sqs.amazonaws.com"]}],
]


class Key(NamedTuple):
    """A condition key: what a request may carry, what a policy may ask, and by which operators."""

    name: str
    values: Sequence[Value]
    compared_with: Sequence[Any]
    operators: Sequence[str]


def positive_and_negative(*names: str) -> list[str]:
    return [*names, *(f"{name.replace('Equals', 'NotEquals')}" for name in names)]


STRINGS = [
    *["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
    *["StringLike", "StringNotLike", "StringEqualsIfExists", "StringNotLikeIfExists"],
    *["StringLikeIfExists", "StringNotEqualsIfExists"],
]
QUANTIFIED = [f"{prefix}:{name}" for prefix in ("ForAllValues", "ForAnyValue") for name in STRINGS]
ORDERS = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"]
INSTANTS = [
    "2023-12-31T23:59:59Z",
    "2024-01-01T00:00:00Z",
    "1704067201",
    "2024-06-01T12:00:00+02:00",
]
TEXTS = ["a", "b", "ab", "A", "a*", "*", ""]
SETS = [
    value for size in (1, 2, 3) for value in itertools.combinations(("a", "b", "ab", "c"), size)
]
KEYS = {
    "string": Key(
        "aws:Text", [None, *TEXTS], ["a", "b", "a*", "*", "?", "*b", "AB", "?*"], STRINGS
    ),
    "set": Key("aws:TagKeys", [None, *SETS], ["a", "b", "a*", "?", "*", "ab"], QUANTIFIED),
    "mixed": Key("aws:CalledVia", [None, *SETS], ["a", "b", "a*", "?"], STRINGS + QUANTIFIED),
    "variable": Key(
        "aws:ResourceTag/Owner",
        [None, "a", "b", "ab", "${aws:username}"],
        ["a", "${aws:username}", "${aws:username}b", "a*", "${aws:username, 'b'}", "b", "${$}"],
        STRINGS,
    ),
    "number": Key(
        "s3:max-keys",
        [None, "0", "1", "1.5", "2", "10", "11"],
        ["1", "2", "10", 1.5, "1e1"],
        [f"Numeric{order}{end}" for order in ORDERS for end in ("", "IfExists")],
    ),
    "date": Key(
        "aws:CurrentTime",
        [None, *INSTANTS],
        ["2024-01-01T00:00:00Z", "2024-01-01", "1704067200", "2024-06-01T12:00+02:00"],
        [f"Date{order}{end}" for order in ORDERS for end in ("", "IfExists")],
    ),
    "address": Key(
        "aws:SourceIp",
        [None, "10.0.0.1", "10.0.0.200", "10.1.0.1", "11.0.0.1", "2001:db8::1", "2001:db9::"],
        ["10.0.0.0/24", "10.0.0.0/8", "10.0.0.1", "2001:db8::/32", "0.0.0.0/0", "10.0.0.128/25"],
        ["IpAddress", "NotIpAddress", "IpAddressIfExists", "NotIpAddressIfExists"],
    ),
    "truth": Key(
        "aws:SecureTransport",
        [None, "true", "false"],
        ["true", "false", True],
        ["Bool", "BoolIfExists"],
    ),
    "arn": Key(
        "aws:PrincipalArn",
        [None, *(f"arn:aws:iam::{n}:role/{x}" for n in "12" for x in ("a", "a:b", "ab")), "a"],
        ["arn:aws:iam::1:role/*", "arn:aws:iam::*:role/a", "*", "arn:aws:*::1:role/a*", "a"],
        [
            "ArnLike",
            "ArnNotLike",
            "ArnEquals",
            "ArnNotEqualsIfExists",
            "StringLike",
            "StringEquals",
        ],
    ),
    "bytes": Key("kms:Data", [None, "YQ==", "Yg=="], ["YQ==", "Yg=="], ["BinaryEquals"]),
}


class Theme(NamedTuple):
    """What a pair of policies is made of."""

    keys: tuple[str, ...]
    principals: bool
    version: str

    @property
    def variables(self) -> bool:
        return self.version == "2012-10-17" and "variable" in self.keys


def random_theme(rng: random.Random) -> Theme:
    keys = rng.sample(sorted(KEYS), rng.choice((0, 1, 1, 2)))
    version = rng.choice(("2012-10-17", "2012-10-17", "2008-10-17"))
    return Theme(tuple(sorted(keys)), rng.random() < 0.4, version)


def some(rng: random.Random, choices: Sequence[Any], most: int = 2) -> Any:
    """One choice, or a list of a few."""
    picked = rng.sample(choices, rng.randint(1, most))
    return picked[0] if len(picked) == 1 and rng.random() < 0.7 else picked


def random_statement(rng: random.Random, theme: Theme, effect: str) -> Policy:
    actions = "Action" if rng.random() < 0.85 else "NotAction"
    resources = "Resource" if rng.random() < 0.85 else "NotResource"
    patterns = RESOURCE_PATTERNS + (VARIABLE_RESOURCES if theme.variables else [])
    statement: Policy = {
        "Effect": effect,
        actions: some(rng, ACTION_PATTERNS),
        resources: "*" if rng.random() < 0.4 else some(rng, patterns),
    }
    if theme.principals:
        principals = "Principal" if rng.random() < 0.85 else "NotPrincipal"
        statement[principals] = rng.choice(PRINCIPAL_ELEMENTS)
    conditions: dict[str, dict[str, Any]] = {}
    for name in theme.keys:
        key = KEYS[name]
        for _ in range(rng.choice((0, 1, 1, 2))):
            operator = "Null" if rng.random() < 0.12 else rng.choice(key.operators)
            texts = ["true", "false"] if operator == "Null" else key.compared_with
            conditions.setdefault(operator, {})[key.name] = some(rng, texts)
    if conditions:
        statement["Condition"] = conditions
    return statement


def random_policy(rng: random.Random, theme: Theme) -> Policy:
    effects = ["Allow", *rng.choices(["Allow", "Deny"], k=rng.choice((0, 1, 1, 2)))]
    rng.shuffle(effects)
    return {
        "Version": theme.version,
        "Statement": [random_statement(rng, theme, effect) for effect in effects],
    }


def random_pair(rng: random.Random) -> tuple[Theme, Policy, Policy]:
    """Two policies, the second often made from the first, so that many pairs pass."""
    theme = random_theme(rng)
    new = random_policy(rng, theme)
    if rng.random() < 0.35:
        return theme, new, random_policy(rng, theme)
    existing: Policy = json.loads(json.dumps(new))
    for _ in range(rng.choice((1, 1, 2))):
        mutate(rng, theme, rng.choice((new, existing)))
    return theme, new, existing


def mutate(rng: random.Random, theme: Theme, policy: Policy) -> None:
    statements: list[Policy] = policy["Statement"]
    choice = rng.random()
    target = rng.choice(statements)
    if choice < 0.3:
        statements.append(random_statement(rng, theme, rng.choice(("Allow", "Deny"))))
    elif choice < 0.5 and len(statements) > 1:
        kept = [entry for entry in statements if entry is not target]
        if any(entry["Effect"] == "Allow" for entry in kept):
            policy["Statement"] = kept
    else:
        fresh = random_statement(rng, theme, target["Effect"])
        part = rng.choice(("Action", "Resource", "Condition", "Principal"))
        for name in (part, f"Not{part}"):
            target.pop(name, None)
        target.update({name: value for name, value in fresh.items() if name.endswith(part)})


# Every request of a theme has a bit; a statement covers the bits that all its parts let through.


class Universe:
    """Every request of a theme, a bit each."""

    def __init__(self, theme: Theme) -> None:
        self.keys = [KEYS[name] for name in theme.keys]
        self.variables = theme.variables
        fields: list[Sequence[Any]] = [ACTIONS, RESOURCES]
        fields.append(PRINCIPALS if theme.principals else [None])
        fields.extend(key.values for key in self.keys)
        if theme.variables:
            fields.append([None, "a", "b"])
        self.fields = fields
        self.size = 1
        for field in fields:
            self.size *= len(field)
        self.everything = (1 << self.size) - 1
        self.cylinders = list(self._cylinders())

    def _cylinders(self) -> Iterator[list[int]]:
        """For each field, the requests that have each of its values."""
        inner = 1
        for field in reversed(self.fields):
            block = (1 << inner) - 1
            period = inner * len(field)
            repeat = self.everything // ((1 << period) - 1)
            yield [(block << inner * n) * repeat for n in range(len(field))]
            inner = period

    def cylinder(self, field: int) -> list[int]:
        return self.cylinders[len(self.fields) - 1 - field]

    def where(self, field: int, passing: Sequence[bool]) -> int:
        return sum(
            bits for bits, passes in zip(self.cylinder(field), passing, strict=True) if passes
        )

    def request(self, bit: int) -> Request:
        """The request that a bit stands for."""
        chosen: list[Any] = []
        for field in reversed(self.fields):
            bit, at = divmod(bit, len(field))
            chosen.append(field[at])
        action, resource, principal, *carried = reversed(chosen)
        names = [key.name for key in self.keys] + (["aws:username"] if self.variables else [])
        return Request(action, resource, principal, dict(zip(names, carried, strict=True)))

    def allowed(self, policy: Policy) -> int:
        """The requests that a policy allows."""
        bits = {"Allow": 0, "Deny": 0}
        for statement in as_list(policy["Statement"]):
            bits[statement["Effect"]] |= self.covered(policy, statement)
        return bits["Allow"] & ~bits["Deny"]

    def covered(self, policy: Policy, statement: Policy) -> int:
        bits = self.where(0, [action_matches(statement, action) for action in ACTIONS])
        if not self.variables:
            resources = [resource_matches(policy, statement, text, {}) for text in RESOURCES]
            bits &= self.where(1, resources)
        else:
            bits &= self._with_variables(
                1, lambda text, context: resource_matches(policy, statement, text, context)
            )
        bits &= self.where(2, [principal_matches(statement, who) for who in self.fields[2]])
        for name, keys in statement.get("Condition", {}).items():
            for key, values in keys.items():
                bits &= self._condition(policy, name, key, values)
        return bits

    def _condition(self, policy: Policy, name: str, key: str, values: Any) -> int:
        field = 3 + [entry.name for entry in self.keys].index(key)
        if self.variables:
            return self._with_variables(
                field,
                lambda carried, context: condition_holds(
                    policy, name, key, values, {**context, key: carried}
                ),
            )
        passing = [
            condition_holds(policy, name, key, values, {key: carried})
            for carried in self.fields[field]
        ]
        return self.where(field, passing)

    def _with_variables(
        self, field: int, decide: Callable[[Any, Mapping[str, Value]], bool]
    ) -> int:
        last = len(self.fields) - 1
        bits = 0
        for user, with_user in zip(self.fields[last], self.cylinder(last), strict=True):
            context: Mapping[str, Value] = {"aws:username": user}
            bits |= with_user & self.where(
                field, [decide(value, context) for value in self.fields[field]]
            )
        return bits


@functools.lru_cache(maxsize=256)
def universe(theme: Theme) -> Universe:
    return Universe(theme)
