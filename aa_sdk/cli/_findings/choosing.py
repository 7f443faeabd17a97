"""Which analyzers, and which finding, somebody means by what was typed."""

import re
from collections.abc import Sequence

import typer

from aa_sdk._display.words import listed
from aa_sdk._words import did_you_mean
from aa_sdk.cli.running import CommandError
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import InvalidRequestError, ResourceNotFoundException
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerSummary, GetFindingV2Response

_UUID = 36
_VALUES = re.compile(r"(?P<before>[^=~!?]*(?:=|!=|~))(?P<values>.*)", re.DOTALL)
_COMMA = re.compile(r"(?<!\\),")


def parse_filter(where: Sequence[str]) -> FindingFilter:
    r"""Read the `--where` options, whose values of one key are alternatives.

    Args:
        where: Texts as `FindingFilter.parse` takes them, with several values between commas; a
            comma that belongs to a value is written as `\,`.

    Raises:
        typer.BadParameter: One of them cannot be read; the message says which, and where.
    """
    texts = [text for option in where for text in _alternatives(option)]
    try:
        return FindingFilter.parse(*texts)
    except InvalidRequestError as error:
        told = "; ".join(_told(field.path, field.reason, texts) for field in error.fields)
        raise typer.BadParameter(told, param_hint="--where") from error


def _alternatives(option: str) -> list[str]:
    """Take the values between commas apart."""
    read = _VALUES.fullmatch(option)
    if read is None:
        return [option]
    values = [value.replace("\\,", ",") for value in _COMMA.split(read["values"])]
    return [f"{read['before']}{value}" for value in values]


def _told(path: str, reason: str, texts: Sequence[str]) -> str:
    """Tell what is wrong with one of the options."""
    place = path.removeprefix("texts[").removesuffix("]")
    return f"{texts[int(place)] if place.isdigit() else path}: {reason}"


async def all_analyzers(client: AccessAnalyzerClient) -> list[AnalyzerSummary]:
    """List the analyzers of the Region.

    Raises:
        CommandError: There is none.
    """
    analyzers = await client.list_analyzers().collect()
    if not analyzers:
        raise CommandError(
            f"no analyzer in this region ({client.region_name}); --region names another one, and "
            "--demo shows sample data"
        )
    return analyzers


async def chosen_analyzers(
    client: AccessAnalyzerClient, named: Sequence[str] | None
) -> list[AnalyzerSummary]:
    """Return the analyzers that are named, each once; all active ones where none is.

    Raises:
        CommandError: There is no such analyzer, or it is not active.
    """
    known = await all_analyzers(client)
    chosen = list(dict.fromkeys(_named(known, name) for name in named or ())) or known
    active = [analyzer for analyzer in chosen if analyzer.status == "ACTIVE"]
    if not active or (named and len(active) < len(chosen)):
        states = ", ".join(f"{a.name} is {a.status}" for a in chosen if a.status != "ACTIVE")
        raise CommandError(f"analyzer not ACTIVE: {states}")
    return active


def _named(known: Sequence[AnalyzerSummary], name: str) -> AnalyzerSummary:
    for analyzer in known:
        if name in {analyzer.name, analyzer.arn}:
            return analyzer
    names = [analyzer.name for analyzer in known]
    near = did_you_mean(name, names)
    hint = near or f"; there are {listed(names, 12)}"
    raise CommandError(f"--analyzer: no such analyzer in this region: {name}{hint}")


async def finding_by_id(
    client: AccessAnalyzerClient, id: str, named: Sequence[str] | None
) -> tuple[AnalyzerSummary, GetFindingV2Response]:
    """Read the finding whose id begins as was typed.

    Raises:
        CommandError: There is none, or more than one.
    """
    analyzers = await chosen_analyzers(client, named)
    found = [
        (analyzer, each) for analyzer in analyzers for each in await _ids(client, analyzer.arn, id)
    ]
    if not found:
        where = listed((one.name for one in analyzers), 12)
        raise CommandError(f"no finding whose id begins with {id} in {where}")
    if len(found) > 1:
        ids = listed(each for _, each in found)
        raise CommandError(f"more than one finding has an id that begins with {id}: {ids}")
    analyzer, whole = found[0]
    return analyzer, await client.get_finding_v2(analyzer_arn=analyzer.arn, id=whole)


async def _ids(client: AccessAnalyzerClient, analyzer_arn: str, id: str) -> list[str]:
    """Return the ids of an analyzer that begin as was typed."""
    if len(id) == _UUID:
        try:
            return [(await client.get_finding_v2(analyzer_arn=analyzer_arn, id=id)).id]
        except ResourceNotFoundException:
            return []
    beginning = FindingFilter().key("id").contains(id)
    found = await client.list_findings_v2(analyzer_arn, filter=beginning).collect()
    return [finding.id for finding in found if finding.id.startswith(id)]
