"""Reading order of pages set in two columns, as gazettes are: the left column first, then the right one."""

from collections.abc import Iterator, Sequence

from plancmp.sources.pdf.lines import Segment, TextLine, slice_line
from plancmp.sources.thresholds import FEWEST_BESIDE, NARROWEST_COLUMN


def order_columns(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines of a page in reading order; lines that run over both columns part them."""
    if len(lines) < FEWEST_BESIDE:
        return list(lines)
    middle = (min(line.x0 for line in lines) + max(line.x1 for line in lines)) / 2
    ordered: list[TextLine] = []
    block: list[TextLine] = []
    for line in lines:
        if _crosses(line, middle):
            ordered += _order(block, middle)
            block = []
            ordered.append(line)
        else:
            block.append(line)
    return ordered + _order(block, middle)


def _crosses(line: TextLine, middle: float) -> bool:
    """Whether words of a line stand in the middle of the page."""
    reach = 0.4 * line.size
    return any(segment.x0 < middle + reach and segment.x1 > middle - reach for segment in line.segments)


def _order(block: Sequence[TextLine], middle: float) -> list[TextLine]:
    """Lines that leave the middle free: the left parts, then the right ones, if both are columns of prose."""
    left = list(_parts(block, middle, right=False))
    right = list(_parts(block, middle, right=True))
    if _is_prose(left) and _is_prose(right):
        return [*left, *right]
    return list(block)


def _parts(block: Sequence[TextLine], middle: float, *, right: bool) -> Iterator[TextLine]:
    """What stands on one side of the middle."""
    for line in block:
        segments: list[Segment] = [segment for segment in line.segments if (segment.x0 > middle) == right]
        if len(segments) == len(line.segments):
            yield line
        elif segments:
            yield slice_line(line, segments)


def _is_prose(lines: Sequence[TextLine]) -> bool:
    """Whether most lines fill the measure of a column without gaps."""
    if len(lines) < FEWEST_BESIDE:
        return False
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    size = lines[len(lines) // 2].size
    full = sum(1 for line in lines if line.x1 > right - 1.6 * size and len(line.segments) == 1)
    return right - left >= NARROWEST_COLUMN * size and full * 10 >= len(lines) * 6
