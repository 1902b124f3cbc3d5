"""The form that adds a printer by its share code, in all flows that have it."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.helpers.selector import TextSelector

from .api import (
    CloudPrintAuthenticationError,
    CloudPrintClient,
    CloudPrintError,
    CloudPrintRefusedError,
)
from .const import CONF_SHARE_CODE, CONF_VERIFICATION_CODE

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

    def __init__(self, client: CloudPrintClient) -> None:
        """Set up an empty form."""
        self._client = client
        self._added: list[str] = []
        self.errors: dict[str, str] = {}
        self.message = ""
        self.suggested: Mapping[str, Any] = {}

    @property
    def placeholders(self) -> dict[str, str]:
        """Return what fills the form's texts."""
        return {"printers": "、".join(self._added) or "—", "message": self.message}

    async def async_submit(self, user_input: Mapping[str, Any] | None) -> bool:
        """Take what was entered; return if the person is done."""
        self.errors, self.message, self.suggested = {}, "", user_input or {}
        if user_input is None:
            return False
        share_code = user_input.get(CONF_SHARE_CODE, "").strip()
        verification_code = user_input.get(CONF_VERIFICATION_CODE, "").strip()
        if not share_code and not verification_code:
            return True
        if not share_code:
            self.errors = {CONF_SHARE_CODE: "empty"}
        elif not verification_code:
            self.errors = {CONF_VERIFICATION_CODE: "empty"}
        else:
            await self._async_add(share_code, verification_code)
        return False

    async def _async_add(self, share_code: str, verification_code: str) -> None:
        try:
            printer = await self._client.add_share_printer(
                share_code, verification_code
            )
        except CloudPrintRefusedError as err:
            self.message = err.message
            self.errors = refusal_errors(err.message)
        except CloudPrintAuthenticationError as err:
            self.message = err.message
            self.errors = {"base": "invalid_auth"}
        except CloudPrintError as err:
            self.message = err.message
            self.errors = {"base": "cannot_connect"}
        else:
            self._added.append(printer.alias)
            self.suggested = {}


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
