"""Rules about trust policies: who may assume a role, and by which action."""

from functools import partial

from aa_sdk._arns import Arn
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._validation.document import Document, PrincipalEntry, Statement
from aa_sdk.policy._validation.federation import read_provider
from aa_sdk.policy._validation.globs import covers, is_glob
from aa_sdk.policy._validation.located_json import Key, Path
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, document_rule, statement_rule

_WAYS = {
    "sts:assumerole": "AWS",
    "sts:assumerolewithsaml": "SAML",
    "sts:assumerolewithwebidentity": "OIDC",
}
"""The actions that assume a role, and whom each is for."""
_ROLES_ANYWHERE = "rolesanywhere.amazonaws.com"
_FOR_ROLES_ANYWHERE = ("sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession")
_STEPS = 4_000
"""Places in findings about actions that do not fit, over all statements."""


def _not_principal(statement: Statement) -> Issues:
    if "NotPrincipal" in statement.elements:
        details = "A trust policy says who may assume the role, not who may not: use Principal."
        yield Issue(details, ((*statement.path, Key("NotPrincipal")),))


def _everyone(statement: Statement) -> Issues:
    if statement.elements.get("Principal") == "*":
        details = "A role does not trust everyone: name principals."
        yield Issue(details, ((*statement.path, "Principal"),))


def _resource(statement: Statement) -> Issues:
    details = "A trust policy is about its own role: leave this element out."
    for name in ("Resource", "NotResource"):
        if name in statement.elements:
            yield Issue(details, ((*statement.path, Key(name)),))


def _malformed_provider(statement: Statement) -> Issues:
    details = "An identity provider is named by its domain or by its ARN in IAM."
    for entry in statement.principals:
        is_fixed = not is_glob(entry.text) and "${" not in entry.text
        if entry.key == "Federated" and is_fixed and read_provider(entry.text) is None:
            yield Issue(details, (entry.path,))


def _unfit_actions(document: Document) -> Issues:
    budget = Budget(_STEPS)
    for statement in document.statements:
        if (statement.principal_element, statement.action_element) == ("Principal", "Action"):
            yield from _unfit_in(statement, budget)


def _unfit_in(statement: Statement, budget: Budget) -> Issues:
    details = (
        "These principals cannot use this action: a SAML provider goes with "
        "sts:AssumeRoleWithSAML, an OIDC provider with sts:AssumeRoleWithWebIdentity, "
        "others with sts:AssumeRole."
    )
    unfit: dict[str, list[Path]] = {}
    for action in statement.actions:
        way = _WAYS.get(action.text.lower())
        if way is None:
            continue
        if way not in unfit:
            unfit[way] = [one.path for one in statement.principals if not _fits(way, one)]
        budget.spend(len(unfit[way]))
        if unfit[way]:
            yield Issue(details, (action.path, *unfit[way]))


def _fits(way: str, entry: PrincipalEntry) -> bool:
    if entry.key == "Federated":
        provider = read_provider(entry.text)
        return way != "AWS" and (provider is None or provider.protocol == way)
    return way == "AWS" or entry.key not in ("AWS", "Service") or is_glob(entry.text)


def _roles_anywhere(document: Document) -> Issues:
    trusting = [statement for statement in document.statements if _trusts_anywhere(statement)]
    if not trusting or any(one.action_element != "Action" for one in trusting):
        return
    granted = [text for one in trusting for text in one.lowered_actions]
    missing = [
        action
        for action in _FOR_ROLES_ANYWHERE
        if not any(covers(text, action.lower()) for text in granted)
    ]
    if missing:
        details = f"IAM Roles Anywhere also needs {', '.join(missing)} here: add what is missing."
        yield Issue(details, tuple(one.path for one in trusting))


def _trusts_anywhere(statement: Statement) -> bool:
    return (
        statement.effect == "Allow"
        and statement.principal_element == "Principal"
        and any((one.key, one.text) == ("Service", _ROLES_ANYWHERE) for one in statement.principals)
    )


def _session_beside_role(statement: Statement) -> Issues:
    roles: dict[tuple[str, ...], tuple[int, Path]] = {}
    sessions: list[tuple[tuple[str, ...], tuple[int, Path]]] = []
    for place in enumerate(statement.principals):
        position, entry = place
        arn = Arn.parse(entry.text) if entry.key == "AWS" else None
        kind, *names = arn.resource.split("/") if arn else ("",)
        if arn and names and kind == "role":
            roles.setdefault((arn.partition, arn.account, names[-1]), (position, entry.path))
        elif arn and names and kind == "assumed-role":
            sessions.append(((arn.partition, arn.account, names[0]), (position, entry.path)))
    details = "The role itself is named beside this session of it: leave the session out."
    for role, session in sessions:
        if role in roles:
            yield Issue(details, tuple(path for _, path in sorted((roles[role], session))))


_trust = partial(statement_rule, kinds=("trust",))

RULES: tuple[Rule, ...] = (
    _trust("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", "ERROR", _not_principal),
    _trust("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "ERROR", _everyone),
    _trust("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", "ERROR", _resource),
    _trust("INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", "ERROR", _malformed_provider),
    document_rule("MISMATCHED_ACTION_FOR_PRINCIPAL", "ERROR", _unfit_actions, kinds=("trust",)),
    document_rule(
        "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", "ERROR", _roles_anywhere, kinds=("trust",)
    ),
    _trust("REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", "SUGGESTION", _session_beside_role),
)
