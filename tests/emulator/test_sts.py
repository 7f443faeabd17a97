"""STS: who a caller is, and credentials of roles, which run out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import urlopen

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator, HttpRequest
from aa_sdk.emulator._account.sessions import RoleSession, issue_token, read_token
from tests.effort import examples
from tests.emulator.neighbour_clients import (
    MEMBER,
    OTHER,
    OWN,
    ROLE,
    Clients,
    as_arguments,
    asked,
    clients_of,
    refused,
)


@pytest.fixture
def clients(emulator: Emulator) -> Iterator[Clients]:
    with clients_of(emulator) as clients:
        yield clients


def test_callers_are_told_their_account_and_who_they_are(clients: Clients) -> None:
    for account in (OWN, MEMBER):
        identity = clients.of("sts", account).get_caller_identity()
        assert identity["Account"] == account
        assert identity["Arn"] == f"arn:aws:iam::{account}:user/emulator"
        assert identity["UserId"].endswith(account)


def test_a_caller_in_another_partition_is_named_in_it(clients: Clients) -> None:
    identity = clients.make("sts", "cn-north-1").get_caller_identity()
    assert identity["Arn"] == f"arn:aws-cn:iam::{OWN}:user/emulator"


def test_a_role_that_is_assumed_is_who_calls_from_then_on(clients: Clients) -> None:
    answer = clients.make("sts").assume_role(
        RoleArn=ROLE, RoleSessionName="sweep", ExternalId="agreed", SourceIdentity="me"
    )
    arn = f"arn:aws:sts::{MEMBER}:assumed-role/AuditRole/sweep"
    assert answer["AssumedRoleUser"]["Arn"] == arn
    assert answer["SourceIdentity"] == "me"
    credentials = as_arguments(answer["Credentials"])
    identity = clients.make("sts", **credentials).get_caller_identity()
    assert identity["Arn"] == arn
    assert identity["Account"] == MEMBER
    assert identity["UserId"] == answer["AssumedRoleUser"]["AssumedRoleId"]
    created = clients.make("accessanalyzer", **credentials).create_analyzer(
        analyzerName="audit", type="ACCOUNT"
    )
    assert created["arn"] == f"arn:aws:access-analyzer:us-east-1:{MEMBER}:analyzer/audit"


def test_the_id_of_a_role_stays_and_the_keys_of_its_sessions_are_new(clients: Clients) -> None:
    sts = clients.make("sts")
    first, second = (sts.assume_role(RoleArn=ROLE, RoleSessionName="a1") for _ in range(2))
    assert first["AssumedRoleUser"] == second["AssumedRoleUser"]
    assert first["Credentials"]["AccessKeyId"] != second["Credentials"]["AccessKeyId"]
    assert first["Credentials"]["AccessKeyId"].startswith("ASIA")


def test_calls_are_noted_with_the_caller_and_what_was_asked(clients: Clients) -> None:
    clients.assumed(ExternalId="agreed", DurationSeconds=900, Tags=[{"Key": "a b", "Value": "é"}])
    call = clients.emulator.calls[-1]
    assert (call.operation, call.account_id, call.region) == ("AssumeRole", OWN, "us-east-1")
    assert call.params == {
        "RoleArn": ROLE,
        "RoleSessionName": "sweep",
        "ExternalId": "agreed",
        "DurationSeconds": 900,
        "Tags": [{"Key": "a b", "Value": "é"}],
    }


def test_credentials_run_out_by_the_time_of_the_machine_not_the_emulators(
    clients: Clients,
) -> None:
    sts = clients.make("sts")
    for seconds in (900, 3600, 43200):
        before = datetime.now(UTC).replace(microsecond=0)
        answer = sts.assume_role(RoleArn=ROLE, RoleSessionName="s1", DurationSeconds=seconds)
        left = answer["Credentials"]["Expiration"] - before
        assert timedelta(seconds=seconds) <= left <= timedelta(seconds=seconds + 60)
    clients.emulator.advance(timedelta(days=3))
    clients.make("sts", **clients.assumed()).get_caller_identity()


def test_credentials_that_have_run_out_are_refused_by_every_service() -> None:
    now = [datetime(2026, 11, 27, tzinfo=UTC).timestamp()]
    with clients_of(Emulator(signature_timer=lambda: now[0])) as clients:
        answer = clients.make("sts").assume_role(RoleArn=ROLE, RoleSessionName="s1")["Credentials"]
        assert answer["Expiration"] == datetime(2026, 11, 27, 1, tzinfo=UTC)
        credentials = as_arguments(answer)
        now[0] += 3599
        clients.make("sts", **credentials).get_caller_identity()
        now[0] += 1
        with refused("ExpiredTokenException", 403):
            clients.make("accessanalyzer", **credentials).list_analyzers()
        with refused("ExpiredToken", 403):
            clients.make("sts", **credentials).get_caller_identity()
        with refused("ExpiredTokenException", 400):
            clients.make("organizations", **credentials).list_accounts()
        with refused("ExpiredTokenException", 403):
            clients.make("account", **credentials).list_regions()


def test_keys_of_a_session_need_its_token(clients: Clients) -> None:
    credentials, others = clients.assumed(), clients.assumed()
    for token in (others["aws_session_token"], "no token", "é", "AAAA"):
        wrong = {**credentials, "aws_session_token": token}
        request = HttpRequest(
            "GET",
            "/analyzer",
            headers={
                "authorization": "AWS4-HMAC-SHA256 Credential="
                f"{credentials['aws_access_key_id']}/20260101/us-east-1/access-analyzer/"
                "aws4_request, SignedHeaders=host, Signature=0",
                "x-amz-security-token": wrong["aws_session_token"],
            },
        )
        response = clients.emulator.handle(request)
        assert response.headers["x-amzn-ErrorType"] == "UnrecognizedClientException", token
    without: dict[str, Any] = {**credentials, "aws_session_token": None}
    with refused("InvalidClientTokenId", 403):
        clients.make("sts", **without).get_caller_identity()


def test_a_session_key_that_was_announced_for_an_account_needs_none(clients: Clients) -> None:
    credentials: dict[str, Any] = {**clients.assumed(), "aws_session_token": None}
    clients.emulator.add_account(credentials["aws_access_key_id"], OTHER)
    assert clients.make("sts", **credentials).get_caller_identity()["Account"] == OTHER


@given(st.text(), st.text(), st.integers(0, 2**40), st.text("ASIAEMUL0123456789", min_size=1))
@settings(max_examples=examples(200))
def test_a_token_tells_of_the_session_with_its_own_key_alone(
    arn: str, user_id: str, expires_at: int, key: str
) -> None:
    session = RoleSession(arn, user_id, expires_at)
    token = issue_token(key, session)
    assert read_token(key, token) == session
    assert read_token(f"{key}X", token) is None


@given(st.text())
@settings(max_examples=examples(200))
def test_any_text_in_place_of_a_token_is_none(text: str) -> None:
    assert read_token("ASIAEMUL", text) is None


def test_an_emulator_goes_on_to_know_sessions_after_its_state_was_restored() -> None:
    emulator = Emulator()
    with clients_of(emulator) as clients:
        credentials = clients.assumed()
    with clients_of(Emulator.restore(emulator.snapshot())) as clients:
        identity = clients.make("sts", **credentials).get_caller_identity()
        assert identity["Account"] == MEMBER


def test_signatures_of_sessions_are_verified_where_all_are() -> None:
    with clients_of(Emulator(verify_signatures={})) as clients:
        credentials = clients.assumed()
        clients.make("accessanalyzer", **credentials).list_analyzers()
        wrong: dict[str, Any] = {**credentials, "aws_secret_access_key": "wrong"}
        for service, call, code, status in (
            ("sts", "get_caller_identity", "SignatureDoesNotMatch", 403),
            ("organizations", "list_accounts", "InvalidSignatureException", 400),
            ("account", "list_regions", "InvalidSignatureException", 403),
            ("accessanalyzer", "list_analyzers", "InvalidSignatureException", 403),
        ):
            with refused(code, status):
                getattr(clients.make(service, **wrong), call)()
        unknown: dict[str, Any] = {
            "aws_access_key_id": "AKIANOBODY",
            "aws_secret_access_key": "wrong",
        }
        with refused("InvalidClientTokenId", 403):
            clients.make("sts", **unknown).get_caller_identity()


def test_a_presigned_url_tells_who_signed_it_as_servers_verify_callers() -> None:
    with clients_of(Emulator(verify_signatures={})) as clients:
        for credentials in ({}, clients.assumed()):
            sts = clients.make("sts", **credentials)
            url = sts.generate_presigned_url("get_caller_identity", HttpMethod="GET")
            with urlopen(url) as response:  # noqa: S310 (it is the served one)
                assert f"<Account>{MEMBER if credentials else OWN}</Account>" in (
                    response.read().decode()
                )


BAD: dict[str, dict[str, Any]] = {
    "RoleSessionName is too short": {"RoleSessionName": "s"},
    "RoleSessionName is too long": {"RoleSessionName": "s" * 65},
    "RoleSessionName has a blank": {"RoleSessionName": "my sweep"},
    "RoleSessionName has a letter that is not ASCII": {"RoleSessionName": "José"},
    "RoleArn is too short": {"RoleArn": "arn:aws:iam"},
    "RoleArn is a user": {"RoleArn": f"arn:aws:iam::{MEMBER}:user/AuditRole"},
    "RoleArn is a root": {"RoleArn": f"arn:aws:iam::{MEMBER}:root/AuditRole"},
    "RoleArn has no account": {"RoleArn": "arn:aws:iam::44445555666:role/AuditRole"},
    "RoleArn has no name": {"RoleArn": f"arn:aws:iam::{MEMBER}:role/audit/"},
    "RoleArn in another partition": {"RoleArn": f"arn:aws-cn:iam::{MEMBER}:role/AuditRole"},
    "ExternalId is too short": {"ExternalId": "x"},
    "ExternalId has a blank": {"ExternalId": "x y"},
    "DurationSeconds is too little": {"DurationSeconds": 899},
    "DurationSeconds is too much": {"DurationSeconds": 43201},
}


def test_what_no_role_is_assumed_with_is_refused_as_not_valid(clients: Clients) -> None:
    # So that the service is asked, and not botocore, which knows the shortest lengths too.
    sts = clients.make("sts", checked=False)
    for title, params in BAD.items():
        with refused("ValidationError", 400) as caught:
            sts.assume_role(**{"RoleArn": ROLE, "RoleSessionName": "sweep", **params})
        assert title.split(" ", maxsplit=1)[0] in str(caught.value), title


def test_roles_in_paths_of_any_depth_can_be_assumed(clients: Clients) -> None:
    for path in ("AuditRole", "a/AuditRole", "aws-reserved/sso.amazonaws.com/eu-west-1/AuditRole"):
        answer = clients.make("sts").assume_role(
            RoleArn=f"arn:aws:iam::{MEMBER}:role/{path}", RoleSessionName="sweep"
        )
        assert answer["AssumedRoleUser"]["Arn"].endswith(":assumed-role/AuditRole/sweep")


def test_a_role_that_is_assumed_by_a_role_lasts_an_hour_at_most(clients: Clients) -> None:
    sts = clients.make("sts", **clients.assumed())
    role = {"RoleArn": f"arn:aws:iam::{OTHER}:role/Second", "RoleSessionName": "sweep"}
    assert sts.assume_role(**role)["AssumedRoleUser"]["Arn"].split(":")[4] == OTHER
    with refused("ValidationError", 400):
        sts.assume_role(**role, DurationSeconds=3601)


def test_roles_of_accounts_that_are_closed_or_suspended_cannot_be_assumed(
    clients: Clients,
) -> None:
    for status in ("SUSPENDED", "CLOSED"):
        clients.emulator.add_member(MEMBER, status=status)
        with refused("AccessDenied", 403):
            clients.assumed()
    clients.emulator.add_member(MEMBER, status="PENDING_CLOSURE")
    clients.assumed()


def test_sts_gives_no_credentials_in_a_region_that_is_off(clients: Clients) -> None:
    clients.emulator.disable_region("eu-south-1", MEMBER)
    sts = clients.make("sts", "eu-south-1")
    with refused("RegionDisabledException", 403):
        sts.assume_role(RoleArn=ROLE, RoleSessionName="sweep")
    clients.emulator.disable_region("eu-south-1")
    with refused("InvalidClientTokenId", 403):
        sts.get_caller_identity()


def test_other_operations_are_refused_and_it_is_told_which_there_are(clients: Clients) -> None:
    with refused("InvalidAction", 400) as caught:
        clients.make("sts").get_session_token()
    assert "AssumeRole, GetCallerIdentity" in str(caught.value)
    assert clients.emulator.calls[-1].operation == ""
    assert asked(clients.emulator, "sts").headers["x-amzn-ErrorType"] == "InvalidAction"


def test_what_is_no_number_is_refused_as_the_wrong_type(emulator: Emulator) -> None:
    body = f"Action=AssumeRole&RoleArn={ROLE}&RoleSessionName=sweep&DurationSeconds=".encode()
    for seconds in (b"", b"soon", b"1e3", b"900.0"):
        response = asked(emulator, "sts", body=body + seconds)
        assert response.headers["x-amzn-ErrorType"] == "ValidationError"
        assert b"DurationSeconds must be an integer" in response.body


@given(st.binary(), st.text(), st.sampled_from(["sts", "organizations", "account"]))
@settings(max_examples=examples(200))
def test_no_body_makes_a_neighbour_fail(body: bytes, query: str, service: str) -> None:
    for target, path in (("ListAccounts", "/listRegions"), ("", "/getRegionOptStatus")):
        response = asked(
            Emulator(),
            service,
            path=path,
            query=query.encode("ascii", "ignore").decode(),
            body=b"Action=AssumeRole&" * (service == "sts") + body,
            x_amz_target=f"AWSOrganizationsV20161128.{target}",
        )
        assert response.status < 500


def test_a_defect_of_the_emulator_is_told_in_the_codes_of_the_service(
    clients: Clients, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("aa_sdk.emulator._neighbours.sts.session_key_of", fail)
    with refused("InternalFailure", 500):
        clients.assumed()
    assert "ZeroDivisionError" in caplog.text
