"""Rule files are read strictly; what is wrong is said with file, line and column."""

from pathlib import Path

import msgspec
import pytest

from plancmp.model.errors import RuleError
from plancmp.reading.quantities.words import QuantityWords
from plancmp.rulepacks import load, rules_folder
from plancmp.rulepacks.loading import load_file
from plancmp.sources.tables.words import TableWords
from plancmp.structure.titles import PlanWords
from plancmp.structure.words import StructureWords


class Thing(msgspec.Struct, forbid_unknown_fields=True):
    """A rule for these tests."""

    name: str
    size: int = 0


class Things(msgspec.Struct, forbid_unknown_fields=True):
    """A rule file for these tests."""

    source: str
    things: tuple[Thing, ...]


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("source: x\nthings:\n- {name: a, size: big}\n", ":3:19", ("应为整数，实际是文本", "and is text")),
        (
            "source: x\nthings:\n- name: a\n  colour: red\n",
            ":3:3",
            ("未知的键 colour", "unknown key colour"),
        ),
        ("source: x\nextra: 1\nthings: []\n", ":1:1", ("extra", "extra")),
        ("things: []\n", ":1:1", ("缺少键 source", "source")),
        ("source: [x\nthings: []\n", ":2:", ("YAML", "YAML")),
        ("source: &a x\nthings: [{name: *a}]\n", ":1:9", ("YAML", "YAML")),
        ("source: x\nthings: 5\n", ":2:9", ("应为列表，实际是整数", "should be a list")),
    ],
    ids=["wrong type", "unknown key", "unknown key on top", "missing key", "no YAML", "alias", "no list"],
)
def test_a_wrong_file_says_where(tmp_path: Path, text: str, where: str, words: tuple[str, str]) -> None:
    """File, line, column and reason in one line."""
    path = tmp_path / "things.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        load_file(Things, path)
    for lang, said in zip(("zh", "en"), words, strict=True):
        line = caught.value.message(lang)
        assert line.startswith(f"{path}{where}") and said in line and "\n" not in line


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """The path is in the line."""
    with pytest.raises(RuleError, match=r"nothing\.yaml"):
        load_file(Things, tmp_path / "nothing.yaml")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (StructureWords, "vocabulary/structure.yaml"),
        (TableWords, "vocabulary/tables.yaml"),
        (PlanWords, "vocabulary/plans.yaml"),
        (QuantityWords, "vocabulary/quantities.yaml"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_bundled_rules_are_valid(kind: type, name: str) -> None:
    """Every file of words fits its type."""
    assert load(kind, name) is load(kind, name)


def test_every_rule_file_names_its_source() -> None:
    """Words and facts come with where they are from."""
    for path in rules_folder().rglob("*.yaml"):
        assert "source" in path.read_text("utf-8"), path
