"""Rules about the policies of organizations: service control and resource control policies."""

from collections.abc import Iterator
from functools import partial

from aa_sdk.policy._validation.document import Condition, Statement
from aa_sdk.policy._validation.global_keys import OF_SOURCES
from aa_sdk.policy._validation.globs import is_glob
from aa_sdk.policy._validation.located_json import Key, Path
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, statement_rule

_SERVICES = frozenset(
    """
    aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront
    cloudsearch cloudtrail-data codeartifact codebuild codecommit codepipeline
    cognito-identity cognito-idp comprehend comprehendmedical compute-optimizer
    cost-optimization-hub dax dsql dynamodb ecr ecr-public events firehose fis fms gamelift
    health inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor notifications
    opensearch pca-connector-ad personalize polly pricing resource-groups rolesanywhere s3
    secretsmanager servicediscovery signin sqs sts support swf textract timestream-influxdb
    transcribe transfer translate wafv2 workspaces xray
    """.split()  # noqa: SIM905 (a list would take a line for each)
)
"""The prefixes of the services that resource control policies reach."""
_OF_PRINCIPALS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principaltype",
        "aws:userid",
        "aws:username",
    }
)
"""Context keys of users and roles, which a request of a service does not have."""
_OF_SERVICES = OF_SOURCES | {"aws:principalservicename", "aws:principalservicenameslist"}
"""Context keys that only a request of a service has."""
_PRINCIPAL_TAG = "aws:principaltag/"
_IS_SERVICE = "aws:principalisawsservice"


def _scp_principal(statement: Statement) -> Issues:
    details = "A service control policy is for all principals: leave this element out."
    for name in ("Principal", "NotPrincipal"):
        if name in statement.elements:
            yield Issue(details, ((*statement.path, Key(name)),))


def _scp_action(statement: Statement) -> Issues:
    details = "A * stands at the end of an action only: list the actions instead."
    for entry in statement.actions:
        if "*" in entry.text.rstrip("*"):
            yield Issue(details, (entry.path,))


def _rcp_principal(statement: Statement) -> Issues:
    details = 'A resource control policy is for all principals: write "Principal": "*".'
    if statement.elements.get("Principal", "*") != "*":
        yield Issue(details, ((*statement.path, "Principal"),))
    if "NotPrincipal" in statement.elements:
        yield Issue(details, ((*statement.path, Key("NotPrincipal")),))


def _rcp_allow(statement: Statement) -> Issues:
    places = list(_narrowed(statement)) if statement.effect == "Allow" else []
    if places:
        details = "What is allowed here is for all principals and resources: deny the rest instead."
        yield Issue(details, tuple(places))


def _narrowed(statement: Statement) -> Iterator[Path]:
    """What keeps a statement from being about all principals and resources."""
    elements = statement.elements
    if elements.get("Principal", "*") != "*":
        yield (*statement.path, "Principal")
    if "NotResource" in elements:
        yield (*statement.path, Key("NotResource"))
    elif not any(entry.text == "*" for entry in statement.resources):
        yield from (entry.path for entry in statement.resources)
    if "Condition" in elements:
        yield (*statement.path, Key("Condition"))


def _rcp_not_action(statement: Statement) -> Issues:
    if "NotAction" in statement.elements:
        details = "A resource control policy names the actions that it denies: use Action."
        yield Issue(details, ((*statement.path, Key("NotAction")),))


def _rcp_action(statement: Statement) -> Issues:
    details = "Resource control policies do not reach this: name a service that they reach."
    for entry in statement.actions:
        service, colon, _ = entry.text.lower().partition(":")
        is_everything = entry.text == "*" and statement.effect == "Allow"
        if (colon or is_glob(service)) and service not in _SERVICES and not is_everything:
            yield Issue(details, (entry.path,))


def _denies_services(statement: Statement) -> Issues:
    details = (
        "Services that act for you have no such key and are denied too: "
        'add "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}.'
    )
    if not _asks_for(_IS_SERVICE, statement):
        for condition in _denying_without(statement):
            if condition.name in _OF_PRINCIPALS or condition.name.startswith(_PRINCIPAL_TAG):
                yield Issue(details, (condition.path,))


def _denies_principals(statement: Statement) -> Issues:
    details = (
        "Your users and roles have no such key and are denied too: "
        'add "BoolIfExists": {"aws:PrincipalIsAWSService": "true"}.'
    )
    if not _asks_for(_IS_SERVICE, statement):
        for condition in _denying_without(statement):
            if condition.name in _OF_SERVICES:
                yield Issue(details, (condition.path,))


def _denies_without_source(statement: Statement) -> Issues:
    details = (
        "A service that does not tell for whom it acts is denied too: "
        'add "Null": {"aws:SourceAccount": "false"}.'
    )
    if not any(map(_asks_for_source, statement.conditions)):
        for condition in _denying_without(statement):
            if condition.name in OF_SOURCES:
                yield Issue(details, (condition.path,))


def _denying_without(statement: Statement) -> list[Condition]:
    """The conditions of a Deny that hold where the request does not have the key."""
    return [
        condition
        for condition in (statement.conditions if statement.effect == "Deny" else ())
        if condition.operator.family != "null"
        and (
            condition.operator.negated
            or condition.operator.if_exists
            or condition.operator.qualifier == "ForAllValues"
        )
    ]


def _asks_for(key: str, statement: Statement) -> bool:
    return any(condition.name == key for condition in statement.conditions)


def _asks_for_source(condition: Condition) -> bool:
    return (
        condition.operator.family == "null"
        and condition.name in ("aws:sourceaccount", "aws:sourcearn")
        and any(entry.text == "false" for entry in condition.values)
    )


_scp = partial(statement_rule, kinds=("service_control",))
_rcp = partial(statement_rule, kinds=("resource_control",))

RULES: tuple[Rule, ...] = (
    _scp("SCP_SYNTAX_ERROR_PRINCIPAL", "ERROR", _scp_principal),
    _scp("SCP_SYNTAX_ERROR_ACTION_WILDCARD", "ERROR", _scp_action),
    _rcp("RCP_SYNTAX_ERROR_PRINCIPAL", "ERROR", _rcp_principal),
    _rcp("RCP_SYNTAX_ERROR_ALLOW", "ERROR", _rcp_allow),
    _rcp("RCP_SYNTAX_ERROR_NOTACTION", "ERROR", _rcp_not_action),
    _rcp("RCP_SYNTAX_ERROR_ACTION", "ERROR", _rcp_action),
    _rcp("RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", "WARNING", _denies_services),
    _rcp("RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", "WARNING", _denies_principals),
    _rcp("RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", "WARNING", _denies_without_source),
)
