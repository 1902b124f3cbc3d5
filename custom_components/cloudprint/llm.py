"""Tools of language models, which perform voice commands."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, override

import voluptuous as vol

from homeassistant.components.llm import LLMTools
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import llm
from homeassistant.helpers.translation import async_get_cached_translations

from .compat import async_load, tool_annotations, tool_result
from .const import DOMAIN
from .coordinator import get_job_printer
from .printing.capability_check import COLORS, SIDES
from .requester import RequesterKind, async_get_requester
from .source.pages.form import build_page_fields, get_text_key
from .source.pages.kind import Entities, Entity
from .source.pages.kinds import PAGE_NAMES
from .source.pages.named import get_page_kind
from .texts import ENGLISH, own_language
from .voice.commands import DAYS, Command, ConversationContext, Kind, VoiceError
from .voice.content import find_names
from .voice.vocabulary import Vocabulary, VoicePrinter, VoicePrinters

CONTENTS: Final = {
    "list_name": Kind.LIST,
    "agenda": Kind.AGENDA,
    "document": Kind.DOCUMENT,
    "weather": Kind.WEATHER,
    "test_page": Kind.TEST_PAGE,
    "text": Kind.TEXT,
}
"""The fields for what to print, of which a call has one, with their kinds of command."""
NAMES: Final = ("list_name", "document", "weather", "calendar")
"""The fields with the name of what to print."""
_OPTIONS: Final = ("text", "title", "printer", "copies", "color", "sides")
_MAX_TEXT_LENGTH: Final = 100_000
# Imported with this module, outside of the event loop
PAGE_KINDS: Final = {name: get_page_kind(name) for name in PAGE_NAMES}
_NAME: Final = vol.All(str, vol.Length(min=1, max=200))


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: llm.LLMContext, api_id: str
) -> LLMTools | None:
    """Return tools for a user who may see a printer, with what the user may see."""
    if api_id != llm.LLM_API_ASSIST:
        return None
    # Users are in memory, so that this ends at once.
    lookup = hass.async_create_task(
        async_get_requester(hass, llm_context.context), eager_start=True
    )
    if not lookup.done() or lookup.exception():
        return None
    requester = lookup.result()
    exposed = VoicePrinters.find(hass, llm_context.assistant, requester)
    if not (printers := exposed.connected):
        return None
    vocabulary = Vocabulary.build(hass, llm_context.assistant, requester, exposed)
    kinds: list[type[VoiceTool]] = [PrintTool, StatusTool, ReprintTool, CancelTool]
    if any(
        item.account.printer_settings.get_trays(item.device_id) for item in printers
    ):
        kinds.append(BackPassTool)
    tools = [kind(vocabulary, printers) for kind in kinds]
    texts = async_get_cached_translations(hass, ENGLISH, "config_subentries", DOMAIN)
    pages = [
        PageTool(vocabulary, printers, page, texts)
        for page, kind in PAGE_KINDS.items()
        if not kind.is_secret
    ]
    return LLMTools(tools=[*tools, *pages, ConfirmTool()])


class _Tool(llm.Tool):
    """A tool that answers as voice commands do, with what is printed and its pages."""

    integration = DOMAIN
    annotations = tool_annotations(is_read_only=False)

    @abstractmethod
    def _build_request(self, fields: dict[str, Any]) -> Command | str:
        """Return the command, or the id of a confirmed one. Raises VoiceError."""

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> Any:
        fields = self.parameters(tool_input.tool_args)
        performing = await async_load(hass, "voice.performing")
        confirming = await async_load(hass, "voice.confirming")
        conversation = ConversationContext(
            language=own_language(llm_context.language),
            context=llm_context.context,
            device_id=llm_context.device_id,
            assistant=llm_context.assistant,
            kind=RequesterKind.MODEL,
        )
        try:
            result = await confirming.async_perform_for_model(
                hass, self._build_request(fields), conversation
            )
        except VoiceError as err:
            result = await performing.async_refuse(hass, err, conversation.language)
        data: dict[str, Any] = {
            "error" if result.is_error else "message": result.speech
        }
        if (counted := result.counted) is not None:
            data |= {"name": counted.name, "pages": counted.pages}
        if result.confirmation_id is not None:
            data |= {"confirmation_id": result.confirmation_id, "state": "not_printed"}
        if (job := result.job) is not None:
            data |= {
                "job_id": job.job_id,
                "printer": get_job_printer(hass, job),
                "state": job.state.value,
                "reason": job.reason and job.reason.value,
            }
        return tool_result(data, is_error=result.is_error)


class VoiceTool(_Tool):
    """A tool for commands on one of the known printers."""

    _kind: ClassVar[Kind]

    def __init__(
        self, vocabulary: Vocabulary, printers: Sequence[VoicePrinter]
    ) -> None:
        """Set up the tool with the current names."""
        max_copies = max(item.max_copies for item in printers)
        description = "Only if the user names one; the result asks if needed"
        # Models refuse an enumeration with duplicates.
        names = list(dict.fromkeys(item.name for item in printers))
        self.parameters = vol.Schema(
            {
                **self._build_fields(vocabulary, max_copies),
                vol.Optional("printer", description=description): vol.In(names),
            }
        )

    def _build_fields(self, vocabulary: Vocabulary, max_copies: int) -> dict[Any, Any]:
        return {}

    @override
    def _build_request(self, fields: dict[str, Any]) -> Command:
        return Command(kind=self._kind, **fields)


class ConfirmTool(_Tool):
    """Prints what the user has confirmed."""

    name = f"{DOMAIN}__confirm"
    title = "Confirm printing"
    description = (
        "Print what another tool has answered with a confirmation_id, as it was then. "
        "Use it only if the user has agreed in a message after that answer; it is "
        "refused before. An id can be used once, within ten minutes."
    )
    parameters = vol.Schema(
        {vol.Required("confirmation_id", description="As it was answered"): _NAME}
    )

    @override
    def _build_request(self, fields: dict[str, Any]) -> str:
        return str(fields["confirmation_id"])


class PrintTool(VoiceTool):
    """Prints a list, an agenda, a document, a forecast, a test page or a text."""

    name = f"{DOMAIN}__print"
    title = "Print"
    description = (
        "Print on paper. Give exactly one of list_name, agenda, document, weather, "
        "test_page and text. "
        "Printing uses up paper and cannot be undone: print only what the user asks to "
        "have printed, and only once. Tell the user what the result says; nothing is "
        "printed before its state is finished. A result with a confirmation_id has "
        "printed nothing: ask the user first."
    )

    @override
    def _build_fields(self, vocabulary: Vocabulary, max_copies: int) -> dict[Any, Any]:
        fields: dict[Any, Any] = {
            vol.Optional(
                "text",
                description="A text to print, which may be Markdown without pictures",
            ): vol.All(str, vol.Length(min=1, max=_MAX_TEXT_LENGTH)),
            vol.Optional("title", description="What stands above the text"): _NAME,
            vol.Optional("test_page", description="True for one test page"): bool,
            **_build_option_fields(max_copies),
        }
        for field, key, description in (
            ("list_name", "list", "A to-do list to print"),
            ("document", "document", "A saved document to print"),
            ("weather", "weather", "A weather forecast to print"),
        ):
            if names := vocabulary.by_list[key].names:
                fields[vol.Optional(field, description=description)] = vol.In(names)
        if names := vocabulary.by_list["calendar"].names:
            description = "The days whose events in all calendars to print"
            fields[vol.Optional("agenda", description=description)] = vol.In(DAYS)
            description = "With agenda: the one calendar to print, instead of all"
            fields[vol.Optional("calendar", description=description)] = vol.In(names)
        return fields

    @override
    def _build_request(self, fields: dict[str, Any]) -> Command:
        given = [content for content in CONTENTS if fields.get(content)]
        if len(given) != 1 or ("calendar" in fields and given != ["agenda"]):
            raise VoiceError("one_content")
        (content,) = given
        return Command(
            kind=CONTENTS[content],
            name=next((fields[name] for name in NAMES if name in fields), ""),
            day=fields.get("agenda", "today"),
            **{name: fields[name] for name in _OPTIONS if name in fields},
        )


class PageTool(VoiceTool):
    """Prints a page of a kind, whose options are among the fields.

    Entities are exposed ones, by their names; models choose no files.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        printers: Sequence[VoicePrinter],
        page: str,
        texts: Mapping[str, str],
    ) -> None:
        """Set up the tool for a page."""
        form = f"component.{DOMAIN}.config_subentries.document.step.{page}"
        self._page, self._texts = page, texts
        self.name = f"{DOMAIN}__print_{page}"
        self.title = f"Print: {texts[f'{form}.title']}"
        self.description = (
            f"{self.title}. {texts[f'{form}.description']} Give only options that the "
            "user speaks of. Printing uses up paper and cannot be undone. A result with "
            "a confirmation_id has printed nothing: ask the user first."
        )
        super().__init__(vocabulary, printers)

    @override
    def _build_fields(self, vocabulary: Vocabulary, max_copies: int) -> dict[Any, Any]:
        fields, texts = _build_option_fields(max_copies), self._texts
        options = PAGE_KINDS[self._page].options
        for marker, check in build_page_fields(self._page, options).items():
            option = options[marker.schema]
            if isinstance(option, Entity):
                if not (names := find_names(vocabulary, option).names):
                    continue
                check = (
                    [vol.In(names)] if isinstance(option, Entities) else vol.In(names)
                )
            if marker != "file":
                key = get_text_key(self._page, marker.schema, "data_description")
                description = texts[f"component.{DOMAIN}.{key}"]
                fields[type(marker)(marker.schema, description=description)] = check
        return fields

    @override
    def _build_request(self, fields: dict[str, Any]) -> Command:
        supported = PAGE_KINDS[self._page].options
        options = {name: fields.pop(name) for name in supported if name in fields}
        return Command(kind=Kind.PAGE, name=self._page, page_options=options, **fields)


class StatusTool(VoiceTool):
    """Reports printers, documents that wait, and the last document."""

    name = f"{DOMAIN}__get_status"
    title = "Get printer status"
    description = (
        "Tell what printers are doing, which documents wait, and what became of the last "
        "document that was printed. Use it for questions such as: did my document print?"
    )
    annotations = tool_annotations(is_read_only=True)
    _kind = Kind.STATUS


class ReprintTool(VoiceTool):
    """Prints the last document again."""

    name = f"{DOMAIN}__reprint"
    title = "Print again"
    description = (
        "Print the last document again, of a printer or of all. Printing uses up paper "
        "and cannot be undone: use it only if the user asks for it. A result with a "
        "confirmation_id has printed nothing: ask the user first."
    )
    _kind = Kind.REPRINT

    @override
    def _build_fields(self, vocabulary: Vocabulary, max_copies: int) -> dict[Any, Any]:
        return _build_option_fields(max_copies)


class CancelTool(VoiceTool):
    """Cancels documents that wait."""

    name = f"{DOMAIN}__cancel"
    title = "Cancel printing"
    description = (
        "Cancel documents that wait in Home Assistant, of a printer or of all. Without "
        "a name it cancels the only one, or asks which one. Documents that were sent to "
        "the printer cannot be canceled. Use it only if the user asks for it."
    )

    @override
    def _build_fields(self, vocabulary: Vocabulary, max_copies: int) -> dict[Any, Any]:
        return {
            vol.Optional("name", description="Name of the document to cancel"): _NAME,
            vol.Optional("all", description="True to cancel all of them"): bool,
        }

    @override
    def _build_request(self, fields: dict[str, Any]) -> Command:
        is_all = fields.pop("all", False)
        return Command(kind=Kind.CANCEL_ALL if is_all else Kind.CANCEL, **fields)


class BackPassTool(VoiceTool):
    """Prints the back pass, once the paper was turned."""

    name = f"{DOMAIN}__print_other_sides"
    title = "Print the other sides"
    description = (
        "Print the other sides of a document whose front sides are printed, on a printer "
        "that prints only on one side. Use it only if the user says that the paper was "
        "turned or put back: otherwise it is printed on the wrong side or other paper."
    )
    _kind = Kind.BACK_PASS


def _build_option_fields(max_copies: int) -> dict[Any, Any]:
    copies = vol.All(int, vol.Range(min=1, max=max_copies))
    description = "Only if the user says so"
    return {
        vol.Optional("copies", description="How many, if the user says so"): copies,
        vol.Optional("color", description=description): vol.In(list(COLORS)),
        vol.Optional("sides", description=description): vol.In(list(SIDES)),
    }
