"""The figures of the worked example in `aa_sdk/policy/_analysis/__init__.py`."""

import aa_sdk.policy._analysis as analysis
from aa_sdk.policy import Policy, check_no_new_access
from aa_sdk.policy._analysis.budget import Budget
from aa_sdk.policy._analysis.regions import Cover, Region
from aa_sdk.policy._analysis.request_space import RequestSpace
from aa_sdk.policy._analysis.setting import Setting
from tests.policy.statements import allow, policy

A = allow(Action="s3:Get*")
B = allow(Action="s3:GetObject", Resource="arn:aws:s3:::logs/*")


def written(region: Region) -> str:
    masks = {"action": 3, "resource": 2}
    parts = [f"{name}: {region[name]:#0{2 + n}b}" for name, n in masks.items() if name in region]
    return f"{{{', '.join(parts)}}}"


def test_the_worked_example_is_what_the_code_does() -> None:
    statements = [Policy.parse(policy(one)).statements[0] for one in (A, B)]
    space = RequestSpace(statements, Setting(statements, Budget()), Budget())
    (a, b) = map(space.region, statements)
    assert a is not None
    assert b is not None
    outside = Cover([b], space.full, Budget())
    first = outside.remainder(a)
    assert first is not None
    second = Cover([b, first], space.full, Budget()).remainder(a)
    assert second is not None
    assert Cover([b, first, second], space.full, Budget()).remainder(a) is None
    text = str(analysis.__doc__)
    assert f"A   {written(a)}\n" in text
    assert f"B   {written(b)}\n" in text
    assert f"    {written(second)}  " in text
    assert f"    {written(first)}  " in text
    classes = [space.actions.example(n) for n in range(space.actions.size)]
    assert classes[0] == "s3:getobject"
    assert not classes[1].startswith("s3:get")
    assert classes[2].startswith("s3:get")


def test_the_example_of_a_term_is_what_the_code_finds() -> None:
    """Those who hold it are decided upon without classes."""
    condition = {"StringEquals": {"aws:SourceVpc": "vpc-1"}}
    c = allow(Action=["s3:List*", "s3:Get*"], Condition=condition)
    check = check_no_new_access(policy(A), policy(B, c))
    assert check.counterexample is not None
    assert f"`{check.counterexample.action}` on any ARN" in str(analysis.__doc__)
    assert check.counterexample.context == {"aws:SourceVpc": None}
