"""`python -m tests.emulator.control_description` writes the control API's description anew."""

from pathlib import Path

import aa_sdk.emulator
from aa_sdk.emulator import Emulator
from aa_sdk.emulator._control.openapi import description_of

FILE = Path(aa_sdk.emulator.__file__).parent / "_control" / "openapi.json"

if __name__ == "__main__":
    FILE.write_text(description_of(Emulator()), encoding="utf-8")
