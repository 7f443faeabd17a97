"""The catalogue that the rules are tested with."""

import pytest

from aa_sdk.policy import ActionCatalogue
from tests.policy.validation.small_catalogue import write


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> ActionCatalogue:
    """A catalogue of a few services."""
    return ActionCatalogue.from_folder(write(tmp_path_factory.mktemp("release")))
