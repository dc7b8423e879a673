"""Indicators on a page: the matrix of targets, and each indicator with its picture and its rows."""

from collections.abc import Mapping

from plancmp.model.comparison import Comparison, IndicatorCell, IndicatorRow
from plancmp.report.dossier import SIGNS, Slot, exact, in_unit, place_of, slots, value_text
from plancmp.report.findings.words import place_words
from plancmp.report.page.markup import (
    Child,
    Element,
    both,
    entry,
    label,
    later,
    said,
    scrolled,
    sort_button,
    tag,
)
from plancmp.report.page.pictures import draw
from plancmp.report.safe import shown, to_json
from plancmp.report.words import word

_OPENED = 20
"""Up to so many pictures are seen without opening their indicators."""
_NAMED = 20
"""Up to so many plans that lack an indicator are named at it; the matrix shows them all."""


def matrix(comparison: Comparison) -> list[Element]:
    """Indicators down, plans across; the head and the first column stay when one scrolls.

    Behind it the place of the tables that go on paper, where it does not fit.
    """
    heads: list[Child] = [
        _head(tag("span", said("indicator")), "name"),
        _head(tag("span", said("verdict")), "verdict"),
    ]
    for at, plan in enumerate(comparison.plans):
        name = tag("a", plan.name, href=f"#plan-{at}", title=plan.title)
        base = tag("span", *both("（基准）", " (base)")) if plan.base else None
        heads.append(_head(tag("span", name, base), str(at)))
    table = tag(
        "table", tag("caption", said("matrix")), tag("thead", tag("tr", heads)), id="matrix", class_="matrix",
        data_words=to_json(_words(comparison), indent=None),
    )  # fmt: skip
    rows = (_row(row) for row in comparison.indicators)
    shown_ = scrolled(later(table, "tbody", rows), label("matrix"), rows=len(comparison.indicators))
    return [shown_, tag("div", id="paper", class_="on-paper")]


def _head(name: Element, column: str) -> Element:
    """A head with its button to sort by."""
    plan = column if column.isdigit() else None
    return tag("th", name, sort_button(), scope="col", data_p=plan, aria_sort="none")


def _words(comparison: Comparison) -> dict[str, list[str]]:
    """What the rows call by a code, in both languages."""
    codes = {row.verdict for row in comparison.indicators} | {f"mark-{mark}" for mark in SIGNS if mark}
    codes |= {"only", "plan", "target"}
    return {code: [word(code, "zh"), word(code, "en")] for code in sorted(codes)}


def _row(row: IndicatorRow) -> dict[str, object]:
    """A row of targets as data, those plans only that have it: most of a large matrix is empty.

    A cell: the number of its plan, the target as written, the mark with its sign, the figure, the indicator.
    """
    cells = [
        (at, shown(value_text(in_unit(slot.cell.target, row.unit))), slot.mark, SIGNS[slot.mark],
         str(slot.cell.target.value) if slot.cell.target and exact(slot.cell.target) else None,
         slot.cell.indicator)
        for at, slot in enumerate(slots(row))
        if slot.cell is not None
    ]  # fmt: skip
    return {"row": row.row, "name": shown(row.name), "unit": shown(row.unit or ""), "verdict": row.verdict,
            "cells": cells}  # fmt: skip


def each_indicator(comparison: Comparison) -> Element:
    """Every indicator with its picture and a table of the plans that have it."""
    names = [plan.name for plan in comparison.plans]
    base = next((at for at, plan in enumerate(comparison.plans) if plan.base), None)
    rows = {row.row: row.name for row in comparison.indicators}
    drawn = [(row, draw(row, names, base)) for row in comparison.indicators]
    are_few = sum(picture is not None for _, picture in drawn) <= _OPENED
    entries = (
        entry(_indicator(row, names, picture, rows, opened=are_few and picture is not None), id=row.row,
              aside=True if picture is None else None)
        for row, picture in drawn
    )  # fmt: skip
    return later(tag("div"), "div", entries)


def _indicator(
    row: IndicatorRow, names: list[str], picture: Element | None, rows: Mapping[str, str], *, opened: bool
) -> Element:
    """One indicator that opens; its picture where the plans measure alike."""
    unit = tag("span", both(f"（{row.unit}）", f" ({row.unit})"), class_="faint") if row.unit else None
    have = sum(cell is not None for cell in row.cells)
    title = tag(
        "summary",
        tag("h3", row.name, unit),
        tag("span", said(row.verdict), f" {have}/{len(names)}", class_="faint"),
    )
    drawn = picture
    if picture is None and have > 1:
        drawn = tag("p", said("not-drawn"), class_="faint")
    head = ("plan", "written", "baseline", "target", "attribute", "mark", "place")
    table = tag(
        "table",
        tag("thead", tag("tr", (tag("th", said(code), scope="col") for code in head))),
        tag(
            "tbody",
            (
                _line(names[at], slot.cell, slot, at)
                for at, slot in enumerate(slots(row))
                if slot.cell is not None
            ),
        ),
    )
    lacking = [name for name, cell in zip(names, row.cells, strict=True) if cell is None]
    named = both("、".join(lacking), ", ".join(lacking)) if len(lacking) <= _NAMED else [str(len(lacking))]
    absent = tag("p", said("lacks"), both("：", ": "), named, class_="faint")
    others = (tag("a", rows.get(each, each), href=f"#{each}", class_="other") for each in row.related)
    related = tag("p", said("related"), " ", *others)
    return tag(
        "details",
        title,
        drawn,
        scrolled(table, f"{row.name} {row.row}"),
        absent if lacking else None,
        related if row.related else None,
        id=row.row,
        class_="indicator",
        open="open" if opened else None,
    )


def _line(name: str, cell: IndicatorCell, slot: Slot, at: int) -> Element:
    """What one plan says."""
    place = place_of(cell)
    where = both(place_words(place, "zh"), place_words(place, "en")) if place else None
    mark = (tag("span", SIGNS[slot.mark], class_="sign"), *said(f"mark-{slot.mark}")) if slot.mark else ()
    return tag(
        "tr",
        tag("th", name, scope="row"),
        tag("td", cell.name),
        (tag("td", value_text(value), class_="number") for value in (cell.baseline, cell.target)),
        tag("td", cell.attribute),
        tag("td", mark, class_=slot.mark or None),
        tag("td", where, class_="faint"),
        data_p=str(at),
    )
