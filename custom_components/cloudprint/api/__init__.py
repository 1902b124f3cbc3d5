"""Client of the Zhimu cloud print service (智睦云打印), independent of Home Assistant."""

from .capabilities import Paper, PrinterCapabilities
from .client import DEFAULT_BASE_URL, CloudPrintClient
from .errors import (
    CloudPrintAuthenticationError,
    CloudPrintConnectionError,
    CloudPrintError,
    CloudPrintRefusedError,
    CloudPrintResponseError,
    CloudPrintStatusError,
    CloudPrintTokenError,
    Delivery,
)
from .parsing import LazyConfig
from .print_task import PaperConfig, PrintConfig, PrintTask, Task
from .printer import Printer
from .vocabulary import (
    Collate,
    Color,
    MediaFormat,
    MediaSource,
    Orientation,
    Quality,
    Side,
    TaskStatus,
)

__all__ = [
    "DEFAULT_BASE_URL",
    "CloudPrintAuthenticationError",
    "CloudPrintClient",
    "CloudPrintConnectionError",
    "CloudPrintError",
    "CloudPrintRefusedError",
    "CloudPrintResponseError",
    "CloudPrintStatusError",
    "CloudPrintTokenError",
    "Collate",
    "Color",
    "Delivery",
    "LazyConfig",
    "MediaFormat",
    "MediaSource",
    "Orientation",
    "Paper",
    "PaperConfig",
    "PrintConfig",
    "PrintTask",
    "Printer",
    "PrinterCapabilities",
    "Quality",
    "Side",
    "Task",
    "TaskStatus",
]
