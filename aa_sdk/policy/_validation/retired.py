"""What AWS has taken out of its pages since, and policies still name.

A service that was closed, and an action that was renamed, are no mistakes of whoever wrote them
down while they were there.
"""

from collections.abc import Mapping

RETIRED_SERVICES = frozenset(
    (
        "application-cost-profiler",
        "aws-mcp",
        "catalog",
        "codestar",
        "datazonecontrol",
        "deepcomposer",
        "deeplens",
        "deepracer",
        "elastic-inference",
        "evidently",
        "gamesparks",
        "iot1click",
        "iotevents",
        "iotroborunner",
        "iotthingsgraph",
        "macie",
        "mobilehub",
        "sagemaker-groundtruth-synthetic",
        "sumerian",
        "supportrecommendations",
        "zocalo",
    )
)
"""Prefixes of actions and of condition keys."""

_ACTIONS: Mapping[str, str] = {
    "account": "getchallengequestions",
    "artifact": "get",
    "aws-marketplace": (
        "completetask createprivatemarketplace createprivatemarketplaceprofile"
        " describeprivatemarketplaceproducts describeprivatemarketplaceprofile"
        " describeprivatemarketplacesettings describeprivatemarketplacestatus describetask"
        " listprivatemarketplaceproducts listtasks startprivatemarketplace stopprivatemarketplace"
        " updateprivatemarketplaceprofile updateprivatemarketplacesettings updatetask"
    ),
    "cloud9": "validateenvironmentname",
    "cloudhsm": (
        "createlunaclient deletelunaclient describehapg describelunaclient getconfig"
        " listavailablezones listhapgs listhsms listlunaclients modifyhapg modifylunaclient"
    ),
    "connect": "getfederationtokens",
    "iotfleethub": "describedashboard listdashboards",
    "qapps": "importdocumenttoqapp importdocumenttoqappsession",
    "route53-recovery-control-config": "describeroutingcontrolbyname",
    "sagemaker-unified-studio-mcp": "callprivilegedtool callreadonlytool invokemcp",
    "securityagent": (
        "batchgetagentinstances batchgetsecuritytestcontentmetadata batchgettasks"
        " createdocumentreview deletedocumentreview getcodereviewtask getdocreviewtask"
        " getdocumentreview getdocumentreviewartifact listagentinstances listcontrols"
        " listdocumentreviewcomments listdocumentreviews listtasks startpentestexecution"
        " stoppentestexecution"
    ),
    "sqs": "sendmessagebatch",
    "sso": "describepermissionspolicies getpermissionspolicy",
}

RETIRED_ACTIONS = frozenset(
    f"{service}:{name}" for service, names in _ACTIONS.items() for name in names.split()
)
"""Actions of services that are still there, in lower case."""
