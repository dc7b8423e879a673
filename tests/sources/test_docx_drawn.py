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


DATA = {
    "diagram": '<d:dataModel xmlns:d="{0}/diagram" xmlns:a="{0}/main">{1}</d:dataModel>',
    "chart": '<c:chart xmlns:c="{0}/chart" xmlns:a="{0}/main">{1}<c:v>2030年</c:v><c:v>95</c:v></c:chart>',
}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("kind", "text", "noted"),
    [
        ("diagram", "前后\n领导小组\n办公室\n办公室\n", []),
        ("chart", "前后\n", [("unreadable", "chart 领导小组 办公室 办公室 2030年 95")]),
    ],
)
def test_words_of_diagrams_and_charts(kind: str, text: str, noted: list[tuple[str, str]]) -> None:
    """Words of SmartArt are text; those of a chart are kept in the note that it was not read."""
    name, relation = ("dm", "diagramData") if kind == "diagram" else ("id", "chart")
    drawn = (
        f'<w:drawing><a:graphicData xmlns:a="{DRAWING}/main" uri="{DRAWING}/{kind}"><x:ids '
        f'xmlns:x="{DRAWING}/{kind}" xmlns:r="{RELATIONS}" r:{name}="own"/></a:graphicData></w:drawing>'
    )
    words = "".join(f"<a:p><a:r><a:t>{each}</a:t></a:r></a:p>" for each in ("领导小组", "办公室", "办公室"))
    data = DATA[kind].format(DRAWING, words + "<a:p/>").encode()
    link = f'<Relationship Id="own" Type="{RELATIONS}/{relation}" Target="drawn.xml"/>'
    document = read_docx(make_docx(p("前", r(drawn), "后"), relations=link, more={"word/drawn.xml": data}))
    assert document.text == text
    assert [(note.code, note.text) for note in document.notes] == noted


@pytest.mark.parametrize("kind", ["chart", "diagram"])
def test_drawn_data_is_noted(kind: str) -> None:
    drawn = (
        f'<w:drawing><a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/{kind}"/></a:graphic>'
    )
    document = read_docx(make_docx(p("前", r(drawn + "</w:drawing>"))))
    assert [(note.code, note.text) for note in document.notes] == [("unreadable", kind)]
