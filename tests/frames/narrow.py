"""Policies to be cut down, and diffs to be applied."""

import json
import re
from typing import Any

from aa_sdk.frames.privileges import LeastPrivilege, UnusedSource, least_privilege
from aa_sdk.models import UnusedPermissionDetails

Statement = dict[str, Any]


def allow(*actions: str, **elements: Any) -> Statement:
    return {"Effect": "Allow", "Action": [*actions], "Resource": "*", **elements}


def deny(*actions: str, **elements: Any) -> Statement:
    return {**allow(*actions, **elements), "Effect": "Deny"}


def cut(
    statements: Statement | list[Statement], *unused: UnusedSource, **arguments: Any
) -> LeastPrivilege:
    policy = {"Version": "2012-10-17", "Statement": statements}
    return least_privilege(policy, unused, **arguments)


def statements_of(smaller: LeastPrivilege) -> Any:
    return json.loads(smaller.policy)["Statement"]


def details(service: str, *names: str) -> UnusedPermissionDetails:
    return UnusedPermissionDetails.model_validate(
        {"serviceNamespace": service, "actions": [{"action": name} for name in names]}
    )


def html_of(shown: Any) -> str:
    return str(shown._repr_html_())


def applied(text: str, diff: str) -> str:
    """Apply a unified diff, and see that it is one."""
    old = re.findall(r"[^\n]*\n|[^\n]+", text)
    lines: list[str] = []
    for line in re.findall(r"[^\n]*\n", diff):
        if line.startswith("\\"):
            lines[-1] = lines[-1].removesuffix("\n")
        else:
            lines.append(line)
    new: list[str] = []
    at = 0
    body = iter(lines[2:])
    for head in body:
        found = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", head)
        assert found, head
        left, made = (int(size or 1) for size in (found[2], found[4]))
        start = int(found[1]) - (left > 0)
        new += old[at:start]
        at = start
        assert len(new) == int(found[3]) - (made > 0)
        while left or made:
            sign, content = (line := next(body))[0], line[1:]
            if sign in " -":
                assert old[at] == content
                at, left = at + 1, left - 1
            if sign in " +":
                new.append(content)
                made -= 1
    return "".join(new + old[at:])
