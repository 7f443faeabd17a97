"""Who a statement speaks of: the entries of a Principal element."""

import re
from typing import Literal, NamedTuple, TypeGuard, get_args

from aa_sdk._arns import Arn
from aa_sdk.policy.errors import InvalidPolicyError, UnsupportedPolicyError

PrincipalType = Literal["AWS", "Service", "Federated", "CanonicalUser"]
_TYPES = get_args(PrincipalType)
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_PARTITION = re.compile(r"[a-z0-9-]+", re.ASCII)
_UNIQUE_ID = re.compile(r"A[A-Z0-9]{3}[A-Z0-9]{12,}", re.ASCII)
_SESSION = "assumed-role/"
_ROLE = "role/"


class Principal(NamedTuple):
    """One entry of a Principal element."""

    type: PrincipalType | Literal["*"]
    """`AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for everyone."""
    name: str = ""
    """The ARN or other id; empty for all of the type, or all of the account."""
    account: str = ""
    """The account of an AWS principal."""
    partition: str = ""
    """The partition of an AWS principal; empty where only an account id is given."""

    @property
    def role(self) -> str:
        """The name of the role that it is or, for a session, was assumed from."""
        arn = Arn.parse(self.name)
        resource = arn.resource if arn and self.type == "AWS" else ""
        if resource.startswith(_SESSION):
            return resource.split("/")[1]
        return resource.rpartition("/")[2] if resource.startswith(_ROLE) else ""

    @property
    def entry(self) -> tuple[PrincipalType, str]:
        """The type and the text that stand for it in a Principal element."""
        if self.type == "*":
            return "AWS", "*"
        root = f"arn:{self.partition}:iam::{self.account}:root"
        return self.type, self.name or (root if self.partition else self.account) or "*"

    @property
    def is_session(self) -> bool:
        """Whether it is a session of a role."""
        return self.type == "AWS" and f":{_SESSION}" in self.name

    def is_same(self, other: "Principal") -> bool:
        """Tell whether another entry stands for the same; an account has two ways to be written."""
        return self == other or (
            self._replace(partition="") == other._replace(partition="")
            and not (self.partition and other.partition)
        )

    def is_within(self, other: "Principal") -> bool:
        """Tell whether it is some of those whom another entry stands for, and not all of them."""
        if self.is_same(other) or self.type == "*":
            return False
        if not other.name and not other.account:
            return other.type in ("*", self.type)
        partitions = {self.partition, other.partition} - {""}
        if self.account != other.account or len(partitions) > 1:
            return False
        if not other.name:
            return True
        is_role = bool(other.role) and not other.is_session
        return is_role and self.is_session and self.role == other.role


EVERYONE = Principal("*")


def parse_principal(type_name: str, text: str, path: str) -> Principal:
    """Read one entry of a Principal element.

    Args:
        type_name: The key that it stands under.
        text: The entry, not empty.
        path: Where it stands, for errors.

    Returns:
        The principal.

    Raises:
        InvalidPolicyError: It names nobody.
        UnsupportedPolicyError: It has a wildcard inside, a variable, or is of another type.
    """
    if not _is_type(type_name):
        raise UnsupportedPolicyError(path, "a principal of this kind")
    if text == "*":
        return EVERYONE if type_name == "AWS" else Principal(type_name)
    if "*" in text or "?" in text:
        raise UnsupportedPolicyError(path, "a wildcard inside a principal")
    if "${" in text:
        raise UnsupportedPolicyError(path, "a policy variable in a principal")
    return _parse_aws(text, path) if type_name == "AWS" else Principal(type_name, text)


def _is_type(text: str) -> TypeGuard[PrincipalType]:
    return text in _TYPES


def _parse_aws(text: str, path: str) -> Principal:
    if _ACCOUNT.fullmatch(text):
        return Principal("AWS", account=text)
    arn = Arn.parse(text)
    if arn is not None and _names_someone(arn):
        name = "" if arn.resource == "root" else text
        return Principal("AWS", name, arn.account, arn.partition)
    if _UNIQUE_ID.fullmatch(text):
        raise UnsupportedPolicyError(path, "a unique id, which does not tell its account")
    raise InvalidPolicyError(path, "neither an account id nor the ARN of a principal")


def _names_someone(arn: Arn) -> bool:
    """Whether it is the ARN of an account, a user, a role, a session and the like."""
    known = _PARTITION.fullmatch(arn.partition) and arn.service in ("iam", "sts")
    return bool(known and not arn.region and arn.account and arn.resource)
