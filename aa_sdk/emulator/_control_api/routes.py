"""Every path of the control API, and the verb of the emulator that it stands for.

A verb is a method of the `Emulator`, or of what it holds: `faults.throttle`. What a request has to
say and what its response has in it are the verb's own: parameters whose names stand in the path
are taken from there, all others from the body, or from the query of a `GET` or `DELETE`. So a new
verb is one new entry, and the description is written anew by

    python -m tests.emulator.control_description
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

Method = Literal["GET", "PUT", "POST", "DELETE"]


@dataclass(frozen=True, slots=True)
class Route:
    """One path and method."""

    method: Method
    """The HTTP method."""
    path: str
    """The path below `/_emulator`; `{findingId}` stands for the parameter `finding_id`."""
    verb: str
    """What is called, or, if it is no method, shown: a path of attributes of the emulator."""
    gives: str | None = None
    """The member of the response that the verb's result is; None if the result is the response."""
    status: int = 200
    """The status of a response that has something in it; one that has not is 204."""
    left_out: frozenset[str] = frozenset()
    """Parameters that only a program in Python can give."""
    silent: bool = False
    """Whether the verb's result is for programs in Python alone."""

    @property
    def group(self) -> str:
        """What it is about: the first part of its path."""
        return self.path.split("/")[1]

    @property
    def name(self) -> str:
        """Its name in the description, such as `getClock`, `addFinding` or `faultsThrottle`."""
        words = f"get{self.path}" if self.method == "GET" else self.verb
        parts: list[str] = re.findall("[A-Za-z0-9]+", words)
        first, *others = parts
        return first + "".join(other[0].upper() + other[1:] for other in others)

    def values_in(self, path: str) -> dict[str, str] | None:
        """Return the values that stand in a path for the names of this one.

        Args:
            path: A path below `/_emulator`, still percent-encoded.

        Returns:
            The values by the names in braces; None if the path is another one.
        """
        own, parts = self.path.split("/"), path.split("/")
        if len(own) != len(parts):
            return None
        pairs = [(name, unquote(part)) for name, part in zip(own, parts, strict=True)]
        if any(name != part for name, part in pairs if not name.startswith("{")):
            return None
        values = {name.strip("{}"): part for name, part in pairs if name.startswith("{")}
        return values if all(values.values()) else None


ROUTES: Sequence[Route] = (
    Route("GET", "/state", "save"),
    Route("PUT", "/state", "replace_state"),
    Route("DELETE", "/state", "reset"),
    Route("GET", "/clock", "now", gives="now"),
    Route("POST", "/clock/advance", "advance", gives="now"),
    Route("GET", "/accounts", "accounts", gives="accounts"),
    Route("POST", "/accounts", "add_account"),
    Route("GET", "/accounts/{accountId}/credentials", "credentials"),
    Route("GET", "/accounts/{accountId}/canonical-id", "canonical_id", gives="canonicalId"),
    Route("PUT", "/accounts/{accountId}/canonical-id", "set_canonical_id"),
    Route("POST", "/members", "add_member"),
    Route("PUT", "/administrator", "delegate_administration"),
    Route("POST", "/regions/{region}/disable", "disable_region"),
    Route("POST", "/regions/{region}/enable", "enable_region"),
    Route("POST", "/analyzers/service-linked", "add_service_linked_analyzer", "arn", 201),
    Route("PUT", "/analyzers/{analyzer}/status", "set_analyzer_status"),
    Route("POST", "/populate", "populate"),
    Route("POST", "/findings", "add_finding", "id", 201),
    Route("POST", "/findings/{findingId}/change", "change_finding", "id", 201),
    Route("POST", "/findings/{findingId}/resolve", "resolve_finding"),
    Route("DELETE", "/findings/{findingId}", "delete_finding"),
    Route("POST", "/resources", "add_resource", "findingIds", 201),
    Route("POST", "/activity", "add_activity"),
    Route("POST", "/policies", "attach_policy", "policyId", 201),
    Route("POST", "/analyzers/fail", "fail_analyzer_creation"),
    Route("POST", "/access-previews/fail", "fail_access_preview"),
    Route("POST", "/recommendations/fail", "fail_recommendation"),
    Route("POST", "/policy-generations/fail", "fail_policy_generation"),
    Route("POST", "/resource-scans/fail", "fail_resource_scan"),
    Route("DELETE", "/failures", "forget_failures"),
    Route("GET", "/events", "events", gives="events"),
    Route("DELETE", "/events", "events.clear"),
    Route("GET", "/faults", "faults", gives="faults"),
    Route("DELETE", "/faults", "faults.clear"),
    Route("POST", "/faults/throttle", "faults.throttle", status=201),
    Route("POST", "/faults/fail", "faults.fail", status=201),
    Route("POST", "/faults/delay", "faults.delay", status=201),
    Route("POST", "/faults/drop", "faults.drop", status=201),
    Route("POST", "/faults/truncate", "faults.truncate", status=201),
    Route("POST", "/faults/replace-body", "faults.replace_body", status=201),
    Route("POST", "/faults/redirect", "faults.redirect", status=201),
    Route("POST", "/faults/wrong-length", "faults.wrong_length", status=201),
    Route("POST", "/faults/no-length", "faults.no_length", status=201),
    Route("POST", "/faults/gzip-bomb", "faults.gzip_bomb", status=201),
    Route("POST", "/faults/slow-body", "faults.slow_body", status=201),
    Route("POST", "/faults/half-answer", "faults.half_answer", status=201),
    Route("POST", "/faults/wrong-type", "faults.wrong_type", status=201),
    Route("POST", "/faults/http-1-0", "faults.http_1_0", status=201),
    Route(
        "POST",
        "/faults/limit-rate",
        "faults.limit_rate",
        left_out=frozenset({"timer"}),
        silent=True,
    ),
    Route("GET", "/calls", "calls.find", gives="calls"),
    Route("DELETE", "/calls", "calls.clear"),
    Route("GET", "/calls/counts", "calls.counts", gives="counts"),
)
"""All of them, in the order of the documentation."""

STREAMED: Mapping[str, str] = {"save": "GET", "replace_state": "PUT"}
"""The verbs whose file travels as the body, and the method that moves it."""
