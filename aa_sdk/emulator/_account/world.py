"""The world an emulator keeps: its time, its ids, its accounts, and what stands in them."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from aa_sdk._arns import Arn
from aa_sdk.emulator._account.access_keys import account_in
from aa_sdk.emulator._account.agenda import Agenda
from aa_sdk.emulator._account.entities import Analyzer, Scope
from aa_sdk.emulator._account.failures import NextFailures
from aa_sdk.emulator._account.identifiers import ACCOUNT_ID, CANONICAL_ID, Identifiers
from aa_sdk.emulator._account.members import Member
from aa_sdk.emulator._account.principals import Principals
from aa_sdk.emulator._account.regions import Switches
from aa_sdk.emulator._findings.filtering import FilterCache
from aa_sdk.emulator._findings.records import FindingRecord
from aa_sdk.emulator._protocol.page_tokens import PageTokens
from aa_sdk.emulator._protocol.timestamps import milliseconds
from aa_sdk.emulator.clock import Clock, LoopClock, TimeSource
from aa_sdk.emulator.event_log import EventLog


@dataclass(slots=True)
class Durations:
    """How long work takes, in the emulator's time."""

    account_analyzer: timedelta = timedelta(0)
    """From `CREATING` to `ACTIVE` for analyzers of an account."""
    organization_analyzer: timedelta = timedelta(seconds=2)
    """The same for analyzers of an organization."""
    access_preview: timedelta = timedelta(seconds=2)
    """From `CREATING` to `COMPLETED` or `FAILED`."""
    recommendation: timedelta = timedelta(seconds=4)
    """From `IN_PROGRESS` to `SUCCEEDED` or `FAILED`."""
    policy_generation: timedelta = timedelta(seconds=6)
    """From `IN_PROGRESS` to `SUCCEEDED` or `FAILED`."""
    resource_scan: timedelta = timedelta(seconds=2)
    """From `StartResourceScan` to when the resource has been looked at."""


@dataclass(slots=True)
class Quotas:
    """How much of everything there may be."""

    account_analyzers: int = 1
    """Analyzers of an account, per type and region."""
    organization_analyzers: int = 5
    """External or unused analyzers of an organization, per type and region."""
    organization_internal_analyzers: int = 1
    """Internal access analyzers of an organization, per region."""
    archive_rules: int = 100
    """Per analyzer."""
    access_previews_per_hour: int = 1000
    """Per analyzer."""
    concurrent_generations: int = 1
    """Policy generations in progress, per account and region."""
    generations_per_day: int = 50
    """Policy generations started within 24 hours, cancelled ones too."""
    tags: int = 50
    """Per analyzer."""


def timer_of(clock: TimeSource) -> Callable[[], float]:
    """Return what tells the seconds that limits on a rate go by.

    Clients wait for as long as such a limit tells them to. So it goes by the time that they wait
    in: that of the event loop where the emulator's clock follows one, and else the machine's.
    """
    return clock.seconds if isinstance(clock, LoopClock) else time.monotonic


def partition_of(region: str) -> str:
    """Return the partition that a region belongs to."""
    for prefix, partition in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("eusc-", "aws-eusc")):
        if region.startswith(prefix):
            return partition
    return "aws"


@dataclass
class World:
    """Everything an emulator keeps, without any of the ways to reach it."""

    account_id: str
    """The account of every access key that is not known."""
    region: str
    """The region that methods of the emulator act in when none is named."""
    seed: int = 0
    """Decides the ids."""
    clock: TimeSource = field(default_factory=Clock)
    """The time."""
    durations: Durations = field(default_factory=Durations)
    """How long jobs take."""
    quotas: Quotas = field(default_factory=Quotas)
    """How much there may be."""
    scan_limit: int | None = None
    """How many findings a page may look at. A small one gives short and empty pages."""
    organization: bool = True
    """Whether the accounts belong to an organization that this account may administer."""
    access_keys: dict[str, str] = field(default_factory=dict[str, str])
    """The account of each access key id."""
    canonical_ids: dict[str, str] = field(default_factory=dict[str, str])
    """The canonical user ids that accounts were given, by account."""
    members: dict[str, Member] = field(default_factory=dict[str, Member])
    """The accounts of the organization of which something was told."""
    delegated_administrator: str | None = ""
    """The account that administers the service for the organization; None if none does. Empty
    stands for the emulator's own when a world is made."""
    switches: Switches = field(default_factory=Switches)
    """Which Regions are off, and for whom."""
    scopes: dict[tuple[str, str], Scope] = field(default_factory=dict[tuple[str, str], Scope])
    """What is there, by account and region."""
    principals: Principals = field(default_factory=Principals)
    """What roles and users did, and their policies."""
    filters: FilterCache = field(default_factory=FilterCache)
    """The filters used last."""
    agenda: Agenda = field(default_factory=Agenda)
    """What is going to happen by itself."""
    failures: NextFailures = field(default_factory=NextFailures)
    """How jobs are to fail that are started next."""
    events: EventLog = field(default_factory=EventLog)
    """What was put on EventBridge."""
    announced: int = 0
    """How many events there have been; unlike the log's, it is never set back."""
    announced_at: int = 0
    """When the last one was, in milliseconds since 1970."""

    def __post_init__(self) -> None:
        """Start the sequences of ids, and let the own account administer unless told otherwise."""
        if self.delegated_administrator == "":
            self.delegated_administrator = self.account_id
        self.ids: Identifiers = Identifiers(self.seed)
        self.page_tokens: PageTokens = PageTokens(self.ids.secret)

    def now(self) -> int:
        """Return the time in milliseconds since 1970."""
        return milliseconds(self.clock.now())

    def scope(self, account_id: str | None = None, region: str | None = None) -> Scope:
        """Return what an account has in a region.

        Args:
            account_id: The account; the emulator's own by default.
            region: The region; the emulator's own by default.
        """
        place = account_id or self.account_id, region or self.region
        scope = self.scopes.get(place)
        if scope is None:
            scope = self.scopes[place] = Scope(*place, partition_of(place[1]))
        return scope

    def find_analyzer(self, analyzer: str) -> Analyzer:
        """Return an analyzer by its ARN, or by its name in the emulator's account and region.

        Raises:
            LookupError: There is no such analyzer.
        """
        arn = Arn.parse(analyzer)
        scope = self.scope(arn.account, arn.region) if arn else self.scope()
        name = (arn.resource if arn else analyzer).removeprefix("analyzer/")
        if name not in scope.analyzers:
            raise LookupError(f"there is no analyzer {analyzer}")
        return scope.analyzers[name]

    def find_record(self, finding_id: str) -> tuple[Analyzer, FindingRecord]:
        """Return a finding and its analyzer, wherever they are.

        Raises:
            LookupError: There is no such finding.
        """
        for scope in self.scopes.values():
            for analyzer in scope.analyzers.values():
                record = analyzer.store.by_id.get(finding_id)
                if record is not None:
                    return analyzer, record
        raise LookupError(f"there is no finding {finding_id}")

    def canonical_id(self, account_id: str) -> str:
        """Return the canonical user id of an account: one that it was given, or else its own."""
        given = self.canonical_ids.get(account_id)
        return given or sha256(f"canonical user {account_id}".encode()).hexdigest()

    def set_canonical_id(self, account_id: str, canonical_id: str) -> None:
        """Give an account a canonical user id.

        Raises:
            ValueError: The account or the id is none, or another account was given this id.
        """
        if not re.fullmatch(ACCOUNT_ID, account_id):
            raise ValueError("account_id should be an account id, of 12 digits")
        if not re.fullmatch(CANONICAL_ID, canonical_id):
            raise ValueError("canonical_id should be 64 hexadecimal digits in lower case")
        others = (one for account, one in self.canonical_ids.items() if account != account_id)
        if canonical_id in others:
            raise ValueError("canonical_id should be the id of no other account")
        self.canonical_ids[account_id] = canonical_id

    def account_of(self, access_key: str) -> str:
        """Return the account that an access key id belongs to."""
        known = self.access_keys.get(access_key)
        if known is not None:
            return known
        # Accounts need not be made known: the keys of `access_key_of` carry theirs.
        return account_in(access_key) or self.account_id
