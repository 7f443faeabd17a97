"""What the package leans on in botocore and aiobotocore, which promise little of it.

Names are found by walking the package, so that a new one has to be listed here. Of objects,
arguments, events and texts the tables say which file counts on them. After a change upstream
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
from aa_sdk._transport.obstacles import Emitter
from tests.fake_service import REGION, FakeService, Reply, error_reply, new_session
from tests.sample_values import MODEL

PACKAGE = Path(aa_sdk.__file__).parent
UPSTREAM = re.compile(r"(aio)?botocore(\.\w+)+")

NAMES = {
    "aiobotocore": "_helpers httpxsession session",
    "aiobotocore.awsrequest": "AioAWSResponse HttpxAWSResponse",
    "aiobotocore.config": "AioConfig",
    "aiobotocore.endpoint": "AioEndpoint AnyioEndpoint",
    "aiobotocore.hooks": "AioHierarchicalEmitter",
    "aiobotocore.httpsession": "AIOHTTPSession",
    "aiobotocore.httpxsession": "HttpxSession httpx",
    "aiobotocore.retries.standard": "AioRetryHandler.needs_retry",
    "aiobotocore.session": "AioSession",
    "aiobotocore.signers": "AioRequestSigner AioRequestSigner.handler",
    "botocore": "auth awsrequest configprovider exceptions loaders utils",
    "botocore.auth": "AUTH_TYPE_MAPS SIGNED_HEADERS_BLACKLIST SigV4Auth",
    "botocore.awsrequest": "AWSPreparedRequest HeadersDict",
    "botocore.compat": "get_current_datetime",
    "botocore.endpoint": "Endpoint",
    "botocore.exceptions": """
        BotoCoreError ClientError ConfigNotFound ConfigParseError ConnectTimeoutError
        ConnectionClosedError ConnectionError CredentialRetrievalError DataNotFoundError
        EndpointConnectionError
        HTTPClientError IncompleteReadError InfiniteLoopConfigError InvalidChecksumConfigError
        InvalidConfigError InvalidDefaultsMode InvalidHostLabelError InvalidIMDSEndpointError
        InvalidIMDSEndpointModeError InvalidMaxRetryAttemptsError InvalidProxiesConfigError
        InvalidRegionError InvalidRetryModeError InvalidSTSRegionalEndpointsConfigError LoginError
        MetadataRetrievalError MissingDependencyException MissingParametersError
        NoAuthTokenError NoCredentialsError NoRegionError ParamValidationError
        PartialCredentialsError ProfileNotFound ProxyConnectionError ReadTimeoutError
        RefreshWithMFAUnsupportedError SSOError TokenRetrievalError UnknownCredentialError
        UnknownSignatureVersionError UnsupportedSignatureVersionError""",
    "botocore.handlers": "_set_auth_scheme_preference_signer add_retry_headers "
    "set_operation_specific_signer",
    "botocore.history": "get_global_history_recorder",
    "botocore.loaders": "JSONFileLoader Loader create_loader",
    "botocore.model": "OperationNotFoundError ServiceModel",
    "botocore.parsers": "ResponseParserError",
    "botocore.signers": "RequestSigner",
    "botocore.useragent": "UserAgentString UserAgentString.rebuild_and_replace_user_agent_handler",
}

# By file, the attributes of each object that it touches.
ATTRIBUTES: dict[str, dict[str, str]] = {
    "_transport/configuration.py": {
        "session": "get_default_client_config get_scoped_config get_config_variable "
        "user_agent_name user_agent_version",
        "config": "merge http_session_cls retries user_agent user_agent_appid",
        "user agent": "set_session_config with_client_config to_string",
    },
    "_transport/connection.py": {
        "session": "create_client get_component lazy_register_component get_config_variable "
        "get_scoped_config set_default_client_config",
        "loader": "load_data load_service_model",
        "model": "operation_model",
        "operation": "input_shape",
        "client": "meta close",
        "meta": "events method_to_api_mapping region_name",
        "events": "register register_first",
    },
    "_transport/credentials.py": {"client error": "response operation_name"},
    "_transport/data_files.py": {
        "loaders": "ExtrasProcessor create_loader",
        "loader": "determine_latest_version extras_types load_data search_paths",
    },
    "_transport/error_mapping.py": {
        "client error": "response operation_name",
        "client": "meta",
        "meta": "config",
    },
    "_transport/sending.py": {
        "events": "register register_first register_last",
        "signer": "region_name signing_name get_auth_instance",
        "auth": "credentials",
        "request": "method url headers body",
        "response": "status_code headers content",
    },
    "_transport/signing.py": {
        "frozen credentials": "access_key secret_key token",
        "utils": "normalize_url_path",
    },
    "_transport/obstacles.py": {
        "events": "register register_first register_last",
        "signer": "signature_version",
        "config": "auth_scheme_preference",
    },
    "_transport/http_session.py": {
        "aiohttp session": "_get_session send",
        "httpx session": "_get_session send",
        "response": "url status_code headers content raw",
    },
    "_transport/origins.py": {"error": "kwargs", "credentials": "method get_frozen_credentials"},
    "_transport/profiles.py": {
        "session": "full_config get_config_variable get_scoped_config session_var_map"
    },
    "_transport/request_checks.py": {
        "shape": "name type_name metadata serialization",
        "structure": "members required_members is_tagged_union",
        "list": "member",
        "map": "key value",
        "string": "enum",
    },
    "_transport/settings.py": {
        "utils": "is_valid_endpoint_url is_valid_ipv6_endpoint_url",
        "session": "session_var_map get_config_variable get_scoped_config",
    },
    "emulator/_transports": {
        "session": "set_credentials get_component",
        "request": "method url headers body",
        "response": "url status_code headers content raw",
    },
    "emulator/_protocol": {"loader": "load_service_model"},
}

# By file, what is called and with which arguments.
ARGUMENTS: dict[str, dict[str, str]] = {
    "_transport/configuration.py": {
        "aiobotocore.config.AioConfig": "http_session_cls parameter_validation retries "
        "user_agent user_agent_appid"
    },
    "_transport/connection.py": {
        "aiobotocore.session.AioSession": "profile event_hooks",
        "aiobotocore.session.AioSession._create_client": "region_name endpoint_url config "
        "aws_access_key_id aws_secret_access_key aws_session_token",
    },
    "_transport/data_files.py": {
        "botocore.loaders.Loader": "extra_search_paths file_loader include_default_search_paths"
    },
    "_transport/sending.py": {
        "botocore.awsrequest.AWSPreparedRequest": "method url headers body stream_output"
    },
    "emulator/_transports": {"aiobotocore.session.AioSession": "session_vars"},
}

_REGISTER = "event_name handler unique_id unique_id_uses_count"

# By file, in their order, the arguments of what is overridden or called without their names.
POSITIONS: dict[str, dict[str, str]] = {
    "_transport/data_files.py": {"botocore.loaders.JSONFileLoader.load_file": "file_path"},
    "_transport/http_session.py": {
        "aiobotocore.httpsession.AIOHTTPSession._get_session": "proxy_url",
        "aiobotocore.httpxsession.HttpxSession._get_session": "_request_url",
        "aiobotocore.httpsession.AIOHTTPSession.send": "request",
        "aiobotocore.httpxsession.HttpxSession.send": "request",
        "aiobotocore.awsrequest.AioAWSResponse": "url status_code headers raw",
    },
    "_transport/obstacles.py": {
        "aiobotocore.hooks.AioHierarchicalEmitter.register": _REGISTER,
        "aiobotocore.hooks.AioHierarchicalEmitter.register_first": _REGISTER,
        "aiobotocore.hooks.AioHierarchicalEmitter.register_last": _REGISTER,
        "botocore.history.HistoryRecorder.add_handler": "handler",
        "botocore.history.BaseHistoryHandler.emit": "event_type payload source",
    },
    "_transport/sending.py": {
        "aiobotocore.signers.AioRequestSigner.get_auth_instance": "signing_name region_name "
        "signature_version request_credentials kwargs",
    },
    "emulator/_transports": {
        "aiobotocore.awsrequest.HttpxAWSResponse": "url status_code headers raw",
    },
}

# By file, what a call emits and the arguments of it that are read.
EVENTS: dict[str, dict[str, str]] = {
    "_transport/hooks.py": {"before-parse": "response_dict customized_response_dict"},
    "_transport/retry_after.py": {"needs-retry": "response"},
    "_transport/sending.py": {
        "before-call": "model params request_signer context",
        "request-created": "request operation_name",
        "response-received": "context response_dict",
    },
    "emulator/_transports": {"before-send": "request"},
}

# By file, the configuration variables it reads or names.
VARIABLES: dict[str, str] = {
    "_transport/connection.py": "data_path",
    "_transport/configuration.py": "retry_mode user_agent_appid",
    "_transport/network.py": "ca_bundle",
    "_transport/profiles.py": "profile config_file credentials_file api_versions",
    "_transport/settings.py": "max_attempts retry_mode sts_regional_endpoints defaults_mode "
    "ec2_metadata_service_endpoint_mode ec2_metadata_service_endpoint region "
    "ignore_configured_endpoint_urls",
}

# By file, what its errors say about themselves.
FACTS: dict[str, dict[str, str]] = {
    "_transport/credentials.py": {
        "ProfileNotFound": "profile",
        "PartialCredentialsError": "provider cred_var",
        "CredentialRetrievalError": "provider error_msg",
    },
    "_transport/network.py": {
        "ProxyConnectionError": "proxy_url",
        "EndpointConnectionError": "endpoint_url",
        "HTTPClientError": "error",
    },
    "_transport/settings.py": {
        "InvalidRegionError": "region_name",
        "InvalidChecksumConfigError": "config_key",
        "ConfigParseError": "path",
    },
}


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
    ours: Any = thing("aa_sdk._transport.credentials")
    for table in ("_OPTIONS", "_VARIABLES", "_FAULTS"):
        assert set(getattr(ours, table)) - methods == set(), table
    source = inspect.getsource(theirs.ProcessProvider)
    assert all(text in source for text in ours._WRITTEN)


def test_the_calls_that_look_for_credentials_have_the_names_they_are_known_by() -> None:
    for name in thing("aa_sdk._transport.origins")._ASKING:
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
