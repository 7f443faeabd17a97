"""Identity providers: who else than AWS may say who somebody is."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from aa_sdk._arns import Arn
from aa_sdk.policy._validation.document import Entry, Statement

_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_PARTITION = re.compile(r"aws[a-z-]*", re.ASCII)
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_PROTOCOLS: dict[str, Literal["SAML", "OIDC"]] = {"saml-provider": "SAML", "oidc-provider": "OIDC"}


class Provider(NamedTuple):
    """An identity provider."""

    protocol: Literal["SAML", "OIDC"]
    """How it speaks."""
    name: str
    """What its context keys begin with, for OIDC: its URL without `https://`, in lower case."""


@lru_cache(maxsize=256)
def read_provider(text: str) -> Provider | None:
    """Read an entry that stands under `Federated`.

    Args:
        text: As it stands: a domain name, or the ARN of a provider.

    Returns:
        The provider; None if the text is neither.
    """
    if _DOMAIN.fullmatch(text):
        return Provider("OIDC", text.lower())
    arn = Arn.parse(text)
    if arn is None or arn.service != "iam" or arn.region or not _ACCOUNT.fullmatch(arn.account):
        return None
    kind, _, name = arn.resource.partition("/")
    protocol = _PROTOCOLS.get(kind)
    is_whole = protocol and name and _PARTITION.fullmatch(arn.partition)
    return Provider(protocol, name.lower()) if protocol and is_whole else None


def oidc_providers(statement: Statement) -> list[Entry]:
    """List the OIDC providers that a statement names.

    Args:
        statement: The statement.

    Returns:
        What the context keys of each begin with, and where it stands.
    """
    found = (
        (entry.path, read_provider(entry.text))
        for entry in statement.principals
        if entry.key == "Federated"
    )
    return [Entry(path, one.name) for path, one in found if one and one.protocol == "OIDC"]
