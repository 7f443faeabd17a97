"""Rule patterns and events, decided by moto's matcher, which knows nothing of filters.

Where it is known not to be like EventBridge, it is not asked. It sees an empty list or map where
EventBridge sees nothing, and its wildcards stop at line breaks. (That null is there for both of
them, and absent for `matches`, is a difference of ours, which the documentation tells of.)
"""

import json
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, Final

from moto.core.models import botocore_stubber
from moto.events.models import EventPattern

from aa_sdk.errors import InvalidRequestError
from aa_sdk.filters import FindingFilter

# Importing moto puts it between all clients of this process and their services, which is to end
# here: those that talk to it are patched one by one.
_handlers: list[tuple[object, ...]] = import_module("botocore.handlers").BUILTIN_HANDLERS
_handlers.remove(("before-send", botocore_stubber))

_make_client: Callable[..., Any] = import_module("boto3").client
REGION: Final = "us-east-1"


def client(service: str) -> Any:
    """A client of boto3's that reaches moto while `mock_aws` is on."""
    made = _make_client(service, region_name=REGION)
    made.meta.events.register("before-send", botocore_stubber)
    return made


def passes(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether a rule with this pattern passes an event."""
    whole: Any = event  # it has an event be one of its own
    return EventPattern.load(json.dumps(pattern)).matches_event(whole)


def passing(patterns: Iterable[Mapping[str, Any]], event: Mapping[str, Any]) -> int:
    """How many of the patterns pass an event."""
    return sum(passes(pattern, event) for pattern in patterns)


def matches(finding_filter: FindingFilter, event: Mapping[str, Any]) -> bool:
    """Whether the filter is known to match: an event it refuses to decide does not."""
    try:
        return finding_filter.matches(event)
    except InvalidRequestError:
        return False
