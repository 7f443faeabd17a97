"""Mistakes with settings."""

from tests.mistakes.mistake import Mistake

MISTAKES: tuple[Mistake, ...] = ()
