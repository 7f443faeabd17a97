"""Reads a snapshot, and refuses what is none before anything is made of it."""

import json
import re
from collections.abc import Callable, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from aa_sdk.emulator._findings.bulk import many_objects
from aa_sdk.emulator._snapshot.consistency import check_consistency
from aa_sdk.emulator._snapshot.errors import (
    SnapshotError,
    SnapshotFileError,
    snapshot_error,
)
from aa_sdk.emulator._snapshot.filling import Filling
from aa_sdk.emulator._snapshot.forms import (
    FindingForm,
    HeaderForm,
    ResourceForm,
    SnapshotForm,
)
from aa_sdk.emulator._snapshot.lines import MAGIC, Lines
from aa_sdk.emulator._snapshot.saving import analyzers_in

Saved = dict[str, Any]

LATEST = 2
"""The latest version of the form that a file may have."""

_AT_ONCE = 500
# Ten digits more than enough; what has more is no version.
_VERSION = re.compile(rb'\s*\{\s*"format"\s*:\s*([0-9]{1,10})\s*[,}]')


def from_file(path: str | Path) -> Saved:
    """Read a snapshot from a file, of this version of the form or an earlier one.

    Raises:
        SnapshotError: It cannot be read, or is none.
    """
    try:
        with Path(path).open("rb") as file, many_objects():
            return _from_open(file)
    except SnapshotError:
        raise
    except (OSError, ValueError) as error:
        raise SnapshotFileError(
            str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error


def _from_open(file: BinaryIO) -> Saved:
    start = file.read(64)
    file.seek(0)
    packed = start.startswith(MAGIC)
    version = _VERSION.match(start)
    if packed or (version is not None and int(version[1]) > 1):
        return _from_lines(Lines(file, packed=packed))
    return _from_text(file.read())


def from_values(snapshot: object) -> Saved:
    """Read a snapshot of plain JSON values; they are copied.

    Raises:
        SnapshotError: It is none.
    """
    plain = dict(cast("Mapping[str, Any]", snapshot)) if isinstance(snapshot, Mapping) else snapshot
    try:
        text = json.dumps(plain, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise SnapshotError("", "should hold nothing but what JSON has a form for") from error
    with many_objects():
        return _from_text(text.encode())


def _from_text(text: bytes) -> Saved:
    """Read a snapshot that is one JSON object."""
    saved = _checked(SnapshotForm, text)
    for place, analyzer in analyzers_in(saved):
        filling = Filling(analyzer, place)
        for resource in analyzer.pop("resources"):
            filling.add_resource(resource)
        for finding in analyzer.pop("findings"):
            filling.add_finding(finding)
        analyzer["store"] = filling.store
    return saved


def _checked(form: type[SnapshotForm] | type[HeaderForm], text: bytes) -> Saved:
    """Return the values of JSON text, once it is known that they are a snapshot.

    Values from a program take the way through text too: then there is one set of rules, that of
    JSON, and nothing that a caller may go on to change is shared. Python's own reader has the last
    word and makes the values, for pydantic's lets pass what JSON has not, such as `NaN`, in places
    where anything may stand.
    """
    try:
        state = form.model_validate_json(text, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        is_json = error.errors()[0]["type"] != "json_invalid"
        raise snapshot_error(error, from_json(text) if is_json else None) from error
    check_consistency(state)
    saved: Saved = _decoded(text)
    return saved


def _refuse(name: str) -> NoReturn:
    raise SnapshotError("", f"should be JSON, which has no {name}")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _refuse("number so large")


_decode = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse).decode


def _decoded(text: bytes) -> Any:
    return _decode(text.decode())


def _from_lines(lines: Lines) -> Saved:
    """Read a snapshot whose first line tells what follows, a finding or resource in each line."""
    header = b"".join(lines.next(1))
    try:
        _refuse_later_versions(header)
        saved = _checked(HeaderForm, header)
    except SnapshotError as error:
        raise _in_line(1, error) from error
    for place, analyzer in analyzers_in(saved):
        filling = Filling(analyzer, place)
        resources, findings = f"{place}.resources", f"{place}.findings"
        _read(lines, _RESOURCES, resources, analyzer.pop("resources"), filling.add_resource)
        _read(lines, _FINDINGS, findings, analyzer.pop("findings"), filling.add_finding)
        analyzer["store"] = filling.store
    lines.end()
    return saved


def _refuse_later_versions(header: bytes) -> None:
    try:
        values = from_json(header)
    except ValueError:
        return  # which is told with its place where the whole line is checked
    version = cast("Saved", values).get("format") if isinstance(values, dict) else None
    if isinstance(version, int) and version > LATEST:
        raise SnapshotError("format", f"is {version}: made by a later version of aa_sdk")


_RESOURCES: TypeAdapter[list[ResourceForm]] = TypeAdapter(list[ResourceForm])
_FINDINGS: TypeAdapter[list[FindingForm]] = TypeAdapter(list[FindingForm])
_Adapter = TypeAdapter[list[ResourceForm]] | TypeAdapter[list[FindingForm]]


def _read(
    lines: Lines, forms: _Adapter, place: str, count: int, add: Callable[[Saved, bytes], None]
) -> None:
    """Read lines of one kind and do something with each of their values."""
    done = 0
    while done < count:
        number = lines.number
        some = lines.next(min(count - done, _AT_ONCE))
        if not some:
            raise lines.error(f"is missing: {place} should have {count - done} more")
        values = _values_of(some, forms)
        for index, line in enumerate(some):
            try:
                value = (
                    values[index] if values else _value_of(line, forms, f"{place}[{done + index}]")
                )
                add(value, line)
            except SnapshotError as error:
                raise _in_line(number + index, error) from error
        done += len(some)


def _values_of(lines: list[bytes], forms: _Adapter) -> list[Saved]:
    """Return the values of many lines at once; none if something is wrong with one of them."""
    text = b"[" + b",".join(lines) + b"]"
    try:
        forms.validate_json(text, strict=True, by_alias=True, by_name=False)
        values: list[Saved] = _decoded(text)
    except ValueError:  # pydantic's errors among them
        return []
    return values if len(values) == len(lines) else []


def _value_of(line: bytes, forms: _Adapter, place: str) -> Saved:
    """Return the value of one line, or tell what is wrong with it."""
    text = b"[" + line + b"]"
    try:
        forms.validate_json(text, strict=True, by_alias=True, by_name=False)
        values: list[Saved] = _decoded(text)
    except SnapshotError as error:
        raise SnapshotError(place, error.reason) from error
    except ValidationError as error:
        if error.errors()[0]["type"] == "json_invalid":
            raise SnapshotError(place, "should be a JSON object") from error
        wrong = snapshot_error(error, from_json(text))
        raise SnapshotError(place + wrong.place.removeprefix("[0]"), wrong.reason) from error
    if len(values) != 1:
        raise SnapshotError(place, "should be one JSON object")
    return values[0]


def _in_line(number: int, error: SnapshotError) -> SnapshotError:
    place = f"line {number}, {error.place}" if error.place else f"line {number}"
    return SnapshotError(place, error.reason)
