"""The printers that voice commands may use, and the names that they can contain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
import re
from typing import Final, Self

from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    intent,
)

from ..compat import get_effective_area_id
from ..const import DOMAIN
from ..coordinator import is_printer
from ..data import CloudPrintConfigEntry, find_account
from ..printing.permission import Target, get_readable_devices
from ..printing.saved_document import SavedDocument, get_readable_documents
from ..printing.viewer import Viewer
from ..requester import Requester
from ..settings import VoiceSettings
from ..source.reading import PICTURE_DOMAINS
from .commands import PrinterSelector, VoiceError
from .text import normalize

_PRINTER: Final = re.compile(
    r"(?:的?(?:打印机|打印機|印表机|印表機)|\s+printers?)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePrinter(Target):
    """A printer, with all its names; the first is used in answers."""

    names: tuple[str, ...]
    area_id: str | None
    max_copies: int  # per command
    viewer: Viewer  # who asks


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePrinters:
    """The printers that an assistant may use and a user may see.

    As soon as one printer has an exposed entity, printers without one are left out.
    Before, all are used, since Home Assistant exposes no entity of a printer by itself.
    """

    accounts: Sequence[CloudPrintConfigEntry]  # with voice commands, set up or not
    connected: Sequence[VoicePrinter]  # of accounts that are set up, sorted by name
    away: Mapping[str, tuple[str, ...]]  # names, by device, of other accounts' printers
    documents: Sequence[SavedDocument]

    @classmethod
    def find(cls, hass: HomeAssistant, assistant: str, requester: Requester) -> Self:
        """Return the printers of now, and the documents of their accounts."""
        devices, viewer = dr.async_get(hass), Viewer.of_person(hass, requester)
        accounts: list[CloudPrintConfigEntry] = []
        printers: list[VoicePrinter] = []
        away: dict[str, tuple[str, ...]] = {}
        for entry in hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=False
        ):
            settings = VoiceSettings.from_options(entry.options)
            if not settings.is_on:
                continue
            accounts.append(entry)
            if (account := find_account(hass, entry.entry_id)) is None:
                away |= {
                    device.id: _get_names(device)
                    for device in dr.async_entries_for_config_entry(
                        devices, entry.entry_id
                    )
                    if is_printer(device)
                }
                continue
            for device_id, printer in account.coordinator.data.items():
                if (device := devices.async_get(device_id)) is None:
                    continue
                names = _get_names(device, printer.alias)
                printers.append(
                    VoicePrinter(
                        device_id=device_id,
                        name=names[0],
                        account=account,
                        printer=printer,
                        names=names,
                        area_id=device.area_id,
                        max_copies=settings.max_copies,
                        viewer=viewer,
                    )
                )
        printers.sort(key=attrgetter("name"))
        registry = er.async_get(hass)
        exposed = [
            printer
            for printer in printers
            for entity in er.async_entries_for_device(registry, printer.device_id)
            if async_should_expose(hass, assistant, entity.entity_id)
        ]
        by_device = {printer.device_id: printer for printer in exposed or printers}
        readable = get_readable_devices(hass, requester, {*by_device, *away}) or ()
        return cls(
            accounts=accounts,
            connected=[by_device[key] for key in by_device if key in readable],
            away={key: names for key, names in away.items() if key in readable},
            documents=[
                document
                for entry in accounts
                for document in get_readable_documents(hass, entry, requester)
            ],
        )

    def select(self, selector: PrinterSelector) -> Sequence[VoicePrinter]:
        """Return the selected printers, or all of them. Raises VoiceError without any."""
        if not self.connected:
            is_away = self.accounts and not any(
                entry.state is ConfigEntryState.LOADED for entry in self.accounts
            )
            raise VoiceError("not_connected" if is_away else "no_printer")
        if selector.device_ids and self.away.keys() >= {*selector.device_ids}:
            raise VoiceError("not_connected")
        printers = [
            printer
            for printer in self.connected
            if (not selector.device_ids or printer.device_id in selector.device_ids)
            and (not selector.area_ids or printer.area_id in selector.area_ids)
        ]
        if not printers:
            raise VoiceError("no_printer_there", place=selector.name)
        return printers


def _get_names(
    device: dr.DeviceEntry | dr.ChildDeviceEntry, *others: str
) -> tuple[str, ...]:
    names = (device.name_by_user, device.name, *others)
    return tuple(dict.fromkeys(name for name in names if name))


def get_area_id(
    hass: HomeAssistant, entity_id: str | None, device_id: str | None = None
) -> str | None:
    """Return the area of an entity, or of its or another device, as for a satellite."""
    if entity_id and (entity := er.async_get(hass).async_get(entity_id)):
        if entity.area_id is not None:
            return entity.area_id
        device_id = entity.device_id
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    return None if device is None else get_effective_area_id(hass, device)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names, sorted and each once, and what they stand for. Ids may have several names."""

    names: Sequence[str] = ()
    ids: Sequence[str] = ()
    ids_by_name: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The names are normalized."""

    @classmethod
    def build(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Return the names of pairs with ids, without those that cannot be said."""
        names, ids = dict[str, None](), dict[str, None]()
        ids_by_name: dict[str, dict[str, None]] = {}
        for name, id_ in sorted({(name.strip(), id_) for name, id_ in pairs}):
            if normalized := normalize(name):
                names[name] = ids[id_] = None
                ids_by_name.setdefault(normalized, {})[id_] = None
        return cls(
            names=list(names),
            ids=list(ids),
            ids_by_name={name: tuple(own_ids) for name, own_ids in ids_by_name.items()},
        )

    def find(self, name: str) -> Sequence[str]:
        """Return the ids of a name, which is compared in its normalized form."""
        return self.ids_by_name.get(normalize(name), ())

    def find_one(self, name: str) -> str:
        """Return the only id of a name. Raises VoiceError."""
        if len(ids := self.find(name)) == 1:
            return ids[0]
        raise VoiceError("ambiguous" if ids else "unknown", name=name)

    def get_synonyms(self, name: str) -> set[str]:
        """Return all normalized names of the ids of a name."""
        ids = {*self.find(name)}
        return {key for key, key_ids in self.ids_by_name.items() if ids & {*key_ids}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names of exposed entities, documents, printers and areas."""

    by_list: Mapping[str, Names]
    """By the lists of the grammars.

    `short` are the names of printers without the word "printer", which may also be names
    of something else.
    """
    entities: Names = field(default_factory=Names)
    """The names of exposed entities that end with the word "printer", or that a printer has.

    Needed for the sentences only, which Home Assistant has for its entities, too.
    """

    @classmethod
    def build(
        cls,
        hass: HomeAssistant,
        assistant: str,
        requester: Requester,
        exposed: VoicePrinters,
    ) -> Self:
        """Return the names of printers, and of what else may be read and used."""
        names_by_device = {**exposed.away}
        names_by_device |= {item.device_id: item.names for item in exposed.connected}
        printers = [
            (name, device_id)
            for device_id, names in names_by_device.items()
            for name in names
        ]

        def find(*domains: str) -> Names:
            return Names.build(_get_entity_names(hass, assistant, requester, domains))

        return cls(
            by_list={
                "list": find("todo"),
                "calendar": find("calendar"),
                "weather": find("weather"),
                "picture": find(*PICTURE_DOMAINS),
                "document": Names.build(
                    (document.name, document.subentry_id)
                    for document in exposed.documents
                ),
                "printer": Names.build(printers),
                "short": Names.build(
                    (short, device_id)
                    for name, device_id in printers
                    if (short := _PRINTER.sub("", name)) not in (name, "")
                ),
                "area": Names.build(
                    (name, area.id)
                    for area in ar.async_get(hass).async_list_areas()
                    for name in (area.name, *area.aliases)
                ),
            }
        )

    def with_entities(self, hass: HomeAssistant, assistant: str) -> Self:
        """Return a vocabulary with the exposed entities that are called like a printer."""
        registry = er.async_get(hass)
        own = {name.casefold() for name in self.by_list["printer"].names}
        return replace(
            self,
            entities=Names.build(
                (name, state.entity_id)
                for state in hass.states.async_all()
                for name in intent.async_get_entity_aliases(
                    hass, registry.async_get(state.entity_id), state=state
                )
                if (is_called_printer(name) or name.casefold() in own)
                and async_should_expose(hass, assistant, state.entity_id)
            ),
        )

    @property
    def no_entities(self) -> Mapping[str, list[str]]:
        """Return the names of printers with which no exposed entity is called, by list.

        The word "printer" at the end of either one does not matter.
        """
        taken = {_get_short(name) for name in self.entities.names}
        return {
            key: [
                name
                for name in self.by_list[key].names
                if _get_short(name) not in taken
            ]
            for key in ("printer", "short", "area")
        }

    @property
    def is_printer_an_entity(self) -> bool:
        """Return whether an exposed entity is just called printer."""
        return any(not _get_short(name) for name in self.entities.names)

    def select_printer(self, name: str | PrinterSelector) -> PrinterSelector:
        """Return a name's printers, or else its areas. Raises VoiceError without any."""
        if isinstance(name, PrinterSelector):
            return name
        if not name:
            return PrinterSelector()
        printers, short = self.by_list["printer"], self.by_list["short"]
        if device_ids := printers.find(name) or short.find(name):
            return PrinterSelector(name=name, device_ids=device_ids)
        if area_ids := self.by_list["area"].find(name):
            return PrinterSelector(name=name, area_ids=area_ids)
        raise VoiceError("no_printer_there", place=name)


def is_called_printer(name: str) -> bool:
    """Return whether the name of an entity ends with the word "printer"."""
    return bool(_PRINTER.search(f" {name}"))


def _get_short(name: str) -> str:
    """Return a name without the word "printer" at its end, normalized."""
    return _PRINTER.sub("", f" {normalize(name)}").strip()


def _get_entity_names(
    hass: HomeAssistant, assistant: str, requester: Requester, domains: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    registry = er.async_get(hass)
    for state in hass.states.async_all(domains):
        entity_id = state.entity_id
        if async_should_expose(hass, assistant, entity_id) and requester.can_access(
            entity_id
        ):
            entry = registry.async_get(entity_id)
            for name in intent.async_get_entity_aliases(hass, entry, state=state):
                yield name, entity_id
