"""Draw the pictures of the layouts in this folder.

Run it with `.venv/bin/python -m docs.layouts.draw`; it needs Chromium and poppler-utils.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
import subprocess
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image, ImageOps

from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.layouts.markdown import (
    build_markdown_content,
)
from custom_components.cloudprint.document.layouts.table import build_table_content
from custom_components.cloudprint.document.settings import A4, RenderSettings

from .samples import (
    AGENDAS,
    CHARTS,
    CHECKLISTS,
    LONG_AGENDAS,
    MARKDOWN,
    MARKDOWN_HEADINGS,
    MESSAGES,
    NETWORKS,
    TABLE_TITLES,
    TABLES,
    coloring,
    forecast,
    labels,
    planner,
    wifi_card,
    worksheet,
)

HERE: Final = Path(__file__).parent
DPI: Final = 96
LANGUAGES: Final = ("en", "zh-Hans")


def contents(language: str, settings: RenderSettings) -> Iterator[tuple[str, Content]]:
    """Yield each layout's name and its page in a language."""
    title, date = MARKDOWN_HEADINGS[language]
    yield "checklist", build_layout_content(CHECKLISTS[language], settings)
    yield "agenda", build_layout_content(AGENDAS[language], settings)
    yield "forecast", build_layout_content(forecast(language), settings)
    yield (
        "markdown",
        build_markdown_content(MARKDOWN[language], settings, title=title, date=date),
    )
    yield "message", build_layout_content(MESSAGES[language], settings)
    yield (
        "table",
        build_table_content(TABLES[language], settings, title=TABLE_TITLES[language]),
    )
    yield "chart", build_layout_content(CHARTS[language], settings)
    yield (
        "wifi",
        build_layout_content(wifi_card(language, *NETWORKS[language]), settings),
    )
    yield "worksheet", build_layout_content(worksheet(language), settings)
    yield "labels", build_layout_content(labels(language), settings)
    yield "pages", build_layout_content(LONG_AGENDAS[language], settings)
    yield "coloring", build_layout_content(coloring(language), settings)
    wide = replace(settings, paper=settings.paper[::-1])
    yield "week", build_layout_content(planner(language), wide)


def print_to_pdf(content: Content, folder: Path) -> Path:
    """Print a page with Chromium, and return the file."""
    page, made = folder / "page.html", folder / "page.pdf"
    page.write_bytes(content.payload)
    subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu"),
            *("--no-pdf-header-footer", f"--print-to-pdf={made}", page.as_uri()),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return made


def pages_of(pdf: Path) -> list[Image.Image]:
    """Return the pages of a PDF as pictures."""
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-png", str(pdf), str(pdf.with_suffix(""))],
        check=True,
        timeout=120,
    )
    files = sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))
    pages = [Image.open(BytesIO(file.read_bytes())).convert("L") for file in files]
    for file in files:
        file.unlink()
    return pages


def draw(content: Content, target: Path) -> None:
    """Write the pages of a content side by side, framed as paper is by what it lies on."""
    with TemporaryDirectory() as folder:
        pages = [
            ImageOps.expand(page, 2, 160)
            for page in pages_of(print_to_pdf(content, Path(folder)))
        ]
    picture = Image.new(
        "L",
        (sum(page.width for page in pages), max(page.height for page in pages)),
        160,
    )
    across = 0
    for page in pages:
        picture.paste(page, (across, 0))
        across += page.width
    picture.quantize(16).save(target, optimize=True)


def main() -> None:
    """Draw the pictures of this folder."""
    for language in LANGUAGES:
        for name, content in contents(language, RenderSettings(paper=A4)):
            draw(content, HERE / f"{name}-{language}.png")


if __name__ == "__main__":
    main()
