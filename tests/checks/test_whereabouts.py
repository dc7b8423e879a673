"""Where findings stand in the plan's own terms: headings, table, row, column."""

import msgspec
import pytest

from plancmp.checks import Options, check_plan
from plancmp.model.finding import Finding, Where
from plancmp.model.place import Place
from plancmp.pipeline import record_of
from plancmp.report.findings.words import named_place
from plancmp.sources.reading import read_bytes
from tests.docx_builder import build_from_document

PLAN = """安河县“十五五”助残规划
一、总体要求
坚持方向。
二、主要目标
（一）基本指标
→“十五五”主要指标

→指标
→2025年
→2030年
→属性

→1.培训人数（人）
→860
→＞XX
→预期性

→2.参保率（%）
→91
→93
→预期性


三、重点任务
（一）稳定就业
1.扶持机构。建设服务站不少于XX家，改善条件。
→专栏1 重点项目

→1.甲项目。培训不少于XX人次，建设中心。
2.乙项目。建设基地。


四、保障措施
加强领导。
""".replace("→", "\t")

CASES = [
    (
        "＞XX",
        Where(
            section="二、（一）基本指标", table="“十五五”主要指标", row_name="培训人数", column_name="2030年"
        ),
    ),
    ("XX家", Where(section="三、（一）1.扶持机构")),
    ("XX人次", Where(section="三、（一）1.扶持机构", table="专栏1 重点项目", row_name="甲项目")),
]


def findings(form: str) -> list[Finding]:
    """What is found in the plan, as text or as a Word file."""
    document = read_bytes(PLAN.encode(), "plan.txt")
    if form == "docx":
        data = build_from_document(document)
        document = read_bytes(data, "plan.docx")
    return check_plan(record_of(document, b"", f"plan.{form}"), document, Options())


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize(("words", "where"), CASES)
def test_where(words: str, where: Where, form: str) -> None:
    """The same names whatever the form; only text has lines."""
    (finding,) = (each for each in findings(form) if each.excerpt == words)
    assert finding.where == where
    assert (finding.at.line is not None) == (form == "txt")


def test_in_words() -> None:
    """Names first, then the place; a place with a line needs no names."""
    made = Finding(
        code="PLH001", name="undecided-value", severity="error", message="", path="plan.docx", excerpt="＞XX",
        at=Place(page=3, block=12, row=2, cell=3), where=CASES[0][1], fingerprint="",
    )  # fmt: skip
    assert named_place(made, "zh") == (
        "二、（一）基本指标 “十五五”主要指标“培训人数”2030年栏，第3页第12段的表格第2行第3格"
    )
    assert named_place(made, "en") == (
        "二、（一）基本指标 “十五五”主要指标, row “培训人数”, column 2030年, page 3, table at paragraph 12, "
        "row 2, cell 3"
    )
    lined = msgspec.structs.replace(made, at=Place(line=5, column=2))
    assert named_place(lined, "zh") == "第5行第2列"
