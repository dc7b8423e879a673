"""Reads a Word 97–2003 document (.doc, .wps; [MS-DOC]) by turning it into the WordprocessingML of a .docx.

Text comes through the piece table, paragraphs with their style, list and table properties, rows with
merged cells, list numbers with their levels. Footnotes and text boxes stand behind the text; fields show
their result. Everything is bounded by the size of the file; what makes no sense raises `SourceError`.
"""

import io
import struct
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.guard.limits import WORD_CHARACTERS
from plancmp.sources.guard.ole import OleFile
from plancmp.sources.thresholds import NEAR_EDGE
from plancmp.text.keeping import compiled

_WORD_97 = 106
"""The first version of the format that is read here; Word 6 and 95, with 101 to 105, wrote another one."""
_SUBDOCUMENTS = 8
_FOOTNOTES, _ENDNOTES, _BOXES = 1, 5, 6
"""Parts behind the main text that are kept; the others are running heads, macros and comments."""
_STYLES, _CHARACTERS, _PARAGRAPHS, _PIECES, _LISTS, _LIST_USES = 1, 12, 13, 33, 73, 74
"""Places in the list of the FIB: fcStshf, fcPlcfBteChpx, fcPlcfBtePapx, fcClx, fcPlfLst, fcPlfLfo."""
_IN_TABLE, _ROW_END, _DEPTH, _LIST, _LEVEL, _OUTLINE = 0x2416, 0x2417, 0x6649, 0x460B, 0x260A, 0x2640
_ROW, _MERGE, _HUGE = 0xD608, 0xD62B, 0x6646
_HIDDEN = {0x0800: "deleted", 0x083C: "hidden"}
"""Characters that are no text of the plan (sprmCFRMarkDel, sprmCFVanish), with the code of their note."""
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_FORMATS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    18: "decimalEnclosedCircle",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    255: "none",
}
"""Kinds of list numbers by their code ([MS-OSHARED] 2.2.1.3)."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="numbering.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"/></Relationships>'
)
_CONTROLS = compiled("[\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PICTURES = "\x01\x08"
"""Stand for pictures in the text: in the line, and drawn beside it."""
_BREAKS = {"\t": "<w:tab/>", "\x0b": "<w:br/>", "\x1e": "<w:t>-</w:t>"}


class _Piece(NamedTuple):
    """A stretch of text: its characters from `start` on, at `offset` in the stream, one or two bytes each."""

    start: int
    end: int
    offset: int
    width: int


class _Paragraph(NamedTuple):
    """A paragraph with the mark that ends it, and its properties by code."""

    text: str
    mark: str
    properties: dict[int, bytes]

    def number(self, code: int) -> int:
        """A property as a number; 0 where it is not said."""
        return int.from_bytes(self.properties.get(code, b""), "little")


class Converted(NamedTuple):
    """A .doc file as .docx, and what its text was left out of or could not be read: note codes with words."""

    packed: bytes
    notes: list[tuple[str, list[str]]]


def convert(data: bytes) -> Converted:
    """Turn a .doc file held in memory into a .docx. Raises `SourceError` with what to do, in one line."""
    try:
        binary = _Binary(OleFile(data))
        packed = binary.as_docx()
    except (struct.error, IndexError, ValueError) as error:
        raise _damaged() from error
    notes = [(_HIDDEN[code], words) for code, words in binary.left_out.items() if words]
    notes += [("unreadable", [what]) for what in binary.lost]
    return Converted(packed, [*notes, *([("image", [""] * binary.pictures)] if binary.pictures else [])])


def _damaged() -> SourceError:
    return SourceError(*worded("word-damaged"))


class _Binary:
    """The streams of a .doc file."""

    def __init__(self, ole: OleFile) -> None:
        if "WordDocument" not in ole.entries:
            raise _damaged()
        self._main = ole.stream("WordDocument")
        (version,) = struct.unpack_from("<H", self._main, 2)
        (flags,) = struct.unpack_from("<H", self._main, 10)
        if version < _WORD_97:
            raise SourceError(*worded("word-old"))
        named = ("0Table", "1Table")[:: -1 if flags & 0x0200 else 1]
        tables = [name for name in named if name in ole.entries]
        if not tables:
            raise _damaged()
        self._table = ole.stream(tables[0])
        self._data = ole.stream("Data") if "Data" in ole.entries else b""
        self._lengths = struct.unpack_from(f"<{_SUBDOCUMENTS}i", self._main, 76)
        self._pieces = list(self._read_pieces())
        self._starts = [piece.start for piece in self._pieces]
        self.left_out: dict[int, list[str]] = {code: [] for code in _HIDDEN}
        self.pictures = 0
        self.lost: list[str] = []
        """What is damaged beside the text, which is read without it."""
        self._hidden: list[tuple[int, int, int]] = []
        self._runs: list[tuple[int, int, bytes]] = []
        self._styles: dict[int, dict[int, bytes]] = {}
        self._formats, self._lists = "", list[bool]()
        with self._spared("字符格式"):
            self._hidden = sorted(self._read_hidden())
        with self._spared("段落格式"):
            self._runs = sorted(self._read_runs())
        with self._spared("样式"):
            self._styles = self._read_styles()
        with self._spared("自动编号"):
            self._formats, self._lists = self._read_lists()
        self._hidden_ends = [end for _, end, _ in self._hidden]
        self._run_starts = [run[0] for run in self._runs]

    @contextmanager
    def _spared(self, what: str) -> Iterator[None]:
        """Go on without a table beside the text that is damaged."""
        try:
            yield
        except (struct.error, IndexError, ValueError):
            self.lost.append(what)

    def as_docx(self) -> bytes:
        """The same document as a .docx file."""
        body = "".join(_Body(self._lists).blocks(self._kept_paragraphs()))
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            document = f"<w:document {_SPACE}><w:body>{body}</w:body></w:document>"
            package.writestr("word/document.xml", _HEAD + document)
            numbers = f"<w:numbering {_SPACE}>{self._formats}</w:numbering>"
            package.writestr("word/numbering.xml", _HEAD + numbers)
            package.writestr("word/_rels/document.xml.rels", _RELATIONS)
        return stream.getvalue()

    def _part(self, index: int) -> bytes:
        """A table of the FIB's list; empty where the file has none."""
        start, length = struct.unpack_from("<II", self._main, 154 + 8 * index)
        return self._table[start : start + length] if length else b""

    # -- text

    def _read_pieces(self) -> Iterator[_Piece]:
        """The piece table."""
        clx, at = self._part(_PIECES), 0
        while clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        (length,) = struct.unpack_from("<I", clx, at + 1)
        count = (min(length, len(clx)) - 4) // 12
        places = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
        for number in range(count):
            (offset,) = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)
            start, end = places[number], places[number + 1]
            # No character stands in two pieces: a file made to swell would say so.
            if not start <= end <= min(WORD_CHARACTERS, len(self._main)):
                raise _damaged()
            packed = bool(offset & 0x40000000)
            offset &= 0x3FFFFFFF
            yield _Piece(start, end, offset // 2 if packed else offset, 1 if packed else 2)

    def _text(self, start: int, end: int) -> str:
        """The characters of a stretch."""
        found: list[str] = []
        for piece in self._pieces[max(bisect_right(self._starts, start) - 1, 0) :]:
            if piece.start >= end:
                break
            first, last = max(start, piece.start), min(end, piece.end)
            begin = piece.offset + (first - piece.start) * piece.width
            raw = self._main[begin : begin + (last - first) * piece.width]
            text = raw.decode("cp1252" if piece.width == 1 else "utf-16-le", "surrogatepass")
            found.append(
                self._without_hidden(text.ljust(last - first, "\0")[: last - first], begin, piece.width)
            )
        return "".join(found)

    def _without_hidden(self, text: str, begin: int, width: int) -> str:
        """The characters of a stretch, with nothing in the place of those deleted or hidden."""
        kept = list(text)
        for index in range(bisect_right(self._hidden_ends, begin), len(self._hidden)):
            start, end, code = self._hidden[index]
            first, last = max((start - begin) // width, 0), min((end - begin) // width, len(text))
            if first >= len(text):
                break
            words = text[first:last].strip("\r\x07\x0c")
            if words:
                self.left_out[code].append(words)
            kept[first:last] = [each if each in "\r\x07\x0c" else "\0" for each in text[first:last]]
        return "".join(kept)

    def _offset(self, place: int) -> int:
        """Where in the stream a character stands."""
        piece = self._pieces[max(bisect_right(self._starts, place) - 1, 0)]
        return piece.offset + (place - piece.start) * piece.width

    def _kept_paragraphs(self) -> Iterator[_Paragraph]:
        """The paragraphs of the main text, then those of notes and text boxes."""
        start = 0
        for number, length in enumerate(self._lengths):
            if number in (0, _FOOTNOTES, _ENDNOTES, _BOXES):
                yield from self._paragraphs(start, start + max(length, 0))
            start += max(length, 0)

    def _paragraphs(self, start: int, end: int) -> Iterator[_Paragraph]:
        """The paragraphs of a part."""
        text = self._text(start, end)
        self.pictures += sum(character in _PICTURES for character in _drawn(text))
        begin = 0
        for at, character in enumerate(text):
            if character in "\r\x07\x0c":
                yield _Paragraph(text[begin:at], character, self._properties(start + at))
                begin = at + 1
        if text[begin:].strip("\0"):
            yield _Paragraph(text[begin:], "\r", {})

    # -- properties

    def _pages(self, index: int) -> Iterator[bytes]:
        """The pages of 512 bytes that a table of formatting names."""
        table = self._part(index)
        count = min((len(table) - 4) // 8, len(self._main) // 512 + 1)
        for (page,) in struct.iter_unpack("<I", table[4 * (count + 1) : 4 * (count + 1) + 4 * max(count, 0)]):
            block = self._main[(page & 0x3FFFFF) * 512 :][:512]
            if len(block) == 512:
                yield block

    def _read_runs(self) -> Iterator[tuple[int, int, bytes]]:
        """Stretches of the stream with the properties of their paragraphs: start, style, changes."""
        for block in self._pages(_PARAGRAPHS):
            runs = block[511]
            for number in range(min(runs, 29)):
                (start,) = struct.unpack_from("<I", block, 4 * number)
                at = 2 * block[4 * (runs + 1) + 13 * number]
                size, at = (2 * block[at + 1], at + 2) if block[at] == 0 else (2 * block[at] - 1, at + 1)
                held = block[at : at + size]
                yield start, int.from_bytes(held[:2], "little"), held[2:]

    def _read_hidden(self) -> Iterator[tuple[int, int, int]]:
        """Stretches of the stream that are deleted or hidden."""
        for block in self._pages(_CHARACTERS):
            runs = block[511]
            for number in range(min(runs, 101)):
                start, end = struct.unpack_from("<II", block, 4 * number)
                at = 2 * block[4 * (runs + 1) + number]
                own = _changes(block[at + 1 : at + 1 + block[at]]) if at else {}
                for code in _HIDDEN:
                    if own.get(code) == b"\1":
                        yield start, end, code
                        break

    def _properties(self, place: int) -> dict[int, bytes]:
        """The properties of the paragraph whose mark stands at a place: those of its style, then its own."""
        at = bisect_right(self._run_starts, self._offset(place)) - 1
        if at < 0:
            return {}
        _, style, changes = self._runs[at]
        own = _changes(changes)
        if _HUGE in own:
            (start,) = struct.unpack("<I", own[_HUGE])
            (size,) = struct.unpack_from("<H", self._data, start)
            own.update(_changes(self._data[start + 2 : start + 2 + size]))
        return {**self._styles.get(style, {}), **own}

    def _read_styles(self) -> dict[int, dict[int, bytes]]:
        """The properties of paragraph styles, those they are based on included; headings have their level."""
        table = self._part(_STYLES)
        if len(table) < 8:
            return {}
        (head,) = struct.unpack_from("<H", table, 0)
        count, base_size = struct.unpack_from("<HH", table, 2)
        own: dict[int, tuple[int, dict[int, bytes]]] = {}
        at = 2 + head
        for number in range(min(count, 4096)):
            if at + 2 > len(table):
                break
            (size,) = struct.unpack_from("<H", table, at)
            if size >= base_size + 4:
                own[number] = _style(table[at + 2 : at + 2 + size], base_size)
            at += 2 + size + size % 2
        return {number: _inherited(number, own) for number in own}

    def _read_lists(self) -> tuple[str, list[bool]]:
        """The kinds of lists as WordprocessingML, and for each use of one whether it is there."""
        start, length = struct.unpack_from("<II", self._main, 154 + 8 * _LISTS)
        if not length:
            return "", []
        (count,) = struct.unpack_from("<H", self._table, start)
        at, kinds = start + length, []
        for number in range(count):
            entry = start + 2 + 28 * number
            (name,) = struct.unpack_from("<i", self._table, entry)
            levels: list[str] = []
            for level in range(1 if self._table[entry + 26] & 1 else 9):
                written, at = self._level(at, level)
                levels.append(written)
            kinds.append((name, "".join(levels)))
        xml = [
            f'<w:abstractNum w:abstractNumId="{number}">{said}</w:abstractNum>'
            for number, (_, said) in enumerate(kinds)
        ]
        names = {name: at for at, (name, _) in enumerate(kinds)}
        uses = self._part(_LIST_USES)
        found: list[bool] = []
        for number in range(struct.unpack_from("<I", uses, 0)[0] if uses else 0):
            kind = names.get(struct.unpack_from("<i", uses, 4 + 16 * number)[0])
            found.append(kind is not None)
            if kind is not None:
                xml.append(f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{kind}"/></w:num>')
        return "".join(xml), found

    def _level(self, at: int, level: int) -> tuple[str, int]:
        """A level of a list, and where the next one begins."""
        first, kind = struct.unpack_from("<iB", self._table, at)
        characters, paragraphs = self._table[at + 24], self._table[at + 25]
        text = at + 28 + characters + paragraphs
        (length,) = struct.unpack_from("<H", self._table, text)
        raw = self._table[text + 2 : text + 2 + 2 * length].decode("utf-16-le", "replace")
        said = "".join(f"%{ord(each) + 1}" if ord(each) < 9 else each for each in raw)
        said = "".join(each for each in said if each.isprintable())
        return (
            f'<w:lvl w:ilvl="{level}"><w:start w:val="{first}"/>'
            f'<w:numFmt w:val="{_FORMATS.get(kind, "decimal")}"/>'
            f"<w:lvlText w:val={quoteattr(said)}/></w:lvl>",
            text + 2 + 2 * length,
        )


def _style(entry: bytes, base_size: int) -> tuple[int, dict[int, bytes]]:
    """The style that a style is based on, and its own properties."""
    kind, base = struct.unpack_from("<HH", entry, 0)
    (length,) = struct.unpack_from("<H", entry, base_size)
    at = base_size + 2 + 2 * length + 2
    at += at % 2
    properties: dict[int, bytes] = {}
    if base & 0xF == 1 and at + 4 <= len(entry):
        (size,) = struct.unpack_from("<H", entry, at)
        properties = _changes(entry[at + 4 : at + 2 + size])
    if 1 <= kind & 0xFFF <= 9:
        properties.setdefault(_OUTLINE, bytes(((kind & 0xFFF) - 1,)))
    return base >> 4, properties


def _inherited(number: int, own: dict[int, tuple[int, dict[int, bytes]]]) -> dict[int, bytes]:
    """The properties of a style with those of what it is based on."""
    chain: list[dict[int, bytes]] = []
    seen: set[int] = set()
    while number in own and number not in seen and len(seen) < 20:
        seen.add(number)
        base, properties = own[number]
        chain.append(properties)
        number = base
    merged: dict[int, bytes] = {}
    for properties in reversed(chain):
        merged.update(properties)
    return merged


def _changes(data: bytes) -> dict[int, bytes]:
    """The property changes (sprms) of a list by code, the last one of each; merges are kept together."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 2 < len(data):
        (code,) = struct.unpack_from("<H", data, at)
        at += 2
        size = _SIZES[code >> 13]
        if size == 0:
            size = (struct.unpack_from("<H", data, at)[0] - 1 + 2) if code == _ROW else data[at] + 1
        value = data[at : at + size]
        found[code] = found.get(code, b"") + value if code == _MERGE else value
        at += size
    return found


class _Cell(NamedTuple):
    """A cell of a row: its left and right edge, and how it is merged."""

    left: int
    right: int
    merged: bool
    vertical: int


class _Body:
    """Writes paragraphs and tables."""

    def __init__(self, lists: list[bool]) -> None:
        self._lists = lists

    def blocks(self, paragraphs: Iterator[_Paragraph]) -> Iterator[str]:
        """Every paragraph and table."""
        rows: list[tuple[list[_Cell], list[str]]] = []
        cells: list[str] = []
        cell: list[str] = []
        for each in paragraphs:
            if not each.number(_IN_TABLE) and not each.number(_DEPTH):
                if rows or cells or cell:
                    yield _table(rows) + "".join(cells) + "".join(cell)
                    rows, cells, cell = [], [], []
                if each.text:
                    yield self._paragraph(each)
            elif each.number(_ROW_END) and each.mark == "\x07":
                rows.append((_cells(each.properties), cells))
                cells = []
            else:
                cell.append(self._paragraph(each))
                if each.mark == "\x07":
                    cells.append("".join(cell))
                    cell = []
        if rows or cells or cell:
            yield _table(rows) + "".join(cells) + "".join(cell)

    def _paragraph(self, paragraph: _Paragraph) -> str:
        """A paragraph with its heading level and list number."""
        said = ""
        if _OUTLINE in paragraph.properties and paragraph.number(_OUTLINE) < 9:
            said += f'<w:outlineLvl w:val="{paragraph.number(_OUTLINE)}"/>'
        use = paragraph.number(_LIST)
        if 0 < use <= len(self._lists) and self._lists[use - 1]:
            level = f'<w:ilvl w:val="{paragraph.number(_LEVEL)}"/>'
            said = f'<w:numPr>{level}<w:numId w:val="{use}"/></w:numPr>{said}'
        return f"<w:p><w:pPr>{said}</w:pPr><w:r>{_run(paragraph.text)}</w:r></w:p>"


def _run(text: str) -> str:
    """The visible text of a paragraph: of fields the result, no marks of pictures and notes."""
    kept = "".join(each for each in _drawn(text) if each >= " " or each in _BREAKS)
    parts = compiled("([\t\x0b\x1e])").split(_CONTROLS.sub("", kept))
    return "".join(_BREAKS.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in parts)


def _drawn(text: str) -> Iterator[str]:
    """The characters that are no field codes."""
    open_fields: list[bool] = []
    hidden = 0
    for character in text:
        if character == "\x13":
            open_fields.append(True)
            hidden += 1
        elif character == "\x14" and open_fields:
            hidden -= open_fields[-1]
            open_fields[-1] = False
        elif character == "\x15" and open_fields:
            hidden -= open_fields.pop()
        elif not hidden:
            yield character


def _cells(properties: dict[int, bytes]) -> list[_Cell]:
    """The cells of a row by its definition ([MS-DOC] 2.9.321)."""
    definition = properties.get(_ROW, b"")
    if len(definition) < 3:
        return []
    count = definition[2]
    edges = struct.unpack_from(f"<{count + 1}h", definition, 3)
    merges = properties.get(_MERGE, b"")
    vertical = {merges[at + 1]: merges[at + 2] for at in range(0, len(merges) - 2, 3)}
    cells: list[_Cell] = []
    for number in range(count):
        at = 3 + 2 * (count + 1) + 20 * number
        flags = int.from_bytes(definition[at : at + 2], "little")
        down = vertical.get(number, (flags >> 5) & 3)
        cells.append(_Cell(edges[number], edges[number + 1], bool(flags & 2), down))
    return cells


def _table(rows: list[tuple[list[_Cell], list[str]]]) -> str:
    """Rows as a table: cells span the columns between their edges."""
    if not rows:
        return ""
    edges: list[int] = []
    for edge in sorted({edge for cells, _ in rows for cell in cells for edge in cell[:2]}):
        if not edges or edge - edges[-1] > NEAR_EDGE:
            edges.append(edge)
    return f"<w:tbl>{''.join(_row(cells, texts, edges) for cells, texts in rows)}</w:tbl>"


def _row(cells: list[_Cell], texts: list[str], edges: list[int]) -> str:
    """A row; a cell merged into the one before it widens that."""
    written: list[tuple[int, int, str]] = []
    for number, text in enumerate(texts):
        if number >= len(cells):
            written.append((1, 0, text))
            continue
        cell = cells[number]
        span = max(bisect_right(edges, cell.right) - bisect_right(edges, cell.left), 1)
        if cell.merged and written:
            before = written[-1]
            written[-1] = (before[0] + span, before[1], before[2] + text)
        else:
            written.append((span, cell.vertical, text))
    return f"<w:tr>{''.join(_cell(*each) for each in written)}</w:tr>"


def _cell(span: int, vertical: int, text: str) -> str:
    """A cell with its merges."""
    merge = {1: "<w:vMerge/>", 3: '<w:vMerge w:val="restart"/>'}.get(vertical, "")
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{wide}{merge}</w:tcPr>{text}</w:tc>"
