"""Makers of printers, as the names of printers begin with them."""

import re
from typing import Final

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


def find_maker(printer_name: str) -> str | None:
    """Return the maker that a printer's name, which Windows gave it, begins with."""
    name = printer_name.strip().casefold()
    for maker, beginnings in _MAKERS.items():
        # A longer word is another one, but for what follows Chinese.
        if re.match(rf"(?:{'|'.join(beginnings)})(?!(?<=[a-z])[a-z])", name):
            return maker
    return None
