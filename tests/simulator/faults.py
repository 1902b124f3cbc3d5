"""Faults that a test asks the cloud to play."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .records import Call


class Fault(StrEnum):
    """Everything that may go wrong with one call.

    Where a fault takes options, they are named in brackets: see `ScriptedFault`. Each
    may be limited to some calls: [times], [after], [printer], [name], [signed_in].
    """

    # The connection
    DROP_BEFORE_READ = "drop_before_read"
    """The connection dies once the request's headers are in, its body unread."""
    DROP_BEFORE_ACCEPT = "drop_before_accept"
    """The connection dies after the request was read, and nothing was done."""
    DROP_AFTER_ACCEPT = "drop_after_accept"
    """The cloud did what was asked; the connection dies before any answer."""
    DROP_MID_BODY = "drop_mid_body"
    """The cloud did what was asked; the connection dies in the answer's middle."""

    # Time
    SLOW = "slow"
    """The call waits [seconds], or without them until the test calls `release()`; with
    [accept] it is done first and only the answer waits. May be combined with others."""

    # HTTP statuses. The body is the document's envelope with the status as `code`, or,
    # with [envelope] false, the page of a gateway that knows nothing of the document.
    # All have `Retry-After` when [retry_after] is given: seconds or a HTTP date, as it
    # is. With [accept] the cloud did what was asked, and this is all that is told.
    HTTP_401 = "http_401"
    HTTP_403 = "http_403"
    HTTP_404 = "http_404"
    HTTP_408 = "http_408"
    """The request did not come in time."""
    HTTP_425 = "http_425"
    """The request came in TLS early data, which could be replayed."""
    HTTP_429 = "http_429"
    """Too many requests."""
    HTTP_500 = "http_500"
    HTTP_502 = "http_502"
    HTTP_503 = "http_503"
    HTML_200 = "html_200"
    """An HTML error page that claims success."""
    HTML_502 = "html_502"
    """A gateway's HTML error page."""

    # HTTP 200, and yet refused
    CODE_401 = "code_401"
    CODE_401_TEXT = "code_401_text"
    CODE_403 = "code_403"
    CODE_403_TEXT = "code_403_text"
    REFUSED = "refused"
    """`success` false without a code [message]."""

    # Answers that are not what they should be; the cloud did what was asked
    INVALID_JSON = "invalid_json"
    NOT_AN_OBJECT = "not_an_object"
    """The answer is a JSON array."""
    EMPTY_BODY = "empty_body"
    MISSING_SUCCESS = "missing_success"
    MISSING_DATA = "missing_data"
    NULL_DATA = "null_data"
    BARE_STRING = "bare_string"
    """`data` is a string: the task id, the token, or else its JSON."""
    MISSING_TASK_ID = "missing_task_id"
    """newPrintTask answers an empty object in `data`."""
    ANSWER = "answer"
    """Any answer: [status], [headers], [body]."""

    # Contradictions of the sources; these may be combined with each other
    EXTRA_FIELDS = "extra_fields"
    """Unknown fields in the envelope and in every object within it."""
    TEXT_CONTENT_TYPE = "text_content_type"
    """The JSON is labelled text/html."""
    UNENVELOPED = "unenveloped"
    """What belongs into `data` is the whole answer (vendor-api.md 8.1, 10)."""
    STRING_EXPIRES_IN = "string_expires_in"
    """getToken answers `expiresIn` as a string (vendor-api.md 1)."""
    SHORT_EXPIRES_IN = "short_expires_in"
    """getToken answers a token that says it lives [seconds], default 1."""
    MISSING_EXPIRES_IN = "missing_expires_in"
    NESTED_LIST = "nested_list"
    """The printers are under [key] within `data`: rows, list, records or result."""
    SYNONYMS = "synonyms"
    """Printers have `deviceName` and `shareSn` (vendor-api.md 6.1)."""
    OBJECT_DETAIL = "object_detail"
    """queryPrinterDetail answers an object rather than JSON in a string."""
    SWAPPED_CASE = "swapped_case"
    """`taskStatus` and `deviceType` are in the other case: `finished`, `PRINTER`."""
    OTHER_TASK = "other_task"
    """task/get answers about another task, which is FINISHED and says its own id."""
    REPEATED_TASK_ID = "repeated_task_id"
    """newPrintTask answers the id of the printer's print before, if there was one."""
    KILL_TOKEN = "kill_token"
    """Another client fetched a token just before: the call's token is worthless."""


_BEFORE_READ = frozenset({Fault.DROP_BEFORE_READ})

_COMBINED = frozenset(
    {
        Fault.SLOW,
        Fault.EXTRA_FIELDS,
        Fault.TEXT_CONTENT_TYPE,
        Fault.UNENVELOPED,
        Fault.STRING_EXPIRES_IN,
        Fault.SHORT_EXPIRES_IN,
        Fault.MISSING_EXPIRES_IN,
        Fault.NESTED_LIST,
        Fault.SYNONYMS,
        Fault.OBJECT_DETAIL,
        Fault.SWAPPED_CASE,
        Fault.OTHER_TASK,
        Fault.REPEATED_TASK_ID,
        Fault.KILL_TOKEN,
    }
)

_AFTER_ACCEPT = frozenset(
    {
        Fault.DROP_AFTER_ACCEPT,
        Fault.DROP_MID_BODY,
        Fault.INVALID_JSON,
        Fault.NOT_AN_OBJECT,
        Fault.EMPTY_BODY,
        Fault.MISSING_SUCCESS,
        Fault.MISSING_DATA,
        Fault.NULL_DATA,
        Fault.BARE_STRING,
        Fault.MISSING_TASK_ID,
    }
)

# Those whose meaning is in when the cloud acts
_FIXED = frozenset(
    {Fault.DROP_BEFORE_READ, Fault.DROP_BEFORE_ACCEPT, Fault.DROP_AFTER_ACCEPT}
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a call is about, as far as faults tell calls from each other.

    Attributes:
        printer: The printer that the call names.
        name: The name of the task that is printed or asked for.
        is_signed_in: Whether the call's token is alive.
    """

    printer: str | None = None
    name: str | None = None
    is_signed_in: bool = False


@dataclass(eq=False, slots=True)
class ScriptedFault:
    """A fault that waits for its calls."""

    number: int
    call: str
    """A `Call`, or "*" for any."""
    fault: Fault

    times: int | None = 1
    """How many calls it plays on; None: on every one."""
    after: int = 0
    """How many calls it lets pass first, once it is its turn."""
    printer: str | None = None
    """Only calls that name this printer count."""
    name: str | None = None
    """Only prints of this name count, and questions for their tasks."""
    signed_in: bool = False
    """Only calls whose token is alive count; the others are refused as ever."""
    accept: bool = False
    """Whether the cloud does what was asked before the fault."""

    seconds: float | None = None
    message: str = "操作失败"
    retry_after: str | None = None
    envelope: bool = True
    key: str = "rows"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    hits: int = 0
    """How many calls it was played on."""
    reached: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    """Set as soon as a call is under the fault: a slow one as soon as it waits."""
    released: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def spent(self) -> bool:
        """Whether it was played as often as it should be."""
        return self.times is not None and self.hits >= self.times

    def release(self) -> None:
        """Let the calls go on that wait in `SLOW`, now and from now on."""
        self.released.set()


class Faults:
    """The faults of one cloud, in the order in which they were added."""

    def __init__(self) -> None:
        """Start without any."""
        self._faults: list[ScriptedFault] = []
        self._numbers = 0

    def __iter__(self) -> Iterator[ScriptedFault]:
        """All faults, spent ones too, oldest first."""
        return iter(self._faults)

    def add(
        self,
        call: str,
        fault: Fault | str,
        *,
        times: int | None = 1,
        after: int = 0,
        printer: str | None = None,
        name: str | None = None,
        signed_in: bool = False,
        accept: bool | None = None,
        **options: Any,
    ) -> ScriptedFault:
        """Play a fault on the next calls of a kind ("*": of any kind).

        Faults of the connection, of HTTP and of the answer follow one another: each
        call plays at most one of them, the oldest. Those that may be combined come on
        top. `accept` overrules whether the cloud acts before the fault, such as a 502
        for a print that was accepted.

        Raises ValueError for an unknown call, fault or option, and for one that
        contradicts the fault.
        """
        fault = Fault(fault)
        if call != "*":
            call = Call(call)
        if fault in _BEFORE_READ and (printer, name) != (None, None):
            raise ValueError(f"{fault} strikes before the printer is known")
        if accept is not None and fault in _FIXED:
            raise ValueError(f"{fault} says itself whether the cloud acts")
        if unknown := set(options) - _OPTIONS:
            raise ValueError(f"Unknown options: {', '.join(sorted(unknown))}")
        self._numbers += 1
        scripted = ScriptedFault(
            number=self._numbers,
            call=call,
            fault=fault,
            times=times,
            after=after,
            printer=printer,
            name=name,
            signed_in=signed_in,
            accept=fault in _AFTER_ACCEPT if accept is None else accept,
            **options,
        )
        self._faults.append(scripted)
        return scripted

    def remove(self, scripted: ScriptedFault) -> None:
        """Take a fault back; calls that wait in it go on."""
        scripted.release()
        self._faults.remove(scripted)

    def clear(self) -> None:
        """Take all faults back; calls that wait go on."""
        for scripted in self._faults:
            scripted.release()
        self._faults.clear()

    def take_before_read(
        self, call: Call, *, is_signed_in: bool
    ) -> ScriptedFault | None:
        """The fault that strikes a call whose body was not read yet."""
        for scripted in self._waiting(call, Subject(is_signed_in=is_signed_in)):
            # One that is queued behind another waits for its turn.
            if scripted.fault in _COMBINED:
                continue
            if scripted.fault in _BEFORE_READ:
                if scripted.after:
                    scripted.after -= 1
                    continue
                return self._hit(scripted)
            if not scripted.after:
                return None
        return None

    def take(
        self, call: Call, subject: Subject
    ) -> tuple[ScriptedFault | None, list[ScriptedFault]]:
        """The fault that strikes a call, and those that come on top."""
        main: ScriptedFault | None = None
        combined = []
        for scripted in self._waiting(call, subject):
            if scripted.fault in _BEFORE_READ:
                continue
            if scripted.fault not in _COMBINED and main is not None:
                continue
            if scripted.after:
                scripted.after -= 1
            elif scripted.fault in _COMBINED:
                combined.append(self._hit(scripted))
            else:
                main = self._hit(scripted)
        return main, combined

    def _waiting(self, call: Call, subject: Subject) -> list[ScriptedFault]:
        return [
            scripted
            for scripted in self._faults
            if not scripted.spent
            and scripted.call in {call, "*"}
            and scripted.printer in {None, subject.printer}
            and scripted.name in {None, subject.name}
            and (subject.is_signed_in or not scripted.signed_in)
        ]

    @staticmethod
    def _hit(scripted: ScriptedFault) -> ScriptedFault:
        scripted.hits += 1
        if scripted.fault is not Fault.SLOW:
            scripted.reached.set()
        return scripted


_OPTIONS = frozenset(
    {
        "seconds",
        "message",
        "retry_after",
        "envelope",
        "key",
        "status",
        "headers",
        "body",
    }
)
