"""Policies in files, whatever kind of file it is."""

import json
import os.path
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from aa_sdk.cli._documents import STDIN, name_of
from aa_sdk.cli._sources.arguments import files_of
from aa_sdk.cli._sources.documents import Document, JsonDocument
from aa_sdk.cli._sources.drafts import Draft, found_in
from aa_sdk.cli._sources.found import Found, FoundPolicy, Unresolved
from aa_sdk.cli._sources.intrinsics import DependsError, Resolver
from aa_sdk.cli._sources.reading import UnreadableError, read
from aa_sdk.cli._sources.shapes import (
    hides_statements,
    is_plan,
    is_policy,
    is_stack_policy,
    is_template,
)
from aa_sdk.cli._sources.templates import policies_in_template
from aa_sdk.cli._sources.terraform import policies_in_plan
from aa_sdk.cli.running import CommandError
from aa_sdk.models._policy_files import MAX_BYTES
from aa_sdk.policy._validation.places import StatementPlaces

_TREE = b'"tree-0.1"'  # what the CDK writes beside templates, with all that is in them
_YAML = frozenset({".yaml", ".yml"})
_WORDS = (b"Statement", b"Resources", b"format_version")


def find_policies(
    arguments: Sequence[str], said: Mapping[str, str] = MappingProxyType({})
) -> Found:
    """Find policies in files, of which each is read once.

    Args:
        arguments: Files, `-` for stdin, folders, and patterns. In folders, and among what a
            pattern fits, a file that holds no policy is passed over.
        said: The values of parameters of templates, by name.

    Raises:
        CommandError: The only file that was named cannot be read, or there is none.
    """
    found: list[Found] = []
    files = files_of(arguments)
    waiting = [*files]
    for source in waiting:  # which grows by the templates of nested stacks
        try:
            part = _found_in(source, name_of(source), said, is_named=files[source])
        except UnreadableError as error:
            if len(arguments) == 1 and source == waiting[0] and files[source]:
                raise CommandError(f"{name_of(source)}: {error}") from error
            if files[source] or _may_hold_policies(error.head):
                found.append(_fault(name_of(source), error))
            continue
        part, others = _without_nested(part, source)
        found.append(part)
        waiting += [one for one in others if one not in files]
        files |= dict.fromkeys(others, True)
    return _with_own_names(found)


def find_policy(file: str) -> FoundPolicy:
    """Find the only policy of a file.

    Args:
        file: Its path; `-` for stdin.

    Raises:
        CommandError: It cannot be read, or holds several policies, or one that is not resolved.
    """
    found = find_policies([file])
    if found.unresolved:
        first = found.unresolved[0]
        raise CommandError(f"{first.name}: {first.reason}")
    if len(found.policies) != 1:
        told = f"{len(found.policies):,} policies" if found.policies else "no policy"
        raise CommandError(f"{name_of(file)}: {told} in it, and one is needed")
    return found.policies[0]


def _may_hold_policies(head: bytes) -> bool:
    """Tell whether a file that cannot be read, and began so, may hold what has to be checked."""
    plain = head.replace(b"\0", b"")  # which UTF-16 has between the letters
    return not head or (any(one in plain for one in _WORDS) and _TREE not in plain[:100])


def _fault(name: str, error: UnreadableError) -> Found:
    return Found((), (Unresolved(name, name, None, error.reason, error.place),))


def _without_nested(found: Found, source: str) -> tuple[Found, Sequence[str]]:
    """Take out what is in templates that are there to be read, and name these."""
    others: dict[str, None] = {}
    rest: list[Unresolved] = []
    for one in found.unresolved:
        folder = Path(source).parent.as_posix()
        nested = posixpath.normpath(posixpath.join(folder, one.file)) if one.file else ""
        if nested and source != STDIN and os.path.isfile(nested):  # noqa: PTH113 (takes any name)
            others[nested] = None
        else:
            rest.append(one)
    return replace(found, unresolved=tuple(rest)), [*others]


def _with_own_names(found: Sequence[Found]) -> Found:
    """Put all together, under names of which none stands twice."""
    names: set[str] = set()

    def own(name: str) -> str:
        while name in names:
            name += "*"
        names.add(name)
        return name

    policies = [replace(one, name=own(one.name)) for part in found for one in part.policies]
    unresolved = [replace(one, name=own(one.name)) for part in found for one in part.unresolved]
    return Found(tuple(policies), tuple(unresolved), sum(one.holders for one in found))


def _found_in(source: str, name: str, said: Mapping[str, str], *, is_named: bool) -> Found:
    text = read(source)
    if not text.strip():
        return _nothing_in_blank(is_passed_over=not is_named and Path(source).suffix in _YAML)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if Path(source).suffix == ".json" or text.lstrip()[:1] in {"{", "["}:
            raise _not_json(error, text) from error
        return _found_in_yaml(text, name, said, is_named=is_named)
    return _found_in_json(text, value, name, said, is_named=is_named)


def _found_in_json(
    text: str, value: Any, name: str, said: Mapping[str, str], *, is_named: bool
) -> Found:
    if is_plan(value):
        return policies_in_plan(value, name)
    if len(text) > MAX_BYTES:
        raise UnreadableError("a document of more than 1 MiB", text.encode())
    if is_template(value):
        return _found_in_template(text, name, said)
    if is_stack_policy(value):
        return _nothing_in_stack_policy(is_named=is_named)
    if is_named or is_policy(value):
        return Found((FoundPolicy(name, name, None, text, StatementPlaces(text)),), ())
    return _nothing_in(value)


def _found_in_template(text: str, name: str, said: Mapping[str, str]) -> Found:
    try:
        document = JsonDocument(text)
    except json.JSONDecodeError as error:
        raise _not_json(error, text) from error
    return policies_in_template(document, name, said)


def _found_in_yaml(text: str, name: str, said: Mapping[str, str], *, is_named: bool) -> Found:
    # Policies in JSON come sooner without.
    from aa_sdk.cli._sources.yaml_documents import YamlDocument

    try:
        document = YamlDocument(text)
    except UnreadableError as error:
        error.head = text.encode()
        raise
    if is_template(document.value):
        return policies_in_template(document, name, said)
    if is_policy(document.value):
        return _policy_in_yaml(document, name)
    if is_named:
        raise UnreadableError("no policy, and no template")
    return _nothing_in(document.value)


def _nothing_in_blank(*, is_passed_over: bool) -> Found:
    """Refuse a file that something was meant to be in; a blank one is good YAML."""
    if is_passed_over:
        return Found((), ())
    raise UnreadableError("it is empty")


def _nothing_in_stack_policy(*, is_named: bool) -> Found:
    if is_named:
        raise UnreadableError("a stack policy of CloudFormation, which is none of IAM")
    return Found((), ())


def _nothing_in(value: Any) -> Found:
    """Return nothing, unless a policy would be passed over with the file."""
    if hides_statements(value):
        raise UnreadableError("statements in it, but it is no policy, no template and no plan")
    return Found((), ())


def _policy_in_yaml(document: Document, name: str) -> Found:
    try:
        draft = Draft((), Resolver({}, {}).resolve(document.value, ()))
    except DependsError as error:
        draft = Draft((), reason=str(error), at=error.path)
    found = found_in(document, name, [draft])
    return Found(
        tuple(replace(one, name=name, address=None, is_rewritten=True) for one in found.policies),
        tuple(replace(one, name=name, address=None) for one in found.unresolved),
    )


def _not_json(error: Exception, text: str) -> UnreadableError:
    if isinstance(error, json.JSONDecodeError):
        at = (error.lineno, error.colno)
        return UnreadableError(f"not JSON: {error.msg}", text.encode(), at)
    return UnreadableError("not JSON", text.encode())
