"""Account Management: which Regions an account has turned on."""

from aa_sdk.emulator._account.organization import is_member
from aa_sdk.emulator._account.regions import opt_status, regions_in
from aa_sdk.emulator._account.world import partition_of
from aa_sdk.emulator._neighbours.json_forms import PathJson
from aa_sdk.emulator._neighbours.neighbour import Neighbour, Output, Question, page_of
from aa_sdk.emulator._protocol.errors import Problem, access_denied, invalid_fields

_LARGEST_PAGE = 50


def list_regions(question: Question) -> Output:
    """Return a page of the Regions, and whether they are on."""
    account = _account(question)
    wanted = frozenset(question.params.get("RegionOptStatusContains", ()))
    regions = [
        {"RegionName": region, "RegionOptStatus": status}
        for region in regions_in(partition_of(question.region))
        if (status := opt_status(question.world.switches, region, account)) in wanted or not wanted
    ]
    page, more = page_of(
        question, regions, lambda one: one["RegionName"], _LARGEST_PAGE, invalid_fields
    )
    return {"Regions": page, **more}


def get_region_opt_status(question: Question) -> Output:
    """Return whether one Region is on."""
    account, region = _account(question), question.params["RegionName"]
    if region not in regions_in(partition_of(question.region)):
        raise invalid_fields([Problem("RegionName", "must be the name of a Region")])
    return {
        "RegionName": region,
        "RegionOptStatus": opt_status(question.world.switches, region, account),
    }


def _account(question: Question) -> str:
    """Return the account that is asked about.

    Only the management account asks about another one, which has to be a member: an account that
    administers Access Analyzer alone does not administer accounts. It never names itself, which
    the service refuses.
    """
    world, account = question.world, question.params.get("AccountId")
    if account is None:
        return question.account_id
    if account == question.account_id == world.account_id:
        raise invalid_fields(
            [Problem("AccountId", "must not be the management account; leave it out")]
        )
    if question.account_id != world.account_id or not is_member(world, account):
        raise access_denied(f"This account may not ask about {account}")
    return str(account)


ACCOUNT = Neighbour(
    name="Account Management",
    client="account",
    language=PathJson({"/listRegions": "ListRegions", "/getRegionOptStatus": "GetRegionOptStatus"}),
    handlers={"GetRegionOptStatus": get_region_opt_status, "ListRegions": list_regions},
    invalid=invalid_fields,
    codes={},
)
"""Account Management."""
