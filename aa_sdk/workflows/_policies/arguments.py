"""What callers ask, read and seen to before anything is done."""

from collections.abc import AsyncIterable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, Final, cast, get_args

from aa_sdk._words import did_you_mean, got, quoted, several
from aa_sdk.errors import InvalidField, InvalidRequestError
from aa_sdk.models import (
    Access,
    AccessCheckPolicyType,
    AccessCheckResourceType,
    PolicyType,
    Texts,
    ValidatePolicyResourceType,
)
from aa_sdk.policy import (
    ActionCatalogue,
    InvalidPolicyError,
    Policy,
    PolicyError,
    UnsupportedPolicyError,
    check_access_not_granted,
)
from aa_sdk.workflows._policies.checks import LIMIT, refuse_as_limit
from aa_sdk.workflows._policies.documents import Document, DocumentText, is_mapping
from aa_sdk.workflows._policies.inquiry import Inquiry, names_of
from aa_sdk.workflows._policies.parts import MOST_LISTED, parts_of

_CHECKED: Final = get_args(get_args(AccessCheckPolicyType)[0])
_POLICY_TYPES: Final = get_args(get_args(PolicyType)[0])
_RESOURCE_TYPES: Final = get_args(get_args(AccessCheckResourceType)[0])
_VALIDATED_TYPES: Final = get_args(get_args(ValidatePolicyResourceType)[0])
_ELEMENTS = frozenset({"Version", "Id", "Statement"})
_MEMBERS: Final = ("actions", "resources")
_NOTHING = {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}
_ACCESS = "access_not_granted"
_PUBLIC = "no_public_access"
_VALIDATED = "validate_as"
_DOCUMENTS = "JSON text, a mapping or a Path"

Wrong = Iterator[InvalidField]


def inquiry_of(
    policies: Any,
    *,
    new_access_against: Any,
    access_not_granted: Any,
    no_public_access: Any,
    validate: bool,
    validate_as: Any,
    policy_type: Any,
    catalogue: ActionCatalogue | None,
) -> Inquiry:
    """Read what is asked of documents; a file among it too, so that this is for a worker thread.

    Args:
        policies: As `check_policies` takes them, as everything else here. None is taken.
        new_access_against: See there.
        access_not_granted: See there.
        no_public_access: See there.
        validate: See there.
        validate_as: See there.
        policy_type: See there.
        catalogue: See there.

    Raises:
        InvalidRequestError: Something of it cannot be used.
    """
    limit = _limit_of(new_access_against)
    before = new_access_against if limit is None else None
    public_type, public_types = _types_of(no_public_access)
    validated_type, validated_types = _types_of(validate_as)
    asked = {LIMIT: new_access_against, _ACCESS: access_not_granted, _PUBLIC: no_public_access}
    access = _access_of(access_not_granted)
    wrong = [
        *_wrong_policies(policies),
        *_wrong_question(asked, validate=validate),
        *_wrong_policy_type(policy_type, asked),
        *([limit] if isinstance(limit, InvalidField) else ()),
        *_wrong_access(access_not_granted, access),
        *_wrong_resource_types(_PUBLIC, no_public_access, _RESOURCE_TYPES),
        *_wrong_resource_types(_VALIDATED, validate_as, _VALIDATED_TYPES),
    ]
    if not wrong:
        by_name = {LIMIT: before, _PUBLIC: public_types, _VALIDATED: validated_types}
        wrong += _wrong_names(policies, by_name)
    if wrong or isinstance(limit, InvalidField):
        raise InvalidRequestError(*wrong)
    return Inquiry(
        limit=limit,
        before=_by_name(before),
        access=() if access is None else parts_of(access),
        resource_type=public_type,
        resource_types=_by_name(public_types),
        validate=validate,
        validated_type=validated_type,
        validated_types=_by_name(validated_types),
        policy_type=policy_type,
        catalogue=_installed() if catalogue is None else catalogue,
    )


def _installed() -> ActionCatalogue:
    return ActionCatalogue.installed() or ActionCatalogue.empty()


def is_document(value: Any) -> bool:
    """Tell a document from a mapping of documents by name."""
    if is_mapping(value):
        keys = value.keys()
        return "Statement" in keys or (bool(keys) and keys <= _ELEMENTS)
    return isinstance(value, str | Path)


def _types_of(given: Any) -> tuple[Any, Any]:
    """Return the type of all, and the types by name, of which at most one is given."""
    return (None, given) if is_mapping(given) else (given, None)


def _by_name(given: Any) -> dict[str, Any] | None:
    return None if given is None else {str(name): value for name, value in given.items()}


def _wrong_policies(policies: Any) -> Wrong:
    reason = ""
    if isinstance(policies, Policy) or is_document(policies):
        reason = "is a single document: put it into a list, or into a mapping under its name"
        if isinstance(policies, Path):
            reason += "; of a folder, pass the files, as in folder.glob('*.json')"
    elif isinstance(policies, AsyncIterable):
        reason = "must be a mapping or an iterable, and is to be iterated by async for"
    elif not isinstance(policies, Iterable) or isinstance(policies, bytes):
        reason = f"must be a mapping or an iterable of documents{got(policies)}"
    if reason:
        yield InvalidField("policies", reason)


def _wrong_question(asked: Mapping[str, Any], *, validate: bool) -> Wrong:
    if not validate and all(value is None for value in asked.values()):
        yield InvalidField("", f"asks nothing: pass {', '.join(asked)} or validate=True")


def _wrong_policy_type(policy_type: Any, asked: Mapping[str, Any]) -> Wrong:
    if policy_type is None:
        return
    if policy_type not in _POLICY_TYPES:
        hint = did_you_mean(str(policy_type), _POLICY_TYPES)
        reason = hint.removeprefix(": ") or f"must be one of {', '.join(_POLICY_TYPES)}"
        yield InvalidField("policy_type", reason, policy_type)
        return
    for name, value in asked.items():
        if value is None:
            continue
        if policy_type not in _CHECKED:
            yield InvalidField(name, f"is not checked of a {policy_type}: leave it out")
        elif name == _PUBLIC and policy_type != "RESOURCE_POLICY":
            yield InvalidField(name, f"is for a RESOURCE_POLICY, and policy_type is {policy_type}")


def _limit_of(limit: Any) -> DocumentText | InvalidField | None:
    """Read what all policies are compared with; None where that is not one document."""
    if not is_document(limit):
        if limit is None or isinstance(limit, Mapping):
            return None
        reason = f"must be a document ({_DOCUMENTS}), or a mapping of documents by name"
        return InvalidField(LIMIT, reason + got(limit))
    try:
        text = DocumentText(limit)
        refuse_as_limit(text, text.policy_type)
    except InvalidPolicyError as error:
        return InvalidField(error.path or LIMIT, error.reason)
    return text


def _access_of(given: Any) -> Access | None:
    """Return access as a model; None where it is not given, or no such thing."""
    try:
        if isinstance(given, Access | Mapping):
            return Access.model_validate(given)
        if isinstance(given, AbstractSet):
            return Access(actions=sorted(cast("AbstractSet[str]", given)))
        if isinstance(given, Sequence) and not isinstance(given, str | bytes):
            return Access(actions=cast("Texts", given))
    except (TypeError, ValueError):
        pass
    return None


def _wrong_access(given: Any, access: Access | None) -> Wrong:
    if given is None:
        return
    members = [*_wrong_members(given)] if is_mapping(given) else []
    if members:
        yield from members
    elif isinstance(given, str):
        yield InvalidField(_ACCESS, several("actions", given))
    elif access is None:
        reason = "must be a list of actions, or an Access or a mapping of actions and resources"
        yield InvalidField(_ACCESS, reason + got(given))
    elif not access.actions and not access.resources:
        yield InvalidField(_ACCESS, "names neither actions nor resources")
    else:
        is_list = not isinstance(given, Access | Mapping)
        yield from _wrong_parts(access, _ACCESS if is_list else f"{_ACCESS}.actions")


def _wrong_members(given: Mapping[Any, Any]) -> Wrong:
    """What a mapping must not hold: a member left aside would ask for more than was meant."""
    for name, value in given.items():
        if name not in _MEMBERS:
            path = f"{_ACCESS}[{quoted(name) or '…'}]"
            hint = did_you_mean(str(name), _MEMBERS)
            yield InvalidField(path, f"is neither actions nor resources{hint}")
        elif isinstance(value, str):
            yield InvalidField(f"{_ACCESS}.{name}", several(name, value))


def _wrong_parts(access: Access, actions_path: str) -> Wrong:
    """What is wrong with single actions and resources; checks refuse the first of each part."""
    paths = {"actions": actions_path, "resources": f"{_ACCESS}.resources"}
    for kind, path in paths.items():
        listed: Sequence[str] = tuple(getattr(access, kind) or ())
        for start in range(0, len(listed), MOST_LISTED):
            try:
                part = Access.model_validate({kind: listed[start : start + MOST_LISTED]})
                check_access_not_granted(_NOTHING, part)
            except PolicyError as error:
                place = start + int(error.path.rpartition("[")[2].rstrip("]"))
                yield InvalidField(f"{path}[{place}]", _explanation(error), listed[place])


def _explanation(error: PolicyError) -> str:
    return error.feature if isinstance(error, UnsupportedPolicyError) else str(error.args[1])


def _wrong_resource_types(argument: str, given: Any, known: Sequence[str]) -> Wrong:
    if given is None:
        return
    by_name = given if is_mapping(given) else {None: given}
    for name, resource_type in by_name.items():
        if resource_type not in known:
            path = argument if name is None else f"{argument}[{str(name)!r}]"
            hint = did_you_mean(str(resource_type), known)
            yield InvalidField(path, f"is no type of resource that is checked{hint}", resource_type)


def _wrong_names(policies: Any, asked: Mapping[str, Mapping[Any, Document] | None]) -> Wrong:
    """What is asked of documents that are not among those given."""
    given = {path: by_name for path, by_name in asked.items() if by_name is not None}
    if not given:
        return
    names = names_of(policies)
    for path, by_name in given.items():
        if names is None:
            reason = (
                "goes by names, which an iterator does not tell beforehand: pass the policies as a "
                "list or as a mapping"
            )
            yield InvalidField(path, reason)
        else:
            unknown = [str(name) for name in by_name if str(name) not in names]
            yield from (_no_such_policy(path, name, names) for name in unknown)


def _no_such_policy(path: str, name: str, names: Collection[str]) -> InvalidField:
    reason = f"there is no policy of this name{did_you_mean(name, names)}"
    return InvalidField(f"{path}[{quoted(name) or '…'}]", reason)
