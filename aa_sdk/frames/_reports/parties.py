"""Who has access: the principals of findings, put together by the account that they belong to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from aa_sdk._arns import Arn
from aa_sdk._display.limits import harmless

PartyKind: TypeAlias = Literal[
    "anyone",
    "account",
    "organization",
    "federated",
    "service",
    "canonical_user",
    "other",
    "unknown",
]
"""Kind of party.

`anyone`: everybody, as far as conditions let them. `account`: an AWS account, whichever of its
roles and users. `organization`: an organization or a part of one. `federated`: an identity
provider. `service`: an AWS service. `canonical_user`: an account as S3's access control lists name
it. `other`: what fits none of these. `unknown`: the finding names nobody.
"""

_ACCOUNT: Final = re.compile(r"\d{12}", re.ASCII)
_ORGANIZATION: Final = re.compile(r"(^|[/:])((o|ou|r)-[a-z0-9-]{4,})(/\*?)?$")
_KINDS: Final[Mapping[str, PartyKind]] = {
    "federated": "federated",
    "service": "service",
    "canonicaluser": "canonical_user",
    "canonical_user": "canonical_user",
}
_WORDS: Final[Mapping[PartyKind, str]] = {
    "account": "account {}",
    "organization": "organization {}",
    "federated": "identity provider {}",
    "service": "service {}",
    "canonical_user": "canonical user {}",
    "other": "{}",
}


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """Somebody outside, as far apart as decisions are: an account, a provider, a service."""

    kind: PartyKind
    """Which kind of party."""
    name: str
    """The account's id, the provider's name, and so on; empty for `anyone` and `unknown`."""

    def __str__(self) -> str:
        """Say who it is, as in a sentence."""
        if self.kind == "anyone":
            return "anyone"
        return _WORDS[self.kind].format(harmless(self.name)) if self.name else "somebody"


@lru_cache(maxsize=4096)
def party_of(kind: str, name: str) -> Party:
    """Say whose principal it is.

    Args:
        kind: The kind of the principal, as in policies: `AWS`, `Federated` and so on.
        name: The principal: an ARN, an account id, `*`, a name.
    """
    if name == "*":
        return Party("anyone", "")
    if known := _KINDS.get(kind.lower()):
        return Party(known, name)
    if found := _ORGANIZATION.search(name):
        return Party("organization", found[2])
    arn = Arn.parse(name)
    account = arn.account if arn else name
    if _ACCOUNT.fullmatch(account):
        return Party("account", account)
    return Party("other", name) if name else Party("unknown", "")


def parties_of(principal: Mapping[str, str]) -> tuple[Party, ...]:
    """Say whose principals they are: each party once, in order; `unknown` where there is none."""
    found = {party_of(kind, name) for kind, name in principal.items()}
    return tuple(sorted(found)) or (Party("unknown", ""),)
