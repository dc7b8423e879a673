"""What was seen on a picture of a page to what is drawn on it, in the same terms as a page of a PDF."""

from itertools import accumulate
from statistics import median
from typing import NamedTuple

from plancmp.sources.pdf.page import Box, PageContent, Rule, Run
from plancmp.text.keeping import compiled

Segment = tuple[float, float, float]
"""A straight line in pixels: where it lies across, where it begins and ends along."""

_NARROW = 0.52
"""Width of a Latin letter or figure to that of a Chinese character."""
_WIDE = compiled(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’—…·]")
_HEIGHT = 1.08
"""Size of characters to the height of the ink of a line, where no line tells."""
_HAN, _FIGURES_LOWER = compiled(r"[\u3400-\u9fff]"), 1.25
"""How much lower a line of figures is than one of Chinese characters."""
_LONG = 6
"""A line of so many characters tells its size by its length."""
_SAME_SIZE = 0.12
"""Sizes that differ by less are one: boxes are drawn by eye."""
_EDGE = 0.17
"""The share of a page's height, at its top and at its bottom, where its number stands."""
_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
_MARKS = str.maketrans(",;:?!()", "，；：？！（）")
_STOP = compiled(r"(?<=[\u4e00-\u9fff”》）〕])\.(?![.·…\w])")
_LEADER = compiled(r"[.·…]{2,}")
_HALF_MARK = compiled(r"(?<=[\u4e00-\u9fff”》）〕])[,;:?!()]|[,;:?!()](?=[\u4e00-\u9fff“《（〔])")
_BRACKETS, _LATIN = str.maketrans("()", "（）"), compiled("[A-Za-z]")
_BLANK = compiled(rf"^\s+|\s+$|(?<={_WIDE.pattern}) +| +(?={_WIDE.pattern})")
_STROKES = "一—－-"
_NUMBER = compiled(rf"(?=.*[{_STROKES}])[{_STROKES}]{{0,2}}\s?(\d{{1,4}})\s?[{_STROKES}]{{0,2}}")
_ONE = compiled(rf"[{_STROKES}]\s?[一丨|lI]\s?[{_STROKES}]")


class Words(NamedTuple):
    """A line of words on a straight page: what they say, how sure that is, where their ink stands."""

    text: str
    confidence: float
    """From 0 to 1: that of the least sure of its figures, and of all characters on the average."""
    box: Box
    centres: tuple[float, ...]
    """Where the middle of each character stands."""


class Look(NamedTuple):
    """What was seen on a picture of a page once that was set straight, in pixels."""

    width: int
    height: int
    words: list[Words]
    horizontals: list[Segment]
    verticals: list[Segment]
    lost: int
    """Characters that were not sure enough to be kept."""


class Seen(NamedTuple):
    """What was seen on a picture inside of a file, and how many points a pixel has on a page of A4."""

    look: Look
    scale: float


def page_of(look: Look, number: int, scale: float) -> PageContent:
    """The page that was seen. `scale` is how many points a pixel has."""
    words = _with_number(look)
    sizes = _sizes(words)
    return PageContent(
        number,
        look.width * scale,
        look.height * scale,
        [_run(each, size, scale) for each, size in zip(words, sizes, strict=True)],
        [Rule(at * scale, start * scale, end * scale) for at, start, end in look.horizontals],
        [Rule(at * scale, start * scale, end * scale) for at, start, end in look.verticals],
        [],
        unreadable=look.lost,
        recognised=True,
    )


def _with_number(look: Look) -> list[Words]:
    """The words, the page's own number written as in print: strokes around it are lost or read as 一."""
    at_edge = sorted(
        (
            each
            for each in look.words
            if not _EDGE < (each.box.y0 + each.box.y1) / 2 / look.height < 1 - _EDGE
        ),
        key=lambda each: each.box.x0,
    )
    for number in at_edge:
        row = [each for each in at_edge if each.box.y0 < number.box.y1 and each.box.y1 > number.box.y0]
        text = "".join(each.text for each in row).strip()
        found = _NUMBER.fullmatch(text)
        if found or _ONE.fullmatch(text):
            box = Box(row[0].box.x0, number.box.y0, row[-1].box.x1, number.box.y1)
            said = number._replace(text=f"-{found[1] if found else 1}-", centres=(), box=box)
            return [each for each in look.words if each not in row] + [said]
    return look.words


def _weights(text: str) -> list[float]:
    """Relative widths of characters."""
    return [1.0 if _WIDE.match(char) else _NARROW for char in text]


def _sizes(words: list[Words]) -> list[float]:
    """The size of the characters of each line in pixels; sizes that are nearly the same become one.

    Chinese characters fill squares: long lines tell by their length how the height of ink goes with the size.
    """
    highs = [
        (each.box.y1 - each.box.y0) * (1.0 if _HAN.search(each.text) else _FIGURES_LOWER) for each in words
    ]
    told = [
        (each.box.x1 - each.box.x0) / sum(_weights(each.text)) / high
        for each, high in zip(words, highs, strict=True)
        if len(each.text) >= _LONG
    ]
    ratio = median(told) if told else _HEIGHT
    measured = [high * ratio for high in highs]
    common: list[float] = []
    for at in sorted(range(len(words)), key=lambda at: -len(words[at].text)):
        near = next((size for size in common if abs(measured[at] - size) <= _SAME_SIZE * size), None)
        if near is None:
            common.append(measured[at])
        measured[at] = measured[at] if near is None else near
    return measured


def written(text: str) -> str:
    """Recognised words with the marks that official writing has: engines turn full-width marks to half width.

    >>> written("农牧)厅(局、委）,新疆"), written("增速(年均%)"), written("f(x)")
    ('农牧）厅（局、委），新疆', '增速（年均%）', 'f(x)')
    >>> written("藏书量 （册）"), written("5 G")
    ('藏书量（册）', '5 G')
    >>> written("较为普遍."), written("第一章总则.··..3")
    ('较为普遍。', '第一章总则……………3')
    """
    return _marked(_BLANK.sub("", text))


def _marked(text: str) -> str:
    """The same characters: full-width marks beside Chinese, brackets and quotes that fit their other half."""
    text = _LEADER.sub(lambda found: "…" * len(found.group()), _STOP.sub("。", text.translate(_FIGURES)))
    text = _HALF_MARK.sub(lambda found: found.group().translate(_MARKS), text)
    chars = list(text if _LATIN.search(text) else text.translate(_BRACKETS))
    open_at: list[int] = []
    quoted = False
    for at, char in enumerate(chars):
        if char in "(（":
            open_at.append(at)
        elif char in ")）" and open_at:
            chars[at] = "）" if chars[open_at.pop()] == "（" else ")"
        elif char in '"“”' and _HAN.search(text):
            chars[at] = char if char != '"' else "”" if quoted else "“"
            quoted = chars[at] == "“"
    return "".join(chars)


def _run(each: Words, size: float, scale: float) -> Run:
    """The words of a line as a run, in points."""
    blank = {at for found in _BLANK.finditer(each.text) for at in range(*found.span())}
    kept = [at for at in range(len(each.text)) if at not in blank]
    text = _marked("".join(each.text[at] for at in kept))
    weights = _weights(text)
    box = each.box
    if len(each.centres) == len(each.text):
        centres = [each.centres[at] for at in kept]
    else:
        step = (box.x1 - box.x0) / sum(weights)
        ends = accumulate(weights)
        centres = [box.x0 + (end - weight / 2) * step for end, weight in zip(ends, weights, strict=True)]
    lefts = [centre - weight * size / 2 for centre, weight in zip(centres, weights, strict=True)]
    rights = [centre + weight * size / 2 for centre, weight in zip(centres, weights, strict=True)]
    between = [(right + left) / 2 for right, left in zip(rights, lefts[1:], strict=False)]
    return Run(
        ((box.y0 + box.y1) / 2 + 0.35 * size) * scale,
        size * scale,
        [edge * scale for edge in (min(lefts[0], box.x0), *between)],
        max(rights[-1], box.x1) * scale,
        list(text),
        confidence=each.confidence,
    )
