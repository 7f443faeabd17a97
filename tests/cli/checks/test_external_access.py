"""Who gets in from outside, as `aa-sdk check` tells it."""

from tests.cli.checks.shell import ERROR, FAIL, NARROW, PASS, PUBLIC, Shell
from tests.policy.statements import allow, policy

OWNER, MEMBER, PARTNER = "111122223333", "222233334444", "444455556666"
ACCOUNT = ("--account", OWNER)
ORGANIZATION = ("--organization", "o-a1b2c3d4e5")


def shared(*accounts: str) -> object:
    return policy(allow(Sid="Share", Action="sqs:SendMessage", Principal={"AWS": list(accounts)}))


def test_whoever_is_outside_of_the_account_is_told(shell: Shell) -> None:
    shell.write("queue.json", shared(OWNER, PARTNER))
    queue = ("--resource-type", "AWS::SQS::Queue")
    code, out, _ = shell.check("external-access", "queue.json", *ACCOUNT, *queue)
    assert code == FAIL
    assert out.startswith("FAIL  The policy gives access from outside: 1 grant.\n")
    assert "  queue.json:4:5: everyone in 444455556666 may sqs:SendMessage" in out
    told = shell.check("external-access", "queue.json", *ACCOUNT, *queue, "-o", "json").json
    assert told["externalAccess"][0]["principal"] == {"AWS": PARTNER}
    assert told["externalAccess"][0]["statements"] == [
        {"statementIndex": 0, "statementId": "Share"}
    ]


def test_an_organization_is_trusted_with_the_members_that_are_named(shell: Shell) -> None:
    shell.write("topic.json", shared(MEMBER))
    sqs = ("--resource-type", "AWS::SQS::Queue")
    asked = ("external-access", "topic.json", *ACCOUNT, *sqs)
    assert shell.check(*asked, *ORGANIZATION).code == FAIL
    ended = shell.check(*asked, *ORGANIZATION, "--member", MEMBER)
    assert (ended.code, ended.out) == (PASS, "PASS  Nobody gets in from outside.\n")


def test_a_canonical_id_may_be_the_owners(shell: Shell) -> None:
    own = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
    shell.write("bucket.json", policy(allow(Principal={"CanonicalUser": own})))
    asked = ("external-access", "bucket.json", *ACCOUNT)
    assert shell.check(*asked).code == FAIL
    assert shell.check(*asked, "--canonical-id", own).code == PASS


def test_public_access_is_counted(shell: Shell) -> None:
    shell.write("bucket.json", PUBLIC)
    out = shell.check("external-access", "bucket.json", *ACCOUNT).out
    assert "1 grant, 1 of them for everyone" in out
    assert "PUBLIC everyone may s3:GetObject" in out


def test_what_is_no_policy_of_a_resource_is_an_error(shell: Shell) -> None:
    shell.write("role.json", NARROW)
    ended = shell.check("external-access", "role.json", *ACCOUNT)
    assert (ended.code, ended.err.count("\n")) == (ERROR, 1)
    unique = policy(allow(Principal={"AWS": "AIDAIOSFODNN7EXAMPLE"}))
    shell.write("unique.json", unique)
    for said in ((), ("--resource-type", "AWS::S3::Bucket")):
        undecided = shell.check("external-access", "unique.json", *ACCOUNT, *said)
        assert (undecided.code, undecided.err.count("\n")) == (ERROR, 1)
        assert "--ask-service" not in undecided.err  # which is not asked who gets in


def test_a_condition_that_is_not_decided_is_taken_as_fulfilled(shell: Shell) -> None:
    odd = {"NumericFoo": {"aws:MultiFactorAuthAge": "1"}}
    shell.write("queue.json", policy(allow(Action="sqs:*", Principal="*", Condition=odd)))
    for said in ((), ("--resource-type", "AWS::SQS::Queue")):
        ended = shell.check("external-access", "queue.json", *ACCOUNT, *said)
        assert (ended.code, "PUBLIC everyone may sqs:*" in ended.out) == (FAIL, True)
