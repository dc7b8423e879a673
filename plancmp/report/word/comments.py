"""Comments in a Word file: written at words, known again, taken out, and what people answered to them.

plancmp's comments have it as their author, and end in a line with their token (`PLH001 3f2a…`), which Word,
WPS and LibreOffice keep. They are written in the order that ECMA-376 part 1, 17.13.4 asks: the start of the
range, the words, its end, a run with the reference.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from lxml import etree

from plancmp.checks.entries import Rule
from plancmp.model.document import OWN_AUTHOR, Document
from plancmp.model.language import Lang
from plancmp.model.place import Span
from plancmp.report.marks import Kind, Mark, kind_of
from plancmp.report.word.parts import fresh_names, rewritten, with_comments_part
from plancmp.report.word.spots import (
    WHITE,
    Cut,
    Spots,
    cut_before,
    cut_behind,
    inside_of,
    keeping_space,
    run_open,
)
from plancmp.report.word.xmlbytes import XmlBytes, xml_text
from plancmp.rulepacks import load
from plancmp.sources.formats import said_in_picture
from plancmp.sources.word.notes import plain_text, value_of
from plancmp.sources.word.package import CommentKind, Package, open_package
from plancmp.sources.word.reading import read_traced
from plancmp.sources.word.tags import (
    AUTHOR,
    COMMENT_MARK,
    ID,
    RPR,
    WORD,
    P,
    R,
    T,
    W,
)
from plancmp.text.keeping import compiled

_NAMED_BY_PARAGRAPH: tuple[CommentKind, ...] = ("commentsExtended", "commentsIds")
_START, _END = f"{W}commentRangeStart", f"{W}commentRangeEnd"
_TOKEN = compiled(r"plancmp (\S{1,40} [0-9a-f]{16})(.*)", re.DOTALL)
_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_MOST = 20_000
"""Word opens no file with more than 32,767 comments ([MS-OI29500] 2.1.315)."""
_NEARBY = {
    "zh": "（“{}”在脚注、自动编号、文本框或图片里，批注加在最近的段落。）",
    "en": "(“{}” is in a footnote, a list number, a text box or a picture; this is the nearest paragraph.)",
}


class Answers(Rule, frozen=True, kw_only=True):
    """`rules/vocabulary/answers.yaml`: what people answer to a comment that they do not follow."""

    source: str
    declined: tuple[str, ...]


class Thread(NamedTuple):
    """A comment of plancmp with what people did to it."""

    name: str
    token: str
    text: str
    answers: tuple[str, ...]
    """The texts of the replies, and what was added to the comment itself."""
    is_resolved: bool
    paragraph_id: str
    """What other parts call it by."""

    @property
    def is_touched(self) -> bool:
        """Whether somebody answered or resolved it, so that it is no longer plancmp's alone."""
        return bool(self.answers) or self.is_resolved


class Acceptance(NamedTuple):
    """A finding that somebody does not follow, in their own words."""

    number: int
    """Which of the comments of plancmp it is, from 1."""
    code: str
    fingerprint: str
    reason: str


def with_comments(data: bytes, marks: Sequence[Mark], kind: Kind, *, date: str, lang: Lang = "zh") -> bytes:
    """A Word file with marks as comments on their words.

    Comments of this kind of an earlier run that nobody answered are replaced; all others stay, and a mark
    whose comment was answered is not written again. Offsets of marks are those of the document that
    `read_docx` gives. Raises `SourceError`.
    """
    data, kept = _without_own(data, kind)
    fresh = [mark for mark in marks if mark.token not in kept][:_MOST]
    return _Commenter(data, lang, date).write(fresh) if fresh else data


def accepted_in(data: bytes) -> list[Acceptance]:
    """The findings whose comments were declined in a reply, or resolved. Raises `SourceError`."""
    found: list[Acceptance] = []
    for number, thread in enumerate(_threads(open_package(data)), 1):
        code, _, fingerprint = thread.token.partition(" ")
        declined = [text for text in thread.answers if _declines(text)]
        if declined or thread.is_resolved:
            reason = "；".join(declined or thread.answers) or "已解决"
            found.append(Acceptance(number, code, fingerprint, reason))
    return found


@cache
def _answers() -> Answers:
    """The words of answers."""
    return load(Answers, "vocabulary/answers.yaml")


class _Commenter:
    """Writes comments into one file."""

    def __init__(self, data: bytes, lang: Lang, date: str) -> None:
        self._data, self._lang, self._date = data, lang, date
        self._package = open_package(data)
        self._document = XmlBytes(self._package.read(self._package.main), self._package.main)
        # The tree whose bytes are known is the tree that is read.
        self._package.root = self._document.root
        document, traces = read_traced(self._package, said_in_picture)
        self._text: Document = document
        self._spots = Spots(document, traces, self._document.root)
        names = self._package.parts("comments")
        self._name = names[0] if names else None
        self._comments = self._open_comments()
        self._starts: dict[Cut, list[bytes]] = {}
        self._ends: dict[Cut, list[bytes]] = {}

    def _open_comments(self) -> XmlBytes:
        """The comments of the file, or an empty part for them."""
        if self._name is not None:
            return XmlBytes(self._package.read(self._name), self._name)
        uri = self._document.written_uri(WORD)
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return XmlBytes(f'{head}<w:comments xmlns:w="{uri}"/>'.encode(), "comments")

    def write(self, marks: Iterable[Mark]) -> bytes:
        """The file with all marks."""
        tags = (f"{W}comment", _START, _END, COMMENT_MARK)
        names = fresh_names([self._comments.root, self._document.root], tags)
        texts: list[bytes] = []
        for mark, name in zip(marks, names, strict=False):
            if self._anchor(mark.span, name):
                texts.append(self._comment(mark, name))
        self._write_anchors()
        self._comments.append(self._comments.root, b"".join(texts))
        changed = {self._package.main: self._document.written()}
        content = self._comments.written()
        if self._name is not None:
            changed[self._name] = content
        else:
            changed |= with_comments_part(self._package, content, self._document)
        return rewritten(self._data, changed)

    def _anchor(self, span: Span, name: int) -> bool:
        """Put the range of a comment around some words; False where the file has no paragraph at all."""
        part = self._document
        outer = self._spots.outside_of_notes(span)
        words = self._spots.words(outer)
        if words is not None:
            start, end = cut_before(part, words[0]), cut_behind(part, words[1])
            where = words[0].element
        else:
            paragraph = self._spots.paragraph(outer.start)
            if paragraph is None or part.extent(paragraph).inside == part.extent(paragraph).end:
                return False
            (start, end), where = inside_of(part, paragraph), paragraph
        prefix, declared = part.prefix(where, WORD)
        named = f'{declared} {prefix}id="{name}"/>'
        begin = f"<{prefix}commentRangeStart{named}".encode()
        finish = (
            f"<{prefix}commentRangeEnd{named}"
            f'<{prefix}r{declared}><{prefix}commentReference {prefix}id="{name}"/></{prefix}r>'
        ).encode()
        if start == end:
            self._starts.setdefault(start, []).append(begin + finish)
        else:
            self._starts.setdefault(start, []).append(begin)
            self._ends.setdefault(end, []).insert(0, finish)
        return True

    def _write_anchors(self) -> None:
        """Write what was collected: at one place first the ends, then the starts."""
        for cut in self._starts.keys() | self._ends.keys():
            pieces = self._ends.get(cut, []) + self._starts.get(cut, [])
            self._document.insert(cut.at, cut.close + b"".join(pieces) + cut.open)

    def _comment(self, mark: Mark, name: int) -> bytes:
        """A comment: its lines, and the line that it is known by."""
        prefix, declared = self._comments.prefix(self._comments.root, WORD)
        lines = list(mark.lines)
        if self._is_nearby(mark.span):
            lines.append(_NEARBY[self._lang].format(self._text.words(mark.span)[:40].replace("\n", " ")))
        small = (
            f'<{prefix}rPr><{prefix}color {prefix}val="808080"/><{prefix}sz {prefix}val="12"/></{prefix}rPr>'
        )
        texts = [("", line) for line in lines] + [(small, f"plancmp {mark.token}")]
        body = "".join(
            f'<{prefix}p><{prefix}r>{look}<{prefix}t xml:space="preserve">{xml_text(text)}</{prefix}t>'
            f"</{prefix}r></{prefix}p>"
            for look, text in texts
        )
        head = (
            f'<{prefix}comment{declared} {prefix}id="{name}" {prefix}author="{OWN_AUTHOR}" '
            f'{prefix}date="{self._date}" {prefix}initials="pc">'
        )
        return f"{head}{body}</{prefix}comment>".encode()

    def _is_nearby(self, span: Span) -> bool:
        """Whether the words are somewhere that has no room for a comment."""
        return span.end > span.start and (
            self._spots.outside_of_notes(span) != span or self._spots.words(span) is None
        )


def _threads(package: Package) -> list[Thread]:
    """The comments of plancmp in the order of their part, with their answers."""
    root = package.part("comments")
    if root is None:
        return []
    more = package.part("commentsExtended")
    said = {} if more is None else {value_of(each, "paraId"): each for each in more}
    comments = [each for each in root if each.tag == f"{W}comment"]
    by_id = {_paragraph_id(each): each for each in comments}
    parents = {
        name: parent for name in by_id if name in said and (parent := value_of(said[name], "paraIdParent"))
    }
    replies: dict[str, list[str]] = {}
    for name, parent in parents.items():
        replies.setdefault(parent, []).append(plain_text(by_id[name]))
    beside = _declined_beside(package, [each for each in comments if _paragraph_id(each) not in parents])
    threads: list[Thread] = []
    for each in comments:
        read = _read_own(each)
        if read is None:
            continue
        name = _paragraph_id(each)
        done = name in said and value_of(said[name], "done") in ("1", "true")
        token, added = read
        answers = (*added, *replies.get(name, ()), *beside.get(each.get(ID, ""), ()))
        threads.append(Thread(each.get(ID, ""), token, plain_text(each), answers, done, name))
    return threads


def _declined_beside(package: Package, comments: Sequence[etree._Element]) -> dict[str, list[str]]:
    """What comments of others at the very words of one of plancmp's decline, by the id of that one.

    Programs that know no replies write them so, and LibreOffice saves replies so.
    """
    ranges = _ranges(package.root)
    own: dict[tuple[int, int] | None, list[str]] = {}
    for each in comments:
        if each.get(AUTHOR) == OWN_AUTHOR:
            own.setdefault(ranges.get(each.get(ID, "")), []).append(each.get(ID, ""))
    found: dict[str, list[str]] = {}
    for each in comments:
        at = ranges.get(each.get(ID, ""))
        text = plain_text(each)
        # With two of plancmp's at these words nobody can tell which is meant.
        meant = own.get(at, ()) if at is not None and each.get(AUTHOR) != OWN_AUTHOR else ()
        if len(meant) == 1 and _declines(text):
            found.setdefault(meant[0], []).append(text)
    return found


def _ranges(root: etree._Element) -> dict[str, tuple[int, int]]:
    """The words that each comment is about, as numbers of the characters before and behind them."""
    starts: dict[str, int] = {}
    ranges: dict[str, tuple[int, int]] = {}
    length = 0
    for each in root.iter(T, _START, _END):
        name = each.get(ID, "")
        if each.tag == T:
            length += len(each.text or "")
        elif each.tag == _START:
            starts[name] = length
        elif name in starts:
            ranges[name] = starts[name], length
    return ranges


def _declines(text: str) -> bool:
    """Whether an answer says that the finding is not followed."""
    return any(word in text.casefold() for word in _answers().declined)


def _read_own(comment: etree._Element) -> tuple[str, tuple[str, ...]] | None:
    """The token of a comment of plancmp, and what was written behind it; None for others."""
    if comment.get(AUTHOR) != OWN_AUTHOR:
        return None
    lines = [plain_text(each) for each in comment.iter(P)]
    for at, line in enumerate(lines):
        if found := _TOKEN.match(line):
            added = (found.group(2).strip(), *lines[at + 1 :])
            return found.group(1), tuple(each for each in added if each)
    return None


def _paragraph_id(comment: etree._Element) -> str:
    """What other parts call a comment by: the id of its last paragraph."""
    ids = [each.get(_PARAGRAPH_ID, "") for each in comment.iter(P)]
    return ids[-1] if ids else ""


def _without_own(data: bytes, kind: Kind) -> tuple[bytes, set[str]]:
    """The file without plancmp's comments of a kind that nobody touched; the tokens of those touched."""
    package = open_package(data)
    threads = _threads(package)
    gone = [each for each in threads if not each.is_touched and kind_of(each.token) == kind]
    kept = {thread.token for thread in threads if thread.is_touched}
    if not gone:
        return data, kept
    names = {thread.name for thread in gone}
    changed = {package.main: _without_anchors(package, names)}
    comments = package.parts("comments")[0]
    changed[comments] = _without(package, comments, ID, names)
    ids = {thread.paragraph_id for thread in gone} - {""}
    durable: set[str] = set()
    for named in _NAMED_BY_PARAGRAPH:
        for part in package.parts(named):
            root = package.parse(part)
            durable |= {value_of(each, "durableId") for each in root if value_of(each, "paraId") in ids}
            changed[part] = _without(package, part, "paraId", ids)
    for part in package.parts("commentsExtensible"):
        changed[part] = _without(package, part, "durableId", durable - {""})
    return rewritten(data, changed), kept


def _without(package: Package, name: str, key: str, values: set[str]) -> bytes:
    """A part without those of its entries whose attribute has one of some values."""
    part = XmlBytes(package.read(name), name)
    for each in part.root:
        if (each.get(key) or value_of(each, key)) in values:
            part.delete(part.extent(each).start, part.extent(each).end)
    return part.written()


def _without_anchors(package: Package, names: set[str]) -> bytes:
    """The document without the ranges and references of some comments; runs parted for them are joined."""
    part = XmlBytes(package.read(package.main), package.main)
    gone: set[etree._Element] = set()
    for each in part.root.iter(_START, _END, COMMENT_MARK):
        if each.get(ID) not in names:
            continue
        run = each.getparent()
        alone = (
            run is not None and run.tag == R and all(other in (each,) or other.tag == RPR for other in run)
        )
        gone.add(run if each.tag == COMMENT_MARK and alone and run is not None else each)
    for each in gone:
        part.delete(part.extent(each).start, part.extent(each).end)
        previous = each.getprevious()
        if previous is None or previous not in gone:
            following = each.getnext()
            while following is not None and following in gone:
                following = following.getnext()
            _join(part, previous, following)
    return part.written()


def _join(part: XmlBytes, first: etree._Element | None, second: etree._Element | None) -> None:
    """Join two runs that look alike, as they were before they were parted."""
    if first is None or second is None or first.tag != R or second.tag != R or not len(first):
        return
    if run_open(part, first) != run_open(part, second):
        return
    contents = [each for each in second if each.tag != RPR]
    last = first[-1]
    if not contents:
        return
    if last.tag == T == contents[0].tag and _are_halves(part, last, contents[0]):
        first_end, second_start = part.extent(last).last, part.extent(contents[0]).inside
    else:
        first_end, second_start = part.extent(first).last, part.extent(contents[0]).start
    part.delete(first_end, part.extent(first).end)
    part.delete(part.extent(second).start, second_start)


def _are_halves(part: XmlBytes, first: etree._Element, second: etree._Element) -> bool:
    """Whether two texts may have been one before it was parted."""
    tag, other = part.start_tag(first), part.start_tag(second)
    text = second.text or ""
    return tag == other or (keeping_space(tag) == other and text.rstrip(WHITE) == text)
