"""Security Token Service: who one is, and how one becomes somebody else."""

import re
from base64 import b32encode
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from aa_sdk.emulator._account.access_keys import INVENTED_SECRET, session_key_of
from aa_sdk.emulator._account.identifiers import ACCOUNT_ID
from aa_sdk.emulator._account.regions import is_off
from aa_sdk.emulator._account.sessions import RoleSession, issue_token
from aa_sdk.emulator._account.world import World, partition_of
from aa_sdk.emulator._neighbours.neighbour import Neighbour, Output, Question
from aa_sdk.emulator._neighbours.query import Query
from aa_sdk.emulator._protocol.errors import ErrorResponse, Problem

_HOUR = 3600
_GONE = frozenset({"SUSPENDED", "CLOSED"})
_ROLE = re.compile(
    rf"arn:(?P<partition>aws[a-z-]*):iam::(?P<account>{ACCOUNT_ID}):"
    r"role/(?:[!-.0-~]+/)*(?P<name>[A-Za-z0-9_+=,.@-]{1,64})"
)


def get_caller_identity(question: Question) -> Output:
    """Return who calls."""
    account, session = question.account_id, question.session
    if session is not None:
        return {"Arn": session.arn, "UserId": session.user_id, "Account": account}
    return {
        "Arn": f"arn:{partition_of(question.region)}:iam::{account}:user/emulator",
        "UserId": f"AIDAEMUL{account}",
        "Account": account,
    }


def assume_role(question: Question) -> Output:
    """Return credentials by which the caller is a role from then on."""
    params = question.params
    role = _checked_role(question)
    seconds: int = params.get("DurationSeconds", _HOUR)
    if question.session is not None and seconds > _HOUR:
        raise _invalid([Problem("DurationSeconds", "must be at most 3600 for a role of a role")])
    _check_may(question.world, role["account"], question.region)
    arn: str = params["RoleArn"]
    name: str = params["RoleSessionName"]
    session = RoleSession(
        arn=f"arn:{role['partition']}:sts::{role['account']}:assumed-role/{role['name']}/{name}",
        user_id=f"{_role_id(arn)}:{name}",
        expires_at=int(question.time) + seconds,
    )
    key = session_key_of(role["account"], question.request_id)
    source = {"SourceIdentity": params["SourceIdentity"]} if "SourceIdentity" in params else {}
    return {
        "AssumedRoleUser": {"AssumedRoleId": session.user_id, "Arn": session.arn},
        "Credentials": {
            "AccessKeyId": key,
            "SecretAccessKey": INVENTED_SECRET,
            "SessionToken": issue_token(key, session),
            "Expiration": datetime.fromtimestamp(session.expires_at, UTC).strftime(
                "%Y-%m-%dT%H:%M:%SZ"
            ),
        },
        **source,
    }


def account_of_role(arn: object) -> str | None:
    """Return the account in the ARN of a role; None if it is not the ARN of one."""
    role = _ROLE.fullmatch(arn) if isinstance(arn, str) else None
    return role["account"] if role else None


def _checked_role(question: Question) -> re.Match[str]:
    role = _ROLE.fullmatch(question.params["RoleArn"])
    if role is None:
        raise _invalid([Problem("RoleArn", "must be the ARN of a role, arn:aws:iam::…:role/…")])
    partition = partition_of(question.region)
    if role["partition"] != partition:
        raise _invalid([Problem("RoleArn", f"must be in the partition of the caller, {partition}")])
    return role


def _check_may(world: World, account: str, region: str) -> None:
    if is_off(world.switches, region, account):
        message = f"STS is not activated in {region} for the account {account}"
        raise ErrorResponse("RegionDisabledException", 403, message)
    member = world.members.get(account)
    if member is not None and member.status in _GONE:
        message = f"The account {account} is {member.status}: its roles cannot be assumed"
        raise ErrorResponse("AccessDenied", 403, message)


def _role_id(arn: str) -> str:
    return f"AROA{b32encode(sha256(arn.encode()).digest()).decode()[:16]}"


def _invalid(problems: Sequence[Problem]) -> ErrorResponse:
    listed = "; ".join(f"{problem.name} {problem.message}" for problem in problems)
    return ErrorResponse("ValidationError", 400, f"Invalid request: {listed}")


STS = Neighbour(
    name="STS",
    client="sts",
    language=Query("https://sts.amazonaws.com/doc/2011-06-15/"),
    handlers={"AssumeRole": assume_role, "GetCallerIdentity": get_caller_identity},
    invalid=_invalid,
    codes={
        "ExpiredTokenException": ("ExpiredToken", 403),
        "IncompleteSignatureException": ("IncompleteSignature", 400),
        "InternalServerException": ("InternalFailure", 500),
        "InvalidSignatureException": ("SignatureDoesNotMatch", 403),
        "UnknownOperationException": ("InvalidAction", 400),
        "UnrecognizedClientException": ("InvalidClientTokenId", 403),
    },
)
"""Security Token Service."""
