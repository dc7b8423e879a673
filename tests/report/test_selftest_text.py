"""A self-test in lines and as JSON."""

import json
import re

import msgspec
import pytest

from plancmp.model.place import Place
from plancmp.model.selftest import CheckTrial, Planted, SelfTest
from plancmp.report.findings.selftest import share_of, write_selftest, write_selftest_json
from plancmp.text.width import display_width


def check(code: str, *found: bool, reason: str | None = None) -> CheckTrial:
    """A check with one defect for each answer."""
    defects = tuple(
        Planted(way="gap", what=f"“9{at}%”改成“XX”", at=Place(line=at, column=2, end_column=4), found=answer)
        for at, answer in enumerate(found, 7)
    )
    return CheckTrial(
        code=code,
        name="undecided-value",
        planted=len(found),
        found=sum(found),
        defects=defects,
        reason=reason,
    )


def result(*checks: CheckTrial, **more: object) -> SelfTest:
    """A self-test of some checks."""
    made = {
        "path": "稿.txt",
        "title": "某县规划",
        "form": "text",
        "copy": "text",
        "seed": 1,
        "per_code": 3,
        **more,
    }
    planted, found = sum(each.planted for each in checks), sum(each.found for each in checks)
    return SelfTest(planted=planted, found=found, checks=checks, **made)  # type: ignore[arg-type]


MIXED = result(
    check("PLH001", True, True),
    check("PLH002", True, False),
    check("RSP001", reason="没有任务分工表"),
    check("RSP002", reason="没有任务分工表"),
)


def test_the_whole_in_chinese() -> None:
    """Head, table, what was missed, reasons, and one line that says it all."""
    assert write_selftest(MIXED, lang="zh", color=False, width=60).splitlines() == [
        "自检 稿.txt  某县规划",
        "在文稿的副本中逐一植入已知错误，看检查能否在原处发现；文件本",
        "  身没有改动。",
        "",
        "  代码    植入  发现  漏掉  名称",
        "= PLH001     2     2     ·  undecided-value",
        "- PLH002     2     1     1  undecided-value",
        "",
        "没有发现的错误 " + "─" * 45,
        "- PLH002 undecided-value",
        "    第8行第2列  “98%”改成“XX”",
        "",
        "没有植入或少植入的原因 " + "─" * 37,
        "RSP001 RSP002  没有任务分工表",
        "",
        "植入 4 处，发现 3 处（75%），漏掉 1 处；2 项检查没有可植入之",
        "  处。",
    ]


def test_the_last_line_in_english() -> None:
    """The same sum in English, on one line where it fits."""
    last = write_selftest(MIXED, lang="en", color=False, width=100).splitlines()[-1]
    assert last == "4 planted, 3 found (75%), 1 missed; nothing could be planted for 2 checks."


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_too_wide(lang: str, width: int) -> None:
    """Wide characters are counted right, at every width."""
    for made in (MIXED, result(*MIXED.checks, copy="dump", form="docx", stopped=True)):
        text = write_selftest(made, lang=lang, color=False, width=width)  # type: ignore[arg-type]
        assert max(map(display_width, text.splitlines())) <= width


def test_colour_only_where_asked_and_never_alone() -> None:
    """Blue and orange beside the signs; without colour the same words."""
    painted = write_selftest(MIXED, lang="zh", color=True, width=80)
    assert "\x1b[38;5;208m- PLH002" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == write_selftest(MIXED, lang="zh", color=False, width=80)


def test_many_missed_are_counted() -> None:
    """Of many missed defects of one check the first are shown."""
    text = write_selftest(result(check("PLH001", *[False] * 8)), lang="zh", color=False, width=80)
    assert text.count("改成") == 5
    assert "另有 3 处。" in text


def test_nothing_planted_and_no_time() -> None:
    """A draft that allows nothing, and a run that was stopped."""
    none = result(check("PLH001", reason="没有指标表"), stopped=True)
    lines = write_selftest(none, lang="zh", color=False, width=80).splitlines()
    assert lines[-2:] == ["时间到，其余没有试。", "没有可以植入的错误。"]


def test_words_of_the_draft_cannot_reach_the_terminal() -> None:
    """Control characters and marks that turn a line round are shown as signs."""
    bad = Planted(way="gap", what="“\x1b[31m\u202e”", at=Place(page=3, block=4), found=False)
    made = result(CheckTrial(code="PLH001", name="x", planted=1, defects=(bad,)), title="\x1b]0;x\x07")
    text = write_selftest(made, lang="zh", color=False, width=80)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    assert "第3页第4段" in text


def test_json_holds_all() -> None:
    """The JSON is the model, and reads back to it."""
    text = write_selftest_json(MIXED)
    assert msgspec.json.decode(text.encode(), type=SelfTest) == MIXED
    assert json.loads(text)["checks"][1]["defects"][1]["found"] is False
    assert write_selftest_json(MIXED) == text


def test_a_share_is_never_rounded_up_to_all() -> None:
    """999 of 1000 is not all."""
    assert [share_of(*pair) for pair in ((0, 3), (1, 3), (1999, 2000), (5, 5))] == [
        "0%",
        "33.3%",
        "99.9%",
        "100%",
    ]
