"""Words that a Word file draws: pasted from slides, in boxes of Strict files, in charts."""

import pytest

from plancmp.sources.word.reading import read_docx
from tests.docx_builder import make_docx, p, r

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SLIDE = (
    f'<w:drawing><a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/lockedCanvas">'
    f'<lc:lockedCanvas xmlns:lc="{DRAWING}/lockedCanvas"><a:sp><a:txSp><a:txBody>'
    "<a:p><a:r><a:t>覆盖率</a:t></a:r><a:r><a:t>95%</a:t></a:r></a:p><a:p><a:r><a:t>约束性</a:t></a:r></a:p>"
    "</a:txBody></a:txSp></a:sp></lc:lockedCanvas></a:graphicData></a:graphic></w:drawing>"
)
BOX = (
    '<w:drawing><wne:txbxContent xmlns:wne="http://schemas.microsoft.com/office/word/2006/wordml">'
    f"{p('框里的话')}</wne:txbxContent></w:drawing>"
)


@pytest.mark.parametrize(
    ("drawn", "text"), [(SLIDE, "前后\n覆盖率95%\n约束性\n"), (BOX, "前后\n框里的话\n")], ids=["slide", "box"]
)
def test_drawn_words(drawn: str, text: str) -> None:
    assert read_docx(make_docx(p("前", r(drawn), "后"))).text == text


@pytest.mark.parametrize("kind", ["chart", "diagram"])
def test_drawn_data_is_noted(kind: str) -> None:
    drawn = (
        f'<w:drawing><a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/{kind}"/></a:graphic>'
    )
    document = read_docx(make_docx(p("前", r(drawn + "</w:drawing>"))))
    assert [(note.code, note.text) for note in document.notes] == [("unreadable", kind)]
