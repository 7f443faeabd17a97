"""Templates and plans for tests, and what is found in them."""

import json
import re
from pathlib import Path
from typing import Any

from aa_sdk.cli._sources.finding import find_policies
from aa_sdk.cli._sources.found import Found
from aa_sdk.cli._sources.templates import policies_in_template
from aa_sdk.cli._sources.terraform import policies_in_plan
from aa_sdk.cli._sources.yaml_documents import YamlDocument
from tests.policy.statements import allow, policy

NARROW = policy(allow(Sid="Narrow", Resource="arn:aws:s3:::amber/*"))
OPEN = policy(allow(Sid="Open", Principal="*", Resource="arn:aws:s3:::amber/*"))


def in_file(folder: Path, name: str, content: Any) -> Found:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return find_policies([str(path)])


def in_yaml(text: str) -> Found:
    return policies_in_template(YamlDocument(text), "t.yaml")


def in_resource(resource_type: str, **properties: Any) -> Found:
    """What is found in a template of one resource, called `It`."""
    resource = {"Type": resource_type, "Properties": properties}
    return in_template({"Resources": {"It": resource}})


def in_template(template: Any) -> Found:
    return in_yaml(json.dumps(template))


def addresses(found: Found) -> dict[str | None, str]:
    """What was found, with the reason of what is not known."""
    known = {one.address: "" for one in found.policies}
    return known | {one.address: one.reason for one in found.unresolved}


def texts(found: Found) -> list[Any]:
    return [json.loads(one.text) for one in found.policies]


def resource(
    address: str, *, unknown: Any = None, configured: Any = None, **values: Any
) -> dict[str, Any]:
    """A resource of a plan, with what is said of it elsewhere."""
    kind, name = re.sub(r'\[("[^"]*"|[0-9]+)\]', "", address).split(".")[-2:]
    sensitive = values.pop("sensitive_values", {})
    return {
        "planned": {
            "address": address,
            "mode": values.pop("mode", "managed"),
            "type": kind,
            "name": name,
            "values": values,
            "sensitive_values": sensitive,
        },
        "change": {"address": address, "change": {"after_unknown": unknown or {}}},
        "configured": {"address": f"{kind}.{name}", "expressions": configured or {}},
    }


def in_plan(*resources: dict[str, Any], **more: Any) -> Found:
    plan = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [one["planned"] for one in resources]}},
        "resource_changes": [one["change"] for one in resources],
        "configuration": {"root_module": {"resources": [one["configured"] for one in resources]}},
        **more,
    }
    return policies_in_plan(plan, "plan.json")
