"""Pages set in columns of text, side by side with what is read of them; the look-alikes come first."""

from collections.abc import Sequence

import pytest

from plancmp.model.document import Document, Table
from plancmp.sources.pdf.reading import read_pdf
from tests.pdf_builder import RawPdf

SIZE, PITCH, TOP = 10, 18, 700
TEXTS = (
    "第一节 养老服务",
    "县城和乡镇都建成照料中心，白天有人看护，晚上有人巡访，独居的老人每周至少探访一次，重度失能的老人由专人上门照料。",
    "每个村设助餐点，由食堂或饭店供餐，补贴随人数发放，每季度公布一次账目。",
    "第二节 托育服务",
    "新建居住区同步配建托育点，已建成的小区用闲置的用房改建，收费由县里定上限，并向社会公布，接受家长和学校监督。",
    "幼儿园向下延伸开办托班，师资统一培训，三年内轮训一遍，合格的发给证书。",
    "第三节 家政服务",
    "扶持员工制的家政企业，给予社保补贴，培训不收费，考核合格后推荐上岗，信用记录向用户公开，投诉在五日内答复。",
    "建立县、乡两级家政服务站，登记需求，统一派单，对困难家庭减免费用。",
)
"""Headings and paragraphs of our own; on a line of 22 characters each paragraph takes two or three."""


def lines_of(texts: Sequence[str], wide: int) -> list[str]:
    """Paragraphs broken at a width; `>` stands for their indent of two characters."""
    lines: list[str] = []
    for text in texts:
        first, rest = text[: wide - 2], text[wide - 2 :]
        lines += [f">{first}", *(rest[at : at + wide] for at in range(0, len(rest), wide))]
    return lines


def blocks(document: Document) -> list[str]:
    """Each paragraph on a line; a table as its rows, cells parted by `|`."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                cells = ("".join(map(document.words, cell.paragraphs)) for cell in row.cells)
                lines.append("|".join(cells))
        else:
            lines.append(document.words(block))
    return lines


def set_in(pdf: RawPdf, lines: Sequence[str], xs: Sequence[float], high: int, top: float = TOP) -> None:
    """Lines in columns of `high` lines each that begin at these places."""
    for at, x in enumerate(xs):
        pdf.lines(x, top, lines[at * high : (at + 1) * high], SIZE, PITCH, indent=2 * SIZE)


class TestLookAlikes:
    def test_rows_of_two_cells_that_hold_sentences(self) -> None:
        pdf = RawPdf().page()
        y = TOP
        for _ in range(6):
            pdf.lines(60, y, lines_of((TEXTS[1],), 22), SIZE, 14, indent=20)
            pdf.lines(300, y, lines_of((TEXTS[2],), 22), SIZE, 14, indent=20)
            y -= 3 * 14 + 28
        rows = blocks(read_pdf(pdf.build()))
        assert all("照料中心" in row and "每个村" in row for row in rows[::3])

    def test_names_in_two_columns(self) -> None:
        pdf = RawPdf().page()
        names = [f"县{name}和{name}服务局" for name in ("民政", "教育", "卫生", "财政", "住建", "交通") * 2]
        pdf.lines(60, TOP, names, SIZE, PITCH)
        pdf.lines(300, TOP, names, SIZE, PITCH)
        assert blocks(read_pdf(pdf.build()))[:2] == [f"{name} {name}" for name in names[:2]]

    def test_one_column_with_a_line_of_signatures(self) -> None:
        pdf = RawPdf().page()
        y = pdf.lines(60, TOP, lines_of(TEXTS, 46), SIZE, PITCH, indent=20)
        for left, right in (("甲方：县民政局", "乙方：县财政局"), ("代表：", "代表：")):
            pdf.text(60, y, left, SIZE).text(312, y, right, SIZE)
            y -= PITCH
        assert blocks(read_pdf(pdf.build())) == [*TEXTS, "甲方：县民政局 乙方：县财政局", "代表： 代表："]


class TestColumns:
    @pytest.mark.parametrize("gap", [13, 20, 40], ids="{} points between".format)
    def test_two(self, gap: int) -> None:
        """Paragraphs go on from the foot of a column to the top of the next, and of the next page."""
        lines = lines_of(TEXTS * 3, 22)
        high = len(lines) // 4 + 1
        pdf = RawPdf().page().text(200, 760, "云溪县人民政府公报", 16)
        set_in(pdf, lines[: 2 * high], (60, 280 + gap), high)
        pdf.page()
        set_in(pdf, lines[2 * high :], (60, 280 + gap), high)
        assert blocks(read_pdf(pdf.build())) == ["云溪县人民政府公报", *TEXTS * 3]

    def test_three(self) -> None:
        lines = lines_of(TEXTS * 2, 14)
        high = len(lines) // 3 + 1
        pdf = RawPdf().page()
        set_in(pdf, lines, (40, 200, 360), high)
        assert blocks(read_pdf(pdf.build())) == [*TEXTS * 2]

    def test_of_unequal_width_with_a_short_last_page(self) -> None:
        lines = lines_of(TEXTS * 2, 22)
        pdf = RawPdf().page()
        set_in(pdf, lines[:40], (60, 300), 20)
        pdf.page()
        set_in(pdf, lines[40:], (60, 300), 4)
        assert blocks(read_pdf(pdf.build())) == [*TEXTS * 2]

    def test_lines_that_stand_beside_each_other_at_other_heights(self) -> None:
        lines = lines_of(TEXTS * 2, 22)
        pdf = RawPdf().page()
        half = len(lines) // 2
        pdf.lines(60, TOP, lines[:half], SIZE, PITCH, indent=20)
        pdf.lines(300, TOP + 5, lines[half:], SIZE, PITCH, indent=20)
        assert blocks(read_pdf(pdf.build())) == [*TEXTS * 2]

    def test_a_table_over_both_parts_what_stands_above_from_what_stands_below(self) -> None:
        above, below = lines_of(TEXTS[:6], 22), lines_of(TEXTS[6:] * 2, 22)
        pdf = RawPdf().page()
        set_in(pdf, above, (60, 300), len(above) // 2 + 1)
        pdf.grid((60, 300, 520), (480, 455, 430))
        for y, cells in ((463, ("指标", "2030年")), (438, ("床位", "500"))):
            pdf.text(66, y, cells[0], SIZE).text(306, y, cells[1], SIZE)
        set_in(pdf, below, (60, 300), len(below) // 2 + 1, 400)
        assert blocks(read_pdf(pdf.build())) == [*TEXTS[:6], "指标|2030年", "床位|500", *TEXTS[6:] * 2]

    def test_a_table_in_a_column_goes_on_in_the_next(self) -> None:
        lines = lines_of(TEXTS, 22)
        pdf = RawPdf().page()
        pdf.lines(60, TOP, lines, SIZE, PITCH, indent=20)
        foot = TOP - PITCH * len(lines)
        pdf.grid((55, 200, 285), (foot, foot - 25, foot - 50))
        pdf.grid((295, 440, 525), (TOP + 12, TOP - 13))
        for x, y, cells in (
            (60, foot - 17, ("指标", "2030年")),
            (60, foot - 42, ("床位", "500")),
            (300, TOP - 5, ("托位", "80")),
        ):
            pdf.text(x, y, cells[0], SIZE).text(x + 145, y, cells[1], SIZE)
        pdf.lines(300, TOP - 40, lines, SIZE, PITCH, indent=20)
        assert blocks(read_pdf(pdf.build())) == [*TEXTS, "指标|2030年", "床位|500", "托位|80", *TEXTS]
