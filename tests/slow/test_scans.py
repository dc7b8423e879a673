"""Printed plans turned into scans: grey, askew, noisy, stamped, packed as JPEG; and tables as pictures."""

import time
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from plancmp.model.record import PlanRecord, flat
from plancmp.pipeline import extract
from plancmp.sources.reading import read_document
from plancmp.sources.recognition import Recognition, using
from plancmp.text.folding import squeeze
from tests.pdf_builder import blocks_of, convert_with_office, write_docx
from tests.support.gains import CORPUS_GOLD, GOLD, corpus_paths, seed_paths
from tests.support.scoring import read_labels, score_boxes, score_indicators

pytest.importorskip("rapidocr_onnxruntime", reason="the extra for recognition is not installed")
np = pytest.importorskip("numpy")

from plancmp.sources.scan import engine  # noqa: E402
from plancmp.sources.scan.look import look_at  # noqa: E402
from plancmp.sources.scan.page import page_of  # noqa: E402
from plancmp.sources.scan.rules import without_stamps  # noqa: E402
from tests.support.scanning import pictures_of_tables, scanned  # noqa: E402

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
SURE = 0.9

SHORT = ("donglin-outline-15", "lanting-disability-15", "yunxi-disability-15", "yueqing")
LONG = (*SHORT, "hexi-children-15", "jining", "lianzhou", "qinshui", "shuozhou")
KINDS = ("indicators", "boxes", "sections")


def found(stem: str) -> Path:
    """A plan that has labels; the test is skipped where the seeds are not at hand."""
    paths = {path.stem: path for path in (*corpus_paths(), *seed_paths())}
    if stem not in paths:
        pytest.skip(f"{stem} is not at hand")
    return paths[stem]


def labels_of(stem: str, kind: str) -> list[dict[str, str]]:
    """What is in a plan, as labelled by hand."""
    own = CORPUS_GOLD / f"{stem}.{kind}.tsv"
    if own.exists():
        return read_labels(own)
    return [row for row in read_labels(GOLD / f"{kind}.tsv") if row["plan"] == stem]


def printed(stem: str, folder: Path) -> Path:
    """A plan printed by LibreOffice."""
    word = folder / f"{stem}.docx"
    write_docx(blocks_of(read_document(found(stem)).document), word)
    return convert_with_office([word], folder)[0]


def unmarked(record: PlanRecord, labels: list[dict[str, str]]) -> list[str]:
    """Values that are nowhere in the draft and sure of themselves."""
    written = {squeeze(row[kind]) for row in labels for kind in ("baseline", "target")}
    values = [value for row in record.indicators for value in (row.baseline, row.target) if value is not None]
    return [
        value.text
        for value in values
        if value.state == "stated" and squeeze(value.text) not in written and (value.confidence or 0) >= SURE
    ]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of its own for each test."""
    monkeypatch.setenv("PLANCMP_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("dpi", "stems", "rows"), [(150, SHORT, 0.9), (200, LONG, 0.95), (300, SHORT, 0.95)], ids=str
)
def test_scanned_plans(dpi: int, stems: tuple[str, ...], rows: float, tmp_path: Path) -> None:
    """Rows with every field, headings, boxes; `pytest -s` prints them by plan."""
    right, wanted = Counter[str](), Counter[str]()
    for seed, stem in enumerate(stems, dpi):
        scan = tmp_path / f"{stem}.scan.pdf"
        scan.write_bytes(scanned(printed(stem, tmp_path), dpi=dpi, seed=seed))
        record = extract(scan)
        labels = {kind: labels_of(stem, kind) for kind in KINDS}
        boxes, _ = score_boxes(record, labels["boxes"])
        read = score_indicators(record, labels["indicators"])
        said = Counter(squeeze(section.title) for section in flat(record.sections))
        titles = Counter(squeeze(row["title"]) for row in labels["sections"])
        counts = {
            "rows": (read.right, read.labelled),
            "boxes": (boxes.right, boxes.labelled),
            "titles": ((said & titles).total(), titles.total()),
        }
        print(dpi, stem, *(f"{kind} {count}/{labelled}" for kind, (count, labelled) in counts.items()))
        right.update({kind: count for kind, (count, _) in counts.items()})
        wanted.update({kind: labelled for kind, (_, labelled) in counts.items()})
        assert unmarked(record, labels["indicators"]) == []
    assert right["rows"] >= rows * wanted["rows"]
    assert right["titles"] >= 0.97 * wanted["titles"]
    assert right["boxes"] == wanted["boxes"]


@pytest.mark.parametrize("stem", ["donglin-outline-15", "yunxi-disability-15"])
def test_tables_pasted_as_pictures(stem: str, tmp_path: Path) -> None:
    """Only the pictures are recognised; rows are those of the labels, all else is as in the text."""
    plan, pictures = pictures_of_tables(blocks_of(read_document(found(stem)).document), tmp_path)
    read: list[int] = []
    with using(Recognition(progress=lambda _, count: read.append(count))):
        record = extract(plan)
    assert read == [pictures] * pictures
    labels = labels_of(stem, "indicators")
    rows = score_indicators(record, labels)
    print(stem, f"rows {rows.right}/{rows.labelled}", *rows.wrong, sep="\n")
    assert rows.right >= 0.95 * rows.labelled
    assert unmarked(record, labels) == []
    text = extract(printed(stem, tmp_path))
    assert outline(record) == outline(text)
    assert [box.title for box in record.boxes] == [box.title for box in text.boxes]
    assert record.plan.title == text.plan.title


def outline(record: PlanRecord) -> list[tuple[int, str | None, str]]:
    """The headings of a plan."""
    return [(section.level, section.label, section.title) for section in flat(record.sections)]


@pytest.mark.speed
def test_a_page_takes_little_longer_than_the_library_alone(tmp_path: Path) -> None:
    """A page of text and one of a table, with one thread, at 200 dots an inch: at most 1.3 times."""
    library = engine._engine(1)
    with pypdfium2.PdfDocument(scanned(printed(SHORT[1], tmp_path))) as document:
        pictures = [
            document[at].render(scale=200 / 72, rev_byteorder=False).to_numpy()[:, :, :3].copy()
            for at in (2, 5)
        ]
    for picture in pictures:
        library(picture)
        alone, whole = [], []
        for _ in range(3):
            begun = time.process_time()
            library(picture)
            alone.append(time.process_time() - begun)
            begun = time.process_time()
            page_of(look_at(without_stamps(picture), 1), 1, 0.36)
            whole.append(time.process_time() - begun)
        print(f"{min(whole):.2f} s, {min(whole) / min(alone):.2f} times the library")
        assert min(whole) <= 1.3 * min(alone)
