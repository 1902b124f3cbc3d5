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
                between 0 and 86400, when it said so.

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
    """The service answered `success: false` (OpenAPI 2.3)."""

    def __init__(
        self, message: str, *, delivery: Delivery, code: str | None = None
    ) -> None:
        """Keep what is known, and the `code` that some answers carry."""
        super().__init__(message, delivery=delivery)
        self.code = code


class CloudPrintAuthenticationError(CloudPrintError):
    """The application was refused: its AppID and AppKey, or its newest token."""

    def __init__(
        self, message: str, *, delivery: Delivery, code: str | None = None
    ) -> None:
        """Keep what is known, and the HTTP status or `code` (401 or 403), if any."""
        super().__init__(message, delivery=delivery)
        self.code = code


class CloudPrintResponseError(CloudPrintError):
    """The answer is not what the document says, or lacks what is needed of it."""
