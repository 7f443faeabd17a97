"""What events look like: members, and the form of each value, as in public samples."""

import re
from collections.abc import Mapping
from typing import Any, cast

ARN = re.compile(r"arn:aws:access-analyzer:[a-z0-9-]+:[0-9]{12}:analyzer/.+")
ACCOUNT = re.compile(r"[0-9]{12}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TEXT = re.compile(r".+")
FIRST_VERSION = re.compile(r"1\.0")
REGION = re.compile(r"[a-z]+-[a-z]+-[0-9]")
STATUS = re.compile(r"ACTIVE|ARCHIVED|RESOLVED")
BEFORE = re.compile(r"|ACTIVE|ARCHIVED|RESOLVED")
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
SECONDS = re.compile(_MOMENT + "Z")
MILLISECONDS = re.compile(_MOMENT + r"\.[0-9]{3}Z")
NANOSECONDS = re.compile(_MOMENT + r"\.[0-9]{9}Z")
FAILURE = re.compile(r"ACCESS_DENIED|INTERNAL_ERROR|PRINCIPAL(_ERRORS)?_LIMIT_EXCEEDED")
RCP = re.compile(r"APPLIED|APPLICABLE|FAILED_TO_EVALUATE_RCP|NOT_APPLICABLE")
SCP = re.compile(r"APPLIED|APPLICABLE|FAILED_TO_EVALUATE_SCP|NOT_APPLICABLE")

ENVELOPE: Mapping[str, Any] = {
    "version": re.compile("0"),
    "id": UUID,
    "detail-type": TEXT,
    "source": re.compile(r"aws\.access-analyzer"),
    "account": ACCOUNT,
    "time": SECONDS,
    "region": REGION,
    "resources": [ARN],
    "detail": dict,
}

_SUBJECT: Mapping[str, Any] = {
    "status": STATUS,
    "resource": TEXT,
    "resourceType": TEXT,
    "accountId": ACCOUNT,
    "isDeleted": bool,
}
_ACCESS: Mapping[str, Any] = {
    "principal": {TEXT: TEXT},
    "action": [TEXT],
    "condition": {TEXT: TEXT},
}


def _times(form: re.Pattern[str]) -> Mapping[str, Any]:
    return dict.fromkeys(("createdAt", "analyzedAt", "updatedAt"), form)


_EXTERNAL: Mapping[str, Any] = {
    **_SUBJECT,
    **_times(SECONDS),
    "version": FIRST_VERSION,
    "id": TEXT,
    "region": REGION,
}
_INTERNAL: Mapping[str, Any] = {
    **_SUBJECT,
    **_times(NANOSECONDS),
    "version": FIRST_VERSION,
    "id": TEXT,
    "findingType": re.compile("InternalAccess"),
    "resourceControlPolicyRestrictionType": RCP,
    "serviceControlPolicyRestrictionType": SCP,
}
_UNUSED: Mapping[str, Any] = {
    **_SUBJECT,
    **_times(MILLISECONDS),
    "version": UUID,
    "findingId": TEXT,
    "previousStatus": BEFORE,
    "findingType": re.compile(
        "UnusedIAMRole|UnusedIAMUserAccessKey|UnusedIAMUserPassword|UnusedPermission"
    ),
}
_PREVIEW: Mapping[str, Any] = {
    "version": FIRST_VERSION,
    "accessPreviewId": UUID,
    "configuredResources": [TEXT],
    "createdAt": MILLISECONDS,
    "region": REGION,
}
_CREATING = re.compile("CREATING")
_REASON = re.compile("INTERNAL_ERROR|INVALID_CONFIGURATION")

EXTERNAL, INTERNAL = "Access Analyzer Finding", "Internal Access Finding"
UNUSED, PREVIEW = "Unused Access Finding for IAM entities", "Access Preview State Change"

DETAILS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    (EXTERNAL, ""): {**_EXTERNAL, **_ACCESS, "isPublic": bool},
    (EXTERNAL, "error"): {**_EXTERNAL, "error": FAILURE},
    (INTERNAL, ""): {
        **_INTERNAL,
        **_ACCESS,
        "accessType": re.compile("INTRA_ACCOUNT|INTRA_ORG"),
        "principalType": re.compile("IAM_ROLE|IAM_USER"),
        "principalOwnerAccount": ACCOUNT,
    },
    (INTERNAL, "error"): {**_INTERNAL, "error": FAILURE},
    (UNUSED, ""): _UNUSED,
    (UNUSED, "permissions"): {
        **_UNUSED,
        "numberOfUnusedServices": int,
        "numberOfUnusedActions": int,
    },
    (UNUSED, "error"): {**_UNUSED, "error": FAILURE},
    (PREVIEW, "CREATING"): {**_PREVIEW, "status": _CREATING},
    (PREVIEW, "COMPLETED"): {
        **_PREVIEW,
        "status": re.compile("COMPLETED"),
        "previousStatus": _CREATING,
    },
    (PREVIEW, "FAILED"): {
        **_PREVIEW,
        "status": re.compile("FAILED"),
        "previousStatus": _CREATING,
        "statusReason": {"code": _REASON},
    },
}
"""The members of each family's detail, with the form of their values."""


def variant_of(event: Mapping[str, Any]) -> tuple[str, str]:
    """Tell which entry of the table an event has to look like."""
    kind, detail = event["detail-type"], event["detail"]
    if kind == PREVIEW:
        return kind, detail["status"]
    if "error" in detail:
        return kind, "error"
    return kind, "permissions" if detail.get("findingType") == "UnusedPermission" else ""


def check_event(event: Mapping[str, Any]) -> None:
    """Fail for an event that has other members than its family, or values of another form."""
    _check(event, ENVELOPE, "event")
    _check(event["detail"], DETAILS[variant_of(event)], "detail")


def _check(value: Any, form: Any, place: str) -> None:
    if isinstance(form, re.Pattern):
        pattern = cast("re.Pattern[str]", form)
        assert pattern.fullmatch(_of_type(value, str, place)), (place, value)
    elif isinstance(form, type):
        _of_type(value, form, place)
    elif isinstance(form, list):
        for item in _of_type(value, list, place):
            _check(item, form[0], f"{place}[]")
    elif TEXT in form:
        for key, item in _of_type(value, dict, place).items():
            _check(key, TEXT, place)
            _check(item, TEXT, f"{place}.{key}")
    else:
        assert value.keys() == form.keys(), (place, value.keys() ^ form.keys())
        for name, part in form.items():
            _check(value[name], part, f"{place}.{name}")


def _of_type(value: Any, kind: type, place: str) -> Any:
    assert type(value) is kind, (place, value)
    return value
