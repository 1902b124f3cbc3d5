"""Tests of serving the dashboard card and adding it to the dashboards."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
import logging
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import CLIENT_ID, MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.cloudprint import frontend
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.frontend import CARD, CARD_URL, CHUNKS_URL
from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.components.frontend import async_register_built_in_panel
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .conftest import SetUpAccount
from .hub import account_data
from .simulator import Application, CloudSimulator, Printer

CODE = "customElements.define('cloudprint-card', class extends HTMLElement {});"
URL = f"{CARD_URL}?v={sha256(CODE.encode()).hexdigest()[:12]}"

type SetUpDashboards = Callable[..., Awaitable[None]]


@pytest.fixture
def card_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Create the file of a built card."""
    folder = tmp_path / "frontend"
    (folder / "chunks").mkdir(parents=True)
    file = folder / "cloudprint-card.js"
    file.write_text(CODE, encoding="utf-8")
    monkeypatch.setattr(frontend, "FOLDER", folder)
    return file


@pytest.fixture
def dashboards(hass: HomeAssistant, config_folder: Path) -> SetUpDashboards:
    """Return a function that sets up the dashboards."""

    async def set_up(**config: Any) -> None:
        assert await async_setup_component(hass, "lovelace", {"lovelace": config})

    return set_up


async def resources(hass: HomeAssistant) -> list[str]:
    """Return the addresses of the dashboards' resources."""
    collection = hass.data[LOVELACE_DATA].resources
    await collection.async_get_info()
    items = collection.async_items()
    assert {item["type"] for item in items} <= {"module"}
    return [item["url"] for item in items]


async def test_served(
    card_file: Path,
    printer: Printer,
    set_up_account: SetUpAccount,
    hass_client: ClientSessionGenerator,
) -> None:
    """Browsers can get the card, also without dashboards, and cache its parts."""
    (card_file.parent / "chunks/card-1234abcd.js").write_text("1;", encoding="utf-8")
    (card_file.parent / "cloudprint-panel.js").write_text("2;", encoding="utf-8")
    await set_up_account()
    client = await hass_client()
    for url, code, caching in (
        (URL, CODE, "no-cache"),
        ("/cloudprint_static/cloudprint-panel.js", "2;", "no-cache"),
        (f"{CHUNKS_URL}/card-1234abcd.js", "1;", "max-age=2678400"),
    ):
        answer = await client.get(url)
        assert answer.status == 200
        assert "javascript" in answer.content_type
        assert caching in answer.headers["Cache-Control"]
        assert await answer.text() == code
    entry = await client.get(URL)
    unchanged = {"If-None-Match": entry.headers["ETag"]}
    assert (await client.get(URL, headers=unchanged)).status == 304
    # An open page may ask for the parts of the version before.
    assert (await client.get(f"{CHUNKS_URL}/card-00000000.js")).status == 404


@pytest.mark.usefixtures("card_file", "printer")
async def test_resource(
    hass: HomeAssistant, dashboards: SetUpDashboards, set_up_account: SetUpAccount
) -> None:
    """The resource exists while there is an account; others are not changed."""
    await dashboards()
    collection: Any = hass.data[LOVELACE_DATA].resources
    await collection.async_create_item({"res_type": "module", "url": "/local/a.js"})
    account = await set_up_account()
    assert await resources(hass) == ["/local/a.js", URL]
    await hass.config_entries.async_reload(account.entry_id)
    assert await resources(hass) == ["/local/a.js", URL]
    await hass.config_entries.async_remove(account.entry_id)
    assert await resources(hass) == ["/local/a.js"]
    # Once more, without a restart.
    account = await set_up_account()
    assert await hass.config_entries.async_setup(account.entry_id)
    assert await resources(hass) == ["/local/a.js", URL]


@pytest.mark.usefixtures("card_file", "printer")
async def test_two_accounts(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    dashboards: SetUpDashboards,
    set_up_account: SetUpAccount,
) -> None:
    """Two accounts share one resource, which the last one removes."""
    await dashboards()
    application: Application = simulator.add_application(
        "0123456789abcdef0123456789abcdef"
    )
    other = MockConfigEntry(
        domain=DOMAIN,
        unique_id=application.app_id,
        data=account_data(simulator, application),
    )
    other.add_to_hass(hass)
    account = await set_up_account()
    assert other.state is ConfigEntryState.LOADED
    assert await resources(hass) == [URL]
    await hass.config_entries.async_remove(other.entry_id)
    assert await resources(hass) == [URL]
    await hass.config_entries.async_remove(account.entry_id)
    assert await resources(hass) == []


@pytest.mark.usefixtures("card_file", "printer")
async def test_new_version(
    hass: HomeAssistant, dashboards: SetUpDashboards, set_up_account: SetUpAccount
) -> None:
    """The address of an older version is replaced, and duplicates are removed."""
    await dashboards()
    collection: Any = hass.data[LOVELACE_DATA].resources
    for version in ("?v=1", "?v=2", ""):
        await collection.async_create_item(
            {"res_type": "module", "url": f"{CARD_URL}{version}"}
        )
    await set_up_account()
    assert await resources(hass) == [URL]


@pytest.mark.usefixtures("card_file", "printer")
@pytest.mark.parametrize(
    ("urls", "told"),
    [
        ([], "to use the Cloud Print card, add {url: %s, type: module}"),
        ([f"{CARD_URL}?v=1"], "{url: %s, type: module} in place of its older"),
        ([URL], None),
    ],
)
async def test_yaml(
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    dashboards: SetUpDashboards,
    set_up_account: SetUpAccount,
    urls: list[str],
    told: str | None,
) -> None:
    """With resources in YAML, the log says once what to add, unless it is there."""
    await dashboards(
        resource_mode="yaml", resources=[{"url": url, "type": "module"} for url in urls]
    )
    account = await set_up_account()
    lines = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("custom_components.cloudprint")
        and record.levelno >= logging.WARNING
    ]
    if told is None:
        assert lines == []
    else:
        (line,) = lines
        assert told % URL in line
    await hass.config_entries.async_remove(account.entry_id)
    assert await resources(hass) == urls


@pytest.mark.usefixtures("card_file", "printer")
async def test_panel(
    hass: HomeAssistant,
    set_up_account: SetUpAccount,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """There is a panel for all users, outside of the sidebar."""
    assert await async_setup_component(hass, "frontend", {})
    await set_up_account()
    user = await hass.auth.async_create_user("Member", group_ids=[GROUP_ID_USER])
    token = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
    socket = await hass_ws_client(hass, hass.auth.async_create_access_token(token))
    await socket.send_json({"id": 1, "type": "get_panels"})
    panel = (await socket.receive_json())["result"]["cloudprint"]
    assert panel["component_name"] == "custom"
    assert panel["show_in_sidebar"] is False
    custom = panel["config"]["_panel_custom"]
    assert custom["module_url"] == "/cloudprint_static/cloudprint-panel.js"


@pytest.mark.usefixtures("card_file", "printer")
async def test_panel_is_taken(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, set_up_account: SetUpAccount
) -> None:
    """Where its address is taken, that is logged, and the rest is set up."""
    async_register_built_in_panel(hass, "lovelace", frontend_url_path=DOMAIN)
    account = await set_up_account()
    assert account.state is ConfigEntryState.LOADED
    assert "Overwriting panel cloudprint" in caplog.text


async def test_no_file(
    hass: HomeAssistant,
    card_file: Path,
    caplog: pytest.LogCaptureFixture,
    dashboards: SetUpDashboards,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """A missing file does not stop the setup."""
    card_file.unlink()
    await dashboards()
    account = await set_up_account()
    assert account.state is ConfigEntryState.LOADED
    assert await resources(hass) == []
    await hass.config_entries.async_remove(account.entry_id)
    assert not [
        record
        for record in caplog.records
        if record.name.startswith("custom_components.cloudprint")
        and record.levelno >= logging.INFO
        and "ard" in record.getMessage()
    ]


@pytest.mark.usefixtures("printer")
async def test_unreadable_file(
    hass: HomeAssistant,
    card_file: Path,
    caplog: pytest.LogCaptureFixture,
    dashboards: SetUpDashboards,
    set_up_account: SetUpAccount,
) -> None:
    """A file that cannot be served does not stop the setup."""
    await dashboards()
    card_file.unlink()
    card_file.mkdir()
    account = await set_up_account()
    assert account.state is ConfigEntryState.LOADED
    assert await resources(hass) == []
    assert caplog.text.count("The dashboard card cannot be served") == 1


@pytest.mark.usefixtures("card_file", "printer")
async def test_failing_dashboards(
    hass: HomeAssistant,
    caplog: pytest.LogCaptureFixture,
    dashboards: SetUpDashboards,
    set_up_account: SetUpAccount,
) -> None:
    """Failing dashboards do not stop the setup, and are logged once."""
    await dashboards()
    broken = patch.object(
        hass.data[LOVELACE_DATA].resources, "async_get_info", side_effect=RuntimeError
    )
    with broken:
        account = await set_up_account()
        await hass.data[CARD].async_register()
    assert account.state is ConfigEntryState.LOADED
    assert caplog.text.count("cannot be added to the dashboards") == 1
