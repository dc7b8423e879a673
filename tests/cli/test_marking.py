"""`plancmp check --annotate` and `--accept` as a user runs them."""

from pathlib import Path

import pytest

from tests.docx_builder import cell, make_docx, p, row, tbl
from tests.pdf_builder import RawPdf
from tests.report.test_word_changes import taken
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
PDF = (
    RawPdf()
    .page()
    .text(80, 700, "某县规划")
    .text(80, 650, "一、目标")
    .text(80, 600, "建成XX个站点。")
    .build()
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
    assert "out.docx：没有答复过的批注" in plancmp("check", "draft.docx", "--accept", "out.docx").err
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
            "一次只能用于一份规划，这里有 2 份",
        ),
        (("page.html", "--annotate", "out.html"), "page.html：--annotate 不能写进这种文件"),
        (("plan.pdf", "--fix", "out.docx"), "plan.pdf：--fix 改不了 PDF"),
        (("draft.docx", "--accept", "page.html"), "page.html：这是网页"),
        (("draft.docx", "--accept", "none.docx"), "none.docx：找不到这个文件"),
    ],
)
def test_wrong_use_is_one_line(plancmp, folder: Path, arguments: tuple[str, ...], said: str) -> None:
    """And nothing is written."""
    (folder / "page.html").write_text("<html><body><p>某县规划</p><p>建成XX个。</p></body></html>", "utf-8")
    (folder / "two.docx").write_bytes(PLAN)
    (folder / "plan.pdf").write_bytes(PDF)
    ran = plancmp("check", *arguments, "-f", "json")
    assert ran.status == 2
    assert said in ran.err and ran.err.count("\n") == 1
    assert not list(folder.glob("out.*"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "draft.docx", "--annotate", "draft.docx"),
        ("check", "draft.docx", "--fix", "../{folder}/draft.docx"),
        ("check", "draft.docx", "--annotate", "link.docx"),
        ("check", "draft.docx", "--log", "draft.docx"),
        ("check", "draft.docx", "--also", "markdown=draft.docx"),
        ("check", ".", "--annotate", "draft.docx"),
        ("check", "two.docx", "--against", "draft.docx", "--annotate", "draft.docx"),
        ("diff", "two.docx", "draft.docx", "--annotate", "draft.docx"),
        ("report", "draft.docx", "-f", "html", "-o", "draft.docx"),
        ("extract", ".", "-f", "csv", "-o", "draft.docx"),
        ("baseline", "draft.docx", "-o", "draft.docx"),
    ],
    ids=" ".join,
)
def test_no_command_writes_onto_what_it_reads(plancmp, folder: Path, arguments: tuple[str, ...]) -> None:
    """One line, exit 2, and the draft is as it was, through links and other spellings of its path too."""
    (folder / "two.docx").write_bytes(PLAN)
    (folder / "link.docx").symlink_to("draft.docx")
    ran = plancmp(*(each.format(folder=folder.name) for each in arguments))
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "本身就是要读取的文件" in ran.err and "另起一个文件名" in ran.err
    assert (folder / "draft.docx").read_bytes() == PLAN


def test_a_copy_is_replaced(plancmp, folder: Path) -> None:
    """A second run writes over the copy of the first."""
    for _ in range(2):
        assert plancmp("check", "draft.docx", *ONLY, "--annotate", "out.docx").status == 1


def test_an_answer_to_a_comment_is_a_leftover(plancmp, folder: Path) -> None:
    """A person's word goes out with the file, wherever it hangs; the comments of plancmp are no fault."""
    plancmp("check", "draft.docx", *ONLY, "--annotate", "out.docx")
    back = answered((folder / "out.docx").read_bytes(), reply="按省里的数字填。")
    (folder / "back.docx").write_bytes(back)
    late = ("--stage", "review", "--select", "PLH005", "-f", "concise")
    assert plancmp("check", "out.docx", *late).out == ""
    ran = plancmp("check", "back.docx", *late)
    assert ran.status == 1 and "批注：“按省里的数字填。”" in ran.out


def test_a_plan_that_cannot_be_read(plancmp, folder: Path) -> None:
    """Its error is said, and no copy is made."""
    (folder / "bad.docx").write_bytes(PLAN[:400])
    assert plancmp("check", "bad.docx", "--annotate", "out.docx").status == 2
    assert not (folder / "out.docx").exists()


def test_a_text_and_a_record(plancmp, folder: Path) -> None:
    """A text gets lines, from standard input too; a record has no place for them."""
    text = "某县“十五五”残疾人保障和发展规划\n一、重点任务\n新建服务站点XX家。\n二、保障措施\n加强领导。\n"
    (folder / "a.txt").write_text(text, "utf-8")
    assert "out.txt：批注 1 条" in plancmp("check", "a.txt", *ONLY, "--annotate", "out.txt").err
    lines = (folder / "out.txt").read_text("utf-8").splitlines()
    assert lines[3].startswith("⟦plancmp PLH002 错误：") and lines[3].endswith("“XX家”⟧")
    assert [each for each in lines if not each.startswith("⟦")] == text.splitlines()
    plancmp("extract", "a.txt", "-o", "a.yaml")
    ran = plancmp("check", "a.yaml", *ONLY, "--annotate", "out.yaml")
    assert ran.status == 2 and "a.yaml：--annotate 不能写进这种文件" in ran.err


MENDS = ("--select", "TXT003,TXT004,TXT006,RSP002,NUM001,PLH002", "-f", "concise")
WRONG = (
    "某县“十五五”残疾人保障和发展规划",
    "一、总体要求",
    "坚持政府主导,社会参与，按照县里的部署，健全残疾人社会保障制度和关爱服务体系",
    "二、重点任务",
    "（一）社会保障",
    "完善最低生活保障(低保）制度，新建服务站点XX家。",
    "（二）就业服务",
    "开展培训。（牵头单位：县民政局县残联）",
    "四、保障措施",
    "加强组织领导。",
)
RIGHT = [each.replace(",", "，").replace("(", "（").replace("四、", "三、") for each in WRONG]
RIGHT[2] += "。"
RIGHT[7] = "开展培训。（牵头单位：县民政局、县残联）"


def test_what_is_sure_is_mended_in_a_text(plancmp, folder: Path) -> None:
    """The copy is written, its difference shown, and what is left to a person is counted."""
    (folder / "a.txt").write_text("\r\n".join(WRONG), "utf-8", newline="")
    ran = plancmp("check", "a.txt", *MENDS, "--fix", "out.txt")
    assert (folder / "out.txt").read_bytes().decode().split("\r\n") == RIGHT
    assert "--- a.txt\n+++ out.txt\n@@ " in ran.err
    assert "+三、保障措施\n" in ran.err and "-四、保障措施\n" in ran.err
    assert (
        "已改 NUM001 × 1、RSP002 × 1、TXT003 × 1、TXT004 × 1、TXT006 × 1；未改（要由人来定）PLH002 × 1"
        in ran.err
    )
    assert (folder / "a.txt").read_text("utf-8").splitlines() == list(WRONG)


def test_what_is_sure_is_tracked_in_word(plancmp, folder: Path) -> None:
    """Taken, the changes give the same text."""
    (folder / "a.docx").write_bytes(make_docx(*map(p, WRONG)))
    assert "已改 NUM001 × 1" in plancmp("check", "a.docx", *MENDS, "--fix", "out.docx").err
    assert taken((folder / "out.docx").read_bytes()).splitlines() == RIGHT


@pytest.mark.parametrize(
    ("more", "is_mended"),
    [
        ("培训详见本规划第四部分。", False),
        ("按照《规划》第四章执行。", False),
        ("见四、保障措施。", False),
        ("另设四个服务站。", True),
    ],
)
def test_numbers_that_others_refer_to(plancmp, folder: Path, more: str, is_mended: bool) -> None:
    """A heading whose old number may be meant elsewhere keeps it."""
    lines = [each.replace("加强组织领导。", f"加强组织领导。{more}") for each in WRONG]
    (folder / "a.txt").write_text("\n".join(lines), "utf-8")
    plancmp("check", "a.txt", *MENDS, "--fix", "out.txt")
    assert ("三、保障措施" in (folder / "out.txt").read_text("utf-8")) is is_mended


def test_where_several_numbers_are_missing_words_may_be(plancmp, folder: Path) -> None:
    """One number that was passed over is a slip; of several nobody knows what stood there."""
    (folder / "a.txt").write_text("\n".join(WRONG).replace("四、", "七、"), "utf-8")
    assert "未改（要由人来定）NUM001 × 1" in plancmp("check", "a.txt", *MENDS, "--fix", "out.txt").err
    assert "七、保障措施" in (folder / "out.txt").read_text("utf-8")


def test_boxes_and_their_references_move_together(plancmp, folder: Path) -> None:
    """Where one box is missing in a row that is whole behind it."""
    text = (
        "某县“十五五”教育发展规划\n一、任务\n实施专栏1工程。\n专栏1 学位建设\n1.新建学校。\n2.改建学校。\n"
        "二、保障\n推进专栏3、专栏4所列项目。\n专栏3 教师培训\n1.培训教师。\n2.培训校长。\n"
        "三、实施\n落实专栏4。\n专栏4 校园安全\n1.加固校舍。\n2.安装设备。\n"
    )
    (folder / "a.txt").write_text(text, "utf-8")
    plancmp("check", "a.txt", "--select", "NUM003", "--fix", "out.txt")
    assert (folder / "out.txt").read_text("utf-8") == text.replace("专栏3", "专栏2").replace("专栏4", "专栏3")


def test_what_other_plans_have(plancmp, folder: Path) -> None:
    """Indicators at the table, sections and boxes behind the last one that both have."""
    title = p("某县“十五五”残疾人保障和发展规划")
    head = row(cell("指标"), cell("2025年"), cell("2030年"), cell("属性"))
    one = row(cell("困难残疾人生活补贴覆盖率（%）"), cell("98"), cell("＞99"), cell("约束性"))
    two = row(cell("重度残疾人护理补贴覆盖率（%）"), cell("97"), cell("100"), cell("约束性"))
    caption, prose = p("专栏1 主要指标"), p("坚持政府主导，健全制度，加强服务。")
    ours = [title, p("一、总体要求"), prose, caption, tbl(head, one), p("二、重点任务"), prose]
    theirs = [*ours[:4], tbl(head, one, two), *ours[5:], p("三、保障措施"), prose]
    (folder / "a.docx").write_bytes(make_docx(*ours))
    (folder / "b.docx").write_bytes(make_docx(*(each.replace("某县", "平津县") for each in theirs)))
    ran = plancmp("diff", "a.docx", "b.docx", "--annotate", "out.docx", "--summary")
    assert ran.status == 0 and "out.docx：批注 2 条" in ran.err
    said = dict(own((folder / "out.docx").read_bytes()))
    assert said["二、重点任务"][:1] == ["别的规划在这一处之后还有的章节："]
    assert "保障措施" in said["二、重点任务"][1]
    assert [lines[1][:12] for lines in said.values() if "指标" in lines[0]] == ["重度残疾人护理补贴覆盖率"]
    assert plancmp("diff", "a.docx", "b.docx", "--annotate", "out.pdf").status == 2


def test_other_parts_keep_their_bytes(plancmp, folder: Path) -> None:
    """Whatever else is in the package."""
    plancmp("check", "draft.docx", *ONLY, "--annotate", "out.docx")
    before, after = parts(PLAN), parts((folder / "out.docx").read_bytes())
    assert after.keys() - before.keys() == {"word/comments.xml"}
    assert after["_rels/.rels"] == before["_rels/.rels"]
