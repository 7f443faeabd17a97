"""The table of the rules: every code of the service has rules, or is said not to be checked."""

from aa_sdk.policy._validation.table import PROSE, RULES

# What the service's documentation lists, by type.
DOCUMENTED = {"ERROR": 82, "WARNING": 29, "SECURITY_WARNING": 20, "SUGGESTION": 29}
UNREADABLE = "JSON_SYNTAX_ERROR"
"""An error that no rule tells, since there is no document to hold rules against."""


def test_a_code_has_one_type_whichever_rule_tells_it() -> None:
    types: dict[str, set[str]] = {}
    for rule in RULES:
        types.setdefault(rule.code, set()).add(rule.finding_type)
    assert {code: found for code, found in types.items() if len(found) > 1} == {}


def test_every_documented_code_is_decided_or_said_not_to_be() -> None:
    types = {rule.code: rule.finding_type for rule in RULES}
    assert not PROSE & types.keys()
    counted = dict.fromkeys(DOCUMENTED, 0)
    for finding_type in types.values():
        counted[finding_type] += 1
    counted["ERROR"] += len({UNREADABLE, *PROSE})
    assert counted == DOCUMENTED


def test_a_rule_is_for_some_kind_of_policy() -> None:
    assert all(rule.kinds for rule in RULES)
