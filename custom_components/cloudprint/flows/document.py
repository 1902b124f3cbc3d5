"""The flow that saves and changes documents."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import SubentryFlowResult

from ..printing.saved_document import KINDS
from ..source.arranging import FILES
from .document_check import NO_ERRORS, async_describe_default, async_validate
from .document_files import FilesFlow
from .document_form import build_schema, build_suggestions, parse_input


class DocumentFlow(FilesFlow):
    """Saves a document, or changes one."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Choose the kind of document."""
        return self.async_show_menu(step_id="user", menu_options=list(KINDS))

    async def async_step_text(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save a text."""
        return await self._async_step("text", user_input)

    async def async_step_markdown(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save Markdown."""
        return await self._async_step("markdown", user_input)

    async def async_step_url(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save an address."""
        return await self._async_step("url", user_input)

    async def async_step_media(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save a media item."""
        return await self._async_step("media", user_input)

    async def async_step_entity(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Save an entity."""
        return await self._async_step("entity", user_input)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change a document."""
        data = self._get_reconfigure_subentry().data
        return await self._async_step(next(kind for kind in KINDS if kind in data))

    async def _async_step(
        self, kind: str, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        if kind == FILES:
            return await self.async_step_files()
        errors, message = NO_ERRORS
        suggested: Mapping[str, Any] = user_input or {}
        if user_input is not None:
            errors, message = await async_validate(
                self.hass, self._get_entry(), self._own_id, kind, user_input
            )
            if not errors:
                return self._save(*parse_input(user_input))
        elif self._own_id is not None:
            subentry = self._get_reconfigure_subentry()
            suggested = build_suggestions(subentry.title, subentry.data)
        return self.async_show_form(
            step_id=kind,
            data_schema=self.add_suggested_values_to_schema(
                build_schema(kind), suggested
            ),
            errors=errors,
            description_placeholders={
                "message": message,
                "hint": await async_describe_default(self.hass, self._get_entry()),
            },
        )
