"""Answers that are kept: so many, and of what was asked a hash alone."""

from typing import Generic, TypeVar

T = TypeVar("T")

_MOST = 1 << 18


class Answers(Generic[T]):
    """Answers by the keys of their questions. The one that was not used for longest is forgotten.

    Args:
        most: How many are kept.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._answers: dict[bytes, T] = {}

    def get(self, key: bytes) -> T | None:
        """Return the answer to a question; None if it is not known."""
        answer = self._answers.pop(key, None)
        if answer is not None:
            self._answers[key] = answer  # a dictionary is in the order in which keys came
        return answer

    def put(self, key: bytes, answer: T) -> None:
        """Keep an answer."""
        if len(self._answers) == self._most:
            del self._answers[next(iter(self._answers))]
        self._answers[key] = answer
