"""Fixtures of a simulated cloud and of an account in Home Assistant."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import suppress
from ctypes import CDLL
from datetime import timedelta
from functools import lru_cache, partial
import gc
from inspect import isfunction, unwrap
import logging
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any, override
from unittest.mock import Mock, call, patch

from aiohttp import web_app
from freezegun.api import FrozenDateTimeFactory
from hassil import Sentence, parse_sentence
from hypothesis import HealthCheck, settings
from hypothesis.internal.entropy import deterministic_PRNG
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.printers import capabilities
from custom_components.cloudprint.spool import clock, tasks
from custom_components.cloudprint.voice import recognition
from homeassistant.components.conversation import trigger
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import aiohttp_client, translation
from homeassistant.helpers.entity import Entity
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .entities import device_id_of
from .hub import Hub, account_data
from .ipp.slow_conversion import SlowConversion
from .printing.one_sided import OneSided
from .repairs.fixing import Post, poster
from .simulator import Application, CloudSimulator, Printer
from .usage_reports import is_usage_report

# The same examples each time, so that a test fails only for the change. No deadline: the
# duration of an example depends on the load of the machine.
settings.register_profile(
    "fixed",
    settings.get_profile("default"),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# Ten times as many and other examples each time; the output has what repeats a failure.
settings.register_profile(
    "explore",
    settings.get_profile("fixed"),
    derandomize=False,
    max_examples=1000,
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

# Home Assistant parses all sentences of each account again, which are mostly the same. A
# home has some 110 long ones of up to 1 MB once parsed; core has short ones.
_LONG = 1000
_parse_long_once = lru_cache(maxsize=250)(parse_sentence)
_parse_short_once = lru_cache(maxsize=5000)(parse_sentence)


def _parse_sentence(text: str, **options: Any) -> Sentence:
    """Parse a sentence once, unless it depends on the rules of its language."""
    if "<" in text:
        return parse_sentence(text, **options)
    parse = _parse_long_once if len(text) > _LONG else _parse_short_once
    return parse(text, **options)


# The schema of triggers drops what it parses; what the agent parses has the same errors.
patch.object(
    trigger, "parse_sentence", partial(_parse_sentence, keep_text=True)
).start()
patch("hassil.intents.parse_sentence", _parse_sentence).start()

# The test helpers log each statement of the recorder.
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)

_hass_caches: set[Any] = set()

type SetUpAccount = Callable[..., Awaitable[MockConfigEntry]]
type Advance = Callable[[float], Awaitable[None]]

SLOW_SECONDS = 600
SLOW_MARKERS = ("slow", "browser", "cups")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Give the tests that are not fast more time than pyproject.toml gives the others."""
    seconds = max(SLOW_SECONDS, config.getoption("timeout") or 0)
    for item in items:
        if not item.get_closest_marker("timeout") and any(
            map(item.get_closest_marker, SLOW_MARKERS)
        ):
            item.add_marker(pytest.mark.timeout(seconds))


# New objects that are exempted before all are collected once more
_MAX_EXEMPTED = 400_000
_M_ARENA_MAX = -8  # malloc.h
_exempted = 0


def _freeze() -> None:
    """Exempt what is in use from garbage collection, which is faster without it.

    Reference cycles are not freed then, so core's caches must not keep a Home Assistant.
    After many new objects, all are collected once, without the parsed sentences.
    """
    global _exempted  # noqa: PLW0603 - so is what it counts
    if is_much := _exempted > _MAX_EXEMPTED:
        _exempted = 0
        gc.unfreeze()
        _parse_long_once.cache_clear()
        _parse_short_once.cache_clear()
        recognition._build_intents.cache_clear()  # noqa: SLF001 - kept to the end of a home
    _hass_caches.update(
        cache
        for cache in gc.get_objects()  # without those that are exempt
        if isinstance(cache, type(_parse_long_once))
        and cache.__module__.startswith(("homeassistant.", "custom_components."))
        and isfunction(function := unwrap(cache))
        and "hass" in function.__code__.co_varnames
    )
    for cache in _hass_caches:
        cache.cache_clear()
    gc.collect()
    if is_much:
        with suppress(AttributeError):
            CDLL(None).malloc_trim(0)  # glibc gives nothing back by itself
    else:
        _exempted += len(gc.get_objects())
    gc.freeze()


def pytest_collection_finish() -> None:
    """Exempt what was imported."""
    with suppress(AttributeError):
        # Otherwise each thread of glibc has a heap that stays as large as it ever was.
        CDLL(None).mallopt(_M_ARENA_MAX, 2)
    # Hypothesis creates its random numbers here, or warns that nothing refers to them.
    with deterministic_PRNG():
        _freeze()


class _UsageReports(logging.Handler):
    """Collects Home Assistant's reports about this integration."""

    def __init__(self) -> None:
        """Initialize without reports."""
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        text = f"{record.getMessage()}\n{record.stack_info or ''}"
        if is_usage_report(record.name, text):
            self.texts.append(text)


@pytest.fixture
def enabled_entities() -> Generator[None]:
    """Enable what is disabled at first, but for the image, which is drawn at each print."""
    with patch.object(
        Entity,
        "entity_registry_enabled_default",
        property(lambda entity: entity.translation_key != "last_document"),
    ):
        yield


@pytest.fixture(autouse=True)
def usage_reports() -> Generator[list[str]]:
    """Fail tests in which Home Assistant reports this integration.

    A test about such a report clears the list.
    """
    handler = _UsageReports()
    logging.getLogger().addHandler(handler)
    yield handler.texts
    logging.getLogger().removeHandler(handler)
    assert handler.texts == []


@pytest.fixture(autouse=True)
async def enable_event_loop_debug(request: pytest.FixtureRequest) -> None:
    """Debug the event loop if `asyncio_debug` says so.

    pytest keeps each request of a fixture of the session to its end.
    """
    loop: Any = asyncio.get_running_loop()
    loop.set_debug(request.config.getini("asyncio_debug"))
    # Frozen time counts seconds since 1970, as a float that cannot tell nanoseconds apart.
    # With a resolution of one, the loop spins on a timer that is due exactly now.
    loop._clock_resolution = 1e-6  # noqa: SLF001 - no other way


@pytest.fixture(autouse=True, scope="module")
def garbage_collection() -> None:
    """Free the tests of the previous file; the test helpers' own fixture keeps some."""
    _freeze()


@pytest.fixture(autouse=True)
def clear_calls(evict_faked_translations: object) -> Generator[None]:
    """Clear the calls that mocks of all tests have recorded, with each Home Assistant."""
    yield
    web_app._cached_build_middleware.cache_clear()  # noqa: SLF001 - keeps 1,024 applications
    resolver: Any = aiohttp_client._async_make_resolver  # noqa: SLF001 - such a mock
    if isinstance(resolver, Mock):
        resolver.reset_mock()
    strings: Any = translation._async_get_component_strings  # noqa: SLF001 - another
    # After the file, the test helpers read components and folders from the calls.
    components: set[str] = set().union(*(made.args[2] for made in strings.mock_calls))
    folders = {
        domain: SimpleNamespace(file_path=integration.file_path)
        for made in strings.mock_calls
        for domain, integration in made.args[3].items()
    }
    strings.reset_mock()
    strings.mock_calls.append(call(None, None, components, folders))


@pytest.fixture(autouse=True)
def freezable_clock() -> Generator[None]:
    """Use a clock that can be frozen instead of the boot time."""
    with patch.object(clock, "_BOOT_TIME", None):
        yield


@pytest.fixture(autouse=True)
def wait_for_spool() -> Generator[None]:
    """Let tests wait for the spool's tasks, too, except while Home Assistant stops."""
    really = HomeAssistant.async_block_till_done

    async def block(hass: HomeAssistant, wait_background_tasks: bool = False) -> None:
        await really(hass, wait_background_tasks)
        while hass.state is CoreState.running and (
            spooling := [
                task
                for task in asyncio.all_tasks() - {asyncio.current_task()}
                if task.get_name().startswith(tasks.PREFIX) and not task.cancelling()
            ]
        ):
            await asyncio.wait(spooling)
            await really(hass, wait_background_tasks)

    with patch.object(HomeAssistant, "async_block_till_done", block):
        yield


@pytest.fixture(autouse=True)
def late_capabilities() -> Generator[None]:
    """Let a slow test end before capabilities are fetched in the background."""
    with patch.object(capabilities, "QUICK_PAUSE", timedelta(minutes=1)):
        yield


@pytest.fixture
def config_folder(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Create a configuration folder for each test."""
    hass.config.config_dir = str(tmp_path)
    hass.config.media_dirs = {"local": str(tmp_path / "media")}
    hass.config.allowlist_external_dirs = {str(tmp_path / "media")}
    (tmp_path / "media").mkdir()
    return tmp_path


@pytest.fixture
def kept_folder(config_folder: Path) -> Path:
    """Return the folder of the kept files."""
    return config_folder / ".storage/cloudprint/documents"


@pytest.fixture
async def simulator(socket_enabled: None) -> AsyncGenerator[CloudSimulator]:
    """Run a simulated cloud, and check that it saw no violations."""
    cloud = CloudSimulator()
    await cloud.start()
    yield cloud
    await cloud.stop()
    assert cloud.violations == []


@pytest.fixture
def application(simulator: CloudSimulator) -> Application:
    """Add an application to the cloud."""
    return simulator.add_application()


@pytest.fixture
def printer(simulator: CloudSimulator, application: Application) -> Printer:
    """Share the document's own printer with the application."""
    shared = simulator.add_printer()
    simulator.bind(application, shared)
    return shared


@pytest.fixture
def colour_printer(simulator: CloudSimulator, application: Application) -> Printer:
    """Share a colour duplex printer with the application."""
    shared = simulator.add_colour_printer()
    simulator.bind(application, shared)
    return shared


@pytest.fixture
def set_up_account(
    hass: HomeAssistant,
    config_folder: Path,
    enable_custom_integrations: None,
    simulator: CloudSimulator,
    application: Application,
) -> SetUpAccount:
    """Return a function that sets up the application's account, with options."""

    async def set_up(**options: Any) -> MockConfigEntry:
        entry = MockConfigEntry(
            domain=DOMAIN,
            title="Cloud Print",
            unique_id=application.app_id,
            data=account_data(simulator, application),
            options=options,
        )
        entry.add_to_hass(hass)
        assert await async_setup_component(hass, DOMAIN, {})
        await hass.async_block_till_done()
        return entry

    return set_up


@pytest.fixture
async def account(
    printer: Printer, colour_printer: Printer, set_up_account: SetUpAccount
) -> MockConfigEntry:
    """Set up an account with the document's printer and a colour one."""
    return await set_up_account()


@pytest.fixture
def advance(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Advance:
    """Return a function that advances frozen time by seconds."""

    async def pass_time(seconds: float) -> None:
        freezer.tick(timedelta(seconds=seconds))
        async_fire_time_changed(hass)
        await hass.async_block_till_done(wait_background_tasks=True)

    return pass_time


@pytest.fixture
def noon(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Let it be noon, whenever the tests run: hours later is the same day."""
    freezer.move_to(dt_util.start_of_local_day() + timedelta(hours=12))


@pytest.fixture
def device_id(hass: HomeAssistant, account: MockConfigEntry, printer: Printer) -> str:
    """Return the device id of the document's printer."""
    return device_id_of(hass, account, printer)


@pytest.fixture
def colour_id(
    hass: HomeAssistant, account: MockConfigEntry, colour_printer: Printer
) -> str:
    """Return the device id of the colour printer."""
    return device_id_of(hass, account, colour_printer)


@pytest.fixture
def hub(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    application: Application,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    colour_printer: Printer,
    colour_id: str,
) -> Hub:
    """Return the account with its printers."""
    return Hub(
        hass=hass,
        simulator=simulator,
        application=application,
        account=account,
        printer=printer,
        device_id=device_id,
        colour_printer=colour_printer,
        colour_id=colour_id,
    )


@pytest.fixture
async def one_sided_id(hub: Hub) -> str:
    """Return the device of the document's printer, which prints one side."""
    hub.printer.report(supportedSides=["ONESIDE"])
    await hub.data.capabilities.async_fetch(hub.device_id)
    return hub.device_id


@pytest.fixture
async def one_sided(hub: Hub, advance: Advance) -> OneSided:
    """Let the document's printer print one side, with known trays."""
    one_sided = OneSided(
        hass=hub.hass,
        account=hub.account,
        advance=advance,
        device_id=hub.device_id,
        printer=hub.printer,
        simulator=hub.simulator,
    )
    await one_sided.set_trays()
    return one_sided


@pytest.fixture
async def logbook(recorder_mock: object, hass: HomeAssistant) -> None:
    """Set up the logbook without the frontend, after the recorder."""
    hass.config.components.add("frontend")
    assert await async_setup_component(hass, "logbook", {})


@pytest.fixture
def conversion() -> Generator[SlowConversion]:
    """Let conversions wait."""
    with SlowConversion() as slow:
        yield slow


@pytest.fixture
async def post(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Post:
    """Return a function that posts to the API of the repairs."""
    assert await async_setup_component(hass, "repairs", {})
    return poster(hass, hass_client)
