"""Print tasks as submitted (OpenAPI 3.6.2) and as reported (OpenAPI 3.7.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypedDict

from mashumaro import field_options

from .body import (
    RequestBody,
    decode_pieces,
    encode_base64,
    encode_json,
    encode_string,
    get_base64_size,
)
from .parsing import (
    Model,
    answer_field,
    parse_integer,
    parse_task_id,
    parse_word,
    text_or_none,
)
from .vocabulary import MediaFormat, MediaSource, TaskStatus


class PaperConfig(TypedDict, total=False):
    """The paper of a print in millimetres; `width` and `height` are sufficient."""

    name: str
    width: float
    height: float
    left: float
    top: float
    description: str
    system: bool


class PrintConfig(TypedDict, total=False):
    """The settings of a print; margins are millimetres."""

    pagesPerSheet: int
    paperConfig: PaperConfig
    copies: int
    header: Any
    footer: Any
    marginTop: float
    marginBottom: float
    marginLeft: float
    marginRight: float
    orientation: str
    color: str
    side: str
    quality: str
    collate: str
    repeats: Any
    pageRanges: str
    scale: Any
    xdpi: int
    ydpi: int
    autofit: bool
    fullfill: Any
    booklet: Any
    inputSlot: Any
    mediaType: Any
    monoPages: Any
    pageRotate: Any
    contentAdaptive: bool
    finishings: Any
    labels: Any
    watermark: Any


_END: Final = b"}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintTask:
    """One content to print on one printer."""

    name: str
    device_name: str  # on its server
    server_sn: str
    media_source: MediaSource
    media_format: MediaFormat
    # The text or the address in UTF-8, or for `MediaSource.BASE64` the file
    content: bytes = field(repr=False)
    javascript: bool | None = None
    print_background: bool | None = None
    # With which the service fetches a page
    headers: Mapping[str, str] | None = field(default=None, repr=False)
    # A `PrintConfig`, and any other fields that the service may know
    config: Mapping[str, Any] = field(default_factory=dict)

    def to_body(self) -> RequestBody:
        """Return the body, blocking for a large text, or raise CloudPrintError."""
        task = self._build_task(self.headers)
        document = {"command": "newPrintTask", "data": {"task": task}}
        # The content goes last in the innermost object.
        (request,) = encode_json(document).parts
        before = request.removesuffix(_END) + b',"content":'
        if self.media_source is MediaSource.BASE64:
            return encode_base64(before, self.content, _END)
        return encode_string(before, self.content, _END)

    def redacted(self) -> dict[str, Any]:
        """Return the request's `task` with the content's type and its length in characters.

        Without secrets; blocking for a large text.
        """
        length = (
            get_base64_size(self.content)
            if self.media_source is MediaSource.BASE64
            else sum(map(len, decode_pieces(self.content)))
        )
        return self._build_task(
            self.headers and dict.fromkeys(self.headers, "**REDACTED**"),
            content={"type": self.media_source.value, "length": length},
        )

    def _build_task(
        self, headers: Mapping[str, str] | None, content: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        task: dict[str, Any] = {
            "name": self.name,
            "deviceName": self.device_name,
            "deviceType": "printer",
            "controlSn": self.server_sn,
            "mediaSource": self.media_source.value,
            "mediaFormat": self.media_format.value,
            "content": content,
            "javascript": self.javascript,
            "printBackground": self.print_background,
            "headers": headers,
            "config": self.config,
        }
        return {name: value for name, value in task.items() if value is not None}


def _require_status(value: object) -> str:
    if (result := parse_word(value, TaskStatus)) is None:
        raise ValueError("no status")
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Model):
    """The service's record of a task.

    `taskStatus` alone decides: the document has a FINISHED task whose `statusDetail` is
    PRINTING.
    """

    # A `TaskStatus`, or an unknown word
    status: str = field(
        metadata=field_options(alias="taskStatus", deserialize=_require_status)
    )
    # Not always the id that was asked for, as in the document's example
    task_id: str | None = answer_field("taskId", parse_task_id, None)
    # Beside the copies of its `config`
    copies: int | None = answer_field("copies", parse_integer, None)
    # What the service took, with its own defaults
    config: Mapping[str, Any] | None = answer_field(
        "config", lambda value: value if isinstance(value, Mapping) else None, None
    )
    # A number without a documented meaning
    approve_status: str | None = answer_field("approveStatus", text_or_none, None)
