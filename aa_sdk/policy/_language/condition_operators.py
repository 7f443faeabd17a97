"""The condition operators, taken apart: what each one asks of a context key."""

from functools import lru_cache
from typing import NamedTuple

from aa_sdk.policy.errors import UnsupportedPolicyError


class Operator(NamedTuple):
    """A condition operator, taken apart."""

    family: str
    """How values are read: `string`, `arn`, `bool`, `binary`, `numeric`, `date`, `ip` or `null`."""
    comparison: str
    """`=`, `<`, `<=`, `>`, `>=`; for strings also `like` and `fold`."""
    negated: bool
    """Whether it is the `Not` of its comparison."""
    if_exists: bool = False
    """Whether a missing key satisfies it."""
    quantifier: str = ""
    """`all` or `any` for ForAllValues and ForAnyValue, else empty."""


_SETS = {"": "", "forallvalues:": "all", "foranyvalue:": "any"}
_IF_EXISTS = "ifexists"
_ORDERS = {
    "equals": ("=", False),
    "notequals": ("=", True),
    "lessthan": ("<", False),
    "lessthanequals": ("<=", False),
    "greaterthan": (">", False),
    "greaterthanequals": (">=", False),
}
_PLAIN = {
    "stringequals": Operator("string", "=", negated=False),
    "stringnotequals": Operator("string", "=", negated=True),
    "stringequalsignorecase": Operator("string", "fold", negated=False),
    "stringnotequalsignorecase": Operator("string", "fold", negated=True),
    "stringlike": Operator("string", "like", negated=False),
    "stringnotlike": Operator("string", "like", negated=True),
    # ArnEquals and ArnLike are one operator under two names: both take wildcards.
    "arnequals": Operator("arn", "like", negated=False),
    "arnlike": Operator("arn", "like", negated=False),
    "arnnotequals": Operator("arn", "like", negated=True),
    "arnnotlike": Operator("arn", "like", negated=True),
    "bool": Operator("bool", "=", negated=False),
    "binaryequals": Operator("binary", "=", negated=False),
    "ipaddress": Operator("ip", "=", negated=False),
    "notipaddress": Operator("ip", "=", negated=True),
    **{
        f"{family}{name}": Operator(family, comparison, negated)
        for family in ("numeric", "date")
        for name, (comparison, negated) in _ORDERS.items()
    },
}
_NULL = Operator("null", "=", negated=False)


@lru_cache(maxsize=512)
def operator(name: str) -> Operator:
    """Read the name of a condition operator.

    Args:
        name: As it stands in the document; case does not matter.

    Returns:
        The operator.

    Raises:
        UnsupportedPolicyError: There is no such operator.
    """
    text = name.lower()
    if text == "null":
        return _NULL
    prefix, colon, rest = text.rpartition(":")
    stem = rest.removesuffix(_IF_EXISTS)
    known = _PLAIN.get(stem)
    quantifier = _SETS.get(prefix + colon)
    if known is None or quantifier is None:
        raise UnsupportedPolicyError(name, "an unknown condition operator")
    return known._replace(if_exists=stem != rest, quantifier=quantifier)
