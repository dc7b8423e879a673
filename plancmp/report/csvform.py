"""Rows as CSV that no spreadsheet runs: the one writer of every table of ours."""

import csv
import io
from collections.abc import Iterable, Sequence

from plancmp.text.keeping import compiled

# What a spreadsheet takes for the beginning of a formula. Signed numbers and strokes for "none" are plain.
_RUNS = compiled(r"\s*(?:[=@＝＠](?!\s*$)|[+\-＋－](?!\s*[\d.]+\s*[%％‰]?\s*$|[+\-＋－—–]*\s*$))|[\t\r\n]")


def write_csv(rows: Iterable[Sequence[object]], header: Sequence[str] | None = None) -> str:
    """Rows below their header, lines end in LF; None is an empty cell.

    A cell that a spreadsheet would run gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header is not None:
        writer.writerow(header)
    writer.writerows([safe(value) for value in row] for row in rows)
    return out.getvalue()


def safe(value: object) -> str:
    """A value as a cell.

    >>> [safe(each) for each in ("=1+1", "=", "--", "-3.5", "－", "≥97", "-1+2", "+5%", None)]
    ["'=1+1", '=', '--', '-3.5', '－', '≥97', "'-1+2", '+5%', '']
    """
    text = "" if value is None else str(value)
    return f"'{text}" if _RUNS.match(text) else text
