"""What policies are compared with: one policy, the same in another file, or their own past."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aa_sdk.cli._checks.revisions import Revision
from aa_sdk.cli._sources.finding import find_policies
from aa_sdk.cli._sources.found import Found, FoundPolicy
from aa_sdk.cli.running import CommandError

_Texts = dict[str, str]
Find = Callable[[Sequence[str]], Found]
"""What finds policies in files."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What policies are compared with."""

    label: str
    """How an error calls it: a file, or `its version in main`."""
    one: str | None = None
    """The policy that all are compared with."""
    by_name: Mapping[str, str] = field(default_factory=_Texts)
    """The policies that some are compared with, by the names of these."""
    unreadable: Mapping[str, str] = field(default_factory=_Texts)
    """Why others cannot be compared, by name. Policies that are nowhere here are new."""
    former: Mapping[str, str] = field(default_factory=_Texts)
    """What those are compared with whose file has another name now, by name: `old.json in main`."""

    def label_of(self, name: str) -> str:
        """Say what a policy is compared with.

        Args:
            name: The policy's name.
        """
        return self.former.get(name, self.label)


def earlier_in_file(
    existing: str, policies: Sequence[FoundPolicy], find: Find = find_policies
) -> Earlier:
    """Compare with what a file holds: a policy with all, those of a template by their addresses.

    Args:
        existing: The file.
        policies: What is compared.
        find: Finds policies in a file.

    Raises:
        CommandError: The file cannot be read, or it is not clear which policy in it is meant.
    """
    found = find([existing])
    whole = [one for one in found.policies if one.address is None]
    if len(whole) == 1 and len(found.policies) == 1 and not found.unresolved:
        return Earlier(whole[0].path, one=whole[0].text)
    if whole or len({one.path for one in found.policies}) > 1:
        raise CommandError(f"{existing}: name one file to compare with, not several")
    plain = next((one for one in policies if one.address is None), None)
    if plain is not None:
        raise CommandError(
            f"{existing} holds {len(found.policies) + len(found.unresolved)} policies, and "
            f"{plain.name} is one: compare it with a file that holds one policy"
        )
    by_name, unreadable = _matched(found, policies)
    return Earlier(existing, by_name=by_name, unreadable=unreadable)


def earlier_in_revision(
    base: str, policies: Sequence[FoundPolicy], find: Find = find_policies
) -> Earlier:
    """Compare each policy with what it was in a revision of git.

    Args:
        base: The revision.
        policies: What is compared.
        find: Finds policies in a file.

    Raises:
        CommandError: There is no such revision to compare with.
    """
    revision = Revision(base)
    by_name: _Texts = {}
    unreadable: _Texts = {}
    paths: dict[str, list[FoundPolicy]] = {}
    for one in policies:
        if one.path == "stdin":
            raise CommandError("--base: what comes from stdin has no version in git")
        paths.setdefault(one.path, []).append(one)
    former: _Texts = {}
    versions = revision.find([Path(path) for path in paths])
    for path, those in paths.items():
        version = versions.get(Path(path))
        if version is None:
            continue
        if version.former is not None:
            former |= {one.name: f"{version.former} in {base}" for one in those}
        content = revision.read(Path(path), version)
        try:
            found = _found_in(content, Path(version.former or path).name, find)
        except CommandError as error:
            unreadable.update({one.name: str(error) for one in those})
            continue
        matched, faults = _matched(found, those)
        by_name |= matched
        unreadable |= faults
    return Earlier(f"its version in {base}", by_name=by_name, unreadable=unreadable, former=former)


def _found_in(content: bytes, name: str, find: Find) -> Found:
    """Find policies in a file that is no longer there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        try:
            return find([str(path)])
        except CommandError as error:
            reason = str(error).replace(path.as_posix(), name).replace(folder, "")
            raise CommandError(reason) from error


def _matched(found: Found, policies: Sequence[FoundPolicy]) -> tuple[_Texts, _Texts]:
    """Put texts, and why there are none, under the names of the policies of the same addresses."""
    texts = {one.address: one.text for one in found.policies}
    faults = {one.address: one.reason for one in found.unresolved}
    by_name: _Texts = {}
    unreadable: _Texts = {}
    for one in policies:
        fault = faults.get(one.address) or faults.get(None)
        if fault is not None:
            unreadable[one.name] = fault
        elif one.address in texts:
            by_name[one.name] = texts[one.address]
    return by_name, unreadable
