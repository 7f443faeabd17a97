"""What is read as a policy, what is refused, and where the error points."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from aa_sdk.policy import (
    InvalidPolicyError,
    Policy,
    PolicyError,
    UnsupportedPolicyError,
    check_no_new_access,
)

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def document(version: str = "2012-10-17", **elements: Any) -> dict[str, Any]:
    return {"Version": version, "Statement": [{**ALLOW, **elements}]}


def test_text_mappings_files_and_read_policies_are_the_same(tmp_path: Path) -> None:
    """All forms of a document give equal policies."""
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    policy = Policy.parse(document())
    assert policy == Policy.parse(json.dumps(document())) == Policy.parse(path)
    assert policy is Policy.parse(policy)


def test_a_file_may_start_with_a_byte_order_mark(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(document()), encoding="utf-8-sig")
    assert Policy.parse(path) == Policy.parse(document())


def test_a_policy_tells_its_version_and_statements() -> None:
    """A single statement need not stand in a list."""
    policy = Policy.parse({"Statement": {**ALLOW, "Sid": "Read"}})
    assert policy.version == "2008-10-17"
    statement = policy.statements[0]
    assert (statement.index, statement.sid, statement.effect) == (0, "Read", "Allow")


def test_the_repr_of_a_policy_quotes_nothing_of_it() -> None:
    """Policies end up in logs; their documents must not."""
    assert repr(Policy.parse(document())) == "<Policy version=2012-10-17 statements=1>"


INVALID: dict[str, tuple[Any, str]] = {
    "not JSON": ("{", ""),
    "not an object": ("[]", ""),
    "a constant that JSON does not have": ('{"Statement": NaN}', ""),
    "a key twice": ('{"Version": "2012-10-17", "Version": "2012-10-17"}', ""),
    "nested beyond reason": ("[" * 100_000, ""),
    "no statement": ({"Version": "2012-10-17"}, "Statement"),
    "no statement in the list": ({"Version": "2012-10-17", "Statement": []}, "Statement"),
    "an unknown version": (document("2012-10-18"), "Version"),
    "an id that is no text": ({**document(), "Id": 5}, "Id"),
    "an unknown element": ({**document(), "Statements": []}, "Statements"),
    "an unknown statement element": (document(Actions="*"), "Statement[0].Actions"),
    "a statement that is text": ({"Statement": ["x"]}, "Statement[0]"),
    "another effect": (document(Effect="allow"), "Statement[0].Effect"),
    "an effect that is a list": (document(Effect=["Allow"]), "Statement[0].Effect"),
    "a Sid that is a number": (document(Sid=1), "Statement[0].Sid"),
    "no action": ({"Statement": {"Effect": "Allow", "Resource": "*"}}, "Statement[0].Action"),
    "an action beside its negation": (document(NotAction="*"), "Statement[0].NotAction"),
    "an action without a service": (document(Action="GetObject"), "Statement[0].Action[0]"),
    "an action without a name": (document(Action=["s3:Get", "s3:"]), "Statement[0].Action[1]"),
    "an action with a variable": (document(Action="s3:${aws:a}"), "Statement[0].Action[0]"),
    "a resource that is a number": (document(Resource=1), "Statement[0].Resource"),
    "an open variable": (document(Resource="arn:aws:s3:::${aws:a"), "Statement[0].Resource[0]"),
    "an empty variable": (document(Resource="arn:aws:s3:::${}"), "Statement[0].Resource[0]"),
    "a default without quotes": (document(Resource="${aws:a, b}"), "Statement[0].Resource[0]"),
    "a principal that is text": (document(Principal="me"), "Statement[0].Principal"),
    "an empty principal": (document(Principal={"Service": ""}), "Statement[0].Principal.Service"),
    "a principal that names nobody": (
        document(Principal={"AWS": "me"}),
        "Statement[0].Principal.AWS[0]",
    ),
    "a condition that is a list": (document(Condition=[]), "Statement[0].Condition"),
    "keys that are text": (
        document(Condition={"Bool": "x"}),
        "Statement[0].Condition.Bool",
    ),
    "a key without a name": (
        document(Condition={"Bool": {"": "true"}}),
        "Statement[0].Condition.Bool",
    ),
    "a value that is an object": (
        document(Condition={"Bool": {"aws:x": {}}}),
        "Statement[0].Condition.Bool.aws:x[0]",
    ),
}


@pytest.mark.parametrize("case", INVALID)
def test_a_malformed_document_is_invalid_and_the_error_says_where(case: str) -> None:
    """The path leads to the element."""
    content, path = INVALID[case]
    with pytest.raises(InvalidPolicyError) as caught:
        Policy.parse(content)
    assert path == caught.value.path
    assert caught.value.reason
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        *[("NumericEquals", text) for text in ("", "x", "1x", "0x10", "NaN", "1_000", " 1", "--1")],
        *[("DateEquals", text) for text in ("", "x", "2024-13-01", "2024-1-1", "01/02/2024")],
        *[("DateLessThan", text) for text in ("2024-02-30T00:00:00Z", "2024-01-01T25:00Z")],
        *[("IpAddress", text) for text in ("", "x", "10.0.0.0/33", "10.0.0", "10.0.0.0/8/8")],
        *[("IpAddress", text) for text in ("::/129", "10.0.0.*", "10.0.0.0/255.0.0.0", "1::2::3")],
        *[("Bool", text) for text in ("", "yes", "1", "${aws:x}")],
        ("Null", "maybe"),
        ("BinaryEquals", "not base64!"),
        ("NumericLessThan", "${aws:x}"),
    ],
)
def test_a_value_of_the_wrong_type_is_invalid(operator: str, value: str) -> None:
    """Numbers, dates, addresses, truth values and bytes are read strictly."""
    with pytest.raises(InvalidPolicyError) as caught:
        Policy.parse(document(Condition={operator: {"aws:x": ["", value][1:]}}))
    assert f"Statement[0].Condition.{operator}.aws:x[0]" == caught.value.path


UNSUPPORTED: dict[str, tuple[Any, str]] = {
    "a wildcard inside a service": (document(Action="s*:Get"), "Statement[0].Action[0]"),
    "a wildcard for the service": (document(Action="*:Get"), "Statement[0].Action[0]"),
    "a wildcard without a colon": (document(Action="s3*"), "Statement[0].Action[0]"),
    "an operator of no type": (
        document(Condition={"StringMatches": {"aws:x": "a"}}),
        "Statement[0].Condition.StringMatches",
    ),
    "an unknown set operator": (
        document(Condition={"ForSomeValues:StringEquals": {"aws:x": "a"}}),
        "Statement[0].Condition.ForSomeValues:StringEquals",
    ),
    "NullIfExists": (
        document(Condition={"NullIfExists": {"aws:x": "true"}}),
        "Statement[0].Condition.NullIfExists",
    ),
    "a wildcard inside a principal": (
        document(Principal={"AWS": "arn:aws:iam::111122223333:role/*"}),
        "Statement[0].Principal.AWS[0]",
    ),
    "a wildcard inside a service principal": (
        document(Principal={"Service": "*.amazonaws.com"}),
        "Statement[0].Principal.Service[0]",
    ),
    "a variable in a principal": (
        document(Principal={"AWS": "${aws:username}"}),
        "Statement[0].Principal.AWS[0]",
    ),
    "a unique id": (
        document(Principal={"AWS": "AIDAEXAMPLEEXAMPLE23"}),
        "Statement[0].Principal.AWS[0]",
    ),
    "another kind of principal": (
        document(Principal={"Group": "x"}),
        "Statement[0].Principal.Group[0]",
    ),
    "four digits for a date": (
        document(Condition={"DateEquals": {"aws:x": "2024"}}),
        "Statement[0].Condition.DateEquals.aws:x[0]",
    ),
    "a number of very many digits": (
        document(Condition={"NumericEquals": {"aws:x": "1" * 401}}),
        "Statement[0].Condition.NumericEquals.aws:x[0]",
    ),
    "part of an ARN in a condition": (
        document(Condition={"ArnLike": {"aws:x": "arn:aws:s3"}}),
        "Statement[0].Condition.ArnLike.aws:x[0]",
    ),
    "letters without case beyond ASCII": (
        document(Condition={"StringEqualsIgnoreCase": {"aws:x": "\u00e9"}}),
        "Statement[0].Condition.StringEqualsIgnoreCase.aws:x[0]",
    ),
    "a character of a private plane": (
        document(Resource="\U000f0000"),
        "Statement[0].Resource[0]",
    ),
    "more than 1 MiB": (json.dumps({**document(), "Id": "x" * (1 << 20)}), ""),
    "more than 1 MiB in a mapping": ({**document(), "Id": "x" * (1 << 20)}, ""),
}


@pytest.mark.parametrize("case", UNSUPPORTED)
def test_what_is_not_decided_is_refused_and_the_error_says_where(case: str) -> None:
    """The path leads to the element."""
    content, path = UNSUPPORTED[case]
    with pytest.raises(UnsupportedPolicyError) as caught:
        Policy.parse(content)
    assert path == caught.value.path
    assert caught.value.feature
    assert not isinstance(caught.value, ValueError)


def test_a_file_of_more_than_a_mebibyte_is_not_read(tmp_path: Path) -> None:
    """Its size is enough to refuse it."""
    path = tmp_path / "policy.json"
    path.write_text("x" * ((1 << 20) + 1), encoding="utf-8")
    with pytest.raises(UnsupportedPolicyError):
        Policy.parse(path)


def test_a_file_that_is_not_text_is_invalid(tmp_path: Path) -> None:
    """No decoding error of Python's own comes out."""
    path = tmp_path / "policy.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidPolicyError):
        Policy.parse(path)


def test_errors_pickle_and_read_as_place_and_reason() -> None:
    """They cross process borders in CI runners."""
    for error in (InvalidPolicyError("Version", "why"), UnsupportedPolicyError("", "why")):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
        assert (type(error), error.path, str(error)) == (type(again), again.path, str(again))
    assert str(InvalidPolicyError("Version", "why")) == "Version: why"
    assert str(UnsupportedPolicyError("", "why")) == "why"
    assert issubclass(UnsupportedPolicyError, PolicyError)


def test_an_identity_policy_needs_a_resource_and_takes_no_principal() -> None:
    """As IAM has it; a resource policy is the other way round."""
    with_principal = document(Principal="*")
    without_resource = {"Statement": {"Effect": "Allow", "Action": "s3:GetObject"}}
    for wrong in (with_principal, without_resource):
        with pytest.raises(InvalidPolicyError):
            check_no_new_access(wrong, wrong)
    with pytest.raises(InvalidPolicyError):
        check_no_new_access(document(), document(), "RESOURCE_POLICY")
    assert check_no_new_access(with_principal, with_principal, "RESOURCE_POLICY").result == "PASS"


def test_another_policy_type_is_refused() -> None:
    """The service has two."""
    kind: Any = "SERVICE_CONTROL_POLICY"
    with pytest.raises(UnsupportedPolicyError):
        check_no_new_access(document(), document(), kind)


def test_operators_are_known_in_any_case() -> None:
    """IAM does not mind the case of an operator."""
    one = document(Condition={"stringEQUALSifexists": {"aws:x": "a"}})
    other = document(Condition={"StringEqualsIfExists": {"AWS:X": ["a"]}})
    assert check_no_new_access(one, other).result == "PASS"
    assert check_no_new_access(other, one).result == "PASS"
