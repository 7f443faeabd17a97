"""What botocore can be told to do otherwise: it is done, and the service sees no difference."""

import json
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from aiobotocore.config import AioConfig
from aiobotocore.retries import standard
from botocore import UNSIGNED, monitoring
from botocore.auth import AUTH_TYPE_MAPS, SigV4Auth
from botocore.history import get_global_history_recorder
from botocore.retries import standard as botocores_standard

from aa_sdk._transport._sending.obstacles import HISTORY
from tests.client.watching import watch, watched

pytestmark = pytest.mark.usefixtures("short")

_history: Any = get_global_history_recorder
LOGGERS = ("auth", "endpoint", "hooks", "parsers", "retries.standard")


async def same_on_both_ways(**how: Any) -> str:
    """Call with a session of ours and a plain one; what is sent is the same."""
    (way, sent), (_, plain) = await watched(**how), await watched(**how, plain=True)
    assert sent == plain != []
    return way


MODES = [("standard", "short"), ("legacy", "long"), ("adaptive", "long")]


@pytest.mark.parametrize(("mode", "way"), MODES)
async def test_a_mode_of_retrying_that_listens_is_kept(
    mode: str,
    way: str,
    monkeypatch: pytest.MonkeyPatch,
    aws_config: Callable[[str], None],
) -> None:
    def choose_profile(session: Any) -> None:
        session.set_config_variable("profile", "mine")

    config = AioConfig(retries={"mode": mode, "total_max_attempts": 3})
    assert await same_on_both_ways(config=config) == way
    aws_config(f"[profile mine]\nretry_mode = {mode}\n")
    assert await same_on_both_ways(prepare=choose_profile) == way
    assert await same_on_both_ways() == "short"
    monkeypatch.setenv("AWS_RETRY_MODE", mode)
    assert await same_on_both_ways() == way


async def test_retries_as_of_2026_say_how_many_there_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (standard, botocores_standard):
        monkeypatch.setattr(module, "NEW_RETRIES_ENABLED", True)
    tells = hasattr(botocores_standard, "MaxAttemptsSeeder")  # which the oldest does not
    assert await same_on_both_ways() == ("long" if tells else "short")
    async with watch() as opened:
        await opened.way()
    told = opened.service.requests[0].headers["amz-sdk-request"]
    assert told == ("attempt=1; max=3" if tells else "attempt=1")


@pytest.fixture
def _monitors_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close the sockets that botocore opens for its monitoring, and leaves open."""
    original: Any = monitoring.SocketPublisher
    with ExitStack() as opened:

        def publisher(**options: Any) -> Any:
            opened.enter_context(options["socket"])
            return original(**options)

        monkeypatch.setattr(monitoring, "SocketPublisher", publisher)
        yield


@pytest.mark.usefixtures("_monitors_are_closed")
async def test_monitoring_is_told_of_calls_and_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as monitor:
        monitor.bind(("127.0.0.1", 0))
        monitor.settimeout(5)
        monkeypatch.setenv("AWS_CSM_ENABLED", "true")
        monkeypatch.setenv("AWS_CSM_HOST", "127.0.0.1")
        monkeypatch.setenv("AWS_CSM_PORT", str(monitor.getsockname()[1]))
        assert await same_on_both_ways() == "long"
        told = [json.loads(monitor.recv(8192)) for _ in range(4)]
    ours, theirs = told[:2], told[2:]
    assert [event["Type"] for event in ours] == ["ApiCallAttempt", "ApiCall"]
    times = {"Timestamp", "Latency", "AttemptLatency"}
    for our, their in zip(ours, theirs, strict=True):
        assert {k: v for k, v in our.items() if k not in times} == {
            k: v for k, v in their.items() if k not in times
        }


SIGNATURES = [
    (AioConfig(signature_version="v4"), "short"),
    (AioConfig(signature_version="s3v4"), "long"),
    (AioConfig(signature_version=UNSIGNED), "long"),
    (AioConfig(auth_scheme_preference="sigv4"), "long"),
    (AioConfig(auth_scheme_preference="sigv4a,sigv4"), "long"),
]


@pytest.mark.parametrize(("config", "way"), SIGNATURES)
async def test_another_signature_is_made_by_botocore(config: AioConfig, way: str) -> None:
    assert await same_on_both_ways(config=config) == way


async def test_a_preference_in_the_environment_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_AUTH_SCHEME_PREFERENCE", "sigv4")
    assert await same_on_both_ways() == "long"


_V4: Any = SigV4Auth


class OwnSignature(_V4):  # type: ignore[misc]  # botocore ships no types
    """Signs as ever, and says so."""

    def add_auth(self, request: Any) -> None:
        request.headers["X-Signed-By"] = "mine"
        super().add_auth(request)  # pyright: ignore[reportUnknownMemberType] # as above


async def test_a_signer_put_in_the_place_of_botocores_signs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(AUTH_TYPE_MAPS, "v4", OwnSignature)
    assert await same_on_both_ways() == "long"
    monkeypatch.undo()
    assert await same_on_both_ways() == "short"


OPTIONS: dict[str, dict[str, Any]] = {
    "FIPS": {"config": AioConfig(use_fips_endpoint=True)},
    "dual-stack": {"config": AioConfig(use_dualstack_endpoint=True)},
    "both": {"config": AioConfig(use_fips_endpoint=True, use_dualstack_endpoint=True)},
    "no prefix": {"config": AioConfig(inject_host_prefix=False)},
    "a VPC": {"endpoint_url": "https://vpce-0.access-analyzer.invalid"},
    "a path": {"endpoint_url": "http://127.0.0.1:4566/a path/%20/~x//y/"},
    "a query": {"endpoint_url": "http://[::1]:443/base?query=1"},
    "more User-Agent": {"config": AioConfig(user_agent_extra="extra/1")},
    "other User-Agent": {"config": AioConfig(user_agent="mine/1", user_agent_appid="app")},
    "compression": {"config": AioConfig(request_min_compression_size_bytes=1)},
    "few checksums": {"config": AioConfig(request_checksum_calculation="when_required")},
    "context": {"config": AioConfig(client_context_params={"any": "thing"})},
    "sockets": {"config": AioConfig(tcp_keepalive=True, max_pool_connections=1)},
}


@pytest.mark.parametrize("name", OPTIONS)
async def test_an_option_that_nobody_listens_to_is_kept_on_the_short_way(name: str) -> None:
    assert await same_on_both_ways(**OPTIONS[name]) == "short"


async def test_what_a_session_adds_to_the_user_agent_is_sent() -> None:
    def name(session: Any) -> None:
        session.user_agent_name, session.user_agent_extra = "mine", "extra/2"

    assert await same_on_both_ways(prepare=name) == "short"


async def test_lambda_passes_on_the_trace_that_it_runs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "sample")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-2-3;Parent=4;Sampled=1 ü")
    assert await same_on_both_ways() == "short"
    async with watch() as opened:
        await opened.way()
    (request,) = opened.service.requests
    assert request.headers["x-amzn-trace-id"].startswith("Root=1-2-3;Parent=4;Sampled=1")


Logged = list[tuple[str, str]]


async def logged(
    caplog: pytest.LogCaptureFixture, name: str, *, plain: bool, level: int = logging.DEBUG
) -> tuple[str, Logged]:
    """Call while a logger is to log more than warnings."""
    async with watch(plain=plain) as opened:
        before = await opened.way()
        assert before == ("long" if plain else "short")
        caplog.clear()
        with caplog.at_level(level, logger=name):
            way = await opened.way()
        lines = [(line.name, str(line.msg)) for line in caplog.records]
        assert await opened.way() == before
    return way, [line for line in lines if "botocore" in line[0]]


@pytest.mark.parametrize("name", ["botocore", *(f"botocore.{name}" for name in LOGGERS)])
async def test_what_botocore_is_to_log_is_logged(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    way, lines = await logged(caplog, name, plain=False)
    _, expected = await logged(caplog, name, plain=True)
    assert way == "long"
    assert lines == expected != []


@pytest.mark.parametrize("name", ["aiobotocore", "aa_sdk", "botocore.credentials"])
async def test_other_logs_are_not_in_the_way(name: str, caplog: pytest.LogCaptureFixture) -> None:
    way, lines = await logged(caplog, name, plain=False)
    _, expected = await logged(caplog, name, plain=True)
    assert way == "short"
    assert lines == expected


def look_on(**_: Any) -> None:
    """Do nothing more."""


async def test_a_log_without_details_is_not_in_the_way(caplog: pytest.LogCaptureFixture) -> None:
    way, lines = await logged(caplog, "botocore", plain=False, level=logging.INFO)
    assert (way, lines) == ("short", [])


async def test_the_log_says_why_a_call_is_sent_by_botocore(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="aa_sdk")
    async with watch() as opened:
        await opened.way()
        assert "sent by botocore" not in caplog.text
        opened.events.register("before-send", look_on)
        await opened.way()
    (line,) = [line for line in caplog.messages if "sent by botocore" in line]
    assert line.startswith("ListAnalyzers: sent by botocore, since ")
    assert line.endswith("test_ways_modes.look_on listens to before-send")


class History:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.types: list[str] = []

    def emit(self, event_type: str, *_: object) -> None:
        self.types.append(event_type)


async def test_a_history_that_is_recorded_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HISTORY, "is_recorded", False)  # of which it is never told again
    recorder = _history()
    history = History()
    recorder.add_handler(history)
    async with watch() as opened, watch(plain=True) as plain:
        assert await opened.way() == "short"
        recorder.enable()
        try:
            assert await opened.way() == "long"
            ours, history.types = history.types, []
            await plain.way()
        finally:
            recorder.disable()
    assert ours == history.types != []
