"""Names of places that are none of this plan's, and 我市 in a county's plan (PLC001, PLC002)."""

from collections.abc import Iterator
from functools import cache

from plancmp.checks.entries import Check, Hit, Rule
from plancmp.checks.lexicon import lexicon
from plancmp.checks.view import PROSE, Passage, PlanView, any_of, any_pattern
from plancmp.rulepacks import read_rule_text
from plancmp.text.folding import squeeze
from plancmp.text.keeping import compiled

_SUFFIX = compiled("[省市县区旗州盟]")
_LONGEST = 12
_COMMON = 100
"""A word that jieba counted more often than this is no rare one."""
_CLAUSE_END = compiled(r"[,;。、:\n]")
_EVERYDAY = 10_000
"""One that everybody writes."""


class PlaceParameters(Rule, frozen=True, kw_only=True):
    """When the name of another place is right."""

    common: tuple[str, ...]
    """Names of divisions that are words as well: 老城区, 南山区."""
    behind: tuple[str, ...]
    """Patterns (folded) that follow a name in that of a school, a company, a games."""
    beside: tuple[str, ...]
    """Words of the sentence that put another place beside this one: 对口支援, 协作."""
    near: tuple[str, ...] = ()
    """Words that do so only in the same clause: 考察, 招商, 出口."""
    leads: tuple[str, ...] = ()
    """Words right before a name, or the list it stands in, that do so: 与, 赴."""
    rests_on: tuple[str, ...] = ()
    """Words before the title of a document by which the plan rests on it or carries it out: 根据, 落实."""
    technical: tuple[str, ...] = ()
    """Ends of titles of documents that other places follow as well: 排放标准."""
    not_leads: tuple[str, ...] = ()
    """Words right behind a name before which they do not: 与榆次区人民共享成果."""


class LevelParameters(Rule, frozen=True, kw_only=True):
    """How a plan speaks of its own place."""

    pronouns: tuple[str, ...]
    """What stands before the level: 我, 本."""
    allowed: dict[str, str]
    """By the last character of the place's name: the characters that may follow 我."""
    unless: tuple[str, ...]
    """Longer words in which 我市 is no reference: 自我区."""
    municipalities: tuple[str, ...] = ()
    """Starts of codes of municipalities, whose districts and counties call the whole 本市."""
    provincial: dict[str, str]
    """Patterns (folded) of what only a province's plan says of its work, with what to write below it."""


def find_foreign(view: PlanView, check: Check) -> Iterator[Hit]:
    """Names of places that are neither this plan's nor above or below it; doubtful names are passed over."""
    region = view.record.plan.region
    issuers = view.record.plan.issuer or ""
    if region is None or region.code is None:
        return
    parameters: PlaceParameters = check.parameters
    words = _Patterns(parameters)
    common = set(parameters.common)
    for passage, begin, end in _names(view):
        name = passage.folded[begin:end]
        if name in common or name == region.name or name in region.parents or name in issuers:
            continue
        codes = _divisions()[name]
        if len(codes) != 1 or _is_related(codes[0], region.code):
            continue
        if words.behind.match(passage.folded, end) or not _stands_alone(passage.folded, begin, end):
            continue
        if _is_led(passage.folded, begin, region.code) or _is_beside(passage, begin, region.name):
            continue
        in_title = passage.in_title(begin)
        if words.put_beside(passage, begin, end) or (in_title and not words.is_basis(passage, begin)):
            continue
        if _names_several(passage.folded, *passage.sentence(begin)):
            continue
        yield Hit(passage, begin, end, {"own": region.name})


def _is_led(folded: str, begin: int, own: str) -> bool:
    """Whether a name stands behind that of a place of this plan, which it is a part of (锦州市滨海新区).

    Or behind the short name of a province that is not this plan's, which says where it is: 天津滨海新区.
    """
    names = _divisions()
    held = (names.get(folded[start:begin], ()) for start in range(max(begin - _LONGEST, 0), begin - 2))
    if any(_is_related(code, own) for codes in held for code in codes):
        return True
    return any(
        code[:2] != own[:2] and folded.startswith(name, begin - len(name)) for name, code in _provinces()
    )


@cache
def _provinces() -> tuple[tuple[str, str], ...]:
    """The short names of provinces with their codes."""
    ends = compiled("(?:维吾尔|壮族|回族)?自治区$|[省市]$")
    return tuple(
        (ends.sub("", name), code)
        for name, codes in _divisions().items()
        for code in codes
        if code.endswith("0000")
    )


def _is_beside(passage: Passage, begin: int, own: str) -> bool:
    """Whether the clause goes on to the plan's own place, which it puts in relation: 在新乡市设郑州北站."""
    short = own[:-1] if len(own) > 2 else own
    end = _CLAUSE_END.search(passage.folded, begin)
    return passage.folded.find(short, begin, end.start() if end else len(passage.folded)) >= 0


@cache
class _Patterns:
    """The words of one set of parameters, compiled."""

    def __init__(self, parameters: PlaceParameters) -> None:
        self.behind = any_pattern(parameters.behind)
        self._beside = compiled(any_of(parameters.beside))
        self._basis = compiled(rf"(?:{any_of(parameters.rests_on)})(?:[^,;。《》]|《[^《》]*》)*《$")
        self._technical = compiled(rf"[^《》]*(?:{any_of(parameters.technical)})[^《》\u4e00-\u9fff]*》")
        self._near = compiled(any_of(parameters.near))
        listed = r"(?:[^,;。、\s]{2,14}(?:、|以及|及|和))*(?:[\u4e00-\u9fff]{2,9}?[省市县区旗州盟])*"
        self._leads = compiled(rf"(?:{any_of(parameters.leads)}){listed}$")
        self._not_leads = compiled(any_of(parameters.not_leads))

    def is_basis(self, passage: Passage, begin: int) -> bool:
        """Whether a name begins the title of a document that the plan rests on or carries out."""
        if self._technical.match(passage.folded, begin):
            return False
        return self._basis.search(passage.folded, passage.sentence(begin)[0], begin) is not None

    def put_beside(self, passage: Passage, begin: int, end: int) -> bool:
        """Whether a sentence puts the named place beside the plan's own."""
        first, last = passage.sentence(begin)
        if self._beside.search(passage.folded, first, last):
            return True
        clause = max(passage.folded.rfind(mark, first, begin) for mark in ",;") + 1
        ends = [at for mark in ",;" if (at := passage.folded.find(mark, end, last)) >= 0]
        if self._near.search(passage.folded, max(first, clause), min(ends, default=last)):
            return True
        led = self._leads.search(passage.folded, max(first, clause), begin) is not None
        return led and self._not_leads.match(passage.folded, end) is None


@cache
def _divisions() -> dict[str, tuple[str, ...]]:
    """All names of divisions with their codes."""
    names: dict[str, tuple[str, ...]] = {}
    for line in read_rule_text("vocabulary/regions.tsv").splitlines():
        code, tab, name = line.partition("\t")
        if tab and len(name) > 2:
            names[name] = (*names.get(name, ()), code)
    return names


def is_division(text: str) -> bool:
    """Whether a text ends with the name of a division that begins before its last two characters."""
    return any(text[start:] in _divisions() for start in range(max(len(text) - 2, 0)))


def _names(view: PlanView) -> Iterator[tuple[Passage, int, int]]:
    """The names of divisions in the text, the longest at each end; none inside of another."""
    names = _divisions()
    for passage, _, _, end in view.search(_SUFFIX, (*PROSE, "heading", "box-title", "row")):
        for length in range(min(_LONGEST, end), 2, -1):
            begin = end - length
            if passage.folded[begin:end] in names:
                yield passage, begin, end
                break


def _is_related(code: str, own: str) -> bool:
    """Whether a division is this one, above it or below it."""
    if code[:2] != own[:2]:
        return False
    return (
        code.endswith("0000")
        or (code[2:4] == own[2:4] and (code == own or code.endswith("00") or own.endswith("00")))
        or own.endswith("0000")
    )


def _stands_alone(folded: str, begin: int, end: int) -> bool:
    """Whether the characters are a name here, not parts of other words: not 上|海城市, not 扬州市|场."""
    words = lexicon()
    for length in (2, 3):
        for start in range(max(begin - length + 1, 0), begin):
            word = folded[start : start + length]
            crosses = begin < start + length < end and compiled(r"[\u4e00-\u9fff]+").fullmatch(word)
            if not crosses or not _goes_on(folded, start + length, end):
                continue
            # 清|运城市: however rare the one word, the other is far more common than any name.
            rest = words.frequency(folded[start + length : end])
            if words.frequency(word) > (20 if rest < _EVERYDAY else 0):
                return False
    if folded[end - 2] == "等" and _LISTED.search(folded, max(begin - _LONGEST, 0), end - 2):
        # 剑阁、朝天等县: and other counties.
        return False
    return _OTHER_WORDS.match(folded, end - 1) is None


_LISTED = compiled(r"、[\u4e00-\u9fff]{2,4}$")
_OTHER_WORDS = compiled("市场|县区|市区|区[域间块位级]|旗[帜舰]|省略|州际|县[域级]|市域")
"""What begins with the last character of a name and goes on from it."""


def _goes_on(folded: str, begin: int, end: int) -> bool:
    """Whether the rest of a name reads as a word once its first characters belong to another: 上海|城市.

    In 推动武山县 it does not: 山县 is no common one, so that 动武 is none there either.
    """
    words = lexicon()
    return end - begin < 2 or any(words.frequency(folded[begin : end + more]) > _COMMON for more in range(3))


def _names_several(folded: str, first: int, last: int) -> bool:
    """Whether a sentence lists places side by side, as for shared rivers, railways or programmes."""
    names = _divisions()
    listed = compiled(r"(?:^|[、和与及])([\u4e00-\u9fff]{2,8}?[省市县区旗州盟])(?=[、和与及等])").findall(
        folded[first:last]
    )
    return len([name for name in listed if name in names]) > 1


def find_wrong_level(view: PlanView, check: Check) -> Iterator[Hit]:
    """我市 in a county's plan, 我县 in a city's."""
    region = view.record.plan.region
    if region is None:
        return
    parameters: LevelParameters = check.parameters
    last = "区" if region.name.endswith("自治区") else region.name[-1]
    allowed = parameters.allowed.get(last)
    if allowed is None:
        return
    if region.code is not None and region.code.startswith(parameters.municipalities):
        allowed += "市"
    levels = "".join(sorted({mark for marks in parameters.allowed.values() for mark in marks} - set(allowed)))
    pattern = compiled(rf"(?:{any_of(parameters.pronouns)})[{levels}](?![级域])")
    unless = compiled(any_of(parameters.unless))
    own = squeeze(region.name)
    for passage, found, begin, end in view.search(pattern, (*PROSE, "heading", "row", "box-title")):
        if passage.in_title(begin) or _in_quotes(passage.folded, begin):
            continue
        if any(held.start() <= begin < held.end() for held in unless.finditer(passage.folded)):
            continue
        if not _is_pronoun(passage, begin, last):
            continue
        yield Hit(passage, begin, end, {"own": own, "right": found.group()[0] + last})
    if last in _BELOW and region.level != "province":
        yield from _provincial(view, parameters, {"own": own, "last": last, "below": _BELOW[last]})


def _is_pronoun(passage: Passage, begin: int, own: str) -> bool:
    """Whether 本市 is said of the plan's own place.

    Not where it is parts of two words (基本|市政), nor where the sentence has named a place of that level
    before, which it means then: 区民政部门负责本区的管理.
    """
    folded, words = passage.folded, lexicon()
    if own == "省" and folded[begin : begin + 2] == "本区":
        # Some area of the province; that of a district's plan would be two levels off.
        return False
    if words.frequency(folded[begin - 1 : begin + 1]) and words.frequency(folded[begin + 1 : begin + 3]):
        return False
    first, _ = passage.sentence(begin)
    level = folded[begin + 1]
    return folded[begin] != "本" or (
        folded.find(level, first, begin) < 0 and folded.find(f"各{level}", 0, begin) < 0
    )


_BELOW = {
    "市": "各县（市、区）",
    "州": "各县（市）",
    "盟": "各旗县（市）",
    "县": "各乡镇",
    "区": "各街道（乡镇）",
    "旗": "各苏木（乡镇）",
}
"""What the places right below one are called, by the last character of its name."""


def _provincial(view: PlanView, parameters: LevelParameters, names: dict[str, str]) -> Iterator[Hit]:
    """面向全省招生 among the tasks of a city's plan: words left standing from that of the province."""
    for words, right in parameters.provincial.items():
        for passage, _, begin, end in view.search(compiled(words), ("paragraph", "item", "task", "box-text")):
            if not passage.past and not passage.in_title(begin):
                yield Hit(passage, begin, end, {**names, "right": right.format(**names)})


def _in_quotes(folded: str, begin: int) -> bool:
    """Whether an offset lies in a quotation."""
    before = folded[max(0, begin - 60) : begin]
    return before.count("“") > before.count("”")
