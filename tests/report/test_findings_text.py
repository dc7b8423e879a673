"""The form for people: carets under the very words, nothing too wide, colours only where asked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plancmp.checks import load_checks
from plancmp.model.checkreport import CheckedFile, PutAside, Quote
from plancmp.model.finding import Related
from plancmp.model.language import Lang
from plancmp.model.place import Place
from plancmp.report.findings.text import cut_around, write_text
from plancmp.report.findings.words import place_code, place_words, position
from plancmp.text.width import display_width
from tests.report.reports_for_tests import (
    LANGS,
    corpus_report,
    hostile_report,
    made_finding,
    made_report,
    mixed_report,
)

CHECKS = load_checks()
_COLOR = re.compile(r"\x1b\[[\d;]*m")


class Elsewhere(Related, frozen=True, omit_defaults=True, kw_only=True):
    """A related place in another plan."""

    path: str | None = None


def _carets(quote: Quote, room: int) -> tuple[str, str]:
    """The line and its carets."""
    cut = cut_around(quote, room)
    return cut.text, " " * cut.column + "^" * cut.size


def test_a_report_as_people_see_it() -> None:
    """Place, severity, check, message, words, related place; then the sum."""
    aside = Related(message="基期值", at=Place(line=6, column=3), excerpt="96.3%")
    finding = made_finding(
        path="甲.txt", message="指标还是“＞XX”，没有确定的数值。填入数值，或写明参照什么。", related=[aside]
    )
    report = made_report(
        [finding], [Quote("\t目标为＞XX万人", 4, 7)], [CheckedFile(path="甲.txt", status="checked")]
    )
    assert write_text(report, CHECKS, lang="zh", color=False, width=44).splitlines() == [
        "甲.txt:7:3",
        "  ! 错误 PLH001 undecided-value  指标 I2",
        "  指标还是“＞XX”，没有确定的数值。填入数值，",
        "  或写明参照什么。",
        "    目标为＞XX万人",
        "          ^^^^",
        "  另见 甲.txt:6:3  基期值：96.3%",
        "",
        "汇总 " + "─" * 39,
        "检查了 1 份规划：错误 1，警告 0，提示 0。",
        "",
        "代码    数量  名称             说明",
        "PLH001     1  undecided-value  指标数值未定",
    ]
    english = write_text(report, CHECKS, lang="en", color=False, width=80).splitlines()
    assert english[0] == "甲.txt:7:3  ! error PLH001 undecided-value  indicator I2"
    assert english[4:6] == ["  see 甲.txt:6:3  基期值: 96.3%", ""]
    assert "1 plan checked: 1 error, 0 warnings, 0 info." in english


@pytest.mark.parametrize(
    ("text", "words", "line", "carets"),
    [
        # Letters one column, Chinese and full-width marks two.
        ("到2030年＞XX万人", "＞XX", "到2030年＞XX万人", "        ^^^^"),
        ("指标(%)待定", "待定", "指标(%)待定", "       ^^^^"),
        ("Ａ１待定", "待定", "Ａ１待定", "    ^^^^"),
        # Half-width forms, marks that sit on a letter, and signs outside the first plane.
        ("ｱｲ待定", "待定", "ｱｲ待定", "  ^^^^"),
        ("e\u0301a待定", "待定", "e\u0301a待定", "  ^^^^"),
        ("𠮷𪚥待定", "待定", "𠮷𪚥待定", "    ^^^^"),
        # “ ” … — ① take one column unless the terminal draws them wide.
        ("“十四五”——待定…①", "待定", "“十四五”——待定…①", "          ^^^^"),
        # A tab is one blank, an indent is left out.
        ("\t\t待定\t万人", "待定", "待定 万人", "^^^^"),
        ("　　坚持待定", "待定", "坚持待定", "    ^^^^"),
        # A place without words has one caret; so has one in the indent or behind the end.
        ("没有写完", "", "没有写完", "^"),
        ("　　没有", "", "没有", "^"),
    ],
)
def test_carets_stand_under_the_words(text: str, words: str, line: str, carets: str) -> None:
    """By example; the caret line is as long as the words are drawn."""
    start = text.index(words)
    assert _carets(Quote(text, start, start + len(words)), 60) == (line, carets)


def test_carets_behind_marks_of_ambiguous_width() -> None:
    """Each “ ” … — takes one column, in the line and under it."""
    text = "“十四五”——“待定”"
    assert _carets(Quote(text, 7, 11), 60) == (text, " " * 10 + "^" * 6)


def test_a_long_line_is_cut_around_the_words() -> None:
    """Some of both sides is kept; what is left out shows; nothing at the ends is cut needlessly."""
    text = "一" * 60 + "＞XX万" + "二" * 60
    line, carets = _carets(Quote(text, 60, 64), 40)
    assert line == "…" + "一" * 8 + "＞XX万" + "二" * 8 + "…" and carets == " " * 17 + "^" * 6
    line, carets = _carets(Quote(text, 0, 2), 40)
    assert line == "一" * 19 + "…" and carets == "^^^^"
    line, carets = _carets(Quote(text, 122, 124), 40)
    assert line == "…" + "二" * 19 and carets == " " * 35 + "^^^^"


def test_words_that_are_too_long_are_cut_behind() -> None:
    """The carets end where the line does."""
    line, carets = _carets(Quote("前" + "词" * 90 + "后", 1, 91), 40)
    assert line.startswith("…词") and line.endswith("词…")
    assert display_width(line) <= 40 and len(carets) == display_width(line) - 1


@given(
    st.text("一二〔ａbc1 ,，“”…\t𠮷\u0301\x1b\u202e", min_size=1, max_size=120),
    st.data(),
    st.integers(24, 90),
)
def test_a_line_always_fits_and_the_carets_with_it(text: str, data: st.DataObject, room: int) -> None:
    """The cut line is no wider than the room, its words are those of the quote, the carets stay below it."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cut = cut_around(Quote(text, start, end), room)
    assert display_width(cut.text) <= room
    assert cut.column == display_width(cut.text[: cut.start])
    assert cut.size == max(display_width(cut.text[cut.start : cut.end]), 1)
    assert cut.column + cut.size <= max(display_width(cut.text), 0) + 1


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("lang", LANGS)
def test_no_line_is_too_wide(width: int, lang: Lang) -> None:
    """But for a place, which stays whole so that it can be clicked."""
    for report in (corpus_report(lang), mixed_report(), hostile_report()):
        places = {position(each.path, each.at, lang) for each in report.findings}
        for line in write_text(report, CHECKS, lang=lang, color=False, width=width).splitlines():
            bare = line.strip().removeprefix("另见 ").removeprefix("see ")
            assert display_width(line) <= width or any(bare.startswith(place[:20]) for place in places), line


@pytest.mark.parametrize("lang", LANGS)
def test_carets_of_real_findings_are_under_their_words(lang: Lang) -> None:
    """Over the corpus: the characters above the carets are the words that the finding quotes."""
    report = corpus_report(lang)
    lines = write_text(report, CHECKS, lang=lang, color=False, width=80).splitlines()
    carets = [at for at, line in enumerate(lines) if re.fullmatch(r" {4} *\^+", line)]
    assert len(carets) == sum(quote is not None for quote in report.quotes) > 40
    marked = [_above(lines[at - 1], lines[at]) for at in carets]
    found = [(each, quote) for each, quote in zip(report.findings, report.quotes, strict=True) if quote]
    exact = [
        (words, finding.excerpt)
        for words, (finding, quote) in zip(marked, found, strict=True)
        if quote.text[quote.start : quote.end] == finding.excerpt
    ]
    assert len(exact) > 0.8 * len(found)
    assert all(words == excerpt for words, excerpt in exact)


def _above(line: str, carets: str) -> str:
    """The characters that carets stand under."""
    begin, end = carets.index("^"), len(carets)
    used, words = 0, ""
    for char in line:
        if begin <= used < end:
            words += char
        used += display_width(char)
    return words


def test_colours_are_never_red_against_green_and_only_where_asked() -> None:
    """Blue and orange besides the signs; without colour the same words."""
    report = mixed_report()
    colored = write_text(report, CHECKS, lang="zh", color=True, width=80)
    bare = write_text(report, CHECKS, lang="zh", color=False, width=80)
    assert _COLOR.sub("", colored) == bare and "\x1b" not in bare
    assert set(_COLOR.findall(colored)) == {
        "\x1b[38;5;208m", "\x1b[38;5;33m", "\x1b[1m", "\x1b[2m", "\x1b[0m"
    }  # fmt: skip
    assert "\x1b[38;5;208m! 错误\x1b[0m" in colored and "\x1b[38;5;33m~ 警告\x1b[0m" in colored
    assert "i 提示" in bare


def test_a_clean_run_is_one_line() -> None:
    """How many plans, and that nothing was found; what was put aside is said."""
    files = [CheckedFile(path=f"{name}.txt", status="checked") for name in "甲乙丙"]
    report = made_report(files=files)
    assert write_text(report, CHECKS, lang="zh", color=True, width=80) == "检查了 3 份规划，没有发现问题。\n"
    assert write_text(report, CHECKS, lang="en", color=False, width=80) == "3 plans checked, nothing found.\n"
    aside = made_report(files=files[:1], put_aside=PutAside(baseline=2, accepted=1))
    assert write_text(aside, CHECKS, lang="zh", color=False, width=80) == (
        "检查了 1 份规划，没有发现新的问题。\n\n另有问题未列出：基线中已有 2 个，已接受 1 个。\n"
    )
    assert write_text(aside, CHECKS, lang="en", color=False, width=80) == (
        "1 plan checked, nothing new found.\n\nNot listed: 2 in the baseline, 1 accepted.\n"
    )


def test_the_sum_has_plans_checks_failures_and_leftovers() -> None:
    """Counts by plan, also of a clean one; by check; and what nobody looked at."""
    lines = write_text(mixed_report(), CHECKS, lang="zh", color=False, width=80).splitlines()
    for line in (
        "检查了 3 份规划：错误 2，警告 2，提示 2。",
        "草案/乙县 送审,稿:1%.docx     1     1     2",
        "草案/丁县.txt                 0     0     0",
        "PLH001     2  undecided-value  指标数值未定",
        "! 草案/丙县.pdf：没有文字层。先做文字识别。",
        "! 没有.docx：找不到文件",
        "~ 草案/乙县 送审,稿:1%.docx：第 3 页是图片",
        "另有问题未列出：基线中已有 3 个，已接受 2 个。",
        "~ 草案/plancmp-accepted.yaml:4 不再出现，可以删去这一条。",
    ):
        assert line in lines


@pytest.mark.parametrize(
    ("at", "zh", "en", "code"),
    [
        (Place(line=65, column=2, end_column=6, block=4, row=2), "第65行第2列", "line 65, column 2", "65:2"),
        (Place(line=65, page=2), "第65行", "line 65", "65"),
        (Place(page=3, block=12), "第3页第12段", "page 3, paragraph 12", "p3:¶12"),
        (
            Place(block=12, row=2, cell=4),
            "第12段的表格第2行第4格",
            "table at paragraph 12, row 2, cell 4",
            "¶12:r2c4",
        ),
        (Place(), "", "", ""),
    ],
)
def test_places_in_words(at: Place, zh: str, en: str, code: str) -> None:
    """Lines where the format has them, else page, paragraph, row and cell."""
    assert (place_words(at, "zh"), place_words(at, "en"), place_code(at)) == (zh, en, code)


def test_a_related_place_in_another_plan_names_it() -> None:
    """The superior plan's row is no place in this plan."""
    there = Elsewhere(message="上位规划", at=Place(line=3, column=1), excerpt="＞95%", path="省级.txt")
    report = made_report(
        [made_finding(related=[there])], [None], [CheckedFile(path="草案/甲县.txt", status="checked")]
    )
    assert "  另见 省级.txt:3:1  上位规划：＞95%" in write_text(
        report, CHECKS, lang="zh", color=False, width=80
    )
