# %% [markdown]
# # Exposure triage: what is open, and what to close first
#
# An external access analyzer lists what can be reached from outside your account. The list is
# long, and most of it is meant to be so. This notebook goes from the list to the few findings
# that somebody has to look at today, in ten minutes, on the emulator: no AWS account is needed.
#
# ```sh
# pip install 'aa-sdk[notebook]' polars vl-convert-python
# ```

# %%
from aa_sdk import AccessAnalyzerClient, FindingFilter
from aa_sdk.emulator import Emulator, WallClock

emulator = Emulator(clock=WallClock())  # the service in memory
emulator.populate(findings=700, seed=7)

# Against AWS: AccessAnalyzerClient("eu-west-1")
client = AccessAnalyzerClient("us-east-1", session=emulator.session())

# %% [markdown]
# ## What is there
#
# What `collect()` returns is a list, and shows as a table.

# %%
await client.list_analyzers().collect()

# %% [markdown]
# A listing that was not fetched yet says what it would fetch. To show it sends nothing.

# %%
from aa_sdk.workflows import find_analyzer

analyzer = await find_analyzer(client, "ACCOUNT")
active = FindingFilter().status.eq("ACTIVE")
listing = client.list_findings_v2(analyzer.arn, filter=active)
listing

# %%
findings = await listing.collect()
findings

# %%
findings.count_by("resource_type")

# %% [markdown]
# ## Who has access, and to do what
#
# A listing does not say it. `hydrate` reads every finding with its details, as fast as the
# service lets it.

# %%
from aa_sdk.workflows import hydrate

reading = hydrate(client, analyzer_arn=analyzer.arn, findings=findings)
hydrated = await reading.collect()
hydrated

# %% [markdown]
# One of them, by itself:

# %%
hydrated.findings[0]

# %% [markdown]
# ## What to look at first
#
# The report puts findings into an order, and says for each why it stands there: public before
# cross-account, then what hands over a role or changes permissions before writing, and writing
# before reading, then no condition before one that holds, then old before new.

# %%
from aa_sdk.frames import exposure_report

report = exposure_report(hydrated)
report

# %% [markdown]
# ## Pictures for those who decide

# %%
import altair

from aa_sdk.frames import charts

altair.renderers.enable("svg")  # pictures that need no network; without it, marks have tooltips
charts.public_exposure(hydrated)

# %%
charts.age_histogram(hydrated)

# %%
charts.by_resource_type(hydrated)

# %% [markdown]
# ## What came, and what went
#
# A store keeps findings in step with the service, and what became of each. The first time, all of
# them are new; after that, it is what has changed since.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

from aa_sdk.workflows import FindingStore, sync_findings

with TemporaryDirectory() as folder:
    async with FindingStore(Path(folder) / "findings.db") as store:
        changes = await sync_findings(client, analyzer_arn=analyzer.arn, store=store)
        over_time = charts.timeline(changes, now=emulator.now())
changes

# %%
over_time

# %% [markdown]
# ## Any other question
#
# A table has a column for each fact, and any library of tables reads it: polars, pandas,
# pyarrow, DuckDB. Here: which outside accounts get at the most resources, and how often without
# any condition?

# %%
import polars as pl

from aa_sdk.frames import findings_table

table = findings_table(hydrated)
table

# %%
(
    pl.DataFrame(table)
    .filter(pl.col("principal_kind") == "AWS", ~pl.col("is_public"))
    .with_columns(account=pl.col("principal").str.extract(r"(\d{12})"))
    .group_by("account")
    .agg(
        resources=pl.col("resource").n_unique(),
        kinds=pl.col("resource_type").n_unique(),
        unconditional=(pl.col("condition_keys").list.len() == 0).sum(),
    )
    .sort("resources", "account", descending=[True, False])
)

# %% [markdown]
# ## Decided
#
# What is public is for this week, and these five are for today: a list for the ticket.
# `report.to_markdown()` has the first twenty of each table, with names escaped so that none becomes
# markup; `report.to_dict()` has all.

# %%
print(f"{len(report.public)} of {len(report)} are public. Today:")
for one in report.first[:5]:
    print(f"- [ ] {one}")

# %%
await client.aclose()

# %% [markdown]
# Where to go from here: [hide what is meant to be open](archive_rule.py), [findings in
# bulk](../how-to/bulk-work.md), [tables](../how-to/tables.md).
