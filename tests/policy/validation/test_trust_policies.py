"""Who may assume a role, and by which action."""

import pytest

from aa_sdk.policy import validate
from tests.policy.validation.documents import NOTHING_KNOWN, found, policy
from tests.policy.validation.roles import found_in_trust, trust

SAML = "arn:aws:iam::111122223333:saml-provider/a-provider"
OIDC = "arn:aws:iam::111122223333:oidc-provider/server.example.com"
ROLE = "arn:aws:iam::111122223333:role/a/path/a-role"
SESSION = "arn:aws:sts::111122223333:assumed-role/a-role/a-session"
AUDIENCE = {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}


@pytest.mark.parametrize(
    "statement",
    [
        trust(Principal={"AWS": "111122223333"}),
        trust(Principal={"AWS": "*"}),
        trust(Principal={"AWS": [ROLE, SESSION.replace("a-role", "b-role")]}),
        trust(Principal={"Service": ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"]}),
        trust(
            Principal={"Service": "pods.eks.amazonaws.com"},
            Action=["sts:AssumeRole", "sts:TagSession"],
        ),
        trust(Principal={"Federated": SAML}, Action="sts:AssumeRoleWithSAML", Condition=AUDIENCE),
        trust(Principal={"Federated": SAML}, Action=["sts:assumerolewithsaml", "sts:TagSession"]),
        trust(Principal={"Federated": SAML}, Action="sts:AssumeRoleWith*"),
        trust(Principal={"Federated": SAML.replace("arn:aws:", "arn:aws-cn:")}, Action="sts:*"),
        trust(
            Principal={"Federated": OIDC},
            Action="sts:AssumeRoleWithWebIdentity",
            Condition={"StringEquals": {"server.example.com:sub": "a"}},
        ),
        trust(Principal={"AWS": "111122223333"}, NotAction="sts:TagSession", Action=None),
        trust(Effect="Deny", Principal={"AWS": "*"}, Action="sts:AssumeRoleWithSAML"),
    ],
)
def test_nothing_is_wrong_with_ordinary_trust_policies(statement: object) -> None:
    assert found_in_trust(statement) == []


def test_a_trust_policy_names_who_may_and_not_who_may_not() -> None:
    assert found_in_trust(trust(NotPrincipal={"AWS": "111122223333"}, Effect="Deny")) == [
        ("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", "Statement[0].<NotPrincipal>")
    ]


def test_a_role_does_not_trust_everyone() -> None:
    assert found_in_trust(trust(Principal="*")) == [
        ("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "Statement[0].Principal")
    ]


@pytest.mark.parametrize("element", ["Resource", "NotResource"])
def test_a_trust_policy_has_no_resource(element: str) -> None:
    statement = trust(Principal={"AWS": "111122223333"}, **{element: "*"})
    assert found_in_trust(statement) == [
        ("ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", f"Statement[0].<{element}>")
    ]


@pytest.mark.parametrize(
    "provider",
    [
        "a-provider",
        "https://accounts.google.com",
        "server.example.com/id/1",
        "arn:aws:iam::111122223333:oidc-provider/",
        "arn:aws:iam::111122223333:role/a-role",
        "arn:aws:iam::1111:saml-provider/a",
        "arn:aws:iam:eu-west-1:111122223333:saml-provider/a",
        "arn:aws:sts::111122223333:saml-provider/a",
        "arn:here:iam::111122223333:saml-provider/a",
    ],
)
def test_a_provider_is_named_by_its_domain_or_its_arn(provider: str) -> None:
    statement = trust(Principal={"Federated": [SAML, provider]}, Action="sts:AssumeRoleWithSAML")
    assert found_in_trust(statement) == [
        (
            "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
            "Statement[0].Principal.Federated[1]",
        )
    ]


def test_of_a_provider_with_a_wildcard_only_the_wildcard_is_told() -> None:
    statement = trust(Principal={"Federated": "*"}, Action="sts:AssumeRoleWithSAML")
    assert found_in_trust(statement) == [
        ("UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "Statement[0].Principal.Federated")
    ]


def test_of_a_provider_with_a_variable_nothing_is_told_here() -> None:
    statement = trust(Principal={"Federated": "${a}"}, Action="sts:AssumeRoleWithSAML")
    codes = [code for code, *_ in found_in_trust(statement)]
    assert "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY" not in codes


@pytest.mark.parametrize(
    ("principal", "action", "place"),
    [
        ({"Federated": SAML}, "sts:AssumeRole", "Federated"),
        ({"Federated": ["not.a provider", SAML]}, "STS:assumerole", "Federated[1]"),
        ({"Federated": SAML}, "sts:AssumeRoleWithWebIdentity", "Federated"),
        ({"Federated": [OIDC, SAML]}, "sts:AssumeRoleWithSAML", "Federated[0]"),
        ({"Federated": "www.amazon.com"}, "sts:AssumeRoleWithSAML", "Federated"),
        ({"AWS": "111122223333"}, "sts:AssumeRoleWithSAML", "AWS"),
        ({"Service": "ec2.amazonaws.com"}, "sts:AssumeRoleWithWebIdentity", "Service"),
    ],
)
def test_each_way_of_assuming_a_role_is_for_some_principals(
    principal: object, action: str, place: str
) -> None:
    told = found_in_trust(trust(Principal=principal, Action=action))
    unfit = [places for code, *places in told if code == "MISMATCHED_ACTION_FOR_PRINCIPAL"]
    assert len(unfit) == 1
    assert unfit[0][0] == "Statement[0].Action"
    assert unfit[0][-1] == f"Statement[0].Principal.{place}"


def test_each_action_that_does_not_fit_is_told_with_all_principals_that_cannot_use_it() -> None:
    statement = trust(
        Principal={"Federated": [SAML, SAML], "AWS": "111122223333"},
        Action=["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRole"],
    )
    providers = tuple(f"Statement[0].Principal.Federated[{index}]" for index in range(2))
    code = "MISMATCHED_ACTION_FOR_PRINCIPAL"
    told = [one for one in found_in_trust(statement) if one[0] == code]
    assert told == [
        (code, "Statement[0].Action[0]", *providers),
        (code, "Statement[0].Action[1]", "Statement[0].Principal.AWS"),
        (code, "Statement[0].Action[2]", *providers),
    ]


def test_actions_that_do_not_fit_are_not_listed_without_end() -> None:
    statement = trust(Principal={"Federated": ["a.b"] * 100}, Action=["sts:AssumeRole"] * 30)
    document = policy(statement, statement)
    validation = validate(
        document,
        "RESOURCE_POLICY",
        resource_type="AWS::IAM::AssumeRolePolicyDocument",
        catalogue=NOTHING_KNOWN,
    )
    assert "MISMATCHED_ACTION_FOR_PRINCIPAL" in validation.not_checked


def test_a_cognito_role_is_assumed_with_a_web_identity() -> None:
    statement = {
        "Sid": "",
        "Effect": "Allow",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1_EXAMPLE"}},
    }
    assert found(policy(statement), "RESOURCE_POLICY") == [
        ("EMPTY_SID_VALUE", "Statement[0].Sid"),
        (
            "MISMATCHED_ACTION_FOR_PRINCIPAL",
            "Statement[0].Action[0]",
            "Statement[0].Principal.Federated",
        ),
    ]


@pytest.mark.parametrize(
    "actions", [[], ["sts:AssumeRole"], ["sts:SetSourceIdentity", "sts:Tag*"], "sts:assume*"]
)
def test_roles_anywhere_needs_three_actions(actions: object) -> None:
    services = ["ec2.amazonaws.com", "rolesanywhere.amazonaws.com"]
    statement = trust(Principal={"Service": services}, Action=actions)
    told = [one for one in found_in_trust(statement) if one[0] != "EMPTY_ARRAY_ACTION"]
    assert told == [("MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", "Statement[0]")]


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_roles_anywhere_may_get_its_actions_from_several_statements(effect: str) -> None:
    principal = {"Service": ["rolesanywhere.amazonaws.com"]}
    told = found_in_trust(
        trust(Principal=principal, Action=["STS:AssumeRole", "sts:SetSourceIdentity"]),
        trust(Principal=principal, Action="sts:*Session", Effect=effect),
        trust(Principal={"Service": "ec2.amazonaws.com"}),
    )
    code = "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY"
    assert told == ([] if effect == "Allow" else [(code, "Statement[0]")])


def test_what_not_action_gives_to_roles_anywhere_is_not_counted() -> None:
    principal = {"Service": ["ec2.amazonaws.com", "rolesanywhere.amazonaws.com"]}
    broad = trust(Principal=principal, Action=None, NotAction="sts:Decode*")
    assert found_in_trust(broad) == []
    assert found_in_trust(broad, trust(Principal=principal)) == []


def test_another_service_does_not_need_what_roles_anywhere_needs() -> None:
    principal = {"AWS": "rolesanywhere.amazonaws.com", "Service": "ec2.amazonaws.com"}
    assert found_in_trust(trust(Principal=principal)) == []


@pytest.mark.parametrize(
    "session", [SESSION, "arn:aws:iam::111122223333:assumed-role/a-role/a-session"]
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_session_says_nothing_beside_its_role(session: str, *, is_first: bool) -> None:
    named = [session, ROLE] if is_first else [ROLE, session]
    assert found_in_trust(trust(Principal={"AWS": ["444455556666", *named]})) == [
        (
            "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
            "Statement[0].Principal.AWS[1]",
            "Statement[0].Principal.AWS[2]",
        )
    ]


@pytest.mark.parametrize(
    "other",
    [
        ROLE.replace("a-role", "b-role"),
        ROLE.replace("1111", "4444"),
        ROLE.replace("arn:aws:", "arn:aws-cn:"),
        ROLE.replace("role/", "user/"),
        "111122223333",
    ],
)
def test_a_session_of_another_role_is_somebody_else(other: str) -> None:
    assert found_in_trust(trust(Principal={"AWS": [other, SESSION]})) == []
