"""The classes of principals that statements can tell apart."""

from collections.abc import Collection, Iterable

from aa_sdk.policy._language.principals import EVERYONE, Principal, PrincipalType
from aa_sdk.policy.errors import UnsupportedPolicyError

_ELEMENT = "Principal"
_SAML = ":saml-provider/"
_DEFAULT_PARTITION = "aws"
_ACCOUNTS = "99999999{:04}"
_STRANGERS: dict[PrincipalType, str] = {
    "Service": "example-{}.amazonaws.com",
    "Federated": "idp-{}.example.com",
    "CanonicalUser": "{:064x}",
}


class PrincipalClasses:
    """The classes of principals: each one named, the rest of each account and of each type.

    An account covers its principals, and a role the sessions that are named beside it. Made from
    everyone whom the documents name.
    """

    def __init__(self, named: Iterable[Principal]) -> None:
        entries = list(dict.fromkeys(named))
        self._partition = _common_partition(entries)
        self._classes: list[Principal] = []
        self._exact: dict[Principal, int] = {}
        self._accounts: dict[tuple[str, str], int] = {}
        self._types: dict[str, int] = {}
        self._sessions: dict[tuple[str, str, str], int] = {}
        self._roles: dict[tuple[str, str, str], set[str]] = {}
        for entry in map(self._complete, entries):
            # Who is named in an account is not all of it: the others are a class.
            if entry.account:
                self._add(Principal("AWS", "", entry.account, entry.partition))
            if entry.name:
                self._add(entry)
        # The ARN of a session has the name of the role without its path: it could be either one's.
        if any(len(self._roles.get(role, ())) > 1 for role in self._sessions):
            raise UnsupportedPolicyError(_ELEMENT, "a session of a role given with two paths")
        # From here on those whom nobody names, one for each type.
        known = len(self._classes)
        account = _unused(_ACCOUNTS, {account for account, _ in self._accounts})
        self._add(Principal("AWS", "", account, self._partition))
        names = {entry.name for entry in entries}
        for stranger, template in _STRANGERS.items():
            self._add(Principal(stranger, _unused(template, names)))
        self._strangers = (1 << len(self._classes)) - (1 << known)

    @property
    def size(self) -> int:
        """How many classes there are."""
        return len(self._classes)

    def mask(self, principal: Principal) -> int:
        """Tell which classes an entry of a Principal element covers, a bit each."""
        entry = self._complete(principal)
        if entry == EVERYONE:
            return (1 << self.size) - 1
        if not entry.name:
            if entry.type == "AWS":
                return self._accounts[entry.account, entry.partition]
            return self._types[entry.type]
        mask = 1 << self._exact[entry]
        if entry.role and not entry.is_session:
            mask |= self._sessions.get((entry.account, entry.partition, entry.role), 0)
        return mask

    def example(self, index: int) -> tuple[PrincipalType, str]:
        """Name a principal of a class: its type and its id."""
        principal = self._classes[index]
        root = f"arn:{principal.partition}:iam::{principal.account}:root"
        return principal.type if principal.type != "*" else "AWS", principal.name or root

    def untrusted(self, *, trusts_saml: bool) -> int:
        """Tell which classes are open to anyone.

        Args:
            trusts_saml: Whether the SAML provider of an account vouches for its users.

        Returns:
            A bit for each principal whom no document names, and for each identity provider: anyone
            may hold an identity of it.
        """
        # A provider may be named, but not those who sign in with it.
        providers = sum(
            1 << n
            for n, principal in enumerate(self._classes)
            if principal.type == "Federated" and not (trusts_saml and _SAML in principal.name)
        )
        return self._strangers | providers

    def _complete(self, principal: Principal) -> Principal:
        if principal.account and not principal.partition:
            return principal._replace(partition=self._partition)
        return principal

    def _add(self, entry: Principal) -> None:
        if entry in self._exact:
            return
        index = self._exact[entry] = len(self._classes)
        bit = 1 << index
        self._classes.append(entry)
        self._types[entry.type] = self._types.get(entry.type, 0) | bit
        if entry.account:
            account = (entry.account, entry.partition)
            self._accounts[account] = self._accounts.get(account, 0) | bit
        if not entry.role:
            return
        role = (entry.account, entry.partition, entry.role)
        if entry.is_session:
            self._sessions[role] = self._sessions.get(role, 0) | bit
        else:
            self._roles.setdefault(role, set()).add(entry.name)


def _common_partition(entries: Collection[Principal]) -> str:
    """The partition that a bare account id belongs to."""
    partitions = {entry.partition for entry in entries if entry.partition}
    bare = any(entry.account and not entry.partition for entry in entries)
    if bare and len(partitions) > 1:
        raise UnsupportedPolicyError(_ELEMENT, "an account id beside several partitions")
    return partitions.pop() if len(partitions) == 1 else _DEFAULT_PARTITION


def _unused(template: str, taken: Collection[str]) -> str:
    number = 1
    while (text := template.format(number)) in taken:
        number += 1
    return text
