"""The action for GitHub: what it asks, what it tells, and that nothing of its inputs is code."""

import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.cli.commands import COMMAND
from tests.examples.pipelines import ACTION, EXAMPLES, read, run_script

STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in read(ACTION)["runs"]["steps"]}
INPUTS: dict[str, dict[str, Any]] = read(ACTION)["inputs"]
CHECK = STEPS["check"]
HOSTILE = "$(touch pwned) `touch pwned` '; touch pwned #\" && touch pwned *"

# Writes down each argument behind a NUL, writes what it was asked for, and ends as it is told.
STAND_IN = """#!/bin/bash
printf '%s\\0' "$@" >> calls
printf '\\n' >> calls
echo "report of ${3#--format=}"
for argument in "$@"; do
  case "$argument" in
    --report=*) report=${argument#--report=}; echo "report of ${report%%=*}" > "${report#*=}" ;;
  esac
done
exit "$CODE"
"""


class Ran(NamedTuple):
    """What a run of the action left behind."""

    code: int
    calls: list[list[str]]
    outputs: dict[str, str]
    summary: str
    stdout: str


def run_check(folder: Path, inputs: dict[str, str], code: int = 0) -> Ran:
    """Run the step that checks, with a stand-in for the command."""
    command = folder / "a command"
    command.write_text(STAND_IN)
    command.chmod(0o755)
    files = {name: folder / name for name in ("outputs", "summary")}
    given = {name: declared.get("default", "") for name, declared in INPUTS.items()} | inputs
    done = run_script(
        CHECK["run"],
        folder,
        {
            **{variable: given[name] for variable, name in inputs_of(CHECK).items()},
            "COMMAND": str(command),
            "CODE": str(code),
            "GITHUB_OUTPUT": str(files["outputs"]),
            "GITHUB_STEP_SUMMARY": str(files["summary"]),
        },
    )
    assert done.stderr == ""
    calls = (folder / "calls").read_text().split("\0\n")[:-1]
    outputs = dict(line.split("=", 1) for line in files["outputs"].read_text().splitlines())
    asked = [call.split("\0") for call in calls]
    return Ran(done.returncode, asked, outputs, files["summary"].read_text(), done.stdout)


def inputs_of(step: dict[str, Any]) -> dict[str, str]:
    """The variables that hold an input, and which."""
    found = {
        name: re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", text)
        for name, text in step["env"].items()
    }
    return {name: match[1] for name, match in found.items() if match}


def test_every_input_that_is_used_is_declared_and_the_other_way_round() -> None:
    used = re.findall(r"inputs\.([\w-]+)", ACTION.read_text(encoding="utf-8"))
    assert sorted(used) == sorted(INPUTS)
    for step in STEPS.values():
        read_there = set(re.findall(r"\$\{?([A-Z_]+)", step["run"]))
        given = {name for name in read_there if not name.startswith(("GITHUB_", "RUNNER_"))}
        assert given == set(step["env"])


def test_every_output_comes_from_a_step_that_writes_it() -> None:
    for name, output in read(ACTION)["outputs"].items():
        assert output["value"] == f"${{{{ steps.check.outputs.{name} }}}}"
        assert f"{name}=" in CHECK["run"]
    assert "command=" in STEPS["install"]["run"]


def test_no_script_has_an_expression_in_it() -> None:
    for step in STEPS.values():
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_nothing_but_files_is_asked_by_default(tmp_path: Path) -> None:
    ran = run_check(tmp_path, {"files": "policies/*.json"})
    summary = f"--report=markdown={tmp_path / 'summary'}"
    assert ran.calls == [["check", "files", "--format=github", summary, "--", "policies/*.json"]]
    assert (ran.code, ran.outputs) == (0, {"verdict": "PASS", "exit-code": "0"})
    assert ran.stdout == "report of github\n"
    assert ran.summary == "report of markdown\n"


def test_each_line_of_an_input_is_one_argument(tmp_path: Path) -> None:
    ran = run_check(
        tmp_path,
        {
            "files": "policies/*.json\r\n  a folder/b.json  \n\n-odd.json",
            "actions": "iam:CreateUser\ns3:Put*\n",
            "unlisted-actions": "iam:New",
            "resources": "arn:aws:s3:::a b/*",
            "resource-type": "AWS::SQS::Queue",
            "policy-type": "RESOURCE_POLICY",
            "base": "origin/main",
            "against": "guard rail.json",
            "parameters": "Team=blue\nAWS::Region=eu-west-1",
        },
    )
    assert ran.calls[0][3:] == [
        "--resource-type=AWS::SQS::Queue",
        "--action=iam:CreateUser",
        "--action=s3:Put*",
        "--unlisted-action=iam:New",
        "--resource=arn:aws:s3:::a b/*",
        "--against=guard rail.json",
        "--base=origin/main",
        "--parameter=Team=blue",
        "--parameter=AWS::Region=eu-west-1",
        "--policy-type=RESOURCE_POLICY",
        f"--report=markdown={tmp_path / 'summary'}",
        "--",
        "policies/*.json",
        "a folder/b.json",
        "-odd.json",
    ]


def test_what_is_true_or_false_is_an_option_or_none(tmp_path: Path) -> None:
    switches = {"validate": "false", "strict": "true", "public-access": "true"}
    ran = run_check(tmp_path, {"files": "a", **switches})
    assert ran.calls[0][3:6] == ["--no-validate", "--strict", "--public"]


@pytest.mark.parametrize("name", [name for name in INPUTS if name != "python"])
def test_nothing_in_an_input_is_run(name: str, tmp_path: Path) -> None:
    given = HOSTILE if name == "sarif-file" else f"{HOSTILE}\n{HOSTILE}"
    ran = run_check(tmp_path, {"files": "a", name: given})
    assert not (tmp_path / "pwned").exists()
    assert ran.outputs["verdict"] == "PASS"
    if name not in {"validate", "strict", "public-access", "sarif-file"}:
        assert sum(HOSTILE in argument for argument in ran.calls[0]) == 2


@pytest.mark.parametrize(
    ("code", "verdict"), [(0, "PASS"), (3, "FAIL"), (1, "ERROR"), (2, "ERROR")]
)
def test_the_step_ends_as_the_command_did_and_tells_so(
    code: int, verdict: str, tmp_path: Path
) -> None:
    ran = run_check(tmp_path, {"files": "a", "sarif-file": "report.sarif"}, code)
    assert ran.code == code
    assert ran.outputs == {
        "verdict": verdict,
        "exit-code": str(code),
        "sarif-file": "report.sarif",
    }
    assert (tmp_path / "report.sarif").read_text() == "report of sarif\n"


def test_an_output_has_one_line(tmp_path: Path) -> None:
    ran = run_check(tmp_path, {"files": "a", "sarif-file": "a.sarif\nverdict=FORGED"})
    assert ran.outputs == {"verdict": "PASS", "exit-code": "0", "sarif-file": "a.sarif"}


def test_the_installation_is_of_the_action_itself(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(
        '#!/bin/bash\nmkdir -p "$3/bin"\n'
        'printf \'#!/bin/bash\\nprintf "%%s|" "$@" > installed\\n\' > "$3/bin/python"\n'
        'chmod +x "$3/bin/python"\n'
    )
    python.chmod(0o755)
    environment = {
        "PYTHON": str(python),
        "ACTION": "/an action/$(touch pwned)",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
    }
    done = run_script(STEPS["install"]["run"], tmp_path, environment)
    assert (done.returncode, done.stderr) == (0, "")
    installed = (tmp_path / "installed").read_text().split("|")
    assert "/an action/$(touch pwned)[cli,validate]" in installed
    assert not (tmp_path / "pwned").exists()
    (folder,) = tmp_path.glob("aa-sdk.*")
    assert (tmp_path / "outputs").read_text() == f"command={folder}/bin/aa-sdk\n"


def test_the_real_command_takes_what_the_action_says(tmp_path: Path) -> None:
    command = tmp_path / "aa-sdk"
    words = " ".join(f"'{word}'" for word in COMMAND)
    command.write_text(f'#!/bin/bash\nexec {words} "$@"\n')
    command.chmod(0o755)
    environment = dict.fromkeys(CHECK["env"], "") | {
        "COMMAND": str(command),
        "FILES": str(EXAMPLES / "policies" / "*.json"),
        "ACTIONS": "iam:PassRole",
        "STRICT": "true",
        "SARIF_FILE": "report.sarif",
        "GITHUB_OUTPUT": "outputs",
        "GITHUB_STEP_SUMMARY": "summary",
        "PYTHONPATH": ":".join(sys.path),
    }
    done = run_script(CHECK["run"], tmp_path, environment)
    assert done.returncode == 3, done.stderr
    assert re.search(r"^::error file=.*deploy\.json,.*line=13", done.stdout, re.MULTILINE)
    assert "deploy.json" in (tmp_path / "summary").read_text()
    assert read(tmp_path / "report.sarif")["version"] == "2.1.0"
    assert (tmp_path / "outputs").read_text().startswith("verdict=FAIL\nexit-code=3\n")
