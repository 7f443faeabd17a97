"""Access previews through the client: a policy in, findings out."""

from datetime import timedelta

from aa_sdk import AccessAnalyzerClient
from aa_sdk.emulator import Emulator, Population
from aa_sdk.models import SqsQueueConfiguration

QUEUE = "arn:aws:sqs:us-east-1:111122223333:outbox"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "444455556666"},
            "Action": "sqs:SendMessage",
            "Resource": "*",
        }
    ],
}


async def test_a_preview_tells_what_a_policy_would_open(
    client: AccessAnalyzerClient, emulator: Emulator, population: Population
) -> None:
    arn = population.external
    configuration = SqsQueueConfiguration(queue_policy=POLICY)
    created = await client.create_access_preview(
        analyzer_arn=arn, configurations={QUEUE: configuration}
    )
    emulator.advance(timedelta(seconds=5))
    preview = await client.get_access_preview(access_preview_id=created.id, analyzer_arn=arn)
    assert preview.access_preview.status == "COMPLETED"
    assert preview.access_preview.configurations == {QUEUE: configuration}
    (finding,) = await client.list_access_preview_findings(
        access_preview_id=created.id, analyzer_arn=arn
    ).collect()
    assert (finding.resource, finding.change_type, finding.is_public) == (QUEUE, "NEW", False)
    listed = await client.list_access_previews(analyzer_arn=arn).collect()
    assert created.id in {one.id for one in listed}
