"""Plants names of other places, levels and periods, and takes parts of the plan away (PLC, DOC)."""

import re
from collections import Counter
from functools import cache
from random import Random

from plancmp.checks.view import Passage
from plancmp.model.record import flat
from plancmp.rulepacks import read_rule_text
from plancmp.selftest.mutants import (
    Mutant,
    UnfitError,
    asking,
    insert,
    insert_sentence,
    pick,
    replace,
    replace_all,
    take_out,
)
from plancmp.selftest.plan import Plan, Spot
from plancmp.selftest.reading import bare_matches, matches
from plancmp.selftest.registry import plants
from plancmp.selftest.words import drawn, planting_words
from plancmp.text.keeping import compiled
from plancmp.text.periods import NAMES

_AHEAD = compiled(r"必须|要|将|力争|实现|目标|达到|不低于|继续")
_BACK = compiled(r"取得|以来|已|实现了|达到了|完成了|由于|上世纪|随着|全面完成")
_REGIONS = "vocabulary/regions.tsv"
_INSTITUTION = compiled(r"[\u4e00-\u9fff]{0,6}?(?:医院|学校|大学|学院|中学|小学|公司|集团|银行)")
"""Institutions may well have the name of another place."""

_INSIDE = compiled(r"(?<=[\u4e00-\u9fff]{2})[\u4e00-\u9fff](?=[\u4e00-\u9fff]{2})")
_BROKEN = 4
"""So many paragraphs are broken at the least."""


@plants("PLC001", "neighbour-in-sentence", needs="region")
def neighbour_sentence(plan: Plan, rng: Random) -> Mutant:
    """A sentence on another place."""
    name = _foreign(plan, rng)
    return insert_sentence(plan, rng, drawn(rng, "place-sentences").format(name))


@plants("PLC001", "neighbour-for-own-name", needs="own-name")
def neighbour_name(plan: Plan, rng: Random) -> Mutant:
    """The name of the plan's own place, in text, box, task or heading, is that of another."""
    name, region = _foreign(plan, rng), plan.record.plan.region
    own = region.name if region is not None else ""
    running = plan.running("paragraph", "item", "box-text", "task", "heading", "box-title")
    passage, found = pick(
        rng,
        (
            (each, found)
            for each, found in matches(running, re.escape(own))
            if not each.in_title(found.start()) and not _INSTITUTION.match(each.text, found.end())
        ),
    )
    return replace(plan, plan.spot(passage, *found.span()), name, "words")


def _foreign(plan: Plan, rng: Random) -> str:
    """A county or city of another province whose name no other place has; unfit for an unknown place."""
    region = plan.record.plan.region
    own = region.code[:2] if region is not None and region.code is not None else None
    others = (name for code, name in _counties() if own is not None and code[:2] != own)
    return pick(rng, (name for name in others if name[:-1] not in plan.text))


@cache
def _counties() -> tuple[tuple[str, str], ...]:
    """Counties and cities with a name of three or more characters that stands once in the list."""
    pairs = [
        (code, name)
        for line in read_rule_text(_REGIONS).splitlines()
        for code, tab, name in [line.partition("\t")]
        if tab and len(name) > 2 and name[-1] in "县市" and not name.endswith(("自治县", "市辖区"))
    ]
    counts = Counter(name for _, name in pairs)
    return tuple(pair for pair in pairs if counts[pair[1]] == 1)


@plants("PLC002", "level-in-sentence", needs="region-level")
def wrong_level(plan: Plan, rng: Random) -> Mutant:
    """A sentence on 我市 in a county."""
    sentence = pick(rng, planting_words().words["place-levels"] if _other_levels(plan) else ())
    return insert_sentence(plan, rng, sentence.format(rng.choice(_other_levels(plan))))


@plants("PLC002", "level-left", needs="own-level")
def level_left(plan: Plan, rng: Random) -> Mutant:
    """我县 of the draft becomes 我市."""
    wrong = _other_levels(plan)
    own = matches(plan.running("paragraph", "item", "box-text"), r"我([市县区])(?![分域])")
    choices = (each for each in own if wrong and not each[0].in_title(each[1].start()))
    passage, found = pick(rng, choices)
    return replace(plan, plan.spot(passage, *found.span(1)), rng.choice(wrong))


def _other_levels(plan: Plan) -> str:
    """The levels that are not the plan's; none where its own is not known."""
    region = plan.record.plan.region
    own = region.name[-1:] if region is not None else ""
    return "市县区".replace(own, "") if own and own in "市县区" else ""


@plants("PLC003", "period-in-sentence", needs="later-period")
def wrong_period(plan: Plan, rng: Random) -> Mutant:
    """A sentence on what the period before will do."""
    earlier, _ = _earlier(plan)
    return insert_sentence(plan, rng, drawn(rng, "place-periods").format(earlier))


@plants("PLC003", "period-left", needs="own-period")
def period_left(plan: Plan, rng: Random) -> Mutant:
    """The plan's own period in a sentence on what will be done becomes the one before."""
    earlier, own = _earlier(plan)
    running = (each for each in plan.view.passages if each.kind in ("paragraph", "item", "box-text"))
    passage, found = pick(
        rng,
        (
            (each, found)
            for each, found in matches(running, rf"(?<=“){own}(?=”(?:时期|期间|期末)(?P<rest>[^。]*))")
            if _AHEAD.search(found["rest"]) and not _BACK.search(found["rest"])
        ),
    )
    return replace(plan, plan.spot(passage, *found.span()), earlier, "words")


def _earlier(plan: Plan) -> tuple[str, str]:
    """The names of the period before the plan's, and of its own."""
    period = plan.record.plan.period
    if period is None or period.name not in NAMES[2:]:
        raise UnfitError
    return NAMES[NAMES.index(period.name) - 1], period.name


# -- parts of the plan ---------------------------------------------------------------------------------


@plants("DOC001", "part-renamed", needs="parts")
def renamed_part(plan: Plan, rng: Random) -> Mutant:
    """The only heading that shows a part says nothing of it any more."""
    part, passage = pick(rng, _only_headings(plan))
    spot = plan.spot(passage, passage.starts[-1], len(passage.text))
    return asking(replace(plan, spot, drawn(rng, "part-empty"), "plan"), says=part)


@plants("DOC001", "part-lost", needs="parts")
def lost_part(plan: Plan, rng: Random) -> Mutant:
    """A part with all that stands under its heading, taken out."""
    parts = ((part, _section_lines(plan, passage.section)) for part, passage in _only_headings(plan))
    part, lines = pick(rng, ((part, lines) for part, lines in parts if lines is not None))
    return asking(take_out(plan, *lines), says=part)


def _only_headings(plan: Plan) -> list[tuple[str, Passage]]:
    """Parts that one heading of the plan shows, with the heading."""
    if plan.view.kind not in ("plan", "outline"):
        return []
    headings = [each for each in plan.running("heading") if each.section and not each.section.startswith("A")]
    found = []
    for part in planting_words().parts:
        shown = [each for each in headings if any(word in each.text for word in part.shown)]
        others = [
            each for each in headings if each not in shown and any(word in each.text for word in part.also)
        ]
        needed = not (plan.record.plan.title or "").endswith(part.unless)
        if len(shown) == 1 and not others and needed:
            found.append((part.name, shown[0]))
    return found


def _section_lines(plan: Plan, name: str | None) -> tuple[int, int] | None:
    """First line of a section, and the first of the next one that does not belong to it."""
    sections = list(flat(plan.record.sections))
    at = next((at for at, each in enumerate(sections) if each.id == name), len(sections))
    first = sections[at].at.line if at < len(sections) else None
    behind = next((each.at.line for each in sections[at + 1 :] if not each.id.startswith(f"{name}.")), None)
    if first is None or behind is None or behind <= first:
        return None
    rows = [row.indicator.at.line or 0 for row in plan.view.rows]
    return None if any(first <= line < behind for line in rows) else (first, behind)


@plants("DOC002", "basis-lost", needs="basis")
def lost_basis(plan: Plan, rng: Random) -> Mutant:
    """No superior plan of the field among what the plan rests on."""
    if plan.view.kind != "plan":
        raise UnfitError
    text, first = plan.text, None
    for basis in plan.record.plan.based_on:
        if "国民经济" in basis.title:
            continue
        found = re.search(f"《{re.escape(basis.title)}》[、和]?", text)
        if found is None:
            raise UnfitError
        line = text.count("\n", 0, found.start()) + 1
        start = found.start() - (text.rfind("\n", 0, found.start()) + 1)
        first = first or (Spot(line, start, start + len(found.group())), found.group())
        text = text[: found.start()] + text[found.end() :]
    if first is None:
        raise UnfitError
    spot, old = first
    made = spot._replace(end=spot.start)
    return Mutant(text=text, spot=made, origin=spot, old=old, new="", reach="plan")


@plants("DOC004", "lines-broken", needs="prose")
def broken_lines(plan: Plan, rng: Random) -> Mutant:
    """Paragraphs that a conversion broke in the middle of a sentence."""
    edits: dict[Spot, str] = {}
    for passage in plan.prose:
        inside = [
            found.start()
            for found in _INSIDE.finditer(passage.text)
            if "，" in passage.text[24 : found.start()]
        ]
        spot = plan.spot(passage, at := rng.choice(inside), at + 1) if inside else None
        if spot is not None and spot.line not in {each.line for each in edits}:
            edits[spot] = f"{passage.text[at]}\n\n"
    enough = len(edits) >= max(_BROKEN, len(plan.prose) // 4)
    made = replace_all(plan, edits if enough else {})
    # What stands before the break is still there to be looked at.
    spot = made.spot._replace(end=made.spot.start + 1)
    return asking(made, new=made.new[0], spot=spot, reach="plan")


@plants("DOC003", "picture", needs="prose")
def picture(plan: Plan, rng: Random) -> Mutant:
    """A picture where words should stand."""
    passage, found = pick(rng, bare_matches(plan.prose, "。"))
    words = drawn(rng, "part-pictures")
    return asking(insert(plan, plan.spot(passage, *found.span()), words, "plan"), says="")
