"""The table of CONTRIBUTING.md when tried: each kind of addition is made in a copy, in one or two files."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.gains import CORPUS

ROOT = CORPUS.parent
TITLE = "云溪县“十五五”残疾人保障和发展规划"
Edit = tuple[str, str]
"""What stands in a file, and what is put in its place; `""` for a file that is new."""


def _table(*rows: str) -> str:
    return "\n".join([TITLE, "一、总体要求", "坚持服务为本。", *(row.replace("|", "\t") for row in rows), ""])


CASES: Mapping[str, tuple[Mapping[str, Edit], str, list[str], str]] = {
    "a style of label": (
        {
            "rules/vocabulary/labels.yaml": (
                "  - {style: 第一篇,",
                '  - {style: 要点一, opens: [要点], numerals: [chinese], closes: [":"], before: text}\n'
                "  - {style: 第一篇,",
            )
        },
        f"{TITLE}\n要点一：健全服务体系\n各地建立制度。\n要点二：提升保障水平\n各地落实责任。\n",
        ["extract", "PLAN"],
        "label: 要点一：",
    ),
    "a word of a header": (
        {"rules/vocabulary/tables.yaml": ("  name: [指标,", "  name: [事业名目, 指标,")},
        _table(
            "领域|事业名目|单位|2025年|2030年", "托养|托养服务人数|人|100|200", "健康|家庭签约服务率|%|80|90"
        ),
        ["extract", "PLAN"],
        "name: 托养服务人数",
    ),
    "a placeholder": (
        {"rules/vocabulary/quantities.yaml": ("待定", "容后补记, 待定")},
        _table("指标|单位|2025年|2030年", "托养服务人数|人|100|容后补记", "家庭签约服务率|%|80|90"),
        ["extract", "PLAN"],
        "text: 容后补记, state: undecided",
    ),
    "a check": (
        {
            "rules/checks/text.yaml": (
                "- code: TXT001",
                """- code: TXT901
  name: no-slogan
  kind: phrase
  severity: warning
  title: {zh: 空话, en: a slogan}
  message: {zh: '不要写“{words}”。', en: "Do not write “{words}”."}
  reason: {zh: 空话无法考核。, en: Nobody can hold it against anything.}
  satisfy: {zh: 写出要做的事。, en: Say what will be done.}
  parameters: {words: [大力抓好]}
  examples:
    fail: [大力抓好各项工作。]
    pass: [做好各项工作。]
- code: TXT001""",
            ),
            "tests/cases/checks/TXT901.md": ("", "# 空话\n"),
        },
        f"{TITLE}\n一、总体要求\n大力抓好服务。\n",
        ["check", "PLAN", "-f", "concise"],
        "TXT901",
    ),
    "a format": (
        {
            "plancmp/sources/notes.py": (
                "",
                '''"""Notes: a paragraph a line behind a bar."""

from plancmp.model.document import Document
from plancmp.sources.building import DocumentBuilder


def read_notes(data: bytes) -> Document:
    """Read notes."""
    builder = DocumentBuilder("notes")
    for number, line in enumerate(data.decode().splitlines()[1:], 1):
        builder.begin()
        builder.add(line.removeprefix("| "), line=number, column=3)
        builder.block(builder.finish())
    return builder.build()
''',
            ),
            "plancmp/sources/formats.py": (
                "FORMATS: tuple[FormatRow, ...] = (",
                "FORMATS: tuple[FormatRow, ...] = (\n"
                '    FormatRow("notes", (".notes",), lambda file: file.head.startswith(b"NOTES"), '
                '_late("notes", "read_notes")),',
            ),
        },
        f"NOTES\n| {TITLE}\n| 一、总体要求\n| 坚持服务为本。\n",
        ["extract", "PLAN"],
        "format: notes",
    ),
    "a layout of tables": (
        {
            "plancmp/sources/tables/braces.py": (
                "",
                '''"""Proposes tables whose rows stand in braces: {托养服务人数;人;100;200}."""

import re
from collections.abc import Iterator, Sequence

from plancmp.sources.tables.model import Candidate, Cell, Piece

_CELL = re.compile("[^{};]+")


def propose_braces(page: Sequence[str], at: int) -> Iterator[Candidate]:
    """The table that begins at a line."""
    rows = []
    for number in range(at, len(page)):
        if not page[number].startswith("{"):
            break
        rows.append(tuple(Cell((Piece(number, *cell.span()),)) for cell in _CELL.finditer(page[number])))
    if len(rows) > 1:
        yield Candidate(at, at + len(rows), tuple(rows), 0.0)
''',
            ),
            "plancmp/sources/plain/tables.py": (
                "proposers = (Separated(),",
                "from plancmp.sources.tables.braces import propose_braces\n"
                "    proposers = (propose_braces, Separated(),",
            ),
        },
        _table("{指标;单位;2025年;2030年}", "{托养服务人数;人;100;200}", "{家庭签约服务率;%;80;90}"),
        ["extract", "PLAN"],
        "name: 托养服务人数",
    ),
    "a field of the record": (
        {
            "plancmp/model/record.py": (
                "    tables: tuple[TableRecord, ...] = ()",
                "    length: int = 0\n    tables: tuple[TableRecord, ...] = ()",
            ),
            "plancmp/records/building.py": (
                "            tables=tuple(",
                "            length=len(self._document.text),\n            tables=tuple(",
            ),
        },
        f"{TITLE}\n一、总体要求\n坚持服务为本。\n",
        ["extract", "PLAN"],
        "length: ",
    ),
    "a form of findings": (
        {
            "plancmp/report/findings/tally.py": (
                "",
                '"""How many there are."""\n\n\ndef write_tally(report, checks, *, lang):\n'
                '    """The count."""\n    return f"tally {len(report.findings)}\\n"\n',
            ),
            "plancmp/report/writing.py": (
                'Form = Literal["text", ',
                'Form = Literal["text", "tally", ',
            ),
        },
        f"{TITLE}\n一、总体要求\n新建XX家。\n",
        ["check", "PLAN", "-f", "tally"],
        "tally ",
    ),
    "a way that is better": (
        {"rules/vocabulary/directions.yaml": ("falling: [死亡率,", "falling: [等候天数, 死亡率,")},
        _table("指标|单位|2025年|2030年", "辅具适配等候天数|天|10|20", "家庭签约服务率|%|80|90"),
        ["check", "PLAN", "-f", "concise"],
        "IND001",
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house once more, to be changed."""
    folder = tmp_path_factory.mktemp("house")
    for name in ("plancmp", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _said(copy: Path, words: list[str]) -> str:
    """What plancmp says, run in the copy."""
    done = subprocess.run(
        [sys.executable, "-m", "plancmp", *words],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PLANCMP_LANG": "zh"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr.startswith("Traceback"), done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("what", CASES)
def test_an_addition_takes_one_or_two_files(what: str, copy: Path) -> None:
    """Without the addition the outcome is not there, with it is."""
    edits, plan, words, outcome = CASES[what]
    assert len(edits) <= 2
    (copy / "plan.txt").write_text(plan, "utf-8")
    command = [word.replace("PLAN", "plan.txt") for word in words]
    assert outcome not in _said(copy, command)
    before = {name: (copy / name).read_text("utf-8") for name, (old, _) in edits.items() if old}
    try:
        for name, (old, new) in edits.items():
            assert before.get(name, "").count(old) >= 1
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(before[name].replace(old, new, 1) if old else new, "utf-8")
        said = _said(copy, command)
        assert outcome in said, said
    finally:
        for name in edits:
            (copy / name).write_text(before[name], "utf-8") if name in before else (copy / name).unlink()
