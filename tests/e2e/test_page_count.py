"""Pages of plain texts, as they are counted and as they come out."""

from pathlib import Path
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.printing.impressions import count_impressions

from ..simulator import CloudSimulator
from ..simulator.bare_client import BareClient
from ..spool.samples import make_job
from .paper import Paper

pytestmark = pytest.mark.browser

LINE = "x\n"
PROSE = "The quick brown fox jumps over the lazy dog, and naps. " * 1500
CHINESE = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。" * 1500

TEXTS: list[tuple[str, dict[str, Any]]] = [
    ("Milk", {}),
    ("x\f" * 299 + "x", {}),
    ("x\f\f" * 20, {}),
    (LINE * 3000, {}),
    ("x\r" * 3000, {}),
    ("x\v" * 3000, {}),
    ("x\u2028" * 3000, {}),
    (PROSE, {}),
    (CHINESE, {}),
    ("买牛奶\n" * 3000, {}),
    ((PROSE[:200] + "\n") * 600, {}),
    ("\tx = f(1, 2)\n" * 3000, {}),
    ("a" * 90_000, {}),
    *((mark.join(["a" * 50] * 2000), {}) for mark in ("-", ")(", ",")),
    (LINE * 100, {"scale": 200}),
    (PROSE, {"scale": 300}),
    (LINE * 3000, {"marginTop": 60, "marginBottom": 40}),
    (LINE * 3000, {"marginTop": 0, "marginBottom": 0}),
    (PROSE, {"marginLeft": 60, "marginRight": 30}),
    (PROSE, {"paperConfig": {"width": 148, "height": 210}}),
    (LINE * 600, {"paperConfig": {"width": 100, "height": 150}}),
    (PROSE[:20_000], {"paperConfig": {"width": 58, "height": 200}}),
]


async def test_never_fewer(socket_enabled: None, tmp_path: Path) -> None:
    """Never fewer are counted than come out, and at most a third more."""
    simulator = CloudSimulator(folder=tmp_path, render=True)
    await simulator.start()
    application = simulator.add_application()
    simulator.bind(application, simulator.add_printer())
    try:
        async with ClientSession() as session:
            client = BareClient(session, simulator, application)
            await client.sign_in()
            for text, config in TEXTS:
                await client.print(content=text, config=config)
        await simulator.wait_rendered()
    finally:
        await simulator.stop()
    wrong = []
    for (text, config), printed in zip(TEXTS, simulator.printed, strict=True):
        content = Content.from_string(text, MediaFormat.TEXT)
        counted = count_impressions(make_job(config=config), content) or 0
        assert printed.pdf is not None
        pages = len(Paper(printed.pdf).sizes())
        if not pages <= counted <= max(pages * 4 / 3, pages + 1):
            wrong.append((text[:20], config, pages, counted))
    assert wrong == []
