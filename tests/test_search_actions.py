"""Home Assistant's own search for actions, by which language models find ours."""

from collections.abc import Sequence
import sys
from typing import Any, Final
from unittest.mock import Mock

import pytest

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
)


@pytest.mark.parametrize("query", QUERIES)
async def test_print_is_found(
    hass: HomeAssistant,
    set_up_account: SetUpAccount,
    monkeypatch: pytest.MonkeyPatch,
    query: str,
) -> None:
    """What people ask to have printed finds the action that prints it."""
    if not hasattr(llm, "LLM_API_HOME_ASSISTANT"):
        pytest.skip("This release of Home Assistant has no search for actions")
    # Home Assistant reads its own actions with integrations whose libraries are not here.
    for library in ("pymicro_vad", "pyspeex_noise"):
        monkeypatch.setitem(sys.modules, library, Mock())
    for component in ("homeassistant", "llm"):
        assert await async_setup_component(hass, component, {})
    await set_up_account()
    assert "cloudprint.print" in await _search(hass, query)


async def _search(hass: HomeAssistant, query: str) -> Sequence[str]:
    admin = await hass.auth.async_create_user("Admin", group_ids=["system-admin"])
    context = llm.LLMContext(
        platform="test",
        context=Context(user_id=admin.id),
        language="en",
        assistant="conversation",
        device_id=None,
    )
    api = await llm.async_get_api(hass, API, context)
    result: Any = await api.async_call_tool(
        llm.ToolInput(
            tool_name="homeassistant__search_actions", tool_args={"query": query}
        )
    )
    return [found["action"] for found in result.data["actions"]]
