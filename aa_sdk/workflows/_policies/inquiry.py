"""What is asked of each of many documents, and of which documents."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, cast, get_args

from aa_sdk.models import (
    Access,
    AccessCheckPolicyType,
    AccessCheckResourceType,
    PolicyType,
    ValidatePolicyResourceType,
)
from aa_sdk.policy import ActionCatalogue, InvalidPolicyError
from aa_sdk.workflows._policies.checks import (
    LIMIT,
    AccessNotGranted,
    NoNewAccess,
    NoPublicAccess,
)
from aa_sdk.workflows._policies.documents import Document, DocumentText
from aa_sdk.workflows._policies.outcomes import PolicyCheckFailed
from aa_sdk.workflows._policies.questions import PolicyQuestion, Question
from aa_sdk.workflows._policies.validating import Validation

Named = tuple[str, Document]
"""A document and its name."""

_TRUST_POLICY: ValidatePolicyResourceType = "AWS::IAM::AssumeRolePolicyDocument"
_VALIDATED = frozenset[str](get_args(get_args(ValidatePolicyResourceType)[0]))


def named(policies: Mapping[str, Document] | Iterable[Document]) -> Iterator[Named]:
    """Name documents, which are taken one by one.

    Args:
        policies: The documents, by name or not.
    """
    if isinstance(policies, Mapping):
        by_name = cast("Mapping[str, Document]", policies)
        return ((str(name), document) for name, document in by_name.items())
    return (
        (str(document if isinstance(document, Path) else number), document)
        for number, document in zip(count(), policies, strict=False)
    )


def names_of(policies: Mapping[str, Document] | Iterable[Document]) -> Collection[str] | None:
    """Return the names of documents; None where they are not known before the documents are."""
    if isinstance(policies, Collection):
        return {name for name, _ in named(policies)}
    return None


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """What is asked of each document."""

    limit: DocumentText | None = None
    """What no document may allow more than."""
    before: Mapping[str, Document] | None = None
    """What certain documents may not allow more than, by their names."""
    access: Sequence[Access] = ()
    """What no document may allow, in parts that one check takes."""
    resource_type: AccessCheckResourceType | None = None
    """The type of the resource that all documents are for."""
    resource_types: Mapping[str, AccessCheckResourceType] | None = None
    """Those that certain documents are for, by their names."""
    validate: bool = True
    """Whether documents are validated."""
    validated_type: ValidatePolicyResourceType | None = None
    """The type of resource by whose rules all resource policies are validated."""
    validated_types: Mapping[str, ValidatePolicyResourceType] | None = None
    """Those by whose rules certain documents are validated, by their names."""
    policy_type: PolicyType | None = None
    """The type of all documents; None to tell it for each."""
    catalogue: ActionCatalogue

    @property
    def names(self) -> Collection[PolicyQuestion]:
        """What is asked of documents, if not of all."""
        asked: dict[PolicyQuestion, bool] = {
            "no_new_access": self.limit is not None or self.before is not None,
            "access_not_granted": bool(self.access),
            "no_public_access": bool(self.resource_type) or self.resource_types is not None,
            "validation": self.validate,
        }
        return [name for name, is_asked in asked.items() if is_asked]

    def type_of(self, document: DocumentText) -> PolicyType:
        """Return the type that a document is taken for."""
        return self.policy_type or document.policy_type

    def asked_of(self, name: str) -> list[PolicyQuestion]:
        """Return what is asked of the document of a name."""
        left_out = {
            "no_new_access": self.before is not None and name not in self.before,
            "no_public_access": self.resource_types is not None and name not in self.resource_types,
        }
        return [question for question in self.names if not left_out.get(question)]

    def question(
        self, kind: PolicyQuestion, name: str, document: DocumentText
    ) -> Question | PolicyCheckFailed:
        """Make what is asked of a document.

        Args:
            kind: One of `asked_of`.
            name: The name of the document.
            document: The document.

        Returns:
            The question, or that it cannot be put.
        """
        policy_type = self.type_of(document)
        # With a type that is not checked, nothing but validation is asked.
        checked = cast("AccessCheckPolicyType", policy_type)
        match kind:
            case "no_new_access":
                return self._no_new_access(name, checked)
            case "access_not_granted":
                return AccessNotGranted(checked, self.access)
            case "no_public_access":
                return NoPublicAccess(cast("Any", self._resource_type(name)))
            case _:
                resource_type = self._validated_type(name, document)
                return Validation(policy_type, resource_type, self.catalogue)

    def _no_new_access(
        self, name: str, policy_type: AccessCheckPolicyType
    ) -> NoNewAccess | PolicyCheckFailed:
        if self.limit is not None:
            return NoNewAccess(policy_type, self.limit)
        before = cast("Mapping[str, Document]", self.before)
        try:
            return NoNewAccess(policy_type, DocumentText(before[name]))
        except InvalidPolicyError as error:
            return PolicyCheckFailed(error.within(LIMIT))

    def _resource_type(self, name: str) -> AccessCheckResourceType | None:
        return self.resource_type or (self.resource_types or {}).get(name)

    def _validated_type(
        self, name: str, document: DocumentText
    ) -> ValidatePolicyResourceType | None:
        """The type of resource that validation has rules of its own for, if it is one of these."""
        if self.type_of(document) != "RESOURCE_POLICY":
            return None
        said = self.validated_type or (self.validated_types or {}).get(name)
        if said is not None:
            return said
        resource_type = self._resource_type(name)
        if resource_type in _VALIDATED:
            return cast("ValidatePolicyResourceType", resource_type)
        return _TRUST_POLICY if resource_type is None and document.is_trust_policy else None
