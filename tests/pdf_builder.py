"""Makes PDF files for tests: by hand, byte by byte, and with LibreOffice and Chromium from a document.

The hand-made ones need no tool and say exactly where each word and each rule stands. The others show
what two real producers do with the same tables: LibreOffice strokes lines, Chromium fills rectangles.
"""

import html
import os
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell as WordCell

from plancmp.model.document import Cell, Document, Table

A4 = (595.0, 842.0)
_FIRST = 36
_MOST = 200


class RawPdf:
    """A PDF written by hand. Coordinates are points from the lower left; a Chinese character is one em.

    The font is made of black squares, one for each character used; what they mean stands in a map beside it.
    """

    def __init__(self, size: tuple[float, float] = A4) -> None:
        self.size = size
        self.pages: list[list[str]] = []
        self.extra: list[str] = []
        self.image = False
        self.codes: dict[str, int] = {}
        self.bookmarks: list[tuple[str, int]] = []
        """Titles, and the pages (from 0) they point to."""

    def page(self, rotate: int = 0, entries: str = "") -> "RawPdf":
        """Open a page."""
        self.pages.append([])
        self.extra.append((f"/Rotate {rotate} " if rotate else "") + entries)
        return self

    def text(
        self, x: float, y: float, words: str, size: float = 16, rise: float = 0, font: str = "F1"
    ) -> "RawPdf":
        """Words on one line, from `x` on, on the base line `y`."""
        said = ""
        for char in words:
            bank, code = divmod(self.codes.setdefault(char, len(self.codes)), _MOST)
            said += f"/{font}{'' if bank == 0 else f'B{bank}'} {size} Tf <{_FIRST + code:02X}> Tj "
        self.pages[-1].append(f"BT {rise} Ts 1 0 0 1 {x} {y} Tm {said}ET")
        return self

    def lines(
        self, x: float, y: float, lines: Iterable[str], size: float = 16, pitch: float = 28, indent: float = 0
    ) -> float:
        """Lines one below the other; each begins `indent` further right where it begins with `>`."""
        for line in lines:
            self.text(x + indent if line.startswith(">") else x, y, line.removeprefix(">"), size)
            y -= pitch
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "RawPdf":
        """A stroked line."""
        self.pages[-1].append(f"0.5 w {x0} {y0} m {x1} {y1} l S")
        return self

    def rect(self, x0: float, y0: float, x1: float, y1: float, paint: str = "S") -> "RawPdf":
        """A rectangle, stroked (`S`) or filled (`f`)."""
        self.pages[-1].append(f"0.5 w {x0} {y0} {x1 - x0} {y1 - y0} re {paint}")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> "RawPdf":
        """All rules of a table."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        return self

    def picture(self, x: float, y: float, width: float, height: float) -> "RawPdf":
        """A grey image."""
        self.image = True
        self.pages[-1].append(f"q {width} 0 0 {height} {x} {y} cm /I1 Do Q")
        return self

    def raw(self, operators: str) -> "RawPdf":
        """Operators as they are."""
        self.pages[-1].append(operators)
        return self

    def build(self) -> bytes:
        """The bytes of the file."""
        objects: list[bytes] = []

        def add(body: str | bytes) -> int:
            objects.append(body.encode("latin-1") if isinstance(body, str) else body)
            return len(objects)

        add("")
        add("")
        fonts = " ".join(self._fonts(add))
        images = ""
        if self.image:
            image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
            image += "/BitsPerComponent 8 "
            images = f"/XObject << /I1 {add(stream(bytes([128]), image))} 0 R >>"
        kids = []
        for operators, extra in zip(self.pages, self.extra, strict=True):
            content = add(stream("\n".join(operators).encode("latin-1")))
            kids.append(
                add(
                    f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {self.size[0]} {self.size[1]}] {extra}"
                    f"/Resources << /Font << {fonts} >> {images} >> /Contents {content} 0 R >>"
                )
            )
        outlines = self._outlines(add, kids)
        objects[0] = f"<< /Type /Catalog /Pages 2 0 R {outlines}>>".encode()
        if outlines:
            root, body = self._outline_root
            objects[root - 1] = body.encode()
        listed = " ".join(f"{kid} 0 R" for kid in kids)
        objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode()
        return assemble(objects)

    def _outlines(self, add: Callable[[str], int], kids: Sequence[int]) -> str:
        """The bookmarks as objects; returns what the catalogue says of them."""
        if not self.bookmarks:
            return ""
        root = add("")
        first = root + 1
        for number, (title, page) in enumerate(self.bookmarks):
            following = f"/Next {first + number + 1} 0 R " if number + 1 < len(self.bookmarks) else ""
            code = ("\ufeff" + title).encode("utf-16-be").hex()
            add(f"<< /Title <{code}> /Parent {root} 0 R {following}/Dest [{kids[page]} 0 R /Fit] >>")
        count = len(self.bookmarks)
        self._outline_root = (
            root,
            f"<< /Type /Outlines /First {first} 0 R /Last {root + count} 0 R /Count {count} >>",
        )
        return f"/Outlines {root} 0 R "

    def _fonts(self, add: Callable[[str | bytes], int]) -> Iterator[str]:
        """The fonts: three for the first characters, one for each further bank of them."""
        every = list(self.codes)
        for bank in range(max(-(-len(every) // _MOST), 1)):
            chars = every[bank * _MOST : (bank + 1) * _MOST]
            pairs = [
                f"<{_FIRST + at:02X}> <{char.encode('utf-16-be').hex()}>" for at, char in enumerate(chars)
            ]
            unicode_map = (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
                "/CMapType 2 def\n1 begincodespacerange <00> <FF> endcodespacerange\n"
                + "".join(
                    f"{len(pairs[at : at + 100])} beginbfchar\n"
                    + "\n".join(pairs[at : at + 100])
                    + "\nendbfchar\n"
                    for at in range(0, len(pairs), 100)
                )
                + "endcmap end end"
            )
            mapped = add(stream(unicode_map.encode()))
            kinds = (("F1", "Song", mapped), ("F2", "Song-Bold", mapped), ("F3", "Lost", None))
            for name, base, has_map in kinds if bank == 0 else kinds[:1]:
                own = name if bank == 0 else f"{name}B{bank}"
                yield f"/{own} {self._font(add, base, has_map, chars)} 0 R"

    def _font(
        self, add: Callable[[str | bytes], int], base: str, mapped: int | None, chars: Sequence[str]
    ) -> int:
        wide = add(stream(b"1000 0 0 -120 1000 880 d1 50 -100 900 900 re f"))
        narrow = add(stream(b"500 0 0 -120 500 880 d1 50 -100 400 900 re f"))
        names = " ".join("/narrow" if char < "\u007f" else "/wide" for char in chars)
        widths = " ".join("500" if char < "\u007f" else "1000" for char in chars)
        unicode_map = f"/ToUnicode {mapped} 0 R " if mapped else ""
        return add(
            f"<< /Type /Font /Subtype /Type3 /Name /{base} /FontBBox [0 -120 1000 880] "
            f"/FontMatrix [0.001 0 0 0.001 0 0] /FirstChar {_FIRST} /LastChar {_FIRST + len(chars) - 1} "
            f"/CharProcs << /wide {wide} 0 R /narrow {narrow} 0 R >> /Widths [{widths}] "
            f"/Encoding << /Type /Encoding /Differences [{_FIRST} {names}] >> {unicode_map}>>"
        )


def stream(data: bytes, entries: str = "") -> bytes:
    """The body of a stream object."""
    packed = zlib.compress(data)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries}>>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def assemble(objects: Sequence[bytes]) -> bytes:
    """Objects with their cross-reference table."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


class MadeCell(NamedTuple):
    """A cell to be written: its paragraphs, columns, and how many rows below it belong to it."""

    paragraphs: tuple[str, ...]
    colspan: int = 1
    continued: bool = False


MadeBlock = str | list[list[MadeCell]]
"""A paragraph, or the rows of a table."""


def blocks_of(document: Document) -> list[MadeBlock]:
    """Paragraphs and tables of a dump, with the merges that the dump lost put back in.

    A row with fewer cells than the table spreads its first cell; a first column that is often empty is
    taken to be merged downwards. This need not be what the author drew: it only makes real tables.
    """
    blocks: list[MadeBlock] = []
    for block in document.blocks:
        if isinstance(block, Table):
            blocks.append(_rows_of(document, block))
        else:
            blocks.append(document.words(block).strip())
    return blocks


def _as_it_is(document: Document, cell: Cell) -> MadeCell:
    """A cell with the width and the continuation that its table says."""
    words = tuple(document.words(paragraph).strip() for paragraph in cell.paragraphs)
    return MadeCell(words, cell.colspan, cell.continued)


def _rows_of(document: Document, table: Table) -> list[list[MadeCell]]:
    if any(cell.colspan > 1 for row in table.rows for cell in row.cells):
        return [[_as_it_is(document, cell) for cell in row.cells] for row in table.rows]
    columns = max(len(row.cells) for row in table.rows)
    full = [row for row in table.rows if len(row.cells) == columns > 1]
    first_empty = sum(1 for row in full if not row.cells[0].paragraphs)
    rows: list[list[MadeCell]] = []
    for row in table.rows:
        made: list[MadeCell] = []
        for number, cell in enumerate(row.cells):
            words = tuple(document.words(paragraph).strip() for paragraph in cell.paragraphs)
            span = columns - len(row.cells) + 1 if number == 0 else 1
            below = number == 0 and not words and span == 1 and columns > 1 and first_empty > 2 and bool(rows)
            made.append(MadeCell(words, span, below))
        rows.append(made)
    return rows


def write_docx(blocks: Sequence[MadeBlock], path: Path, *, head: str = "", size: float = 16) -> None:
    """The blocks as a Word file in the layout of GB/T 9704, with page numbers and perhaps a running head."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    style = document.styles["Normal"]
    style.font.size = Pt(size)
    style.font.name = "Liberation Serif"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = Pt(size * 1.75)
    _page_number(section.footer.paragraphs[0])
    if head:
        section.header.paragraphs[0].text = head
        section.header.paragraphs[0].runs[0].font.size = Pt(9)
    for number, block in enumerate(blocks):
        if isinstance(block, str):
            paragraph = document.add_paragraph(block)
            if number < 2:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            else:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
                paragraph.paragraph_format.first_line_indent = Pt(size * 2)
        else:
            _word_table(document, block)
    document.save(str(path))


def _page_number(paragraph: "docx.text.paragraph.Paragraph") -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    run = paragraph.add_run()
    for kind, words in (("begin", ""), ("instr", " PAGE "), ("end", "")):
        element = OxmlElement("w:instrText" if kind == "instr" else "w:fldChar")
        if kind == "instr":
            element.text = words
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
    paragraph.add_run(" —")


def _word_table(document: WordDocument, rows: list[list[MadeCell]]) -> None:
    columns = max(sum(cell.colspan for cell in row) for row in rows)
    table = document.add_table(len(rows), columns)
    table.style = "Table Grid"
    table.autofit = False
    for column, width in enumerate(column_widths(rows)):
        for cell in table.columns[column].cells:
            cell.width = Mm(156 * width)
    starts: dict[int, WordCell] = {}
    for number, row in enumerate(rows):
        at = 0
        for made in row:
            cell = table.cell(number, at)
            if made.colspan > 1:
                cell = cell.merge(table.cell(number, at + made.colspan - 1))
            if made.continued:
                starts[at] = starts[at].merge(cell)
            else:
                starts[at] = cell
                _fill(cell, made, columns)
            at += made.colspan


def _fill(cell: WordCell, made: MadeCell, columns: int) -> None:
    for number, words in enumerate(made.paragraphs):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.text = words
        paragraph.paragraph_format.line_spacing = Pt(18)
        if columns == 1 and number:
            paragraph.paragraph_format.first_line_indent = Pt(24)
        for run in paragraph.runs:
            run.font.size = Pt(12)


def column_widths(rows: list[list[MadeCell]]) -> list[float]:
    """Shares of the columns: wider where there is more text, none too narrow."""
    columns = max(sum(cell.colspan for cell in row) for row in rows)
    weights = [4.0] * columns
    for row in rows:
        at = 0
        for cell in row:
            if cell.colspan == 1 and cell.paragraphs:
                weights[at] = max(weights[at], min(max(len(words) for words in cell.paragraphs), 24))
            at += cell.colspan
    return [weight / sum(weights) for weight in weights]


_STYLE = """
@page { size: A4; margin: 32mm 26mm; }
body { font: 16pt/28pt "Noto Serif CJK SC", serif; text-align: justify; margin: 0 }
p { margin: 0; text-indent: 2em } h1 { text-align: center; font-size: 22pt }
table { border-collapse: collapse; width: 100%; font-size: 12pt; line-height: 18pt; table-layout: fixed }
td { border: 1px solid black; padding: 2px 5px; text-align: left } td p { text-indent: 0 }
"""


def write_html(blocks: Sequence[MadeBlock], *, style: str = "") -> str:
    """The blocks as a page to print."""
    out = [f"<!doctype html><html lang=zh><meta charset=utf-8><style>{_STYLE}{style}</style><body>"]
    for number, block in enumerate(blocks):
        if isinstance(block, str):
            tag = "h1" if number < 2 else "p"
            out.append(f"<{tag}>{html.escape(block)}</{tag}>")
        else:
            out.append(_html_table(block))
    return "\n".join(out) + "</body></html>"


def _html_table(rows: list[list[MadeCell]]) -> str:
    out = ["<table border=1>", "<colgroup>"]
    out += [f'<col style="width:{share:.1%}">' for share in column_widths(rows)]
    out.append("</colgroup>")
    for number, row in enumerate(rows):
        out.append("<tr>")
        at = 0
        for cell in row:
            if not cell.continued:
                words = "".join(f"<p>{html.escape(text)}</p>" for text in cell.paragraphs)
                out.append(f"<td colspan={cell.colspan} rowspan={_height(rows, number, at)}>{words}</td>")
            at += cell.colspan
        out.append("</tr>")
    return "".join(out) + "</table>"


def _height(rows: list[list[MadeCell]], number: int, column: int) -> int:
    """How many rows the cell at this row and column covers."""
    height = 1
    for row in rows[number + 1 :]:
        at = 0
        for cell in row:
            if at == column and cell.continued:
                break
            at += cell.colspan
        else:
            return height
        height += 1
    return height


def require_tool(*names: str) -> str:
    """The path of the first of these programs; the test is skipped when none is there."""
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    if os.environ.get("PLANCMP_REQUIRE_TOOLS") == "1":
        pytest.fail(f"{names[0]} is missing, and PLANCMP_REQUIRE_TOOLS=1 asks for it")
    pytest.skip(f"{names[0]} is not installed")


def convert_with_office(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Word files to PDF with LibreOffice."""
    program = require_tool("soffice", "libreoffice")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    command += map(str, paths)
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{path.stem}.pdf" for path in paths]


def print_with_chromium(page: str, path: Path) -> Path:
    """A page of HTML to PDF with Chromium."""
    program = require_tool("chromium", "chromium-browser", "google-chrome")
    source = path.with_suffix(".html")
    source.write_text(page, encoding="utf-8")
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += [f"--user-data-dir={path.parent}/chromium", f"--print-to-pdf={path}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path
