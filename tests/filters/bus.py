"""Rule patterns and events, decided by moto's matcher, which knows nothing of filters.

Where it is not like EventBridge, nobody asks it. As events have them, EventBridge takes an empty
list for absent and a part may stand beside a line break; moto sees an empty list, and its wildcards
stop at line breaks. What is null is there for both, while `matches` takes it for absent.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from moto.events.models import EventPattern

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FindingFilter


def passes(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether a rule with this pattern passes an event."""
    compiled: Any = EventPattern.load(json.dumps(pattern))
    decided: bool = compiled.matches_event(event)
    return decided


def passing(patterns: Iterable[Mapping[str, Any]], event: Mapping[str, Any]) -> int:
    """How many of the patterns pass an event."""
    return sum(passes(pattern, event) for pattern in patterns)


def matches(finding_filter: FindingFilter, event: Mapping[str, Any]) -> bool:
    """Whether the filter is known to match: an event it refuses to decide does not."""
    try:
        return finding_filter.matches(event)
    except InvalidRequestError:
        return False
