"""`plancmp check` as a user runs it: selection, configuration, known findings, forms, exit status."""

import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from plancmp.checks import load_checks
from plancmp.cli.app import run
from plancmp.cli.config import config_schema
from plancmp.report.findings.data import findings_schema
from tests.support.gains import CORPUS

DRAFT, CLEAN = CORPUS / "yunxi-disability-15.txt", CORPUS / "nanshan-disability-13.txt"
FORMS = ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown")
BAD = (
    "某县“十五五”残疾人保障和发展规划\n一、重点任务\n新建服务站点XX家，落实补贴补贴政策。\n"
    "二、保障措施\n加强组织领导。\n"
)
GOOD = BAD.replace("XX家", "12家").replace("补贴补贴", "补贴")
ONLY = ("--select", "PLH,TXT001")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two drafts, one with two defects; the current folder."""
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "bad.txt").write_text(BAD, "utf-8")
    (tmp_path / "drafts" / "good.txt").write_text(GOOD, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def codes(out: str) -> list[str]:
    """The codes of a JSON report."""
    return [each["code"] for each in json.loads(out)["findings"]]


# -- exit status ---------------------------------------------------------------------------------------


def test_exit_status(plancmp, folder: Path) -> None:
    """0 clean, 1 findings of the severity, 2 when a plan cannot be used; a missing file is never a pass."""
    assert plancmp("check", "drafts/good.txt", *ONLY).status == 0
    assert plancmp("check", "drafts/bad.txt", *ONLY).status == 1
    assert plancmp("check", "drafts/bad.txt", "--select", "TXT001").status == 0
    assert plancmp("check", "drafts/bad.txt", "--select", "TXT001", "--fail-on", "warning").status == 1
    assert plancmp("check", "drafts/bad.txt", *ONLY, "--fail-on", "never").status == 0
    assert plancmp("check", "none.txt", "--fail-on", "never").status == 2
    assert plancmp("check").status == 2


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["drafts/good.txt"], 0),
        (["drafts/bad.txt", "drafts/good.txt"], 1),
        (["drafts/bad.txt", "none.txt"], 2),
        (["empty.pdf", "drafts/good.txt"], 2),
    ],
)
def test_every_form_says_the_same(plancmp, folder: Path, form: str, names: list[str], status: int) -> None:
    """The exit status, what was found, and what failed do not depend on the form; the bytes on nothing."""
    (folder / "empty.pdf").write_bytes(b"%PDF-1.7\n")
    ran = plancmp("check", *names, *ONLY, "-f", form)
    assert ran.status == status
    bad = "drafts/bad.txt" in names
    # SARIF and JUnit name all checks that ran, found or not.
    assert ("还没有填写" in ran.out) is bad
    assert ("写了两遍" in ran.out) is bad
    for name in ("none.txt", "empty.pdf"):
        assert (name in ran.out) is (name in names)
    assert "Traceback" not in ran.out + ran.err
    assert plancmp("check", *names, *ONLY, "-f", form).out == ran.out


def test_forms_by_ending(plancmp, folder: Path) -> None:
    """-o says the form by its ending; --also writes further ones in the same run."""
    ran = plancmp(
        "check", "drafts", *ONLY, "-o", "out.sarif", "--also", "junit=j.xml", "--also", "json=o.json"
    )
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("out.sarif：错误 1，警告 1")
    assert json.loads(Path("out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert ET.parse("j.xml").getroot().tag == "testsuites"
    assert codes(Path("o.json").read_text("utf-8")) == ["PLH002", "TXT001"]
    assert plancmp("check", "drafts", "-o", "x.docx").status == 2
    assert plancmp("check", "drafts", "--also", "pdf=x").status == 2


def test_json_is_as_its_schema(plancmp, folder: Path) -> None:
    """Over real drafts, with what failed; keys and places as the contract has them."""
    ran = plancmp("check", DRAFT, CLEAN, "drafts", "none.txt", "--select", "ALL", "-f", "json")
    data = json.loads(ran.out)
    jsonschema.validate(data, findings_schema())
    assert {"plancmp", "findings", "files", "summary"} <= data.keys()
    assert {"line", "column", "end_column", "page", "block"} <= data["findings"][0]["at"].keys()
    assert [file["status"] for file in data["files"]] == [
        "checked",
        "checked",
        "checked",
        "checked",
        "failed",
    ]
    assert data["summary"]["error"] == sum(each["severity"] == "error" for each in data["findings"])


def test_findings_follow_the_document(plancmp) -> None:
    """In the order of the plans, in each in that of the document."""
    ran = plancmp("check", DRAFT, CORPUS / "lanting-disability-15.md", "--select", "ALL", "-f", "json")
    found = json.loads(ran.out)["findings"]
    places = [(each["path"], each["at"]["line"], each["at"]["column"] or 0) for each in found]
    paths = list(dict.fromkeys(path for path, _, _ in places))
    assert [Path(path).name for path in paths] == [DRAFT.name, "lanting-disability-15.md"]
    assert places == sorted(places, key=lambda place: (paths.index(place[0]), place[1], place[2]))


# -- selection -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--select", "PLH"], ["PLH002"]),
        (["--select", "repeated-words"], ["TXT001"]),
        (["--select", "PLH,TXT001", "--ignore", "PLH002"], ["TXT001"]),
        (["-s", "PLH", "-s", "TXT001"], ["PLH002", "TXT001"]),
        (["--select", "ALL", "--ignore", "DOC,PLH"], ["TXT001"]),
        (["--ignore", "DOC", "--ignore", "TXT"], ["PLH002"]),
    ],
)
def test_selection(plancmp, folder: Path, words: list[str], wanted: list[str]) -> None:
    """Codes, prefixes, names and ALL."""
    assert codes(plancmp("check", "drafts/bad.txt", "-f", "json", *words).out) == wanted


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--select", "XYZ"], "没有这样的检查：XYZ"),
        (["--select", "PLH0O1"], "是不是 PLH001？"),
        (["--select", "TXT", "--ignore", "TXT"], "没有可做的检查"),
        (["--severity", "PLH=fatal"], "应写成 代码=error"),
        (["--against", "ref:nothing"], "nothing"),
        (["--against", "none.docx"], "none.docx"),
        (["--previous", "none.docx"], "none.docx"),
        (["--rules", "drafts/bad.txt"], "drafts/bad.txt：这是文件，请给出它所在的文件夹。"),
        (["--rules", "nowhere"], "nowhere：没有这个文件夹。"),
        (["--baseline", "none.json"], "none.json"),
        (["--config", "none.toml"], "none.toml"),
    ],
)
def test_what_cannot_be_used_is_said(plancmp, folder: Path, words: list[str], said: str) -> None:
    """One line, exit 2, nothing on standard output."""
    ran = plancmp("check", "drafts/bad.txt", *words)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err and len(ran.err.splitlines()) == 1


def test_severity_and_stage(plancmp, folder: Path) -> None:
    """Severities by code or prefix; in a draft for comment what is left of drafting only warns."""
    ran = plancmp("check", "drafts/bad.txt", *ONLY, "--severity", "TXT=error,PLH002=info", "-f", "json")
    assert [each["severity"] for each in json.loads(ran.out)["findings"]] == ["info", "error"]
    (folder / "left.txt").write_text(GOOD.replace("一、重点", "[bookmark: _Toc1]一、重点"), "utf-8")
    for stage, severity in (("draft", "warning"), ("issued", "error")):
        ran = plancmp("check", "left.txt", "--select", "PLH005", "--stage", stage, "-f", "json")
        assert [each["severity"] for each in json.loads(ran.out)["findings"]] == [severity]


def test_against_and_previous(plancmp, tmp_path: Path) -> None:
    """The superior plan by name or file; with the plan before, its promises are looked at."""
    ran = plancmp("check", DRAFT, "--select", "SUP", "--against", "ref:disability-15", "-f", "json")
    assert ran.status in (0, 1)
    assert {each["code"][:3] for each in json.loads(ran.out)["findings"]} <= {"SUP"}
    against = plancmp("check", DRAFT, "--against", CORPUS / "lanting-disability-15.md", "-f", "json")
    assert "SUP001" in codes(against.out) and "CON001" not in codes(against.out)
    assert plancmp("check", DRAFT, "--previous", CLEAN, "-f", "json").status == 2
    text = CLEAN.read_text("utf-8")
    for then, later in (("十三五", "十四五"), ("2020", "2025"), ("2016", "2021"), ("2015", "2020")):
        text = text.replace(then, later)
    before = tmp_path / "before.txt"
    before.write_text(text, "utf-8")
    assert plancmp("check", DRAFT, "--previous", before, "-f", "json").status == 1


# -- configuration -------------------------------------------------------------------------------------


def test_configuration(plancmp, folder: Path) -> None:
    """The closest file upward from the plan; the command line has the last word; --isolated knows none."""
    (folder / "plancmp.toml").write_text(
        'select = ["PLH", "TXT001"]\nfail-on = "never"\n[per-file-ignores]\n"drafts/b*.txt" = ["PLH"]\n'
    )
    ran = plancmp("check", "drafts", "-f", "json")
    assert (ran.status, codes(ran.out)) == (0, ["TXT001"])
    assert codes(plancmp("check", "drafts", "-f", "json", "--select", "PLH").out) == []
    assert plancmp("check", "drafts", "--fail-on", "warning").status == 1
    assert "PLH002" in codes(plancmp("check", "drafts", "-f", "json", "--isolated").out)
    (folder / "drafts" / "pyproject.toml").write_text('[tool.plancmp]\nignore = ["ALL"]\n')
    assert codes(plancmp("check", "drafts", "-f", "json").out) == []
    (folder / "drafts" / "pyproject.toml").write_text("[tool.other]\nselect = 1\n")
    assert codes(plancmp("check", "drafts", "-f", "json").out) == ["TXT001"]


@pytest.mark.parametrize(
    ("words", "named", "lang"),
    [
        ([], None, "en"),
        (["--lang", "zh"], None, "zh"),
        (["--lang=zh"], None, "zh"),
        ([], "zh", "zh"),
    ],
)
def test_language_of_the_configuration(
    words: list[str], named: str | None, lang: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd
) -> None:
    """It counts where neither --lang nor PLANCMP_LANG says one; --lang may stand behind the command."""
    (folder / "plancmp.toml").write_text('lang = "en"\nselect = ["PLH"]\n')
    monkeypatch.delenv("PLANCMP_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    if named:
        monkeypatch.setenv("PLANCMP_LANG", named)
    monkeypatch.setattr("sys.argv", ["plancmp", "check", "drafts", "-f", "concise", *words])
    assert run() == 1
    assert ("还没有填写" in capfd.readouterr().out) is (lang == "zh")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\nselct = ["PLH"]\n', "plancmp.toml:2：未知的配置项 selct，是不是 select？"),
        (
            'selct = ["PLH"]\nfial-on = 1\n',
            "selct，是不是 select？（第 1 行）；未知的配置项 fial-on，是不是 fail-on？（第 2 行）",
        ),
        (
            'lang = "de"\njobs = -4\n',
            "plancmp.toml:1：lang：不能用 'de'（第 1 行）；jobs：应 >= 0（第 2 行）。",
        ),
        ('select = "PLH"\n', "plancmp.toml:1：select"),
        ("jobs = -1\n", "plancmp.toml:1：jobs"),
        ('[severity]\nPLH = "fatal"\n', "plancmp.toml:1：severity"),
        ("a = [1\n", "不是有效的 TOML（到文件末尾：列表缺 ]）。"),
        ("select = PLH\n", "不是有效的 TOML（第 1 行：值不对；文字要加引号）。"),
        ("jobs\n", "不是有效的 TOML（第 1 行：键后面缺等号）。"),
        ('select = ["NOPE"]\n', "没有这样的检查：NOPE"),
        ('baseline = "none.json"\n', "none.json"),
    ],
)
def test_wrong_configurations(plancmp, folder: Path, text: str, said: str) -> None:
    """File, line and key in one line; exit 2."""
    (folder / "plancmp.toml").write_text(text, "utf-8")
    ran = plancmp("check", "drafts")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err and len(ran.err.splitlines()) == 1


def test_the_schema_of_a_configuration() -> None:
    """It takes what the program takes, and no other key."""
    schema = config_schema()
    jsonschema.validate({"select": ["PLH"], "per-file-ignores": {"a": ["TXT"]}, "fail-on": "info"}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"selct": []}, schema)


# -- known and accepted findings -----------------------------------------------------------------------


def test_baseline(plancmp, folder: Path) -> None:
    """What is known is put aside, also when lines move; what is new is not."""
    ran = plancmp("baseline", "drafts", *ONLY, "-o", "known.json")
    assert (ran.status, ran.out) == (0, "")
    assert "记下 2 处" in ran.err
    ran = plancmp("check", "drafts", *ONLY, "--baseline", "known.json", "-f", "json")
    assert (ran.status, codes(ran.out)) == (0, [])
    assert json.loads(ran.out)["put_aside"] == {"baseline": 2, "accepted": 0}
    moved = BAD.replace("一、重点", "前言一句。\n一、重点").replace(
        "加强组织领导。", "加强组织领导，安排资金X万元。"
    )
    (folder / "drafts" / "bad.txt").write_text(moved, "utf-8")
    ran = plancmp("check", "drafts", *ONLY, "--baseline", "known.json", "-f", "json")
    assert [each["excerpt"] for each in json.loads(ran.out)["findings"]] == ["X万元"]
    os.chdir(folder / "drafts")
    assert codes(plancmp("check", "bad.txt", *ONLY, "--baseline", "../known.json", "-f", "json").out) == [
        "PLH002"
    ]


@pytest.mark.parametrize(
    ("files", "new"),
    [
        ({"b.txt": "a.txt"}, []),
        ({"a.txt": "a.txt", "b.txt": "a.txt"}, ["b.txt", "b.txt"]),
        ({"b.txt": "a.txt", "c.txt": "a.txt"}, ["c.txt", "c.txt"]),
        ({"b.txt": "other.txt"}, ["b.txt", "b.txt"]),
    ],
    ids=["renamed", "a copy", "two copies", "another plan"],
)
def test_a_baseline_knows_a_renamed_plan(
    plancmp, folder: Path, files: dict[str, str], new: list[str]
) -> None:
    """By its title, where its own file is gone; a further plan of the same title is another."""
    text = "某县“十五五”发展规划\n一、重点任务\n新建服务站点XX家。\n二、保障措施\n安排资金XX万元。\n"
    texts = {"a.txt": text, "other.txt": text.replace("某县", "另一县")}
    place = folder / "renamed"
    place.mkdir()
    (place / "a.txt").write_text(text, "utf-8")
    plancmp("baseline", place, "--select", "PLH002", "-o", "known.json")
    (place / "a.txt").unlink()
    for name, source in files.items():
        (place / name).write_text(texts[source], "utf-8")
    ran = plancmp("check", place, "--select", "PLH002", "--baseline", "known.json", "-f", "json")
    assert [Path(each["path"]).name for each in json.loads(ran.out)["findings"]] == new


def test_a_folder_that_may_not_be_read(plancmp, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no folder without plans; one within a folder is not passed over either."""
    (folder / "all" / "closed").mkdir(parents=True)
    (folder / "all" / "a.txt").write_text(BAD, "utf-8")
    scan = os.scandir

    def refuse(place: Any = ".") -> Any:
        if str(place).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(place))
        return scan(place)

    monkeypatch.setattr(os, "scandir", refuse)
    for named in ("all", "all/closed"):
        ran = plancmp("check", named)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == "all/closed：无法读取（没有权限，或文件正被别的程序打开）。\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("command", ["check", "selftest"])
def test_a_file_that_may_not_be_read(plancmp, folder: Path, command: str) -> None:
    """All commands say it in the same words."""
    (folder / "closed.txt").write_text(BAD, "utf-8")
    (folder / "closed.txt").chmod(0)
    assert "closed.txt：没有读取的权限" in plancmp(command, "closed.txt").err


def test_a_baseline_of_a_plan_that_cannot_be_read(plancmp, folder: Path) -> None:
    """The others are noted; exit 2."""
    ran = plancmp("baseline", "drafts", "none.txt", *ONLY, "-o", "known.json")
    assert ran.status == 2 and "none.txt" in ran.err
    assert len(json.loads(Path("known.json").read_text("utf-8"))["findings"]) == 2


ACCEPTED = """\
- code: PLH002
  words: XX家
  reason: 数字待省里下达
- code: repeated-words
  path: drafts/g*.txt
  reason: 本来就是这样写的
- code: PLH001
  words: 无
  reason: 没有选这项检查
"""


def test_accepted_findings(plancmp, folder: Path) -> None:
    """With a reason, in a file beside the plans; an entry that meets nothing is reported with its line."""
    (folder / "plancmp-accepted.yaml").write_text(ACCEPTED, "utf-8")
    ran = plancmp("check", "drafts", "--select", "PLH002,TXT001", "-f", "json")
    assert (ran.status, codes(ran.out)) == (0, ["TXT001"])
    data = json.loads(ran.out)
    assert data["put_aside"] == {"baseline": 0, "accepted": 1}
    assert [(each["line"], "repeated-words" in each["message"]) for each in data["unused"]] == [(4, True)]
    assert "plancmp-accepted.yaml:4" in ran.err
    assert "plancmp-accepted.yaml" in plancmp("check", "drafts", "--select", "PLH002,TXT001").out
    assert "PLH002" in codes(plancmp("check", "drafts", "--isolated", "-f", "json").out)
    # What is for several plans may be for one that is no part of this run.
    one = sorted(str(path) for path in Path("drafts").glob("g*.txt"))[0]
    assert json.loads(plancmp("check", one, "--select", "TXT001", "-f", "json").out)["unused"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- code: PLH002\n  words: XX\n", "reason"),
        ("- code: PLH002\n  words: XX\n  reason: ' '\n", ":1:3：缺少理由"),
        ("- code: PLH002\n  reason: 好\n", ":1:3：缺少 words"),
        ("- code: PLH002\n  word: XX\n  reason: 好\n", "word"),
        ("code: PLH002\n", "plancmp-accepted.yaml:1"),
    ],
)
def test_wrong_lists_of_accepted_findings(plancmp, folder: Path, text: str, said: str) -> None:
    """File and line in one line; exit 2."""
    (folder / "plancmp-accepted.yaml").write_text(text, "utf-8")
    ran = plancmp("check", "drafts")
    assert (ran.status, ran.out) == (2, "")
    assert "plancmp-accepted.yaml:" in ran.err and said in ran.err and len(ran.err.splitlines()) == 1


# -- inputs --------------------------------------------------------------------------------------------


def test_records_and_standard_input(plancmp, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record has the findings of its document; `-` is read from standard input."""
    assert plancmp("extract", DRAFT, "-o", "r.yaml").status == 0
    whole = json.loads(plancmp("check", DRAFT, "-f", "json").out)["findings"]
    alone = json.loads(plancmp("check", "r.yaml", "-f", "json").out)["findings"]
    assert [(each["code"], each["excerpt"]) for each in alone] == [
        (each["code"], each["excerpt"]) for each in whole
    ]
    assert [each["fingerprint"] for each in alone] == [each["fingerprint"] for each in whole]

    class Input:
        buffer = type("Buffer", (), {"read": staticmethod(lambda: BAD.encode("gb18030"))})

    monkeypatch.setattr("sys.stdin", Input)
    ran = plancmp("check", "-", *ONLY, "-f", "json")
    assert [(each["path"], each["code"]) for each in json.loads(ran.out)["findings"]] == [
        ("-", "PLH002"),
        ("-", "TXT001"),
    ]


def test_own_rules(plancmp, folder: Path) -> None:
    """A phrase to avoid in four lines; its page is printed like any other."""
    (folder / "rules").mkdir()
    (folder / "rules" / "own.yaml").write_text(
        "- code: ORG001\n  name: no-slogan\n  kind: phrase\n  severity: error\n  title: 口号\n"
        '  message: "不要写“{words}”。"\n  parameters: {words: [加强组织领导]}\n',
        "utf-8",
    )
    ran = plancmp("check", "drafts/good.txt", "--rules", "rules", "--select", "ORG", "-f", "concise")
    assert ran.status == 1 and ran.out == "drafts/good.txt:5:1: ORG001 error 不要写“加强组织领导”。\n"
    page = plancmp("rule", "ORG001", "--rules", "rules")
    assert page.status == 0 and page.out.startswith("ORG001  no-slogan  口号")


@pytest.mark.parametrize(
    "message", ["{words.__class__}", "{words!r}", "{0}", "{", "}", "{words:>999999999}", "{no}"]
)
def test_a_message_is_only_words(plancmp, folder: Path, message: str) -> None:
    """What stands in the messages of others is shown as it is, but for the values it may name."""
    (folder / "rules").mkdir()
    (folder / "rules" / "own.yaml").write_text(
        "- code: ORG001\n  name: a\n  kind: phrase\n  severity: error\n  title: 甲\n"
        f"  message: '{message}'\n  parameters: {{words: [加强组织领导]}}\n",
        "utf-8",
    )
    ran = plancmp("check", "drafts/good.txt", "--rules", "rules", "--select", "ORG", "-f", "json")
    assert [each["message"] for each in json.loads(ran.out)["findings"]] == [message]


@pytest.mark.slow
def test_a_pattern_that_never_ends(plancmp, folder: Path) -> None:
    """Rules of others may search for ever: the plan is given up in time, the others are checked."""
    (folder / "rules").mkdir()
    (folder / "rules" / "own.yaml").write_text(
        "- code: ORG001\n  name: slow\n  kind: phrase\n  severity: error\n  title: 慢\n  message: 见\n"
        "  parameters: {patterns: ['(?:[一-龥]+)+#']}\n",
        "utf-8",
    )
    (folder / "drafts" / "bad.txt").write_text(BAD + "残疾人" * 40 + "\n", "utf-8")
    short = "某县规划\n一、任务\n好。\n"
    (folder / "drafts" / "good.txt").write_text(short, "utf-8")
    ran = plancmp("check", "drafts", "--rules", "rules", "--select", "ORG", "-f", "json")
    assert ran.status == 2
    assert [file["status"] for file in json.loads(ran.out)["files"]] == ["failed", "checked"]
    assert "正则表达式" in ran.err


def test_many_plans_in_several_processes(plancmp, folder: Path) -> None:
    """The same bytes as in one process."""
    for at in range(6):
        (folder / "drafts" / f"{at}.txt").write_text(BAD.replace("XX", "X" * (at + 2)), "utf-8")
    one = plancmp("check", "drafts", "none.txt", *ONLY, "-f", "json", "-j", 1)
    two = plancmp("check", "drafts", "none.txt", *ONLY, "-f", "json", "-j", 2)
    assert (one.status, one.out) == (two.status, two.out) and one.status == 2


def test_a_slip_of_the_program_is_no_pass(plancmp, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong in one plan is said of that plan; the others are checked."""

    def fail(record, document, options):
        if record.source.path.endswith("bad.txt"):
            raise ValueError("x\ny")
        return []

    monkeypatch.setattr("plancmp.checks.engine.find_in_plan", fail)
    ran = plancmp("check", "drafts", "-f", "json")
    assert ran.status == 2
    assert [file["status"] for file in json.loads(ran.out)["files"]] == ["failed", "checked"]
    assert "程序内部错误（ValueError: x y）" in ran.err


def test_learning(plancmp, folder: Path) -> None:
    """Plans of one's own are counted once, in a file that is found upward from a plan."""
    for at in range(3):
        (folder / "drafts" / f"{at}.txt").write_text(
            GOOD + f"第{at}行：开发公益性岗位安置残疾人。\n" * 2, "utf-8"
        )
    ran = plancmp("learn", "drafts")
    assert (ran.status, ran.out) == (0, "")
    assert "新学规划 5 份" in ran.err
    assert "公益性\t3\t6" in Path("plancmp-phrases.tsv").read_text("utf-8")
    assert "新学规划 0 份" in plancmp("learn", "drafts").err
    assert plancmp("check", "drafts/good.txt", "--select", "TXT005").status == 0


def test_selftest(plancmp, folder: Path) -> None:
    """Known defects of the selected codes in a copy; the draft stays as it is; 1 when one is not found."""
    before = DRAFT.read_bytes()
    ran = plancmp("selftest", DRAFT, "--select", "PLH001,TXT001,SUP", "-f", "json")
    data = json.loads(ran.out)
    assert ran.status == int(data["found"] < data["planted"])
    assert [check["code"] for check in data["checks"]] == [
        "PLH001",
        "SUP001",
        "SUP002",
        "SUP003",
        "SUP004",
        "TXT001",
    ]
    assert data["planted"] >= 6 and data["found"] >= data["planted"] - 1
    assert DRAFT.read_bytes() == before
    text = plancmp("selftest", DRAFT, "--select", "PLH001")
    assert text.status == 0 and "PLH001" in text.out
    assert plancmp("selftest", "none.docx").status == 2
    assert plancmp("selftest", DRAFT, "-f", "sarif").status == 2


# -- rule and schema -----------------------------------------------------------------------------------


def test_rule_pages(plancmp) -> None:
    """The list has every code; a page says what, why, and what would satisfy it."""
    listed = plancmp("rule").out
    assert all(check.code in listed and check.name in listed for check in load_checks())
    page = plancmp("rule", "PLH001").out
    assert page.startswith("PLH001  undecided-value") and "怎样才算通过" in page and "│" in page
    english = plancmp("rule", "undecided-value", "--lang", "en").out
    assert "What satisfies it" in english
    assert len(plancmp("rule", "SUP").out.split("\nSUP")) == 4
    assert plancmp("rule", "NOPE").status == 2
    data = json.loads(plancmp("rule", "-f", "json").out)
    assert len(data["rules"]) == len(load_checks())


@pytest.mark.parametrize("kind", ["config", "rules", "findings", "record", "diff"])
def test_schemas(plancmp, kind: str) -> None:
    """Each is a schema."""
    schema = json.loads(plancmp("schema", kind).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"plancmp {kind}"


def test_the_schema_of_rules(plancmp) -> None:
    """It takes a phrase in four lines and a change, and refuses what the program refuses."""
    schema = json.loads(plancmp("schema", "rules").out)
    own = {
        "code": "ORG001",
        "name": "a",
        "kind": "phrase",
        "severity": "info",
        "title": "甲",
        "message": "乙",
    }
    jsonschema.validate(
        [{**own, "parameters": {"words": ["丙"]}}, {"change": "PLH001", "severity": "info"}], schema
    )
    for wrong in (
        {**own},
        {**own, "kind": "heading-gap", "parameters": {}},
        {**own, "parameters": {"wrds": []}},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([wrong], schema)
