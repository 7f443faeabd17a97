"""A world of findings to archive, and what became of them."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, ClassVar, Generic, TypeVar

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator, LoopClock
from aa_sdk.errors import AccessAnalyzerError, TransportError, service_error
from aa_sdk.models import EmptyResponse, ExternalAccessDetails, FindingStatusUpdate, Texts

ClientT = TypeVar("ClientT", bound=AccessAnalyzerClient)

OPEN = ExternalAccessDetails(is_public=True, principal={"AWS": "*"}, condition={})
SHARED = ExternalAccessDetails(is_public=False, principal={"AWS": "444455556666"}, condition={})


class World(Generic[ClientT]):
    """An emulator with one external access analyzer, and a client of it."""

    def __init__(self, emulator: Emulator, client: ClientT, arn: str) -> None:
        self.emulator = emulator
        self.client = client
        self.arn = arn

    def add(self, number: int, status: str = "ACTIVE", prefix: str = "f") -> list[str]:
        """Add findings, and return their ids."""
        return [
            self.emulator.add_finding(
                self.arn,
                f"arn:aws:sqs:us-east-1:111122223333:{prefix}-{index}",
                "AWS::SQS::Queue",
                OPEN if index % 10 == 0 else SHARED,
                status=status,
                finding_id=f"{prefix}-{index}",
            )
            for index in range(number)
        ]

    async def statuses(self) -> Mapping[str, str]:
        """What status each finding has."""
        return await statuses_of(self.client, self.arn)

    def sent(self, operation: str = "UpdateFindings") -> list[Sequence[str]]:
        """The ids in each request of an operation, answered well or not."""
        return [call.params.get("ids", ()) for call in self.emulator.calls.of(operation)]


async def statuses_of(client: AccessAnalyzerClient, arn: str) -> Mapping[str, str]:
    """What status each finding of an analyzer has."""
    return {each.id: each.status async for each in client.list_findings_v2(arn)}


@asynccontextmanager
async def world_of(kind: Callable[..., ClientT]) -> AsyncGenerator[World[ClientT], None]:
    """A world without findings, in which time passes as on the event loop."""
    emulator = Emulator(clock=LoopClock())
    async with kind(session=emulator.session()) as client:
        answer = await client.create_analyzer(analyzer_name="audit", type="ACCOUNT")
        emulator.calls.clear()
        yield World(emulator, client, answer.arn or "")


def world() -> AbstractAsyncContextManager[World[AccessAnalyzerClient]]:
    """A world with a client as everybody has it."""
    return world_of(AccessAnalyzerClient)


class Picky(AccessAnalyzerClient):
    """A client whose service refuses every call that names an id beginning with `bad`."""

    refusal: ClassVar[AccessAnalyzerError] = service_error(
        {
            "Error": {"Code": "ValidationException", "Message": "invented reason"},
            "ResponseMetadata": {"HTTPStatusCode": 400},
        },
        "UpdateFindings",
    )

    def __init__(self, *, session: Any) -> None:
        super().__init__(session=session)
        self.batches: list[Sequence[str]] = []

    async def update_findings(
        self,
        analyzer_arn: str,
        *,
        status: FindingStatusUpdate,
        ids: Texts | None = None,
        resource_arn: str | None = None,
        client_token: str | None = None,
    ) -> EmptyResponse:
        self.batches.append([*(ids or ())])
        if any(each.startswith("bad") for each in ids or ()):
            raise self.refusal
        return await super().update_findings(
            analyzer_arn,
            status=status,
            ids=ids,
            resource_arn=resource_arn,
            client_token=client_token,
        )


class Confused(Picky):
    """One whose service says that they are not there, although it lists them."""

    refusal = service_error(
        {
            "Error": {"Code": "ResourceNotFoundException", "Message": "invented reason"},
            "ResponseMetadata": {"HTTPStatusCode": 404},
        },
        "UpdateFindings",
    )


class Unreached(Picky):
    """One whose network has trouble with them instead."""

    refusal = TransportError("UpdateFindings", "invented reason")
