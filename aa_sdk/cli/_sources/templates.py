"""Policies in a template of CloudFormation: where kinds of resources have them, and anywhere else.

What a table knows is looked up. A net goes through the rest, so that a policy of a resource that
nobody has heard of is found too. What depends on a deployment is said, and never left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from aa_sdk.cli._sources.documents import Document, Path
from aa_sdk.cli._sources.drafts import Draft, found_in
from aa_sdk.cli._sources.found import Found
from aa_sdk.cli._sources.intrinsics import REFERENCE, DependsError, Resolver, function_of
from aa_sdk.cli._sources.names import name_of
from aa_sdk.cli._sources.permissions import OPEN_URL, OPEN_URL_KIND, permission
from aa_sdk.cli._sources.resource_kinds import OTHER_LANGUAGES, Kind, identity, kinds_of
from aa_sdk.cli._sources.serverless import (
    KNOWN_MACROS,
    NOT_WRITTEN,
    documents,
    generated,
    other_template,
    resource_policies,
)
from aa_sdk.cli._sources.shapes import (
    content_of,
    holds_statements,
    is_statement,
    mentions_a_policy,
)
from aa_sdk.policy._language.json_values import entries, is_list, is_object

# A property of this name that is a function is a policy that is not known.
_POLICY = re.compile(
    r"^Policy$|(Policy(Document|Text)|(Resource|Key|Inline|Destination|Access)Policy|AccessPolicies)$"
)


def policies_in_template(
    document: Document, path: str, said: Mapping[str, str] = MappingProxyType({})
) -> Found:
    """Find the policies of a template.

    Args:
        document: The template.
        path: The file.
        said: The values of parameters.
    """
    return found_in(document, path, _Finder(document.value, said).drafts.values())


class _Finder:
    """Goes through a template once."""

    def __init__(self, template: Mapping[str, Any], said: Mapping[str, str]) -> None:
        self._resolver = Resolver(template, said)
        self._resource = ""
        self.drafts: dict[Path, Draft] = {}
        self._look_at_macros(template)
        resources: Any = template.get("Resources", {})
        self._resources: Mapping[str, Any] = resources if is_object(resources) else {}
        if not is_object(resources):
            self._refuse(("Resources",), "what stands there is put together when it is deployed")
        for name, resource in self._resources.items():
            self._look_at_resource(("Resources", name), resource)
        self._resource = ""
        for at in resource_policies(template.get("Globals")):
            self._refuse(("Globals", *at), NOT_WRITTEN)
        shared: Any = template.get("Globals")
        if is_object(shared):
            self._look_at_url(shared.get("Function"), ("Globals", "Function"))
        self._cast(template.get("Globals"), ("Globals",))

    def _refuse(self, path: Path, reason: str, at: Path | None = None) -> None:
        self.drafts.setdefault(path, Draft(path, reason=reason, at=at))

    def _look_at_macros(self, template: Mapping[str, Any]) -> None:
        """Say of what may change anything in the template that it does."""
        macros = entries(template["Transform"]) if "Transform" in template else []
        for one in macros:
            name = one.get("Name") if is_object(one) else one
            if name not in KNOWN_MACROS:
                self._refuse(("Transform",), f'the macro "{name}" may change every policy')
        if "Fn::Transform" in template:
            self._refuse(("Fn::Transform",), "Fn::Transform may change every policy")

    def _look_at_resource(self, path: Path, resource: Any) -> None:
        name = path[-1]
        if str(name).startswith("Fn::") or not is_object(resource):
            self._refuse(path, f"it depends on {name}, which makes resources when it is deployed")
            return
        kind, properties = str(resource.get("Type")), resource.get("Properties", {})
        self._resource = kind
        template = other_template(kind, resource)
        if template is not None:
            reason = f"its policies are in another template, {template or 'which is not named'}"
            self.drafts[path] = Draft(path, reason=reason, file=template)
        for at, reason in generated(kind, resource):
            self._refuse((*path, *at), reason)
        if "Fn::Transform" in resource:
            self._refuse(path, "it depends on Fn::Transform")
        if kind.startswith(OTHER_LANGUAGES):
            return
        inside = (*path, "Properties")
        if is_object(properties):
            self._look_at_permission(kind, properties, inside)
        if kind == "AWS::Serverless::Function":
            self._look_at_url(properties, inside)
        for at, value in documents(kind, properties):
            self._draft((*inside, *at), value, identity(""))
        for one in kinds_of(kind, properties if is_object(properties) else {}):
            self._look_for(one, properties, inside)
        self._cast(properties, inside)

    def _look_at_permission(self, kind: str, properties: Mapping[str, Any], path: Path) -> None:
        """Take a permission as the policy that it becomes."""
        try:
            found = permission(
                kind,
                properties,
                lambda key: self._resolver.resolve(properties[key], (*path, key)),
                lambda value: name_of(value, self._resources, self._resolver),
            )
        except DependsError as error:
            self._refuse(path, str(error), error.path)
            return
        if found is not None:
            statement, hangs_on = found
            self.drafts[path] = Draft(path, statement, hangs_on, kind, is_statement=True)

    def _look_at_url(self, properties: Any, path: Path) -> None:
        """Say who may call a function of SAM by its URL."""
        for at, value in self._follow(properties, path, ["FunctionUrlConfig", "AuthType"]):
            try:
                is_open = self._resolver.resolve(value, at) == "NONE"
            except DependsError as error:
                self._refuse(at, str(error), error.path)
                continue
            if is_open:
                url = at[:-1]
                kind = "AWS::Serverless::Function"
                self.drafts[url] = Draft(url, OPEN_URL, OPEN_URL_KIND, kind, is_statement=True)

    def _look_for(self, kind: Kind, properties: Any, path: Path) -> None:
        """Look for a policy where a kind of resource has it."""
        for at, value in self._follow(properties, path, kind.where.split(".")):
            if value is not None:
                self._draft(at, value, kind)

    def _follow(self, value: Any, path: Path, steps: Sequence[str]) -> Iterator[tuple[Path, Any]]:
        if not steps:
            yield path, value
            return
        if function_of(value):
            try:
                value = self._resolver.resolve(value, path)
            except DependsError as error:
                self._refuse(path, str(error), error.path)
                return
        first, *rest = steps
        if first == "*":
            listed = enumerate(value) if is_list(value) else ()
            for at, one in listed:
                yield from self._follow(one, (*path, at), rest)
            if is_object(value):  # a list is wanted, and one entry stands in its place
                yield from self._follow(value, path, rest)
        elif is_object(value) and first in value:
            yield from self._follow(value[first], (*path, first), rest)

    def _draft(self, path: Path, value: Any, kind: Kind | None, *, alone: bool = False) -> None:
        """Take a policy, or say why it is not known."""
        try:
            known = self._resolver.resolve(value, path)
        except DependsError as error:
            self._refuse(path, str(error), error.path)
            return
        alone = alone or (kind is not None and kind.is_statement)
        self.drafts[path] = Draft(path, known, kind, self._resource, is_statement=alone)

    def _cast(self, value: Any, path: Path) -> None:
        """Go through what no table knows."""
        if path in self.drafts:
            return
        if function_of(value):
            self._cast_function(value, path)
        elif isinstance(value, str):
            self._cast_text(value, path)
        elif holds_statements(value) and (*path, "Statement") not in self.drafts:
            self._draft(path, value, None)
        elif is_statement(value):
            self._draft(path, value, None, alone=True)
        elif is_list(value):
            for at, one in enumerate(value):
                self._cast(one, (*path, at))
        elif is_object(value):
            for key, one in value.items():
                self._cast(one, (*path, key))

    def _cast_text(self, text: str, path: Path) -> None:
        content = content_of(text)
        if holds_statements(content) or (REFERENCE in text and _POLICY.search(str(path[-1]))):
            self._draft(path, text, None)
        elif mentions_a_policy(content):
            self._cast(content, path)

    def _cast_function(self, value: Mapping[str, Any], path: Path) -> None:
        try:
            known = self._resolver.resolve(value, path)
        except DependsError as error:
            if _POLICY.search(str(path[-1])) or mentions_a_policy(value):
                self._refuse(path, str(error), error.path)
            return
        content = content_of(known) if isinstance(known, str) else known
        if holds_statements(content):
            self._draft(path, value, None)
        elif mentions_a_policy(known):
            self._refuse(path, "it is put together of parts that are no policies by themselves")
