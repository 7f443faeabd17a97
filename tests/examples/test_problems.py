"""What errors become: a status, and a body that says what is whose fault."""

import pytest

from aa_sdk import (
    AccessAnalyzerClient,
    AccessAnalyzerError,
    ClientClosedError,
    CredentialsError,
    PaginationError,
)
from aa_sdk.emulator import Emulator
from findings_service.app import create_app
from findings_service.problems import problem_of
from tests.conftest import Run
from tests.examples.conftest import Serve
from tests.examples.serving import Answer, Served, serving

FINDINGS = "/analyzers/account-external/findings"
SECRET = "arn:aws:iam::111122223333:role/secret-name"

REFUSALS = [
    ("ResourceNotFoundException", 404, 404),
    ("ValidationException", 400, 400),
    ("ConflictException", 409, 409),
    ("UnprocessableEntityException", 422, 422),
    ("InvalidParameterException", 400, 400),
    ("ThrottlingException", 429, 503),
    ("AccessDeniedException", 403, 500),
    ("ExpiredTokenException", 403, 500),
    ("ServiceQuotaExceededException", 402, 502),
    ("InternalServerException", 500, 502),
    ("SomethingNew", 418, 502),
]


def assert_is_problem(answer: Answer, status: int) -> None:
    assert answer.status == answer.json["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["title"]
    assert answer.json["detail"]


@pytest.mark.parametrize(
    ("code", "status", "answered"), REFUSALS, ids=[code for code, *_ in REFUSALS]
)
def test_a_refusal_has_a_status_and_the_id_of_the_request(
    serve: Serve, emulator: Emulator, code: str, status: int, answered: int
) -> None:
    async def use(served: Served) -> None:
        emulator.faults.fail("ListAnalyzers", code=code, status=status, message=SECRET)
        answer = await served.get("/analyzers")
        assert_is_problem(answer, answered)
        assert answer.json["request_id"] == emulator.calls[-1].request_id
        # What is not the asker's to put right tells nothing of this account.
        assert (SECRET in answer.json["detail"]) == (answered < 500)

    serve(use)


def test_throttling_says_when_to_come_back(serve: Serve, emulator: Emulator) -> None:
    async def use(served: Served) -> None:
        emulator.faults.throttle(retry_after=90, nth=1)
        emulator.faults.throttle(retry_after=None, nth=2)
        for wait in ("90", "1"):
            answer = await served.get("/analyzers")
            assert_is_problem(answer, 503)
            assert answer.headers["retry-after"] == wait

    serve(use)


def test_a_call_beyond_its_budget_is_a_time_out(serve: Serve, emulator: Emulator) -> None:
    async def use(served: Served) -> None:
        emulator.faults.delay(6, "ListAnalyzers", "ListFindingsV2", nth=1)
        assert_is_problem(await served.get("/analyzers"), 504)
        emulator.faults.clear()
        emulator.faults.delay(6, "ListFindingsV2")
        assert (await served.get(FINDINGS)).status == 200  # which may take longer
        emulator.faults.delay(31, "ListFindingsV2")
        assert_is_problem(await served.get(FINDINGS), 504)

    serve(use)


def test_no_answer_and_half_an_answer_are_a_bad_gateway(serve: Serve, emulator: Emulator) -> None:
    async def use(served: Served) -> None:
        emulator.faults.drop(nth=1)
        emulator.faults.truncate(nth=2)
        for _ in range(2):
            assert_is_problem(await served.get("/analyzers"), 502)

    serve(use)


def test_what_is_asked_wrongly_is_named(serve: Serve) -> None:
    async def use(served: Served) -> None:
        for target, named in (
            (f"{FINDINGS}?status=NOPE", "query.status"),
            (f"{FINDINGS}?colour=red", "query.colour"),
            ("/analyzers/-/findings", "analyzer_name"),
        ):
            answer = await served.get(target)
            assert answer.status in {400, 422}
            assert named in answer.json["detail"]

    serve(use)


def test_a_policy_that_is_refused_is_not_repeated(serve: Serve) -> None:
    async def use(served: Served) -> None:
        wanted = {"policy": {"Id": SECRET}, "resource_type": "AWS::S3::Nothing"}
        answer = await served.post("/policy-checks/no-public-access", wanted)
        assert_is_problem(answer, 400)
        assert "resource_type" in answer.json["detail"]
        assert SECRET not in answer.json["detail"]

    serve(use)


def test_what_there_is_not_is_a_problem_too(serve: Serve) -> None:
    async def use(served: Served) -> None:
        assert_is_problem(await served.get("/nothing"), 404)
        answer = await served.post("/analyzers", {})
        assert_is_problem(answer, 405)
        assert answer.headers["allow"] == "GET"

    serve(use)


def test_a_setting_that_cannot_be_used_is_the_services_own_fault(run: Run) -> None:
    def connect() -> AccessAnalyzerClient:
        session = Emulator().session()
        return AccessAnalyzerClient("us-east-1", session=session, endpoint_url="ftp://nowhere")

    async def main() -> None:
        async with serving(create_app(connect)) as served:
            answer = await served.get("/analyzers")
            assert_is_problem(answer, 500)
            assert "ftp" not in answer.json["detail"]

    run(main)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (CredentialsError(SECRET), 500),
        (ClientClosedError(), 503),
        (PaginationError("ListFindingsV2", 2), 500),
        (AccessAnalyzerError(SECRET), 500),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_answer_of_the_service_has_a_status_too(
    error: AccessAnalyzerError, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    problem = problem_of(error)
    assert problem.status == status
    assert SECRET not in problem.detail
    assert str(error) in caplog.text  # for whoever runs the service
