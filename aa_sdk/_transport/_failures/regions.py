"""The Region to connect to: where it is set, whether it can be one, and which one is meant."""

import os
import re
from difflib import SequenceMatcher, get_close_matches
from typing import Any, Final

from aa_sdk._transport._failures.profiles import place_of, profile_name, profile_names
from aa_sdk.errors import InvalidField, InvalidRequestError

_VARIABLE: Final = "AWS_REGION"
_NAME: Final = re.compile(r"(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Zones of a Region have a letter behind it, and those outside of it a place in between.
_ZONE: Final = re.compile(r"([a-z]{2,4}(?:-[a-z]+)+-\d+)(?:-[a-z0-9]+-\d+)?[a-z]|(.+)-wl\d.*")
_SERVICES: Final = ("accessanalyzer", "access-analyzer")
_NOT_NAME: Final = re.compile(r"[^a-z0-9]+")
_LIKENESS: Final = 0.75
_MOST: Final = 3
_SHORT: Final = 30


def region_of(session: Any, given: str | None, config: Any) -> str | None:
    """Return the Region to connect to.

    botocore does not know `AWS_REGION`, which every other AWS SDK does. It counts here after
    whatever was said to Python, to the session or in `AWS_DEFAULT_REGION`, and before the
    profile. It is asked for each client and not put into the session, which others may share.

    Args:
        session: The session.
        given: The caller's Region.
        config: The client's configuration, the session's default one included.

    Returns:
        The Region; None where there is none.

    Raises:
        InvalidRequestError: It cannot be one.
    """
    region, place = _chosen(session, given, config)
    if region is not None and (fault := _fault(session, region)):
        # A URL, or what stands in the wrong variable, may hold a secret.
        shown: object = region if len(str(region)) <= _SHORT else ...
        raise InvalidRequestError(InvalidField(place, fault, shown))
    return region


def no_region(session: Any) -> str:
    """Say that there is no Region, and where to put one.

    Args:
        session: The session.
    """
    return (
        f"is not given, and none is configured: pass it, set {_VARIABLE} (or AWS_DEFAULT_REGION), "
        f"or give profile {profile_name(session)!r} a region"
    )


def unknown_region(session: Any, region: str) -> str:
    """Say of a Region whose host does not exist that it may be misspelt.

    Args:
        session: The session; it knows the Regions of botocore's data, and the profiles.
        region: The Region.

    Returns:
        A clause to end a sentence with; nothing for a Region that botocore knows.
    """
    known = _known(session)
    if region in known:
        return ""
    if region in profile_names(session):
        return f": {region!r} is no Region but a profile: pass it as profile_name"
    return f": {region!r} is no Region that botocore knows{_meant(known, region)}"


def _chosen(session: Any, given: str | None, config: Any) -> tuple[str | None, str]:
    """Return the Region and the place where it is set."""
    if given is not None:
        return given, "region_name"
    configured: str | None = getattr(config, "region_name", None)
    if configured is not None:
        return configured, "config.region_name"
    own: str | None = session.get_config_variable("region")
    place = _own_place(session, own)
    if os.environ.get(_VARIABLE) and (not own or place.startswith("region of profile")):
        return os.environ[_VARIABLE], _VARIABLE
    if own == "":  # a variable that is set to nothing, which botocore takes for a Region
        own = session.get_scoped_config().get("region", "")
    return own, place


def _own_place(session: Any, own: str | None) -> str:
    """Say where the session has its Region from; of the same Region twice, what botocore asks."""
    if "region" in session.instance_variables():
        return "region of the session"
    place = place_of(session, "region")
    of_profile: object = session.get_scoped_config().get("region")
    return "region of the session" if own != of_profile and "profile" in place else place


def _fault(session: Any, region: object) -> str:
    """Say why something is no Region, which one of a later botocore still may be."""
    if not isinstance(region, str):
        return "must be text, such as 'eu-west-1'"
    if region in _SERVICES:
        return "is the service, which the client knows: pass a Region such as 'eu-west-1'"
    if zone := _ZONE.fullmatch(region):
        return f"is an availability zone; the Region is {zone[1] or zone[2]!r}"
    return "" if _NAME.fullmatch(region) else _malformed(session, region)


def _malformed(session: Any, region: str) -> str:
    if not region:
        return "is empty: drop it, or name a Region such as 'eu-west-1'"
    if "://" in region:
        return "is no Region, such as 'eu-west-1': an address is passed as endpoint_url"
    hint = _meant(_known(session), region) or ", such as 'eu-west-1'"
    return f"is no Region, which has small letters, digits and hyphens{hint}"


def _known(session: Any) -> list[str]:
    """Return the Regions of botocore's data, which was read before the client was made."""
    data: Any = session.get_component("data_loader").load_data("partitions")
    names = [str(name) for partition in data["partitions"] for name in partition["regions"]]
    return [name for name in names if not name.endswith("-global")]


def _meant(known: list[str], region: str) -> str:
    """Ask whether the nearest Regions are meant; nothing where none is near."""
    folded = {_folded(name): name for name in known}
    text = _folded(region)
    near = [text] if text in folded else get_close_matches(text, folded, _MOST, _LIKENESS)
    alike = [SequenceMatcher(None, one, text).ratio() for one in near]
    nearest = [folded[one] for one, ratio in zip(near, alike, strict=True) if ratio == max(alike)]
    return f"; did you mean {' or '.join(map(repr, sorted(nearest)))}?" if nearest else ""


def _folded(name: str) -> str:
    return _NOT_NAME.sub("", name.casefold())
