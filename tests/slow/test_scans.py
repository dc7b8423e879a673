"""Printed drafts turned into scans: grey, askew, with noise, stamped, packed as JPEG."""

from collections import Counter
from pathlib import Path

import pytest

from plancmp.model.record import PlanRecord, flat
from plancmp.pipeline import extract
from plancmp.sources.reading import read_document
from plancmp.text.folding import squeeze
from tests.pdf_builder import blocks_of, convert_with_office, write_docx
from tests.support.gains import CORPUS_GOLD, corpus_paths
from tests.support.scoring import read_labels, score_boxes, score_indicators

pytest.importorskip("rapidocr_onnxruntime", reason="the extra for recognition is not installed")

from tests.support.scanning import scanned

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
SURE = 0.9


DRAFTS = ("donglin-outline-15", "hexi-children-15", "lanting-disability-15", "yunxi-disability-15")
KINDS = ("indicators", "boxes", "sections")


def printed(stem: str, folder: Path) -> Path:
    """A draft of the corpus printed by LibreOffice."""
    path = next(each for each in corpus_paths() if each.stem == stem)
    word = folder / f"{stem}.docx"
    write_docx(blocks_of(read_document(path).document), word)
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


@pytest.mark.parametrize("dpi", [200, 300])
def test_scanned_drafts(dpi: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows with every field, headings, boxes; `pytest -s` prints them by draft."""
    monkeypatch.setenv("PLANCMP_CACHE", str(tmp_path / "cache"))
    right, wanted = Counter[str](), Counter[str]()
    for seed, stem in enumerate(DRAFTS, dpi):
        scan = tmp_path / f"{stem}.scan.pdf"
        scan.write_bytes(scanned(printed(stem, tmp_path), dpi=dpi, seed=seed))
        record = extract(scan)
        labels = {kind: read_labels(CORPUS_GOLD / f"{stem}.{kind}.tsv") for kind in KINDS}
        boxes, _ = score_boxes(record, labels["boxes"])
        rows = score_indicators(record, labels["indicators"])
        said = Counter(section.title for section in flat(record.sections))
        titles = Counter(row["title"] for row in labels["sections"])
        counts = {
            "rows": (rows.right, rows.labelled),
            "boxes": (boxes.right, boxes.labelled),
            "titles": ((said & titles).total(), titles.total()),
        }
        print(dpi, stem, *(f"{kind} {found}/{labelled}" for kind, (found, labelled) in counts.items()))
        right.update({kind: found for kind, (found, _) in counts.items()})
        wanted.update({kind: labelled for kind, (_, labelled) in counts.items()})
        assert unmarked(record, labels["indicators"]) == []
    assert right["rows"] >= 0.95 * wanted["rows"]
    assert right["titles"] >= 0.97 * wanted["titles"]
    assert right["boxes"] == wanted["boxes"]
