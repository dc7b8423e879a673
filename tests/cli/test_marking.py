"""`plancmp check --annotate` and `--accept` as a user runs them."""

from pathlib import Path

import pytest

from tests.docx_builder import cell, make_docx, p, row, tbl
from tests.report.test_word_comments import answered
from tests.report.word_files import own, parts

ONLY = ("--select", "PLH002,TXT001", "-f", "concise")
PLAN = make_docx(
    p("某县“十五五”残疾人保障和发展规划"),
    p("一、重点任务"),
    p("新建服务站点XX家，落实补贴补贴政策。"),
    tbl(row(cell("项目"), cell("单位")), row(cell("补贴补贴发放"), cell("县残联"))),
    p("二、保障措施"),
    p("加强组织领导。"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a draft; the current folder."""
    (tmp_path / "draft.docx").write_bytes(PLAN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")
    return tmp_path


def test_findings_as_comments(plancmp, folder: Path) -> None:
    """Code and severity first; the report and the exit status are those without the option."""
    plain = plancmp("check", "draft.docx", *ONLY)
    ran = plancmp("check", "draft.docx", *ONLY, "--annotate", "out.docx")
    assert (ran.status, ran.out) == (plain.status, plain.out)
    assert "out.docx：批注 3 条" in ran.err
    said = [(at, lines[0].partition("：")[0]) for at, lines in own((folder / "out.docx").read_bytes())]
    assert said == [
        ("XX家", "PLH002 错误"),
        ("补贴补贴", "TXT001 警告"),
        ("补贴补贴", "TXT001 警告"),
    ]


def test_the_language_of_comments(plancmp, folder: Path) -> None:
    """It follows that of the run."""
    plancmp("--lang", "en", "check", "draft.docx", *ONLY, "--annotate", "out.docx")
    lines = [lines[0] for _, lines in own((folder / "out.docx").read_bytes())]
    assert lines[0].startswith("PLH002 error: ")


def test_an_annotated_file_is_checked_like_the_draft(plancmp, folder: Path) -> None:
    """Comments of plancmp are no leftovers, and a second run gives the same file."""
    plancmp("check", "draft.docx", *ONLY, "--annotate", "out.docx")
    leftovers = ("--select", "PLH005", "-f", "concise")
    assert plancmp("check", "out.docx", *leftovers).out == ""
    plancmp("check", "out.docx", *ONLY, "--annotate", "again.docx")
    assert (folder / "again.docx").read_bytes() == (folder / "out.docx").read_bytes()


def test_declined_findings(plancmp, folder: Path) -> None:
    """A reply is read back with its words; what was declined is put aside and is not written again."""
    plancmp("check", "draft.docx", *ONLY, "--annotate", "out.docx")
    back = answered((folder / "out.docx").read_bytes(), reply="不采纳：上位规划尚未印发。")
    (folder / "back.docx").write_bytes(back)
    ran = plancmp("check", "draft.docx", *ONLY, "--accept", "back.docx", "--annotate", "next.docx")
    assert "已接受 PLH002：不采纳：上位规划尚未印发。" in ran.err
    assert "PLH002" not in ran.out
    assert [lines[0][:6] for _, lines in own((folder / "next.docx").read_bytes())] == [
        "TXT001",
        "TXT001",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("draft.docx", "--annotate", "out.pdf"), "out.pdf：这份规划的副本是 .docx"),
        (
            ("draft.docx", "draft.docx", "two.docx", "--annotate", "out.docx"),
            "一次只能标注一份规划，这里有 2 份",
        ),
        (("page.html", "--annotate", "out.html"), "page.html：--annotate 不能写进这种文件"),
        (("draft.docx", "--accept", "page.html"), "page.html：这是网页"),
        (("draft.docx", "--accept", "none.docx"), "none.docx：找不到这个文件"),
    ],
)
def test_wrong_use_is_one_line(plancmp, folder: Path, arguments: tuple[str, ...], said: str) -> None:
    """And nothing is written."""
    (folder / "page.html").write_text("<html><body><p>某县规划</p><p>建成XX个。</p></body></html>", "utf-8")
    (folder / "two.docx").write_bytes(PLAN)
    ran = plancmp("check", *arguments, "-f", "json")
    assert ran.status == 2
    assert said in ran.err and ran.err.count("\n") == 1
    assert not list(folder.glob("out.*"))


def test_a_plan_that_cannot_be_read(plancmp, folder: Path) -> None:
    """Its error is said, and no copy is made."""
    (folder / "bad.docx").write_bytes(PLAN[:400])
    assert plancmp("check", "bad.docx", "--annotate", "out.docx").status == 2
    assert not (folder / "out.docx").exists()


def test_other_parts_keep_their_bytes(plancmp, folder: Path) -> None:
    """Whatever else is in the package."""
    plancmp("check", "draft.docx", *ONLY, "--annotate", "out.docx")
    before, after = parts(PLAN), parts((folder / "out.docx").read_bytes())
    assert after.keys() - before.keys() == {"word/comments.xml"}
    assert after["_rels/.rels"] == before["_rels/.rels"]
