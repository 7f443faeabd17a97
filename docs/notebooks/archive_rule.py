# %% [markdown]
# # What if: an archive rule before there is one
#
# An archive rule hides findings that are to come and, where it is applied, those of today. A rule
# that is too broad hides the one that mattered. This notebook tries a rule without making it, sees
# what it would hide, narrows it, and then makes it. Ten minutes, on the emulator.
#
# ```sh
# pip install 'aa-sdk[notebook]' polars vl-convert-python
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
# One of them is public. To hide that one with the rest is the classic accident. As a picture, for
# the review:

# %%
import altair

from aa_sdk.frames import charts

altair.renderers.enable("svg")  # pictures that need no network; without it, marks have tooltips
charts.rule_effect_chart(effect)

# %% [markdown]
# ## Narrower
#
# Only what is not public: one finding fewer, and none of them is public.

# %%
not_public = buckets.is_public.eq(False)
narrower = await rule_effect(client, analyzer.arn, not_public)
narrower

# %%
charts.rule_effect_chart(narrower)

# %% [markdown]
# The numbers as a table, to keep beside those of other rules:

# %%
from aa_sdk.frames import rule_effect_table

rule_effect_table(narrower).to_polars().drop("analyzer_arn")

# %% [markdown]
# ## Make it, as part of what the analyzer should be
#
# A specification says what is wanted, a plan what would have to change for it. The plan shows as
# Terraform's do. What it does not know of, such as the analyzer's tag,
# stays.

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
# A rule is for findings to come. Those of today are archived when it is applied. What was foretold
# happens: those that would be hidden join those that were already, and the public one is still
# there.

# %%
await client.apply_archive_rule(analyzer_arn=analyzer.arn, rule_name="reviewed-buckets")
hidden = await rule_effect(client, analyzer.arn, not_public)
assert hidden.hidden_already == narrower.hidden_already + narrower.would_hide
assert (await rule_effect(client, analyzer.arn, buckets)).public == effect.public
hidden

# %%
await client.aclose()

# %% [markdown]
# Where to go from here: [archiving](../how-to/archiving.md) in bulk, and [analyzers as
# specified](../how-to/desired-state.md).
