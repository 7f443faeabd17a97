"""A policy document as the rules look at it: what is well formed, each part with its path.

`_language` reads documents too, strictly, and ends at the first thing that is wrong. This passes
over what is malformed: the rules in `structure` say what that is, and the others need not think of
it.
"""

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple

from aa_sdk.policy._language.condition_operators import operator
from aa_sdk.policy._language.elements import NEGATIONS
from aa_sdk.policy._language.json_values import is_list, is_object
from aa_sdk.policy._validation.catalogue import ActionCatalogue
from aa_sdk.policy._validation.globs import is_glob
from aa_sdk.policy._validation.located_json import Path
from aa_sdk.policy.errors import UnsupportedPolicyError

Kind = Literal["identity", "resource", "trust", "service_control", "resource_control"]
TRUST_POLICY = "AWS::IAM::AssumeRolePolicyDocument"
"""The type of the resource that a trust policy is for."""
KINDS: dict[str, Kind] = {
    "IDENTITY_POLICY": "identity",
    "RESOURCE_POLICY": "resource",
    "SERVICE_CONTROL_POLICY": "service_control",
    "RESOURCE_CONTROL_POLICY": "resource_control",
}
"""The kinds, by the policy types of requests."""


class Entry(NamedTuple):
    """A string of an element, and where it stands."""

    path: Path
    """Where it stands."""
    text: str
    """As it stands."""


class NamedAction(NamedTuple):
    """An entry of an Action or NotAction element that does not stand for all actions."""

    entry: Entry
    """Where it stands, and as it stands."""
    prefix: str
    """What stands before the colon, in lower case."""
    name: str
    """What stands after it, in lower case."""
    has_prefix: bool
    """Whether there is a colon."""
    has_wildcard: bool
    """Whether the name may stand for several actions."""


class PrincipalEntry(NamedTuple):
    """An entry of a Principal element."""

    path: Path
    """Where it stands."""
    key: str
    """The key that it stands under, such as `AWS`; `*` where the element is a string."""
    text: str
    """As it stands."""


class OperatorName(NamedTuple):
    """The name of a condition operator, taken apart."""

    qualifier: Literal["", "ForAllValues", "ForAnyValue"]
    """What stands before its colon."""
    stem: str
    """Its name without qualifier and suffix, in lower case."""
    if_exists: bool
    """Whether it ends in IfExists."""
    family: str
    """`string`, `arn`, `bool`, `binary`, `numeric`, `date`, `ip` or `null`; empty where there is no
    such operator."""
    negated: bool
    """Whether it is the Not of another one."""
    comparison: str
    """`=`, `<`, `<=`, `>`, `>=`; for strings also `like` and `fold`; for ARNs always `like`."""


_QUALIFIERS: dict[str, Literal["ForAllValues", "ForAnyValue"]] = {
    "forallvalues": "ForAllValues",
    "foranyvalue": "ForAnyValue",
}
_IF_EXISTS = "ifexists"


@lru_cache(maxsize=512)
def read_operator(text: str) -> OperatorName:
    """Take the name of a condition operator apart, whether or not there is such an operator."""
    prefix, colon, rest = text.lower().rpartition(":")
    qualifier = _QUALIFIERS.get(prefix)
    stem = rest.removesuffix(_IF_EXISTS)
    unknown = OperatorName(qualifier or "", stem, stem != rest, "", negated=False, comparison="")
    if colon and not qualifier:
        return unknown
    try:
        known = operator(stem)
    except UnsupportedPolicyError:
        return unknown
    return unknown._replace(family=known.family, negated=known.negated, comparison=known.comparison)


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator on one context key."""

    statement: "Statement" = field(repr=False)
    """The statement that it stands in."""
    path: Path
    """Where its values stand. The key itself is the last step as a `Key`."""
    operator_text: str
    """The operator as it stands."""
    operator: OperatorName
    """The operator, taken apart."""
    key: str
    """The context key as it stands."""
    value: Any
    """What stands under the key."""

    @property
    def name(self) -> str:
        """The context key in lower case."""
        return self.key.lower()

    @property
    def values(self) -> list[Entry]:
        """The values, numbers and truth values as JSON writes them; without what is neither."""
        return [
            Entry(path, value if isinstance(value, str) else json.dumps(value))
            for path, value in _listed(self.value, self.path)
            if isinstance(value, str | int | float)
        ]


@dataclass(frozen=True)
class Statement:
    """One statement."""

    document: "Document" = field(repr=False)
    """The document that it stands in."""
    path: Path
    """Where it stands."""
    elements: Mapping[str, Any]
    """What it holds."""

    @cached_property
    def effect(self) -> str:
        """`Allow` or `Deny`; empty where it says anything else."""
        effect = self.elements.get("Effect")
        return effect if effect in ("Allow", "Deny") else ""

    @cached_property
    def action_element(self) -> str:
        """`Action` or `NotAction`, whichever it has; empty where it has neither or both."""
        return self._element("Action")

    @cached_property
    def resource_element(self) -> str:
        """`Resource` or `NotResource`, whichever it has; empty where it has neither or both."""
        return self._element("Resource")

    @cached_property
    def principal_element(self) -> str:
        """`Principal` or `NotPrincipal`, whichever it has; empty where it has neither or both."""
        return self._element("Principal")

    @cached_property
    def actions(self) -> list[Entry]:
        """The strings of its Action or NotAction."""
        return self._strings(self.action_element)

    @cached_property
    def lowered_actions(self) -> list[str]:
        """The same in lower case, without their places: actions are compared without case."""
        return [entry.text.lower() for entry in self.actions]

    @cached_property
    def named_actions(self) -> list[NamedAction]:
        """Its actions taken apart, without those that stand for all."""
        named: list[NamedAction] = []
        for entry, text in zip(self.actions, self.lowered_actions, strict=True):
            prefix, colon, name = text.partition(":")
            if prefix.strip("*") or name.strip("*"):
                named.append(NamedAction(entry, prefix, name, colon != "", is_glob(name)))
        return named

    @cached_property
    def resources(self) -> list[Entry]:
        """The strings of its Resource or NotResource."""
        return self._strings(self.resource_element)

    @cached_property
    def principals(self) -> list[PrincipalEntry]:
        """The strings of its Principal or NotPrincipal."""
        name = self.principal_element
        value, path = self.elements.get(name), (*self.path, name)
        if isinstance(value, str):
            return [PrincipalEntry(path, "*", value)]
        return [
            PrincipalEntry(place, key, text)
            for key, listed in (value.items() if is_object(value) else ())
            for place, text in _listed(listed, (*path, key))
            if isinstance(text, str)
        ]

    @cached_property
    def conditions(self) -> list[Condition]:
        """Each operator on each context key."""
        element = self.elements.get("Condition")
        return [
            Condition(
                self, (*self.path, "Condition", text, key), text, read_operator(text), key, value
            )
            for text, keys in (element.items() if is_object(element) else ())
            for key, value in (keys.items() if is_object(keys) else ())
        ]

    def conditions_on(self, keys: Container[str]) -> list[Condition]:
        """Its conditions on the values of some context keys, which are in lower case."""
        return [
            condition
            for condition in self.conditions
            if condition.name in keys and condition.operator.family not in ("", "null")
        ]

    def _element(self, name: str) -> str:
        present = [either for either in (name, NEGATIONS[name]) if either in self.elements]
        return present[0] if len(present) == 1 else ""

    def _strings(self, element: str) -> list[Entry]:
        value, path = self.elements.get(element), (*self.path, element)
        if is_list(value):  # most of a policy
            return [
                Entry((*path, index), text)
                for index, text in enumerate(value)
                if isinstance(text, str)
            ]
        return [Entry(path, value)] if isinstance(value, str) else []


@dataclass(frozen=True)
class Document:
    """A policy document: a JSON object."""

    text: str = field(repr=False)
    """Its text."""
    elements: Mapping[str, Any]
    """What it holds."""
    given_kind: Kind
    """What the caller says that it is."""
    resource_type: str | None
    """The type of resource it is for, if the request says so."""
    catalogue: ActionCatalogue | None
    """The actions, resources and condition keys of the services, if they are known."""

    @cached_property
    def version(self) -> str:
        """The version of the policy language, `2008-10-17` where it says nothing."""
        version = self.elements.get("Version", "2008-10-17")
        return version if isinstance(version, str) else ""

    @cached_property
    def statements(self) -> list[Statement]:
        """Its statements."""
        listed = _listed(self.elements.get("Statement"), ("Statement",))
        return [Statement(self, path, value) for path, value in listed if is_object(value)]

    @cached_property
    def kind(self) -> Kind:
        """What it is: a resource policy may turn out to be a trust policy."""
        is_open = self.given_kind == "resource" and self.resource_type is None
        return "trust" if is_open and self._speaks_of_roles_alone() else self.given_kind

    def _speaks_of_roles_alone(self) -> bool:
        """Whether it reads like a trust policy of identity providers, which no other can name.

        Of other trust policies nothing is guessed: the service asks them for a resource, too.
        """
        statements = self.statements
        actions = [text for one in statements for text in one.lowered_actions]
        return (
            bool(actions)
            and all(text.startswith("sts:") for text in actions)
            and not any(
                name in one.elements for one in statements for name in ("Resource", "NotResource")
            )
            and any(entry.key == "Federated" for one in statements for entry in one.principals)
        )


def _listed(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """The entries of a list and the path of each, or the one value in its place."""
    if is_list(value):
        yield from (((*path, index), entry) for index, entry in enumerate(value))
    else:
        yield path, value
