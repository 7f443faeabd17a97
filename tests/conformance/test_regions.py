"""The Regions that policies may name against those that the installed botocore knows."""

from aa_sdk.policy._validation.regions import PARTITIONS, REGIONS
from tests.service_model import LOADER


def test_every_region_of_botocore_is_known() -> None:
    partitions = LOADER.load_data("partitions")["partitions"]
    assert {partition["id"] for partition in partitions} <= PARTITIONS
    regions = {region for partition in partitions for region in partition["regions"]}
    assert {region for region in regions if not region.endswith("-global")} - REGIONS == set()
