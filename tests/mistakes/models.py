"""Mistakes with models."""

import json
from typing import Any

from aa_sdk import GetFindingV2Response, is_known
from aa_sdk.models import FindingSummaryV2, ListAnalyzersResponse, ListFindingsV2Response
from tests.mistakes.mistake import Mistake
from tests.models.complete_bodies import complete

SUMMARY: Any = FindingSummaryV2.from_wire(json.dumps(complete("FindingSummaryV2")))
FINDING: Any = GetFindingV2Response.from_wire(json.dumps(complete("GetFindingV2Response")))
PAGE: Any = ListFindingsV2Response(findings=[SUMMARY])
ANALYZERS: Any = ListAnalyzersResponse(analyzers=[])

MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        'a key where a model has an attribute: `finding["resource"]`',
        lambda _: FINDING["resource"],
        TypeError,
        ("GetFindingV2Response has attributes, not keys",),
        ("write .resource",),
    ),
    Mistake(
        'a key in camelCase: `finding["resourceType"]`',
        lambda _: FINDING["resourceType"],
        TypeError,
        ("GetFindingV2Response has attributes, not keys",),
        ("write .resource_type",),
    ),
    Mistake(
        'a question whether a key is there: `"nextToken" in page`',
        lambda _: "nextToken" in PAGE,
        TypeError,
        ("ListFindingsV2Response has attributes, not keys",),
        ("write .next_token is not None",),
    ),
    Mistake(
        "the key of a union on what stands under it: `detail.external_access_details`",
        lambda _: FINDING.finding_details[0].external_access_details,
        AttributeError,
        ("has no attribute 'external_access_details'",),
        ("isinstance(detail, ExternalAccessDetails)",),
    ),
    Mistake(
        "an attribute in camelCase: `finding.resourceType`",
        lambda _: FINDING.resourceType,
        AttributeError,
        ("GetFindingV2Response", "'resourceType'"),
        ("did you mean 'resource_type'?",),
    ),
    Mistake(
        "an attribute that is misspelt: `finding.resorce`",
        lambda _: SUMMARY.resorce,
        AttributeError,
        ("FindingSummaryV2", "'resorce'"),
        ("did you mean 'resource'?",),
    ),
    Mistake(
        'a model as if it were a dictionary: `finding.get("resource")`',
        lambda _: FINDING.get("resource"),
        AttributeError,
        ("GetFindingV2Response is no dictionary",),
        ("read its attributes", "to_wire()"),
    ),
    Mistake(
        "a whole finding asked for a member of its details: `finding.is_public`",
        lambda _: FINDING.is_public,
        AttributeError,
        ("GetFindingV2Response", "'is_public'"),
        ("did you mean 'is_known_public'?",),
    ),
    Mistake(
        "a page as if it were a list: `page[0]`",
        lambda _: PAGE[0],
        TypeError,
        ("ListFindingsV2Response has attributes, not keys",),
        ("write .findings[0]",),
    ),
    Mistake(
        "a loop over a response: `for finding in await client.list_findings_v2(…)`",
        lambda _: list(PAGE),
        TypeError,
        ("ListFindingsV2Response has attributes, not items",),
        ("write .findings", "await listing.collect()", "model_dump()"),
    ),
    Mistake(
        "a response counted: `len(list(await client.list_analyzers()))`",
        lambda _: len(list(ANALYZERS)),
        TypeError,
        ("ListAnalyzersResponse has attributes, not items",),
        ("write .analyzers", "await listing.collect()"),
    ),
    Mistake(
        'a value where `is_known` takes an enum: `is_known("ACTIVE", FindingStatus)`',
        lambda _: is_known("ACTIVE", FINDING.status),
        TypeError,
        ("is_known takes an enum and then a value",),
        ("is_known(FindingStatus, finding.status)", "aa_sdk.models"),
    ),
)
