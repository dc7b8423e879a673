"""Findings as comments in whole plans: seeds and corpus as Word files, real Word files, and odd ones."""

import io
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from plancmp.checks.engine import find_in_plan
from plancmp.checks.kinds.quoting import quotes_of
from plancmp.pipeline import record_of
from plancmp.report.marked.writing import write_changed
from plancmp.report.marks import marks_of
from plancmp.report.word.comments import with_comments
from plancmp.sources.reading import read_bytes
from plancmp.sources.word.reading import read_docx
from plancmp.text.folding import squeeze
from tests.docx_builder import NAMESPACES, build_from_document, p, r, text_box
from tests.report.word_files import canonical, comments, own, parts
from tests.support.gains import corpus_paths, seed_paths

DATE = "2026-01-02T03:04:05Z"
REAL = sorted((Path(__file__).parents[3] / "shared" / "real" / "docs").glob("*.docx"))
PLANS = [*seed_paths(), *corpus_paths()]


def annotated(data: bytes, name: str) -> tuple[bytes, list[str]]:
    """A plan with its findings as comments, and the words that each is about."""
    document = read_bytes(data, name)
    record = record_of(document, data, name)
    found = find_in_plan(record, document)
    quotes = quotes_of(found, document)
    marks = marks_of([each.finding for each in found], quotes, document, record.plan.title, "zh")
    words = [quote.text[quote.start : quote.end] if quote else "" for quote in quotes]
    return with_comments(data, marks, "check", date=DATE), words


def check_anchors(data: bytes, made: bytes, words: list[str]) -> None:
    """Each comment stands at the words of its finding; nothing else is different."""
    said = own(made)
    assert len(said) == len(words)
    for (at, lines), wanted in zip(said, words, strict=True):
        exact = not any("批注加在最近的段落" in line for line in lines)
        if wanted and exact:
            # An automatic number is in no run.
            assert squeeze(at) and squeeze(wanted).endswith(squeeze(at)), lines
        else:
            assert squeeze(at), lines
    assert canonical(made) == canonical(data)
    before, after = parts(data), parts(made)
    touched = {
        "word/document.xml",
        "word/comments.xml",
        "word/_rels/document.xml.rels",
        "[Content_Types].xml",
    }
    assert {name: after[name] for name in before.keys() - touched} == {
        name: before[name] for name in before.keys() - touched
    }
    docx.Document(io.BytesIO(made))


@pytest.mark.skipif(not PLANS, reason="neither seeds nor corpus are beside this checkout")
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_plans_as_word_files(path: Path) -> None:
    """Drafts laid out as Word has them, their numbers typed or drawn by Word."""
    source = read_bytes(path.read_bytes(), path.name)
    for automatic in ({}, {"一、": 0, "（一）": 1}):
        data = build_from_document(source, automatic=automatic)
        made, words = annotated(data, "plan.docx")
        check_anchors(data, made, words)


@pytest.mark.skipif(not PLANS, reason="neither seeds nor corpus are beside this checkout")
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_what_was_mended_is_found_no_more(path: Path) -> None:
    """In Word and as text: the mended findings are gone, and no other kind of finding is new."""
    text = path.read_bytes()
    source = read_bytes(text, path.name)
    for data, name in ((text, path.name), (build_from_document(source), "plan.docx")):
        document = read_bytes(data, name)
        found = find_in_plan(record_of(document, data, name), document)
        groups = [each.changes for each in found]
        form = "docx" if name == "plan.docx" else document.format
        made, done, _ = write_changed(form, data, document, groups)
        assert done == [bool(group) for group in groups]
        again = read_bytes(made, name)
        left = Counter(each.finding.code for each in find_in_plan(record_of(again, made, name), again))
        mended = Counter(each.finding.code for each, is_done in zip(found, done, strict=True) if is_done)
        before = Counter(each.finding.code for each in found)
        # Tracked changes are leftovers themselves, until a person takes them.
        left.pop("PLH005", None), before.pop("PLH005", None)
        assert left == before - mended, (mended, left, before)


@pytest.mark.skipif(not REAL, reason="the real documents are not beside this checkout")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_word_files(path: Path) -> None:
    """Files that Word and WPS wrote."""
    data = path.read_bytes()
    made, words = annotated(data, path.name)
    check_anchors(data, made, words)
    assert read_docx(made).text == read_docx(data).text


def _with_comment(made: "docx.document.Document") -> None:
    for paragraph in made.paragraphs[1:6:2]:
        made.add_comment(paragraph.runs, text="请再核实。", author="李某")


def _with_changes(made: "docx.document.Document") -> None:
    for number, paragraph in enumerate(made.paragraphs[2:6]):
        for run in paragraph.runs[:1]:
            mark = _parsed(f'<w:ins w:id="{900 + number}" w:author="李某" w:date="{DATE}"></w:ins>')
            run._r.addprevious(mark)
            mark.append(run._r)


def _with_box(made: "docx.document.Document") -> None:
    for paragraph in made.paragraphs[1:4]:
        paragraph._p.append(_parsed(text_box(p("框内说明：达到XX万人。"), fallback=False)))


def _with_note(made: "docx.document.Document") -> None:
    for paragraph in made.paragraphs[2:5]:
        paragraph._p.append(_parsed(r('<w:footnoteReference w:id="9"/>')))


def _with_runs(made: "docx.document.Document") -> None:
    for paragraph in made.paragraphs:
        text = paragraph.text
        if paragraph.runs and len(text) > 3:
            for run in paragraph.runs[1:]:
                run._r.getparent().remove(run._r)
            paragraph.runs[0].text = text[:1]
            for at in range(1, len(text), 3):
                paragraph.add_run(text[at : at + 3]).bold = at % 2 == 0


def _with_fields(made: "docx.document.Document") -> None:
    for paragraph in made.paragraphs[1:4]:
        paragraph._p.append(_parsed(f'<w:hyperlink w:anchor="a">{r("见附件XX页")}</w:hyperlink>'))
        paragraph._p.append(_parsed(f'<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple>'))


def _parsed(xml: str):
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return parse_xml(xml.replace(">", f" {declared}>", 1))


WAYS = [_with_comment, _with_changes, _with_box, _with_note, _with_runs, _with_fields]


@pytest.mark.skipif(not corpus_paths(), reason="the corpus is not beside this checkout")
@pytest.mark.parametrize("path", corpus_paths()[:5], ids=lambda path: path.stem)
@pytest.mark.parametrize("change", WAYS, ids=lambda way: way.__name__.strip("_"))
def test_what_was_there_survives(change, path: Path) -> None:
    """Comments, tracked changes, text boxes, notes, runs and fields are as they were, in thirty files."""
    source = read_bytes(path.read_bytes(), path.name)
    opened = docx.Document(io.BytesIO(build_from_document(source)))
    change(opened)
    out = io.BytesIO()
    opened.save(out)
    data = out.getvalue()
    made, words = annotated(data, "plan.docx")
    check_anchors(data, made, words)
    others = {name: said for name, said in comments(made).items() if said[0] != "plancmp"}
    assert others == comments(data)
    assert with_comments(made, [], "check", date=DATE) != made or not words
    assert read_docx(with_comments(made, [], "check", date=DATE)).text == read_docx(data).text
