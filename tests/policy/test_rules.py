"""Tests of which rule applies to whom, and of what it says."""

from datetime import timedelta
from types import MappingProxyType
from typing import Any
from unittest.mock import Mock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.coordinator import DATA_RENAMED
from custom_components.cloudprint.policy.rules import (
    ColorRule,
    Rule,
    describe_rule,
    find_rules,
)
from custom_components.cloudprint.requester import AUTOMATION, Requester, RequesterKind
from homeassistant.components.calendar import CalendarEntityFeature
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant

from ..hub import Hub
from ..rules import add_rule

VOICE, DEVICE, LINK = RequesterKind.VOICE, RequesterKind.DEVICE, RequesterKind.LINK


def user(user_id: str, *, is_admin: bool = False) -> Requester:
    """Return a user who asks."""
    made: Any = Mock(id=user_id, is_admin=is_admin, system_generated=False)
    made.name = user_id
    made.permissions.check_entity.return_value = is_admin
    return Requester.from_user(made)


def found(account: MockConfigEntry, requester: Requester, device_id: str) -> str | None:
    """Return the name of the rule for a requester on a printer."""
    names = [rule.name for rule in find_rules(account, requester, device_id)]
    return " + ".join(names) or None


async def test_ranks(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, colour_id: str
) -> None:
    """A user is before a kind, a kind before others, a printer before all of them."""
    anna, mother = user("anna"), user("mother", is_admin=True)
    assert found(account, anna, device_id) is None
    add_rule(hass, account, "Others", others=True, pages_a_day=1)
    add_rule(
        hass, account, "Others here", others=True, pages_a_day=1, printers=[device_id]
    )
    assert found(account, anna, colour_id) == "Others"
    assert found(account, anna, device_id) == "Others here"
    add_rule(hass, account, "Voice", kinds=["voice"], pages_a_day=1)
    assert found(account, anna.via(VOICE), device_id) == "Voice"
    add_rule(hass, account, "Voice here", kinds=["voice"], printers=[device_id])
    assert found(account, anna.via(VOICE), device_id) == "Voice here"
    add_rule(hass, account, "Anna", users=["anna"], pages_a_day=1)
    assert found(account, anna.via(VOICE), device_id) == "Anna"
    assert found(account, anna, device_id) == "Anna"
    add_rule(hass, account, "Anna there", users=["anna"], printers=[colour_id])
    assert found(account, anna, device_id) == "Anna"
    assert found(account, anna, colour_id) == "Anna there"
    # Nobody is named by having no user.
    assert found(account, Requester(kind=DEVICE), colour_id) == "Others"
    assert found(account, mother, device_id) is None


async def test_renamed_printer(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, colour_id: str
) -> None:
    """What may be a missing printer has its rule, and its own."""
    anna = user("anna")
    data = {**account.data, DATA_RENAMED: {device_id: [colour_id]}}
    hass.config_entries.async_update_entry(account, data=data)
    assert found(account, anna, colour_id) is None
    add_rule(hass, account, "Old", others=True, ask_above=1, printers=[device_id])
    assert found(account, anna, colour_id) == "Old"
    (rule,) = find_rules(account, anna, colour_id)
    # Pages on both count.
    assert rule.device_ids == {device_id, colour_id}
    add_rule(hass, account, "All", others=True, pages_a_day=1)
    assert found(account, anna, colour_id) == "Old + All"
    assert found(account, anna, device_id) == "Old"
    add_rule(hass, account, "New", users=["anna"], pages_a_day=1, printers=[colour_id])
    assert found(account, anna, colour_id) == "Old + New"
    # One that applies to both is one.
    assert found(account, anna.via(LINK), colour_id) == "Old + New"
    add_rule(hass, account, "Anna", users=["anna"], printers=[device_id, colour_id])
    assert found(account, Requester(kind=VOICE), colour_id) == "Old + All"
    hass.config_entries.async_update_entry(account, data={**data, DATA_RENAMED: {}})
    assert found(account, Requester(kind=VOICE), colour_id) == "All"


async def test_exempt(hass: HomeAssistant, hub: Hub) -> None:
    """Administrators and automations have only rules that name them or their way."""
    mother = user("mother", is_admin=True)
    add_rule(hass, hub.account, "Others", others=True, pages_a_day=1)
    for requester in (
        mother,
        AUTOMATION,
        mother.via(VOICE),
        mother.via(RequesterKind.MODEL),
    ):
        assert found(hub.account, requester, hub.device_id) is None
    assert found(hub.account, mother.via(LINK), hub.device_id) == "Others"
    assert found(hub.account, Requester(kind=VOICE), hub.device_id) == "Others"
    # Anybody can speak to an administrator's tablet.
    add_rule(hass, hub.account, "Voice", kinds=["voice"], pages_a_day=1)
    assert found(hub.account, mother.via(VOICE), hub.device_id) == "Voice"
    assert found(hub.account, mother, hub.device_id) is None
    add_rule(hass, hub.account, "Automations", kinds=["automation"], pages_a_day=1)
    assert found(hub.account, AUTOMATION, hub.device_id) == "Automations"
    add_rule(hass, hub.account, "Mother", users=["mother"], pages_a_day=1)
    assert found(hub.account, mother, hub.device_id) == "Mother"


async def test_printer_that_is_gone(hass: HomeAssistant, hub: Hub) -> None:
    """A rule for a printer that is gone is not one for all printers."""
    add_rule(hass, hub.account, others=True, pages_a_day=1, printers=["gone"])
    assert found(hub.account, user("anna"), hub.device_id) is None


async def test_budgets() -> None:
    """A user has pages of the own; who has none shares those of the rule."""
    rule = Rule(rule_id="1", name="x", pages_a_day=3, device_ids=frozenset({"a"}))

    def budget(requester: Requester) -> str | None:
        return rule.create_limit("entry", requester).budget

    assert budget(user("anna")) == budget(user("anna").via(VOICE)) == "user:anna"
    shared = {budget(Requester(kind=kind)) for kind in (VOICE, DEVICE, LINK)}
    assert shared == {"rule:1"}
    limit = rule.create_limit("entry", user("anna"))
    assert (limit.a_day, limit.a_month, limit.device_ids) == (3, None, frozenset("a"))


@pytest.mark.parametrize(
    ("state", "is_open"),
    [
        (STATE_ON, True),
        (STATE_OFF, False),
        (STATE_UNKNOWN, False),
        (STATE_UNAVAILABLE, False),
        (None, False),
    ],
)
async def test_only_while(
    hass: HomeAssistant, state: str | None, is_open: bool
) -> None:
    """An entity that is unknown or gone is off."""
    rule = Rule(rule_id="1", name="x", only_while="schedule.school")
    assert Rule(rule_id="1", name="x").is_open(hass)
    if state is not None:
        hass.states.async_set("schedule.school", state)
    assert rule.is_open(hass) is is_open


@pytest.mark.parametrize(
    ("entity_id", "features", "is_open"),
    [
        ("schedule.x", None, True),
        ("binary_sensor.x", None, True),
        ("calendar.x", None, True),
        ("calendar.x", CalendarEntityFeature.DELETE_EVENT, True),
        ("calendar.x", CalendarEntityFeature.CREATE_EVENT, False),
        ("calendar.x", CalendarEntityFeature.UPDATE_EVENT, False),
        ("input_boolean.x", None, False),
        ("switch.x", None, False),
        ("person.x", None, False),
    ],
)
@pytest.mark.usefixtures("account")
async def test_only_while_kinds(
    hass: HomeAssistant, entity_id: str, features: int | None, is_open: bool
) -> None:
    """What who prints can switch is off, and the rule says that it asks each time."""
    rule = Rule(rule_id="1", name="x", only_while=entity_id)
    attributes = {} if features is None else {"supported_features": features}
    hass.states.async_set(entity_id, STATE_ON, attributes)
    assert rule.is_open(hass) is is_open
    assert ("ask each time" in describe_rule(hass, rule)) is not is_open


def test_from_data() -> None:
    """What is left out has its default."""
    rule = Rule.from_data("1", "x", MappingProxyType({}))
    assert rule == Rule(rule_id="1", name="x")
    assert rule.wait == timedelta(hours=24)
    full = Rule.from_data("1", "x", {"wait_hours": 2, "color": "ask"})
    assert (full.wait, full.color) == (timedelta(hours=2), ColorRule.ASK)
    for field in ("pages_a_day", "pages_a_month", "ask_above"):
        assert Rule.from_data("1", "x", {field: 0}).has_number


@pytest.mark.parametrize(
    ("one", "other", "is_equal"),
    [
        ({"users": ["a"]}, {"users": ["a", "b"]}, True),
        ({"users": ["a"]}, {"users": ["b"]}, False),
        ({"users": ["a"]}, {"others": True}, False),
        ({"others": True}, {"others": True}, True),
        ({"others": True}, {"kinds": ["voice"]}, False),
        ({"kinds": ["voice"]}, {"kinds": ["voice", "link"]}, True),
        ({"others": True}, {"others": True, "printers": ["a"]}, False),
        (
            {"others": True, "printers": ["a", "b"]},
            {"others": True, "printers": ["b"]},
            True,
        ),
        (
            {"others": True, "printers": ["a"]},
            {"others": True, "printers": ["b"]},
            False,
        ),
    ],
)
def test_equals(one: Any, other: Any, is_equal: bool) -> None:
    """Two rules are equal if neither would come before the other."""
    first, second = (Rule.from_data("1", "x", data) for data in (one, other))
    assert first.is_equal(second) is second.is_equal(first) is is_equal


@pytest.mark.parametrize(
    ("data", "english", "chinese"),
    [
        (
            {"pages_a_day": 20, "color": "never", "ask_above": 5},
            "Children: 20 pages a day, black and white, ask above 5",
            "Children：每天 20 页，只打黑白，超过 5 页需审批",
        ),
        (
            {"pages_a_day": 1, "pages_a_month": 1, "color": "ask", "ask_above": 0},
            "Children: 1 page a day, 1 page a month, ask for color, ask each time",
            "Children：每天 1 页，每月 1 页，彩色需审批，每次都需审批",
        ),
        (
            {"pages_a_month": 30, "only_while": "schedule.school"},
            "Children: 30 pages a month, ask unless “School” is on",
            "Children：每月 30 页，“School”未开启时需审批",
        ),
        (
            {"only_while": "schedule.gone"},
            "Children: ask unless “schedule.gone” is on",
            "Children：“schedule.gone”未开启时需审批",
        ),
        ({}, "Children: no limits", "Children：不限"),
        (
            {"pages_a_day": 2, "printers": ["gone"]},
            "Children (No longer there): 2 pages a day",
            "Children（已不存在）：每天 2 页",
        ),
    ],
)
@pytest.mark.usefixtures("account")
async def test_sentence(
    hass: HomeAssistant, data: Any, english: str, chinese: str
) -> None:
    """What a rule means is one sentence, in the language of the home."""
    hass.states.async_set("schedule.school", STATE_ON, {"friendly_name": "School"})
    rule = Rule.from_data("1", "Children", data)
    assert describe_rule(hass, rule) == english
    hass.config.language = "zh-Hans"
    assert describe_rule(hass, rule) == chinese


async def test_sentence_for_a_viewer(hass: HomeAssistant, device_id: str) -> None:
    """What one may not see is not named."""
    hass.states.async_set("calendar.secret", STATE_ON, {"friendly_name": "Secret"})
    rule = Rule.from_data(
        "1", "x", {"only_while": "calendar.secret", "printers": [device_id]}
    )
    assert describe_rule(hass, rule, user("anna")) == "x: ask unless “…” is on"
    # Nor by its id while it is not there
    hass.states.async_remove("calendar.secret")
    assert describe_rule(hass, rule, user("anna")) == "x: ask unless “…” is on"
    hass.states.async_set("calendar.secret", STATE_ON, {"friendly_name": "Secret"})
    admin = user("mother", is_admin=True)
    assert describe_rule(hass, rule, admin) == "x: ask unless “Secret” is on"
