"""Tables whose cells stand one a line: drawn with a seed, told as saved pages do, read again."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from plancmp import extract_bytes
from plancmp.model.record import Indicator, PlanRecord
from plancmp.sources.tables.flowing import FlowingProposer, word_spans
from plancmp.sources.tables.model import Candidate, Cell, Piece, choose, tables_of
from plancmp.sources.tables.stream import StreamProposer
from plancmp.text.folding import squeeze
from tests.sources.streams import Drawn, draw, draw_tall

_DRAWS = 60
_BLANK = "-—/"


def _seen(indicator: Indicator) -> tuple[str, ...]:
    """A row as drawn: what stands for no value is nothing."""
    values = (value.text if value else "" for value in (indicator.baseline, indicator.target))
    texts = (indicator.category, indicator.name, indicator.unit, indicator.attribute, *values)
    return tuple("" if not squeeze(text or "").strip(_BLANK) else squeeze(text or "") for text in texts)


def _read(text: str, seed: int) -> tuple[list[tuple[str, ...]], PlanRecord]:
    record = extract_bytes(text.encode(), "drawn.md" if seed % 2 else "drawn.txt")
    return [_seen(indicator) for indicator in record.indicators], record


@pytest.mark.parametrize(
    ("drawing", "least"), [(draw, 93), (draw_tall, 95)], ids=["one row", "two and three"]
)
def test_drawn_tables(drawing: Callable[[int], Drawn], least: int) -> None:
    """Of a hundred rows so many come out whole, and of twenty tables at most one is wrong without a note.

    What is missing are names broken in two under a category, which could be a new category and its name.
    """
    rows = right = silent = 0
    for seed in range(10_000, 10_000 + _DRAWS):
        drawn = drawing(seed)
        got, record = _read(drawn.text, seed)
        wanted = [
            tuple("" if not squeeze(text).strip(_BLANK) else squeeze(text) for text in row)
            for row in drawn.rows
        ]
        if not any(row[2] for row in wanted):
            got = [(*row[:2], "", *row[3:]) for row in got]
        rows += len(wanted)
        right += sum(row in got for row in wanted)
        silent += got != wanted and not any(note.code == "row-unsure" for note in record.notes)
    assert right * 100 >= rows * least
    assert silent * 20 <= _DRAWS


_HEAD = (
    "某某区“十五五”规划\n\n一、目标\n\n到2030年，各项工作取得新进展，人民生活更加美好，城乡面貌焕然一新。\n\n"
)
_FOOT = "\n\n二、任务\n\n推进各项工作，完善体制机制，形成合力，确保规划目标任务如期完成。\n"


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (
            "序号\n\n指标\n名称\n\n单位\n\n属性\n\n2030年\n\n1\n\n书屋覆盖率\n\n%\n\n预期性\n\n95\n\n2\n\n"
            "新建河段\n\n公里\n\n约束性\n\n20",
            ["|书屋覆盖率|%|预期性||95", "|新建河段|公里|约束性||20"],
        ),
        (
            "序号\n指标\n单位\n目标值\n1\n新建书屋\n个\n1\n2\n新建步道\n公里\n2\n3\n新建站台\n个\n3",
            ["|新建书屋|个|||1", "|新建步道|公里|||2", "|新建站台|个|||3"],
        ),
        (
            "序号\n\n类别\n\n指标\n\n现状值\n\n“十五五”\n\n目标\n\n类型\n\n1\n\n设施类\n\n优良路率\n\n98%、95%\n\n"
            "99%、97%\n\n约束性\n\n2\n\n新增泊位\n\n/\n\n500个\n\n预期性",
            ["设施类|优良路率|%|约束性|98%、95%|99%、97%", "设施类|新增泊位|个|预期性||500个"],
        ),
        (
            "指标\n\n2025年\n\n2030年\n\n属性\n\n森林覆盖率（%）\n\n19.5\n\n20.1\n\n约束性\n\n其中：乔木林\n\n11.5\n\n"
            "12\n\n公园数量（个）\n\n12\n\n完成上级\n\n下达任务\n\n预期性[1]",
            ["|森林覆盖率|%|约束性|19.5|20.1", "|公园数量|个|预期性|12|完成上级下达任务"],
        ),
        (
            "序号\n\n指标\n\n单位\n\n目标\n\n1\n\n文化\n\n书屋覆盖率\n\n%\n\n95\n\n2\n\n剧场数量\n\n个\n\n20\n\n"
            "3\n\n生态\n\n新建步道长度\n\n公里\n\n20\n\n4\n\n改造绿道长度\n\n公里\n\n30",
            [
                "文化|书屋覆盖率|%|||95",
                "文化|剧场数量|个|||20",
                "生态|新建步道长度|公里|||20",
                "生态|改造绿道长度|公里|||30",
            ],
        ),
        (
            "序号\n指标\n单位\n规划目标\n2025年\n2030年\n属性\n责任部门\n1\n书屋覆盖率\n%\n80\n95\n预期性\n区文旅局\n"
            "2\n新建步道\n公里\n12\n20\n约束性\n区建管委",
            ["|书屋覆盖率|%|预期性|80|95", "|新建步道|公里|约束性|12|20"],
        ),
        (
            "类别\n\n序号\n\n指标项\n\n单位\n\n指标值\n\n现状\n\n近期规划\n\n（2025年）\n\n（2030年）\n\n文化\n\n1\n\n"
            "书屋覆盖率\n\n%\n\n80\n\n95\n\n2\n\n剧场数量\n\n个\n\n3\n\n4\n\n3\n\n新建步道长度\n\n公里\n\n4\n\n5",
            ["文化|书屋覆盖率|%||80|95", "文化|剧场数量|个||3|4", "文化|新建步道长度|公里||4|5"],
        ),
        (
            "类别\n\n序号\n\n指标\n\n属性\n\n目标\n\n文化\n\n1\n\n新增书屋床位\n\n预期性\n\n张\n\n交通站点\n\n2\n\n"
            "新建站台\n\n约束性\n\n完成市下达\n\n目标\n\n3\n\n改造站台\n\n约束性\n\n完成市下达目标",
            [
                "文化|新增书屋床位||预期性||张",
                "交通站点|新建站台||约束性||完成市下达目标",
                "交通站点|改造站台||约束性||完成市下达目标",
            ],
        ),
        (
            "序号\n指标\n2025年\n2030年\n1\n租赁房源（万套（间））\n2\n3.5\n2\n隐患整改率\n90%\n95%",
            ["|租赁房源|万套(间)||2|3.5", "|隐患整改率|%||90%|95%"],
        ),
    ],
    ids=[
        "header wrapped",
        "targets like serial numbers",
        "two in one cell",
        "sub-row, wrapped value, mark",
        "a category that the header does not name",
        "two header rows, responsible units beside",
        "three header rows, targets like serial numbers",
        "a unit for a value, the end of a wrapped value",
        "nested brackets, per cent with the values",
    ],
)
def test_rows(cells: str, rows: list[str]) -> None:
    """Cells one a line and the rows that they are: category, name, unit, attribute, baseline, target."""
    for name in ("plan.txt", "plan.md"):
        record = extract_bytes((_HEAD + cells + _FOOT).encode(), name)
        assert ["|".join(_seen(indicator)) for indicator in record.indicators] == rows
        assert [section.title for section in record.sections] == ["目标", "任务"]


def test_prose_is_no_table() -> None:
    """Short lines without what only cells hold stay as they are."""
    text = _HEAD + "主要指标\n\n目标\n\n单位\n\n属性\n\n春天\n\n夏天\n\n秋天\n\n冬天\n\n春天\n\n夏天" + _FOOT
    record = extract_bytes(text.encode(), "plan.txt")
    assert record.indicators == () and record.tables == ()


def test_place() -> None:
    """A row and its cells say the line that they stand on."""
    text = _HEAD + "序号\n指标\n单位\n目标值\n1\n新建书屋\n个\n10\n2\n新建步道\n公里\n25" + _FOOT
    first, second = extract_bytes(text.encode(), "plan.txt").indicators
    assert first.at is not None and second.at is not None and second.target is not None
    assert (first.at.line, second.at.line, second.target.at and second.target.at.line) == (11, 15, 18)


_TABLE = (
    "<table><tr><th rowspan=2>类别</th><th colspan=2>指标</th><th>目标值</th><th rowspan=2>类型</th></tr>"
    "<tr><th>名称</th><th>单位</th><th>2030年</th></tr>"
    "<tr><td rowspan=2>民生</td><td>书屋覆盖率</td><td>%</td><td>95</td><td>预期性</td></tr>"
    "<tr><td>新建步道</td><td>公里</td><td>20</td><td>约束性</td></tr></table>"
)


def test_html_in_markdown() -> None:
    """A table of HTML on one line of Markdown has the rows of the page, and stands on its line."""
    record = extract_bytes((_HEAD + _TABLE + _FOOT).encode(), "plan.md")
    rows = ["|".join(_seen(indicator)) for indicator in record.indicators]
    assert rows == ["民生|书屋覆盖率|%|预期性||95", "民生|新建步道|公里|约束性||20"]
    assert {indicator.at.line for indicator in record.indicators if indicator.at} == {7}
    assert "<table" in "".join(note.text or "" for note in record.notes if note.code == "markup")


def test_table_said_again_counts_once() -> None:
    """The table of the text stands in the appendix too: its rows count once, with a note at the second."""
    record = extract_bytes((_HEAD + _TABLE + _FOOT + "\n附件\n\n" + _TABLE + "\n").encode(), "plan.md")
    assert len(record.indicators) == 2
    assert [note.at and note.at.line for note in record.notes if note.code == "table-again"] == [15]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("|甲项|乙项|丙项|\n|---|---|---|\n|书屋|好|约束性|\n|步道|好|预期性|", "table-not-read"),
        (
            "|指标|2030年|丙|属性|\n|---|---|---|---|\n|书屋数|5|6.5|约束性|\n|步道数|7|8.1|预期性|",
            "values-unexplained",
        ),
        ("|指标|2030年|属性|\n|---|---|---|\n|书屋数|5|约束性|\n|步道数|7|预期性|", None),
    ],
)
def test_what_is_not_read_is_said(table: str, code: str | None) -> None:
    """A table of 约束性 and 预期性 that gives no rows, or figures under no known header, are named."""
    record = extract_bytes((_HEAD + table + _FOOT).encode(), "plan.md")
    assert [note.code for note in record.notes if note.code != "markup"] == ([code] if code else [])


def test_choice() -> None:
    """The candidate with least doubt is taken, and one as good beside it makes the choice a tie."""
    rows = ((Cell((Piece(0, 0, 1),)),), (Cell((Piece(1, 0, 1),)),))
    sure, unsure = Candidate(0, 2, rows, 0.2), Candidate(0, 2, rows[::-1], 0.3)
    assert choose([unsure, sure]) == Candidate(0, 2, rows, 0.2, tied=True)
    assert choose([Candidate(0, 2, rows, 2.5)]) is None


@pytest.mark.parametrize("line", ["序号\n指标\n目标\n1\n", "甲\n", "指标\n", "目标值\n属性\n95\n"])
def test_hostile_lines_take_linear_time(line: str) -> None:
    """A page of very many header words is given up early: candidates stay few and the walk ends."""
    page = (line * 4000).splitlines()
    steps = count()
    for _ in tables_of(page, (StreamProposer(page),)):
        next(steps)
    assert next(steps) < len(page)


@pytest.mark.parametrize(("between", "decoded"), [("\n", 0), (" ", 1)])
def test_cells_one_a_line_are_decoded_once(
    between: str, decoded: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words are dealt out to columns a second time only where some stand beside others."""
    calls = count()

    def asked(self: StreamProposer, page: list[str], at: int) -> Iterator[Candidate]:
        next(calls)
        return iter(())

    monkeypatch.setattr(StreamProposer, "__call__", asked)
    rows = ("序号 指标 单位 2030年", "1 床位 张 35", "2 餐点 个 45", "3 书屋 家 60", "4 步道 条 9")
    page = "\n".join(rows).replace(" ", between).split("\n")
    list(FlowingProposer(page)(page, 0))
    assert next(calls) == decoded


def test_cells_with_nothing_between_them_are_noted() -> None:
    """A table in one paragraph that could not be cut is said; a sentence with the same words is none."""
    glued = (
        "一、发展目标\n专栏1：主要指标序号指标2025年2030年属性1养老床位数（张）12001500预期性2助餐点（个）3545预期性"
        "3护理员（人）260340约束性4适老改造（户）9001200预期性\n二、保障措施\n加强领导。\n"
    )
    told = "一、发展目标\n主要指标持续改善，2025年比2020年增加12个、34张、56人、78户、9处、10家、11所。\n"
    codes = [
        [note.code for note in extract_bytes(f"青禾县“十五五”养老规划\n{text}".encode()).notes]
        for text in (glued, told)
    ]
    assert "table-not-read" in codes[0] or extract_bytes(glued.encode()).indicators
    assert "table-not-read" not in codes[1]


def test_a_table_that_ends_where_another_goes_on_is_none() -> None:
    short = Candidate(0, 3, ((), ()), 0.1)
    lines = [(Cell((Piece(line, 0, 2),)),) for line in range(6)]
    long = Candidate(0, 6, tuple(lines), 0.6)
    assert (found := choose([short, long])) is not None
    assert found.behind == 6


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2 单位 GDP 能耗 5 %", ["2", "单位 GDP 能耗", "5", "%"]),
        ("劣 V 类水体比例 约束性", ["劣 V 类水体比例", "约束性"]),
        ("岸线长度 km 约束性", ["岸线长度", "km", "约束性"]),
        ("普 惠 托 位 数 2030 年", ["普 惠 托 位 数", "2030 年"]),
    ],
)
def test_words_of_a_line_in_the_order_of_a_pdf(line: str, words: list[str]) -> None:
    assert [line[start:end] for start, end in word_spans(line)] == words


def test_two_tables_on_lines_below_each_other_end_at_the_note_between_them() -> None:
    text = """类别 序号 指标
2025 年
现状
2030年目标 指标类型
河湖
1 水质达标断面比
例（%）
90.5
93 约束性
2 黑臭水体比例（%） 0.4 0 约束性
3 县级水源达标
比例（%）
- 96 约束性
*：按全县 8 个断面统计。 表 2 另一类指标
"""
    plan = extract_bytes(text.encode(), "plan.txt")
    assert [(row.name, row.category, row.target and row.target.text) for row in plan.indicators] == [
        ("水质达标断面比例", "河湖", "93"),
        ("黑臭水体比例", "河湖", "0"),
        ("县级水源达标比例", "河湖", "96"),
    ]
