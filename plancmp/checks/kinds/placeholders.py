"""Numbers still to come, values that are blank, and what a draft must lose before it goes out (PLH)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from plancmp.checks.entries import FURTHER, MOST_BESIDE, Aside, Check, Hit, Rule
from plancmp.checks.kinds.notes import is_explained
from plancmp.checks.view import PROSE, Passage, PlanView, Row, any_of, any_pattern
from plancmp.model.record import Note, Value
from plancmp.model.words import Words
from plancmp.reading.quantities.reading import QuantityReader
from plancmp.rulepacks.messages import worded
from plancmp.text.folding import fold, squeeze
from plancmp.text.keeping import compiled
from plancmp.text.ordinals import CHINESE

FEW = 3
"""More blanks than this in one column have one reason."""
_TOTALS = ("total", "growth")
_LETTERS = "XxN"
_BOUND = r"(?:[<>≥≤]|不少于|不低于|超过|达到?|至少|约|近|到|共|完成|建成|新增|培训)"


class TextParameters(Rule, frozen=True, kw_only=True):
    """What stands for a number to come in running text."""

    runs: str
    """Characters that stand for digits when two or more come together: `X×*`."""
    single: str
    """Those that do so alone, before a unit or behind a bound."""
    words: tuple[str, ...]
    """待定, 待补充: in brackets, or as the end of what is said."""
    word_leads: tuple[str, ...]
    """What may stand before such a word: 数据待定."""
    firm: tuple[str, ...]
    """Those of them that leave something open whatever stands before, but in a look back: 所需资金待测算."""
    look_alikes: tuple[str, ...]
    """Patterns (folded) of what only looks so."""
    forms: tuple[str, ...] = ()
    """Words of the title of an appendix that others are to fill in: 申请表."""
    asking: str = ""
    """Pattern of titles of papers that ask others to write and leave blanks for them: 申报工作的通知."""
    naming: tuple[str, ...] = ()
    """Words of a sentence that says how others are to name something: 名称统一为."""

    def problem(self) -> tuple[str, str, str] | None:
        """A pattern that cannot be compiled."""
        return pattern_problem("look_alikes", self.look_alikes)


class LeftoverParameters(Rule, frozen=True, kw_only=True):
    """What a draft must lose before it goes out."""

    notes: dict[str, Words]
    """Codes of the reader's notes, and what they are called."""
    together: tuple[str, ...]
    """Codes of which all places are one finding."""
    patterns: tuple[str, ...]
    """Patterns (folded) of remarks in the text."""
    machine: tuple[str, ...] = ()
    """Patterns (folded) of comments that are for a tool and no remark."""
    characters: str = ""
    """Where given, those of a note that count: its names stand for words."""

    def problem(self) -> tuple[str, str, str] | None:
        """A pattern that cannot be compiled."""
        return pattern_problem("patterns", self.patterns) or pattern_problem("machine", self.machine)


def pattern_problem(key: str, patterns: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Where and why one of some patterns cannot be used: path of the key, and the reason twice."""
    for at, pattern in enumerate(patterns):
        try:
            matcher = compiled(pattern)
        except re.error as error:
            return f"{key}[{at}]", *worded("pattern-wrong", error=error)
        if matcher.match(""):
            return f"{key}[{at}]", *worded("pattern-of-nothing")
    return None


# -- cells of indicators ---------------------------------------------------------------------------


def find_undecided_values(view: PlanView, check: Check) -> Iterator[Hit]:
    """Values of indicators that are still to come."""
    for row in view.rows:
        for _, value in row.values:
            if value.state == "undecided":
                yield value_hit(row, value)


def find_missing_targets(view: PlanView, check: Check) -> Iterator[Hit]:
    """Blank targets of rows that state no total and no growth either."""
    last: tuple[str | None, Value] | None = None
    for row in view.rows:
        target = row.indicator.target
        if target is None or target.state != "blank":
            last = (row.indicator.box, target) if target is not None else None
            continue
        label = target.label or ""
        if "现状" in label and "目标" in label:
            # The heads of two columns in one: which of them the cell is of is not sure.
            continue
        if is_head(row) or _is_spanned(view, row, target, last) or _is_dashed_out(view, row):
            continue
        others = [value for role, value in row.values if role in (*_TOTALS, "target")]
        told = next((value for value in others if value.state == "stated"), None)
        if told is not None:
            # A total, a growth, or another column of targets.
            last = (row.indicator.box, told)
            continue
        if _is_told_elsewhere(row):
            continue
        yield value_hit(row, target)


def _is_dashed_out(view: PlanView, row: Row) -> bool:
    """Whether all values of a row are dashes in a text that is not said to be a draft."""
    values = [value for _, value in row.values]
    return (
        not view.is_draft
        and len(values) > 1
        and all(value.state == "blank" and value.text.strip() for value in values)
    )


def is_head(row: Row) -> bool:
    """Whether a row says nothing but its name, as one that heads those below it does."""
    indicator = row.indicator
    return not (indicator.unit or indicator.attribute or any(value.text.strip() for _, value in row.values))


def _is_spanned(view: PlanView, row: Row, value: Value, last: tuple[str | None, Value] | None) -> bool:
    """Whether a cell in words above, 完成省下达指标, may span a blank one: only some formats tell."""
    blank = [value.text] + [each.text for role, each in row.values if role in _TOTALS]
    return (
        not view.has_cells
        and not all(text.strip() for text in blank)
        and last is not None
        and last[0] == row.indicator.box
        and last[1].kind in ("relative", "text")
    )


def _is_told_elsewhere(row: Row) -> bool:
    """Whether a value stands in a column that was not understood, or in a cell merged over targets."""
    if _is_merged(row):
        return True
    known = {squeeze(value.text) for _, value in row.values}
    name = squeeze(row.indicator.name)
    cells = [squeeze(cell) for cell in row.indicator.written]
    at = next((at for at, cell in enumerate(cells) if name in cell), 0)
    return any(cell not in known and compiled(r"\d|同步|一致|下达").search(cell) for cell in cells[at + 1 :])


def _is_merged(row: Row) -> bool:
    """Whether the target has no cell of its own beside a stated one of the same head but for its year."""
    target = row.indicator.target
    head = _YEARS.sub("", target.label or "") if target is not None else ""
    if "目标" not in head or "" in row.indicator.written[1:]:
        return False
    return any(
        value.state == "stated" and _YEARS.sub("", value.label or "") == head for _, value in row.values
    )


_YEARS = compiled(r"\d+")


def find_missing_baselines(view: PlanView, check: Check) -> Iterator[Hit]:
    """Blank baselines; where a whole column is blank, that is one finding."""
    blank: dict[str, list[Row]] = {}
    stated: set[str] = set()
    for row in view.rows:
        baseline = row.indicator.baseline
        box = row.indicator.box or ""
        if baseline is None or row.id in view.second_lines:
            continue
        if baseline.state != "blank":
            stated.add(box)
        elif (
            _needs_baseline(row)
            and not is_head(row)
            # A dash in a text that is not said to be a draft says that there is no figure.
            and (view.is_draft or not baseline.text.strip())
            and not is_explained(view, row)
        ):
            blank.setdefault(box, []).append(row)
    for box, rows in blank.items():
        if len(rows) > (FEW if box in stated else 2):
            yield _baseline_hit(rows[0], len(rows))
        else:
            yield from (_baseline_hit(row, 1) for row in rows)


def _needs_baseline(row: Row) -> bool:
    """Whether a target says something only against a baseline: no total, none that follows another figure."""
    target, baseline = row.indicator.target, row.indicator.baseline
    if target is None or (baseline is not None and "新" in baseline.text):
        # 新增指标 says why there is none.
        return False
    if target.state == "stated" and (target.total or target.kind in ("relative", "total", "text")):
        return False
    return not any(value.total or (role in _TOTALS and value.state == "stated") for role, value in row.values)


def _baseline_hit(row: Row, count: int) -> Hit:
    """A blank baseline, or the first of a blank column."""
    assert row.indicator.baseline is not None
    hit = value_hit(row, row.indicator.baseline)
    return hit._replace(values={**hit.values, "count": str(count)})


def value_hit(row: Row, value: Value, asides: tuple[Aside, ...] = ()) -> Hit:
    """A hit on a value's own cell; an empty cell has the row's place and the name for words."""
    name = row.indicator.name
    values = {"indicator": name, "column": value.label or "", "value": value.text}
    at = value.at or row.indicator.at
    words = value.text or name
    part = f"{name}/{value.role or value.label or ''}"
    return Hit(at=at, words=words, values=values, asides=asides, part=part, indicator=row.id)


def name_hit(view: PlanView, row: Row, values: dict[str, str], asides: tuple[Aside, ...] = ()) -> Hit:
    """A hit on the name of an indicator in its own cell."""
    name = row.indicator.name
    passage = view.row_passages.get(row.id)
    start = passage.text.find(name) if passage is not None else -1
    values = {"indicator": name, **values}
    if passage is None or start < 0:
        return Hit(at=row.indicator.at, words=name, values=values, asides=asides, part=name, indicator=row.id)
    return Hit(passage, start, start + len(name), values, asides, part=name, indicator=row.id)


# -- running text ------------------------------------------------------------------------------------


def find_undecided_text(view: PlanView, check: Check) -> Iterator[Hit]:
    """Numbers and names that are still to come in running text, boxes, tasks and tables."""
    parameters: TextParameters = check.parameters
    patterns = _TextPatterns(parameters)
    units = view.quantities
    marked_up = _EMPHASIS.search(view.text) is not None
    counted = compiled(bound_behind(_BOUND))
    forms = _forms(view, parameters)
    title = squeeze(view.record.plan.title or "")
    if view.kind == "other" and parameters.asking and compiled(parameters.asking).search(title):
        return
    for passage in dict.fromkeys(passage for passage, *_ in view.search(patterns.trigger)):
        for found in patterns.open.finditer(passage.folded):
            begin, end = found.span()
            if (found["firm"] and passage.past) or passage.section in forms:
                continue
            if passage.kind == "table" and view.kind in ("other", "list"):
                # A table in what is no plan is one that others fill in.
                continue
            emphasis = found.group()[0] == "*" and (marked_up or end - begin > 3)
            if emphasis and not (
                counted.match(passage.folded, begin - 1) and _with_unit(units, passage, end) > end
            ):
                continue
            if not (_is_value_cell(view, passage, begin) or patterns.is_look_alike(passage, begin, end)):
                yield Hit(passage, begin, _with_unit(units, passage, end))


_EMPHASIS = compiled(r"\*\*[^*\x00\n]+\*\*")


def _forms(view: PlanView, parameters: TextParameters) -> set[str]:
    """Sections of appendices that are forms: their blanks are for others to fill in."""
    form = compiled(any_of(parameters.forms))
    heads = [each for each in view.passages_by_kind.get("appendix", ()) if form.search(squeeze(each.folded))]
    return {each.section for each in heads if each.section}


def _is_value_cell(view: PlanView, passage: Passage, offset: int) -> bool:
    """Whether an offset stands in a value or the attribute of an indicator: PLH001, IND004 look there."""
    if passage.kind != "row":
        return False
    start, end = passage.bounds(offset)
    cell = "".join(passage.text[start:end].split())
    row = view.rows_by_id.get(passage.indicator or "")
    if row is None:
        return False
    held = (row.indicator.attribute or "", *(value.text for _, value in row.values))
    return any("".join(text.split()) == cell for text in held)


def _with_unit(units: QuantityReader, passage: Passage, end: int) -> int:
    """The end of a gap with the multiplier and the unit behind it: XX万人次."""
    tail = compiled(r" ?[万亿]*").match(passage.folded[end:])
    at = end + (tail.end() if tail and tail.group().strip() else 0)
    for length in (4, 3, 2, 1):
        word = passage.folded[at : at + length].strip("()")
        if word and len(word) == length and units.measure(word) is not None:
            return at + length
    # 名 and 位 are other words for 人, which is what has the measure.
    return at + 1 if passage.folded[at : at + 1] in ("名", "位") else at


@cache
class _TextPatterns:
    """The patterns of one set of parameters, compiled."""

    def __init__(self, parameters: TextParameters) -> None:
        runs, single = re.escape(parameters.runs), re.escape(parameters.single)
        words, leads = any_of(parameters.words), any_of(parameters.word_leads)
        firm, behind = any_of(parameters.firm), bound_behind(_BOUND)
        unit = (
            r"(?:[万亿%‰个家人户名项所处次件座台场张辆套部米元亩吨天条批支种类期只岁例]"
            r"|百分点|公里|平方|千[瓦米克])"
        )
        # Few paragraphs have any of these; only they are read with the long pattern.
        self.trigger = compiled(
            rf"[{runs}*〇□■△_#?]|N(?![A-Za-z\d])|(?<=[\u4e00-\u9fff])  |[\[(【] *[\])】]|{words}"
        )
        self.open = compiled(
            # 20XX年, 8X%, 1XX人
            rf"(?<![A-Za-z\d.])\d{{1,3}}[{runs}]{{1,4}}(?=\s?(?:年|月|日|{unit}))"
            # XX, ××, **, 〇〇
            rf"|(?<![A-Za-z\d+{CHINESE}])(?:[Xx]{{2,8}}|×{{2,8}}|\*{{2,8}}|〇{{2,8}}|[{runs}]{{2,8}})"
            rf"(?:\.[Xx×\d]{{1,2}})?(?![A-Za-z\d+{CHINESE}])"
            # X万人, ＞X 万
            rf"|(?<![A-Za-z\d+])[{single}](?:\.[{single}\d])?(?=\s?{unit}(?!光|射线|线|型))"
            rf"|(?<={behind})\s?[{single}](?![A-Za-z\d+])(?=\s?[\u4e00-\u9fff])"
            # N个, where no 1+N says what N is
            rf"|(?<![A-Za-z\d+.\-“\"])N(?=\s?{unit})"
            # 约    亿元, 气象站  个。
            rf"|(?<=[约近超到共达])[ ]{{2,}}(?=[万亿]*{unit})"
            rf"|(?<=[\u4e00-\u9fff])[ ]{{2,}}(?=(?:[万亿]+元?|{unit})(?:[,;。、]|$))"
            # □□, ___, ##, NN before a unit, ？？个
            rf"|(?<![A-Za-z\d#])(?:[□■△]{{2,8}}|_{{2,40}}|#{{2,4}}|N{{2,4}}|\?{{2,4}})(?=\s?{unit})"
            # （ ）万, 【】
            rf"|[(\[【] *[)\]】](?=\s?{unit})|【 *】|(?<=[\u4e00-\u9fff])\( +\)(?!内|中|表示|为)"
            # （待定）, 数据待补充。
            rf"|(?<=[(\[【])(?:[^()\[\]【】\x00\n]{{0,6}})?(?:{words})(?=[)\]】])"
            rf"|(?:{leads})(?:暂|尚)?(?:{words})(?![\u4e00-\u9fff])"
            # 所需资金待测算。不少于待定家
            rf"|(?P<firm>(?<=[\u4e00-\u9fff])(?:{firm})(?=[。;,)\]\n]|$))"
            rf"|(?<={behind})(?:{firm})(?=\s?{unit}(?!员|选|期))"
            rf"|(?<![\u4e00-\u9fff、—\-~])(?:{words})(?![\u4e00-\u9fff、—\-~])"
        )
        self._look_alikes = [compiled(pattern) for pattern in parameters.look_alikes]
        self._naming = compiled(any_of(parameters.naming))
        self._of_number = compiled(rf"\s?{unit}")
        self._gap = frozenset((*parameters.runs, "*", "〇"))

    def is_look_alike(self, passage: Passage, start: int, end: int) -> bool:
        """Whether one of the look-alikes covers the words, or the sentence says what its letter is: 1+X."""
        words = passage.folded[start:end].strip()
        if len(words) == 1 and words in _LETTERS:
            begin, stop = passage.sentence(start)
            if re.search(rf"\+\s?{words}|{words}\s?\+", passage.folded[begin:stop]):
                return True
        if self._is_pattern_of_name(passage, start):
            return True
        if words == "×" and compiled(r"[=÷]").search(passage.folded[slice(*passage.sentence(start))]):
            return True
        if not words and (passage.kind not in PROSE or _is_spaced(passage.folded)):
            return True
        window = max(0, start - 20)
        for pattern in self._look_alikes:
            for found in pattern.finditer(passage.folded, window, min(len(passage.folded), end + 20)):
                if found.start() <= start and end <= found.end():
                    return True
        return False

    def _is_pattern_of_name(self, passage: Passage, start: int) -> bool:
        """Whether a gap is one of a name that each fills in for itself, by its sentence or its quotation.

        A sentence says how to name something; a quotation has the gap before 市, 区, 街.
        """
        if self._is_named(passage, start):
            return True
        begin = passage.folded.rfind("“", 0, start)
        end = passage.folded.find("”", start)
        if begin < 0 or end < 0 or "”" in passage.folded[begin:start]:
            return False
        return _OF_PLACE.search(passage.folded, begin, end) is not None

    def _is_named(self, passage: Passage, start: int) -> bool:
        """Whether the sentence says before a gap, which is none of a number, how something is to be named."""
        folded, end = passage.folded, start
        while folded[end : end + 1] in self._gap:
            end += 1
        first, _ = passage.sentence(start)
        return (
            start < end
            and self._of_number.match(folded, end) is None
            and self._naming.search(folded, first, start) is not None
        )


_OF_PLACE = compiled(r"(?:[Xx]{2}|×{2}|\*{2}|〇{2}) ?[省市县区旗州乡镇村街路社]")


def _is_spaced(folded: str) -> bool:
    """Whether a text has wide gaps for its looks, as in a signature or a form."""
    return len(compiled(r"(?<=\S) {2,}(?=\S)").findall(folded)) > 2 or "  " in folded[:8].strip()


def bound_behind(bound: str) -> str:
    """A look-behind needs one width: the last character of each bound word."""
    words = compiled(r"[\u4e00-\u9fff]+|[<>≥≤]").findall(bound)
    return "[" + "".join(sorted({word[-1] for word in words})) + "]"


# -- leftovers ---------------------------------------------------------------------------------------


def find_leftovers(view: PlanView, check: Check) -> Iterator[Hit]:
    """Comments, tracked changes, highlights, bookmarks, and remarks in brackets."""
    parameters: LeftoverParameters = check.parameters
    groups: dict[str, list[Note]] = {}
    machine = any_pattern(parameters.machine)
    for note in view.record.notes:
        if note.code not in parameters.notes or machine.fullmatch(fold(note.text or "").strip()):
            continue
        if parameters.characters:
            unseen = [mark for mark in note.text or "" if mark in parameters.characters]
            if not unseen:
                continue
            note = msgspec.structs.replace(note, text=" ".join(f"U+{ord(mark):04X}" for mark in unseen))
        if note.code in parameters.together:
            groups.setdefault(note.code, []).append(note)
        else:
            yield _note_hit([note], parameters.notes[note.code])
    for code, notes in groups.items():
        yield _note_hit(notes, parameters.notes[code])
    if parameters.patterns:
        for passage, found, begin, end in view.search(any_pattern(parameters.patterns)):
            yield Hit(passage, begin, end, {"what": found.group()[:40]})


def _note_hit(notes: Sequence[Note], what: Words) -> Hit:
    """A hit at the first of some notes of the reader; the others stand beside it with their words."""
    words = [_words_of(note) for note in notes]
    count = sum(len(each) or 1 for each in words)
    first = words[0][0] if words[0] else ""
    code = notes[0].code
    asides = tuple(
        Aside(FURTHER, at=note.at, words=" ".join(each))
        for note, each in zip(notes[1:MOST_BESIDE], words[1:], strict=False)
        if each
    )
    return Hit(
        at=notes[0].at,
        words=first,
        values={"what": what, "count": str(count)},
        asides=asides,
        part=f"{code}/{first}" if count == 1 else code,
    )


def _words_of(note: Note) -> list[str]:
    """What a note quotes: the marks one by one, other words as one."""
    text = note.text or ""
    return _MARK.findall(text) or ([" ".join(text.split())[:60]] if text.strip() else [])


_MARK = compiled(r"\[bookmark:[^\]]*\]|U\+[0-9A-F]{4,6}")
