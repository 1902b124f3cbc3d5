"""Capability records of the two printers that the simulator offers."""

import json
from pathlib import Path
from typing import Any, cast


def load_capabilities(name: str) -> dict[str, Any]:
    """Return a fresh copy of a record: "monochrome" or "colour_duplex".

    "monochrome" is the record of OpenAPI 3.5.3 with its contradictions: copies are
    unsupported beside an upper limit of 9999, and the printer has no colour although
    the document's own task asks for it.
    """
    text = Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(text))
