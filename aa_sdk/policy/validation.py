"""Validation: what is wrong with a policy, or could be better."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from aa_sdk._display.layout import Face
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import count_text
from aa_sdk._lazy import hide_imports
from aa_sdk.models._policy_files import MAX_BYTES, TooLargeError, read_file
from aa_sdk.models.policy_validation import (
    PolicyType,
    ValidatePolicyFinding,
    ValidatePolicyResourceType,
)
from aa_sdk.policy._language.json_values import is_object
from aa_sdk.policy._language.kinds import unknown_type
from aa_sdk.policy._validation.catalogue import ActionCatalogue
from aa_sdk.policy._validation.document import KINDS, TRUST_POLICY, Document, Kind
from aa_sdk.policy._validation.located_json import LocatedJson
from aa_sdk.policy._validation.table import CODES, examine
from aa_sdk.policy._validation.wire import in_order, not_an_object, not_json, too_large
from aa_sdk.policy._views.findings import in_a_page, in_a_terminal, summary
from aa_sdk.policy.errors import DOCUMENT, InvalidPolicyError, UnsupportedPolicyError

__all__ = ("PolicyValidation", "validate")
hide_imports(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class PolicyValidation(Shown):
    """What is wrong with a policy, or could be better. Printed, it lists the gravest first."""

    findings: tuple[ValidatePolicyFinding, ...]
    """The findings, as the service gives them, in the order of the places that they are about."""
    not_checked: frozenset[str]
    """The issue codes of the service that were not looked for, or not everywhere: for want of a
    catalogue, since only prose describes them, or since it was too much work. That there is no
    finding with such a code says nothing about the policy."""

    def __repr__(self) -> str:
        unseen = f"; {count_text(len(self.not_checked), 'code')} not checked"
        return f"<PolicyValidation: {summary(self.findings)}{unseen if self.not_checked else ''}>"

    def __str__(self) -> str:
        return self._as_text()

    def _face(self) -> Face:
        return in_a_page(self.findings, self.not_checked)

    def _terminal_face(self) -> Face:
        return in_a_terminal(self.findings, self.not_checked)


def validate(
    document: str | Mapping[str, Any] | Path,
    policy_type: PolicyType = "IDENTITY_POLICY",
    *,
    resource_type: ValidatePolicyResourceType | None = None,
    catalogue: ActionCatalogue | None = None,
) -> PolicyValidation:
    """Find what is wrong with a policy, or could be better, as `ValidatePolicy` does.

    A document may be as bad as it likes: that is what findings are for.

    Example:
        ```python
        from aa_sdk.policy import validate

        statement = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}
        validation = validate({"Version": "2012-10-17", "Statement": statement})
        finding = validation.findings[0]
        assert finding.finding_type == "SECURITY_WARNING"
        assert finding.issue_code == "PASS_ROLE_WITH_STAR_IN_RESOURCE"
        ```

    Args:
        document: JSON text, the mapping that it stands for, or the path of a file that holds it.
            The places of the findings are those of the text; for a mapping, of the text that
            `json.dumps` makes of it.
        policy_type: What the policy hangs on.
        resource_type: The kind of resource, for a `RESOURCE_POLICY` only. Default: the rules that
            all kinds share; a policy that lets identity providers assume a role, and speaks of no
            resource, is taken for a trust policy.
        catalogue: The actions, resources and condition keys of the services. Default: those of the
            extra `validate`, if it is installed.

    Returns:
        The findings, and the codes that were not checked; without a catalogue these are those
        that need one. Of a document that is no JSON, no object, or of more than 1 MiB, one finding
        says so, and nothing else is looked for.

    Raises:
        InvalidPolicyError: The file cannot be read, or the mapping holds something that JSON cannot
            express.
        UnsupportedPolicyError: The policy type or the resource type is not known, or a resource
            type stands beside a policy that is no resource policy.
    """
    kind = _kind(policy_type, resource_type)
    text = ""
    try:
        text = _text(document)
        located = LocatedJson(text)
    except json.JSONDecodeError as error:
        return _only(not_json(text or error.doc, error))
    except TooLargeError:
        return _only(too_large(kind))
    if not is_object(located.value):
        return _only(not_an_object(located))
    known = ActionCatalogue.installed() if catalogue is None else catalogue
    told, not_checked = examine(Document(text, located.value, kind, resource_type, known or None))
    return PolicyValidation(tuple(in_order(told, located)), not_checked)


def _only(finding: ValidatePolicyFinding) -> PolicyValidation:
    """The answer to a document of which nothing else can be said."""
    return PolicyValidation((finding,), CODES - {finding.issue_code})


def _kind(policy_type: str, resource_type: str | None) -> Kind:
    kind = KINDS.get(policy_type)
    if kind is None:
        told = unknown_type(policy_type, KINDS, "validated")
        raise UnsupportedPolicyError("policy_type", told)
    if resource_type is None:
        return kind
    if kind != "resource":
        raise UnsupportedPolicyError("resource_type", "it is for a RESOURCE_POLICY only")
    if resource_type not in (known := get_args(get_args(ValidatePolicyResourceType)[0])):
        told = unknown_type(resource_type, known, "validated")
        raise UnsupportedPolicyError("resource_type", told)
    return "trust" if resource_type == TRUST_POLICY else kind


def _text(document: str | Mapping[str, Any] | Path) -> str:
    if isinstance(document, Path):
        return _text_of(document)
    text = document if isinstance(document, str) else _dumped(document)
    if len(text) > MAX_BYTES or len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise TooLargeError
    return text


def _dumped(document: Mapping[str, Any]) -> str:
    try:
        return json.dumps(document, allow_nan=False, default=_as_dict)
    except RecursionError:
        raise json.JSONDecodeError("Nested too deeply", "", 0) from None
    except (TypeError, ValueError):  # whose words may repeat the document
        raise InvalidPolicyError(DOCUMENT, "not something JSON can express") from None


def _as_dict(value: object) -> dict[Any, Any]:
    if is_object(value):
        return dict(value)
    raise TypeError


def _text_of(path: Path) -> str:
    try:
        return read_file(path)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        raise json.JSONDecodeError("Not UTF-8", before, len(before)) from None
    except OSError as error:
        reason = f"the file {str(path)!r} cannot be read: {error.strerror or error}"
        raise InvalidPolicyError(DOCUMENT, reason) from error
