"""A shared printer as the service lists it (OpenAPI 3.2.3, 3.4.3)."""

from dataclasses import dataclass, field
import re
from typing import Any, Final, override

from mashumaro import field_options

from .parsing import (
    GARBLED,
    Model,
    answer_field,
    get_first,
    parse_flag,
    parse_line,
    parse_word,
    require_text,
)

_MAKERS: Final = {
    "Brother": ("brother", "兄弟"),
    "Canon": ("canon", "佳能"),
    "Deli": ("deli", "得力"),
    "Dell": ("dell", "戴尔"),
    "Epson": ("epson", "爱普生"),
    "Fuji Xerox": ("fuji xerox", "富士施乐"),
    "Fujifilm": ("fujifilm", "富士胶片"),
    "Gprinter": ("gprinter", "佳博"),
    "HP": ("hp", "hewlett-packard", "hewlett packard", "惠普"),
    "HPRT": ("hprt", "汉印"),
    "Huawei": ("huawei", "华为"),
    "Jolimark": ("jolimark", "映美"),
    "Konica Minolta": ("konica minolta", "konicaminolta", "柯尼卡美能达", "柯美"),
    "Kyocera": ("kyocera", "京瓷"),
    "Lenovo": ("lenovo", "联想"),
    "Lexmark": ("lexmark", "利盟"),
    "OKI": ("oki", "okidata"),
    "Panasonic": ("panasonic", "松下"),
    "Pantum": ("pantum", "奔图"),
    "Ricoh": ("ricoh", "理光"),
    "Samsung": ("samsung", "三星"),
    "Sharp": ("sharp", "夏普"),
    "Toshiba": ("toshiba", "东芝"),
    "Xerox": ("xerox", "施乐"),
    "Xiaomi": ("xiaomi", "小米"),
    "Zebra": ("zebra", "斑马"),
}


def _parse_online(value: object) -> bool | None:
    # "1" or "0" in newer prose of the vendor, words in older
    if isinstance(value, str):
        value = {"ONLINE": True, "OFFLINE": False}.get(value.upper(), value)
    return parse_flag(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer(Model):
    """A device that is bound to the application.

    `online` and `hidden` are from the vendor's prose, and may never be sent. The service
    also reports "online" when it could not find out.
    """

    # Serial number of the print server, and the printer's name on it
    server_sn: str = field(metadata=field_options(alias="sn", deserialize=require_text))
    name: str = field(
        metadata=field_options(alias="printerName", deserialize=require_text)
    )
    # `printer`, or for example a scanner
    device_type: str = answer_field(
        "deviceType",
        lambda value: parse_word(value, ("printer",)) or "printer",
        "printer",
    )
    # Set by the administrator, else `{name}-{server_sn}`
    alias: str = answer_field("printerAlias", lambda value: parse_line(value) or "", "")
    online: bool | None = answer_field("onlineStatus", _parse_online, None)
    # By the administrator
    hidden: bool = answer_field("hidden", lambda value: bool(parse_flag(value)), False)

    @property
    def key(self) -> tuple[str, str]:
        """Return the printer's identity in the service."""
        return self.server_sn, self.name

    @property
    def is_garbled(self) -> bool:
        """Return whether the name has lost letters, so that it is none."""
        return GARBLED in self.name

    @property
    def maker(self) -> str | None:
        """Return the maker that the name, which Windows gave it, begins with."""
        name = self.name.strip().casefold()
        for maker, beginnings in _MAKERS.items():
            # A longer word is another one, but for what follows Chinese.
            if re.match(rf"(?:{'|'.join(beginnings)})(?!(?<=[a-z])[a-z])", name):
                return maker
        return None

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Accept the other keys that the service uses."""
        return {
            **d,
            "sn": get_first(d, "sn", "shareSn", "controlSn", "unimsn"),
            "printerName": get_first(d, "printerName", "deviceName"),
        }

    def __post_init__(self) -> None:
        """Build a missing alias as the document does (OpenAPI 3.2.3)."""
        if not self.alias:
            alias = f"{self.name}-{self.server_sn}"
            object.__setattr__(self, "alias", parse_line(alias))

    def to_request(self) -> dict[str, str]:
        """Return the fields that identify the printer (OpenAPI 3.3.2, 3.5.2)."""
        return {
            "printerName": self.name,
            "shareSn": self.server_sn,
            "deviceType": self.device_type,
        }
