"""A home with conversation, to-do lists, calendars and printers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.layouts.models import Agenda, Layout, Note
from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.printing.saved_document import SUBENTRY_TYPE
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.conftest import Advance, SetUpAccount
from tests.entities import device_id_of
from tests.hub import add_account
from tests.printing.one_sided import OneSided
from tests.simulator import CloudSimulator, PrintedJob, Printer
from tests.subentries import add_subentry

LISTS = ("Shopping list", "购物清单", "Bring!", "Secret list", "秘密清单")
CALENDARS = ("Family", "学校")
SECRETS = ("Secret list", "秘密清单")
THURSDAY = datetime(2026, 11, 26, 18, tzinfo=UTC)

type Row = tuple[str, str | None, str]
"""What is said, what is printed or None, and a part of the answer."""


@dataclass(kw_only=True)
class Home:
    """A home, in which sentences can be said."""

    hass: HomeAssistant
    freezer: FrozenDateTimeFactory
    simulator: CloudSimulator
    account: MockConfigEntry
    office: Printer
    study: Printer
    satellite_id: str
    study_satellite_id: str
    lights: list[ServiceCall]
    websocket: WebSocketGenerator = field(repr=False)
    _client: Any = None

    async def say(
        self,
        text: str,
        *,
        language: str = "en",
        satellite_id: str | None = None,
        satellite_entity_id: str | None = None,
    ) -> str:
        """Say a sentence to Home Assistant; return the answer."""
        if self._client is None:
            self._client = await self.websocket(self.hass)
        message = {"type": "conversation/process", "text": text, "language": language}
        if satellite_id:
            message["device_id"] = satellite_id
        if satellite_entity_id:
            message["satellite_id"] = satellite_entity_id
        # The newest job is the one of the last sentence.
        self.freezer.tick(timedelta(milliseconds=1))
        await self._client.send_json_auto_id(message)
        response = await self._client.receive_json()
        assert response["success"], response
        speech = response["result"]["response"]["speech"]
        return str(speech["plain"]["speech"]) if speech else ""

    async def settle(self) -> None:
        """Wait for the update of the sentences after a change."""
        await self.hass.async_block_till_done()
        async_fire_time_changed(self.hass, dt_util.utcnow() + timedelta(seconds=2))
        await self.hass.async_block_till_done()

    async def add_account(self, **options: Any) -> MockConfigEntry:
        """Add an account with a printer called Den."""
        den = self.simulator.add_printer(
            name="Den", sn="den", share_code="1", alias="Den"
        )
        second = await add_account(
            self.hass, self.simulator, den, name="Second", **options
        )
        await self.settle()
        return second

    def printed(self) -> list[str]:
        """Return and forget what was printed, with printer and copies."""
        printed = [self._describe(job) for job in self.simulator.printed]
        self.simulator.forget()
        return printed

    def _describe(self, job: PrintedJob) -> str:
        place = "office" if job.printer is self.office else "study"
        copies = f" x {job.config['copies']}" if job.config.get("copies") else ""
        options = [job.config[key] for key in ("color", "side") if key in job.config]
        return ", ".join(
            (f"{job.content.decode()} @ {place}{copies}", *map(str.lower, options))
        )

    def device_id(self, printer: Printer) -> str:
        """Return the device of a printer."""
        return device_id_of(self.hass, self.account, printer)

    def entity_id(self, name: str) -> str:
        """Return the entity of a name."""
        (found,) = (s.entity_id for s in self.hass.states.async_all() if s.name == name)
        return found


def _layout_content(layout: Layout, settings: RenderSettings) -> Content:
    """Return a page's title, with the days of an agenda, or the text of a note."""
    text = getattr(layout, "title", None) or ""
    if isinstance(layout, Note):
        text = layout.text
    elif isinstance(layout, Agenda):
        text = f"{text} {layout.days[0].heading.split(' · ')[0]}"
        if (count := len(layout.days)) > 1:
            text = f"{text}, {count} days"
    return Content.from_string(text, MediaFormat.HTML, paper=settings.paper)


def _markdown_content(
    text: str,
    settings: RenderSettings,
    *,
    title: str | None,
    date: str | None,
    keeps_lines: bool,
) -> Content:
    return Content.from_string(
        f"{title}: {text}", MediaFormat.HTML, paper=settings.paper
    )


@pytest.fixture
def plain_pages() -> Iterator[None]:
    """Replace pages by their titles; their layout is tested elsewhere."""
    folder = "custom_components.cloudprint.source"
    with (
        patch(f"{folder}.pages.page.build_layout_content", _layout_content),
        patch(
            "custom_components.cloudprint.document.converter.build_markdown_content",
            _markdown_content,
        ),
    ):
        yield


async def _add(hass: HomeAssistant, domain: str, kind: str, name: str) -> None:
    entry = MockConfigEntry(
        domain=domain, title=name, data={f"{kind}_name": name, "storage_key": name}
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)


@pytest.fixture
def thursday(freezer: FrozenDateTimeFactory) -> FrozenDateTimeFactory:
    """Freeze the time on a Thursday, before access tokens are created."""
    freezer.move_to(THURSDAY)
    return freezer


@pytest.fixture
async def home(
    hass: HomeAssistant,
    thursday: FrozenDateTimeFactory,
    plain_pages: None,
    hass_ws_client: WebSocketGenerator,
    simulator: CloudSimulator,
    printer: Printer,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
) -> Home:
    """Set up a home with a printer and a voice satellite in the office and the study.

    Time is frozen, or jobs would end before the questions for them.
    """
    for component in ("homeassistant", "conversation"):
        assert await async_setup_component(hass, component, {})
    for name in LISTS:
        await _add(hass, "local_todo", "todo_list", name)
    for name in CALENDARS:
        await _add(hass, "local_calendar", "calendar", name)
    hass.states.async_set("light.kitchen", "off", {"friendly_name": "Kitchen light"})
    hass.states.async_set("weather.home", "sunny", {"friendly_name": "Forecast Home"})
    hass.states.async_set("light.chufang", "off", {"friendly_name": "厨房灯"})
    lights = async_mock_service(hass, "light", "turn_on")
    entities = er.async_get(hass)
    for state in hass.states.async_all():
        is_exposed = state.name not in SECRETS
        async_expose_entity(hass, "conversation", state.entity_id, is_exposed)
    areas, devices = ar.async_get(hass), dr.async_get(hass)
    office = areas.async_create("Office", aliases={"办公室"})
    study = areas.async_create("书房", aliases={"Study"})
    areas.async_create("Kitchen", aliases={"厨房"})
    account = await set_up_account()
    for device, area, name in (
        (device_id_of(hass, account, printer), office, "Office printer"),
        (device_id_of(hass, account, colour_printer), study, "彩色打印机"),
    ):
        devices.async_update_device(device, area_id=area.id, name_by_user=name)
    add_subentry(hass, account, SUBENTRY_TYPE, "Maths sheet", text="1 + 1 =")
    add_subentry(hass, account, SUBENTRY_TYPE, "口算题", text="2 + 2 =")
    satellites = MockConfigEntry(domain="satellites")
    satellites.add_to_hass(hass)
    satellite_ids = []
    for area in (office, study):
        satellite = devices.async_get_or_create(
            config_entry_id=satellites.entry_id, identifiers={("satellites", area.id)}
        )
        devices.async_update_device(satellite.id, area_id=area.id)
        satellite_ids.append(satellite.id)
    for name, aliases in (
        ("Shopping list", ["Shopping list", "Groceries"]),
        ("购物清单", ["购物清单", "买菜"]),
    ):
        (entity_id,) = (s.entity_id for s in hass.states.async_all() if s.name == name)
        entities.async_update_entity(entity_id, aliases=[*aliases])

    home = Home(
        hass=hass,
        freezer=thursday,
        simulator=simulator,
        account=account,
        office=printer,
        study=colour_printer,
        satellite_id=satellite_ids[0],
        study_satellite_id=satellite_ids[1],
        lights=lights,
        websocket=hass_ws_client,
    )
    await home.settle()
    simulator.forget()
    return home


async def set_one_sided(home: Home, advance: Advance, printer: Printer) -> OneSided:
    """Let a printer print one side, with known trays."""
    one_sided = OneSided(
        hass=home.hass,
        account=home.account,
        advance=advance,
        device_id=home.device_id(printer),
        printer=printer,
        simulator=home.simulator,
    )
    await one_sided.set_trays()
    return one_sided


async def check(
    home: Home, language: str, table: Sequence[Row], satellite_id: str
) -> None:
    """Say all sentences of a table; compare prints and answers."""
    assert len(table) == len({text for text, _, _ in table})
    wrong = []
    for text, expected, answer in table:
        said = await home.say(text, language=language, satellite_id=satellite_id)
        printed = home.printed()
        if printed != ([expected] if expected else []) or answer not in said:
            wrong.append((text, printed, said))
        if expected is None:
            assert not said.startswith(("Sent", "已把")), text
    assert wrong == []
