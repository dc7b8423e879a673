"""What notes of the reader say to a person, in Chinese and English."""

from collections.abc import Sequence

from plancmp.model.record import PlanRecord

_SHOWN = 5

MESSAGES: dict[str, tuple[str, str]] = {
    "bookmark": ("删去书签标记", "bookmark marks left out"),
    "private-use": ("删去无法显示的专用字符", "private-use characters left out"),
    "invisible": ("删去不可见字符", "invisible characters left out"),
    "page-number": ("删去页码", "page numbers left out"),
    "running-head": ("删去页眉页脚", "running heads left out"),
    "one-line": ("全文连成一行，按空格和编号分段", "the text was one line, parted at blanks and numbers"),
    "short-lines": ("数百行每行只有一两个字，连成段落", "hundreds of lines of a character or two, joined"),
    "repeated-header": ("删去跨页重复的表头", "header repeated on the next page left out"),
    "toc": ("目录不作为正文", "table of contents left out"),
    "deleted": ("修订中已删除的文字，未计入", "deleted in a tracked change, left out"),
    "inserted": ("修订中新增的文字，已计入", "inserted in a tracked change, kept"),
    "comment": ("批注，未计入正文", "a comment, left out of the text"),
    "highlight": ("突出显示的文字", "highlighted text"),
    "hidden": ("隐藏文字，未计入", "hidden text, left out"),
    "image": ("图片，其中文字无法读取", "an image; words in it cannot be read"),
    "unreadable": ("无法读取的字符、图表或域", "characters, a chart or a field that cannot be read"),
    "recognised": (
        "文字是从图片识别出来的，请核对每个数字",
        "text recognised in a picture: check every number",
    ),
    "recognised-unsure": (
        "识别把握不大的值，请对照原件",
        "values of which recognition is not sure; compare them with the page",
    ),
    "empty-page": ("没有文字的页，可能是图片", "a page without text, perhaps an image"),
    "unsure-table": ("表格的行列不能确定", "the rows and columns of this table are not sure"),
    "table-again": (
        "与前面的指标表相同，不再计入指标",
        "the same as an earlier table of indicators; its rows are counted once",
    ),
    "table-not-read": (
        "像是指标表，但没有读出指标，请核对",
        "this looks like a table of indicators, but none were read from it; check it",
    ),
    "values-unexplained": (
        "这些数值所在的列没有能识别的表头，请核对",
        "values in a column without a header that is known; check them",
    ),
    "row-unsure": (
        "表格中这一行的内容归入哪一列不能确定，请核对",
        "it is not sure which columns the words of this row belong to; check them",
    ),
    "page-frame": ("网页菜单、版权等非正文内容", "menus and footers of the web page left out"),
    "front-matter": ("文件头信息，未计入", "front matter left out"),
    "markup": ("删去排版标记", "markup left out"),
    "ruby": ("注音，未计入", "readings beside characters, left out"),
    "footnote": ("脚注标记", "the mark of a footnote"),
    "html-comment": ("注释，未计入", "a comment in the source left out"),
    "empty-box": ("专栏标题下没有读到内容", "a box title with nothing under it"),
    "unsure-heading": (
        "可能有标题丢失编号，不能确定是哪一行",
        "a heading may have lost its number; it is not sure which line it is",
    ),
    "marks": ("标题与正文之间的标点等", "marks between titles and text"),
    "unplaced": ("未能归入任何部分的文字", "words that could not be placed in any part"),
    "no-sections": ("没有找到章节标题", "no headings were found"),
    "no-text": ("文件中没有文字", "the file holds no text"),
    "further-document": (
        "章节在这里从一重新编号，可能是另一份文件；规划的标题、文号等取自第一份",
        "chapters begin at one again here, perhaps in another document; title and number are of the first",
    ),
    "not-a-plan": (
        "没有找到规划标题，可能不是规划文本",
        "no title of a plan was found; this may not be a plan",
    ),
}


def note_message(code: str, lang: str = "zh") -> str:
    """The message for a code; the code itself where none is written."""
    chinese, english = MESSAGES.get(code, (code, code))
    return english if lang == "en" else chinese


def lacks_indicators(record: PlanRecord) -> bool:
    """Whether a plan gave no indicators though it seems to have a table of them."""
    return not record.indicators and any(note.code == "table-not-read" for note in record.notes)


def unread_line(paths: Sequence[str], lang: str = "zh") -> str:
    """One line on the plans that lack their indicators."""
    shown = paths[:_SHOWN]
    more = len(paths) - len(shown)
    if lang == "en":
        rest = f" and {more} more" if more else ""
        return f"A table, but no indicators read from it ({len(paths)}): {', '.join(shown)}{rest}"
    rest = f" 等 {len(paths)} 份" if more else ""
    return f"{len(paths)} 份文件有指标表，但没有读出指标：{'、'.join(shown)}{rest}"
