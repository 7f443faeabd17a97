"""The statements of a policy: where they stand, and what they are known by."""

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from aa_sdk.cli._sources.found import FoundPolicy
from aa_sdk.models import Location
from aa_sdk.models.policy_validation import PathIndex, PathValue
from aa_sdk.policy._language.json_values import entries, is_list, is_object
from aa_sdk.policy._validation.places import Place

_NAMED = re.compile(r"Statement(?:\[(\d+)\])?")


class Statements:
    """The statements of a policy.

    Args:
        policy: The policy.
    """

    def __init__(self, policy: FoundPolicy) -> None:
        self._policy = policy
        self._statements = statements_of(policy.text)

    def place(self, index: int | None) -> Place | None:
        """Return where a statement stands in the file; the policy where it is not found."""
        found = None if index is None else self._policy.place(index)
        return found or self._policy.place(None)

    def named(self, path: str) -> int | None:
        """Return which statement the path of an error is about, such as `Statement[0].Action`."""
        match = _NAMED.match(path)
        return int(match[1] or 0) if match else None

    def located(self, location: Location) -> tuple[Place | None, int | None]:
        """Return where in the file a finding belongs, and to which statement."""
        index = _index_of(location)
        if self._policy.address is not None or self._policy.is_rewritten:
            # The lines of the text are not those of the file.
            return self.place(index), index
        start, end = location.span.start, location.span.end
        return Place(start.line, start.column + 1, end.line, end.column + 1), index

    def value(self, location: Location) -> Any:
        """Return what stands at the place of a finding."""
        part: Any = json.loads(self._policy.text)
        for step in location.path:
            if isinstance(step, PathValue) and is_object(part):
                part = part.get(step.value)
            elif isinstance(step, PathIndex) and is_list(part):
                part = part[step.index]
        return part

    def identity(self, index: int | None) -> str:
        """Return what a statement is known by, wherever it stands: its Sid, or its content."""
        if index is None or index >= len(self._statements):
            return ""
        statement = self._statements[index]
        sid = statement.get("Sid") if is_object(statement) else None
        if isinstance(sid, str) and sid:
            return sid
        content = json.dumps(statement, sort_keys=True, separators=(",", ":"))
        return sha256(content.encode()).hexdigest()


def _index_of(location: Location) -> int | None:
    """Return which statement a place is in; None for what is outside of all."""
    match location.path:
        case [PathValue(value="Statement"), PathIndex(index=index), *_]:
            return index
        case [PathValue(value="Statement"), *_]:
            return 0
        case _:
            return None


def statements_of(text: str) -> Sequence[Any]:
    """Return the statements of a policy as they are, nothing for what is no policy.

    Args:
        text: The policy as JSON.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return entries(content.get("Statement", [])) if is_object(content) else ()


def names_a_principal(text: str) -> bool:
    """Tell a policy of a resource, which may be malformed otherwise.

    Args:
        text: The policy as JSON.
    """
    listed = statements_of(text)
    return any(is_object(one) and {"Principal", "NotPrincipal"} & one.keys() for one in listed)
