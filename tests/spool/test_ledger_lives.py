"""The ledger equals what was printed, whatever happens to the prints."""

from collections.abc import Collection
from random import Random, SystemRandom
from typing import Any, Final

from freezegun.api import FrozenDateTimeFactory
from hypothesis import settings
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from homeassistant.config_entries import ConfigEntryState

from ..hub import account_data
from ..printing.test_quirks import answers
from ..rules import add_rule
from ..simulator import Printer
from .clocks import Clocks
from .conftest import OpenHouse
from .ledger_lives import Lives, TwoAccounts, make_people
from .test_chaos import EVENINGS, FIXED_SEED, history

LIVES: Final = 300
SEED: Final = 20261129
RARE: Final = (
    *("crash", "restart", "async_move done", "async_reprint done"),
    *("decided on approval", "pages_used_up_day", "turn_paper"),
    "seen, and not finished",
)
"""Steps that occur only a few times in 300 lives, depending on timing."""


async def live(
    open_house: OpenHouse,
    printers: list[Printer],
    clocks: Clocks,
    seed: int,
    prints: int,
    steps: Collection[str] = (),
) -> Lives:
    """Let people print so often, and on until all steps occurred; return what was seen."""
    first = await open_house()
    hass, simulator = first.hass, first.simulator
    await hass.config.async_set_time_zone("Europe/Berlin")
    application = simulator.add_application(app_id="shop", app_key="open sesame")
    shop = simulator.add_printer(name="Shop", sn="Xk9shoP1", share_code="700000001")
    simulator.bind(application, shop)
    house = TwoAccounts(hass, first.freezer, simulator, first.entry)
    # It makes no copies: each is a job.
    house.other = MockConfigEntry(
        domain=DOMAIN,
        title="Shop",
        unique_id=application.app_id,
        data=account_data(simulator, application),
        options=answers(copies="one"),
    )
    house.other.add_to_hass(hass)
    people = await make_people(hass)
    anna, ben = (people[number].requester.user_id for number in (1, 2))
    for entry in house.entries:
        add_rule(hass, entry, "Anna", users=[anna], ask_above=2)
        add_rule(hass, entry, "Ben", users=[ben], pages_a_day=20)
        add_rule(hass, entry, "Phones", kinds=["device"], pages_a_month=60)
    await house.load()
    lives = Lives(house, clocks, printers, [shop], people, Random(seed))
    try:
        with lives.passing_time(), lives.watching():
            await lives.live(prints)
            while not all(lives.steps[step] for step in steps):
                assert len(lives.calls) < 3 * prints, (seed, steps)
                await lives.live(len(lives.calls) + 10)
            await lives.come_to_rest()
            await lives.tend()
        jobs = await history(house)
        await lives.give_back(jobs)
        assert await lives.get_ledger() == lives.get_truth()
        for store in house.stores:
            for device_id, pages in store.printed_pages.items():
                finished = [
                    await house.known(job)
                    for job in jobs
                    if (job["state"], job["device_id"]) == ("finished", device_id)
                ]
                assert pages == sum(job.pages.impressions or 0 for job in finished)
        # What is told does not depend on what is remembered.
        shown = [store.printed_pages for store in house.stores]
        await house.restart()
        assert [store.printed_pages for store in house.stores] == shown
    except BaseException as err:
        err.add_note(f"The seed was {seed}; {dict(lives.steps)}")
        raise
    finally:
        if house.other.state is ConfigEntryState.LOADED:
            await hass.config_entries.async_unload(house.other.entry_id)
    return lives


@pytest.mark.parametrize("seed", [28])
async def test_short_lives(
    open_house: OpenHouse,
    printer: Printer,
    colour_printer: Printer,
    clocks: Clocks,
    seed: int,
) -> None:
    """What was printed is counted for who asked for it, and nothing else."""
    lives = await live(open_house, [printer, colour_printer], clocks, seed, 12)
    assert lives.get_truth()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [SEED, pytest.param(None, id="random")])
async def test_lives(
    open_house: OpenHouse,
    printer: Printer,
    colour_printer: Printer,
    freezer: FrozenDateTimeFactory,
    clocks: Clocks,
    record_property: Any,
    seed: int | None,
) -> None:
    """The same in 300 lives, over the nights in which clocks are put back and forward."""
    if seed is None:
        is_new = settings.get_current_profile_name() == "explore"
        seed = SystemRandom().randrange(10**9) if is_new else FIXED_SEED
    freezer.move_to(EVENINGS[seed % len(EVENINGS)])
    printers = [printer, colour_printer]
    steps = RARE if seed == SEED else ()
    lives = await live(open_house, printers, clocks, seed, LIVES, steps)
    if seed == SEED:
        assert lives.steps["async_give_back done"]
    record_property(
        f"Random lives of prints, seed {seed}",
        f"{len(lives.calls)} prints called, {len(lives.simulator.printed)} printed,"
        f" {lives.get_truth().total()} pages; {dict(lives.steps)}",
    )
