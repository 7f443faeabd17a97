"""Pieces of text of which the faces of several nouns are made."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from aa_sdk._display.layout import Span, Style
from aa_sdk._display.words import age_text, count_text, moment_text, short_arn, shorten

_ARN_PARTS = 6
_MOST_NAME = 60
_MOST_LISTED = 12
_DIM = {"ARCHIVED", "RESOLVED", "DISABLED", "CANCELED"}
_BAD = {"FAILED", "FAIL"}
_GOOD = {"PASS"}

_SHORTER = {"secretsmanager": "secrets"}
_WHAT = {
    "ExternalAccess": "external",
    "InternalAccess": "internal",
    "UnusedIAMRole": "unused role",
    "UnusedIAMUserAccessKey": "unused key",
    "UnusedIAMUserPassword": "unused password",
    "UnusedPermission": "unused permissions",
}


def status_span(status: str) -> Span:
    """Show a status: as a badge, dim where there is nothing to do, red where it is bad."""
    style: Style = "public" if status in _BAD else "good" if status in _GOOD else "badge"
    return Span(shorten(status, _MOST_NAME), "muted" if status in _DIM else style)


def what_text(about: str) -> str:
    """Say in a word or two what findings of a type are about; a new type by its name."""
    return _WHAT.get(about) or shorten(about, _MOST_NAME)


def what_spans(finding: Any) -> list[Span]:
    """Say what a finding is about, and first what is worst about it."""
    spans: list[Span] = []
    if getattr(finding, "change_type", None):
        spans.append(Span(shorten(finding.change_type, _MOST_NAME), "strong"))
    if finding.is_known_public:
        spans.append(Span("PUBLIC", "public"))
    if finding.error:
        spans.append(Span("ERROR", "public", finding.error))
    return [*spans, Span(what_text(finding.about), "plain")]


def service_of(resource_type: str) -> str:
    """Return `s3` for `AWS::S3::Bucket`."""
    service = resource_type.removeprefix("AWS::").partition("::")[0].lower()
    return _SHORTER.get(service, service)


def kind_text(resource_type: str) -> str:
    """Return `S3 bucket` for `AWS::S3::Bucket`, and a name of several words as it is."""
    service, _, kind = resource_type.removeprefix("AWS::").partition("::")
    return f"{service} {kind.lower() if kind.istitle() else kind}".strip()


def name_of(arn: str) -> str:
    """Return what an ARN says of the resource itself: `role/media-exports`."""
    parts = arn.split(":", _ARN_PARTS - 1)
    return parts[-1] if len(parts) == _ARN_PARTS and parts[0] == "arn" else arn


def resource_spans(resource_type: str, arn: str | None) -> list[Span]:
    """Name a resource by its service and its own name, the ARN under the mouse."""
    service = Span(shorten(service_of(resource_type), _MOST_NAME), "muted", resource_type)
    name = Span(shorten(name_of(arn), _MOST_NAME), "plain", arn) if arn else Span("—", "muted")
    return [service, name]


def arn_span(arn: str, most: int = 100) -> Span:
    """Show an ARN, shortened in the middle."""
    return Span(short_arn(arn, most), "plain", arn if len(arn) > most else "")


def moment_span(moment: datetime | None) -> Span:
    """Show a moment."""
    return Span(moment_text(moment) or "—", "plain" if moment else "muted")


def age_span(moment: datetime | None, now: datetime | None) -> Span:
    """Show how old something is; nothing where nobody knows how late it is."""
    return Span(age_text(moment, now) if now else "", "muted", moment_text(moment))


def several(texts: Iterable[str], most: int = _MOST_LISTED) -> list[Span]:
    """Show the first of several texts, and count the rest."""
    named = list(texts)
    shown = [Span(shorten(text, _MOST_NAME), "plain", text) for text in named[:most]]
    shown = [Span(s.text, s.style, s.title if s.title != s.text else "") for s in shown]
    rest = len(named) - most
    return [*shown, Span(f"and {rest:,} more", "muted")] if rest > 0 else shown


def pairs(mapping: Mapping[str, Any], sign: str, most: int = 6) -> list[Span]:
    """Show the first entries of a mapping, as `key = value`."""
    return several((f"{key}{sign}{value}" for key, value in mapping.items()), most)


def counted(counts: Mapping[str, int], order: Sequence[str] = ()) -> str:
    """Say how many there are of each: `612 active, 61 archived`.

    Args:
        counts: How many there are, by name.
        order: The names that come first.
    """
    known = [name for name in order if name in counts]
    others = sorted(counts.keys() - set(order), key=lambda name: (-counts[name], name))
    named: Collection[str] = [*known, *others][:_MOST_LISTED]
    rest = len(counts) - len(named)
    told = [f"{counts[name]:,} {shorten(name, _MOST_NAME)}" for name in named]
    return ", ".join(told) + (f" and {count_text(rest, 'other kind')}" if rest else "")
