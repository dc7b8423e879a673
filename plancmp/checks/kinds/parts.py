"""What the document as a whole must say, and what could not be looked at (DOC002, DOC003)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from plancmp.checks.entries import Check, Hit, Rule
from plancmp.checks.view import Passage, PlanView, any_of
from plancmp.model.record import Note, PlanRecord, flat
from plancmp.model.words import Words
from plancmp.rulepacks import load
from plancmp.rulepacks.messages import worded
from plancmp.structure.titles import PlanWords
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled
from plancmp.text.periods import PERIOD

_RANK = {"nation": 0, "province": 1, "city": 2, "county": 3}


class PlanPart(Rule, frozen=True, kw_only=True):
    """A part that a plan must have, and what shows that it is there."""

    name: Words
    words: tuple[str, ...] = ()
    """Words of a heading (folded, without blanks)."""
    titles: tuple[str, ...] = ()
    """Whole titles: 目标. They may also open a paragraph: 主要目标。到2030年…"""
    opening: tuple[str, ...] = ()
    """Words of the title of the first chapter that stand for it."""
    opens: tuple[str, ...] = ()
    """Patterns of what a paragraph that stands for it begins with."""
    chapters: int = 0
    """So many chapters whose titles begin with a verb of doing."""
    figures: int = 0
    """So many quantified promises under headings on goals."""
    indicators: bool = False
    """A table of indicators."""
    not_of: tuple[str, ...] = ()
    """Levels of the places whose plans are not asked for it."""


class PlanPartParameters(Rule, frozen=True, kw_only=True):
    """Parts that a plan must have."""

    parts: tuple[PlanPart, ...]
    kinds: tuple[str, ...]
    """Kinds of document that are asked for them."""
    others: tuple[str, ...]
    """Words of titles of plans that another law asks for other parts: 村庄规划."""
    most: int
    """Where more are missing the text is of another kind, or was not read as it is built."""
    verbs: tuple[str, ...]
    """What the title of a chapter of tasks begins with: 健全, 切实."""
    not_doing: tuple[str, ...]
    """Words of titles that begin so and are of other things: 发展格局."""
    goals: tuple[str, ...]
    """Words of headings on goals."""


class BasisParameters(Rule, frozen=True, kw_only=True):
    """What counts as a superior plan."""

    kinds: tuple[str, ...]
    """Kinds of document that are asked for it."""
    plans: tuple[str, ...]
    """Words of titles of plans: 规划, 方案, 纲要."""
    general: tuple[str, ...]
    """Words of titles of plans for everything, which are no plan of the field: 国民经济和社会发展."""
    above: tuple[str, ...] = ()
    """What stands before a plan that is named without its title: 国家、省“十四五”能源发展规划."""
    common: tuple[str, ...] = ()
    """Words of titles that say nothing of the field: 事业, 发展."""


class NotCheckedParameters(Rule, frozen=True, kw_only=True):
    """The reader's notes on what could not be looked at."""

    notes: dict[str, Words]
    single: tuple[str, ...] = ()
    """Notes that are a finding each."""


def title_hit(view: PlanView) -> tuple[Passage | None, int, int]:
    """The passage of the plan's title; where there is none, its first words."""
    title = squeeze(view.record.plan.title or "")
    for passage in view.passages[:8]:
        if (
            passage.kind == "front"
            and title
            and squeeze(passage.text)
            and squeeze(passage.text)[:12] in title
        ):
            return passage, 0, len(passage.text)
    if view.passages:
        first = view.passages[0]
        return first, 0, min(len(first.text), first.bounds(0)[1], 30)
    return None, 0, 0


def find_missing_plan_parts(view: PlanView, check: Check) -> Iterator[Hit]:
    """Parts that nothing shows: no heading, no run-in words, no chapters or figures in their place."""
    parameters: PlanPartParameters = check.parameters
    titles = [squeeze(section.title) for section in view.sections.values()]
    level = _level(view)
    asked = [part for part in parameters.parts if level not in part.not_of]
    missing = [part for part in asked if not _is_there(view, part, parameters, titles)]
    if view.kind not in parameters.kinds or len(missing) > parameters.most:
        return
    if len(missing) > 1 and any(part.chapters for part in missing):
        # Without tasks it is no whole plan.
        return
    if re.search(any_of(parameters.others), squeeze(view.record.plan.title or "")):
        return
    for part in missing:
        passage, start, end = title_hit(view)
        yield Hit(passage, start, end, {"name": part.name}, part=part.name.zh)


def _level(view: PlanView) -> str:
    """Of which level a plan is; one that names no place at all is the nation's."""
    region = view.record.plan.region
    if region is not None and region.level is not None:
        return region.level
    title = squeeze(view.record.plan.title or "")
    return "county" if not title or compiled(r"[^“《]{1,12}[市县区旗州盟]").match(title) else "nation"


def _is_there(view: PlanView, part: PlanPart, parameters: PlanPartParameters, titles: Sequence[str]) -> bool:
    """Whether something shows a part."""
    words = [squeeze(word) for word in part.words]
    if (part.indicators and _has_indicators(view)) or any(
        word in title for title in titles for word in words
    ):
        return True
    if part.titles and (
        any(compiled(r"[。:]$").sub("", title) in part.titles for title in titles)
        or _opens_paragraph(view, (*part.words, *part.titles))
    ):
        return True
    if _opens_plan(view, part):
        return True
    if part.chapters and (
        _chapters_of_doing(view, parameters) >= part.chapters
        or _chapters_between(view, parameters) >= part.chapters
    ):
        return True
    return bool(part.figures) and _figures_of_goals(view, parameters) >= part.figures


def _opens_plan(view: PlanView, part: PlanPart) -> bool:
    """Whether the first chapter of a short plan, which has no parts of its own, stands for it."""
    first = next(iter(view.record.sections), None)
    if first is None or first.sections or first.number not in (None, 1):
        return False
    opens = compiled("|".join(rf"\s*(?:{pattern})" for pattern in part.opens) or any_of(()))
    is_titled = re.search(any_of(part.opening), squeeze(first.title)) is not None
    return is_titled or any(opens.match(fold(each.text)) for each in first.paragraphs)


def _has_indicators(view: PlanView) -> bool:
    """Whether there is a table of indicators, be it one that is a picture or was not understood."""
    titles = [each.title for each in view.record.boxes] + [each.title for each in view.record.tables]
    # A text that came in one line has lost its tables.
    lost = any(note.code == "one-line" for note in view.record.notes)
    return lost or bool(view.record.indicators) or any("指标" in squeeze(title or "") for title in titles)


def _opens_paragraph(view: PlanView, words: Sequence[str]) -> bool:
    """Whether a paragraph begins with a run-in title: 主要目标。到2030年…"""
    opening = compiled(rf"\s*(?:{any_of(words)})[。:]")
    return any(each.kind == "paragraph" and opening.match(each.folded) for each in view.passages)


def _chapters_of_doing(view: PlanView, parameters: PlanPartParameters) -> int:
    """How many chapters have a title that says what is to be done."""
    doing = compiled(rf"(?:{any_of(parameters.verbs)})")
    others = (word for part in parameters.parts for word in (*part.words, *part.titles))
    other = compiled(any_of((*parameters.not_doing, *others)))
    titles = [squeeze(section.title) for section in view.record.sections]
    return sum(bool(doing.match(title)) and not other.search(title) for title in titles)


def _chapters_between(view: PlanView, parameters: PlanPartParameters) -> int:
    """How many chapters stand between goals and safeguards: what is done, whatever they are called."""
    before, _, behind = parameters.parts[1], parameters.parts[2], parameters.parts[3]
    titles = [squeeze(section.title) for section in view.record.sections]
    held = [[squeeze(each.title) for each in flat((section,))] for section in view.record.sections]
    goals = [at for at, names in enumerate(held) if any(_says(name, before) for name in names)]
    safeguards = [at for at, title in enumerate(titles) if _says(title, behind)]
    first = goals[0] if goals else len(titles)
    last = next((at for at in safeguards if at > first), first)
    other = compiled(rf"(?:{any_of(parameters.not_doing)})$")
    return sum(other.search(title) is None for title in titles[first + 1 : last])


def _says(title: str, part: PlanPart) -> bool:
    """Whether a title is that of a part."""
    return title in part.titles or any(squeeze(word) in title for word in part.words)


def _figures_of_goals(view: PlanView, parameters: PlanPartParameters) -> int:
    """How many figures stand under headings on goals, or under a mark of its own: 【主要目标】."""
    goals = compiled(any_of(parameters.goals))
    count, below = 0, ""
    for passage in view.passages:
        if passage.kind not in ("paragraph", "heading"):
            continue
        section = passage.section or ""
        is_head = passage.kind == "heading" or len(passage.text) < _SHORT
        if is_head and not (below and section.startswith(f"{below}.")):
            below = section if goals.search(passage.folded) else ""
        if below:
            count += len(_FIGURE.findall(passage.folded))
    return count


_SHORT = 12
"""A paragraph shorter than this may head a list."""
_FIGURE = compiled(
    r"(?<![\d.])(?!(?:19|20)\d\d年)\d+(?:\.\d+)?\s?(?:%|‰|/\d|[万亿]?[人名个家所张户件次元亩年岁级座处])"
)


def find_missing_basis(view: PlanView, check: Check) -> Iterator[Hit]:
    """A plan that names no plan of its field from above among the documents it rests on."""
    plan = view.record.plan
    # A province may be the first to plan in its field.
    if plan.region is None or plan.title is None or plan.region.level in (None, "nation", "province"):
        return
    parameters: BasisParameters = check.parameters
    if view.kind not in parameters.kinds:
        return
    field = _field_words(view)
    plans, general = compiled(any_of(parameters.plans)), compiled(any_of(parameters.general))
    own = squeeze(plan.region.name)
    rank = _RANK[plan.region.level]
    for basis in plan.based_on:
        title = squeeze(basis.title)
        above = basis.level is None or _RANK[basis.level] < rank
        named = plans.search(title) and not general.search(title) and not title.startswith(own)
        if named and above and (not field or any(word in title for word in field)):
            return
    if _names_plan_above(view, parameters):
        return
    passage, start, end = _basis_place(view)
    yield Hit(passage, start, end, part="basis")


def _field_words(view: PlanView) -> tuple[str, ...]:
    """What a plan of this one's field has in its title; none where the field is not known.

    Two characters are enough: 残疾预防 is of the field of 残疾人. A plan for 妇女儿童 is of three fields.
    """
    plan = view.record.plan
    if plan.sector is None:
        return ()
    title = squeeze(plan.title or "")
    sectors = load(PlanWords, "vocabulary/plans.yaml").sectors
    return tuple(
        dict.fromkeys(
            word[:2] for words in sectors.values() if any(each in title for each in words) for word in words
        )
    )


def _names_plan_above(view: PlanView, parameters: BasisParameters) -> bool:
    """Whether a plan of the same field from above is named elsewhere, or without its title."""
    plan = view.record.plan
    assert plan.region is not None
    field = _field(view, parameters)
    if len(field) < 2:
        return False
    ends = compiled(r"(?<=..)(?:[\u4e00-\u9fff]{0,8}族自治州|省|市|自治区|自治州|地区|盟)$")
    parents = [ends.sub("", name) for name in plan.region.parents]
    above = any_of((*parameters.above, *(parent for parent in parents if len(parent) > 1)))
    words, plans = r"[^。;,《》\x00\n]", any_of(parameters.plans)
    named = rf"(?:{above}){words}{{0,24}}{re.escape(field)}{words}{{0,24}}?(?:{plans})"
    bare, titled = rf"{named}(?!{words}*》)", rf"《{named}{words}{{0,12}}》"
    # The plan's own title names its city as well: 连云港市连云区海洋经济发展规划.
    own = squeeze(plan.region.name)
    return any(
        own not in squeeze(found.group())
        for _, found, *_ in view.search(compiled(f"{bare}|{titled}"), ("front", "paragraph"))
    )


def _field(view: PlanView, parameters: BasisParameters) -> str:
    """What a plan is about, by its title: the words left without place, period and 发展规划."""
    plan = view.record.plan
    title = squeeze(plan.title or "")
    name = squeeze(plan.region.name) if plan.region is not None else ""
    # 甘南州 is short for 甘南藏族自治州.
    short = compiled(rf"{re.escape(name[:2])}.{{0,3}}?[省市州盟县区旗]").search(title) if name else None
    end = title.find(name) + len(name) if name in title else short.end() if short else 0
    title = title[end:]
    title = compiled(rf"\([^()]*\)|[“\"]?(?:{PERIOD}|十五)[”\"]?(?:时期)?").sub("", title)
    return re.split(any_of((*parameters.plans, *parameters.common)), title)[0]


def _basis_place(view: PlanView) -> tuple[Passage | None, int, int]:
    """The paragraph that says what the plan rests on, or the title."""
    for passage in view.passages:
        if passage.kind == "front":
            found = compiled(r"(?:根据|依据|按照)[^。\x00]{0,60}").search(passage.folded)
            if found is not None and "》" in passage.folded[found.start() :]:
                return passage, found.start(), min(found.end(), found.start() + 30)
    return title_hit(view)


def find_not_checked(view: PlanView, check: Check) -> Iterator[Hit]:
    """Pages without text, images, tables that were not understood; one finding a kind, or one a note."""
    parameters: NotCheckedParameters = check.parameters
    groups: dict[str, list[Note]] = {}
    for note in view.record.notes:
        if note.code in parameters.notes:
            key = f"{note.code} {len(groups)}" if note.code in parameters.single else note.code
            groups.setdefault(key, []).append(note)
    for notes in groups.values():
        code = notes[0].code
        what = parameters.notes[code]
        words = " ".join((notes[0].text or "").split())[:40]
        words = words if compiled(r"[\w]").search(words) else what.zh
        yield Hit(at=notes[0].at, words=words, values={"what": what, "count": str(len(notes))}, part=code)


def unchecked_parts(record: PlanRecord, checks: Sequence[Check], lang: str) -> tuple[str, ...]:
    """What could not be looked at in a plan, in words; told of every plan, whatever checks are selected."""
    counts = Counter(note.code for note in record.notes)
    said: dict[str, str] = {}
    for check in checks:
        if isinstance(check.parameters, NotCheckedParameters):
            for code, what in check.parameters.notes.items():
                if counts[code]:
                    said[code] = f"{what.say(lang)} ×{counts[code]}"
    if counts["not-a-plan"]:
        said["not-a-plan"] = worded("no-title")[lang == "en"]
    return tuple(said.values())
