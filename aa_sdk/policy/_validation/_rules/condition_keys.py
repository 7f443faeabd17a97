"""Rules about context keys that protect less than they seem to."""

from aa_sdk.policy._validation.document import Statement
from aa_sdk.policy._validation.rules import Issue, Issues, Rule, statement_rule

_FORGEABLE = frozenset(("aws:referer", "aws:useragent"))
"""The keys whose values are headers of the request, which callers write as they like."""
_COMPANIONS = {
    "aws:vpcsourceip": ("aws:SourceVpc", "aws:SourceVpce"),
    "aws:ec2instancesourceprivateipv4": ("aws:Ec2InstanceSourceVpc",),
}
"""The keys that mean something in one network only, and those of which one says which."""
_ENDPOINT_OWNERS = frozenset(("aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths"))
_SERVICES_WITH_ENDPOINT_OWNERS = frozenset(
    (
        "acm-pca",
        "apprunner",
        "applicationinsights",
        "athena",
        "cloudformation",
        "comprehendmedical",
        "compute-optimizer",
        "datasync",
        "discovery",
        "ebs",
        "firehose",
        "healthlake",
        "iam",
        "iotfleetwise",
        "iotwireless",
        "kms",
        "lambda",
        "medical-imaging",
        "omics",
        "payment-cryptography",
        "polly",
        "rbin",
        "rekognition",
        "s3",
        "scheduler",
        "servicediscovery",
        "servicequotas",
        "ssm-contacts",
        "storagegateway",
        "textract",
        "transcribe",
        "transfer",
    )
)
"""The services that tell whose VPC endpoint a request came through."""
_PASSING_ROLES = "iam:passrole"
_S3_OWNER = frozenset(("s3:resourceaccount",))
_S3_RESOURCES = frozenset(("AWS::S3::Bucket", "AWS::S3::AccessPoint"))


_SETTING_ACTIONS = {
    "sts:sourceidentity": "sts:SetSourceIdentity",
    "sts:transitivetagkeys": "sts:TagSession",
}
"""What callers set when they assume a role, and the action that allows them to."""


def _forgeable(statement: Statement) -> Issues:
    for condition in statement.conditions_on(_FORGEABLE):
        details = "Callers write this value themselves: control access by another context key."
        yield Issue(details, (condition.path,))


def _without_companion(statement: Statement) -> Issues:
    conditions = statement.conditions_on(_COMPANIONS)
    if not conditions or statement.effect != "Allow":
        return
    names = {condition.name for condition in statement.conditions}
    for condition in conditions:
        companions = _COMPANIONS[condition.name]
        if names.isdisjoint(map(str.lower, companions)):
            details = f"Other networks have the same addresses: add {' or '.join(companions)}."
            yield Issue(details, (condition.path,))


def _without_action(statement: Statement) -> Issues:
    conditions = statement.conditions_on(_SETTING_ACTIONS)
    if not conditions or (statement.effect, statement.action_element) != ("Allow", "Action"):
        return
    actions = set(statement.lowered_actions)
    if not any(action.startswith("sts:assumerole") for action in actions):
        return
    for condition in conditions:
        action = _SETTING_ACTIONS[condition.name]
        if action.lower() not in actions:
            details = f"Nobody may set what this asks for: add the action {action}."
            yield Issue(details, (condition.path,))


def _with_other_services(statement: Statement) -> Issues:
    conditions = statement.conditions_on(_ENDPOINT_OWNERS)
    if not conditions:
        return
    if statement.action_element == "NotAction" or not all(
        _tells_endpoint_owner(action) for action in statement.lowered_actions
    ):
        details = "Not all services know this context key: name actions only of those that do."
        for condition in conditions:
            yield Issue(details, (condition.path,))


def _tells_endpoint_owner(action: str) -> bool:
    service = action.partition(":")[0]
    return service in _SERVICES_WITH_ENDPOINT_OWNERS and action != _PASSING_ROLES


def _of_no_use_in_bucket_policy(statement: Statement) -> Issues:
    if statement.document.resource_type in _S3_RESOURCES:
        for condition in statement.conditions_on(_S3_OWNER):
            details = "The policy's own resource is meant: ask this in identity policies instead."
            yield Issue(details, (condition.path,))


RULES: tuple[Rule, ...] = (
    statement_rule("UNTRUSTWORTHY_CONDITION_KEY", "SECURITY_WARNING", _forgeable),
    statement_rule("MISSING_PAIRED_CONDITION_KEYS", "SECURITY_WARNING", _without_companion),
    statement_rule("MISSING_ACTION_FOR_CONDITION_KEY", "ERROR", _without_action),
    statement_rule(
        "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", "WARNING", _with_other_services
    ),
    statement_rule(
        "IRRELEVANT_CONDITION_KEY_IN_POLICY",
        "SUGGESTION",
        _of_no_use_in_bucket_policy,
        kinds=("resource",),
    ),
)
