"""Reads a snapshot, and refuses what is none before anything is made of it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, cast

from pydantic import ValidationError

from aa_sdk.emulator._account.snapshot.consistency import check_consistency
from aa_sdk.emulator._account.snapshot.errors import (
    SnapshotError,
    SnapshotFileError,
    snapshot_error,
)
from aa_sdk.emulator._account.snapshot.forms import SnapshotForm

Saved = dict[str, Any]


def from_file(path: str | Path) -> Saved:
    """Read a snapshot from a file.

    Raises:
        SnapshotError: It cannot be read, or is none.
    """
    try:
        text = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise SnapshotFileError(
            str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error
    return _checked(text)


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
    return _checked(text.encode())


def _checked(text: bytes) -> Saved:
    """Return the values of JSON text, once it is known that they are a snapshot.

    Values from a program take the way through text too: then there is one set of rules, that of
    JSON, and nothing that a caller may go on to change is shared. Python's own reader has the last
    word and makes the values, for pydantic's lets pass what JSON has not, such as `NaN`, in places
    where anything may stand.
    """
    try:
        form = SnapshotForm.model_validate_json(text, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        is_json = error.errors()[0]["type"] != "json_invalid"
        raise snapshot_error(error, json.loads(text) if is_json else None) from error
    check_consistency(form)
    saved: Saved = json.loads(text, parse_constant=_refuse_constant)
    return saved


def _refuse_constant(name: str) -> NoReturn:
    raise SnapshotError("", f"should be JSON, which has no {name}")
