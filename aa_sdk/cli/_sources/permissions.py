"""Permissions that are written as properties, of which AWS makes the statement of a policy.

The names of properties differ between CloudFormation and Terraform's providers in capitals and
underscores alone, so they are looked up without either.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from aa_sdk.cli._sources.intrinsics import DependsError
from aa_sdk.cli._sources.resource_kinds import Kind
from aa_sdk.models import AccessCheckResourceType
from aa_sdk.policy._language.json_values import is_list, is_object


class _Form(NamedTuple):
    """How a permission is written."""

    named: str
    """The property that names what it is for."""
    arn: str
    """The ARN of that, by its name."""
    resource_type: AccessCheckResourceType | None = None
    """What that is, if it can be checked for public access."""
    usual_name: str = "*"
    """The name where none is given."""
    usual_action: str | None = None
    """What is allowed where that is not said."""


_FUNCTION = _Form("functionname", "arn:aws:lambda:*:*:function:{}", "AWS::Lambda::Function")
_LAYER = "arn:aws:lambda:*:*:layer:{}:*"
_BUS = _Form(
    "eventbusname",
    "arn:aws:events:*:*:event-bus/{}",
    usual_name="default",
    usual_action="events:PutEvents",
)
_FORMS: Mapping[str, _Form] = {
    "AWS::Events::EventBusPolicy": _BUS,
    "AWS::Lambda::LayerVersionPermission": _Form("layerversionarn", _LAYER),
    "AWS::Lambda::Permission": _FUNCTION,
    "aws_cloudwatch_event_permission": _BUS,
    "aws_lambda_layer_version_permission": _Form("layername", _LAYER),
    "aws_lambda_permission": _FUNCTION,
    "awscc_lambda_layer_version_permission": _Form("layerversionarn", _LAYER),
    "awscc_lambda_permission": _FUNCTION,
}
_CONDITIONS: Mapping[str, tuple[str, str]] = {
    "eventsourcetoken": ("StringEquals", "lambda:EventSourceToken"),
    "functionurlauthtype": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "invokedviafunctionurl": ("Bool", "lambda:InvokedViaFunctionUrl"),
    "organizationid": ("StringEquals", "aws:PrincipalOrgID"),
    "principalorgid": ("StringEquals", "aws:PrincipalOrgID"),
    "sourceaccount": ("StringEquals", "aws:SourceAccount"),
    "sourcearn": ("ArnLike", "aws:SourceArn"),
}
_SERVICE = re.compile(r"\.(amazon(aws)?\.com(\.cn)?|\$\{AWS::URLSuffix\})$")
_BEFORE_NAME = re.compile(r"^(.*:)?(function|layer):")

OPEN_URL: Mapping[str, Any] = {
    "Effect": "Allow",
    "Principal": "*",
    "Action": "lambda:InvokeFunctionUrl",
    "Resource": "arn:aws:lambda:*:*:function:*",
    "Condition": {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}},
}
"""What SAM and Terraform add where the URL of a function is open to everyone."""

OPEN_URL_KIND = Kind("", "RESOURCE_POLICY", "AWS::Lambda::Function", is_statement=True)
"""What that hangs on."""


def _nameless(value: Any) -> None:
    """Know no names."""
    del value


def permission(
    resource_type: str,
    properties: Mapping[str, Any],
    value_of: Callable[[str], Any],
    name_of: Callable[[Any], str | None] = _nameless,
) -> tuple[Mapping[str, Any], Kind] | None:
    """Return the statement that a permission becomes, and what it hangs on.

    Args:
        resource_type: The type of the resource, in the words of the file.
        properties: What is said of it, as it is written.
        value_of: Works out a property, by its name in the file.
        name_of: Finds the name of what a property refers to, where it cannot be worked out.

    Returns:
        These; None for a resource that is no permission, and for a permission of a service of AWS
        about which not all is known: it lets nobody else in, wherever it acts from.

    Raises:
        DependsError: `value_of` does, for another permission.
    """
    form = _FORMS.get(resource_type)
    if form is None or "Statement" in properties:
        return None
    keys = {key.replace("_", "").lower(): key for key in properties}

    def said(name: str) -> Any:
        return value_of(keys[name]) if name in keys else None

    def named() -> Any:
        try:
            return said(form.named)
        except DependsError:
            name = name_of(properties[keys[form.named]])
            if name is None:
                raise
            return name

    try:
        statement = {
            "Effect": "Allow",
            "Principal": _principal(said("principal")),
            "Action": said("action") or form.usual_action,
            "Resource": _arn(form, named()),
            "Condition": _conditions(said),
        }
    except DependsError:
        if _names_service(properties.get(keys.get("principal", ""))):
            return None
        raise
    whole = {key: one for key, one in statement.items() if one}
    return whole, Kind("", "RESOURCE_POLICY", form.resource_type, is_statement=True)


def _names_service(principal: Any) -> bool:
    """Tell a service of AWS by how it is written, even if a part of its name is not known."""
    match principal:
        case {"Fn::Join": ["", [*_, {"Ref": "AWS::URLSuffix"}]]}:
            return True
        case (
            str(text)
            | {"Fn::Sub": str(text) | [str(text), *_]}
            | {"Fn::Join": ["", [*_, str(text)]]}
        ):
            return bool(_SERVICE.search(text))
        case _:
            return False


def _principal(value: Any) -> Any:
    if value is None or value == "*":
        return value
    name = str(value)  # an account may be a number in YAML
    return {"Service" if _names_service(name) else "AWS": name}


def _arn(form: _Form, value: Any) -> str:
    name = str(value or form.usual_name)
    return name if name.startswith("arn:") else form.arn.format(_BEFORE_NAME.sub("", name))


def _conditions(value_of: Callable[[str], Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, (operator, key) in _CONDITIONS.items():
        if value := value_of(name):
            # A number in YAML may be an account.
            found.setdefault(operator, {})[key] = "true" if value is True else str(value)
    for one in _listed(value_of("condition")):
        said = {key.lower(): part for key, part in one.items()} if is_object(one) else {}
        found.setdefault(str(said.get("type")), {})[str(said.get("key"))] = said.get("value")
    return found


def _listed(value: Any) -> list[Any]:
    if not value:
        return []
    return value if is_list(value) else [value]
