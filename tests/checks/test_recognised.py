"""A text that was recognised in pictures: said once, quiet on single characters, doubtful figures named."""

from plancmp.checks import check_plan
from plancmp.model.document import Cell, Document, Row, Table
from plancmp.pipeline import record_of
from plancmp.sources.building import DocumentBuilder

TITLE = "云岭县“十五五”林业发展规划"
ROWS = (("指标", "2025年", "2030年"), ("森林覆盖率（%）", "41.2", "43"), ("林业总产值（亿元）", "12", "1S"))
SLIP = "加强林区防火，完善巡护（含夜间巡护制度，健全责任体系，提升管护能力。"
CODES = ("DOC003", "DOC004", "TXT002")


def document(*, recognised: bool) -> Document:
    """A plan with a bracket that nothing closes; recognised, each paragraph has a box and a confidence."""
    builder = DocumentBuilder("image" if recognised else "docx")
    box = (100.0, 200.0, 500.0, 215.0) if recognised else None

    def paragraph(text: str, sure: float = 0.99, row: int | None = None, cell: int | None = None):
        builder.begin()
        confidence = sure if recognised else None
        place = (box[0], box[1] + builder.offset, box[2], box[3] + builder.offset) if box else None
        builder.row, builder.cell = row, cell
        builder.add(text, page=1, box=place, confidence=confidence)
        return builder.finish()

    for text in (TITLE, "一、主要目标", SLIP, "表1 主要指标"):
        builder.block(paragraph(text))
    rows = [
        Row(
            tuple(
                Cell((paragraph(text, 0.55 if text == "1S" else 0.99, row, cell),))
                for cell, text in enumerate(texts, 1)
            )
        )
        for row, texts in enumerate(ROWS, 1)
    ]
    builder.block(Table(tuple(rows)))
    builder.block(paragraph("二、保障措施"))
    builder.block(paragraph("加强组织领导，健全投入机制。"))
    if recognised:
        builder.note("recognised", offset=0)
    return builder.build()


def findings(*, recognised: bool) -> list[tuple[str, bool]]:
    """Codes of the findings that matter here, and whether each says a doubtful value."""
    made = document(recognised=recognised)
    found = check_plan(record_of(made, b"", "plan"), made)
    return [(each.code, "把握不大" in each.message) for each in found if each.code in CODES]


def test_written_text_is_held_to_its_marks() -> None:
    """Of the same words in a Word file the bracket is a finding."""
    assert findings(recognised=False) == [("TXT002", False)]


def test_recognised_text_is_not() -> None:
    """Once that it was recognised; the value that recognition doubts stands by itself."""
    assert sorted(findings(recognised=True)) == [("DOC003", True), ("DOC004", False)]


def on_pages(*, clipped: int | None) -> list[tuple[str, int | None]]:
    """Codes and pages of the findings on two pages with the same slip; words of one run over its edge."""
    builder = DocumentBuilder("pdf")
    for page, text in ((1, TITLE), (1, "一、主要目标"), (1, SLIP), (2, "二、保障措施"), (2, SLIP)):
        builder.begin()
        if page == clipped and text is SLIP:
            builder.note("hidden", "并落实管护责任", offset=builder.offset)
        builder.add(text, page=page)
        builder.block(builder.finish())
    made = builder.build()
    found = check_plan(record_of(made, b"", "plan"), made)
    return [(each.code, each.at.page) for each in found if each.code in CODES]


def test_a_page_that_is_cut_at_its_edge_is_left_out() -> None:
    """What it lacks is said once; the other page is held to its marks."""
    assert on_pages(clipped=None) == [("TXT002", 1), ("TXT002", 2)]
    assert on_pages(clipped=1) == [("DOC004", 1), ("TXT002", 2)]
