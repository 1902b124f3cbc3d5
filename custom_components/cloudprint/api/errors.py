"""Errors of the client, distinguished by the shape of an answer, not its wording."""

from enum import StrEnum


class Delivery(StrEnum):
    """Whether the service can have taken the request that failed."""

    NOT_SENT = "not_sent"
    """It cannot have: sending the request later is safe."""

    REFUSED = "refused"
    """It refused: sending the same request again will not help."""

    UNKNOWN = "unknown"
    """It can have: sending the request again might carry it out twice."""


class CloudPrintError(Exception):
    """A call to the service failed."""

    def __init__(
        self, message: str, *, delivery: Delivery, retry_after: float | None = None
    ) -> None:
        """Initialize the error.

        Args:
            message: The vendor's message, or plain English if there is none.
            delivery: Whether the service can have taken the request. A failed renewal
                of the token is `NOT_SENT` for the call that needed the token.
            retry_after: Seconds after which the service wants to be asked again,
                between 0 and 600, if it said so.

        """
        super().__init__(message)
        self.message = message
        self.delivery = delivery
        self.retry_after = retry_after


class CloudPrintRequestError(CloudPrintError):
    """The request cannot be written as JSON, for example with a lone surrogate."""


class CloudPrintConnectionError(CloudPrintError):
    """The service could not be reached, or the connection broke."""


class CloudPrintTimeoutError(CloudPrintConnectionError):
    """The service took too long to connect or to answer."""


class CloudPrintStatusError(CloudPrintError):
    """The service answered with an HTTP status other than success.

    This includes redirections: the client follows none.
    """

    def __init__(
        self,
        message: str,
        *,
        delivery: Delivery,
        status: int,
        retry_after: float | None = None,
        is_of_service: bool = False,
    ) -> None:
        """Initialize the error with the HTTP status.

        `is_of_service` says whether a refusal has the service's envelope or code, so
        that no proxy can have given it.
        """
        super().__init__(message, delivery=delivery, retry_after=retry_after)
        self.status = status
        self.is_of_service = is_of_service


class CloudPrintRefusedError(CloudPrintError):
    """The service answered `success: false` (OpenAPI 2.3), although the token is alive.

    A list of printers has shown that it is.
    """


class CloudPrintAuthenticationError(CloudPrintError):
    """The service refused to give a token for the AppID and AppKey (OpenAPI 3.1).

    If it has accepted them before, it has refused them twice in a row.
    """

    def __init__(self, message: str) -> None:
        """Initialize the error; the call that needed the token was not sent."""
        super().__init__(message, delivery=Delivery.NOT_SENT)


class CloudPrintTokenError(CloudPrintError):
    """The service accepts the AppKey, but no token that is known to be alive.

    Either it refuses the tokens that it gives, or no token may be fetched before
    `retry_after` because it refused the last ones, or the list of printers failed that
    would show whether a refused token is alive, or it has refused once an AppKey that it
    had accepted. The request was not carried out.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        """Initialize the error.

        `message` is the service's when it refused the last token, or the reason why the
        token could not be tried; `retry_after` the seconds before the next token.
        """
        super().__init__(message, delivery=Delivery.NOT_SENT, retry_after=retry_after)


class CloudPrintResponseError(CloudPrintError):
    """The answer is not as documented, or lacks a required value."""
