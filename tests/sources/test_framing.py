"""A table made for the look of a page is no table: the cell that holds the page is the text."""

from plancmp.model.document import Document, Paragraph
from plancmp.sources.reading import read_bytes

TEXT = [
    "云溪县“十五五”养老服务规划",
    "一、发展目标",
    *["各乡镇把老人的需要放在前面，做到每户有人问、每事有人办，把床位建到家门口。" * 3] * 5,
    "二、主要任务",
    *["每个社区建一处食堂，由县民政局验收，钱从县财政出，饭菜的价格每月张榜公布。" * 3] * 5,
]
RULE = "+" + "-" * 20 + "+"


def framed(lines: list[str]) -> list[str]:
    """Lines as the only cell of a row, drawn as pandoc draws it."""
    return [RULE, *(f"| {line} |" for line in lines), RULE]


def kinds(document: Document) -> list[str]:
    """The first words of each paragraph, and the rows of each table."""
    return [
        document.text[block.start : block.end][:6]
        if isinstance(block, Paragraph)
        else f"table {len(block.rows)}"
        for block in document.blocks
    ]


def test_page_in_a_cell() -> None:
    """The rows above and below the page stay tables."""
    page = "\n".join([*framed(["发文机关：云溪县"]), *framed(TEXT)[1:], *framed(["扫一扫打开本页"])[1:]])
    found = kinds(read_bytes(page.encode(), "page.txt"))
    assert found == ["table 1", *[text[:6] for text in TEXT], "table 1"]


def test_box_in_a_cell() -> None:
    """A box with less than the text around it stays a table."""
    page = "\n\n".join([*TEXT, *TEXT, "\n".join(framed(TEXT[1:7]))])
    assert kinds(read_bytes(page.encode(), "page.txt"))[-1] == "table 6"
