"""Settings that cannot be used: which one, and where it was set."""

import os
import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from botocore import exceptions as boto
from botocore import utils

from aa_sdk._transport._failures.origins import credential_frames, in_own_handler, passes
from aa_sdk._transport._failures.profiles import (
    configured_endpoint,
    place_of,
    profile_name,
    unread_files,
    unusable_variables,
)
from aa_sdk._transport._failures.regions import no_region
from aa_sdk.errors import AccessAnalyzerError, InvalidField, InvalidRequestError

_ATTEMPTS = "must be a whole number of at least 1"
_CHECKSUMS = "must be when_supported or when_required"
# botocore's name of the variable, and what it must be.
_VARIABLES: dict[type[Exception], tuple[str, str]] = {
    boto.InvalidMaxRetryAttemptsError: ("max_attempts", _ATTEMPTS),
    boto.InvalidRetryModeError: ("retry_mode", "must be legacy, standard or adaptive"),
    boto.InvalidSTSRegionalEndpointsConfigError: (
        "sts_regional_endpoints",
        "must be legacy or regional",
    ),
    boto.InvalidDefaultsMode: (
        "defaults_mode",
        "must be legacy, auto, standard, in-region, cross-region or mobile",
    ),
    boto.InvalidIMDSEndpointModeError: (
        "ec2_metadata_service_endpoint_mode",
        "must be ipv4 or ipv6",
    ),
    boto.InvalidIMDSEndpointError: ("ec2_metadata_service_endpoint", "is not a URL"),
}
_OPTIONS: dict[type[Exception], tuple[str, str]] = {
    boto.InvalidProxiesConfigError: ("config.proxies_config", "cannot be used"),
    boto.UnknownSignatureVersionError: ("config.signature_version", "is not one botocore knows"),
    boto.UnsupportedSignatureVersionError: ("config.signature_version", "cannot be used here"),
}
_WRONG = {"api_versions": "must be a block of options"}
_BOTOCORE: Any = utils
_NAMES = re.compile("[a-z0-9_]+")


@contextmanager
def naming_the_setting(session: Any) -> Generator[None]:
    """Raise what is no error of botocore's as one about the setting that brought it about.

    Args:
        session: The session that is being set up.

    Raises:
        InvalidRequestError: For what a setting brought about. Exceptions of credential
            providers, of the network and of the caller's own event handlers pass.
    """
    try:
        yield
    except (AccessAnalyzerError, boto.BotoCoreError, boto.ClientError, OSError):
        raise
    except Exception as error:
        # Converting a variable is no search for credentials, even where one needs it.
        if not passes(error, "botocore.configprovider") and (
            credential_frames(error) or in_own_handler(error)
        ):
            raise
        raise InvalidRequestError(*_unusable(error, session)) from error


def check_endpoint(
    session: Any, given: str | None, config: Any, service: str = "accessanalyzer"
) -> None:
    """Refuse an endpoint that no request could be sent to.

    Args:
        session: The session; without `given`, its configuration is asked.
        given: The caller's endpoint.
        config: The client's configuration.
        service: The service's name in the configuration. Default: Access Analyzer's.

    Raises:
        InvalidRequestError: It is no HTTP URL, or holds a password.
    """
    place: str = "endpoint_url"
    url: object = given
    if given is None:
        ignored = getattr(config, "ignore_configured_endpoint_urls", None)
        if ignored is None:
            ignored = session.get_config_variable("ignore_configured_endpoint_urls")
        endpoint = None if ignored else configured_endpoint(session, service)
        if endpoint is None:
            return
        place, url = endpoint
    if fault := _fault_of_url(url):
        raise InvalidRequestError(InvalidField(place, fault))


def setting(error: Exception, session: Any = None) -> InvalidField:
    """Name the setting that an error of botocore's is about.

    Args:
        error: What botocore raised.
        session: The session, if there is one yet.

    Returns:
        The place where it is set, and what is wrong there.
    """
    told: Any = error
    for kind, (variable, fault) in _VARIABLES.items():
        if isinstance(error, kind):
            return InvalidField(_place(variable, session), fault)
    for kind, (option, fault) in _OPTIONS.items():
        if isinstance(error, kind):
            return InvalidField(option, fault)
    return _described(told, session)


def _described(error: Any, session: Any) -> InvalidField:
    """Take from an error itself which setting it is about."""
    told: dict[str, Any] = error.kwargs
    if isinstance(error, boto.NoRegionError):
        return InvalidField("region_name", _no_region(session))
    if isinstance(error, boto.InvalidChecksumConfigError):
        return InvalidField(_place(told["config_key"], session), _CHECKSUMS)
    if isinstance(error, boto.ConfigParseError):
        return InvalidField(told["path"], _unparsed(told.get("error")))
    if isinstance(error, boto.InvalidConfigError):
        return InvalidField(_mentioned(str(error), session), str(error))
    return InvalidField("client", str(error))


def unreadable_file(error: OSError) -> InvalidField:
    """Name the file that cannot be read while a client is set up."""
    why = os.strerror(error.errno).lower() if error.errno else "unknown reason"
    return InvalidField(str(error.filename or "client"), f"cannot be read: {why}")


def _place(variable: str, session: Any) -> str:
    return variable if session is None else place_of(session, variable)


def _no_region(session: Any) -> str:
    if session is None:
        return "is not given"
    return no_region(session) + unread_files(session)


def _unparsed(error: Any) -> str:
    """Say on which line; what stands there may be a secret."""
    wrong = [line for line, _ in getattr(error, "errors", ())] or [getattr(error, "lineno", None)]
    if isinstance(error, UnicodeError):
        return "cannot be read: it is not text in UTF-8"
    where = f" in line {wrong[0]}" if wrong[0] else ""
    return f"cannot be read: it breaks the form of an AWS configuration file{where}"


def _mentioned(text: str, session: Any) -> str:
    """Find the variable that a text of botocore's is about."""
    words = set(_NAMES.findall(text))
    if session is not None:
        for variable in session.session_var_map:
            if "_" in variable and variable in words:
                return place_of(session, variable)
        if "services" in words and "services" in session.get_scoped_config():
            return f"services of profile {profile_name(session)!r}"
    return "client"


def _unusable(error: Exception, session: Any) -> list[InvalidField]:
    faults = [
        InvalidField(place_of(session, variable), _WRONG.get(variable, "must be a whole number"))
        for variable in unusable_variables(session)
    ]
    unknown = f"cannot be set up: botocore fails with {type(error).__name__}"
    return faults or [InvalidField("client", unknown)]


def _fault_of_url(url: object) -> str:
    if not isinstance(url, str):
        return "must be a URL"
    try:
        parts = urlsplit(url)
        _ = parts.port  # which botocore looks at when signing
        valid = _BOTOCORE.is_valid_endpoint_url(url) or _BOTOCORE.is_valid_ipv6_endpoint_url(url)
    except ValueError:
        valid, parts = False, urlsplit("")
    if not valid or parts.scheme.lower() not in {"http", "https"}:
        return "must be a URL such as https://vpce-1234.example.com or http://127.0.0.1:4566"
    if parts.username is not None or parts.password is not None:
        return "must not hold a user name or a password: requests are signed"
    return ""
