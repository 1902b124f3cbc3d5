"""What can go wrong, told apart by the shape of the answer and never by its wording."""

from enum import StrEnum


class Delivery(StrEnum):
    """Whether the service can have taken the request that failed."""

    NOT_SENT = "not_sent"
    """It cannot: sending it (again) later is safe."""

    REFUSED = "refused"
    """It said no: sending the same again will not help."""

    UNKNOWN = "unknown"
    """It can have taken it: sending it again might do everything twice."""


class CloudPrintError(Exception):
    """A call to the service failed."""

    def __init__(
        self, message: str, *, delivery: Delivery, retry_after: float | None = None
    ) -> None:
        """Keep what is known.

        Args:
            message: The vendor's own message where there is one, else plain English.
            delivery: Whether the service can have taken the request. When the token
                could not be had, it is `NOT_SENT` for the call that needed it.
            retry_after: Seconds after which the service wants to be asked again,
                between 0 and 600, when it said so.

        """
        super().__init__(message)
        self.message = message
        self.delivery = delivery
        self.retry_after = retry_after


class CloudPrintRequestError(CloudPrintError):
    """The request cannot be written as JSON, for example for a lone surrogate in it."""


class CloudPrintConnectionError(CloudPrintError):
    """The service could not be reached, or the connection broke."""


class CloudPrintTimeoutError(CloudPrintConnectionError):
    """The service took too long to connect or to answer."""


class CloudPrintStatusError(CloudPrintError):
    """The service answered with an HTTP status other than success.

    Redirections are among them: the client follows none.
    """

    def __init__(
        self,
        message: str,
        *,
        delivery: Delivery,
        status: int,
        retry_after: float | None = None,
    ) -> None:
        """Keep what is known, and the HTTP status."""
        super().__init__(message, delivery=delivery, retry_after=retry_after)
        self.status = status


class CloudPrintRefusedError(CloudPrintError):
    """The service answered `success: false` (OpenAPI 2.3), and means the request.

    A list of printers with the same token has shown that the token is not meant.
    """


class CloudPrintAuthenticationError(CloudPrintError):
    """The AppID and AppKey were refused: no token was given for them (OpenAPI 3.1)."""

    def __init__(self, message: str) -> None:
        """Keep the service's message; the call that needed the token was not sent."""
        super().__init__(message, delivery=Delivery.NOT_SENT)


class CloudPrintTokenError(CloudPrintError):
    """There is no token that the service is known to accept, for reasons of its own.

    The AppKey is right, but the tokens given for it are refused, or none may be fetched
    before `retry_after` because the last ones were, or the list of printers that would
    show whether a refused one is alive failed. The request was not carried out.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        """Keep the newest message, and the seconds before a token may be fetched.

        Args:
            message: What the service said when it refused the last token, or the reason
                why it could not be tried.
            retry_after: Seconds, None if there is nothing to wait for.

        """
        super().__init__(message, delivery=Delivery.NOT_SENT, retry_after=retry_after)


class CloudPrintResponseError(CloudPrintError):
    """The answer is not what the document says, or lacks what is needed of it."""
