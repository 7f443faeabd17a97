"""Who a statement speaks of, and the classes of callers that statements can tell apart."""

import re
from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple, TypeGuard, get_args

from aa_sdk.policy.errors import InvalidPolicyError, UnsupportedPolicyError

_ELEMENT = "Principal"
Kind = Literal["AWS", "Service", "Federated", "CanonicalUser"]
_KINDS = get_args(Kind)
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_ARN = re.compile(r"arn:([a-z0-9-]+):(iam|sts)::([^:]+):(.+)", re.ASCII | re.DOTALL)
_UNIQUE_ID = re.compile(r"A[A-Z0-9]{3}[A-Z0-9]{12,}", re.ASCII)
_SESSION = "assumed-role/"
_ROLE = "role/"
_SAML = ":saml-provider/"
_DEFAULT_PARTITION = "aws"
_ACCOUNTS = "99999999{:04}"
_STRANGERS: dict[Kind, str] = {
    "Service": "example-{}.amazonaws.com",
    "Federated": "idp-{}.example.com",
    "CanonicalUser": "{:064x}",
}


class Principal(NamedTuple):
    """One entry of a Principal element."""

    kind: Kind | Literal["*"]
    """`AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for everyone."""
    name: str = ""
    """The ARN or other id; empty for all of the kind, or all of the account."""
    account: str = ""
    """The account of an AWS principal."""
    partition: str = ""
    """The partition of an AWS principal; empty where only an account id is given."""

    @property
    def role(self) -> str:
        """The name of the role that it is or, for a session, was assumed from."""
        resource = self.name.rpartition(":")[2] if self.kind == "AWS" else ""
        if resource.startswith(_SESSION):
            return resource.split("/")[1]
        return resource.rpartition("/")[2] if resource.startswith(_ROLE) else ""

    @property
    def is_session(self) -> bool:
        """Whether it is a session of a role."""
        return self.kind == "AWS" and f":{_SESSION}" in self.name


EVERYONE = Principal("*")


def parse_principal(kind: str, text: str, path: str) -> Principal:
    """Read one entry of a Principal element.

    Args:
        kind: The key that it stands under.
        text: The entry.
        path: Where it stands, for errors.

    Returns:
        The principal.

    Raises:
        InvalidPolicyError: It names nobody.
        UnsupportedPolicyError: It has a wildcard inside, a variable, or is of another kind.
    """
    if not _is_kind(kind):
        raise UnsupportedPolicyError(path, "a principal of this kind")
    if text == "*":
        return EVERYONE if kind == "AWS" else Principal(kind)
    if "*" in text or "?" in text:
        raise UnsupportedPolicyError(path, "a wildcard inside a principal")
    if "${" in text:
        raise UnsupportedPolicyError(path, "a policy variable in a principal")
    if not text:
        raise InvalidPolicyError(path, "an empty principal")
    return _parse_aws(text, path) if kind == "AWS" else Principal(kind, text)


def _is_kind(text: str) -> TypeGuard[Kind]:
    return text in _KINDS


def _parse_aws(text: str, path: str) -> Principal:
    if _ACCOUNT.fullmatch(text):
        return Principal("AWS", account=text)
    match = _ARN.fullmatch(text)
    if match is None:
        if _UNIQUE_ID.fullmatch(text):
            raise UnsupportedPolicyError(path, "a unique id, which does not tell its account")
        raise InvalidPolicyError(path, "neither an account id nor the ARN of a principal")
    partition, _, account, resource = match.groups()
    return Principal("AWS", "" if resource == "root" else text, account, partition)


class PrincipalClasses:
    """The classes of callers: each one named, the rest of each account, and the rest of each kind.

    An account covers its principals, and a role the sessions that are named beside it.
    """

    def __init__(self, named: Iterable[Principal]) -> None:
        """Find the classes.

        Args:
            named: Everyone whom the documents name.
        """
        entries = list(dict.fromkeys(named))
        self._partition = _common_partition(entries)
        self._classes: list[Principal] = []
        self._exact: dict[Principal, int] = {}
        self._accounts: dict[tuple[str, str], int] = {}
        self._kinds: dict[str, int] = {}
        self._sessions: dict[tuple[str, str, str], int] = {}
        self._roles: dict[tuple[str, str, str], set[str]] = {}
        for entry in map(self._complete, entries):
            if entry.account:
                self._add(Principal("AWS", "", entry.account, entry.partition))
            if entry.name:
                self._add(entry)
        if any(len(self._roles.get(role, ())) > 1 for role in self._sessions):
            raise UnsupportedPolicyError(_ELEMENT, "a session of a role given with two paths")
        known = len(self._classes)
        account = _unused(_ACCOUNTS, {account for account, _ in self._accounts})
        self._add(Principal("AWS", "", account, self._partition))
        names = {entry.name for entry in entries}
        for kind, examples in _STRANGERS.items():
            self._add(Principal(kind, _unused(examples, names)))
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
            if entry.kind == "AWS":
                return self._accounts[entry.account, entry.partition]
            return self._kinds[entry.kind]
        mask = 1 << self._exact[entry]
        if entry.role and not entry.is_session:
            mask |= self._sessions.get((entry.account, entry.partition, entry.role), 0)
        return mask

    def example(self, index: int) -> tuple[Kind, str]:
        """Name a caller of a class: the kind and the id."""
        caller = self._classes[index]
        root = f"arn:{caller.partition}:iam::{caller.account}:root"
        return caller.kind if caller.kind != "*" else "AWS", caller.name or root

    def untrusted(self, *, trusts_saml: bool) -> int:
        """Tell which classes are open to anyone.

        Args:
            trusts_saml: Whether the SAML provider of an account vouches for its users.

        Returns:
            A bit for each caller whom no document names, and for each identity provider: anyone
            may hold an identity of it.
        """
        providers = sum(
            1 << n
            for n, caller in enumerate(self._classes)
            if caller.kind == "Federated" and not (trusts_saml and _SAML in caller.name)
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
        self._kinds[entry.kind] = self._kinds.get(entry.kind, 0) | bit
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
