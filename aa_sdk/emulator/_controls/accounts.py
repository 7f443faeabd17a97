"""The accounts that an emulator knows, and how they are named."""

from aa_sdk.emulator._account.access_keys import Credentials, credentials_of
from aa_sdk.emulator._account.places import (
    Account,
    accounts_of,
    checked_access_key,
    checked_account,
)
from aa_sdk.emulator._controls.acting import Acting


class AccountControls(Acting):
    """The part of an emulator that knows accounts; see `Emulator`."""

    def add_account(self, access_key_id: str, account_id: str) -> None:
        """Say which account an access key belongs to.

        Args:
            access_key_id: The access key id that requests are signed with.
            account_id: The account; 12 digits.

        Raises:
            ValueError: One of them is not of that form.
        """
        with self._lock:
            self.world.access_keys[checked_access_key(access_key_id)] = checked_account(account_id)

    def accounts(self) -> list[Account]:
        """Return the accounts it has heard of, its own first."""
        with self._lock:
            return list(accounts_of(self.world))

    def credentials(self, account_id: str) -> Credentials:
        """Return what lets a client call from an account, whatever its session says.

        ```python
        partner = emulator.credentials("444455556666")
        async with AccessAnalyzerClient(session=emulator.session(), **partner) as client:
            ...
        ```

        Args:
            account_id: The account; 12 digits. It need not be made known.

        Returns:
            The access key id and the secret, by the names of the arguments that clients take:
            those of this SDK, of aiobotocore and of boto3.

        Raises:
            ValueError: It has other than 12 digits.
        """
        return credentials_of(account_id)

    def canonical_id(self, account_id: str | None = None) -> str:
        """Return the canonical user id of an account, by which access control lists name it.

        What a bucket grants to the account that owns it is no external access, whether its access
        control list says so or its policy does, with a `CanonicalUser`.

        Args:
            account_id: The account; the emulator's by default.

        Returns:
            64 hexadecimal digits: those that `set_canonical_id` gave it, or else always the same
            for the same account.
        """
        return self.world.canonical_id(account_id or self.world.account_id)

    def set_canonical_id(self, account_id: str, canonical_id: str) -> None:
        """Say which canonical user id an account has, such as that of a real one.

        Args:
            account_id: The account; 12 digits.
            canonical_id: The id; 64 hexadecimal digits in lower case.

        Raises:
            ValueError: The account or the id is none, or another account was given this id.
        """
        with self._lock:
            self.world.set_canonical_id(account_id, canonical_id)
