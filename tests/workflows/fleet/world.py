"""Accounts and Regions of an emulator, and what there is to find in them, told by hand."""

from collections.abc import Iterable, Mapping
from typing import Any

from aa_sdk.emulator import Emulator, LoopClock
from aa_sdk.models import ExternalAccessDetails, InternalAccessDetails, UnusedIamRoleDetails
from aa_sdk.workflows import Fleet, FleetFinding, FleetOutcome
from tests.emulator.direct_calls import Direct

CALLER = "111122223333"
ONE, TWO, THREE = "444455556666", "555566667777", "666677778888"
HOME, WEST, OPTIONAL = "us-east-1", "eu-west-1", "eu-south-1"
"""The caller's Region, another one, and one that accounts turn on."""
DENIED: Mapping[str, Any] = {"code": "AccessDeniedException", "status": 403}

EXTERNAL, UNUSED, INTERNAL = "ACCOUNT", "ACCOUNT_UNUSED_ACCESS", "ACCOUNT_INTERNAL_ACCESS"
_DETAILS: Mapping[str, Any] = {
    EXTERNAL: ExternalAccessDetails(
        is_public=True, principal={"AWS": "*"}, condition={}, action=("s3:GetObject",)
    ),
    UNUSED: UnusedIamRoleDetails(),
    INTERNAL: InternalAccessDetails(
        action=("s3:GetObject",), condition={}, access_type="INTRA_ACCOUNT"
    ),
}


class World:
    """An emulator whose organization has the caller's account and others."""

    def __init__(self, *accounts: str, **settings: Any) -> None:
        self.emulator = Emulator(clock=LoopClock(), **settings)
        for account in accounts:
            self.emulator.add_member(account)

    def analyzer(
        self,
        account: str = CALLER,
        region: str = HOME,
        kind: str = EXTERNAL,
        findings: int = 0,
        *,
        status: str = "ACTIVE",
    ) -> str:
        """Create an analyzer that has found so much, and return its ARN."""
        direct = Direct(self.emulator, account, region)
        arn: str = direct.ok("CreateAnalyzer", analyzerName=kind.lower(), type=kind)["arn"]
        self.find(arn, range(findings))
        reason = None if status == "ACTIVE" else "SOME_REASON"
        self.emulator.set_analyzer_status(arn, status, reason)
        return arn

    def find(self, arn: str, numbers: Iterable[int]) -> None:
        """Let an analyzer find things that no other analyzer finds."""
        _, _, _, region, account, name = arn.split(":")
        words = ("unused", UNUSED), ("internal", INTERNAL), ("", EXTERNAL)
        kind = next(kind for word, kind in words if word in name)
        is_role = kind == UNUSED
        for number in numbers:
            place = f"{account}-{region}-{number}"
            self.emulator.add_finding(
                arn,
                f"arn:aws:iam::{account}:role/{place}" if is_role else f"arn:aws:s3:::{place}",
                "AWS::IAM::Role" if is_role else "AWS::S3::Bucket",
                _DETAILS[kind],
                finding_id=f"{kind}-{place}",
            )

    def role(
        self,
        arn: str,
        name: str = "shared",
        *,
        principal: str = "999988887777",
        action: str = "sts:AssumeRole",
        condition: Mapping[str, str] | None = None,
    ) -> str:
        """Let an analyzer of external access find a role, which other Regions find too."""
        account = arn.split(":")[4]
        return self.emulator.add_finding(
            arn,
            f"arn:aws:iam::{account}:role/{name}",
            "AWS::IAM::Role",
            ExternalAccessDetails(
                is_public=False,
                principal={"AWS": principal},
                condition=dict(condition or {}),
                action=(action,),
            ),
        )

    def session(self) -> Any:
        """A session of the caller's, whose events can be listened to."""
        return self.emulator.session()

    def fleet(self, **options: Any) -> Fleet:
        """A fleet of the caller's, with a role for the other accounts."""
        given: dict[str, Any] = {"session": self.session(), "role": "Audit", **options}
        return Fleet(**given)

    def by_hand(self, account: str, region: str) -> Mapping[str, list[Any]]:
        """List what the active analyzers of a scope have found, by their ARNs."""
        direct = Direct(self.emulator, account, region)
        found: dict[str, list[Any]] = {}
        for one in direct.every("ListAnalyzers", "analyzers"):
            if one["status"] == "ACTIVE":
                is_external = one["type"] in ("ACCOUNT", "ORGANIZATION")
                operation = "ListFindings" if is_external else "ListFindingsV2"
                found[one["arn"]] = direct.every(operation, "findings", analyzerArn=one["arn"])
        return found

    def calls_of(self, operation: str) -> list[tuple[str, str]]:
        """From which account and in which Region an operation was called, each time."""
        return [(one.account_id, one.region) for one in self.emulator.calls.of(operation)]


def ids(found: Iterable[FleetFinding]) -> list[str]:
    """The ids of findings, in order."""
    return sorted(one.finding.id for one in found)


def statuses(outcome: FleetOutcome) -> Mapping[tuple[str, str], str]:
    """How each scope ended, by account and Region."""
    return {(one.account, one.region): one.status for one in outcome}


def problems(outcome: FleetOutcome, kind: type[Any] | None = None) -> list[Any]:
    """The problems of the scopes that have one; all of one kind."""
    found = [one.problem for one in outcome.problems]
    assert kind is None or all(isinstance(one, kind) for one in found), found
    return found
