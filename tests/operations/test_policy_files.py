"""Policy documents given as the paths of files, and who reads them."""

import os
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any, get_type_hints

import anyio
import pytest
from pydantic import ValidationError

from aa_sdk import InvalidRequestError, models
from aa_sdk.models import CheckNoPublicAccessRequest, _policy_files
from aa_sdk.operations._policy_files import DOCUMENT_MEMBERS
from tests.conformance.annotations import wire_type
from tests.fake_service import FakeService, Reply, invoke
from tests.sample_values import (
    MODEL,
    OPERATIONS,
    as_arguments,
    in_snake_case,
    sample_answer,
    sample_request,
)

POLICY = '{"Version": "2012-10-17", "Statement": []}'
SECRET = "what nobody else may read"

# The kinds of members of a request that are policy documents, or have some in them.
HOLD_DOCUMENTS = {"policy", "map[string, Configuration]"}


def with_paths(value: Any, path: Path, shape: Any) -> Any:
    """A sample in which every policy document is a path."""
    if shape.type_name == "structure":
        return {
            name: with_paths(value[name], path, shape.members[name])
            for name in shape.members
            if name in value
        }
    if shape.type_name == "map":
        return {key: with_paths(item, path, shape.value) for key, item in value.items()}
    is_document = shape.name.endswith(("Policy", "PolicyDocument"))
    return path if is_document and shape.type_name == "string" else value


def with_text(value: Any) -> Any:
    """The same with the text of the file in the place of its path."""
    if isinstance(value, dict):
        return {key: with_text(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType] # of any kind
    return POLICY if isinstance(value, Path) else value


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.json"
    path.write_text(POLICY)
    return path


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """The threads in which files are read."""
    threads: list[threading.Thread] = []
    read_file = _policy_files.read_file

    def noting(path: Path) -> str:
        threads.append(threading.current_thread())
        return read_file(path)

    monkeypatch.setattr(_policy_files, "read_file", noting)
    return threads


def test_every_member_that_holds_policy_documents_is_looked_through_for_files() -> None:
    holders: set[str] = set()
    for operation in OPERATIONS:
        fields = get_type_hints(getattr(models, f"{operation}Request"), include_extras=True)
        kinds = {name: wire_type(hint) for name, hint in fields.items()}
        holders |= {name for name, kind in kinds.items() if kind in HOLD_DOCUMENTS}
    assert holders == set(DOCUMENT_MEMBERS)


async def test_a_file_is_sent_as_its_text_wherever_a_policy_document_goes(
    policy: Path, readers: list[threading.Thread]
) -> None:
    service = FakeService()
    documents = 0
    async with service.client() as client:
        for operation in OPERATIONS:
            shape = MODEL.operation_model(operation).input_shape
            service.replies = [Reply(sample_answer(operation))]
            for choice in range(14 if operation == "CreateAccessPreview" else 1):
                given = with_paths(sample_request(operation, choice=choice), policy, shape)
                if str(policy) not in str(given):
                    continue
                documents += str(given).count(str(policy))
                await invoke(client, operation, as_arguments(given))
                await invoke(client, operation, in_snake_case(shape, given))
                await invoke(client, operation, as_arguments(with_text(given)))
                one, other, expected = (sent.on_the_wire() for sent in service.requests[-3:])
                assert one == other == expected, (operation, choice)
    assert documents == 5 + 13
    assert len(readers) == 2 * documents
    assert threading.main_thread() not in readers


def test_a_model_reads_a_file_when_it_is_made(
    policy: Path, readers: list[threading.Thread]
) -> None:
    request = CheckNoPublicAccessRequest(policy_document=policy, resource_type="AWS::S3::Bucket")
    assert readers == [threading.main_thread()]
    policy.unlink()
    assert request.policy_document == POLICY


def unreadable(folder: Path) -> dict[Path, str]:
    """Files that hold no policy document, and what is said of each."""
    latin, large = folder / "latin.json", folder / "large.json"
    latin.write_bytes(SECRET.encode() + b"\xff")
    large.write_bytes(SECRET.encode().ljust(_policy_files.MAX_BYTES + 1))
    return {
        folder / "absent.json": "cannot be read: No such file or directory",
        folder: "cannot be read: Is a directory",
        latin: "is not UTF-8 text: save it as UTF-8",
        large: "has more than 1 MiB, which no policy has: name another one",
    }


async def test_a_file_that_cannot_be_read_is_named_with_its_member(tmp_path: Path) -> None:
    service = FakeService()
    async with service.client() as client:
        for path, reason in unreadable(tmp_path).items():
            with pytest.raises(InvalidRequestError) as caught:
                await client.check_no_public_access(
                    policy_document=path, resource_type="AWS::S3::Bucket"
                )
            (field,) = caught.value.fields
            assert field.path == "policy_document"
            assert field.reason == f"the file {str(path)!r} {reason}"
            assert SECRET not in f"{caught.value} {caught.value.__cause__}"
            with pytest.raises(ValidationError) as by_hand:
                CheckNoPublicAccessRequest(policy_document=path, resource_type="AWS::S3::Bucket")
            assert by_hand.value.errors()[0]["msg"] == field.reason
    assert service.requests == []


async def test_all_that_is_wrong_is_told_at_once_and_no_file_is_read_twice(
    policy: Path, readers: list[threading.Thread]
) -> None:
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.check_no_new_access(
                new_policy_document=policy,
                existing_policy_document=policy.parent / "absent.json",
                policy_type=3,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # that it is wrong is the test
            )
    places = {field.path for field in caught.value.fields}
    assert places == {"existing_policy_document", "policy_type"}
    assert len(readers) == 2
    assert threading.main_thread() not in readers


async def test_the_place_of_a_file_in_a_configuration_is_told(tmp_path: Path) -> None:
    bucket = "arn:aws:s3:::reports"
    point = "arn:aws:s3:eu-west-1:111122223333:accesspoint/reports"
    absent = tmp_path / "absent.json"
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.create_access_preview(
                "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit",
                configurations={
                    bucket: {
                        "s3_bucket": {"access_points": {point: {"access_point_policy": absent}}}
                    }
                },
            )
    (field,) = caught.value.fields
    assert field.path == (
        f"configurations.{bucket}.s3_bucket.access_points.{point}.access_point_policy"
    )
    assert str(absent) in field.reason


async def test_a_file_in_another_place_is_not_even_read(
    policy: Path, readers: list[threading.Thread]
) -> None:
    misplaced: Any = policy
    service = FakeService()
    async with service.client() as client:
        calls = (
            client.get_analyzer(misplaced),
            client.create_access_preview(
                "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/audit",
                configurations={"arn:aws:sns:::topic": {"ebs_snapshot": {"kms_key_id": misplaced}}},
            ),
        )
        for call in calls:
            with pytest.raises(InvalidRequestError) as caught:
                await call
            assert POLICY not in f"{caught.value} {caught.value!r} {caught.value.__cause__}"
    assert (readers, service.requests) == ([], [])


async def test_the_name_of_a_file_is_no_policy() -> None:
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError) as caught:
            await client.check_no_public_access(
                policy_document="policies/bucket.json", resource_type="AWS::S3::Bucket"
            )
    (field,) = caught.value.fields
    assert field.path == "policy_document"
    assert "pass it as a pathlib.Path" in field.reason
    assert service.requests == []


def test_a_response_may_hold_any_text_for_a_policy() -> None:
    queue = models.SqsQueueConfiguration.from_wire('{"queuePolicy": "policy.json"}')
    assert queue.queue_policy == "policy.json"


async def test_a_pipe_that_is_never_fed_keeps_no_call_that_is_cancelled(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    service = FakeService()
    with ExitStack() as stack:
        async with service.client() as client, anyio.create_task_group() as group:

            async def check() -> None:
                await client.check_no_public_access(
                    policy_document=pipe, resource_type="AWS::S3::Bucket"
                )

            group.start_soon(check)
            # Which waits for the reader, and then never writes.
            writer = await anyio.to_thread.run_sync(os.open, pipe, os.O_WRONLY)
            stack.callback(os.close, writer)  # which lets the thread go
            group.cancel_scope.cancel()
    assert service.requests == []


async def test_a_mapping_that_holds_itself_is_refused() -> None:
    endless: dict[str, Any] = {}
    endless["itself"] = endless
    service = FakeService()
    async with service.client() as client:
        with pytest.raises(InvalidRequestError):
            await client.check_no_public_access(
                policy_document=endless, resource_type="AWS::S3::Bucket"
            )


def test_trio_reads_files_in_a_thread_too(policy: Path, readers: list[threading.Thread]) -> None:
    async def main() -> None:
        service = FakeService()
        async with service.client(transport="httpx") as client:
            await client.check_no_public_access(
                policy_document=policy, resource_type="AWS::S3::Bucket"
            )
        assert service.requests[0].json["policyDocument"] == POLICY

    anyio.run(main, backend="trio")
    assert len(readers) == 1
    assert threading.main_thread() not in readers
