"""The validation of policies: their form, not what the services know about their actions."""

import json

from aa_sdk.emulator._handlers.call import Call, Output
from aa_sdk.emulator._protocol.errors import invalid_field
from aa_sdk.policy._language.json_positions import LocatedJson
from aa_sdk.policy._validation.document_structure import check_structure, syntax_issue


def validate_policy(call: Call) -> Output:
    """Return a page of what is wrong with the form of a policy."""
    params, paging = call.params, call.paging()
    text: str = params["policyDocument"]
    policy_type: str = params["policyType"]
    resource_type: str | None = params.get("validatePolicyResourceType")
    if resource_type is not None and policy_type != "RESOURCE_POLICY":
        raise invalid_field("validatePolicyResourceType", "is for resource policies")
    try:
        document = LocatedJson.parse(text)
    except json.JSONDecodeError as error:
        findings = [syntax_issue(text, error)]
    else:
        issues = check_structure(document.value, policy_type, resource_type)
        findings = [issue.wire(document) for issue in issues]
    page, more = paging.cut_numbered(findings)
    return {"findings": page, **more}
