"""The organization that the emulator's accounts are in, and the Regions that they have."""

from aa_sdk.emulator._account.members import (
    Member,
    MemberStatus,
    checked_name,
    checked_status,
    checked_unit,
)
from aa_sdk.emulator._account.places import checked_account, checked_region
from aa_sdk.emulator._account.regions import switch
from aa_sdk.emulator._controls.acting import Acting


class OrganizationControls(Acting):
    """The part of an emulator that knows an organization; see `Emulator`."""

    def add_member(
        self,
        account_id: str,
        *,
        name: str | None = None,
        status: MemberStatus = "ACTIVE",
        unit: str = "",
    ) -> None:
        """Put an account into the organization, or change the one that is there.

        AWS Organizations lists it from then on, beside the emulator's own account, which is the
        management account, and all others that the emulator has heard of.

        ```python
        emulator.add_member("444455556666", unit="Workloads/Production")
        emulator.add_member("777788889999", status="SUSPENDED")
        ```

        Args:
            account_id: The account; 12 digits.
            name: Its name, of 1 to 50 characters; one with the id in it by default.
            status: The state it is in. Roles of one that is suspended or closed cannot be assumed.
            unit: The organizational unit it is in, as names from the top down with slashes
                between them; up to 5. By default it is directly below the root.

        Raises:
            ValueError: One of them is not of that form, or the emulator has no organization.
        """
        member = Member(
            checked_account(account_id),
            None if name is None else checked_name(name),
            checked_status(status),
            checked_unit(unit),
        )
        with self._lock:
            self._check_organization()
            self.world.members[account_id] = member

    def delegate_administration(self, account_id: str | None) -> None:
        """Say which account administers Access Analyzer for the organization.

        AWS Organizations tells it, and answers it as it does the management account. Until this is
        called it is the emulator's own account.

        Args:
            account_id: The account; 12 digits. None for no account.

        Raises:
            ValueError: It has other than 12 digits, or the emulator has no organization.
        """
        administrator = None if account_id is None else checked_account(account_id)
        with self._lock:
            self._check_organization()
            self.world.delegated_administrator = administrator

    def disable_region(self, region: str, account_id: str | None = None) -> None:
        """Turn off a Region, as one is that nobody has opted in to.

        Account Management tells that it is `DISABLED`, and Access Analyzer refuses calls there with
        `UnrecognizedClientException`. What there is in it stays.

        Args:
            region: The Region; one that is not on for every account, such as `eu-south-1`.
            account_id: The account it is off for; every account by default.

        Raises:
            ValueError: The Region is on for every account, or is none; or the account is none.
        """
        self._switch(region, account_id, on=False)

    def enable_region(self, region: str, account_id: str | None = None) -> None:
        """Turn on a Region that `disable_region` turned off.

        Args:
            region: The Region.
            account_id: The account it is on for; every account by default.

        Raises:
            ValueError: As for `disable_region`.
        """
        self._switch(region, account_id, on=True)

    def _switch(self, region: str, account_id: str | None, *, on: bool) -> None:
        checked_region(region)
        account = None if account_id is None else checked_account(account_id)
        with self._lock:
            switch(self.world.switches, region, account, on=on)

    def _check_organization(self) -> None:
        if not self.world.organization:
            raise ValueError("this emulator has no organization: it was made with none")
