"""The emulator's route in a respx router: its name, and which requests take it."""

import re

HOSTS = re.compile(r"https?://([\w-]+\.)?access-analyzer(-fips)?\.[^/]+", re.IGNORECASE)
"""How the URL of a request to an endpoint of the service begins, VPC endpoints among them."""

ROUTE = "aa_sdk.emulator"
"""The name of the emulator's route in a router."""
