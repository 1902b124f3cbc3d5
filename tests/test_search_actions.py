"""Home Assistant's own search for actions, by which language models find ours."""

from collections.abc import Awaitable, Callable, Sequence
import sys
from typing import Any, Final
from unittest.mock import Mock

import pytest

from custom_components.cloudprint.source.pages.kinds import PAGE_NAMES
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component

from .conftest import SetUpAccount

API: Final = "homeassistant"
QUERIES: Final = (
    "print shopping list",
    "print photo",
    "print pdf",
    "print calendar",
    "print weather",
    "print to-do list",
    "print agenda",
    "print forecast",
    "print text",
    "print note",
    "print document",
    "print saved document",
    "print file",
    "print picture",
    "print image",
    "print camera",
    "print web page",
    "print word",
    "print excel",
    "print to do list",
    "print invoice",
    "print boarding pass",
    "print qr code",
)
PAGES: Final = {
    "planner": ("week", "planner"),
    "chart": ("chart",),
    "worksheet": ("worksheet", "maths", "sums"),
    "labels": ("labels",),
    "wifi": ("wifi",),
    "coloring": ("coloring",),
}
"""What people call each kind of page."""


type Search = Callable[[str], Awaitable[Sequence[str]]]


@pytest.fixture
async def search(
    hass: HomeAssistant, set_up_account: SetUpAccount, monkeypatch: pytest.MonkeyPatch
) -> Search:
    """Set up an account in a Home Assistant that can be searched for actions."""
    if not hasattr(llm, "LLM_API_HOME_ASSISTANT"):
        pytest.skip("This release of Home Assistant has no search for actions")
    # Home Assistant reads its own actions with integrations whose libraries are not here.
    for library in ("pymicro_vad", "pyspeex_noise"):
        monkeypatch.setitem(sys.modules, library, Mock())
    for component in ("homeassistant", "llm"):
        assert await async_setup_component(hass, component, {})
    await set_up_account()
    admin = await hass.auth.async_create_user("Admin", group_ids=["system-admin"])
    context = llm.LLMContext(
        platform="test",
        context=Context(user_id=admin.id),
        language="en",
        assistant="conversation",
        device_id=None,
    )
    api = await llm.async_get_api(hass, API, context)

    async def find(query: str) -> Sequence[str]:
        result: Any = await api.async_call_tool(
            llm.ToolInput(
                tool_name="homeassistant__search_actions", tool_args={"query": query}
            )
        )
        return [found["action"] for found in result.data["actions"]]

    return find


async def test_print_is_found(search: Search) -> None:
    """What people ask to have printed finds the action that prints it."""
    pages = [f"print {word}" for words in PAGES.values() for word in words]
    for query in (*QUERIES, *pages):
        assert "cloudprint.print" in await search(query), query


def test_kinds_of_pages() -> None:
    """Each kind of page has words above."""
    assert PAGES.keys() == {*PAGE_NAMES}


@pytest.mark.parametrize("query", ["print color", "print copies"])
async def test_print_is_first(search: Search, query: str) -> None:
    """An action that mentions a word by the way is not found before the one for it."""
    assert (await search(query))[0] == "cloudprint.print"


async def test_usage_is_found(search: Search) -> None:
    """What people ask about paper finds the action that tells."""
    assert "cloudprint.get_usage" in await search("who printed")
