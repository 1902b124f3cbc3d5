"""Values that the document lists; values that it does not list stay strings."""

from enum import StrEnum


class MediaFormat(StrEnum):
    """Format of a task's content.

    The first eight are documented (OpenAPI 3.6.2). Some accounts accept the others, which
    are in the vendor's list for its other API.
    """

    HTML = "HTML"
    PNG = "PNG"
    JPG = "JPG"
    BMP = "BMP"
    WORD = "WORD"
    EXCEL = "EXCEL"
    PPT = "PPT"
    TEXT = "TEXT"
    PDF = "PDF"
    ODT = "ODT"
    ODS = "ODS"
    ODP = "ODP"
    ODG = "ODG"
    WPS = "WPS"


class MediaSource(StrEnum):
    """How a task's content is passed (OpenAPI 3.6.2)."""

    STRING = "STRING"
    URL = "URL"
    BASE64 = "BASE64"


class TaskStatus(StrEnum):
    """Status of a task: six documented ones (OpenAPI 3.7.3), and the local agent's."""

    SUBMITTED = "SUBMITTED"
    QUEUED = "QUEUED"
    PRINTING = "PRINTING"
    FINISHED = "FINISHED"
    ERROR = "ERROR"
    CANCELED = "CANCELED"
    CANCELLED = "CANCELLED"
    PRINTED = "PRINTED"
    PARTIAL_PRINTED = "PARTIAL_PRINTED"


class Color(StrEnum):
    """Colors of a print (OpenAPI 3.5.3, 3.6.2)."""

    COLOR = "COLOR"
    MONOCHROME = "MONOCHROME"


class Side(StrEnum):
    """Sides of a print (OpenAPI 3.5.3): DUPLEX is long-edge, TUMBLE short-edge."""

    ONESIDE = "ONESIDE"
    DUPLEX = "DUPLEX"
    TUMBLE = "TUMBLE"


class Orientation(StrEnum):
    """Orientations of a page (OpenAPI 3.5.3)."""

    PORTRAIT = "PORTRAIT"
    LANDSCAPE = "LANDSCAPE"


class Quality(StrEnum):
    """Print qualities (OpenAPI 3.5.3)."""

    DRAFT = "DRAFT"
    LOW = "LOW"
    NORMAL = "NORMAL"
    HIGH = "HIGH"


class Collate(StrEnum):
    """Orders of the sheets of several copies (OpenAPI 3.5.3)."""

    COLLATE = "COLLATE"
    UNCOLLATE = "UNCOLLATE"
