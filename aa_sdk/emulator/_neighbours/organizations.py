"""AWS Organizations: which accounts there are, and where they are."""

from collections.abc import Callable, Sequence
from typing import Any

from aa_sdk.emulator._account.members import Member
from aa_sdk.emulator._account.organization import (
    SERVICE_PRINCIPAL,
    administers,
    arn,
    is_member,
    members_of,
    name_of,
    organization_id,
    root_id,
    unit_id,
    units_of,
)
from aa_sdk.emulator._account.world import World
from aa_sdk.emulator._neighbours.json_forms import TargetJson
from aa_sdk.emulator._neighbours.neighbour import Neighbour, Output, Question, page_of
from aa_sdk.emulator._protocol.errors import ErrorResponse, Problem

_LARGEST_PAGE = 20
_JOINED = 1577836800
"""The start of 2020, in seconds since 1970: when everybody joined."""
_STATUSES = {"CLOSED": "SUSPENDED"}
"""What `Status` says of the states that only `State` has a word for."""

# How an error says which constraint was broken, by what is said of the member.
_REASONS = {
    "is not a token": "INVALID_NEXT_TOKEN",
    "is required": "INPUT_REQUIRED",
    "must be at least": "MIN_VALUE_EXCEEDED",
    "must be at most": "MAX_VALUE_EXCEEDED",
    "must have at least": "MIN_LENGTH_EXCEEDED",
    "must have at most": "MAX_LENGTH_EXCEEDED",
    "must match": "INVALID_PATTERN",
}


def describe_organization(question: Question) -> Output:
    """Return what the organization is; every account in it may ask."""
    world = question.world
    _check_member(question)
    return {
        "Organization": {
            "Id": organization_id(world),
            "Arn": arn(world, "organization"),
            "FeatureSet": "ALL",
            "MasterAccountArn": arn(world, "account", world.account_id),
            "MasterAccountId": world.account_id,
            "MasterAccountEmail": _email(world.account_id),
            "AvailablePolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}],
        }
    }


def list_accounts(question: Question) -> Output:
    """Return a page of all accounts."""
    _check_administrator(question)
    return _accounts(question, lambda _member: True)


def list_accounts_for_parent(question: Question) -> Output:
    """Return a page of the accounts that are directly in an organizational unit or the root."""
    _check_administrator(question)
    unit = _parent(question)
    return _accounts(question, lambda member: member.unit == unit)


def list_roots(question: Question) -> Output:
    """Return the one root."""
    _check_administrator(question)
    world = question.world
    root: dict[str, Any] = {
        "Id": root_id(world),
        "Arn": arn(world, "root", root_id(world)),
        "Name": "Root",
        "PolicyTypes": [],
    }
    page, more = page_of(question, [root], lambda one: one["Id"], _LARGEST_PAGE, _invalid)
    return {"Roots": page, **more}


def list_organizational_units_for_parent(question: Question) -> Output:
    """Return a page of the organizational units directly in another one or the root."""
    _check_administrator(question)
    world, parent = question.world, _parent(question)
    inside = [unit for unit in units_of(world) if unit.rpartition("/")[0] == parent]
    page, more = page_of(question, inside, str, _LARGEST_PAGE, _invalid)
    units = [
        {
            "Id": unit_id(world, unit),
            "Arn": arn(world, "ou", unit_id(world, unit)),
            "Name": unit.rpartition("/")[2],
        }
        for unit in page
    ]
    return {"OrganizationalUnits": units, **more}


def list_delegated_administrators(question: Question) -> Output:
    """Return the account that administers Access Analyzer, if that is asked for."""
    _check_administrator(question)
    world = question.world
    asked_for = question.params.get("ServicePrincipal", SERVICE_PRINCIPAL) == SERVICE_PRINCIPAL
    named = world.delegated_administrator if asked_for else None
    members = [member for member in members_of(world) if member.account_id == named]
    page, more = _page(question, members)
    administrators = [{**_account(world, one), "DelegationEnabledDate": _JOINED} for one in page]
    return {"DelegatedAdministrators": administrators, **more}


def _accounts(question: Question, chosen: Callable[[Member], bool]) -> Output:
    members = [member for member in members_of(question.world) if chosen(member)]
    page, more = _page(question, members)
    return {"Accounts": [_account(question.world, member) for member in page], **more}


def _page(question: Question, members: Sequence[Member]) -> tuple[Sequence[Member], dict[str, str]]:
    return page_of(question, members, lambda one: one.account_id, _LARGEST_PAGE, _invalid)


def _account(world: World, member: Member) -> dict[str, Any]:
    is_management = member.account_id == world.account_id
    return {
        "Id": member.account_id,
        "Arn": arn(world, "account", member.account_id),
        "Email": _email(member.account_id),
        "Name": name_of(world, member),
        "Status": _STATUSES.get(member.status, member.status),
        "State": member.status,
        "JoinedMethod": "INVITED" if is_management else "CREATED",
        "JoinedTimestamp": _JOINED,
    }


def _email(account_id: str) -> str:
    return f"aws+{account_id}@example.com"


def _parent(question: Question) -> str:
    """Return the organizational unit whose id is asked for; empty for the root."""
    world = question.world
    for unit in ("", *units_of(world)):
        if unit_id(world, unit) == question.params["ParentId"]:
            return unit
    raise ErrorResponse(
        "ParentNotFoundException", 400, "There is no root or organizational unit with this ParentId"
    )


def _check_member(question: Question) -> None:
    if not is_member(question.world, question.account_id):
        raise ErrorResponse(
            "AWSOrganizationsNotInUseException",
            400,
            f"The account {question.account_id} is not a member of an organization",
        )


def _check_administrator(question: Question) -> None:
    _check_member(question)
    if not administers(question.world, question.account_id):
        raise ErrorResponse(
            "AccessDeniedException",
            400,
            "This is for the management account and delegated administrators, and the account "
            f"{question.account_id} is neither",
        )


def _invalid(problems: Sequence[Problem]) -> ErrorResponse:
    listed = "; ".join(f"{problem.name} {problem.message}" for problem in problems)
    said = problems[0].message
    reasons = [reason for words, reason in _REASONS.items() if said.startswith(words)]
    members = {"Reason": reasons[0]} if reasons else {}
    return ErrorResponse("InvalidInputException", 400, f"Invalid request: {listed}", members)


ORGANIZATIONS = Neighbour(
    name="Organizations",
    client="organizations",
    language=TargetJson("AWSOrganizationsV20161128"),
    handlers={
        "DescribeOrganization": describe_organization,
        "ListAccounts": list_accounts,
        "ListAccountsForParent": list_accounts_for_parent,
        "ListDelegatedAdministrators": list_delegated_administrators,
        "ListOrganizationalUnitsForParent": list_organizational_units_for_parent,
        "ListRoots": list_roots,
    },
    invalid=_invalid,
    codes={
        "ExpiredTokenException": ("ExpiredTokenException", 400),
        "IncompleteSignatureException": ("IncompleteSignatureException", 400),
        "InternalServerException": ("ServiceException", 500),
        "InvalidSignatureException": ("InvalidSignatureException", 400),
        "UnknownOperationException": ("UnknownOperationException", 400),
        "UnrecognizedClientException": ("UnrecognizedClientException", 400),
    },
)
"""AWS Organizations."""
