"""What to print: what the command line names, or six small documents of our own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
import re
import shutil
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parents[2]
_PICTURE = ROOT / "docs/layouts/forecast-en.png"
PICTURE_NAME = "forecast.png"
_PDF = ROOT / "tests/samples/corpus/chromium-bill.pdf"

_TEXT = """\
Shopping list · 购物清单

[ ] bread     面包
[ ] milk      牛奶
[ ] apples    苹果
[ ] paper     打印纸
"""

_MARKDOWN = """\
# Weekend · 周末

- [ ] water the plants 浇花
- [x] call grandma 给奶奶打电话

| Day | 日子 | Dinner 晚饭 |
|---|---|---|
| Saturday | 星期六 | dumplings 饺子 |
| Sunday | 星期日 | soup 汤 |
"""

_WEB_PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Good morning · 早上好</title></head>
<body>
<h1>Good morning · 早上好</h1>
<table border="1" cellpadding="6">
<tr><th>Today</th><th>今天</th></tr>
<tr><td>07:30 breakfast</td><td>7:30 早餐</td></tr>
<tr><td>18:00 football</td><td>18:00 足球</td></tr>
</table>
</body>
</html>
"""

_WORD_LINES = ("Dear neighbours,", "亲爱的邻居们：", "our printer is in the cloud.")
_WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_TYPE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


class NoSuchFileError(Exception):
    """A file on the command line does not exist."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something to print.

    Attributes:
        name: What the job is to be called.
        content: The one field of the action `cloudprint.print` that holds the content.
    """

    name: str
    content: Mapping[str, str]


def own(folder: Path) -> list[Document]:
    """Return a text, a page of Markdown, a web page, a picture, a PDF, a Word file.

    Args:
        folder: Where Home Assistant may print files from.
    """
    web_page, picture = folder / "good morning.html", folder / PICTURE_NAME
    pdf, letter = folder / "账单 bill.pdf", folder / "给邻居的信.docx"
    web_page.write_text(_WEB_PAGE, encoding="utf-8")
    shutil.copyfile(_PICTURE, picture)
    shutil.copyfile(_PDF, pdf)
    _write_word(letter, _WORD_LINES)
    return [
        Document("Shopping list · 购物清单", {"text": _TEXT}),
        Document("Weekend · 周末", {"markdown": _MARKDOWN}),
        *(
            Document(file.name, {"file": str(file)})
            for file in (web_page, picture, pdf, letter)
        ),
    ]


def given(arguments: Iterable[str], folder: Path) -> list[Document]:
    """Return what the command line names.

    Args:
        arguments: Each a URL, the path of a file, or a text.
        folder: Where Home Assistant may print files from; files are copied there.

    Raises:
        NoSuchFileError: An argument looks like a path, but there is no such file.
    """
    documents = []
    for number, argument in enumerate(arguments, start=1):
        if re.match(r"https?://", argument):
            documents.append(Document(argument, {"url": argument}))
        elif (file := Path(argument)).is_file():
            # In a folder of its own, as two files may have the same name
            (folder / str(number)).mkdir()
            copy = shutil.copy(file, folder / str(number))
            documents.append(Document(file.name, {"file": str(copy)}))
        elif re.fullmatch(r"\S*/\S*|\S+\.\w{1,4}", argument):
            raise NoSuchFileError(f"There is no file {argument}")
        else:
            documents.append(Document(argument.partition("\n")[0], {"text": argument}))
    return documents


def _write_word(file: Path, lines: Iterable[str]) -> None:
    """Write a Word document (ECMA-376, Office Open XML) of the least possible parts."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD_NAMESPACE}">'
        f"<w:body>{paragraphs}</w:body></w:document>",
    }
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, declaration + content)
