"""What the methods of the client say of themselves: arguments, errors, and an example that runs."""

import inspect
import re

import pytest

from aa_sdk import AccessAnalyzerClient, errors, models
from tests.docstrings import examples_of, run
from tests.operations.given import given
from tests.sample_values import MODEL, OPERATIONS, method_name

# What every call may raise, whatever the service knows of it.
ALWAYS = {"AccessAnalyzerError", "InvalidRequestError"}


def described(operation: str) -> str:
    """What the method of an operation says of itself."""
    return inspect.getdoc(getattr(AccessAnalyzerClient, method_name(operation))) or ""


def entries(operation: str, title: str) -> list[str]:
    """What a section of the docstring of an operation is about, line by line."""
    return re.findall(r"^    (\w+): ", section(described(operation), title), re.MULTILINE)


def section(text: str, title: str) -> str:
    """One section of a docstring, up to the next one."""
    found = re.search(rf"^{title}:\n((?:    .*\n?|\n)+)", text, re.MULTILINE)
    return found[1] if found else ""


def example(operation: str) -> str:
    """The one example of an operation."""
    method = getattr(AccessAnalyzerClient, method_name(operation))
    ((_, code),) = examples_of(operation, method)
    return code


def test_a_method_documents_its_arguments_and_its_result() -> None:
    for operation in OPERATIONS:
        fields = getattr(models, f"{operation}Request").model_fields
        told = entries(operation, "Args")
        assert set(told) == set(fields), operation
        assert section(described(operation), "Returns"), operation


def test_a_listing_says_how_large_a_page_may_be() -> None:
    listings = 0
    for operation in OPERATIONS:
        shape = MODEL.operation_model(operation).input_shape
        limits = shape.members["maxResults"].metadata if "maxResults" in shape.members else None
        if limits is None:
            continue
        least, most = (f"{limits[end]:,}" if end in limits else "" for end in ("min", "max"))
        known = f", {least} to {most}." if most else f", {least} or more." if least else ""
        words = rf"The most \w+ in one page{known or '; no limits are known.'}"
        told = f"max_results: {words} Default: up to the service."
        assert re.search(told, " ".join(described(operation).split())), operation
        listings += 1
    assert listings == 11


def test_a_method_names_the_errors_of_the_service_model_and_no_others() -> None:
    for operation in OPERATIONS:
        told = entries(operation, "Raises")
        modelled = {shape.name for shape in MODEL.operation_model(operation).error_shapes}
        assert set(told) == modelled | ALWAYS, operation
        assert len(told) == len(set(told)), operation


def test_the_errors_that_methods_name_can_be_caught() -> None:
    for operation in OPERATIONS:
        for name in entries(operation, "Raises"):
            assert issubclass(getattr(errors, name), errors.AccessAnalyzerError)


def test_an_example_is_about_its_operation() -> None:
    for operation in OPERATIONS:
        assert f"client.{method_name(operation)}(" in example(operation), operation
        assert max(map(len, example(operation).splitlines())) <= 80, operation


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_an_example_runs_as_it_stands_and_calls_its_operation(operation: str) -> None:
    async with given() as (emulator, names):
        before = emulator.calls.count_of(operation)
        await run(example(operation), operation, names)
        assert emulator.calls.count_of(operation) > before
