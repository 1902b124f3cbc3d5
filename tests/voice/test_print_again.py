"""What "that" means: the last print of who speaks, and where it is printed again."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.voice.commands import ConversationContext
from custom_components.cloudprint.voice.performing import CommandResult, async_perform
from homeassistant.core import Context
from homeassistant.helpers import device_registry as dr

from .conftest import Home
from .test_waiting import set_online

MATHS_HERE = "print the maths sheet in the study"
LIST_THERE = "print the shopping list in the office"
WHICH = "Which one? You printed nothing in the last hour."


async def perform(
    home: Home, text: str, user_id: str | None = None, satellite_id: str | None = None
) -> CommandResult:
    """Say a sentence as a user, or to a satellite."""
    home.freezer.tick(timedelta(milliseconds=1))
    conversation = ConversationContext(
        language="en", context=Context(user_id=user_id), device_id=satellite_id
    )
    return await async_perform(home.hass, text, conversation)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("print that again on the office printer", "1 + 1 = @ office"),
        ("print another copy on the office printer", "1 + 1 = @ office x 1"),
        ("on the office printer, print it again", "1 + 1 = @ office"),
        ("print it on the office printer", "1 + 1 = @ office"),
        ("用办公室的打印机再打一份", "1 + 1 = @ office x 1"),
        ("在办公室再打印一次", "1 + 1 = @ office"),
        ("把它用办公室的打印机打印出来", "1 + 1 = @ office"),
        ("在办公室的打印机上打印刚才那份", "1 + 1 = @ office"),
        # Where it was, if no printer is named
        ("print that again", "1 + 1 = @ study"),
    ],
)
async def test_other_printer(home: Home, text: str, printed: str) -> None:
    """It is the last print, and not the last one of the named printer."""
    await home.say(LIST_THERE)
    await home.say(MATHS_HERE)
    home.printed()
    language = "en" if text.isascii() else "zh-Hans"
    assert "Maths sheet" in await home.say(text, language=language)
    assert home.printed() == [printed]


async def test_waiting(home: Home) -> None:
    """What waits is moved: "again" alone prints it twice."""
    await set_online(home, "0")
    await home.say(LIST_THERE)
    said = await home.say("print it on the study printer")
    assert said == "Sent “Shopping list” to 彩色打印机."
    await set_online(home, "1")
    assert home.printed() == ["Shopping list @ study"]


async def test_users(home: Home) -> None:
    """Each person means their own print."""
    ids = [
        (await home.hass.auth.async_create_user(name, group_ids=["system-admin"])).id
        for name in ("Ben", "Cleo")
    ]
    ben, cleo = ids
    await perform(home, LIST_THERE, ben)
    await perform(home, MATHS_HERE, cleo)
    home.printed()
    for user_id, printed in ((ben, "Shopping list"), (cleo, "1 + 1 =")):
        await perform(home, "print that again on the office printer", user_id)
        assert home.printed() == [f"{printed} @ office"]
    # The person at the keyboard has printed nothing.
    assert (await home.say("print that again")).startswith(WHICH)
    assert (await home.say("再打一份", language="zh-Hans")).startswith("是哪一份？")
    said = await home.say("print it on the office printer")
    assert said.startswith(WHICH)
    assert home.printed() == []


async def test_nothing_of_ones_own(home: Home) -> None:
    """With own history, somebody who has printed nothing is told that."""
    ben = await home.hass.auth.async_create_user("Ben", group_ids=["system-users"])
    await home.say(LIST_THERE)
    options = {**home.account.options, "own_history": True}
    home.hass.config_entries.async_update_entry(home.account, options=options)
    await home.settle()
    for sentence, answer in (
        ("did my document print", "You have not printed anything yet."),
        (
            "did my document print in the study",
            "“study” has printed nothing for you yet.",
        ),
    ):
        assert (await perform(home, sentence, ben.id)).speech == answer


async def test_satellites(home: Home) -> None:
    """Without a user, it is the last print that was asked for at the same satellite."""
    devices = dr.async_get(home.hass)
    here, there = home.satellite_id, home.study_satellite_id
    for device_id, name in ((here, "Ear"), (there, "Other ear")):
        devices.async_update_device(device_id, name_by_user=name)
    await perform(home, LIST_THERE, satellite_id=here)
    await perform(home, MATHS_HERE, satellite_id=there)
    await perform(home, "print a test page in the study")
    home.printed()
    for satellite_id, printed in (
        (here, "Shopping list @ study"),
        (there, "1 + 1 = @ study"),
        (None, "Test page @ study"),
    ):
        await perform(home, "print that again in the study", satellite_id=satellite_id)
        assert home.printed() == [printed]


async def test_too_long_ago(home: Home, freezer: FrozenDateTimeFactory) -> None:
    """After an hour, it is asked about."""
    await perform(home, LIST_THERE)
    home.printed()
    freezer.tick(timedelta(minutes=59))
    assert not (await perform(home, "print that again")).is_error
    assert home.printed() == ["Shopping list @ office"]
    freezer.tick(timedelta(minutes=61))
    result = await perform(home, "print that again on the office printer")
    assert result.speech.startswith(WHICH)
    assert result.is_error
    assert home.printed() == []
