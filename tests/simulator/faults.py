"""Faults that a test can script."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .records import Call


class Fault(StrEnum):
    """The kinds of faults of a call.

    Options of a fault are in brackets: see `ScriptedFault`. Each can be limited to some
    calls: [times], [after], [printer], [name], [signed_in].
    """

    # The connection
    DROP_BEFORE_READ = "drop_before_read"
    """The connection breaks after the request's headers, before its body is read."""
    TOO_LARGE = "too_large"
    """A gateway answers 413 before it reads the body, which it then drops."""
    DROP_BEFORE_ACCEPT = "drop_before_accept"
    """The connection breaks after the request is read; the call is not carried out."""
    DROP_AFTER_ACCEPT = "drop_after_accept"
    """The call is carried out; the connection breaks before the answer."""
    DROP_MID_BODY = "drop_mid_body"
    """The call is carried out; the connection breaks within the answer."""

    # Time
    SLOW = "slow"
    """The call waits [seconds], by default until the test calls `release()`; with
    [accept] it is carried out first and only the answer waits. Can be combined."""

    # HTTP statuses. The body is the document's envelope with the status as `code`, or,
    # with [envelope] false, the page of a gateway. [retry_after], seconds or an HTTP
    # date, adds a `Retry-After`. With [accept] the call is carried out all the same.
    HTTP_400 = "http_400"
    HTTP_401 = "http_401"
    HTTP_403 = "http_403"
    HTTP_404 = "http_404"
    HTTP_408 = "http_408"
    """Request timeout."""
    HTTP_425 = "http_425"
    """Too early: the request was in TLS early data, which could be replayed."""
    HTTP_429 = "http_429"
    """Too many requests."""
    HTTP_500 = "http_500"
    HTTP_502 = "http_502"
    HTTP_503 = "http_503"
    HTML_200 = "html_200"
    """An HTML error page with status 200."""
    HTML_502 = "html_502"
    """A gateway's HTML error page."""

    # Refusals with HTTP 200
    CODE_401 = "code_401"
    CODE_401_TEXT = "code_401_text"
    CODE_403 = "code_403"
    CODE_403_TEXT = "code_403_text"
    REFUSED = "refused"
    """`success` false without a code [message]."""
    TOKEN_REFUSED = "token_refused"
    """As a call with a dead token, by `Settings.token_refusal` [message]."""

    # Malformed answers; the call is carried out
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

    # Contradictions of the sources; these can be combined with each other
    EXTRA_FIELDS = "extra_fields"
    """Unknown fields in the envelope and in every object in it."""
    TEXT_CONTENT_TYPE = "text_content_type"
    """The content type of the JSON is text/html."""
    UNENVELOPED = "unenveloped"
    """The answer is the `data` without its envelope (vendor-api.md 8.1, 10)."""
    STRING_EXPIRES_IN = "string_expires_in"
    """getToken answers `expiresIn` as a string (vendor-api.md 1)."""
    SECONDS_EXPIRES_IN = "seconds_expires_in"
    """getToken answers `expiresIn` in seconds."""
    SHORT_EXPIRES_IN = "short_expires_in"
    """getToken answers a lifetime of [seconds], default 1."""
    MISSING_EXPIRES_IN = "missing_expires_in"
    NESTED_LIST = "nested_list"
    """The printers are under [key] in `data`: rows, list, records, result or data."""
    SYNONYMS = "synonyms"
    """Printers have `deviceName` and `shareSn` (vendor-api.md 6.1)."""
    OBJECT_DETAIL = "object_detail"
    """queryPrinterDetail answers an object rather than JSON in a string."""
    SWAPPED_CASE = "swapped_case"
    """`taskStatus` and `deviceType` are in the other case: `finished`, `PRINTER`."""
    CONTROL_CHARACTERS = "control_characters"
    """Strings contain control characters that are not escaped: a tab in `message`, and
    line breaks in the papers' names, as the document prints them (OpenAPI 3.5.3)."""
    GB18030 = "gb18030"
    """The answer is in GB18030, not in UTF-8 as its header says."""
    GARBLED_NAMES = "garbled_names"
    """The list has U+FFFD in place of the Chinese letters of names."""
    OTHER_TASK = "other_task"
    """task/get answers with the newest other task of the application, if any."""
    REPEATED_TASK_ID = "repeated_task_id"
    """newPrintTask answers the id of the printer's previous print, if any."""
    KILL_TOKEN = "kill_token"
    """Another client fetches a token just before: the call's token is dead."""


_BEFORE_READ = frozenset({Fault.DROP_BEFORE_READ, Fault.TOO_LARGE})

_COMBINED = frozenset(
    {
        Fault.SLOW,
        Fault.EXTRA_FIELDS,
        Fault.TEXT_CONTENT_TYPE,
        Fault.UNENVELOPED,
        Fault.STRING_EXPIRES_IN,
        Fault.SECONDS_EXPIRES_IN,
        Fault.SHORT_EXPIRES_IN,
        Fault.MISSING_EXPIRES_IN,
        Fault.NESTED_LIST,
        Fault.SYNONYMS,
        Fault.OBJECT_DETAIL,
        Fault.SWAPPED_CASE,
        Fault.CONTROL_CHARACTERS,
        Fault.GB18030,
        Fault.GARBLED_NAMES,
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

# Faults that define whether the call is carried out
_FIXED = frozenset({*_BEFORE_READ, Fault.DROP_BEFORE_ACCEPT, Fault.DROP_AFTER_ACCEPT})


@dataclass(frozen=True, slots=True)
class Subject:
    """The properties of a call that faults can select.

    Attributes:
        printer: The printer that the call names.
        name: The name of the task that is printed or queried.
        is_signed_in: Whether the call's token is alive.
    """

    printer: str | None = None
    name: str | None = None
    is_signed_in: bool = False


@dataclass(eq=False, slots=True)
class ScriptedFault:
    """A fault to apply to calls."""

    number: int
    call: str
    """A `Call`, or "*" for any."""
    fault: Fault

    times: int | None = 1
    """Number of calls to apply it to; None: all."""
    after: int = 0
    """Number of calls to skip first, once it is its turn."""
    printer: str | None = None
    """Apply only to calls that name this printer."""
    name: str | None = None
    """Apply only to prints of this name, and queries of their tasks."""
    signed_in: bool = False
    """Apply only to calls with a live token; others are refused as usual."""
    accept: bool = False
    """Whether the call is carried out before the fault."""

    seconds: float | None = None
    message: str = "操作失败"
    retry_after: str | None = None
    envelope: bool = True
    key: str = "rows"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    hits: int = 0
    """Number of calls it was applied to."""
    reached: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    """Set once it is applied to a call; for `SLOW`, once the call waits."""
    released: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def spent(self) -> bool:
        """Whether it was applied `times` times."""
        return self.times is not None and self.hits >= self.times

    def release(self) -> None:
        """Resume the calls that wait in `SLOW`, and do not make others wait."""
        self.released.set()


class Faults:
    """The faults of one cloud, in the order of their addition."""

    def __init__(self) -> None:
        """Initialize without faults."""
        self._faults: list[ScriptedFault] = []
        self._numbers = 0

    def __iter__(self) -> Iterator[ScriptedFault]:
        """Iterate over all faults, including spent ones, oldest first."""
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
        """Apply a fault to the next calls of a kind ("*": of any kind).

        Of the faults that cannot be combined, each call gets at most one, the oldest;
        those that can be combined are added. `accept` overrides whether the call is
        carried out before the fault, for example for a 502 after a print.

        Raises ValueError for an unknown call, fault or option, and for an option that
        contradicts the fault.
        """
        fault = Fault(fault)
        if call != "*":
            call = Call(call)
        if fault in _BEFORE_READ and (printer, name) != (None, None):
            raise ValueError(f"{fault} strikes before the printer is known")
        if accept is not None and fault in _FIXED:
            raise ValueError(f"{fault} defines whether the call is carried out")
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
        """Remove a fault, and resume the calls that wait in it."""
        scripted.release()
        self._faults.remove(scripted)

    def clear(self) -> None:
        """Remove all faults, and resume the calls that wait in them."""
        for scripted in self._faults:
            scripted.release()
        self._faults.clear()

    def take_before_read(
        self, call: Call, *, is_signed_in: bool
    ) -> ScriptedFault | None:
        """Return the fault of a call whose body was not read yet."""
        for scripted in self._waiting(call, Subject(is_signed_in=is_signed_in)):
            # A fault that is queued behind another waits for its turn.
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
        """Return the fault of a call, and those that are combined with it."""
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
