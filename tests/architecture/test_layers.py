"""The layers of the package and the rooms inside them: an import may run downward only."""

import sys
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.architecture.imports import (
    MODULES,
    NAME,
    PACKAGE,
    Import,
    imports,
    imports_of,
    module_named,
    source_of,
)

# Which layers each layer imports from: no more, and no fewer, so that this is the drawing.
LAYERS: dict[str, set[str]] = {
    "_lazy": set(),
    "_version": set(),
    "_arns": set(),
    "_display": set(),
    "_event_loops": set(),
    "_nearest": set(),
    "_rate": set(),
    "progress": {"_lazy"},
    "models": {"_display", "_lazy", "_nearest"},
    "_error_text": {"_display"},
    "_words": {"_error_text", "_nearest"},
    "_client_habits": {"_words"},
    "_unfetched": {"_words"},
    "policy": {"_arns", "_display", "_lazy", "_nearest", "models"},
    "events": {"_display", "_lazy", "models"},
    "_client_error": set(),
    "errors": {"_client_error", "_error_text", "_lazy", "models"},
    "_meter": {"errors", "progress"},
    "listing": {"_display", "_lazy", "_words", "models"},
    "pace": {"_event_loops", "_lazy", "_rate", "errors"},
    "_transport": {
        "_display",
        "_error_text",
        "_event_loops",
        "_version",
        "_words",
        "errors",
        "models",
        "pace",
    },
    "filters": {"_display", "_lazy", "_nearest", "errors", "events", "models"},
    "pagination": {"_display", "_lazy", "_meter", "_unfetched", "errors", "listing", "models"},
    "emulator": {"_arns", "_display", "_lazy", "_version", "filters", "models", "policy"},
    "operations": {
        "_error_text",
        "_lazy",
        "_nearest",
        "_words",
        "errors",
        "filters",
        "models",
        "pagination",
    },
    "client": {"_client_habits", "_lazy", "_transport", "errors", "operations", "pace"},
    # The package itself hands on the names that most programs need.
    "__init__": {
        "_lazy",
        "_version",
        "client",
        "errors",
        "filters",
        "listing",
        "models",
        "pagination",
    },
    "cli": {"_display", "_version", "client", "emulator", "errors", "filters", "models", "policy"},
    "workflows": {
        "_arns",
        "_display",
        "_error_text",
        "_event_loops",
        "_lazy",
        "_meter",
        "_unfetched",
        "_words",
        "client",
        "errors",
        "events",
        "filters",
        "listing",
        "models",
        "operations",
        "pagination",
        "progress",
    },
    "frames": {
        "_arns",
        "_display",
        "_lazy",
        "_words",
        "errors",
        "models",
        "pagination",
        "policy",
        "progress",
        "workflows",
    },
    "otel": {"_lazy", "_transport", "_version", "client"},
    "pytest_plugin": {"client", "emulator"},
}

# The same for the rooms inside a layer: its modules, and its folders as one each.
ROOMS: dict[str, dict[str, set[str]]] = {
    "_transport": {
        "__init__": set(),
        "calls": set(),
        "data_files": set(),
        "_requests": set(),
        "_sending": {"calls"},
        "configuration": {"_sending"},
        "links": set(),
        "watching": {"calls"},
        "_failures": {"_sending", "configuration"},
        "connection": {
            "_failures",
            "_requests",
            "_sending",
            "calls",
            "configuration",
            "data_files",
            "links",
        },
    },
    "policy": {
        "errors": set(),
        "_language": {"errors"},
        "_trusted_keys": {"_language"},
        "results": {"_language"},
        "_analysis": {"_language", "errors", "results"},
        "_validation": {"_analysis", "_language", "errors"},
        "layers": {"_language", "errors"},
        "_resource_forms": {"_analysis", "_language", "_trusted_keys", "errors"},
        "_sides": {"_language", "errors", "layers"},
        "_zone": {"_analysis", "_language", "_trusted_keys", "_validation", "errors", "results"},
        "checks": {
            "_analysis",
            "_language",
            "_resource_forms",
            "_sides",
            "_trusted_keys",
            "errors",
            "layers",
            "results",
        },
        "_views": {"_language", "results"},
        "differences": {"_analysis", "_language", "_sides", "_views", "layers", "results"},
        "redundancy": {"_analysis", "_language", "layers", "results"},
        "validation": {"_language", "_validation", "_views", "errors"},
        "zone_of_trust": {"_language", "_validation", "_views", "_zone", "errors", "results"},
        "__init__": {
            "_language",
            "_validation",
            "checks",
            "differences",
            "errors",
            "layers",
            "redundancy",
            "results",
            "validation",
            "zone_of_trust",
        },
    },
    "filters": {
        "_wire_values": set(),
        "_keys": {"_wire_values"},
        "_criteria": {"_keys", "_wire_values"},
        "_misuse": {"_keys"},
        "_operators": {"_criteria", "_keys", "_misuse", "_wire_values"},
        "_evaluation": {"_criteria", "_keys", "_wire_values"},
        "_event_patterns": {"_criteria", "_evaluation", "_keys", "_wire_values"},
        "_attributes": {"_keys", "_misuse", "_operators"},
        "_filter": {"_criteria", "_evaluation", "_misuse", "_operators"},
        "_finding_filters": {"_attributes", "_event_patterns", "_filter", "_keys", "_operators"},
        "__init__": {
            "_criteria",
            "_evaluation",
            "_filter",
            "_finding_filters",
            "_keys",
            "_operators",
        },
    },
    "emulator": {
        "_protocol": set(),
        "call_log": set(),
        "clock": set(),
        "event_log": set(),
        "_findings": {"_protocol"},
        "_faults": {"_protocol"},
        "faults": {"_faults", "_protocol"},
        "_account": {"_findings", "_protocol", "clock", "event_log"},
        "_snapshot": {"_account", "_findings", "_protocol", "clock"},
        "_arguments": {"_account"},
        "_control_api": {"_account", "_protocol"},
        "_transports": {"_control_api", "_protocol"},
        "_handlers": {"_account", "_findings", "_protocol"},
        "_scenarios": {"_account", "_findings", "_protocol"},
        "_service": {"_account", "_handlers", "_protocol", "call_log", "faults"},
        "_controls": {"_account", "_scenarios", "event_log"},
        "emulator": {
            "_account",
            "_control_api",
            "_controls",
            "_protocol",
            "_service",
            "_snapshot",
            "_transports",
            "call_log",
            "clock",
            "faults",
        },
        "__init__": {
            "_account",
            "_protocol",
            "_scenarios",
            "_snapshot",
            "call_log",
            "clock",
            "emulator",
            "event_log",
            "faults",
        },
        "__main__": {"_arguments", "_control_api", "_snapshot", "clock", "emulator"},
    },
    "_display": {
        "layout": set(),
        "text": set(),
        "words": set(),
        "limits": {"layout", "text", "words"},
        "html": {"layout", "limits"},
        "terminal": {"layout", "limits", "words"},
        "shown": {"html", "layout", "terminal"},
        "__init__": {"text"},
    },
    "frames": {
        "_ages": set(),
        "_narrowing": set(),
        "_sources": set(),
        "_charts": {"_ages", "_sources"},
        "_reports": {"_ages", "_sources"},
        "_tables": {"_sources"},
        "charts": {"_ages", "_charts"},
        "privileges": {"_narrowing"},
        "reports": {"_ages", "_reports", "_sources"},
        "tables": {"_sources", "_tables"},
        "__init__": {"privileges", "reports", "tables"},
    },
    "workflows": {
        "_archiving": set(),
        "_jobs": set(),
        "_meter": set(),
        "_plan": set(),
        "_resource_kinds": set(),
        "_store": set(),
        "_hydration": {"_meter"},
        "archiving": {"_archiving", "_meter"},
        "_changes": {"_hydration", "_store"},
        "changes": {"_changes", "_hydration", "_store"},
        "desired_state": {"_plan"},
        "hydration": {"_hydration", "_meter"},
        "jobs": {"_jobs"},
        "previews": {"_resource_kinds"},
        "store": {"_changes", "_hydration", "_store", "changes"},
        "_syncing": {"_meter", "changes", "hydration", "store"},
        "sync": {"_meter", "_syncing", "changes", "hydration", "store"},
        "__init__": {
            "archiving",
            "changes",
            "desired_state",
            "hydration",
            "jobs",
            "previews",
            "store",
            "sync",
        },
    },
}

# Arrows that run upward after all, and why each has to. Nothing is imported before it is called.
UPWARD: dict[tuple[str, str], str] = {
    ("listing", "frames"): "a listing becomes a frame where one asks it to: listing.to_polars()",
}

# Private modules that another layer reaches into, and why it does.
REACHES: dict[tuple[str, str], str] = {
    ("_transport", "models/_base.py"): "a request's members under their names on the wire",
    ("cli", "policy/_language/reading.py"): "files are read as policies are: to the limit, no more",
    ("emulator", "filters/_keys.py"): "which operation takes which key is known once",
    ("emulator", "models/_base.py"): "parameters stand in paths under their wire names",
    ("emulator", "models/_finding_types.py"): "which details a type of finding has, known once",
    ("events", "models/_faces/findings.py"): "an event and its finding have the same headline",
    ("events", "models/_faces/lines.py"): "an event and its finding have the same short id",
    ("events", "models/_faces/members.py"): "an event that was not validated shows as a model does",
    ("events", "models/_faces/words.py"): "an event and its finding show in the same words",
    ("events", "models/_preview_facts.py"): "no event loads all resource configurations",
    ("events", "models/_types.py"): "an enum of events is as open as one of the models",
    ("errors", "models/_base.py"): "a response that an error keeps, without loading a noun",
    ("filters", "models/_base.py"): "members are looked up on models by their wire names",
    ("filters", "models/_filter_forms.py"): "a filter is refused in the same words everywhere",
    ("filters", "models/_finding_types.py"): "which details a type of finding has, known once",
    ("filters", "models/_unions.py"): "details nobody knows yet are looked through too",
    ("frames", "models/_finding_facts.py"): "findings that hold their own details, known once",
    ("frames", "models/_finding_types.py"): "which details a type of finding has, known once",
    ("frames", "policy/_language/documents.py"): "a policy to be cut down is read as any other is",
    ("frames", "policy/_language/json_values.py"): "one value or several, told as everywhere",
    ("frames", "policy/_validation/globs.py"): "what a pattern of actions covers, known once",
    ("frames", "policy/_validation/located_json.py"): "a policy is changed where its actions stand",
    ("frames", "workflows/_meter.py"): "progress is told in the same way everywhere",
    ("listing", "models/_faces/rows.py"): "a listing and a page of one show in the same columns",
    ("operations", "models/_policy_files.py"): "a model would read files on the event loop",
    ("policy", "models/_policy_files.py"): "how much is read of a file, known once",
    ("workflows", "models/_faces/findings.py"): "a change is headed as its finding is",
    ("workflows", "models/_faces/lines.py"): "a change names a finding by the id that it shows",
    ("workflows", "models/_faces/members.py"): "what a member said, and says, shows as ever",
    ("workflows", "models/_faces/words.py"): "a change shows a finding in the words of findings",
    ("workflows", "operations/_value_words.py"): "a value is refused in the same words everywhere",
}

# Who imports botocore and aiobotocore, and who for type checkers alone.
BOTOCORE = {"_transport", "emulator"}
FOR_CHECKERS = {"client"}

# What a layer imports besides the standard library and our own.
DEPENDENCIES: dict[str, set[str]] = {
    "_arns": set(),
    "_client_habits": set(),
    "_display": {"rich"},  # whose text is made where rich asks for it
    "_error_text": set(),
    "_lazy": set(),
    "_nearest": set(),
    "_unfetched": set(),
    "_words": set(),
    "_client_error": {"botocore"},
    "errors": set(),
    "events": {"pydantic", "pydantic_core"},
    "filters": set(),
    "models": {"pydantic", "pydantic_core"},
    "operations": {"anyio", "pydantic", "pydantic_core"},
    "otel": {"opentelemetry"},
    "_meter": {"anyio"},
    "listing": set(),
    "pagination": set(),
    "workflows": {"anyio", "pydantic", "pydantic_core"},
    "policy": set(),
    "progress": {"rich", "tqdm"},  # whose bars are imported where one is made
}

MOST_LINES = 400
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}


def layer(module: Path) -> str:
    """The layer that a module belongs to: a module at the top, or a package."""
    return module.parts[0].removesuffix(".py")


def room(module: Path) -> str:
    """The room of its layer that a module belongs to."""
    return module.parts[1].removesuffix(".py")


def arrows(module: Path, imported: Iterable[Import]) -> set[tuple[str, str]]:
    """The layers, and the rooms of its own layer, that a module imports from."""
    found: set[tuple[str, str]] = set()
    for one in imported:
        if one.top != NAME:
            continue
        target = module_named(one.name)
        if layer(target) != layer(module):
            found.add((layer(module), layer(target)))
        elif layer(module) in ROOMS and room(target) != room(module):
            found.add((f"{layer(module)}/{room(module)}", f"{layer(module)}/{room(target)}"))
    return found


def is_private(parts: tuple[str, ...]) -> bool:
    """Whether one of the names on the way to a module says that it is nobody else's."""
    return any(part.startswith("_") and part != "__init__" for part in parts)


def drawn() -> set[tuple[str, str]]:
    """All arrows of the two tables."""
    between = {(one, other) for one, below in LAYERS.items() for other in below}
    inside = {
        (f"{package}/{one}", f"{package}/{other}")
        for package, rooms in ROOMS.items()
        for one, below in rooms.items()
        for other in below
    }
    return between | inside | UPWARD.keys()


def test_every_import_runs_downward() -> None:
    upward = {
        str(module): sorted(arrows(module, imports_of(module)) - drawn()) for module in MODULES
    }
    assert {module: found for module, found in upward.items() if found} == {}


def test_every_arrow_that_is_drawn_is_there() -> None:
    there = {arrow for module in MODULES for arrow in arrows(module, imports_of(module))}
    assert drawn() - there == set()


def test_every_module_has_its_place() -> None:
    assert {layer(module) for module in MODULES} == LAYERS.keys()
    for package, rooms in ROOMS.items():
        assert {room(module) for module in MODULES if layer(module) == package} == rooms.keys()


@pytest.mark.parametrize("table", [LAYERS, *ROOMS.values()], ids=["layers", *ROOMS])
def test_no_arrows_run_in_a_circle(table: dict[str, set[str]]) -> None:
    TopologicalSorter(table).prepare()


def test_no_modules_import_each_other_in_a_circle() -> None:
    # The package itself hands on names when they are asked for, and is imported by nobody.
    graph = {
        module: {
            target
            for one in imports_of(module)
            if one.top == NAME
            and not one.checkers_only
            and (layer(module), layer(target := module_named(one.name))) not in UPWARD
        }
        - {module}
        for module in MODULES
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(map(str, error.args[1])))


def test_a_private_module_is_reached_from_its_own_layer_or_for_a_reason() -> None:
    reaches = set[tuple[str, str]]()
    for module in MODULES:
        for one in imports_of(module):
            target = module_named(one.name) if one.top == NAME else module
            inside = target.with_suffix("").parts[1:]
            if layer(target) != layer(module) and is_private(inside):
                reaches.add((layer(module), str(target)))
    assert reaches == REACHES.keys()


def test_botocore_is_known_to_the_transport_and_the_emulator_alone() -> None:
    for module in MODULES:
        found = [
            one for one in imports_of(module) if one.top in {"aiobotocore", "botocore", "boto3"}
        ]
        if layer(module) in FOR_CHECKERS:
            assert all(one.checkers_only for one in found), module
        elif module == Path("_client_error.py"):
            assert {one.name for one in found} == {"botocore.exceptions.ClientError"}
        elif layer(module) not in BOTOCORE:
            assert found == [], module


@pytest.mark.parametrize("name", DEPENDENCIES)
def test_a_lower_layer_needs_little(name: str) -> None:
    needed = {one.top for module in MODULES if layer(module) == name for one in imports_of(module)}
    assert needed - sys.stdlib_module_names - {NAME} == DEPENDENCIES[name]


def test_a_file_is_named_for_what_is_in_it_and_fits_on_a_few_screens() -> None:
    for module in MODULES:
        assert not {part.removesuffix(".py") for part in module.parts} & NAMES_OF_NOTHING
        assert len(source_of(module).splitlines()) <= MOST_LINES, module


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("models/tags.py", "from aa_sdk.errors import InvalidField"),
        ("models/tags.py", "from aa_sdk import InvalidField"),
        ("errors.py", "import aa_sdk.client"),
        ("filters/_keys.py", "def f():\n    from aa_sdk.operations import tags"),
        ("filters/_keys.py", "from aa_sdk.filters._criteria.merging import merged"),
        ("policy/checks.py", "from aa_sdk.errors import InvalidField"),
        ("policy/_language/documents.py", "from aa_sdk.policy._analysis.budget import Budget"),
        ("operations/tags.py", "from aa_sdk._transport.connection import Connection"),
        ("operations/tags.py", "from importlib import import_module\nimport_module('aa_sdk.cli')"),
        ("client.py", "from aa_sdk.emulator import Emulator"),
        ("_transport/_sending/hooks.py", "if TYPE_CHECKING:\n    from aa_sdk.client import X"),
        ("emulator/_handlers/tags.py", "from aa_sdk.client import AccessAnalyzerClient"),
        ("emulator/_findings/records.py", "from aa_sdk.emulator._handlers import tags"),
        (
            "emulator/_protocol/errors.py",
            "from aa_sdk.emulator._findings import store",
        ),
    ],
)
def test_an_import_that_runs_upward_is_noticed(module: str, source: str) -> None:
    assert (PACKAGE / module).exists()
    assert arrows(Path(module), imports(source)) - drawn() != set()
