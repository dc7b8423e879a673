"""The ways of planting: each has a place in some draft, changes what it says it changes, and nothing else."""

from pathlib import Path
from random import Random

import pytest

from plancmp.model.errors import RuleError
from plancmp.rulepacks.loading import load_file, rules_folder
from plancmp.rulepacks.messages import messages
from plancmp.selftest.dump import build_dump
from plancmp.selftest.mutants import Mutant, UnfitError, insert, replace
from plancmp.selftest.plan import Plan, Spot
from plancmp.selftest.registry import Way, ways
from plancmp.selftest.saying import say_done
from plancmp.selftest.words import PlantingWords, planting_words
from tests.support.mutation import Bench

NEEDS = messages("needs")
ALL = [way for held in ways().values() for way in held]
_BENCH = Bench()


_MORE = Plan(
    "more.txt",
    "某县“十五五”教育发展规划\n一、主要任务\n"
    "推动优质均衡发展，改善办学条件，学前教育普惠率由80%提高到90%，提高10个百分点，义务教育巩固率保持稳定。\n"
    "二、保障措施\n加强组织领导，落实各方责任。\n",
)
"""What no draft of the bench says."""


@pytest.mark.parametrize("way", ALL, ids=lambda way: f"{way.code}-{way.name}")
def test_a_way_has_a_place(way: Way) -> None:
    """In some of the drafts it plants; the text changes at the spot, and only there."""
    rng = Random(7)
    plans = [*_BENCH.plans, _MORE]
    made = [(plan, mutant) for plan in plans for _ in range(6) if (mutant := way.plant(plan, rng))]
    if not made and not any("seeds" in plan.name for plan in _BENCH.plans):
        pytest.skip("the seeds are not beside this checkout")
    assert made
    for plan, mutant in made:
        assert mutant.text != plan.text
        assert way.needs in NEEDS
        assert say_done(mutant, "zh") and say_done(mutant, "en")
        assert plan.text == "\n".join(plan.lines)
        check_spots(plan, mutant)


def check_spots(plan: Plan, mutant: Mutant) -> None:
    """Old words stood at the origin, new ones stand at the spot."""
    lines = mutant.text.split("\n")
    if mutant.removed or mutant.old == "\n":
        return
    spot, origin = mutant.spot, mutant.origin
    assert lines[spot.line - 1][spot.start : spot.end] == mutant.new
    if "、" not in mutant.old:
        assert plan.lines[origin.line - 1][origin.start : origin.end] == mutant.old
    head = min(spot.line, origin.line) - 1
    if mutant.reach != "row" and mutant.against is None:
        assert lines[:head] == plan.lines[:head]


def test_names_of_ways_are_unique() -> None:
    """A way is known by code and name."""
    assert len({(way.code, way.name) for way in ALL}) == len(ALL)
    assert {way.needs for way in ALL} <= set(NEEDS)


def test_every_need_is_used() -> None:
    """No reason is kept that nothing gives."""
    given = {way.needs for way in ALL} | {"no-way", "stage", "time"}
    assert set(NEEDS) == given


# -- the text --------------------------------------------------------------------------------------------

DRAFT = "某县“十五五”教育发展规划\n一、任务\n类别   入学率    97      98      预期性\n扩大供给。"


def test_a_table_laid_out_by_blanks_keeps_its_columns() -> None:
    """Longer and shorter words move no column."""
    plan = Plan("x.txt", DRAFT)
    at = plan.lines[2].index("97")
    longer, shorter = (replace(plan, Spot(3, at, at + 2), new) for new in ("待定", "9"))
    assert longer.text.split("\n")[2] == "类别   入学率    待定    98      预期性"
    assert shorter.text.split("\n")[2] == "类别   入学率    9       98      预期性"


def test_nothing_is_planted_where_nothing_would_change() -> None:
    """The same words, no spot, and a cell that would leave no trace."""
    plan = Plan("x.txt", DRAFT)
    for spot, new in ((Spot(4, 0, 2), "扩大"), (None, "x"), (Spot(4, 0, 5), "")):
        with pytest.raises(UnfitError):
            replace(plan, spot, new)
    inserted = insert(plan, Spot(4, 4, 5), "XX")
    assert inserted.text.endswith("扩大供给XX。")


def test_a_spot_is_none_where_other_words_stand() -> None:
    """Values that a record has from two lines have no spot."""
    plan = next(plan for plan in _BENCH.plans if "yunxi" in plan.name)
    row = plan.view.rows[1]
    spot = plan.value_spot(row.indicator.baseline)
    assert spot is not None and plan.lines[spot.line - 1][spot.start : spot.end] == "860"
    assert plan.value_spot(None) is None


def test_a_dump_has_the_places_of_its_document() -> None:
    """Each line that holds words knows from where they came."""
    for plan in _BENCH.plans[-2:]:
        dump = build_dump(plan.document)
        for line in dump.lines:
            if line.start is not None:
                words = plan.document.text[line.start : line.start + len(line.text) - line.lead]
                assert "".join(words.split()) == "".join(line.text[line.lead :].split())


# -- the words -------------------------------------------------------------------------------------------


def test_words_are_read_strictly(tmp_path: Path) -> None:
    """An unknown key is refused with its place."""
    file = tmp_path / "planting.yaml"
    text = (rules_folder() / "vocabulary/planting.yaml").read_text("utf-8")
    file.write_text(text + "\nmore: [x]\n", "utf-8")
    with pytest.raises(RuleError, match=r"planting\.yaml:"):
        load_file(PlantingWords, file)


def test_sentences_fit_what_is_put_into_them() -> None:
    """Each sentence has the gaps that its way fills, and ends."""
    words = planting_words()
    held = words.words
    for kind in ("year", "count", "unit", "place"):
        for sentence in held[f"{kind}-sentences"]:
            assert sentence.count("{}") == 1 and sentence.endswith("。")
    for sentence in (*held["count-boxes"], *held["box-references"], *held["place-levels"]):
        assert sentence.count("{}") == 1 and sentence.endswith("。")
    for sentence in held["figure-conflicts"]:
        assert sentence.format(name="甲率", year=2030, value="9").endswith("%。") or "以上" in sentence
    assert all(len(pair) == 2 for pair in held["slip-alike"])
    assert words.source
