"""The form that adds a printer by its share code, in all flows that have it."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.helpers.selector import TextSelector

from ..api import (
    CloudPrintAuthenticationError,
    CloudPrintClient,
    CloudPrintError,
    CloudPrintRefusedError,
)
from ..const import CONF_SHARE_CODE, CONF_VERIFICATION_CODE

SHARE_CODE_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_SHARE_CODE): TextSelector(),
        vol.Optional(CONF_VERIFICATION_CODE): TextSelector(),
    }
)

ABOUT_BINDING: Final = ("已绑定", "已添加", "重复", "已存在", "already")
ABOUT_VERIFICATION: Final = ("验证码", "密码", "verification", "password")
ABOUT_SHARE_CODE: Final = ("共享码", "分享码", "share")


class ShareCodeForm:
    """A form that may be sent again and again, until it is sent empty."""

    def __init__(self) -> None:
        """Set up an empty form."""
        self._added: list[str] = []
        self.errors: dict[str, str] = {}
        self.message = ""
        self.suggested: Mapping[str, Any] = {}

    @property
    def placeholders(self) -> dict[str, str]:
        """Return what fills the form's texts."""
        return {"printers": ", ".join(self._added) or "-", "message": self.message}

    async def async_submit(
        self, client: CloudPrintClient, user_input: Mapping[str, Any] | None
    ) -> bool:
        """Take what was entered; return if the person is done.

        If not, there is a printer more or there are errors, unless nothing was entered
        yet.
        """
        self.errors, self.message, self.suggested = {}, "", user_input or {}
        if user_input is None:
            return False
        codes = {
            field: user_input.get(field, "").strip()
            for field in (CONF_SHARE_CODE, CONF_VERIFICATION_CODE)
        }
        if not any(codes.values()):
            return True
        for field, code in codes.items():
            if not code or not code.isprintable():
                self.errors = {field: "empty"}
                return False
        await self._async_add(client, *codes.values())
        return False

    async def _async_add(
        self, client: CloudPrintClient, share_code: str, verification_code: str
    ) -> None:
        try:
            printer = await client.add_share_printer(share_code, verification_code)
        except CloudPrintError as err:
            self.message = err.message
            self.errors = _errors_of(err)
        else:
            self._added.append(printer.alias)
            self.suggested = {}


def _errors_of(err: CloudPrintError) -> dict[str, str]:
    """Return the form's errors for a printer that could not be added."""
    if isinstance(err, CloudPrintRefusedError):
        return refusal_errors(err.message)
    if isinstance(err, CloudPrintAuthenticationError):
        return {"base": "invalid_auth"}
    return {"base": "cannot_connect"}


def refusal_errors(message: str) -> dict[str, str]:
    """Return the form's errors for a refusal, whose message is shown with them.

    The service has no codes for these (OpenAPI 2.3). Its words only choose where and how
    the message is shown; nothing else follows from them.
    """
    words = message.lower()
    if any(word in words for word in ABOUT_BINDING):
        return {"base": "already_bound"}
    is_verification = any(word in words for word in ABOUT_VERIFICATION)
    is_share_code = any(word in words for word in ABOUT_SHARE_CODE)
    if is_verification and not is_share_code:
        return {CONF_VERIFICATION_CODE: "wrong_verification_code"}
    if is_share_code and not is_verification:
        return {CONF_SHARE_CODE: "wrong_share_code"}
    return {"base": "share_code_refused"}
