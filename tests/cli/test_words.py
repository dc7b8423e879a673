"""The words of a command line: help in one language, what was meant, commands that were options."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plancmp.cli.app import run
from tests.support.gains import CORPUS

ROOT = CORPUS.parent
DRAFT = CORPUS / "yunxi-disability-15.txt"
COMMANDS = ("extract", "diff", "check", "verify", "rule", "schema", "learn", "selftest", "baseline")


@pytest.mark.parametrize("folder", ["plancmp", "tests/support"])
def test_no_words_become_pictures(folder: str) -> None:
    """`:100:` of a place is no emoji to any console."""
    sources = [path.read_text("utf-8") for path in (ROOT / folder).rglob("*.py")]
    calls = [call for source in sources for call in re.findall(r"\bConsole\((.*)\)", source)]
    assert calls and all("emoji=False" in call for call in calls)


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_in_one_language(
    command: str, lang: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """`-h` of every command, without a word of the other language and without a cut one."""
    monkeypatch.setattr(sys, "argv", ["plancmp", "--lang", lang, *([command] if command else []), "-h"])
    assert run() == 0
    shown = capfd.readouterr().out
    assert "…" not in shown and "\x1f" not in shown
    assert bool(re.search("[\u4e00-\u9fff]", shown)) is (lang == "zh")
    assert ("Options:" in shown) is (lang == "en")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek", "x"], "没有命令 chek。是不是 check？用法见 plancmp -h。"),
        (["check", "--selct", "PLH", "x"], "没有选项 --selct。是不是 --select？用法见 plancmp check -h。"),
        (["diff"], "还要写上 PATH（规划文档、记录或文件夹，两份以上）。用法见 plancmp diff -h。"),
        (
            ["check", "x", "--width", "3"],
            "--width 不能写 '3'，应为 40 至 1000 的整数。用法见 plancmp check -h。",
        ),
        (
            ["schema", "recrod"],
            "KIND 不能写 'recrod'，可用 record、config、rules、diff、findings、dataset。"
            "是不是 record？用法见 plancmp schema -h。",
        ),
        (["check", "--learn", "x"], "--learn 现在是单独的命令：plancmp learn FOLDER"),
        (["check", "--selftest=x"], "--selftest 现在是单独的命令：plancmp selftest DRAFT"),
        (
            ["check", "x", "--write-baseline", "y"],
            "--write-baseline 现在是单独的命令：plancmp baseline PATH… -o FILE",
        ),
        (
            ["extract", "x", "-o", "y.pdf"],
            "y.pdf：没有 .pdf 这种输出，可用 yaml、json、jsonl、csv、xlsx、parquet；或用 -f 指明格式。",
        ),
    ],
)
def test_wrong_words_in_one_line(plancmp, words: list[str], said: str) -> None:
    """What is wrong, what may have been meant, where to look; exit 2."""
    ran = plancmp(*words)
    assert (ran.status, ran.out, ran.err) == (2, "", said + "\n")


def test_a_missing_file_beside_a_clean_one(plancmp, tmp_path: Path) -> None:
    """It is said on standard error, and nowhere that nothing was found."""
    (tmp_path / "good.txt").write_text("某县规划\n一、总体要求\n坚持服务为本。\n", "utf-8")
    ran = plancmp("check", "none.txt", str(tmp_path / "good.txt"), "--select", "PLH001")
    assert (ran.status, ran.err) == (2, "none.txt：找不到这个文件或文件夹。请检查路径。\n")
    assert ran.out.startswith("检查了 1 份规划，另有 1 份未能检查。") and "没有发现问题" not in ran.out


def test_a_missing_file_is_no_clean_one(plancmp, tmp_path: Path) -> None:
    """One line on standard error, and not a word of what was found."""
    ran = plancmp("check", tmp_path / "none.txt")
    assert (ran.status, ran.out) == (2, "") and ran.err.count("\n") == 1 and "找不到这个文件" in ran.err


def test_several_plans_make_their_folder(plancmp, tmp_path: Path) -> None:
    """`-o` without an ending is a folder; with a folder that is there, whatever its name."""
    assert plancmp("extract", DRAFT, "-o", tmp_path / "new").status == 0
    (tmp_path / "v2.0").mkdir()
    assert plancmp("extract", DRAFT, "-o", tmp_path / "v2.0").status == 0
    assert [path.name for path in sorted(tmp_path.rglob("*.yaml"))] == ["yunxi-disability-15.yaml"] * 2


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (
            ["check", "x", "--fail-on"],
            "--fail-on 后面要写上值",
            "--fail-on needs a value",
        ),
        (["check", "x", "--fail-on", "eror"], "是不是 error？", "Did you mean error?"),
        (["check", "x", "--jobs", "many"], "应为 0 至 256 的整数", "a whole number from 0 to 256"),
        (["check", "x", "--statistics=3"], "--statistics 后面不写值。", "--statistics takes no value."),
        (["schema", "record", "x"], "多写了 x。", "x is too much."),
        (["dataset", "x"], "还要写上 --output", "--output is missing"),
        (["check", DRAFT, "--ignore", "ALL"], "没有可做的检查", "nothing is left to run"),
        (["check", DRAFT, "--select", "PLH", "--ignore", "PLH"], "没有可做的检查", "nothing is left to run"),
        (
            ["check", DRAFT, "--against", "ref:disabilty-15"],
            "是不是 ref:disability-15？",
            "Did you mean ref:",
        ),
        (["check", DRAFT, "--refs", "none"], "没有这个文件夹", "no such folder"),
        (["check", DRAFT, "-o", "none/x.json"], "没有这个文件夹，请先建好", "make it first"),
        (["diff", "--base"], "--base 后面要写上值。用法见 plancmp diff -h。", "See plancmp diff -h."),
        (["diff", "none.duckdb", "--where", "level = 'city'"], "找不到这个文件", "There is no such file"),
        (["diff", CORPUS, "--where", "level = 'city'"], "--where 用于数据集", "--where is for datasets"),
        (["verify", DRAFT], "不是记录", "not a record"),
        (["diff", DRAFT], "只有 1 份规划", "Plans to compare: 1"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_wrong_in_either_language(plancmp, words: list[object], zh: str, en: str, lang: str) -> None:
    """One line in the language of the run, and exit 2."""
    ran = plancmp(*words, "--lang", lang)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert (zh if lang == "zh" else en) in ran.err
    if lang == "zh":
        assert not re.search("[a-z]{3,} [a-z]{3,} [a-z]{3,}", ran.err)


def _in_a_child(words: list[object], **how: Any) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own, whose streams can be anything."""
    given = {"env": {**os.environ, "PLANCMP_LANG": "zh", **how.pop("env", {})}, "timeout": 60, **how}
    code = "from plancmp.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *map(str, words)], cwd=ROOT, check=False, **given)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "ascii", "latin-1"])
def test_the_encoding_of_the_console(encoding: str) -> None:
    """Words for people come in it where it has Chinese, else as UTF-8; data is UTF-8 for every reader."""
    env, pipes = {"PYTHONIOENCODING": encoding}, {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    heard = "utf-8" if encoding in ("ascii", "latin-1") else encoding
    assert "用法：plancmp" in _in_a_child(["-h"], env=env, **pipes).stdout.decode(heard)
    assert "“XX家”还没有填写" in _in_a_child(["check", DRAFT], env=env, **pipes).stdout.decode(heard)
    assert "没有.txt：找不到这个文件" in _in_a_child(["check", "没有.txt"], env=env, **pipes).stderr.decode(
        heard
    )
    said = _in_a_child(["check", DRAFT, "-f", "json"], env=env, **pipes).stdout.decode("utf-8")
    assert json.loads(said)["files"][0]["status"] == "checked"


@pytest.mark.parametrize(
    "words", [["check", DRAFT], ["extract", DRAFT], ["rule"], ["-h"], ["schema", "record"]]
)
def test_a_full_disk_and_a_closed_output(words: list[object]) -> None:
    """One line and exit 2 where nothing can be written; where nobody listens
    there is no word, and the status is that of the run."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        ran = _in_a_child(words, stdout=full, stderr=subprocess.PIPE)
    assert (ran.returncode, ran.stderr.decode()) == (2, "无法写出结果（磁盘已满）。\n")
    reader, writer = os.pipe()
    os.close(reader)
    ran = _in_a_child(words, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (int("check" in words), b"")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not there")
def test_completion_in_bash(tmp_path: Path) -> None:
    """What `--install-completion` writes completes commands, options, codes and forms in a real bash."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "plancmp"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from plancmp.cli import main\nmain()\n"
    )
    program.chmod(0o755)
    script = (
        "plancmp --install-completion; . ~/.bash_completions/plancmp.sh\n"
        'for line in "plancmp ch" "plancmp check --stat" "plancmp rule PLH00" "plancmp schema rec"; do\n'
        '  read -ra COMP_WORDS <<< "$line"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()\n'
        '  _plancmp_completion plancmp; echo "$line: ${COMPREPLY[*]}"\n'
        "done\n"
    )
    env = {
        **os.environ,
        "HOME": str(tmp_path),
        "PATH": f"{folder}:{os.environ['PATH']}",
        "PLANCMP_LANG": "zh",
    }
    done = subprocess.run(
        ["bash", "-c", script], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    said = done.stdout.splitlines()
    assert said[0].startswith("已为 bash 装上补全（")
    assert said[1:] == [
        "plancmp ch: check",
        "plancmp check --stat: --statistics",
        "plancmp rule PLH00: PLH001 PLH002 PLH003 PLH004 PLH005",
        "plancmp schema rec: record",
    ]
