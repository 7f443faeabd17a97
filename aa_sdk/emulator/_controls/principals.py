"""What is told of roles and users: what they called, and which policies they have."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aa_sdk.emulator._account.principals import (
    AttachedPolicy,
    check_principal,
    document_text,
)
from aa_sdk.emulator._account.savable import check_text, checked_moment
from aa_sdk.emulator._controls.acting import Acting


class PrincipalControls(Acting):
    """The part of an emulator that knows of roles and users; see `Emulator`."""

    def add_activity(
        self,
        principal: str,
        actions: str | Sequence[str],
        *,
        at: datetime | None = None,
        region: str | None = None,
    ) -> None:
        """Let a role or user call actions, as trails of CloudTrail note it.

        Policies are generated from it, and recommendations leave what was used. It takes the place
        of what findings say of the role or user.

        ```python
        role = "arn:aws:iam::111122223333:role/reader"
        emulator.add_activity(role, ["s3:GetObject", "s3:ListBucket", "sqs"])
        ```

        Args:
            principal: The ARN of the role or user.
            actions: What it called: actions such as `s3:GetObject`, or services such as `sqs`,
                also written `sqs:*`, where only the service is known.
            at: When; now by default.
            region: The Region it called them in. By default they count in whatever Regions a
                trail is looked at for.

        Raises:
            ValueError: The principal is no role or user, one of the actions is none, the time has
                no time zone or is outside the years 1 to 9999, or some text has half a character.
        """
        check_text(principal=principal, region=region)
        moment = None if at is None else checked_moment("at", at)
        called = [actions] if isinstance(actions, str) else actions
        with self._acting():
            then = self.world.now() if moment is None else moment
            self.world.principals.add_uses(principal, called, then, region)

    def attach_policy(
        self,
        principal: str,
        policy: str | Mapping[str, Any],
        *,
        name: str | None = None,
        arn: str | None = None,
        updated_at: datetime | None = None,
    ) -> str:
        """Attach a policy to a role or user, for recommendations to go by.

        Args:
            principal: The ARN of the role or user.
            policy: The policy.
            name: The name of an inline policy. One with the same name is replaced.
            arn: The ARN of a managed policy. One with the same ARN is replaced.
            updated_at: When the managed policy last changed; now by default. Of inline policies
                that is not known.

        Returns:
            The name or ARN. With neither, the policy is an inline policy with a name of its own.

        Raises:
            ValueError: The policy is malformed or not one for roles and users, the principal is
                neither, there are both a name and an ARN, the time has no time zone or is outside
                the years 1 to 9999, or some text has half a character.
        """
        check_text(principal=principal, name=name, arn=arn)
        changed = None if updated_at is None else checked_moment("updated_at", updated_at)
        check_principal(principal)
        if name is not None and arn is not None:
            raise ValueError("an inline policy has a name, and a managed one an ARN: pass either")
        document = document_text(policy)
        check_text(policy=document)
        with self._acting():
            moment = self.world.now() if changed is None else changed
            attached = AttachedPolicy(document, None if arn is None else moment)
            return self.world.principals.attach(principal, name or arn, attached)
