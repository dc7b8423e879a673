"""Learning the phrases of one's own plans: what is common there is no slip."""

from pathlib import Path

import pytest

from plancmp.checks import Options, check_plan
from plancmp.checks.aside.learning import Seen, bundled_phrases, count_phrases, learn, read_phrases
from plancmp.checks.lexicon import Lexicon, lexicon
from plancmp.model.errors import RuleError
from tests.checks.case_files import CASES, record_from

_BASE = (CASES / "plans" / "variants.txt").read_text("utf-8").replace("→", "\t")
_CODES = frozenset(("TXT005",))


def test_learned_phrases_are_no_slips(tmp_path: Path) -> None:
    """A word of one's own that is found at first is quiet once plans that share it were learned."""
    record = record_from(_BASE.replace("{}", "通过公益性岗住安置残疾人。"))
    assert [each.excerpt for each in check_plan(record, None, Options(codes=_CODES))] == ["岗住"]
    own = [
        record_from(_BASE.replace("{}", f"公益性岗住安置{who}，落实公益性岗住安置政策。")) for who in "甲乙丙"
    ]
    path = tmp_path / "phrases.tsv"
    assert learn(own, path) == (3, len(read_phrases(path)))
    assert len(read_phrases(path)) > 10
    assert read_phrases(path)["性岗住"] == Seen(3, 6)
    assert check_plan(record, None, Options(codes=_CODES, phrases=path)) == []


def test_a_plan_counts_once(tmp_path: Path) -> None:
    """Learning the same plans again adds nothing; other plans add to what is there."""
    path = tmp_path / "phrases.tsv"
    own = [record_from(_BASE.replace("{}", f"{who}部门落实公益性岗位政策。")) for who in "甲乙"]
    assert learn(own, path)[0] == 2
    first = path.read_bytes()
    assert learn(own, path)[0] == 0
    assert path.read_bytes() == first
    other = [record_from(_BASE.replace("{}", f"{who}部门落实公益性岗位政策。")) for who in "丙丁"]
    assert learn([*own, *other], path)[0] == 2
    assert read_phrases(path)["性岗位"].plans == 4


def test_statistics_hold_no_sentences() -> None:
    """The bundled statistics are phrases of three characters that several drafts or documents share."""
    phrases = bundled_phrases()
    assert 200 < len(phrases) < 5000
    assert all(len(phrase) == 3 and seen.plans > 1 for phrase, seen in phrases.items())
    assert count_phrases(["甲乙丙丁", "甲乙丙"], 2, 2) == {"甲乙丙": Seen(2, 2)}


@pytest.mark.parametrize("line", ["岗位\t1\t2", "公益性岗位\t1\t2", "公益性 1 2", "公益性\ta\t2"])
def test_bad_statistics_are_refused(line: str, tmp_path: Path) -> None:
    """With the number of the line."""
    path = tmp_path / "phrases.tsv"
    path.write_text(f"# x\n{line}\n", "utf-8")
    with pytest.raises(RuleError, match=r"phrases\.tsv:2:1"):
        read_phrases(path)


def test_lexicon_knows_what_jieba_knows() -> None:
    """Words are found in the file as it is, the first and last too; a missing file knows none."""
    import jieba

    path = Path(jieba.__file__).parent / "dict.txt"
    lines = path.read_text("utf-8").splitlines()
    words = lexicon()
    missed = [
        line
        for line in [*lines[80::997], lines[0], lines[-1]]
        if words.frequency(line.split(" ")[0]) != int(line.split(" ")[1])
    ]
    assert missed == []
    assert [words.frequency(word) for word in ("岗住", "改诰", "其业")] == [0, 0, 0]
    assert Lexicon(None).frequency("岗位") == 0
