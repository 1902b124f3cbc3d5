"""Normalization of what is said, and spellings of names in sentences."""

from collections.abc import Iterable
from itertools import product
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
    "双气礼条简云别几笺终阶继续转内减余"
)
_TRADITIONAL: Final = (
    "請問煩勞駕幫們給為個這張頁兩機發傳讓過裡邊兒嗎麼沒謝現馬狀態況幹離線還檔務東"
    "資剛從曆動議測試單將訴詢進結來樣備準內經閒會唄後時間購買學題數書廳臥廚樓辦車"
    "庫陽燈報課語業賬醫藥電視貓飯魚雞鴨寶爺媽園區號銀場門鈴戶郵編運員隊組織計劃項"
    "錄練習讀寫畫圖紙質顏紅綠藍黃愛親樂節歲體記貼聽說詩詞譜費稅險證護簽約預療檢實"
    "驗閱覽廁層儲倉頂廠鋪麗華國強傑嬌蘭鳳龍軍偉劉陳趙楊吳孫鄭馮許鄧蕭羅蘇韓賈鄒陸"
    "錢湯龔顧萬魯彥嵐曉夢靜濤穎瑩鋒銘淺潔橋樹鳥龜蝦貝蘋蘆筍鹽醬餅餃餛飩涼熱燒燉點"
    "賀聖誕豐慶聯歡歸關開鎖鑰應總價賣訂貨據債類冊筆標規則須該責輪換掃曬疊澆寵"
    "雙氣禮條簡雲別幾箋終階繼續轉內減餘"
)
"""The same characters: those of the grammar and of names that are usual at home."""
_TO_SIMPLIFIED: Final = str.maketrans(_TRADITIONAL + "週著", _SIMPLIFIED + "周着")
"""Includes characters whose simplified forms are traditional ones, too."""
_TO_TRADITIONAL: Final = str.maketrans(_SIMPLIFIED, _TRADITIONAL)

# As strings, since compiling them takes milliseconds: `re` does so at first use.
_MINUS: Final = r"(?<![0-9a-z])-(?=[0-9])"
_NOT_WORDS: Final = r"[\W_]+"
_AROUND_CHINESE: Final = rf" ?([{CHINESE_CHARACTERS}]) ?"
_BESIDE_CHINESE: Final = (
    rf"(?<=[{CHINESE_CHARACTERS}])(?=[^\W{CHINESE_CHARACTERS}])"
    rf"|(?<=[^\W{CHINESE_CHARACTERS}])(?=[{CHINESE_CHARACTERS}])"
)
_PUNCTUATION: Final = ".。,，、?¿？؟!¡！;；:：’…—–―"
_INNER_PUNCTUATION: Final = rf"(?<=\w)([{_PUNCTUATION}])[{_PUNCTUATION}]*(?=\w)"
_LOOSE_PUNCTUATION: Final = tuple(
    rf"(?<!\w)[{_PUNCTUATION}]+|{kept}[{_PUNCTUATION}]+(?!\w)"
    for kept in ("", r"(?:(?<!\w\.\w)|(?!\.))")
)
"""Home Assistant keeps the last period of initials in most places, but not in all."""
_UNSPOKEN: Final = r"[;\x00-\x1f\x7f-\x9f]+"
"""Includes semicolons: they are escaped in templates, and then count as loose."""
_WIDE: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def normalize(text: str) -> str:
    """Return a text as it is compared with other texts.

    Case, width, script, punctuation and spaces around Chinese characters depend on who or
    what writes down what was said, and are lost. A minus before a number is kept.
    """
    text = to_simplified(unicodedata.normalize("NFKC", text).casefold())
    text = re.sub(_NOT_WORDS, " ", re.sub(_MINUS, " minus ", text))
    return re.sub(_AROUND_CHINESE, r"\1", text).strip()


def split_words(text: str) -> str:
    """Return a text with each Chinese character as a word of its own."""
    return re.sub(r"\s+", " ", re.sub(f"[{CHINESE_CHARACTERS}]", r" \g<0> ", text))


def split_name(name: str) -> str:
    """Return a name with a space, since hassil does not look for the end of a word."""
    return split_words(f"{name} ").lstrip()


def to_simplified(text: str) -> str:
    """Return a text in simplified characters, as many as it has."""
    return text.translate(_TO_SIMPLIFIED)


def to_traditional(text: str) -> str:
    """Return a text in traditional characters."""
    return text.translate(_TO_TRADITIONAL)


def get_spellings(names: Iterable[str]) -> list[str]:
    """Return the ways to write names in a sentence, longest first.

    They lack the punctuation that Home Assistant removes from sentences, which match in
    any case: each spelling is there in one case only.
    """
    spellings: dict[str, str] = {}
    for name in names:
        normal = unicodedata.normalize("NFKC", name)
        variants = (
            name,
            normal,
            normal.replace("’", "'"),
            normal.translate(_WIDE),
            to_traditional(normal),
            re.sub(_AROUND_CHINESE, r"\1", normal),
            normalize(name),
            re.sub(_BESIDE_CHINESE, " ", normal),
        )
        for variant, loose in product(variants, _LOOSE_PUNCTUATION):
            text = re.sub(_INNER_PUNCTUATION, r"\1", re.sub(_UNSPOKEN, " ", variant))
            spelling = " ".join(re.sub(loose, "", text).split())
            if normalize(spelling):
                spellings[spelling.casefold()] = spelling
    return sorted(spellings.values(), key=lambda spelling: (-len(spelling), spelling))


def escape(text: str) -> str:
    """Return a text with the characters escaped that have a meaning in templates."""
    return re.sub(r"[\\()\[\]{}<>|;]", r"\\\g<0>", text)
