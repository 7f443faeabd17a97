"""Validation, as it is asked of a policy."""

from dataclasses import dataclass
from typing import ClassVar, cast

from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import AccessAnalyzerError
from aa_sdk.models import PolicyType, ValidatePolicyResourceType
from aa_sdk.policy import ActionCatalogue, validate
from aa_sdk.workflows._policies.documents import DocumentText, key_of
from aa_sdk.workflows._policies.outcomes import PolicyCheckFailed, PolicyOutcome, ValidationVerdict
from aa_sdk.workflows._policies.questions import FOR_ALL, DecidedHere, PolicyQuestion, Question


@dataclass(frozen=True)
class Validation(Question):
    """What is wrong with a policy, or could be better."""

    policy_type: PolicyType
    resource_type: ValidatePolicyResourceType | None
    catalogue: ActionCatalogue
    name: ClassVar[PolicyQuestion] = "validation"

    def key(self, document: DocumentText) -> bytes:
        """Return what stands for the text, whose positions findings name."""
        return key_of(document.text_key, self.name, self.policy_type, self.resource_type or "")

    def decide(self, document: DocumentText) -> DecidedHere:
        """Validate it; it is open where there is no catalogue, unless it is no JSON object."""
        found = validate(
            document.text,
            self.policy_type,
            resource_type=self.resource_type,
            catalogue=self.catalogue,
        )
        is_open = not self.catalogue and document.is_object
        verdict = ValidationVerdict(found.findings, found.not_checked)
        return DecidedHere(verdict, open=(0,) if is_open else ())

    async def ask(
        self, client: AccessAnalyzerClient, document: DocumentText, here: DecidedHere
    ) -> PolicyOutcome:
        """Ask for all findings."""
        try:
            answer = await client.validate_policy(
                policy_document=document.text,
                policy_type=self.policy_type,
                validate_policy_resource_type=self.resource_type,
            )
        except FOR_ALL:
            raise
        except AccessAnalyzerError as error:
            return PolicyCheckFailed(error, cast("ValidationVerdict", here.outcome))
        return ValidationVerdict(tuple(answer.findings), frozenset(), "service")
