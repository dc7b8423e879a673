"""Law 2 on real tables: the indicators of saved pages, written again in every layout, give the same rows.

The pages stand beside the checkout; nothing of their texts is kept here.
"""

from collections import Counter
from pathlib import Path

import pytest

from plancmp.model.record import Indicator, PlanRecord
from plancmp.pipeline import extract, extract_bytes
from plancmp.sources.reading import read_bytes
from plancmp.text.folding import squeeze
from tests.docx_builder import build_from_document
from tests.matrix.drawing import Heading, Plan, Table, Text
from tests.matrix.layouts import TEXTS, File, html_file, text_file, word_file
from tests.pdf_builder import convert_with_office, print_with_chromium

PAGES = Path(__file__).resolve().parents[3] / "shared" / "real" / "docs"
SAVED = [
    path
    for path in sorted(PAGES.glob("*.md") if PAGES.is_dir() else ())
    if "huace" not in path.name and "mineru" not in path.name
]
if not SAVED:
    SAVED = [PAGES / "none"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not PAGES.is_dir(), reason="the saved pages are not beside this checkout"),
]
LAYOUTS = (
    *(name for name in TEXTS if name not in ("glued",)),
    "HTML",
    "Word",
    "PDF by LibreOffice",
    "PDF by Chromium",
)
LOSSY = ("single blanks", "a cell a line", "a cell a line, apart", "a cell a line, bare")
"""Layouts in which merged and empty cells stand nowhere: what differs there must say so."""
AMBIGUOUS = {
    (
        "putuo_155_water_shanghaiidx_excerpt",
        "columns of blanks",
    ): "two categories of one row each stand below each other, as the two lines of one category would",
}
"""Tables that another table would be written like, with the reason."""
SENTENCE = "到规划期末，设施网络更加完善，服务质量稳步提高，各项指标全面完成，群众更加满意。"
Row = tuple[str | None, ...]


def told(indicator: Indicator) -> Row:
    """What a row says, without blanks."""
    values = [value.text or "—" if value else None for value in (indicator.baseline, indicator.target)]
    said = (indicator.category, indicator.name, indicator.unit, *values, indicator.attribute)
    return tuple(squeeze(text) if text else text for text in said)


def rebuilt(record: PlanRecord) -> Plan:
    """A plan that holds nothing but the indicators of a record in one table, categories merged."""
    labels = [
        Counter(value.label for row in record.indicators if (value := getattr(row, kind)) is not None)
        for kind in ("baseline", "target")
    ]
    years = [found.most_common(1)[0][0] if found else None for found in labels]
    wanted = {
        "指标类别": [row.category for row in record.indicators],
        "指标名称": [row.name for row in record.indicators],
        "单位": [row.unit for row in record.indicators],
        years[0]: [row.baseline.text if row.baseline else None for row in record.indicators],
        years[1]: [row.target.text if row.target else None for row in record.indicators],
        "属性": [row.attribute for row in record.indicators],
    }
    kept = {name: said for name, said in wanted.items() if name is not None and any(said)}
    rows: list[tuple[str | None, ...]] = []
    for at in range(len(record.indicators)):
        # A blank inside of a cell is lost among blanks between cells.
        cells = [squeeze(said[at] or ("—" if name != "指标类别" else "")) for name, said in kept.items()]
        above = at > 0 and "指标类别" in kept and wanted["指标类别"][at] == wanted["指标类别"][at - 1]
        rows.append((str(at + 1), *(None if above and not n else cell for n, cell in enumerate(cells))))
    table = Table(("number", *kept), ("序号", *kept), tuple(rows))
    blocks = (Heading(1, "一、", "主要目标"), Text("body", SENTENCE * 3), table)
    return Plan(record.plan.title or "", "一、（一）", blocks)


def written(plan: Plan, layout: str, folder: Path) -> File:
    """The plan in a layout."""
    if layout in TEXTS:
        return text_file(plan, [TEXTS[layout]], marks=False, blank=False)
    if layout == "HTML":
        return html_file(plan)
    if layout == "Word":
        return word_file(plan)
    if layout == "PDF by Chromium":
        style = "<style>td{border:1px solid;padding:4px}table{border-collapse:collapse}</style>"
        page = html_file(plan).data.decode().replace("</head>", f"{style}</head>")
        return File("plan.pdf", print_with_chromium(page, folder / "plan.pdf").read_bytes())
    word = word_file(plan)
    (folder / "plan.docx").write_bytes(build_from_document(read_bytes(word.data, word.name)))
    return File("plan.pdf", convert_with_office([folder / "plan.docx"], folder)[0].read_bytes())


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_rebuilt_tables(path: Path, layout: str, tmp_path: Path) -> None:
    """The rows of a saved page are those of its table in another layout."""
    if reason := AMBIGUOUS.get((path.stem, layout)):
        pytest.skip(reason)
    record = extract(path)
    file = written(rebuilt(record), layout, tmp_path)
    again = extract_bytes(file.data, file.name)
    wanted, found = [told(row) for row in record.indicators], [told(row) for row in again.indicators]
    noted = layout in LOSSY and any(note.code.endswith("-table") for note in again.notes)
    assert found == wanted or noted
