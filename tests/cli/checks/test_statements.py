"""What stands in a policy where a finding belongs."""

import json
from typing import Any

import pytest

pytest.importorskip("typer", reason="the command line is an extra")

from aa_sdk.cli._checks.statements import Statements
from aa_sdk.models import Location
from tests.cli.checks.shell import NARROW
from tests.cli.checks.templates import found

NOWHERE = {"line": 1, "column": 0, "offset": 0}
SPAN = {"start": NOWHERE, "end": NOWHERE}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ([{"value": "Version"}], "2012-10-17"),
        ([{"value": "Statement"}, {"index": 0}, {"value": "Sid"}], "Narrow"),
        ([{"value": "Version"}, {"substring": {"start": 0, "length": 4}}], "2012-10-17"),
    ],
)
def test_the_value_at_a_place_is_whole(path: list[dict[str, Any]], value: str) -> None:
    location = Location.model_validate({"path": path, "span": SPAN})
    assert Statements(found("a", json.dumps(NARROW))).value(location) == value
