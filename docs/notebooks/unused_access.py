# %% [markdown]
# # From unused access to a smaller policy
#
# An unused access analyzer finds roles nobody assumes, keys and passwords nobody signs in with,
# and permissions nobody makes use of. This notebook finds the role with the most of them, makes
# its policy smaller, and proves that the new one allows nothing that the old one did not. Ten
# minutes, on the emulator.
#
# ```sh
# pip install 'aa-sdk[notebook,validate]' polars vl-convert-python
# ```

# %%
from aa_sdk import AccessAnalyzerClient, FindingFilter
from aa_sdk.emulator import Emulator, WallClock
from aa_sdk.workflows import find_analyzer, hydrate

emulator = Emulator(clock=WallClock())  # the service in memory
emulator.populate(findings=700, seed=7)
client = AccessAnalyzerClient("us-east-1", session=emulator.session())

analyzer = await find_analyzer(client, "ACCOUNT_UNUSED_ACCESS")
listing = client.list_findings_v2(analyzer.arn, filter=FindingFilter().status.eq("ACTIVE"))
hydrated = await hydrate(client, analyzer_arn=analyzer.arn, findings=listing).collect()
hydrated

# %% [markdown]
# ## Who holds what they do not use

# %%
from aa_sdk.frames import unused_access_report

report = unused_access_report(hydrated)
report

# %%
import altair

from aa_sdk.frames import charts

altair.renderers.enable("svg")  # pictures that need no network; without it, marks have tooltips
charts.unused_services_heatmap(hydrated)

# %% [markdown]
# ## One role
#
# The role with the most unused actions. Its finding has one entry for each AWS service.

# %%
from aa_sdk import UnusedPermissionDetails


def unused_actions(finding):
    details = finding.details(UnusedPermissionDetails)
    return [action for each in details for action in each.actions]


roles = [f for f in hydrated.findings if f.resource_type == "AWS::IAM::Role"]
finding = max(roles, key=lambda each: len(unused_actions(each)))
finding

# %% [markdown]
# As a table it has a row for each action. Those that were never used come first here.

# %%
from aa_sdk.frames import unused_actions_table

table = unused_actions_table(finding)
table.to_polars().select("service_namespace", "action", "last_accessed").sort("last_accessed")

# %% [markdown]
# ## Its policy
#
# This is the policy of the role, as it stands in version control.

# %%
policy = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Uploads",
      "Effect": "Allow",
      "Action": [
        "s3:PutObject",
        "s3:GetObject",
        "s3:DeleteObject",
        "s3:ListBucket",
        "s3:PutBucketPolicy"
      ],
      "Resource": ["arn:aws:s3:::search-uploads", "arn:aws:s3:::search-uploads/*"]
    },
    {
      "Sid": "Index",
      "Effect": "Allow",
      "Action": ["dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteTable"],
      "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/search"
    },
    {
      "Sid": "Reporting",
      "Effect": "Allow",
      "Action": ["athena:StartQueryExecution", "athena:GetQuery*"],
      "Resource": "*"
    },
    {
      "Sid": "Keys",
      "Effect": "Allow",
      "Action": ["kms:Decrypt", "kms:ScheduleKeyDeletion"],
      "Resource": "arn:aws:kms:us-east-1:111122223333:key/1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f"
    }
  ]
}"""

# %% [markdown]
# ## A smaller one
#
# `least_privilege` takes out what the finding says is not used. All the rest stays as it was
# written: order, indentation, Sids. The statement about keys has no action left, and goes. What
# cannot be taken out is told, with the reason: `athena:GetQuery*` stands for more than the one
# action that is known to be unused. And some of the unused actions this policy never allowed:
# another policy of the role does.

# %%
from aa_sdk.frames import least_privilege

smaller = least_privilege(policy, finding)
smaller

# %% [markdown]
# The proof is a check as any other: PASS says that there is no request that the new policy
# allows and the old one does not.

# %%
smaller.proof

# %% [markdown]
# ## What the service recommends
#
# For a finding about unused permissions the service makes a recommendation of its own, of policies
# to create and to detach. It takes some seconds; the job waits for it. Given along, each of its
# policies is compared with the smaller one.

# %%
from aa_sdk.workflows import RecommendationJob

emulator.attach_policy(finding.resource, policy, name="search-uploads")  # AWS knows it by itself
job = await RecommendationJob.start(client, analyzer.arn, finding.id)
recommendation = await job

beside = least_privilege(policy, finding, recommendation=recommendation)
for each in beside.recommended:
    print(f"{each.existing_policy_id}: {each}")

# %% [markdown]
# It allows less, for the service knows which actions `athena:GetQuery*` stands for. With the extra
# `validate` so does a catalogue: the wildcard gives way to names of the others, and to narrower
# wildcards. Of what is unused nothing stays allowed: `not_removed` is empty.

# %%
from aa_sdk.policy import ActionCatalogue

smaller = least_privilege(policy, finding, catalogue=ActionCatalogue.installed())
smaller.not_removed

# %% [markdown]
# ## Decided
#
# This is the policy to merge, and it is proven that nothing is added. "Unused" means not seen in
# use since the service began to look, and of some actions it sees no use at all: who knows of work
# that is done once a year puts those back by hand.

# %%
assert smaller.proven
assert not smaller.not_removed
print(smaller.policy)

# %%
await client.aclose()

# %% [markdown]
# Where to go from here: [reports](../how-to/reports.md), [jobs](../how-to/jobs.md), and
# [what a change adds](../how-to/compare.md).
