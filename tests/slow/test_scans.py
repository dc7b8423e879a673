"""Printed drafts turned into scans: grey, askew, with noise, stamped, packed as JPEG."""

from pathlib import Path

import pytest

from plancmp.model.record import flat
from plancmp.pipeline import extract
from plancmp.sources.reading import read_document
from plancmp.text.folding import squeeze
from tests.pdf_builder import blocks_of, convert_with_office, write_docx
from tests.support.gains import CORPUS, CORPUS_GOLD
from tests.support.scoring import read_labels, score_boxes, score_indicators

pytest.importorskip("rapidocr_onnxruntime", reason="the extra for recognition is not installed")

from tests.support.scanning import scanned

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
SURE = 0.9


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize("name", ["donglin-outline-15.txt", "lanting-disability-15.md"])
def test_a_scanned_draft(name: str, dpi: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows with every field, headings, boxes; no value is wrong and sure of itself."""
    monkeypatch.setenv("PLANCMP_CACHE", str(tmp_path / "cache"))
    path = CORPUS / name
    document, _ = read_document(path)
    word = tmp_path / f"{path.stem}.docx"
    write_docx(blocks_of(document), word)
    (printed,) = convert_with_office([word], tmp_path)
    scan = tmp_path / f"{path.stem}.scan.pdf"
    scan.write_bytes(scanned(printed, dpi=dpi, seed=dpi))
    record = extract(scan)
    labels = {
        kind: read_labels(CORPUS_GOLD / f"{path.stem}.{kind}.tsv")
        for kind in ("indicators", "boxes", "sections")
    }
    rows = score_indicators(record, labels["indicators"])
    assert rows.right >= 0.9 * rows.labelled, rows.wrong
    boxes, _ = score_boxes(record, labels["boxes"])
    assert boxes.right == boxes.labelled, boxes.wrong
    titles = {section.title for section in flat(record.sections)}
    found = [row for row in labels["sections"] if row["title"] in titles]
    assert len(found) >= 0.9 * len(labels["sections"])
    written = {squeeze(row[kind]) for row in labels["indicators"] for kind in ("baseline", "target")}
    values = [value for row in record.indicators for value in (row.baseline, row.target) if value is not None]
    assert [
        value.text
        for value in values
        if value.state == "stated" and squeeze(value.text) not in written and (value.confidence or 0) >= SURE
    ] == []
