"""The version of this release, apart so that every layer may read it."""

__version__ = "0.2.0"
