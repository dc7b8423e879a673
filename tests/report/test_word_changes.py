"""Tracked changes in Word files: what stands there when they are taken, and when they are refused."""

import pytest
from lxml import etree

from plancmp.model.checkreport import Change
from plancmp.report.word.changes import with_changes
from plancmp.sources.word.reading import read_docx
from tests.docx_builder import cell, field, make_docx, p, r, row, t, tbl, text_box
from tests.report.word_files import W, canonical, parts, root

DATE = "2026-01-02T03:04:05Z"


def changed(data: bytes, *pairs: tuple[str, str]) -> tuple[bytes, list[bool]]:
    """The file with a group for each pair; `甲|乙` puts words between 甲 and 乙, else the old go."""
    text = read_docx(data).text
    groups = []
    for old, new in pairs:
        if "|" in old:
            at = text.index(old.replace("|", "")) + old.index("|")
            groups.append([Change(at, at, new)])
        else:
            at = text.index(old)
            groups.append([Change(at, at + len(old), new)])
    return with_changes(data, groups, date=DATE)


def taken(data: bytes, *, refused: bool = False) -> str:
    """The words of a file once all changes of plancmp are taken, or refused."""
    words = []
    gone = f"{W}ins" if refused else f"{W}del"
    for each in root(data).iter(f"{W}t", f"{W}delText", f"{W}p"):
        mine = [up for up in each.iterancestors(gone) if up.get(f"{W}author") == "plancmp"]
        others = [up for up in each.iterancestors(f"{W}del") if up.get(f"{W}author") != "plancmp"]
        if each.tag == f"{W}p":
            words.append("\n")
        elif not mine and not others:
            words.append(each.text or "")
    return "".join(words).strip()


@pytest.mark.parametrize(
    ("body", "pair", "new"),
    [
        (p("加强监督,及时反馈。"), (",", "，"), "加强监督，及时反馈。"),
        (p(r("加强监督,", "<w:b/>"), r("及时反馈。")), (",", "，"), "加强监督，及时反馈。"),
        (p(r("加强监督"), r(","), r("及时反馈。")), (",", "，"), "加强监督，及时反馈。"),
        (p("县民政局县残联"), ("局|县", "、"), "县民政局、县残联"),
        (p(r("县民政局"), r("县残联")), ("局|县", "、"), "县民政局、县残联"),
        (p("到2030年建成"), ("建成|", "。"), "到2030年建成。"),
        (tbl(row(cell("甲(乙）"), cell("丙"))), ("(", "（"), "甲（乙）\n丙"),
        (p(f"<w:hyperlink>{r('甲,乙')}</w:hyperlink>"), (",", "，"), "甲，乙"),
        (p(r(t("甲") + "<w:tab/>" + t(",乙"))), (",", "，"), "甲，乙"),
        (p("A&amp;B,甲 <乙>"), (",", "，"), "A&amp;B，甲 <乙>"),
    ],
)
def test_changes_are_tracked(body: str, pair: tuple[str, str], new: str) -> None:
    """Taken they give the new words, refused the old; other parts keep their bytes."""
    data = make_docx(p("某县规划"), body)
    made, done = changed(data, pair)
    assert done == [True]
    assert taken(made) == f"某县规划\n{new}"
    assert taken(made, refused=True) == taken(data)
    before, after = parts(data), parts(made)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    for each in root(made).iter(f"{W}ins", f"{W}del"):
        assert each.get(f"{W}author") in ("plancmp", "李某")
        assert each.get(f"{W}id") and {child.tag for child in each} <= {f"{W}r", f"{W}del", f"{W}ins"}
    assert read_docx(made).text.replace(" ", "") == f"某县规划\n{new}\n".replace(" ", "")


def test_the_look_of_new_words() -> None:
    """New words look like those that they stand in place of."""
    made, _ = changed(make_docx(p("某县规划"), p(r("甲,乙", "<w:b/>"))), (",", "，"))
    for run in root(made).iter(f"{W}r"):
        if run.getparent().tag in (f"{W}ins", f"{W}del"):
            assert run.find(f"{W}rPr/{W}b") is not None


def test_groups_are_whole_or_not_there() -> None:
    """A change in a field, a text box or an insertion leaves the whole group out, and only that."""
    inserted = f'<w:ins w:id="4" w:author="李某">{r("戊,己")}</w:ins>'
    box = text_box(p("框,内"), fallback=False)
    simple = f'<w:fldSimple w:instr="X">{r("丙,丁")}</w:fldSimple>'
    data = make_docx(p("规划"), p("甲,乙"), p(simple), p(box), p(inserted))
    text = read_docx(data).text
    commas = [at for at, character in enumerate(text) if character == ","]
    one, in_field, in_box, in_insertion = (Change(at, at + 1, "，") for at in commas)
    made, done = with_changes(data, [[one, in_field], [in_box], [one], [one], [], [in_insertion]], date=DATE)
    assert done == [False, False, True, False, False, False]
    assert taken(made).count("，") == 1
    assert with_changes(data, [[in_box]], date=DATE) == (data, [False])


def test_several_changes_in_one_run() -> None:
    """Side by side, at both ends, one behind the other."""
    data = make_docx(p("规划"), p("(甲),(乙)丙"))
    made, done = changed(data, ("(甲", "（甲"), (")", "）"), (",", "，"), ("乙|)", "、"), ("丙|", "。"))
    assert done == [True] * 5
    assert taken(made) == "规划\n（甲），(乙、)丙。"
    assert taken(made, refused=True) == "规划\n(甲),(乙)丙"
    assert etree.tostring(root(data), method="c14n") != canonical(made)


def test_results_of_complex_fields() -> None:
    """They are words like others: Word keeps changes in them until the field is updated."""
    made, done = changed(make_docx(p("规划"), p("见", field("REF 表", r("表1,"))), p("末")), (",", "，"))
    assert done == [True] and "表1，" in taken(made)
