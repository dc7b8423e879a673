"""The prices of the decoders of tables without borders: the weights of one score, in one table.

A price is in lines: 1 is what one line is worth that a table explains, so that doubts of all kinds can be
held against each other. What a cell costs by its own words is in `fitting`.
"""

from plancmp.sources.tables.words import Column

Price = float

IMPOSSIBLE: Price = 99.0

# Cells that are not there.
SKIP: dict[Column, Price] = {
    "number": 2.5, "category": 0.0, "unit": 1.6, "attribute": 2.0, "value": 1.8, "other": 1.6, "remark": 0.3,
    "deadline": 1.0, "support": 0.6, "lead": 1.5, "units": 1.5, "unknown": 0.6, "project": 1.0,
    "task": IMPOSSIBLE, "name": IMPOSSIBLE, "weak_name": IMPOSSIBLE,
}  # fmt: skip
EMPTY_LINE: Price = 0.25
"""An empty cell costs this share where a further blank line stands in its place."""
PART_SKIP: Price = 0.2
"""其中 has no number, and unit and attribute of the row above."""
NO_VALUE: Price = 2.5
"""A row that tells nothing of its name."""
FIRST_CATEGORY: Price = 1.5
"""The first row has no category, so that none lasts from above."""
NEVER: Price = 2.0
"""A column of the header that no row fills."""

# Lines that go on with a cell.
JOIN: Price = 1.2
"""Over lines as far apart as cells are."""
JOIN_WRAPPED: Price = 0.5
"""The same where the next word begins a line of its own, and others stand beside each other."""
JOIN_FLOWING: Price = 0.2
"""And so in a header."""
JOIN_MARK: Price = 1.0
"""A digit beside words, which may be the mark of a footnote."""
JOIN_BESIDE: Price = 2.5
"""Words beside each other on one line."""
BEGINS_BESIDE: Price = 3.0
"""A row that begins behind the words of another on their line."""
JOIN_RUNNING: Price = 0.1
"""The same within running text."""
JOIN_CLOSE: Price = 0.1
"""Over lines closer than cells are, or in a header where the words must go on."""
JOIN_OPEN: Price = 0.5
"""Where the words must go on; and in a header."""
JOIN_EARLY: Price = 0.7
"""More where the line before is less full, ends as cells do, or either stands by itself."""
JOIN_UNIT: Price = 2.0
"""More behind a unit."""
JOIN_NEVER: Price = 5.0
"""A number or an item that begins."""
JOIN_FULL: Price = 3.0
"""A line that fills most columns, where no header says what they hold."""
JOIN_FIGURE: Price = 8.0
"""More where one figure stands below another: the lower one is of the next row."""

# Cells of several lines in a table printed line by line.
ASKEW: Price = 0.7
"""A line more on one side of the row's own line than on the other."""

# Gaps.
APART: Price = 2.0
"""Cells closer than cells are."""
WIDE: Price = 1.0
"""A gap that parts rows stands inside of one."""
TIGHT: Price = 0.7
"""No such gap behind a row; a short line behind the table."""

UNLIKE: Price = 0.2
"""Two figures of a row with nothing between them, one e times the other."""

# What the header does not say.
UNNAMED: Price = 2.5
"""A column of categories without a header."""
UNMERGED: Price = 0.7
"""Such a category for one row alone."""
UNKNOWN: Price = 4.0
"""A header of no known meaning."""
ENDS_EARLY: Price = 1.5
"""The header ends before a line that surely is one of it; or begins with a column that none begins with."""
BANNER: Price = 1.2
"""A category on a line of its own; what is added where there is a column for it, or another before it."""
BANNER_BESIDE: Price = 0.8

# Serial numbers.
SERIAL_JUMPS: Price = 2.0
SERIAL_RESTARTS: Price = 1.5
SERIAL_FALLS: Price = 4.0

# The columns of any table.
ROW: Price = 1.0
"""What a row costs whose cells had to be guessed; a header word that costs more says nothing for sure."""
DEAR: Price = 3.0
"""The most that a cell costs which is as good as impossible in its column."""
SAID: Price = 0.3
"""A header word may cost so much below another row of headers,"""
LIKELY: Price = 0.7
"""and so much in the first row."""
UNTITLED: Price = 0.5
"""A kind that the cells of a column show, where it has no header;"""
UNSAID: Price = 1.5
"""and where its header says another."""
MEANINGLESS: Price = 1.2
"""A column of no known kind."""
FLOWING: Price = 0.05
"""What a row costs more where a line's end may part cells or not: who needs not ask that is asked first."""
BEGINNING: Price = 0.85
"""The most words that begin a line there, as a share: with more, the cells stand one a line."""


LEFT: Price = 0.4
"""A row that a candidate leaves as prose and another reads."""
TIE: Price = 0.1
"""Two candidates whose doubts for a row differ by less are as good as each other."""

# What is done with the sum.
GOOD: Price = 1.5
"""A way to cut the header that leaves so little cost is taken without trying others."""
SLACK: Price = 4.5
"""Ways that cost this much more than the best are given up."""
NO_ROW: Price = 2.2
"""A table whose rows cost this much each is none."""
BOUND_ROW: Price = 3.2
"""The same where three rows of four say whether their targets bind, as no list does."""
UNSURE: Price = 3.0
"""A row that costs this much is doubtful."""
NEAR: Price = 0.6
"""A row is doubtful that could be dealt out in another way for so little more."""
