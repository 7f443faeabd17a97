"""The custom policy checks, decided by `aa_sdk.policy`."""

from collections.abc import Callable

# The package loads a name when it is used, so that importing it here costs the others nothing.
from aa_sdk import policy
from aa_sdk.emulator._handlers.call import Call, Output
from aa_sdk.emulator._protocol.errors import invalid_field, invalid_parameter, unprocessable
from aa_sdk.models.policy_checks import Access


def check_no_new_access(call: Call) -> Output:
    """Check that a new policy allows nothing that the existing one does not."""
    params = call.params
    new, existing = params["newPolicyDocument"], params["existingPolicyDocument"]
    return _decide(
        lambda: policy.check_no_new_access(_read(new), _read(existing), params["policyType"])
    )


def check_access_not_granted(call: Call) -> Output:
    """Check that a policy does not allow certain access."""
    params = call.params
    if len(params["access"]) != 1:
        raise invalid_field("access", "must have exactly 1 item")
    given = params["access"][0]
    if not given.get("actions") and not given.get("resources"):
        raise invalid_field("access[0]", "must have actions or resources")
    access = Access(actions=given.get("actions"), resources=given.get("resources"))
    document, policy_type = params["policyDocument"], params["policyType"]
    return _decide(lambda: policy.check_access_not_granted(_read(document), access, policy_type))


def check_no_public_access(call: Call) -> Output:
    """Check that a resource policy does not open a resource to everyone."""
    params = call.params
    document, resource_type = params["policyDocument"], params["resourceType"]
    return _decide(lambda: policy.check_no_public_access(_read(document), resource_type))


def _decide(check: Callable[[], policy.PolicyCheck]) -> Output:
    try:
        verdict = check()
    except policy.InvalidPolicyError as error:
        raise invalid_parameter(f"The policy is not valid: {error}") from error
    except policy.UnsupportedPolicyError as error:
        raise unprocessable(f"The policy cannot be analysed: {error}") from error
    reasons = [reason.to_wire() for reason in verdict.reasons]
    output = {"result": verdict.result, "message": verdict.message}
    return {**output, "reasons": reasons} if reasons else output


def _read(document: str) -> policy.Policy:
    parsed = policy.Policy.parse(document)
    # The checks could answer, for such a policy grants nothing; the service does not take it.
    if all(statement.effect == "Deny" for statement in parsed.statements):
        raise invalid_parameter("The policy has no Allow statement.")
    return parsed
