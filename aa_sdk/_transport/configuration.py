"""The botocore configuration a client runs with, from what the caller gave and our defaults."""

import asyncio
import os
from typing import Any, Literal

from aiobotocore.config import AioConfig
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.httpxsession import HttpxSession as AiobotocoreHttpxSession
from botocore.useragent import UserAgentString

from aa_sdk._transport._sending.http_session import AiohttpSession, HttpxSession
from aa_sdk._version import __version__
from aa_sdk.errors import InvalidField, InvalidRequestError

TransportName = Literal["auto", "aiohttp", "httpx"]

# botocore's 10 connections are for threads, of which there are few; tasks come in hundreds.
_DEFAULT = AioConfig(max_pool_connections=50)


def client_config(session: Any, given: AioConfig | None, transport: TransportName) -> Any:
    """Return the configuration to create the botocore client with.

    Args:
        session: The session; its own default configuration lies under everything.
        given: The caller's configuration, whose every option wins over our defaults.
        transport: The HTTP library, or `auto`.

    Returns:
        An `AioConfig`.

    Raises:
        InvalidRequestError: The transport cannot run here.
    """
    config: Any = _DEFAULT
    for wanted in (session.get_default_client_config(), given):
        config = config if wanted is None else config.merge(wanted)
    options: dict[str, Any] = {
        # Requests are checked here, more strictly and all members at once.
        "parameter_validation": False,
        "http_session_cls": _http_session(transport, config.http_session_cls),
    }
    retries: dict[str, Any] = config.retries or {}
    if "mode" not in retries and not _configured_retry_mode(session):
        options["retries"] = {"mode": "standard", **retries}
    if config.user_agent is None:
        options["user_agent"] = _user_agent(session, config)
    return config.merge(AioConfig(**options))


_OURS: dict[type, type] = {AIOHTTPSession: AiohttpSession, AiobotocoreHttpxSession: HttpxSession}


def _secured(configured: type) -> type:
    """Put our session before a configured one, which does its work as before.

    A caller's own subclass of aiobotocore's sessions would follow redirects as they do.
    """
    for theirs, ours in _OURS.items():
        if issubclass(configured, theirs) and not issubclass(configured, ours):
            if configured is theirs:
                return ours
            return type(configured.__name__, (ours, configured), {"is_ours_alone": False})
    return configured


def _http_session(transport: TransportName, configured: type) -> type:
    """Choose the HTTP library, which under Trio can only be httpx."""
    if transport == "auto" and configured is not AIOHTTPSession:
        return _secured(configured)
    trio = under_trio()
    if transport == "aiohttp" and trio:
        raise InvalidRequestError(InvalidField("transport", "aiohttp cannot run under Trio"))
    chosen: type = HttpxSession if transport == "httpx" or trio else AiohttpSession
    if chosen is HttpxSession and not _has_httpx():
        missing = "httpx is not installed: pip install 'aa-sdk[trio]'"
        raise InvalidRequestError(InvalidField("transport", missing))
    return chosen


def _has_httpx() -> bool:
    from aiobotocore import httpxsession  # noqa: PLC0415 (its name for the library it found)

    return httpxsession.httpx is not None


def under_trio() -> bool:
    """Say whether there is no asyncio here."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return True
    return False


def _configured_retry_mode(session: Any) -> bool:
    # The session answers "legacy" when nobody chose, so ask the two places of choice.
    return "AWS_RETRY_MODE" in os.environ or "retry_mode" in session.get_scoped_config()


def _user_agent(session: Any, config: Any) -> str:
    """Build the User-Agent once; botocore would for every request, at a fifth of its cost.

    The session's and the configuration's extras are left out here: botocore appends them to
    a given User-Agent too.
    """
    creator: Any = UserAgentString.from_environment()
    creator.set_session_config(session.user_agent_name, session.user_agent_version, None)
    appid = config.user_agent_appid or session.get_config_variable("user_agent_appid")
    plain = AioConfig(user_agent_appid=appid)
    return f"aa-sdk/{__version__} {creator.with_client_config(plain).to_string()}"
