"""The three checks."""

from collections.abc import Mapping, Sequence
from typing import get_args

from aa_sdk._lazy import hide_imports
from aa_sdk.models.policy_checks import (
    Access,
    AccessCheckPolicyType,
    AccessCheckResourceType,
    AccessDict,
    ReasonSummary,
)
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.comparison import AccessQuery, contributions
from aa_sdk.policy._analysis.policy_variables import example_of
from aa_sdk.policy._analysis.request_space import ACTION, RESOURCE
from aa_sdk.policy._analysis.variable_values import variables_in
from aa_sdk.policy._language.documents import PolicyDocument
from aa_sdk.policy._language.kinds import unknown_type
from aa_sdk.policy._language.patterns import Pattern, arn_pattern
from aa_sdk.policy._language.statements import Selector, Statement, action_pattern
from aa_sdk.policy._resource_forms import about_type
from aa_sdk.policy._sides import layers_of
from aa_sdk.policy._told_types import RESOURCE_TYPE, told_type
from aa_sdk.policy._trusted_keys import SAML_TYPES, pins_of
from aa_sdk.policy.errors import InvalidPolicyError, UnsupportedPolicyError
from aa_sdk.policy.layers import Effective
from aa_sdk.policy.results import PolicyCheck

__all__ = ("check_access_not_granted", "check_no_new_access", "check_no_public_access")
hide_imports(__name__)

_MOST_LISTED = 100
_ACCESS = "access"


def check_no_new_access(
    new: PolicyDocument | Effective,
    existing: PolicyDocument | Effective,
    policy_type: AccessCheckPolicyType = "IDENTITY_POLICY",
) -> PolicyCheck:
    """Check that a new version of a policy allows nothing that the existing one does not.

    Example:
        ```python
        from aa_sdk.policy import check_no_new_access

        def allow(action):
            return {"Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}}

        assert check_no_new_access(allow("s3:GetObject"), allow("s3:Get*")).result == "PASS"
        assert check_no_new_access(allow("s3:*"), allow("s3:Get*")).result == "FAIL"
        ```

    Args:
        new: The policy to check, or what several leave together.
        existing: The policy that it is compared with, or several.
        policy_type: `IDENTITY_POLICY`, the default, or `RESOURCE_POLICY` for policies that say
            whom they speak of.

    Returns:
        PASS if every request that `new` allows is allowed by `existing`.

    Raises:
        InvalidPolicyError: A document is malformed.
        UnsupportedPolicyError: A document holds something that is not decided here.
    """
    query = AccessQuery(layers_of(new, policy_type), layers_of(existing, policy_type))
    return _verdict(
        query,
        passed="The new policy allows nothing that the existing policy does not allow.",
        failed="The new policy allows access that the existing policy does not allow.",
        reason="Allows access that the existing policy does not",
    )


def check_access_not_granted(
    policy: PolicyDocument | Effective,
    access: Access | AccessDict | Sequence[Access | AccessDict],
    policy_type: AccessCheckPolicyType = "IDENTITY_POLICY",
) -> PolicyCheck:
    """Check that a policy does not allow certain actions, or access to certain resources.

    Example:
        ```python
        from aa_sdk.models.policy_checks import Access
        from aa_sdk.policy import check_access_not_granted

        policy = {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
        assert check_access_not_granted(policy, Access(actions=["s3:PutObject"])).result == "FAIL"
        assert check_access_not_granted(policy, Access(actions=["sqs:*"])).result == "PASS"
        ```

    Args:
        policy: The policy to check, or what several leave together.
        access: Up to 100 actions, up to 100 resources, or both, wildcards included. Actions alone
            mean any resource, resources alone any action, both together these actions on these
            resources. A sequence holds one such object.
        policy_type: `IDENTITY_POLICY`, the default, or `RESOURCE_POLICY` for a policy that says
            whom it speaks of.

    Returns:
        PASS if the policy allows none of the actions on any of the resources.

    Raises:
        InvalidPolicyError: The document is malformed, or `access` is empty, malformed or too
            large.
        UnsupportedPolicyError: The document holds something that is not decided here, or
            `access.resources` a policy variable.
    """
    query = AccessQuery(layers_of(policy, policy_type), target=_target(access))
    return _verdict(
        query,
        passed="The policy allows none of the listed access.",
        failed="The policy allows some of the listed access.",
        reason="Allows some of the listed access",
    )


def check_no_public_access(
    policy: PolicyDocument,
    resource_type: AccessCheckResourceType | None = None,
) -> PolicyCheck:
    """Check that a resource policy does not open the resource to everyone.

    A statement whose Resource cannot name any resource of the type gives nothing away.

    Example:
        ```python
        from aa_sdk.policy import check_no_public_access

        statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
        assert check_no_public_access({"Statement": statement}).result == "FAIL"
        statement["Condition"] = {"StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}}
        assert check_no_public_access({"Statement": statement}).result == "PASS"
        ```

    Args:
        policy: The policy to check.
        resource_type: The type of the resource that it is attached to. Default: what the ARNs in
            it tell, or else its actions; `AWS::S3::Bucket` where they tell nothing, as where
            everything is allowed on `*`.

    Returns:
        PASS if every request that it allows on resources of the type is made by a caller whom it
        names, or is pinned to fixed values of context keys that a caller cannot influence.

    Raises:
        InvalidPolicyError: The document is malformed.
        UnsupportedPolicyError: The document holds something that is not decided here, or the
            service does not check this type of resource. Or no type is said, and the document
            speaks of several, or of one that is not checked.
    """
    known = get_args(get_args(AccessCheckResourceType)[0])
    if resource_type not in (None, *known):
        told = unknown_type(resource_type, known, "checked")
        raise UnsupportedPolicyError(RESOURCE_TYPE, told)
    kind = resource_type or told_type(policy)
    layers = about_type(layers_of(policy, "RESOURCE_POLICY"), kind)
    return _verdict(
        AccessQuery(layers, pins=pins_of(layers.statements, kind), trusts_saml=kind in SAML_TYPES),
        passed="The policy allows no public access.",
        failed="The policy allows public access.",
        reason="Allows public access",
    )


def _target(
    access: Access | AccessDict | Sequence[Access | AccessDict],
) -> tuple[tuple[str, Selector], ...]:
    listed = [access] if isinstance(access, Access | Mapping) else [*access]
    if len(listed) != 1:
        raise InvalidPolicyError(_ACCESS, "not exactly one access object")
    try:
        only = Access.model_validate(listed[0])
    except ValueError as error:
        raise InvalidPolicyError(_ACCESS, "not an access object") from error
    actions, resources = only.actions or (), only.resources or ()
    if not actions and not resources:
        raise InvalidPolicyError(_ACCESS, "neither actions nor resources")
    if max(len(actions), len(resources)) > _MOST_LISTED:
        raise InvalidPolicyError(_ACCESS, "more than 100 actions or resources")
    named = [action_pattern(text, f"access.actions[{n}]") for n, text in enumerate(actions)]
    arns = [_listed(text, f"access.resources[{n}]") for n, text in enumerate(resources)]
    selected = (
        (ACTION, Selector(tuple(named), as_written=tuple(actions))),
        (RESOURCE, Selector(tuple(arns))),
    )
    return tuple((dimension, selector) for dimension, selector in selected if selector.patterns)


def _listed(resource: str, path: str) -> Pattern:
    # A list has no version that would say whether this is a policy variable or plain text.
    if "${" in resource:
        raise UnsupportedPolicyError(path, "a policy variable in a listed resource: write * for it")
    return arn_pattern(resource, path, variables=False)


def _verdict(query: AccessQuery, *, passed: str, failed: str, reason: str) -> PolicyCheck:
    budget = Budget()
    found = list(contributions(query, budget))
    exact = not variables_in(query.statements)
    if not found:
        return PolicyCheck("PASS", passed, exact=exact)
    return PolicyCheck(
        "FAIL",
        failed,
        tuple(_reason(one.statement, reason) for one in found),
        example_of(query, found, budget),
        exact,
    )


def _reason(statement: Statement, text: str) -> ReasonSummary:
    sid, index = statement.sid, statement.index
    name = f"index {index}" if sid is None else f"sid {sid}"
    where = f" of {statement.document}" if statement.document else ""
    return ReasonSummary.model_validate(
        {
            "description": f"{text}: the statement with {name}{where}.",
            "statement_index": index,
            **({} if sid is None else {"statement_id": sid}),
        }
    )
