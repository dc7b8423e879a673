"""Marks that no reader of the page sees leave the text; the columns of the rest stay right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.sources.building import DocumentBuilder
from plancmp.sources.lines.cleaning import CleanLine, Removals, clean, clean_line
from plancmp.sources.lines.splitting import Line
from plancmp.sources.markup.choosing import read_text

CASES = [
    # line, pieces with their columns, what was taken out
    ("一、总体要求", [(1, "一、总体要求")], []),
    ("", [], []),
    ("\t指标 \u3000（%）", [(1, "\t指标 \u3000（%）")], []),
    ("[书签] [1] [bookmark] 文", [(1, "[书签] [1] [bookmark] 文")], []),
    ("[bookmark: 未完，见下文", [(1, "[bookmark: 未完，见下文")], []),
    ("〔2025〕－―·　①℃", [(1, "〔2025〕－―·　①℃")], []),
    ("[bookmark: _Toc1][bookmark: _Toc2]二、目标", [(35, "二、目标")], ["bookmark", "bookmark"]),
    ("残疾\ue004\ue003人", [(1, "残疾"), (5, "人")], ["private-use"]),
    ("补\u00ad贴\u200b率\ufeff", [(1, "补"), (3, "贴"), (5, "率")], ["invisible"] * 3),
    ("\ue000", [], ["private-use"]),
    ("图\ufffc注", [(1, "图"), (3, "注")], ["image"]),
    ("甲\x07乙\x7f", [(1, "甲"), (3, "乙")], ["invisible", "invisible"]),
]


@pytest.mark.parametrize(("line", "pieces", "codes"), CASES)
def test_pieces_and_what_was_taken_out(line: str, pieces: list[tuple[int, str]], codes: list[str]) -> None:
    cleaned = clean(line)
    assert cleaned.pieces == pieces
    assert [removed.code for removed in cleaned.removed] == codes


@settings(deadline=None)
@given(st.text())
def test_every_character_stays_or_is_named(line: str) -> None:
    cleaned = clean(line)
    assert sorted(cleaned.text + "".join(removed.text for removed in cleaned.removed)) == sorted(line)
    for column, piece in cleaned.pieces:
        assert line[column - 1 : column - 1 + len(piece)] == piece


@settings(deadline=None)
@given(st.text(alphabet="甲乙\u200b\ue000 \t", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_places_of_a_part_point_into_the_line(text: str, start: int, end: int) -> None:
    line = clean_line(Line(1, 1, text))
    start, end = sorted((min(start, len(line.text)), min(end, len(line.text))))
    places = list(line.places(start, end))
    assert "".join(words for _, words in places) == line.text[start:end]
    assert all(text[column - 1 : column - 1 + len(words)] == words for column, words in places)


def test_places_behind_a_form_feed_count_from_the_line_start() -> None:
    line = clean_line(Line(4, 2, "\u200b第二页", column=2))
    assert list(line.places(0, 3)) == [(3, "第二页")]


def test_one_note_a_kind_at_the_place_of_the_first() -> None:
    builder = DocumentBuilder("text")
    removals = Removals(builder)
    for text in ("甲\ue004", "乙\ue005\ue006[bookmark: a]", "丙[bookmark: b]"):
        line: CleanLine = clean_line(Line(1, 1, text))
        removals.take(line.removed)
        builder.begin()
        builder.add(line.text)
        builder.finish()
    removals.report()
    notes = [(note.code, note.offset, note.text, note.count) for note in builder.build().notes]
    assert notes == [
        ("private-use", 0, "\ue004\ue005\ue006", 3),
        ("bookmark", 2, "[bookmark: a][bookmark: b]", 2),
    ]


def test_words_parted_by_marks_are_whole_and_found_again() -> None:
    document = read_text("[bookmark: _Toc9]一、总\u200b体\ue004要求\n".encode())
    (paragraph,) = document.blocks
    assert document.text == "一、总体要求\n"
    assert [document.place(paragraph.start + at).column for at in (0, 3, 4)] == [18, 22, 24]
