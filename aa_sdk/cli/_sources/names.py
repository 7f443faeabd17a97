"""The names of functions, layers and event buses that a template refers to."""

import re
from collections.abc import Mapping
from typing import Any

from aa_sdk.cli._sources.intrinsics import DependsError, Resolver
from aa_sdk.policy._language.json_values import is_object

# The property with the name of a resource, and what stands behind that in its ARN.
_NAMED: Mapping[str, tuple[str, str]] = {
    "AWS::Events::EventBus": ("Name", ""),
    "AWS::Lambda::Alias": ("FunctionName", ":*"),
    "AWS::Lambda::Function": ("FunctionName", ""),
    "AWS::Lambda::LayerVersion": ("LayerName", ""),
    "AWS::Lambda::Version": ("FunctionName", ":*"),
    "AWS::Serverless::Function": ("FunctionName", ""),
    "AWS::Serverless::LayerVersion": ("LayerName", ""),
}
_VARIABLE = re.compile(r"\$\{([A-Za-z0-9]+)(\.Arn)?\}$")
_MOST_STEPS = 8


def name_of(value: Any, resources: Mapping[str, Any], resolver: Resolver) -> str | None:
    """Return the name of a resource of the same template that a property refers to.

    Args:
        value: The property.
        resources: The resources of the template.
        resolver: Works out functions.

    Returns:
        The name. Where CloudFormation makes one, a pattern with the logical name in it, as
        CloudFormation puts it there. None where the value refers to nothing of this template, or
        to something whose name is not known.
    """
    behind = ""
    for _ in range(_MOST_STEPS):  # an alias has a function, which has a name
        logical = _reference(value)
        resource: Any = resources.get(logical) if logical else None
        if not is_object(resource) or resource.get("Type") not in _NAMED:
            return None
        key, ending = _NAMED[str(resource["Type"])]
        behind = behind or ending
        properties: Any = resource.get("Properties")
        value = properties.get(key) if is_object(properties) else None
        if value is None:
            return f"*{logical}*{behind}"
        try:
            return f"{resolver.resolve(value, ())}{behind}"
        except DependsError:
            continue
    return None


def _reference(value: Any) -> str | None:
    """Return the logical name of the resource whose name or ARN something is."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), "Arn"]}:
            return name
        case {"Fn::GetAtt": str(text)}:
            name, _, attribute = text.partition(".")
            return name if attribute == "Arn" else None
        case {"Fn::Sub": str(text)} if found := _VARIABLE.match(text):
            return found[1]
        case _:
            return None
