"""The five seed plans as PDFs of two producers: every paragraph, table and indicator row comes out again.

LibreOffice makes them from Word files with merged cells, Chromium from web pages. Tables run over pages.
"""

import csv
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from plancmp.model.document import Document, Table
from plancmp.sources.pdf.reading import read_pdf
from plancmp.sources.plain.reading import read_plain
from plancmp.text.folding import squeeze
from tests.pdf_builder import (
    MadeBlock,
    blocks_of,
    convert_with_office,
    print_with_chromium,
    write_docx,
    write_html,
)

SHARED = Path(__file__).parents[3] / "shared"
PLANS = ("jining", "lianzhou", "qinshui", "shuozhou", "yueqing")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("pdf-seeds"),
    pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the seed plans are not here"),
]


@pytest.fixture(scope="module")
def plans() -> dict[str, list[MadeBlock]]:
    """Paragraphs and tables of the seeds."""
    return {
        name: blocks_of(read_plain((SHARED / "seeds" / f"{name}.txt").read_text("utf-8"), "utf-8"))
        for name in PLANS
    }


@pytest.fixture(scope="module")
def office(plans: dict[str, list[MadeBlock]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The seeds by way of LibreOffice, every second one with a running head."""
    folder = tmp_path_factory.mktemp("office")
    for number, (name, blocks) in enumerate(plans.items()):
        write_docx(blocks, folder / f"{name}.docx", head="规划文件汇编" if number % 2 else "")
    return dict(
        zip(PLANS, convert_with_office([folder / f"{name}.docx" for name in PLANS], folder), strict=True)
    )


@pytest.fixture(scope="module")
def chromium(plans: dict[str, list[MadeBlock]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The seeds by way of Chromium."""
    folder = tmp_path_factory.mktemp("chromium")
    return {
        name: print_with_chromium(write_html(blocks), folder / f"{name}.pdf")
        for name, blocks in plans.items()
    }


@pytest.fixture(params=["office", "chromium"])
def files(request: pytest.FixtureRequest) -> dict[str, Path]:
    """The files of one producer."""
    made: dict[str, Path] = request.getfixturevalue(request.param)
    return made


def rows_of(document: Document, table: Table) -> list[list[tuple[str, int, bool]]]:
    """Words, width and continuation of each cell."""
    return [
        [
            (squeeze("".join(map(document.words, cell.paragraphs))), cell.colspan, cell.continued)
            for cell in row.cells
        ]
        for row in table.rows
    ]


def test_blocks_come_out_in_order(plans: dict[str, list[MadeBlock]], files: dict[str, Path]) -> None:
    for name, blocks in plans.items():
        document = read_pdf(files[name].read_bytes())
        wanted = [
            squeeze(block)
            if isinstance(block, str)
            else [
                [(squeeze("".join(cell.paragraphs)), cell.colspan, cell.continued) for cell in row]
                for row in block
            ]
            for block in blocks
        ]
        read = [
            rows_of(document, block) if isinstance(block, Table) else squeeze(document.words(block))
            for block in document.blocks
        ]
        assert read == [block for block in wanted if block], name
        assert not [note for note in document.notes if note.code == "unsure-table"]


def test_all_indicator_rows_come_out(files: dict[str, Path]) -> None:
    with (SHARED / "gold" / "indicators.tsv").open(encoding="utf-8", newline="") as lines:
        gold = list(csv.DictReader(lines, delimiter="\t"))
    missing = []
    for name in PLANS:
        document = read_pdf(files[name].read_bytes())
        rows = [
            [words for words, _, _ in row]
            for block in document.blocks
            if isinstance(block, Table)
            for row in rows_of(document, block)
        ]
        at = 0
        for wanted in (row for row in gold if row["plan"] == name):
            parts = [squeeze(wanted[key] or "") for key in ("name", "baseline", "target", "attribute")]
            found = next((place for place in range(at, len(rows)) if holds(rows[place], parts)), None)
            if found is None:
                missing.append((name, wanted["no"], wanted["name"]))
            else:
                at = found + 1
    assert len(gold) == 57
    assert missing == []


def holds(row: list[str], parts: list[str]) -> bool:
    """Whether a row has a cell for each part: one that contains the name, and the values as they stand."""
    return any(parts[0] in words for words in row) and all(part in row for part in parts[1:] if part)


def test_no_character_is_lost(files: dict[str, Path]) -> None:
    for name in PLANS:
        data = files[name].read_bytes()
        document = read_pdf(data)
        kept = Counter(squeeze(document.text))
        for note in document.notes:
            kept.update(squeeze(note.text))
        with pypdfium2.PdfDocument(data) as file:
            text = "".join(page.get_textpage().get_text_range() for page in file)
        drawn = Counter(squeeze(text.replace("\ufffe", "-").replace("\x02", "-")))
        rare = {char for char in drawn - kept if not "\u2e80" <= char <= "\u2fdf"}
        assert rare == set(), name
