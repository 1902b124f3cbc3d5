"""Posting a request: returns a JSON object or raises an error."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial
from http import HTTPStatus
import logging
import time
from typing import Any, Final

import aiohttp
import yarl

from .answer import create_status_error, find_refusal, get_clock_offset, parse_object
from .body import PIECE, RequestBody
from .errors import (
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintResponseError,
    Delivery,
)

_LOGGER: Final = logging.getLogger(__name__)

CONNECT_TIMEOUT: Final = 10  # seconds for resolving, connecting and the TLS handshake
MAX_ANSWER: Final = 4 * 1024 * 1024  # bytes

# Raised before the first byte of a request is sent.
_NEVER_CONNECTED: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)

# X509_V_ERR_* of OpenSSL: not valid yet, expired; the name or IP address of another host
_CERTIFICATES: Final = {9: "expired", 10: "expired", 62: "host", 64: "host"}


class Transport:
    """Posts requests to one service."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str) -> None:
        """Initialize; the caller closes the session."""
        self._session = session
        self._base_url = base_url.rstrip("/")
        # How far this machine's clock is ahead of the newest answer, if that says
        self.clock_offset: timedelta | None = None

    async def post(
        self, path: str, body: RequestBody, *, timeout: float, token: str | None = None
    ) -> dict[str, Any]:
        """Return the answer's JSON object, within `timeout` in seconds, or raise."""
        started = time.monotonic()
        outcome = "cancelled"
        try:
            answer = await self._get_answer(path, body, timeout, token)
            outcome = "answered"
        except CloudPrintError as err:
            outcome = _describe(err.__cause__ or err)
            raise
        finally:
            _LOGGER.debug("%s: %s, %.3f s", path, outcome, time.monotonic() - started)
        return answer

    async def _get_answer(
        self, path: str, body: RequestBody, timeout: float, token: str | None
    ) -> dict[str, Any]:
        if self._session.closed:
            # Home Assistant is stopping. aiohttp would raise RuntimeError.
            raise CloudPrintConnectionError(delivery=Delivery.NOT_SENT)
        try:
            answer = await self._exchange(path, body, timeout, token)
        except aiohttp.ClientSSLError as err:
            raise CloudPrintConnectionError(
                key=_get_tls_key(err), delivery=Delivery.NOT_SENT, host=err.host
            ) from err
        except (*_NEVER_CONNECTED, aiohttp.ConnectionTimeoutError) as err:
            raise CloudPrintConnectionError(delivery=Delivery.NOT_SENT) from err
        except TimeoutError as err:
            raise CloudPrintConnectionError(key="no_answer") from err
        except (aiohttp.ClientError, OSError) as err:
            raise CloudPrintConnectionError(key="broken") from err

        if (error := find_refusal(answer, HTTPStatus.OK)) is not None:
            raise error
        return answer

    async def _exchange(
        self, path: str, body: RequestBody, timeout: float, token: str | None
    ) -> dict[str, Any]:
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Content-Length": str(body.size),
        }
        if token is not None:
            headers["Api-Access-Token"] = token
        async with self._session.post(
            f"{self._base_url}{path}",
            data=body.payload(),
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=timeout, connect=CONNECT_TIMEOUT),
            allow_redirects=False,
        ) as response:
            self.clock_offset = get_clock_offset(response.headers.get("Date"))
            if 200 <= response.status < 300:
                return await _read(response)
            answer = dict[str, Any]()
            # The status is enough.
            with suppress(aiohttp.ClientError, OSError, CloudPrintResponseError):
                answer = await _read(response)
            raise create_status_error(
                response.status,
                answer,
                response.headers.get("Retry-After"),
                _get_address(response),
            )


async def _read(response: aiohttp.ClientResponse) -> dict[str, Any]:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_ANSWER:
            raise CloudPrintResponseError
    parse = partial(parse_object, body, response.charset)
    return await asyncio.to_thread(parse) if len(body) > PIECE else parse()


def _get_address(response: aiohttp.ClientResponse) -> str | None:
    """Return the server to which an answer redirects, without path and secrets."""
    with suppress(LookupError, ValueError):
        if response.status < 400:
            address = response.url.join(yarl.URL(response.headers["Location"]))
            return str(address.origin())[:200]
    return None


def _get_tls_key(err: aiohttp.ClientSSLError) -> str:
    if not isinstance(err, aiohttp.ClientConnectorCertificateError):
        return "no_tls"
    code = getattr(err.certificate_error, "verify_code", 0)
    return f"certificate_{_CERTIFICATES.get(code, 'unknown')}"


def _describe(err: BaseException) -> str:
    """Return an error for the log, with details only of the operating system."""
    kind = type(err).__name__
    return f"{kind} ({err})" if isinstance(err, OSError) and str(err) else kind
