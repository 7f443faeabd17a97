"""What can be said of every finding, in whatever form it came: for tables and reports.

The forms do not have the same members, and the service leaves some out. These properties have the
same name on all forms and always have a value. The names are none that the service would use:
a member of that name would be hidden by it, and be in `model_extra` alone.
"""

from typing import Protocol


class _OfResource(Protocol):
    @property
    def resource(self) -> str | None: ...
    @property
    def resource_type(self) -> str: ...
    @property
    def resource_owner_account(self) -> str: ...


class _ExternalAccess(Protocol):
    @property
    def is_public(self) -> bool | None: ...


class ResourceFacts:
    """What any finding says of its resource."""

    @property
    def resource_text(self: _OfResource) -> str:
        """The resource's ARN, or its kind and account where the service leaves the ARN out."""
        return self.resource or f"{self.resource_type} of {self.resource_owner_account}"


class ExternalAccessFacts(ResourceFacts):
    """What a finding says that is always one of external access, and holds its own details."""

    @property
    def about(self) -> str:
        """What the finding is about: the type that it would have in version 2 of the API."""
        return "ExternalAccess"

    @property
    def is_known_public(self: _ExternalAccess) -> bool:
        """Whether the finding says that anyone has access; an error finding does not say it."""
        return self.is_public is True
