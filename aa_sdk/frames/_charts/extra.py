"""What the charts need and the package does not."""

from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def notebook_extra() -> Generator[None]:
    """Say how to get what is missing among that which comes with the extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "charts need the extra notebook: pip install 'aa-sdk[notebook]'", name=error.name
        ) from error
