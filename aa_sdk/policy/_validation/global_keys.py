"""The condition keys that are not a service's own, with their types.

The catalogue has them only where an action names them.
"""

from aa_sdk.policy._validation.catalogue import ConditionKey

GLOBAL = "aws"
"""The prefix of global condition keys."""
_SINGLE = {
    "String": (
        "calledviafirst calledvialast ec2instancesourcevpc principalaccount principalorgid"
        " principalorgmasteraccountid principalservicename principaltype referer requestedregion"
        " resourceaccount resourceorgid sourceaccount sourceidentity sourceorgid sourceowner"
        " sourcevpc sourcevpce useragent userid username vpceaccount vpceorgid"
    ),
    "ARN": "chatbotsourcearn principalarn sourcearn sourcevpcarn",
    "Bool": (
        "assumedroot ismcpserviceaction multifactorauthpresent principalisawsservice"
        " securetransport viaawsmcpservice viaawsservice"
    ),
    "Numeric": "multifactorauthage",
    "Date": "currenttime tokenissuetime",
    "IPAddress": "sourceip vpcsourceip",
    # A provider is a domain or an ARN, an address is compared with a variable, an epoch is a
    # number and a date, and other rules speak of the old key of the principal.
    "": "arn ec2instancesourceprivateipv4 epochtime federatedprovider",
}
_MANY = (
    "calledvia principalorgpaths principalservicenameslist resourceorgpaths sourceorgpaths tagkeys"
    " vpceorgpaths"
)
_TAGS = ("aws:principaltag/", "aws:requesttag/", "aws:resourcetag/")
_TAG = ConditionKey("aws:tag", "String", many_valued=False)

_GLOBAL = {
    f"aws:{name}": ConditionKey(f"aws:{name}", kind, many_valued=False)
    for kind, names in _SINGLE.items()
    for name in names.split()
} | {
    f"aws:{name}": ConditionKey(f"aws:{name}", "String", many_valued=True) for name in _MANY.split()
}

OF_SOURCES = frozenset(
    ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths")
)
"""The keys that tell for whom a service acts, which no other request has, in lower case."""

OF_EVERY_REQUEST = frozenset(
    (
        "ec2:roledelivery",
        "ec2:sourceinstancearn",
        "glue:credentialissuingservice",
        "glue:roleassumedby",
        "identitystore:userid",
        "lambda:sourcefunctionarn",
        "ssm:sourceinstancearn",
    )
)
"""Keys with the prefix of a service that requests to all services may carry, in lower case."""


def global_key(name: str) -> ConditionKey | None:
    """Look a global condition key up.

    Args:
        name: The key in lower case.

    Returns:
        The key; None if there is no such one.
    """
    if name.startswith(_TAGS) or f"{name}/" in _TAGS:
        return _TAG
    return _GLOBAL.get(name)
