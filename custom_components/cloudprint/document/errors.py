"""The error of a document that cannot be printed."""


class DocumentError(ValueError):
    """A document cannot be printed.

    `key` names a message in the translations (`exceptions`), `placeholders` fill it.
    Neither ever holds what the document says.
    """

    def __init__(self, key: str, **placeholders: str) -> None:
        """Keep the name of the message and what fills it."""
        super().__init__(key)
        self.key = key
        self.placeholders = placeholders
