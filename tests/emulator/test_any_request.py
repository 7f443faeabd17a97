"""Whatever a request holds, it is answered: with what was asked for or with an error."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._protocol.service_model import load_service_model
from tests.effort import examples
from tests.emulator.direct_calls import Direct
from tests.emulator.listed_errors import listed

MODEL = load_service_model()
ARNS = (
    *(f"arn:aws:access-analyzer:us-east-1:111122223333:analyzer/{name}" for name in ("a", "idle")),
    "arn:aws:sqs:us-east-1:111122223333:inbox",
    "arn:aws:iam::111122223333:role/reader",
)
POLICIES = ("", "{}", '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*"}}')
TEXTS = st.one_of(st.sampled_from(("a", "idle", "true", *ARNS, *POLICIES)), st.text(max_size=8))
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)


def value_of(shape_name: str) -> st.SearchStrategy[Any]:
    """Values of a shape, more or less."""
    shape: Mapping[str, Any] = MODEL.shapes[shape_name]
    kind: str = shape["type"]
    if kind == "structure":
        good: st.SearchStrategy[Any] = structure_of(shape)
    elif kind == "list":
        good = st.lists(later(shape["member"]["shape"]), max_size=3)
    elif kind == "map":
        good = st.dictionaries(TEXTS, later(shape["value"]["shape"]), max_size=2)
    elif "enum" in shape:
        good = st.sampled_from(shape["enum"])
    else:
        plain = {"integer": st.integers(-1, 400), "boolean": st.booleans()}
        moments = st.sampled_from(["2025-12-01T00:00:00Z", "2025-12-01", 1.5, 10**12])
        good = moments if kind == "timestamp" else plain.get(kind, TEXTS)
    return st.one_of(good, good, good, good, good, good, good, ANYTHING)


def later(shape_name: str) -> st.SearchStrategy[Any]:
    return st.deferred(lambda: value_of(shape_name))


def structure_of(shape: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    members = {name: later(member["shape"]) for name, member in shape["members"].items()}
    if shape.get("union"):
        return st.one_of([st.fixed_dictionaries({name: members[name]}) for name in members])
    required = {name: members.pop(name) for name in shape.get("required", ())}
    return st.fixed_dictionaries(required, optional=members)


def request_of(operation: str) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    shape = MODEL.shapes[MODEL.operations[operation].input_shape]
    return structure_of(shape).map(lambda params: (operation, params))


CALLS = st.sampled_from(sorted(MODEL.operations)).flatmap(request_of)


@settings(max_examples=examples(400))
@given(calls=st.lists(CALLS, min_size=1, max_size=4))
def test_any_request_is_answered(calls: list[tuple[str, dict[str, Any]]]) -> None:
    direct = Direct(Emulator())
    direct.ok("CreateAnalyzer", analyzerName="a", type="ACCOUNT")
    direct.ok("CreateAnalyzer", analyzerName="idle", type="ACCOUNT_UNUSED_ACCESS")
    for operation, params in calls:
        reply = direct.call(operation, **params)
        known = listed(operation).keys() - {"InternalServerException"}
        assert reply.error in {None, "UnknownOperationException", *known}
        assert (reply.status == 200) is (reply.error is None)
