"""Finds how a document begins: the fields of its page, a notice with number and signature, the plan's title.

A notice has the parts of GB/T 9704: title (organ, 关于, matter, kind of paper), number, addressees, text,
signature and date; behind it stands the plan, or the plan follows at once.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plancmp.model.document import Document, Table
from plancmp.model.outline import Line, Opening
from plancmp.model.place import Span
from plancmp.sources.guard.limits import LONGEST_CUT
from plancmp.sources.thresholds import ALIKE_SHARE, LONGEST_LINE, OPENING, PAST_DATE, TITLE_LINES
from plancmp.structure.stream import Entry
from plancmp.structure.titles import (
    PlanWords,
    begins_with_period,
    begins_with_place,
    gazetteer,
    has_period,
)
from plancmp.text.folding import fold, is_han, squeeze, tidy
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE, ordinal

_BLANK = compiled(r"(?<=[\u4e00-\u9fff)）》。：:〕\]])[ \u3000\u00a0]+(?=[\u4e00-\u9fff《“(（\d])")
_DAY = r"\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
_HAS_NUMBER = r"[\u4e00-\u9fff]{1,12}\s?\[\s?20\d\d\s?\]\s?\d{1,4}\s?号"
_SEAM = compiled(
    rf"(?<=[知告报函复见)])\s*(?={_HAS_NUMBER})|(?<=\]\d号|\d\s号|\d\d号)\s*(?=各|[^()\]、，。》]{{2,40}}[,:、])"
    rf"|(?<=[\u4e00-\u9fff])\s*(?=\(\s?{_HAS_NUMBER}\s?\)$)|(?<=日\))\s*(?=各[^。]{{0,120}}:)"
    rf"|(?<=。)\s*(?={_DAY}\s*(?:\(|$))|(?<=日)\s*(?=\(此件)|(?<=[府厅室局委会部院署])\s*(?={_DAY}$)"
)
_HAS_SEAM = compiled(r"[号日](?:(?<=号)|(?=[\s()])|(?<=\d日)|(?<=\d\s日))")
_MARKS = compiled(r"[*#>\-\s]*(?:[IVX]{1,4}(?=[\u4e00-\u9fff]))?")
"""What stands before the words of a line: marks, and the Roman number of a page that is glued to them."""
_NUMBER = compiled(
    r"[\u4e00-\u9fff]{1,12}?\s?(?:[\[(]\s?(?:20|19)\d\d\s?[\])]|(?:20|19)\d\d)\s?第?\s?\d{1,4}\s?号"
)
_DIGITS = compiled(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?: [\d:]*)?$")
_DATE = compiled(
    rf"\(?(\d{{4}}|[{CHINESE}]{{4}})年(\d{{1,2}}|[{CHINESE}]{{1,3}})月(?:(\d{{1,2}}|[{CHINESE}]{{1,3}})日)?\)?$"
)
_NOTICE = compiled(
    r"(?:\d{1,3}[.、]?)?(?P<organ>(?:[^关,。;:《]|关(?!于)){0,80}?)(?:关于|印发)(?P<what>.+?)的?"
    r"(?P<kind>通知|公告|通告|通报|批复|复函|函|请示|决定|意见|方案|计划|措施|要点)"
    r"(?:\((?P<date>\d{4}年\d{1,2}月[^()]*|[^()]*讨论[^()]*)\))?$"
)
_PAPERS = ("决定", "意见", "方案", "计划", "措施", "要点")
"""Kinds of papers that an organ gives out without a notice."""
_FIRST = compiled(r"\s*\d{1,3}\s?[.、．]\s*")
_BOOK = compiled(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_SENT = compiled(r"现(?:将|印发|转发|发布|公布)\s?$")
_APPROVED = compiled(r".{0,80}?现(?:将其)?(?:予以)?(?:印发|转发|批转|发布|公布)")
_FORWARDED = compiled(r"[^关《]{2,40}(?=关于)")
_NEWS = compiled(r"(?:近日|日前|最近),?(?P<organs>[^,。;《》]{2,40}?)(?:联合)?(?:印发|发布|公布)了?\s?$")
_HEADLINE = compiled(
    r"(?P<organs>[^,，。；;《》关]{2,40}?)(?:联合)?(?:印发|发布|公布)《(?P<title>[^《》]+)》"
)
_SENDER = compiled(r"(?!.*(?:贯彻|落实|根据|按照|依据|执行))[^,。;:]{0,24}")
_OBJECT = compiled(
    r"(?:关于|(?<=[厅室会局部委府院]))(?:向社会|联合)?(?:公开|广泛)?(?:印发|转发|批转|公布|发布|下达|征求)(?:实施)?"
)
_ISSUED = compiled(
    rf"(?P<before>[^,。;:《》()\d]{{2,60}}?)?\s*(?P<date>{_DAY}|\d{{4}}-\d\d?-\d\d?)"
    r"(?P<after>[^,。;:《》()\d]{0,60}?)\s*(?:联合|正式)?(?:印发|发布|颁布|公布)(?!的|了?\s?《)"
)
"""A remark on who gave the plan out, and when: (2030年5月6日 甲市人民政府印发)."""
_REMARK = compiled(r"\(.*\)|附\s?件\s?\d*[:：]?|正文|目\s*录|-+|特此通知.?")
_YEARS = compiled(r"[(（]?20\d\d\s?年?\s?[-—~–～至]{1,2}\s?20\d\d\s?年?[)）]?(?:文本)?")
_NEXT_ORGAN = compiled(r"(?<=[府厅室局会委院])(?<!总局)(?=[\u4e00-\u9fff]{2,8}[省市区县州])")
_CHAPTERS = ("第一篇", "第一部分", "第一章", "第一节", "一、")
_COLON = compiled("[:：∶﹕]")
_SETTING = compiled(r"([^\s:]{2,8}(?: [^\s:]{1,4})?)\s*:\s*(.*)")


class Piece(NamedTuple):
    """A line of the opening, or a stretch between blanks of a text without lines."""

    start: int
    end: int
    entry: int
    text: str
    folded: str


class Letter(NamedTuple):
    """A notice: its title and the parts of it, the pieces that it takes."""

    first: int
    last: int
    title: str
    organs: tuple[str, ...]
    named: str | None
    kind: str
    date: str | None


def date_of(text: str) -> str | None:
    """A line that is only a date, as YYYY-MM-DD; None for any other, and for a month without a day.

    >>> [date_of(text) for text in ("2023 年4 月3 日", "二〇二三年六月六日", "2023-4-3", "2022年12月")]
    ['2023-04-03', '2023-06-06', '2023-04-03', None]
    """
    found = _DATE.match(squeeze(text)) or _DIGITS.match(text.strip())
    if found is None or found.group(3) is None:
        return None
    year, month, day = (ordinal(part) or 0 for part in found.groups())
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def find_opening(document: Document, entries: Sequence[Entry], words: PlanWords) -> Opening:
    """The opening of a document; what it does not say is absent."""
    return _Reader(document, entries, words).read()


class _Reader:
    """Reads the first lines of one document."""

    def __init__(self, document: Document, entries: Sequence[Entry], words: PlanWords) -> None:
        self._document = document
        self._entries = entries
        self._words = words
        self._fields: dict[str, str] = {}
        self._pieces = [piece for piece in self._cut() if not self._is_field(piece)]
        self._take_notes()
        chapters = (at for at, piece in enumerate(self._pieces) if self._is_first_chapter(piece))
        self._chapter = next(chapters, len(self._pieces))
        self._letter = self._find_letter()

    def read(self) -> Opening:
        """The opening of the document."""
        letter = self._letter
        above = map(self._number, self._pieces[: self._chapter])
        said_number = self._field("number") or ""
        found = _NUMBER.match(fold(said_number))
        number = next((each for each in above if each), said_number[: found.end()] if found else said_number)
        signed, date, signature = self._signature()
        organs = letter.organs if letter is not None and letter.organs and len(signed) < 2 else signed
        said = tuple((self._field("issuer") or "").split())
        organs = _fuller(_fuller(organs, signed), said) if organs else said
        said_date = date or (letter.date if letter is not None else None)
        for kind in ("date", "published"):
            said_date = said_date or date_of(self._field(kind) or "")
        if said_date is None or not organs:
            told_date, told_organs = self._issued()
            said_date, organs = said_date or told_date, organs or told_organs
        title, span, first = self._title(signature)
        begin = 0
        if letter is not None:
            below = self._below(letter)
            begin = first if first > letter.last else below
            begin = self._pieces[begin].entry if begin < len(self._pieces) else 0
        return Opening(
            begin=begin, title=title, span=span, number=number or None, issuers=organs, date=said_date
        )

    def _issued(self) -> tuple[str | None, tuple[str, ...]]:
        """When and by whom the plan was given out, as a remark between its title and its text says."""
        for piece in self._pieces[: min(self._chapter, TITLE_LINES)]:
            found = _ISSUED.search(piece.folded) if "20" in piece.folded else None
            if found is not None and (date := date_of(found["date"])) is not None:
                names = found["after"].strip() or (found["before"] or "").strip()
                parts = tuple(compiled(r"[、\s]+").split(names))
                return date, parts if all(map(self._is_organ, parts)) else self._organs(names)
        return None, ()

    # -- pieces and fields ----------------------------------------------------------------

    def _cut(self) -> Iterator[Piece]:
        """The lines of the opening, down to the first section where no notice has numbered points."""
        for at, entry in enumerate(self._entries[:OPENING]):
            if isinstance(entry, Table):
                self._take_table(entry)
                continue
            for start, end in self._stretches(entry):
                if not is_han(self._document.text[start : start + 1]):
                    start = _MARKS.match(self._document.text, start, end).end()  # type: ignore[union-attr]
                text = tidy(self._document.text[start : min(end, start + LONGEST_CUT)].rstrip("* \u3000\n"))
                if text:
                    stands = self._document.text.startswith(text, start)
                    folded = self._document.folded[start : start + len(text)] if stands else fold(text)
                    yield Piece(start, end, at, text, folded)

    def _stretches(self, line: Line) -> Iterator[tuple[int, int]]:
        """A line cut where a part of a notice ends: its title, number, text, signature, date.

        A text without lines is cut at its blanks as well.
        """
        end = min(line.end, line.start + LONGEST_CUT)
        folded, seams = self._document.folded, []
        if _HAS_SEAM.search(folded, line.start, end):
            seams = [found.span() for found in _SEAM.finditer(folded, line.start, end)]
        if line.end - line.start >= 2 * LONGEST_LINE and folded.count(" ", line.start, end) > 2:
            blanks = [found.span() for found in _BLANK.finditer(self._document.text, line.start, end)]
            seams = sorted({*seams, *blanks}) if len(blanks) > 2 else seams
        start = line.start
        for stop, following in seams:
            if stop > start:
                yield start, stop
                start = following
        yield start, line.end

    def _is_field(self, piece: Piece) -> bool:
        """Whether a line is a field of the page, 发布日期: 2023-04-03; it is then remembered."""
        short = ":" in piece.folded and len(piece.text) < 4 * LONGEST_LINE
        found = _SETTING.fullmatch(piece.folded.replace("**", "")) if short else None
        key = self._words.field_of.get(found.group(1).replace(" ", "")) if found is not None else None
        if found is None or key is None:
            return False
        self._fields.setdefault(key, piece.text.replace("**", "")[found.start(2) :])
        return True

    def _take_table(self, table: Table) -> None:
        """Fields in the cells of a table: 发文机关：| 国务院."""
        for row in table.rows[:12]:
            cells = [tidy(" ".join(map(self._document.words, cell.paragraphs))) for cell in row.cells]
            for cell in cells:
                if _COLON.search(cell):
                    self._is_field(Piece(0, 0, 0, cell, fold(cell)))
            for name, said in itertools.pairwise(cells):
                key = self._words.field_of.get(squeeze(name[:LONGEST_LINE]).rstrip(":"))
                if key is not None and said:
                    self._fields.setdefault(key, said)

    def _take_notes(self) -> None:
        """Fields of a page's front matter, and of a record whose first line names its columns."""
        for note in self._document.notes:
            if note.code == "front-matter":
                for line in note.text.split("\n"):
                    self._is_field(Piece(0, 0, 0, tidy(line), fold(tidy(line))))
        if len(self._pieces) > 1 and compiled(r"[A-Za-z_]+(?:,[A-Za-z_]+)+").fullmatch(self._pieces[0].text):
            import csv

            head, row = (next(csv.reader([piece.text])) for piece in self._pieces[:2])
            for name, said in zip(head, row, strict=False):
                self._fields.setdefault(self._words.field_of.get(name.lower(), name), said)

    def _field(self, name: str) -> str | None:
        """What a field says; a dash or 无 says nothing."""
        said = self._fields.get(name, "").strip()
        return said if len(said) > 1 else None

    # -- the notice -----------------------------------------------------------------------

    def _number(self, piece: Piece) -> str | None:
        """The document number in a line of its own: 朔政发〔2017〕47号."""
        found = _NUMBER.search(piece.folded) if "号" in piece.folded else None
        if found is None or len(piece.folded) > found.end() - found.start() + 8:
            return None
        return "".join(piece.text[found.start() : found.end()].split())

    def _find_letter(self) -> Letter | None:
        """The notice whose title stands first, or the paper of an organ where no notice is."""
        firsts = [at for at in range(min(self._chapter, 20)) if self._begins_notice(self._pieces[at])]
        for kinds in (_PAPERS, ()):
            for first in firsts:
                joined = ""
                for last in range(first, min(first + TITLE_LINES, len(self._pieces))):
                    joined += self._pieces[last].folded
                    found = _NOTICE.match(squeeze(joined))
                    if found is not None and found.group("kind") not in kinds:
                        letter = self._letter_of(first, last, found)
                        if letter.organs or letter.kind not in _PAPERS[2:]:
                            return letter
                    if len(joined) > 4 * LONGEST_LINE or self._ends(self._pieces[last]):
                        break
        if (news := self._find_news()) is not None:
            return news
        title = self._field("title")
        found = _NOTICE.match(squeeze(title or ""))
        if found is not None and found.group("kind") == "通知":
            return self._letter_of(0, -1, found)
        greets = any(piece.folded.endswith(":") for piece in self._pieces[:3])
        sent = next((named for piece in self._pieces[:6] if (named := _sent_title(piece))), None)
        return Letter(0, -1, sent, (), sent, "通知", None) if sent is not None and greets else None

    def _find_news(self) -> Letter | None:
        """News that a plan was issued, above its text: 近日，甲、乙印发了《…规划》, or 甲 乙印发《…规划》."""
        for first in range(min(self._chapter, 4)):
            joined = ""
            for last in range(first, min(first + TITLE_LINES, len(self._pieces))):
                joined = _join(joined, self._pieces[last].text)
                told = _HEADLINE.fullmatch(joined)
                if told is not None and self._is_named_paper(told["title"]):
                    organs = self._organs(told["organs"]) or tuple(
                        compiled(r"[、\s]+").split(told["organs"].strip())
                    )
                    return Letter(first, last, told["title"], organs, told["title"], "通知", None)
        for at, piece in enumerate(self._pieces[:12]):
            for book in _BOOK.finditer(piece.text):
                told = _NEWS.search(piece.folded, 0, book.start())
                if told is not None and self._is_named_paper(book.group(1)):
                    organs = tuple(told.group("organs").split("、"))
                    return Letter(at, at, book.group(1), organs, book.group(1), "通知", None)
        return None

    def _is_named_paper(self, title: str) -> bool:
        """Whether words are the title of a plan, or of a paper of another kind."""
        title = compiled(r"[(（][^()（）]*[)）]$").sub("", title)
        return self._words.title.is_title(title) or title.endswith(self._words.other_kinds)

    def _begins_notice(self, piece: Piece) -> bool:
        """Whether a line can be the first of a notice's title: it says 关于, or who sends it."""
        bare = _FIRST.sub("", piece.text, count=1)
        sends = begins_with_place(bare) or bool(self._organs(self._document.text[piece.start : piece.end]))
        return sends or bool(compiled("关于|印发").search(bare))

    def _letter_of(self, first: int, last: int, found: re.Match[str]) -> Letter:
        """A notice from the match of its title."""
        pieces = self._pieces[first : last + 1]
        whole = "\n".join(self._document.text[piece.start : piece.end] for piece in pieces)
        if last < first:
            whole = self._field("title") or ""
        bare = _FIRST.sub("", whole, count=1) if _FIRST.match(whole) else whole
        before = compiled(r"关于|印发|转发|批转").split(bare, maxsplit=1)[0] if found.group("organ") else ""
        title = (
            tidy(compiled(r"\s*[(（][^()（）]*[)）]$").sub("", bare)) if found.group("date") else tidy(bare)
        )
        named = None
        said = _OBJECT.search(fold(title))
        if said is not None and found.group("kind") not in _PAPERS:
            inner = title[said.end() : title.rindex(found.group("kind"))].removesuffix("的")
            book = _BOOK.search(inner)
            named = book.group(1) if book is not None else _FORWARDED.sub("", inner, count=1)
        return Letter(
            first,
            last,
            title,
            self._organs(before),
            named,
            found.group("kind"),
            date_of(found.group("date") or ""),
        )

    def _organs(self, text: str) -> tuple[str, ...]:
        """The organs that a line names, none where it is no list of organs."""
        parts = text.split()
        if len(parts) > 1 and all(len(part) > 3 and self._is_organ(part) for part in parts):
            return tuple(parts)
        whole = tidy(text)
        for seam in _NEXT_ORGAN.finditer(whole):
            first, rest = whole[: seam.start()], whole[seam.start() :]
            if gazetteer().starting(rest) and self._is_organ(first) and (others := self._organs(rest)):
                return (first, *others)
        return (whole,) if self._is_organ(whole) else ()

    def _is_organ(self, text: str) -> bool:
        """Whether words are the name of an organ."""
        return 2 < len(text) <= 30 and bool(self._words.organ.fullmatch(text))

    def _ends(self, piece: Piece) -> bool:
        """Whether no title goes on behind a line."""
        return (
            piece.folded.endswith(("。", ":", ";", "号", "日"))
            or self._number(piece) is not None
            or bool(_DATE.match(squeeze(piece.folded)))
            or bool(self._words.stages.line.fullmatch(piece.folded))
            or bool(_REMARK.fullmatch(piece.folded) and not _YEARS.fullmatch(piece.folded))
        )

    def _below(self, letter: Letter) -> int:
        """The piece behind the addressees of a notice."""
        behind = letter.last + 1
        for at in range(behind, min(behind + 4, len(self._pieces))):
            if self._pieces[at].folded.endswith(":"):
                return at + 1
            if self._number(self._pieces[at]) is None and len(self._pieces[at].text) > LONGEST_LINE:
                break
        return behind

    def _signature(self) -> tuple[tuple[str, ...], str | None, int]:
        """Who signed, when, and the piece with the date; of a long letter the pair may stand at its end."""
        begin = self._letter.last + 1 if self._letter is not None else 0
        for at in range(begin, len(self._pieces)):
            piece = self._pieces[at]
            if not _DATE.match("".join(piece.folded.split())):
                continue
            signed: list[str] = []
            for above in reversed(self._pieces[max(begin, at - 12) : at]):
                organs = self._organs(self._document.text[above.start : above.end])
                if not organs:
                    break
                signed[:0] = organs
            date = date_of(piece.text)
            if date is not None or signed:
                return tuple(signed), date, at
        return (), None, -1

    # -- the title of the plan --------------------------------------------------------------

    def _title(self, signature: int) -> tuple[str | None, Span | None, int]:
        """The title of the plan, where it stands, and its first piece."""
        letter = self._letter
        named = self._named()
        runs = [run for run in self._runs(letter, signature) if letter is None or run[1] > letter.last]
        wanted = _bare(named or "")
        same = [run for run in runs if wanted and _bare(run[0]).endswith(wanted)]
        best = min(same, key=lambda run: (run[2] - run[1], -run[1]), default=None)
        if best is None and wanted and signature >= 0:
            best = next(
                (run for run in runs if run[1] == signature + 1 and _alike(wanted, _bare(run[0]))), None
            )
        if best is None and (letter is None or named is None):
            best = max(runs, key=self._score, default=None)
            best = self._extended(best) if best is not None else None
        if best is not None:
            text, first, last = best
            text = named if named is not None and "*" in text else text.removesuffix("文本")
            return text, Span(self._pieces[first].start, self._pieces[last].end), first
        if named is not None:
            return named, self._place(named), -1
        if letter is not None:
            return letter.title, self._place(letter.title), -1
        title = self._field("title") or self._of_other_kind()
        return title, self._place(title), -1

    def _named(self) -> str | None:
        """The title as the notice names it, best in its text: 现将《…规划》印发给你们."""
        for piece in self._pieces:
            if named := _sent_title(piece):
                return named
        return self._letter.named if self._letter is not None else None

    def _runs(self, letter: Letter | None, signature: int) -> Iterator[tuple[str, int, int]]:
        """Lines that together are the title of a plan."""
        begin, end = self._title_bounds(letter, signature)
        for first in range(begin, end):
            joined = ""
            for last in range(first, min(first + TITLE_LINES, end)):
                piece = self._pieces[last]
                if len(piece.text) > LONGEST_LINE or self._is_numbered(piece):
                    break
                joined = _join(joined, self._without_stage(piece.text))
                if self._words.title.is_title(joined):
                    yield self._words.title.unmarked(joined), first, last
                if self._ends(piece):
                    break

    def _title_bounds(self, letter: Letter | None, signature: int) -> tuple[int, int]:
        """The pieces among which the title stands."""
        if letter is not None:
            begin = max(signature, self._below(letter) - 1) + 1
            return begin, min(begin + (PAST_DATE if signature >= 0 else OPENING), len(self._pieces))
        return 0, self._chapter

    def _is_first_chapter(self, piece: Piece) -> bool:
        """Whether a line has the first number of a style that only chapters have."""
        label = getattr(self._entries[piece.entry], "label", None)
        return label is not None and label.number == 1 and label.style in _CHAPTERS

    def _score(self, run: tuple[str, int, int]) -> tuple[bool, int, int]:
        """Of several titles the one with a period, over the fewest lines, standing first."""
        text, first, last = run
        return has_period(text), first - last, -first

    def _extended(self, run: tuple[str, int, int]) -> tuple[str, int, int]:
        """A title with the line above that begins it, as on a cover, and its last word or years under it."""
        text, first, last = run
        while first > 0 and self._begins(self._pieces[first - 1], text):
            first -= 1
            text = _join(self._pieces[first].text, text)
        below = self._pieces[last + 1] if last + 1 < len(self._pieces) else None
        if below is None:
            return text, first, last
        years = _YEARS.fullmatch(below.folded) and not _YEARS.search(text)
        if below.folded[0] in "和及与暨" and self._words.title.is_title(_join(text, below.text)):
            return _join(text, below.text), first, last + 1
        if years or (squeeze(below.text) in self._words.title.endings and self._words.title.is_title(text)):
            last, text = last + 1, text + below.text.strip()
        return text, first, last

    def _begins(self, piece: Piece, title: str) -> bool:
        """Whether a line is the beginning of a title under it: a place, or words in front of “十五五”规划."""
        if (
            len(piece.text) > 40
            or begins_with_place(title)
            or self._ends(piece)
            or compiled(r"[,:;/《》\d]|(?:文件|规划)$").search(piece.folded)
        ):
            return False
        return begins_with_place(piece.text) or (len(piece.text) > 7 and begins_with_period(title))

    def _without_stage(self, text: str) -> str:
        """A title line without (征求意见稿) behind it."""
        found = self._words.stages.line.search(fold(text))
        return text[: found.start()].rstrip() if found is not None and found.start() > 0 else text

    def _is_numbered(self, piece: Piece) -> bool:
        """Whether a line is a section or an item."""
        return getattr(self._entries[piece.entry], "label", None) is not None

    def _is_above_title(self, piece: Piece) -> bool:
        """Whether a line above the title tells of the paper: a field of any name, its number, 附件1."""
        if _REMARK.fullmatch(piece.folded):
            return True
        if getattr(self._entries[piece.entry], "level", None) is not None:
            return False
        found = _SETTING.fullmatch(piece.folded)
        return (found is not None and bool(found.group(2))) or self._number(piece) is not None

    def _of_other_kind(self) -> str | None:
        """The first lines, where they are the title of a paper that is no plan."""
        joined = ""
        pieces = itertools.dropwhile(self._is_above_title, self._pieces)
        for piece in itertools.islice(pieces, TITLE_LINES):
            joined = _join(joined, self._without_stage(piece.text))
            entry = self._entries[piece.entry]
            headed = joined == piece.text and isinstance(entry, Line) and entry.level is not None
            told = compiled(r"[。;]" if headed else r"[。;:]").search(piece.folded)
            if len(joined) > LONGEST_LINE or self._is_numbered(piece) or told:
                break
            if len(joined) > 5 and (
                headed or self._words.title.bare(joined).endswith(self._words.other_kinds)
            ):
                return joined
        return None

    def _place(self, title: str | None) -> Span | None:
        """Where a title stands that is part of a line."""
        at = self._document.text.find(title) if title else -1
        return Span(at, at + len(title)) if title and at >= 0 else None


def _fuller(organs: tuple[str, ...], others: Sequence[str]) -> tuple[str, ...]:
    """Organs, each by the longer form of its name where others hold one that a place begins.

    >>> _fuller(("青岭区人民政府",), ["云溪市青岭区人民政府"])
    ('云溪市青岭区人民政府',)
    """
    placed = [other for other in others if begins_with_place(other)]
    return tuple(max((organ, *(o for o in placed if o.endswith(organ))), key=len) for organ in organs)


def _sent_title(piece: Piece) -> str | None:
    """The title that a notice sends: 现将《…规划》印发给你们."""
    for book in _BOOK.finditer(piece.text):
        before, behind = piece.folded[: book.start()], piece.folded[book.end() :]
        if _SENT.search(before) or (_SENDER.fullmatch(before) and _APPROVED.match(behind)):
            return book.group(1)
    return None


def _bare(text: str) -> str:
    """A title without blanks, quotation marks and other signs, and without 的, which notices leave out."""
    return compiled(r"[^\w]|的").sub("", squeeze(text))


def heads_letter(folded: Sequence[str]) -> bool:
    """Whether lines, folded and in their order, begin with the title of a notice and whom it is sent to.

    >>> heads_letter(["2.云溪市财政局关于印发《费用管理", "办法》的通知(2023年5月4日)", "各区财政局:"])
    True
    """
    joined = ""
    for at, line in enumerate(folded[:TITLE_LINES]):
        joined += "".join(line.split())
        if len(joined) >= 4 * LONGEST_LINE:
            break
        found = _NOTICE.match(joined)
        if found is not None and found.group("organ"):
            return any(below.endswith(":") for below in folded[at + 1 : at + 4])
    return False


def is_title_of(text: str, title: str) -> bool:
    """Whether a line is this title of a plan; its years may stand in the next line.

    >>> is_title_of("云溪市水利发展行动计划", "云溪市水利发展行动计划（2024—2026年）")
    True
    >>> is_title_of("云溪市水利发展规划重点任务", "云溪市水利发展规划")
    False
    """
    line, whole = _bare(text), _bare(title)
    return len(line) > 5 and whole.startswith(line) and not whole[len(line) :].strip("0123456789年")


def _alike(one: str, other: str) -> bool:
    """Whether a title right behind a notice is another wording of the one that it names."""
    return (Counter(one) & Counter(other)).total() > ALIKE_SHARE * max(len(one), len(other))


def _join(above: str, below: str) -> str:
    """Two lines of one title; a blank stays only between Latin words."""
    apart = above[-1:].isascii() and below[:1].isascii() and above[-1:].isalnum() and below[:1].isalnum()
    return f"{above} {below}" if apart else above + below
