"""Twenty documents whose shapes are hard: small, ordinary, and full of what makes classes many.

Stars in the middle of names, lists of hundreds of actions, the same actions on other resources and
under other conditions, negations, variables. They stand for what is found in policies at large.
"""

from typing import Any

from tests.policy.statements import allow, deny, policy

Document = dict[str, Any]

WORDS = [
    *["Alias", "Budget", "Channel", "Domain", "Endpoint", "Fleet", "Gateway", "Host", "Image"],
    *["Job", "Key", "Layer", "Model", "Network", "Origin", "Pipeline", "Queue", "Rule", "Stack"],
    *["Table", "User", "Volume", "Workflow", "Zone"],
]
SERVICES = ["ec2", "ecs", "eks", "glue", "iam", "kms", "logs", "rds", "s3", "sns", "sqs", "sts"]
CONTACTS = [
    *["connect:*Contact", "connect:*ContactAttributes*", "connect:*RealtimeContact*"],
    *["connect:*AnalyticsData*", "connect:*MetricData*", "connect:*UserData*"],
    *["connect:*ContactEvaluation", "connect:*AttachedFile*", "connect:*Contact*"],
]
VERBS = ["Create*", "BatchCreate*", "Update*", "Delete*", "Describe*", "List*", "Search*", "Get*"]


def named(service: str, *verbs: str) -> list[str]:
    return [f"{service}:{verb}{word}" for verb in verbs for word in WORDS]


def tagged(key: str, value: Any, operator: str = "StringEquals") -> dict[str, Any]:
    return {operator: {f"aws:{key}": value}}


HARD: dict[str, Document] = {
    "stars on both sides of nine names": policy(allow(Action=CONTACTS)),
    "verbs allowed, nine names denied": policy(
        allow(Action=[f"connect:{verb}" for verb in VERBS]),
        deny(Action=[*CONTACTS, "connect:StartTask", "connect:Stop*"]),
    ),
    "everything allowed, nine names denied": policy(allow(Action="*"), deny(Action=CONTACTS)),
    "all but nine names": policy(allow(NotAction=CONTACTS)),
    "a dozen services read by prefix": policy(
        allow(Action=[f"{one}:{verb}*" for one in SERVICES for verb in ("Describe", "Get", "List")])
    ),
    "hundreds of actions by name": policy(
        allow(Action=[one for service in SERVICES for one in named(service, "Get", "List")])
    ),
    "names that begin and end alike": policy(
        allow(Action=["s3:Get*", "s3:GetObject*", "s3:*Object*", "s3:*Acl", "s3:Put*Acl"])
    ),
    "one character open": policy(
        allow(Action=["ec2:Get?", "ec2:Get??", "ec2:G*t", "ec2:?et*", "ec2:*e?"])
    ),
    "stars inside buckets' names": policy(
        allow(
            Action=["s3:GetObject", "s3:PutObject", "s3:*Tagging"],
            Resource=[f"arn:aws:s3:::*{word.lower()}*" for word in WORDS[:10]],
        )
    ),
    "nested stars": policy(
        allow(Resource=[f"arn:aws:s3:::{a}*-*{b}*-*" for a in "abc" for b in "abc"])
    ),
    "any Region and account, ten kinds of resources": policy(
        allow(
            Action=named("sagemaker", "Create")[:10],
            Resource=[f"arn:aws:sagemaker:*:*:{word.lower()}/Data*" for word in WORDS[:10]],
        )
    ),
    "any partition": policy(
        allow(
            Action=["iam:GetRole", "iam:PassRole"],
            Resource=[f"arn:aws*:iam::*:role/*{word}*" for word in WORDS[:8]],
        )
    ),
    "roles of services": policy(
        allow(
            Action="iam:CreateServiceLinkedRole",
            Resource=[
                f"arn:aws:iam::*:role/aws-service-role/{word.lower()}.amazonaws.com/*For{word}*"
                for word in WORDS[:12]
            ],
            Condition={"StringLike": {"iam:AWSServiceName": "*.amazonaws.com"}},
        )
    ),
    "the same actions under other tags": policy(
        *(
            allow(
                Action=["glue:Get*", "glue:*Table*"], Condition=tagged(f"ResourceTag/{word}", "1")
            )
            for word in WORDS[:8]
        )
    ),
    "sets of tags": policy(
        allow(
            Action=["ec2:CreateTags", "ec2:*Image*"],
            Condition=tagged("TagKeys", ["Data*", "Zone"], "ForAllValues:StringLike"),
        ),
        allow(
            Action="ec2:Create*",
            Condition=tagged("TagKeys", [*WORDS[:6], "Z*"], "ForAnyValue:StringLike"),
        ),
    ),
    "keys that are there or not": policy(
        allow(Action="kms:*Key*", Condition={"Null": {"aws:ResourceTag/Owner": "false"}}),
        allow(Action="kms:Get*", Condition={"Null": {"aws:ResourceTag/Owner": "true"}}),
        allow(
            Action=["kms:Decrypt", "kms:*Data*"], Condition=tagged("ViaAWSService", "true", "Bool")
        ),
    ),
    "everything but some resources denied": policy(
        allow(Action=["datazone:*Notebook*", "datazone:Get*", "glue:*", "s3:*"]),
        deny(
            Action="*",
            NotResource=[f"arn:*:{one}:*:*:{one}-*/*" for one in ("glue", "datazone", "s3")],
            Condition=tagged("PrincipalTag/Project", "true", "Null"),
        ),
    ),
    "homes of users": policy(
        allow(
            Action=["s3:GetObject", "s3:*Object*"],
            Resource=[
                *["arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::*/${aws:username}"],
                "arn:aws:s3:::team-*/${aws:PrincipalTag/team}/*",
            ],
        )
    ),
    "many statements of one service": policy(
        *(
            allow(
                Sid=word,
                Action=[f"ec2:*{word}*", f"ec2:Describe{word}s"],
                Resource=["arn:aws:ec2:*:*:*/*", f"arn:aws:ec2:*:*:{word.lower()}/*"],
            )
            for word in WORDS
        )
    ),
    "everything but what is named, on what is named": policy(
        allow(
            NotAction=[*CONTACTS[:4], "iam:*", "sts:Assume*"],
            Resource=[f"arn:aws:*:*:*:*{word.lower()}*" for word in WORDS[:6]],
        ),
        deny(NotAction=["connect:*", "s3:*"], Resource="arn:aws:*:*:*:alias*"),
    ),
}
"""By what is hard about them."""
