"""The limits that hostile and broken files meet, in one table: no honest plan comes near one of them.

Each has its unit as its type and its reason below it.
"""

Bytes = int
Characters = int
Count = int
Seconds = float

MEGABYTE: Bytes = 1 << 20

CHUNK: Bytes = 256 * 1024
"""What is unpacked of an archive at a time."""

# Texts and pages of the web.
HEAD: Bytes = 4096
"""Enough to tell a format."""
MOST_LINES: Count = 60_000
"""Far more than any plan has, or a compilation of plans."""
TINY: Characters = 3
"""A line so short is a cell at most: a unit, a number."""
MOST_TINY: Count = 500
"""So many such lines in a row are no table either, which has names."""
SAMPLE: Characters = 20_000
"""Enough to tell an encoding."""
MOST_TAGS: Count = 300_000
"""Tags of a page; each costs memory, whatever the length of its text. A plan of 300 pages has 60,000."""
MOST_CONTINUED: Count = 200_000
"""Inline elements that go on behind a block inside of them."""
MOST_NOTES: Count = 5_000
"""Footnotes of a page."""
SEARCHED: Bytes = 8192
"""The head of a page, where it declares its encoding."""

# PDF.
LARGEST_CONTENT: Bytes = 30_000_000
LARGEST_FONT: Bytes = 120_000_000
"""What the pages of a file, and its fonts, may unpack to; a page of a plan has some ten thousand bytes."""
MOST_CALLS: Count = 20_000
MOST_REPEATS: Count = 100
"""How often forms may be drawn on a page, and one of them."""
HIGHEST_RATIO: Count = 1_030
"""Deflate packs no better than this."""
LONGEST_ENTRIES: Bytes = 8_192
"""The dictionary of a stream is not longer."""
MOST_CHARACTERS: Characters = 200_000
"""More on one page are no printed page."""
LONGEST_ADVANCE: float = 1_000.0
"""Points; no character is wider than a page."""
WIDEST_RASTER: Count = 1_000
"""Columns of characters of a page that is set as text; a page of a plan has 80."""
MOST_DRAWINGS: Count = 60_000
"""More drawn things on one page are a map or a picture, no table."""
MOST_SLOTS: Count = 40_000
"""No table of a page has more slots."""
DEEPEST_FORM: Count = 8
"""Forms may stand in forms; deeper nesting is no honest file."""
MOST_PAGES: Count = 5_000
MOST_BYTES: Bytes = 300_000_000
MOST_SECONDS: Seconds = 25.0
"""No plan takes as long; what does is a file made to keep a reader busy."""
MOST_TITLES: Count = 5_000
"""Entries of the outline of a file."""
MOST_SCANNED: Count = 600
"""Pages of a file whose pictures are read."""
MOST_STRIPS: Count = 12
"""Places of a page at which columns of text may begin: those that most lines begin at."""
ROUNDS: Count = 3
"""Heads and feet of more lines are taken off line by line; no page has more."""

# Searches that keep a few best ways.
MOST_MEASURES: Count = 4
"""Measures that one text may be set in."""
MOST_WAYS: Count = 6
"""Ways to wrap a text that are kept from line to line."""
DEEPEST_PATH: Count = 9
"""Runs of siblings that are open at once."""
MOST_STATES: Count = 10
"""Ways through the headings that are kept from line to line."""
MOST_CANDIDATES: Count = 8_000
"""Lines that are weighed as headings; no plan has as many."""
LONGEST_CUT: Characters = 4_000
"""The part of a line that can be a title or a document number."""

# Word.
WORD_SECONDS: Count = 8
WORD_MEMORY: Bytes = 400 << 20
"""What the process that converts an old file may take."""
WORD_CHARACTERS: Characters = 3_000_000
"""A plan of 300 pages has a tenth of it."""
LONGEST_CHAIN: Count = 64
"""Styles and lists that rest on one another."""
DEEPEST_TABLE: Count = 20
"""Tables inside of cells."""

# Tables without borders.
MOST_ROWS: Count = 3_000
"""Lines of the longest table of a page that is read as one; what is longer is read in parts."""
SAMPLE_ROWS: Count = 5_000
"""Enough to tell how wide a character is."""
MOST_SPREAD: Count = 200
"""Rows of a table whose categories are dealt out by their middles."""
MOST_CUT: Count = 400
"""Rows of a table with nothing between its cells: each is cut in all ways."""
MOST_TRIED: Count = 24
"""Headers inside of one long line that are looked at."""
MOST_OPENINGS: Count = 2_500
"""Words in one long line of which each may begin a header."""
MOST_COLUMNS: Count = 60
"""Columns of a table that are asked for their meaning."""
LONGEST_PARTED: Characters = 2_000
"""A line that may be a row with marks between its cells; and cells that any table may have."""
MOST_SPARSE: Count = 4
"""A larger table has at most so many times the cells that are written."""
MOST_RUNS: Count = 4
"""Lines of one run that may begin a table: more would cost the square of a long run."""
LOOKED_AT: Count = 60
"""Cells of a column that are weighed."""

# Tables whose cells stand one a line: ways that are tried.
MOST_STREAMED: Count = 16
"""Columns."""
HEADER_LINES: Count = 32
"""Lines of a header."""
CELL_PIECES: Count = 8
"""Lines of a cell that runs on."""
RUNNING_PIECES: Count = 24
"""Lines of a cell of running text."""
TALL_HEADER: Count = 6
"""Lines of the header of a table printed line by line."""
HALF_CELL: Count = 3
"""Lines of a cell above the line of its row, or below it."""
ROW_WAYS: Count = 6
"""Ways to deal the words of such a row out that are gone on with."""
ROW_WORDS: Count = 16
"""Words on a line of such a table."""
TRIED_LINES: Count = 48
"""Lines by which the way to cut a header is chosen."""
MOST_HEADERS: Count = 12
"""Ways to cut a header that are tried,"""
MOST_TALL: Count = 8
"""and those of two or three rows besides."""
MOST_TRIES: Count = 40
"""So many headers on a page, and"""
LINES_A_TRY: Count = 400
"""one more for so many lines, may come to nothing before no more are tried."""

# LibreOffice.
OFFICE_SECONDS: Seconds = 28.0
"""What a conversion may take, unless the environment says otherwise."""
LONGEST_WAIT: Seconds = 600.0
"""The most that the environment may say."""
WATCH_STEP: Seconds = 0.05
"""How often a conversion is looked at."""
OFFICE_MEMORY: Bytes = 1 << 30
OFFICE_OUTPUT: Bytes = 200 << 20
LARGEST_OLD: Bytes = 60 << 20
"""The largest file that is given to it."""
DEEPEST_GROUP: Count = 500
"""Groups of an RTF file inside of one another."""
LARGEST_PICTURE: Bytes = 32 << 20
"""A picture saved beside a page; a larger one is passed over."""
LONGEST_NAME: Characters = 400
"""Of a longer cell in the column of names so much is compared with other names."""
