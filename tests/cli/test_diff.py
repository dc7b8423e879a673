"""`plancmp diff` as a user runs it: inputs, base, crosswalk, forms, colours, exit status."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from plancmp.batch.plan_inputs import find_plans
from plancmp.cli.app import run
from plancmp.pipeline import extract, load
from plancmp.records.jsonform import write_json
from plancmp.records.yamlform import write_record
from plancmp.report.diff.data import diff_schema
from tests.support.gains import CORPUS

ONE, TWO = CORPUS / "yunxi-disability-15.txt", CORPUS / "nanshan-disability-13.txt"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A later draft of ONE: a number filled in, a word changed."""
    path = tmp_path / "later.txt"
    path.write_text(ONE.read_text("utf-8").replace("＞XX", "＞900"), "utf-8")
    return path


def test_two_plans_as_a_table(plancmp) -> None:
    """The summary comes first; nothing on standard error; 0 although they differ."""
    ran = plancmp("diff", ONE, TWO, "--width", 80)
    assert (ran.status, ran.err) == (0, "")
    heads = [line.split(" ─")[0] for line in ran.out.splitlines() if " ──" in line]
    assert heads[:3] == ["规划", "要点", "摘要"]
    assert heads[3:] == ["缺项", "文字重合", "指标", "章节", "专栏", "任务分工", "文句"]
    assert "\x1b[" not in ran.out


def test_exit_code(plancmp, draft: Path, tmp_path: Path) -> None:
    """With --exit-code 1 when they differ by meaning, 0 when not, 2 when something could not be used."""
    assert plancmp("diff", ONE, draft, "--exit-code").status == 1
    assert plancmp("diff", ONE, ONE, "--exit-code").status == 0
    assert plancmp("diff", ONE, draft).status == 0
    assert plancmp("diff", ONE, tmp_path / "missing.txt", "--exit-code").status == 2


def test_all_that_cannot_be_read_is_said(plancmp, tmp_path: Path) -> None:
    """One line each, exit 2, no half comparison."""
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    ran = plancmp("diff", ONE, tmp_path / "a.txt", tmp_path / "b.txt")
    assert (ran.status, ran.out) == (2, "")
    assert [name in line for name, line in zip(("a.txt", "b.txt"), ran.err.splitlines(), strict=True)] == [
        True,
        True,
    ]


def test_one_plan_is_too_few(plancmp) -> None:
    """Unless --base names the other."""
    ran = plancmp("diff", ONE)
    assert ran.status == 2 and "--base" in ran.err and ran.err.count("\n") == 1
    assert plancmp("diff", ONE, "--base", "ref:disability-15").status == 0


def test_against_a_bundled_plan(plancmp) -> None:
    """The base stands first; each cell says how it stands to it."""
    ran = plancmp("diff", ONE, "--base", "ref:disability-15", "-f", "json")
    data = json.loads(ran.out)
    assert [plan.get("base", False) for plan in data["plans"]] == [True, False]
    standings = {row["cells"][1]["against"]["target"] for row in data["indicators"] if row["cells"][1]}
    assert "same" in standings and standings <= {"same", "stronger", "weaker", "unclear", "share", "absent"}
    ran = plancmp("diff", ONE, "--base", "ref:nothing")
    assert ran.status == 2 and "disability-15" in ran.err


def test_a_base_in_the_folder_of_the_others_is_compared_once(plancmp, draft: Path) -> None:
    other = draft.with_name("other.txt")
    other.write_text(ONE.read_text("utf-8"), "utf-8")
    ran = plancmp("diff", draft.parent, "--base", other, "-f", "json")
    assert [plan["path"].rsplit("/", 1)[-1] for plan in json.loads(ran.out)["plans"]] == [
        "other.txt",
        "later.txt",
    ]


def test_a_base_from_a_file(plancmp) -> None:
    """As a document or a record."""
    base = CORPUS / "lanting-disability-15.md"
    data = json.loads(plancmp("diff", ONE, "--base", base, "-f", "json").out)
    assert [(plan["region"], plan.get("base", False)) for plan in data["plans"]] == [
        ("兰汀市", True),
        ("云溪县", False),
    ]


def test_a_base_of_another_period_or_field_cannot_be_meant(plancmp) -> None:
    """One line, and nothing compared."""
    for plan, base in ((TWO, "ref:disability-15"), (CORPUS / "qinghe-ageing-15.txt", "ref:disability-15")):
        ran = plancmp("diff", plan, "--base", base)
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1) and "disability-15" in ran.err


@pytest.mark.parametrize("command", ["diff", "report"])
def test_drafts_that_cannot_be_held_against_the_base_stop_no_other(
    plancmp, tmp_path: Path, command: str
) -> None:
    """Each is named, the others are compared, and the exit status tells."""
    others = [CORPUS / name for name in ("qinghe-ageing-15.txt", "pingjin-education-15.txt")]
    out = tmp_path / "out.html"
    ran = plancmp(command, others[0], ONE, others[1], "--base", "ref:disability-15", "-o", out)
    assert ran.status == 2 and "云溪县" in out.read_text("utf-8")
    said = [line for line in ran.err.splitlines() if line.startswith("“disability-15”不能作")]
    assert [other.stem in line for other, line in zip(others, said, strict=True)] == [True, True]
    # Where none is left there is nothing to write.
    out.unlink()
    assert plancmp(command, *others, "--base", "ref:disability-15", "-o", out).status == 2
    assert not out.exists()


def test_plans_that_a_crosswalk_names_in_vain(plancmp, tmp_path: Path) -> None:
    """A word of it is said where an id is of no plan that is compared."""
    path = tmp_path / "crosswalk.yaml"
    path.write_text("same:\n- ['yunxi-disability-15:I1', 'yunxi-15:I2']\n", "utf-8")
    ran = plancmp("diff", ONE, TWO, "--crosswalk", path, "-f", "json")
    assert ran.status == 0 and "没有 yunxi-15，" in ran.err and ran.err.count("\n") == 1


def test_records_do_as_well_as_plans(plancmp, tmp_path: Path) -> None:
    """YAML and JSON records give the same comparison as the documents."""
    first, second = extract(ONE), extract(TWO)
    (tmp_path / "a.yaml").write_text(write_record(first), "utf-8")
    (tmp_path / "b.json").write_text(write_json(second, indent=True), "utf-8")
    assert load(tmp_path / "b.json") == second
    from_records = plancmp("diff", tmp_path / "a.yaml", tmp_path / "b.json", "-f", "json")
    assert from_records.status == 0
    assert from_records.out == plancmp("diff", ONE, TWO, "-f", "json").out


def test_folders(tmp_path: Path) -> None:
    """In order of their names; a record stands for the document beside it; other YAML is not read."""
    (tmp_path / "b.txt").write_text("某县“十五五”教育规划\n一、总体要求\n办好学校。\n", "utf-8")
    (tmp_path / "a.yaml").write_text(write_record(extract(ONE)), "utf-8")
    (tmp_path / "c.txt").write_text("某县“十五五”健康规划\n", "utf-8")
    (tmp_path / "c.yaml").write_text(write_record(extract(TWO)), "utf-8")
    (tmp_path / "crosswalk.yaml").write_text("same: []\n", "utf-8")
    (tmp_path / "package.json").write_text("{}", "utf-8")
    (tmp_path / "~$b.docx").write_bytes(b"lock")
    assert [path.name for path in find_plans([str(tmp_path)])] == ["a.yaml", "b.txt", "c.yaml"]
    only = tmp_path / "records"
    only.mkdir()
    (tmp_path / "a.yaml").rename(only / "a.yaml")
    assert [path.name for path in find_plans([str(only)])] == ["a.yaml"]


def test_a_folder_without_plans(plancmp, tmp_path: Path) -> None:
    """A missing input is never a pass."""
    (tmp_path / "notes.yaml").write_text("a: 1\n", "utf-8")
    ran = plancmp("diff", tmp_path, ONE)
    assert ran.status == 2 and "没有可读取的规划文档" in ran.err


@pytest.mark.parametrize("ending", ["json", "yaml", "yml", "csv", "md", "txt"])
def test_the_form_follows_from_the_ending(plancmp, tmp_path: Path, ending: str) -> None:
    """Written whole to the file, nothing on standard output."""
    path = tmp_path / f"out.{ending}"
    ran = plancmp("diff", ONE, TWO, "-o", path)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    # Excel asks for the mark of UTF-8 at the beginning of CSV.
    text = path.read_text("utf-8-sig" if ending == "csv" else "utf-8")
    if ending == "json":
        jsonschema.validate(json.loads(text), diff_schema())
    elif ending in ("yaml", "yml"):
        assert yaml.safe_load(text)["plancmp"] == 1
    elif ending == "csv":
        assert {row["part"] for row in csv.DictReader(io.StringIO(text))} >= {
            "plan",
            "indicator",
            "section",
            "text",
        }
    else:
        assert text.startswith("# 规划比对" if ending == "md" else "规划 ─")


def test_an_ending_that_names_no_form_is_refused_in_one_line(plancmp, tmp_path: Path) -> None:
    """No file under a wrong form."""
    ran = plancmp("diff", ONE, TWO, "-o", tmp_path / "out.parquet")
    assert ran.status == 2 and ran.err.count("\n") == 1 and not (tmp_path / "out.parquet").exists()


def test_drafts_of_one_plan(plancmp, draft: Path) -> None:
    """The changes come right after the summary."""
    ran = plancmp("diff", ONE, draft, "--width", 80)
    assert "两稿之间的改动：yunxi-disability-15 → later" in ran.out
    assert "+ 填补 指标·目标值 I2 城乡残疾人职业技能培训人数 ＞XX → ＞900" in ran.out


def test_colours(plancmp, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blue and orange only where asked for; signs stand without them."""
    ran = plancmp("diff", ONE, draft, "--color", "always")
    assert "\x1b[38;5;33m" in ran.out and "\x1b[38;5;208m" in ran.out
    assert "\x1b[31m" not in ran.out and "\x1b[32m" not in ran.out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in plancmp("diff", ONE, draft).out
    assert "\x1b[" in plancmp("diff", ONE, draft, "--color", "always").out
    assert "\x1b[" not in plancmp("diff", ONE, draft, "--color", "never").out


def test_a_crosswalk_wins_and_its_errors_have_a_line(plancmp, tmp_path: Path) -> None:
    """`same` joins what names would leave apart."""
    path = tmp_path / "crosswalk.yaml"
    path.write_text("same:\n  - [城乡残疾人职业技能培训人数, 农村残疾人实用技术培训人次]\n", "utf-8")
    data = json.loads(plancmp("diff", ONE, TWO, "--crosswalk", path, "-f", "json").out)
    rows = [row for row in data["indicators"] if all(row["cells"]) and "培训" in row["name"]]
    assert [cell["match"]["level"] for cell in rows[0]["cells"]].count("crosswalk") >= 1
    path.write_text("same:\n  - [只有一个]\n", "utf-8")
    ran = plancmp("diff", ONE, TWO, "--crosswalk", path)
    assert ran.status == 2 and f"{path}:2" in ran.err


def test_explain_and_suggest(plancmp, tmp_path: Path) -> None:
    """Reasons for rows that met and for near ones that did not; doubtful pairs as a crosswalk to fill in."""
    ran = plancmp("diff", ONE, TWO, "--explain", "--suggest", tmp_path / "pairs.yaml", "--width", 120)
    assert ran.status == 0
    assert "对齐依据" in ran.out and "名称相近、未对齐的指标" in ran.out
    assert set(yaml.safe_load((tmp_path / "pairs.yaml").read_text("utf-8"))) == {
        "same",
        "not-same",
        "undecided",
    }
    assert plancmp("diff", ONE, TWO, "--crosswalk", tmp_path / "pairs.yaml").status == 0
    without = plancmp("diff", ONE, TWO)
    assert "对齐依据" not in without.out


def test_standard_input(tmp_path: Path) -> None:
    """`-` is a plan."""
    command = [sys.executable, "-m", "plancmp", "--lang", "en", "diff", "-", str(TWO), "-f", "json"]
    done = subprocess.run(command, input=ONE.read_bytes(), capture_output=True, check=True)
    assert [plan["region"] for plan in json.loads(done.stdout)["plans"]] == ["云溪县", "南杉市"]


def test_english(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Words of the program follow --lang, data stays as written."""
    monkeypatch.setattr(
        sys, "argv", ["plancmp", "--lang", "en", "diff", str(ONE), str(TWO), "--width", "100"]
    )
    assert run() == 0
    out = capfdbinary.readouterr().out.decode()
    assert out.startswith("Plans ─") and "Summary ─" in out and "困难残疾人生活补贴覆盖率" in out


def test_only_what_is_wanted(plancmp) -> None:
    """Parts by name; --summary for what matters and the figures; a part that is not there is said."""

    def heads(*words: object) -> list[str]:
        out = plancmp("diff", ONE, CORPUS / "lanting-disability-15.md", *words).out
        return [line.split(" ─")[0] for line in out.splitlines() if " ──" in line]

    assert heads("--summary") == ["规划", "要点", "摘要"]
    assert heads("--only", "gaps,sections") == ["规划", "缺项", "章节"]
    ran = plancmp("diff", ONE, TWO, "--only", "chapters")
    assert ran.status == 2 and "chapters" in ran.err and "sections" in ran.err


def test_what_matters_comes_first(plancmp) -> None:
    """Plans of two periods are told so; who lacks what is told by name; English has no full-width marks."""
    words = ("diff", ONE, TWO, "--summary", "--width", 200)
    assert "规划期不同（十三五、十五五）：不同期的目标不比严宽。" in plancmp(*words).out
    out = plancmp(*words, "--lang", "en").out
    assert "different periods (十三五 2016–2020, 十五五 2026–2030)" in out and " lacks " in out
    assert not any("：" in line or "，" in line for line in out.splitlines() if not line.startswith(" "))
