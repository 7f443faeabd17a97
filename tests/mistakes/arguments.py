"""Mistakes with arguments."""

from tests.mistakes.mistake import Mistake

MISTAKES: tuple[Mistake, ...] = ()
