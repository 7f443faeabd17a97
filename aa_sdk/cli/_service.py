"""Which service a command talks to."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, time


@dataclass(frozen=True)
class ServiceOptions:
    """Which service is meant."""

    region: str | None = None
    profile: str | None = None
    endpoint_url: str | None = None
    demo: bool = False

    def over(self, before: "ServiceOptions | None") -> "ServiceOptions":
        """Return what is said here, and for the rest what was said before the command."""
        if before is None:
            return self
        return ServiceOptions(
            **{one.name: getattr(self, one.name) or getattr(before, one.name) for one in _FIELDS}
        )

    def now(self) -> datetime:
        """Return the moment to which ages are counted: of samples, the one they were made at."""
        return samples_moment() if self.demo else datetime.now(UTC)


def samples_moment() -> datetime:
    """Return when samples were made: today, the same moment all day."""
    return datetime.combine(datetime.now(UTC).date(), time(), UTC)


_FIELDS = fields(ServiceOptions)
