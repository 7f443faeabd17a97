"""The control API as OpenAPI describes it: put together from the routes and from the verbs."""

import json
import re
from collections.abc import Iterable, Mapping
from inspect import Parameter, isroutine
from operator import attrgetter
from typing import Any, cast, get_type_hints

from pydantic import TypeAdapter
from pydantic.alias_generators import to_camel

from aa_sdk.emulator._control_api.api import DESCRIPTION, Endpoint, endpoint
from aa_sdk.emulator._control_api.docstrings import (
    arguments_of,
    attributes_of,
    result_of,
    summary_of,
)
from aa_sdk.emulator._control_api.front import CONTROL, HEALTH
from aa_sdk.emulator._control_api.ranges import narrowed
from aa_sdk.emulator._control_api.routes import ROUTES, STREAMED, Route
from aa_sdk.emulator._control_api.snapshots import STATE_TYPES
from aa_sdk.emulator._protocol.messages import JSON_TYPE
from aa_sdk.models._base import snake_case

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_PROBLEM = {"$ref": "#/components/responses/Problem"}
_REF = "#/components/schemas/{model}"
_REFERENCE = re.compile(r'"#/components/schemas/(\w+)"')
_INFO: Json = {
    "title": "Control of an emulated IAM Access Analyzer",
    "version": "1",
    "description": (
        "What a test does to the emulator of aa_sdk from outside: findings appear, time passes, "
        "calls fail. Members are in camel case, times in ISO 8601, durations in seconds."
    ),
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}


def description_of(emulator: object) -> str:
    """Return the description of the control API of an emulator, as the file has it."""
    endpoints = [endpoint(emulator, route) for route in ROUTES]
    schemas = _Schemas(emulator, endpoints)
    paths: dict[str, Json] = {HEALTH: {"get": _health()}}
    paths[CONTROL + DESCRIPTION] = {"get": _described()}
    for one in endpoints:
        operation = _operation(attrgetter(one.route.verb)(emulator), one, schemas)
        paths.setdefault(CONTROL + one.route.path, {})[one.route.method.lower()] = operation
    document: Json = {
        "openapi": "3.1.0",
        "info": _INFO,
        "servers": [{"url": "/"}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**schemas.used_in(paths), "Problem": _problem()},
            "responses": {"Problem": _response("Why it was refused.", {"$ref": _ref("Problem")})},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
    return json.dumps(document, indent=2) + "\n"


def summaries(emulator: object) -> dict[Route, str]:
    """Return what each route does, in a sentence."""
    return {route: summary_of(attrgetter(route.verb)(emulator)) for route in ROUTES}


class _Schemas:
    """The schemas of all that goes in and out."""

    def __init__(self, emulator: object, endpoints: Iterable[Endpoint]) -> None:
        wanted: list[Any] = []
        for one in endpoints:
            if one.taken is not None:
                wanted.append((one.route.name, "validation", TypeAdapter(one.taken.model)))
            if one.giving is not None:
                wanted.append((one.route.name, "serialization", TypeAdapter(one.giving.form)))
        found, shared = TypeAdapter.json_schemas(wanted, ref_template=_REF)
        self.shared: Json = _tidy(shared.get("$defs", {}))
        self._found: Mapping[Any, Json] = {key: _tidy(one) for key, one in found.items()}
        for one in endpoints:
            self._describe(attrgetter(one.route.verb)(emulator), one)

    def taken(self, route: Route) -> Json:
        """Return the schema of what a route takes: a body, or the parameters of a query."""
        return self.whole(self._found[route.name, "validation"])

    def given(self, route: Route) -> Json:
        """Return the schema of what a route gives."""
        return self._found[route.name, "serialization"]

    def used_in(self, document: object) -> Json:
        """Return those that something refers to, and what these refer to."""
        used, found = set[str](), set(_REFERENCE.findall(json.dumps(document)))
        while found - used:
            used |= found
            found = set(_REFERENCE.findall(json.dumps([self.shared[name] for name in used])))
        return {name: self.shared[name] for name in sorted(used)}

    def whole(self, schema: Json) -> Json:
        """Return what a reference stands for."""
        return self.shared[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

    def _describe(self, verb: Any, one: Endpoint) -> None:
        if one.taken is not None:
            texts = arguments_of(verb)
            for parameter in one.taken.signature.parameters.values():
                if parameter.kind is Parameter.VAR_KEYWORD:
                    (when,) = get_type_hints(verb, include_extras=True)[parameter.name].__args__
                    texts |= attributes_of(when)
            _describe(self.taken(one.route), texts)
            members: Json = self.taken(one.route).get("properties", {})
            for name, member in members.items():
                narrowed(one.route.verb, snake_case(name), member)
        for cls in one.giving.classes() if one.giving else ():
            _describe(self.shared[cls.__name__], attributes_of(cls))
            self.shared[cls.__name__]["description"] = summary_of(cls)


def _describe(schema: Json, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        if (member := schema.get("properties", {}).get(to_camel(name))) is not None:
            member["description"] = text


def _operation(verb: Any, one: Endpoint, schemas: _Schemas) -> Json:
    route, body = one.route, one.route.method in ("PUT", "POST")
    operation: Json = {
        "operationId": route.name,
        "tags": [route.group],
        "summary": summary_of(verb),
        "parameters": _in_path(verb, route),
        "responses": {**_result(verb, one, schemas), "default": _PROBLEM},
    }
    if STREAMED.get(route.verb) == "PUT":
        operation["requestBody"] = {"required": True, "content": _state(STATE_TYPES)}
    elif one.taken is not None and body:
        schema = schemas.taken(route)
        if schema.get("properties"):
            content = {JSON_TYPE: {"schema": {"$ref": _ref(one.taken.model.__name__)}}}
            needed = bool(schema.get("required"))
            operation["requestBody"] = {"required": needed, "content": content}
            schemas.shared[one.taken.model.__name__] = schema
    elif one.taken is not None:
        operation["parameters"] += [
            {
                "name": name,
                "in": "query",
                "description": schema["description"],
                "schema": _not_null(schema),
            }
            for name, schema in schemas.taken(route).get("properties", {}).items()
        ]
    return operation


def _not_null(schema: Json) -> Json:
    """Return the schema of a parameter, which is left out where a member might be null."""
    (kind,) = [one for one in schema.get("anyOf", [schema]) if one["type"] != "null"]
    return {name: value for name, value in kind.items() if name != "description"}


def _in_path(verb: Any, route: Route) -> list[Json]:
    texts = arguments_of(verb) if isroutine(verb) else {}
    names = [part.strip("{}") for part in route.path.split("/") if part.startswith("{")]
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": texts[snake_case(name)],
            "schema": {**_TEXT, "minLength": 1},
        }
        for name in names
    ]


def _result(verb: Any, one: Endpoint, schemas: _Schemas) -> Json:
    if STREAMED.get(one.route.verb) == "GET":
        content = _state(STATE_TYPES - {"application/octet-stream"})
        return {"200": {"description": "A snapshot.", "content": content}}
    if one.giving is None:
        return {"204": {"description": "It is done."}}
    text = result_of(verb) or summary_of(verb)
    return {str(one.route.status): _response(text, schemas.given(one.route))}


def _response(text: str, schema: Json) -> Json:
    return {"description": text, "content": {JSON_TYPE: {"schema": schema}}}


def _state(types: Iterable[str]) -> Json:
    return {
        name: {"schema": {"type": "object"}} if name == JSON_TYPE else {} for name in sorted(types)
    }


def _ref(name: str) -> str:
    return _REF.format(model=name)


def _health() -> Json:
    members = {"status": {"const": "ok"}, "version": _TEXT}
    schema = {"type": "object", "required": ["status", "version"], "properties": members}
    return {
        "operationId": "getHealth",
        "tags": ["server"],
        "summary": "Say that the server is there. It does so without control, too.",
        "security": [{}],
        "responses": {"200": _response("It is, and of this version.", schema)},
    }


def _described() -> Json:
    return {
        "operationId": "getDescription",
        "tags": ["server"],
        "summary": "Return this description.",
        "responses": {
            "200": _response("OpenAPI 3.1.", {"type": "object"}),
            "default": _PROBLEM,
        },
    }


def _problem() -> Json:
    members = {
        "message": {**_TEXT, "description": "What is wrong, and with which member."},
        "path": {**_TEXT, "description": "The path that was asked for."},
    }
    return {"type": "object", "required": ["message", "path"], "properties": members}


def _tidy(schema: Any) -> Any:
    """Leave out what says nothing, and say that members nobody knows are refused."""
    if isinstance(schema, list):
        return [_tidy(one) for one in cast("list[object]", schema)]
    if not isinstance(schema, dict):
        return schema
    members = cast("dict[str, Any]", schema)
    tidy = {
        name: _tidy(value)
        for name, value in members.items()
        if not (name == "title" and isinstance(value, str))
        and not (name == "default" and value is None)
    }
    if tidy.get("additionalProperties") is True and "properties" in tidy:
        tidy["additionalProperties"] = False
    return tidy
