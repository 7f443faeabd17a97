"""The files for pipelines, as the tests read them, and the programs that they start."""

import subprocess
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "ci"
ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"

_yaml: Any = import_module("yaml")  # which has no types


def read(path: Path) -> Any:
    """What a YAML file stands for."""
    return _yaml.safe_load(path.read_text(encoding="utf-8"))


def run_script(
    script: str, folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub does: bash, which ends at the first mistake."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-euo", "pipefail", "-c", script],  # noqa: S607 (any)
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
