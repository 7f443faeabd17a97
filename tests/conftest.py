"""What every test starts from: a machine that knows no AWS account and no other machine."""

import gc
import logging
import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import anyio
import botocore.session
import pytest

from aa_sdk._transport import connection
from tests import effort as _profiles  # noqa: F401 (it loads one)  # pyright: ignore[reportUnusedImport]
from tests import outside
from tests.service_model import LOADER
from tests.virtual_time import run_on_asyncio, run_on_trio

Main = Callable[[], Coroutine[Any, Any, None]]
Run = Callable[[Main], None]

outside.watch()


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays: tests ask for collections, and wait for them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def this_machine_alone() -> Iterator[None]:
    """Nothing but loopback is looked up or reached, even where the code under test hides it."""
    yield
    outside.forget_expected()
    if names := outside.reached():
        pytest.fail(f"it looked up or reached {', '.join(names)}", pytrace=False)


@pytest.fixture
def loggers_as_before() -> Iterator[None]:
    """What the test sets up of the log, as programs do once and for all, is taken back."""
    loggers = [logging.getLogger(name) for name in (None, "aa_sdk", "aiobotocore.credentials")]
    before = [(one, one.level, one.handlers[:]) for one in loggers]
    yield
    for one, level, handlers in before:
        one.setLevel(level)
        one.handlers[:] = handlers


@pytest.fixture
def no_such_host() -> str:
    """A name that does not resolve, and that nobody is asked for."""
    outside.expect("no-such-host.invalid")
    return "no-such-host.invalid"


@pytest.fixture(autouse=True, scope="session")
def service_files_read_once() -> Iterator[None]:
    """Sessions that are made by the code under test find botocore's service files in memory.

    Reading them takes ten times as long as everything else a session does; what reads them, and
    when, is tested in processes of their own.
    """

    def in_memory(reader: Callable[[str], Any]) -> Callable[..., Any]:
        def read(path: str | None = None) -> Any:
            return reader(path) if path else LOADER

        return read

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((botocore.session, "create_loader"), (connection, "DataFiles")):
            patch.setattr(owner, name, in_memory(getattr(owner, name)))
        yield


@pytest.fixture(autouse=True)
def no_aws_account(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Neither the environment nor the files of whoever runs the tests take part in them."""
    for name in os.environ:
        if name.startswith("AWS_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    nowhere = tmp_path_factory.getbasetemp() / "nowhere"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(nowhere / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(nowhere / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def aws_config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Writes the AWS configuration file."""

    def write(text: str) -> None:
        path = tmp_path / "config"
        path.write_text(text)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(path))

    return write


@pytest.fixture(params=["asyncio", "trio"])
def run(request: pytest.FixtureRequest) -> Run:
    """Runs a test's coroutine function on each of the event loops."""
    backend: str = request.param
    return lambda main: anyio.run(main, backend=backend)


@pytest.fixture(params=[run_on_asyncio, run_on_trio], ids=["asyncio", "trio"])
def run_in_virtual_time(request: pytest.FixtureRequest) -> Run:
    """Does the same where sleeping takes no time: the clock jumps to whatever is next."""
    found: Run = request.param
    return found


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Have SIGINT raise, here and in programs that are started.

    Who runs the tests in the background may have turned it off.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
