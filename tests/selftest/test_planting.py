"""`run_selftest`: the same each run, in any format, with reasons, never touching the file."""

from pathlib import Path

import msgspec
import pytest

from plancmp.checks import Options, load_checks
from plancmp.model.errors import PlancmpError, SourceError
from plancmp.model.selftest import SelfTest
from plancmp.selftest import run_selftest
from plancmp.selftest.planting import Extent
from plancmp.sources.reading import read_document
from tests.support.gains import corpus_paths
from tests.test_formats import as_docx, as_html

CORPUS = {path.stem: path for path in corpus_paths()}
YUNXI = CORPUS["yunxi-disability-15"]
SOME = ("IND001", "PLH001", "PLH002", "RSP002", "TXT001", "NUM001")


def results(result: SelfTest) -> dict[str, tuple[int, int]]:
    """Planted and found by code."""
    return {check.code: (check.planted, check.found) for check in result.checks}


def test_a_draft_of_the_corpus() -> None:
    """Three defects a code, each found, each said."""
    result = run_selftest(YUNXI, SOME)
    assert results(result) == dict.fromkeys(sorted(SOME), (3, 3))
    assert (result.planted, result.found, result.stopped, result.copy) == (18, 18, False, "text")
    undecided = next(check for check in result.checks if check.code == "PLH001")
    assert [each.way for each in undecided.defects] == [
        "target-undecided",
        "baseline-undecided",
        "number-undecided",
    ]
    lines = YUNXI.read_text("utf-8").splitlines()
    for each in undecided.defects:
        assert each.at.line is not None and each.at.column is not None and each.at.end_column is not None
        words = lines[each.at.line - 1][each.at.column - 1 : each.at.end_column - 1]
        assert each.what.startswith(f"“{words}”改成“")


def test_same_bytes_each_run_and_no_code_minds_another() -> None:
    """Chance is of the seed and the code, so that fewer codes give the same defects for those that stay."""
    first, again = (run_selftest(YUNXI, SOME, lang="en") for _ in range(2))
    assert msgspec.json.encode(first) == msgspec.json.encode(again)
    alone = run_selftest(YUNXI, ["TXT001"], lang="en")
    assert alone.checks[0] == next(check for check in first.checks if check.code == "TXT001")
    other = run_selftest(YUNXI, ["TXT001"], lang="en", extent=Extent(seed=5))
    assert other.checks[0].defects != alone.checks[0].defects


def test_a_check_that_sees_nothing_finds_nothing() -> None:
    """What is planted counts as found only if the check says so."""
    blind = tuple(
        msgspec.structs.replace(check, kind="unit-conflict") if check.code == "TXT001" else check
        for check in load_checks()
    )
    result = run_selftest(YUNXI, ["TXT001", "PLH001"], options=Options(checks=blind))
    assert results(result) == {"PLH001": (3, 3), "TXT001": (3, 0)}
    assert len(result.checks[1].missed) == 3


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_other_formats(tmp_path: Path, ending: str) -> None:
    """A Word file and a web page are planted in as text; places are those of the file."""
    path = tmp_path / f"draft.{ending}"
    document = read_document(YUNXI).document
    path.write_bytes(as_docx(document) if ending == "docx" else as_html(document))
    result = run_selftest(path, SOME)
    assert results(result) == dict.fromkeys(sorted(SOME), (3, 3))
    assert (result.form, result.copy) == (ending, "dump")
    places = [each.at for check in result.checks for each in check.defects]
    assert all(at.block is not None for at in places)
    values = next(check for check in result.checks if check.code == "PLH001")
    assert all(each.at.row and each.at.cell for each in values.defects)


@pytest.mark.parametrize("stem", sorted(CORPUS))
def test_the_file_is_only_read(stem: str, tmp_path: Path) -> None:
    """Not a byte of it changes, nor anything beside it; a file that may not be written is fine."""
    path = tmp_path / CORPUS[stem].name
    data = CORPUS[stem].read_bytes()
    path.write_bytes(data)
    path.chmod(0o444)
    before = path.stat().st_mtime_ns
    result = run_selftest(path, [*SOME, "SUP001", "NUM005"], extent=Extent(per_code=1))
    assert result.planted > 0
    assert path.read_bytes() == data
    assert path.stat().st_mtime_ns == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_why_nothing_could_be_planted(tmp_path: Path) -> None:
    """A draft without a table says so, in the language of the run."""
    path = tmp_path / "draft.txt"
    path.write_text(
        "某县“十五五”教育发展规划\n一、总体要求\n坚持方向，加强服务。\n二、任务\n扩大供给。\n", "utf-8"
    )
    english = run_selftest(path, ["IND004", "PLH001", "RSP001"], lang="en")
    assert [check.reason for check in english.checks] == [
        "no column of attributes",
        "no target that is a plain number; no baseline that is a plain number",
        "no table of who does what; no paragraph that closes with who is responsible",
    ]
    chinese = run_selftest(path, ["IND004"])
    assert chinese.checks[0].reason == "指标表中没有属性栏"
    assert (chinese.planted, chinese.found) == (0, 0)


def test_a_check_of_the_users_own_has_no_known_defect() -> None:
    """It is listed with the reason, and the others are tried."""
    own = msgspec.structs.replace(load_checks()[0], code="OWN001", name="own")
    result = run_selftest(YUNXI, ["OWN001", "PLH001"], options=Options(checks=(*load_checks(), own)))
    assert results(result) == {"OWN001": (0, 0), "PLH001": (3, 3)}
    assert result.checks[0].reason == "这项检查没有配置可植入的错误"


def test_a_check_that_does_not_run_at_this_stage() -> None:
    """It cannot find anything, so that nothing is planted."""
    late = tuple(msgspec.structs.replace(check, stages=("issued",)) for check in load_checks())
    result = run_selftest(YUNXI, ["PLH001"], options=Options(checks=late), lang="en")
    assert (result.planted, result.checks[0].reason) == (
        0,
        "this check does not run on a draft of this stage",
    )


def test_the_time_is_kept() -> None:
    """Without time nothing is tried, and the result says so."""
    result = run_selftest(YUNXI, SOME, extent=Extent(seconds=0))
    assert (result.stopped, result.planted) == (True, 0)
    assert {check.reason for check in result.checks} == {"时间到，没有再试"}


def test_what_is_no_draft_is_refused(tmp_path: Path) -> None:
    """A missing file, and a record in place of a draft."""
    with pytest.raises(SourceError):
        run_selftest(tmp_path / "none.docx", SOME)
    with pytest.raises(PlancmpError, match="记录"):
        run_selftest(YUNXI.with_suffix(".yaml"), SOME)
