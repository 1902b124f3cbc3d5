"""Pictures to color in, as Chromium prints them, and with a kill while one is drawn."""

from contextlib import suppress
import json
from pathlib import Path

import pytest

from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.layouts.models import Snapshot
from custom_components.cloudprint.document.pictures.line_art import draw_lines
from custom_components.cloudprint.document.settings import A4, RenderSettings
from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import CallError, HomeAssistant

from ..samples.drawings import cat, encode
from .browser import print_to_paper
from .log import our_errors, read_log

TITLES = {"": "", "en": "For Anna", "zh-Hans": "送给小雨"}


@pytest.mark.browser
@pytest.mark.parametrize("paper", [A4, (215.9, 279.4), (148.0, 210.0)], ids=str)
@pytest.mark.parametrize("language", TITLES)
def test_page(language: str, paper: tuple[float, float], tmp_path: Path) -> None:
    """One page, filled by the picture in one direction, in black and white alone."""
    layout = Snapshot(
        title=TITLES[language],
        subtitle="",
        language=language,
        picture=draw_lines(
            encode(cat(512, line=4, is_colored=True)), DocumentFormat.PNG
        ),
    )
    content = build_layout_content(layout, RenderSettings(paper=paper))
    printed = print_to_paper(content, tmp_path)
    ((picture,),) = printed.images()
    margin = min(paper) * 0.07 - 1
    assert picture.left >= margin
    assert picture.left + picture.width <= paper[0] - margin
    assert picture.top >= margin
    below = picture.top + picture.height
    assert below <= paper[1] - margin
    assert picture.width > 0.8 * paper[0] or picture.height > 0.75 * paper[1]
    (words,) = printed.words()
    assert "".join(word for word, _ in words) == TITLES[language].replace(" ", "")
    assert all(place.top + place.height / 2 >= below for _, place in words)
    (page,) = printed.pictures()
    histogram = page.convert("L").histogram()
    grey = sum(histogram[64:192]) / sum(histogram)
    assert grey < 0.02
    assert 0.01 < sum(histogram[:64]) / sum(histogram) < 0.15


_MANIFEST = {
    "domain": "artist",
    "name": "Artist",
    "codeowners": [],
    "dependencies": ["ai_task"],
    "documentation": "https://www.home-assistant.io",
    "iot_class": "calculated",
    "requirements": [],
    "version": "0.0.0",
}
_CODE = '''"""Draws one picture, counts how often it is asked, and thinks while it is told to."""

from pathlib import Path
import time

from homeassistant.components.ai_task import (
    AITaskEntity,
    AITaskEntityFeature,
    GenImageTaskResult,
)
from homeassistant.components.ai_task.const import DATA_COMPONENT


class Artist(AITaskEntity):
    _attr_name = "Artist"
    _attr_supported_features = AITaskEntityFeature.GENERATE_IMAGE

    def _draw(self):
        folder = Path(self.hass.config.path("artist"))
        with (folder / "asked").open("a") as asked:
            asked.write("once")
        while (folder / "thinks").exists():
            time.sleep(0.1)
        return (folder / "picture.png").read_bytes()

    async def _async_generate_image(self, task, chat_log):
        return GenImageTaskResult(
            image_data=await self.hass.async_add_executor_job(self._draw),
            conversation_id=chat_log.conversation_id,
            mime_type="image/png",
        )


async def async_setup(hass, config):
    await hass.data[DATA_COMPONENT].async_add_entities([Artist()])
    return True
'''


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_killed_while_it_is_drawn(cloud: SimulatedCloud, tmp_path: Path) -> None:
    """It says that it may have been paid for, and asks again only if a person does."""
    folder = tmp_path / "config/artist"
    folder.mkdir(parents=True)
    (folder / "picture.png").write_bytes(encode(cat(512, line=4)))
    asked, thinks = folder / "asked", folder / "thinks"
    thinks.touch()
    code = tmp_path / "config/custom_components/artist"
    code.mkdir(parents=True)
    (code / "manifest.json").write_text(json.dumps(_MANIFEST))
    (code / "__init__.py").write_text(_CODE)
    async with HomeAssistant(tmp_path, configuration={"artist": {}}) as home_assistant:
        printer = cloud.printers[0]
        devices = await add_account(home_assistant, cloud, [printer])
        await home_assistant.restart()
        page = {
            "device_id": devices[printer.share_code],
            "page": "coloring",
            "page_options": {"subject": "a cat of the neighbours"},
        }

        async def states() -> list[str]:
            answer = await home_assistant.action("cloudprint.get_jobs", {})
            return [job["state"] for job in reversed(answer["jobs"])]

        async def until(*expected: str) -> None:
            async def reached() -> bool:
                # It is still loaded just after a start.
                with suppress(CallError):
                    return await states() == [*expected]
                return False

            await home_assistant.process.until(reached, f"show {expected}", 120)

        async def is_asked() -> bool:
            return asked.exists()

        await home_assistant.action("cloudprint.print", page)
        await home_assistant.process.until(is_asked, "ask", 120)
        assert await states() == ["preparing"]
        await home_assistant.kill()
        await home_assistant.start()
        await until("failed")
        (job,) = (await home_assistant.action("cloudprint.get_jobs", {}))["jobs"]
        assert "may have been paid for" in job["message"]
        assert asked.read_text() == "once"

        thinks.unlink()
        await home_assistant.action("cloudprint.print", page)
        await until("failed", "finished")
        await home_assistant.kill()
        await home_assistant.start()
        await until("failed", "finished")
    assert asked.read_text() == "onceonce"
    (printed,) = await cloud.control("GET", "/printed")
    assert printed["name"] == "a cat of the neighbours"
    assert await cloud.control("GET", "/violations") == []
    assert our_errors(read_log(home_assistant.process.log)) == []
    assert "neighbours" not in home_assistant.process.log.read_text()
