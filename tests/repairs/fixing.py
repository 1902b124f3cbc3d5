"""Fixes issues through the frontend's API."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp.test_utils import TestClient
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.coordinator import SCAN_INTERVAL
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from ..actions import placeholders_in
from ..flows.steps import TEXTS

type Post = Callable[..., Awaitable[Any]]

POLL = SCAN_INTERVAL.total_seconds() + 1
"""Seconds until the printers are listed again."""


def issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Return the open issues by translation key, and check their texts."""
    found = {
        str(issue.translation_key): issue
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN and issue.active
    }
    for key, issue in found.items():
        given = issue.translation_placeholders or {}
        # All users can list issues, so they contain no names.
        assert given.keys() <= {"clock", "count", "path", "port", "why"}
        for texts in TEXTS.values():
            told = texts["issues"][key]
            for text in (told["title"], told.get("description", "")):
                assert placeholders_in(text) <= given.keys(), text
    return found


async def begin(hass: HomeAssistant, post: Post, key: str) -> str:
    """Open the menu of an issue's fix flow; return the flow's path."""
    menu = await post(handler=DOMAIN, issue_id=issues(hass)[key].issue_id)
    assert menu["type"] == "menu"
    return f"/{menu['flow_id']}"


def poster(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Post:
    """Return a function that posts to the API of repair flows."""
    keys: dict[str, str] = {}
    clients: list[TestClient[Any, Any]] = []

    async def post(path: str = "", **body: Any) -> Any:
        if not path:
            issue = ir.async_get(hass).async_get_issue(DOMAIN, body["issue_id"])
            assert issue is not None
        if not clients:
            # A client starts the server, after which nothing can be registered.
            clients.append(await hass_client())
        response = await clients[0].post(f"/api/repairs/issues/fix{path}", json=body)
        assert response.status == 200, await response.text()
        answer = await response.json()
        if not path:
            keys[answer["flow_id"]] = str(issue and issue.translation_key)
        _check_texts(keys[answer["flow_id"]], answer)
        return answer

    return post


def _check_texts(key: str, answer: Mapping[str, Any]) -> None:
    """Check that everything a flow shows has its texts with all placeholders."""
    for texts in TEXTS.values():
        flow = texts["issues"][key]["fix_flow"]
        if answer["type"] == "abort":
            assert flow["abort"][answer["reason"]]
        if answer["type"] not in ("form", "menu"):
            continue
        step = flow["step"][answer["step_id"]]
        given = set(answer["description_placeholders"] or ())
        assert placeholders_in(step["title"] + step["description"]) <= given
        if answer["type"] == "menu":
            assert set(step["menu_options"]) == set(answer["menu_options"])
            continue
        fields = {field["name"] for field in answer["data_schema"]}
        assert set(step.get("data", {})) == fields
        assert set(step.get("data_description", {})) == fields
        assert answer["errors"] is None or set(answer["errors"].values()) <= set(
            flow.get("error", {})
        )
