"""What a plan says of itself: title, region, period, stage, number, issuer, date, what it rests on."""

import itertools
import re
from collections.abc import Sequence
from functools import cache
from typing import cast

from plancmp.model.outline import Line, Outline
from plancmp.model.place import Span
from plancmp.model.record import Basis, Level, Period, PlanData, RegionRecord, Stage, Text
from plancmp.reading.context import Context
from plancmp.rulepacks import load, read_rule_text
from plancmp.structure.titles import PlanWords
from plancmp.text.folding import fold, squeeze, tidy
from plancmp.text.ordinals import ordinal
from plancmp.text.regions import Gazetteer, Region

_LONGEST_LINE = 60
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}?[\[(]\s?(20\d\d|19\d\d)\s?[\])]\s?第?\s?\d{1,4}\s?号")
_DATE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日$")
_CHINESE_DATE = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日$"
)
_PERIOD = re.compile(r"[“\"]?(十[一二三四五六七八九])五[”\"]?")
_YEARS = re.compile(r"(20\d\d)\s?年?\s?(?:-{1,2}|—{1,2}|~|至|到)\s?(20\d\d)\s?年")
_OUTLOOK = re.compile(r"(?:到|至|展望)\s?(20[3-9]\d)\s?年")
_CHINESE_YEAR = re.compile(r"(?:到|至|展望)\s?([二三][〇零一二三四五六七八九]{3})年")
_BOOK = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_ISSUER = re.compile(r"(?:人民政府(?:办公厅|办公室)?|委员会|办公厅|办公室|局|厅|委|联合会|残联)$")
_PERIOD_NAMES = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_LEVELS: dict[str, Level] = {"省": "province", "市": "city", "县": "county", "区": "county", "旗": "county"}
_PLACE = re.compile(
    r"^(?![各我该]|[本全][省市县区旗])(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,6}?(?:市|自治州|盟))?([\u4e00-\u9fff]{2,12}?(?:自治县|县|旗|区|市|省|自治州))"
)
_ABOUT = re.compile(
    r"^关于(?:进一步|全面|大力|深入|扎实|切实|积极|加快|推进|推动|促进|加强|做好|实施|印发|落实|完善|健全|编制|开展|提升|深化)*"
)
_NATION_PLANS = re.compile(r"^[“\"]?(?:十[一二三四五六]五|国家|全国|国务院|中国)")


@cache
def gazetteer() -> Gazetteer:
    """All divisions of the country; parsed once."""
    return Gazetteer.parse(read_rule_text("vocabulary/regions.tsv"))


class PlanReader:
    """Reads the front of an outline."""

    def __init__(self, context: Context, outline: Outline) -> None:
        self._context = context
        self._document = context.document
        self._outline = outline
        self._words = load(PlanWords, "vocabulary/plans.yaml")
        self._front = [entry for entry in outline.front if isinstance(entry, Line)]
        self._short = [
            (at, tidy(self._document.text[line.start : line.end]))
            for at, line in enumerate(self._front)
            if line.end - line.start <= _LONGEST_LINE
        ]

    def read(self) -> PlanData:
        """The data of the plan; what it does not say is absent."""
        title, span = self._title()
        stage, stage_text = self._stage(span)
        number = self._number()
        issuer, date = self._signature()
        period = self._period(title)
        based_on = tuple(self._based_on(span))
        region = self._region(title, issuer, based_on)
        if stage is None and number is not None and issuer is not None:
            stage = "issued"
        return PlanData(
            title=title,
            region=region,
            sector=self._sector(title),
            period=period,
            stage=stage,
            stage_text=stage_text,
            number=number,
            issuer=issuer,
            date=date,
            based_on=based_on,
            front=self._front_texts(),
        )

    def _front_texts(self) -> tuple[Text, ...]:
        """Every paragraph before the first section."""
        return tuple(self._context.text(line.start, line.end) for line in self._front)

    # -- title ------------------------------------------------------------------------

    def _title(self) -> tuple[str | None, Span | None]:
        """The plan's title, over as many lines as it has, and where it stands."""
        best: tuple[tuple[int, int, int], str, Span] | None = None
        places = [at for at, _ in self._short]
        texts = dict(self._short)
        for at in places:
            joined = ""
            for length in range(1, 6):
                last = at + length - 1
                if last not in texts or (length > 1 and not self._may_continue(texts[last - 1])):
                    break
                joined += self._without_stage(texts[last]) if length > 1 else self._without_stage(texts[at])
                if self._is_title(joined):
                    score = (
                        1 if _PERIOD.search(fold(joined)) or _YEARS.search(fold(joined)) else 0,
                        -length,
                        -at,
                    )
                    if best is None or score > best[0]:
                        best = (score, joined, Span(self._front[at].start, self._front[last].end))
        if best is None:
            return self._quoted_title()
        title, span = self._with_place(best[1], best[2])
        title, span = self._with_years(title, span)
        return title.strip("《》"), span

    def _without_stage(self, text: str) -> str:
        """A title line without (征求意见稿) behind it."""
        found = self._words.stages.line.search(fold(text))
        return text[: found.start()].rstrip() if found is not None and found.start() > 0 else text

    def _may_continue(self, text: str) -> bool:
        """Whether a line of the front can be followed by the rest of a title."""
        folded = fold(text)
        return not (
            folded.endswith(("。", ":", ";", "号", "日", ")"))
            or _NUMBER.search(folded)
            or self._words.stages.line.fullmatch(folded)
            or re.fullmatch(r"附\s?件\s?\d*", folded)
        )

    def _is_title(self, text: str) -> bool:
        """Whether words can be the title of a plan."""
        return self._words.title.is_title(text)

    def _with_place(self, title: str, span: Span) -> tuple[str, Span]:
        """A title with the place that stands on the line above it, as on a cover."""
        above = [line for line in self._front if line.end <= span.start]
        if not above or gazetteer().starting(title) or _PLACE.match(title):
            return title, span
        text = tidy(self._document.text[above[-1].start : above[-1].end])
        place = _PLACE.fullmatch(text)
        return (text + title, Span(above[-1].start, span.end)) if place is not None else (title, span)

    def _with_years(self, title: str, span: Span) -> tuple[str, Span]:
        """A title with the years in brackets that stand in the line under it."""
        for line in self._front:
            if line.start > span.end:
                text = tidy(self._document.text[line.start : line.end])
                if re.fullmatch(r"[(（]20\d\d\s?年?\s?[-—~–～至]{1,2}\s?20\d\d\s?年[)）]", text):
                    return title + text, Span(span.start, line.end)
                break
        return title, span

    def _quoted_title(self) -> tuple[str | None, Span | None]:
        """The title as a letter quotes it: 现将《…规划》印发给你们."""
        for line in self._front:
            for found in _BOOK.finditer(self._document.text, line.start, line.end):
                before = self._document.text[max(line.start, found.start() - 6) : found.start()]
                if self._is_title(found.group(1)) and ("现将" in before or "印发" in before):
                    return found.group(1), Span(found.start(), found.end())
        return None, None

    # -- stage, number, signature ---------------------------------------------------------

    def _stage(self, title: Span | None) -> tuple[Stage | None, str | None]:
        """Stage and the words that say it, from the lines around the title."""
        for line in self._front:
            folded = self._document.folded[line.start : line.end]
            if len(folded) > _LONGEST_LINE + 10:
                continue
            found = self._words.stages.line.search(folded)
            if found is not None and (
                found.start() == 0 or self._is_title(tidy(folded[: found.start()])) or "(" in found.group()
            ):
                text = found.group("stage")
                return cast(Stage, self._words.stages.stage_of[text]), text
        return None, None

    def _number(self) -> str | None:
        """The document number in a line of its own: 朔政发〔2017〕47号."""
        for line in self._front:
            folded = self._document.folded[line.start : line.end]
            found = _NUMBER.search(folded)
            if found is not None and len(folded.strip()) <= found.end() - found.start() + 8:
                return tidy(self._document.text[line.start + found.start() : line.start + found.end()])
        return None

    def _signature(self) -> tuple[str | None, str | None]:
        """Who issued the plan and when: two lines of the letter."""
        for at, line in enumerate(self._front):
            folded = tidy(self._document.folded[line.start : line.end])
            date = _date_of(folded)
            if date is None or len(folded) > 24:
                continue
            issuer = None
            if at > 0:
                before = tidy(self._document.text[self._front[at - 1].start : self._front[at - 1].end])
                if len(before) <= 30 and _ISSUER.search(before):
                    issuer = before
            return issuer, date
        return None, None

    # -- period -----------------------------------------------------------------------------

    def _period(self, title: str | None) -> Period | None:
        """The plan's five years, from its title, else from the front."""
        front = " ".join(self._document.folded[line.start : line.end] for line in self._front)
        for text in (fold(title or ""), front):
            found = _PERIOD.search(text)
            years = _YEARS.search(text)
            if found is not None and found.group(1) in _PERIOD_NAMES:
                start = _PERIOD_NAMES[found.group(1)]
                return Period(
                    name=f"{found.group(1)}五", start=start, end=start + 4, outlook=self._outlook(start + 4)
                )
            if years is not None:
                start, end = int(years.group(1)), int(years.group(2))
                if start < end <= start + 20:
                    name = next(
                        (
                            f"{word}五"
                            for word, first in _PERIOD_NAMES.items()
                            if (first, first + 4) == (start, end)
                        ),
                        f"{start}—{end}",
                    )
                    return Period(name=name, start=start, end=end, outlook=self._outlook(end))
        return None

    def _outlook(self, end: int) -> int | None:
        """The year that the plan looks out to, beyond its end; titles of other plans do not count."""
        text = _BOOK.sub("", self._document.folded)
        years = [int(found.group(1)) for found in _OUTLOOK.finditer(text)]
        for found in _CHINESE_YEAR.finditer(text):
            number = ordinal(found.group(1))
            years += [number] if number else []
        return next((year for year in years if year > end and year % 5 == 0), None)

    # -- region, sector, basis -----------------------------------------------------------------

    def _region(
        self, title: str | None, issuer: str | None, based_on: Sequence[Basis]
    ) -> RegionRecord | None:
        """The place of the plan, from its title, else from who issued it."""
        for text in (title, issuer):
            if not text:
                continue
            text = _ABOUT.sub("", text)
            found = gazetteer().starting(text)
            if len(found) > 1:
                found = _told_apart(found, self._document.text[:4000])
            if len(found) == 1:
                region = found[0]
                return RegionRecord(
                    name=region.name, level=region.level, code=region.code, parents=region.parents
                )
            place = _PLACE.match(text)
            if found:
                return RegionRecord(name=found[0].name, level=found[0].level)
            if place is not None:
                name = place.group(1)
                return RegionRecord(name=name, level=_LEVELS.get(name[-1]))
        return None

    def _sector(self, title: str | None) -> str | None:
        """The field of policy that the title names."""
        if not title:
            return None
        return next(
            (sector for sector, words in self._words.sectors.items() if any(word in title for word in words)),
            None,
        )

    def _based_on(self, title: Span | None) -> list[Basis]:
        """The documents named in sentences that say what the plan rests on."""
        found: list[Basis] = []
        own = self._document.text[title.start : title.end] if title else ""
        for line in (*self._front, *self._opening()):
            if title is not None and line.end <= title.end:
                continue
            if "《" not in self._document.text[line.start : line.end]:
                continue
            for start, end in _sentences(self._document.folded, line):
                if any(word in self._document.folded[start:end] for word in self._words.basis.words):
                    found.extend(self._books(start, end, own, {squeeze(basis.title) for basis in found}))
        return found

    def _opening(self) -> list[Line]:
        """Paragraphs of the first section that say what the plan rests on, where the front does not."""
        made = re.compile(r"(?:制定|编制|制订)本(?:规划|方案|计划|纲要)|特(?:制定|编制)")
        if any(made.search(self._document.folded, line.start, line.end) for line in self._front):
            return []
        found: list[Line] = []
        for node in self._outline.nodes[:1]:
            content = [entry for each in (node, *node.children) for entry in each.content]
            found += [
                entry
                for entry in content
                if isinstance(entry, Line) and made.search(self._document.folded, entry.start, entry.end)
            ]
        return found

    def _books(self, start: int, end: int, own: str, known: set[str]) -> list[Basis]:
        """The titles in one sentence."""
        books: list[Basis] = []
        for book in _BOOK.finditer(self._document.text, start, end):
            words = tidy(book.group(1))
            if squeeze(words) in known or squeeze(words) == squeeze(own):
                continue
            known.add(squeeze(words))
            at = self._document.place(book.start(1), book.end(1))
            books.append(Basis(title=words, level=self._basis_level(words), at=at))
        return books

    def _basis_level(self, title: str) -> Level | None:
        """How high the authority stands that a title names."""
        if _NATION_PLANS.match(title) or title.startswith(self._words.basis.nation):
            return "nation"
        regions = gazetteer().starting(title)
        return regions[0].level if regions else None


def _told_apart(regions: Sequence[Region], text: str) -> tuple[Region, ...]:
    """Of several places with one name those whose province and city the text names."""
    named = [region for region in regions if all(parent in text for parent in region.parents)]
    if not named:
        named = [region for region in regions if any(parent in text for parent in region.parents)]
    return tuple(named) if len(named) == 1 else tuple(regions)


def _sentences(folded: str, line: Line) -> list[tuple[int, int]]:
    """The sentences of a line."""
    bounds = [
        line.start,
        *(found.end() for found in re.finditer("。", folded[line.start : line.end])),
        line.end,
    ]
    bounds = [bounds[0], *(line.start + bound for bound in bounds[1:-1]), bounds[-1]]
    return [(start, end) for start, end in itertools.pairwise(bounds) if end > start]


def _date_of(folded: str) -> str | None:
    """A date in a line of its own as YYYY-MM-DD."""
    found = _DATE.search(folded)
    if found is not None:
        year, month, day = (int(part) for part in found.groups())
    else:
        chinese = _CHINESE_DATE.search(folded)
        if chinese is None:
            return None
        numbers = [ordinal(part) for part in chinese.groups()]
        if None in numbers:
            return None
        year, month, day = (number or 0 for number in numbers)
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
