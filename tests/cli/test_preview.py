"""`aa-sdk preview`."""

import json
import os
import pty
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import pytest

from aa_sdk import AccessAnalyzerClient
from aa_sdk._display.layout import spans
from aa_sdk.cli._previewing import PREVIEW
from aa_sdk.cli._tables.sheet import whole
from aa_sdk.cli._terminal import busy
from aa_sdk.emulator import Durations, Emulator, Quotas
from aa_sdk.models import AccessPreviewFinding, AnalyzerType
from tests.cli.commands import REGION, listed, run
from tests.policy.statements import allow, policy


class Bare(NamedTuple):
    """A service in which there is nothing yet."""

    emulator: Emulator
    service: tuple[str, ...]

    def create(self, name: str, kind: AnalyzerType) -> None:
        """Create an analyzer."""

        async def create() -> None:
            async with AccessAnalyzerClient(REGION, session=self.emulator.session()) as client:
                await client.create_analyzer(name, type=kind)

        anyio.run(create)


BUCKET = "arn:aws:s3:::amber-7"
OPEN = policy(allow(Principal="*", Resource=f"{BUCKET}/*"))


@pytest.fixture
def emulator() -> Emulator:
    quotas = Quotas(account_analyzers=2)
    return Emulator(
        region_name=REGION, quotas=quotas, durations=Durations(access_preview=timedelta(0))
    )


@pytest.fixture
def service(emulator: Emulator, url: str) -> tuple[str, ...]:
    emulator.populate(findings=10)
    return ("--region", REGION, "--endpoint-url", url)


@pytest.fixture
def proposed(tmp_path: Path) -> tuple[str, str]:
    file = tmp_path / "bucket.json"
    file.write_text(json.dumps(OPEN), encoding="utf-8")
    return BUCKET, str(file)


def test_a_preview_lists_what_a_policy_would_open(
    service: tuple[str, ...], proposed: tuple[str, str]
) -> None:
    result = run("preview", *proposed, *service)
    assert result.exit_code == 0, result.stderr
    assert "NEW PUBLIC external" in result.stdout
    assert result.stderr == "1 finding: 1 new; 1 would open it to everyone\n"


def test_a_finding_that_would_be_active_is_the_exit_code_where_that_is_asked_for(
    service: tuple[str, ...], proposed: tuple[str, str]
) -> None:
    result = run("preview", *proposed, *service, "--exit-code", "-o", "ndjson")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["changeType"] == "NEW"
    assert result.stderr == ""


def test_a_policy_that_opens_nothing_is_said_to(service: tuple[str, ...]) -> None:
    nothing = policy(allow(Principal={"AWS": "111122223333"}, Resource=f"{BUCKET}/*"))
    result = run("preview", BUCKET, "-", *service, "--exit-code", stdin=json.dumps(nothing))
    assert result.exit_code == 0
    assert result.stderr == "no finding: nobody from outside would get in\n"


def test_findings_that_do_not_match_are_not_told(
    service: tuple[str, ...], proposed: tuple[str, str]
) -> None:
    result = run("preview", *proposed, *service, "--where", "isPublic=false", "--exit-code")
    assert result.exit_code == 0
    assert result.stderr == "no finding matches isPublic = false\n"


def test_samples_show_what_would_be_new_changed_and_resolved() -> None:
    told = listed("preview", "--demo")
    assert [one["changeType"] for one in told] == ["CHANGED", "NEW", "CHANGED"]
    assert [one["status"] for one in told] == ["ACTIVE", "ACTIVE", "RESOLVED"]


def test_a_finding_that_becomes_active_again_is_the_exit_code_too() -> None:
    asked = ("preview", "--demo", "--exit-code", "--where")
    assert run(*asked, "changeType=CHANGED").exit_code == 3
    assert run(*asked, "changeType=CHANGED", "--where", "status=RESOLVED").exit_code == 0


def test_what_is_open_already_is_no_reason_to_fail(
    emulator: Emulator, service: tuple[str, ...], proposed: tuple[str, str]
) -> None:
    emulator.add_resource("account-external", BUCKET, "AWS::S3::Bucket", OPEN)
    result = run("preview", *proposed, *service, "--exit-code")
    assert (result.exit_code, result.stderr) == (0, "1 finding: 1 unchanged\n")


@pytest.mark.parametrize(
    "arguments", [[], [BUCKET], [BUCKET, "--demo"]], ids=["nothing", "one", "one with --demo"]
)
def test_a_resource_and_a_policy_have_to_be_named(arguments: list[str]) -> None:
    result = run("preview", *arguments)
    assert result.exit_code == 2
    assert "ARN POLICY" in result.stderr


@pytest.mark.parametrize(
    ("arn", "words"),
    [
        ("amber", "ARN: must be the ARN of a resource"),
        ("arn:aws:s3:eu-west-1:111122223333:accesspoint/a", "give the ARN of the bucket"),
        ("arn:aws:ec2:us-east-1::snapshot/snap-0123456789abcdef0", "POLICY: is nothing that an"),
    ],
)
def test_what_cannot_be_previewed_is_told_before_anything_is_sent(
    proposed: tuple[str, str], arn: str, words: str
) -> None:
    result = run("preview", arn, proposed[1], "--endpoint-url", "http://127.0.0.1:9")
    assert result.exit_code == 1
    assert words in result.stderr
    assert not any(word in result.stderr for word in ("user_ids", "access_points"))


def test_an_analyzer_of_another_type_is_refused(
    service: tuple[str, ...], proposed: tuple[str, str]
) -> None:
    result = run("preview", *proposed, *service, "--analyzer", "account-unused")
    assert result.exit_code == 1
    assert result.stderr == (
        "error: --analyzer: previews need an active analyzer of type ACCOUNT, and account-unused "
        "is of type ACCOUNT_UNUSED_ACCESS\n"
    )


@pytest.fixture
def bare(emulator: Emulator, url: str) -> Bare:
    return Bare(emulator, ("--region", REGION, "--endpoint-url", url))


def test_where_there_is_no_analyzer_of_an_account_it_is_said(
    bare: Bare, proposed: tuple[str, str]
) -> None:
    bare.create("unused", "ACCOUNT_UNUSED_ACCESS")
    result = run("preview", *proposed, *bare.service)
    assert result.exit_code == 1
    assert result.stderr.endswith("and there is none in this region\n")


def test_one_of_several_analyzers_has_to_be_chosen(bare: Bare, proposed: tuple[str, str]) -> None:
    bare.create("first", "ACCOUNT")
    bare.create("second", "ACCOUNT")
    result = run("preview", *proposed, *bare.service)
    assert result.exit_code == 1
    assert result.stderr == "error: --analyzer has to say which is meant: first, second\n"
    assert run("preview", *proposed, *bare.service, "--analyzer", "second").exit_code == 0


def test_a_terminal_sees_that_something_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    with os.fdopen(writer, "w", encoding="utf-8") as stderr:
        monkeypatch.setattr("sys.stderr", stderr)
        with busy("waiting for \x1b[31mit"):
            pass
        seen = b""
        while rb"waiting for \x1b[31mit" not in seen:  # it comes in pieces
            seen += os.read(reader, 1000)
    os.close(reader)


def made(**members: Any) -> AccessPreviewFinding:
    facts = {
        "id": "1",
        "resourceType": "AWS::S3::Bucket",
        "createdAt": "2026-01-01T00:00:00Z",
        "changeType": "NEW",
        "status": "ACTIVE",
        "resourceOwnerAccount": "111122223333",
    }
    return AccessPreviewFinding.model_validate({**facts, **members})


def test_a_finding_without_actions_has_a_row_too() -> None:
    actions = next(column for column in PREVIEW.columns if column.name == "actions")
    assert whole(actions.cell(made())) == "—"
    (some,) = spans(actions.cell(made(action=["s3:GetObject", "s3:PutObject"])))
    assert (some.text, some.title) == ("s3:GetObject +1", "s3:GetObject, s3:PutObject")
