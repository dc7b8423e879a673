"""A user's own word on which indicators are the same: read strictly, and written for a person to decide."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from plancmp.model.comparison import DoubtRow
from plancmp.model.errors import RuleError
from plancmp.rulepacks.loading import load_file
from plancmp.rulepacks.messages import worded
from plancmp.text.keeping import compiled

_REFERENCE = compiled(r"(?P<plan>[^\s:：]+):(?P<indicator>I\d+(?:\.\d+)?)")
Kind = Literal["same", "not-same"]


class _Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A pair as `write_suggestions` writes it."""

    pair: tuple[str, str]
    names: tuple[str, ...] = ()
    score: float | None = None
    reasons: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """What a crosswalk file may hold."""

    same: tuple[tuple[str, ...] | _Pair, ...] | None = None
    not_same: tuple[tuple[str, ...] | _Pair, ...] | None = None
    undecided: tuple[_Pair, ...] | None = None


class Reference(msgspec.Struct, frozen=True):
    """What a crosswalk names: an indicator of one plan, or all that have a name."""

    text: str
    plan: str | None = None
    indicator: str | None = None


class Link(msgspec.Struct, frozen=True):
    """An entry of a crosswalk: these are the same, or each of them is another."""

    kind: Kind
    references: tuple[Reference, ...]
    where: str
    """File and line."""


class Crosswalk(msgspec.Struct, frozen=True):
    """The links of a file, in its order. The word of a crosswalk always wins."""

    links: tuple[Link, ...] = ()


def load_crosswalk(path: Path) -> Crosswalk:
    """Read a crosswalk: lists `same` and `not-same` of `plan-id:indicator-id` or of names, or of whole
    entries of suggestions. A list without entries, or a file without lists, says nothing.

    Raises `RuleError` with file and line: a key that is not known, an entry of fewer than two, a pair
    that is said to be the same and not the same.
    """
    data = load_file(_File | None, path) or _File()  # type: ignore[arg-type]
    lines = _lines(path)
    links = [
        _link(kind, entry, f"{path}:{lines.get((kind, place), 1)}")
        for kind, entries in (("same", data.same), ("not-same", data.not_same))
        for place, entry in enumerate(entries or ())
    ]
    _refuse_contradictions(links)
    return Crosswalk(tuple(links))


def write_suggestions(doubts: Sequence[DoubtRow], lang: str = "zh") -> str:
    """Doubtful pairs of a comparison as a crosswalk file in which a person moves each pair.

    The file reads as a crosswalk as it is; what stands under `undecided` says nothing.
    """
    head = (
        "# 存疑的指标对。同一指标把整条移到 same: 下，不同指标移到 not-same: 下，再用 --crosswalk 读入。\n"
        if lang == "zh"
        else "# Doubtful pairs. Move whole entries below same: or not-same:, then pass this as --crosswalk.\n"
    )
    pairs = [
        {
            "pair": [f"{cell.plan}:{cell.indicator}" for cell in (doubt.first, doubt.second)],
            "names": [cell.name for cell in (doubt.first, doubt.second)],
            "score": doubt.score,
            "reasons": list(doubt.reasons),
        }
        for doubt in doubts
    ]
    data = {"undecided": pairs}
    import yaml

    text: str = yaml.safe_dump(
        data, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=None
    )
    # A list that has no entry yet is left open, so that one can be moved below its name.
    return f"{head}same:\nnot-same:\n{text}"


def unknown_plans(crosswalk: Crosswalk, known: Collection[str]) -> list[str]:
    """The plans that a crosswalk names and that are not among those known, each once."""
    named = (reference.plan for link in crosswalk.links for reference in link.references)
    return list(dict.fromkeys(name for name in named if name and name not in known))


def _link(kind: str, entry: tuple[str, ...] | _Pair, where: str) -> Link:
    """An entry of the file."""
    texts = [text.strip() for text in (entry.pair if isinstance(entry, _Pair) else entry)]
    if len(texts) < 2 or not all(texts):
        raise RuleError(*worded("link-short", where=where))
    if len(set(texts)) < len(texts):
        raise RuleError(*worded("link-twice", where=where))
    return Link("same" if kind == "same" else "not-same", tuple(_reference(text) for text in texts), where)


def _reference(text: str) -> Reference:
    """What one text of an entry names."""
    found = _REFERENCE.fullmatch(text)
    return Reference(text, found["plan"], found["indicator"]) if found else Reference(text)


def _refuse_contradictions(links: Sequence[Link]) -> None:
    """Stop where two indicators are the same, perhaps through a third, and are said not to be."""
    above: dict[str, str] = {}

    def root(text: str) -> str:
        while above.get(text, text) != text:
            text = above[text]
        return text

    for link in links:
        if link.kind == "same":
            for reference in link.references[1:]:
                above[root(reference.text)] = root(link.references[0].text)
    for link in links:
        if link.kind == "not-same":
            roots = [root(reference.text) for reference in link.references]
            if len(set(roots)) < len(roots):
                names = "、".join(reference.text for reference in link.references)
                raise RuleError(*worded("link-both", where=link.where, names=names))


def _lines(path: Path) -> dict[tuple[str, int], int]:
    """The line of each entry, from 1."""
    import yaml

    return {
        (key.value, place): entry.start_mark.line + 1
        for key, value in getattr(yaml.compose(path.read_text("utf-8"), yaml.CSafeLoader), "value", ())
        if isinstance(value, yaml.SequenceNode)
        for place, entry in enumerate(value.value)
    }
