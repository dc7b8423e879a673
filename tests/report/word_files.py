"""Reads annotated Word files back, without plancmp: comments, their words, and what was there before."""

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RANGE = (f"{W}commentRangeStart", f"{W}commentRangeEnd")
_MARK = f"{W}commentReference"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def root(data: bytes) -> etree._Element:
    """The document of a Word file."""
    written = parts(data)["word/document.xml"]
    return etree.fromstring(written.replace(_STRICT, W[1:-1].encode()))


def comments(data: bytes) -> dict[str, tuple[str, list[str]]]:
    """Author and lines of each comment by its id."""
    written = parts(data).get("word/comments.xml", b"<none/>").replace(_STRICT, W[1:-1].encode())
    return {
        each.get(f"{W}id", ""): (
            each.get(f"{W}author", ""),
            ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in each.iter(f"{W}p")],
        )
        for each in etree.fromstring(written)
    }


def anchored(data: bytes) -> dict[str, str]:
    """The words between the start and the end of each comment, in the order that ECMA-376 asks."""
    words: dict[str, str] = {}
    is_open: set[str] = set()
    ended: set[str] = set()
    for each in root(data).iter():
        name = each.get(f"{W}id", "")
        if each.tag == _RANGE[0]:
            assert name not in words, "one start each"
            words[name] = ""
            is_open.add(name)
        elif each.tag == _RANGE[1]:
            is_open.remove(name)
            ended.add(name)
        elif each.tag == _MARK:
            assert name in ended, "the reference behind the end"
            assert each.getparent().tag == f"{W}r"
        elif each.tag in (f"{W}t", f"{W}tab"):
            for one in is_open:
                words[one] += each.text or " "
    assert not is_open
    return words


def own(data: bytes) -> list[tuple[str, list[str]]]:
    """The anchored words and the lines of plancmp's comments."""
    at = anchored(data)
    return [(at[name], lines) for name, (author, lines) in comments(data).items() if author == "plancmp"]


def canonical(data: bytes) -> bytes:
    """The document without plancmp's anchors, runs and texts that look alike joined."""
    tree = root(data)
    mine = {name for name, (author, _) in comments(data).items() if author == "plancmp"}
    for each in list(tree.iter(*_RANGE, _MARK)):
        if each.get(f"{W}id") in mine:
            gone = each.getparent() if each.tag == _MARK else each
            gone.getparent().remove(gone)
    for text in tree.iter(f"{W}t"):
        if text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", "") != "preserve":
            text.text = (text.text or "").strip(" \t\r\n")
    for run in list(tree.iter(f"{W}r")):
        before = run.getprevious()
        if before is not None and before.tag == run.tag and _look(before) == _look(run):
            before.extend([each for each in run if each.tag != f"{W}rPr"])
            run.getparent().remove(run)
            _join_texts(before)
    return etree.tostring(tree, method="c14n")


def _look(run: etree._Element) -> tuple[object, ...]:
    """What a run says of itself."""
    properties = run.find(f"{W}rPr")
    return (
        sorted(run.items()),
        b"" if properties is None else etree.tostring(properties, method="c14n", with_tail=False),
    )


def _join_texts(run: etree._Element) -> None:
    """Join texts that follow each other."""
    for text in list(run.iter(f"{W}t")):
        before = text.getprevious()
        if before is not None and before.tag == text.tag and before.items() == text.items():
            before.text = (before.text or "") + (text.text or "")
            run.remove(text)
