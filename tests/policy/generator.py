"""Random small policies over a small alphabet, made in pairs that have something in common."""

import itertools
import json
import random
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from tests.policy.evaluator import Value

Policy = dict[str, Any]

ACTIONS = ["s3:a", "s3:b", "s3:ab", "s3:ba", "s3:aab", "ec2:a", "ec2:bb"]
ACTION_PATTERNS = [
    *["s3:a", "s3:b", "S3:AB", "s3:a*", "s3:*b", "s3:*", "s3:?", "s3:?b", "*", "ec2:*", "ec2:a"],
    *["s3:a*b", "*:*", "s3:*a*", "ec2:bb"],
]
ARN = "arn:aws:s3:::"
RESOURCES = [
    *[ARN + text for text in ("a", "b", "ab", "a:b", "aa", "home/a/b", "home/b/a")],
    *["arn:aws:s3:r:1:a", "arn:aws:s3:r:2:ab", "arn:aws:sqs:r:1:b", "arn:aws:s3:b:1:a", "*"],
]
RESOURCE_PATTERNS = [
    *["*", ARN + "a", ARN + "a*", ARN + "*b", ARN + "?", ARN + "*", "arn:aws:s3:*:*:a*"],
    *["arn:aws:s3:*:1:*", "arn:*:s3:r:*:a", "arn:aws:s?:::a*", "arn:aws:s3", "arn:aws:*:r:1:*"],
    *[ARN + "b", ARN + "a?b", ARN + "home/*"],
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
    "tag": Key(
        "aws:ResourceTag/Owner", [None, "a", "b", "ab", "B"], ["a", "a*", "b", "ab"], STRINGS
    ),
    # Whether a request carries one value or several is not known: here it is one.
    "asked": Key("aws:UserAgent", [None, "a", "b", "ab"], ["a", "a*", "b"], STRINGS + QUANTIFIED),
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

# What `${` is depends on the version. The escapes are of the new one; in the old one all is text,
# and so is what is not closed, which the new one does not take.
NEW = "2012-10-17"
OLD = "2008-10-17"
ESCAPES = ["${*}", "${?}", "${$}", "${$}{a${*}}", "${$}{a}", "${$}{*", "*${?}"]
# Texts of the old version, and how the new one may have each: as it means, or with its wildcards
# taken for text, which is the other reading there could be.
OLD_DOLLARS = {
    "${*}": ["${*}", "${$}{*}", "${$}{${*}}"],
    "${?}": ["${?}", "${$}{?}", "${$}{${?}}"],
    "${$}": ["${$}", "${$}{${$}}"],
    "${a*}": ["${$}{a*}", "${$}{a${*}}"],
    "${a}": ["${$}{a}"],
    "${a": ["${$}{a"],
    "${*": ["${$}{*", "${$}{${*}"],
    "*${": ["*${$}{", "${*}${$}{"],
}
DOLLAR_TEXTS = ["${*}", "${?}", "${a", "${a}", "${ab}", "$", "*", "?"]

# The keys that stand in variables: of any request, or keys that a theme asks for as well.
VARIABLES = ["aws:username", "aws:PrincipalTag/Team"]
VARIABLE_KEYS = {"string", "set", "tag", "asked"}
VARIABLE_VALUES: list[Value] = [None, "a", "b", "A"]
WITH_ONE = ["${V}", "${V}b", "a${V}", "${V, 'b'}", "*${V}", "${V}*", "${V, ''}"]
WITH_TWO = ["${V}${W}", "${V}/${W}", "${W}b${V}", "${W, 'a'}${V}"]
HOMES = [
    *[ARN + text for text in ("home/${V}/*", "home/*/${V}", "home/${V}/${W}")],
    *[ARN + "home/${V, 'a'}/${V}", "arn:aws:s3:${V}:1:*", "arn:aws:s3:${W}", "${V}"],
]
ROLES = [f"arn:aws:iam::1:{text}" for text in ("role/${V}", "role/*${W}", "${V}/${W}")]


class Theme(NamedTuple):
    """What a pair of policies is made of."""

    keys: tuple[str, ...]
    principals: bool
    versions: tuple[str | None, str | None]
    """Those of the new and of the existing policy."""
    variables: tuple[str, ...]
    """The keys that stand in variables, if a version knows any."""
    dollars: bool
    """Whether there are texts with `$` in them."""

    @property
    def resources(self) -> list[str]:
        return RESOURCES + [ARN + text for text in DOLLAR_TEXTS if self.dollars]

    def values(self, name: str) -> list[Value]:
        """What a request may carry under one of the keys."""
        key = KEYS[name]
        return [*key.values, *(text for text in DOLLAR_TEXTS if self.dollars and name == "string")]

    def patterns(self, rng: random.Random, version: str | None) -> list[str]:
        """What may be asked of a text beside what there is in any theme."""
        own: list[str] = []
        if self.dollars:
            own += ESCAPES if version == NEW else OLD_DOLLARS
        if self.variables and version == NEW:
            own += self._filled(rng, WITH_ONE + WITH_TWO)
        return own

    def resource_patterns(self, rng: random.Random, version: str | None) -> list[str]:
        own = [ARN + text for text in self.patterns(rng, version)]
        if self.variables and version == NEW:
            own += self._filled(rng, HOMES)
        return RESOURCE_PATTERNS + own

    def compared_with(self, rng: random.Random, version: str | None, name: str) -> list[Any]:
        key = KEYS[name]
        own: list[str] = []
        if name == "arn" and self.variables and version == NEW:
            own = self._filled(rng, ROLES)
        elif key.operators[0].startswith(("String", "For")):
            own = self.patterns(rng, version)
        return [*key.compared_with, *own]

    def _filled(self, rng: random.Random, texts: Sequence[str]) -> list[str]:
        one, other = rng.choice(self.variables), rng.choice(self.variables)
        return [text.replace("${V", "${" + one).replace("${W", "${" + other) for text in texts]


def random_theme(rng: random.Random) -> Theme:
    keys = rng.sample(sorted(KEYS), rng.choice((0, 1, 1, 2)))
    new, existing = rng.choices((NEW, OLD, None), (4, 1, 1), k=2)
    variables: list[str] = []
    if NEW in (new, existing) and rng.random() < 0.3:
        usable = VARIABLES + [KEYS[name].name for name in keys if name in VARIABLE_KEYS]
        variables = rng.sample(usable, rng.choice((1, 1, 2)))
    principals = len(variables) < 2 and rng.random() < 0.4
    dollars = rng.random() < 0.25
    return Theme(
        tuple(sorted(keys)), principals, (new, existing), tuple(sorted(variables)), dollars
    )


def some(rng: random.Random, choices: Sequence[Any], most: int = 2) -> Any:
    """One choice, or a list of a few."""
    picked = rng.sample(choices, rng.randint(1, most))
    return picked[0] if len(picked) == 1 and rng.random() < 0.7 else picked


def random_statement(rng: random.Random, theme: Theme, version: str | None, effect: str) -> Policy:
    actions = "Action" if rng.random() < 0.85 else "NotAction"
    resources = "Resource" if rng.random() < 0.85 else "NotResource"
    statement: Policy = {
        "Effect": effect,
        actions: some(rng, ACTION_PATTERNS),
        resources: "*" if rng.random() < 0.4 else some(rng, theme.resource_patterns(rng, version)),
    }
    if theme.principals:
        principals = "Principal" if rng.random() < 0.85 else "NotPrincipal"
        statement[principals] = rng.choice(PRINCIPAL_ELEMENTS)
    conditions: dict[str, dict[str, Any]] = {}
    for name in theme.keys:
        key = KEYS[name]
        for _ in range(rng.choice((0, 1, 1, 2))):
            operator = "Null" if rng.random() < 0.12 else rng.choice(key.operators)
            texts = theme.compared_with(rng, version, name)
            values = ["true", "false"] if operator == "Null" else texts
            conditions.setdefault(operator, {})[key.name] = some(rng, values)
    if conditions:
        statement["Condition"] = conditions
    return statement


def random_policy(rng: random.Random, theme: Theme, version: str | None) -> Policy:
    effects = rng.choices(["Allow", "Deny"], k=rng.choice((0, 1, 1, 2)))
    # A few deny only.
    effects.append("Deny" if rng.random() < 0.03 else "Allow")
    rng.shuffle(effects)
    statements = [random_statement(rng, theme, version, effect) for effect in effects]
    return {**({"Version": version} if version else {}), "Statement": statements}


def random_pair(rng: random.Random) -> tuple[Theme, Policy, Policy]:
    """Two policies, the second often made from the first, so that many pairs pass."""
    theme = random_theme(rng)
    new = random_policy(rng, theme, theme.versions[0])
    if rng.random() < 0.35:
        return theme, new, random_policy(rng, theme, theme.versions[1])
    existing = in_version(rng, new, theme.versions[1])
    for _ in range(rng.choice((1, 1, 2))):
        mutate(rng, theme, rng.choice((new, existing)))
    return theme, new, existing


def in_version(rng: random.Random, policy: Policy, version: str | None) -> Policy:
    """The same statements in another version, in which some of their texts may mean another."""
    text = json.dumps(policy["Statement"])
    if version == NEW and policy.get("Version") != NEW:
        for old, others in OLD_DOLLARS.items():
            text = re.sub(f'(?<=[":]){re.escape(old)}"', f'{rng.choice(others)}"', text)
    return {**({"Version": version} if version else {}), "Statement": json.loads(text)}


def mutate(rng: random.Random, theme: Theme, policy: Policy) -> None:
    statements: list[Policy] = policy["Statement"]
    version = policy.get("Version")
    choice = rng.random()
    target = rng.choice(statements)
    if choice < 0.3:
        effect = rng.choice(("Allow", "Deny"))
        statements.append(random_statement(rng, theme, version, effect))
    elif choice < 0.5 and len(statements) > 1:
        policy["Statement"] = [entry for entry in statements if entry is not target]
    else:
        fresh = random_statement(rng, theme, version, target["Effect"])
        part = rng.choice(("Action", "Resource", "Condition", "Principal"))
        for name in (part, f"Not{part}"):
            target.pop(name, None)
        target.update({name: value for name, value in fresh.items() if name.endswith(part)})
