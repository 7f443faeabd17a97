"""One of each thing that is shown, with a text of others wherever one can stand in it.

Models and dataclasses are made from the types of their members, so that a new one is among them by
itself; what is made in another way has its maker here.
"""

import dataclasses
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from itertools import count
from types import SimpleNamespace
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import aa_sdk
from aa_sdk import AccessAnalyzerClient, FindingFilter, Listing, frames, models
from aa_sdk._display.shown import Shown
from aa_sdk.errors import AccessAnalyzerError, ValidationException
from aa_sdk.filters import Filter
from aa_sdk.frames import ExposureReport, LeastPrivilege, Table, UnusedAccessReport
from aa_sdk.listing import Counts
from aa_sdk.models import Criterion, GetFindingV2Response, Model
from aa_sdk.pagination import Paginator
from aa_sdk.policy import (
    Account,
    ActionCatalogue,
    Effective,
    ExternalAccess,
    ExternalAccesses,
    Organization,
    RedundantStatements,
    StatementReference,
)
from aa_sdk.workflows import AnalyzerSpec, Changes, FindingStore, StoredFindings, hydrate
from aa_sdk.workflows._jobs.job import Job
from aa_sdk.workflows._jobs.resource_scans import ResourceScanJob
from aa_sdk.workflows._store.reading import ChangeRow, Span
from aa_sdk.workflows._store.rules import Kind
from aa_sdk.workflows.hydration import Hydration, HydrationFailed, HydrationStream

NOW = datetime(2026, 1, 2, tzinfo=UTC)
ARN = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/audit"
_DEEP = 12


def shown_classes() -> list[type[Shown]]:
    """Every class of the package that says how it shows, and that others are not made of."""
    for module in pkgutil.walk_packages(aa_sdk.__path__, "aa_sdk."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    found = {
        f"{each.__module__}.{each.__qualname__}": each
        for each in _below(Shown)
        if each.__module__.startswith("aa_sdk.")
        and each not in (Model, Filter, Job)
        and not each.__name__.startswith("_")
    }
    return [found[name] for name in sorted(found)]


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        # A class with slots was made twice, and the first is in no module.
        if getattr(import_module(each.__module__), each.__name__, each) is each:
            yield each
        yield from _below(each)


def made(kind: type[Any], text: str, many: int = 1) -> Any:
    """One of a class, with a text wherever one can stand, and so many entries in each list."""
    for base in kind.__mro__:
        if base in _MAKERS:
            return _MAKERS[base](kind, text, many)
    return _by_members(kind, text, many, 0)


def value(wanted: Any, text: str, many: int = 1, depth: int = 0) -> Any:  # noqa: PLR0911 (one for each kind of type)
    """A value of any type."""
    if wanted in _PLAIN:
        return _PLAIN[wanted](text)
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin is Annotated:
        open_enum = get_origin(arguments[0]) is Literal
        return text if open_enum else value(arguments[0], text, many, depth)
    if origin is Literal:
        return arguments[0]
    if origin is tuple and arguments[-1] is not ...:
        return tuple(value(each, text, many, depth) for each in arguments)
    if origin in (tuple, frozenset, list, Sequence):
        entries = [value(arguments[0], text, 1, depth)] * many
        return frozenset(entries) if origin is frozenset else tuple(entries)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, entry = (value(each, text, 1, depth) for each in arguments)
        names = (f"{key}{number or ''}" for number in count())
        return {next(names): entry for _ in range(many)}
    if origin is Union or type(wanted).__name__ == "UnionType":
        members = [each for each in arguments if _has_members(each)]
        kinds = [*members, *arguments]
        return None if depth > _DEEP else value(kinds[0], text, many, depth)
    if _has_members(wanted):
        return _by_members(wanted, text, 1, depth + 1) if depth else made(wanted, text)
    if isinstance(wanted, type) and issubclass(wanted, FindingFilter | AccessAnalyzerError):
        return made(wanted, text)
    return text


def _has_members(wanted: Any) -> bool:
    is_data = dataclasses.is_dataclass(wanted) or hasattr(wanted, "_fields")
    return is_data or _is_model(wanted)


def _is_model(wanted: object) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, Model)


def _by_members(kind: Any, text: str, many: int, depth: int) -> Any:
    if kind in _MAKERS:
        return _MAKERS[kind](kind, text, many)
    hints = get_type_hints(kind, include_extras=True)
    if _is_model(kind):
        fields = cast("type[Model]", kind).model_fields
        members = {name: value(hints[name], text, many, depth + 1) for name in fields}
        return kind.model_construct(**members)
    taken: Mapping[str, Any] = getattr(kind, "__dataclass_fields__", {})
    hints = {name: hint for name, hint in hints.items() if name not in taken or taken[name].init}
    return kind(**{name: value(hint, text, many, depth + 1) for name, hint in hints.items()})


def _error(text: str) -> AccessAnalyzerError:
    answer: Any = {
        "Error": {"Code": "ValidationException", "Message": text},
        "ResponseMetadata": {"RequestId": "id", "HTTPStatusCode": 400},
    }
    return ValidationException(answer, "GetFindingV2")


_PLAIN: dict[Any, Callable[[str], Any]] = {
    bool: lambda _: True,
    int: lambda _: 1_000,
    float: lambda _: 1.5,
    str: lambda text: text,
    datetime: lambda _: NOW,
    type(None): lambda _: None,
    AccessAnalyzerError: _error,
    dict[str, dict[str, tuple[str, ...]]]: lambda text: {"StringEquals": {text: (text,)}},
}


def findings(text: str, many: int = 1) -> list[Any]:
    """Whole findings, one of each type, with a text wherever one can stand."""
    access = value(models.ExternalAccessDetails, text)
    public = access.model_copy(update={"is_public": True})
    private = access.model_copy(update={"is_public": False})
    kinds: list[tuple[str, Any]] = [
        ("ExternalAccess", public),
        ("ExternalAccess", private),
        ("InternalAccess", value(models.InternalAccessDetails, text)),
        ("UnusedIAMRole", value(models.UnusedIamRoleDetails, text)),
        ("UnusedIAMUserAccessKey", value(models.UnusedIamUserAccessKeyDetails, text)),
        ("UnusedIAMUserPassword", value(models.UnusedIamUserPasswordDetails, text)),
        ("UnusedPermission", value(models.UnusedPermissionDetails, text)),
    ]
    whole = made(GetFindingV2Response, text)
    changes = {"status": "ACTIVE", "next_token": None, "error": None}
    return [
        whole.model_copy(
            update={
                **changes,
                "id": f"{number:08}-{text}",
                "finding_type": kind,
                "finding_details": (detail,),
                "resource": f"{number}{text}",
            }
        )
        for number, (kind, detail) in enumerate(kinds * many)
    ]


def _access(text: str) -> ExternalAccess:
    return cast("ExternalAccess", _by_members(ExternalAccess, text, 1, 0))


def _policy(text: str) -> dict[str, Any]:
    allow = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}
    return {"Statement": [{"Sid": text, **allow}, {**allow, "Resource": f"arn:aws:s3:::a/{text}"}]}


def _client() -> AccessAnalyzerClient:
    return AccessAnalyzerClient("us-east-1")


def _job(kind: Any, text: str, _many: int) -> Any:
    names = {"analyzer_arn", "job_id", "id", "analyzer_name", "access_preview_id", "resource_arn"}
    given: dict[str, Any] = {name: text for name in get_type_hints(kind.__init__) if name in names}
    if kind is ResourceScanJob:
        given["started_at"] = NOW
    return kind(_client(), **given)


def _run(text: str) -> Any:
    return hydrate(_client(), analyzer_arn=ARN, findings=[text])


def _spec(text: str) -> AnalyzerSpec:
    rule = FindingFilter().key(text).eq(text)
    return AnalyzerSpec("audit", "ACCOUNT", archive_rules={"hide": rule})


def _changes(text: str, many: int) -> Changes:
    before, after = findings(text)[:2]
    rows = [
        ChangeRow(
            number,
            kind,
            f"{number}{text}",
            None,
            NOW,
            None if kind is Kind.NEW else before,
            None if kind in (Kind.DELETED, Kind.EXPIRED) else after,
        )
        for number, kind in enumerate([*Kind] * many)
    ]
    failures = [HydrationFailed(text, _error(text))] * many
    span = Span(text, -1, len(rows), text)
    return Changes(span, dict.fromkeys(Kind, many), lambda _: rows, failures)


async def _nothing(_: object) -> Any:
    return (), None


_Maker = Callable[[Any, str, int], Any]
_MAKERS: dict[Any, _Maker] = {
    Criterion: lambda _kind, text, many: Criterion.model_construct(eq=(text,) * many),
    Filter: lambda kind, text, many: kind().key(text).eq(*[f"{text}{n}" for n in range(many)]),
    Counts: lambda _kind, text, many: Counts({f"{text}{n}": n for n in range(many)}, (text,)),
    Listing: lambda _kind, text, many: Listing(findings(text, many), collected_at=NOW),
    Paginator: lambda _kind, text, _many: _client().list_findings_v2(
        analyzer_arn=text, filter=FindingFilter().key(text).eq(text)
    ),
    Account: lambda _kind, _text, _many: Account("0" * 64),
    ActionCatalogue: lambda _kind, _text, _many: ActionCatalogue.empty(),
    Effective: lambda _kind, text, _many: Effective(_policy(text)),
    Organization: lambda _kind, _text, _many: Organization(
        "o-abcdefghij", ["o-abcdefghij/*"], ["111122223333"]
    ),
    ExternalAccesses: lambda _kind, text, many: ExternalAccesses([_access(text)] * many),
    RedundantStatements: lambda _kind, text, many: RedundantStatements(
        StatementReference(n, text, text) for n in range(many)
    ),
    Job: _job,
    Changes: lambda _kind, text, many: _changes(text, many),
    FindingStore: lambda _kind, text, _many: FindingStore(text.replace("\0", "")),
    StoredFindings: lambda _kind, text, _many: StoredFindings(_nothing, text, lambda: NOW),
    Hydration: lambda _kind, text, _many: _run(text),
    HydrationStream: lambda _kind, _text, _many: HydrationStream(
        cast("Any", SimpleNamespace(is_left=False, is_over=False))
    ),
    AnalyzerSpec: lambda _kind, text, _many: _spec(text),
    Table: lambda _kind, text, many: frames.findings_table(findings(text, many)),
    ExposureReport: lambda _kind, text, many: frames.exposure_report(findings(text, many), now=NOW),
    UnusedAccessReport: lambda _kind, text, many: frames.unused_access_report(
        findings(text, many), now=NOW
    ),
    LeastPrivilege: lambda _kind, text, _many: frames.least_privilege(
        _policy(text), ["s3:PutObject"]
    ),
}
