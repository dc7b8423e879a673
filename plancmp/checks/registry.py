"""All kinds of check in one table: what a rule file may ask for by `kind`."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from plancmp.checks import condition
from plancmp.checks.entries import Check, Hit, NoParameters, Rule
from plancmp.checks.kinds import (
    arithmetic,
    figures,
    indicators,
    marks,
    numbering,
    own,
    parts,
    periods,
    placeholders,
    places,
    responsible,
    slips,
    superior,
    values,
    wording,
)
from plancmp.checks.view import PlanView

Finder = Callable[[PlanView, Check], Iterator[Hit]]


class Kind(NamedTuple):
    """A kind of check: its code, and the type of its parameters."""

    find: Finder
    parameters: type[Rule] = NoParameters
    open: bool = False
    """Whether a user's own rule may be of this kind."""


KINDS: dict[str, Kind] = {
    "undecided-value": Kind(placeholders.find_undecided_values),
    "undecided-text": Kind(placeholders.find_undecided_text, placeholders.TextParameters),
    "missing-baseline": Kind(placeholders.find_missing_baselines),
    "missing-target": Kind(placeholders.find_missing_targets),
    "leftover": Kind(placeholders.find_leftovers, placeholders.LeftoverParameters),
    "target-behind-baseline": Kind(values.find_behind_baseline),
    "no-progress": Kind(values.find_no_progress),
    "missing-unit": Kind(values.find_missing_units, values.UnitParameters),
    "unit-conflict": Kind(values.find_unit_conflicts),
    "impossible-value": Kind(values.find_impossible, values.ImpossibleParameters),
    "missing-attribute": Kind(indicators.find_missing_attributes, indicators.AttributeParameters),
    "row-gap": Kind(numbering.find_row_gaps),
    "no-baseline": Kind(indicators.find_lacking_baselines),
    "duplicate-indicator": Kind(indicators.find_duplicates, indicators.DuplicateParameters),
    "wrong-year": Kind(indicators.find_wrong_years, indicators.YearParameters),
    "count-mismatch": Kind(indicators.find_count_mismatches, indicators.CountParameters),
    "heading-gap": Kind(numbering.find_heading_gaps),
    "heading-unnumbered": Kind(numbering.find_unnumbered, numbering.UnnumberedParameters),
    "box-gap": Kind(numbering.find_box_gaps, numbering.BoxParameters),
    "item-gap": Kind(numbering.find_item_gaps),
    "lost-number": Kind(numbering.find_lost_numbers, numbering.LostNumberParameters),
    "run-together": Kind(numbering.find_run_together, numbering.RunTogetherParameters),
    "figure-conflict": Kind(figures.find_conflicts),
    "commitment-without-indicator": Kind(figures.find_uncarried),
    "arithmetic": Kind(arithmetic.find_impossible_sums, arithmetic.ArithmeticParameters),
    "superior-indicator-missing": Kind(superior.find_missing),
    "below-superior": Kind(superior.find_below),
    "attribute-weakened": Kind(superior.find_weakened),
    "measure-changed": Kind(superior.find_measure_changed),
    "promise-broken": Kind(superior.find_broken_promises),
    "no-responsible-unit": Kind(responsible.find_missing_units, responsible.MissingUnitParameters),
    "units-run-together": Kind(responsible.find_run_together),
    "unit-name-varies": Kind(responsible.find_varying_names),
    "abolished-unit": Kind(responsible.find_abolished, responsible.AbolishedParameters),
    "clause-twice": Kind(wording.find_repeated_clauses, wording.ClauseParameters),
    "repeated-words": Kind(wording.find_repeated, wording.RepeatedParameters),
    "unbalanced-marks": Kind(marks.find_unbalanced),
    "missing-full-stop": Kind(marks.find_unfinished, marks.UnfinishedParameters),
    "mixed-width-marks": Kind(marks.find_mixed_width),
    "slip": Kind(slips.find_slips, slips.SlipParameters),
    "foreign-place": Kind(places.find_foreign, places.PlaceParameters),
    "wrong-level-word": Kind(places.find_wrong_level, places.LevelParameters),
    "wrong-period-word": Kind(periods.find_wrong_periods, periods.PeriodParameters),
    "plan-part": Kind(parts.find_missing_plan_parts, parts.PlanPartParameters),
    "basis-missing": Kind(parts.find_missing_basis, parts.BasisParameters),
    "not-checked": Kind(parts.find_not_checked, parts.NotCheckedParameters),
    "damage": Kind(condition.find_damage, condition.ConditionParameters),
    "part": Kind(own.find_missing_parts, own.PartParameters, open=True),
    "phrase": Kind(own.find_phrases, own.PhraseParameters, open=True),
    "limit": Kind(own.find_over_limit, own.LimitParameters, open=True),
}
