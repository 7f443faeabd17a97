"""What layers of policies refuse: each mistake by its place, with the way out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aa_sdk.models import Access
from aa_sdk.policy import (
    Effective,
    InvalidPolicyError,
    UnsupportedPolicyError,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
    compare,
)
from tests.policy.layered import FULL
from tests.policy.statements import allow, deny, policy

READ = policy(allow(Action="s3:Get*"))
PUBLIC = policy(allow(Principal="*"))
SOMEBODY = policy(deny(Principal={"AWS": "111122223333"}))
NOBODY = policy(allow(), deny(NotPrincipal="*"))
ANYTHING = {"Statement": {"Effect": "Deny", "Action": "*"}}
MALFORMED = policy(allow(), allow(Action="s3"))

# What is given, and the path and the reason of the error.
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({}, "", "takes at least one policy"),
    ({"service_control": []}, "", "takes at least one policy"),
    ({"service_control": [FULL]}, "service_control[0]", "write [policy]"),
    ({"resource_control": [[FULL], "{}"]}, "resource_control[1]", "write [policy]"),
    ({"service_control": FULL}, "service_control", "write [[policy]]"),
    ({"resource_control": Path("a")}, "resource_control", "write [[policy]]"),
    ({"service_control": [[FULL], []]}, "service_control[1]", "leave it out"),
    ({"identity": [], "boundary": FULL}, "identity", "leave it out"),
    ({"identity": FULL, "session": ()}, "session", "leave it out"),
    ({"boundary": [FULL]}, "boundary", "not a sequence"),
    ({"boundary": 5}, "boundary", "is one policy"),
    ({"identity": 5}, "identity", "is a policy, or a sequence of policies"),
    ({"identity": Effective(FULL)}, "identity", "is a policy, or a sequence of policies"),
    ({"session": [5]}, "session[0]", "not a JSON object"),
    ({"service_control": 5}, "service_control", "write [[policy]]"),
    ({"service_control": Effective(FULL)}, "service_control", "write [[policy]]"),
    ({"service_control": [None]}, "service_control[0]", "write [policy]"),
    ({"service_control": [5]}, "service_control[0]", "write [policy]"),
    ({"identity": [FULL, PUBLIC]}, "identity[1].Statement[0]", "an identity policy has no Prin"),
    ({"boundary": PUBLIC}, "boundary.Statement[0]", "a permissions boundary has no Principal"),
    (
        {"service_control": [[FULL, PUBLIC]]},
        "service_control[0][1].Statement[0]",
        "a service control policy has no Principal: leave it out",
    ),
    ({"session": ANYTHING}, "session.Statement[0]", "a session policy without Resource"),
    ({"resource_control": [[NOBODY]]}, "resource_control[0][0].Statement[1]", '"Principal": "*"'),
    ({"resource_control": [[SOMEBODY]]}, "resource_control[0][0].Statement[0]", '"Principal": "*"'),
    ({"resource_control": [[ANYTHING]]}, "resource_control[0][0].Statement[0]", "Resource"),
    (
        {"service_control": [[FULL], [MALFORMED]]},
        "service_control[1][0].Statement[1].Action[0]",
        "not an action",
    ),
    ({"session": [READ, "{"]}, "session[1]", "not JSON"),
    ({"boundary": "b.json"}, "boundary", "pass it as a pathlib.Path"),
]


@pytest.mark.parametrize(("given", "path", "reason"), REFUSED)
def test_a_mistake_with_layers_is_named_by_its_place(
    given: dict[str, Any], path: str, reason: str
) -> None:
    """And where it is one of nesting, with what to write."""
    with pytest.raises(InvalidPolicyError) as caught:
        Effective(**given)
    assert caught.value.path == path
    assert reason in caught.value.reason
    assert str(caught.value).startswith(path)


def test_what_is_not_decided_stays_so_inside_of_layers() -> None:
    """Of the same class, with the place of the document before the path."""
    with pytest.raises(UnsupportedPolicyError) as caught:
        Effective(identity=FULL, service_control=[[FULL], [policy(allow(Action="s*:Get"))]])
    assert caught.value.path == "service_control[1][0].Statement[0].Action[0]"
    assert caught.value.feature == "a wildcard inside a service prefix"


def test_layers_are_about_an_identity() -> None:
    """A resource policy is none of them."""
    layers, access = Effective(identity=FULL), Access(actions=["s3:*"])
    asked: list[Callable[[], object]] = [
        lambda: check_no_new_access(layers, PUBLIC, "RESOURCE_POLICY"),
        lambda: check_no_new_access(PUBLIC, layers, "RESOURCE_POLICY"),
        lambda: check_access_not_granted(layers, access, "RESOURCE_POLICY"),
        lambda: compare(layers, PUBLIC, "RESOURCE_POLICY"),
        lambda: check_no_public_access(layers),  # type: ignore[arg-type] # what is refused
    ]
    for ask in asked:
        with pytest.raises(InvalidPolicyError, match="Effective is about an identity"):
            ask()
