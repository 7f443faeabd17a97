"""The validation of policies."""

from aa_sdk.emulator._handlers.call import Call, Output
from aa_sdk.emulator._protocol.errors import invalid_field
from aa_sdk.policy import validate


def validate_policy(call: Call) -> Output:
    """Return a page of what is wrong with a policy, or could be better."""
    params, paging = call.params, call.paging()
    policy_type = params["policyType"]
    resource_type = params.get("validatePolicyResourceType")
    if resource_type is not None and policy_type != "RESOURCE_POLICY":
        raise invalid_field("validatePolicyResourceType", "is for resource policies")
    validation = validate(params["policyDocument"], policy_type, resource_type=resource_type)
    findings = [finding.model_dump(by_alias=True, mode="json") for finding in validation.findings]
    page, more = paging.cut_numbered(findings)
    return {"findings": page, **more}
