"""A card for guests: the Wi-Fi as a QR code, its name and its password."""

from collections.abc import Callable, Mapping
import re
from typing import Any, Final, override

from homeassistant.const import STATE_UNKNOWN

from ....document.layouts.models import LinkSheet, LinkText
from ....exceptions import invalid, shown
from ...reading import get_state
from ...request import Request
from ..kind import MORE, Entity, Flag, OneOf, PageKind, Secret, Text
from ..locale_formatter import LocaleFormatter

_ESCAPED: Final = {ord(mark): f"\\{mark}" for mark in '\\;,:"'}
_WPA: Final = "wpa"
_SECURITY: Final = {  # with IEEE 802.11's passphrase, or key in hexadecimal digits
    _WPA: ("WPA", rb".{8,63}|[\da-fA-F]{64}"),
    "wpa3": ("WPA", rb".{1,128}"),
    "wep": ("WEP", rb".{5}|.{13}|[\da-fA-F]{10}|[\da-fA-F]{26}"),
    "open": ("nopass", b""),
}
_LONGEST_NAME: Final = 32  # bytes, there too
_ENTERPRISE: Final = re.compile("eap|802.1x|enterprise", re.IGNORECASE)


class _Security(OneOf):
    @override
    def parse(self, field: str, value: object) -> str:
        if isinstance(value, str) and _ENTERPRISE.search(value):
            raise invalid("wifi_enterprise", field=field)
        return super().parse(field, value)


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], LinkSheet]:
    ssid, title = options["ssid"], options.get("title")
    security, allowed = _SECURITY[options.get("security", _WPA)]
    is_hidden = options.get("hidden", False)
    if len(ssid.encode()) > _LONGEST_NAME:
        raise invalid("wifi_name_long", field="ssid")
    password = _find_password(request, options, allowed)
    words = await LocaleFormatter.async_create_all(request.hass)
    hint = "wifi_hidden" if is_hidden else "wifi_by_hand" if password else "wifi_open"
    texts = [
        LinkText(
            language=formatter.language,
            heading=formatter.word("wifi_heading") if title is None else "",
            scan=formatter.word("wifi_scan"),
            network=formatter.word(hint),
        )
        for formatter in words
    ]
    values = {"wifi_network": ssid, "wifi_password": password}
    # In the order of the WPA3 Specification 3.5, 7.1, whose R:1 excludes WPA2. Its percent
    # signs for a semicolon are unknown to phones, which read a backslash before it.
    parts = {
        "T": security,
        "R": options.get("security") == "wpa3" and "1",
        "S": ssid,
        "H": is_hidden and "true",
        "P": password,
    }
    data = "".join(
        f"{key}:{part.translate(_ESCAPED)};" for key, part in parts.items() if part
    )
    return lambda: LinkSheet(
        title=title or texts[0].heading,
        subtitle="",
        language=texts[0].language,
        address=f"WIFI:{data};",
        texts=texts,
        values=[
            (" · ".join(formatter.word(key) for formatter in words), value)
            for key, value in values.items()
            if value
        ],
    )


def _find_password(request: Request, options: Mapping[str, Any], allowed: bytes) -> str:
    """Return the password, "" without one. Errors do not quote it."""
    field = "password"
    password: str = options.get("password", "")
    if (entity_id := options.get("password_entity")) is not None:
        field = "password_entity"
        if password:
            raise invalid("wifi_password_twice", field=field)
        state = get_state(request, entity_id)
        if state.state in (STATE_UNKNOWN, ""):
            raise invalid("entity_unavailable", entity=shown(state.name))
        password = state.state
    if not re.fullmatch(allowed, password.encode(), re.DOTALL):
        key = "wifi_password_invalid" if password else "page_option_missing"
        raise invalid(key, field=field)
    return password


PAGE = PageKind(
    options={
        "ssid": Text(is_required=True, is_exact=True),
        "password": Secret(is_exact=True),
        "security": _Security(choices=[*_SECURITY], default=_WPA),
        "password_entity": Entity(
            domains=("input_text", "text", "sensor"), section=MORE
        ),
        "hidden": Flag(section=MORE),
        "title": Text(section=MORE),
    },
    async_build=_async_build,
    is_secret=True,
)
