"""The rooms of the package: the language knows nothing of its analysis."""

import ast
from pathlib import Path

import aa_sdk.policy

ROOT = Path(aa_sdk.policy.__file__).parent
# What each of them must not import.
BEHIND = {
    "_language": ("_analysis", "_validation", "_trusted_keys", "checks", "results"),
    "_analysis": ("_validation", "_trusted_keys", "checks"),
    "_validation": ("_analysis", "_trusted_keys", "checks", "results"),
    "results.py": ("_analysis", "_validation", "_trusted_keys", "checks"),
    "_trusted_keys.py": ("_analysis", "_validation", "checks", "results"),
    "errors.py": ("_language", "_analysis", "_validation", "_trusted_keys", "checks", "results"),
}


def imported(path: Path) -> set[str]:
    """The parts of the package that a module imports, by their first name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    prefix = "aa_sdk.policy."
    return {name.removeprefix(prefix).split(".")[0] for name in modules if name.startswith(prefix)}


def test_no_room_imports_one_behind_it() -> None:
    for room, behind in BEHIND.items():
        modules = [ROOT / room] if room.endswith(".py") else [*(ROOT / room).glob("*.py")]
        assert modules
        for module in modules:
            assert not imported(module) & set(behind), module
