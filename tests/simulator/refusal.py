"""Refusals of the cloud."""


class Refused(Exception):
    """The cloud refuses a call.

    Attributes:
        message: The message of the answer, in Chinese as that of the service.
        violation: The breach of the document; None if the call was well formed and
            refused for another reason, such as a wrong verification code.
        status: The HTTP status.
        is_page: Whether the answer is the page of a gateway, not the envelope.
    """

    def __init__(
        self,
        message: str,
        violation: str | None = None,
        *,
        status: int = 200,
        is_page: bool = False,
    ) -> None:
        """Initialize the refusal."""
        super().__init__(message)
        self.message = message
        self.violation = violation
        self.status = status
        self.is_page = is_page


class TokenRefused(Refused):
    """The access token is missing, unknown, expired, or was replaced.

    `Settings.token_refusal` is the shape of the answer: the document does not define
    it, and the vendor's clients expect several (vendor-api.md 3).
    """


class NotFound(Refused):
    """The service has no such resource.

    The answer is HTTP 404, for a wrong content type, too (vendor-api.md 3.1, the fault
    log of 2026-05-15).
    """
