// A session with the AWS SDK for JavaScript, and with the control API, against the URL given.
import assert from "node:assert/strict";
import {
  AccessAnalyzerClient,
  ConflictException,
  CreateAnalyzerCommand,
  CreateArchiveRuleCommand,
  GetAnalyzerCommand,
  GetFindingV2Command,
  ListTagsForResourceCommand,
  ResourceNotFoundException,
  TagResourceCommand,
  ThrottlingException,
  UpdateFindingsCommand,
  ValidationException,
  paginateListFindingsV2,
} from "@aws-sdk/client-accessanalyzer";

const url = process.argv[2];
const settings = {
  endpoint: url,
  region: "us-east-1",
  credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "invented" },
};
const client = new AccessAnalyzerClient(settings);

async function control(method, path, body) {
  const response = await fetch(`${url}/_emulator${path}`, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const told = response.status === 204 ? null : await response.json();
  assert.ok(response.ok, JSON.stringify(told));
  return told;
}

// Errors are of the SDK's classes, with their members.
const created = await client.send(
  new CreateAnalyzerCommand({ analyzerName: "audit", type: "ACCOUNT", tags: { team: "blue" } }),
);
await assert.rejects(
  client.send(new CreateAnalyzerCommand({ analyzerName: "audit", type: "ACCOUNT" })),
  (error) => error instanceof ConflictException && error.$metadata.httpStatusCode === 409,
);
await assert.rejects(
  client.send(new GetAnalyzerCommand({ analyzerName: "nobody" })),
  (error) => error instanceof ResourceNotFoundException && error.resourceId.includes("nobody"),
);
await assert.rejects(
  client.send(new CreateAnalyzerCommand({ analyzerName: "-", type: "ACCOUNT" })),
  (error) => error instanceof ValidationException && error.fieldList[0].name === "analyzerName",
);

// Findings appear, and a paginator lists them over several pages.
const shared = {
  externalAccessDetails: { isPublic: false, condition: {}, principal: { AWS: "444455556666" } },
};
const ids = [];
for (let number = 0; number < 5; number += 1) {
  const resource = `arn:aws:sqs:us-east-1:111122223333:queue-${number}`;
  const members = { analyzer: created.arn, resource, resourceType: "AWS::SQS::Queue" };
  ids.push((await control("POST", "/findings", { ...members, details: shared })).id);
}
const listed = [];
let pages = 0;
const listing = paginateListFindingsV2({ client, pageSize: 2 }, { analyzerArn: created.arn });
for await (const page of listing) {
  pages += 1;
  listed.push(...page.findings.map((finding) => finding.id));
}
assert.deepEqual(listed, ids);
assert.ok(pages >= 3);

// They change their status, by the service and from outside.
await client.send(
  new UpdateFindingsCommand({ analyzerArn: created.arn, ids: [ids[0]], status: "ARCHIVED" }),
);
await control("POST", `/findings/${ids[1]}/resolve`);
const statuses = [];
for (const id of ids.slice(0, 3)) {
  const finding = await client.send(new GetFindingV2Command({ analyzerArn: created.arn, id }));
  assert.deepEqual(finding.findingDetails, [shared]);
  assert.ok(finding.createdAt instanceof Date);
  statuses.push(finding.status);
}
assert.deepEqual(statuses, ["ARCHIVED", "RESOLVED", "ACTIVE"]);

// Tags and archive rules: members in paths, maps and nothing in the response.
await client.send(new TagResourceCommand({ resourceArn: created.arn, tags: { tier: "1" } }));
const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: created.arn }));
assert.deepEqual(tags, { team: "blue", tier: "1" });
await client.send(
  new CreateArchiveRuleCommand({
    analyzerName: "audit",
    ruleName: "accepted",
    filter: { isPublic: { eq: ["true"] } },
  }),
);

// Faults strike, are repeated by the SDK where it repeats, and are counted.
await control("POST", "/faults/throttle", { operations: ["GetAnalyzer"], nth: 1, retryAfter: 0 });
await client.send(new GetAnalyzerCommand({ analyzerName: "audit" }));
await control("DELETE", "/faults");
await control("POST", "/faults/throttle", { operations: ["GetAnalyzer"], retryAfter: 0 });
const impatient = new AccessAnalyzerClient({ ...settings, maxAttempts: 1 });
await assert.rejects(
  impatient.send(new GetAnalyzerCommand({ analyzerName: "audit" })),
  (error) => error instanceof ThrottlingException && error.$retryable?.throttling === true,
);
await control("DELETE", "/faults");
const { calls } = await control("GET", "/calls?operation=GetAnalyzer");
assert.deepEqual(
  calls.map((call) => call.status),
  [404, 429, 200, 429],
);

// Time passes, and the whole state is put back.
const state = await (await fetch(`${url}/_emulator/state`)).arrayBuffer();
const before = await control("GET", "/clock");
const after = await control("POST", "/clock/advance", { by: 91 * 24 * 60 * 60 });
assert.equal(new Date(after.now) - new Date(before.now), 91 * 24 * 60 * 60 * 1000);
await control("DELETE", "/state");
const put = await fetch(`${url}/_emulator/state`, {
  method: "PUT",
  headers: { "Content-Type": "application/octet-stream" },
  body: state,
});
assert.equal(put.status, 204);
const back = await client.send(new GetAnalyzerCommand({ analyzerName: "audit" }));
assert.equal(back.analyzer.arn, created.arn);
console.log("all good");
