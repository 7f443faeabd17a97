"""Mistakes with settings."""

from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
import pytest

from aa_sdk import AccessAnalyzerClient, CredentialsError, InvalidRequestError, TransportError
from tests import outside
from tests.mistakes.mistake import Mistake

NOTHING: Mapping[str, str] = {}
KEYS: dict[str, Any] = {"aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "invented"}
PROFILES = "[profile audit]\nregion = eu-west-1\n[profile build]\n"
SIGN_IN = (
    "[profile audit]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = sample\n"
    "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://example.invalid/never\n"
)


@contextmanager
def machine(config: str, environ: Mapping[str, str]) -> Generator[None]:
    """A machine with this configuration file and environment."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name, text in (("config", config), ("credentials", "")):
            Path(folder, name).write_text(text)
        patch.setenv("AWS_CONFIG_FILE", f"{folder}/config")
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", f"{folder}/credentials")
        for name, value in environ.items():
            patch.setenv(name, value)
        yield


def calling(
    config: str = "", environ: Mapping[str, str] = NOTHING, **arguments: Any
) -> Callable[[AccessAnalyzerClient], Awaitable[object]]:
    """Make a call on a machine of its own, by a client with these arguments."""

    async def make(_: AccessAnalyzerClient) -> object:
        with machine(config, environ):
            async with AccessAnalyzerClient(**arguments) as client:
                return await client.list_analyzers()

    return make


def unresolved(
    region: str, config: str = ""
) -> Callable[[AccessAnalyzerClient], Awaitable[object]]:
    """Make a call to a Region whose host nobody knows, and nobody is asked for."""

    def make(client: AccessAnalyzerClient) -> Awaitable[object]:
        outside.expect(f"access-analyzer.{region}.amazonaws.com")
        return calling(config, region_name=region, **KEYS)(client)

    return make


def region(title: str, given: str, names: tuple[str, ...], *way_out: str) -> Mistake:
    return Mistake(
        title,
        calling(region_name=given, **KEYS),
        InvalidRequestError,
        ("region_name: ", *names),
        way_out,
    )


REGIONS = (
    Mistake(
        "no Region",
        calling(**KEYS),
        InvalidRequestError,
        ("region_name: ", "none is configured"),
        ("pass it", "AWS_REGION", "profile 'default'"),
    ),
    Mistake(
        "no Region in the profile that is chosen",
        calling(PROFILES, {"AWS_PROFILE": "build"}, **KEYS),
        InvalidRequestError,
        ("region_name: ", "none is configured"),
        ("AWS_REGION", "profile 'build'"),
    ),
    region(
        'an availability zone: `AccessAnalyzerClient("eu-west-1a")`',
        "eu-west-1a",
        ("availability zone",),
        "the Region is 'eu-west-1'",
    ),
    region(
        'a Region in capitals: `AccessAnalyzerClient("EU-WEST-1")`',
        "EU-WEST-1",
        ("is no Region", "small letters"),
        "did you mean 'eu-west-1'?",
    ),
    region(
        'a Region with blanks: `AccessAnalyzerClient("eu west 1")`',
        "eu west 1",
        ("is no Region",),
        "did you mean 'eu-west-1'?",
    ),
    region(
        "an address as Region",
        "http://127.0.0.1:4566",
        ("is no Region",),
        "endpoint_url",
    ),
    region(
        'the service as Region: `AccessAnalyzerClient("accessanalyzer")`',
        "accessanalyzer",
        ("is the service",),
        "'eu-west-1'",
    ),
    Mistake(
        "a session of boto3's: `session=boto3.Session()`",
        calling(session=boto3.Session()),
        InvalidRequestError,
        ("session: ", "must be a session of aiobotocore's"),
        ("create_session()", "profile_name"),
    ),
    region("an empty Region", "", ("is empty",), "'eu-west-1'"),
    Mistake(
        "an availability zone in `AWS_REGION`",
        calling(environ={"AWS_REGION": "us-east-2b"}, **KEYS),
        InvalidRequestError,
        ("AWS_REGION: ", "availability zone"),
        ("'us-east-2'",),
    ),
    Mistake(
        "a Region in the profile that is none",
        calling("[default]\nregion = us_east_1\n", **KEYS),
        InvalidRequestError,
        ("region of profile 'default': ", "is no Region"),
        ("did you mean 'us-east-1'?",),
    ),
    Mistake(
        'a misspelt Region: `AccessAnalyzerClient("eu-west1")`',
        unresolved("eu-west1"),
        TransportError,
        ("access-analyzer.eu-west1.amazonaws.com", "cannot be resolved", "is no Region"),
        ("did you mean 'eu-west-1'?",),
    ),
    Mistake(
        'a profile as Region: `AccessAnalyzerClient("audit")`',
        unresolved("audit", PROFILES),
        TransportError,
        ("cannot be resolved", "'audit' is no Region"),
        ("profile_name",),
    ),
)

HERE: dict[str, Any] = {"region_name": "us-east-1"}

CREDENTIALS = tuple(
    Mistake(title, make, CredentialsError, names, way_out)
    for title, make, names, way_out in (
        (
            "no credentials",
            calling(**HERE),
            (
                "no credentials were found",
                "the environment",
                "profile 'default'",
                "the AWS configuration files",
                "instance metadata",
            ),
            ("AWS_ACCESS_KEY_ID", "pass them", "'aws configure'", "'aws sso login'"),
        ),
        (
            "no credentials in the profile that is chosen",
            calling(PROFILES, profile_name="audit"),
            ("no credentials were found", "profile 'audit'"),
            ("'aws configure --profile audit'", "'aws sso login --profile audit'", "'build'"),
        ),
        (
            "half an access key",
            calling(aws_access_key_id="AKIDEXAMPLE", **HERE),
            ("aws_secret_access_key is missing",),
            ("pass both, or neither",),
        ),
        (
            "half an access key in the environment",
            calling(environ={"AWS_SECRET_ACCESS_KEY": "invented"}, **HERE),
            ("AWS_SECRET_ACCESS_KEY is set",),
            ("AWS_ACCESS_KEY_ID is not",),
        ),
        (
            "a session token without its access key",
            calling(aws_session_token="invented", **HERE),
            ("aws_access_key_id and aws_secret_access_key are missing",),
            ("pass all three",),
        ),
        (
            "credentials that have expired",
            calling(
                environ={
                    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
                    "AWS_SECRET_ACCESS_KEY": "invented",
                    "AWS_CREDENTIAL_EXPIRATION": "2001-01-01T00:00:00Z",
                },
                **HERE,
            ),
            ("AWS_CREDENTIAL_EXPIRATION", "expired"),
            ("renew AWS_ACCESS_KEY_ID",),
        ),
        (
            "a sign-in that has expired",
            calling(SIGN_IN, profile_name="audit", **HERE),
            ("sso_session 'corp' of profile 'audit'", "expired"),
            ("'aws sso login --profile audit'",),
        ),
        (
            "a misspelt profile",
            calling(PROFILES, profile_name="adit", **HERE),
            ("profile 'adit'", "none of the AWS configuration files"),
            ("did you mean 'audit'?",),
        ),
        (
            "a profile that is not there",
            calling(PROFILES, {"AWS_PROFILE": "production"}, **HERE),
            ("profile 'production' (AWS_PROFILE)",),
            ("which have 'audit', 'build'",),
        ),
    )
)

MISTAKES: tuple[Mistake, ...] = (*REGIONS, *CREDENTIALS)
