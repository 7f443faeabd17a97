"""Random policies of buckets, over keys that tell a member of a zone and others."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aa_sdk.policy import Account, Organization
from tests.policy.evaluator import Value
from tests.policy.generator import some
from tests.policy.zone.external import Statement, Zone, account_of

OWNER, MEMBER, PARTNER, STRANGER = ("1" * 12, "2" * 12, "3" * 12, "4" * 12)
ACCOUNTS = (OWNER, MEMBER, PARTNER, STRANGER)
ZONES: list[Zone] = [
    Account(),
    Organization("o-abc"),
    Organization("o-abc", accounts=(MEMBER,)),
    Organization("o-abc", paths=("o-abc/r-1/ou-1/",), accounts=(MEMBER,)),
    Account(canonical_id="c" * 64),
    # One of those who may ask is none of its members, so that "*" always has an outsider.
    Organization("o-abc", canonical_ids=("c" * 64, "e" * 64)),
]

# Whoever may ask.

_NAMES = ("root", "user/u", "role/r", "role/q")
_NATIVE = [("AWS", f"arn:aws:iam::{one}:{name}") for one in ACCOUNTS for name in _NAMES]
_SESSIONS = [("AWS", f"arn:aws:sts::{one}:assumed-role/r/s") for one in ACCOUNTS]
_SERVICES = [("Service", "sns.amazonaws.com"), ("Service", "sqs.amazonaws.com")]
_SAML = f"arn:aws:iam::{OWNER}:saml-provider/x"
_FOREIGN = [
    *[("Federated", text) for text in ("graph.facebook.com", _SAML, "idp")],
    *[("CanonicalUser", text) for text in ("c" * 64, "d" * 64)],
]
# Who does not sign its requests: no entry but the one for everyone speaks of it.
_ANONYMOUS = [("Anonymous", "")]
PRINCIPALS = [*_NATIVE, *_SESSIONS, *_SERVICES, *_FOREIGN, *_ANONYMOUS]

OWN_ACCOUNT, OWN_ARN, IS_SERVICE = (
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
)
SETTLED = (OWN_ACCOUNT, OWN_ARN, IS_SERVICE)
"""The keys that hang on who asks."""


class Part(NamedTuple):
    """What a request has in one field."""

    action: str = ""
    principal: tuple[str, str] | None = None
    context: Mapping[str, Value] = {}


def callers() -> Iterator[Part]:
    """Everyone with what the keys say of a request of theirs."""
    for kind, name in PRINCIPALS:
        account = account_of(name) if kind == "AWS" else None
        arn = name if kind == "AWS" else None
        if (kind, name) in _SESSIONS:
            arn = f"arn:aws:iam::{account}:role/r"
        is_service = {"Service": "true", "Anonymous": None}.get(kind, "false")
        # A canonical user has an account that its id does not tell.
        for one in (account, OWNER, PARTNER) if kind == "CanonicalUser" else (account,):
            context = {OWN_ACCOUNT: one, OWN_ARN: arn, IS_SERVICE: is_service}
            yield Part(principal=(kind, name), context=context)


# What is asked for.


class Key(NamedTuple):
    """What a request may carry under a key, what a policy may ask, and by which operators."""

    values: Sequence[Value]
    compared_with: Sequence[Any]
    operators: Sequence[str]


_TEXT = [
    *("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
    *("StringEqualsIfExists", "StringNotEqualsIfExists", "StringNotLikeIfExists"),
]
# StringLike would take for an ARN what is none, of which there is no end.
_ARN = [
    *("ArnLike", "ArnNotLike", "ArnEqualsIfExists", "ArnNotLikeIfExists"),
    *("StringEquals", "StringNotEquals", "StringEqualsIfExists"),
]
_ROLES = [f"arn:aws:iam::{one}:role/*" for one in (OWNER, PARTNER)]
_ONES = [f"arn:aws:iam::{OWNER}:role/r", *(f"arn:aws:iam::{PARTNER}:{x}" for x in _NAMES)]
_OTHERS = [f"arn:aws:iam::{one}:{x}/z" for one in ACCOUNTS for x in ("role", "group")]
_TOPICS = [f"arn:aws:sns:{x}:{one}:t" for x in ("eu", "us") for one in (OWNER, PARTNER, STRANGER)]
_PATHS = ["o-abc/r-1/ou-1/", "o-def/r-2/", "o-abc/*", "o-abc/r-1/ou-2/", "x"]
_SETS = ("ForAllValues", "ForAnyValue")
_QUEUES = [f"arn:aws:sqs:eu:{one}:q" for one in (OWNER, PARTNER)]


def text_key(others: Sequence[str], asked: Sequence[str], operators: Sequence[str]) -> Key:
    """A key for texts: what is asked for may be one of them, stars and all."""
    return Key([None, *dict.fromkeys((*others, *asked))], asked, operators)


KEYS = {
    OWN_ACCOUNT: text_key([*ACCOUNTS, "34"], [OWNER, MEMBER, PARTNER, "3*"], _TEXT),
    OWN_ARN: text_key(
        [*(name for _, name in _NATIVE), *_OTHERS, f"arn:aws-cn:iam::{PARTNER}:role/r", "x"],
        [*_ROLES, *_ONES, "arn:aws:iam::*:role/r", f"arn:*:*:*:{PARTNER}:*"],
        _ARN,
    ),
    IS_SERVICE: Key([None, "true", "false"], ["true", "false"], ["Bool", "BoolIfExists"]),
    "aws:PrincipalOrgID": text_key(["o-x"], ["o-abc", "o-def"], _TEXT),
    "aws:PrincipalOrgPaths": Key(
        [None, *(paths for n in (1, 2, 3) for paths in itertools.combinations(_PATHS, n))],
        _PATHS[:3],
        [f"{sets}:{operator}" for sets in _SETS for operator in _TEXT],
    ),
    "aws:SourceAccount": text_key([STRANGER], [OWNER, MEMBER, PARTNER], _TEXT),
    "aws:SourceArn": text_key(
        [*_TOPICS, *_QUEUES, "x"],
        [*_TOPICS[:2], f"arn:aws:*:*:{OWNER}:*", "arn:aws:s3:::b", "arn:aws:sns:*:*:t"],
        _ARN,
    ),
    "aws:UserAgent": text_key(["c"], ["a", "b", "*"], _TEXT),
    "aws:SourceIp": Key(
        [None, "192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"],
        ["192.0.2.0/24", "198.51.100.0/24", "0.0.0.0/0"],
        ["IpAddress", "NotIpAddress", "IpAddressIfExists", "NotIpAddressIfExists"],
    ),
}
ACTIONS = [
    "s3:GetObject",
    "s3:PutObject",
    "s3:ListBucket",
    "s3:Get",
    "s3:DeleteObject",
    "sqs:SendMessage",
]
PATTERNS = ["s3:GetObject", "s3:PutObject", "s3:*", "s3:Get*", "S3:*Object", "*", "sqs:*"]
_NAMED: list[Any] = [
    *["*", "*", "*", {"AWS": "*"}, {"AWS": PARTNER}, {"AWS": f"arn:aws:iam::{PARTNER}:role/r"}],
    *[{"AWS": [f"arn:aws:iam::{OWNER}:root", f"arn:aws:iam::{PARTNER}:user/u", MEMBER]}],
    *[{"AWS": f"arn:aws:sts::{PARTNER}:assumed-role/r/s", "CanonicalUser": "c" * 64}],
    *[{"AWS": [PARTNER, f"arn:aws:iam::{PARTNER}:root"], "Federated": _SAML}, {"Federated": "*"}],
    *[{"Service": "sns.amazonaws.com", "AWS": f"arn:aws:iam::{MEMBER}:role/q"}, {"Service": "*"}],
    *[{"Federated": ["graph.facebook.com", _SAML], "CanonicalUser": "*"}],
]


class Theme(NamedTuple):
    """What a policy is made of."""

    keys: tuple[str, ...]
    set_operators: bool = False
    """Whether some conditions have ForAllValues or ForAnyValue."""
    undecided: bool = False
    """Whether some conditions are none that can be decided."""
    everyone: bool = False
    """Whether no Allow names anybody."""


def random_theme(rng: random.Random) -> Theme:
    keys = rng.sample(sorted(KEYS), rng.choice((0, 1, 2, 2, 3)))
    return Theme(tuple(sorted(keys)))


def random_policy(rng: random.Random, theme: Theme) -> dict[str, Any]:
    effects = ["Allow", *rng.choices(["Allow", "Deny", "Deny"], k=rng.choice((0, 1, 1, 2, 3)))]
    rng.shuffle(effects)
    statements = [random_statement(rng, theme, effect) for effect in effects]
    return {"Version": "2012-10-17", "Statement": statements}


def random_statement(rng: random.Random, theme: Theme, effect: str) -> Statement:
    actions = "Action" if rng.random() < 0.9 else "NotAction"
    principals = "Principal" if rng.random() < 0.9 else "NotPrincipal"
    to_all = effect == "Allow" and theme.everyone
    statement: Statement = {
        "Effect": effect,
        principals if not to_all else "Principal": "*" if to_all else rng.choice(_NAMED),
        actions: some(rng, PATTERNS, 3),
        "Resource": "*",
    }
    conditions: dict[str, dict[str, Any]] = {}
    for name in theme.keys:
        key = KEYS[name]
        for _ in range(rng.choice((0, 1, 1, 2))):
            operator = rng.choice(key.operators)
            if theme.set_operators and ":" not in operator and rng.random() < 0.15:
                operator = f"{rng.choice(_SETS)}:{operator}"
            values = key.compared_with
            if rng.random() < 0.1:
                operator, values = "Null", ["true", "false"]
            conditions.setdefault(operator, {})[name] = some(rng, values)
    if theme.undecided and rng.random() < 0.2:
        conditions["StringMaybe"] = {"aws:Referer": "x"}
    if theme.undecided and "aws:SourceAccount" in theme.keys and rng.random() < 0.1:
        conditions["NumericEquals"] = {"aws:SourceAccount": OWNER}
    if conditions:
        statement["Condition"] = conditions
    return statement


def as_decided(document: Mapping[str, Any]) -> tuple[dict[str, Any], set[int]]:
    """The widest of what a policy with undecided conditions may mean, and whom that is about.

    Returns:
        The document without these conditions, and without Denies that hang on them; the indexes of
        the statements that have some.
    """
    blocks = [one.get("Condition", {}) for one in document["Statement"]]
    mixed = {key for block in blocks for key in block.get("NumericEquals", {})}
    hanging: set[int] = set()
    kept: list[Statement] = []
    for index, (statement, block) in enumerate(zip(document["Statement"], blocks, strict=True)):
        decided = {
            operator: {key: values for key, values in keys.items() if key not in mixed}
            for operator, keys in block.items()
            if operator != "StringMaybe"
        }
        if decided != block:
            hanging.add(index)
        if decided == block or statement["Effect"] == "Allow":
            kept.append({**statement, "Condition": decided})
    return {**document, "Statement": kept}, hanging
