"""What an answer says: the envelope of OpenAPI 2.3, and what has been seen beside it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
import json
from typing import Any, Final

from .errors import (
    CloudPrintAuthenticationError,
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintResponseError,
    CloudPrintStatusError,
    Delivery,
)
from .reading import first, flag, line, number, text

_DAY: Final = 86400
_LONGEST_MESSAGE: Final = 500
_TOKEN_REFUSED: Final = ("401", "403")

# What these say is that nothing was done.
_REFUSING_REDIRECTS: Final = (
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
)
_NOT_NOW: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


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


def refusal(answer: Mapping[str, Any]) -> CloudPrintError | None:
    """Return the error that an answer of HTTP status 200 stands for, if any.

    The document has no `code`; the vendor's clients know 401 and 403 there, as number
    or string. Beside `success: true` it is not believed: the call was carried out.
    """
    success = flag(answer.get("success"))
    code = text(answer.get("code"))
    if success is not True and code in _TOKEN_REFUSED:
        return CloudPrintAuthenticationError(
            vendor_message(answer) or "The service refused the access token",
            delivery=Delivery.REFUSED,
            code=code,
        )
    if success is False:
        return CloudPrintRefusedError(
            vendor_message(answer) or "The service refused without giving a reason",
            delivery=Delivery.REFUSED,
            code=code,
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
    message = vendor_message(answer)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return CloudPrintAuthenticationError(
            message or "The service refused the access token",
            delivery=Delivery.REFUSED,
            code=str(int(status)),
        )
    if not message:
        message = f"The service answered with HTTP status {status}"
        if status == HTTPStatus.NOT_FOUND:
            # Seen by the vendor: also the answer to a content type it dislikes.
            message += ": a wrong address, or a content type that it does not accept"
    return CloudPrintStatusError(
        message,
        delivery=_delivery(status),
        status=status,
        retry_after=seconds_until(retry_after),
    )


def _delivery(status: int) -> Delivery:
    if status in _NOT_NOW:
        return Delivery.NOT_SENT
    if 400 <= status < 500 or status in _REFUSING_REDIRECTS:
        return Delivery.REFUSED
    return Delivery.UNKNOWN


def seconds_until(retry_after: str | None) -> float | None:
    """Return the seconds that a Retry-After header asks for, between 0 and a day.

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
    return min(max(seconds, 0.0), _DAY)
