"""Choices that voice makes itself: printers, weather entities, yes or no."""

import logging
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.settings import CONF_DEFAULT_PRINTER
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from tests.simulator import Fault

from .conftest import Home
from .test_intent import handle

NINE = (
    *("print the shopping list", "print Monday's agenda", "print the maths sheet"),
    *("print a note saying hello", "双面打印购物清单", "打印天气预报"),
    *("print that again", "did my document print?", "is the printer online?"),
)
WEATHER = "print the weather in the office"


@pytest.mark.parametrize(("has_default", "count"), [(False, 6), (True, 0)])
async def test_questions_for_the_printer(
    home: Home, has_default: bool, count: int
) -> None:
    """With a default printer, a home with two is not asked for one."""
    if has_default:
        home.hass.config_entries.async_update_entry(
            home.account,
            options={CONF_DEFAULT_PRINTER: home.device_id(home.study)},
        )
        await home.settle()
    answers = [await home.say(text) for text in NINE]
    asked = [said for said in answers if said.startswith(("Which printer", "用哪台"))]
    assert len(asked) == count
    assert len(home.printed()) == (7 if has_default else 0)


async def test_weather(home: Home) -> None:
    """Of several weather entities, the one in the satellite's area is printed."""
    async_expose_entity(home.hass, "conversation", "weather.home", False)
    assert (await home.say(WEATHER)).startswith("There is no weather forecast that I")
    async_expose_entity(home.hass, "conversation", "weather.home", True)
    areas, devices = ar.async_get(home.hass), dr.async_get(home.hass)
    entities = er.async_get(home.hass)
    office = areas.async_get_area_by_name("Office")
    study = areas.async_get_area_by_name("书房")
    assert office
    assert study
    entry = MockConfigEntry(domain="stations")
    entry.add_to_hass(home.hass)
    device = devices.async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("stations", "1")}
    )
    devices.async_update_device(device.id, area_id=office.id)
    for name, area_id, device_id in (
        ("Roof", None, device.id),
        ("Garden", study.id, None),
        ("Nowhere", None, None),
    ):
        entity = entities.async_get_or_create(
            "weather",
            "stations",
            name,
            suggested_object_id=name,
            original_name=name,
            device_id=device_id,
        )
        entities.async_update_entity(entity.entity_id, area_id=area_id)
        home.hass.states.async_set(entity.entity_id, "sunny", {"friendly_name": name})
        async_expose_entity(home.hass, "conversation", entity.entity_id, True)
    await home.settle()
    assert (await home.say(WEATHER)).startswith("Which weather: ")
    assert (await home.say("打印天气", language="zh-CN")).startswith("打印哪里的天气：")
    answers = [
        await home.say(WEATHER, satellite_id=home.satellite_id),
        await home.say(WEATHER, satellite_id=home.study_satellite_id),
        await home.say("print the weather of nowhere in the office"),
    ]
    assert answers == [
        f"Sent “{name}” to Office printer." for name in ("Roof", "Garden", "Nowhere")
    ]
    assert home.printed() == ["Roof @ office", "Garden @ office", "Nowhere @ office"]


@pytest.mark.parametrize(
    ("office", "study", "question", "said"),
    [
        (None, "1", "is the office printer online", "The service does not say whether"),
        (None, "1", "is the office printer offline", "The service does not say wheth"),
        ("1", "1", "are the printers online?", "Yes. Office printer is online. 彩"),
        ("0", "0", "are the printers online?", "No. Office printer is offline, or"),
        ("1", "0", "are the printers online?", "Office printer is online. 彩色打印机"),
        ("0", None, "is the office printer ready?", "No. Office printer is offline"),
        (None, "1", "is the office printer ready?", "Office printer has nothing to"),
        ("1", "1", "is the office printer ready?", "Yes. Office printer has nothing"),
        ("0", "1", "is the office printer idle?", "Office printer is offline, or so"),
        ("1", "1", "is the office printer idle?", "Yes. Office printer has nothing"),
        ("0", "1", "办公室的打印机空闲吗", "服务显示"),
        ("1", "1", "打印机都在线吗", ""),
        ("0", "1", "办公室的打印机能用吗", "暂时不能用，服务显示"),
    ],
)
async def test_yes_or_no(
    home: Home, office: str | None, study: str | None, question: str, said: str
) -> None:
    """The answer begins with yes or no if it is the same for all printers."""
    home.office.online_status, home.study.online_status = office, study
    await home.account.runtime_data.coordinator.async_refresh()
    assert (await home.say(question)).startswith(said)


async def test_service_away(home: Home) -> None:
    """Without the service, no question is answered with yes or no."""
    home.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await home.account.runtime_data.coordinator.async_refresh()
    for question in ("is the office printer online?", "is the office printer busy?"):
        assert (await home.say(question)).startswith("I cannot tell what Office")


@pytest.mark.parametrize(
    ("intent_type", "slots", "printed"),
    [
        (
            "CloudPrintPrintNote",
            {"text": "Gone *out*, back at 5!", "color": "monochrome", "copies": 2},
            "Gone *out*, back at 5! @ office x 2, monochrome",
        ),
        ("CloudPrintPrintWeather", {}, "Forecast Home @ office"),
        (
            "CloudPrintPrintAgenda",
            {"day": "next_week", "sides": "one_sided"},
            "Agenda Mon, Nov 30, 7 days @ office, oneside",
        ),
        ("CloudPrintPrintNote", {"text": "…"}, None),
        ("CloudPrintPrintWeather", {"name": "Moon"}, None),
        ("CloudPrintGetQueue", {}, None),
        ("CloudPrintCancel", {"name": "Note"}, None),
        ("CloudPrintCancelAll", {}, None),
        ("CloudPrintGetPrinterStatus", {"question": "busy"}, None),
    ],
)
async def test_intents(
    home: Home, intent_type: str, slots: dict[str, Any], printed: str | None
) -> None:
    """Intents have the abilities of sentences."""
    await handle(home, intent_type, **slots)
    assert home.printed() == ([printed] if printed else [])


async def test_notes_are_not_logged(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """The text of a note is in no line of ours, at no level."""
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    await home.say("print a note in the office saying The code is 4711")
    home.office.online_status = "0"
    await home.account.runtime_data.coordinator.async_refresh()
    await home.say("print a note in the office saying The code is 4711")
    ours = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components")
    ]
    assert ours
    assert not any("4711" in message for message in ours)
    assert home.printed() == ["The code is 4711 @ office"]
