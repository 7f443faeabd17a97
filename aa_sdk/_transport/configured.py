"""What botocore knows without asking anybody: its Regions, and the profiles of this machine."""

from typing import Any

from botocore.session import Session

_SERVICE = "accessanalyzer"


def known_regions() -> list[str]:
    """Return the Regions that have the service, of every partition, sorted."""
    session: Any = Session()  # which has no types
    partitions: list[str] = session.get_available_partitions()
    return sorted({r for p in partitions for r in session.get_available_regions(_SERVICE, p)})


def configured_profiles() -> list[str]:
    """Return the profiles of the AWS configuration files, in their order.

    Raises:
        botocore.exceptions.BotoCoreError: A file cannot be read.
    """
    session: Any = Session()
    return list(session.available_profiles)
