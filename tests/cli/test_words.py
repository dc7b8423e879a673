"""The words of a command line: help in one language, what was meant, commands that were options."""

import re
import sys
from pathlib import Path

import pytest

from plancmp.cli.app import run
from tests.support.gains import CORPUS

DRAFT = CORPUS / "yunxi-disability-15.txt"
COMMANDS = ("extract", "diff", "check", "verify", "rule", "schema", "learn", "selftest", "baseline")


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
        (["diff"], "还要写上 PATHS。用法见 plancmp diff -h。"),
        (
            ["check", "x", "--width", "3"],
            "--width 的值不对，应为 40 至 1000 的整数。用法见 plancmp check -h。",
        ),
        (
            ["schema", "recrod"],
            "kind 的值不对，可用 record、config、rules、diff、findings、dataset。用法见 plancmp schema -h。",
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
    assert (ran.status, ran.err) == (2, "none.txt：找不到这个文件。请检查路径。\n")
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
