# %% [markdown]
# # From unused access to a smaller policy
#
# An unused access analyzer finds roles nobody assumes, keys and passwords nobody signs in with,
# and permissions nobody makes use of. This notebook finds the role with the most of them, makes
# its policy smaller, and proves that the new one allows nothing that the old one did not. Ten
# minutes, on the emulator.
#
# ```sh
# pip install 'aa-sdk[notebook]' polars
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
from aa_sdk.frames import charts

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
# ## A smaller policy
#
# This is the policy of the role, as it stands in version control. `least_privilege` takes out of
# it what the finding says is not used. All the rest stays as it was written: order, indentation,
# Sids.

# %%
import json

services = sorted({action.action.split(":")[0] for action in unused_actions(finding)})
policy = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": f"{service.capitalize()}Access",
                "Effect": "Allow",
                "Action": sorted(
                    {a.action for a in unused_actions(finding) if a.action.startswith(service)}
                    | {f"{service}:List*"}
                ),
                "Resource": "*",
            }
            for service in services
        ],
    },
    indent=2,
)
print(policy)

# %%
from aa_sdk.frames import least_privilege

smaller = least_privilege(policy, finding)
smaller

# %% [markdown]
# The proof is a check as any other: PASS says that there is no request that the new policy
# allows and the old one does not.

# %%
smaller.proof

# %%
print(smaller.policy)

# %% [markdown]
# ## What the service recommends
#
# For a finding about unused permissions the service makes a recommendation of its own, of whole
# policies to create and to detach. It takes some seconds; the job waits for it.

# %%
from aa_sdk.workflows import RecommendationJob

await (await RecommendationJob.start(client, analyzer.arn, finding.id))

# %%
await client.aclose()
