"""A user's crosswalk: it always wins, it is read strictly, and suggestions can be read as one."""

from pathlib import Path

import pytest

from plancmp.align.aligning import align_plans
from plancmp.align.crosswalk import Crosswalk, load_crosswalk, write_suggestions
from plancmp.align.explaining import explain
from plancmp.compare.comparing import compare
from plancmp.model.errors import RuleError
from tests.align.plans_for_tests import indicator, plan

PLANS = [
    plan(
        "a-14",
        [("残疾人家庭无障碍改造数", "户"), ("托养机构入住率", "%"), ("残疾人就业率", "%")],
        "disability",
    ),
    plan("b-14", [("残疾人家庭无障碍改造率", "%"), ("寄宿托养率", "%"), ("残疾人就业率", "%")], "disability"),
    plan("c-14", [("托养机构入住率", "%")], "disability"),
]


def written(folder: Path, text: str) -> Path:
    """A crosswalk file with this text."""
    path = folder / "crosswalk.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def rows(folder: Path, text: str) -> list[list[tuple[int, int, str]]]:
    """The rows under a crosswalk as plan, indicator and level."""
    alignment = align_plans(PLANS, load_crosswalk(written(folder, text)))
    return [[(cell.plan, cell.indicator, cell.match.level) for cell in row.cells] for row in alignment.rows]


def test_the_same_by_id(tmp_path: Path) -> None:
    found = rows(tmp_path, "same:\n  - ['a-14:I2', 'b-14:I2']\n")
    assert [(0, 1, "crosswalk"), (1, 1, "crosswalk"), (2, 0, "folded")] in found


def test_the_same_by_name_even_in_another_measure(tmp_path: Path) -> None:
    found = rows(tmp_path, "same:\n  - [残疾人家庭无障碍改造数, 残疾人家庭无障碍改造率]\n")
    assert [(0, 0, "crosswalk"), (1, 0, "crosswalk")] in found


def test_not_the_same_by_id_and_by_name(tmp_path: Path) -> None:
    found = rows(tmp_path, "not-same:\n  - ['a-14:I3', 'b-14:I3']\n")
    assert not any(len(row) > 1 and row[0][:2] == (0, 2) for row in found)
    plans = [plan("x", [("粮食产量", "万吨")]), plan("y", [("粮食总产量", "万吨")])]
    assert len(align_plans(plans).rows) == 1
    crosswalk = load_crosswalk(written(tmp_path, "not-same:\n  - [农作物机械化率, 主要农作物机械化率]\n"))
    plans = [plan("x", [("农作物机械化率", "%")]), plan("y", [("主要农作物机械化率", "%")])]
    alignment = align_plans(plans, crosswalk)
    assert (len(alignment.rows), alignment.doubts) == (2, ())


def test_plans_that_are_not_compared_do_not_matter(tmp_path: Path) -> None:
    assert rows(tmp_path, "same:\n  - ['z-14:I9', 'a-14:I1']\n") == rows(tmp_path, "{}\n")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("same:\n  - ['a-14:I1', 'b-14:I1']\n  - ['a-14:I1']\n", 3, "至少要有两个指标"),
        ("same:\n  - [甲, 乙]\nsimilar: []\n", 1, "未知的键 similar"),
        ("same:\n  - [甲, 3]\n", 2, "应为文本，实际是整数"),
        ("same:\n  - [甲, 甲]\n", 2, "写了两次"),
        ("same:\n  - [甲, 乙]\n  - [乙, 丙]\nnot-same:\n  - [甲, 丙]\n", 5, "又被列为同一指标"),
        ("same:\n  - [甲, 乙\n", 3, "不是有效的 YAML"),
    ],
)
def test_errors_say_file_and_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(RuleError) as error:
        load_crosswalk(path)
    assert str(error.value).startswith(f"{path}:{line}") and said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("same:\n  - ['a-14:I99', 'b-14:I1']\n", ":2：规划 a-14 没有指标 I99。"),
        ("same:\n  - ['a-14:I1', 'a-14:I2']\n", ":2：同一规划的 I1、I2 不能是同一行。"),
    ],
)
def test_mistakes_that_only_the_plans_show(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RuleError) as error:
        align_plans(PLANS, load_crosswalk(written(tmp_path, text)))
    assert str(error.value).endswith(said)


def test_suggestions_read_as_a_crosswalk_and_name_the_doubtful_pairs(tmp_path: Path) -> None:
    plans = [plan("a-14", [("公办养老机构入住率", "%")]), plan("b-14", [("养老机构入住率", "%")])]
    alignment = align_plans(plans)
    text = write_suggestions(compare(plans, alignment).doubts)
    assert "pair: ['a-14:I1', 'b-14:I1']" in text and "公办养老机构入住率" in text
    crosswalk = load_crosswalk(written(tmp_path, text))
    assert align_plans(plans, crosswalk) == alignment
    assert (
        load_crosswalk(written(tmp_path, "")) == load_crosswalk(written(tmp_path, "same:\n")) == Crosswalk()
    )
    # A whole entry, moved as the first line of the file says.
    head, entry = text.split("undecided:\n")
    moved = head.replace("same:\n", f"same:\n{entry}", 1)
    assert len(align_plans(plans, load_crosswalk(written(tmp_path, moved))).rows) == 1


def test_explaining_names_the_crosswalk(tmp_path: Path) -> None:
    path = written(tmp_path, "same:\n  - [托养机构入住率, 寄宿托养率]\n")
    first, second = indicator("托养机构入住率", "%"), indicator("寄宿托养率", "%")
    assert explain(first, second, crosswalk=load_crosswalk(path), lang="en") == (
        f"the crosswalk says that they are the same ({path}:2)",
    )
