"""Puts issues right as a person does, through the API of the frontend."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp.test_utils import TestClient
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.cloudprint.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from ..actions import placeholders_in
from ..flows.steps import TEXTS

type Post = Callable[..., Awaitable[Any]]


def issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Return the integration's issues by what they are about, each with its texts."""
    found = {
        str(issue.translation_key): issue
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN and issue.active
    }
    for key, issue in found.items():
        given = issue.translation_placeholders or {}
        # All users may list them: they name nothing.
        assert given.keys() <= {"count", "path"}
        for texts in TEXTS.values():
            told = texts["issues"][key]
            for text in (told["title"], told.get("description", "")):
                assert placeholders_in(text) <= given.keys(), text
    return found


def poster(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Post:
    """Return what sends something to the API of the repairs."""
    keys: dict[str, str] = {}
    clients: list[TestClient[Any, Any]] = []

    async def post(path: str = "", **body: Any) -> Any:
        if not path:
            issue = ir.async_get(hass).async_get_issue(DOMAIN, body["issue_id"])
            assert issue is not None
        if not clients:
            # Once it is there, nothing more can be served.
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
    """Check that whatever a flow shows has its texts, with all that fills them."""
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
