"""Settings of an account, from the options of its entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import WEEKDAYS
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .document.errors import MEBIBYTE
from .document.settings import DEFAULT_MAX_BYTES
from .document.sheets.manual_duplex import InputTray, OutputTray, Trays
from .exceptions import invalid, shown
from .networks import Network, parse_network

CONF_DEFAULT_PRINTER: Final = "default_printer"  # a device id, which may be gone
CONF_EXPIRES_IN: Final = "expires_in"
CONF_HOLD_WHILE_OFFLINE: Final = "hold_while_offline"
CONF_QUIET_FROM: Final = "quiet_from"
CONF_QUIET_TO: Final = "quiet_to"
CONF_QUIET_DAYS: Final = "quiet_days"
CONF_CONTENT_DAYS: Final = "content_days"
CONF_CONTENT_LIMIT: Final = "content_limit"
CONF_SPOKEN_COMMANDS: Final = "spoken_commands"
CONF_MAX_SPOKEN_COPIES: Final = "max_spoken_copies"
CONF_MAX_UNASKED_PAGES: Final = "max_unasked_pages"
CONF_MAX_PRINT_SIZE: Final = "max_print_size"
CONF_SEND_NATIVELY: Final = "send_natively"
CONF_OWN_HISTORY: Final = "own_history"
CONF_TELL_WAITING: Final = "tell_waiting"
CONF_IPP_PORT: Final = "ipp_port"
CONF_IPP_PAGES_PER_HOUR: Final = "ipp_pages_per_hour"
CONF_IPP_USERNAME: Final = "ipp_username"
CONF_IPP_PASSWORD: Final = "ipp_password"
CONF_IPP_NETWORKS: Final = "ipp_networks"  # private ones beside those of this machine
CONF_IPP_NETWORKS_FOR_LINKS: Final = "ipp_networks_for_links"
# The trays for manual duplex: a mapping for each device with these keys.
CONF_TRAYS: Final = "trays"
OUTPUT_TRAY: Final = "output"
INPUT_TRAY: Final = "input"
OVERRIDES_DUPLEX: Final = "overrides_duplex"  # if the printer does not report one side
# Devices of other integrations that are the same printers, by the printers' devices
CONF_WATCHED: Final = "watched"
# The results of the check-up: a mapping by `get_result_key` with these keys.
CONF_CHECK_UP: Final = "check_up"
ANSWER: Final = "answer"  # what came out; left out until the user has answered
PRINTED_ON: Final = "device_id"
PRINTED_AT: Final = "printed_at"

TOLD_OPTIONS: Final = (
    *(CONF_CHECK_UP, CONF_CONTENT_DAYS, CONF_CONTENT_LIMIT),
    *(CONF_DEFAULT_PRINTER, CONF_EXPIRES_IN, CONF_WATCHED),
    *(CONF_HOLD_WHILE_OFFLINE, CONF_IPP_NETWORKS_FOR_LINKS),
    *(CONF_MAX_PRINT_SIZE, CONF_MAX_SPOKEN_COPIES),
    *(CONF_MAX_UNASKED_PAGES, CONF_OWN_HISTORY, CONF_TRAYS),
    *(CONF_QUIET_DAYS, CONF_QUIET_FROM, CONF_QUIET_TO),
    *(CONF_SEND_NATIVELY, CONF_SPOKEN_COMMANDS, CONF_TELL_WAITING),
)
"""The options that diagnostics tell; a new one is private at first."""

DEFAULT_EXPIRES_IN: Final = timedelta(hours=1)
DEFAULT_CONTENT_DAYS: Final = 7
DEFAULT_CONTENT_LIMIT: Final = 200  # MiB, as in the options
DEFAULT_MAX_SPOKEN_COPIES: Final = 10
DEFAULT_MAX_UNASKED_PAGES: Final = 5
DEFAULT_MAX_PRINT_SIZE: Final = DEFAULT_MAX_BYTES // MEBIBYTE  # MiB, as in the options
DEFAULT_IPP_PORT: Final = 8631
LOWEST_PORT: Final = 1024  # lower ones need rights that Home Assistant may not have
HIGHEST_PORT: Final = 65535
DEFAULT_IPP_PAGES_PER_HOUR: Final = 500


def get_entry(hass: HomeAssistant, entry_id: object) -> ConfigEntry[Any]:
    """Return an account, loaded or not. Raises ServiceValidationError."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.entry_id == entry_id:
            return entry
    raise invalid("account_unknown", value=shown(entry_id))


def has_own_history(entry: ConfigEntry[Any]) -> bool:
    """Return whether only who asked for a print and administrators know what it is."""
    return bool(entry.options.get(CONF_OWN_HISTORY, False))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolSettings:
    """Settings of the spool. Quiet hours begin on `quiet_days`; the limit is in bytes."""

    expires_in: timedelta = DEFAULT_EXPIRES_IN
    hold_while_offline: bool = True
    quiet_from: time | None = None
    quiet_to: time | None = None
    quiet_days: frozenset[str] = frozenset(WEEKDAYS)
    content_days: int = DEFAULT_CONTENT_DAYS
    content_limit: int = DEFAULT_CONTENT_LIMIT * MEBIBYTE

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Return the settings in the options of an entry."""
        return cls(
            expires_in=timedelta(**options.get(CONF_EXPIRES_IN, {"hours": 1})),
            hold_while_offline=options.get(CONF_HOLD_WHILE_OFFLINE, True),
            quiet_from=dt_util.parse_time(options.get(CONF_QUIET_FROM) or ""),
            quiet_to=dt_util.parse_time(options.get(CONF_QUIET_TO) or ""),
            quiet_days=frozenset(options.get(CONF_QUIET_DAYS, WEEKDAYS)),
            content_days=int(options.get(CONF_CONTENT_DAYS, DEFAULT_CONTENT_DAYS)),
            content_limit=int(options.get(CONF_CONTENT_LIMIT, DEFAULT_CONTENT_LIMIT))
            * MEBIBYTE,
        )

    def expires_at(
        self,
        now: datetime,
        expires_in: timedelta | None = None,
        *,
        ignore_quiet_hours: bool,
    ) -> datetime:
        """Return when a job created at `now` expires; its default begins after quiet hours."""
        if expires_in is not None:
            return now + expires_in
        waits = bool(self.expires_in) and not ignore_quiet_hours
        quiet_until = self.quiet_until(now) if waits else None
        return (quiet_until or now) + self.expires_in

    def quiet_until(self, now: datetime) -> datetime | None:
        """Return the end of the present quiet hours, or None outside of quiet hours."""
        if self.quiet_from is None or self.quiet_to is None:
            return None
        local = dt_util.as_local(now)
        for day in (local.date() - timedelta(days=1), local.date()):
            if WEEKDAYS[day.weekday()] not in self.quiet_days:
                continue
            is_past_midnight = self.quiet_to <= self.quiet_from
            # In UTC: when clocks are put back, an hour of local time repeats.
            start = dt_util.as_utc(datetime.combine(day, self.quiet_from, local.tzinfo))
            last = day + timedelta(days=is_past_midnight)
            end = dt_util.as_utc(datetime.combine(last, self.quiet_to, local.tzinfo))
            if start <= now < end:
                return end
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSettings:
    """Settings of spoken commands."""

    is_on: bool = True
    max_copies: int = DEFAULT_MAX_SPOKEN_COPIES
    max_unasked_pages: int = DEFAULT_MAX_UNASKED_PAGES  # of a print by a language model

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Return the settings in the options of an entry."""
        return cls(
            is_on=options.get(CONF_SPOKEN_COMMANDS, True),
            max_copies=int(
                options.get(CONF_MAX_SPOKEN_COPIES, DEFAULT_MAX_SPOKEN_COPIES)
            ),
            max_unasked_pages=int(
                options.get(CONF_MAX_UNASKED_PAGES, DEFAULT_MAX_UNASKED_PAGES)
            ),
        )


class Probe(StrEnum):
    """A page of the check-up, in the order of printing, for what OpenAPI 3.6.2 leaves open."""

    LANDSCAPE = "landscape"
    BACKGROUND = "background"
    COLOR = "color"
    TEXT = "text"
    COPIES = "copies"
    WEBP = "webp"
    PDF = "pdf"
    PDF_URL = "pdf_url"


RIGHT: Final = "right"  # the answer to a probe that came out as it should
GREY: Final = "grey"  # the answer of a printer without color


def get_result_key(probe: Probe, device_id: str) -> str:
    """Return the key of a result in the options: but for color, it is the account's."""
    return f"{probe}_{device_id}" if probe is Probe.COLOR else probe.value


def build_result(
    probe: Probe, device_id: str, answer: str | None
) -> tuple[str, dict[str, str]]:
    """Return the key and the result of a page that was printed now, answered or not."""
    result = {PRINTED_ON: device_id, PRINTED_AT: dt_util.utcnow().isoformat()}
    if answer is not None:
        result[ANSWER] = answer
    return get_result_key(probe, device_id), result


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """Whether each probe of the check-up came out right; None if that is not known."""

    landscape: bool | None = None  # else wide pages are turned here
    background: bool | None = None  # else `printBackground` is only sent when asked for
    color: bool | None = None  # else pages are rendered in grey
    text: bool | None = None  # Chinese; else it is sent as a page of our own
    copies: bool | None = None  # else there is a job for each copy
    webp: bool | None = None  # lossless, which is smaller; if so, our pages have it
    pdf: bool | None = None  # in BASE64; by default as the settings say
    pdf_url: bool | None = None

    @classmethod
    def from_options(cls, options: Mapping[str, Any], device_id: str = "") -> Self:
        """Return what the check-up found out, from the options of an entry."""
        results = options.get(CONF_CHECK_UP, {})
        answers = {
            probe: results.get(get_result_key(probe, device_id), {}).get(ANSWER)
            for probe in Probe
        }
        flags = {probe: answer == RIGHT for probe, answer in answers.items() if answer}
        return cls(**flags)


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """What is set for each printer of an account; it changes without a reload."""

    entry: ConfigEntry[Any]

    def get_quirks(self, device_id: str) -> Quirks:
        """Return what the check-up found out about a printer and its account."""
        return Quirks.from_options(self.entry.options, device_id)

    def get_trays(self, device_id: str) -> Trays | None:
        """Return the stored trays of a printer, if administrators have set them."""
        if (trays := self.entry.options.get(CONF_TRAYS, {}).get(device_id)) is None:
            return None
        return Trays(
            output=OutputTray(trays[OUTPUT_TRAY]), input=InputTray(trays[INPUT_TRAY])
        )

    def overrides_duplex(self, device_id: str) -> bool:
        """Return whether trays were stored although the printer reports two sides."""
        trays = self.entry.options.get(CONF_TRAYS, {}).get(device_id, {})
        return OVERRIDES_DUPLEX in trays


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSettings:
    """Settings of documents. With `is_native`, PDF, ODF and WPS files are unchanged."""

    max_bytes: int = DEFAULT_MAX_BYTES
    is_native: bool = False

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Return the settings in the options of an entry."""
        return cls(
            max_bytes=int(options.get(CONF_MAX_PRINT_SIZE, DEFAULT_MAX_PRINT_SIZE))
            * MEBIBYTE,
            is_native=options.get(CONF_SEND_NATIVELY, False),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IppSettings:
    """Settings of shared printers. `pages_per_hour` is of each client."""

    port: int = DEFAULT_IPP_PORT
    pages_per_hour: int = DEFAULT_IPP_PAGES_PER_HOUR
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    networks: frozenset[Network] = field(default=frozenset(), repr=False)
    are_networks_for_links: bool = False

    @property
    def needs_password(self) -> bool:
        """Return whether clients must encrypt the connection and authenticate."""
        return self.username is not None and self.password is not None

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Return the settings in the options of an entry."""
        return cls(
            port=int(options.get(CONF_IPP_PORT, DEFAULT_IPP_PORT)),
            pages_per_hour=int(
                options.get(CONF_IPP_PAGES_PER_HOUR, DEFAULT_IPP_PAGES_PER_HOUR)
            ),
            username=options.get(CONF_IPP_USERNAME),
            password=options.get(CONF_IPP_PASSWORD),
            networks=frozenset(map(parse_network, options.get(CONF_IPP_NETWORKS, ()))),
            are_networks_for_links=options.get(CONF_IPP_NETWORKS_FOR_LINKS, False),
        )
