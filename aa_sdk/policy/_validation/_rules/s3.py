"""Rules about listing buckets of S3."""

from aa_sdk.policy._validation.document import Condition
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, condition_rule


def _unlisted_prefix(condition: Condition) -> Issues:
    operator = condition.operator
    if condition.name != "s3:prefix" or operator.family != "string":
        return
    # What is said of the prefixes that must not be listed, and not of those that may.
    if condition.statement.effect == ("Allow" if operator.negated else "Deny"):
        details = "A shorter prefix lists the same objects: name the prefixes that may be listed."
        yield Issue(details, (condition.path,))


RULES: tuple[Rule, ...] = (
    condition_rule("S3_PREFIX_IN_NEGATIVE_CONTEXT", "SECURITY_WARNING", _unlisted_prefix),
)
