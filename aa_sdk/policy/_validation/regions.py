"""The Regions and the partitions that they are in."""

PARTITIONS = frozenset(
    (
        "aws",
        "aws-cn",
        "aws-eusc",
        "aws-iso",
        "aws-iso-b",
        "aws-iso-e",
        "aws-iso-f",
        "aws-us-gov",
    )
)
"""What stands second in an ARN."""

_NUMBERS = {
    "af-south": 1,
    "ap-east": 2,
    "ap-northeast": 3,
    "ap-south": 2,
    "ap-southeast": 7,
    "ca-central": 1,
    "ca-west": 1,
    "cn-north": 1,
    "cn-northwest": 1,
    "eu-central": 2,
    "eu-isoe-west": 1,
    "eu-north": 1,
    "eu-south": 2,
    "eu-west": 3,
    "eusc-de-east": 1,
    "il-central": 1,
    "me-central": 1,
    "me-south": 1,
    "mx-central": 1,
    "sa-east": 1,
    "us-east": 2,
    "us-gov-east": 1,
    "us-gov-west": 1,
    "us-iso-east": 1,
    "us-iso-west": 1,
    "us-isob-east": 1,
    "us-isob-west": 1,
    "us-isof-east": 1,
    "us-isof-south": 1,
    "us-west": 2,
}

REGIONS = frozenset(
    f"{area}-{number}" for area, last in _NUMBERS.items() for number in range(1, last + 1)
)
"""The Regions of all partitions."""
