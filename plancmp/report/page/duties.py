"""Who leads what in which plan, as a small heat map."""

from collections import Counter

from plancmp.meaning.words import same_agency
from plancmp.model.comparison import Comparison
from plancmp.report.page.markup import Element, entry, label, later, said, scrolled, tag

_MOST = 30
_STEPS = 5


def heat_map(comparison: Comparison) -> Element | None:
    """Agencies down, plans across: how many duties each leads; None where no plan names any.

    Agencies are those of all plans together with the most duties, whatever they are called at every level;
    they stand under the name that is written most.
    """
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[str, Counter[str]] = {}
    for row in comparison.tasks:
        for cell in row.cells:
            for unit in cell.lead if cell is not None else ():
                counts[same_agency(unit), cell.plan if cell else ""] += 1
                names.setdefault(same_agency(unit), Counter())[unit] += 1
    if not counts:
        return None
    totals: Counter[str] = Counter()
    for (unit, _), count in counts.items():
        totals[unit] += count
    units = [unit for unit, _ in sorted(totals.items(), key=lambda each: (-each[1], each[0]))[:_MOST]]
    most = max(counts.values())
    plans = [plan for plan in comparison.plans if any(key[1] == plan.id for key in counts)]
    head = tag(
        "tr", tag("th", said("agency"), scope="col"), (tag("th", plan.name, scope="col") for plan in plans)
    )
    named = (tag("th", _name(names[unit]), scope="row") for unit in units)
    cells = ([_cell(counts[unit, plan.id], most) for plan in plans] for unit in units)
    rows = (entry(tag("tr", *pair)) for pair in zip(named, cells, strict=True))
    table = later(tag("table", tag("thead", head), class_="heat"), "tbody", rows)
    return scrolled(table, label("duties"))


def _name(written: Counter[str]) -> str:
    """What an agency is called most often; the shortest of several."""
    return min(written, key=lambda name: (-written[name], len(name), name))


def _cell(count: int, most: int) -> Element:
    """A count in the depth of its share of the largest."""
    step = 0 if not count else 1 + (count * _STEPS - 1) // most
    return tag("td", str(count) if count else "·", class_=f"heat{min(step, _STEPS)}")
