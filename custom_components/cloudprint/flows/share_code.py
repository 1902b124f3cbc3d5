"""The form that adds printers by share code, used by several flows."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntryBaseFlow, ConfigFlowResult
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

MISSING: Final = {
    CONF_SHARE_CODE: "share_code_missing",
    CONF_VERIFICATION_CODE: "verification_code_missing",
}
"""Errors of the form for a code that is left out."""

ABOUT_BINDING: Final = ("已绑定", "已添加", "重复", "已存在", "already")
ABOUT_VERIFICATION: Final = ("验证码", "密码", "verification", "password")
ABOUT_SHARE_CODE: Final = ("共享码", "分享码", "share")


class ShareCodeForm:
    """A form that adds one printer at a time, until it is submitted empty."""

    def __init__(self) -> None:
        """Set up an empty form."""
        self._added: list[str] = []
        self.errors: dict[str, str] = {}
        self._message = ""
        self._suggested: Mapping[str, Any] = {}

    def show(self, flow: ConfigEntryBaseFlow, step_id: str) -> ConfigFlowResult:
        """Show the form as a step of a flow."""
        return flow.async_show_form(
            step_id=step_id,
            data_schema=flow.add_suggested_values_to_schema(
                SHARE_CODE_SCHEMA, self._suggested
            ),
            errors=self.errors,
            description_placeholders={
                "printers": ", ".join(self._added) or "-",
                "message": self._message,
            },
        )

    async def async_submit(
        self, client: CloudPrintClient, user_input: Mapping[str, Any] | None
    ) -> bool:
        """Add a printer, or set errors; return whether the form was left empty.

        `user_input` is None if the form was not shown yet.
        """
        self.errors, self._message, self._suggested = {}, "", user_input or {}
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
                self.errors = {field: MISSING[field]}
                return False
        await self._async_add(client, *codes.values())
        return False

    async def _async_add(
        self, client: CloudPrintClient, share_code: str, verification_code: str
    ) -> None:
        try:
            printer = await client.add_share_printer(share_code, verification_code)
        except CloudPrintError as err:
            self._message = err.message
            self.errors = _build_errors(err)
        else:
            self._added.append(printer.alias)
            self._suggested = {}


def _build_errors(err: CloudPrintError) -> dict[str, str]:
    """Return the form's errors for a printer that could not be added."""
    if isinstance(err, CloudPrintRefusedError):
        return build_refusal_errors(err.message)
    if isinstance(err, CloudPrintAuthenticationError):
        return {"base": "invalid_auth"}
    return {"base": "cannot_connect"}


def build_refusal_errors(message: str) -> dict[str, str]:
    """Return the form's errors for a refusal with the service's message.

    The service has no error codes for these (OpenAPI 2.3). Words in its message only
    choose the field and the text with which it is shown.
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
