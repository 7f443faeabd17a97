"""Bodies with every member the service model knows.

They keep to its types and to nothing else, as models do: `tests.sample_values` has the values that
keep to its constraints too, which clients check.
"""

from typing import Any

from tests.service_model import SERVICE

SHAPES: dict[str, Any] = SERVICE["shapes"]

STRUCTURES = [
    name
    for name, shape in SHAPES.items()
    if shape["type"] == "structure" and not shape.get("exception") and not shape.get("union")
]
UNION_MEMBERS = [
    (name, tag) for name, shape in SHAPES.items() if shape.get("union") for tag in shape["members"]
]

DOCUMENT = '{"Statement": "what nobody else may read"}'


def complete(name: str, tag: str | None = None) -> Any:  # noqa: PLR0911 (one for each kind of shape)
    """Return a value of a shape with all its members; of a union, the given or the first one."""
    shape = SHAPES[name]
    match shape["type"]:
        case "structure" if shape.get("union"):
            chosen = tag or next(iter(shape["members"]))
            return {chosen: complete(shape["members"][chosen]["shape"])}
        case "structure":
            return {
                member: DOCUMENT if _holds_document(member) else complete(reference["shape"])
                for member, reference in shape["members"].items()
            }
        case "list":
            return [complete(shape["member"]["shape"])]
        case "map":
            return {complete(shape["key"]["shape"]): complete(shape["value"]["shape"])}
        case "string" if "enum" in shape:
            return shape["enum"][0]
        case "string":
            return DOCUMENT if _holds_document(name) else "text"
        case "timestamp":
            return "2024-02-29T12:34:56Z"
        case "boolean":
            return True
        case _:
            return 7


def _holds_document(name: str) -> bool:
    return name.lower().endswith(("policy", "policydocument"))
