"""The flow that saves and changes documents."""

from collections.abc import Mapping
from contextlib import ExitStack
from functools import partialmethod
from typing import Any, override

import voluptuous as vol

from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.config_entries import SubentryFlowResult
from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError

from ..compat import async_load
from ..document.source_file import MAX_FILE_NAME
from ..exceptions import as_markdown
from ..fields import one_line
from ..forms import UserInput, select_selector
from ..printing.saved_document import KINDS
from ..settings import VoiceSettings
from ..source.arranging import FILES, PAGE_FIELD, PAGE_OPTIONS
from ..source.kept_files import KEPT_FILES
from ..source.pages.kinds import PAGE_NAMES
from ..texts import async_message
from . import BLUEPRINT, SubentryFlow
from .document_form import (
    CONF_FILE,
    FILE_SELECTOR,
    NO_ERRORS,
    SECTION_OPTIONS,
    FormErrors,
    build_schema,
    build_suggestions,
    get_hidden_fields,
    parse_input,
)


class DocumentFlow(SubentryFlow):
    """Saves a document, or changes one. Its files are uploaded one by one."""

    _gone = "document_gone"

    def __init__(self) -> None:
        """Start without files."""
        self._files: list[dict[str, Any]] = []
        self._added: list[str] = []
        self._is_closed = False
        self._entered: dict[str, Any] = {}
        self._page: dict[str, Any] = {}

    @callback
    @override
    def async_remove(self) -> None:
        """Remove the files that were added for nothing."""
        self._is_closed = True
        if self._added:
            self.hass.data[KEPT_FILES].release(self._added)

    async def async_step_user(self, user_input: UserInput = None) -> SubentryFlowResult:
        """Choose the kind of document."""
        return self.async_show_menu(step_id="user", menu_options=list(KINDS))

    async def async_step_reconfigure(
        self, user_input: UserInput = None
    ) -> SubentryFlowResult:
        """Change a document."""
        data = self._get_reconfigure_subentry().data
        kind = next(kind for kind in KINDS if kind in data)
        if kind == FILES:
            return await self.async_step_files()
        if kind == PAGE_FIELD:
            return await self._async_fill_in_page(data[PAGE_FIELD])
        return await self._async_save_kind(kind)

    async def _async_save_kind(
        self, kind: str, user_input: UserInput = None
    ) -> SubentryFlowResult:
        form_errors = NO_ERRORS
        suggested: Mapping[str, Any] = user_input or {}
        if user_input is not None:
            user_input = {**user_input, **self._page}
            form_errors = await self._async_validate(kind, user_input)
            if form_errors == NO_ERRORS:
                return self._save(*parse_input(user_input))
        elif self._own_id is not None:
            subentry = self._get_reconfigure_subentry()
            suggested = build_suggestions(subentry.title, subentry.data)
        return await self._async_show(kind, suggested, form_errors)

    async_step_text = partialmethod(_async_save_kind, "text")
    async_step_markdown = partialmethod(_async_save_kind, "markdown")
    async_step_url = partialmethod(_async_save_kind, "url")
    async_step_media = partialmethod(_async_save_kind, "media")
    async_step_entity = partialmethod(_async_save_kind, "entity")
    async_step_page_save = partialmethod(_async_save_kind, PAGE_FIELD)

    async def async_step_page(self, user_input: UserInput = None) -> SubentryFlowResult:
        """Choose the kind of page."""
        return self.async_show_menu(step_id="page", menu_options=list(PAGE_NAMES))

    async def _async_fill_in_page(
        self, name: str, user_input: UserInput = None
    ) -> SubentryFlowResult:
        """Choose what a page shows; each kind of page has this step in its name."""
        named = await async_load(self.hass, "source.pages.named")
        await named.async_load_page(self.hass, {PAGE_FIELD: name})
        form = await async_load(self.hass, "source.pages.form")
        check = await async_load(self.hass, "flows.document_check")
        errors, message = NO_ERRORS
        saved: Mapping[str, Any] = {}
        if self._own_id is not None:
            saved = self._get_reconfigure_subentry().data.get(PAGE_OPTIONS, {})
        suggested: Mapping[str, Any] = {**saved, form.MORE: saved}
        if user_input is not None:
            suggested = user_input
            page = {
                PAGE_FIELD: name,
                PAGE_OPTIONS: form.parse_page_input(name, user_input),
            }
            errors, message = await check.async_check_content(
                self.hass, PAGE_FIELD, page
            )
            if not errors:
                self._page = page
                return await self._async_save_kind(PAGE_FIELD)
        schema = form.build_page_schema(name, saved)
        return self.async_show_form(
            step_id=name,
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            errors=errors,
            description_placeholders={"message": message},
        )

    async def async_step_files(
        self, user_input: UserInput = None
    ) -> SubentryFlowResult:
        """Name the document, choose its first file, and how it is printed."""
        if user_input is None and self._own_id is not None and not self._entered:
            subentry = self._get_reconfigure_subentry()
            self._files = [*subentry.data[FILES]]
            self._entered = build_suggestions(subentry.title, subentry.data)
        if user_input is None:
            return await self._async_show(FILES, self._entered, NO_ERRORS)
        self._entered = {**user_input}
        if (upload := self._entered.pop(CONF_FILE, None)) is not None:
            form_errors = await self._async_add(upload)
            if form_errors != NO_ERRORS:
                return await self._async_show(FILES, self._entered, form_errors)
        form_errors = await self._async_validate(FILES, self._entered)
        if form_errors != NO_ERRORS:
            return await self._async_show(FILES, self._entered, form_errors)
        return await self.async_step_more()

    async def async_step_more(self, user_input: UserInput = None) -> SubentryFlowResult:
        """Choose whether the document is complete."""
        choices = ["save", "add", "order", FILES]
        if len(self._files) == 1:
            choices.remove("order")
        return self.async_show_menu(
            step_id="more",
            menu_options=choices,
            description_placeholders={"files": self._list_files()},
        )

    async def async_step_add(self, user_input: UserInput = None) -> SubentryFlowResult:
        """Add another file."""
        errors, message = NO_ERRORS
        if user_input is not None:
            errors, message = await self._async_add(user_input[CONF_FILE])
            if not errors:
                return await self.async_step_more()
        return self.async_show_form(
            step_id="add",
            data_schema=vol.Schema({vol.Required(CONF_FILE): FILE_SELECTOR}),
            errors=errors,
            description_placeholders={"files": self._list_files(), "message": message},
        )

    async def async_step_order(
        self, user_input: UserInput = None
    ) -> SubentryFlowResult:
        """Change the order of the files, or leave some out."""
        errors: dict[str, str] = {}
        # By their numbers: a file may be there several times, with different edits.
        numbered = {str(number): file for number, file in enumerate(self._files, 1)}
        if user_input is not None:
            if chosen := user_input[FILES]:
                self._files = [numbered[number] for number in chosen]
                return await self.async_step_more()
            errors = {FILES: "files_missing"}
        labels = {key: f"{key}. {file['name']}" for key, file in numbered.items()}
        selector = select_selector(labels, multiple=True)
        return self.async_show_form(
            step_id="order",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema({vol.Required(FILES): selector}), {FILES: list(numbered)}
            ),
            errors=errors,
        )

    async def async_step_save(self, user_input: UserInput = None) -> SubentryFlowResult:
        """Save the document if it can be printed."""
        name, fields = parse_input(self._entered)
        if self._own_id is not None:
            subentry = self._get_reconfigure_subentry()
            fields = {**get_hidden_fields(FILES, subentry.data), **fields}
        fields[FILES] = self._files
        check = await async_load(self.hass, "flows.document_check")
        form_errors = await check.async_try(self.hass, self._get_entry(), fields)
        if form_errors != NO_ERRORS:
            return await self._async_show(FILES, self._entered, form_errors)
        return self._save(name, fields)

    def _save(self, name: str, data: Mapping[str, Any]) -> SubentryFlowResult:
        """Save a document; of a new one, say how to print it."""
        if self._own_id is not None:
            return self.async_update_and_abort(
                self._get_entry(),
                self._get_reconfigure_subentry(),
                title=name,
                data=data,
            )
        can_speak = VoiceSettings.from_options(self._get_entry().options).is_on
        return self.async_create_entry(
            title=name,
            data=data,
            description=None if can_speak else "without_voice",
            description_placeholders={
                "name": as_markdown(name),
                "blueprint": BLUEPRINT.format("print_on_weekdays"),
            },
        )

    async def _async_validate(
        self, kind: str, user_input: Mapping[str, Any]
    ) -> FormErrors:
        check = await async_load(self.hass, "flows.document_check")
        form_errors: FormErrors = await check.async_validate(
            self.hass, self._get_entry(), self._own_id, kind, user_input
        )
        return form_errors

    async def _async_show(
        self, kind: str, suggested: Mapping[str, Any], form_errors: FormErrors
    ) -> SubentryFlowResult:
        errors, message = form_errors
        schema = build_schema(kind, needs_file=not self._files)
        check = await async_load(self.hass, "flows.document_check")
        return self.async_show_form(
            step_id="page_save" if kind == PAGE_FIELD else kind,
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            errors=errors,
            description_placeholders={
                "files": self._list_files(),
                "hint": check.describe_default(self.hass, self._get_entry()),
                "message": message,
            },
        )

    async def _async_add(self, upload: str) -> FormErrors:
        """Keep an uploaded file as the last one of the document."""
        store = self.hass.data[KEPT_FILES]
        run = self.hass.async_add_executor_job
        closing = ExitStack()
        try:
            path = await run(
                closing.enter_context, process_uploaded_file(self.hass, upload)
            )
            name = one_line(path.name)[-MAX_FILE_NAME:]
            file = await store.async_add(path, name, self._files)
        except ValueError:
            # It was sent before a restart.
            return {CONF_FILE: "file_gone"}, ""
        except HomeAssistantError as err:
            message = await async_message(self.hass, err)
            return {CONF_FILE: "content_invalid"}, message
        finally:
            await run(closing.close)
        self._added.append(file["file_id"])
        if self._is_closed:
            self.async_remove()
        options = self._entered.get(SECTION_OPTIONS, {})
        check = await async_load(self.hass, "flows.document_check")
        form_errors: FormErrors = await check.async_check_content(
            self.hass, FILES, {FILES: [file]}, options.get("encoding", "")
        )
        if form_errors == NO_ERRORS:
            self._files.append(file)
        return form_errors

    def _list_files(self) -> str:
        """Return the names of the files as a list in Markdown."""
        return "\n".join(
            f"{number}. {as_markdown(file['name'])}"
            for number, file in enumerate(self._files, 1)
        )


for _name in PAGE_NAMES:
    _step = partialmethod(DocumentFlow._async_fill_in_page, _name)  # noqa: SLF001 - it is ours
    setattr(DocumentFlow, f"async_step_{_name}", _step)
