"""What shells are offered behind options, as their scripts ask for it."""

import socket
from collections.abc import Callable
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads
from typing import Any

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

import typer.main

from aa_sdk.cli import _completion, _shells
from aa_sdk.cli._findings.choosing import parse_filter
from aa_sdk.cli.app import app
from aa_sdk.emulator import Emulator
from aa_sdk.filters._keys import FILTER_KEYS
from tests.cli.commands import REGION

Ask = Callable[[str, str], list[str]]
SIGNS = ("=", "!=", "~", "?", "!?")
BACKSLASHES = "\\\\:"  # for each of the two times that zsh reads it


def asked_by(shell: str, words: list[str]) -> dict[str, str]:
    """The variables that the script of a shell sets."""
    typed = ["aa-sdk", *words]
    return {
        _shells.VARIABLE: f"complete_{shell}",
        "COMP_WORDS": "\n".join(typed),
        "COMP_CWORD": str(len(words)),
        "_TYPER_COMPLETE_ARGS": " ".join(typed),
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask in this process, as a shell does."""

    def ask(shell: str, line: str) -> list[str]:
        for name, value in asked_by(shell, line.split(" ")).items():
            monkeypatch.setenv(name, value)
        command: Any = typer.main.get_command(app)
        asked = _shells.SHELLS[f"complete_{shell}"]
        return asked(command, {}, _shells.PROGRAM, _shells.VARIABLE).complete().splitlines()

    return ask


BROKEN_BY_BASH: list[tuple[str, list[str]]] = [
    # Lines as bash takes them apart, at `=` and `:`; what is offered replaces the last word.
    ("findings --wh", ["--where"]),
    ("findings --where status = AC", ["ACTIVE"]),
    ("findings --where status =", ["ACTIVE", "ARCHIVED", "RESOLVED"]),
    ("findings --where status! = RES", ["RESOLVED"]),
    ("findings --where = status = AC", ["ACTIVE"]),
    ("findings --where = isPu", ["isPublic=", "isPublic!=", "isPublic?", "isPublic!?"]),
    ("findings --where status!", ["status!=", "status!?"]),
    ("findings --where status = ACTIVE,AR", ["ACTIVE,ARCHIVED"]),
    ("findings --where status = ACTIVE,", ["ACTIVE,ARCHIVED", "ACTIVE,RESOLVED"]),
    ("findings --where 'status=AR", ["status=ARCHIVED"]),
    ("findings --where resourceType = AWS :: S3 :: B", ["Bucket"]),
    ("findings list --where resourceType = AWS :: SQS ::", ["Queue"]),
    ("findings --where condition.aws : PrincipalA", [f"PrincipalArn{s}" for s in SIGNS]),
    ("findings --where isPublic = t", ["true"]),
    ("findings --where findingType = UnusedIAMR", ["UnusedIAMRole"]),
    ("findings --where no.such =", []),
    ("findings --where status~", []),
    ("findings --where changeT", []),
    ("rules effect --where isPublic = f", ["false"]),
    ("rules effect --where status", []),
    ("findings --format = nd", ["ndjson"]),
    ("findings -o nd", ["ndjson"]),
    ("findings --region eu-north", ["eu-north-1"]),
    ("--region us-gov-e", ["us-gov-east-1"]),
    ("check --resource-type AWS :: SQ", ["SQS::Queue"]),
    ("check no-public-access --resource-type AWS :: SQS :: Q", ["Queue"]),
    ("check validate --resource-type AWS :: S3 :: Bucket", ["Bucket"]),
    ("check external-access --resource-type AWS :: SQS :: Q", ["Queue"]),
    ("check --policy-type RES", ["RESOURCE_POLICY"]),
    ("check validate --policy-type SERV", ["SERVICE_CONTROL_POLICY"]),
    ("check --demo --ask", ["--ask-service"]),
    ("check policies/ --str", ["--strict"]),
    ("findings --region eu-west-1 g", ["get"]),
    ("findings export pa", ["parquet"]),
    ("check policies/a", []),
    ("check validate policies/a", []),
]


@pytest.mark.parametrize(("line", "offered"), BROKEN_BY_BASH)
def test_bash_is_offered_what_belongs_behind_its_last_word(
    ask: Ask, line: str, offered: list[str]
) -> None:
    assert ask("bash", line) == offered


def test_a_word_behind_a_space_is_one_of_its_own(ask: Ask) -> None:
    assert ask("bash", "findings --where status = ACTIVE --reg") == ["--region"]
    assert "status=" in ask("bash", "findings --where a = --where ")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("findings --where status=AC", "status=ACTIVE"),
        ("findings --where=status=AC", "--where=status=ACTIVE"),
        ("findings --format=nd", "--format=ndjson"),
        ("check --resource-type AWS::SQ", "AWS::SQS::Queue"),
        ("findings export pa", "parquet"),
    ],
)
def test_fish_and_zsh_are_offered_whole_words(ask: Ask, line: str, offered: str) -> None:
    assert ask("fish", line) == [offered]
    assert ask("zsh", line) == [f"""_arguments '*: :(("{offered.replace(":", BACKSLASHES)}"))'"""]


def test_zsh_puts_no_space_where_something_has_to_follow(ask: Ask) -> None:
    (command,) = ask("zsh", "findings --where isPu")
    assert command == "compadd -S '' -- 'isPublic=' 'isPublic!=' 'isPublic?' 'isPublic!?'"


def test_zsh_and_fish_are_left_to_name_files_where_one_is_wanted(ask: Ask) -> None:
    assert ask("zsh", "check validate policies/a") == ["_files"]
    assert ask("fish", "check validate policies/a") == []


def test_each_condition_that_is_offered_can_be_read(ask: Ask) -> None:
    keys = [one.removesuffix("=") for one in ask("fish", "findings --where ")]
    assert keys == [name for name, key in FILTER_KEYS.items() if "ListFindingsV2" in key.operations]
    for key in keys:
        known = {f"{key}{sign}" for sign in SIGNS}
        starts = known.intersection(ask("fish", f"findings --where {key}"))
        assert len(starts) == len(FILTER_KEYS[key].operators) + 1
        for start in starts:
            values = ask("fish", f"findings --where {start}")
            for offered in [start] if start.endswith("?") else values:
                assert list(parse_filter([offered]).to_criteria()) == [key]


def test_analyzers_are_those_of_the_service_that_is_meant(
    ask: Ask, emulator: Emulator, url: str
) -> None:
    emulator.populate(findings=1)
    names = ["account-external", "account-unused", "organization-external", "organization-internal"]
    where = f"--endpoint-url {url} --region {REGION}"
    assert sorted(ask("fish", f"{where} findings --analyzer ")) == names
    for line in (
        f"{where} findings --analyzer account-e",
        f"--endpoint-url {url} findings --region={REGION} list --analyzer account-e",
        f"rules effect {where} --analyzer account-e",
    ):
        assert ask("fish", line) == ["account-external"], line
    assert ask("fish", f"--endpoint-url {url} --region us-east-2 findings --analyzer ") == []
    assert ask("fish", "--demo rules effect --analyzer account-e") == ["account-external"]
    assert ask("fish", "--demo findings get 1 --analyzer account-e") == ["account-external"]


def test_what_is_typed_last_says_which_service_is_meant() -> None:
    outer = typer.Context(typer.main.get_command(app))
    inner = typer.Context(typer.main.get_command(app), parent=outer)
    outer.params = {"region": "eu-west-1", "profile": "work", "demo": False}
    inner.params = {"region": "eu-west-2", "profile": None, "demo": False}
    told = _completion.service_of(inner)
    assert (told.region, told.profile, told.endpoint_url, told.demo) == (
        "eu-west-2",
        "work",
        None,
        False,
    )


def test_profiles_are_those_that_are_configured(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    config.write_text('[profile work]\n[profile play-1]\n[profile "my own"]\n[profile $(x)]\n')
    assert ask("bash", "--profile ") == ["work", "play-1"]
    config.write_text("no configuration")
    assert ask("bash", "--profile ") == []


def test_a_name_that_a_shell_would_take_for_more_than_a_word_is_left_out() -> None:
    hostile = ["a b", "$(touch x)", "a;b", "a`b`", "a\nb", "a'b", 'a"b', "a\\", "", "ü", "a\x1b"]
    assert _completion.in_time(lambda: [*hostile, "good-1"], 10) == ["good-1"]


def test_nothing_is_offered_where_asking_fails_or_takes_too_long(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _completion.in_time(lambda: [str(1 // 0)], 10) == []
    go_on = Event()
    assert _completion.in_time(lambda: "a" if go_on.wait(10) else "b", 0.01) == []
    go_on.set()
    monkeypatch.setattr(_completion, "PATIENCE_S", 0.01)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    before = {*enumerate_threads()}
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, and says nothing
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert ask("fish", f"findings --endpoint-url {url} --analyzer ") == []
    # Who is left behind would look for other credentials once those of the test are gone.
    for left in {*enumerate_threads()} - before:
        left.join(60)
        assert not left.is_alive()
