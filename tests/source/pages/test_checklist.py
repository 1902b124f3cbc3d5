"""To-do lists as checklists."""

from typing import Any, override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.layouts.models import (
    Checklist,
    ChecklistGroup,
    ChecklistItem,
)
from custom_components.cloudprint.source.pages.checklist import build_checklist
from custom_components.cloudprint.source.pages.locale_formatter import LocaleFormatter
from homeassistant.components.todo import TodoItem, TodoItemStatus, TodoListEntity
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.actions import refuses

from ..conftest import AddPerson, SetUpHome
from ..resolving import async_resolve

LIST = "todo.chores"
NOW = "2026-11-25 07:30:00+00:00"
ITEMS = (
    {"item": "Water the plants", "description": "All, also the fern"},
    {"item": "Tax return", "due_date": "2026-11-23"},
    {"item": "Call grandma", "due_datetime": "2026-11-25 17:30:00"},
    {"item": "Bins out", "due_date": "2026-11-25"},
    {"item": "Dentist", "due_datetime": "2026-11-24 09:00:00"},
    {"item": "Book train", "due_date": "2027-01-08"},
    {"item": "Bake", "due_date": "2026-11-26"},
    {"item": "Skates", "due_date": "2026-11-28"},
    {"item": "Done already", "due_date": "2026-11-24"},
)


async def add_list(hass: HomeAssistant, *items: dict[str, str]) -> None:
    """Set up the local to-do integration."""
    entry = MockConfigEntry(
        domain="local_todo",
        title="Chores",
        data={"todo_list_name": "Chores", "storage_key": "chores"},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    for item in items:
        await act(hass, "add_item", **item)


async def act(hass: HomeAssistant, action: str, **fields: Any) -> None:
    """Call an action of the list."""
    await hass.services.async_call(
        "todo", action, {"entity_id": LIST, **fields}, blocking=True
    )


@pytest.fixture
async def chores(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """Set up a list of chores, one of them completed."""
    await set_up_home(NOW)
    await add_list(hass, *ITEMS)
    await act(hass, "update_item", item="Done already", status="completed")


@pytest.mark.usefixtures("chores")
async def test_checklist(hass: HomeAssistant, layouts: list[Any]) -> None:
    """Open items are grouped by due date, in the list's order."""
    source = await async_resolve(hass, {"entity": LIST})
    assert source.origin == "entity"
    assert source.title == "Chores"
    assert layouts == [
        Checklist(
            title="Chores",
            subtitle="Wednesday, November 25, 2026",
            language="en",
            empty="Nothing to do",
            groups=(
                ChecklistGroup(
                    heading="Overdue",
                    items=(
                        ChecklistItem(summary="Tax return", due="Mon, Nov 23"),
                        ChecklistItem(summary="Dentist", due="Tue, Nov 24, 9:00\xa0AM"),
                    ),
                ),
                ChecklistGroup(
                    heading="Today",
                    items=(
                        ChecklistItem(summary="Call grandma", due="5:30\xa0PM"),
                        ChecklistItem(summary="Bins out"),
                    ),
                ),
                ChecklistGroup(
                    heading="Tomorrow", items=(ChecklistItem(summary="Bake"),)
                ),
                ChecklistGroup(
                    heading="Sat, Nov 28", items=(ChecklistItem(summary="Skates"),)
                ),
                ChecklistGroup(
                    heading="Fri, Jan 8, 2027",
                    items=(ChecklistItem(summary="Book train"),),
                ),
                ChecklistGroup(
                    heading="No date",
                    items=(
                        ChecklistItem(
                            summary="Water the plants",
                            description="All, also the fern",
                        ),
                    ),
                ),
            ),
        )
    ]


@pytest.mark.usefixtures("chores")
async def test_completed(hass: HomeAssistant, layouts: list[Any]) -> None:
    """Completed items come last, if they are asked for, also by a template's text."""
    for completed in (True, "on"):
        await async_resolve(hass, {"entity": LIST, "completed": completed})
        assert layouts[-1].groups[-1] == ChecklistGroup(
            heading="Completed",
            items=(
                ChecklistItem(summary="Done already", due="Tue, Nov 24", is_done=True),
            ),
        )
    await async_resolve(hass, {"entity": LIST, "completed": False})
    assert layouts[-1].groups[-1].heading == "No date"
    with refuses("option_invalid", field="completed"):
        await async_resolve(hass, {"entity": LIST, "completed": "perhaps"})


async def test_chinese(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """A Chinese home gets a Chinese checklist in local time."""
    # It is already the 26th there.
    await set_up_home(
        "2026-11-25 22:00:00+00:00",
        time_zone="Asia/Shanghai",
        language="zh-Hans",
        country="CN",
    )
    await add_list(
        hass,
        {"item": "买牛奶", "due_date": "2026-11-25"},
        {"item": "接孩子", "due_datetime": "2026-11-26 16:30:00"},
        {"item": "浇花", "due_date": "2026-11-27"},
        {"item": "体检", "due_date": "2026-11-30"},
        {"item": "看书"},
    )

    await async_resolve(hass, {"entity": LIST})

    (layout,) = layouts
    assert layout.language == "zh-Hans"
    assert layout.subtitle == "2026年11月26日星期四"
    assert layout.empty == "没有待办事项"
    assert [group.heading for group in layout.groups] == [
        *("已逾期", "今天", "明天", "11月30日周一", "无日期")
    ]
    assert [item.due for group in layout.groups for item in group.items] == [
        *("11月25日周三", "16:30", None, None, None)
    ]


async def test_no_dates(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """A list without dates has no headings, an empty one a note."""
    await set_up_home(NOW)
    await add_list(hass)
    await async_resolve(hass, {"entity": LIST})
    assert layouts[-1].groups == ()
    await act(hass, "add_item", item="Milk")
    await act(hass, "add_item", item="Bread")
    await async_resolve(
        hass, {"entity": LIST, "title": " Shopping\n", "show_date": False}
    )
    assert layouts[-1].title == "Shopping"
    assert layouts[-1].subtitle == ""
    (group,) = layouts[-1].groups
    assert group.heading is None
    assert [item.summary for item in group.items] == ["Milk", "Bread"]


async def test_items_of_other_integrations(
    hass: HomeAssistant, set_up_home: SetUpHome
) -> None:
    """Items without a name, and with invalid times, are listed."""
    await set_up_home(NOW)
    items: list[dict[str, Any]] = [
        {"summary": None, "due": "soon"},
        {"summary": " ", "due": "2026-11-25T10:00:00", "description": " "},
        {"due": 3, "status": "completed"},
    ]
    form = await LocaleFormatter.async_create(hass)
    layout = build_checklist(items, form, "List", has_date=True)
    assert [
        (group.heading, item.summary, item.due, item.description)
        for group in layout.groups
        for item in group.items
    ] == [
        ("Today", "(no title)", "10:00\xa0AM", None),
        ("No date", "(no title)", None, None),
        ("Completed", "(no title)", None, None),
    ]


async def test_clock_turned_back(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """On a day of 25 hours, items are due on the right day."""
    await set_up_home("2026-10-24 21:00:00+00:00")
    items = [
        {"summary": "first", "due": "2026-10-25T00:30:00+00:00"},
        {"summary": "second", "due": "2026-10-25T01:30:00+00:00"},
        {"summary": "last", "due": "2026-10-25T22:59:00+00:00"},
        {"summary": "after", "due": "2026-10-25T23:00:00+00:00"},
    ]
    form = await LocaleFormatter.async_create(hass)
    layout = build_checklist(items, form, "List", has_date=True)
    assert [
        (group.heading, [item.due for item in group.items]) for group in layout.groups
    ] == [
        ("Tomorrow", ["2:30\xa0AM", "2:30\xa0AM", "11:59\xa0PM"]),
        ("Mon, Oct 26", ["12:00\xa0AM"]),
    ]


async def test_not_loaded_yet(
    hass: HomeAssistant, set_up_home: SetUpHome, layouts: list[Any]
) -> None:
    """A list that is not loaded yet is refused instead of printed as empty."""
    await set_up_home(NOW)
    assert await async_setup_component(hass, "todo", {})
    entity = TodoListEntity()
    entity.entity_id = LIST
    await hass.data["todo"].async_add_entities([entity])
    assert hass.states.is_state(LIST, "unknown")
    with refuses("entity_unavailable", entity="chores"):
        await async_resolve(hass, {"entity": LIST})
    assert layouts == []


async def test_many_items(hass: HomeAssistant, set_up_home: SetUpHome) -> None:
    """Ten thousand items are printed; many more are refused."""
    await set_up_home(NOW)
    assert await async_setup_component(hass, "todo", {})

    class Long(TodoListEntity):
        entity_id = LIST
        count = 10_000

        @property
        @override
        def todo_items(self) -> list[TodoItem]:
            return [
                TodoItem(summary=f"thing {number}", status=TodoItemStatus.NEEDS_ACTION)
                for number in range(self.count)
            ]

    entity = Long()
    await hass.data["todo"].async_add_entities([entity])
    source = await async_resolve(hass, {"entity": LIST})
    assert source.content.payload.count(b"<tr>") == 10_000
    entity.count = 30_000
    with refuses("entries_too_many", field="entity", count="30000", limit="20000"):
        await async_resolve(hass, {"entity": LIST})


@pytest.mark.usefixtures("chores")
async def test_permission(
    hass: HomeAssistant, add_person: AddPerson, layouts: list[Any]
) -> None:
    """A user who may read a list can print it without permission to change it."""
    await async_resolve(hass, {"entity": LIST}, user=await add_person(LIST))
    with refuses("entity_not_allowed", entity=LIST):
        await async_resolve(hass, {"entity": LIST}, user=await add_person("todo.x"))
    assert len(layouts) == 1


@pytest.mark.usefixtures("chores")
async def test_format(hass: HomeAssistant, layouts: list[Any]) -> None:
    """A checklist cannot be printed in another format."""
    await async_resolve(hass, {"entity": LIST, "format": "html"})
    with refuses("content_mismatch", field="entity", format="PNG"):
        await async_resolve(hass, {"entity": LIST, "format": "png"})
    assert len(layouts) == 1
