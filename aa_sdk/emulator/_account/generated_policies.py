"""Writes policies from what a role or user used."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aa_sdk.emulator._account.known_actions import ANY, placeholders_of


def written_policies(
    used: Sequence[str], partition: str, *, placeholders: bool, template: bool
) -> list[str]:
    """Write the policies that allow what was used.

    Args:
        used: Actions such as `s3:GetObject`, and `s3:*` where only the service is known.
        partition: The partition that placeholders of resources are in.
        placeholders: Whether resources are placeholders such as `arn:aws:s3:::${BucketName}`,
            where actions can be about single resources, instead of `*`.
        template: Whether services of which no actions are known come too, in a policy of their
            own in which the actions are still to be filled in.

    Returns:
        The policies as JSON text; none if nothing was used.
    """
    actions: dict[str, list[str]] = {}
    for action in used:
        if not is_service(action):
            for place in placeholders_of(action, partition) if placeholders else [ANY]:
                actions.setdefault(place, []).append(action)
    # What is about everything comes first, for a star comes before letters.
    statements = [
        _statement(f"SupportedServiceSid{number}", actions[place], place)
        for number, place in enumerate(sorted(actions))
    ]
    services = [action[:-1] + "${Action}" for action in used if is_service(action)]
    policies = [_policy(statements)] if statements else []
    if template and services:
        policies.append(_policy([_statement("ServiceLevelSid0", services, ANY)]))
    return policies


def is_service(use: str) -> bool:
    """Tell whether of something that was used only the service is known."""
    return use.endswith(":*")


def _statement(sid: str, actions: Iterable[str], resource: str) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": sorted(actions), "Resource": resource}


def _policy(statements: Sequence[Mapping[str, Any]]) -> str:
    document = {"Version": "2012-10-17", "Statement": statements}
    return json.dumps(document, separators=(",", ":"))
