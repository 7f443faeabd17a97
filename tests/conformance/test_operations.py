"""Every operation of the installed botocore has its request, its response and its paging."""

import pytest

from tests.conformance.comparer import Comparer
from tests.conformance.ledger import unexcused
from tests.service_model import BOTOCORE_VERSION, PAGINATORS, SERVICE

COMPARER = Comparer(SERVICE, PAGINATORS)


@pytest.mark.parametrize("operation", COMPARER.operations)
def test_request_response_and_paging_are_as_the_service_model_says(operation: str) -> None:
    assert not unexcused(COMPARER.operation(operation), BOTOCORE_VERSION)


@pytest.mark.parametrize("operation", PAGINATORS["pagination"])
def test_every_paginator_belongs_to_an_operation(operation: str) -> None:
    assert operation in SERVICE["operations"]
