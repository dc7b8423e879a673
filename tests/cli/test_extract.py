"""`plancmp extract`, `verify` and `schema` as a user runs them: output, messages, exit status."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from plancmp.cli.app import run
from tests.support.gains import CORPUS

DRAFT = CORPUS / "yunxi-disability-15.txt"


def test_one_document_goes_to_standard_output(plancmp) -> None:
    """A record as YAML, nothing on standard error."""
    ran = plancmp("extract", DRAFT)
    assert (ran.status, ran.err) == (0, "")
    assert yaml.safe_load(ran.out)["plan"]["title"] == "云溪县“十五五”残疾人保障和发展规划"


def test_several_documents_want_a_folder(plancmp, tmp_path: Path) -> None:
    """YAML of several plans needs -o; with it the tree is mirrored."""
    ran = plancmp("extract", CORPUS)
    assert ran.status == 2
    assert ran.err.count("\n") == 1 and "-o" in ran.err
    ran = plancmp("extract", CORPUS, "-o", tmp_path / "out")
    assert (ran.status, ran.out) == (0, "")
    assert ran.err == f"共 10 份：读出 10，其中没有指标 1（{CORPUS}/ningxi-science-15.txt）\n"
    assert "yunxi-disability-15.yaml" in {path.name for path in (tmp_path / "out").iterdir()}


def test_failures_are_said_and_the_rest_is_written(plancmp, tmp_path: Path) -> None:
    """One line for each file that cannot be read, exit 2, the others are there."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("某县“十五五”教育规划\n一、总体要求\n办好学校。\n", "utf-8")
    (folder / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    (folder / "c.txt").write_bytes(b"")
    (folder / "~$a.docx").write_bytes(b"lock")
    (folder / ".hidden.txt").write_text("x", "utf-8")
    (folder / "README.zh-CN.md").write_text("# 说明\n\n本文件夹中的规划。\n", "utf-8")
    ran = plancmp("extract", folder, "-o", tmp_path / "out")
    assert ran.status == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.yaml"]
    first, second, whole = ran.err.splitlines()
    assert "b.txt" in first and "c.txt" in second
    assert (
        whole == f"共 3 份：读出 1，其中没有指标 1（{folder}/a.txt），失败 2（{first[:-1]}；{second[:-1]}）"
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing.txt", "找不到"), ("empty", "没有可读取的规划文档")],
    ids=["missing", "folder without plans"],
)
def test_a_clear_line_for_what_is_not_there(plancmp, tmp_path: Path, name: str, words: str) -> None:
    """A missing file, a folder without plans: one line, exit 2."""
    (tmp_path / "empty").mkdir()
    ran = plancmp("extract", tmp_path / name)
    assert ran.status == 2
    assert ran.out == "" and ran.err.count("\n") == 1 and words in ran.err


def test_more_lines_than_any_plan_has(plancmp, tmp_path: Path) -> None:
    """Above the limit one line and exit status 2."""
    path = tmp_path / "长.txt"
    path.write_text("（一）目标\n" * 60_001, "utf-8")
    ran = plancmp("extract", path)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"{path}：行数太多（60001 行，上限 60000 行），没有读。请分成几份。\n"


def test_json_lines_and_csv_join_several(plancmp) -> None:
    """One line a plan; one line an indicator, sub-rows included."""
    ran = plancmp("extract", DRAFT, CORPUS / "nanshan-disability-13.txt", "-f", "jsonl")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == [
        "yunxi-disability-15",
        "nanshan-disability-13",
    ]
    ran = plancmp("extract", DRAFT, CORPUS / "nanshan-disability-13.txt", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == 24
    assert rows[1]["name"] == "城乡残疾人职业技能培训人数" and rows[1]["target"] == "＞XX"


def test_output_file_by_its_ending(plancmp, tmp_path: Path) -> None:
    """The form follows from the ending; files are written whole, and the folder of a file must be there."""
    lost = plancmp("extract", DRAFT, "-o", tmp_path / "deep" / "record.json")
    assert (lost.status, lost.err) == (
        2,
        f"{tmp_path / 'deep' / 'record.json'}：无法写入（没有这个文件夹，请先建好）。\n",
    )
    assert not (tmp_path / "deep").exists()
    target = tmp_path / "record.json"
    assert plancmp("extract", DRAFT, "-o", target).status == 0
    assert json.loads(target.read_text("utf-8"))["plancmp"] == 1
    assert [path.name for path in target.parent.iterdir()] == ["record.json"]


def test_an_unwritable_place_is_said(plancmp, tmp_path: Path) -> None:
    """A file where a folder should be: one line, exit 2."""
    (tmp_path / "file").write_text("x")
    ran = plancmp("extract", DRAFT, "-o", tmp_path / "file" / "x.yaml")
    assert ran.status == 2 and ran.err.count("\n") == 1


def test_verify(plancmp, tmp_path: Path) -> None:
    """A record stands; one whose target was changed does not, and the words are named."""
    record = tmp_path / "record.yaml"
    plancmp("extract", DRAFT, "-o", record)
    ran = plancmp("verify", record)
    assert (ran.status, ran.err) == (0, "") and "一致" in ran.out
    record.write_text(record.read_text("utf-8").replace("text: ＞85%", "text: ＞99.9%", 1), "utf-8")
    ran = plancmp("verify", record)
    assert ran.status == 1 and "＞99.9%" in ran.out
    record.write_text("plancmp: 1\nunknown: 2\n")
    ran = plancmp("verify", record)
    assert ran.status == 2 and ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("written", "edited", "said"),
    [
        ("value: 96.3", "value: 62.3", "baseline.value：62.3 与旁边写的“96.3%”不符"),
        ("relation: '>', value: 85", "relation: '<', value: 85", "target.relation：< 与旁边写的“＞85%”不符"),
        ("unit: '%'\n  attribute", "unit: 人\n  attribute", ".unit：人 与旁边写的"),
        ("attribute: 约束性", "attribute: 预期性", ".attribute：预期性 与旁边写的“约束性”不符"),
        ("state: undecided", "state: stated", ".state：stated 与旁边写的"),
    ],
)
def test_verify_says_what_no_longer_fits(
    plancmp, tmp_path: Path, written: str, edited: str, said: str
) -> None:
    """A value, relation, unit, attribute or state that was edited alone; folders are walked."""
    plancmp("extract", DRAFT, CORPUS / "ningxi-science-15.txt", "-o", tmp_path)
    record = tmp_path / "yunxi-disability-15.yaml"
    text = record.read_text("utf-8")
    start = text.index("indicators:\n")
    assert written in text[start:]
    record.write_text(text[:start] + text[start:].replace(written, edited, 1), "utf-8")
    ran = plancmp("verify", tmp_path)
    (line,) = [line for line in ran.out.splitlines() if "与原文一致" not in line]
    assert said in line and line.startswith(str(record))
    assert (ran.status, ran.err) == (1, "共 2 份：一致 1，不一致 1，无法核对 0\n")


def test_the_schema_describes_records(plancmp) -> None:
    """Every kept record of the corpus is valid against the printed schema."""
    schema = json.loads(plancmp("schema", "record").out)
    for path in CORPUS.glob("*.yaml"):
        jsonschema.validate(yaml.safe_load(path.read_text("utf-8").replace("date: 20", "date: d20")), schema)


def test_the_schema_describes_comparisons(plancmp) -> None:
    """What `diff -f json` prints is valid against the printed schema."""
    schema = json.loads(plancmp("schema", "diff").out)
    shown = plancmp("diff", DRAFT, CORPUS / "lanting-disability-15.md", "-f", "json")
    jsonschema.validate(json.loads(shown.out), schema)


def test_messages_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    """PLANCMP_LANG and --lang choose the language."""
    monkeypatch.setattr(sys, "argv", ["plancmp", "--lang", "en", "extract", str(tmp_path / "missing.txt")])
    assert run() == 2
    assert "There is no such file" in capfd.readouterr().err


def test_a_wrong_option_is_exit_2() -> None:
    """What the command line itself refuses is exit 2, without a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "plancmp", "extract", "--nonsense"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_standard_input(tmp_path: Path) -> None:
    """`-` reads a plan from standard input; the reader of a pipe may leave early."""
    done = subprocess.run(
        [sys.executable, "-m", "plancmp", "extract", "-"],
        input=DRAFT.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0 and "云溪县".encode() in done.stdout


def test_nothing_heavy_at_start() -> None:
    """`--version` imports neither readers nor record types."""
    code = (
        "import sys; sys.argv=['plancmp','--version']\n"
        "from plancmp.cli.app import run; run()\n"
        "heavy = ('jieba', 'lxml', 'yaml', 'rapidfuzz', 'pypdfium2', 'msgspec')\n"
        "print([name for name in sys.modules if name.split('.')[0] in heavy])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


UNREAD = (
    "溪源市“十五五”养老服务规划\n\n一、主要目标\n\n到2030年，服务更加便利。\n\n"
    "{}\n\n二、重点任务\n\n加强建设。\n"
)


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("表1 养老服务主要指标", "表1 养老服务主要指标"),
        ("表1\n\n养老服务主要指标", "养老服务主要指标"),
        ("|表1 养老服务主要指标|||\n|---|---|---|\n|书屋|好|很好|\n|步道|好|很好|", "养老服务主要指标"),
    ],
)
def test_tables_that_gave_no_indicators_are_named(plancmp, tmp_path: Path, table: str, name: str) -> None:
    """A note names the table and its place; one line at the end names the plan, for check too."""
    path = tmp_path / "溪源.md"
    path.write_text(UNREAD.format(table), encoding="utf-8")
    ran = plancmp("extract", path, "-f", "json")
    notes = [note for note in json.loads(ran.out)["notes"] if note["code"] == "table-not-read"]
    assert [note["at"]["line"] >= 7 and name in note["text"] for note in notes] == [True]
    assert (ran.status, ran.err) == (0, f"1 份文件有指标表，但没有读出指标：{path}\n")
    checked = plancmp("check", path, "--fail-on", "never", "-f", "json")
    assert checked.err == f"1 份文件有指标表，但没有读出指标：{path}\n"
    assert "没有读出指标的指标表 ×1" in json.loads(checked.out)["files"][0]["not_checked"]


def test_what_is_no_plan_is_said_by_check(plancmp, tmp_path: Path) -> None:
    """`check` says of a text without a plan's title that it may be none."""
    path = tmp_path / "通报.txt"
    path.write_text("关于天气的通报\n\n今天有雨，请带伞。\n", encoding="utf-8")
    ran = plancmp("check", path, "-f", "json")
    assert "没有找到规划标题，可能不是规划文本" in json.loads(ran.out)["files"][0]["not_checked"]
