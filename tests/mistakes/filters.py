"""Mistakes with filters."""

from tests.mistakes.mistake import Mistake

MISTAKES: tuple[Mistake, ...] = ()
