"""Tools with which language models print; the same commands as those that are spoken."""

from typing import Any, ClassVar, Final, override

import voluptuous as vol

from homeassistant.components.llm import LLMTools
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import llm

from .compat import tool_annotations, tool_result
from .const import DOMAIN
from .printing.permission import async_get_user
from .texts import own_language
from .voice.commands import AskEverything, Command, PrintText
from .voice.performing import Answer, ConversationContext, async_perform
from .voice.printers import SpokenPrinter, spoken_printers
from .voice.requests import DAYS, Request
from .voice.vocabulary import Vocabulary
from .voice.words import VoiceError

CONTENTS: Final = {
    "list_name": "list",
    "agenda": "agenda",
    "document": "document",
    "test_page": "test_page",
    "text": "text",
}
"""The fields of which one says what to print, and the kinds of command that they are."""
MAX_TEXT: Final = 100_000
MAX_TITLE: Final = 200


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: llm.LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools, for users who may see a printer; they name nothing else."""
    if api_id != llm.LLM_API_ASSIST:
        return None
    # Home Assistant has users in memory: this is done at once.
    asking = hass.async_create_task(
        async_get_user(hass, llm_context.context), eager_start=True
    )
    if not asking.done() or asking.exception():
        return None
    user = asking.result()
    printers = spoken_printers(hass, llm_context.assistant, user)
    if not printers:
        return None
    vocabulary = Vocabulary.of(hass, llm_context.assistant, user)
    tools: list[llm.Tool] = [
        tool(vocabulary, printers) for tool in (PrintTool, StatusTool, ReprintTool)
    ]
    return LLMTools(tools=tools)


class SpokenTool(llm.Tool):
    """A tool that is a spoken command, on one of the known printers."""

    integration = DOMAIN
    _kind: ClassVar[str]

    def __init__(self, vocabulary: Vocabulary, printers: list[SpokenPrinter]) -> None:
        """Set up the tool for what can be named now."""
        # An enumeration that says a value twice is refused by models.
        names = list(dict.fromkeys(item.name for item in printers))
        self.parameters = vol.Schema(
            {
                **self._fields(vocabulary, max(item.max_copies for item in printers)),
                vol.Optional(
                    "printer",
                    description="Only if the user names one; the result asks if needed",
                ): vol.In(names),
            }
        )

    def _fields(self, vocabulary: Vocabulary, copies: int) -> dict[Any, Any]:
        """Return the fields beside the printer; `copies` are the most there may be."""
        return {}

    def _command(self, fields: dict[str, Any], vocabulary: Vocabulary) -> Command:
        """Return the command. Raises VoiceError."""
        return Request(
            kind=self._kind,
            place=vocabulary.place(fields.get("printer")),
            copies=fields.get("copies"),
        ).command(vocabulary)

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> Any:
        """Do what the model asks for, and tell it what came of it."""
        fields = self.parameters(tool_input.tool_args)
        hearing = ConversationContext(
            language=own_language(llm_context.language),
            context=llm_context.context,
            heard_by=llm_context.device_id,
            assistant=llm_context.assistant,
        )

        def understand(vocabulary: Vocabulary) -> tuple[str, Command]:
            return hearing.language, self._command(fields, vocabulary)

        answer = await async_perform(hass, understand, hearing)
        return tool_result(_as_data(answer), is_error=not answer.is_done)


class PrintTool(SpokenTool):
    """Prints a list, an agenda, a saved document, a test page or a text."""

    name = f"{DOMAIN}__print"
    title = "Print"
    description = (
        "Print on paper. Give exactly one of list_name, agenda, document, test_page and "
        "text. "
        "Printing uses up paper and cannot be undone: print only what the user asks to "
        "have printed, and only once. Tell the user what the result says; nothing is "
        "printed before its state is finished."
    )
    annotations = tool_annotations(is_read_only=False)

    @override
    def _fields(self, vocabulary: Vocabulary, copies: int) -> dict[Any, Any]:
        fields: dict[Any, Any] = {
            vol.Optional(
                "text", description="A text to print, which may be Markdown"
            ): vol.All(str, vol.Length(min=1, max=MAX_TEXT)),
            vol.Optional("title", description="What stands above the text"): vol.All(
                str, vol.Length(min=1, max=MAX_TITLE)
            ),
            vol.Optional("test_page", description="True for one test page"): bool,
            **_copies(copies),
        }
        for field, names, description in (
            ("list_name", vocabulary.lists.names, "A to-do list to print"),
            ("document", vocabulary.documents.names, "A saved document to print"),
        ):
            if names:
                fields[vol.Optional(field, description=description)] = vol.In(names)
        if vocabulary.calendars.names:
            description = "The day whose events in all calendars to print"
            fields[vol.Optional("agenda", description=description)] = vol.In(DAYS)
            description = "With agenda: the one calendar to print, instead of all"
            names = vocabulary.calendars.names
            fields[vol.Optional("calendar", description=description)] = vol.In(names)
        return fields

    @override
    def _command(self, fields: dict[str, Any], vocabulary: Vocabulary) -> Command:
        given = [content for content in CONTENTS if fields.get(content)]
        if len(given) != 1 or ("calendar" in fields and given != ["agenda"]):
            raise VoiceError("one_content")
        (content,) = given
        place, copies = vocabulary.place(fields.get("printer")), fields.get("copies")
        if content == "text":
            return PrintText(
                place=place,
                copies=copies,
                text=fields["text"],
                title=fields.get("title"),
            )
        if content == "test_page" and copies not in (None, 1):
            raise VoiceError("one_copy")
        is_agenda = content == "agenda"
        return Request(
            kind=CONTENTS[content],
            name=fields.get("calendar", "") if is_agenda else fields[content],
            day=DAYS[fields[content]] if is_agenda else 0,
            place=place,
            copies=copies,
        ).command(vocabulary)


class StatusTool(SpokenTool):
    """Says what printers do, and what became of the last document."""

    name = f"{DOMAIN}__get_status"
    title = "Get printer status"
    description = (
        "Tell what printers are doing and what became of the last document that was "
        "printed. Use it for questions such as: did my document print?"
    )
    annotations = tool_annotations(is_read_only=True)

    @override
    def _command(self, fields: dict[str, Any], vocabulary: Vocabulary) -> Command:
        return AskEverything(place=vocabulary.place(fields.get("printer")))


class ReprintTool(SpokenTool):
    """Prints the last document again."""

    name = f"{DOMAIN}__reprint"
    title = "Print again"
    description = (
        "Print the last document again, of a printer or of all. Printing uses up paper "
        "and cannot be undone: use it only if the user asks for it."
    )
    annotations = tool_annotations(is_read_only=False)
    _kind = "again"

    @override
    def _fields(self, vocabulary: Vocabulary, copies: int) -> dict[Any, Any]:
        return _copies(copies)


def _copies(most: int) -> dict[Any, Any]:
    return {
        vol.Optional("copies", description="How many, if the user says so"): vol.All(
            int, vol.Range(min=1, max=most)
        )
    }


def _as_data(answer: Answer) -> dict[str, Any]:
    """Return an answer as a model reads it."""
    if not answer.is_done:
        return {"error": answer.text}
    data: dict[str, Any] = {"message": answer.text}
    if (job := answer.job) is not None:
        data |= {
            "job_id": job.job_id,
            "printer": job.printer,
            "state": job.state.value,
            "reason": job.reason and job.reason.value,
        }
    return data
