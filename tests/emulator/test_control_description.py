"""The control API is what its description says, and the description what the API is."""

import json
from collections.abc import Iterator
from importlib.resources import files
from operator import attrgetter
from typing import Any

import pytest

from aa_sdk.emulator import Emulator
from aa_sdk.emulator._control_api.api import endpoint
from aa_sdk.emulator._control_api.openapi import description_of
from aa_sdk.emulator._control_api.ranges import RANGES
from aa_sdk.emulator._control_api.routes import ROUTES, Route
from aa_sdk.models._base import snake_case
from tests.emulator.control_calls import Control
from tests.emulator.control_description import PAGE, page

TEXT = (files("aa_sdk.emulator._control_api") / "openapi.json").read_text(encoding="utf-8")
DOCUMENT: Any = json.loads(TEXT)
OWN_PATHS = {("get", "/_health"), ("get", "/_emulator/openapi.json")}
DETAILS = {"externalAccessDetails": {"isPublic": True, "condition": {}, "principal": {"AWS": "*"}}}
FOUND = {"analyzer": "account-external", "resource": "arn:aws:s3:::a", "resourceType": "x"}


@pytest.fixture(scope="module")
def control() -> Iterator[Control]:
    emulator = Emulator()
    emulator.populate(20)
    with emulator.serve(control=True) as url:
        yield Control(url)


def operation(route: Route) -> Any:
    return DOCUMENT["paths"][f"/_emulator{route.path}"][route.method.lower()]


def resolved(schema: Any) -> Any:
    """What a reference stands for."""
    if "$ref" not in schema:
        return schema
    return resolved(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])


def test_the_file_is_what_the_routes_and_the_verbs_say() -> None:
    # If it is not: python -m tests.emulator.control_description
    assert description_of(Emulator()) == TEXT


def test_the_reference_lists_every_route_and_what_it_does() -> None:
    assert page() == PAGE.read_text(encoding="utf-8")
    for route in ROUTES:
        assert f"`{route.method} /_emulator{route.path}`" in page()


def test_the_file_is_openapi() -> None:
    validator: Any = pytest.importorskip("openapi_spec_validator")
    validator.validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1.")


def test_the_description_is_served(control: Control) -> None:
    answer = control.send("GET", "/_emulator/openapi.json")
    assert (answer.status, answer.raw.decode()) == (200, TEXT)
    assert answer.headers["content-type"] == "application/json"


def test_every_route_is_described_and_nothing_else() -> None:
    described = {(method, path) for path, one in DOCUMENT["paths"].items() for method in one}
    routed = {(route.method.lower(), f"/_emulator{route.path}") for route in ROUTES}
    assert described == routed | OWN_PATHS


def test_every_parameter_of_a_verb_is_in_the_description() -> None:
    emulator = Emulator()
    for route in ROUTES:
        taken = endpoint(emulator, route).taken
        if taken is None:
            continue
        described = operation(route)
        names = {snake_case(one["name"]) for one in described["parameters"]}
        if body := described.get("requestBody"):
            content = body["content"]["application/json"]["schema"]
            names |= {snake_case(name) for name in resolved(content).get("properties", {})}
        left_out = route.left_out | {"path", "source", "when"}
        assert {*taken.signature.parameters} - left_out <= names, route


def test_everything_in_the_description_is_explained() -> None:
    emulator, objects = Emulator(), set[str]()
    for route in ROUTES:
        described, giving = operation(route), endpoint(emulator, route).giving
        assert described["summary"].endswith("."), route
        for parameter in described["parameters"]:
            assert parameter["description"], parameter
        objects |= {cls.__name__ for cls in giving.classes()} if giving else set()
        if "requestBody" in described and route.path != "/state":
            schema = described["requestBody"]["content"]["application/json"]["schema"]
            objects.add(schema["$ref"].rpartition("/")[2])
    assert {"Fault", "RecordedCall", "Population", "Account", "AddFinding"} <= objects
    for name in objects:
        for member, one in DOCUMENT["components"]["schemas"][name]["properties"].items():
            assert one["description"].endswith("."), (name, member)


def test_responses_are_as_described(control: Control) -> None:
    validators: Any = pytest.importorskip("openapi_schema_validator")
    done: list[tuple[str, str, Any]] = [
        ("GET", "/clock", None),
        ("POST", "/clock/advance", {"by": 1}),
        ("GET", "/accounts", None),
        ("POST", "/populate", {"findings": 5}),
        ("POST", "/findings", {**FOUND, "details": DETAILS}),
        ("POST", "/resources", FOUND),
        ("POST", "/analyzers/service-linked", {}),
        ("POST", "/faults/fail", {"nth": 900}),
        ("POST", "/faults/throttle", {"rate": 0.0}),
        ("POST", "/faults/replace-body", {"nth": [800, 900]}),
        ("GET", "/faults", None),
        ("GET", "/calls", None),
        ("GET", "/calls/counts", None),
    ]
    control.send("GET", "/analyzer")
    for method, path, body in done:
        answer = control.send(method, f"/_emulator{path}", body)
        described = DOCUMENT["paths"][f"/_emulator{path}"][method.lower()]["responses"]
        schema = described[str(answer.status)]["content"]["application/json"]["schema"]
        whole = {**schema, "components": DOCUMENT["components"]}
        validators.OAS31Validator(whole).validate(answer.json)
    problem = {**DOCUMENT["components"]["schemas"]["Problem"], "additionalProperties": False}
    for path in ("/nothing", "/calls?limit=x"):
        validators.OAS31Validator(problem).validate(control.send("GET", f"/_emulator{path}").json)


# For each range a value outside of it, which the verb has to refuse.
OUTSIDE: dict[str, Any] = {
    "pattern": "no such thing!",
    "enum": "no such thing",
    "minimum": -1,
    "items": ["no such thing"],
}
NEEDED: dict[str, dict[str, Any]] = {
    "add_account": {"accessKeyId": "A", "accountId": "1" * 12},
    "add_finding": {**FOUND, "details": DETAILS},
    "advance": {"by": 0},
    "faults.delay": {"seconds": 0},
    "faults.limit_rate": {"perSecond": 1000, "burst": 1000},
    "set_analyzer_status": {"status": "ACTIVE"},
}


@pytest.mark.parametrize("place", RANGES)
def test_values_outside_of_a_range_are_refused(place: str, control: Control) -> None:
    verb, _, parameter = place.rpartition(".")
    (route,) = [route for route in ROUTES if route.verb == verb]
    first, *others = parameter.split("_")
    name = first + "".join(other.capitalize() for other in others)
    outside = OUTSIDE[next(iter(RANGES[place]))]
    path = f"/_emulator{route.path.replace('{analyzer}', 'account-external')}"
    if route.method == "GET":
        path, body = f"{path}?{name}={outside}", None
    else:
        body = {**NEEDED.get(verb, {}), name: outside}
    answer = control.send(route.method, path, body)
    assert (answer.status, bool(answer.message)) == (400, True)
    if "maximum" in RANGES[place]:
        body = {**NEEDED.get(verb, {}), name: RANGES[place]["maximum"] + 1}
        assert control.send(route.method, path, body).status == 400


@pytest.mark.parametrize("place", [place for place in RANGES if "enum" in RANGES[place]])
def test_all_values_of_an_enum_are_taken(place: str) -> None:
    verb, _, parameter = place.rpartition(".")
    needed = {"add_finding": ("a", "arn:aws:s3:::a", "x"), "set_analyzer_status": ("a",)}
    for value in RANGES[place]["enum"]:
        emulator = Emulator()
        emulator.add_service_linked_analyzer("a", "ACCOUNT")
        more = {"finding_type": "ExternalAccess"} if verb == "add_finding" else {}
        attrgetter(verb)(emulator)(*needed.get(verb, ()), **more, **{parameter: value})
