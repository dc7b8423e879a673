"""Builds .docx files for tests: from pieces of WordprocessingML, and from any plancmp `Document`.

`make_docx` packs XML that a test writes with the small helpers below, so that a test shows exactly what is
in the file. `build_from_document` goes through python-docx and its template, as drafts in Word do, and can
turn typed numbers into Word's automatic ones.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from plancmp.model.document import Cell, Document, Paragraph, Table
from plancmp.text.numerals import parse_numeral

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = {
    "w": W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    "v": "urn:schemas-microsoft-com:vml",
}
STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/": "http://purl.oclc.org/ooxml/wordprocessingml/",
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
    "http://schemas.openxmlformats.org/drawingml/2006/": "http://purl.oclc.org/ooxml/drawingml/",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"


# -- pieces of WordprocessingML ---------------------------------------------------------------------------


_ELEMENT = re.compile(r"</?[a-zA-Z]\w*:\w")
"""What XML begins with here; `<30` in a cell is text."""


def t(text: str) -> str:
    """A text element that keeps its white space."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(content: str, props: str = "") -> str:
    """A run; `content` is text, or XML if it begins with a tag."""
    inner = content if _ELEMENT.match(content) else t(content)
    return f"<w:r>{f'<w:rPr>{props}</w:rPr>' if props else ''}{inner}</w:r>"


def p(
    *content: str, style: str = "", num: str = "", ilvl: int | None = None, props: str = "", mark: str = ""
) -> str:
    """A paragraph of runs (or texts); `props` goes into its properties, `mark` into those of its mark."""
    said = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if num or ilvl is not None:
        level = "" if ilvl is None else f'<w:ilvl w:val="{ilvl}"/>'
        said += f"<w:numPr>{level}{f'<w:numId w:val={quoteattr(num)}/>' if num else ''}</w:numPr>"
    said += props + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    inner = "".join(piece if _ELEMENT.match(piece) else r(piece) for piece in content)
    return f"<w:p>{f'<w:pPr>{said}</w:pPr>' if said else ''}{inner}</w:p>"


def cell(*content: str, props: str = "") -> str:
    """A cell of texts or XML blocks; `props` are its properties (gridSpan, vMerge)."""
    inner = "".join(piece if _ELEMENT.match(piece) else p(piece) for piece in content) or "<w:p/>"
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>"


def span(columns: int) -> str:
    """The property of a cell that goes over some columns."""
    return f'<w:gridSpan w:val="{columns}"/>'


MERGE, MERGED = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def row(*cells: str, props: str = "") -> str:
    """A row of cells (texts or XML)."""
    inner = "".join(piece if piece.startswith("<w:tc>") else cell(piece) for piece in cells)
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{inner}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table of rows, with the widths of the columns of its grid."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def field(code: str, *result: str) -> str:
    """A complex field with its result (runs), inside of a paragraph."""
    return field_begin(code) + "".join(result) + field_end()


def field_begin(code: str) -> str:
    """The runs up to the result of a field."""
    begin, middle = (r(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate"))
    return f"{begin}{r(f'<w:instrText>{escape(code)}</w:instrText>')}{middle}"


def field_end() -> str:
    """The run that ends a field."""
    return r('<w:fldChar w:fldCharType="end"/>')


def text_box(*blocks: str, fallback: bool = True) -> str:
    """A run with a text box, written twice as Word does: as a shape, and as VML for older programs."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    shape = (
        "<w:drawing><wp:inline><a:graphic><a:graphicData "
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    first = f'<mc:Choice Requires="wps">{shape}</mc:Choice>'
    second = f"<mc:Fallback>{old}</mc:Fallback>" if fallback else ""
    return r(f"<mc:AlternateContent>{first}{second}</mc:AlternateContent>")


def picture() -> str:
    """A run with an embedded picture."""
    return r(
        '<w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/'
        'picture"><pic:pic><pic:blipFill><a:blip r:embed="rId99"/></pic:blipFill></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )


def level(ilvl: int, form: str, text: str, start: int | None = 1, more: str = "") -> str:
    """A level of a list definition; `more` holds suff, lvlRestart, isLgl, pStyle, rPr."""
    began = "" if start is None else f'<w:start w:val="{start}"/>'
    return (
        f'<w:lvl w:ilvl="{ilvl}">{began}<w:numFmt w:val={quoteattr(form)}/>{more}'
        f"<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
    )


def abstract(name: str, *levels: str, more: str = "") -> str:
    """A list definition."""
    return f"<w:abstractNum w:abstractNumId={quoteattr(name)}>{more}{''.join(levels)}</w:abstractNum>"


def num(name: str, definition: str, starts: Mapping[int, int] | None = None, overrides: str = "") -> str:
    """A list; `starts` are its startOverrides by level."""
    restarts = "".join(
        f'<w:lvlOverride w:ilvl="{ilvl}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for ilvl, start in (starts or {}).items()
    )
    return (
        f"<w:num w:numId={quoteattr(name)}><w:abstractNumId w:val={quoteattr(definition)}/>"
        f"{restarts}{overrides}</w:num>"
    )


def style(
    name: str, said: str, based: str = "", props: str = "", run: str = "", kind: str = "paragraph"
) -> str:
    """A style with an id, a name, a base, and what it says about paragraphs and runs."""
    base = f"<w:basedOn w:val={quoteattr(based)}/>" if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId={quoteattr(name)}><w:name w:val={quoteattr(said)}/>{base}'
        f"{f'<w:pPr>{props}</w:pPr>' if props else ''}{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
    )


def element(name: str, *content: str) -> str:
    """A root or other element of WordprocessingML with all namespaces declared."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return f"<w:{name} {declared}>{''.join(content)}</w:{name}>"


# -- whole files --------------------------------------------------------------------------------------------


def make_docx(
    *body: str,
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    endnotes: str = "",
    comments: str = "",
    settings: str = "",
    headers: tuple[str, ...] = (),
    footers: tuple[str, ...] = (),
    section: str = "",
    strict: bool = False,
    relations: str = "",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A .docx file of body blocks and the contents of the other parts; parts without content are left out."""
    parts = {
        "styles": ("styles", styles),
        "numbering": ("numbering", numbering),
        "footnotes": ("footnotes", footnotes),
        "endnotes": ("endnotes", endnotes),
        "comments": ("comments", comments),
        "settings": ("settings", settings),
        **{f"header{index}": ("hdr", text) for index, text in enumerate(headers)},
        **{f"footer{index}": ("ftr", text) for index, text in enumerate(footers)},
    }
    files: dict[str, str] = {}
    links = relations
    for index, (name, (root, content)) in enumerate(parts.items()):
        if content:
            kind = re.sub(r"\d+$", "", name)
            files[f"word/{name}.xml"] = _HEAD + element(root, content)
            links += f'<Relationship Id="rId{index}" Type="{_RELATION}{kind}" Target="{name}.xml"/>'
    files["word/document.xml"] = _HEAD + element("document", f"<w:body>{''.join(body)}{section}</w:body>")
    files["word/_rels/document.xml.rels"] = _relations(links)
    files["_rels/.rels"] = _relations(
        f'<Relationship Id="rId1" Type="{_RELATION}officeDocument" Target="word/document.xml"/>'
    )
    files["[Content_Types].xml"] = f'{_HEAD}<Types xmlns="{_PACKAGE}content-types"/>'
    if strict:
        files = {name: _strict(text) for name, text in files.items()}
    return pack({name: text.encode() for name, text in files.items()} | dict(more or {}))


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip file of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _relations(links: str) -> str:
    """A relationships part."""
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships">{links}</Relationships>'


def _strict(text: str) -> str:
    """The same part in the namespaces of Strict files."""
    for usual, strict in STRICT.items():
        text = text.replace(usual, strict)
    return text


# -- any Document as a draft in Word -----------------------------------------------------------------------

SHAPES = ("第一章", "第一节", "一、", "（一）", "(一)", "1.", "1．", "1、", "（1）", "(1)")
"""The shapes of typed numbers that `build_from_document` can turn into automatic ones."""

_CHINESE_NUMBER, _ARABIC_NUMBER = "[一二三四五六七八九十百]{1,5}", r"\d{1,3}"


def build_from_document(document: Document, *, automatic: Mapping[str, int] | None = None) -> bytes:
    """Write a Document as a draft in Word.

    `automatic` maps shapes of numbers (of `SHAPES`) to levels of one list from 0: a paragraph of the body
    that begins with such a number loses it and becomes an item of that list, so that Word draws the same
    number. A number that does not follow from those before restarts the list there (startOverride).
    """
    made = docx.Document()
    lists = _Lists(made, automatic or {})
    for block in document.blocks:
        if isinstance(block, Table):
            _add_table(made, document, block)
            # Word always has a paragraph behind a table; without it LibreOffice loses the last one in .doc.
            made.add_paragraph()
        else:
            _add_paragraph(made, document.words(block), block, lists)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


class _Lists:
    """The list of the automatic numbers of a document, with the counters that Word will have."""

    def __init__(self, made: "docx.document.Document", automatic: Mapping[str, int]) -> None:
        self._shapes = {_shape_pattern(shape): (level, shape) for shape, level in automatic.items()}
        self._counts: list[int] = [0] * 9
        self._starts: dict[int, int] = {}
        self._part = made.part.numbering_part.element
        self._definition = "900"
        self._number = 900
        if automatic:
            shapes = sorted(automatic.items(), key=_by_level)
            levels = (_shape_level(shape, ilvl) for shape, ilvl in shapes)
            self._insert_definition(abstract(self._definition, *levels))
            self._insert(num(str(self._number), self._definition))

    def take(self, text: str) -> tuple[str, str, int] | None:
        """The text without its number, the list and the level; None where it has no such number."""
        for pattern, (level, _) in self._shapes.items():
            found = pattern.match(text)
            if found:
                self._count(level, int(parse_numeral(found.group(1)) or 0))
                return text[found.end() :].lstrip(), str(self._number), level
        return None

    def _count(self, ilvl: int, number: int) -> None:
        """Bring the counter of a level to a number, with a restart if it would not come there itself."""
        next_one = self._counts[ilvl] + 1 if self._counts[ilvl] else self._starts.get(ilvl, 1)
        if next_one != number:
            self._number += 1
            # A startOverride holds for every later restart of its level as well.
            self._starts = {ilvl: number}
            self._insert(num(str(self._number), self._definition, self._starts))
        self._counts[ilvl] = number
        self._counts[ilvl + 1 :] = [0] * (8 - ilvl)

    def _insert_definition(self, xml: str) -> None:
        """Add a definition; they stand before the lists."""
        self._part.insert(0, parse_xml(xml.replace("<w:abstractNum ", f'<w:abstractNum xmlns:w="{W}" ', 1)))

    def _insert(self, xml: str) -> None:
        """Add a list."""
        self._part.append(parse_xml(xml.replace("<w:num ", f'<w:num xmlns:w="{W}" ', 1)))


def _by_level(item: tuple[str, int]) -> int:
    """The level of a shape."""
    return item[1]


def _shape_parts(shape: str) -> tuple[str, bool, str]:
    """What stands before the number, whether it is Chinese, and what stands behind."""
    found = re.fullmatch(r"(\D*?)([一1])(\D*)", shape)
    assert found, shape
    return found.group(1), found.group(2) == "一", found.group(3)


def _shape_pattern(shape: str) -> re.Pattern[str]:
    """A pattern for labels of a shape, with the number as group 1."""
    before, chinese, behind = _shape_parts(shape)
    # 1. before a digit may be a decimal, and Word's own 1.1 is of another shape.
    guard = "" if chinese else r"(?!\d)"
    number = _CHINESE_NUMBER if chinese else _ARABIC_NUMBER
    return re.compile(f"{re.escape(before)}({number}){re.escape(behind)}{guard}")


def _shape_level(shape: str, ilvl: int) -> str:
    """The level of a list definition that draws a shape."""
    before, chinese, behind = _shape_parts(shape)
    form = "chineseCountingThousand" if chinese else "decimal"
    return level(ilvl, form, f"{before}%{ilvl + 1}{behind}", more='<w:suff w:val="nothing"/>')


def _add_paragraph(made: "docx.document.Document", text: str, paragraph: Paragraph, lists: _Lists) -> None:
    """A paragraph of the body."""
    taken = lists.take(text)
    style = f"Heading {paragraph.level}" if paragraph.level and paragraph.level <= 9 else None
    added = made.add_paragraph(text if taken is None else taken[0], style)
    if paragraph.bold:
        for run in added.runs:
            run.bold = True
    if taken is not None:
        _, name, ilvl = taken
        properties = added._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="{ilvl}"/><w:numId w:val="{name}"/></w:numPr>')
        )


def _add_table(made: "docx.document.Document", document: Document, table: Table) -> None:
    """A table, its merges kept; a row with one cell goes over all columns."""
    columns = max(sum(part.colspan for part in line.cells) for line in table.rows)
    below = [_continued(line.cells) for line in table.rows[1:]] + [set()]
    rows = [
        row(*_cells(document, line.cells, columns, going_on))
        for line, going_on in zip(table.rows, below, strict=True)
    ]
    xml = tbl(*rows, widths=(9000 // columns,) * columns).replace("<w:tbl>", f'<w:tbl xmlns:w="{W}">', 1)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    xml = xml.replace("<w:tblPr/>", f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>", 1)
    body = made.element.body
    body.insert(len(body) - (body[-1].tag == qn("w:sectPr")), parse_xml(xml))


def _continued(cells: tuple[Cell, ...]) -> set[int]:
    """The columns where a cell goes on from above."""
    starts = itertools.accumulate((part.colspan for part in cells), initial=0)
    return {start for start, part in zip(starts, cells, strict=False) if part.continued}


def _cells(document: Document, cells: tuple[Cell, ...], columns: int, going_on: set[int]) -> Iterator[str]:
    """The cells of a row; those that go on below are marked as the tops of merges."""
    column = 0
    for part in cells:
        width = columns if len(cells) == 1 else part.colspan
        merge = MERGED if part.continued else MERGE if column in going_on else ""
        props = (span(width) if width > 1 else "") + merge
        yield cell(*(p(document.words(words)) for words in part.paragraphs), props=props)
        column += part.colspan
