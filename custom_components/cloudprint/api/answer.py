"""Reading answers: the envelope of OpenAPI 2.3, and variants seen elsewhere."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
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
from .parsing import get_first, parse_flag, parse_integer, parse_line, parse_number

_MAX_RETRY_AFTER: Final = 600.0
"""Seconds; a longer Retry-After is cut to this."""

_MAX_MESSAGE: Final = 500
_TOKEN_REFUSED: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)

# The request was not processed.
_REFUSING_REDIRECTS: Final = (
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
)
# Proxies answer so when a service that has read the request does not answer: Envoy with
# 408, Varnish with 503 and a Retry-After of its own.
_OPEN_WITHOUT_ENVELOPE: Final = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def parse_object(body: bytes) -> dict[str, Any] | None:
    """Return the JSON object in a body, regardless of its content type, or None.

    Bytes that are not UTF-8 become replacement characters, so that a garbled message
    does not make the answer unusable. Control characters in strings are accepted: the
    document has a line break in the name of a paper (OpenAPI 3.5.3).
    """
    try:
        answer = json.loads(body.decode("utf-8-sig", "replace"), strict=False)
    except ValueError, RecursionError:
        return None
    return answer if isinstance(answer, dict) else None


def _get_message(answer: Mapping[str, Any]) -> str | None:
    """Return the vendor's message on one line of bounded length."""
    message = parse_line(get_first(answer, "message", "msg", "error"))
    return message and message[:_MAX_MESSAGE]


def _is_refused(answer: Mapping[str, Any]) -> bool:
    """Return whether an answer is a refusal in the envelope (OpenAPI 2.3)."""
    return parse_flag(answer.get("success")) is False


def is_refusal(err: CloudPrintError) -> bool:
    """Return whether an error can mean that the token is dead.

    No source says how a dead token is refused: any refusal can mean it.
    """
    return err.delivery is Delivery.REFUSED or (
        isinstance(err, CloudPrintStatusError) and err.status in _TOKEN_REFUSED
    )


def is_refusal_of_key(err: CloudPrintError) -> bool:
    """Return whether an error of getToken means that the key is wrong.

    No proxy can have given it. A 404 means a wrong address.
    """
    if isinstance(err, CloudPrintStatusError):
        is_about_address = err.status == HTTPStatus.NOT_FOUND
        return err.is_of_service and is_refusal(err) and not is_about_address
    return isinstance(err, CloudPrintRefusedError)


def find_refusal(answer: Mapping[str, Any], status: int) -> CloudPrintError | None:
    """Return the error of an answer that refuses, else None.

    The document has no `code`; the vendor's clients know 401 and 403 there, as number
    or string, with the meaning of the HTTP status. A code beside `success: true` is
    ignored: the call was carried out.
    """
    if _is_refused(answer):
        return CloudPrintRefusedError(
            _get_message(answer) or "The service refused without giving a reason",
            delivery=Delivery.REFUSED,
        )
    is_success = parse_flag(answer.get("success"))
    code = None if is_success else parse_integer(answer.get("code"))
    for refused in _TOKEN_REFUSED:
        if refused in (status, code):
            # Without the envelope, it may come from a proxy, at any time.
            return CloudPrintStatusError(
                _get_message(answer) or _describe_status(refused),
                delivery=Delivery.UNKNOWN,
                status=refused,
                is_of_service=code is not None,
            )
    return None


def get_data(answer: Mapping[str, Any]) -> Any:
    """Return the `data` of an answer; None if a success has none.

    Raises CloudPrintResponseError if the answer has neither data nor `success: true`.
    """
    data = answer.get("data")
    if data is None and parse_flag(answer.get("success")) is not True:
        raise CloudPrintResponseError(
            _get_message(answer) or "The service's answer is not as documented",
            delivery=Delivery.UNKNOWN,
        )
    return data


def create_status_error(
    status: int, answer: Mapping[str, Any], retry_after: str | None
) -> CloudPrintError:
    """Return the error of an HTTP status other than success.

    `answer` is empty if the body was not a JSON object.
    """
    if status in _TOKEN_REFUSED and (error := find_refusal(answer, status)) is not None:
        return error
    is_refused = _is_refused(answer)
    return CloudPrintStatusError(
        _get_message(answer) or _describe_status(status),
        delivery=_get_delivery(status, is_refused=is_refused),
        status=status,
        retry_after=parse_retry_after(retry_after),
        is_of_service=is_refused,
    )


def _describe_status(status: int) -> str:
    """Return the message for an HTTP status without a message of the vendor."""
    message = f"The service answered with HTTP status {status}"
    if status == HTTPStatus.NOT_FOUND:
        # The vendor reports it also for a content type that it rejects.
        message += ": a wrong address, or a content type that it does not accept"
    return message


def _get_delivery(status: int, *, is_refused: bool) -> Delivery:
    """Return whether the service can have taken a request that got this status.

    A limiter answers 429 before the request reaches the service (RFC 6585).
    `is_refused` says whether the answer is a refusal in the document's envelope, which
    only the service gives.
    """
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Delivery.NOT_SENT
    if status in _OPEN_WITHOUT_ENVELOPE and not is_refused:
        return Delivery.UNKNOWN
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Delivery.NOT_SENT
    if 400 <= status < 500 or status in _REFUSING_REDIRECTS:
        return Delivery.REFUSED
    return Delivery.UNKNOWN


def parse_retry_after(retry_after: str | None) -> float | None:
    """Return the seconds of a Retry-After header, between 0 and 600.

    The header has seconds or an HTTP date; anything else gives None.
    """
    if retry_after is None:
        return None
    if (seconds := parse_number(retry_after)) is None:
        if (moment := _parse_date(retry_after)) is None:
            return None
        seconds = (moment - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), _MAX_RETRY_AFTER)


def get_clock_offset(date: str | None) -> timedelta | None:
    """Return by how much this machine's clock is ahead of the Date of an answer.

    None if it has no date that can be read.
    """
    moment = _parse_date(date or "")
    return None if moment is None else datetime.now(UTC) - moment


def _parse_date(text: str) -> datetime | None:
    """Return the moment of an HTTP date (RFC 9110, 5.6.7)."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
