"""How the cloud says no."""


class Refused(Exception):
    """The cloud refuses a call.

    Attributes:
        message: What the answer says, in Chinese as the service does.
        violation: What the document states and the call did not keep to; None when the
            call was well formed and refused for another reason, such as a wrong
            verification code.
    """

    def __init__(self, message: str, violation: str | None = None) -> None:
        """Keep the answer's text and, for a breach of the document, its description."""
        super().__init__(message)
        self.message = message
        self.violation = violation


class TokenRefused(Refused):
    """The access token is missing, unknown, expired, or was replaced.

    Its answer has a shape of its own (`Settings.token_refusal`): the document does not
    say which, and the vendor's clients expect several (vendor-api.md 3).
    """


class NotFound(Refused):
    """The service has no such resource for this kind of request.

    Answered with HTTP 404, which the real service also does for a wrong content type
    (vendor-api.md 3.1, the fault log of 2026-05-15).
    """
