"""Clients of other services over the same session: STS, Organizations, Account Management."""
