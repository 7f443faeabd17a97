"""How answers look: in a terminal, in a notebook, and where Markdown is shown."""

import io
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any

from rich.console import Console

from aa_sdk.policy import (
    AccessExample,
    AccessSlice,
    ExternalAccess,
    PolicyDifference,
    StatementReference,
)

ARN = "arn:aws:s3:::reports/*"
EVERYWHERE = ("*",)
VOID = {"br", "hr", "img", "input", "link", "meta"}


def a_slice(**members: Any) -> AccessSlice:
    """A slice of which only some members are told."""
    plain: dict[str, Any] = {
        "actions": ("s3:GetObject",),
        "resources": (ARN,),
        "principals": {},
        "conditions": {},
        "but_not_actions": (),
        "but_not_resources": (),
        "but_not_principals": {},
        "unless": (),
        "statements": (StatementReference(0, None),),
        "example": None,
        "exact": True,
    }
    return AccessSlice(**{**plain, **members})


def an_access(**members: Any) -> ExternalAccess:
    """External access of which only some members are told."""
    plain: dict[str, Any] = {
        "principal": {"AWS": "444455556666"},
        "actions": ("s3:GetObject",),
        "condition": {},
        "is_public": False,
        "statements": (StatementReference(0, None),),
        "sources": (),
        "example": None,
        "exact": True,
    }
    return ExternalAccess(**{**plain, **members})


def an_example(**members: Any) -> AccessExample:
    plain: dict[str, Any] = {
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::reports/a",
        "principal": None,
        "principal_type": None,
        "context": {},
        "allowed_by": (0, None),
    }
    return AccessExample(**{**plain, **members})


def added(*slices: AccessSlice) -> PolicyDifference:
    return PolicyDifference(slices, ())


def in_rich(value: object, *, width: int = 80, colour: bool = False) -> str:
    """What `rich.print` would write."""
    file = io.StringIO()
    system: Any = "standard" if colour else None
    Console(file=file, width=width, force_terminal=colour, color_system=system).print(value)
    return file.getvalue()


class Html(HTMLParser):
    """The tags of some HTML, their attributes, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.styles: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == [], "a tag is not closed"

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        assert tag not in VOID
        self.tags.append(tag)
        self._open.append(tag)
        given: Mapping[str, str | None] = dict(attrs)
        assert set(given) <= {"class", "style", "title"}
        self.styles.append(given.get("style") or "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.text.append(data.strip())

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def html_of(value: Any) -> str:
    """What a notebook shows."""
    return str(value._repr_html_())


def in_html(value: object) -> Html:
    return Html(html_of(value))
