# ruff: noqa: E501
"""Cases for the reader of web pages: what is in the page, and the text, blocks, places and notes it gives.

A document is shown one block a line: its line in the file, then `#2` a heading level, `⟨一、⟩` a number that
is drawn, `toc`, `bold`; a table as rows of `| cell | cell×2 | ^ |`, with `×` its columns, `^` the lower part
of a merged cell, `¶` between the paragraphs of a cell.
"""

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.model.document import Cell, Document, Paragraph, Table
from plancmp.model.errors import SourceError
from plancmp.sources.markup.choosing import read_text
from plancmp.sources.web.reading import read_html
from plancmp.text.folding import squeeze

PAGES = Path(__file__).parent / "pages"
FRAMES = sorted(path.stem.removeprefix("frame-") for path in PAGES.glob("frame-*.html"))
BODIES = sorted(path.stem.removeprefix("body-") for path in PAGES.glob("body-*.html"))

ARTICLE = [
    "禾岭县“十五五”残疾人保障和发展规划",
    "（征求意见稿）",
    "为保障全县残疾人平等参与社会生活，依据上级规划和本县实际，编制本规划，规划期为2026年至2030年。",
    "#2 一、总体要求",
    "（一）指导思想。坚持以人民为中心，把弱有所扶的制度安排落到每一个残疾人家庭，让发展成果看得见、摸得着。",
    "（二）主要目标。到2030年，残疾人基本型辅助器具适配率达到90%以上，家庭无障碍改造惠及3000户。",
    "表1\xa0 主要指标",
    "| 类别 | 指标 | 目标×2 | 属性 |",
    "| ^ | ^ | 2025年 | 2030年 | ^ |",
    "| 保障 | 1.重度残疾人护理¶补贴覆盖率（%） | 98 | ＞99 | 约束性 |",
    "| ^ | 2.城乡残疾居民参加基本养老保险比例（%） | >90 | >95 | 预期性 |",
    "#2 二、重点任务",
    "完善低收入残疾人动态监测，每年开展一次入户走访，发现一户、帮扶一户。（牵头单位：县残联；配合单位：县民政局、县农业农村局）",
    "| 专栏1\xa0 康复服务重点项目¶1.儿童康复救助项目。为0—17岁残疾儿童提供手术、辅具和训练。¶2.社区康复站项目。乡镇（街道）社区康复站实现全覆盖。 |",
    "相关经费列入县级财政预算，由县残联会同有关部门组织实施，2028年开展中期评估。",
    "禾岭县人民政府残疾人工作委员会办公室",
    "2026年3月18日",
]
FIELDS = {
    "divs": [
        "| 索 引 号： | 11HL0012/2026-00031 | 主题分类： | 民政、扶贫、救灾 |",
        "| 发文机关： | 禾岭县残疾人联合会 | 成文日期： | 2026年3月18日 |",
        "| 标\xa0\xa0题： | 禾岭县“十五五”残疾人保障和发展规划×3 |",
        "| 文\xa0\xa0号： |  | 发布日期： | 2026年3月20日 |",
    ],
    "semantic": [
        "| 索引号： | 11HL0012/2026-00031 |",
        "| 发布机构： | 禾岭县残疾人联合会 |",
        "| 成文日期： | 2026-03-18 |",
        "| 有效性： | 有效 |",
    ],
}


def show(document: Document, *, lines: bool = False, bold: bool = True) -> list[str]:
    """The blocks of a document, one a line."""
    shown: list[str] = []
    for block in document.blocks:
        place = f"{document.place(block.start).line} " if lines else ""
        if isinstance(block, Table):
            rows = [
                " ".join(["|", *(show_cell(document, part, bold) for part in row.cells)])
                for row in block.rows
            ]
            shown += [place + row for row in rows]
        else:
            shown.append(place + show_paragraph(document, block, bold))
    return shown


def show_paragraph(document: Document, paragraph: Paragraph, bold: bool = True) -> str:
    """A paragraph as a line."""
    text = document.words(paragraph)
    if paragraph.automatic:
        text = f"⟨{text[: paragraph.automatic]}⟩{text[paragraph.automatic :]}"
    signs = [f"#{paragraph.level}"] if paragraph.level else []
    signs += [paragraph.role] if paragraph.role != "body" else []
    signs += ["bold"] if paragraph.bold and bold else []
    return " ".join([*signs, text])


def show_cell(document: Document, part: Cell, bold: bool = True) -> str:
    """A cell of a row."""
    words = (
        "^"
        if part.continued
        else "¶".join(show_paragraph(document, inner, bold) for inner in part.paragraphs)
    )
    return f"{words}{f'×{part.colspan}' if part.colspan > 1 else ''} |"


def notes(document: Document, *codes: str) -> list[tuple[str, str]]:
    """Codes and texts of the notes, of some codes only if any are given."""
    return [(note.code, note.text) for note in document.notes if not codes or note.code in codes]


def page(frame: str, body: str) -> str:
    """A page of a content system with an article in it."""
    text = (PAGES / f"frame-{frame}.html").read_text("utf-8")
    return text.replace("{{body}}", (PAGES / f"body-{body}.html").read_text("utf-8"))


# -- the article among menus ------------------------------------------------------------------------------


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("frame", FRAMES)
def test_article(frame: str, body: str) -> None:
    """Every content system gives the same article, whatever the way in which its paragraphs were made."""
    document = read_html(page(frame, body).encode())
    assert show(document, bold=False) == FIELDS.get(frame, []) + ARTICLE
    assert document.format == "html" and document.encoding == "utf-8"


@pytest.mark.parametrize(
    ("frame", "some"),
    [
        (
            "divs",
            [
                "当前位置：首页 > 政务公开 > 规划计划 > 正文",
                "【打印本页】 【关闭窗口】",
                "网站标识码：0000000001\u3000ICP备00000000号-1",
            ],
        ),
        (
            "semantic",
            ["扫一扫在手机打开当前页", "公网安备 00000000000001号", "一图读懂：禾岭县残疾人保障和发展规划"],
        ),
        ("sidebar", ["上一条：禾岭县特困人员救助供养标准调整通知", "禾岭县民政局版权所有 © 2026"]),
        ("tables", ["【打印此页】【关闭窗口】", "版权所有：禾岭县残疾人联合会", "栏目导航"]),
    ],
)
def test_frame_is_noted(frame: str, some: list[str]) -> None:
    """What is left out stands in the notes."""
    left = "\n".join(text for _, text in notes(read_html(page(frame, "p").encode()), "page-frame"))
    assert [words for words in some if words not in left] == []


class Visible(HTMLParser):
    """Collects what a browser may draw, by another parser than the reader's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self._silent += tag in ("script", "style", "title")
        if tag == "input" and said.get("type") != "hidden":
            self.text += said.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "title")

    def handle_data(self, data: str) -> None:
        self.text += "" if self._silent else data


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_is_lost(frame: str, body: str) -> None:
    """Every visible character of a page is in the text or in the notes."""
    text = page(frame, body)
    document = read_html(text.encode())
    visible = Visible()
    visible.feed(text)
    kept = document.text + "".join(note.text for note in document.notes)
    assert Counter(squeeze(kept)) == Counter(squeeze(visible.text))


def as_page(document: Document) -> str:
    """The blocks of a document as an editor of a content system writes them."""
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows = ["".join(as_cell(document, part) for part in row.cells) for row in block.rows]
            parts.append(f'<table border="1"><tr>{"</tr><tr>".join(rows)}</tr></table>')
        else:
            parts.append(f'<p style="text-indent:2em">{escape(document.words(block))}</p>')
    return "\n".join(parts)


def as_cell(document: Document, part: Cell) -> str:
    """A cell with its paragraphs."""
    words = "<br/>".join(escape(document.words(paragraph)) for paragraph in part.paragraphs)
    return f'<td colspan="{part.colspan}">{words}</td>'


ROOT = Path(__file__).parents[2]
DRAFTS = [path for path in sorted((ROOT / "corpus").glob("*")) if re.search(r"-1\d\.(?:txt|md)$", path.name)]
# What a saved page says before the plan begins is read as data, not as text.
DRAFTS = [path for path in DRAFTS if not path.read_bytes().startswith(b"---")]
DRAFTS += sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("draft", DRAFTS, ids=lambda path: path.stem)
def test_drafts(draft: Path, frame: str) -> None:
    """Whole drafts come out of every content system as they went in, with no part of its frame."""
    source = read_text(draft.read_bytes())
    title = source.words(next(block for block in source.blocks if isinstance(block, Paragraph)))
    text = (PAGES / f"frame-{frame}.html").read_text("utf-8").replace(ARTICLE[0], escape(title))
    document = read_html(text.replace("{{body}}", as_page(source)).encode())
    shown = show(document, bold=False)[len(FIELDS.get(frame, [])) :]
    # A page puts blanks together, and these paragraphs are no headings.
    wanted = [re.sub(r"^#\d ", "", line) for line in show(source, bold=False)]
    assert [plain(line) for line in shown] == [plain(line) for line in wanted]


def plain(line: str) -> str:
    """A line without blanks, and without the marks of merged cells, which `as_page` does not write."""
    return "".join(line.split()).replace("^", "")


def test_lines_of_the_file() -> None:
    """Places are lines of the file, also behind scripts, comments and tags over several lines."""
    text = "<html>\n<script>\nvar a = 1;\n</script>\n<!-- eins\nzwei -->\n<p\n class='a'>甲\n</p>\n\n<p>乙<br>\n丙</p>"
    assert show(read_html(text.encode()), lines=True) == ["8 甲", "11 乙", "12 丙"]


def test_places_in_tables() -> None:
    """A paragraph of a cell knows block, row and cell."""
    document = read_html("<p>甲</p><table border=1><tr><td>乙<td>丙<tr><td>丁<td>戊</table>".encode())
    place = document.place(document.text.index("丁"))
    assert (place.block, place.row, place.cell, place.line) == (2, 2, 1, 1)


PROSE = "<p>全县残疾人事业取得明显成效，城乡残疾人生活保障水平稳步提高，康复服务体系更加健全，为下一步发展打下了基础。</p>"

MENU = "<ul><li><a href=1>机构</a><li><a href=2>动态</a><li><a href=3>公开</a></ul>"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("<p>一、目标</p><p>甲</p>", ["一、目标", "甲"], id="a page without prose is kept whole"),
        pytest.param(
            f"<div class=nav-content><p>一、目标</p>{PROSE * 3}</div>",
            ["一、目标", *[PROSE[3:-4]] * 3],
            id="an element called nav that holds the article",
        ),
        pytest.param(
            f"<div><a href=/>首页</a> <a href=/b>公开</a></div><div>{PROSE}<p>附件：<a href='a.doc'>指标表.doc</a></p></div>",
            [PROSE[3:-4], "附件：指标表.doc"],
            id="an attachment inside of the article",
        ),
        pytest.param(
            f"<div><a href=/>首页</a> <a href=/b>公开</a></div><div id=zoom>{PROSE * 4}</div><div><p>附件2</p>"
            "<table border=1><tr><td>任务</td><td>单位</td></tr><tr><td>建设康复站，配齐设备</td><td>县残联</td></tr></table></div>",
            [*[PROSE[3:-4]] * 4, "附件2", "| 任务 | 单位 |", "| 建设康复站，配齐设备 | 县残联 |"],
            id="a table behind the element called article",
        ),
        pytest.param(
            f"{MENU}<div id=zoom>{PROSE * 4}</div><div>{MENU * 9}{PROSE * 4}</div>",
            [PROSE[3:-4]] * 8,
            id="as much prose among the links of another element",
        ),
        pytest.param(
            f"{MENU}<div id=zoom>{PROSE * 4}</div>{PROSE[3:-4]}<div>{MENU * 9}{PROSE}</div>",
            [PROSE[3:-4]] * 5,
            id="prose right in the page, and a little among links",
        ),
        pytest.param(
            f"{MENU}<div id=zoom>{PROSE}</div><div>{MENU}<p>一、目标</p>{'<p>建设康复站</p>' * 30}</div>",
            [PROSE[3:-4], "一、目标", *["建设康复站"] * 30],
            id="more short lines than prose",
        ),
        pytest.param(
            f"<div class=header>{PROSE}</div><div class=main>{PROSE}</div>",
            [PROSE[3:-4]] * 2,
            id="half of the prose in an element called header",
        ),
        pytest.param(
            f"<ul><li><a href=1>甲</a><li><a href=2>乙</a><li><a href=3>丙</a></ul><div>{PROSE}<p>返回首页方案另行制定</p></div>",
            [PROSE[3:-4], "返回首页方案另行制定"],
            id="a line that only begins like a button",
        ),
        pytest.param(
            f"{PROSE}<p>时间：2030年</p><p>来源：财政资金</p>",
            [PROSE[3:-4], "时间：2030年", "来源：财政资金"],
            id="labels of an info line inside of the article",
        ),
    ],
)
def test_kept(text: str, kept: list[str]) -> None:
    """Look-alikes of frames that are article."""
    assert show(read_html(text.encode())) == kept


@pytest.mark.parametrize(
    ("head", "body", "first"),
    [
        pytest.param(
            "<meta name=ArticleTitle content='禾岭县养老服务发展规划'>",
            PROSE,
            "禾岭县养老服务发展规划",
            id="in the head only",
        ),
        pytest.param(
            "<title>禾岭县养老服务发展规划_禾岭县</title>",
            f"<div class=top><a href=/>首页</a> <a href=/b>公开</a><h1>禾岭县养老服务发展规划</h1></div><div>{PROSE}</div>",
            "#1 bold 禾岭县养老服务发展规划",
            id="apart from the article",
        ),
        pytest.param(
            "<meta name=ArticleTitle content='关于公开征求意见的公告'>",
            f"<p align=center><b>禾岭县养老服务<br>发展规划</b></p>{PROSE}",
            "bold 禾岭县养老服务",
            id="the article has its own",
        ),
        pytest.param(
            "",
            f"<h1><a href=/>禾岭县人民政府</a></h1><ul><li><a href=1>甲</a><li><a href=2>乙</a><li><a href=3>丙</a></ul><div>{PROSE}</div>",
            PROSE[3:-4],
            id="the name of the site is none",
        ),
    ],
)
def test_title(head: str, body: str, first: str) -> None:
    """Where the title stands."""
    assert show(read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode()))[0] == first


# -- encodings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "real", "encoding"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("gb2312", "gbk", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),
        ("utf-8", "gb18030", "gb18030"),
        ("iso-8859-1", "gbk", "gb18030"),
        ("", "utf-16", "utf-16-le"),
        ("gbk", "utf-8-sig", "utf-8"),
        ("no-such-thing", "utf-8", "utf-8"),
    ],
)
def test_encodings(declared: str, real: str, encoding: str) -> None:
    """The bytes decide, not what is declared."""
    text = f'<html><head><meta charset="{declared}"></head><body>{PROSE}<p>〔2026〕3号</p></body></html>'
    document = read_html(text.encode(real))
    assert show(document) == [PROSE[3:-4], "〔2026〕3号"]
    assert document.encoding == encoding


def test_big5() -> None:
    """Pages in traditional characters."""
    text = "<meta charset=big5><p>為保障全縣身心障礙者平等參與社會生活，依據上級規劃和本縣實際情況，編制本計劃並組織實施。</p>"
    document = read_html(text.encode("big5"))
    assert show(document) == [text[22:-4]] and document.encoding == "big5"


def test_broken_characters_are_counted() -> None:
    """A content system cut a character in half; the rest is read, and the gap is said."""
    data = f"<meta charset=utf-8><body>{PROSE * 3}<p>末".encode()[:-1]
    document = read_html(data)
    assert show(document) == [*[PROSE[3:-4]] * 3, "\ufffd"]
    assert [(note.code, note.count) for note in document.notes] == [("unreadable", 1)]


def test_no_text() -> None:
    """Bytes that are no text are refused."""
    with pytest.raises(SourceError, match=r"^[^\n]+$"):
        read_html(b"<html><body>" + bytes(range(128, 256)) * 200)


# -- paragraphs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("<p>总体\n要求</p>", ["总体要求"], id="line end between Chinese characters"),
        pytest.param("<p>总体\n\t\t要求</p>", ["总体要求"], id="line end and the indent of the source"),
        pytest.param(
            "<p>1.救助\n\n\t\t给予补贴。</p>", ["1.救助 给予补贴。"], id="source broken at two blanks"
        ),
        pytest.param(
            "<p>1.救助 \n\t给予补贴。</p>", ["1.救助 给予补贴。"], id="source broken behind a blank"
        ),
        pytest.param("<p>Word\nfile</p>", ["Word file"], id="line end between words"),
        pytest.param("<p>总体 要求</p>", ["总体 要求"], id="a blank stays"),
        pytest.param("<p>&nbsp;&emsp;　一、目标　</p>", ["一、目标"], id="indents of all kinds"),
        pytest.param("<div>甲<br><br/>乙<div>丙</div>丁</div>", ["甲", "乙", "丙", "丁"], id="br and div"),
        pytest.param("<p><span>总</span><span>体</span><b>要求</b></p>", ["总体要求"], id="spans"),
        pytest.param("<p><b>总</b><strong>体</strong></p>", ["bold 总体"], id="bold"),
        pytest.param("<p style='font-weight:700'>总体</p>", ["bold 总体"], id="bold by style"),
        pytest.param(
            "<b>总体<span style='font-weight:normal'>要求</span></b>", ["总体要求"], id="not all bold"
        ),
        pytest.param("<h3>一、总<br>体</h3>", ["#3 bold 一、总体"], id="a heading over two lines"),
        pytest.param("<pre>一、甲\n  二、乙\n</pre>", ["一、甲", "二、乙"], id="pre"),
        pytest.param("<p>m<sup>2</sup>和<sup>①</sup></p>", ["m2和①"], id="superscripts"),
        pytest.param("<p>占<ruby>比<rt>bi</rt></ruby></p>", ["占比"], id="ruby"),
        pytest.param("<p>A<script>document.write('<p>x')</script>B</p>", ["AB"], id="script"),
        pytest.param("<p>5 &lt; 6 &amp; 7&#65310;6</p>", ["5 < 6 & 7＞6"], id="entities"),
        pytest.param("甲<p>乙</p>丙", ["甲", "乙", "丙"], id="text outside of paragraphs"),
        pytest.param("<p>总\u200b体\ue004</p>", ["总体"], id="characters that nobody sees"),
        pytest.param("<p>到<ins>2030</ins><del>2025</del>年</p>", ["到2030年"], id="tracked changes"),
        pytest.param("<p>甲<span style='display:block'>乙</span></p>", ["甲", "乙"], id="block by style"),
        pytest.param("<dl><dt>指标</dt><dd>解释</dd></dl>", ["指标", "解释"], id="definitions"),
        pytest.param("<p>" + "<font size=2>一段文字，</font>" * 2, ["一段文字，一段文字，"], id="font"),
    ],
)
def test_paragraphs(text: str, shown: list[str]) -> None:
    """What a paragraph is, and what stands in it."""
    assert show(read_html(text.encode())) == shown


def test_unclosed_fonts() -> None:
    """Old editors open a font in each line and close none; the parser would give up at 256."""
    document = read_html(("<div>" + "<font size=2>做好残疾人工作<br>" * 600).encode())
    assert show(document) == ["做好残疾人工作"] * 600


def test_lines_of_one_width_are_joined() -> None:
    """Text pasted from a PDF with a <br> at the end of each printed line."""
    words = "完善低收入残疾人动态监测每年开展入户走访发现一户帮扶一户把各项补贴及时足额发放到人" * 9 + "。"
    lines = ["　　" + words[:35], *(words[at : at + 37] for at in range(35, len(words), 37))]
    text = "<div>" + "<br>\n".join(lines) + "<br></div>"
    document = read_html(text.encode())
    assert show(document) == [words]
    assert document.place(document.text.index("。")).line == len(lines)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("<ol><li>甲<li>乙</ol>", ["⟨1.⟩甲", "⟨2.⟩乙"], id="decimal"),
        pytest.param(
            "<ol start=3><li>甲<li value=7>乙<li>丙</ol>",
            ["⟨3.⟩甲", "⟨7.⟩乙", "⟨8.⟩丙"],
            id="start and value",
        ),
        pytest.param("<ol type=A><li>甲</ol><ol type=i><li>乙</ol>", ["⟨A.⟩甲", "⟨i.⟩乙"], id="types"),
        pytest.param(
            "<ol style='list-style-type:cjk-ideographic'><li>总体要求<li>重点任务</ol>",
            ["⟨一、⟩总体要求", "⟨二、⟩重点任务"],
            id="Chinese",
        ),
        pytest.param("<ol reversed><li>甲<li>乙</ol>", ["⟨2.⟩甲", "⟨1.⟩乙"], id="reversed"),
        pytest.param("<ol><li>2025年目标</ol>", ["⟨1. ⟩2025年目标"], id="a number behind the number"),
        pytest.param("<ol><li><p>甲</p><p>乙</p></ol>", ["⟨1.⟩甲", "乙"], id="paragraphs in an item"),
        pytest.param(
            "<ol><li>甲<ol type=a><li>乙</ol><li>丙</ol>", ["⟨1.⟩甲", "⟨a.⟩乙", "⟨2.⟩丙"], id="nested"
        ),
        pytest.param("<ol style='list-style:none'><li>甲</ol><ul><li>乙</ul>", ["甲", "乙"], id="no numbers"),
        pytest.param("<ol><li>1.甲<li>（二）乙</ol>", ["1.甲", "（二）乙"], id="numbers written as well"),
        pytest.param("<ol><li></li><li>甲</ol>", ["⟨2.⟩甲"], id="an empty item counts"),
    ],
)
def test_lists(text: str, shown: list[str]) -> None:
    """The numbers that a browser draws."""
    assert show(read_html(text.encode())) == shown


# -- what Word saves as a page ----------------------------------------------------------------------------

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:"";} --></style></head>
<body lang=ZH-CN><div class=WordSection1>
<p class=MsoToc1><a href="#_Toc1">一、总体要求<span style='mso-tab-count:1 dotted'>. </span>1</a></p>
<h1><a name="_Toc1"></a><![if !supportLists]><span lang=EN-US style='mso-list:Ignore'>一、<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>总体要求<o:p></o:p></h1>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><!--[endif]-->到<span lang=EN-US>2030</span>年，服务覆盖率<span
style='background:yellow;mso-highlight:yellow'>XX%</span>。<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'>[1]</span></span></a></p>
<p class=MsoListParagraph><span style='font-family:Wingdings;mso-list:Ignore'>l<span>&nbsp;</span></span>就业</p>
<p class=MsoNormal><span style='display:none;mso-hide:all'>内部掌握</span>公开部分<span class=MsoCommentReference><a
class=msocomanchor id="_anchor_1" href="#_msocom_1">[A1]</a></span></p>
<table class=MsoTableGrid border=1><tr><td colspan=2><p class=MsoNormal>指标</p></td></tr><tr><td>甲</td><td>乙</td></tr></table>
</div>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1"><span>[1]</span></a> 按常住人口计算。</p>
</div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>请核实。</p></div></div>
</body></html>"""


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_saved_by_word(encoding: str) -> None:
    """List numbers, contents, footnotes, hidden text, comments and highlights of Word."""
    document = read_html(WORD.encode(encoding))
    assert show(document) == [
        "toc 一、总体要求. 1",
        "#1 bold ⟨一、⟩总体要求",
        "⟨1.⟩到2030年，服务覆盖率XX%。",
        "⟨● ⟩就业",
        "公开部分",
        "| 指标×2 |",
        "| 甲 | 乙 |",
    ]
    assert notes(document) == [("highlight", "XX%"), ("hidden", "内部掌握"), ("comment", "请核实。")]
    (footnote,) = document.footnotes
    assert footnote.mark == "1" and document.text[: footnote.offset].endswith("XX%。")
    assert [show_paragraph(document, paragraph) for paragraph in footnote.paragraphs] == [
        "footnote 按常住人口计算。"
    ]


def test_mark_without_note() -> None:
    """A link to a footnote that is not there is plain text."""
    document = read_html('<p>覆盖率<a href="#_ftn9" name="_ftnref9">[9]</a>提高</p>'.encode())
    assert show(document) == ["覆盖率[9]提高"] and document.footnotes == ()


def test_two_marks_of_one_note() -> None:
    """A note is tied to the mark that it points back to; a second mark is plain text."""
    mark, again = '<a href="#_ftn1" name="_ftnref1">[1]</a>', '<a href="#_ftn1">[1]</a>'
    text = f'<p>甲{mark}</p><p>乙{again}</p><p><a href="#_ftnref1" name="_ftn1">[1]</a>注释</p>'
    document = read_html(text.encode())
    assert show(document) == ["甲", "乙[1]"]
    assert [(note.mark, note.offset) for note in document.footnotes] == [("1", 1)]


def test_note_whose_mark_has_no_words() -> None:
    """A mark that stands alone is lost with its paragraph; the note stays, as a paragraph."""
    text = '<p><a href="#_ftn1" name="_ftnref1">[1]</a></p><p>甲</p><p><a href="#_ftnref1" name="_ftn1">[1]</a>注释</p>'
    assert show(read_html(text.encode())) == ["甲", "footnote 注释"]


def test_notes_at_their_place() -> None:
    """Deleted text, inserted text, images and hidden text, each where it stood."""
    text = "<p>甲<del>乙</del><ins>丙</ins></p><p><img src=a.png width=600></p><p hidden>丁</p><p>戊</p>"
    document = read_html(text.encode())
    assert [(note.code, note.text, note.offset) for note in document.notes] == [
        ("deleted", "乙", 1),
        ("inserted", "丙", 1),
        ("image", "", 3),
        ("hidden", "丁", 3),
    ]


@pytest.mark.parametrize("style", ["visibility: hidden", "display:none"])
def test_a_page_hidden_until_it_is_loaded(style: str) -> None:
    """What the whole page says of itself is no reason to leave it out."""
    text = f"<html><body style='{style}'><p>一、总体要求</p><p style='{style}'>丁</p></body></html>"
    document = read_html(text.encode())
    assert (document.text.strip(), [note.text for note in document.notes]) == ("一、总体要求", ["丁"])


# -- tables -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(
            "<table border=1><tr><td rowspan=2>甲<td>1<tr><td>2</table>",
            ["| 甲 | 1 |", "| ^ | 2 |"],
            id="rowspan",
        ),
        pytest.param(
            "<table border=1><tr><td rowspan=3 colspan=2>甲<td rowspan=2>乙<td>1<tr><td>2<tr><td>3<td>4</table>",
            ["| 甲×2 | 乙 | 1 |", "| ^×2 | ^ | 2 |", "| ^×2 | 3 | 4 |"],
            id="rowspan and colspan",
        ),
        pytest.param(
            "<table border=1><tr><td>1<td rowspan=9>甲<tr><td>2</table>",
            ["| 1 | 甲 |", "| 2 | ^ |"],
            id="rowspan beyond the end",
        ),
        pytest.param(
            "<table border=1><tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3</table>",
            ["| 甲 | 1 |", "| ^ | 2 |", "| ^ | 3 |"],
            id="rowspan to the end",
        ),
        pytest.param(
            "<table border=1><tr><td rowspan=2>甲<td rowspan=2>乙<tr></tr><tr><td>1<td>2</table>",
            ["| 甲 | 乙 |", "| 1 | 2 |"],
            id="a row without cells is not drawn",
        ),
        pytest.param(
            "<table border=1><caption>表1 指标</caption><thead><tr><th>甲<th>乙</thead><tbody><tr><td>1<td>2</tbody></table>",
            ["表1 指标", "| 甲 | 乙 |", "| 1 | 2 |"],
            id="caption",
        ),
        pytest.param(
            "<table border=1><tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>3</tbody></table>",
            ["| 甲 | 3 |", "| 合计 | 3 |"],
            id="the foot stands last",
        ),
        pytest.param(
            "<table border=1><tr><td>甲<td colspan=0>乙<tr><td colspan=-2>丙<td colspan=x>丁</table>",
            ["| 甲 | 乙 |", "| 丙 | 丁 |"],
            id="spans that make no sense",
        ),
        pytest.param(
            "<table><tr><td>指标<td>2030年<tr><td>适配率<td>95%</table>",
            ["| 指标 | 2030年 |", "| 适配率 | 95% |"],
            id="data without lines",
        ),
        pytest.param(
            f"<table><tr><td>左栏<td>{PROSE * 9}</table>",
            ["左栏", *[PROSE[3:-4]] * 9],
            id="a page of two columns",
        ),
        pytest.param(
            f"<table border=1><tr><td>{PROSE * 9}</table>",
            [PROSE[3:-4]] * 9,
            id="a frame around the article is no box",
        ),
        pytest.param(
            f"{PROSE * 2}<table border=1><tr><td>专栏1 项目<br>1.甲</table>",
            [*[PROSE[3:-4]] * 2, "| 专栏1 项目¶1.甲 |"],
            id="a box",
        ),
        pytest.param(
            "<table><tr><td>专栏2 项目<tr><td>1.甲</table>",
            ["| 专栏2 项目 |", "| 1.甲 |"],
            id="a box without lines",
        ),
        pytest.param(
            "<table><tr><td>上<table border=1><tr><td>甲<td>1<tr><td>乙<td>2</table>下</table>",
            ["上", "| 甲 | 1 |", "| 乙 | 2 |", "下"],
            id="a table in a table that lays out",
        ),
        pytest.param(
            "<table border=1><tr><td>项目<td>内容说明文字<tr><td>康复<td><table><tr><td>子</table>体系建设任务</table>",
            ["| 项目 | 内容说明文字 |", "| 康复 | 子¶体系建设任务 |"],
            id="a small table in a cell",
        ),
        pytest.param(
            "<table role=presentation border=1><tr><td>甲<td>1<tr><td>乙<td>2</table>",
            ["甲", "1", "乙", "2"],
            id="a table that says it lays out",
        ),
        pytest.param(
            "<table border=1><tr><td>甲<td>1</tr>注：单位万人<tr><td>乙<td>2</table>",
            ["注：单位万人", "| 甲 | 1 |", "| 乙 | 2 |"],
            id="words between rows",
        ),
        pytest.param(
            "<table border=1><tr><td>甲<td></tr><tr><td><td>2</table>",
            ["| 甲 |  |", "|  | 2 |"],
            id="empty cells",
        ),
        pytest.param(
            "<table border=1><tr style='display:none'><td>隐<td>藏<tr><td>甲<td>1</table>",
            ["| 甲 | 1 |"],
            id="hidden row",
        ),
        pytest.param(
            "<table border=1><td>甲<td>乙<tr><td>1<td>2</table>",
            ["| 甲 | 乙 |", "| 1 | 2 |"],
            id="cells without a row",
        ),
        pytest.param(
            "<table border=1><tbody><tr><td>甲<td>乙<p hidden>丙</tr><p>丁</p></table>",
            ["丁", "| 甲 | 乙 |"],
            id="a paragraph between rows",
        ),
        pytest.param("<table border=1><tr><td> <td>&nbsp;</table><p>甲", ["甲"], id="an empty table"),
    ],
)
def test_tables(text: str, shown: list[str]) -> None:
    """Data told from layout, merges, and what stands between cells."""
    document = read_html(text.encode())
    assert show(document) == shown
    assert all(block.exact for block in document.blocks if isinstance(block, Table))


# -- hostile pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param("<div>" * 3000 + "甲", "套得太深", id="3,000 elements deep"),
        pytest.param("<table><tr><td>" * 3000 + "甲", "套得太深", id="3,000 tables deep"),
        pytest.param("<p>甲" * 400_000, "标签超过", id="400,000 paragraphs"),
    ],
)
def test_refused(data: str, message: str) -> None:
    """One clear line in both languages."""
    with pytest.raises(SourceError, match=message) as caught:
        read_html(data.encode())
    assert "\n" not in caught.value.chinese + caught.value.english and caught.value.english.isascii()


def test_entities_of_the_page_are_not_expanded(tmp_path: Path) -> None:
    """Declared entities stay unread: no bombs, no files."""
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    text = f'<!DOCTYPE html [<!ENTITY a "{"a" * 99}"><!ENTITY s SYSTEM "{secret.as_uri()}">]><p>&a;&s;甲</p>'
    assert "机密" not in read_html(text.encode()).text


PIECES = [
    "<p>",
    "</p>",
    "<table border=1>",
    "</table>",
    "<tr>",
    "<td rowspan=2>",
    "<td colspan=3>",
    "</td>",
    "<ol start=2>",
]
PIECES += [
    "<li>",
    "</ol>",
    "<br>",
    "<b>",
    "</b>",
    "<h2>",
    "</h2>",
    "<div class=nav>",
    "</div>",
    "<a href='#_ftn1' name=_ftnref1>",
]
PIECES += [
    "<a href='#_ftnref1' name=_ftn1>",
    "</a>",
    "<span style='mso-list:Ignore'>",
    "</span>",
    "<!--",
    "-->",
    "<pre>",
    "<td>",
]
PIECES += [
    "甲",
    "一、总体要求",
    "到2030年，全县残疾人服务覆盖率达到95%以上，基本满足需求。",
    "\n",
    " ",
    "&nbsp;",
    "<![if x]>",
    "<caption>",
]
PIECES += [
    "<select><option>",
    "<style>",
    "</style>",
    "<a href=/x>",
    "索引号：1",
    "文号：2",
    "成文日期：3",
    "<p style='display:none'>",
    "\x00",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_page(pieces: list[str]) -> None:
    """Any heap of tags is read or refused; blocks lie in the text, in order; nothing visible is lost."""
    text = "<body>" + "".join(pieces)
    try:
        document = read_html(text.encode())
    except SourceError:
        return
    end = 0
    for block in document.blocks:
        paragraphs = list(block.paragraphs()) if isinstance(block, Table) else [block]
        for paragraph in paragraphs:
            assert end <= paragraph.start < paragraph.end
            assert document.words(paragraph) == document.words(paragraph).strip()
            end = paragraph.end


SWALLOWED = (
    "<!--",
    "-->",
    "<select><option>",
    "<style>",
    "</style>",
    "<a href='#_ftn1' name=_ftnref1>",
    "<![if x]>",
    "\x00",
)
"""Where the two parsers do not agree what is visible, and marks of footnotes, which leave the text."""


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([piece for piece in PIECES if piece not in SWALLOWED]), max_size=60))
def test_any_page_keeps_its_words(pieces: list[str]) -> None:
    """Every visible character is in the text or in the notes, and nothing else but the numbers of lists."""
    text = "<body>" + "".join(pieces)
    document = read_html(text.encode())
    visible = Visible()
    visible.feed(text)
    visible.close()
    kept = Counter(squeeze(document.text + "".join(note.text for note in document.notes)))
    wanted = Counter(squeeze(visible.text))
    assert wanted - kept == Counter()
    assert set(kept - wanted) <= set("0123456789.") or "mso-list" in text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    """No bytes raise anything but SourceError."""
    try:
        read_html(b"<html><body>" + data)
    except SourceError as error:
        assert "\n" not in error.chinese
