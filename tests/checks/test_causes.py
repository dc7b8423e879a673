"""One cause, one finding: what follows from it is not said again, what has a cause of its own is."""

import pytest

from plancmp.checks import Options, check_plan, load_checks
from plancmp.model.finding import Finding
from plancmp.pipeline import record_of
from plancmp.sources.reading import read_bytes

HEAD = (
    "泽安县“十五五”残疾人保障和发展规划\n依据《“十五五”残疾人保障和发展规划》，制定本规划。\n"
    "一、总体要求\n（一）指导思想\n坚持以人民为中心。\n（二）主要目标\n"
)
TABLE = "→主要指标\n\n→指标\n→2025年\n→2030年\n→属性\n\n{rows}\n\n"
TAIL = "二、主要任务\n{text}\n三、保障措施\n加强组织领导，落实各方责任。\n"
ROWS = (
    "1.残疾人辅助器具适配率（%）|88|90|约束性",
    "2.残疾儿童少年义务教育入学率（%）|96|97|预期性",
    "3.残疾人家庭医生签约服务率（%）|91|92|预期性",
)


def codes_in(text: str, *rows: str, codes: frozenset[str] | None = None) -> list[str]:
    """The codes found in a plan with these rows, and this text among its tasks."""
    cells = "\n\n".join("\n".join(f"→{cell}" for cell in row.split("|")) for row in rows or ROWS)
    plan = HEAD + TABLE.format(rows=cells) + TAIL.format(text=text)
    data = plan.replace("→", "\t").encode()
    document = read_bytes(data, "a.txt")
    found: list[Finding] = check_plan(record_of(document, data, "a.txt"), document, Options(codes=codes))
    return [each.code for each in found]


def row(number: int, name: str, *cells: str) -> str:
    """A row of the table."""
    return "|".join((f"{number}.{name}", *cells))


SAID = "提高服务能力，到2030年，残疾人辅助器具适配率达到90%。"


def test_the_plan_is_well_made() -> None:
    """Nothing is found before anything is wrong."""
    assert codes_in(SAID) == []


@pytest.mark.parametrize(
    ("text", "rows", "codes"),
    [
        ("建成乡镇残疾人之家[待核实]，方便群众。", ROWS, ["PLH005"]),
        (SAID, (row(1, "残疾人辅助器具适配率（%）", "88", "900", "约束性"), *ROWS[1:]), ["IND007"]),
        (SAID, (row(1, "残疾人辅助器具适配率（%）", "880", "90", "约束性"), *ROWS[1:]), ["IND007"]),
        ("到2030年，残疾人辅助器具适配率达到190%。", ROWS, ["IND007"]),
        (SAID, (*ROWS[:2], row(3, "残疾人辅助器具适配率（%）", "91", "92", "预期性")), ["IND005"]),
        (
            "规划共设主要指标3项，其中约束性1项、预期性2项。",
            (*ROWS[:2], row(3, "残疾人家庭医生签约服务率（%）", "91", "92", "/")),
            ["IND004"],
        ),
        (
            "规划共设主要指标3项，其中约束性1项、预期性2项。",
            (*ROWS[:2], row(3, "残疾人家庭医生签约服务率（%）", "91", "92", "待定")),
            ["IND004"],
        ),
    ],
)
def test_one_cause_is_one_finding(text: str, rows: tuple[str, ...], codes: list[str]) -> None:
    """The finding that tells the cause stands alone."""
    assert codes_in(text, *rows) == codes


@pytest.mark.parametrize(
    ("text", "rows", "codes"),
    [
        # The figure in the text is another matter than the one that cannot be.
        (
            "到2030年，残疾儿童少年义务教育入学率达到99%。",
            (row(1, "残疾人辅助器具适配率（%）", "88", "900", "约束性"), *ROWS[1:]),
            ["IND007", "FIG001"],
        ),
        # A target behind its baseline is one slip, the other figure in the text a second one.
        (SAID, (row(1, "残疾人辅助器具适配率（%）", "88", "85", "约束性"), *ROWS[1:]), ["IND001", "FIG001"]),
        # A remark and a gap in two sentences.
        ("建成服务站点XX处。改造道路【请住建局补充】，年内完成。", ROWS, ["PLH002", "PLH005"]),
        (
            "规划共设主要指标3项，其中约束性3项。",
            (*ROWS[:2], row(3, "残疾人家庭医生签约服务率（%）", "91", "92", "/")),
            ["IND004", "IND009"],
        ),
    ],
)
def test_two_causes_are_two_findings(text: str, rows: tuple[str, ...], codes: list[str]) -> None:
    """Nothing is left out that the other finding does not explain."""
    assert codes_in(text, *rows) == codes


def test_what_yields_is_said_where_the_other_is_not_asked_for() -> None:
    """Left out is only what the same run says in another way."""
    rows = (row(1, "残疾人辅助器具适配率（%）", "88", "900", "约束性"), *ROWS[1:])
    assert codes_in(SAID, *rows, codes=frozenset({"FIG001"})) == ["FIG001"]


def test_causes_are_checks() -> None:
    """Every code that a check yields to is one of a check, and none yields to itself in a circle."""
    checks = {check.code: check for check in load_checks()}
    for check in checks.values():
        for code in check.yields_to:
            assert code in checks and check.code not in checks[code].yields_to
