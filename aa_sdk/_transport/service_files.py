"""botocore's files of a service, read where no event loop waits for the disk."""

from typing import Any

from aa_sdk._transport._failures.settings import naming_the_setting, unreadable_file
from aa_sdk.errors import InvalidRequestError


def read_service(session: Any, service: str) -> Any:
    """Read from disk what making a client would otherwise read on the event loop.

    Args:
        session: The session, whose loader remembers what it has read.
        service: botocore's name of the service.

    Returns:
        The description of the service.

    Raises:
        InvalidRequestError: A file cannot be read.
    """
    try:
        with naming_the_setting(session):
            loader = session.get_component("data_loader")
            for name in ("endpoints", "partitions", "sdk-default-configuration"):
                loader.load_data(name)
            loader.load_service_model(service, "endpoint-rule-set-1")
            description = loader.load_service_model(service, "service-2")
            session.get_scoped_config()
    except OSError as error:  # there is no network yet
        raise InvalidRequestError(unreadable_file(error)) from error
    return description
