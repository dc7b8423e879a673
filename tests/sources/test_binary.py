"""Old Word files without LibreOffice: what a small one gives, and that no bytes bring the reader down.

`old.doc` was written by LibreOffice from a draft of our own: headings, a table with merged cells,
a tracked deletion and hidden words.
"""

import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.model.document import Document, Table
from plancmp.model.errors import SourceError
from plancmp.pipeline import extract
from plancmp.sources import office
from plancmp.sources.guard.ole import OleFile
from plancmp.sources.reading import read_bytes
from plancmp.sources.word import apart
from plancmp.sources.word.apart import read_doc
from plancmp.sources.word.binary import convert

OLD = Path(__file__).with_name("old.doc")
DATA = OLD.read_bytes()


@pytest.fixture(autouse=True)
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice."""
    monkeypatch.setenv(office.SOFFICE, "/no/such/soffice")


def shown(document: Document) -> list[str]:
    """Paragraphs, and rows with their cells; a number of columns behind a wide cell."""
    lines: list[str] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            lines.append(document.words(block))
            continue
        for row in block.rows:
            cells = [" ".join(map(document.words, cell.paragraphs)) for cell in row.cells]
            spans = [str(cell.colspan) for cell in row.cells if cell.colspan > 1]
            lines.append(" | ".join([*cells, *spans]))
    return lines


def test_a_small_one() -> None:
    """Paragraphs, merged cells; deleted and hidden words are notes."""
    document = read_doc(DATA)
    assert shown(document) == [
        "某县“十五五”水利发展规划",
        "一、总体要求",
        "加强河道治理。完善制度。",
        "表1 主要指标",
        "类别 | 指标（%） | 2025年 | 2030年",
        "供水 | 农村自来水普及率 | 88.5 | ≥95",
        " | 供水保证率 | 90 | 96",
        "注：均为预期性指标。 | 4",
        "二、保障措施",
        "加强组织领导。",
    ]
    assert [(note.code, note.text) for note in document.notes] == [
        ("deleted", "旧的一句。"),
        ("hidden", "暗语。"),
    ]


@pytest.mark.parametrize("mark", ["\1", "\b"])
def test_a_picture_is_noted(mark: str) -> None:
    """A picture in the line or beside it is a mark in the text."""
    words = "加强河道治理".encode("utf-16-le")
    assert DATA.count(words) == 1
    document = read_doc(DATA.replace(words, f"加强{mark}道治理".encode("utf-16-le")))
    assert shown(document)[2] == "加强道治理。完善制度。"
    assert ("image", "", 1) in [(note.code, note.text, note.count) for note in document.notes]


@pytest.mark.parametrize(("name", "form"), [("old.doc", "doc"), ("old.wps", "wps"), ("old.docx", "doc")])
def test_the_record_says_who_read_it(tmp_path: Path, name: str, form: str) -> None:
    """Format by content and name; the reader stands in the record."""
    path = tmp_path / name
    path.write_bytes(DATA)
    record = extract(path)
    assert (record.source.format, record.source.reader) == (form, "plancmp")
    assert [row.category for row in record.indicators] == ["供水", "供水"]


def test_streams_of_both_kinds() -> None:
    """Large streams stand in sectors of their own, small ones together."""
    ole = OleFile(DATA)
    sizes = {name: entry.size for name, entry in ole.entries.items()}
    assert sizes["WordDocument"] >= 4096 > sizes["\x01CompObj"]
    assert ole.stream("WordDocument")[:2] == b"\xec\xa5"
    assert b"Word" in ole.stream("\x01CompObj")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda main: struct.pack_into("<H", main, 2, 104), "Word 97 以前"),
        (lambda main: struct.pack_into("<I", main, 154 + 8 * 33, 0x7FFFFFFF), "已损坏"),
        (lambda main: struct.pack_into("<I", main, 154 + 8 * 33 + 4, 0), "已损坏"),
    ],
    ids=["an older version", "a piece table that is not there", "no piece table"],
)
def test_damaged_in_one_line(change: Callable[[bytearray], None], said: str) -> None:
    """What was found, and what to do."""
    with pytest.raises(SourceError) as caught:
        read_bytes(changed(change), "a.doc")
    assert said in caught.value.chinese and "\n" not in caught.value.chinese


def changed(change: Callable[[bytearray], None]) -> bytes:
    """The file with a change in its main stream."""
    start = DATA.index(b"\xec\xa5")
    main = bytearray(DATA[start:])
    change(main)
    return DATA[:start] + bytes(main)


def test_damage_beside_the_text_costs_no_text() -> None:
    """Styles that point nowhere, and lists: the words are read, and a note says what is missing."""
    document = read_doc(changed(lambda main: struct.pack_into("<I", main, 154 + 8 * 73, 0x00FFFFFF)))
    assert shown(document) == shown(read_doc(DATA))
    assert ("unreadable", "自动编号") in [(note.code, note.text) for note in document.notes]


def test_names_of_streams_have_no_case() -> None:
    """Some programs write them in small letters."""
    small = DATA.replace("WordDocument".encode("utf-16-le"), "worddocument".encode("utf-16-le"))
    assert small != DATA and shown(read_bytes(small, "a.doc")) == shown(read_doc(DATA))


def test_the_other_process_is_held_to_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is stopped leaves one line."""
    monkeypatch.setattr(apart, "WORD_SECONDS", 0.001)
    with pytest.raises(SourceError) as caught:
        read_doc(DATA)
    assert "太复杂" in caught.value.chinese and "too complex" in caught.value.english


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.binary(min_size=1, max_size=8)), max_size=5))
def test_any_change(changes: list[tuple[int, bytes]]) -> None:
    """No change to a file raises anything but `SourceError`, or takes long."""
    data = bytearray(DATA)
    for at, new in changes:
        data[at : at + len(new)] = new
    begun = time.monotonic()
    try:
        convert(bytes(data))
    except SourceError as error:
        assert "\n" not in error.chinese
    assert time.monotonic() - begun < 10
