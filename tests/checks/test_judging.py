"""A sheet of findings keeps the verdicts that a reader gave."""

from pathlib import Path

import pytest

from plancmp.checks.aside.judging import Judged, Sheet, read_sheet
from plancmp.model.errors import PlancmpError
from plancmp.model.finding import Finding
from plancmp.model.place import Place
from plancmp.report.findings.words import place_code
from tests.support.precision import precision


def made(code: str, words: str, line: int) -> Finding:
    """A finding of a plan."""
    return Finding(
        code=code, name="x", severity="error", message="", path="drafts/a.txt", at=Place(line=line, column=1),
        excerpt=words, fingerprint="",
    )  # fmt: skip


def test_verdicts_stay(tmp_path: Path) -> None:
    """By code, document and words; of several the one at the place; what is found no more stays if judged."""
    file = tmp_path / "sheet.tsv"
    first = Sheet().with_findings([made("TXT001", "补贴补贴", 3), made("TXT001", "补贴补贴", 9)], place_code)
    first.lines[1] = first.lines[1]._replace(verdict="TRUE", why="写了两遍")
    first.lines.append(Judged("NUM001", "a.txt", "5:1", "四、", "FALSE-TEXT"))
    first.lines.append(Judged("NUM001", "a.txt", "6:1", "五、"))
    file.write_text(first.text(), "utf-8")
    again = read_sheet(file).with_findings(
        [made("TXT001", "补贴补贴", 9), made("TXT002", "（一", 2), made("TXT001", "补贴补贴", 4)], place_code
    )
    assert [tuple(line) for line in again.lines] == [
        ("TXT001", "a.txt", "9:1", "补贴补贴", "TRUE", "写了两遍"),
        ("TXT002", "a.txt", "2:1", "（一", "", ""),
        ("TXT001", "a.txt", "4:1", "补贴补贴", "", ""),
        ("NUM001", "a.txt", "5:1", "四、", "FALSE-TEXT", ""),
    ]
    assert precision(again) == {"NUM001": (1, 0), "TXT001": (2, 1), "TXT002": (1, 0)}


def test_no_sheet(tmp_path: Path) -> None:
    """A file that is not there is an empty sheet; another file is an error that says what is wanted."""
    assert read_sheet(tmp_path / "new.tsv").lines == []
    other = tmp_path / "other.tsv"
    other.write_text("name\tvalue\n", "utf-8")
    with pytest.raises(PlancmpError, match="code doc place words verdict why"):
        read_sheet(other)
