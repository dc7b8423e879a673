"""PDF files that are odd and not hostile: the library reads them, so the text is read."""

import ctypes
import math
import re
from pathlib import Path

import pytest

from plancmp.model.document import Table
from plancmp.sources.pdf import page
from plancmp.sources.reading import read_bytes
from tests.pdf_builder import RawPdf, assemble, stream
from tests.support.alone import GIGABYTE, read_alone

WORDS = "残疾人基本康复服务覆盖率"


def made() -> bytes:
    """A file of one line."""
    return RawPdf().page().text(90, 700, WORDS).build()


def text_of(data: bytes) -> str:
    return read_bytes(data, "draft.pdf").text.strip()


def rows_of(data: bytes) -> list[list[list[str]]]:
    """The words of the cells of each table."""
    document = read_bytes(data, "draft.pdf")
    return [
        [["".join(map(document.words, cell.paragraphs)) for cell in row.cells] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def before_mark(data: bytes) -> bytes:
    """Without `startxref` and what follows."""
    return data[: data.rindex(b"startxref")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(made() + bytes(9_000), id="zero bytes behind the end"),
        pytest.param(made() + b"\n<!-- sent by a gateway -->" * 900, id="a page behind the end"),
        pytest.param(before_mark(made()), id="no startxref"),
        pytest.param(b"%PFD-1.4" + made()[8:], id="a damaged header"),
        pytest.param(made()[9:], id="no header"),
        pytest.param(b"\r\n" * 900 + made(), id="blank lines before the header"),
        pytest.param(b"<p>download</p>\n" * 100 + made(), id="a page before the header"),
    ],
)
def test_odd_ends(data: bytes) -> None:
    assert text_of(data) == WORDS


@pytest.mark.parametrize("degrees", [7, 30, -45, 120])
def test_text_aslant_is_text(degrees: int) -> None:
    pdf = RawPdf().page().text(200, 400, WORDS)
    along, up = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    pdf.pages[-1][-1] = pdf.pages[-1][-1].replace("1 0 0 1", f"{along:.4f} {up:.4f} {-up:.4f} {along:.4f}")
    assert text_of(pdf.build()) == WORDS


def test_a_watermark_beside_text_is_none() -> None:
    pdf = RawPdf().page().text(200, 400, "征求意见稿")
    pdf.pages[-1][-1] = pdf.pages[-1][-1].replace("1 0 0 1", "0.7071 0.7071 -0.7071 0.7071")
    document = read_bytes(pdf.text(90, 700, WORDS).page().build(), "draft.pdf")
    assert document.text.strip() == WORDS
    assert ("running-head", "征求意见稿") in [(note.code, note.text) for note in document.notes]


def test_glyphs_off_the_page(tmp_path: Path) -> None:
    """They took 986 MB, for a line of blanks up to each of them."""
    pdf = RawPdf().page()
    for row in range(15):
        for at, word in enumerate(("指标", "目标", "单位")):
            pdf.text(90 + at * 100, 600 - 20 * row, word, 12)
        for at in range(100):
            pdf.text(2e6 * (at + 1), 600 - 20 * row, "床", 12)
    data = pdf.build()
    document = read_bytes(data, "draft.pdf")
    assert "床" not in document.text
    assert [(note.code, note.text and note.text[:3], note.count) for note in document.notes] == [
        ("hidden", "床床床", 1_500)
    ]
    path = tmp_path / "far.pdf"
    path.write_bytes(data)
    assert read_alone(path, "plancmp.sources.pdf.reading", "read_pdf").bytes < GIGABYTE / 5


def test_a_page_that_is_far_too_wide(tmp_path: Path) -> None:
    pdf = RawPdf((1e9, 842.0)).page()
    for row in range(30):
        pdf.text(90, 800 - 20 * row, "指标", 12).text(9e8, 800 - 20 * row, "目标", 12)
    path = tmp_path / "wide.pdf"
    path.write_bytes(pdf.build())
    assert read_alone(path, "plancmp.sources.pdf.reading", "read_pdf").bytes < GIGABYTE / 5


def test_forms_beside_each_other_do_not_swell() -> None:
    """Twelve forms share one dictionary of resources and draw one thing often, as many producers do."""
    names = " ".join(f"/F{number} {number + 5} 0 R" for number in range(13))
    entries = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << {names} >> >> "
    forms = [stream(b"/F12 Do " * 30, entries) for _ in range(12)]
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << {names} >> >> "
    data = assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 2 /Kids [3 0 R 19 0 R] >>",
            f"{page} /Contents 4 0 R >>".encode(),
            stream(b" ".join(b"/F%d Do" % number for number in range(12))),
            *forms,
            stream(b"1 1 m 9 1 l S", entries),
            b"null",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 20 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            stream(b"BT /F1 12 Tf 90 700 Td (targets of 2030) Tj ET"),
        ]
    )
    assert text_of(data) == "targets of 2030"


@pytest.mark.parametrize("place", [0, 3, len(WORDS) - 1])
def test_a_character_that_pdfium_misplaces(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """Its text object stands where it belongs; so pdfium does with radicals in a form of another scale."""
    origin = page._origin

    def misplaced(text: int, index: int, to_x: int, to_y: int) -> int:
        done = origin(text, index, to_x, to_y)
        if index == place:
            ctypes.c_double.from_address(to_x).value *= 9.0
            ctypes.c_double.from_address(to_y).value *= 2.0
        return int(done)

    monkeypatch.setattr(page, "_origin", misplaced)
    assert text_of(made()) == WORDS


def test_an_object_of_text_over_two_cells() -> None:
    """A blank in one cell begins the object, figures in the next go on: its place is that of the blank."""
    pdf = RawPdf().page().grid([72, 180, 300], [660, 690, 720])
    pdf.text(80, 670, "水面率", 12).text(200, 670, "15", 12)
    pdf.text(80, 700, "项目", 12).text(104, 700, " 2031", 12)
    (font,) = set(re.findall(r"/(\S+) 12 Tf", pdf.pages[-1][-1]))
    blank, *figures = re.findall("<(..)>", pdf.pages[-1][-1])
    words = f"[<{blank}> -18000 <{''.join(figures)}>] TJ"
    pdf.pages[-1][-1] = f"BT /{font} 12 Tf 40 Tz 1 0 0 1 104 700 Tm {words} ET"
    assert rows_of(pdf.build()) == [[["项目", "2031"], ["水面率", "15"]]]


@pytest.mark.parametrize(
    ("gap", "edges", "tables"),
    [(5, (72, 180, 300), 1), (12, (72, 180, 300), 2), (5, (72, 160, 300), 2), (5, (72, 300), 2)],
)
def test_rows_with_borders_of_their_own(gap: int, edges: tuple[int, ...], tables: int) -> None:
    """Frames close below each other with the same columns are one table; a frame of one column is a box."""
    pdf = RawPdf().page().grid([72, 180, 300], [700, 720, 740])
    for row, words in enumerate(("水面率", "林地率")):
        pdf.text(80, 724 - 20 * row, words, 10).text(200, 724 - 20 * row, "15", 10)
    pdf.grid(edges, [700 - gap - 20, 700 - gap])
    pdf.text(80, 700 - gap - 16, "湿地率", 10).text(200, 700 - gap - 16, "20", 10)
    assert len(rows_of(pdf.build())) == tables
