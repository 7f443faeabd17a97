"""Machines on which credentials or settings are wrong, each with who is to be named: the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NONE: dict[str, Any] = {}
SECRET = "invented-secret-of-the-command"
ROLE = "role_arn = arn:aws:iam::111122223333:role/sample\n"
KEYS = "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = other\n"
SSO = "[default]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = sample\n"
WEB_TOKEN = {"AWS_WEB_IDENTITY_TOKEN_FILE": "/no/such/token"}
CONTAINER = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
NO_URL = "must be a URL"


@dataclass(frozen=True)
class Fault:
    """A machine on which something is wrong."""

    culprits: tuple[str, ...]
    """What the text names."""
    config: str = ""
    """The configuration file; `{here}` is the folder it stands in."""
    environ: Mapping[str, str] = field(default_factory=dict[str, str])
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])


def process(command: str) -> str:
    return f"[default]\ncredential_process = {command}\n"


def shell(commands: str) -> str:
    return process(f'/bin/sh -c "{commands}"')


def variable(name: str, value: str, config: str = KEYS) -> Fault:
    return Fault((name,), config, {name: value})


def setting(option: str, value: str) -> Fault:
    return Fault((option, "profile 'default'"), f"{KEYS}{option} = {value}\n")


PROCESS = ("credential_process", "profile 'default'")

CREDENTIALS: dict[str, Fault] = {
    "nothing anywhere": Fault(
        (
            "no credentials were found: not in the environment, not for profile 'default'",
            "the instance metadata service, which AWS_EC2_METADATA_DISABLED turns off",
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or pass them",
            "'aws configure' or 'aws sso login'",
            "choose another profile with profile_name or AWS_PROFILE",
        )
    ),
    "nothing in the profile, with others beside it": Fault(
        (
            "'aws configure --profile lone'",
            "'aws sso login --profile lone'",
            "another profile ('a', 'b', 'c', 'd', 'e' and 1 more) with",
        ),
        "[profile lone]\n" + "".join(f"[profile {name}]\n" for name in "fedcba"),
        {"AWS_PROFILE": "lone"},
    ),
    "a configuration file that is a folder": Fault(
        ("AWS_CONFIG_FILE", "{here}"), environ={"AWS_CONFIG_FILE": "{here}"}
    ),
    "a credentials file that is a folder": Fault(
        ("AWS_SHARED_CREDENTIALS_FILE", "{here}"), environ={"AWS_SHARED_CREDENTIALS_FILE": "{here}"}
    ),
    # Half of a key.
    "an access key alone as argument": Fault(
        ("aws_secret_access_key",), arguments={"aws_access_key_id": "AKIDEXAMPLE"}
    ),
    "a secret alone as argument": Fault(
        ("aws_access_key_id",), arguments={"aws_secret_access_key": SECRET}
    ),
    "an access key alone in the environment": Fault(
        ("AWS_SECRET_ACCESS_KEY",), environ={"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"}
    ),
    "a secret alone in the environment": Fault(
        ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"), environ={"AWS_SECRET_ACCESS_KEY": SECRET}
    ),
    "a token alone as argument": Fault(
        ("aws_access_key_id and aws_secret_access_key are missing", "all three"),
        KEYS,
        arguments={"aws_session_token": SECRET},
    ),
    "a token alone in the environment": Fault(
        ("AWS_SESSION_TOKEN is set, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not",),
        environ={"AWS_SESSION_TOKEN": SECRET},
    ),
    "a secret and a token in the environment": Fault(
        ("AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN are set, AWS_ACCESS_KEY_ID is not",),
        environ={"AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": SECRET},
    ),
    "an access key alone in the file": Fault(
        ("aws_secret_access_key", "profile 'default'"), "[default]\naws_access_key_id = AKID\n"
    ),
    "keys that are no text": Fault(
        ("secret key",), arguments={"aws_access_key_id": ["A"], "aws_secret_access_key": SECRET}
    ),
    "an expiration that is none in the environment": Fault(
        ("AWS_CREDENTIAL_EXPIRATION",),
        environ={
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_CREDENTIAL_EXPIRATION": "soon",
        },
    ),
    "credentials in the environment that have expired": Fault(
        ("AWS_CREDENTIAL_EXPIRATION", "expired", "renew AWS_ACCESS_KEY_ID"),
        environ={
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_CREDENTIAL_EXPIRATION": "2001-01-01T00:00:00Z",
        },
    ),
    "an old credentials file that is missing": Fault(
        ("AWS_CREDENTIAL_FILE", "/no/such/file"), environ={"AWS_CREDENTIAL_FILE": "/no/such/file"}
    ),
    # Profiles.
    "an unknown profile in the environment": Fault(
        ("AWS_PROFILE", "'absent'", "AWS_CONFIG_FILE names"), environ={"AWS_PROFILE": "absent"}
    ),
    "a misspelt profile": Fault(
        ("'Audt' (AWS_PROFILE)", "did you mean 'audit'?"),
        "[profile audit]\n[profile build]\n",
        {"AWS_PROFILE": "Audt"},
    ),
    "a profile like no other": Fault(
        ("which have 'audit', 'build'",),
        "[profile build]\n[profile audit]\n",
        {"AWS_DEFAULT_PROFILE": "absent"},
    ),
    "a profile where there are none": Fault(
        ("'aws configure' makes one",),
        environ={
            "AWS_PROFILE": "absent",
            "AWS_CONFIG_FILE": "{here}/config",
            "AWS_SHARED_CREDENTIALS_FILE": "{here}/config",
        },
    ),
    # Credential processes.
    "output that is no JSON": Fault(PROCESS, shell(f"echo {SECRET}")),
    "output that is no object": Fault(PROCESS, shell("echo 17")),
    "no output": Fault(PROCESS, shell("true")),
    "output that is no text": Fault(PROCESS, shell(r"printf '\\377\\376'")),
    "output without keys": Fault(PROCESS, shell(r"printf '{\\042Version\\042: 1}'")),
    "output of another version": Fault(
        PROCESS, shell(rf"printf '{{\\042Version\\042: \\042{SECRET}\\042}}'")
    ),
    "a command that fails": Fault(
        (*PROCESS, "failed", "by hand"), shell(f"echo {SECRET} >&2; exit 3")
    ),
    "a command that fails with what is no text": Fault(
        PROCESS, shell(r"printf '\\377' >&2; exit 3")
    ),
    "a quote that is not closed": Fault((*PROCESS, "quotes"), process("/bin/echo 'x")),
    "a command that is missing": Fault((*PROCESS, "/no/such/program"), process("/no/such/program")),
    "a command that may not be run": Fault(
        (*PROCESS, "{here}/config", "may not"), process("{here}/config")
    ),
    "no command": Fault(PROCESS, process("")),
    # Roles.
    "a source profile that is missing": Fault(
        ("'default'", "absent"), f"[default]\n{ROLE}source_profile = absent\n"
    ),
    "source profiles in a circle": Fault(
        ("default", "base"),
        f"[default]\n{ROLE}source_profile = base\n[profile base]\n{ROLE}source_profile = default\n",
    ),
    "a source profile without credentials": Fault(
        ("base",), f"[default]\n{ROLE}source_profile = base\n[profile base]\nregion = x\n"
    ),
    "a source profile with half a key": Fault(
        ("'base'", "aws_secret_access_key"),
        f"[default]\n{ROLE}source_profile = base\n[profile base]\naws_access_key_id = AKID\n",
    ),
    "a source profile whose command is missing": Fault(
        ("'base'", "/no/such/program"),
        f"[default]\n{ROLE}source_profile = base\n"
        "[profile base]\ncredential_process = /no/such/program\n",
    ),
    "a role without a source": Fault(("'default'", "source_profile"), f"[default]\n{ROLE}"),
    "an unknown source of credentials": Fault(
        ("'default'", "Invented"), f"[default]\n{ROLE}credential_source = Invented\n"
    ),
    "a source of credentials that has none": Fault(
        ("'default'",), f"[default]\n{ROLE}credential_source = Environment\n"
    ),
    # Signing in.
    "an SSO session that is missing": Fault(("'corp'", "'default'"), SSO),
    "an SSO session without its URL": Fault(
        ("'corp'", "sso_start_url"), f"{SSO}[sso-session corp]\nsso_region = eu-west-1\n"
    ),
    "an SSO session without a role": Fault(
        ("sso_account_id", "sso_role_name"),
        "[default]\nsso_session = corp\n[sso-session corp]\n"
        "sso_region = eu-west-1\nsso_start_url = https://example.invalid\n",
    ),
    "an SSO sign-in that never took place": Fault(
        ("'corp'", "run 'aws sso login'"),
        f"{SSO}[sso-session corp]\nsso_region = eu-west-1\n"
        "sso_start_url = https://example.invalid/never\n",
    ),
    "an SSO sign-in of a named profile that never took place": Fault(
        ("'corp'", "run 'aws sso login --profile audit'"),
        SSO.replace("default", "profile audit") + "[sso-session corp]\nsso_region = eu-west-1\n"
        "sso_start_url = https://example.invalid/never\n",
        {"AWS_PROFILE": "audit"},
    ),
    # Web identity and containers.
    "a web identity token that is missing": Fault(
        ("AWS_WEB_IDENTITY_TOKEN_FILE", "/no/such/token"),
        environ={**WEB_TOKEN, "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/sample"},
    ),
    "a web identity without a role": Fault(("AWS_WEB_IDENTITY_TOKEN_FILE",), environ=WEB_TOKEN),
    "a container's address of another host": Fault(
        (CONTAINER, "example.invalid"), environ={CONTAINER: "http://example.invalid/x"}
    ),
    "a container's address that is none": Fault((CONTAINER,), environ={CONTAINER: "nonsense"}),
    "a container's token file that is missing": Fault(
        (CONTAINER, "/no/such/token"),
        environ={
            CONTAINER: "http://127.0.0.1:1/x",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/no/such/token",
        },
    ),
    "a container's token of two lines": Fault(
        (CONTAINER,),
        environ={
            CONTAINER: "http://127.0.0.1:1/x",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": f"a\r\n{SECRET}",
        },
    ),
}

URLS = (
    "nonsense",
    "ftp://127.0.0.1",
    "//127.0.0.1",
    "http://[::1",
    "http://x:port",
    "http://x:99999",
)

SETTINGS: dict[str, Fault] = {
    **{
        f"AWS_MAX_ATTEMPTS={value}": variable("AWS_MAX_ATTEMPTS", value)
        for value in ("abc", "0", "-1", "1.5", "")
    },
    **{
        f"{name} of another world": variable(name, "invented")
        for name in (
            "AWS_RETRY_MODE",
            "AWS_STS_REGIONAL_ENDPOINTS",
            "AWS_DEFAULTS_MODE",
            "AWS_ACCOUNT_ID_ENDPOINT_MODE",
            "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
            "AWS_REQUEST_CHECKSUM_CALCULATION",
            "AWS_RESPONSE_CHECKSUM_VALIDATION",
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL_ACCESSANALYZER",
        )
    },
    **{
        f"{name} of another world": variable(name, "invented thing", "")
        for name in (
            "AWS_METADATA_SERVICE_TIMEOUT",
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        )
    },
    "AWS_CSM_PORT": Fault(
        ("AWS_CSM_PORT",), KEYS, {"AWS_CSM_ENABLED": "true", "AWS_CSM_PORT": "invented"}
    ),
    "max_attempts in the file": setting("max_attempts", "abc"),
    "retry_mode in the file": setting("retry_mode", "invented"),
    "api_versions in the file": setting("api_versions", "invented"),
    "endpoint_url in the file": setting("endpoint_url", "nonsense"),
    "services that are missing": setting("services", "absent"),
    "an endpoint for the service that is none": Fault(
        ("services 'own'", "accessanalyzer"),
        f"{KEYS}services = own\n[services own]\naccessanalyzer =\n  endpoint_url = nonsense\n",
    ),
    "a service that is no block": Fault(
        ("services 'own'", "accessanalyzer"),
        f"{KEYS}services = own\n[services own]\naccessanalyzer = nonsense\n",
    ),
    **{f"endpoint_url={url}": Fault((NO_URL,), KEYS, NONE, {"endpoint_url": url}) for url in URLS},
    **{f"AWS_ENDPOINT_URL={url}": variable("AWS_ENDPOINT_URL", url) for url in URLS},
    "an endpoint that is no text": Fault((NO_URL,), KEYS, NONE, {"endpoint_url": 7}),
    "an endpoint of the profile beside a service without one": Fault(
        ("endpoint_url of profile 'default'",),
        f"{KEYS}endpoint_url = nonsense\nservices = own\n"
        "[services own]\naccessanalyzer =\n  max_attempts = 3\n",
    ),
    "a password in the endpoint": Fault(
        ("endpoint_url",), KEYS, NONE, {"endpoint_url": f"http://user:{SECRET}@127.0.0.1:1"}
    ),
    "no Region": Fault(
        ("region_name", "AWS_REGION", "AWS_DEFAULT_REGION", "profile 'default'"),
        KEYS,
        NONE,
        {"region_name": None},
    ),
    "a Region that is none": Fault(("region_name",), KEYS, NONE, {"region_name": "not one"}),
    "a Region in the environment that is none": Fault(
        ("AWS_DEFAULT_REGION",), KEYS, {"AWS_DEFAULT_REGION": "not one"}, {"region_name": None}
    ),
    "a Region in the file that is none": Fault(
        ("region of profile 'default'",),
        f"{KEYS}region = not one\n",
        NONE,
        {"region_name": None},
    ),
    "a file without sections": Fault(("{here}/config", "line 1"), f"key = {SECRET}\n"),
    "a file with a section twice": Fault(("{here}/config", "line 3"), "[a]\nb = c\n[a]\n"),
    "a file with a line that is none": Fault(("{here}/config", "line 2"), f"[a]\n{SECRET}\n"),
    "a file with a block that is none": Fault(("{here}/config",), f"[a]\ns3 =\n  {SECRET}\n"),
    "a file that is not UTF-8": Fault(("{here}/config", "UTF-8"), "[a]\nb = \udcff\n"),
    "a credentials file that is broken": Fault(
        ("{here}/config",), "nonsense", {"AWS_SHARED_CREDENTIALS_FILE": "{here}/config"}
    ),
}
