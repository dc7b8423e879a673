"""The Python API as the README shows it: every name, in any order, repeatedly, in threads."""

import pkgutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

import plancmp
from tests.pdf_builder import RawPdf
from tests.support.gains import CORPUS

ONE, TWO = CORPUS / "yunxi-disability-15.txt", CORPUS / "nanshan-disability-13.txt"
BAD = "某县“十五五”残疾人保障和发展规划\n一、重点任务\n新建服务站点XX家。"
FUNCTIONS = ("check", "diff", "extract", "extract_bytes", "load", "load_record", "verify", "write_record")


def test_no_public_name_is_a_package_or_module() -> None:
    """A package of that name would take the place of the function as soon as it is imported."""
    assert {each.name for each in pkgutil.iter_modules(plancmp.__path__)} & set(plancmp.__all__) == set()


@pytest.mark.parametrize("first", FUNCTIONS)
def test_every_name_after_every_import(first: str) -> None:
    """The names are the functions whatever was called or imported before."""
    code = (
        f"import plancmp; a = plancmp.{first}\n"
        "import plancmp.checks, plancmp.reading, plancmp.compare.comparing, plancmp.cli.app\n"
        f"assert a is plancmp.{first}\n"
        f"assert all(callable(getattr(plancmp, name)) for name in {FUNCTIONS})\n"
        f"print(len(plancmp.extract({str(ONE)!r}).indicators), len(plancmp.extract({str(ONE)!r}).indicators))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["12", "12"]


@pytest.mark.parametrize("seed", range(2))
def test_first_use_from_two_threads(seed: int) -> None:
    """All names, each thread in an order of its own, are the same things in a fresh interpreter."""
    code = (
        "import random, plancmp, plancmp.checks\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def use(seed):\n"
        "    names = random.Random(seed).sample(plancmp.__all__, len(plancmp.__all__))\n"
        "    found = {name: getattr(plancmp, name) for name in names}\n"
        f"    return found, len(found['check']({str(ONE)!r}))\n"
        f"with ThreadPoolExecutor(2) as pool: one, two = pool.map(use, [{seed}, {seed + 10}])\n"
        "assert one == two and sorted(one[0]) == sorted(plancmp.__all__)\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_a_user_reads_writes_and_loads(tmp_path: Path) -> None:
    """A document, its bytes, and the record of it are one plan."""
    record = plancmp.extract(str(ONE))
    assert isinstance(record, plancmp.PlanRecord) and plancmp.load(ONE) == record
    file = tmp_path / "one.yaml"
    file.write_text(plancmp.write_record(record), "utf-8")
    assert plancmp.load(file) == plancmp.load_record(file) == plancmp.load_record(str(file)) == record
    again = plancmp.extract_bytes(ONE.read_bytes(), "x.txt")
    assert again.indicators == record.indicators
    assert plancmp.load("ref:disability-15").plan.title


def test_a_user_checks() -> None:
    """With and without options; a record has the findings of its document."""
    found = plancmp.check(ONE)
    assert {"PLH002", "IND001"} <= {each.code for each in found}
    only = plancmp.check(ONE, plancmp.Options(codes=frozenset({"PLH002"}), lang="en"))
    assert {each.code for each in only} == {"PLH002"} and "is still open" in only[0].message
    assert all(isinstance(each, plancmp.Finding) for each in found)


def test_a_user_compares(tmp_path: Path) -> None:
    """Paths, records in files and records in hand give the same; the base stands first."""
    comparison = plancmp.diff([ONE, str(TWO)])
    assert isinstance(comparison, plancmp.Comparison)
    assert [plan.region for plan in comparison.plans] == ["云溪县", "南杉市"]
    assert plancmp.diff([plancmp.load(ONE), TWO]) == comparison
    based = plancmp.diff([ONE], base="ref:disability-15")
    assert [plan.base for plan in based.plans] == [True, False]
    crosswalk = tmp_path / "same.yaml"
    crosswalk.write_text("same:\n  - [城乡残疾人职业技能培训人数, 农村残疾人实用技术培训人次]\n", "utf-8")
    assert plancmp.diff([ONE, TWO], crosswalk=crosswalk) != comparison
    with pytest.raises(plancmp.PlancmpError, match="至少要两份"):
        plancmp.diff([ONE])


def test_a_user_verifies(tmp_path: Path) -> None:
    """Empty when everything stands; else each thing that does not, and that the source has changed."""
    source = tmp_path / "draft.txt"
    source.write_bytes(ONE.read_bytes())
    file = tmp_path / "draft.yaml"
    file.write_text(plancmp.write_record(plancmp.extract(source)), "utf-8")
    assert plancmp.verify(file) == []
    file.write_text(file.read_text("utf-8").replace("text: ＞85%", "text: ＞99.9%", 1), "utf-8")
    (found,) = [each for each in plancmp.verify(file) if "99.9" in each.text]
    assert found.message("zh").endswith("：原文中没有“＞99.9%”") and found.found_line is None
    source.write_text(source.read_text("utf-8") + "\n又一行。\n", "utf-8")
    assert plancmp.verify(file)[0].message("en") == f"the source {source} has changed since"
    source.unlink()
    with pytest.raises(plancmp.RecordError, match="找不到原文"):
        plancmp.verify(file)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "value: 96.3, unit",
            "value: 66.3, unit",
            "indicators[8].baseline.value：66.3 与旁边写的“96.3%”不符",
        ),
        ("text: ＞XX, state: undecided", "text: ＞XX, state: blank", "indicators[1].target.state：blank 与"),
        ("attribute: 约束性", "attribute: 预期性", ".attribute：预期性 与旁边写的“约束性”不符"),
        (
            "value: 96.3, unit: '%'",
            "value: 96.3, unit: 户",
            "indicators[8].baseline.unit：户 与旁边写的“96.3%”不符",
        ),
    ],
)
def test_what_no_longer_fits_its_words(tmp_path: Path, before: str, after: str, said: str) -> None:
    """A value, state, attribute or unit that somebody changed, with the words that it does not fit."""
    text = plancmp.write_record(plancmp.extract(ONE))
    assert before in text
    (tmp_path / "one.yaml").write_text(text.replace(before, after, 1), "utf-8")
    (found,) = plancmp.verify(tmp_path / "one.yaml")
    assert said in found.message("zh") and "does not fit" in found.message("en")


def test_errors_are_one_line_and_one_family(tmp_path: Path) -> None:
    """In both languages, whatever was wrong."""
    (tmp_path / "x.yaml").write_text("plancmp: [", "utf-8")
    for call, kind in (
        (lambda: plancmp.extract(tmp_path / "none.txt"), plancmp.SourceError),
        (lambda: plancmp.load(tmp_path / "x.yaml"), plancmp.RecordError),
        (lambda: plancmp.load("ref:nothing"), plancmp.PlancmpError),
        (lambda: plancmp.check(tmp_path), plancmp.SourceError),
    ):
        with pytest.raises(kind) as error:
            call()
        assert "\n" not in error.value.message("zh") + error.value.message("en")
        assert isinstance(error.value, plancmp.PlancmpError)


def test_threads_give_the_same(tmp_path: Path) -> None:
    """Texts and PDFs at the same time, from four threads."""
    page = RawPdf().page()
    for number, line in enumerate(BAD.splitlines()):
        page.text(72, 760 - 30 * number, line)
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(page.build())
    paths = [ONE, pdf, TWO, pdf] * 3
    alone = [msgspec.json.encode(plancmp.extract(path)) for path in paths[:4]]
    with ThreadPoolExecutor(4) as pool:
        records = list(pool.map(plancmp.extract, paths))
        findings = list(pool.map(plancmp.check, paths[:4]))
    assert [msgspec.json.encode(record) for record in records] == alone * 3
    assert findings[0] == plancmp.check(ONE) and findings[1] == findings[3]


@pytest.mark.slow
def test_a_type_checker_sees_every_name(tmp_path: Path) -> None:
    """A user's script is checked strictly, with the types of results."""
    names = "\n".join(f"reveal_type(plancmp.{name})" for name in plancmp.__all__)
    script = tmp_path / "script.py"
    script.write_text(f"import plancmp\n{names}\nreveal_type(plancmp.diff(['a', 'b']))\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(script)],
        cwd=CORPUS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "Any" not in done.stdout.replace("Any]", "")
    assert "plancmp.model.comparison.Comparison" in done.stdout
