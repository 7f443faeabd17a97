"""What the environment and the AWS configuration files say, and where they say it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

_FILES = {"config_file": "AWS_CONFIG_FILE", "credentials_file": "AWS_SHARED_CREDENTIALS_FILE"}


def profile_name(session: Any) -> str:
    """Return the name of the profile in use."""
    return str(session.get_config_variable("profile") or "default")


def profile_names(session: Any) -> list[str]:
    """Return the names of the profiles there are, and nothing else that stands in the files."""
    return [str(name) for name in session.full_config.get("profiles", {})]


def profile_with(session: Any, option: str) -> tuple[str, dict[str, Any]]:
    """Return the profile that has an option: the one in use, or one it takes credentials from.

    Args:
        session: The session.
        option: The option's name in the file.

    Returns:
        Name and options; those of the profile in use where none has it.
    """
    profiles: Mapping[str, Any] = session.full_config.get("profiles", {})
    used = name = profile_name(session)
    seen = set[str]()
    while name in profiles and name not in seen:
        seen.add(name)
        options: dict[str, Any] = profiles[name]
        if option in options:
            return name, options
        name = str(options.get("source_profile"))
    return used, profiles.get(used, {})


def place_of(session: Any, variable: str) -> str:
    """Say where one of botocore's configuration variables is set.

    Args:
        session: The session.
        variable: botocore's name of it.

    Returns:
        The environment variable, or the option with its profile, or the name as it is.
    """
    option, names, *_ = session.session_var_map.get(variable, (None, None))
    for name in [names] if isinstance(names, str) else names or ():
        if name in os.environ:
            return str(name)
    if isinstance(option, str) and option in session.get_scoped_config():
        return f"{option} of profile {profile_name(session)!r}"
    return variable


def unusable_variables(session: Any) -> Iterator[str]:
    """Find the configuration variables whose value botocore cannot convert."""
    for variable in session.session_var_map:
        try:
            value: object = session.get_config_variable(variable)
        except ValueError:
            yield variable
        else:
            if variable == "api_versions" and not isinstance(value, Mapping):
                yield variable


def configured_endpoint(session: Any, service: str) -> tuple[str, object] | None:
    """Return the endpoint that the environment or the profile gives, and where it stands."""
    for name in (f"AWS_ENDPOINT_URL_{service.upper()}", "AWS_ENDPOINT_URL"):
        if os.environ.get(name):
            return name, os.environ[name]
    options = session.get_scoped_config()
    services = session.full_config.get("services", {}).get(options.get("services"), {})
    if service in services:
        block: object = services[service]
        place = f"{service} of services {options['services']!r}"
        if not isinstance(block, Mapping):
            return place, block
        if url := cast("Mapping[str, object]", block).get("endpoint_url"):
            return f"endpoint_url of {place}", url
    if url := options.get("endpoint_url"):
        return f"endpoint_url of profile {profile_name(session)!r}", url
    return None


def unread_files(session: Any) -> str:
    """Name the files that the environment points to and botocore passed over in silence."""
    clauses = ""
    for variable, name in _FILES.items():
        with suppress(OSError):
            path = Path(str(session.get_config_variable(variable))).expanduser()
            if name in os.environ and not (path.is_file() and os.access(path, os.R_OK)):
                clauses += f"; {name} names {path}, which is no readable file"
    return clauses
