"""Write custom_components/cloudprint/document/languages.json.

Run it with `.venv/bin/python -m scripts.languages` after a change here. The letters of
each language, and their pairs, are counted in what Babel knows of it: the names of
languages, places, currencies, months, units, ...

The file has two lists for each language, letters and pairs: at index n is what begins
one of 2**n words or follows one of 2**n times, all in one string. A space stands for the
beginning or the end of a word.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
import json
from math import log2
from pathlib import Path
import re
from typing import Any, Final
import unicodedata

from babel import localedata

from custom_components.cloudprint.document.language_model import FOLDED, UNSEEN_BITS

TARGET: Final = Path("custom_components/cloudprint/document/languages.json")

LATIN: Final = (
    *("en", "de", "fr", "es", "it", "pt", "ca", "nl", "sv", "da", "nb", "fi", "is"),
    *(
        "cs",
        "pl",
        "sk",
        "hu",
        "hr",
        "sl",
        "ro",
        "sq",
        "tr",
        "az",
        "et",
        "lt",
        "lv",
        "vi",
    ),
)
OTHER: Final = (*("ru", "uk", "be", "bg", "sr", "mk", "el", "he", "ar", "fa", "th"),)
COMMON_WORDS: Final = {
    "de": """
        für über können müssen möchte wäre während schön natürlich größer dafür hätte
        straße müll käse büro küche tür öffnen schließen grün weiß heiß außen größe menü
        wäsche gerät geräte löschen hinzufügen ausgewählt schlüssel ungültig verfügbar fünf
        zwölf stück prüfung rückgabe gebühr lösung übung äpfel öl brühe gemüse brötchen
        frühstück nüsse grüße höhe länge""",
    "fr": """
        à été être même où déjà très après voilà ça là était également problème première
        modèle système père mère frère élève crème lumière matière dernière entrée clé thé
        café pâte gâteau fenêtre forêt tête fête bientôt contrôle hôtel côté août coût goût
        sûr île maître connaître reçu français leçon garçon cœur sœur œuf noël""",
    "es": "está también más sí él qué así después aquí día número será están según",
    "it": "è più perché così però né può sarà già città là lì sì è qualità attività verrà",
    "pt": "é à não está são também já você só até será número página então três às",
    "ca": "és és més també què així només és això està però",
    "nl": "één één vóór zoëven reëel geïnstalleerd ideeën",
    "sv": "på är för så när från också år över två får även då här är på för",
    "da": "på så når få også være år på er får først både på før køre må går",
    "nb": "på så når få også være år på får først både på før må går på slå av",
    "fi": "että myös tämä mitä sitä näin hän älä käytä täällä",
    "is": "það á í þú við ég sem á í það úr þá því þetta",
    "cs": "že jsou není může při také však či už až být který jsem teď když příliš já",
    "pl": "się są być może już też więc jeśli które który można będzie jak będą żeby ją tę",
    "sk": "že sú môže už či však pri nie je sa tiež môžete ktorý keď áno ďalší",
    "hu": "és egy még már így három lesz kérem több után között is azért én ön",
    "hr": "što će može već još šta će biti više čeka možete niže tvrđava između",
    "sl": "če že še več lahko kaj še že če bo možno želite",
    "ro": "și să că în fără până după mâine și în să că a fost este dacă această când mai",
    "sq": "është në një për të më që do të është në një për të më që",
    "tr": "ve için çok bir daha değil şu ne kadar olduğu şey gün sağ böyle çünkü",
    "et": "või ära kõik käib välja nõuab võib",
    "lt": "yra šis ką į iš už būti prašome žinoti kurį",
    "lv": "šis ir nav jūs kā tā vēl būs tikai pēc jā nē tā",
    "vi": "là của và có không được này cho với một đã những người",
    "ru": "это как что все еще так уже или если только может быть есть для при после",
    "uk": "це як що все ще так вже або якщо тільки може бути є для при після її їх",
    "bg": "това как какво всички още така вече или ако само може да бъде за при след",
    "el": "και είναι το να για με από που δεν στο της την θα ή αν έχει πως",
    "he": "של את על לא זה הוא היא אני עם כל יש אם או גם כי מה",
    "ar": "في من على إلى هذا التي أن لا ما هو هي مع كل أو عن قد هذه لم",
    "fa": "در از به که این را با است برای تا یا هم آن شد ها می",
    "th": "และ ที่ ใน เป็น ของ ได้ ไม่ มี จะ ให้ การ กับ นี้ ไป มา แล้ว ครับ",
}
"""What people write all the time, and no name has."""

COMMON_CHARACTERS: Final = {
    "zh": (
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
        "过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心"
        "她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间"
        "由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给"
        "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变"
        "四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社"
        "便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北"
        "边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运请号码单元价费每印写收付款购买"
        "早晚饭菜吃喝房间灯温度医药店站车票送货件联系电址姓谢您妈爸奶孩朋友快乐生节假周星"
    ),
    "zh_Hant": (
        "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年"
        "過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心"
        "她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間"
        "由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給"
        "世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變"
        "四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社"
        "便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北"
        "邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運請號碼單元價費每印寫收付款購買"
        "早晚飯菜吃喝房間燈溫度醫藥店站車票送貨件聯繫電址姓謝您媽爸奶孩朋友快樂生節假週星"
    ),
    "ja": (
        "のにはたるをとがでいしてなれさかすっまらこりくあもうんよきそおけつだやどえわみめせちひ"
        "ンーじスルばトびイずアほリげラふクぐドむシごレジねゃタぎフぼロゅゆぱテマグカろバコへムプぶ"
        "ぜオデツニウメサョナブエュチキパィッミダェハセゲボガモソノケザペワネポビベピヤヒユヨゴギァ"
        "ォヴゾホヌズぞぬざづぺぴぷぽぇぁぃゥ日一人大年国会中本出者時分上生事行見月間前後東京語所場"
        "長金入学高円子外下来気小山話女書先名水電校食車何白聞同自社発地業方新員立開手力問代明動目通"
        "言理体主題意不作用度強公持以思家多正安院心界教文元重近考画海知道集別物使品計特私始朝運終台広"
        "真有口少料工建空急止送切転足起着店病質待試早親医味写字答夜音注帰買図週室風紙花赤青色設定値了"
        "刻予熱量温接続更登録変選択消除確認失敗無効状態検索印刷表示機器取得情報必要利可能追加削完成期限"
        "数番号住様御"
    ),
    "ko": (
        "이다는의에을가고하지기한로은서를도사자대나리인해어스아시있과정제만일부수들보장라니와전여으구"
        "게그주상원성면안동공무했것모조경세국용신요문때며년화마선연생중물발미학우소행유입내방분될오비"
        "관적산음개당위계거치되않심같회말간력명실양교후체식통트건려단러법진역금속근민드습므합직령본운"
        "권추포설등호감터데프작저각점표업최재강타차품영평급토알료변매종남월초불출까없린준외함크형류새"
        "책목별절결반배색술현예험석태래돈길집살달름울질임께늘른던써처청확김박송족손눈밤글씨온락특번째"
        "네맞녀친죽북천침약밥놓받찾갈열싶넣얼떤겠많몸힘맛향능피투검환컴호록파쇼핑켓콘텐츠캠컵팀팅폰닝샵"
    ),
}
"""The most common characters, the most common one first."""

PARTS: Final = (
    *("languages", "territories", "scripts", "variants", "currency_names", "months"),
    *("days", "quarters", "eras", "date_fields", "unit_display_names", "unit_patterns"),
    "time_zones",
)
WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0e31-\u0e4e])*")
MAX_COUNT: Final = 15
"""A word that is a part of many names is not counted for each."""
COMMON_COUNT: Final = 15
MIN_LETTER_COUNT: Final = 3
MIN_PAIR_COUNT: Final = 2
MAX_BITS: Final = 15
FIRST_BITS: Final = 3
"""Of the most common character; the others follow Zipf's law."""


def find_strings(value: Any) -> Iterator[str]:
    """Yield all strings in a tree."""
    if isinstance(value, str):
        yield re.sub(r"\{\d\}", " ", value)
    elif isinstance(value, dict):
        for child in value.values():
            yield from find_strings(child)


def count_words(language: str) -> Counter[str]:
    """Count the words of the different names that Babel has in a language."""
    data = localedata.load(language)
    names = {name for part in PARTS for name in find_strings(data.get(part, {}))}
    words: Counter[str] = Counter()
    for name in names:
        words.update(
            WORD.findall(unicodedata.normalize("NFC", name.lower()).translate(FOLDED))
        )
    for word in set(COMMON_WORDS.get(language, "").split()):
        words[word.translate(FOLDED)] += COMMON_COUNT
    return words


def train(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return the bits of the letters and pairs of a language."""
    letters: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for word, count in count_words(language).items():
        if language in OTHER and word.isascii():
            continue
        spaced = f" {word} "
        for first, second in pairwise(spaced):
            letters[second] += min(count, MAX_COUNT)
            pairs[first + second] += min(count, MAX_COUNT)
    total = letters.total()
    letter_bits = {
        letter: min(round(log2(total / count)), MAX_BITS)
        for letter, count in letters.items()
        if count >= MIN_LETTER_COUNT
    }
    firsts: Counter[str] = Counter()
    for pair, count in pairs.items():
        firsts[pair[0]] += count
    pair_bits = {
        pair: round(log2((firsts[pair[0]] + MIN_LETTER_COUNT) / count))
        for pair, count in pairs.items()
        if count >= MIN_PAIR_COUNT and letter_bits.keys() >= set(pair)
    }
    # A pair that is as rare as one that was never met needs no place.
    return letter_bits, {
        pair: n
        for pair, n in pair_bits.items()
        if n < letter_bits[pair[1]] + UNSEEN_BITS - 1
    }


def rank(characters: str) -> dict[str, int]:
    """Return the bits of characters of which the most common one is the first."""
    return {
        character: round(FIRST_BITS + log2(number))
        for number, character in enumerate(dict.fromkeys(characters), 2)
    }


def group(bits: dict[str, int]) -> list[str]:
    """Return the strings of each number of bits."""
    return [
        "".join(sorted(string for string, n in bits.items() if n == number))
        for number in range(max(bits.values(), default=-1) + 1)
    ]


def main() -> None:
    """Write the file."""
    models = {
        language: [group(bits) for bits in train(language)]
        for language in (*LATIN, *OTHER)
    }
    for language, characters in COMMON_CHARACTERS.items():
        models[language] = [group(rank(characters)), []]
    text = json.dumps(models, ensure_ascii=False, indent=1)
    TARGET.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
