"""Tells the title of a plan from the title of a letter and from any other short line."""

import re
from functools import cache, cached_property

import msgspec

from plancmp.rulepacks import read_rule_text
from plancmp.text.folding import fold
from plancmp.text.keeping import any_of, compiled
from plancmp.text.ordinals import CHINESE_NUMBER
from plancmp.text.periods import PERIOD
from plancmp.text.regions import Gazetteer

_YEARS_BEHIND = compiled(
    r"(?:[(（](?:20\d\d[^()（）]{0,12}|试行|暂行|[^()（）]{0,6}(?:版|行业|领域|部分))[)）]"
    r"|20\d\d\s?年?\s?[-—~–～至]{1,2}\s?20\d\d\s?年)(?:文本)?$"
)
_GOAL_YEAR = compiled(r"(?<=[\u4e00-\u9fff])\s?20\d\d$")
_PERIOD = compiled(rf"{PERIOD}|第{CHINESE_NUMBER}个五年|20\d\d\s?年?\s?[-—~至到]{{1,2}}\s?20\d\d")
_PLACE = compiled(
    r"(?![各我该]|[本全][省市县区旗])(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,6}?(?:市|自治州|盟))?"
    r"(?P<name>[\u4e00-\u9fff]{2,12}?(?:自治县|县|旗|区|市|省|自治州))"
)
_NO_PLACE = compiled(
    "(?:城市|城区|强[省市县区]|[社园地景小片山灾老校街牧林库海湖]区|示范区|[试实]验区|先导区|保护区|开发区|集聚区)$"
)


class TitleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """What a title ends in, and what no title holds."""

    endings: tuple[str, ...]
    dated_endings: tuple[str, ...]
    not_endings: tuple[str, ...]
    not_inside: tuple[str, ...]

    @staticmethod
    def unmarked(text: str) -> str:
        """A title without the marks around it; some fonts have « » for 《》."""
        return text.strip("《》«» ")

    @classmethod
    def bare(cls, text: str) -> str:
        """A title without its marks, and without the years, edition and scope behind it: （发电行业）."""
        return _GOAL_YEAR.sub("", _YEARS_BEHIND.sub("", cls.unmarked(text))).strip()

    def is_title(self, text: str) -> bool:
        """Whether words can be the title of a plan."""
        bare = self.bare(text)
        dated = has_period(text) or _GOAL_YEAR.search(self.unmarked(text)) is not None
        ends = bare.endswith(self.endings) or (bare.endswith(self.dated_endings) and dated)
        if not 6 <= len(bare) <= 70 or not ends or bare.endswith(self.not_endings):
            return False
        return not any(word in bare for word in self.not_inside) and not compiled(r"[。；;：:]|^附件").search(
            bare
        )


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
        return compiled(rf"[(\[【]?\s?(?P<stage>{any_of(self.stage_of)})\s?[)\]】]?\s*$")


class BasisWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a plan names what it rests on."""

    words: tuple[str, ...]
    nation: tuple[str, ...]


class PlanWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Everything in plans.yaml."""

    source: str
    title: TitleWords
    stages: Stages
    basis: BasisWords
    sectors: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    other_kinds: tuple[str, ...]
    organs: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]

    @cached_property
    def organ(self) -> re.Pattern[str]:
        """The name of an organ, by its end."""
        return compiled(rf"[^\W\d_]*(?:{'|'.join(map(re.escape, self.organs))})")

    @cached_property
    def field_of(self) -> dict[str, str]:
        """What a field of a page is called to what it says."""
        return {name: field for field, names in self.fields.items() for name in names}

    def kind_of(self, title: str) -> str:
        """The kind of paper that a title ends in; `other` for one that no list knows."""
        bare = self.title.bare(title)
        return next((kind for kind, ends in self.kinds.items() if bare.endswith(ends)), "other")


@cache
def gazetteer() -> Gazetteer:
    """All divisions of the country; parsed once."""
    return Gazetteer.parse(read_rule_text("vocabulary/regions.tsv"))


def place_of(text: str) -> str | None:
    """The place that a text begins with by its spelling, whether a list knows it or not."""
    found = _PLACE.match(text)
    return found.group("name") if found is not None and not _NO_PLACE.search(found.group("name")) else None


def begins_with_place(text: str) -> bool:
    """Whether a text begins with the name of a place."""
    return bool(gazetteer().starting(text)) or place_of(text) is not None


def has_period(text: str) -> bool:
    """Whether words name a period: 十五五, 第十五个五年, 2021—2023年."""
    return bool(_PERIOD.search(fold(text)))


def begins_with_period(text: str) -> bool:
    """Whether words begin with the name of a period."""
    return bool(_PERIOD.match(fold(text).lstrip('“"《')))
