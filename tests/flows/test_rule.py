"""Tests of the form that adds and changes rules."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.policy.rules import Rule, get_rules
from custom_components.cloudprint.requester import RequesterKind
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from ..hub import Hub
from ..package import ROOT
from ..printing.test_permissions import call_as
from ..rules import add_rule
from .steps import as_text, open_subentry, send, suggested


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Add a user with a person."""
    await hass.auth.async_create_user("Owner", group_ids=["system-admin"])
    anna = await hass.auth.async_create_user("anna1", group_ids=["system-users"])
    hass.states.async_set(
        "person.anna", "home", {"friendly_name": "Anna", "user_id": anna.id}
    )
    return anna


def options_of(result: Any, name: str) -> dict[str, str]:
    """Return the labels of a field's options by value."""
    schema = result["data_schema"].schema
    fields = {**schema, **schema["more"].schema.schema}
    return {each["value"]: each["label"] for each in fields[name].config["options"]}


async def test_add(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """A rule is added without a reload, and the dialog says what it means."""
    data = hub.data
    result = await open_subentry(hass, hub.account, "rule")
    # Short: the rest is in a section, collapsed at first.
    assert list(result["data_schema"].schema) == [
        *("name", "who", "pages_a_day", "ask_above", "approvers", "more")
    ]
    assert result["data_schema"].schema["more"].options == {"collapsed": True}
    result = await send(
        hass,
        result,
        name="  Children ",
        who=[anna.id, "voice", "others"],
        pages_a_day=20.0,
        ask_above=5.0,
        approvers=[anna.id],
        more={
            "color": "never",
            "printers": [hub.device_id],
            "only_while": "schedule.school",
            "wait_hours": 2.0,
        },
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Children"
    assert_told_of_blueprint(result, result["description"])
    said = as_text(result["description_placeholders"]["sentence"])
    assert said.endswith(
        ": 20 pages a day, black and white, ask above 5,"
        " ask unless “schedule.school” is on. It is for: All others, Anna, Voice."
        " Asked: Anna."
    )
    (rule,) = get_rules(hub.account)
    assert rule == Rule.from_data(
        rule.rule_id,
        "Children",
        {
            "users": [anna.id],
            "kinds": ["voice"],
            "others": True,
            "printers": [hub.device_id],
            "pages_a_day": 20,
            "color": "never",
            "ask_above": 5,
            "only_while": "schedule.school",
            "approvers": [anna.id],
            "wait_hours": 2,
        },
    )
    assert hub.data is data


def assert_told_of_blueprint(result: Any, ending: str) -> None:
    """Assert that the last step leads to the blueprint, as the documentation does."""
    assert ending == "asks"
    link = f"]({result['description_placeholders']['blueprint']})"
    assert link in (ROOT / "docs/blueprints.md").read_text("utf-8")


async def test_rule_that_does_not_ask(hass: HomeAssistant, hub: Hub) -> None:
    """Its last step says what it does, and nothing of approval."""
    result = await send(
        hass,
        await open_subentry(hass, hub.account, "rule"),
        name="All",
        who=["others"],
        more={"color": "never"},
    )
    assert result["description"] is None
    (rule_id,) = hub.account.subentries
    result = await open_subentry(hass, hub.account, "rule", rule_id)
    result = await send(
        hass, result, name="Others", who=["others"], more={"color": "never"}
    )
    assert result["reason"] == "rule_changed"


async def test_nothing_that_is_zero_is_lost(hub: Hub) -> None:
    """No pages at all, and asking each time, are limits."""
    await send(
        hub.hass,
        await open_subentry(hub.hass, hub.account, "rule"),
        name="Strangers",
        who=["link"],
        pages_a_day=0.0,
        ask_above=0.0,
    )
    (rule,) = get_rules(hub.account)
    assert (rule.pages_a_day, rule.ask_above) == (0, 0)
    assert rule.kinds == {RequesterKind.LINK}


async def test_who_can_be_chosen(hub: Hub, anna: User) -> None:
    """Users are shown as their persons; those of programs and inactive ones are not."""
    await hub.hass.auth.async_create_system_user("Add-on")
    ben, other = [await hub.hass.auth.async_create_user("Ben") for _ in range(2)]
    inactive = await hub.hass.auth.async_create_user("Gone")
    await hub.hass.auth.async_update_user(inactive, is_active=False)
    hub.hass.states.async_set("person.dog", "home", {"friendly_name": "Dog"})
    result = await open_subentry(hub.hass, hub.account, "rule")
    people = [
        *("Anna", *sorted(f"Ben ({each.id[:6]})" for each in (ben, other))),
        "Owner",
    ]
    kinds = ["automation", "voice", "model", "device", "link", "others"]
    assert list(options_of(result, "who").values()) == [*people, *kinds]
    assert list(options_of(result, "approvers").values()) == people
    assert options_of(result, "who")[anna.id] == "Anna"


async def test_change(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """A rule is shown as it is, and changed without a reload."""
    data = hub.data
    rule_id = add_rule(
        hass,
        hub.account,
        users=[anna.id],
        others=True,
        printers=[hub.device_id],
        pages_a_day=2,
        wait_hours=3,
    )
    result = await open_subentry(hass, hub.account, "rule", rule_id)
    assert suggested(result["data_schema"]) == {
        "name": "Children",
        "who": [anna.id, "others"],
        "pages_a_day": 2,
        "printers": [hub.device_id],
        "wait_hours": 3,
    }
    result = await send(
        hass,
        result,
        name="Anna",
        who=[anna.id],
        more={"color": "ask", "wait_hours": 1},
    )
    assert result["type"] is FlowResultType.ABORT
    assert_told_of_blueprint(result, result["reason"].removeprefix("rule_changed_"))
    assert as_text(result["description_placeholders"]["sentence"]) == (
        "Anna: ask for color. It is for: Anna. Asked: administrators."
    )
    (rule,) = get_rules(hub.account)
    assert (rule.name, rule.pages_a_day, rule.device_ids) == ("Anna", None, frozenset())
    assert hub.data is data


async def test_what_is_gone(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """Gone users, printers and approvers stay with a rule until they are removed."""
    rule_id = add_rule(
        hass, account, users=["1"], printers=["2"], approvers=["3"], pages_a_day=1
    )
    result = await open_subentry(hass, account, "rule", rule_id)
    for name, value in (("who", "1"), ("printers", "2"), ("approvers", "3")):
        assert options_of(result, name)[value] == "No longer there"
    kept = {"name": "x", "who": ["1"], "pages_a_day": 1, "approvers": ["3"]}
    result = await send(hass, result, **kept, more={"printers": ["2"]})
    sentence = as_text(result["description_placeholders"]["sentence"])
    assert sentence.endswith("It is for: No longer there. Asked: No longer there.")
    (rule,) = get_rules(account)
    assert (rule.users, rule.device_ids, rule.approvers) == (
        frozenset("1"),
        frozenset("2"),
        ("3",),
    )
    result = await send(
        hass,
        await open_subentry(hass, account, "rule", rule_id),
        name="x",
        who=["others"],
        pages_a_day=1,
        more={},
    )
    (rule,) = get_rules(account)
    assert (rule.users, rule.device_ids, rule.approvers) == (
        frozenset(),
        frozenset(),
        (),
    )


@pytest.mark.parametrize(
    ("entered", "errors", "other"),
    [
        ({"name": "  "}, {"name": "name_invalid"}, ""),
        ({"name": "x" * 101}, {"name": "name_invalid"}, ""),
        ({"who": []}, {"who": "who_missing"}, ""),
        ({"who": None}, {"who": "who_missing"}, ""),
        ({"who": ["model", "voice"]}, {"who": "who_taken"}, "Spoken"),
        ({"who": [], "more": {"color": "allowed"}, "name": ""}, None, ""),
    ],
)
async def test_errors(hub: Hub, entered: Any, errors: Any, other: str) -> None:
    """Errors are beside their fields, keep what was entered, and can be corrected."""
    add_rule(hub.hass, hub.account, "Spoken", kinds=["voice"], pages_a_day=1)
    right = {"name": "x", "who": ["others"], "more": {"color": "ask"}}
    given = {
        name: value for name, value in (right | entered).items() if value is not None
    }
    result = await send(
        hub.hass, await open_subentry(hub.hass, hub.account, "rule"), **given
    )
    assert result["type"] is FlowResultType.FORM
    if errors is None:
        assert len(result["errors"]) == 2
    else:
        assert result["errors"] == errors
    assert result["description_placeholders"] == {"rule": other, "entity": ""}
    shown = suggested(result["data_schema"])
    assert shown.get("who") == given.get("who")
    result = await send(hub.hass, result, **right)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("entity_id", "is_new"),
    [("input_boolean.x", False), ("calendar.family", False), ("calendar.family", True)],
)
async def test_entity_that_can_be_switched(
    hass: HomeAssistant, account: MockConfigEntry, entity_id: str, is_new: bool
) -> None:
    """What people can switch is refused by its id, also in a rule that has it."""
    hass.states.async_set(entity_id, "on", {"supported_features": 1})
    rule_id = None
    if not is_new:
        rule_id = add_rule(hass, account, others=True, only_while=entity_id)
    fields = {"name": "x", "who": ["others"]}
    result = await open_subentry(hass, account, "rule", rule_id)
    result = await send(hass, result, **fields, more={"only_while": entity_id})
    assert result["errors"] == {"more": "only_while_writable"}
    assert result["description_placeholders"]["entity"] == entity_id
    await send(hass, result, **fields, more={"only_while": "binary_sensor.door"})
    assert [rule.only_while for rule in get_rules(account)] == ["binary_sensor.door"]


async def test_exempted(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """A rule without limits exempts whom it names from the rule for all others."""
    add_rule(hass, hub.account, "Others", others=True, pages_a_day=1)
    result = await send(
        hass,
        await open_subentry(hass, hub.account, "rule"),
        name="Anna",
        who=[anna.id],
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    said = result["description_placeholders"]["sentence"]
    assert as_text(said) == "Anna: no limits. It is for: Anna."
    for _ in range(2):
        await call_as(hass, anna, "print", device_id=hub.device_id, text="x")


async def test_same_on_another_printer(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, colour_id: str
) -> None:
    """The same people have other rules on other printers, but not two on one."""
    add_rule(hass, account, others=True, pages_a_day=1)
    add_rule(hass, account, "Here", others=True, printers=[device_id], pages_a_day=1)
    fields = {"name": "x", "who": ["others"]}
    result = await send(
        hass,
        await open_subentry(hass, account, "rule"),
        **fields,
        more={"printers": [device_id, colour_id]},
    )
    assert result["errors"] == {"who": "who_taken"}
    assert result["description_placeholders"]["rule"] == "Here"
    result = await send(hass, result, **fields, more={"printers": [colour_id]})
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("gone", ["account_gone", "rule_gone"])
async def test_deleted_meanwhile(hub: Hub, gone: str) -> None:
    """The form ends if the rule or its account was deleted."""
    rule_id = add_rule(hub.hass, hub.account, others=True, pages_a_day=1)
    forms = [await open_subentry(hub.hass, hub.account, "rule", rule_id)]
    if gone == "rule_gone":
        hub.hass.config_entries.async_remove_subentry(hub.account, rule_id)
    else:
        forms.append(await open_subentry(hub.hass, hub.account, "rule"))
        await hub.hass.config_entries.async_remove(hub.account.entry_id)
    for form in forms:
        result = await send(hub.hass, form, name="x", who=["others"])
        assert (result["type"], result["reason"]) == (FlowResultType.ABORT, gone)
