"""Hypothesis strategies made from botocore's service model: requests to send, bodies to read.

`requests(operation)` keeps to every constraint of the service model, so that a client may send
what it generates. `responses(operation)` goes beyond it wherever the service may: members,
enum values and union members nobody knows yet, nulls, unions with no member or two, and
timestamps in every form.
"""

import json
import string
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tests.service_model import SERVICE, boto3_name

Json: TypeAlias = Any
Strategy: TypeAlias = st.SearchStrategy[Json]

_SHAPES: dict[str, Any] = SERVICE["shapes"]

_EMPTY: dict[str, Json] = {"list": [], "map": {}}

OPERATIONS: dict[str, Any] = SERVICE["operations"]
"""Every operation of the service model by name."""

_TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=8)
_NEW_NAME = st.text(string.ascii_lowercase, min_size=3, max_size=6).map("x{}Thing".format)
_NEW_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | _TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXT, inner, max_size=2),
    max_leaves=3,
)
_YEAR_1990, _YEARS = datetime(1990, 1, 1, tzinfo=UTC), timedelta(days=40_000)
_MOMENTS = st.timedeltas(timedelta(0), _YEARS).map(lambda after: _YEAR_1990 + after)


def requests(operation: str) -> Strategy:
    """Generate an operation's input in wire form, its timestamps as ISO 8601 text."""
    return _request(OPERATIONS[operation]["input"]["shape"])


def responses(operation: str) -> Strategy:
    """Generate an operation's output as the service may send it."""
    output = OPERATIONS[operation].get("output")
    return _structure_sent(output["shape"]) if output else _new_members()


def arguments(operation: str, wire: Mapping[str, Json]) -> dict[str, Json]:
    """Turn an input in wire form into keyword arguments, with names in snake_case throughout."""
    named: dict[str, Json] = _named(OPERATIONS[operation]["input"]["shape"], wire)
    return named


def instants(operation: str, body: Json) -> Json:
    """Turn an output's timestamps into UTC datetimes, so that two outputs can be compared.

    Nulls beside a union's member are dropped: they are the same as no member. A null in the
    place of a list or a map is an empty one.
    """
    output = OPERATIONS[operation].get("output")
    return _instants(output["shape"], body) if output else body


@cache
def _request(name: str) -> Strategy:  # noqa: PLR0911 (one for each kind of shape)
    shape = _SHAPES[name]
    low, high = shape.get("min", 0), shape.get("max", 2**31 - 1)
    match shape["type"]:
        case "structure" if shape.get("union"):
            members = shape["members"].items()
            return st.one_of([_single(tag, _request(member["shape"])) for tag, member in members])
        case "structure":
            return _members(shape, _request_member)
        case "list":
            return st.lists(_request(shape["member"]["shape"]), min_size=low, max_size=min(high, 2))
        case "map":
            key, value = _request(shape["key"]["shape"]), _request(shape["value"]["shape"])
            return st.dictionaries(key, value, min_size=low, max_size=2)
        case "string":
            return _string(name)
        case "timestamp":
            return _MOMENTS.map(lambda moment: moment.isoformat().replace("+00:00", "Z"))
        case "boolean":
            return st.booleans()
        case _:
            return st.integers(low, high)


def _request_member(member: Mapping[str, Any]) -> Strategy:
    values = _request(member["shape"])
    if member.get("location") == "uri":  # an empty one would address something else
        return values.filter(lambda value: value != "")
    return values


@cache
def _string(name: str) -> Strategy:
    shape = _SHAPES[name]
    if "enum" in shape:
        return st.sampled_from(shape["enum"])
    if "pattern" in shape:
        return st.from_regex(shape["pattern"], fullmatch=True, alphabet=_ASCII)
    if name.endswith(("Policy", "PolicyDocument")):
        return st.dictionaries(_TEXT, _TEXT, max_size=2).map(json.dumps)
    low, high = shape.get("min", 0), min(shape.get("max", 8), 8)
    return st.text(
        st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=low, max_size=high
    )


_ASCII = st.characters(min_codepoint=32, max_codepoint=126)


@cache
def _sent(name: str) -> Strategy:  # noqa: PLR0911 (one for each kind of shape)
    shape = _SHAPES[name]
    match shape["type"]:
        case "structure" if shape.get("union"):
            return _union_sent(name)
        case "structure":
            return _structure_sent(name)
        case "list":
            return st.lists(_sent(shape["member"]["shape"]), max_size=2)
        case "map":
            key, value = _sent(shape["key"]["shape"]), _sent(shape["value"]["shape"])
            return st.dictionaries(key, value, max_size=2)
        case "string" if "enum" in shape:
            return st.sampled_from([*shape["enum"], "SOMETHING_NEW"])
        case "string":
            return _TEXT
        case "timestamp":
            return _MOMENTS.flatmap(_written)
        case "boolean":
            return st.booleans()
        case _:
            return st.integers(0, 2**53)


@cache
def _structure_sent(name: str) -> Strategy:
    known = _members(_SHAPES[name], _sent_member, nulls=True)
    return st.tuples(known, _new_members()).map(lambda parts: {**parts[1], **parts[0]})


@cache
def _union_sent(name: str) -> Strategy:
    members = {tag: _sent(member["shape"]) for tag, member in _SHAPES[name]["members"].items()}
    one = st.one_of([_single(tag, values) for tag, values in members.items()])
    any_number = st.fixed_dictionaries({}, optional=members)
    return st.one_of(one, one, any_number, st.dictionaries(_NEW_NAME, _NEW_VALUE, max_size=2))


def _single(tag: str, values: Strategy) -> Strategy:
    return st.fixed_dictionaries({tag: values})


def _sent_member(member: Mapping[str, Any]) -> Strategy:
    return _sent(member["shape"])


def _members(
    shape: Mapping[str, Any],
    values: Callable[[Mapping[str, Any]], Strategy],
    *,
    nulls: bool = False,
) -> Strategy:
    required = set(shape.get("required", ()))
    strategies = {name: values(member) for name, member in shape["members"].items()}
    return st.fixed_dictionaries(
        {name: strategy for name, strategy in strategies.items() if name in required},
        optional={
            name: st.none() | strategy if nulls else strategy
            for name, strategy in strategies.items()
            if name not in required
        },
    )


@cache
def _new_members() -> Strategy:
    return st.one_of(st.just({}), st.dictionaries(_NEW_NAME, _NEW_VALUE, max_size=2))


def _written(moment: datetime) -> Strategy:
    """Write a moment in each way a service may."""
    elsewhere = moment.astimezone(timezone(timedelta(hours=-3, minutes=-30)))
    whole = moment.replace(microsecond=0)
    return st.sampled_from(
        [
            whole.isoformat().replace("+00:00", "Z"),
            moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            moment.isoformat(timespec="microseconds").replace("+00:00", "Z"),
            moment.isoformat(timespec="microseconds").replace("+00:00", "987Z"),
            elsewhere.isoformat(),
            moment.replace(tzinfo=None).isoformat(),
            int(moment.timestamp()),
            whole.timestamp() + 0.5,
        ]
    )


def _named(name: str, wire: Json) -> Json:
    shape = _SHAPES[name]
    match shape["type"]:
        case "structure":
            return {
                boto3_name(member): _named(shape["members"][member]["shape"], value)
                for member, value in wire.items()
            }
        case "list":
            return [_named(shape["member"]["shape"], item) for item in wire]
        case "map":
            return {key: _named(shape["value"]["shape"], value) for key, value in wire.items()}
        case "timestamp":
            return datetime.fromisoformat(wire)
        case _:
            return wire


def _instants(name: str, body: Json) -> Json:
    shape = _SHAPES[name]
    if body is None:
        return _EMPTY.get(shape["type"])
    match shape["type"]:
        case "structure":
            return _member_instants(shape, body)
        case "list":
            return [_instants(shape["member"]["shape"], item) for item in body]
        case "map":
            return {key: _instants(shape["value"]["shape"], value) for key, value in body.items()}
        case "timestamp":
            return _moment(body)
        case _:
            return body


def _member_instants(shape: Mapping[str, Any], body: Mapping[str, Json]) -> dict[str, Json]:
    present = [value for value in body.values() if value is not None]
    return {
        member: _instants(shape["members"][member]["shape"], value)
        if member in shape["members"]
        else value
        for member, value in body.items()
        if value is not None or not (shape.get("union") and len(present) == 1)
    }


def _moment(written: str | float) -> datetime:
    if not isinstance(written, str):
        return datetime.fromtimestamp(written, UTC)
    moment = datetime.fromisoformat(written)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
