"""What every model has in common: how it is built, decoded, dumped and compared."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Generic,
    NoReturn,
    Self,
    TypeVar,
    cast,
    get_args,
)

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from aa_sdk._display.shown import Shown
from aa_sdk.models._misuse import (
    FRAMES,
    ROWS,
    no_attribute,
    no_items,
    no_key,
    no_member,
    refuse_frame,
)

if TYPE_CHECKING:
    from aa_sdk._display.layout import Face

ResponseT_co = TypeVar("ResponseT_co", bound="Response", covariant=True)

BY_HAND: Final = object()
"""The validation context of a model that is constructed, not decoded."""


def snake_case(member: str) -> str:
    """Return the field of a member: `s3Bucket` is `s3_bucket`.

    pydantic's own converter would make `s_3_bucket` of it, which no AWS SDK for Python does.
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", member).lower()


def hash_of(value: object, depth: int = 100) -> int:
    """Return a hash of anything that a model may hold, the same for all that is equal.

    Findings are put into sets and dictionaries, and models hold what Python does not hash: the
    members nobody knows are dictionaries and lists, and a condition is a mapping. Equal values
    must have equal hashes, unequal ones may: so a mapping counts without its order, a list counts
    as a tuple, and what is too deep or cannot be hashed at all counts as nothing.

    Args:
        value: A value that may be, or have in it, mappings, lists and sets.
        depth: How many levels of it are looked at.
    """
    if depth == 0:
        return 0  # says nothing, and so nothing wrong
    if isinstance(value, Mapping):  # equal in any order
        entries = cast("Mapping[object, object]", value).items()
        return hash(frozenset((key, hash_of(entry, depth - 1)) for key, entry in entries))
    if isinstance(value, list | tuple):
        items = cast("tuple[object, ...]", value)
        return hash(tuple(hash_of(item, depth - 1) for item in items))
    if isinstance(value, AbstractSet):
        return hash(frozenset(cast("AbstractSet[object]", value)))
    try:
        return hash(value)
    except TypeError:
        return 0


class Model(BaseModel, Shown, frozen=True):
    """A structure of the service.

    Fields are the members in snake_case and travel under the members' own names. Instances
    are frozen. Built by hand, a model refuses names it does not have; read from the service,
    it keeps them in `model_extra` and gives them back in `model_dump(by_alias=True)`.

    Lists and maps that can come in a response are never None but empty. Which are, and what of it
    is sent, is told under "Models and conformance" in the documentation.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True,
        extra="allow",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        # Building 159 schemas takes longer than most programs run; each is built at first use.
        # What a schema refers to is built with it, so one call of the service builds a few. Code
        # that goes past validation, as serializers of unions do, may meet a class not built yet.
        defer_build=True,
        # Inputs may be policy documents, which no error text repeats.
        hide_input_in_errors=True,
        # Errors speak of fields as the caller writes them.
        loc_by_alias=False,
        # Statuses, types and accounts come again and again: one object stands for all of them. A
        # text that comes once costs more than it saves there, and is a `UniqueText` in listings.
        cache_strings="all",
    )

    def __init__(self, /, **data: Any) -> None:
        """Validate the fields given by name.

        Args:
            **data: The fields in snake_case; their wire names are taken too. One that is None is
                as good as left out.

        Raises:
            pydantic.ValidationError: A required field is missing, a name is unknown or a
                value has the wrong type.
        """
        for value in data.values():
            if value is None:  # rare, so that only then a second dictionary is made
                data = {name: value for name, value in data.items() if value is not None}
                break
        # The context tells unions further down that a person wrote this, and not the service.
        self.__pydantic_validator__.validate_python(
            data, self_instance=self, extra="forbid", context=BY_HAND
        )

    # Tells pydantic that this constructor only validates, so that decoding JSON does not
    # go through it: that would be Python work per object, and would refuse new members.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # pydantic's own marker

    @classmethod
    def from_wire(cls, body: bytes | str) -> Self:
        """Read a model from the JSON the service sends.

        Args:
            body: One JSON object with the members' wire names.

        Returns:
            The model, with unknown members kept in `model_extra`.

        Raises:
            pydantic.ValidationError: The text is not JSON, a required member is missing or
                a member has another type.
        """
        return cls.model_validate_json(body, by_alias=True, by_name=False)

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON-ready form the service uses.

        Returns:
            What came in or was set, under wire names, with values that `json.dumps` takes;
            members that were never set are left out.
        """
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    # Checkers would take these for what models can do.
    if not TYPE_CHECKING:  # pragma: no branch (TYPE_CHECKING is false here)

        def __getitem__(self, key: object) -> NoReturn:
            raise TypeError(no_key(type(self).__name__, key, self._names_given(), self._lists()))

        def __contains__(self, key: object) -> NoReturn:
            raise TypeError(no_member(type(self).__name__, key, self._names_given()))

        def __getattr__(self, name: str) -> Any:
            try:
                return super().__getattr__(name)
            except AttributeError:
                if name == "__array__":
                    refuse_frame(type(self).__name__, FRAMES)
                # Names with an underscore are asked for by programs, and a property that failed
                # has its own words.
                if name.startswith("_") or hasattr(type(self), name):
                    raise
            message = no_attribute(type(self).__name__, name, self._names_given())
            raise AttributeError(message, name=name)

        def __iter__(self) -> Iterator[tuple[str, Any]]:
            refuse_frame(type(self).__name__, ROWS)
            return super().__iter__()

        def _lists(self) -> list[str]:
            """Which of its attributes are lists."""
            return [name for name, value in vars(self).items() if isinstance(value, tuple)]

        def _names_given(self) -> tuple[str, ...]:
            """What an instance has that pydantic does not give it, fields first."""
            ours = (base for base in type(self).__mro__ if base.__module__.startswith("aa_sdk."))
            names = (name for base in ours for name in vars(base))
            given = (name for name in names if not name.startswith(("_", "model_")))
            unknown = getattr(self, "__pydantic_extra__", None)  # not there while it is unpickled
            return (*type(self).model_fields, *given, *(unknown or ()))

    def __eq__(self, other: object) -> bool:
        # pydantic 2.12 would tell {} from None as the members nobody knows, that is, what was
        # decoded from what was built by hand.
        if not isinstance(other, Model):
            return NotImplemented
        return (
            type(self) is type(other)
            and (self.model_extra or {}) == (other.model_extra or {})
            and all(vars(self).get(n) == vars(other).get(n) for n in type(self).model_fields)
        )

    def __hash__(self) -> int:
        values = (vars(self).get(name) for name in type(self).model_fields)
        return hash((type(self), hash_of(self.model_extra or {}), *map(hash_of, values)))

    # How models show is loaded when one is shown: hardly any program shows them all the time.
    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        from aa_sdk.models._faces.reprs import repr_args  # noqa: PLC0415 (see above)

        return repr_args(self)

    def __str__(self) -> str:
        from aa_sdk.models._faces.lines import line_of  # noqa: PLC0415 (see above)

        return line_of(self) or repr(self)

    def _face(self) -> "Face":
        from aa_sdk.models._faces.faces import face_of  # noqa: PLC0415 (see above)

        return face_of(self)


class Returns(Generic[ResponseT_co]):
    """Says which response answers a request.

    `class GetAnalyzerRequest(Request, Returns[GetAnalyzerResponse])` is answered by a
    `GetAnalyzerResponse`, for type checkers and at run time.
    """

    @classmethod
    @cache
    def response_type(cls) -> type[ResponseT_co]:
        """Return the class of the response."""
        for base in getattr(cls, "__orig_bases__", ()):
            if getattr(base, "__origin__", None) is Returns:
                response: type[ResponseT_co] = get_args(base)[0]
                return response
        raise TypeError(f"{cls.__name__} does not say what it returns")

    @classmethod
    def operation(cls) -> str:
        """Return the name of the API operation, such as `GetAnalyzer`."""
        return cls.__name__.removesuffix("Request")


class Request(Model, frozen=True):
    """The input of one operation. Unknown names are refused wherever they come from."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON-ready form the service uses.

        Returns:
            What was set, under wire names, with values that `json.dumps` takes. Members that
            are None are left out, for the service knows no null; an empty list that was set is
            sent.
        """
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)


@dataclass(frozen=True, init=False)
class ResponseMetadata:
    """How an answer came: for logs and support cases, not part of the answer."""

    request_id: str | None
    """The service's id of the request."""
    status_code: int
    """The HTTP status."""
    retry_attempts: int
    """How often the request was sent again before this answer."""
    http_headers: Mapping[str, str] = field(hash=False)
    """The response headers, names in lower case."""
    throttled_attempts: int
    """How many attempts before this answer were refused for coming too fast."""

    def __init__(
        self,
        request_id: str | None = None,
        status_code: int = 200,
        retry_attempts: int = 0,
        http_headers: Mapping[str, str] | None = None,
        throttled_attempts: int = 0,
    ) -> None:
        # Every call makes one; a frozen dataclass would set each field by itself, which is slow.
        self.__dict__.update(
            request_id=request_id,
            status_code=status_code,
            retry_attempts=retry_attempts,
            http_headers={} if http_headers is None else http_headers,
            throttled_attempts=throttled_attempts,
        )

    @property
    def http_status_code(self) -> int:
        """`status_code`, under its earlier name."""
        return self.status_code


class Response(Model, frozen=True):
    """The output of one operation."""

    # pydantic would step through the names and values of fields, and whoever writes `for finding in
    # await client.list_findings_v2(…)` would get these, or a count of them.
    if TYPE_CHECKING:
        __iter__: ClassVar[None]  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleMethodOverride]  # so checkers refuse it
    else:

        def __iter__(self) -> NoReturn:
            refuse_frame(type(self).__name__, ROWS)
            pages = "next_token" in type(self).model_fields
            raise TypeError(no_items(type(self).__name__, self._lists(), pages=pages))

    # A cached property lives in the instance's __dict__, which pydantic leaves out of
    # equality and dumps; a private attribute would take part in equality.
    @cached_property
    def response_metadata(self) -> ResponseMetadata:
        """Request id, status, retries and headers; empty on a response built by hand."""
        return ResponseMetadata()

    def with_metadata(self, metadata: ResponseMetadata) -> Self:
        """Attach `metadata` to this response and return it."""
        vars(self)["response_metadata"] = metadata
        return self


class EmptyResponse(Response, frozen=True):
    """The answer of an operation that has nothing to say but that it worked."""
