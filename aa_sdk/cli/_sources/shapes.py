"""What a value looks like: a policy, a statement, a template, a Terraform plan."""

import json
from collections.abc import Mapping
from typing import Any

from aa_sdk.cli._sources.intrinsics import beginning_of, function_of
from aa_sdk.policy._language.json_values import entries, is_list, is_object

_LONGEST_VERSION = 10
_SECTIONS = frozenset(
    {"Conditions", "Hooks", "Mappings", "Outputs", "Parameters", "Resources", "Rules"}
)
_ASIDE = frozenset({"Description", "Metadata", "Transform"})
# The tree that the CDK writes beside templates has all of their properties once more.
_COPIES = "aws:cdk:cloudformation:props"


def is_plan(value: object) -> bool:
    """Tell what `terraform show -json` writes, of a plan or of a state.

    Args:
        value: The content of a file.
    """
    sections = {"planned_values", "values", "resource_changes", "terraform_version"}
    if not is_object(value) or "format_version" not in value:
        return False
    is_empty_state = len(value) == 1 and len(str(value["format_version"])) < _LONGEST_VERSION
    return is_empty_state or bool(sections & value.keys())


def is_template(value: object) -> bool:
    """Tell a template of CloudFormation.

    Args:
        value: The content of a file.
    """
    if not is_object(value):
        return False
    resources: Any = value.get("Resources")
    parts: list[Any] = [*resources.values()] if is_object(resources) else []
    return (
        "AWSTemplateFormatVersion" in value
        or function_of(resources) is not None
        or any(is_object(one) and "Type" in one for one in parts)
        or _is_without_resources(value)
    )


def _is_without_resources(value: Mapping[str, Any]) -> bool:
    """Tell a stack that has nothing in it, as the CDK writes them."""
    keys = value.keys()
    is_one = bool(keys & _SECTIONS) and keys <= _SECTIONS | _ASIDE and not value.get("Resources")
    return is_one and not hides_statements(value)


def is_policy(value: object) -> bool:
    """Tell the content of a file that is a policy, well-formed or not.

    Args:
        value: The content.
    """
    keys = value.keys() if is_object(value) else set[str]()
    return "Statement" in keys or (bool(keys) and keys <= {"Version", "Id"})


def is_stack_policy(value: object) -> bool:
    """Tell a policy that says which resources an update of a stack may change: none of IAM.

    Args:
        value: The content of a file.
    """
    listed = entries(value["Statement"]) if is_object(value) and "Statement" in value else []
    # With NotAction it could be one of IAM, and allow all the rest.
    return bool(listed) and all(is_object(one) and _is_update(one.get("Action")) for one in listed)


def _is_update(action: Any) -> bool:
    named = entries(action)
    return bool(named) and all(str(one).startswith("Update:") for one in named)


def holds_statements(value: object) -> bool:
    """Tell a policy from whatever else has a `Statement`, as a rule of a firewall has.

    Args:
        value: A part of a file.
    """
    listed = entries(value["Statement"]) if is_object(value) and "Statement" in value else []
    return any(is_object(one) and ("Effect" in one or function_of(one)) for one in listed)


def is_statement(value: object) -> bool:
    """Tell a statement that stands alone.

    Args:
        value: A part of a file.
    """
    return is_object(value) and "Effect" in value and bool({"Action", "NotAction"} & value.keys())


def hides_statements(value: object) -> bool:
    """Tell whether there are statements anywhere in something, be it a policy or not.

    Args:
        value: The content of a file.
    """
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            one = content_of(one)
        if holds_statements(one) or is_statement(one):
            return True
        if is_object(one):
            waiting += [part for key, part in one.items() if key != _COPIES]
        elif is_list(one):
            waiting += one
    return False


def content_of(text: str) -> Any:
    """Return what a text holds if that is JSON with statements in it, and nothing otherwise.

    Args:
        text: A text in a file.
    """
    if "Statement" not in text or text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def mentions_a_policy(value: object) -> bool:
    """Tell whether something could be, or hold, a policy that a function or a macro puts together.

    Args:
        value: A part of a file.
    """
    text = json.dumps(value, default=str)
    if '"Fn::Transform"' in text:
        return True
    # A program or a script may have one in it, and is none.
    may_be_json = beginning_of(value)[:1] in {"", "{", "[", "$"}
    return may_be_json and "Statement" in text and "Effect" in text
