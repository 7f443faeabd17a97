"""YAML as CloudFormation reads it: functions behind tags, and places from the nodes.

Nothing is constructed but JSON. Aliases are followed, and what they would blow up is refused before
anybody walks through it.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from aa_sdk.cli._sources.documents import NotText, Path
from aa_sdk.cli._sources.reading import UnreadableError
from aa_sdk.policy._validation.located_json import MOST_LEVELS
from aa_sdk.policy._validation.places import Place

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST = 2 << 20
_TAG = "tag:yaml.org,2002:"
_TEXTS = frozenset(_TAG + name for name in ("str", "timestamp", "value"))
_MERGE = _TAG + "merge"
# Other notations of numbers are not what they look like: 0644 is 420, and 12:30 is 750.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,999})")
_FRACTION = re.compile(r"[-+]?(0|[1-9][0-9]{0,99})\.[0-9]{1,99}")
_BOOLEANS = {
    **dict.fromkeys(("yes", "true", "on"), True),
    **dict.fromkeys(("no", "false", "off"), False),
}


class _Part(NamedTuple):
    """A node's value, and how much of it there is once aliases are followed."""

    value: Any
    size: int
    height: int


class YamlDocument:
    """A text that is one YAML document.

    Args:
        text: The text.

    Raises:
        UnreadableError: It is not, or it has a key twice, a key that is no text, or an alias that
            holds itself; it is nested too deeply, or aliases make too much of it.
    """

    def __init__(self, text: str) -> None:
        self._root = _composed(text)
        self._parts: dict[int, _Part | None] = {}
        self._members: dict[int, dict[str, Node]] = {}
        self._merges = 0
        self.value: Any = None if self._root is None else self._part(self._root, 0).value

    def places(self, paths: Iterable[Path]) -> dict[Path, Place]:
        """Return where parts of it stand."""
        return {path: _place(self._node(path)) for path in paths}

    def _node(self, path: Path) -> Any:
        node: Any = self._root
        for step in path:
            if step == _function(node.tag):
                continue
            node = node.value[step] if isinstance(step, int) else self._members_of(node)[step]
        return node

    def _part(self, node: Node, level: int) -> _Part:
        if id(node) not in self._parts:
            if level > MOST_LEVELS:
                raise _fault("nested too deeply", node)
            self._parts[id(node)] = None
            self._parts[id(node)] = self._made(node, level)
        part = self._parts[id(node)]
        if part is None:
            raise _fault("an alias that holds itself", node)
        if level + part.height > MOST_LEVELS:
            raise _fault("nested too deeply", node)
        return part

    def _made(self, node: Node, level: int) -> _Part:
        value: Any
        parts: list[_Part] = []
        size = 1
        if isinstance(node, SequenceNode):
            parts = [self._part(one, level + 1) for one in node.value]
            value = [one.value for one in parts]
        elif isinstance(node, MappingNode):
            members = self._members_of(node)
            parts = [self._part(one, level + 1) for one in members.values()]
            value = dict(zip(members, (one.value for one in parts), strict=True))
            size += sum(map(len, members))
        else:
            value = _scalar(node)
            size += len(node.value)
        size += sum(one.size for one in parts)
        if size > _MOST:
            raise _fault("its aliases make too much of it", node)
        height = max((one.height + 1 for one in parts), default=0)
        return _Part(_tagged(node, value), size, height)

    def _members_of(self, node: Any) -> dict[str, Node]:
        if id(node) not in self._members:
            self._members[id(node)] = {}  # for a mapping that is merged into itself
            self._members[id(node)] = self._merged(node)
        return self._members[id(node)]

    def _merged(self, node: Any) -> dict[str, Node]:
        merged: dict[str, Node] = {}
        own: dict[str, Node] = {}
        for key, value in node.value:
            if key.tag == _MERGE:
                sources = value.value if isinstance(value, SequenceNode) else [value]
                for one in reversed(sources):
                    if not isinstance(one, MappingNode):
                        raise _fault("<< merges what is no mapping", key)
                    merged |= self._members_of(one)
            elif not isinstance(key, ScalarNode):
                raise _fault("a key that is no text", key)
            elif key.value in own:
                raise _fault("a key stands twice", key)
            else:
                own[key.value] = value
        self._merges += len(merged)
        if self._merges > _MOST:
            raise _fault("its merges make too much of it", node)
        return merged | own


def _composed(text: str) -> Node | None:
    try:
        root: Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unreadable(error.problem or "not YAML", mark) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableError("not YAML") from error
    return root


def _fault(reason: str, node: Node) -> UnreadableError:
    return _unreadable(reason, node.start_mark)


def _unreadable(reason: str, mark: Any) -> UnreadableError:
    at = (mark.line + 1, mark.column + 1) if mark else None
    return UnreadableError(f"not YAML for CloudFormation: {reason}", at=at)


def _function(tag: str) -> str:
    """Return the long name of the function that a tag stands for."""
    if tag == "!Ref":
        return "Ref"
    return f"Fn::{tag[1:]}" if tag.startswith("!") and len(tag) > 1 else ""


def _tagged(node: Node, value: Any) -> Any:
    """Return a value as its tag has it: of those of YAML, sets and the like are not JSON."""
    tag: str = node.tag
    if function := _function(tag):
        return {function: value}
    is_plain = isinstance(node, ScalarNode) or tag.removeprefix(_TAG) in {"map", "seq", "!"}
    return value if is_plain else NotText(f"!!{tag.removeprefix(_TAG)}")


def _scalar(node: Node) -> Any:
    tag: str = node.tag
    text: str = node.value
    if tag.startswith("!") or tag in _TEXTS:
        return text
    kind = tag.removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return _BOOLEANS.get(text.lower(), NotText(text))
    if kind == "int" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "float" and _FRACTION.fullmatch(text):
        return float(text)
    return NotText(text)


def _place(node: Node) -> Place:
    start, end = node.start_mark, _end(node)
    return Place(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _end(node: Any) -> Any:
    """Return where a node ends: in block style the mark is that of what comes next."""
    while node.value and not isinstance(node, ScalarNode) and not node.flow_style:
        last = node.value[-1]
        last = last[1] if isinstance(node, MappingNode) else last
        if last.start_mark.index < node.start_mark.index:  # an alias
            break
        node = last
    return node.end_mark
