"""Reading answers: the envelope of OpenAPI 2.3, and variants seen elsewhere."""

from collections.abc import Mapping
from contextlib import suppress
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
from .parsing import (
    GARBLED,
    get_first,
    number_or_none,
    parse_flag,
    parse_integer,
    parse_line,
)

_MAX_RETRY_AFTER: Final = 600.0  # seconds
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


def parse_object(body: bytearray, charset: str | None) -> dict[str, Any]:
    """Return the JSON object in a body. Raises CloudPrintResponseError."""
    answer = parse_json(_decode(body, charset))
    if not isinstance(answer, dict):
        raise CloudPrintResponseError
    return answer


def _decode(body: bytearray, charset: str | None) -> str:
    """Return the text of a body: in UTF-8, or as its header says, else in GB18030."""
    with suppress(UnicodeError):
        return body.decode("utf-8-sig")
    text = body.decode("utf-8-sig", "replace")
    # It is UTF-8 that was damaged if most of its characters can be read.
    if text.count(GARBLED) * 2 <= sum(not letter.isascii() for letter in text):
        return text
    for encoding in (charset or "", "gb18030"):
        with suppress(UnicodeError, LookupError):
            return body.decode(encoding)
    return text


def parse_json(text: str) -> Any:
    """Return a text's JSON, or None; strings may have line breaks (OpenAPI 3.5.3)."""
    try:
        return json.loads(text, strict=False)
    except ValueError, RecursionError:
        return None


def get_message(answer: Mapping[str, Any]) -> str | None:
    """Return the vendor's message in an answer, or None."""
    message = parse_line(get_first(answer, "message", "msg", "error"))
    return message and message[:_MAX_MESSAGE]


def is_refusal(err: CloudPrintError) -> bool:
    """Return whether an error can mean a dead token: no source says how that is refused."""
    return err.delivery is Delivery.REFUSED or err.status in _TOKEN_REFUSED


def is_refusal_of_key(err: CloudPrintError) -> bool:
    """Return whether an error of getToken means a wrong key, and is not from a proxy."""
    is_wrong_address = err.status == HTTPStatus.NOT_FOUND
    return err.is_of_service and is_refusal(err) and not is_wrong_address


def is_wrong_list(err: CloudPrintError) -> bool:
    """Return whether a list was answered, but neither as documented nor by a limiter."""
    is_limited = (
        err.status == HTTPStatus.TOO_MANY_REQUESTS or err.retry_after is not None
    )
    is_answered = isinstance(err, CloudPrintStatusError | CloudPrintResponseError)
    return is_answered and not is_limited


def find_refusal(answer: Mapping[str, Any], status: int) -> CloudPrintError | None:
    """Return the error of an answer that refuses, else None.

    The vendor's clients also know 401 and 403 as `code`, which the document does not
    have. It is ignored beside `success: true`: the call was carried out.
    """
    if parse_flag(answer.get("success")) is False:
        return CloudPrintRefusedError(get_message(answer))
    code = _get_code(answer)
    for refused in _TOKEN_REFUSED:
        if refused in (status, code):
            # Without the envelope, it may come from a proxy, at any time.
            return CloudPrintStatusError(
                get_message(answer),
                delivery=Delivery.UNKNOWN,
                status=refused,
                is_of_service=code is not None,
            )
    return None


def _get_code(answer: Mapping[str, Any]) -> int | None:
    is_success = parse_flag(answer.get("success"))
    return None if is_success else parse_integer(answer.get("code"))


def check_data(answer: Mapping[str, Any]) -> None:
    """Raise CloudPrintResponseError for an answer without `data`, unless a success."""
    if answer.get("data") is None and parse_flag(answer.get("success")) is not True:
        raise CloudPrintResponseError(get_message(answer))


def create_status_error(
    status: int, answer: Mapping[str, Any], retry_after: str | None, address: str | None
) -> CloudPrintError:
    """Return the error of an HTTP status other than success."""
    if status in _TOKEN_REFUSED and (error := find_refusal(answer, status)) is not None:
        return error
    is_refused = parse_flag(answer.get("success")) is False
    return CloudPrintStatusError(
        get_message(answer),
        delivery=_get_delivery(status, is_refused=is_refused),
        status=status,
        refuses_token=_get_code(answer) in _TOKEN_REFUSED,
        retry_after=parse_retry_after(retry_after),
        is_of_service=is_refused,
        address=address,
    )


def _get_delivery(status: int, *, is_refused: bool) -> Delivery:
    # A limiter answers 429 before the request reaches the service (RFC 6585).
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
    """Return the seconds of a Retry-After header, 0 to 600, or None if it has none."""
    if retry_after is None:
        return None
    if (seconds := number_or_none(retry_after)) is None:
        if (offset := get_clock_offset(retry_after)) is None:
            return None
        seconds = -offset.total_seconds()
    return min(max(seconds, 0.0), _MAX_RETRY_AFTER)


def get_clock_offset(date: str | None) -> timedelta | None:
    """Return by how much this machine's clock is ahead of the Date of an answer."""
    try:
        moment = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    return datetime.now(UTC) - (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
