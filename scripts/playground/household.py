"""A household to print from: lists, calendars, weather, a camera, and rooms.

All of it is Home Assistant's own, and nothing of it needs a network.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
import shutil
from typing import Any, Final

from . import documents
from .home_assistant import HomeAssistant

AREAS: Final = ("Study", "Hallway")
"""The rooms of the first printer and of the second."""
ENTITIES: Final = (
    "todo.shopping_list",
    "todo.chores",
    "calendar.family",
    "calendar.school",
    "weather.home",
    "camera.front_door",
)

_FORECAST: Final = """\
{{% set conditions = ["sunny", "partlycloudy", "rainy", "lightning-rainy", "cloudy"] %}}
{{% set steps = namespace(found=[]) %}}
{{% for number in range({count}) %}}
{{% set steps.found = steps.found + [{{
  "datetime": (today_at("{start}") + timedelta({unit}=number)).isoformat(),
  "condition": conditions[number % 5],
  "temperature": 14 + number % 5 * 2,
  "precipitation": number % 4 * 0.8,
  "precipitation_probability": number % 4 * 25,
  "wind_speed": 9 + number % 3 * 7,
  "wind_bearing": number * 45 % 360{more}}}] %}}
{{% endfor %}}
{{{{ steps.found }}}}"""

CONFIGURATION: Final[Mapping[str, Any]] = {
    "template": [
        {
            "weather": [
                {
                    "name": "Home",
                    "unique_id": "home",
                    "condition": "partlycloudy",
                    "temperature": "{{ 16 }}",
                    "humidity": "{{ 65 }}",
                    "pressure": "{{ 1018 }}",
                    "wind_speed": "{{ 12 }}",
                    "wind_bearing": "{{ 225 }}",
                    "temperature_unit": "°C",
                    "forecast_hourly": _FORECAST.format(
                        count=48, start="0:00", unit="hours", more=""
                    ),
                    "forecast_daily": _FORECAST.format(
                        count=7,
                        start="12:00",
                        unit="days",
                        more=', "templow": 5 + number % 4',
                    ),
                }
            ]
        }
    ]
}
"""Additions to configuration.yaml."""

_SHOPPING: Final = ("Bread · 面包", "Milk · 牛奶", "Apples · 苹果", "Paper · 打印纸")
_CHORES: Final = (
    ("Return the library books · 还书", -1, None),
    ("Take out the paper bin · 倒废纸", 0, None),
    ("Water the plants · 浇花", 1, "Also those on the balcony"),
    ("Descale the coffee machine · 咖啡机除垢", None, None),
)
"""The due dates are days from today."""
_EVENTS: Final = {
    "calendar.family": (
        ("Dentist · 看牙医", 0, "16:00", "4 Station Road"),
        ("Choir · 合唱团", 1, "18:30", None),
        ("Birthday party · 生日会", 3, "15:00", "Climbing hall"),
    ),
    "calendar.school": (
        ("Sports day · 运动会", 0, None, None),
        ("Maths test · 数学测验", 2, "09:45", "Room 12"),
        ("Parents' evening · 家长会", 4, "19:00", "Hall"),
    ),
}
"""Name, days from today, start (None for all day), place."""


async def furnish(home_assistant: HomeAssistant, printers: Iterable[str]) -> None:
    """Add the household, and put the printers in its rooms.

    Args:
        home_assistant: With the additions of CONFIGURATION.
        printers: The device ids of the printers.

    Raises:
        CallError: Home Assistant refused something.
    """
    await _add_media(home_assistant)
    for name in ("Shopping list", "Chores"):
        await _add_entry(home_assistant, "local_todo", {"todo_list_name": name})
    for name in ("Family", "School"):
        await _add_entry(home_assistant, "local_calendar", {"calendar_name": name})
    # The camera has the file's name.
    picture = home_assistant.config / "Front door.png"
    shutil.copyfile(home_assistant.documents / documents.PICTURE_NAME, picture)
    await _add_entry(
        home_assistant, "local_file", {"name": "Front door", "file_path": str(picture)}
    )
    await home_assistant.process.until(
        lambda: _is_there(home_assistant), "add the household", 60
    )
    await _add_items(home_assistant)
    await _add_events(home_assistant)
    for device_id, name in zip(printers, AREAS, strict=False):
        area = await home_assistant.command("config/area_registry/create", name=name)
        await home_assistant.command(
            "config/device_registry/update",
            device_id=device_id,
            area_id=area["area_id"],
        )


async def _add_media(home_assistant: HomeAssistant) -> None:
    """Put files to print into the folders of documents and of media."""
    documents.own(home_assistant.documents)
    shutil.copytree(
        home_assistant.documents, home_assistant.config / "media", dirs_exist_ok=True
    )


async def _add_entry(
    home_assistant: HomeAssistant, domain: str, fields: Mapping[str, Any]
) -> None:
    path = "/api/config/config_entries/flow"
    form = await home_assistant.post(path, {"handler": domain})
    wanted = {field["name"] for field in form["data_schema"]}
    given = {name: value for name, value in fields.items() if name in wanted}
    await home_assistant.post(f"{path}/{form['flow_id']}", given)


async def _is_there(home_assistant: HomeAssistant) -> bool:
    states = {state["entity_id"] for state in await home_assistant.get("/api/states")}
    return states.issuperset(ENTITIES)


async def _add_items(home_assistant: HomeAssistant) -> None:
    items: list[dict[str, Any]] = [
        {"entity_id": "todo.shopping_list", "item": item} for item in _SHOPPING
    ]
    for item, days, description in _CHORES:
        fields = {"entity_id": "todo.chores", "item": item}
        if days is not None:
            fields["due_date"] = f"{_day(days):%Y-%m-%d}"
        if description is not None:
            fields["description"] = description
        items.append(fields)
    for fields in items:
        await home_assistant.post("/api/services/todo/add_item", fields)


async def _add_events(home_assistant: HomeAssistant) -> None:
    for entity_id, events in _EVENTS.items():
        for summary, days, start, place in events:
            fields = {"entity_id": entity_id, "summary": summary}
            if place is not None:
                fields["location"] = place
            if start is None:
                fields["start_date"] = f"{_day(days):%Y-%m-%d}"
                fields["end_date"] = f"{_day(days + 1):%Y-%m-%d}"
            else:
                begins = datetime.combine(_day(days), time.fromisoformat(start))
                ends = begins + timedelta(hours=1)
                fields["start_date_time"] = f"{begins:%Y-%m-%d %H:%M:%S}"
                fields["end_date_time"] = f"{ends:%Y-%m-%d %H:%M:%S}"
            await home_assistant.post("/api/services/calendar/create_event", fields)


def _day(days: int) -> datetime:
    return datetime.now().astimezone() + timedelta(days=days)
