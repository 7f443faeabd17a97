"""What cannot be asked is refused before anything is done."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from aa_sdk import InvalidRequestError
from aa_sdk.models import Access
from aa_sdk.policy import Policy
from aa_sdk.workflows import PolicyVerdict
from tests.workflows.policies.world import allow, check, undecidable

BOTH = {"Statement": [*allow()["Statement"], *allow(Principal="*")["Statement"]]}


async def listed() -> AsyncIterator[str]:
    """Documents that come one by one."""
    yield ""


def taken(document: str) -> str:
    raise AssertionError(document)


def never() -> Iterator[str]:
    """Documents of which none may be taken."""
    return map(taken, [""])


WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a text": ({"policies": "{}"}, ["policies: is a single document"]),
    "a path": (
        {"policies": Path("policies")},
        ["policies: is a single document", "of a folder, pass the files, as in folder.glob("],
    ),
    "a document": ({"policies": allow()}, ["policies: is a single document"]),
    "a policy": ({"policies": Policy.parse(allow())}, ["policies: is a single document"]),
    "bytes": ({"policies": b"{}"}, ["policies: must be a mapping or an iterable"]),
    "a number": ({"policies": 1}, ["policies: must be a mapping or an iterable"]),
    "an async iterable": ({"policies": listed()}, ["async for"]),
    "nothing asked": ({"validate": False}, ["the request: asks nothing"]),
    "a policy type": (
        {"policy_type": "IDENTITY"},
        ["policy_type: did you mean 'IDENTITY_POLICY'?"],
    ),
    "another policy type": ({"policy_type": 7}, ["policy_type: must be one of IDENTITY_POLICY"]),
    "a type that is not checked": (
        {"policy_type": "SERVICE_CONTROL_POLICY", "access_not_granted": ["s3:*"]},
        ["access_not_granted: is not checked of a SERVICE_CONTROL_POLICY"],
    ),
    "public identities": (
        {"policy_type": "IDENTITY_POLICY", "no_public_access": "AWS::S3::Bucket"},
        ["no_public_access: is for a RESOURCE_POLICY"],
    ),
    "a type of resource without rules": (
        {"validate_as": "AWS::S3::Buckets"},
        ["validate_as: is no type", "did you mean 'AWS::S3::Bucket'?"],
    ),
    "a type of resource of nobody": (
        {"validate_as": {"c": "AWS::S3::Bucket"}},
        ["validate_as", "there is no policy of this name"],
    ),
    "a resource type": (
        {"no_public_access": "AWS::S3::Buckets"},
        ["no_public_access: is no type", "did you mean 'AWS::S3::Bucket'?"],
    ),
    "a resource type by name": (
        {"no_public_access": {"a": "AWS::S3::Bucket", "b": "bucket"}},
        ["no_public_access['b']: is no type"],
    ),
    "a name": (
        {"no_public_access": {"aa": "AWS::S3::Bucket"}, "new_access_against": {"c": allow()}},
        ["no_public_access['aa']: there is no policy", "new_access_against['c']"],
    ),
    "a limit that is none": ({"new_access_against": 1}, ["new_access_against: must be a document"]),
    "a limit of nothing": (
        {"new_access_against": {"Version": "2012-10-17", "Statement": []}},
        ["new_access_against.Statement: a policy has at least one statement"],
    ),
    "a limit without statements": (
        {"new_access_against": {"Version": "2012-10-17"}},
        ["new_access_against.Statement"],
    ),
    "a limit of both types": (
        {"new_access_against": BOTH},
        ["new_access_against.Statement[0]: a resource policy without Principal"],
    ),
    "a limit that is not there": (
        {"new_access_against": Path("no", "such.json")},
        ["new_access_against: the file", "cannot be read"],
    ),
    "one action": ({"access_not_granted": "s3:*"}, ["must be a list", "write ['s3:*']"]),
    "a number of access": ({"access_not_granted": 1}, ["access_not_granted: must be a list"]),
    "numbers": ({"access_not_granted": [1]}, ["access_not_granted: must be a list"]),
    "a set of both": ({"access_not_granted": {1, "a"}}, ["access_not_granted: must be a list"]),
    "no access": ({"access_not_granted": Access()}, ["names neither actions nor resources"]),
    "no actions": ({"access_not_granted": []}, ["names neither actions nor resources"]),
    "a member of access": (
        {"access_not_granted": {"actions": ["s3:*"], "resource": ["arn:aws:s3:::a"]}},
        ["access_not_granted['resource']: is neither", "did you mean 'resources'?"],
    ),
    "members of access": (
        {"access_not_granted": {"action": "s3:*", '{"Statement": 1}': [], 1: []}},
        ["['action']", "did you mean 'actions'?", "[…]: is neither", "[1]: is neither"],
    ),
    "one action as a member": (
        {"access_not_granted": {"actions": "s3:*"}},
        ["access_not_granted.actions: must be a list of actions", "write ['s3:*']"],
    ),
    "an action": (
        {"access_not_granted": ["s3:GetObject", "GetObject"]},
        ["access_not_granted[1]: not an action", "'GetObject'"],
    ),
    "one of many actions": (
        {"access_not_granted": {"actions": ["s3:GetObject"] * 150 + ["GetObject"]}},
        ["access_not_granted.actions[150]: not an action"],
    ),
    "a variable": (
        {"access_not_granted": {"resources": ["arn:aws:s3:::${aws:username}"]}},
        ["access_not_granted.resources[0]: a policy variable in a listed resource: write *"],
    ),
    "a concurrency": ({"concurrency": 0}, ["concurrency: must be a whole number"]),
    "a true concurrency": ({"concurrency": True}, ["concurrency: must be a whole number"]),
    "a progress": ({"on_progress": 1}, ["on_progress: must be a function"]),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG.values(), ids=WRONG)
async def test_an_argument_that_cannot_be_used_is_named(
    arguments: dict[str, Any], told: list[str]
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await check(**{"policies": {"a": allow(), "b": allow()}, **arguments})
    for part in told:
        assert part in str(caught.value)


async def test_all_that_is_wrong_is_named_at_once_and_no_document_is_taken() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await check(
            never(), policy_type="x", access_not_granted=[], no_public_access="y", validate=False
        )
    assert [field.path for field in caught.value.fields] == [
        "policy_type",
        "access_not_granted",
        "no_public_access",
    ]


async def test_what_goes_by_names_is_refused_beside_an_iterator() -> None:
    with pytest.raises(InvalidRequestError, match="as a list or as a mapping"):
        await check(never(), new_access_against={"0": allow()})


async def test_a_mapping_by_names_goes_with_a_list_by_places_and_paths(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"Statement": []}')
    types: Any = {"1": "AWS::S3::Bucket", str(path): "AWS::S3::Bucket"}
    report = await check([path, allow(Principal="*")], no_public_access=types)
    assert all(result.no_public_access for result in report.results)


async def test_a_limit_that_is_not_decided_here_is_no_mistake() -> None:
    report = await check([allow()], new_access_against=undecidable(), validate=False)
    assert report.undecided == 1


async def test_actions_may_be_a_set() -> None:
    report = await check([allow("s3:*")], access_not_granted={"s3:PutObject", "s3:GetObject"})
    assert isinstance(report.results[0].access_not_granted, PolicyVerdict)
    assert not report.passed


async def test_no_error_repeats_a_document() -> None:
    secret = "arn:aws:s3:::secret-bucket"
    for wrong in (
        {"new_access_against": {"Statement": [{"Effect": secret}]}},
        {"no_public_access": {secret + "{": "AWS::S3::Bucket"}},
        {"policies": '{"Statement": "' + secret + '"}'},
    ):
        with pytest.raises(InvalidRequestError) as caught:
            await check(**{"policies": {"a": allow()}, **wrong})
        assert "secret" not in str(caught.value) + repr(caught.value)
