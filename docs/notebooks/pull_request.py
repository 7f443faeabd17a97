# %% [markdown]
# # A pull request's policies, checked offline
#
# A pull request changes the policy of a bucket. What does it open, to whom, and is that wanted?
# Ten minutes, no AWS account, no network: everything here is decided on your machine.
#
# ```sh
# pip install 'aa-sdk[validate]'
# ```
#
# The bucket has its policy in version control. This is what is live:

# %%
live = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Readers",
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reports"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::quarterly-reports/*",
      "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-0a1b2c3d"}}
    }
  ]
}"""

# %% [markdown]
# And this is what the pull request makes of it. "Let the partner in, and stop breaking the build
# from the office network", says its description.

# %%
proposed = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Readers",
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reports"},
      "Action": "s3:Get*",
      "Resource": "arn:aws:s3:::quarterly-reports/*"
    },
    {
      "Sid": "Partner",
      "Effect": "Allow",
      "Principal": {"AWS": "*"},
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Resource": "arn:aws:s3:::quarterly-reports/*",
      "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/partner"}}
    }
  ]
}"""

# %% [markdown]
# ## Does it open anything at all?
#
# The first question a reviewer has. A PASS would be a proof that it does not. A FAIL comes with a
# request that shows what is open now.

# %%
from aa_sdk.policy import check_no_new_access

check_no_new_access(proposed, live, "RESOURCE_POLICY")

# %% [markdown]
# ## What does it open, exactly?
#
# One example is not the whole difference. `compare` tells all of it: what is added, what is
# removed, from which statement, and a request for each.

# %%
from aa_sdk.policy import compare

compare(proposed, live, "RESOURCE_POLICY")

# %% [markdown]
# ## Who gets in from outside?
#
# The condition of the second statement looks tight. But any account may have a role that is called
# `partner`: the pattern has no account in it. So the answer is not "the partner", it is everyone
# with an account of their own.

# %%
from aa_sdk.policy import external_access

external_access(proposed, "AWS::S3::Bucket", owner_account="111122223333")

# %% [markdown]
# ## Is it well written otherwise?
#
# `validate` has the service's own kinds of findings, each with its place in the text. This one
# needs the extra `validate`: without it there would be "nothing found", and under "not checked"
# what was not looked for.

# %%
from aa_sdk.policy import validate

validate(proposed, "RESOURCE_POLICY", resource_type="AWS::S3::Bucket")

# %% [markdown]
# ## Mend it, and prove it
#
# The partner has one account, and needs to write. The readers keep what they had, and stay in their
# network.

# %%
mended = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Readers",
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111122223333:role/reports"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::quarterly-reports/*",
      "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-0a1b2c3d"}}
    },
    {
      "Sid": "Partner",
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::444455556666:role/partner"},
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::quarterly-reports/inbox/*"
    }
  ]
}"""

compare(mended, live, "RESOURCE_POLICY")

# %% [markdown]
# What is new is what was asked for, and nothing else. (Names such as `example` stand for any: the
# request is one of many that are let through.) Now the rules that hold for every policy of the
# team: nothing is public, and nobody deletes objects or writes the bucket's policy.

# %%
from aa_sdk.policy import check_access_not_granted, check_no_public_access

check_no_public_access(mended, "AWS::S3::Bucket")

# %%
check_access_not_granted(
    mended, {"actions": ["s3:DeleteObject", "s3:PutBucketPolicy"]}, "RESOURCE_POLICY"
)

# %% [markdown]
# ## In the pipeline
#
# A check is a value, so that a pipeline needs few lines, such as
# `if not check.passed: raise SystemExit(1)`. The first version fails here, and the mended one
# passes: that is the one to merge.

# %%
for name, policy in {"proposed": proposed, "mended": mended}.items():
    check = check_no_public_access(policy, "AWS::S3::Bucket")
    print(f"{name}: {check.result}: {check.message}")

# %% [markdown]
# Where to go from here: [a CI job](../tutorials/ci-job.md), step by step;
# [policy checks](../how-to/policy-checks.md) has the rules by which they are decided and what they
# refuse to decide, [what a change adds](../how-to/compare.md) explains slices, and [external
# access](../how-to/external-access.md) the zones of trust.
