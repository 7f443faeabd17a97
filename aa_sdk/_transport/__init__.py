"""The one place that knows aiobotocore: connections, calls, and what can go wrong in them."""

from aa_sdk._transport.connection import Answer, Connection, Settings

__all__ = ("Answer", "Connection", "Settings")
