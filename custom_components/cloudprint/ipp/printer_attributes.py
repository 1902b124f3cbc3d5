"""The attributes of a shared printer, as Get-Printer-Attributes returns them.

RFC 8011, 5.2 and 5.4; PWG 5100.3, 5100.7, 5100.13 and 5100.14 (IPP Everywhere).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from ..api.capabilities import Paper
from ..document.errors import MAX_SOURCE_BYTES
from ..document.settings import Scaling
from ..document.sheets.paper import Size
from ..printers.status import PrinterState
from ..texts import own_language
from . import supported
from .job_template import JOB_TEMPLATE, MEDIA_COL
from .protocol.errors import MAX_MESSAGE
from .protocol.media import (
    EDGES,
    get_edge_margins,
    get_media_names,
    get_media_size,
    to_hundredths,
)
from .protocol.message import (
    WHICH_JOBS,
    Attribute,
    IntegerRange,
    IppPrinterState,
    Operation,
    OrientationRequested,
    Tag,
    limit_octets,
)
from .protocol.request import COMPRESSIONS, LANGUAGES, IppClient
from .server.page import ICON_SIZES, get_icon_resource
from .shared_printer import ID_LENGTH, SharedPrinter, get_ascii

DOCUMENT_FORMATS: Final = (
    "application/octet-stream",
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/pwg-raster",
    "image/urf",
    "text/plain",
)
"""The first is detected by its content."""
MULTIPLE_OPERATION_TIMEOUT: Final = 120  # seconds until a job needs a document
MAX_TEXT_OCTETS: Final = 127  # The limit of names and texts (RFC 8011, 5.4), in UTF-8
PRINTER_KINDS: Final = ("document", "photo")
_PAGES_PER_MINUTE: Final = 10  # The speed is not known, but is a required attribute
MOPRIA_CERTIFIED: Final = "1.3"
"""The version that clients rely on; Android and Windows 10 look for it."""
DATABASE: Final = "media-col-database"
TEMPLATE_NAMES: Final = frozenset(
    f"{name}-{ending}"
    for name in (*JOB_TEMPLATE, *MEDIA_COL, "overrides")
    for ending in ("database", "default", "ready", "supported")
)

DEFAULT_PRIORITY: Final = 50
_CLIENT_INFO: Final = ("name", "patches", "string-version", "type", "version")
_INPUT_TRAY: Final = (
    b"type=sheetFeedAutoNonRemovableTray;mediafeed=-2;mediaxfeed=-2;"
    b"maxcapacity=-2;level=-2;status=0;name=auto;"
)
_OUTPUT_TRAY: Final = (
    b"type=unRemovableBin;maxcapacity=-2;remaining=-2;status=0;name=face-down;"
    b"stackingorder=firstToLast;pagedelivery=faceDown;"
)
"""The trays that media-source and output-bin name; -2 is unknown (PWG 5100.13, 5.6)."""
_UNKNOWN_SUPPLY: Final = (
    b"index=1;class=supplyThatIsConsumed;type=unknown;unit=unknown;"
    b"maxcapacity=-2;level=-2;colorantname=unknown;"
)
_STATES: Final = {
    PrinterState.PRINTING: (IppPrinterState.PROCESSING, "none"),
    # It takes jobs, which are held: clients would not send them to one that is stopped.
    PrinterState.OFFLINE: (IppPrinterState.IDLE, "timed-out-warning"),
}


def build_printer_attributes(
    printer: SharedPrinter,
    client: IppClient,
    now: datetime,
    texts: Mapping[str, str],
    message: str = "",
) -> list[Attribute]:
    """Return a printer's attributes for a client; `texts` are in its own language.

    A `message` for this client stands for the one of the state.
    """
    return [
        *_build_description(printer, client),
        *_build_state(printer, now, texts, message),
        *_build_formats(printer),
        *_build_abilities(),
        *build_template_attributes(printer),
    ]


def select_attributes(
    attributes: Iterable[Attribute],
    requested: Collection[str] | None,
    template: Collection[str] = TEMPLATE_NAMES,
    description: str = "printer-description",
) -> list[Attribute]:
    """Return the requested attributes, by name or group; all of them without `requested`.

    The database of media is only returned by its name (RFC 8011, 4.2.5; PWG 5100.7).
    """
    names = {"all"} if requested is None else set(requested)

    def is_wanted(name: str) -> bool:
        if name in names:
            return True
        group = "job-template" if name in template else description
        return name != DATABASE and not names.isdisjoint(("all", group))

    return [attribute for attribute in attributes if is_wanted(attribute.name)]


def get_urf(printer: SharedPrinter) -> tuple[str, ...]:
    """Return the printer's urf-supported, which is also the URF of its announcement."""
    qualities = "-".join(str(int(value)) for value in printer.get_qualities())
    return (
        # Version, copies, resolutions
        *("V1.4", "CP1", "RS300-600"),
        # CUPS takes the first color space for the default.
        *(("SRGB24",) if printer.prints_color() else ()),
        "W8",
        # The automatic tray, plain paper, no finishings
        *("IS1", "MT1", "FN3"),
        f"PQ{qualities}",
        # Back sides lie as the front sides do.
        *(("DM1",) if printer.has_two_sides() else ()),
    )


def get_printer_uri(printer: SharedPrinter, client: IppClient) -> str:
    """Return the address of a printer, as the client uses it."""
    scheme = "ipps" if client.is_encrypted else "ipp"
    return f"{scheme}://{client.host}/{printer.resource}"


def build_device_id(printer: SharedPrinter) -> str:
    """Return the printer's device id (IEEE 1284, PWG 5107.2)."""
    maker, model = get_maker_and_model(printer)
    commands = "PDF,JPEG,PNG,PWGRaster,URF,TXT"
    return f"MFG:{maker};MDL:{model};CMD:{commands};CLS:PRINTER;"


def get_maker_and_model(printer: SharedPrinter) -> tuple[str, str]:
    """Return both in ASCII, made up where they have no word in it."""
    maker, model = map(get_ascii, printer.make_and_model.partition(" ")[::2])
    made_up = f"printer-{printer.uuid.hex[:ID_LENGTH]}"
    return maker or "Zhimu", model or maker or made_up


def _build_description(printer: SharedPrinter, client: IppClient) -> list[Attribute]:
    name = limit_octets(printer.name, MAX_TEXT_OCTETS)
    model = limit_octets(printer.make_and_model, MAX_TEXT_OCTETS)
    # The first is what clients use that do not choose.
    schemes = {"ipp": "none"} if not printer.needs_password else {}
    schemes["ipps"] = "tls"
    page = f"http://{client.host}/{printer.resource}"
    icons = (f"http://{client.host}/{get_icon_resource(size)}" for size in ICON_SIZES)
    return [
        Tag.NAME.of("printer-name", name),
        Tag.TEXT.of("printer-info", name),
        Tag.TEXT.of(
            "printer-location", limit_octets(printer.location, MAX_TEXT_OCTETS)
        ),
        Tag.TEXT.of("printer-make-and-model", model),
        Tag.NAME.of("printer-dns-sd-name", printer.dns_sd_name),
        Tag.TEXT.of("printer-device-id", build_device_id(printer)),
        Tag.NAME.of("printer-firmware-name", "Cloud Print for Home Assistant"),
        Tag.TEXT.of("printer-firmware-patches", ""),
        Tag.TEXT.of("printer-firmware-string-version", printer.version),
        Tag.OCTET_STRING.of("printer-firmware-version", printer.version.encode()),
        Tag.TEXT.of("mopria-certified", MOPRIA_CERTIFIED),
        Tag.URI.of("printer-uuid", printer.uuid.urn),
        Tag.URI.of(
            "printer-uri-supported",
            *(f"{scheme}://{client.host}/{printer.resource}" for scheme in schemes),
        ),
        Tag.KEYWORD.of(
            "uri-authentication-supported",
            *("basic" if printer.needs_password else "none" for _ in schemes),
        ),
        Tag.KEYWORD.of("uri-security-supported", *schemes.values()),
        Tag.URI.of("printer-more-info", page),
        Tag.URI.of("printer-supply-info-uri", page),
        Tag.URI.of("printer-icons", *icons),
        Tag.UNKNOWN.of("printer-geo-location", None),
        Tag.TEXT.of("printer-organization", ""),
        Tag.TEXT.of("printer-organizational-unit", ""),
        Tag.KEYWORD.of("printer-kind", *PRINTER_KINDS),
        Tag.CHARSET.of("charset-configured", "utf-8"),
        Tag.CHARSET.of("charset-supported", "utf-8"),
        Tag.NATURAL_LANGUAGE.of(
            "natural-language-configured", LANGUAGES[own_language(printer.language)]
        ),
        Tag.NATURAL_LANGUAGE.of(
            "generated-natural-language-supported", *LANGUAGES.values()
        ),
    ]


def _build_state(
    printer: SharedPrinter, now: datetime, texts: Mapping[str, str], message: str
) -> list[Attribute]:
    state, reason = IppPrinterState.STOPPED, "other-error"
    if printer.is_accepting:
        state, reason = _STATES.get(printer.state, (IppPrinterState.IDLE, "none"))
    changes = {"state": printer.changed_at, "config": printer.configured_at}
    key = printer.state if printer.is_accepting else "not_accepting"
    message = limit_octets(message or texts[f"common.printer_{key}"], MAX_MESSAGE)
    return [
        Tag.ENUM.of("printer-state", state),
        Tag.KEYWORD.of("printer-state-reasons", reason),
        Tag.TEXT.of("printer-state-message", message),
        Tag.BOOLEAN.of("printer-is-accepting-jobs", printer.is_accepting),
        Tag.INTEGER.of("queued-job-count", printer.queued_jobs),
        Tag.INTEGER.of("printer-up-time", _get_up_time(printer, now)),
        Tag.DATE_TIME.of("printer-current-time", now),
        *(
            attribute
            for name, at in changes.items()
            for attribute in (
                Tag.INTEGER.of(
                    f"printer-{name}-change-time", _get_up_time(printer, at)
                ),
                Tag.DATE_TIME.of(f"printer-{name}-change-date-time", at),
            )
        ),
        Tag.OCTET_STRING.of("printer-supply", _UNKNOWN_SUPPLY),
        Tag.TEXT.of("printer-supply-description", "Unknown"),
        Tag.OCTET_STRING.of("printer-input-tray", _INPUT_TRAY),
        Tag.OCTET_STRING.of("printer-output-tray", _OUTPUT_TRAY),
    ]


def _get_up_time(printer: SharedPrinter, at: datetime) -> int:
    """Return a time as whole seconds since the printer was started, from 1."""
    return max(int((at - printer.started_at).total_seconds()), 0) + 1


def _build_formats(printer: SharedPrinter) -> list[Attribute]:
    has_color = printer.prints_color()
    k_octets = IntegerRange(0, MAX_SOURCE_BYTES // 1024)
    return [
        Tag.MIME_MEDIA_TYPE.of("document-format-default", DOCUMENT_FORMATS[0]),
        Tag.MIME_MEDIA_TYPE.of("document-format-preferred", "application/pdf"),
        Tag.MIME_MEDIA_TYPE.of("document-format-supported", *DOCUMENT_FORMATS),
        Tag.KEYWORD.of("compression-supported", *COMPRESSIONS),
        Tag.KEYWORD.of("pdl-override-supported", "attempted"),
        *(
            Tag.RANGE_OF_INTEGER.of(f"{name}-k-octets-supported", k_octets)
            for name in ("job", "jpeg", "pdf")
        ),
        Tag.KEYWORD.of(
            "pdf-versions-supported",
            *("adobe-1.3", "adobe-1.4", "adobe-1.5", "adobe-1.6", "iso-32000-1_2008"),
        ),
        Tag.ENUM.of(
            "landscape-orientation-requested-preferred", OrientationRequested.LANDSCAPE
        ),
        Tag.KEYWORD.of("urf-supported", *get_urf(printer)),
        Tag.RESOLUTION.of(
            "pwg-raster-document-resolution-supported", *supported.RASTER_RESOLUTIONS
        ),
        Tag.KEYWORD.of("pwg-raster-document-sheet-back", "normal"),
        Tag.KEYWORD.of(
            "pwg-raster-document-type-supported", *printer.get_raster_types()
        ),
        Tag.BOOLEAN.of("color-supported", has_color),
        Tag.INTEGER.of("pages-per-minute", _PAGES_PER_MINUTE),
        *(
            (Tag.INTEGER.of("pages-per-minute-color", _PAGES_PER_MINUTE),)
            if has_color
            else ()
        ),
    ]


def _build_abilities() -> list[Attribute]:
    return [
        Tag.KEYWORD.of("ipp-versions-supported", "1.0", "1.1", "2.0"),
        Tag.KEYWORD.of("ipp-features-supported", "ipp-everywhere"),
        Tag.ENUM.of("operations-supported", *Operation),
        Tag.KEYWORD.of(
            "client-info-supported",
            *(f"client-{name}" for name in _CLIENT_INFO),
        ),
        Tag.KEYWORD.of("identify-actions-default", "display"),
        Tag.KEYWORD.of("identify-actions-supported", "display"),
        Tag.BOOLEAN.of("job-account-id-supported", False),
        Tag.BOOLEAN.of("job-accounting-user-id-supported", False),
        Tag.KEYWORD.of(
            "job-creation-attributes-supported",
            *("client-info", "document-format", "document-name"),
            *("ipp-attribute-fidelity", "job-name"),
            *JOB_TEMPLATE,
        ),
        Tag.BOOLEAN.of("job-ids-supported", True),
        Tag.BOOLEAN.of("multiple-document-jobs-supported", True),
        Tag.INTEGER.of("multiple-operation-time-out", MULTIPLE_OPERATION_TIMEOUT),
        Tag.KEYWORD.of("multiple-operation-time-out-action", "abort-job"),
        Tag.BOOLEAN.of("preferred-attributes-supported", False),
        Tag.KEYWORD.of("printer-get-attributes-supported", "document-format"),
        Tag.KEYWORD.of("which-jobs-supported", *WHICH_JOBS),
    ]


def build_template_attributes(printer: SharedPrinter) -> list[Attribute]:
    """Return the defaults and supported values of a printer, media-col-database too."""
    return [
        Tag.INTEGER.of("copies-default", printer.get_default_copies()),
        Tag.RANGE_OF_INTEGER.of(
            "copies-supported", IntegerRange(1, printer.get_max_copies())
        ),
        *_build_choice(Tag.ENUM, "finishings", supported.FINISHINGS_NONE),
        *_build_choice(Tag.KEYWORD, "job-hold-until", supported.NO_HOLD),
        Tag.INTEGER.of("job-priority-default", DEFAULT_PRIORITY),
        # The number of levels: all priorities are the same.
        Tag.INTEGER.of("job-priority-supported", 1),
        *_build_choice(Tag.KEYWORD, "job-sheets", supported.SHEETS_NONE),
        *_build_media(printer),
        Tag.KEYWORD.of(
            "multiple-document-handling-default", printer.get_default_collation()
        ),
        Tag.KEYWORD.of(
            "multiple-document-handling-supported", *printer.get_collations()
        ),
        *_build_choice(Tag.INTEGER, "number-up", *supported.NUMBERS_UP),
        # The pages of the document decide.
        Tag.NO_VALUE.of("orientation-requested-default", None),
        Tag.ENUM.of("orientation-requested-supported", *OrientationRequested),
        *_build_choice(Tag.KEYWORD, "output-bin", supported.OUTPUT_BIN),
        # What overrides may select by; there is nothing that they may change.
        Tag.KEYWORD.of(
            "overrides-supported", "document-number", "document-numbers", "pages"
        ),
        *_build_choice(Tag.KEYWORD, "page-delivery", *supported.PAGE_DELIVERIES),
        Tag.BOOLEAN.of("page-ranges-supported", True),
        *_build_choice(Tag.KEYWORD, "page-set", *supported.PAGE_SETS),
        Tag.KEYWORD.of("print-color-mode-default", printer.get_default_color_mode()),
        Tag.KEYWORD.of("print-color-mode-supported", *printer.get_color_modes()),
        *_build_choice(Tag.KEYWORD, "print-content-optimize", supported.AUTO),
        *_build_choice(Tag.KEYWORD, "print-rendering-intent", supported.AUTO),
        Tag.ENUM.of("print-quality-default", printer.get_default_quality()),
        Tag.ENUM.of("print-quality-supported", *printer.get_qualities()),
        *_build_choice(Tag.KEYWORD, "print-scaling", *Scaling),
        Tag.RESOLUTION.of(
            "printer-resolution-default", printer.get_default_resolution()
        ),
        Tag.RESOLUTION.of("printer-resolution-supported", *printer.get_resolutions()),
        Tag.KEYWORD.of("sides-default", printer.get_default_sides()),
        Tag.KEYWORD.of("sides-supported", *printer.get_sides()),
    ]


def _build_choice(tag: Tag, name: str, *values: int | str) -> tuple[Attribute, ...]:
    """Return supported values; the first is the default."""
    return tag.of(f"{name}-default", values[0]), tag.of(f"{name}-supported", *values)


def build_media_col(paper: Paper, name: str) -> tuple[Attribute, ...]:
    """Return the collection media-col of a paper and its name in IPP."""
    margins = get_edge_margins(paper)
    return (
        Tag.COLLECTION.of("media-size", _build_size(get_media_size(name, paper))),
        Tag.KEYWORD.of("media-size-name", name),
        *(Tag.INTEGER.of(f"media-{edge}-margin", margins[edge]) for edge in EDGES),
        Tag.KEYWORD.of("media-source", supported.AUTO),
        Tag.KEYWORD.of("media-type", supported.STATIONERY),
    )


def _build_media(printer: SharedPrinter) -> Iterable[Attribute]:
    """Yield the attributes of the papers, each of which may be in a tray."""
    names = get_media_names(printer.papers)
    default = next(
        (name for name, paper in names.items() if paper == printer.default_paper),
        next(iter(names)),
    )
    # Some clients take the first for the default.
    ordered = {default: names[default]} | names
    columns = [build_media_col(paper, name) for name, paper in ordered.items()]
    sizes = dict.fromkeys(get_media_size(*item) for item in ordered.items())
    yield Tag.KEYWORD.of("media-default", default)
    yield Tag.KEYWORD.of("media-supported", *ordered)
    yield Tag.KEYWORD.of("media-ready", *ordered)
    yield Tag.COLLECTION.of("media-col-default", columns[0])
    yield Tag.COLLECTION.of("media-col-ready", *columns)
    yield Tag.COLLECTION.of(DATABASE, *columns)
    yield Tag.KEYWORD.of("media-col-supported", *MEDIA_COL)
    yield Tag.COLLECTION.of("media-size-supported", *map(_build_size, sizes))
    for edge in EDGES:
        margins = {get_edge_margins(paper)[edge] for paper in names.values()}
        yield Tag.INTEGER.of(f"media-{edge}-margin-supported", *sorted(margins))
    yield Tag.KEYWORD.of("media-source-supported", supported.AUTO)
    yield Tag.KEYWORD.of("media-type-supported", supported.AUTO, supported.STATIONERY)


def _build_size(size: Size) -> tuple[Attribute, ...]:
    width, height = map(to_hundredths, size)
    return Tag.INTEGER.of("x-dimension", width), Tag.INTEGER.of("y-dimension", height)
