"""The pages for users: every command in them runs, in both languages; exit codes are as they say."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from docx import Document

from tests.support.gains import CORPUS, ROOT

COUNTY, CITY = CORPUS / "yunxi-disability-15.txt", CORPUS / "lanting-disability-15.md"
PAGES = ("drafter", "reviewer", "researcher", "ci", "limits")
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands_of(page: Path) -> list[list[str]]:
    """The commands of a page, without their comments."""
    lines = [line for block in _BLOCK.findall(page.read_text("utf-8")) for line in block.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines]
    return [each[1:] for each in words if each and each[0] == "plancmp"]


def _twins(page: str) -> tuple[Path, Path]:
    """A page in both languages."""
    folder = ROOT if page == "README" else ROOT / "docs"
    return folder / f"{page}.md", folder / f"{page}.zh-CN.md"


def _word_file(source: Path, target: Path) -> None:
    """A text as a Word file, a paragraph a line."""
    document = Document()
    for line in source.read_text("utf-8").splitlines():
        document.add_paragraph(line)
    document.save(str(target))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the pages speak of: a draft, a neighbour's, folders of drafts, plans and own rules."""
    for name in ("drafts", "plans", "own-rules"):
        (tmp_path / name).mkdir()
    for place in ("draft.docx", "a.docx", "drafts/county.docx", "plans/county.docx"):
        _word_file(COUNTY, tmp_path / place)
    for place in ("neighbour.docx", "b.docx", "drafts/city.docx", "plans/city.docx"):
        _word_file(CITY, tmp_path / place)
    shutil.copy(COUNTY, tmp_path / "draft.txt")
    before = tmp_path / "last-period.txt"
    words = COUNTY.read_text("utf-8").replace("2025", "2020").replace("2026", "2021").replace("2030", "2025")
    before.write_text(words.replace("十五五", "十四五"), "utf-8")
    _word_file(before, tmp_path / "last-period.docx")
    (tmp_path / "own-rules" / "own.yaml").write_text(
        "- {code: ORG001, name: no-slogan, kind: phrase, severity: warning, title: 空话,\n"
        "   message: '“{words}”是空话。', parameters: {words: [大力抓好]}}\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", [*PAGES, "README"])
def test_both_languages_have_the_same_commands(page: str) -> None:
    """The Chinese page and its English twin."""
    english, chinese = _twins(page)
    assert commands_of(english) == commands_of(chinese)
    assert commands_of(english) or page == "limits"


@pytest.mark.parametrize("page", [page for page in PAGES if page != "limits"] + ["README"])
def test_every_command_runs(page: str, plancmp, folder: Path) -> None:
    """In the order of the page, without a thing that could not be used; what it says to write is there."""
    for words in commands_of(_twins(page)[0]):
        ran = plancmp(*words)
        assert ran.status in (0, 1), (words, ran.err)
        for option in ("-o", "--annotate", "--fix", "--suggest", "--judge", "--log"):
            assert option not in words or Path(words[words.index(option) + 1]).exists(), words


@pytest.mark.parametrize(
    ("words", "status", "chinese", "english"),
    [
        (["extract", "draft.docx"], 0, "成功为 0", "`extract`: 0"),
        (["extract", "none.txt"], 2, "为 2", "2 when any input failed"),
        (["check", "draft.docx", "--select", "SUP"], 0, "没有问题为 0", "`check`: 0 clean"),
        (["check", "draft.docx"], 1, "有问题为 1", "1 with findings"),
        (
            ["check", "none.txt", "draft.docx", "--fail-on", "never"],
            2,
            "有东西无法使用为 2",
            "could not be used",
        ),
        (["diff", "a.docx", "b.docx"], 0, "成功为 0", "`diff`: 0"),
        (["diff", "a.docx", "b.docx", "--exit-code"], 1, "有差异时为 1", "1 when the plans differ"),
        (["diff", "a.docx", "none.docx"], 2, "有规划无法使用时为 2", "2 when one cannot be used"),
        (["verify", "none.yaml"], 2, "无法使用为 2", "cannot be used"),
    ],
)
def test_exit_codes_are_those_of_the_readme(
    words: list[str], status: int, chinese: str, english: str, plancmp, folder: Path
) -> None:
    """What the paragraph on exit codes says in both languages is what the command gives."""
    assert plancmp(*words).status == status
    titles = ("### Exit status", "### 退出码")
    for page, title, said in zip(_twins("README"), titles, (english, chinese), strict=True):
        text = page.read_text("utf-8")
        assert said in text[text.index(title) :].split("\n## ")[0].replace("\n", " ")


def test_links_lead_somewhere() -> None:
    """Every link of a page to another file."""
    for page in [*(ROOT / "docs").glob("*.md"), *_twins("README")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)
