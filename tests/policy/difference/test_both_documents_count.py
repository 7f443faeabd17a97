"""What a key is hangs on all that is compared: parts of it are never looked at by themselves."""

from typing import Any

from aa_sdk.policy import (
    AccessExample,
    Effective,
    StatementReference,
    check_access_not_granted,
    check_no_new_access,
    compare,
    redundant_statements,
)
from tests.policy.statements import allow, deny, policy

# The two hold together for a key that carries several values, and for no other.
TWO_VALUES = {"StringEquals": {"aws:X": "a"}, "StringLike": {"aws:X": "b"}}
SEVERAL = {"ForAnyValue:StringEquals": {"aws:X": "z"}}
PRESENT = {"Null": {"aws:X": "false"}}


def example_of(new: dict[str, Any], existing: dict[str, Any]) -> AccessExample:
    (added,) = compare(new, existing).added
    assert added.example is not None
    return added.example


def test_a_variable_that_stands_in_a_deny_of_one_side_alone_is_known() -> None:
    new = policy(
        allow(Action="s3:*"),
        deny(Action="s3:*", NotResource="arn:aws:s3:::x${aws:username}a"),
        deny(Action="s3:*", Condition={"Bool": {"aws:SecureTransport": "false"}}),
    )
    existing = policy(allow(Action="s3:*"), deny(Action="s3:*", Resource="arn:aws:s3:::*a"))
    assert example_of(new, existing).resource == "arn:aws:s3:::xexamplea"


def test_a_set_operator_in_a_deny_of_the_other_side_makes_a_key_one_of_several_values() -> None:
    new = policy(allow(Condition=TWO_VALUES))
    existing = policy(allow(Action="sqs:*"), deny(Condition=SEVERAL))
    assert example_of(new, existing).context == {"aws:X": ("a", "b")}
    assert not check_no_new_access(new, existing).passed


def test_a_key_that_the_other_side_compares_as_a_number_is_one() -> None:
    less = {"NumericLessThan": {"aws:X": 5}}
    existing = policy(allow(Action="sqs:*"), deny(Action="sqs:*", Condition=less))
    assert example_of(policy(allow(Condition=PRESENT)), existing).context == {"aws:X": "0"}


def test_values_of_variables_are_tried_with_all_that_keys_are() -> None:
    data = allow(Action="sqs:*", Condition={"BinaryEquals": {"aws:X": "YQ=="}})
    home = allow(Resource="arn:aws:s3:::${aws:username}/*", Condition=PRESENT)
    assert example_of(policy(data, home), policy(data)).context["aws:X"] == "ZXhhbXBsZS0w"
    # Nor are those forgotten that let nothing of it through.
    example = check_access_not_granted(policy(data, home), {"actions": ["s3:*"]}).counterexample
    assert example is not None
    assert example.context["aws:X"] == "ZXhhbXBsZS0w"


def test_a_deny_is_not_redundant_for_values_that_an_allow_makes_possible() -> None:
    assert redundant_statements(policy(deny(Condition=TWO_VALUES))) == (
        StatementReference(0, None),
    )
    assert redundant_statements(policy(deny(Condition=TWO_VALUES), allow(Condition=SEVERAL))) == ()


def test_redundant_statements_come_in_the_order_of_the_documents() -> None:
    layers = Effective(identity=[policy(deny(), deny()), policy(allow(), allow())])
    found = redundant_statements(layers)
    assert [one.document for one in found] == ["identity[0]", "identity[1]", "identity[1]"]


def test_an_account_of_another_partition_is_another_one() -> None:
    here, there = ("arn:aws:iam::111122223333:root", "arn:aws-cn:iam::111122223333:root")
    new, existing = (policy(allow(Principal={"AWS": one})) for one in (here, there))
    difference = compare(new, existing, "RESOURCE_POLICY")
    (added,), (removed,) = difference.added, difference.removed
    assert (added.principals, removed.principals) == ({"AWS": (here,)}, {"AWS": (there,)})
    assert not added.but_not_principals
    assert not removed.but_not_principals
    assert "for everyone in 111122223333 (aws-cn)" in str(removed)


def test_those_who_are_not_in_a_slice_are_told_once() -> None:
    named = ["111122223333", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/r"]
    new, existing = policy(allow(Principal="*")), policy(allow(Principal={"AWS": named}))
    (added,) = compare(new, existing, "RESOURCE_POLICY").added
    assert added.but_not_principals == {"AWS": ("111122223333",)}
