"""What type checkers refuse in filters: every line with an ignore, and no other.

Both checkers see this file in their ordinary run and read the ignores. Both complain about an
ignore that nothing needs: mypy as a part of its strict mode, pyright by the comment below. So a
line that either of them accepts fails. The codes are mypy's. Nothing here is ever run.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true
# ruff: noqa: FBT003 (a filter asks for a bool by giving it)

from aa_sdk import AccessAnalyzerClient
from aa_sdk.filters import FindingFilter

client = AccessAnalyzerClient()
any_filter = FindingFilter()
external = FindingFilter.for_external()
internal = FindingFilter.for_internal()
unused = FindingFilter.for_unused()
rule = FindingFilter.for_archive_rule()
text: str = ""

# Values that a key does not have.
any_filter.status.eq("ACTVE")  # type: ignore[arg-type]
any_filter.status.eq("ACTIVE", "active")  # type: ignore[arg-type]
any_filter.status.neq("OPEN")  # type: ignore[arg-type]
any_filter.status.eq(text)  # type: ignore[arg-type]
any_filter.resource_type.eq("AWS::IAM:Role")  # type: ignore[arg-type]
any_filter.resource_type.neq("AWS::EC2::Instance")  # type: ignore[arg-type]
any_filter.finding_type.eq("UnusedAccess")  # type: ignore[arg-type]
any_filter.change_type.eq("ADDED")  # type: ignore[arg-type]
any_filter.existing_finding_status.eq("NEW")  # type: ignore[arg-type]
any_filter.resource_control_policy_restriction.eq("FAILED_TO_EVALUATE_SCP")  # type: ignore[arg-type]
any_filter.service_control_policy_restriction.eq("FAILED_TO_EVALUATE_RCP")  # type: ignore[arg-type]

# Values of another type.
any_filter.resource_owner_account.eq(111122223333)  # type: ignore[arg-type]
any_filter.resource_owner_account.eq(["111122223333"])  # type: ignore[arg-type]
any_filter.principal.aws.eq(None)  # type: ignore[arg-type]
any_filter.resource.contains(b"prod")  # type: ignore[arg-type]
any_filter.is_public.eq("true")  # type: ignore[arg-type]
any_filter.is_public.neq(1)  # type: ignore[arg-type]
any_filter.error.exists("false")  # type: ignore[arg-type]
any_filter.condition("aws:PrincipalOrgID").exists(0)  # type: ignore[arg-type]
any_filter.condition(5)  # type: ignore[arg-type]
any_filter.key(None)  # type: ignore[arg-type]

# Operators that a key does not have.
any_filter.is_public.contains("t")  # type: ignore[attr-defined]
any_filter.status.equals("ACTIVE")  # type: ignore[attr-defined]
any_filter.resource.startswith("arn")  # type: ignore[attr-defined]
any_filter.principal.eq("111122223333")  # type: ignore[attr-defined]
any_filter.condition.eq("o-1")  # type: ignore[attr-defined]

# Keys that are misspelt.
any_filter.stauts.eq("ACTIVE")  # type: ignore[attr-defined]
any_filter.isPublic.eq(True)  # type: ignore[attr-defined]
any_filter.principal.canonical_user.eq("1")  # type: ignore[attr-defined]
FindingFilter.for_everything()  # type: ignore[attr-defined]

# Keys that findings of one kind do not have.
unused.is_public.eq(True)  # type: ignore[attr-defined]
unused.error.exists()  # type: ignore[attr-defined]
unused.principal.aws.eq("111122223333")  # type: ignore[attr-defined]
unused.condition("aws:PrincipalOrgID")  # type: ignore[attr-defined]
unused.resource_type.eq("AWS::S3::Bucket")  # type: ignore[arg-type]
unused.finding_type.eq("ExternalAccess")  # type: ignore[arg-type]
external.service_control_policy_restriction.eq("APPLIED")  # type: ignore[attr-defined]
external.finding_type.eq("InternalAccess")  # type: ignore[arg-type]
internal.is_public.eq(True)  # type: ignore[attr-defined]
internal.principal.aws.eq("111122223333")  # type: ignore[attr-defined]
internal.condition("aws:PrincipalOrgID")  # type: ignore[arg-type]
internal.resource_type.eq("AWS::IAM::Role")  # type: ignore[arg-type]
internal.change_type.eq("NEW")  # type: ignore[attr-defined]
rule.status.eq("ACTIVE")  # type: ignore[attr-defined]
rule.id.eq("a")  # type: ignore[attr-defined]
rule.change_type.eq("NEW")  # type: ignore[attr-defined]
rule.existing_finding_id.exists()  # type: ignore[attr-defined]
rule.existing_finding_status.eq("ACTIVE")  # type: ignore[attr-defined]

# Keys without an operator, which ask for nothing.
compared: bool = any_filter.status == "ACTIVE"  # type: ignore[comparison-overlap]
compared = any_filter.status != "ACTIVE"  # type: ignore[comparison-overlap]
compared = "ACTIVE" in any_filter.status  # type: ignore[operator]
any_filter.status("ACTIVE")  # type: ignore[operator]
any_filter["status"]  # type: ignore[index]
FindingFilter.status.eq("ACTIVE")  # type: ignore[attr-defined]
FindingFilter.from_criteria(any_filter.status)  # type: ignore[arg-type]
FindingFilter.from_criteria(FindingFilter)  # type: ignore[arg-type]
client.list_findings_v2(analyzer_arn="", filter=any_filter.status)  # type: ignore[arg-type]
client.list_findings_v2(analyzer_arn="", filter=any_filter.principal)  # type: ignore[arg-type]
client.list_findings_v2(analyzer_arn="", filter="status=ACTIVE")  # type: ignore[arg-type]

# Combinations that do not exist.
_ = any_filter | any_filter  # type: ignore[operator]
_ = ~any_filter  # type: ignore[operator]
_ = any_filter & {"status": {"eq": ["ACTIVE"]}}  # type: ignore[operator]
_ = any_filter & any_filter.status  # type: ignore[operator]
_ = unused & any_filter  # type: ignore[operator]
_ = unused & internal  # type: ignore[operator]

# Filters do not change.
any_filter.status = any_filter.status  # type: ignore[misc]
any_filter.new_attribute = 1  # type: ignore[attr-defined]

# What is no finding, and what is no filter.
any_filter.matches("finding")  # type: ignore[arg-type]
any_filter.explain(5)  # type: ignore[arg-type]
any_filter.to_event_patterns(4_096)  # type: ignore[call-arg]
unused.to_event_patterns()  # type: ignore[attr-defined]
FindingFilter.parse(["status=ACTIVE"])  # type: ignore[arg-type]
FindingFilter.from_criteria({"status": ["ACTIVE"]})  # type: ignore[dict-item]
