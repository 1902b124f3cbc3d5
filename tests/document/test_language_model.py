"""The letters of the languages, and the words that are likely by them."""

from pathlib import Path

import pytest

from custom_components.cloudprint.document import language_model
from scripts import languages


def test_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of the languages is what the script writes."""
    target = tmp_path / "languages.json"
    monkeypatch.setattr(languages, "TARGET", target)
    languages.main()
    committed = Path(language_model.__file__).with_name("languages.json")
    assert target.read_bytes() == committed.read_bytes()
