"""Whatever stands on one side of a question, read."""

from aa_sdk.policy._language.documents import PolicyDocument, parse_as
from aa_sdk.policy._language.layers import Layers
from aa_sdk.policy.errors import DOCUMENT, InvalidPolicyError
from aa_sdk.policy.layers import Effective


def layers_of(policy: PolicyDocument | Effective, policy_type: str) -> Layers:
    """Read a policy, or take what several leave together.

    Args:
        policy: The policy, or several.
        policy_type: `IDENTITY_POLICY` or `RESOURCE_POLICY`.

    Returns:
        The statements.

    Raises:
        InvalidPolicyError: The document is malformed or of another type.
        UnsupportedPolicyError: It holds something that is not decided here.
    """
    if not isinstance(policy, Effective):
        return parse_as(policy, policy_type).layers
    if policy_type != "IDENTITY_POLICY":
        reason = "Effective is about an identity and stands for no resource policy"
        raise InvalidPolicyError(DOCUMENT, reason)
    return policy.layers
