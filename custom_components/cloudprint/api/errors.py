"""Errors of the client, distinguished by the shape of an answer, not its wording."""

from enum import StrEnum
from typing import Final

TEXTS: Final = {
    "broken": "The connection to the service broke",
    "certificate_expired": "The certificate of {host} is not valid at the present time",
    "certificate_host": "The certificate of {host} is for another host",
    "certificate_unknown": "The certificate of {host} is from an unknown authority",
    "http_status": "The service answered with HTTP status {status}",
    "no_answer": "The service did not answer in time",
    "no_tls": "{host} does not answer with TLS",
    "no_token": "The service gives no access at the moment",
    # The vendor reports it also for a content type that it rejects.
    "not_found": "The service answered with HTTP status 404: a wrong address, or a"
    " content type that it does not accept",
    "redirected": "The service answered with a redirection to {address}",
    "refused": "The service refused without giving a reason",
    "too_large": "The request is too large for the service",
    "unexpected": "The service's answer is not as documented",
    "unreachable": "The service could not be reached",
    "unwritable": "The request cannot be written as JSON",
}
"""What can have happened, for the log, by its key."""

_KEYS: Final = {404: "not_found", 413: "too_large"}


class Delivery(StrEnum):
    """Whether the service can have taken the request that failed."""

    NOT_SENT = "not_sent"  # it cannot have: sending the request later is safe
    REFUSED = "refused"  # sending the same request again will not help
    UNKNOWN = "unknown"  # sending the request again might carry it out twice


class CloudPrintError(Exception):
    """A call to the service failed: `key` and `placeholders` are of `TEXTS`."""

    key = "unexpected"
    delivery = Delivery.UNKNOWN
    status: int | None = None
    is_of_service = refuses_token = False

    def __init__(
        self,
        message: str | None = None,
        *,
        key: str | None = None,
        delivery: Delivery | None = None,
        retry_after: float | None = None,
        **placeholders: str,
    ) -> None:
        """Initialize with the vendor's message, and the seconds to wait, if there are any."""
        self.message = message or ""
        self.key = key or self.key
        self.placeholders = placeholders
        text = TEXTS[self.key].format(**placeholders)
        super().__init__(f"{text}: {message}" if message else text)
        self.delivery = delivery or self.delivery
        self.retry_after = retry_after


class CloudPrintConnectionError(CloudPrintError):
    """The service could not be reached, did not answer in time, or cut the connection."""

    key = "unreachable"


class CloudPrintStatusError(CloudPrintError):
    """The service answered with an HTTP status other than success, or a redirection."""

    def __init__(
        self,
        message: str | None,
        *,
        delivery: Delivery,
        status: int,
        refuses_token: bool = False,
        retry_after: float | None = None,
        is_of_service: bool = False,
        address: str | None = None,
    ) -> None:
        """Initialize; `is_of_service` if no proxy can have given the answer.

        `refuses_token` if its `code` does; `address` is the server to which it redirects.
        """
        super().__init__(
            message,
            key="redirected" if address else _KEYS.get(status, "http_status"),
            delivery=delivery,
            retry_after=retry_after,
            **({"address": address} if address else {"status": str(status)}),
        )
        self.status = status
        self.refuses_token = refuses_token
        self.is_of_service = is_of_service


class CloudPrintRefusedError(CloudPrintError):
    """The service answered `success: false` (OpenAPI 2.3) to a token that is alive."""

    key = "refused"
    delivery = Delivery.REFUSED
    is_of_service = True


class CloudPrintAuthenticationError(CloudPrintError):
    """The service gives no token for the AppKey, twice in a row if it was good before."""

    key = "refused"
    delivery = Delivery.NOT_SENT


class CloudPrintTokenError(CloudPrintError):
    """There is no token that is known to be alive; the request was not carried out.

    The service refuses its own tokens, or an accepted AppKey for the first time, or the
    list of printers failed that would show whether a refused token is alive.
    """

    key = "no_token"
    delivery = Delivery.NOT_SENT


class CloudPrintResponseError(CloudPrintError):
    """The answer is not as documented, or lacks a required value."""
