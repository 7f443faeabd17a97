"""For tests with pytest: an emulator, a client that reaches it, and assertions about policies.

The fixtures come with the package; pytest finds them by itself. Tests may be asynchronous by
whatever plugin they like, on asyncio or on Trio.

The assertions are imported: `from aa_sdk.pytest_plugin import assert_valid`. They ask
`aa_sdk.policy`, without an account or a network, and an `AssertionError` says what failed: the
statements with their lines, and a request that shows it. A policy that could not be read or decided
is neither a pass nor a failed assertion: its `PolicyError` goes through, with a note on which
document it is about. So no test passes on it, and none that expects an `AssertionError` takes it
for one.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest

# What the fixtures are made of is imported when one is used: most test suites start faster
# without it.
if TYPE_CHECKING:
    from aa_sdk import AccessAnalyzerClient
    from aa_sdk.emulator import Emulator
    from aa_sdk.models import (
        Access,
        AccessCheckPolicyType,
        AccessCheckResourceType,
        AccessDict,
        PolicyType,
        ValidatePolicyFindingType,
        ValidatePolicyResourceType,
    )
    from aa_sdk.policy import ActionCatalogue, Effective, Policy, PolicyCheck, PolicyValidation

__all__ = (
    "access_analyzer_client",
    "access_analyzer_emulator",
    "assert_access_not_granted",
    "assert_no_new_access",
    "assert_no_public_access",
    "assert_valid",
)


@pytest.fixture
def access_analyzer_emulator() -> "Emulator":
    """A fresh emulator without analyzers. Override it to have something in it.

    ```python
    @pytest.fixture
    def access_analyzer_emulator():
        emulator = Emulator(region_name="eu-west-1")
        emulator.populate(findings=200)
        return emulator
    ```
    """
    from aa_sdk.emulator import Emulator  # noqa: PLC0415 (see above)

    return Emulator()


@pytest.fixture
def access_analyzer_client(
    access_analyzer_emulator: "Emulator",
) -> "Iterator[AccessAnalyzerClient]":
    """A client of the emulator, without a socket. It is closed after the test."""
    from aa_sdk import AccessAnalyzerClient  # noqa: PLC0415 (see above)

    client = AccessAnalyzerClient(session=access_analyzer_emulator.session())
    yield client
    # The test's event loop belongs to whichever plugin runs it; here nothing is left that is
    # tied to it, so closing gets a thread and a loop of its own.
    closing = threading.Thread(target=anyio.run, args=(client.aclose,))
    closing.start()
    closing.join()


def assert_no_new_access(
    new: "str | Mapping[str, Any] | Path | Policy | Effective",
    existing: "str | Mapping[str, Any] | Path | Policy | Effective",
    policy_type: "AccessCheckPolicyType" = "IDENTITY_POLICY",
) -> "PolicyCheck":
    """Assert that a new version of a policy allows nothing that the existing one does not.

    Example:
        ```python
        from aa_sdk.pytest_plugin import assert_no_new_access

        def allow(action):
            return {"Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}}

        assert_no_new_access(allow("s3:GetObject"), allow("s3:Get*"))
        ```

    Args:
        new: The policy to check: JSON text, a mapping, the path of a file, a `Policy`, or what
            several leave together.
        existing: The policy that it is compared with, in any of these forms.
        policy_type: `IDENTITY_POLICY`, the default, or `RESOURCE_POLICY` for policies that say
            whom they speak of.

    Returns:
        The verdict, a PASS.

    Raises:
        AssertionError: There is such access, or there may be.
        PolicyError: A document cannot be read (`InvalidPolicyError`, also a `ValueError`), or not
            be decided (`UnsupportedPolicyError`).
    """
    __tracebackhide__ = True
    from aa_sdk._assertions.checks import no_new_access  # noqa: PLC0415 (see above)

    return no_new_access(new, existing, policy_type)


def assert_access_not_granted(
    policy: "str | Mapping[str, Any] | Path | Policy | Effective",
    access: "Access | AccessDict | Sequence[Access | AccessDict] | None" = None,
    policy_type: "AccessCheckPolicyType" = "IDENTITY_POLICY",
    *,
    actions: str | Sequence[str] = (),
    resources: str | Sequence[str] = (),
    catalogue: "ActionCatalogue | None" = None,
) -> "PolicyCheck":
    """Assert that a policy does not allow certain actions, or access to certain resources.

    Example:
        ```python
        from aa_sdk.pytest_plugin import assert_access_not_granted

        policy = {"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}
        assert_access_not_granted(policy, actions=["iam:PassRole", "s3:Put*"])
        assert_access_not_granted(policy, {"actions": ["iam:PassRole"]})
        ```

    Args:
        policy: The policy to check: JSON text, a mapping, the path of a file, a `Policy`, or what
            several leave together.
        access: The access as `check_access_not_granted` takes it. Default: what `actions` and
            `resources` say.
        policy_type: `IDENTITY_POLICY`, the default, or `RESOURCE_POLICY` for a policy that says
            whom it speaks of.
        actions: Up to 100 actions, wildcards included, or a single one. Default: any.
        resources: Up to 100 ARNs, wildcards included, or a single one. Default: any.
        catalogue: The actions that there are. Default: those of the extra `validate`, if it is
            installed. With `ActionCatalogue.empty()` an action need not be in any list, as for one
            that is newer.

    Returns:
        The verdict, a PASS.

    Raises:
        AssertionError: The policy allows some of the access, or may.
        TypeError: Neither access nor actions nor resources are given, or both.
        PolicyError: The document or the access cannot be read (`InvalidPolicyError`, also a
            `ValueError`), or not be decided (`UnsupportedPolicyError`). The catalogue has no
            action of a name that is listed, or none that a pattern matches, which nobody could be
            granted (`InvalidPolicyError`).
    """
    __tracebackhide__ = True
    from aa_sdk._assertions.checks import access_not_granted  # noqa: PLC0415 (see above)

    return access_not_granted(policy, access, actions, resources, policy_type, catalogue=catalogue)


def assert_no_public_access(
    policy: "str | Mapping[str, Any] | Path | Policy",
    resource_type: "AccessCheckResourceType | None" = None,
) -> "PolicyCheck":
    """Assert that a resource policy does not open the resource to everyone.

    Example:
        ```python
        from aa_sdk.pytest_plugin import assert_no_public_access

        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": "111122223333"},
            "Action": "sqs:SendMessage",
            "Resource": "arn:aws:sqs:eu-west-1:444455556666:orders",
        }
        assert_no_public_access({"Statement": statement}, "AWS::SQS::Queue")
        ```

    Args:
        policy: The policy to check: JSON text, a mapping, the path of a file, or a `Policy`.
        resource_type: The type of the resource that it is attached to. Default: what the ARNs in
            it tell, or else its actions; `AWS::S3::Bucket` where they tell nothing.

    Returns:
        The verdict, a PASS.

    Raises:
        AssertionError: The policy allows public access, or may.
        PolicyError: The document cannot be read (`InvalidPolicyError`, also a `ValueError`), or
            not be decided (`UnsupportedPolicyError`); or the type of resource is not checked, or
            not said and the document speaks of several.
    """
    __tracebackhide__ = True
    from aa_sdk._assertions.checks import no_public_access  # noqa: PLC0415 (see above)

    return no_public_access(policy, resource_type)


def assert_valid(
    policy: str | Mapping[str, Any] | Path,
    policy_type: "PolicyType" = "IDENTITY_POLICY",
    *,
    resource_type: "ValidatePolicyResourceType | None" = None,
    severity: "ValidatePolicyFindingType" = "SECURITY_WARNING",
    ignore: str | Sequence[str] = (),
    catalogue: "ActionCatalogue | None" = None,
) -> "PolicyValidation":
    """Assert that validation finds nothing grave in a policy.

    Text that is no JSON is a finding as any other, and fails.

    Example:
        ```python
        from aa_sdk.pytest_plugin import assert_valid

        statement = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": statement}
        validation = assert_valid(policy, ignore=["PASS_ROLE_WITH_STAR_IN_RESOURCE"])
        assert len(validation.findings) == 1
        ```

    Args:
        policy: The policy: JSON text, a mapping, or the path of a file.
        policy_type: What the policy hangs on.
        resource_type: The kind of resource, for a `RESOURCE_POLICY` only. Default: the rules that
            all kinds share.
        severity: The mildest type of finding that fails. From the gravest these are `ERROR`,
            `SECURITY_WARNING`, `WARNING` and `SUGGESTION`.
        ignore: Issue codes of findings that do not fail, or a single one.
        catalogue: The actions, resources and condition keys of the services. Default: those of the
            extra `validate`, if it is installed. Without one, codes that need it are not looked
            for, and stand in `not_checked` of the answer.

    Returns:
        All findings, those that did not fail.

    Raises:
        AssertionError: There is a finding of this severity, or graver.
        ValueError: The severity is unknown, or a code in `ignore` is none that there is.
        PolicyError: The file cannot be read, or the type of policy or of resource is not known.
    """
    __tracebackhide__ = True
    from aa_sdk._assertions.validity import valid  # noqa: PLC0415 (see above)

    return valid(
        policy,
        policy_type,
        resource_type=resource_type,
        severity=severity,
        ignore=ignore,
        catalogue=catalogue,
    )
