"""The files for GitHub, GitLab and pre-commit: of the right shape, and they do what they say."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aa_sdk import __version__
from tests.cli.commands import run
from tests.examples.pipelines import ACTION, EXAMPLES, HOOKS, ROOT, read, run_script

WORKFLOW = EXAMPLES / "github-workflow.yml"
GITLAB = EXAMPLES / "gitlab-ci.yml"
PRE_COMMIT = EXAMPLES / "pre-commit-config.yaml"
FILES = ("policies/reader.json", "policies/deploy.json", "template.yaml")
JOB: dict[str, Any] = read(GITLAB)["policies"]
HOOKS_BY_ID: dict[str, dict[str, Any]] = {hook["id"]: hook for hook in read(HOOKS)}


def accepted(*command: str | Path) -> None:
    """See that a tool has nothing to say against a file."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *command],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The examples' policies and template in a repository of their own, committed."""
    shutil.copytree(EXAMPLES / "policies", tmp_path / "policies")
    shutil.copy(EXAMPLES / "template.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    identity = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "Policies"]):
        subprocess.run(["git", *command], check=True)  # noqa: S607 (any git will do)
    return tmp_path


def grant_more(repository: Path) -> None:
    """Change a policy so that it allows more."""
    path = repository / "policies" / "reader.json"
    path.write_text(path.read_text().replace("s3:GetObject", "s3:*Object"))


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-actions", ACTION),
        ("vendor.github-workflows", WORKFLOW),
        ("vendor.gitlab-ci", GITLAB),
    ],
)
def test_a_file_has_the_shape_of_its_schema(schema: str, path: Path) -> None:
    accepted("check_jsonschema", "--builtin-schema", schema, path)


def test_pre_commit_takes_the_hooks_and_the_example() -> None:
    accepted("pre_commit", "validate-manifest", HOOKS)
    accepted("pre_commit", "validate-config", PRE_COMMIT)


def test_the_workflow_gives_the_action_what_it_knows() -> None:
    steps = read(WORKFLOW)["jobs"]["check"]["steps"]
    (step,) = [one for one in steps if one["uses"].startswith("aa-sdk/")]
    declared = read(ACTION)["inputs"]
    assert set(step["with"]) <= set(declared)
    assert {name for name, one in declared.items() if one.get("required")} <= set(step["with"])
    upload = steps[-1]
    assert upload["with"]["sarif_file"] == step["with"]["sarif-file"]
    assert step["with"]["sarif-file"] in upload["if"]


def test_the_examples_name_this_release() -> None:
    assert f"aa-sdk/aa-sdk@v{__version__}\n" in WORKFLOW.read_text()
    assert read(PRE_COMMIT)["repos"][0]["rev"] == f"v{__version__}"


def test_the_page_shows_parts_of_the_examples() -> None:
    page = (ROOT / "docs" / "how-to" / "policy-ci.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    for part, path in zip(shown, (WORKFLOW, GITLAB, PRE_COMMIT), strict=True):
        assert part in path.read_text(encoding="utf-8")
    for name in read(ACTION)["inputs"]:
        assert f"`{name}`" in page
    for name in (*read(ACTION)["outputs"], *HOOKS_BY_ID):
        assert f"`{name}`" in page


def test_the_example_of_pre_commit_uses_hooks_that_there_are() -> None:
    (repo,) = read(PRE_COMMIT)["repos"]
    assert {hook["id"] for hook in repo["hooks"]} <= set(HOOKS_BY_ID)


@pytest.mark.parametrize("name", HOOKS_BY_ID)
def test_a_hook_sees_policies_and_templates_and_nothing_else(name: str) -> None:
    seen = re.compile(HOOKS_BY_ID[name]["files"])
    for path in (
        "policies/reader.json",
        "iam/policies/team/a.json",
        "bucket-policy.json",
        "src/Policy.json",
        "template.yaml",
        "stacks/web.template.json",
    ):
        assert seen.search(path), path
    for path in ("package.json", "docs/policies.md", "policies/README.md", "policy.py", "a.yaml"):
        assert not seen.search(path), path


@pytest.mark.parametrize("name", HOOKS_BY_ID)
def test_a_hook_passes_what_is_committed_and_takes_no_other_option(
    name: str, repository: Path
) -> None:
    del repository
    hook = HOOKS_BY_ID[name]
    program, *words = shlex.split(hook["entry"])
    result = run(*words, *hook.get("args", []), *FILES)
    assert program == "aa-sdk"
    assert result.exit_code == 0, result.output


def test_a_hook_finds_access_that_is_not_committed_yet(repository: Path) -> None:
    grant_more(repository)
    hook = HOOKS_BY_ID["aa-sdk-no-new-access"]
    words = shlex.split(hook["entry"])[1:]
    result = run(*words, *hook["args"], "policies/reader.json", "policies/deploy.json")
    assert result.exit_code == 3
    assert "policies/reader.json" in result.stdout


def test_the_hooks_of_the_example_pass_the_examples(repository: Path) -> None:
    (repo,) = read(PRE_COMMIT)["repos"]
    for chosen in repo["hooks"]:
        hook = HOOKS_BY_ID[chosen["id"]] | chosen
        words = [*shlex.split(hook["entry"])[1:], *hook["args"]]
        assert run(*words, *sorted(map(str, repository.glob("policies/*.json")))).exit_code == 0


def test_the_job_for_gitlab_writes_a_report_of_each_policy(repository: Path) -> None:
    script = gitlab_script(repository)
    environment = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD"}
    done = run_script(script, repository, environment)
    assert done.returncode == 0, done.stderr
    report = (repository / JOB["artifacts"]["reports"]["junit"]).read_text()
    assert 'name="policies/reader.json"' in report
    assert 'name="template.yaml: ReportsPolicy.Properties.PolicyDocument"' in report
    assert "<failure" not in report
    grant_more(repository)
    assert run_script(script, repository, environment).returncode == 3
    assert "<failure" in (repository / "policies.xml").read_text()


def gitlab_script(repository: Path) -> str:
    """The job's script, whose command runs from here and whose installation has happened."""
    command = repository / "aa-sdk"
    words = shlex.join([sys.executable, "-c", "from aa_sdk.cli import main; main()"])
    path = shlex.quote(":".join(sys.path))
    command.write_text(f'#!/bin/bash\nPYTHONPATH={path} exec {words} "$@"\n')
    command.chmod(0o755)
    script: list[str] = JOB["script"]
    install, check = script
    assert install == "pip install --quiet 'aa-sdk[cli,validate]'"
    return check.replace("aa-sdk ", f"{shlex.quote(str(command))} ")
