"""Rules about trust in OIDC providers: which of their users a statement means.

The context keys of a provider begin with its name: `accounts.google.com:aud` is whom a token of
Google's is for, `token.actions.githubusercontent.com:sub` which workflow of GitHub's asks.
"""

import re
from functools import partial

from aa_sdk.policy._validation.document import Condition, Entry, Statement
from aa_sdk.policy._validation.federation import oidc_providers
from aa_sdk.policy._validation.globs import is_glob
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, condition_rule, statement_rule

_GITHUB = "token.actions.githubusercontent.com"
_GITHUB_SUBJECT = f"{_GITHUB}:sub"
_BRANCH = re.compile(r"repo:[^:/*?]+/[^:*?]+:(?:[^*?]*:)?ref:refs/heads/[^*?]+")
_BUILT_IN_AUDIENCES = frozenset(
    {
        "accounts.google.com:aud",
        "cognito-identity.amazonaws.com:aud",
        "graph.facebook.com:app_id",
        "www.amazon.com:app_id",
    }
)
"""The keys of the providers that AWS knows itself: each token is for one audience."""


def _unconditional(statement: Statement) -> Issues:
    names = {condition.name.rpartition(":")[0] for condition in statement.conditions}
    places = [one.path for one in _trusted(statement) if one.text not in names]
    if places:
        details = "Any user of this provider may assume the role: ask for values of its keys."
        yield Issue(details, tuple(places))


def _without_repository(statement: Statement) -> Issues:
    keys = {condition.name for condition in statement.conditions}
    places = [one.path for one in _trusted(statement) if one.text == _GITHUB]
    if places and _GITHUB_SUBJECT not in keys:
        details = f"Any repository on GitHub may assume the role: ask for {_GITHUB_SUBJECT}."
        yield Issue(details, tuple(places))


def _trusted(statement: Statement) -> list[Entry]:
    """The OIDC providers whose users may assume the role by this statement."""
    may_assume = (
        statement.effect == "Allow"
        and statement.principal_element == "Principal"
        and statement.action_element == "Action"
        and any(_assumes(action) for action in statement.lowered_actions)
    )
    return oidc_providers(statement) if may_assume else []


def _assumes(action: str) -> bool:
    return action.startswith("sts:assumerole") or is_glob(action)


def _broad_subject(condition: Condition) -> Issues:
    if (
        condition.name == _GITHUB_SUBJECT
        and condition.statement.effect == "Allow"
        and condition.operator.family == "string"
        and not condition.operator.negated
    ):
        details = (
            "More than one branch of one repository may match: "
            "write repo:OWNER/REPOSITORY:ref:refs/heads/BRANCH."
        )
        for entry in condition.values:
            if not _BRANCH.fullmatch(entry.text):
                yield Issue(details, (entry.path,))


def _audience_of_many(statement: Statement) -> Issues:
    details = "A token is for one audience: take ForAnyValue away."
    for condition in _audiences(statement):
        if condition.operator.qualifier == "ForAnyValue":
            yield Issue(details, (condition.path,))


def _audience(statement: Statement) -> Issues:
    details = "This is the audience of a token: one value is compared without a qualifier."
    for condition in _audiences(statement):
        if (
            condition.operator.qualifier != "ForAnyValue"
            and condition.name not in _BUILT_IN_AUDIENCES
        ):
            yield Issue(details, (condition.path,))


def _audiences(statement: Statement) -> list[Condition]:
    """The conditions on whom the token of one of the statement's providers is for."""
    possible = [condition for condition in statement.conditions if _may_be_audience(condition)]
    providers = {one.text for one in oidc_providers(statement)} if possible else ()
    return [one for one in possible if one.name.rpartition(":")[0] in providers]


def _may_be_audience(condition: Condition) -> bool:
    name = condition.name
    is_named_so = name.endswith(":aud") or name in _BUILT_IN_AUDIENCES
    return is_named_so and condition.operator.family == "string"


_trust = partial(statement_rule, kinds=("trust",))

RULES: tuple[Rule, ...] = (
    _trust("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", "SECURITY_WARNING", _unconditional),
    _trust("MISSING_GITHUB_REPO_CONDITION_KEY", "SECURITY_WARNING", _without_repository),
    condition_rule(
        "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", "WARNING", _broad_subject, kinds=("trust",)
    ),
    _trust("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", "SECURITY_WARNING", _audience_of_many),
    _trust("CONFIRM_AUDIENCE_CLAIM_TYPE", "SUGGESTION", _audience),
)
