"""Tells the title of a plan from the title of a letter and from any other short line."""

import re
from functools import cached_property

import msgspec

from plancmp.model.document import Document
from plancmp.model.outline import Line
from plancmp.structure.stream import Entry
from plancmp.text.folding import fold, tidy

_YEARS_BEHIND = re.compile(r"[(（]?20\d\d\s?年?\s?[-—~–～至]{1,2}\s?20\d\d\s?年[)）]?$")
_DATE = re.compile(
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})\s?年\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?月"
)
_LETTER = re.compile(r"(?:通知|的函|公告|请示|批复|征求.{0,30}意见)")
_LONGEST_LINE = 60


class TitleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """What a title ends in, and what no title holds."""

    endings: tuple[str, ...]
    not_endings: tuple[str, ...]
    not_inside: tuple[str, ...]

    def is_title(self, text: str) -> bool:
        """Whether words can be the title of a plan."""
        bare = _YEARS_BEHIND.sub("", text.strip("《》")).strip()
        if not 6 <= len(bare) <= 70 or not bare.endswith(self.endings) or bare.endswith(self.not_endings):
            return False
        return not any(word in bare for word in self.not_inside) and not re.search(r"[。；;：:]|^附件", bare)


class Stages(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Spellings of a draft's stage."""

    draft: tuple[str, ...]
    review: tuple[str, ...]
    issued: tuple[str, ...]

    @cached_property
    def stage_of(self) -> dict[str, str]:
        """Spellings of a stage to the stage."""
        return {word: stage for stage in ("draft", "review", "issued") for word in getattr(self, stage)}

    @cached_property
    def line(self) -> re.Pattern[str]:
        """A stage in brackets or in a line of its own, at the end of folded text."""
        words = "|".join(sorted(map(re.escape, self.stage_of), key=len, reverse=True))
        return re.compile(rf"[(\[【]?\s?(?P<stage>{words})\s?[)\]】]?\s*$")


class BasisWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a plan names what it rests on."""

    words: tuple[str, ...]
    nation: tuple[str, ...]


class PlanWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in plans.yaml."""

    source: str
    title: TitleWords
    stages: Stages
    basis: BasisWords
    sectors: dict[str, tuple[str, ...]]


def plan_begins(document: Document, entries: list[Entry], words: PlanWords) -> int:
    """The index of the plan's title where a letter with a date stands before it, else 0.

    A letter may have numbered points of its own, which are no sections of the plan.
    """
    dated: int | None = None
    letter = False
    for at, entry in enumerate(entries[:60]):
        if not isinstance(entry, Line) or entry.end - entry.start > _LONGEST_LINE:
            continue
        text = tidy(document.text[entry.start : entry.end])
        folded = fold(text)
        letter = letter or (at < 12 and bool(_LETTER.search(folded)))
        if letter and len(folded) < 24 and _DATE.match(folded):
            dated = at
        elif dated is not None and at > dated:
            following = entries[at + 1] if at + 1 < len(entries) else None
            joined = text
            if isinstance(following, Line) and following.end - following.start < _LONGEST_LINE:
                joined += tidy(document.text[following.start : following.end])
            stage = words.stages.line.search(folded)
            bare = text[: stage.start()] if stage is not None and stage.start() else text
            if entry.label is None and (words.title.is_title(bare) or words.title.is_title(joined)):
                return at
    return 0
