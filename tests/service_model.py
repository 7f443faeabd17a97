"""The service model of the installed botocore, and how boto3 names its members."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from botocore.loaders import Loader

LOADER: Any = Loader()
"""One for everything, as it keeps what it has read."""

SERVICE: dict[str, Any] = LOADER.load_service_model("accessanalyzer", "service-2")
PAGINATORS: dict[str, Any] = LOADER.load_service_model("accessanalyzer", "paginators-1")

boto3_name: Callable[[str], str] = import_module("botocore").xform_name
BOTOCORE_VERSION: str = import_module("botocore").__version__
