"""Small plans for tests of comparing, written as Markdown and read like any other."""

from collections.abc import Sequence

from plancmp.align.aligning import align_plans
from plancmp.compare.comparing import compare
from plancmp.model.comparison import Comparison
from plancmp.model.record import PlanRecord
from plancmp.pipeline import extract_bytes

HEAD = "| 序号 | 指标 | 2025年 | 2030年 | 属性 |\n|---|---|---|---|---|\n"


def plan(
    rows: Sequence[str] = (),
    body: str = "",
    *,
    place: str = "青禾县",
    period: str = "十五五",
    field: str = "残疾人保障和发展",
    head: str = HEAD,
    name: str = "draft.md",
) -> PlanRecord:
    """A plan with an indicator table (rows as `名称 | 基期 | 目标 | 属性`) and chapters below it."""
    lines = [f"# {place}“{period}”{field}规划", "", "（征求意见稿）", ""]
    if rows:
        lines += [
            "表1 主要指标",
            "",
            head + "\n".join(f"| {at} | {row} |" for at, row in enumerate(rows, 1)),
            "",
        ]
    lines.append(body)
    return extract_bytes("\n".join(lines).encode(), name)


def compared(*plans: PlanRecord, base: int | None = None) -> Comparison:
    """The comparison of plans, aligned as the command line does."""
    return compare(plans, align_plans(plans), base)
