"""Plants wrong numbers of headings, boxes and items, and items that share a paragraph (NUM)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple

from plancmp.checks.view import Passage
from plancmp.model.place import Place
from plancmp.model.record import Box, Section, flat
from plancmp.selftest.mutants import Mutant, UnfitError, asking, insert_sentence, pick, replace
from plancmp.selftest.plan import Plan, Spot
from plancmp.selftest.registry import plants
from plancmp.selftest.words import planting_words
from plancmp.text.keeping import compiled
from plancmp.text.numerals import write_chinese
from plancmp.text.ordinals import CHINESE, ordinal

_NUMERAL = compiled(rf"\d+|[{CHINESE}]+")
_CIRCLED = compiled(r"[①-⑳]")


class _Numbered(NamedTuple):
    """A number of a heading or item, as written, and where it stands."""

    passage: Passage
    number: int
    start: int
    end: int


def renumbered(label: str, number: int) -> str:
    """A label with another number in it; unfit where it has not just one.

    >>> renumbered("（二）", 5), renumbered("3．", 7), renumbered("②", 4), renumbered("第十章", 12)
    ('（五）', '7．', '④', '第十二章')
    """
    circled = _CIRCLED.search(label)
    *_, last = [None, *_NUMERAL.finditer(label)]
    if not 0 < number < (21 if circled else 100) or (circled or last) is None:
        raise UnfitError
    if circled is not None:
        return label.replace(circled.group(), chr(ord("①") + number - 1))
    assert last is not None
    new = str(number) if last.group().isdigit() else write_chinese(number)
    return label[: last.start()] + new + label[last.end() :]


# -- headings ------------------------------------------------------------------------------------------


@plants("NUM001", "heading-jumps", needs="headings")
def heading_jumps(plan: Plan, rng: Random) -> Mutant:
    """A heading with a number that is too high, at any level."""
    return _misnumbered(plan, rng, rng.choice((1, 2, 3, 4)))


@plants("NUM001", "heading-repeats", needs="headings")
def heading_repeats(plan: Plan, rng: Random) -> Mutant:
    """A heading with the number of the one before."""
    return _misnumbered(plan, rng, -1)


def _misnumbered(plan: Plan, rng: Random, more: int) -> Mutant:
    """A heading of a random level with its number changed; the one behind it may be what does not follow."""
    families: dict[int, list[Sequence[Section]]] = {}
    for family in _families(plan):
        families.setdefault(family[0].level, []).append(family)
    family = rng.choice(families[pick(rng, sorted(families))])
    section = rng.choice(family if more > 0 else family[1:])
    new = renumbered(section.label or "", (section.number or 0) + more)
    return replace(plan, _label_spot(plan, section), new, "line")


def _families(plan: Plan) -> Iterator[Sequence[Section]]:
    """Three or more headings under one, all with typed numbers that follow each other."""
    trees = [plan.record.sections, *(each.sections for each in flat(plan.record.sections))]
    for family in trees:
        numbers = [each.number for each in family if each.numbering == "written"]
        if len(family) >= 3 and numbers == list(range(1, len(family) + 1)):
            yield family


def _label_spot(plan: Plan, section: Section) -> Spot | None:
    """Where the number of a heading stands."""
    for passage in plan.view.passages:
        if passage.kind == "heading" and passage.section == section.id and section.label:
            return plan.spot(passage, 0, len(section.label))
    return None


@plants("NUM002", "number-lost", needs="headings")
def lost_number(plan: Plan, rng: Random) -> Mutant:
    """A heading on a line of its own without its number, between others that have theirs."""
    return _unnumbered(plan, rng, [each for family in _families(plan) for each in family[1:-1]])


@plants("NUM002", "last-number-lost", needs="headings")
def lost_last_number(plan: Plan, rng: Random) -> Mutant:
    """The same for the last heading of several: no number behind it jumps."""
    return _unnumbered(plan, rng, [family[-1] for family in _families(plan)])


def _unnumbered(plan: Plan, rng: Random, sections: Iterable[Section]) -> Mutant:
    """One of some headings without its number and the blanks behind it."""
    spots = ((each, _label_spot(plan, each)) for each in sections)
    spot = pick(rng, (spot for each, spot in spots if spot is not None and _is_alone(plan, each, spot)))
    rest = plan.lines[spot.line - 1][spot.end :]
    return replace(plan, spot._replace(end=spot.end + len(rest) - len(rest.lstrip())), "", "line")


def _is_alone(plan: Plan, section: Section, spot: Spot) -> bool:
    """Whether a heading stands alone on its line."""
    line = plan.lines[spot.line - 1].strip().strip("#* ")
    return line == f"{section.label}{section.title}" or line.endswith(section.title)


# -- boxes ---------------------------------------------------------------------------------------------


@plants("NUM003", "box-number-wrong", needs="boxes")
def wrong_box_number(plan: Plan, rng: Random) -> Mutant:
    """A box with a number too high, or that of the one before."""
    passage, box = pick(
        rng,
        (
            (passage, box)
            for box in _numbered_boxes(plan)
            for passage in plan.running("box-title")
            if passage.at == box.at and box.number is not None
        ),
    )
    new = renumbered(box.label or "", (box.number or 0) + rng.choice((-1, 1, 2, 5)))
    return replace(plan, plan.spot(passage, 0, len(box.label or "")), new, "line")


def _numbered_boxes(plan: Plan) -> list[Box]:
    """The boxes that are called so."""
    return [box for box in plan.record.boxes if (box.label or "").startswith("专栏")]


@plants("NUM003", "reference-to-nothing", needs="boxes")
def reference_to_nothing(plan: Plan, rng: Random) -> Mutant:
    """A reference to a box that does not exist."""
    numbers = [box.number or 0 for box in _numbered_boxes(plan)]
    words = pick(rng, planting_words().words["box-references"] if numbers else ())
    return insert_sentence(plan, rng, words.format(max(numbers) + rng.randint(1, 9)))


# -- items ---------------------------------------------------------------------------------------------


@plants("NUM004", "item-jumps", needs="items")
def item_jumps(plan: Plan, rng: Random) -> Mutant:
    """An item of a box with another number."""
    return _misnumbered_item(plan, rng, _items(plan))


@plants("NUM004", "counting-jumps", needs="counting")
def counting_jumps(plan: Plan, rng: Random) -> Mutant:
    """一是…二是…三是 that leaves one out."""
    pattern = re.compile(r"(?<![\u4e00-\u9fff])([一二三四五])是(?!否)")
    runs = []
    for passage in plan.running("paragraph", "item", "box-text"):
        found = list(pattern.finditer(passage.text))
        if [ordinal(each.group(1)) for each in found] == list(range(1, len(found) + 1)) and len(found) > 2:
            runs.append([_Numbered(passage, at, *each.span(1)) for at, each in enumerate(found, 1)])
    return _misnumbered_item(plan, rng, runs)


def _misnumbered_item(plan: Plan, rng: Random, runs: Iterable[list[_Numbered]]) -> Mutant:
    """One of a run of items with a number that is too high, or that of the one before."""
    item = rng.choice(pick(rng, runs)[1:])
    label = item.passage.text[item.start : item.end]
    new = renumbered(label, item.number + rng.choice((-1, 1, 2, 3)))
    return replace(plan, plan.spot(item.passage, item.start, item.end), new, "line")


def _items(plan: Plan) -> Iterator[list[_Numbered]]:
    """Runs of three or more items of a box, each in a paragraph of its own, numbered from 1."""
    passages: dict[Place, Passage] = {each.at: each for each in plan.running("item")}
    for box in plan.record.boxes:
        numbers = [item.number for item in box.items]
        lines = {item.at.line for item in box.items}
        if len(numbers) >= 3 and len(lines) == len(numbers) and numbers == list(range(1, len(numbers) + 1)):
            run = [
                _Numbered(passages[item.at], item.number or 0, 0, len(item.label))
                for item in box.items
                if item.label and item.at in passages
            ]
            if len(run) == len(numbers):
                yield run


@plants("NUM006", "mark-lost", needs="items")
def lost_item_mark(plan: Plan, rng: Random) -> Mutant:
    """An item of a box, between two others, without the mark behind its number."""
    inner = (item for run in _items(plan) for item in run[1:-1])
    item = pick(rng, (each for each in inner if re.fullmatch(r"\d+[.．、]", each.passage.text[: each.end])))
    spot = plan.spot(item.passage, item.end - 1, item.end)
    return asking(replace(plan, spot, "", "line"), says=f"{item.number}")


@plants("NUM005", "items-joined", needs="items-apart")
def joined_items(plan: Plan, rng: Random) -> Mutant:
    """The line end between two items, or two numbered headings with text, is lost."""
    places = [(item.at, nxt.at) for box in plan.record.boxes for item, nxt in pairwise(box.items)]
    sections = [each for each in flat(plan.record.sections) if each.style in ("1.", "（1）")]
    places += [
        (one.at, other.at)
        for one, other in pairwise(sections)
        if one.style == other.style and other.number == (one.number or 0) + 1 and one.paragraphs
    ]
    lines = ((one.line, other.line) for one, other in places if one.line and other.line)
    chosen = pick(rng, (each for each in lines if each[0] < each[1] and _can_join(plan, *each)))
    return _joined(plan, *chosen, rng.choice(("", "", "  ")))


def _can_join(plan: Plan, first: int, second: int) -> bool:
    """Whether only blank lines part two lines, and the first ends a sentence."""
    between = plan.lines[first : second - 1]
    return (
        not any(line.strip() for line in between)
        and plan.lines[first - 1].rstrip().endswith("。")
        and not plan.lines[second - 1].startswith(("\t", "|"))
    )


def _joined(plan: Plan, first: int, second: int, between: str) -> Mutant:
    """The second line behind the first."""
    before, behind = plan.lines[first - 1].rstrip(), plan.lines[second - 1].strip()
    lines = [*plan.lines[: first - 1], before + between + behind, *plan.lines[second:]]
    spot = Spot(first, len(before), len(before) + len(between) + min(len(behind), 8))
    origin = Spot(second, 0, min(len(plan.lines[second - 1]), 8))
    return Mutant(text="\n".join(lines), spot=spot, origin=origin, old="\n", new=behind[:8], reach="line")
