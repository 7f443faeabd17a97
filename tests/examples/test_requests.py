"""The example's routes, each of them asked once."""

from aa_sdk.emulator import Emulator
from tests.examples.conftest import Serve
from tests.examples.serving import Served

FINDINGS = "/analyzers/account-external/findings"


def test_analyzers_are_listed(serve: Serve) -> None:
    async def use(served: Served) -> None:
        answer = await served.get("/analyzers")
        assert answer.status == 200
        assert "account-external" in [analyzer["name"] for analyzer in answer.json]

    serve(use)


def test_findings_are_lines_of_every_page(serve: Serve, emulator: Emulator) -> None:
    async def use(served: Served) -> None:
        answer = await served.get(FINDINGS)
        assert answer.headers["content-type"] == "application/x-ndjson"
        ids = {line["id"] for line in answer.lines}
        assert len(ids) == len(answer.lines) > 300
        assert emulator.calls.count_of("ListFindingsV2") == -(-len(ids) // 100)

    serve(use)


def test_the_query_becomes_a_filter(serve: Serve, emulator: Emulator) -> None:
    async def use(served: Served) -> None:
        types = "resource_type=AWS::S3::Bucket&resource_type=AWS::IAM::Role"
        answer = await served.get(f"{FINDINGS}?status=ACTIVE&is_public=true&{types}")
        assert emulator.calls.of("ListFindingsV2")[0].params["filter"] == {
            "status": {"eq": ["ACTIVE"]},
            "isPublic": {"eq": ["true"]},
            "resourceType": {"eq": ["AWS::S3::Bucket", "AWS::IAM::Role"]},
        }
        assert {line["status"] for line in answer.lines} == {"ACTIVE"}

    serve(use)


def test_one_finding_is_whole(serve: Serve) -> None:
    async def use(served: Served) -> None:
        some = (await served.get(FINDINGS)).lines[0]
        answer = await served.get(f"{FINDINGS}/{some['id']}")
        assert answer.json["id"] == some["id"]
        assert answer.json["findingDetails"]

    serve(use)


def test_findings_are_archived(serve: Serve) -> None:
    async def use(served: Served) -> None:
        some = (await served.get(f"{FINDINGS}?status=ACTIVE")).lines[0]
        answer = await served.post(f"{FINDINGS}/archive", {"ids": [some["id"]]})
        assert (answer.status, answer.body) == (204, b"")
        after = await served.get(f"{FINDINGS}/{some['id']}")
        assert after.json["status"] == "ARCHIVED"

    serve(use)


def test_a_policy_is_checked(serve: Serve) -> None:
    async def use(served: Served) -> None:
        statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        wanted = {"policy": policy, "resource_type": "AWS::S3::Bucket"}
        answer = await served.post("/policy-checks/no-public-access", wanted)
        assert answer.json["result"] == "FAIL"
        assert answer.json["reasons"][0]["statementIndex"] == 0

    serve(use)


def test_its_health_is_its_own(serve: Serve, emulator: Emulator) -> None:
    async def use(served: Served) -> None:
        emulator.faults.drop()
        answer = await served.get("/health")
        assert answer.json == {"status": "ok"}

    serve(use)
    assert list(emulator.calls) == []


def test_the_description_for_clients_can_be_made(serve: Serve) -> None:
    async def use(served: Served) -> None:
        description = (await served.get("/openapi.json")).json
        assert "/analyzers/{name}/findings" in description["paths"]

    serve(use)
