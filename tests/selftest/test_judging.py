"""When a planted defect counts as found, and what else counts as said of it."""

from plancmp.model.finding import Finding, Related
from plancmp.model.place import Place
from plancmp.selftest.judging import Verdict, bounds, judge
from plancmp.selftest.mutants import Mutant
from plancmp.selftest.plan import Plan, Spot

TEXT = "某县“十五五”教育发展规划\n一、任务\n扩大学位供给。建设学校三所。\n二、保障\n加强组织领导。"


def finding(code: str, line: int, start: int, words: str, **more: object) -> Finding:
    """A finding on some words."""
    at = Place(line=line, column=start, end_column=start + len(words))
    held = {"name": "x", "severity": "error", "message": "", "path": "x", "fingerprint": "f", **more}
    return Finding(code=code, at=at, excerpt=words, **held)  # type: ignore[arg-type]


def mutant(reach: str = "sentence", **more: object) -> Mutant:
    """三所 of line 3 became XX所."""
    spot = Spot(3, 11, 13)
    made = {"origin": Spot(3, 11, 12), "old": "三", "new": "XX", "reach": reach, **more}
    return Mutant(text=TEXT.replace("三所", "XX所"), spot=spot, **made)  # type: ignore[arg-type]


def verdict(*after: Finding, before: tuple[Finding, ...] = (), made: Mutant | None = None) -> Verdict:
    """The judgement on findings after and before."""
    return judge("PLH002", made or mutant(), Plan("x.txt", TEXT), before, after)


HERE = finding("PLH002", 3, 12, "XX所")


def test_found_at_the_words() -> None:
    """The right code on the words."""
    assert verdict(HERE).found == (HERE,)


def test_another_sentence_of_the_line_is_another_place() -> None:
    """A finding on the line is not enough in running text; for the reach `line` it is."""
    there = finding("PLH002", 3, 1, "扩大学位")
    assert verdict(there) == Verdict((), (), (there,))
    assert verdict(there, made=mutant("line")).found == (there,)
    assert bounds(mutant()) == (7, 14)


def test_another_code_is_an_echo_on_the_words_and_unrelated_elsewhere() -> None:
    """What is said besides is never dropped: it is an echo of the defect, or unrelated."""
    echo, other = finding("TXT001", 3, 12, "XX"), finding("TXT001", 5, 1, "加强")
    assert verdict(HERE, echo, other) == Verdict((HERE,), (echo,), (other,))
    first = finding("TXT001", 3, 1, "扩大")
    assert verdict(HERE, first).others == (first,)


def test_what_was_known_is_not_new() -> None:
    """A finding of the draft as it was does not count, unless it now stands against the defect."""
    assert verdict(HERE, before=(HERE,)) == Verdict((), (), ())
    old = finding(
        "PLH002", 5, 1, "加强", related=(Related(message="", at=Place(line=3, column=12), excerpt="三"),)
    )
    new = finding(
        "PLH002", 5, 1, "加强", related=(Related(message="", at=Place(line=3, column=12), excerpt="XX"),)
    )
    assert verdict(new, before=(old,)).found == (new,)


def test_a_place_in_another_plan_is_none_in_this_one() -> None:
    """What stands beside a finding counts only where it stands in the same plan."""
    aside = Related(message="", at=Place(line=3, column=12), excerpt="x", path="other.txt")
    there = finding("PLH002", 5, 1, "加强", related=(aside,))
    assert verdict(there) == Verdict((), (), (there,))


def test_lines_behind_a_row_that_was_taken_out_move_up() -> None:
    """A known finding on a line that moved is still known."""
    made = Mutant(
        text=TEXT.replace("扩大学位供给。建设学校三所。\n", ""),
        spot=Spot(3, 0, 0),
        origin=Spot(3, 0, 5),
        old="扩大",
        new="",
        reach="plan",
        says="学位",
        removed=True,
    )
    before, after = finding("TXT003", 5, 1, "加强"), finding("TXT003", 4, 1, "加强")
    missing = finding("PLH002", 1, 1, "规划", message="缺少学位")
    wrong = finding("PLH002", 1, 1, "规划", message="缺少师资")
    assert verdict(after, missing, before=(before,), made=made) == Verdict((missing,), (), ())
    assert verdict(after, wrong, before=(before,), made=made).found == ()


def test_a_row_is_told_by_its_indicator() -> None:
    """For a value that is gone only the row can be named."""
    made = mutant("row", row="I2")
    other, own = (finding("PLH002", 3, 1, "x", indicator=name) for name in ("I1", "I2"))
    assert verdict(other, own, made=made).found == (own,)
