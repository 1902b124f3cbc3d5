"""Errors of the client, distinguished by the shape of an answer, not its wording."""

from enum import StrEnum


class Delivery(StrEnum):
    """Whether the service can have taken the request that failed."""

    NOT_SENT = "not_sent"  # it cannot have: sending the request later is safe
    REFUSED = "refused"  # sending the same request again will not help
    UNKNOWN = "unknown"  # sending the request again might carry it out twice


class CloudPrintError(Exception):
    """A call to the service failed."""

    delivery = Delivery.UNKNOWN

    def __init__(
        self,
        message: str,
        *,
        delivery: Delivery | None = None,
        retry_after: float | None = None,
    ) -> None:
        """Initialize with the vendor's message, or plain English if there is none.

        `retry_after` are the seconds to wait, if they are known.
        """
        super().__init__(message)
        self.message = message
        self.delivery = delivery or self.delivery
        self.retry_after = retry_after


class CloudPrintConnectionError(CloudPrintError):
    """The service could not be reached, did not answer in time, or cut the connection."""


class CloudPrintStatusError(CloudPrintError):
    """The service answered with an HTTP status other than success, or a redirection."""

    def __init__(
        self,
        message: str,
        *,
        delivery: Delivery,
        status: int,
        code: int | None = None,
        retry_after: float | None = None,
        is_of_service: bool = False,
    ) -> None:
        """Initialize; `is_of_service` if no proxy can have given the answer."""
        super().__init__(message, delivery=delivery, retry_after=retry_after)
        self.status = status
        self.code = code
        self.is_of_service = is_of_service


class CloudPrintRefusedError(CloudPrintError):
    """The service answered `success: false` (OpenAPI 2.3) to a token that is alive."""

    delivery = Delivery.REFUSED


class CloudPrintAuthenticationError(CloudPrintError):
    """The service gives no token for the AppKey, twice in a row if it was good before."""

    delivery = Delivery.NOT_SENT


class CloudPrintTokenError(CloudPrintError):
    """There is no token that is known to be alive; the request was not carried out.

    The service refuses its own tokens, or an accepted AppKey for the first time, or the
    list of printers failed that would show whether a refused token is alive.
    """

    delivery = Delivery.NOT_SENT


class CloudPrintResponseError(CloudPrintError):
    """The answer is not as documented, or lacks a required value."""
