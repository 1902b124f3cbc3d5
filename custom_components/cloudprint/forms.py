"""The parts of forms in config, options and repair flows."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, Final

import voluptuous as vol

from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    QrCodeSelector,
    QrErrorCorrectionLevel,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

type UserInput = dict[str, Any] | None
"""What was entered in a form, or None before it is shown."""


def number_selector(
    lowest: int, highest: int, unit: str | None = None, translation_key: str = ""
) -> NumberSelector:
    """Return a selector of a number in a box; a unit can be translated."""
    config = NumberSelectorConfig(min=lowest, max=highest, mode=NumberSelectorMode.BOX)
    if unit is not None:
        config["unit_of_measurement"] = unit
    if translation_key:
        config["translation_key"] = translation_key
    return NumberSelector(config)


def select_selector(
    options: Sequence[str] | Mapping[str, str],
    translation_key: str = "",
    *,
    mode: SelectSelectorMode = SelectSelectorMode.DROPDOWN,
    multiple: bool = False,
    custom_value: bool = False,
) -> SelectSelector:
    """Return a selector of options: with labels, or with texts if they have a key."""
    config = SelectSelectorConfig(
        options=[SelectOptionDict(value=key, label=options[key]) for key in options]
        if isinstance(options, Mapping)
        else options,
        multiple=multiple,
        custom_value=custom_value,
        mode=mode,
    )
    if translation_key:
        config["translation_key"] = translation_key
    return SelectSelector(config)


list_selector: Final = partial(select_selector, mode=SelectSelectorMode.LIST)
"""Return a selector that shows all its options."""


def printer_selector(
    printers: Mapping[str, str], *, multiple: bool = False
) -> SelectSelector:
    """Return a selector of printers, given their names by device id."""
    options = dict(sorted(printers.items(), key=itemgetter(1)))
    mode = SelectSelectorMode.LIST if multiple else SelectSelectorMode.DROPDOWN
    return select_selector(options, mode=mode, multiple=multiple)


def qr_code_selector(data: str) -> QrCodeSelector:
    """Return a code to scan."""
    level = QrErrorCorrectionLevel.MEDIUM
    return QrCodeSelector({"data": data, "scale": 5, "error_correction_level": level})


def collapsed_section(fields: Mapping[Any, Any]) -> section:
    """Return a section of a form that is collapsed at first."""
    return section(vol.Schema(dict(fields)), {"collapsed": True})


def flatten(user_input: Mapping[str, Any], sections: Iterable[str]) -> dict[str, Any]:
    """Return a form's fields without its sections."""
    fields = {**user_input}
    for name in sections:
        fields |= fields.pop(name, {})
    return fields


def as_whole(value: Any) -> Any:
    """Return 2 for 2.0, which the selector of a number returns."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
