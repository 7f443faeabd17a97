"""Policies in what `terraform show -json` writes, of a plan or of a state.

What is planned is a tree of modules. What is not known yet stands apart, in the changes: the same
tree with `true` in the places of the values.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aa_sdk.cli._sources.drafts import VERSION
from aa_sdk.cli._sources.found import Found, FoundPolicy, Unresolved
from aa_sdk.cli._sources.intrinsics import DependsError
from aa_sdk.cli._sources.permissions import OPEN_URL, OPEN_URL_KIND, permission
from aa_sdk.cli._sources.resource_kinds import IN_AN_API, Kind
from aa_sdk.cli._sources.shapes import content_of, holds_statements
from aa_sdk.cli._sources.terraform_kinds import OTHER_LANGUAGES, REST_APIS, kinds_of
from aa_sdk.policy._language.json_values import is_list, is_object
from aa_sdk.policy._validation.places import Place

_INDEX = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|[0-9]+)\]')
_POLICY = re.compile(
    r"policy|(.+_)?policy_(document|text)"
    r"|(.+_)?(access|destination|inline|key|repository|resource|session)_polic(y|ies)"
)
_STACKS = frozenset(
    {
        "aws_cloudformation_stack",
        "aws_cloudformation_stack_set",
        "aws_serverlessapplicationrepository_cloudformation_stack",
    }
)
_OF_UPDATES = "policy_body"  # of a stack: it looks like a policy, and says what may be replaced
_MOST_LEVELS = 100
_UNKNOWN = "it is known only after apply"
_SENSITIVE = "Terraform marks it as sensitive, and a report would show it"
_PUT_OFF = "Terraform puts it off: it is known only after another plan"


def policies_in_plan(plan: Mapping[str, Any], path: str) -> Found:
    """Find the policies of a plan or a state.

    Args:
        plan: It.
        path: The file.
    """
    policies: list[FoundPolicy] = []
    unresolved = [Unresolved(path, path, None, fault, None) for fault in _faults(plan)]
    for one in _hits(plan):
        name = f"{path}: {one.address}"
        if one.reason:
            unresolved.append(Unresolved(name, path, one.address, one.reason, None))
            continue
        text = one.value if isinstance(one.value, str) else json.dumps(one.value)
        policy_type = one.kind.policy_type if one.kind else None
        resource_type = one.kind.resource_type if one.kind else None
        policies.append(
            FoundPolicy(
                name, path, one.address, text, _nowhere, policy_type, resource_type, one.resource
            )
        )
    return Found(tuple(policies), tuple(unresolved), 1)


def _faults(plan: Mapping[str, Any]) -> Iterator[str]:
    """Say what a plan as a whole does not tell."""
    if plan.get("errored") is True:
        yield "Terraform did not finish this plan"
    if plan.get("resource_changes") and not is_object(plan.get("planned_values")):
        yield "it has changes, and no planned values: write it with terraform show -json"


def _nowhere(index: int | None) -> Place | None:
    """Return no place: a plan is one line, which nobody reads."""
    del index
    return None


@dataclass(frozen=True, slots=True)
class _Hit:
    """A policy, or why it is not known."""

    address: str
    value: Any = None
    kind: Kind | None = None
    resource: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a resource: what it is, and what is unknown and sensitive of it."""

    address: str
    value: Any
    unknown: Any
    sensitive: Any

    def child(self, step: str | int) -> "_Part":
        dot = f"[{step}]" if isinstance(step, int) else f".{step}"
        parts = (self.value, self.unknown, self.sensitive)
        return _Part(self.address + dot, *(_child(one, step) for one in parts))

    def children(self) -> Iterator[tuple[str | int, "_Part"]]:
        """Go into everything that is known or unknown of it."""
        steps: dict[str | int, None] = {}
        for one in (self.value, self.unknown):
            if is_object(one):
                steps |= dict.fromkeys(one)
            elif is_list(one):
                steps |= dict.fromkeys(range(len(one)))
        return ((step, self.child(step)) for step in steps)


def _child(value: Any, step: str | int) -> Any:
    """Return a part of a tree, in which `true` stands for everything below."""
    if is_object(value):
        return value.get(step)
    if is_list(value) and isinstance(step, int):
        return value[step] if step < len(value) else None
    return value if value is True else None


def _hits(plan: Mapping[str, Any]) -> Iterator[_Hit]:
    section: Any = plan.get("planned_values") or plan.get("values")
    changes = {
        str(one.get("address")): _object(one.get("change"))
        for one in _objects(plan.get("resource_changes"))
        if "deposed" not in one  # which is destroyed beside a new one
    }
    configuration = _object(plan.get("configuration")).get("root_module")
    modules = [(_object(_object(section).get("root_module")), configuration)]
    while modules:
        module, configured = modules.pop(0)
        expressions = _expressions(configured)
        for one in _objects(module.get("resources")):
            said = expressions.get(f"{one.get('type')}.{one.get('name')}")
            change = changes.get(str(one.get("address")))
            unknown = _left_out(one, said) if change is None else change.get("after_unknown")
            yield from _in_resource(one, _without_defaults(unknown, said))
        modules += [
            (one, _configured_module(configured, str(one.get("address"))))
            for one in _objects(module.get("child_modules"))
        ]
    for one in _objects(plan.get("deferred_changes")):
        change = _object(one.get("resource_change"))
        if kinds_of(str(change.get("type")), {}) and change.get("mode") != "data":
            yield _Hit(str(change.get("address")), reason=_PUT_OFF)


def _left_out(resource: Mapping[str, Any], said: Mapping[str, Any] | None) -> Any:
    """Return what is said and has no value, where nobody says what is unknown."""
    return {key: True for key in said or () if key not in _object(resource.get("values"))}


def _without_defaults(unknown: Any, said: Mapping[str, Any] | None) -> Any:
    """Leave out what is unknown as a whole and not said: AWS puts it there, not the plan."""
    if said is None or not is_object(unknown):
        return unknown
    return {key: one for key, one in unknown.items() if one is not True or key in said}


def _in_resource(resource: Mapping[str, Any], unknown: Any) -> Iterator[_Hit]:
    kind, address = str(resource.get("type")), str(resource.get("address"))
    if resource.get("mode") == "data" or kind.startswith(OTHER_LANGUAGES):
        return
    values = _object(resource.get("values"))
    if kind in _STACKS:
        values = {key: one for key, one in values.items() if key != _OF_UPDATES}
        yield _Hit(address, reason="its policies are in a template: check that, too")
    body = str(values.get("body"))
    if kind in REST_APIS and IN_AN_API in body and not content_of(body):
        yield _Hit(f"{address}.body", reason="it is in YAML in a text: write jsonencode(...)")
    part = _Part(address, values, unknown, resource.get("sensitive_values"))
    yield from _permission(part, kind)
    if kind == "aws_lambda_function_url" and values.get("authorization_type") == "NONE":
        yield _statement(address, OPEN_URL, OPEN_URL_KIND, kind)
    kinds = kinds_of(kind, values)
    seen: set[str] = set()
    for one in kinds or ():
        for hit in _follow(part, one, one.where.split("."), kind):
            seen.add(hit.address)
            yield hit
    for hit in _cast(part, kind, 0, is_known=kinds is not None):
        if hit.address not in seen:
            yield hit


def _permission(part: _Part, resource: str) -> Iterator[_Hit]:
    """Take a permission as the policy that it becomes."""

    def value_of(key: str) -> Any:
        child = part.child(key)
        for said, reason in ((child.unknown, _UNKNOWN), (child.sensitive, _SENSITIVE)):
            if said and said != [{}]:
                raise DependsError(reason, (key,))
        return child.value

    properties = {str(step): child.value for step, child in part.children()}
    try:
        found = permission(resource, properties, value_of)
    except DependsError as error:
        yield _Hit(f"{part.address}.{error.path[0]}", reason=str(error))
    else:
        if found is not None:
            yield _statement(part.address, *found, resource)


def _statement(address: str, statement: Any, kind: Kind, resource: str) -> _Hit:
    policy = {"Version": VERSION, "Statement": [statement]}
    return _Hit(address, policy, kind, resource)


def _follow(part: _Part, kind: Kind, steps: Sequence[str], resource: str) -> Iterator[_Hit]:
    """Look for a policy where a kind of resource has it."""
    if steps and isinstance(part.value, str):
        part = replace(part, value=content_of(part.value))
    if part.unknown is True:
        yield _Hit(part.address, reason=_UNKNOWN)
    elif not steps:
        yield from _taken(part, kind, resource)
    elif steps[0] == "*":
        for _, child in part.children():
            yield from _follow(child, kind, steps[1:], resource)
    else:
        yield from _follow(part.child(steps[0]), kind, steps[1:], resource)


def _taken(part: _Part, kind: Kind | None, resource: str) -> Iterator[_Hit]:
    if part.value is None or part.value == "":
        return
    if part.sensitive is True:
        yield _Hit(part.address, reason=_SENSITIVE)
    else:
        yield _Hit(part.address, part.value, kind, resource)


def _cast(part: _Part, resource: str, level: int, *, is_known: bool) -> Iterator[_Hit]:
    """Look for policies anywhere else, and for what could be one where a type is not known."""
    if level > _MOST_LEVELS:
        yield _Hit(part.address, reason="nested too deeply")
        return
    content = content_of(part.value) if isinstance(part.value, str) else part.value
    if holds_statements(content):
        yield from _taken(part, None, resource)
        return
    part = replace(part, value=content)
    for step, child in part.children():
        if child.unknown is True:
            if not is_known and _POLICY.fullmatch(str(step)):
                yield _Hit(child.address, reason=_UNKNOWN)
        else:
            yield from _cast(child, resource, level + 1, is_known=is_known)


def _expressions(module: Any) -> Mapping[str, Mapping[str, Any]]:
    """Return what the configuration of a module says of its resources."""
    listed = _objects(_object(module).get("resources"))
    return {str(one.get("address")): _object(one.get("expressions")) for one in listed}


def _configured_module(module: Any, address: str) -> Any:
    """Return the configuration of a module by the last step of its address."""
    name = _INDEX.sub("", address).rpartition(".")[2]
    return _object(_object(_object(module).get("module_calls")).get(name)).get("module")


def _object(value: Any) -> Mapping[str, Any]:
    return value if is_object(value) else {}


def _objects(value: Any) -> Sequence[Mapping[str, Any]]:
    return [one for one in value if is_object(one)] if is_list(value) else []
