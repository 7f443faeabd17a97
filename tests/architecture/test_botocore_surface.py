"""What the package leans on in botocore and aiobotocore, which promise little of it.

Names are found by walking the package, so that a new one has to be listed in the tables. Of
objects, arguments, events and texts these say which file counts on them. After a change upstream
these tests fail first, and say what is gone and who used it.
"""

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import suppress
from copy import copy
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import aa_sdk
from aa_sdk._transport._sending.obstacles import Emitter
from tests.architecture.botocore_surface import (
    ARGUMENTS,
    ATTRIBUTES,
    EVENTS,
    FACTS,
    NAMES,
    POSITIONS,
    VARIABLES,
)
from tests.fake_service import REGION, FakeService, Reply, error_reply, new_session
from tests.sample_values import MODEL

PACKAGE = Path(aa_sdk.__file__).parent
UPSTREAM = re.compile(r"(aio)?botocore(\.\w+)+")


def names_in(tree: ast.Module) -> Iterator[str]:
    """Every name of the two that a module imports, takes from modules, or writes as text."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)) if UPSTREAM.fullmatch(f"{module}.x"):
                for alias in node.names:
                    name = f"{module}.{alias.name}"
                    if inspect.ismodule(thing(name)):
                        modules[alias.asname or alias.name] = name
                    yield name
            case ast.Import() if any(UPSTREAM.match(f"{alias.name}.x") for alias in node.names):
                pytest.fail("import names from botocore's modules: then they are seen here")
            case ast.Constant(value=str(text)) if UPSTREAM.fullmatch(text):
                yield from (text, *(f"{text}.{taken}" for taken in taken_from(tree, text)))
            case _:
                pass
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=local), attr=attribute) if local in modules:
                yield f"{modules[local]}.{attribute}"
            case _:
                pass


def taken_from(tree: ast.Module, module: str) -> Iterator[str]:
    """The attributes of `import_module("module").attribute`."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Call(args=[ast.Constant(value=text)]), attr=attribute):
                if text == module:
                    yield attribute
            case _:
                pass


def thing(name: str) -> Any:
    """The module, or what a module or a class has, of a dotted name; None if there is none."""
    with suppress(ImportError):
        return import_module(name)
    owner, _, attribute = name.rpartition(".")
    return getattr(thing(owner), attribute, None) if owner else None


def test_every_name_that_is_used_is_listed_and_there() -> None:
    used: dict[str, set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in names_in(ast.parse(path.read_text(encoding="utf-8"))):
            used[name].add(str(path.relative_to(PACKAGE)))
    gone = {name: files for name, files in used.items() if thing(name) is None}
    assert gone == {}
    listed = {f"{module}.{name}" for module, names in NAMES.items() for name in names.split()}
    unlisted = {name: used[name] for name in used.keys() - listed}
    assert unlisted == {}
    unused = listed - used.keys()
    assert unused == set()


def users(tables: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, list[str]]]:
    """Each line of a table, once its file is seen to speak of every name in it."""
    for user, rows in tables.items():
        place = PACKAGE / user
        paths = [place] if place.is_file() else sorted(place.rglob("*.py"))
        text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
        for what, names in rows.items():
            unspoken = [name for name in names.split() if not re.search(rf"\b{name}\b", text)]
            assert unspoken == [], f"{user} does not use them any more"
            yield user, what, names.split()


@pytest.fixture
async def objects() -> AsyncGenerator[dict[str, Any]]:
    """One of each kind of object, as a call meets them."""
    session, service = new_session(), FakeService(error_reply("ConflictException", 409))
    events = session.get_component("event_emitter")
    events.register("before-send.accessanalyzer", service)
    seen: dict[str, Any] = {}

    async def remember(request: Any = None, request_signer: Any = None, **_: object) -> None:
        if request is not None:
            seen["request"] = request
        if request_signer is not None:
            auth = await request_signer.get_auth_instance("access-analyzer", REGION)
            seen.update(signer=request_signer, auth=auth)
            seen["frozen credentials"] = auth.credentials

    events.register("before-call.accessanalyzer", remember)
    events.register("before-send.accessanalyzer", remember)
    shapes = MODEL.shape_for("ListFindingsRequest"), MODEL.shape_for("FilterCriteriaMap")
    async with session.create_client("accessanalyzer", region_name=REGION) as client:
        with pytest.raises(thing("botocore.exceptions.ClientError")) as caught:
            await client.list_analyzers()
        yield {
            **seen,
            "session": session,
            "loader": session.get_component("data_loader"),
            "loaders": thing("botocore.loaders"),
            "resolver": thing("botocore.regions.EndpointResolver")({"partitions": []}),
            "events": client.meta.events,
            "config": thing("aiobotocore.config.AioConfig")(),
            "user agent": thing("botocore.useragent.UserAgentString").from_environment(),
            "model": MODEL,
            "operation": MODEL.operation_model("ListFindings"),
            "client": client,
            "meta": client.meta,
            "client error": caught.value,
            "error": thing("botocore.exceptions.NoRegionError")(),
            "credentials": await session.get_credentials(),
            "aiohttp session": thing("aiobotocore.httpsession.AIOHTTPSession"),
            "httpx session": thing("aiobotocore.httpxsession.HttpxSession"),
            "response": thing("aiobotocore.awsrequest.AioAWSResponse")("", 200, {}, None),
            "utils": thing("botocore.utils"),
            "regions": thing("botocore.regions"),
            "shape": shapes[0].members["filter"],
            "structure": shapes[0],
            "map": shapes[1],
            "list": MODEL.shape_for("ValueList"),
            "string": MODEL.shape_for("OrderBy"),
        }


async def test_the_objects_of_a_call_have_what_is_taken_from_them(objects: dict[str, Any]) -> None:
    for user, what, names in users(ATTRIBUTES):
        there = dir(objects[what])
        assert [name for name in names if name not in there] == [], f"{user}: {what}"


def parameters(name: str) -> list[str]:
    return list(inspect.signature(thing(name)).parameters)


def test_what_is_called_takes_the_arguments_it_is_given() -> None:
    config: Any = thing("aiobotocore.config.AioConfig")()
    for user, what, names in users(ARGUMENTS):
        taken = set(parameters(what))
        if what.endswith("AioConfig"):  # whose options are attributes; few are in its signature
            taken.update(dir(config))
        assert [name for name in names if name not in taken] == [], f"{user}: {what}"


def test_what_is_overridden_or_called_by_position_has_its_arguments_in_order() -> None:
    for user, rows in POSITIONS.items():
        for what, names in rows.items():
            assert [name for name in parameters(what) if name != "self"] == names.split(), (
                f"{user}: {what}"
            )


async def test_a_call_emits_the_events_that_are_heard() -> None:
    heard: dict[str, set[str]] = {}
    service = FakeService(Reply({"analyzers": []}))
    session = service.session()

    def note(event_name: str, **arguments: object) -> None:
        heard[event_name.partition(".")[0]] = set(arguments)

    for _, event, _ in users(EVENTS):
        session.get_component("event_emitter").register_first(f"{event}.accessanalyzer", note)
    async with session.create_client("accessanalyzer", region_name=REGION) as client:
        await client.list_analyzers()
    for user, event, names in users(EVENTS):
        assert [name for name in names if name not in heard.get(event, ())] == [], (
            f"{user}: {event}"
        )


def test_registering_returns_what_the_emitter_returns() -> None:
    session: Any = thing("aiobotocore.session.AioSession")(event_hooks=Emitter())
    events = session.get_component("event_emitter")

    def heard(**_: object) -> None:
        """Hear nothing."""

    for register in (events.register, events.register_first, events.register_last):
        assert type(register("before-call", heard)) is Emitter
    of_the_client = copy(events).register("before-call", heard)
    assert of_the_client is not events.register("before-call", heard)


def test_no_operation_is_sent_in_a_way_that_only_botocore_knows() -> None:
    for name in MODEL.operation_names:
        operation = MODEL.operation_model(name)
        assert not operation.has_streaming_input, name
        assert not operation.has_streaming_output, name
        assert not operation.has_event_stream_output, name
        assert not operation.request_compression, name
        assert not operation.http_checksum, name
        assert operation.resolved_auth_type in (None, "v4"), name


def test_what_is_decided_before_an_endpoint_is_found_has_the_names_it_is_known_by() -> None:
    names: Any = thing("botocore.regions.EndpointResolverBuiltins")
    ours: Any = thing("aa_sdk._transport._services.attempts")
    assert names.AWS_STS_USE_GLOBAL_ENDPOINT == ours._GLOBAL
    assert names.AWS_REGION == ours._REGION


def test_the_configuration_variables_are_known() -> None:
    known = new_session().session_var_map
    for user, _, names in users({user: {"": names} for user, names in VARIABLES.items()}):
        assert [name for name in names if name not in known] == [], user


def test_the_errors_are_made_of_the_facts_that_are_read() -> None:
    for user, kind, names in users(FACTS):
        text = thing(f"botocore.exceptions.{kind}").fmt
        assert [name for name in names if f"{{{name}}}" not in text] == [], f"{user}: {kind}"


def test_the_sources_of_credentials_have_the_names_they_are_known_by() -> None:
    theirs: Any = thing("botocore.credentials")
    modules: list[dict[str, Any]] = [vars(theirs), vars(thing("aiobotocore.credentials"))]
    methods = {getattr(kind, "METHOD", None) for module in modules for kind in module.values()}
    # Imported here alone: where a name is gone, that is told above and no import in its way.
    ours: Any = thing("aa_sdk._transport._failures.credentials")
    for table in ("_OPTIONS", "_VARIABLES", "_FAULTS"):
        assert set(getattr(ours, table)) - methods == set(), table
    source = inspect.getsource(theirs.ProcessProvider)
    assert all(text in source for text in ours._WRITTEN)


def test_the_calls_that_look_for_credentials_have_the_names_they_are_known_by() -> None:
    for name in thing("aa_sdk._transport._failures.origins")._ASKING:
        owners = (
            "session.AioSession",
            "credentials.AioCredentialResolver",
            "credentials.AioCredentials",
        )
        assert any(hasattr(thing(f"aiobotocore.{owner}"), name) for owner in owners), name
    # What stands between an emitter and the handlers of others.
    assert callable(thing("aiobotocore._helpers.resolve_awaitable"))
    assert thing("botocore.hooks.HierarchicalEmitter")
    assert thing("aiobotocore.hooks.AioHierarchicalEmitter")
