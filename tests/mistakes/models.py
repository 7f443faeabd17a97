"""Mistakes with models."""

from tests.mistakes.mistake import Mistake

MISTAKES: tuple[Mistake, ...] = ()
