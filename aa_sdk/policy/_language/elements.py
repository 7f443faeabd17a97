"""The elements that a policy and its statements may have, by name."""

VERSIONS = {"2008-10-17": False, "2012-10-17": True}
"""The versions of the policy language, and whether each one knows policy variables."""

EFFECTS = ("Allow", "Deny")
"""What an Effect may say."""

POLICY_ELEMENTS = frozenset({"Version", "Id", "Statement"})
"""The elements of a policy."""

NEGATIONS = {
    "Action": "NotAction",
    "Resource": "NotResource",
    "Principal": "NotPrincipal",
}
"""Elements that may be negated, and what each is called then. The two exclude each other."""

STATEMENT_ELEMENTS = frozenset({"Sid", "Effect", "Condition", *NEGATIONS, *NEGATIONS.values()})
"""The elements of a statement."""
