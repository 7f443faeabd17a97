"""Which analyzers, and which finding, somebody means by what was typed."""

import re
from collections.abc import Sequence
from typing import Any

import typer

from aa_sdk._display.words import listed
from aa_sdk._words import did_you_mean
from aa_sdk.cli.running import CommandError
from aa_sdk.client import AccessAnalyzerClient
from aa_sdk.errors import InvalidRequestError, ResourceNotFoundException
from aa_sdk.filters import FindingFilter
from aa_sdk.models import AnalyzerSummary, GetFindingV2Response

_UUID = 36
_KEY_AND_SIGN = re.compile(r"[^=~?]*[=~]\s*")
_COMMA = re.compile(r"(?<!\\),")


def parse_filter(where: Sequence[str]) -> FindingFilter:
    """Read the `--where` options, whose values of one key are alternatives.

    Raises:
        typer.BadParameter: One of them cannot be read; the message says which, and where.
    """
    try:
        return filter_of(where)
    except FilterError as error:
        raise typer.BadParameter(str(error), param_hint="--where") from error


class FilterError(ValueError):
    """Texts that are no filter."""


def filter_of(where: Sequence[str]) -> FindingFilter:
    """Make a filter of texts as `--where` takes them.

    Raises:
        FilterError: One of them cannot be read; the message says which, and where.
    """
    texts = [text for option in where for text in _alternatives(option)]
    try:
        return FindingFilter.parse(*texts)
    except InvalidRequestError as error:
        told = dict.fromkeys(_told(field.path, field.reason, texts) for field in error.fields)
        raise FilterError("; ".join(told)) from error


def _alternatives(option: str) -> list[str]:
    r"""Take an option with several values apart; `\,` is a comma of a value."""
    start = _KEY_AND_SIGN.match(option)
    if start is None:
        return [option]
    values = _COMMA.split(option[start.end() :])
    return [start[0] + value.replace("\\,", ",") for value in values]


def _told(path: str, reason: str, where: Sequence[str]) -> str:
    """Tell what is wrong with one of the options."""
    place = path.removeprefix("texts[").removesuffix("]")
    reason, _, _ = reason.partition("; FindingFilter()")  # which is for those who write Python
    typed = where[int(place)] if place.isdigit() and int(place) < len(where) else path
    return f"{typed}: {reason}" if typed else f"'': {reason}"


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
    chosen = list(dict.fromkeys(named_analyzer(known, name) for name in named or ())) or known
    active = [analyzer for analyzer in chosen if analyzer.status == "ACTIVE"]
    if not active or (named and len(active) < len(chosen)):
        states = listed((f"{a.name} is {a.status}" for a in chosen if a.status != "ACTIVE"), 12)
        raise CommandError(f"analyzer not ACTIVE: {states}")
    return active


async def chosen_analyzer(client: AccessAnalyzerClient, named: str | None) -> AnalyzerSummary:
    """Return the analyzer that is named, or the only one that is active.

    Raises:
        CommandError: There is no such analyzer, or none is named and there are several.
    """
    chosen = await chosen_analyzers(client, None if named is None else [named])
    if len(chosen) > 1:
        names = listed(analyzer.name for analyzer in chosen)
        raise CommandError(f"--analyzer has to say which analyzer is meant: {names}")
    return chosen[0]


def named_analyzer(
    known: Sequence[AnalyzerSummary], name: str, option: str = "--analyzer"
) -> AnalyzerSummary:
    """Return the analyzer of a name or ARN.

    Args:
        known: The analyzers that there are.
        name: Its name, or its ARN.
        option: Where that was typed.

    Raises:
        CommandError: There is none.
    """
    for analyzer in known:
        if name in {analyzer.name, analyzer.arn}:
            return analyzer
    names = [analyzer.name for analyzer in known]
    if not name:  # as of a variable that is not set
        raise CommandError(f"{option}: is empty; there are {listed(names, 12)}")
    near = did_you_mean(name, names)
    hint = near or f"; there are {listed(names, 12)}"
    raise CommandError(f"{option}: no such analyzer in this region: {name}{hint}")


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


async def ids_of(
    client: AccessAnalyzerClient, analyzers: Sequence[AnalyzerSummary], typed: Sequence[str]
) -> dict[str, list[str]]:
    """Find the findings that are meant by the beginnings of their ids.

    Returns:
        Whole ids, by the ARN of the analyzer.

    Raises:
        CommandError: There is none, or more than one.
    """
    by_analyzer: dict[str, list[str]] = {}
    for part in dict.fromkeys(typed):
        found = [(a.arn, each) for a in analyzers for each in await _ids(client, a.arn, part)]
        if len(found) != 1:
            told = f": {listed(each for _, each in found)}" if found else ""
            count = "more than one finding has" if found else "no finding has"
            raise CommandError(f"{count} an id that begins with {part}{told}")
        by_analyzer.setdefault(found[0][0], []).append(found[0][1])
    return by_analyzer


async def _ids(client: AccessAnalyzerClient, analyzer_arn: str, id: str) -> list[str]:
    """Return the ids of an analyzer that begin as was typed; two of them are enough."""
    if len(id) == _UUID:
        try:
            return [(await client.get_finding_v2(analyzer_arn=analyzer_arn, id=id)).id]
        except ResourceNotFoundException:
            return []
    beginning = FindingFilter().key("id").contains(id)
    found: Any = client.list_findings_v2(analyzer_arn, filter=beginning)
    ids: list[str] = []
    async for finding in found:
        if finding.id.startswith(id):
            ids.append(finding.id)
            if len(ids) > 1:
                break
    return ids
