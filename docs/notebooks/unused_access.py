# %% [markdown]
# # From unused access to a smaller policy
#
# An unused access analyzer finds roles nobody assumes, keys and passwords nobody signs in with,
# and permissions nobody makes use of. This notebook finds the role with the most of them, makes
# its policy smaller, and proves that the new one allows nothing that the old one did not. Ten
# minutes, on the emulator.
#
# ```sh
# pip install 'aa-sdk[notebook]' polars vl-convert-python
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

# %%
from aa_sdk.frames import unused_actions_table

unused_actions_table([finding])

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
      "Action": ["dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteTable"],
      "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/search"
    },
    {
      "Sid": "Reporting",
      "Effect": "Allow",
      "Action": ["athena:StartQueryExecution", "athena:GetQueryResults"],
      "Resource": "*"
    },
    {
      "Sid": "Telemetry",
      "Effect": "Allow",
      "Action": ["logs:*", "cloudwatch:PutMetricData"],
      "Resource": "*"
    }
  ]
}"""

# %% [markdown]
# ## A smaller one
#
# `least_privilege` takes out what the finding says is not used. All the rest stays as it was
# written: order, indentation, Sids. The statement about reports has no action left, and goes. What
# cannot be taken out is told, with the reason: `logs:*` stands for more than the two actions that
# are known to be unused. And some of them this policy never allowed; the role has others.

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
# policies is compared with the smaller one: `added` is what the recommended one allows beyond it.

# %%
from aa_sdk.workflows import RecommendationJob

job = await RecommendationJob.start(client, analyzer.arn, finding.id)
smaller = least_privilege(policy, finding, recommendation=await job)
print(*smaller.recommended, sep="\n")
smaller.recommended[0].difference

# %% [markdown]
# ## Decided
#
# The policy to merge, with its proof. "Unused" means not seen in use since the service began to
# track it, and some actions it does not track: who knows of work that is done once a year
# puts those back by hand.

# %%
assert smaller.proven
print(smaller.policy)

# %%
await client.aclose()

# %% [markdown]
# Where to go from here: [reports](../reports.md), [what a change adds](../compare.md), and
# [jobs](../jobs.md).
