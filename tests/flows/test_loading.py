"""What the forms load, which Home Assistant does for each account, also if none is opened."""

from ..package import modules_after

PACKAGE = "custom_components.cloudprint"


def load(*modules: str) -> set[str]:
    """Return the names of our modules after the import of some."""
    loaded = modules_after(*(f"{PACKAGE}.{module}" for module in modules))
    return {
        name.removeprefix(f"{PACKAGE}.") for name in loaded if name.startswith(PACKAGE)
    }


def test_what_prints_is_not_loaded_with_the_forms() -> None:
    """What prints is loaded when a form needs it."""
    loaded = load("config_flow", "llm", "intent")
    assert "flows.options" in loaded
    assert "voice.vocabulary" in loaded
    assert not loaded & {
        *("printing.action", "printing.check_up", "source.web.fetch"),
        *("voice.performing", "voice.recognition"),
    }


def test_what_converts_is_not_loaded_with_the_forms() -> None:
    """Pages and conversions are loaded when a form needs them; models know all pages."""
    loaded = load("config_flow")
    assert "flows.document" in loaded
    assert not loaded & {
        *("document.converter", "document.layouts.page", "source.request"),
        *("source.pages.named", "source.pages.kind", "source.pages.form"),
    }
