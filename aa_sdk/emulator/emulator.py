"""The emulator: one object that holds the service in memory, and the ways to reach it."""

import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from aa_sdk._display.words import count_text
from aa_sdk._lazy import hide_imports
from aa_sdk.emulator._account.access_keys import (
    INVENTED_SECRET,
    access_key_of,
    account_in,
)
from aa_sdk.emulator._account.world import Durations, Quotas, World, timer_of
from aa_sdk.emulator._control_api.access import access_to
from aa_sdk.emulator._control_api.front import Front
from aa_sdk.emulator._controls.controls import Controls
from aa_sdk.emulator._protocol.authentication import caller_of
from aa_sdk.emulator._protocol.messages import HttpRequest, HttpResponse
from aa_sdk.emulator._protocol.service_model import load_service_model
from aa_sdk.emulator._protocol.signatures import Verifier
from aa_sdk.emulator._service import Service
from aa_sdk.emulator._snapshot.saving import load_world, revision_of, save_world
from aa_sdk.emulator._transports.http_server import serve
from aa_sdk.emulator._transports.in_process import open_session
from aa_sdk.emulator._transports.respx import add_route
from aa_sdk.emulator.call_log import CallLog
from aa_sdk.emulator.clock import Clock, TimeSource
from aa_sdk.emulator.faults import Faults

if TYPE_CHECKING:
    import respx
    from aiobotocore.session import AioSession

__all__ = ("Emulator",)
hide_imports(__name__)

_LAST_PORT = 65_535
_SNAPSHOT = "aa_sdk.emulator._snapshot"
_READING, _WRITING, _REPLACING = (
    f"{_SNAPSHOT}.{name}" for name in ("reading", "writing", "replacing")
)


class Emulator(Controls):
    """IAM Access Analyzer in memory.

    ```python
    emulator = Emulator()
    emulator.populate(findings=1000)
    async with AccessAnalyzerClient(session=emulator.session()) as client:
        analyzers = await client.list_analyzers().collect()
    ```

    All state belongs to the object. It may be used from several threads.

    Attributes:
        calls: The requests it has seen.
        events: What it has put on EventBridge; see `EventLog`.
        faults: What is to go wrong.
        world: Its state: scopes, quotas, durations.
    """

    def __init__(
        self,
        account_id: str = "111122223333",
        region_name: str = "us-east-1",
        *,
        seed: int = 0,
        clock: TimeSource | None = None,
        quotas: Quotas | None = None,
        durations: Durations | None = None,
        scan_limit: int | None = None,
        organization: bool = True,
        verify_signatures: Mapping[str, str] | None = None,
        signature_timer: Callable[[], float] = time.time,
    ) -> None:
        """Start with no analyzers.

        Args:
            account_id: The account of callers whose access key is not known; 12 digits.
            region_name: The region that methods act in when none is named.
            seed: Decides every id and every fault that has a rate.
            clock: The time; by default a `Clock` that starts with the year 2026 and moves by a
                second with every request.
            quotas: How much there may be; by default what AWS allows without asking.
            durations: How long jobs take in the emulator's time.
            scan_limit: How many findings the service looks at for one page of a listing; a
                small number gives short and empty pages. None for no limit.
            organization: Whether there is an organization, so that analyzers of one can be
                created. The account is its management account.
            verify_signatures: The secrets of access keys, by access key id, for signatures to be
                verified: a request with a wrong signature, or of a key that is not known, is
                refused. The keys of `session` are always known, so `{}` is enough for those. None
                for signatures that say whose a request is and are not verified.
            signature_timer: The time in seconds since 1970 that signatures are verified by, and
                that credentials of `AssumeRole` run out by; the machine's by default, as that is
                what clients go by, whatever time the emulator's clock tells.
        """
        clock = clock or Clock()
        self.calls: CallLog = CallLog()
        self.faults: Faults = Faults(seed, timer_of(clock))
        world = World(
            account_id,
            region_name,
            seed=seed,
            clock=clock,
            durations=durations or Durations(),
            quotas=quotas or Quotas(),
            scan_limit=scan_limit,
            organization=organization,
        )
        super().__init__(world)
        self._saving = threading.Lock()
        identify = caller_of
        if verify_signatures is not None:
            identify = Verifier(_secrets(verify_signatures), signature_timer).caller_of
        self._service = Service(
            load_service_model(), self.world, self.faults, identify, signature_timer
        )

    def __repr__(self) -> str:
        analyzers = [
            one for scope in self.world.scopes.values() for one in scope.analyzers.values()
        ]
        findings = sum(len(analyzer.store.by_id) for analyzer in analyzers)
        where = f"{self.world.account_id} in {self.world.region}"
        counts = count_text(len(analyzers), "analyzer"), count_text(findings, "finding")
        return f"<Emulator of {where}: {', '.join(counts)}>"

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request: the whole service as a function.

        Args:
            request: The request, signed with Signature Version 4, in a header or in the query.
                The signature says which account and region it is for; it is verified if the
                emulator was made with `verify_signatures`.

        Returns:
            The response. Whoever delivers it waits for `delay` first, closes the connection
            instead if it is `dropped`, and does it in the way of its `delivery`.
        """
        with self._acting():
            response, call = self._service.respond(request)
            self.calls.add(call)
        return response

    def session(
        self, account_id: str | None = None, region_name: str | None = None
    ) -> "AioSession":
        """Return an aiobotocore session whose clients reach this emulator.

        Those are clients of Access Analyzer, STS, Organizations and Account Management. Those of
        other services are none of its business: they go to the network.

        Args:
            account_id: The account that its clients call from; the emulator's by default.
            region_name: The region of clients that name none; the emulator's by default.
        """
        key = access_key_of(account_id or self.world.account_id)
        region = region_name or self.world.region
        return open_session(self._handle_in_process, key, INVENTED_SECRET, region)

    def _handle_in_process(self, request: HttpRequest) -> HttpResponse:
        """Respond, and say when by the emulator's clock, as a server does by its own."""
        response = self.handle(request)
        response.headers["Date"] = format_datetime(self.now(), usegmt=True)
        return response

    def serve(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        control: bool = False,
        control_token: str | None = None,
    ) -> AbstractContextManager[str]:
        """Serve the emulator over HTTP as long as a `with` block lasts.

        ```python
        with emulator.serve() as url:
            boto3.client("accessanalyzer", endpoint_url=url)
        ```

        Args:
            port: The port, up to 65535; 0 for one that is free.
            host: The name or address to listen at, this machine alone by default. Whoever reaches
                another one may call every operation, unless signatures are verified.
            control: Whether the emulator can be controlled at `/_emulator/`, as from Python.
            control_token: What a caller of the control API has to send in the header
                `Authorization: Bearer ...`; by default being on this machine is enough.

        Returns:
            A context manager that gives the URL.

        Raises:
            OSError: On entering: the port is taken, or the host is not this machine's.
            ValueError: The port is none; there is a token and no control, or a control token is
                needed, because other machines reach the host; or it is empty, or has other
                characters than visible ASCII, which a header could not carry.
        """
        if not 0 <= port <= _LAST_PORT:
            raise ValueError(f"a port is from 0 to {_LAST_PORT}, not {port}")
        access = access_to(host, control_token) if control else None
        if control_token is not None and access is None:
            raise ValueError("there is a control token, but control is off")
        # A clock that follows an event loop is to follow the caller's, not the server's.
        self.world.clock.now()
        return serve(self.handle, port, host, Front(self, access))

    def route(self, router: "respx.Router") -> None:
        """Let a respx router answer requests to any endpoint of the service.

        ```python
        with respx.mock(using="aiobotocore") as router:
            emulator.route(router)
        ```

        Requests to an `endpoint_url` of one's own are none of its business, VPC endpoints aside:
        respx raises for them, as for all that is not mocked.

        Args:
            router: The router. `using="aiobotocore"` answers clients on aiohttp, httpx and httpx2,
                and becomes known to respx by this call; `using="httpx"` those on httpx alone, and
                clients on aiohttp get a `RuntimeError` while the router is started. One that
                patches nothing, such as `respx.Router()`, answers whoever asks it.

        Raises:
            RuntimeError: The router would intercept nothing: it patches neither aiobotocore nor
                the HTTP library that aiobotocore's httpx transport has chosen, which is httpx2
                where that is installed.
        """
        add_route(router, self.handle)

    def snapshot(self) -> dict[str, Any]:
        """Return the whole state as plain JSON values, without calls, events and faults."""
        with self._acting():
            return save_world(self.world)

    def save(self, path: str | Path) -> None:
        """Write a snapshot to a file, packed by gzip: a line of JSON for each finding and resource.

        Requests are answered meanwhile. What they change is not in the file, which has the state
        of the moment of the call. The file takes the place of another once it is whole: whatever
        goes wrong, what was saved before can still be loaded. Two calls at once are done one after
        the other.

        Args:
            path: The file; one that is there is replaced.

        Raises:
            OSError: The file cannot be written. What was there is there still, and nothing else.
        """
        with self._saving:
            with self._acting():
                pass  # what is due by now is done in what is saved
            import_module(_WRITING).write_file(path, self.world, self._lock)

    def revision(self) -> object:
        """Return something that is equal as long as the state is the same.

        ```python
        before = emulator.revision()
        ...
        if emulator.revision() != before:
            emulator.save("state.gz")
        ```

        Requests that only read do not change it, and nor does the time that passes.
        """
        with self._lock:
            return revision_of(self.world)

    @classmethod
    def restore(cls, snapshot: Mapping[str, Any], *, clock: TimeSource | None = None) -> Self:
        """Return an emulator in the state of a snapshot.

        Args:
            snapshot: What `snapshot` returned. It is copied.
            clock: The time; by default a `Clock` that starts where the snapshot was taken.

        Raises:
            SnapshotError: It is no snapshot; the error names the place. It is a `ValueError`.
        """
        return cls._from(_read(snapshot), clock)

    @classmethod
    def load(cls, path: str | Path, *, clock: TimeSource | None = None) -> Self:
        """Return an emulator in the state of a snapshot in a file.

        Files of earlier versions of this package can be loaded, those of later ones are refused.

        Args:
            path: The file. It may be unpacked, as long as its lines stay what they are.
            clock: The time; by default a `Clock` that starts where the snapshot was taken.

        Raises:
            SnapshotError: It is no snapshot, or the file cannot be read; the error names the
                place and its line. It is a `ValueError`, and where there is no reading the file
                an `OSError` too.
        """
        return cls._from(_read(Path(path)), clock)

    @classmethod
    def _from(cls, saved: Mapping[str, Any], clock: TimeSource | None) -> Self:
        now = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=saved["now"])
        place: tuple[str, str] = saved["account_id"], saved["region"]
        emulator = cls(*place, seed=saved["seed"], clock=clock or Clock(now))
        load_world(emulator.world, saved)
        return emulator

    def reset(self) -> None:
        """Start anew, as this emulator was made: without analyzers, faults, calls and events.

        Everybody who reaches it goes on to do so. What it was made with stays as it is now, quotas
        and durations that were changed since included, and so do accounts: their access keys,
        their place in the organization, and the Regions that are off for them. Ids begin with the
        first again; the clock goes on.
        """
        with self._replacing():
            import_module(_REPLACING).renew(self.world)
            self.calls.clear()
            self.events.clear()
            self.faults.clear()

    def replace_state(self, source: str | Path | Mapping[str, Any]) -> None:
        """Go on from a snapshot, in place of the state there is.

        Sessions, servers and routes that exist reach the new state from the next request on. The
        account, the region, the seed, the access keys and all other settings become those of the
        snapshot. The clock stays, and moves on to the time of the snapshot if that is later. Calls,
        events and faults stay: they are not part of a snapshot.

        Args:
            source: What `snapshot` returned, or the file that `save` wrote.

        Raises:
            SnapshotError: As for `restore` and `load`. Then nothing has changed.
        """
        replacing = import_module(_REPLACING)
        world = replacing.loaded(_read(source if isinstance(source, Mapping) else Path(source)))
        with self._replacing():
            replacing.replace_world(self.world, world)

    @contextmanager
    def _replacing(self) -> Generator[None]:
        with self._lock:
            with self._acting():
                pass  # what is due by now happens before
            yield


def _read(source: Path | Mapping[str, Any]) -> Mapping[str, Any]:
    # Few emulators start from a snapshot, and the form of one takes a while to import.
    reading = import_module(_READING)
    saved: Mapping[str, Any] = (
        reading.from_file(source) if isinstance(source, Path) else reading.from_values(source)
    )
    return saved


def _secrets(given: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return what knows the secrets of keys that are given, and of those that are given out."""
    secrets = dict(given)

    def secret_of(access_key: str) -> str | None:
        known = secrets.get(access_key)
        return INVENTED_SECRET if known is None and account_in(access_key) else known

    return secret_of
