"""Which properties of resources hold policies, in templates of CloudFormation.

A step `*` goes into each entry of a list. What is a policy only once AWS has made it of properties
stands in `permissions`; what IoT, Verified Permissions and others call one is of another language.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from aa_sdk.models import AccessCheckResourceType, PolicyType


class Kind(NamedTuple):
    """A policy of a resource."""

    where: str
    """The way to it from the resource's properties."""
    policy_type: PolicyType
    """What it hangs on."""
    resource_type: AccessCheckResourceType | None = None
    """The resource, if it can be checked for public access."""
    is_statement: bool = False
    """Whether it is a statement alone."""


def identity(where: str) -> Kind:
    """Return a policy of a principal, or one that bounds what it may do."""
    return Kind(where, "IDENTITY_POLICY")


def resource(where: str, resource_type: AccessCheckResourceType | None = None) -> Kind:
    """Return a policy of a resource."""
    return Kind(where, "RESOURCE_POLICY", resource_type)


def trust(where: str) -> Kind:
    """Return a policy that says who may assume a role."""
    return resource(where, "AWS::IAM::AssumeRolePolicyDocument")


IN_AN_API = "x-amazon-apigateway-policy"
"""Where the definition of an API has its policy."""

_API: AccessCheckResourceType = "AWS::ApiGateway::RestApi"
_DOCUMENT = "PolicyDocument"
_INLINE = identity("Policies.*.PolicyDocument")
_RESOURCE_POLICY = resource("ResourcePolicy")
_REPLICA = "Replicas.*.{}ResourcePolicy.PolicyDocument"

_KINDS: Mapping[str, Sequence[Kind]] = {
    "AWS::EKS::PodIdentityAssociation": [identity("Policy")],
    "AWS::IAM::Group": [_INLINE],
    "AWS::IAM::GroupPolicy": [identity(_DOCUMENT)],
    "AWS::IAM::ManagedPolicy": [identity(_DOCUMENT)],
    "AWS::IAM::Policy": [identity(_DOCUMENT)],
    "AWS::IAM::Role": [trust("AssumeRolePolicyDocument"), _INLINE],
    "AWS::IAM::RolePolicy": [identity(_DOCUMENT)],
    "AWS::IAM::User": [_INLINE],
    "AWS::IAM::UserPolicy": [identity(_DOCUMENT)],
    "AWS::RolesAnywhere::Profile": [identity("SessionPolicy")],
    "AWS::SSO::PermissionSet": [identity("InlinePolicy")],
    "AWS::Transfer::User": [identity("Policy")],
    "AWS::Serverless::Function": [trust("AssumeRolePolicyDocument")],
    "AWS::Serverless::Api": [
        resource("Policy", _API),
        resource(f"DefinitionBody.{IN_AN_API}", _API),
    ],
    "AWS::APS::ResourcePolicy": [resource(_DOCUMENT)],
    "AWS::ApiGateway::DomainNameV2": [resource("Policy")],
    "AWS::ApiGateway::RestApi": [resource("Policy", _API), resource(f"Body.{IN_AN_API}", _API)],
    "AWS::Backup::BackupVault": [resource("AccessPolicy", "AWS::Backup::BackupVault")],
    "AWS::Backup::LogicallyAirGappedBackupVault": [resource("AccessPolicy")],
    "AWS::Bedrock::KnowledgeBasePolicy": [resource(_DOCUMENT)],
    "AWS::Bedrock::ResourcePolicy": [resource(_DOCUMENT)],
    "AWS::BedrockAgentCore::ResourcePolicy": [resource("Policy")],
    "AWS::CloudTrail::ResourcePolicy": [_RESOURCE_POLICY],
    "AWS::CodeArtifact::Domain": [
        resource("PermissionsPolicyDocument", "AWS::CodeArtifact::Domain")
    ],
    "AWS::CodeArtifact::Repository": [resource("PermissionsPolicyDocument")],
    "AWS::Comprehend::DocumentClassifier": [resource("ModelPolicy")],
    "AWS::Comprehend::EntityRecognizer": [resource("ModelPolicy")],
    "AWS::DSQL::Cluster": [resource(_DOCUMENT)],
    "AWS::DynamoDB::GlobalTable": [
        resource(_REPLICA.format(""), "AWS::DynamoDB::Table"),
        resource(_REPLICA.format("ReplicaStreamSpecification."), "AWS::DynamoDB::Stream"),
    ],
    "AWS::DynamoDB::Table": [
        resource("ResourcePolicy.PolicyDocument", "AWS::DynamoDB::Table"),
        resource("StreamSpecification.ResourcePolicy.PolicyDocument", "AWS::DynamoDB::Stream"),
    ],
    "AWS::EC2::VPCEndpoint": [resource(_DOCUMENT)],
    "AWS::ECR::PublicRepository": [resource("RepositoryPolicyText")],
    "AWS::ECR::RegistryPolicy": [resource("PolicyText")],
    "AWS::ECR::Repository": [resource("RepositoryPolicyText")],
    "AWS::ECR::RepositoryCreationTemplate": [resource("RepositoryPolicy")],
    "AWS::EFS::FileSystem": [resource("FileSystemPolicy", "AWS::EFS::FileSystem")],
    "AWS::Elasticsearch::Domain": [resource("AccessPolicies", "AWS::OpenSearchService::Domain")],
    "AWS::EventSchemas::RegistryPolicy": [resource("Policy")],
    "AWS::Events::EventBus": [resource("Policy")],
    "AWS::Events::EventBusPolicy": [Kind("Statement", "RESOURCE_POLICY", is_statement=True)],
    "AWS::EventsV2::ResourcePolicy": [resource(_DOCUMENT)],
    "AWS::FSx::S3AccessPointAttachment": [resource("S3AccessPoint.Policy")],
    "AWS::KMS::Key": [resource("KeyPolicy", "AWS::KMS::Key")],
    "AWS::KMS::ReplicaKey": [resource("KeyPolicy", "AWS::KMS::Key")],
    "AWS::Kinesis::ResourcePolicy": [resource("ResourcePolicy", "AWS::Kinesis::Stream")],
    "AWS::Lambda::ResourcePolicy": [resource(_DOCUMENT, "AWS::Lambda::Function")],
    "AWS::Lex::ResourcePolicy": [resource("Policy")],
    "AWS::Logs::DeliveryDestination": [
        resource("DeliveryDestinationPolicy.DeliveryDestinationPolicy")
    ],
    "AWS::Logs::Destination": [resource("DestinationPolicy")],
    "AWS::Logs::LogGroup": [resource("ResourcePolicyDocument")],
    "AWS::Logs::ResourcePolicy": [resource(_DOCUMENT)],
    "AWS::MSK::ClusterPolicy": [resource("Policy")],
    "AWS::MediaPackageV2::ChannelPolicy": [resource("Policy")],
    "AWS::MediaPackageV2::OriginEndpointPolicy": [resource("Policy")],
    "AWS::MediaStore::Container": [resource("Policy")],
    "AWS::MediaTailor::ChannelPolicy": [resource("Policy")],
    "AWS::OSIS::Pipeline": [resource("ResourcePolicy.Policy")],
    "AWS::Oam::Sink": [resource("Policy")],
    "AWS::Omics::SequenceStore": [resource("S3AccessPolicy")],
    "AWS::OpenSearchService::Domain": [
        resource("AccessPolicies", "AWS::OpenSearchService::Domain")
    ],
    "AWS::Organizations::ResourcePolicy": [resource("Content")],
    "AWS::PaymentCryptography::Key": [resource("Policy")],
    "AWS::RUM::AppMonitor": [resource("ResourcePolicy.PolicyDocument")],
    "AWS::Redshift::Cluster": [resource("NamespaceResourcePolicy")],
    "AWS::RedshiftServerless::Namespace": [resource("NamespaceResourcePolicy")],
    "AWS::S3::AccessPoint": [resource("Policy", "AWS::S3::AccessPoint")],
    "AWS::S3::BucketPolicy": [resource(_DOCUMENT, "AWS::S3::Bucket")],
    "AWS::S3::MultiRegionAccessPointPolicy": [resource("Policy")],
    "AWS::S3Express::AccessPoint": [resource("Policy", "AWS::S3Express::AccessPoint")],
    "AWS::S3Express::BucketPolicy": [resource(_DOCUMENT, "AWS::S3Express::DirectoryBucket")],
    "AWS::S3Files::FileSystemPolicy": [resource("Policy")],
    "AWS::S3ObjectLambda::AccessPointPolicy": [resource(_DOCUMENT)],
    "AWS::S3Outposts::AccessPoint": [resource("Policy", "AWS::S3Outposts::AccessPoint")],
    "AWS::S3Outposts::BucketPolicy": [resource(_DOCUMENT, "AWS::S3Outposts::Bucket")],
    "AWS::S3Tables::TableBucketPolicy": [resource("ResourcePolicy", "AWS::S3Tables::TableBucket")],
    "AWS::S3Tables::TablePolicy": [resource("ResourcePolicy", "AWS::S3Tables::Table")],
    "AWS::S3Vectors::VectorBucketPolicy": [resource("Policy")],
    "AWS::SMSVOICE::ResourcePolicy": [resource(_DOCUMENT)],
    "AWS::SNS::TopicInlinePolicy": [resource(_DOCUMENT, "AWS::SNS::Topic")],
    "AWS::SNS::TopicPolicy": [resource(_DOCUMENT, "AWS::SNS::Topic")],
    "AWS::SQS::QueueInlinePolicy": [resource(_DOCUMENT, "AWS::SQS::Queue")],
    "AWS::SQS::QueuePolicy": [resource(_DOCUMENT, "AWS::SQS::Queue")],
    "AWS::SSM::ResourcePolicy": [resource("Policy")],
    "AWS::SageMaker::ModelPackageGroup": [resource("ModelPackageGroupPolicy")],
    "AWS::SecretsManager::ResourcePolicy": [
        resource("ResourcePolicy", "AWS::SecretsManager::Secret")
    ],
    "AWS::VpcLattice::AuthPolicy": [resource("Policy")],
    "AWS::VpcLattice::ResourcePolicy": [resource("Policy")],
    "AWS::XRay::ResourcePolicy": [resource(_DOCUMENT)],
}

WITHOUT_RESOURCE = frozenset(
    {
        "AWS::ECR::PublicRepository",
        "AWS::ECR::Repository",
        "AWS::ECR::RepositoryCreationTemplate",
        "AWS::EFS::FileSystem",
        "awscc_ecr_public_repository",
        "awscc_ecr_repository",
        "awscc_ecr_repository_creation_template",
        "awscc_efs_file_system",
        "aws_ecr_repository_creation_template",
        "aws_ecr_repository_policy",
        "aws_ecrpublic_repository_policy",
        "aws_efs_file_system_policy",
    }
)
"""Resources, in the words of templates and plans, whose policies may name none: it is theirs."""

RESOURCE_TYPES = frozenset(_KINDS) | {"AWS::Organizations::Policy"}
"""Resources that have policies."""

OTHER_LANGUAGES = (
    "AWS::BedrockAgentCore::Policy",
    "AWS::Config::ConfigRule",
    "AWS::Config::OrganizationConfigRule",
    "AWS::EC2::VerifiedAccess",
    "AWS::IoT::",
    "AWS::Logs::AccountPolicy",
    "AWS::NetworkManager::CoreNetwork",
    "AWS::OpenSearchServerless::",
    "AWS::RAM::Permission",
    "AWS::VerifiedPermissions::",
    "AWS::WAF",
)
"""Resources, by how their types begin, whose statements are not those of IAM."""

CONTROLS: Mapping[str, PolicyType] = {
    "SERVICE_CONTROL_POLICY": "SERVICE_CONTROL_POLICY",
    "RESOURCE_CONTROL_POLICY": "RESOURCE_CONTROL_POLICY",
}
"""Policies of an organization that are about access."""


def kinds_of(resource_type: str, properties: Mapping[str, Any]) -> Sequence[Kind]:
    """Return where a resource has policies.

    Args:
        resource_type: Its type.
        properties: What is said of it.
    """
    if resource_type == "AWS::Organizations::Policy":
        control = properties.get("Type")
        if isinstance(control, str) and control not in CONTROLS:
            return []
        return [Kind("Content", CONTROLS.get(str(control), "SERVICE_CONTROL_POLICY"))]
    if resource_type == "AWS::Kinesis::ResourcePolicy" and "/consumer/" in str(properties):
        return [resource("ResourcePolicy", "AWS::Kinesis::StreamConsumer")]
    return _KINDS.get(resource_type, [])
