"""A command that was understood and is not done."""

from collections.abc import Sequence


class Refusal(Exception):
    """Says why a command is not done: the key of an answer, and what fills it.

    What is a list is read out as one.
    """

    def __init__(self, key: str, **filled: str | Sequence[str]) -> None:
        """Set up a refusal."""
        super().__init__(key)
        self.key = key
        self.filled = filled
