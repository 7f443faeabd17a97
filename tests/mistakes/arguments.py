"""Mistakes with arguments."""

from datetime import datetime
from typing import Any

from aa_sdk import InvalidRequestError
from aa_sdk.models import AnalyzerSummary, FindingSummaryV2, GetAnalyzerResponse
from aa_sdk.workflows import hydrate
from tests.filters.samples import SUMMARY, model
from tests.mistakes.listings import CLIENT, LISTINGS
from tests.mistakes.mistake import Mistake

ARN = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/audit"
ROLE = "arn:aws:iam::111122223333:role/audit"
TRAIL = "arn:aws:cloudtrail:us-east-1:111122223333:trail/audit"
HYDRATE: Any = hydrate  # checkers refuse most of this
NAIVE = datetime(2026, 2, 3)  # noqa: DTZ001 (without a time zone on purpose)

FINDING = model(FindingSummaryV2, SUMMARY)
ANALYZER = model(
    AnalyzerSummary,
    {
        "arn": ARN,
        "name": "audit",
        "type": "ACCOUNT",
        "createdAt": "2026-02-03T04:05:06Z",
        "status": "ACTIVE",
    },
)


def generation(start_time: datetime) -> dict[str, Any]:
    """The arguments of a policy generation."""
    return {
        "policy_generation_details": {"principal_arn": ROLE},
        "cloud_trail_details": {
            "trails": [{"cloud_trail_arn": TRAIL}],
            "access_role": ROLE,
            "start_time": start_time,
        },
    }


CALLS = (
    Mistake(
        "an argument misspelt: `analyser_arn=arn`",
        lambda client: client.list_findings_v2(analyser_arn=ARN),
        TypeError,
        ("AccessAnalyzerClient.list_findings_v2()", "analyser_arn"),
        ("did you mean 'analyzer_arn'?",),
    ),
    Mistake(
        "an argument in camelCase: `analyzerArn=arn`",
        lambda client: client.get_finding(analyzerArn=ARN, id="f-1"),
        TypeError,
        ("AccessAnalyzerClient.get_finding()", "analyzerArn"),
        ("did you mean 'analyzer_arn'?",),
    ),
    Mistake(
        "an argument with the noun before it: `finding_id=…`",
        lambda client: client.get_finding(analyzer_arn=ARN, finding_id="f-1"),
        TypeError,
        ("AccessAnalyzerClient.get_finding()", "finding_id"),
        ("did you mean 'id'?",),
    ),
    Mistake(
        "an argument that there is none of: `list_analyzers(region=…)`",
        lambda client: client.list_analyzers(region="eu-west-1"),
        TypeError,
        ("AccessAnalyzerClient.list_analyzers()", "region"),
        ("type, max_results, next_token",),
    ),
    Mistake(
        "an argument by position that goes by name: `list_findings_v2(arn, filter)`",
        lambda client: client.list_findings_v2(ARN, {}),
        TypeError,
        ("AccessAnalyzerClient.list_findings_v2()", "filter by name"),
        ("filter=…",),
    ),
    Mistake(
        "an argument left out: `get_finding(analyzer_arn=arn)`",
        lambda client: client.get_finding(analyzer_arn=ARN),
        TypeError,
        ("AccessAnalyzerClient.get_finding()", "lacks"),
        ("the argument id",),
    ),
    Mistake(
        "the same for findings to hydrate: `hydrate(client, arn, findings)`",
        lambda client: HYDRATE(client, ARN, [FINDING]),
        TypeError,
        ("hydrate()", "analyzer_arn, findings by name"),
        ("analyzer_arn=…, findings=…",),
    ),
    Mistake(
        "a method called on the class: `AccessAnalyzerClient.list_analyzers()`",
        lambda client: client.__class__.list_analyzers(),
        TypeError,
        ("list_analyzers()", "not on its class"),
        ("client.list_analyzers(…)",),
    ),
)

VALUES = (
    Mistake(
        "a finding where its id goes: `id=finding`",
        lambda client: client.get_finding(analyzer_arn=ARN, id=FINDING),
        InvalidRequestError,
        ("GetFinding", "id: must be text", "FindingSummaryV2"),
        ("pass its .id",),
    ),
    Mistake(
        "an analyzer where its ARN goes: `analyzer_arn=analyzer`",
        lambda client: client.get_finding(analyzer_arn=ANALYZER, id="f-1"),
        InvalidRequestError,
        ("analyzer_arn: must be text", "AnalyzerSummary"),
        ("pass its .arn",),
    ),
    Mistake(
        "an analyzer where its name goes: `analyzer_name=analyzer`",
        lambda client: client.get_analyzer(analyzer_name=ANALYZER),
        InvalidRequestError,
        ("analyzer_name: must be text", "AnalyzerSummary"),
        ("pass its .name",),
    ),
    Mistake(
        "a response where an ARN goes: `analyzer_arn=await client.get_analyzer(…)`",
        lambda client: client.get_finding(
            analyzer_arn=GetAnalyzerResponse(analyzer=ANALYZER), id="f-1"
        ),
        InvalidRequestError,
        ("analyzer_arn: must be text", "GetAnalyzerResponse"),
        ("pass its .analyzer.arn",),
    ),
    Mistake(
        "a finding where the ARN of its resource goes: `resource_arn=finding`",
        lambda client: client.update_findings(
            analyzer_arn=ARN, status="ARCHIVED", resource_arn=FINDING
        ),
        InvalidRequestError,
        ("resource_arn: must be text", "FindingSummaryV2"),
        ("pass its .resource",),
    ),
    Mistake(
        "one id where several go: `ids=finding.id`",
        lambda client: client.update_findings(analyzer_arn=ARN, status="ARCHIVED", ids="f-1"),
        InvalidRequestError,
        ("ids: must be a list of ids, not one text",),
        ("write ['f-1']",),
    ),
    Mistake(
        "findings where their ids go: `ids=[finding]`",
        lambda client: client.update_findings(analyzer_arn=ARN, status="ARCHIVED", ids=[FINDING]),
        InvalidRequestError,
        ("ids[0]: must be text", "FindingSummaryV2"),
        ("pass its .id",),
    ),
    Mistake(
        "one finding where ids go: `ids=finding`",
        lambda client: client.update_findings(analyzer_arn=ARN, status="ARCHIVED", ids=FINDING),
        InvalidRequestError,
        ("ids: must be a list", "FindingSummaryV2"),
        ("pass [its .id]",),
    ),
    Mistake(
        'a name where an ARN goes: `analyzer_arn="audit"`',
        lambda client: client.get_finding(analyzer_arn="audit", id="f-1"),
        InvalidRequestError,
        ("analyzer_arn: is an ARN", "'audit' looks like a name"),
        ("(await client.get_analyzer('audit')).analyzer.arn",),
    ),
    Mistake(
        "the ARN of something else: `analyzer_arn=bucket_arn`",
        lambda client: client.get_finding(analyzer_arn="arn:aws:s3:::reports", id="f-1"),
        InvalidRequestError,
        ("analyzer_arn: must be the ARN of an analyzer", "'arn:aws:s3:::reports'"),
        ("such as arn:aws:access-analyzer:",),
    ),
    Mistake(
        "an ARN where a name goes: `analyzer_name=arn`",
        lambda client: client.get_analyzer(analyzer_name=ARN),
        InvalidRequestError,
        ("analyzer_name: is a name", f"{ARN!r} is an ARN"),
        ("pass its last part, 'audit'",),
    ),
    Mistake(
        "None where something is required: `id=None`",
        lambda client: client.get_finding(analyzer_arn=ARN, id=None),
        InvalidRequestError,
        ("GetFinding", "id", "is None"),
        ("is required",),
    ),
    Mistake(
        "a number where text goes: `id=7`",
        lambda client: client.get_finding(analyzer_arn=ARN, id=7),
        InvalidRequestError,
        ("id", "got 7"),
        ("must be text",),
    ),
    Mistake(
        'text where a number goes: `max_results="7"`',
        lambda client: client.list_analyzers(max_results="7").first(),
        InvalidRequestError,
        ("max_results", "got '7'"),
        ("must be a whole number",),
    ),
    Mistake(
        "a list where text goes: `id=[…]`",
        lambda client: client.get_finding(analyzer_arn=ARN, id=["f-1"]),
        InvalidRequestError,
        ("id", "got a list"),
        ("must be text",),
    ),
    Mistake(
        "a list where a mapping goes: `tags=[…]`",
        lambda client: client.tag_resource(resource_arn=ARN, tags=[{"Key": "a", "Value": "b"}]),
        InvalidRequestError,
        ("tags", "got a list"),
        ("must be a mapping",),
    ),
    Mistake(
        "a call passed on without `await`: `id=client.get_finding(…)`",
        lambda client: client.get_finding(
            analyzer_arn=ARN, id=client.get_finding(analyzer_arn=ARN, id="f-1")
        ),
        InvalidRequestError,
        ("id: was not awaited",),
        ("write `await`",),
    ),
    Mistake(
        "a listing passed on without `await`: `ids=client.list_findings_v2(…)`",
        lambda client: client.update_findings(
            analyzer_arn=ARN, status="ARCHIVED", ids=client.list_findings_v2(analyzer_arn=ARN)
        ),
        InvalidRequestError,
        ("ids: is a listing that was not fetched",),
        ("await it",),
    ),
    Mistake(
        "a time without a time zone: `start_time=datetime(2026, 2, 3)`",
        lambda client: client.start_policy_generation(**generation(NAIVE)),
        InvalidRequestError,
        ("cloud_trail_details.start_time", "give it a time zone"),
        ("tzinfo=UTC",),
    ),
    Mistake(
        'a value misspelt: `type="ACOUNT"`',
        lambda client: client.list_analyzers(type="ACOUNT").first(),
        InvalidRequestError,
        ("type", "'ACOUNT'"),
        ("did you mean 'ACCOUNT'?",),
    ),
    Mistake(
        'a value in lower case: `sort={"order_by": "asc"}`',
        lambda client: client.list_findings_v2(analyzer_arn=ARN, sort={"order_by": "asc"}).first(),
        InvalidRequestError,
        ("sort.order_by", "'asc'"),
        ("did you mean 'ASC'?",),
    ),
    Mistake(
        'a member misspelt: `sort={"order": "ASC"}`',
        lambda client: client.list_findings_v2(analyzer_arn=ARN, sort={"order": "ASC"}).first(),
        InvalidRequestError,
        ("sort.order", "not a member"),
        ("did you mean 'order_by'?",),
    ),
    Mistake(
        'characters that a name does not have: `analyzer_name="my analyzer"`',
        lambda client: client.create_analyzer(analyzer_name="my analyzer", type="ACCOUNT"),
        InvalidRequestError,
        ("analyzer_name", "'my analyzer'"),
        ("only such letters, digits, and the signs _ . -",),
    ),
    Mistake(
        "no policy document: `policy_document=[…]`",
        lambda client: client.validate_policy(
            policy_document=[{"Effect": "Allow"}], policy_type="IDENTITY_POLICY"
        ).first(),
        InvalidRequestError,
        ("policy_document", "got a list"),
        ("must be JSON text, a mapping or a Path",),
    ),
    Mistake(
        'members in snake_case for `call`: `call("ListAnalyzers", {"max_results": 7})`',
        lambda client: client.call("ListAnalyzers", {"max_results": 7}),
        InvalidRequestError,
        ("ListAnalyzers", "max_results", "not a member"),
        ("did you mean 'maxResults'?",),
    ),
)

MISTAKES: tuple[Mistake, ...] = (*CALLS, *LISTINGS, *CLIENT, *VALUES)
