"""Which arguments of Terraform's resources hold policies."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from aa_sdk.cli._sources import resource_kinds
from aa_sdk.cli._sources.resource_kinds import (
    CONTROLS,
    IN_AN_API,
    RESOURCE_TYPES,
    Kind,
    identity,
    resource,
    trust,
)
from aa_sdk.models import AccessCheckResourceType

_API: AccessCheckResourceType = "AWS::ApiGateway::RestApi"
_DOCUMENT = "policy_document"
_PRINCIPALS: Mapping[str, Sequence[Kind]] = {
    "aws_iam_group_policy": [identity("policy")],
    "aws_iam_policy": [identity("policy")],
    "aws_iam_role": [trust("assume_role_policy"), identity("inline_policy.*.policy")],
    "aws_iam_role_policy": [identity("policy")],
    "aws_iam_user_policy": [identity("policy")],
    "aws_rolesanywhere_profile": [identity("session_policy")],
    "aws_ssoadmin_permission_set_inline_policy": [identity("inline_policy")],
    "aws_transfer_access": [identity("policy")],
    "aws_transfer_user": [identity("policy")],
}

# The arguments of resources, and what of these is checked for public access.
_RESOURCES: Mapping[str, tuple[str, AccessCheckResourceType | None]] = {
    "aws_acmpca_policy": ("policy", None),
    "aws_api_gateway_domain_name": ("policy", None),
    "aws_api_gateway_rest_api": ("policy", _API),
    "aws_api_gateway_rest_api_policy": ("policy", _API),
    "aws_backup_vault_policy": ("policy", "AWS::Backup::BackupVault"),
    "aws_bedrockagentcore_resource_policy": ("policy", None),
    "aws_cloudsearch_domain_service_access_policy": ("access_policy", None),
    "aws_cloudwatch_event_bus_policy": ("policy", None),
    "aws_cloudwatch_log_delivery_destination_policy": ("delivery_destination_policy", None),
    "aws_cloudwatch_log_destination_policy": ("access_policy", None),
    "aws_cloudwatch_log_resource_policy": (_DOCUMENT, None),
    "aws_codeartifact_domain_permissions_policy": (_DOCUMENT, "AWS::CodeArtifact::Domain"),
    "aws_codeartifact_repository_permissions_policy": (_DOCUMENT, None),
    "aws_codebuild_resource_policy": ("policy", None),
    "aws_dynamodb_resource_policy": ("policy", "AWS::DynamoDB::Table"),
    "aws_ecr_registry_policy": ("policy", None),
    "aws_ecr_repository_creation_template": ("repository_policy", None),
    "aws_ecr_repository_policy": ("policy", None),
    "aws_ecrpublic_repository_policy": ("policy", None),
    "aws_efs_file_system_policy": ("policy", "AWS::EFS::FileSystem"),
    "aws_elasticsearch_domain": ("access_policies", "AWS::OpenSearchService::Domain"),
    "aws_elasticsearch_domain_policy": ("access_policies", "AWS::OpenSearchService::Domain"),
    "aws_glacier_vault": ("access_policy", "AWS::S3::Glacier"),
    "aws_glacier_vault_lock": ("policy", "AWS::S3::Glacier"),
    "aws_glue_resource_policy": ("policy", None),
    "aws_kinesis_resource_policy": ("policy", "AWS::Kinesis::Stream"),
    "aws_kms_external_key": ("policy", "AWS::KMS::Key"),
    "aws_kms_key": ("policy", "AWS::KMS::Key"),
    "aws_kms_key_policy": ("policy", "AWS::KMS::Key"),
    "aws_kms_replica_external_key": ("policy", "AWS::KMS::Key"),
    "aws_kms_replica_key": ("policy", "AWS::KMS::Key"),
    "aws_media_store_container_policy": ("policy", None),
    "aws_msk_cluster_policy": ("policy", None),
    "aws_networkfirewall_resource_policy": ("policy", None),
    "aws_oam_sink_policy": ("policy", None),
    "aws_opensearch_domain": ("access_policies", "AWS::OpenSearchService::Domain"),
    "aws_opensearch_domain_policy": ("access_policies", "AWS::OpenSearchService::Domain"),
    "aws_organizations_resource_policy": ("content", None),
    "aws_prometheus_resource_policy": (_DOCUMENT, None),
    "aws_redshift_resource_policy": ("policy", None),
    "aws_redshiftserverless_resource_policy": ("policy", None),
    "aws_s3_access_point": ("policy", "AWS::S3::AccessPoint"),
    "aws_s3_bucket": ("policy", "AWS::S3::Bucket"),
    "aws_s3_bucket_policy": ("policy", "AWS::S3::Bucket"),
    "aws_s3control_access_grants_instance_resource_policy": ("policy", None),
    "aws_s3control_access_point_policy": ("policy", "AWS::S3::AccessPoint"),
    "aws_s3control_bucket_policy": ("policy", "AWS::S3Outposts::Bucket"),
    "aws_s3control_multi_region_access_point_policy": ("details.*.policy", None),
    "aws_s3control_object_lambda_access_point_policy": ("policy", None),
    "aws_s3tables_table_bucket_policy": ("resource_policy", "AWS::S3Tables::TableBucket"),
    "aws_s3tables_table_policy": ("resource_policy", "AWS::S3Tables::Table"),
    "aws_s3vectors_vector_bucket_policy": ("policy", None),
    "aws_sagemaker_model_package_group_policy": ("resource_policy", None),
    "aws_schemas_registry_policy": ("policy", None),
    "aws_secretsmanager_secret": ("policy", "AWS::SecretsManager::Secret"),
    "aws_secretsmanager_secret_policy": ("policy", "AWS::SecretsManager::Secret"),
    "aws_ses_identity_policy": ("policy", None),
    "aws_sesv2_email_identity_policy": ("policy", None),
    "aws_sns_topic": ("policy", "AWS::SNS::Topic"),
    "aws_sns_topic_policy": ("policy", "AWS::SNS::Topic"),
    "aws_sqs_queue": ("policy", "AWS::SQS::Queue"),
    "aws_sqs_queue_policy": ("policy", "AWS::SQS::Queue"),
    "aws_vpc_endpoint": ("policy", None),
    "aws_vpc_endpoint_policy": ("policy", None),
    "aws_vpclattice_auth_policy": ("policy", None),
    "aws_vpclattice_resource_policy": ("policy", None),
    "aws_xray_resource_policy": (_DOCUMENT, None),
}

# Resources with arguments that are called so, and hold something else than policies of IAM.
_OTHERS = frozenset(
    {
        "aws_cloudwatch_log_account_policy",
        "aws_cloudwatch_log_data_protection_policy",
        "aws_cloudwatch_log_index_policy",
        "aws_config_organization_custom_policy_rule",
        "aws_ecr_lifecycle_policy",
        "aws_networkmanager_core_network",
        "aws_networkmanager_core_network_policy_attachment",
        "aws_opensearchserverless_access_policy",
        "aws_opensearchserverless_lifecycle_policy",
        "aws_opensearchserverless_security_policy",
        "aws_ses_receipt_filter",
        "aws_sns_topic_data_protection_policy",
        "aws_verifiedaccess_endpoint",
        "aws_verifiedaccess_group",
        "vault_policy",
    }
)
_OTHER_CLOUDS = ("azuread_", "azurerm_", "google_")

# The provider awscc has the types of CloudFormation, and their properties, in small letters.
_CLOUD_CONTROL = {f"awscc{one[5:].replace('::', '').lower()}": one for one in RESOURCE_TYPES}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

REST_APIS = frozenset({"aws_api_gateway_rest_api", "aws_api_gateway_rest_api_put"})
"""Resources that can have a policy in a text in YAML."""

OTHER_LANGUAGES = ("aws_iot_", "aws_verifiedpermissions_", "aws_wafv2_")
"""Resources, by how their types begin, whose policies are not those of IAM."""


def kinds_of(resource_type: str, values: Mapping[str, Any]) -> Sequence[Kind] | None:
    """Return where a resource has policies.

    Args:
        resource_type: Its type.
        values: What is known of it.

    Returns:
        Where; None for a type that is not known here.
    """
    if resource_type in _OTHERS or resource_type.startswith(_OTHER_CLOUDS):
        return []
    if resource_type == "aws_organizations_policy":
        control = values.get("type") or "SERVICE_CONTROL_POLICY"
        return [Kind("content", CONTROLS[control])] if control in CONTROLS else []
    if resource_type == "aws_cloudcontrolapi_resource":
        named = str(values.get("type_name"))
        return _of_cloud_control(named, {}, "desired_state.") if named in RESOURCE_TYPES else None
    if (written := resource_type.replace("_", "")) in _CLOUD_CONTROL:
        return _of_cloud_control(_CLOUD_CONTROL[written], values)
    in_body = [resource(f"body.{IN_AN_API}", _API)] if resource_type in REST_APIS else []
    if resource_type not in _RESOURCES:
        return in_body or _PRINCIPALS.get(resource_type)
    where, checked = _RESOURCES[resource_type]
    arn = str(values.get("resource_arn"))
    if resource_type == "aws_kinesis_resource_policy" and "/consumer/" in arn:
        checked = "AWS::Kinesis::StreamConsumer"
    if resource_type == "aws_dynamodb_resource_policy" and "/stream/" in arn:
        checked = "AWS::DynamoDB::Stream"
    if resource_type == "aws_s3_bucket_policy" and str(values.get("bucket")).endswith("--x-s3"):
        checked = "AWS::S3Express::DirectoryBucket"
    return [resource(where, checked), *in_body]


def _of_cloud_control(
    resource_type: str, values: Mapping[str, Any], inside: str = ""
) -> Sequence[Kind]:
    """Return where a resource of CloudFormation has policies, as it is called in Terraform."""
    kinds = resource_kinds.kinds_of(resource_type, {"Type": values.get("type"), **values})
    if inside:  # as JSON, where names are those of CloudFormation
        return [one._replace(where=f"{inside}{one.where}") for one in kinds]
    return [one._replace(where=_HUMP.sub("_", one.where).lower()) for one in kinds]
