"""Lines of a table with known columns are cut into rows by what their cells can be."""

import pytest

from plancmp.sources.lines.cleaning import CleanLine
from plancmp.sources.lines.writing import Stretch
from plancmp.sources.tables.rows import GridLine, cut_rows
from plancmp.sources.tables.words import Column


def _line(at: int, written: str) -> GridLine:
    """A line: its cells between bars, `!` before a blank line above it, `=` before a category."""
    cells = written.lstrip("!=").split("|")
    parts = {
        column: Stretch(CleanLine(at, 1, text), 0, len(text))
        for column, text in enumerate(cell.strip() for cell in cells)
        if text
    }
    return GridLine(parts, {}, gap=written.startswith("!"), banner="=" in written)


@pytest.mark.parametrize(
    ("lines", "starts", "top"),
    [
        pytest.param(
            ["1|每千名老年人配备|4|6", " |社工数（人）| | ", "2|就业率（%）|55|61"], [0, 2], True,
            id="a name goes on below its row",
        ),
        pytest.param(
            [" |每千名老年人| | ", "1|配备的社会|4|6", " |工作者数量| | ", "2|就业率|55|61"], [0, 3], False,
            id="a name stands around the line of its values",
        ),
        pytest.param(
            ["1|护理型床位占比|55|60", "其中|农村占比|12|20", " |合计|67|80"], [0, 1, 2], True,
            id="figures below figures are of another row, whether it has a number or not",
        ),
        pytest.param(
            ["1|就业率|55|61", "=服务", "2|护理型床位占比|55|60"], [0, 1, 2], True,
            id="a category is a row of its own",
        ),
        pytest.param(
            ["1|甲类机构护理型床位|55|60", "! |占比| | ", "!2|就业率|55|61"], [0, 2], True,
            id="a blank line inside of a row costs less than a row without values",
        ),
    ],
)  # fmt: skip
def test_rows(lines: list[str], starts: list[int], top: bool) -> None:
    """The first line of each row, and whether cells begin at the top of their rows."""
    kinds: tuple[Column, ...] = ("number", "name", "value", "value")
    assert cut_rows([_line(at, each) for at, each in enumerate(lines)], kinds, headed=True) == (starts, top)


def test_without_header() -> None:
    """Kinds that no header says are guessed; lines that fill most columns are rows."""
    lines = ["附图 1|山水图", "附图 2|生态修复分区图", " |（局部）", "附图 3|水系图"]
    starts, _ = cut_rows([_line(at, each) for at, each in enumerate(lines)], [None, None], headed=False)
    assert starts == [0, 1, 3]
