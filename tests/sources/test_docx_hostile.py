"""Word files made to do harm, or broken: one clear line, bounded time and memory, nothing read elsewhere.

The worst ones are read in a process of their own, whose memory is measured and limited.
"""

import builtins
import io
import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plancmp.model.document import Table
from plancmp.model.errors import SourceError
from plancmp.sources.word.reading import read_docx
from tests.docx_builder import (
    abstract,
    cell,
    element,
    level,
    make_docx,
    num,
    p,
    pack,
    picture,
    r,
    row,
    style,
    tbl,
    text_box,
)
from tests.support.alone import read_alone
from tests.support.timing import allowed

pytestmark = pytest.mark.slow

MEGABYTE = 1 << 20
READER = "plancmp.sources.word.reading", "read_docx"


def write_part(path: Path, pieces: Iterator[bytes], name: str = "word/document.xml") -> Path:
    """A .docx file with one part written piece by piece, so that no test holds it in memory."""
    usual = make_docx(p("甲"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        with zipfile.ZipFile(io.BytesIO(usual)) as archive:
            for other in archive.namelist():
                if other != name:
                    made.writestr(other, archive.read(other))
        with made.open(name, "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)
    return path


BODY = "<w:body>@</w:body>"
HEAD, TAIL = element("document", BODY).split("@")


def around(*pieces: bytes | Iterator[bytes]) -> Iterator[bytes]:
    """Pieces of a body as a whole document."""
    yield HEAD.encode()
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        else:
            yield from piece
    yield TAIL.encode()


def times(piece: bytes, count: int, at_once: int = 10_000) -> Iterator[bytes]:
    """A piece repeated, some of it at once."""
    full, rest = divmod(count, at_once)
    for _ in range(full):
        yield piece * at_once
    yield piece * rest


VARIED = "".join(random.Random(1).choices("".join(map(chr, range(0x4E00, 0x9000))), k=33_000)).encode()
"""100 KB of characters that hardly compress, so that it is not the ratio that gives a large file away."""

EMPTY = b"".join(random.Random(2).choices((b"<w:p/>", b"<w:p />", b"<w:p\n/>", b"<w:p  />"), k=5_000))
RUN = b'<w:r><w:rPr><w:highlight w:val="red"/></w:rPr><w:t>ab</w:t></w:r>'
RUNS_ON = b'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
LARGE = [
    pytest.param(lambda: around(times(b" " * 1024, 600 * 1024)), "解压后超过 40 MB", id="600 MB of blanks"),
    pytest.param(
        lambda: around(times(b"<w:p/>", 6_000_000)), "解压后是原来的 200 倍以上", id="36 MB of tags"
    ),
    pytest.param(
        lambda: around(times(EMPTY, 290)), "0 blocks", id="as many empty paragraphs as may be"
    ),
    pytest.param(
        lambda: around(b"<w:p><w:r><w:t>", times(VARIED, 360, 10), b"</w:t></w:r></w:p>"),
        "正文的 XML 有错",
        id="36 MB of text in one element",
    ),
    pytest.param(
        lambda: around(times(b"<w:p><w:r><w:t>" + "规划".encode() * 2 + b"</w:t></w:r></w:p>", 240_000)),
        "240000 blocks",
        id="240,000 paragraphs",
    ),
    pytest.param(
        lambda: around(times(b"<w:p><w:r><w:t>" + "规划".encode() * 60 + b"</w:t></w:r></w:p>", 90_000)),
        "90000 blocks",
        id="35 MB of paragraphs",
    ),
    pytest.param(
        lambda: around(b"<w:tbl>" * 10_000, b"</w:tbl>" * 10_000), "套得太深", id="10,000 tables without rows"
    ),
    pytest.param(
        lambda: around(b"<w:tbl><w:tr><w:tc>" * 10_000, b"<w:p/></w:tc></w:tr></w:tbl>" * 10_000),
        "套得太深",
        id="10,000 nested tables",
    ),
    pytest.param(
        lambda: around(b"<w:tbl><w:tr>", times(b"<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>", 140_000),
                       b"</w:tr></w:tbl>"),
        "1 blocks",
        id="a row of 140,000 cells",
    ),
    pytest.param(
        lambda: around(b"<w:p>", times(RUN, 100_000), b"</w:p>"),
        "1 blocks",
        id="a paragraph of 100,000 highlighted runs",
    ),
    pytest.param(
        lambda: around(b"<w:p>", times(b"<w:r><w:t>a</w:t><w:br/></w:r>", 290_000), b"</w:p>"),
        "290000 blocks",
        id="a paragraph of 290,000 lines",
    ),
    pytest.param(
        lambda: around(times(b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', 100_000),
                       times(b'<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', 100_000)),
        "0 blocks",
        id="100,000 fields in each other",
    ),
    pytest.param(
        lambda: around(times(RUNS_ON, 110_000)),
        "1 blocks",
        id="110,000 paragraphs that run on",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("make", "said"), LARGE)
def test_large_files(make: object, said: str, tmp_path: Path) -> None:
    assert callable(make)
    result = read_alone(write_part(tmp_path / "bomb.docx", make()), *READER)
    assert said in result.said
    assert "\n" not in result.said


def test_many_large_parts(tmp_path: Path) -> None:
    """Each part is within the limits, all together are not."""
    heads = (p(VARIED.decode() * 95),) * 12
    path = tmp_path / "parts.docx"
    path.write_bytes(make_docx(p("乙"), headers=heads))
    assert "解压后合计超过 100 MB" in read_alone(path, *READER).said


def test_one_footnote_with_many_marks() -> None:
    """A note is written once, however often it is pointed at."""
    marks = [r('<w:footnoteReference w:id="2"/>') for _ in range(2000)]
    note = f'<w:footnote w:id="2">{p("注" * 10_000)}</w:footnote>'
    document = read_docx(make_docx(p("甲", *marks), footnotes=note))
    assert len(document.footnotes) == 2000
    assert len(document.text) < 11_000


# -- entities, and things outside of the file --------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPES = [
    pytest.param(f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>', "&l11;", id="entities that expand"),
    pytest.param('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>', "&e;", id="external file"),
    pytest.param('<!DOCTYPE a [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>', "&e;", id="external address"),
    pytest.param('<!DOCTYPE a [<!ENTITY % e SYSTEM "file:///etc/hostname"> %e;]>', "", id="parameter entity"),
    pytest.param('<!DOCTYPE a SYSTEM "file:///etc/hostname">', "", id="external type"),
]


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths and addresses that were opened meanwhile."""
    # The speed of this machine is measured by another process, which must be started before.
    allowed(1)
    opened: list[str] = []

    def refuse(*given: object, **_: object) -> object:
        opened.append(str(given[:1]))
        raise AssertionError(f"opened {given[:1]}")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    return opened


@pytest.mark.parametrize(
    "name", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "_rels/.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("doctype", "use"), DOCTYPES)
def test_entities(name: str, encoding: str, doctype: str, use: str, outside: list[str]) -> None:
    files = unpacked(make_docx(p("甲乙"), styles=style("1", "甲乙")))
    text = files[name].decode().partition("?>")[2]
    text = text.replace("甲乙", use or "甲乙") if name.endswith("document.xml") else text
    files[name] = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{text}'.encode(encoding)
    began = time.perf_counter()
    with pytest.raises(SourceError, match="DOCTYPE") as caught:
        read_docx(pack(files))
    assert time.perf_counter() - began < allowed(1)
    assert "\n" not in caught.value.chinese + caught.value.english
    assert outside == []


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TARGETS = [
    "../../../../../../etc/hostname",
    "/etc/hostname",
    "file:///etc/hostname",
    "\\\\server\\share\\x.xml",
    "",
    "..",
]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("mode", ["", ' TargetMode="External"'])
def test_nothing_outside_is_read(target: str, mode: str, outside: list[str]) -> None:
    """Parts that are said to lie outside of the file are as if they were not there."""
    links = "".join(
        f'<Relationship Id="x{kind}" Type="{RELATION}{kind}" Target="{target}"{mode}/>'
        for kind in ("styles", "numbering", "header", "footnotes", "comments", "image")
    )
    document = read_docx(make_docx(p("甲", picture(), r('<w:commentReference w:id="1"/>')), relations=links))
    assert document.text == "甲\n"
    assert outside == []


# -- broken files --------------------------------------------------------------------------------------------

WHOLE = make_docx(
    p("总体要求", style="1", num="1"),
    tbl(row("甲", cell("乙", tbl(row("丙"))))),
    p("注", r('<w:footnoteReference w:id="2"/>'), text_box(p("框")), f'<w:ins w:id="1">{r("增")}</w:ins>'),
    styles=style("1", "heading 1"),
    numbering=abstract("0", level(0, "chineseCounting", "%1、")) + num("1", "0"),
    footnotes=f'<w:footnote w:id="2">{p("脚注")}</w:footnote>',
)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999])
def test_truncated(share: float) -> None:
    with pytest.raises(SourceError, match="文件不完整或已损坏") as caught:
        read_docx(WHOLE[: int(len(WHOLE) * share)])
    assert "\n" not in caught.value.chinese + caught.value.english


SIGNATURES = [
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"%PDF-",
    b"{\\rtf",
    b"",
]


@pytest.mark.parametrize("signature", SIGNATURES)
@given(noise=st.binary(max_size=2000))
@settings(max_examples=40, deadline=None)
def test_random_bytes(signature: bytes, noise: bytes) -> None:
    try:
        read_docx(signature + noise)
    except SourceError as error:
        assert "\n" not in error.chinese + error.english


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_bytes_raise_anything_else(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, byte in changes:
        data[place] = byte
    try:
        read_docx(bytes(data))
    except SourceError as error:
        assert "\n" not in error.chinese + error.english


NAMES = (
    *(
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "tcPr",
        "gridSpan",
        "vMerge",
        "sdt",
        "sdtContent",
        "pPr",
        "rPr",
        "del",
    ),
    *(
        "ins",
        "fldChar",
        "footnoteReference",
        "numPr",
        "numId",
        "ilvl",
        "drawing",
        "txbxContent",
        "trPr",
        "br",
    ),
    *("pStyle", "vanish", "hyperlink", "ruby", "rt", "sym", "object", "gridBefore", "instrText"),
)
VALUES = ("1", "-7", "9999999999999", "restart")
KINDS = ("begin", "separate", "end")
SAID = [
    "",
    *(f' w:val="{value}"' for value in VALUES),
    *(f' w:fldCharType="{kind}"' for kind in KINDS),
    ' w:id="2"',
    ' w:font="Symbol" w:char="F0B3"',
]


@given(st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_arrangement_of_elements_raises(data: st.DataObject) -> None:
    """Well-formed XML whose elements stand where they should not."""
    tree = st.recursive(
        st.sampled_from(["甲", " ", "\u200b", "\uf0b3", ""]),
        lambda inner: st.builds(
            lambda name, said, content: f"<w:{name}{said}>{''.join(content)}</w:{name}>",
            st.sampled_from(NAMES),
            st.sampled_from(SAID),
            st.lists(inner, max_size=4),
        ),
        max_leaves=30,
    )
    body = "".join(data.draw(st.lists(tree, max_size=4)))
    document = read_docx(
        make_docx(body, p("末"), numbering=abstract("1", level(0, "decimal", "%1.")) + num("1", "1"))
    )
    assert "末" in document.text
    for block in document.blocks:
        assert 0 <= block.start < block.end <= len(document.text)


def test_circles() -> None:
    """Styles based on each other, definitions that link to each other."""
    styles = style("a", "甲", based="b") + style("b", "乙", based="a", props='<w:outlineLvl w:val="1"/>')
    linked = style("L", "链", props='<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering")
    numbering = abstract("0", more='<w:numStyleLink w:val="L"/>') + num("1", "0")
    document = read_docx(make_docx(p("甲", style="a", num="1"), styles=styles + linked, numbering=numbering))
    assert [getattr(block, "level", None) for block in document.blocks] == [2]


def test_long_chain_of_styles() -> None:
    chain = "".join(style(f"s{n}", f"样式{n}", based=f"s{n - 1}") for n in range(20_000))
    began = time.perf_counter()
    assert (
        len(
            read_docx(make_docx(*(p("甲", style=f"s{n}") for n in range(0, 20_000, 10)), styles=chain)).blocks
        )
        == 2000
    )
    assert time.perf_counter() - began < allowed(10)


@pytest.mark.parametrize("depth", [1, 5, 15])
def test_tables_nested_as_people_nest_them(depth: int) -> None:
    body = p("底")
    for _ in range(depth):
        body = tbl(row(cell(body)))
    (table,) = read_docx(make_docx(body)).blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 1


@pytest.mark.parametrize("depth", [30, 60, 85])
def test_tables_nested_too_deeply(depth: int) -> None:
    """Shallow enough for the XML parser, too deep for a plan."""
    for together in ("", cell("旁")):
        body = p("底")
        for _ in range(depth):
            body = tbl(row(cell(body), *([together] if together else [])))
        with pytest.raises(SourceError, match="套得太深"):
            read_docx(make_docx(body))


@pytest.mark.parametrize("styled", ["", "1"])
def test_many_lines_with_something_to_say_in_each(styled: str) -> None:
    """Time grows with the lines, not with their square; in a heading they are put together."""
    line = r("甲") + r("乙", '<w:highlight w:val="red"/>') + r("<w:br/>")
    began = time.perf_counter()
    document = read_docx(make_docx(p(line * 20_000, style=styled), styles=style("1", "heading 1")))
    assert time.perf_counter() - began < allowed(5)
    assert (len(document.blocks), len(document.notes)) == (1 if styled else 20_000, 20_000)


def test_groups_nested_deeply() -> None:
    run = r("底")
    for _ in range(200):
        run = f'<w:smartTag w:element="x">{run}</w:smartTag>'
    assert read_docx(make_docx(p(run))).text == "底\n"


FOREIGN = [
    pytest.param({"xl/workbook.xml": b"<a/>", "_rels/.rels": b"<a/>"}, "Excel 工作簿", id="xlsx"),
    pytest.param({"ppt/presentation.xml": b"<a/>"}, "PowerPoint", id="pptx"),
    pytest.param(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}, "ODF", id="odt"
    ),
    pytest.param({"OFD.xml": b"<a/>", "Doc_0/Document.xml": b"<a/>"}, "OFD", id="ofd"),
    pytest.param({"a.txt": b""}, "文件里没有 Word 正文", id="zip"),
    pytest.param({"word/document.xml": b"<a/>"}, "正文不是 Word 文档", id="other root"),
]


@pytest.mark.parametrize(("files", "said"), FOREIGN)
def test_other_archives_are_named(files: dict[str, bytes], said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read_docx(pack(files))
    assert "\n" not in caught.value.chinese + caught.value.english
    assert caught.value.english


def test_parts_that_are_missing_or_empty() -> None:
    """A file without styles, lists or notes is still read; one with a broken part says which."""
    files = unpacked(make_docx(p("甲", style="1", num="1")))
    assert read_docx(pack({"word/document.xml": files["word/document.xml"]})).text == "甲\n"
    whole = unpacked(WHOLE)
    with pytest.raises(SourceError, match="自动编号的 XML 有错"):
        read_docx(pack(whole | {"word/numbering.xml": b"<w:numbering"}))
    del whole["word/numbering.xml"], whole["word/footnotes.xml"], whole["word/styles.xml"]
    assert "总体要求" in read_docx(pack(whole)).text
