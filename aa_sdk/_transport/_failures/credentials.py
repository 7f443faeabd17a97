"""Credentials that cannot be had: which of the many sources is to blame, and what helps.

What a credential process or a metadata service wrote may hold secrets, so neither the text of
an error nor the cause it is raised from repeats it.
"""

import os
from difflib import get_close_matches
from types import FrameType
from typing import Any

from botocore import exceptions as boto

from aa_sdk._display import escape
from aa_sdk._error_text import way_out
from aa_sdk._transport._failures import network
from aa_sdk._transport._failures.origins import (
    SIGNERS,
    credential_frames,
    credential_method,
    facts,
    in_own_handler,
    passes,
    session_of,
)
from aa_sdk._transport._failures.profiles import (
    profile_name,
    profile_names,
    profile_with,
    unread_files,
)
from aa_sdk.errors import CredentialsError

_KINDS = (
    boto.NoCredentialsError,
    boto.PartialCredentialsError,
    boto.CredentialRetrievalError,
    boto.UnknownCredentialError,
    boto.ProfileNotFound,
    boto.SSOError,
    boto.TokenRetrievalError,
    boto.NoAuthTokenError,
    boto.MetadataRetrievalError,
    boto.InfiniteLoopConfigError,
    boto.RefreshWithMFAUnsupportedError,
    boto.LoginError,
)
# Settings of the metadata service, not what it answers.
_SETTINGS = (boto.InvalidIMDSEndpointError, boto.InvalidIMDSEndpointModeError)
# The text of these is botocore's own, about names in the configuration.
_PLAIN = (
    boto.InvalidConfigError,
    boto.UnknownCredentialError,
    boto.ConfigNotFound,
    boto.ConfigParseError,
    boto.MissingDependencyException,
    boto.RefreshWithMFAUnsupportedError,
    boto.NoAuthTokenError,
)
_SIGN_IN = {"sso": "aws sso login", "login": "aws login"}
_RENEW = {
    "env": "renew AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN together",
    "custom-process": "run the command by hand to see what it needs",
}
_NAMES = 5
_SECRETIVE = ("custom-process", "container-role")
_LONGEST = 300
_OPTIONS = {
    "custom-process": "credential_process",
    "assume-role": "role_arn",
    "assume-role-with-web-identity": "web_identity_token_file",
    "sso": "sso_session",
    "login": "login_session",
    "shared-credentials-file": "aws_access_key_id",
    "config-file": "aws_access_key_id",
}
_VARIABLES = {
    "container-role": (
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ),
    "assume-role-with-web-identity": ("AWS_WEB_IDENTITY_TOKEN_FILE",),
    "ec2-credentials-file": ("AWS_CREDENTIAL_FILE",),
    "boto-config": ("BOTO_CONFIG",),
    "env": ("AWS_CREDENTIAL_EXPIRATION", "AWS_ACCESS_KEY_ID"),
}
_FAULTS = {
    "custom-process": "the command did not write the JSON object it should: Version 1, "
    "AccessKeyId, SecretAccessKey and, if they expire, SessionToken and an Expiration with its "
    "time zone; run it by hand: what it wrote is not repeated here",
    "container-role": "nothing answers, or not with AccessKeyId, SecretAccessKey, Token and "
    "Expiration; what it answers is not repeated here",
    "assume-role": "what it names as source gives no credentials",
    "env": "the expiration is no point in time with its time zone",
    "sso": "the sign-in is missing, expired or damaged",
    "login": "the sign-in is missing, expired or damaged",
    "iam-role": "what it answers cannot be used",
    "assume-role-with-web-identity": "the token cannot be read, or the answer to it not be used",
}
_FAILED = "the command failed; run it by hand: what it wrote is not repeated here"
_WRITTEN = ("Missing required key", "Unsupported version")
_UNSIGNABLE = "access key, secret key and session token must be text"


def credentials_error(error: Exception, session: Any = None) -> CredentialsError | None:
    """Return our error for one that came up in search of credentials.

    Args:
        error: What was raised.
        session: The session, if there is one yet.

    Returns:
        The error, or None for one that is about something else.
    """
    way = credential_frames(error)
    known = isinstance(error, boto.BotoCoreError | boto.ClientError | OSError)
    if not isinstance(error, _KINDS):
        if not way or isinstance(error, _SETTINGS) or passes(error, "botocore.configprovider"):
            return None
        if not known and in_own_handler(error):
            return None
    return CredentialsError(escape(_told(error, way, session)))


def check_token(settings: Any) -> None:
    """Refuse a session token without its access key, which botocore passes over.

    Args:
        settings: What the client was constructed with.

    Raises:
        CredentialsError: Calls would be made with other credentials than was thought.
    """
    keys = settings.aws_access_key_id, settings.aws_secret_access_key
    if settings.aws_session_token is not None and keys == (None, None):
        raise CredentialsError(
            "aws_access_key_id and aws_secret_access_key are missing: aws_session_token goes "
            "with them; pass all three"
        )


def safe_cause(error: Exception, ours: Exception) -> Exception:
    """Return what our error may be raised from: the cause, or one that repeats no secret."""
    method = credential_method(credential_frames(error))
    provider: str = facts(error).get("provider", method)
    is_told = {method, provider}.isdisjoint(_SECRETIVE) or isinstance(error, OSError)
    if is_told and not isinstance(error, UnicodeError):  # which keeps the text, a key perhaps
        return error
    told = f"{ours} ({type(error).__name__})"
    stand_in: Exception = boto.CredentialRetrievalError(provider=provider, error_msg=told)
    return stand_in


def _told(error: Exception, way: list[FrameType], session: Any) -> str:
    if isinstance(error, boto.NoCredentialsError):
        return f"no credentials were found{_hints(session)}"
    if isinstance(error, boto.ProfileNotFound):
        return _profile(error, session)
    if isinstance(error, boto.PartialCredentialsError):
        return _partial(error, session)
    method = credential_method(way) or str(facts(error).get("provider", ""))
    place, fault = _place(method, session), _fault(error, method)
    if fault == _FAULTS.get(method) and method in _SIGN_IN:
        name = profile_with(session, _OPTIONS[method])[0] if session else "default"
        fault = f"{fault}: run '{_SIGN_IN[method]}{_flag(name)}'"
    return f"{place}: {fault}" if place else fault


def _hints(session: Any) -> str:
    if half := _half_in_environment():
        return f": {half}"
    if session is None:
        return ""
    name, options = profile_with(session, "sso_session")
    lacking = [key for key in ("sso_account_id", "sso_role_name") if key not in options]
    if "sso_session" in options and lacking:
        return f": profile {name!r} has sso_session, and lacks {' and '.join(lacking)}"
    return f"{_tried(profile_name(session))}{unread_files(session)}; {_next_step(session)}"


def _half_in_environment() -> str:
    """Say which variables are missing to the ones that are set."""
    needed = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
    there = [name for name in (*needed, "AWS_SESSION_TOKEN") if os.environ.get(name)]
    missing = [name for name in needed if name not in there]
    if not there or not missing:
        return ""
    is_not = "is not" if len(missing) == 1 else "are not"
    is_set = "is set" if len(there) == 1 else "are set"
    return f"{' and '.join(there)} {is_set}, {' and '.join(missing)} {is_not}"


def _tried(profile: str) -> str:
    off = os.environ.get("AWS_EC2_METADATA_DISABLED", "").lower() == "true"
    turned_off = ", which AWS_EC2_METADATA_DISABLED turns off" if off else ""
    return (
        f": not in the environment, not for profile {profile!r} in the AWS configuration files, "
        f"and not from a container or the instance metadata service{turned_off}"
    )


def _next_step(session: Any) -> str:
    name = profile_name(session)
    flag = _flag(name)
    others = _listed([one for one in profile_names(session) if one != name])
    another = f"another profile ({others})" if others else "another profile"
    return (
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or pass them, "
        f"run 'aws configure{flag}' or 'aws sso login{flag}', "
        f"or choose {another} with profile_name or AWS_PROFILE"
    )


def _flag(profile: str) -> str:
    return "" if profile == "default" else f" --profile {profile}"


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMES
    shown = ", ".join(map(repr, sorted(names)[:_NAMES]))
    return f"{shown} and {more} more" if more > 0 else shown


def _profile(error: Any, session: Any) -> str:
    name: str = error.kwargs["profile"]
    named = [one for one in ("AWS_DEFAULT_PROFILE", "AWS_PROFILE") if os.environ.get(one) == name]
    where = f" ({named[0]})" if named else ""
    found = session or session_of(error)  # which fails before anybody else has it
    hint = _other_profiles(name, found) if found else ""
    return f"profile {name!r}{where} is in none of the AWS configuration files{hint}"


def _other_profiles(name: str, session: Any) -> str:
    names = {one.casefold(): one for one in profile_names(session)}
    if near := get_close_matches(name.casefold(), names, 1):
        return f"; did you mean {names[near[0]]!r}?"
    if names:
        return f", which have {_listed([*names.values()])}"
    return unread_files(session) or "; 'aws configure' makes one"


def _partial(error: Any, session: Any) -> str:
    provider, missing = error.kwargs["provider"], error.kwargs["cred_var"]
    if provider == "explicit":
        return (
            f"{missing} is missing: the client was given the other half of the access key; pass "
            "both, or neither for those of the environment or a profile"
        )
    place = _place(provider, session) or provider
    return f"{place}: {missing} is missing: an access key has both halves in one place"


def _place(method: str, session: Any) -> str:
    """Name the source in the user's words."""
    for variable in _VARIABLES.get(method, ()):
        if variable in os.environ:
            return variable
    option = _OPTIONS.get(method)
    if session is None or option is None:
        return {"iam-role": "the instance metadata service", "explicit": ""}.get(method, method)
    name, options = profile_with(session, option)
    if method == "sso" and option in options:
        return f"sso_session {options[option]!r} of profile {name!r}"
    return f"{option} of profile {name!r}" if option in options else f"profile {name!r}"


def _fault(error: Exception, method: str) -> str:
    """Say what is wrong with it, and repeat nothing that may hold a secret."""
    match error:
        case boto.ClientError():
            return _error_response(error)
        case boto.HTTPClientError() | boto.ConnectionError():
            return network.reason(error)
        case OSError():
            return _file(error)
        case RuntimeError() if passes(error, "botocore", "aiobotocore"):
            renew = _RENEW.get(method, "they have to be renewed where they come from")
            return f"the credentials it gives have expired already: {renew}"
        case _ if isinstance(error, _PLAIN):
            return str(error)
        case _:
            return _damage(error, method)


def _damage(error: Exception, method: str) -> str:
    """Say what is wrong with what a source gave."""
    if passes(error, *SIGNERS):
        return _UNSIGNABLE
    if method == "custom-process":
        return _damage_of_process(error)
    if method == "container-role" and type(error) is ValueError:
        return str(error)  # botocore's, about the address and the header
    return _FAULTS.get(method, f"no credentials, but {type(error).__name__}")


def _damage_of_process(error: Any) -> str:
    if passes(error, "shlex"):
        return "the quotes in the command are not balanced"
    if passes(error, "dateutil"):
        return "the Expiration it gives is no point in time"
    told: str = facts(error).get("error_msg", "")
    if isinstance(error, boto.CredentialRetrievalError) and not told.startswith(_WRITTEN):
        return _FAILED
    return _FAULTS["custom-process"]


def _error_response(error: Any) -> str:
    fields = error.response.get("Error", {})
    text = f"{error.operation_name} was refused: {fields.get('Code')}: {fields.get('Message')}"
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return text + way_out(str(fields.get("Code")))


def _file(error: OSError) -> str:
    path = error.filename or "a file"
    if isinstance(error, FileNotFoundError):
        return f"{path} does not exist"
    if isinstance(error, PermissionError):
        return f"{path} may not be read or run"
    return f"{path}: {os.strerror(error.errno) if error.errno else 'cannot be used'}"
