# %% [markdown]
# # What if: an archive rule before there is one
#
# An archive rule hides findings, those of today and all that come. A rule that is too broad
# hides the one that mattered. This notebook tries a rule without making it, sees what it would
# hide, narrows it, and then makes it. Ten minutes, on the emulator.
#
# ```sh
# pip install 'aa-sdk[notebook]'
# ```

# %%
from aa_sdk import AccessAnalyzerClient, FindingFilter
from aa_sdk.emulator import Emulator, WallClock
from aa_sdk.workflows import find_analyzer

emulator = Emulator(clock=WallClock())  # the service in memory
emulator.populate(findings=700, seed=7)
client = AccessAnalyzerClient("us-east-1", session=emulator.session())
analyzer = await find_analyzer(client, "ACCOUNT")
analyzer

# %% [markdown]
# ## A rule that looks harmless
#
# "The buckets are reviewed elsewhere." A filter is built with names that your editor completes,
# and says in words what it asks for.

# %%
buckets = FindingFilter.for_archive_rule().resource_type.eq("AWS::S3::Bucket")
buckets

# %% [markdown]
# `rule_effect` asks the service what the rule would hide. It changes nothing.

# %%
from aa_sdk.workflows import rule_effect

effect = await rule_effect(client, analyzer.arn, buckets)
effect

# %% [markdown]
# Public buckets are among them. That is the classic accident. As a picture, for the review:

# %%
from aa_sdk.frames import charts

charts.rule_effect_chart(effect)

# %% [markdown]
# ## Narrower
#
# Only what is not public.

# %%
not_public = buckets.is_public.eq(False)
narrower = await rule_effect(client, analyzer.arn, not_public)
narrower

# %%
charts.rule_effect_chart(narrower)

# %%
from aa_sdk.frames import rule_effect_table

rule_effect_table(narrower)

# %% [markdown]
# ## Make it, as part of what the analyzer should be
#
# A specification says what is wanted, a plan what would have to change for it. The plan shows as
# Terraform's do.

# %%
from aa_sdk.workflows import AnalyzerSpec, ensure_analyzer, plan_analyzer

specification = AnalyzerSpec(
    name=analyzer.name, type="ACCOUNT", archive_rules={"reviewed-buckets": not_public}
)
plan = await plan_analyzer(client, specification)
plan

# %%
await ensure_analyzer(client, specification)

# %% [markdown]
# A rule is for findings to come. Those of today are archived when it is applied; the effect of
# doing so was foretold.

# %%
await client.apply_archive_rule(analyzer_arn=analyzer.arn, rule_name="reviewed-buckets")
hidden = await rule_effect(client, analyzer.arn, not_public)
assert hidden.hidden_already == narrower.hidden_already + narrower.would_hide
hidden

# %%
await client.aclose()

# %% [markdown]
# Where to go from here: [archiving](../archiving.md) in bulk, and [analyzers as
# specified](../desired-state.md).
