"""What other templates, modules and the macro of SAM add to a template, which it does not show."""

from collections.abc import Iterator, Mapping
from typing import Any

from aa_sdk.cli._sources.documents import Path
from aa_sdk.cli._sources.intrinsics import condition_of, function_of
from aa_sdk.policy._language.json_values import is_list, is_object

KNOWN_MACROS = frozenset(
    {"AWS::CodeDeployBlueGreen", "AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"}
)
"""Macros that change no policy which a template shows."""

_TEMPLATES = {
    "AWS::CloudFormation::Stack": "TemplateURL",
    "AWS::CloudFormation::StackSet": "TemplateURL",
    "AWS::Serverless::Application": "Location",
}
_WITH_POLICIES = frozenset({"AWS::Serverless::Function", "AWS::Serverless::StateMachine"})
# Calls that give the name of a managed policy, whose document stands elsewhere.
_NAMES = frozenset({"Ref", "Fn::GetAtt", "Fn::ImportValue", "Fn::Join", "Fn::Sub"})
NOT_WRITTEN = "SAM writes this policy when it is deployed"
"""Why a policy is not known."""


def other_template(kind: str, resource: Mapping[str, Any]) -> str | None:
    """Return where the template of a nested stack is; None for what is none.

    Args:
        kind: The type of the resource.
        resource: The resource.

    Returns:
        The place, empty where it is not written out.
    """
    if kind not in _TEMPLATES:
        return None
    properties, metadata = (resource.get(name) for name in ("Properties", "Metadata"))
    places: list[Any] = [
        properties.get(_TEMPLATES[kind]) if is_object(properties) else None,
        # The CDK puts the place together when it is deployed, and says here which file it was.
        metadata.get("aws:asset:path") if is_object(metadata) else None,
    ]
    return next((place for place in places if isinstance(place, str)), "")


def generated(kind: str, resource: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Say what of a resource is not in the template.

    Args:
        kind: The type of the resource.
        resource: The resource.

    Yields:
        Where that is, from the resource on, and why it is not known.
    """
    properties: Any = resource.get("Properties", {})
    if kind.endswith("::MODULE"):
        yield (), "its policies are those of a module"
    if kind == "AWS::Serverless::Connector":
        yield (), NOT_WRITTEN
    if "Connectors" in resource:
        yield ("Connectors",), NOT_WRITTEN
    if kind in _WITH_POLICIES and is_object(properties):
        for at, reason in _policies(properties.get("Policies")):
            yield ("Properties", "Policies", *at), reason
    if kind.startswith("AWS::Serverless::"):
        for at in resource_policies(properties):
            yield ("Properties", *at), NOT_WRITTEN


def resource_policies(value: Any, path: Path = ()) -> Iterator[Path]:
    """Find policies of APIs that SAM makes of shorthand.

    Args:
        value: A part of a template.
        path: Where it stands.
    """
    if is_object(value):
        for key, one in value.items():
            if key == "ResourcePolicy":
                yield (*path, key)
            else:
                yield from resource_policies(one, (*path, key))
    elif is_list(value):
        for at, one in enumerate(value):
            yield from resource_policies(one, (*path, at))


def documents(kind: str, properties: Any) -> Iterator[tuple[Path, Any]]:
    """Find the policies of functions that are written out.

    Args:
        kind: The type of the resource.
        properties: What is said of it.

    Yields:
        Where each stands, from the properties on, and it.
    """
    if kind in _WITH_POLICIES and is_object(properties):
        for at, one in _listed(properties.get("Policies")):
            if is_object(one) and "Statement" in one:
                yield ("Policies", *at), one


def _policies(policies: Any) -> Iterator[tuple[Path, str]]:
    """Say which policies of a function are known to SAM alone: names are those of managed ones."""
    for at, one in _listed(policies):
        name = function_of(one)
        if name is not None and name not in _NAMES:
            yield at, f"it depends on {condition_of(one) or name}"
        elif name is None and is_object(one) and "Statement" not in one:
            yield at, f'the policy template "{next(iter(one), "")}" is one that SAM writes out'


def _listed(policies: Any) -> Iterator[tuple[Path, Any]]:
    if is_list(policies):
        yield from (((at,), one) for at, one in enumerate(policies))
    else:
        yield (), policies
