"""What an answer says: the envelope of OpenAPI 2.3, and what has been seen beside it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
import json
from typing import Any, Final

from .errors import (
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintResponseError,
    CloudPrintStatusError,
    Delivery,
)
from .reading import first, flag, integer, line, number

_LONGEST_WAIT: Final = 600.0
"""Seconds; what the service asks for beyond is not believed to be meant."""

_LONGEST_MESSAGE: Final = 500
_TOKEN_REFUSED: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)

# What these say is that nothing was done.
_REFUSING_REDIRECTS: Final = (
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
)
# The request was not taken, and may be sent again (RFC 9110, 8470, 6585).
_NOT_NOW: Final = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
)


def parse(body: bytes) -> dict[str, Any] | None:
    """Return the JSON object in a body, whatever its content type; None if it is none.

    Bytes that are no UTF-8 become replacement characters: an answer with a garbled
    message is still an answer.
    """
    try:
        answer = json.loads(body.decode("utf-8-sig", "replace"))
    except ValueError, RecursionError:
        return None
    return answer if isinstance(answer, dict) else None


def vendor_message(answer: Mapping[str, Any]) -> str | None:
    """Return the vendor's message on one line of bounded length."""
    message = line(first(answer, "message", "msg", "error"))
    return message and message[:_LONGEST_MESSAGE]


def _is_refused(answer: Mapping[str, Any]) -> bool:
    """Return if an answer is the document's envelope and says no (OpenAPI 2.3)."""
    return flag(answer.get("success")) is False


def is_refusal(err: CloudPrintError) -> bool:
    """Return if an error may mean that the token is dead, and not the request.

    No source says how a dead token is refused: every refusal may be one.
    """
    return isinstance(err, CloudPrintRefusedError) or (
        isinstance(err, CloudPrintStatusError) and err.status in _TOKEN_REFUSED
    )


def refusal(answer: Mapping[str, Any], status: int) -> CloudPrintError | None:
    """Return the error that an answer stands for if it refuses, else None.

    The document has no `code`; the vendor's clients know 401 and 403 there, as number
    or string, which say what the HTTP status would. Beside `success: true` a code is
    not believed: the call was carried out.

    Args:
        answer: The JSON object that came; empty if none did.
        status: The HTTP status.

    """
    if _is_refused(answer):
        return CloudPrintRefusedError(
            vendor_message(answer) or "The service refused without giving a reason",
            delivery=Delivery.REFUSED,
        )
    code = None if flag(answer.get("success")) else integer(answer.get("code"))
    for refused in _TOKEN_REFUSED:
        if refused in (status, code):
            # Without the envelope, it may come from a proxy, at any time.
            return CloudPrintStatusError(
                vendor_message(answer) or _status_message(refused),
                delivery=Delivery.UNKNOWN,
                status=refused,
            )
    return None


def data_of(answer: Mapping[str, Any]) -> Any:
    """Return the `data` of an answer, None where there is none beside success.

    Raises:
        CloudPrintResponseError: The answer is not the documented envelope: it neither
            claims success nor has any data.

    """
    data = answer.get("data")
    if data is None and flag(answer.get("success")) is not True:
        raise CloudPrintResponseError(
            vendor_message(answer) or "The service's answer is not as documented",
            delivery=Delivery.UNKNOWN,
        )
    return data


def status_error(
    status: int, answer: Mapping[str, Any], retry_after: str | None
) -> CloudPrintError:
    """Return the error that an HTTP status other than success stands for.

    Args:
        status: The HTTP status.
        answer: The JSON object that came with it; empty if none did.
        retry_after: The header of that name.

    """
    if status in _TOKEN_REFUSED and (error := refusal(answer, status)) is not None:
        return error
    seconds = seconds_until(retry_after)
    is_deliberate = seconds is not None or _is_refused(answer)
    return CloudPrintStatusError(
        vendor_message(answer) or _status_message(status),
        delivery=_delivery(status, is_deliberate=is_deliberate),
        status=status,
        retry_after=seconds,
    )


def _status_message(status: int) -> str:
    """Return what an HTTP status says where the vendor says nothing."""
    message = f"The service answered with HTTP status {status}"
    if status == HTTPStatus.NOT_FOUND:
        # Seen by the vendor: also the answer to a content type it dislikes.
        message += ": a wrong address, or a content type that it does not accept"
    return message


def _delivery(status: int, *, is_deliberate: bool) -> Delivery:
    """Return whether the service can have taken a request that it answers like this.

    A service that is busy says so before it takes anything, with a Retry-After or in
    the envelope. A bare 503 also comes from a proxy whose service went away after it
    had read the request.
    """
    if status in _NOT_NOW:
        return Delivery.NOT_SENT
    if status == HTTPStatus.SERVICE_UNAVAILABLE and is_deliberate:
        return Delivery.NOT_SENT
    if 400 <= status < 500 or status in _REFUSING_REDIRECTS:
        return Delivery.REFUSED
    return Delivery.UNKNOWN


def seconds_until(retry_after: str | None) -> float | None:
    """Return the seconds that a Retry-After header asks for, between 0 and 600.

    Args:
        retry_after: Seconds or an HTTP date; None or anything else gives None.

    """
    if retry_after is None:
        return None
    if (seconds := number(retry_after)) is None:
        try:
            moment = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_WAIT)
