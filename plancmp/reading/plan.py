"""What a plan says of itself: title, region, period, stage, number, issuer, date, what it rests on."""

import itertools
from collections.abc import Sequence
from typing import cast

from plancmp.model.outline import Line, Outline
from plancmp.model.place import Span
from plancmp.model.record import Basis, Level, Period, PlanData, PlanKind, RegionRecord, Stage, Text
from plancmp.reading.context import Context
from plancmp.rulepacks import load
from plancmp.structure.titles import PlanWords, gazetteer, place_of
from plancmp.text.folding import fold, squeeze, tidy
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE, ordinal
from plancmp.text.periods import PERIOD, find_period, name_of_years, years_of
from plancmp.text.regions import Region

_LONGEST_LINE = 60
_YEAR = compiled(r"^20\d\d\s?年?(?:\s?[-—~–～至]{1,2}\s?20\d\d\s?年)?")
_YEARS = compiled(r"(20\d\d)\s?年?\s?(?:-{1,2}|—{1,2}|~|至|到)\s?(20\d\d)\s?(?:年|\))")
_ONE_YEAR = compiled(r"(?<![至到—-])(20\d\d)\s?年(?![前底末起来以之版]|远景)")
_NAMED_END = compiled(
    r"(?<=[\u4e00-\u9fff])(20\d\d)[”\"]?(?:[\u4e00-\u9fff]{0,4}(?:规划|行动|纲要|战略|计划|方案)|$)"
)
_VALID = compiled(
    r"自(?:(20\d\d)\s?年)?[^,。;]{0,16}?起\s?(?:施行|实施|执行)\s?,\s?有效期限?[至到为]\s?(20\d\d)\s?年"
)
_OUTLOOK = compiled(r"(?:到|至|展望)\s?(20[3-9]\d)\s?年")
_CHINESE_YEAR = compiled(rf"(?:到|至|展望)\s?([二三][{CHINESE}]{{3}})年")
_MADE = compiled(
    r"(?:制定|编制|制订)本(?:规划|方案|计划|纲要)|特(?:制定|编制)|(?:根据|依据)《[^。]*》(?:制定|编制|制订)(?=[,，。])"
)
_BOOK = compiled(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_LEVELS: dict[str, Level] = {"省": "province", "市": "city", "县": "county", "区": "county", "旗": "county"}
_ABOUT = compiled(
    r"^关于(?:进一步|全面|大力|深入|扎实|切实|积极|加快|推进|推动|促进|加强|做好|实施|印发|落实|完善|健全|编制|开展|提升|深化)*"
)
_ZONE = compiled(r"中国\(([\u4e00-\u9fff]{2,6})\)")
_VILLAGE = compiled(
    r"[\u4e00-\u9fff]{2,6}?(?:镇|乡|街道)"
    r"(?:[\u4e00-\u9fff]{2,6}?(?:村|社区)(?=村|国土|规划|现状|建设|发展|[\s“\"])|(?=国民|国土|[“\"]))"
)
_NATION_PLANS = compiled(rf"^[“\"]?(?:{PERIOD}|国家|全国|国务院|中国)")


class PlanReader:
    """Reads the front of an outline."""

    def __init__(self, context: Context, outline: Outline) -> None:
        self._context = context
        self._document = context.document
        self._outline = outline
        self._words = load(PlanWords, "vocabulary/plans.yaml")
        self._front = [entry for entry in outline.front if isinstance(entry, Line)]

    def read(self) -> PlanData:
        """The data of the plan; what it does not say is absent."""
        opening = self._outline.opening
        title, span, number = opening.title, opening.span, opening.number
        issuer = "、".join(opening.issuers) or None
        stage, stage_text = self._stage()
        period = self._period(title, opening.date)
        based_on = tuple(self._based_on(span))
        region = self._region(title, issuer)
        if stage is None and number is not None and issuer is not None:
            stage = "issued"
        return PlanData(
            kind=cast(PlanKind, self._words.kind_of(title)) if title else None,
            title=title,
            region=region,
            sector=self._sector(title),
            period=period,
            stage=stage,
            stage_text=stage_text,
            number=number,
            issuer=issuer,
            date=opening.date,
            based_on=based_on,
            front=self._front_texts(),
        )

    def _front_texts(self) -> tuple[Text, ...]:
        """Every paragraph before the first section."""
        return tuple(self._context.text(line.start, line.end) for line in self._front)

    # -- stage, number, signature ---------------------------------------------------------

    def _stage(self) -> tuple[Stage | None, str | None]:
        """Stage and the words that say it, from the lines around the title."""
        for line in self._front:
            folded = self._document.folded[line.start : line.end]
            if len(folded) > _LONGEST_LINE + 10:
                continue
            found = self._words.stages.line.search(folded)
            if found is not None and (
                found.start() == 0
                or self._words.title.is_title(tidy(folded[: found.start()]))
                or "(" in found.group()
            ):
                text = found.group("stage")
                return cast(Stage, self._words.stages.stage_of[text]), text
        return None, None

    # -- period -----------------------------------------------------------------------------

    def _period(self, title: str | None, date: str | None) -> Period | None:
        """The plan's years, from its title, else from how long it is valid, else from the front."""
        front = " ".join(self._document.folded[line.start : line.end] for line in self._front)
        # Other papers name the periods of the plans that they rest on.
        own = compiled("本(?:规划|纲要)").search(front) or self._words.kind_of(title or "") in (
            "plan",
            "outline",
        )
        named = fold(title or "")
        found = (
            _period_in(named)
            or _year_in(named)
            or self._validity(date)
            or _named_end(named, date)
            or (_period_in(front) if own else None)
        )
        if found is None:
            return None
        name, start, end = found
        return Period(name=name, start=start, end=end, outlook=self._outlook(end))

    def _validity(self, date: str | None) -> tuple[str, int, int] | None:
        """The years in which a paper holds: 自2023年2月1日起施行，有效期至2025年12月31日."""
        found = _VALID.search(self._document.folded)
        first = (found.group(1) or (date or "")[:4]) if found is not None else ""
        return _years(int(first), int(found.group(2))) if found is not None and first else None

    def _outlook(self, end: int) -> int | None:
        """The year that the plan looks out to, beyond its end; titles of other plans do not count."""
        text = _BOOK.sub("", self._document.folded)
        years = [int(found.group(1)) for found in _OUTLOOK.finditer(text)]
        for found in _CHINESE_YEAR.finditer(text):
            number = ordinal(found.group(1))
            years += [number] if number else []
        return next((year for year in years if year > end and year % 5 == 0), None)

    # -- region, sector, basis -----------------------------------------------------------------

    def _region(self, title: str | None, issuer: str | None) -> RegionRecord | None:
        """The place of the plan, from its title, else from who issued it."""
        for text in (title, issuer):
            if not text:
                continue
            text = _YEAR.sub("", _ABOUT.sub("", text.lstrip('“"《')))
            zone = _ZONE.match(fold(text))
            found = gazetteer().short(zone.group(1)) if zone is not None else gazetteer().starting(text)
            if len(found) > 1:
                found = _told_apart(found, self._document.text[:4000])
            if len(found) == 1:
                region = found[0]
                at = text.find(region.name)
                village = _VILLAGE.match(text, at + len(region.name)) if at >= 0 else None
                if village is not None:
                    return RegionRecord(name=text[at : village.end()], parents=(*region.parents, region.name))
                return _record_of(region)
            if found:
                return RegionRecord(name=found[0].name, level=found[0].level)
            if name := place_of(text):
                return RegionRecord(name=name, level=_LEVELS.get(name[-1]))
            for width in (2, 3):
                # 广西可再生能源发展规划: of short names those of provinces are known to everybody.
                for region in gazetteer().short(text[:width]):
                    if region.level == "province":
                        return _record_of(region)
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
        if any(_MADE.search(self._document.folded, line.start, line.end) for line in self._front):
            return []
        found: list[Line] = []
        for node in self._outline.nodes[:1]:
            content = [entry for each in (node, *node.children) for entry in each.content]
            found += [
                entry
                for entry in content
                if isinstance(entry, Line) and _MADE.search(self._document.folded, entry.start, entry.end)
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


def _period_in(text: str) -> tuple[str, int, int] | None:
    """Name, first and last year of the period that folded words name."""
    number = find_period(text)
    if number is not None:
        return _years(*years_of(number))
    years = _YEARS.search(text)
    return _years(*(int(year) for year in years.groups())) if years is not None else None


def _year_in(title: str) -> tuple[str, int, int] | None:
    """The one year that a title names: 2023年度工作任务; no year by which or since when something is."""
    years = _ONE_YEAR.findall(title)
    return _years(int(years[0]), int(years[0])) if len(years) == 1 else None


def _named_end(title: str, date: str | None) -> tuple[str, int, int] | None:
    """From the year of issue to the one that a plan has in its name: 健康某市2030规划纲要."""
    found = _NAMED_END.search(title)
    return _years(int(date[:4]), int(found.group(1))) if found is not None and date else None


def _years(start: int, end: int) -> tuple[str, int, int] | None:
    """A period with its name, None where the years are none."""
    name = name_of_years(start, end)
    if name is not None:
        return name, start, end
    if not start <= end <= start + 20:
        return None
    return (f"{start}—{end}" if end > start else str(start)), start, end


def _record_of(region: Region) -> RegionRecord:
    """A known place as records hold it."""
    return RegionRecord(name=region.name, level=region.level, code=region.code, parents=region.parents)


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
        *(found.end() for found in compiled("。").finditer(folded[line.start : line.end])),
        line.end,
    ]
    bounds = [bounds[0], *(line.start + bound for bound in bounds[1:-1]), bounds[-1]]
    return [(start, end) for start, end in itertools.pairwise(bounds) if end > start]
