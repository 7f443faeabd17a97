"""`python -m tests.emulator.control_description` writes anew what describes the control API."""

import re
from pathlib import Path

import aa_sdk
from aa_sdk.emulator import Emulator
from aa_sdk.emulator._control_api.openapi import description_of, summaries

PACKAGE = Path(aa_sdk.__file__).parent
FILE = PACKAGE / "emulator" / "_control_api" / "openapi.json"
PAGE = PACKAGE.parent / "docs" / "reference" / "control-api.md"
_TABLE = re.compile(r"(?<=^\|---\|---\|---\|\n)(\|.*\n)*", re.MULTILINE)


def page() -> str:
    """The page of the reference, with a row for each route."""
    rows = [
        f"| `{route.method} /_emulator{route.path}` | `{route.verb}` | {does} |\n"
        for route, does in summaries(Emulator()).items()
    ]
    return _TABLE.sub(lambda _: "".join(rows), PAGE.read_text(encoding="utf-8"), count=1)


if __name__ == "__main__":
    FILE.write_text(description_of(Emulator()), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
