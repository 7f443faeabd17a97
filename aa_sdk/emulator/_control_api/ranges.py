"""What values a member may have where its type says less: for those who read the description.

It is the verbs that refuse all others. A test holds the two together.
"""

from collections.abc import Mapping
from typing import Any, get_args

from aa_sdk.emulator._account.lifecycle import STATUSES
from aa_sdk.emulator._protocol.service_model import load_service_model
from aa_sdk.models import AnalyzerStatus, Type

_Range = Mapping[str, Any]

_COUNT: _Range = {"minimum": 0}
_SHARE: _Range = {"minimum": 0, "maximum": 1}
_ACCOUNT: _Range = {"pattern": "^[0-9]{12}$"}
_OPERATIONS: _Range = {"items": {"enum": sorted(load_service_model().operations)}}
_FAULTS = (
    *("throttle", "fail", "delay", "drop", "truncate", "replace_body", "redirect", "wrong_length"),
    *("no_length", "gzip_bomb", "slow_body", "half_answer", "wrong_type", "http_1_0"),
)

RANGES: Mapping[str, _Range] = {
    "add_account.access_key_id": {"pattern": "^[A-Za-z0-9_]{1,128}$"},
    "add_account.account_id": _ACCOUNT,
    "add_finding.status": {"enum": list(STATUSES)},
    "add_service_linked_analyzer.analyzer_type": {"enum": list(get_args(get_args(Type)[0]))},
    "add_service_linked_analyzer.name": {"pattern": "^[A-Za-z_][A-Za-z0-9_.-]{0,254}$"},
    "advance.by": _COUNT,
    "calls.find.limit": _COUNT,
    "faults.delay.seconds": _COUNT,
    "faults.fail.status": {"minimum": 200, "maximum": 599},
    "faults.limit_rate.burst": {"minimum": 1, "maximum": 2**53},
    "faults.limit_rate.per_second": {"minimum": 1e-9},
    "faults.truncate.keep": _SHARE,
    "populate.account_id": _ACCOUNT,
    "populate.findings": {"minimum": 0, "maximum": 10_000_000},
    "populate.only": {
        "enum": [
            "account-external",
            "account-unused",
            "organization-external",
            "organization-internal",
        ]
    },
    "populate.region_name": {"pattern": "^[a-z]{2,5}(-[a-z]{2,12}){1,3}-[0-9]{1,2}$"},
    "set_analyzer_status.status": {"enum": list(get_args(get_args(AnalyzerStatus)[0]))},
    **{f"faults.{verb}.operations": _OPERATIONS for verb in _FAULTS},
    **{f"faults.{verb}.rate": _SHARE for verb in _FAULTS},
}
"""By the verb and the parameter: what its schema says besides."""


def narrowed(verb: str, name: str, schema: dict[str, Any]) -> None:
    """Say in the schema of a member which values it may have.

    Args:
        verb: The verb, as a route names it.
        name: The parameter.
        schema: Its schema, which is changed; a part of it that allows null is left as it is.
    """
    known = RANGES.get(f"{verb}.{name}", {})
    for one in schema.get("anyOf", [schema]) if known else ():
        if one.get("type") == "array":
            one["items"].update(known["items"])
        elif one.get("type") != "null":
            one.update(known)
