"""Every shape of the installed botocore has its class here, and every class its shape."""

import pytest

from aa_sdk import errors
from tests.conformance.annotations import PUBLIC_NAMES
from tests.conformance.comparer import Comparer
from tests.conformance.ledger import LEDGER, stale, unexcused
from tests.conformance.service import BOTOCORE_VERSION, PAGINATORS, SERVICE

COMPARER = Comparer(SERVICE, PAGINATORS)


@pytest.mark.parametrize("shape", COMPARER.shapes)
def test_what_we_have_is_as_the_service_model_says(shape: str) -> None:
    assert not unexcused(COMPARER.shape(shape), BOTOCORE_VERSION)


def test_every_public_name_is_in_the_service_model() -> None:
    differences = [d for name in PUBLIC_NAMES for d in COMPARER.public_name(name)]
    assert unexcused(differences, BOTOCORE_VERSION) == []


def test_every_service_error_is_in_the_service_model() -> None:
    differences = [d for name in errors.__all__ for d in COMPARER.error_name(name)]
    assert unexcused(differences, BOTOCORE_VERSION) == []


def test_the_service_model_has_168_structures_or_more() -> None:
    structures = [s for s in SERVICE["shapes"].values() if s["type"] == "structure"]
    assert len(structures) >= 168


def test_every_entry_of_the_ledger_explains_a_difference() -> None:
    assert not stale(COMPARER.everything(), BOTOCORE_VERSION)


def test_every_entry_of_the_ledger_has_a_reason() -> None:
    assert all(entry.reason for entry in LEDGER)
