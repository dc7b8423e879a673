"""The engine: order, fingerprints, selection, severities, languages, speed, and bad input."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plancmp.checks import Options, check_plan, load_checks, resolve_codes
from plancmp.checks.view import place_order
from plancmp.model.errors import PlancmpError
from plancmp.model.finding import Finding
from plancmp.pipeline import record_of
from plancmp.sources.reading import read_bytes
from tests.support.gains import corpus_paths

YUNXI = next(path for path in corpus_paths() if path.stem.startswith("yunxi"))
CHECKS = load_checks()
ALL = frozenset(check.code for check in CHECKS)
PIECES = (
    *(
        "一、",
        "（二）",
        "3.",
        "残疾人",
        "到2025年",
        "＞XX",
        "85%以上",
        "专栏3",
        "（牵头单位：市残联）",
        "\n",
        "\n\n",
        "\t",
    ),
    *(
        "指标",
        "2030年",
        "属性",
        "约束性",
        "“",
        "《",
        "。",
        "，",
        "十四五",
        "我市",
        "公益性岗住",
        "附件",
        "序号",
    ),
    *("责任单位", "〔18〕", "--", "|"),
)


def found_in(text: str, options: Options | None = None) -> list[Finding]:
    """The findings on a text."""
    data = text.encode()
    document = read_bytes(data, "a.txt")
    return check_plan(record_of(document, data, "a.txt"), document, options)


def test_document_order_and_same_bytes() -> None:
    """Findings stand in document order, and two runs give the same bytes."""
    text = YUNXI.read_text("utf-8")
    first, second = found_in(text, Options(codes=ALL)), found_in(text, Options(codes=ALL))
    assert [place_order(each.at) for each in first] == sorted(place_order(each.at) for each in first)
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


def test_fingerprints_survive_edits_elsewhere() -> None:
    """Lines put in before and behind change places, not fingerprints; all are different."""
    text = YUNXI.read_text("utf-8")
    before = found_in(text)
    edited = text.replace("（二）基本原则", "\n\n（二）基本原则", 1).replace(
        "选优配强残联干部", "广泛宣传残疾人自强事迹，选优配强残联干部", 1
    )
    after = found_in(edited)
    assert [each.fingerprint for each in after] == [each.fingerprint for each in before]
    assert [each.at.line for each in after] != [each.at.line for each in before]
    assert len({each.fingerprint for each in before}) == len(before)


def test_two_of_a_kind_have_two_fingerprints() -> None:
    """The same words twice in one section are told apart by their order."""
    text = "一、重点任务\n培训XX人，资助XX人。\n二、保障措施\n加强领导。\n"
    findings = found_in(text, Options(codes=frozenset(("PLH002",))))
    assert [each.excerpt for each in findings] == ["XX人", "XX人"]
    assert len({each.fingerprint for each in findings}) == 2


def test_severities_and_language() -> None:
    """A severity can be changed, and the message comes in the language of the run."""
    text = "一、重点任务\n培训XX人。\n二、保障措施\n加强领导。\n"
    options = Options(codes=frozenset(("PLH002",)), severities={"PLH002": "info"}, lang="en")
    (finding,) = found_in(text, options)
    assert (finding.severity, finding.name) == ("info", "undecided-in-text")
    assert finding.message == "“XX人” is still open. Fill it in, or take the sentence out."


def test_default_set() -> None:
    """Information is off unless selected; every other check is on."""
    assert {check.code for check in CHECKS if not check.default} == {"FIG002", "IND008", "TXT004", "CON001"}
    assert all(check.severity == "info" for check in CHECKS if not check.default)


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        (["PLH"], [], {"PLH001", "PLH002", "PLH003", "PLH004", "PLH005"}),
        (["PLH"], ["PLH003"], {"PLH001", "PLH002", "PLH004", "PLH005"}),
        (["undecided-value", "NUM005"], [], {"PLH001", "NUM005"}),
        (["FIG001"], ["FIG"], {"FIG001"}),
        (["ALL"], ["ALL"], set()),
        (["ind008"], [], {"IND008"}),
    ],
)
def test_resolve_codes(select: list[str], ignore: list[str], codes: set[str]) -> None:
    """Codes, prefixes, names and ALL; of two words that meet the longer one wins."""
    assert resolve_codes(CHECKS, select, ignore) == codes


def test_resolve_codes_default_and_unknown() -> None:
    """Without a selection the default set; a word that means nothing is refused."""
    assert resolve_codes(CHECKS) == {check.code for check in CHECKS if check.default}
    assert resolve_codes(CHECKS, None, ["TXT"], ["TXT004"]) >= {"TXT004", "PLH001"}
    assert "TXT001" not in resolve_codes(CHECKS, None, ["TXT"])
    with pytest.raises(PlancmpError, match="PLX"):
        resolve_codes(CHECKS, ["PLX"])


def test_stages() -> None:
    """A check that is not meant for the plan's stage does not run."""
    text = "一、重点任务\n培训XX人。\n二、保障措施\n加强领导。\n"
    check = next(each for each in CHECKS if each.code == "PLH002")
    only = msgspec.structs.replace(check, stages=("issued",))
    assert found_in(text, Options(checks=(only,))) == []
    assert len(found_in(text, Options(checks=(only,), stage="issued"))) == 1


@pytest.mark.parametrize(
    "text", ["空", "一、\n", "|a|\n|-|\n|XX|\n", "\t\n\t指标\n\t2030年\n\n", "《“（", "1.2.3.4.5."]
)
def test_odd_texts(text: str) -> None:
    """What is hardly a plan raises nothing."""
    assert isinstance(found_in(text, Options(codes=ALL)), list)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=60,
    )
)
def test_no_text_makes_it_raise(pieces: list[str]) -> None:
    """Whatever a text holds, checking it ends, in order, and with places that exist."""
    text = "某县“十五五”发展规划\n" + "".join(pieces)
    lines = text.count("\n") + 1
    findings = found_in(text, Options(codes=ALL))
    assert all(each.at.line is None or 1 <= each.at.line <= lines for each in findings)
    assert all(each.excerpt for each in findings)
