"""Tests of the signature."""

import pytest

from custom_components.cloudprint.api.token import sign


def test_worked_example_of_the_document() -> None:
    """OpenAPI 3.1.2 has a worked example."""
    assert (
        sign(
            "f03e4012f1b7471f8ab9b3e9429ed67b",
            "1753366712000",
            "2154214",
            "cdd916a412844758a63672461c85f354",
        )
        == "aadc59381dc1ff8e55595be6b5707fc871dae6de"
    )


@pytest.mark.parametrize(
    ("app_id", "app_key"), [("应用", "密钥"), ("\ud800", "\udfff"), ("", "")]
)
def test_any_text_can_be_signed(app_id: str, app_key: str) -> None:
    """An invalid key is signed, for the service to refuse."""
    assert len(sign(app_id, "1", "2", app_key)) == 40
