"""A task to print (OpenAPI 3.6.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .vocabulary import MediaFormat, MediaSource


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintTask:
    """Everything that is sent to print one content on one printer."""

    name: str
    """What the print is called in the service and on the print server."""

    device_name: str
    """Name of the printer on its server."""

    server_sn: str
    """Serial number of the print server."""

    device_type: str = "printer"

    media_source: MediaSource
    media_format: MediaFormat

    content: str = field(repr=False)
    """The text, the address or the Base64 of the bytes, as `media_source` says."""

    javascript: bool | None = None
    """Whether scripts of a page run before it is printed."""

    print_background: bool | None = None
    """Whether a page's backgrounds are printed."""

    headers: Mapping[str, str] | None = field(default=None, repr=False)
    """HTTP headers with which the service fetches a page."""

    config: Mapping[str, Any] = field(default_factory=dict)
    """A `PrintConfig`, and any other fields that the service may know."""

    def to_request(self) -> dict[str, Any]:
        """Return the whole request."""
        return self._request(self.content, self.headers)

    def redacted(self) -> dict[str, Any]:
        """Return the request without what is secret or printed in it.

        The content is replaced by its type and its length in characters as sent, the
        value of each header by "**REDACTED**".
        """
        return self._request(
            {"type": self.media_source.value, "length": len(self.content)},
            self.headers and dict.fromkeys(self.headers, "**REDACTED**"),
        )

    def _request(
        self, content: str | dict[str, Any], headers: Mapping[str, str] | None
    ) -> dict[str, Any]:
        """Return the request with this content and these headers."""
        task: dict[str, Any] = {
            "name": self.name,
            "deviceName": self.device_name,
            "deviceType": self.device_type,
            "controlSn": self.server_sn,
            "mediaSource": self.media_source.value,
            "mediaFormat": self.media_format.value,
            "content": content,
            "javascript": self.javascript,
            "printBackground": self.print_background,
            "headers": headers,
            "config": self.config,
        }
        return {
            "command": "newPrintTask",
            "data": {
                "task": {
                    name: value for name, value in task.items() if value is not None
                }
            },
        }
