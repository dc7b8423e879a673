"""A page of a PDF to what is drawn on it: runs of characters, straight rules, pictures, marks of reviewers.

Everything is given in points from the upper left corner of the page as it is read, y growing downward,
also on pages that are turned.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

import msgspec
import pypdfium2.raw as pdfium

from plancmp.model.document import OWN_AUTHOR
from plancmp.sources.guard.limits import DEEPEST_FORM, LONGEST_ADVANCE, MOST_CHARACTERS, MOST_DRAWINGS
from plancmp.sources.thresholds import EDGE, INK, SHORTEST_RULE, THIN
from plancmp.text.keeping import compiled

SQUARE = "\u2e80"
"""Characters from here on fill a square in every font."""


_MARKS = "，。、；：？！“”‘’（）《》〈〉〔〕【】—…·％〇"

_KANGXI = {
    **{code: ord(char) for code, char in zip(range(0x2F00, 0x2FD6), (
        "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳"
        "心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸"
        "缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音"
        "頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"
    ), strict=True)},
    0x2EC5: ord("见"), 0x2EC9: ord("贝"), 0x2ECB: ord("车"), 0x2ED3: ord("长"), 0x2ED4: ord("长"),
    0x2ED8: ord("青"), 0x2EDA: ord("页"), 0x2EDB: ord("风"), 0x2EDC: ord("飞"), 0x2EDD: ord("食"),
    0x2EE2: ord("马"), 0x2EE5: ord("鱼"), 0x2EE6: ord("鸟"), 0x2EE8: ord("麦"), 0x2EE9: ord("黄"),
    0x2EEC: ord("齐"), 0x2EEE: ord("齿"), 0x2EF0: ord("龙"), 0x2EF3: ord("龟"), 0x2EA0: ord("民"),
    0x2E81: ord("厂"), 0x2E84: ord("乙"), 0x2E8C: ord("小"), 0x2E95: ord("彐"), 0x2E9D: ord("月"),
    0x2EB0: ord("纟"), 0x2EC4: ord("西"), 0x2EC6: ord("角"), 0x2ECC: ord("辶"),
}  # fmt: skip
"""Radicals that fonts share with characters: a producer that maps glyphs back picks either one."""


class Run(msgspec.Struct):
    """Characters that stand side by side on one base line without a gap."""

    y: float
    """The base line."""
    size: float
    xs: list[float]
    """Left edges, one a character."""
    end: float
    """Right edge of the last one."""
    text: list[str]
    bold: bool = False
    confidence: float | None = None
    """How sure recognition is of them, from 0 to 1; None for characters of the file."""


class Rule(NamedTuple):
    """A straight rule: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    """A rectangle on the page."""

    x0: float
    y0: float
    x1: float
    y1: float


class Mark(NamedTuple):
    """What a reviewer put on the page: the code of its note and its words."""

    code: str
    text: str


class PageContent(msgspec.Struct):
    """What is drawn on a page."""

    number: int
    width: float
    height: float
    runs: list[Run]
    horizontals: list[Rule]
    verticals: list[Rule]
    images: list[Box]
    unreadable: int = 0
    """Glyphs that the file gives no character for; they stand as U+FFFD."""
    watermark: str = ""
    """Words that run aslant over the page, or sideways along its margin."""
    unseen: str = ""
    """Characters that are placed off the page."""
    marks: tuple[Mark, ...] = ()
    cut: bool = False
    """The page holds more than is read."""
    recognised: bool = False
    """Some or all of its words were recognised in a picture."""
    shapes: bool = False
    """More is drawn than rules, frames and areas of colour: curves, perhaps letters."""


Widths = dict[float, dict[str, float]]
"""Widths of characters by size and character."""

_Turn = Callable[[float, float], tuple[float, float]]
"""From the coordinates of the file to those of the page as it is read."""


def read_page(
    document: Any, index: int, widths: Widths | None = None, form: Any | None = None, *, aslant: bool = False
) -> PageContent:
    """Read page `index` (from 0). A page that cannot be opened raises `pypdfium2.PdfiumError`.

    `widths` remembers widths of characters from page to page; `form` is that of a file with fields. What runs
    aslant is a watermark, or the text with `aslant`.
    """
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            return _read_opened(page, text_page, index + 1, {} if widths is None else widths, form, aslant)
        finally:
            text_page.close()
    finally:
        page.close()


def _read_opened(
    page: Any, text_page: Any, number: int, widths: Widths, form: Any | None, aslant: bool
) -> PageContent:
    """Read a page that is open."""
    count = max(pdfium.FPDFText_CountChars(text_page.raw), 0)
    reader = _CharReader(text_page.raw, min(count, MOST_CHARACTERS), widths)
    angle = reader.angle(aslant)
    if angle is None:
        angle = page.get_rotation()
    box = Box(*page.get_bbox())
    turn = _turn(box, angle)
    seen = _around([turn(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)])
    content = PageContent(number, seen.x1, seen.y1, [], [], [], [], cut=count > MOST_CHARACTERS)
    reader.read(content, turn, angle)
    _read_drawings(page, content, turn)
    content.marks = tuple(_marks(page))
    content.runs += _written_on(page, turn, form)
    return content


def _turn(box: Box, angle: float) -> _Turn:
    """How to see a page whose text runs `angle` degrees counterclockwise from left to right."""
    along, up = round(math.cos(math.radians(angle)), 9), round(math.sin(math.radians(angle)), 9)
    corners = [(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    left = min(along * x + up * y for x, y in corners)
    top = max(along * y - up * x for x, y in corners)
    return lambda x, y: (along * x + up * y - left, top - along * y + up * x)


_RADICAL = compiled("[\u2e80-\u2fd5]")
_HALF = compiled("[\ud800-\udfff]")


def _address(handle: Any) -> int:
    """Where a thing or a function of pdfium stands."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _direct(function: Any, answer: Any, *asked: Any) -> Callable[..., Any]:
    """A function of pdfium that is asked of each character: with plain addresses it answers sooner."""
    return ctypes.PYFUNCTYPE(answer, *asked)(_address(function))


_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_origin = _direct(pdfium.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_unmapped = _direct(pdfium.FPDFText_HasUnicodeMapError, _INT, _ADDRESS, _INT)
_PAIRS = {"）": "（", "》": "《", "”": "“", "’": "‘", "】": "【", "〕": "〔", "〉": "〈", "」": "「"}
_OPENERS = frozenset(_PAIRS.values())


def _leaves(run: Run, at: float, base: float) -> bool:
    """Whether a character at a place does not go on with a run."""
    return abs(base - run.y) > 0.1 or not -0.3 * run.size <= at - run.end <= 0.2 * run.size


class _CharReader:
    """Reads the characters of a page, asking pdfium no more often than needed: each question costs 1 µs."""

    def __init__(self, text_page: Any, count: int, widths: Widths) -> None:
        self.page = text_page
        self.count = count
        self.matrix = pdfium.FS_MATRIX()
        self.box = pdfium.FS_RECTF()
        self.widths = widths

    def angle(self, aslant: bool) -> float | None:
        """The direction of most of the text, in quarter turns but for text aslant; None without text."""
        votes: Counter[float] = Counter()
        for index in range(0, self.count, max(self.count // 40, 1)):
            if pdfium.FPDFText_GetMatrix(self.page, index, self.matrix) and (self.matrix.a or self.matrix.b):
                turned = math.degrees(math.atan2(self.matrix.b, self.matrix.a)) % 360
                if aslant:
                    votes[round(turned, 1)] += 1
                elif abs(turned / 90 - round(turned / 90)) < 0.03:
                    votes[round(turned / 90) % 4 * 90] += 1
        return votes.most_common(1)[0][0] if votes else None

    def characters(self) -> list[str]:
        """One string a character of the page; pdfium's own count and its text may differ."""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        got = pdfium.FPDFText_GetText(self.page, 0, self.count, buffer)
        text = bytes(buffer)[: 2 * max(got - 1, 0)].decode("utf-16-le", "surrogatepass")
        if len(text) == self.count and _HALF.search(text) is None:
            return list(text)
        codes = [pdfium.FPDFText_GetUnicode(self.page, index) for index in range(self.count)]
        return [_character(codes, index) for index in range(self.count)]

    def _inked(self, characters: list[str]) -> list[str]:
        """The characters with blanks that are drawn as what they are, and marks that are not as blanks.

        Browsers that set marks closer take other glyphs for them, and their maps to characters go wrong. Of
        such glyphs the mark that closes them tells the kind.
        """
        blanks = [index for index, char in enumerate(characters) if char == " "]
        drawn = {
            index
            for index in blanks
            if not pdfium.FPDFText_IsGenerated(self.page, index) and INK < self._ink(index) < 0.99
        }
        closing: list[str] = []
        for index in range(len(characters) - 1 if drawn else -1, -1, -1):
            char = characters[index]
            if char in _PAIRS:
                closing.append(_PAIRS[char])
            elif index in drawn:
                characters[index] = closing.pop() if closing else "\ufffd"
            elif char in _OPENERS and self._ink(index) < INK:
                characters[index] = " "
            elif closing and char == closing[-1]:
                closing.pop()
        return characters

    def _ink(self, index: int) -> float:
        """How much of its height a character fills; 1 where pdfium knows no outline of its glyph."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self.page, index, left, right, bottom, top)
        pdfium.FPDFText_GetLooseCharBox(self.page, index, self.box)
        return float((top.value - bottom.value) / max(self.box.top - self.box.bottom, 0.1))

    def read(self, content: PageContent, turn: _Turn, angle: float, edge: float = EDGE) -> None:
        """Put the runs of the page into `content`; a page that shows none of them has a wrong size."""
        x, y = ctypes.c_double(), ctypes.c_double()
        page, to_x, to_y = _address(self.page), ctypes.addressof(x), ctypes.addressof(y)
        low, wide, high = -edge, content.width + edge, content.height + edge
        upright, (left, top) = angle == 0, turn(0.0, 0.0)
        aslant: list[str] = []
        unseen: list[str] = []
        run: Run | None = None
        known: dict[str, float] = {}
        characters = self._inked(self.characters())
        unsure = [index for index in range(len(characters)) if _unmapped(page, index) == 1]
        unknown = set() if is_plausible("".join(characters[index] for index in unsure)) else set(unsure)
        content.unreadable = len(unknown)
        for index, char in enumerate(characters):
            if char <= " " and (char != " " or pdfium.FPDFText_IsGenerated(self.page, index)):
                continue
            if char in "\u0002\ufffe\uffff":
                char = "-"
            _origin(page, index, to_x, to_y)
            at, base = (x.value + left, top - y.value) if upright else turn(x.value, y.value)
            if index in unknown:
                char = "\ufffd"
            seen, moved = low < at < wide and low < base < high, False
            begins = run is None or _leaves(run, at, base)
            if begins or not seen:
                own = self._own_place(index, turn)
                # Where the object began with the character before, its place says nothing of this one.
                first = run is not None and own[0] > run.xs[-1] and not _leaves(run, *own)
                if not seen or (own != (at, base) and first):
                    moved, (at, base) = True, own
                    seen = low < at < wide and low < base < high
                    begins = run is None or _leaves(run, at, base)
            if not seen:
                unseen.append(char)
                continue
            if run is None or begins:
                size, straight, bold = self._look(index, angle)
                if not straight:
                    aslant.append(char)
                    continue
                run = Run(base, size, [], at, [], bold)
                content.runs.append(run)
                known = self.widths.setdefault(size, {})
            width = run.size if moved else known.get(char)
            if width is None:
                width = self._width(index, char, run.size, turn, at, aslant=angle % 90 != 0)
            run.xs.append(at)
            run.text.append(char)
            run.end = max(at + width, run.end) if at < run.xs[0] else at + width
        content.watermark = "".join(aslant)
        content.unseen = "".join(unseen)
        if unseen and not content.runs and edge == EDGE:
            self.read(content, turn, angle, math.inf)

    def _own_place(self, index: int, turn: _Turn) -> tuple[float, float]:
        """Where the text object of a character stands; pdfium misplaces radicals that it makes characters."""
        pdfium.FPDFText_GetMatrix(self.page, index, self.matrix)
        return turn(self.matrix.e, self.matrix.f)

    def _look(self, index: int, angle: float) -> tuple[float, bool, bool]:
        """Size of the character as seen, whether it stands straight on the page, and whether it is bold.

        Its matrix is the one that `_own_place` asked for.
        """
        size = pdfium.FPDFText_GetFontSize(self.page, index)
        matrix = self.matrix
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        turned = (math.degrees(math.atan2(matrix.b, matrix.a)) - angle) % 360
        straight = min(turned, 360 - turned) < 4.5
        bold = pdfium.FPDFText_GetFontWeight(self.page, index) >= 600
        return round(max(abs(size) * scale, 0.5), 2), straight, bold

    def _width(self, index: int, char: str, size: float, turn: _Turn, at: float, *, aslant: bool) -> float:
        """How far the next character stands; remembered where all fonts are alike, not for letters."""
        pdfium.FPDFText_GetLooseCharBox(self.page, index, self.box)
        box = self.box
        ends = turn(box.left, box.bottom)[0], turn(box.right, box.top)[0]
        width = max(ends) - at
        # The box stands upright around a character that does not.
        if aslant or not 0 < width <= min(2.5 * size, LONGEST_ADVANCE):
            width = min(size if char >= SQUARE else size / 2, LONGEST_ADVANCE)
        if char >= SQUARE:
            self.widths.setdefault(size, {})[char] = width
        return width


def _character(codes: list[int], index: int) -> str:
    """The character at `index`; the halves of a pair become one, at the place of the first."""
    code = codes[index]
    if 0xDC00 <= code < 0xE000:
        return "\0"
    if 0xD800 <= code < 0xDC00:
        low = codes[index + 1] if index + 1 < len(codes) else 0
        if 0xDC00 <= low < 0xE000:
            return chr(0x10000 + ((code - 0xD800) << 10) + low - 0xDC00)
        return "\ufffd"
    return chr(code) if 0 <= code < 0x110000 else "\ufffd"


def is_plausible(text: str) -> bool:
    """Whether characters that the file has no map for were guessed right: nearly all are common ones.

    Numbers of glyphs, taken for characters, are hardly ever: of the characters that GB 2312 has, the
    first 3,755 make up nearly every text, and a fifth of all.

    >>> is_plausible("二〇三〇年建成"), is_plausible("\u0003\u0125"), is_plausible("籯鼷缶踯")
    (True, False, False)
    """
    # Digits and letters alone prove nothing: numbers of glyphs look like them.
    visible = [char for char in text if not char.isspace()]
    common = sum(0xB0 <= char.encode("gb2312", "replace")[0] <= 0xD7 for char in visible)
    beside = sum((char.isascii() and char.isalnum()) or char in _MARKS for char in visible)
    return (common + beside) * 10 >= len(visible) * 8 and common * 2 >= len(visible)


def unify(text: str) -> str:
    """Radicals to the characters that they stand for, one to one.

    >>> unify("⼈⼝⽼龄化")
    '人口老龄化'
    """
    return text.translate(_KANGXI) if _RADICAL.search(text) else text


_SEEN = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
_RECTANGLE: Final = 5
"""So many segments make a rectangle; the letters of a line drawn as paths have more."""
_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _read_drawings(page: Any, content: PageContent, turn: _Turn) -> None:
    """Put the rules and pictures of the page into `content`."""
    found = _drawn(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, 0, _PLAIN)
    for number, (drawn, kind, matrix) in enumerate(found):
        if number >= MOST_DRAWINGS:
            content.cut = True
            content.horizontals.clear()
            content.verticals.clear()
            return
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            content.shapes = content.shapes or pdfium.FPDFPath_CountSegments(drawn) > _RECTANGLE
            for box in _strokes(drawn, matrix):
                _add_rule(content, _turned(box, turn))
        elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
            content.shapes = True
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            bounds = _bounds(drawn, matrix)
            if bounds is not None:
                content.images.append(_turned(bounds, turn))


def _drawn(
    holder: Any, count: Callable[..., int], get: Callable[..., Any], depth: int, matrix: _Matrix
) -> Iterator[tuple[Any, int, _Matrix]]:
    """The paths, images and shadings of a page or form, with what is drawn by forms inside of it."""
    for index in range(min(count(holder), MOST_DRAWINGS + 1)):
        drawn = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind in _SEEN:
            yield drawn, kind, matrix
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            inner = _combine(_matrix_of(drawn), matrix)
            count_inside, get_inside = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
            yield from _drawn(drawn, count_inside, get_inside, depth + 1, inner)


def _matrix_of(drawn: Any) -> _Matrix:
    """The matrix of a drawn thing."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, found):
        return _PLAIN
    return found.a, found.b, found.c, found.d, found.e, found.f


def _combine(first: _Matrix, then: _Matrix) -> _Matrix:
    """One matrix for two, one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    """A point moved by a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(points: list[tuple[float, float]]) -> Box:
    """The rectangle around points."""
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _turned(box: Box, turn: _Turn) -> Box:
    """A rectangle as it stands on the page that is read."""
    return _around([turn(box.x0, box.y0), turn(box.x1, box.y1)])


def _bounds(drawn: Any, matrix: _Matrix) -> Box | None:
    """The rectangle around a drawn thing."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return None
    corners = [(left.value, bottom.value), (right.value, top.value)]
    if matrix == _PLAIN:
        return Box(*corners[0], *corners[1])
    return _around([_apply(matrix, x, y) for x, y in corners])


def _strokes(drawn: Any, matrix: _Matrix) -> Iterator[Box]:
    """The thin rectangles that a path draws: itself, the lines of a stroke, thin filled parts."""
    bounds = _bounds(drawn, matrix)
    if bounds is None:
        return
    if bounds.x1 - bounds.x0 <= THIN or bounds.y1 - bounds.y0 <= THIN:
        yield bounds
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    segments = pdfium.FPDFPath_CountSegments(drawn)
    if not (fill.value or stroke.value) or segments > 5_000 or (not stroke.value and segments < 6):
        return
    matrix = _combine(_matrix_of(drawn), matrix)
    for part in _parts(drawn, segments, matrix):
        if stroke.value:
            yield from (_around([start, end]) for start, end in pairwise(part))
        else:
            box = _around(part)
            if box.x1 - box.x0 <= THIN or box.y1 - box.y0 <= THIN:
                yield box


def _parts(drawn: Any, segments: int, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path; a part with curves is left out."""
    x, y = ctypes.c_float(), ctypes.c_float()
    part: list[tuple[float, float]] = []
    curved = False
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(part) > 1 and not curved:
                yield part
            part, curved = [], False
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        part.append(_apply(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            part.append(part[0])
    if len(part) > 1 and not curved:
        yield part


def _add_rule(content: PageContent, box: Box) -> None:
    """Keep a thin rectangle as a rule; what lies off the page is cut off."""
    x0, x1 = max(box.x0, 0.0), min(box.x1, content.width)
    y0, y1 = max(box.y0, 0.0), min(box.y1, content.height)
    width, height = x1 - x0, y1 - y0
    if height <= THIN and width >= SHORTEST_RULE and width > height:
        content.horizontals.append(Rule((y0 + y1) / 2, x0, x1))
    elif width <= THIN and height >= SHORTEST_RULE:
        content.verticals.append(Rule((x0 + x1) / 2, y0, y1))


_FONT_SIZE = compiled(r"(\d+(?:\.\d+)?) Tf")
_CODES = {
    pdfium.FPDF_ANNOT_TEXT: "comment",
    pdfium.FPDF_ANNOT_HIGHLIGHT: "highlight",
    pdfium.FPDF_ANNOT_STRIKEOUT: "deleted",
}


def _marks(page: Any) -> Iterator[Mark]:
    """Comments, highlights and strikeouts that reviewers put on the page."""
    for annotation in _annotations(page):
        code = _CODES.get(pdfium.FPDFAnnot_GetSubtype(annotation))
        if code is not None and annotation_text(annotation, b"T") != OWN_AUTHOR:
            yield Mark(code, " ".join(annotation_text(annotation, b"Contents").split()))


def _annotations(page: Any) -> Iterator[Any]:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), 2_000)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            yield annotation
            pdfium.FPDFPage_CloseAnnot(annotation)


def _written_on(page: Any, turn: _Turn, form: Any | None) -> Iterator[Run]:
    """The words of text boxes and filled fields, which stand on the page and not in its text."""
    for annotation in _annotations(page):
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_FREETEXT:
            words = annotation_text(annotation, b"Contents")
        elif kind == pdfium.FPDF_ANNOT_WIDGET and form is not None:
            words = _value(annotation, form)
        else:
            continue
        rectangle = pdfium.FS_RECTF()
        if words.strip() and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
            edges = Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            yield from _set_words(words, _turned(edges, turn), annotation_text(annotation, b"DA"))


def _value(annotation: Any, form: Any) -> str:
    """What is filled into a field of text or chosen in a list."""
    fields = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX)
    if pdfium.FPDFAnnot_GetFormFieldType(form, annotation) not in fields:
        return ""
    return _decoded(
        lambda buffer, length: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, length)
    )


def _set_words(words: str, box: Box, appearance: str) -> Iterator[Run]:
    """Words of a box as runs, a line each, from its upper left corner."""
    found = _FONT_SIZE.search(appearance)
    size = min(float(found[1]) if found else 12.0, box.y1 - box.y0) or 12.0
    base = box.y0 + size
    for line in words.splitlines():
        xs = [box.x0]
        for char in line:
            xs.append(xs[-1] + (size if char >= SQUARE else size / 2))
        if line.strip():
            yield Run(base, size, xs[:-1], xs[-1], list(line))
        base += 1.2 * size


def annotation_text(annotation: Any, key: bytes) -> str:
    """A string of an annotation."""
    return _decoded(lambda buffer, length: pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, length))


def _decoded(get: Callable[[Any, int], int]) -> str:
    """What pdfium writes into a buffer of the length that it asks for."""
    length = get(None, 0)
    if not 2 < length < 100_000:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    get(buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").split("\0")[0]
