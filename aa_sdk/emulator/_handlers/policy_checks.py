"""The custom policy checks, decided by `aa_sdk.policy`.

A document has several ways to be refused, looked for in this order. What cannot be read is an
invalid parameter, as is a policy of the other type and, last of all, one that only denies. What can
be read and still has a statement that the service does not take is a field at fault: one whose
resource is no ARN, or one of a resource policy that does not say for whom it is.
"""

import re
from collections.abc import Callable

# The package loads a name when it is used, so that importing it here costs the others nothing.
from aa_sdk import policy
from aa_sdk.emulator._handlers.call import Call, Output
from aa_sdk.emulator._protocol.errors import (
    Problem,
    invalid_field,
    invalid_fields,
    invalid_parameter,
    unprocessable,
)
from aa_sdk.models.policy_checks import Access

_RESOURCE_POLICY = "RESOURCE_POLICY"
_ARN = "arn:"
_PLAIN = re.compile(r"[^*?$]*")
# The policy of an API may leave out what comes before, which is always the same.
_SHORT_FORM = "execute-api:/"


def check_no_new_access(call: Call) -> Output:
    """Check that a new policy allows nothing that the existing one does not."""
    kind = call.params["policyType"]
    return _decide(
        lambda: policy.check_no_new_access(
            _read(call, "newPolicyDocument", kind),
            _read(call, "existingPolicyDocument", kind),
            kind,
        )
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
    kind = params["policyType"]
    return _decide(
        lambda: policy.check_access_not_granted(_read(call, "policyDocument", kind), access, kind)
    )


def check_no_public_access(call: Call) -> Output:
    """Check that a resource policy does not open a resource to everyone."""
    resource_type = call.params["resourceType"]
    return _decide(
        lambda: policy.check_no_public_access(
            _read(call, "policyDocument", _RESOURCE_POLICY), resource_type
        )
    )


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


def _read(call: Call, name: str, policy_type: str) -> policy.Policy:
    """Read the document in a field, as one of a type."""
    parsed = policy.Policy.parse(call.params[name])
    is_of_resource = policy_type == _RESOURCE_POLICY
    faults: list[str] = []
    for statement in parsed.statements:
        place = f"Statement[{statement.index}]"
        if is_of_resource and statement.principals is None:
            faults.append(f"must have a Principal in {place}")
        named = statement.resources.as_written if statement.resources else ()
        if not all(_may_be_arn(text, is_of_resource=is_of_resource) for text in named):
            faults.append(f"must have ARNs as resources in {place}")
    if faults:
        raise invalid_fields([Problem(name, fault) for fault in faults])
    # The checks could answer, for such a policy grants nothing; the service does not take it.
    if all(statement.effect == "Deny" for statement in parsed.statements):
        raise invalid_parameter("The policy has no Allow statement.")
    return parsed


def _may_be_arn(text: str, *, is_of_resource: bool) -> bool:
    """Whether a resource is an ARN, or has a wildcard or variable that may stand for its begin."""
    if text.startswith(_ARN) or (is_of_resource and text.startswith(_SHORT_FORM)):
        return True
    plain = _PLAIN.match(text)
    begin = plain[0] if plain else ""
    return begin != text and _ARN.startswith(begin)
