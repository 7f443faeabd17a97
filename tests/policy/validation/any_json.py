"""Strategies: any JSON, and JSON that looks like a policy here and there."""

from typing import Any

from hypothesis import strategies as st

_NAMES = st.sampled_from(
    [
        *("Version", "Id", "Statement", "Sid", "Effect", "Principal", "NotPrincipal", "Action"),
        *("NotAction", "Resource", "NotResource", "Condition", "AWS", "Federated", "Service"),
        *("StringEquals", "StringLike", "ForAllValues:StringLike", "ForAnyValue:Null", "Null"),
        *("BoolIfExists", "Bool", "IpAddress", "NotIpAddress", "NumericLessThan", "DateEquals"),
        *("ArnLike", "BinaryEquals", "StringNotLikeIfExists", "aws:SourceIp", "aws:SourceVpc"),
        *(
            "aws:PrincipalTag/",
            "aws:TagKeys",
            "aws:RequestTag/a",
            "iam:PassedToService",
            "s3:prefix",
        ),
        *("dynamodb:Attributes", "dynamodb:Select", "token.actions.githubusercontent.com:sub"),
    ]
)
_WORDS = st.sampled_from(
    [
        *("", "*", "**", "Allow", "Deny", "2012-10-17", "2008-10-17", "s3:*", "S3:Get?bject"),
        *("iam:PassRole", "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "dynamodb:Scan"),
        *("arn:aws:s3:::b/*", "arn:aws:iam::111122223333:role/r", "arn::::", "arn:aws:ec2", "a:b"),
        *("${", "${aws:username}", "${a,'b'}", "${*}", "10.0.0.0/8", "1.2.3.4", "::1", "true"),
        *(
            "2020-01-01T00:00:00Z",
            "1700000000",
            "vpc-1",
            "lambda.amazonaws.com",
            "\ud800",
            "\u00e9",
        ),
        *("111122223333", "AROAEXAMPLEEXAMPLE12", "repo:*", "accounts.google.com"),
    ]
)
_SCALARS: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)

JSON: st.SearchStrategy[Any] = st.recursive(
    _SCALARS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
"""Any JSON value."""

POLICY_LIKE: st.SearchStrategy[Any] = st.recursive(
    _WORDS | _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=5),
    max_leaves=30,
)
"""JSON made of the words of policies, in no particular order."""

_STRINGS = _WORDS | st.lists(_WORDS, max_size=4)
STATEMENTS: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"])},
    optional={
        "Sid": _WORDS,
        "Action": _STRINGS,
        "NotAction": _STRINGS,
        "Resource": _STRINGS,
        "NotResource": _STRINGS,
        "Principal": _STRINGS | st.dictionaries(_NAMES, _STRINGS, max_size=3),
        "NotPrincipal": st.dictionaries(_NAMES, _STRINGS, max_size=3),
        "Condition": st.dictionaries(
            _NAMES, st.dictionaries(_NAMES, _STRINGS | POLICY_LIKE, max_size=3), max_size=3
        ),
    },
)
"""Statements of about the right form."""

DOCUMENTS: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {"Statement": STATEMENTS | st.lists(STATEMENTS | POLICY_LIKE, max_size=4)},
    optional={"Version": _WORDS | POLICY_LIKE, "Id": POLICY_LIKE},
)
"""Documents of about the right form."""
