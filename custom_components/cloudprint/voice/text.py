"""How texts that people say are compared, and how names stand in sentences."""

from collections.abc import Iterable, Iterator
import re
from typing import Final
import unicodedata

CHINESE_CHARACTERS: Final = "\u3400-\u4dbf\u4e00-\u9fff"

_SIMPLIFIED: Final = (
    "请问烦劳驾帮们给为个这张页两机发传让过里边儿吗么没谢现马状态况干离线还档务东"
    "资刚从历动议测试单将诉询进结来样备准内经闲会呗后时间购买学题数书厅卧厨楼办车"
    "库阳灯报课语业账医药电视猫饭鱼鸡鸭宝爷妈园区号银场门铃户邮编运员队组织计划项"
    "录练习读写画图纸质颜红绿蓝黄爱亲乐节岁体记贴听说诗词谱费税险证护签约预疗检实"
    "验阅览厕层储仓顶厂铺丽华国强杰娇兰凤龙军伟刘陈赵杨吴孙郑冯许邓萧罗苏韩贾邹陆"
    "钱汤龚顾万鲁彦岚晓梦静涛颖莹锋铭浅洁桥树鸟龟虾贝苹芦笋盐酱饼饺馄饨凉热烧炖点"
    "贺圣诞丰庆联欢归关开锁钥应总价卖订货据债类册笔标规则须该责轮换扫晒叠浇宠"
)
_TRADITIONAL: Final = (
    "請問煩勞駕幫們給為個這張頁兩機發傳讓過裡邊兒嗎麼沒謝現馬狀態況幹離線還檔務東"
    "資剛從曆動議測試單將訴詢進結來樣備準內經閒會唄後時間購買學題數書廳臥廚樓辦車"
    "庫陽燈報課語業賬醫藥電視貓飯魚雞鴨寶爺媽園區號銀場門鈴戶郵編運員隊組織計劃項"
    "錄練習讀寫畫圖紙質顏紅綠藍黃愛親樂節歲體記貼聽說詩詞譜費稅險證護簽約預療檢實"
    "驗閱覽廁層儲倉頂廠鋪麗華國強傑嬌蘭鳳龍軍偉劉陳趙楊吳孫鄭馮許鄧蕭羅蘇韓賈鄒陸"
    "錢湯龔顧萬魯彥嵐曉夢靜濤穎瑩鋒銘淺潔橋樹鳥龜蝦貝蘋蘆筍鹽醬餅餃餛飩涼熱燒燉點"
    "賀聖誕豐慶聯歡歸關開鎖鑰應總價賣訂貨據債類冊筆標規則須該責輪換掃曬疊澆寵"
)
"""The same characters: those of our sentences, and those of usual names at home."""
_TO_SIMPLIFIED: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_TO_TRADITIONAL: Final = str.maketrans(_SIMPLIFIED, _TRADITIONAL)

_MINUS: Final = re.compile(r"(?<![0-9a-z])-(?=[0-9])")
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_AROUND_CHINESE: Final = re.compile(rf" ?([{CHINESE_CHARACTERS}]) ?")
_BESIDE_CHINESE: Final = re.compile(
    rf"(?<=[{CHINESE_CHARACTERS}])(?=[^\W{CHINESE_CHARACTERS}])"
    rf"|(?<=[^\W{CHINESE_CHARACTERS}])(?=[{CHINESE_CHARACTERS}])"
)
_PUNCTUATION: Final = ".。,，、?¿？؟!¡！;；:：’…—–―"
_INNER_PUNCTUATION: Final = re.compile(
    rf"(?<=\w)([{_PUNCTUATION}])[{_PUNCTUATION}]*(?=\w)"
)
_LOOSE_PUNCTUATION: Final = tuple(
    re.compile(rf"(?<!\w)[{_PUNCTUATION}]+|{kept}[{_PUNCTUATION}]+(?!\w)")
    for kept in ("", r"(?<!\w\.\w)")
)
"""Home Assistant leaves the last period of initials mostly, but not everywhere."""
_UNSPOKEN: Final = re.compile(r"[;\x00-\x1f\x7f-\x9f]+")
"""Semicolons, too: a template has them escaped, and then they count as loose."""
_TEMPLATE_CHARACTERS: Final = re.compile(r"[\\()\[\]{}<>|;]")
_WIDE: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def comparable(text: str) -> str:
    """Return what is left of a text when it is compared with another.

    Case, width, punctuation and the spaces around Chinese characters do not matter:
    whoever writes down what was said puts them in or leaves them out. Nor does it
    matter which Chinese characters are written. But a minus makes a number another one.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_TO_SIMPLIFIED)
    text = _MINUS.sub(" minus ", text)
    return _AROUND_CHINESE.sub(r"\1", _NOT_WORDS.sub(" ", text)).strip()


def traditional(text: str) -> str:
    """Return a text of ours in traditional characters."""
    return text.translate(_TO_TRADITIONAL)


def as_said(names: Iterable[str]) -> list[str]:
    """Return the ways in which names may be written in a sentence, longest first.

    They are without the punctuation that Home Assistant takes out of sentences, too,
    and each in one case: it does not tell them apart.
    """
    ways = {
        way.casefold(): way
        for name in names
        for written in _ways(name)
        for loose in _LOOSE_PUNCTUATION
        if comparable(way := _without(loose, written))
    }
    return sorted(ways.values(), key=lambda way: (-len(way), way))


def _ways(name: str) -> Iterator[str]:
    normal = unicodedata.normalize("NFKC", name)
    yield name
    yield normal
    yield normal.replace("’", "'")
    yield normal.translate(_WIDE)
    yield traditional(normal)
    yield _AROUND_CHINESE.sub(r"\1", normal)
    yield comparable(name)
    yield _BESIDE_CHINESE.sub(" ", normal)


def _without(loose: re.Pattern[str], name: str) -> str:
    name = _INNER_PUNCTUATION.sub(r"\1", _UNSPOKEN.sub(" ", name))
    return " ".join(loose.sub("", name).split())


def escaped(text: str) -> str:
    """Return a text as a sentence template has it."""
    return _TEMPLATE_CHARACTERS.sub(r"\\\g<0>", text)
