"""The thresholds of layout: every number that says what a line, a page or a table looks like, in one table.

Each has its unit as its type and its reason below it. Limits against hostile files are in `guard/limits.py`,
weights of headings in `structure/features.py`, numbers that a format itself lays down in the reader of it.
"""

Characters = int
Columns = int
"""Places of a line of a fixed pitch: a Chinese character takes two."""
Lines = int
Count = int
Share = float
"""A part of a whole, from 0 to 1."""
Points = float
Em = float
"""Widths of a Chinese character in the size at hand."""
Pixels = int
Twips = int
"""Twentieths of a point, the unit of Word."""

# Of all sources.
FEWEST: Count = 3
"""Things of a kind that are a habit (heads of pages, rows, siblings, cuts of a line); two may be chance."""
LONGEST_LINE: Characters = 60
"""A heading, a title, a head of pages or a link in a menu; what is longer is prose."""
LONGEST_CAPTION: Characters = 45
"""The title of a box, a table or an appendix, which has no number of a chapter to carry it."""
ALIKE_SHARE: Share = 0.7
"""So many characters two wordings of one title have in common."""
SHORT_LINE: Characters = 16
"""A line that speaks for a heading by being short, and that is no paragraph of text below one."""
SHORT_ENTRY: Characters = 12
"""A line so short that it may be a cell or an entry of a list, and ends no sentence."""
LONGEST_UNNUMBERED: Characters = 32
"""A heading that no number shows, whether of its own or of the next; what is longer is text."""
MUCH_TEXT: Characters = 400
"""More than a cell or a menu holds: what it stands in is a column of a page, or its article."""
OPENING: Lines = 80
"""The beginning of a file, with the title and what stands above it, and the reach of a box."""

# Pages of text.
EDGE_LINES: Lines = 2
"""Lines at the top and bottom of a page where a head or foot may stand."""
SHORTEST_PAGE: Lines = 12
"""Lines of a page at least, where only bare numbers that count up tell of pages."""

# Lines that were wrapped, or joined.
NARROWEST: Columns = 32
"""The measure of a printed page: a list of short names is narrower."""
WIDEST: Columns = 200
"""The measure of a printed page: a paragraph a line is wider."""
SLACK: Columns = 3
"""What a full line may lack: the next character takes two, a Latin word or a pair of marks more."""
INDENT: Columns = 4
"""The indent of a paragraph, which many tools strip."""
FULL_TO_PAUSED: Count = 12
"""Full lines to a short one with a comma at its end, at most, where lines are dealt out."""
LONGEST_PARAGRAPH: Characters = 1500
"""A line that may be one paragraph; a longer one with labels inside is a whole text."""
LONGEST_ROW: Characters = 600
"""A line that may be the row of a table."""
COMMON_SHARE: Share = 0.25
"""The commonest characters among all letters of a text decoded right; one decoded wrong has 0.05."""

# Markdown and pages of the web.
MARKED_LINE: Characters = 120
"""What the markup calls a heading, a bar of links, the value of a field; longer lines are prose."""
LONGEST_LABEL: Characters = 20
"""The label of a list item that a page sets apart from its words."""
SHORT_FOREIGN: Count = 24
"""So few bytes beyond ASCII may be UTF-8 by chance; then the declaration decides."""
BROKEN_SHARE: Count = 500
"""One broken character in so many is an accident, more are another encoding."""
LEAST_ARTICLE: Characters = 40
"""Prose that a page with an article has at least; with less all is kept."""
CORE_SHARE: Share = 0.9
"""The element that holds so much of the prose holds the article."""
NAMED_SHARE: Share = 0.2
"""An element that is called a menu, but holds so much of the prose, is no menu."""
FRAME_SHARE: Share = 0.3
"""An element of which less is menu belongs to the article."""
SUBSTANTIAL: Characters = 200
"""Prose that is an article of its own beside another one."""
LONGEST_FOOTER: Characters = 300
"""The foot of a site: who runs it, its licence, its address."""
FEWEST_WRAPPED: Lines = 8
"""Lines of a page that end alike before they count as wrapped by the tool that made it."""
SHORTEST_TITLE: Characters = 6
"""A title of a page that can be looked for in its text."""
LAYOUT_CELL: Characters = 800
"""A cell that holds so much, and most of the page, is the page itself."""
ICON: Pixels = 48
"""A picture up to this size is an icon."""

# Tables without borders.
LONGEST_HEADER: Characters = 24
"""The header of a column, or a category of rows."""
LONGEST_SUBHEADER: Characters = 14
"""A header below another one, or the unit of a row."""
SHORT_WORD: Characters = 4
"""A word such as 约束性 that fills a column again and again; a category by itself, and no piece of one.
A name that shares an undivided cell with another is no shorter; single characters are spread."""
FEWEST_CELLS: Count = 3
"""So many words or cells side by side are columns, whatever rules are drawn; fewer may be a banner."""
MOST_BLANKS: Lines = 3
"""Blank lines inside of a table; beyond this many they say no more."""
MOST_WRAPPED: Lines = 14
"""Lines of a cell that stand beside nothing."""
CELL_LINES: Lines = 30
"""Lines of a narrow cell that is broken word by word; a table without a row in so many has ended."""

LONGEST_MEASURE: Characters = 6
"""A name that may only say how something is measured, not of what: 排放总量减少."""

# Pages of a PDF.
EDGE_SHARE: Share = 0.17
"""The part of a page's height, at its top and at its bottom, where heads, feet and numbers stand."""
SAME_HEIGHT: Points = 5.0
"""Heads of two pages that stand at one height."""
SAME_EDGE: Points = 4.0
"""Edges of a table on two pages that are one."""
THIN: Points = 3.0
"""The breadth of a rule: thicker rectangles are none, nearer rules (double borders, pieces) are one."""
SHORTEST_RULE: Points = 3.5
"""A shorter one is a dot or a corner."""
REACH: Points = 6.0
"""Rules that reach so far beyond the outermost rule across them leave their table open on that side."""
FAR_APART: Share = 1.8
"""Lines of a merged cell so many times further apart than all others: two names without a rule between."""
HEADER_ROWS: Count = 3
"""Rows of a header that may be said again on the next page."""
FEWEST_BESIDE: Lines = 10
"""Fewer lines side by side are signatures, a list of names or a table."""
NARROWEST_COLUMN: Em = 9.0
"""A column of prose is at least so wide."""
PROSE_SHARE: Share = 0.6
"""So many lines of prose fill their measure, or half as many where most hold marks of sentences."""
SAME_FOOT: Points = 24.0
"""Pages whose text ends at one height, a line more or less."""
LONGEST_UNIT: Characters = 24
"""Characters that may not be parted by the end of a line: a word with its marks."""
EDGE: float = 20.0
"""Points that a character may begin beside the page; what is further off is not seen."""
INK: Share = 0.1
"""A glyph that fills less of its height is a blank; a dash is no opening mark."""
APART: Em = 1.5
"""A gap that parts a line into segments: what stands on both sides may be cells."""
GUTTER: Em = 0.9
"""The narrowest gap between columns of text; justified lines have none so wide."""
SAME_INDENT: Em = 0.8
"""Lines whose beginnings differ by less begin at one place."""
RAGGED: Em = 0.4
"""Justified lines end so near the margin, unless the next word did not fit."""
PROSE_CELL: Em = 14
"""A cell so wide holds paragraphs with indents; a narrower one holds words broken where they must."""
CELL_PITCH: Em = 3.0
"""Lines of a cell stand at any distance up to this."""
LARGE_PICTURE: Share = 0.02
"""A picture of so much of a page may be a table or a figure; smaller ones are seals and ornaments."""
PAGE_PICTURE: Share = 0.8
"""A picture of so much of a page is the page: its words were recognised."""
FEWEST_UNREADABLE: Count = 20
"""Fewer unreadable characters are ornaments."""
MOST_UNREADABLE: Count = 5
"""A file of which more than one part in so many cannot be read gives no record."""

# Headings, boxes, contents.
LONGEST_UPPER: Characters = 80
"""The title of a chapter or part (第一章): its style alone says that it is one; the name of an indicator."""
LONGEST_RUN_IN: Characters = 50
"""A heading that its paragraph goes on behind."""
SHORTEST_SENTENCE: Characters = 5
"""A sentence that can be the text below a heading."""
LONGEST_TAIL: Characters = 26
"""The second line of a heading that was broken."""
SHORTEST_FULL: Characters = 18
"""A heading is not broken before its line is about this long, unless a mark shows that it goes on."""
FEWEST_CONTENTS: Lines = 4
"""Lines with leaders that make a table of contents even without its heading."""
FEWEST_BARE: Lines = 6
"""Numbered lines that come again later and make a table of contents without leaders and heading."""
LATEST_CONTENTS: Lines = 400
"""Such lines stand before the plan."""
FARTHEST_APPENDIX: Count = 40
"""Later labels that are held against a line that may only list an attachment."""
TITLE_LINES: Lines = 5
"""Lines that a title may be set in."""
PAST_DATE: Lines = 10
"""Lines below the date of a notice where the title of the plan can stand."""

# Word.
NEAR_EDGE: Twips = 20
"""Edges of cells so near are one."""
SLIVER: Twips = 200
"""A column so narrow (3.5 mm) cannot hold a character and its margins."""
PAGE_FRAME: Count = 30
"""A table of one cell with more paragraphs than this, and more than stand beside it, frames the page."""
