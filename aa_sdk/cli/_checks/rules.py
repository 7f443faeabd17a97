"""The rules that a report in SARIF names: questions, and codes of validation."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from aa_sdk.cli._checks.notices import Notice

DOCS = "https://github.com/aa-sdk/aa-sdk/tree/main/docs"


class Question(NamedTuple):
    """A question in words."""

    title: str
    help: str
    page: str


QUESTIONS: Mapping[str, Question] = {
    "no-new-access": Question(
        "The policy allows something new",
        "Some request is allowed that the policy it is compared with does not allow. Take the "
        "statement back or narrow it, or let the change be approved by whoever may.",
        "how-to/policy-checks.md",
    ),
    "access-not-granted": Question(
        "The policy allows what was ruled out",
        "Some request is allowed for an action or a resource that was named as one no policy may "
        "give access to. Name actions and resources more closely, or add a Deny.",
        "how-to/policy-checks.md",
    ),
    "no-public-access": Question(
        "The policy opens its resource to everyone",
        "Some request is allowed whoever makes it. Name principals, or pin the caller by a "
        "condition on a key that it cannot choose, such as aws:PrincipalOrgID.",
        "how-to/policy-checks.md",
    ),
    "external-access": Question(
        "Somebody outside of the zone of trust gets in",
        "The policy names, or does not keep out, a principal outside of the account or the "
        "organization that is trusted. Remove it, or archive what an analyzer finds of it.",
        "how-to/external-access.md",
    ),
    "validate": Question(
        "The policy could not be validated",
        "Nothing was found out about it, for the document or the call was at fault.",
        "how-to/validate.md",
    ),
    "read": Question(
        "The policy could not be read",
        "Its text is not known before something is deployed, or its file is no policy. It has not "
        "passed: write the policy out, or check it where it is deployed.",
        "how-to/command-line.md",
    ),
}


def rule_of(notice: Notice) -> dict[str, Any]:
    """Describe the rule of a notice.

    Args:
        notice: The first notice of the rule.
    """
    question = QUESTIONS.get(notice.rule)
    if question is not None:
        return {
            "id": notice.rule,
            "shortDescription": {"text": question.title},
            "fullDescription": {"text": question.help},
            "help": {"text": question.help},
            "helpUri": f"{DOCS}/{question.page}",
            "defaultConfiguration": {"level": "error"},
            "properties": {"tags": ["security"], "security-severity": "8.0"},
        }
    words = notice.rule.replace("_", " ").lower()
    return {
        "id": notice.rule,
        "shortDescription": {"text": f"Policy validation: {words}"},
        "fullDescription": {
            "text": f"Validation found {words} in a policy. The result says what that is about."
        },
        "help": {"text": f"What it is, and how to mend it: {notice.link or DOCS}"},
        "helpUri": notice.link or DOCS,
        "defaultConfiguration": {"level": notice.level},
        "properties": {"tags": ["policy-validation"]},
    }


def rules_of(notices: Sequence[Notice]) -> dict[str, dict[str, Any]]:
    """Describe the rules of notices, each once, in their order.

    Args:
        notices: The notices.
    """
    rules: dict[str, dict[str, Any]] = {}
    for one in notices:
        if one.rule not in rules:
            rules[one.rule] = rule_of(one)
    return rules
