"""Turns written values into what they mean: numbers with relation and unit, targets, gaps in a draft.

The words are data: `rules/vocabulary/quantities.yaml`, read as `QuantityWords`. Whether a bound includes its
number follows article 1259 of the Civil Code: 以上 and 以内 do, 超过 does not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple, cast

import msgspec
from msgspec.structs import replace

from plancmp.model.place import Span
from plancmp.model.quantity import Kind, Quantity, Relation
from plancmp.reading.quantities.parts import (
    MULTIPLIER,
    MULTIPLIERS,
    Leads,
    LeadWords,
    Longest,
    RelativeReader,
    Unit,
    Units,
    by_word,
    look_alikes,
    write_multiplier,
)
from plancmp.reading.quantities.words import ChangeWords, GapMark, Measure, QuantityWords
from plancmp.rulepacks import load
from plancmp.text.folding import fold
from plancmp.text.keeping import any_of, compiled
from plancmp.text.notemarks import MARK
from plancmp.text.numerals import (
    match_numeral,
    match_share,
    power_of,
    scaled,
    skip_numeral,
)
from plancmp.text.ordinals import CHINESE, LEGAL
from plancmp.text.periods import PERIOD, end_of

_TURNED: dict[Relation, Relation] = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "=", "~": "~"}
_COUNTED = {"person", "visit", "household", "count", "age", "time", "other-measure", "score"}
_BETWEEN = compiled(r" ?(?:-{1,2}|~|—{1,2}|至|到|±) ?")
_MARK_IN_NUMBER = compiled(r"(?<=\d)[。·](?=\d)")
_MARK_IN_TEXT = compiled(r"(?<=\d)。(?=\d{1,2}(?:%|‰|个百分点|百分点|[万亿]))")
# A full-width comma parts clauses, unless all is full width: １，２３４.
_COMMA = compiled(r"(?<![０-９])，|，(?![０-９]{3})")
_OWN_COMMA = compiled(r"[,﹐０-９]")
"""Without these every comma of a folded text is a full-width one that parts clauses."""
_GAP = compiled(r"\s+(?!(?<=\d\s)\d)")
_NOTE = compiled(rf"(?:[\s。;,、]|\([^()]*\)|{MARK}|注)*")
_BLANK_BRACKETS = compiled(r"[\[(【] *[\])】]")
_RATIO = compiled(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)(?![\d:])")
_INNER = compiled(r"\([^()]*\)")
_NO_UNIT = compiled(r"\s*\((?:[-—–/]+|无)\)$")
_INCLUDED = compiled(r"\(含[^()]{0,8}\) ?")
_HEAD = 40
"""So many characters hold the whole of a share or a ratio."""
_LABEL_ENDS = " \n,;、/。:-—"


@cache
def _han_after() -> re.Pattern[str]:
    """A character of a word or a number."""
    return compiled(r"[\u4e00-\u9fffA-Za-z\d]")


@cache
def _named() -> re.Pattern[str]:
    """Words without a number or a sign."""
    return compiled(r"(?=.*[\u4e00-\u9fffA-Za-z])[^\d<>≥≤=×^→%]*")


class _Amount(msgspec.Struct, frozen=True):
    """One number in a text with what stands behind it."""

    start: int
    end: int
    value: Decimal | None
    """None where the draft leaves the number open."""
    power: int = 0
    """Power of ten of the number's own multiplier; what is written has been multiplied out."""
    unit: Unit | None = None
    relation: Relation | None = None
    chinese: bool = False
    bare: bool = False
    change: bool = False

    @property
    def small(self) -> bool:
        """A Chinese numeral up to ten, which may be part of a set phrase."""
        return self.chinese and self.value is not None and self.value <= 10


class _Found(NamedTuple):
    """A quantity in a text, before it is known whether to take it."""

    start: int
    end: int
    quantity: Quantity
    sure: bool
    """It may be taken in running text; otherwise only as the whole of a cell."""
    named: bool
    """It has a unit of its own."""


class QuantityReader:
    """Reads quantities by a vocabulary: `read` a cell, `find` them in running text."""

    def __init__(self, words: QuantityWords) -> None:
        self._units = Units(words)
        self._leads = LeadWords(words)
        self._bounds = Longest(by_word(words.bounds.before))
        self._after = Longest(by_word(words.bounds.after))
        self._inside = Longest(by_word(words.bounds.inside))
        self._adverb_relations = by_word(words.bounds.adverbs)
        self._adverbs = compiled(rf"(?P<adverb>{any_of(self._adverb_relations)})[^;。,、:()\d]{{1,8}}$")
        self._fixed = Longest({entry.word: entry for entry in words.fixed.words})
        self._gap_in_cell = compiled(_gap_pattern(words.undecided.marks, cell=True))
        self._gap_in_text = compiled(_gap_pattern(words.undecided.marks, cell=False))
        self._gap_marks = frozenset(mark.mark[0] for mark in words.undecided.marks)
        self._not_gap_units = set(words.undecided.not_units)
        self._undecided = compiled(any_of(words.undecided.words))
        self._blank = compiled(rf"[{re.escape(words.blank.marks)}\s]*%?|{any_of(words.blank.words)}")
        self._total_words = compiled(rf"[(\[]? ?(?:{any_of(words.totals.words)}) ?[)\]]?")
        self._total_before = compiled(rf"(?:{any_of(words.totals.words)})[^;。、:\d]{{0,12}}$")
        self._brackets = {pair[0]: pair[1] for pair in words.totals.brackets}
        self._since = _since_pattern(words.changes)
        self._from = set(words.levels.from_)
        self._relative = RelativeReader(words)
        self._before_in_cell = compiled(
            rf"(?:{any_of((*words.cell_words.before, *words.levels.weak))}"
            r"|(?:19|20)\d\d ?年(?:底|末|前|度)*|[\s;,、:。(])*"
        )
        numbers = set("0123456789.") | {mark.mark for mark in words.undecided.marks}
        numbers |= {*CHINESE, *LEGAL, *"两千万亿仟", *self._fixed.firsts()}
        self._numbers = f"A-Za-z{re.escape(''.join(sorted(numbers)))}"
        self._look_alikes = words.look_alikes

    @cached_property
    def _starts(self) -> dict[bool, re.Pattern[str]]:
        """For running text and for cells: what only looks like a quantity, and what may begin one."""
        words = self._look_alikes
        others = f"{words.starts}{''.join(sorted({word[0] for word in words.words}))}"
        starts = f"{self._numbers}{re.escape(others)}"
        return {
            cell: compiled(
                rf"[^{starts}]*+(?:(?P<alike>{look_alikes(words, cell)})|(?P<number>[{self._numbers}])|.)"
            )
            for cell in (False, True)
        }

    def read(self, text: str, *, name: str = "", unit: str | None = None) -> Quantity:
        """What a table cell means. Its own unit wins over `unit` (of the column), this over that in `name`.

        Never raises: what is no number is of kind `text`.
        """
        written = _GAP.sub("", text.strip())
        folded = _MARK_IN_NUMBER.sub(".", fold(written))
        unnumbered = self._without_number(folded)
        if unnumbered:
            return unnumbered
        if self._is_undecided(folded):
            return self._undecided_cell(folded, self._default(name, unit))
        if self._blank.fullmatch(folded):
            return Quantity(state="blank")
        default = self._default(name, unit)
        relative = self._relative.read(folded, written)
        if relative:
            return self._with_margin(relative, folded)
        found = self._in_cell(folded, default)
        if len(found) > 1:
            spaced = _MARK_IN_NUMBER.sub(".", fold(" ".join(text.split())))
            found = self._in_cell(spaced, default)
            understood = self._several(spaced, found) if len(found) > 1 else None
        else:
            understood = self._only(folded, written, found[0]) if found else None
        return understood or Quantity(state="stated", kind="text")

    def marked(self, text: str, folded: str | None = None) -> str:
        """A text folded with its numbers told apart: 1,234 is one, a full-width comma parts two.

        `folded` is the text folded, where it is at hand.
        """
        if folded is not None and _OWN_COMMA.search(text) is None:
            marked = folded.replace(",", ";")
        else:
            marked = fold(_COMMA.sub(";", text))
        return _MARK_IN_TEXT.sub(".", marked) if "。" in marked else marked

    def find(self, text: str, marked: str | None = None) -> Iterator[tuple[Span, Quantity]]:
        """All quantities of running text, from left to right, with the words that belong to them.

        What only looks like a quantity is left out: dates, numbers of documents, ranks, slogans.
        Give the text as written; `marked` is what `marked` makes of it, where that is known.
        """
        folded = self.marked(text) if marked is None else marked
        numbers = (found for found in self._scan(folded, None, cell=False) if found.sure)
        ends = 0
        for found in _merged(numbers, self._relatives(folded, text)):
            if found.start >= ends:
                ends = found.end
                yield Span(found.start, found.end), found.quantity

    def measure(self, unit: str | None) -> Measure | None:
        """The class of a quantity's unit: 人 is `person`, 人/亿元 `compound`, an unknown one None."""
        return self._units.measure(unit)

    def unit_of_name(self, name: str) -> tuple[str, str | None]:
        """An indicator name without the unit at its end, and the unit (folded, with its multiplier)."""
        folded = _NO_UNIT.sub("", fold(name).rstrip())
        kept, unit, end = [], None, len(folded)
        while unit is None and (opening := _last_bracket(folded[:end])) is not None:
            unit, rest = self._unit_in_bracket(name[opening + 1 : end - 1])
            kept.append(
                name[opening:end] if unit is None else name[opening] + rest + name[end - 1] if rest else ""
            )
            end = len(folded[:opening].rstrip())
        if unit is not None:
            return name[:end].rstrip() + "".join(reversed(kept)), unit
        for mark in (",", "、", "/", "%", "‰"):
            head, found, tail = folded.rpartition(mark)
            tail = mark if mark in "%‰" and not tail else tail.strip()
            if found and head and self._units.parse(tail):
                return name[: len(head)].rstrip(), tail
        return name[: len(folded)].strip(), None

    def _unit_in_bracket(self, written: str) -> tuple[str | None, str]:
        """The unit among the words of a bracket, and the other words."""
        folded = fold(written)
        words = [word.strip() for word in compiled(r"[,;、]").split(folded)]
        for index, word in enumerate(words):
            word = "".join(word.removeprefix("单位").lstrip(":").split())
            # 万套(间) is a unit with another one in brackets; 万亿 leaves out what it counts.
            parsed = self._units.parse(word) or self._units.parse(_INNER.sub("", word))
            if word and (parsed or MULTIPLIER.fullmatch(word)):
                return word, ",".join(words[:index] + words[index + 1 :])
        return None, written

    def _default(self, name: str, unit: str | None) -> Unit | None:
        """The unit that a cell without one has."""
        written = unit or self.unit_of_name(name)[1]
        if not written or not written.strip():
            return None
        folded = "".join(fold(written).split()).strip("()[]")
        known = self._units.parse(folded)
        if known:
            return known
        multiplier = MULTIPLIER.match(folded)
        length = multiplier.end() if multiplier else 0
        return Unit(folded[length:] or folded, power_of(folded[:length]) if folded[length:] else 0)

    # --- cells

    def _is_undecided(self, folded: str) -> bool:
        return (
            bool(self._undecided.search(folded))
            or bool(_BLANK_BRACKETS.search(folded))
            or (self._gap_in_cell.fullmatch(folded.strip("[]()【】")) is not None)
        )

    def _without_number(self, folded: str) -> Quantity | None:
        """A bound and a unit with nothing between them: ≥ %."""
        bound = self._bounds.match(folded, 0)
        rest = folded[bound[1] :] if bound else ""
        # 不少于十万人 has its number: 十, 百 and 千 are numerals, not only multipliers.
        unit = self._units.parse(rest) if rest and rest[0] not in "十百千" else None
        return Quantity(state="undecided", relation=bound[0], unit=unit.name) if bound and unit else None

    def _undecided_cell(self, folded: str, default: Unit | None) -> Quantity:
        """A cell without its number; the relation and unit that stand are kept."""
        gap = _BLANK_BRACKETS.search(folded) or self._gap_in_cell.search(folded)
        if not gap:
            return Quantity(state="undecided", unit=default.name if default else None)
        amount = self._tail(folded, _Amount(gap.start(), gap.end(), None))
        leads = self._leads.read(folded, gap.start())
        leads, end, total = self._bracketed(folded, leads, amount.end)
        if end > amount.end:
            amount = self._tail(folded, replace(amount, end=end))
        total = total or leads.total or gap.group()[0] == "["
        return self._quantity((amount,), leads, default, total=total, signed=0)

    def _only(self, folded: str, written: str, found: _Found) -> Quantity | None:
        """The quantity of a cell that has one, if the rest of the cell allows to say so."""
        before, after = folded[: found.start], folded[found.end :]
        whole = not before and bool(_NOTE.fullmatch(after))
        if whole or (found.sure and self._before_in_cell.fullmatch(before) and self._follows(found, after)):
            return found.quantity
        label = _label(written[: found.start])
        if found.sure and label and self._follows(found, after):
            return Quantity(state="stated", kind="several", parts=(_labelled(found.quantity, label),))
        return None

    @staticmethod
    def _follows(found: _Found, after: str) -> bool:
        """Whether the words behind the only number of a cell may be left aside: 700户家庭."""
        if _NOTE.fullmatch(after):
            return True
        plain = compiled(r"\([^()]*\)").sub("", after)
        return (found.named or plain[:1] in (",", ";", "。")) and not compiled(r"[\dA-Za-z/]").search(plain)

    def _in_cell(self, text: str, default: Unit | None) -> list[_Found]:
        """The quantities of a cell: those beyond doubt, or the one that is the whole cell."""
        found = list(self._scan(text, default, cell=True))
        return found if len(found) == 1 else [one for one in found if one.sure]

    def _several(self, text: str, found: list[_Found]) -> Quantity | None:
        """The values of a cell by the labels before or behind them; without labels the cell is text."""
        between = (
            [text[: found[0].start]]
            + [text[left.end : right.start] for left, right in pairwise(found)]
            + [text[found[-1].end :]]
        )
        if len(found) == 2 and between[0] in self._from and not between[1].strip():
            return found[1].quantity
        labels = [_label(words) for words in between[:-1]]
        if all(compiled(r" ?\(").match(words) for words in between[1:]) and not labels[0]:
            labels = [_label(words) for words in between[1:]]
        elif not _NOTE.fullmatch(between[-1].removeprefix(")")):
            return None
        if not all(labels[1:]) or labels[0] is None:
            return None
        parts = tuple(
            _labelled(one.quantity, label) if label else one.quantity
            for one, label in zip(found, labels, strict=True)
        )
        if not labels[0]:
            return replace(parts[0], parts=parts[1:])
        return Quantity(state="stated", kind="several", parts=parts)

    # --- one quantity

    def _scan(self, text: str, default: Unit | None, *, cell: bool) -> Iterator[_Found]:
        """All quantities of folded text, sure or not, look-alikes left out."""
        place, starts = 0, self._starts[cell]
        while candidate := starts.match(text, place):
            place = candidate.end()
            if candidate.lastgroup == "number":
                start = place - 1
                found = self._expression(text, start, default, cell)
                if found:
                    yield found
                place = max(found.end if found else skip_numeral(text, start), place)

    def _expression(self, text: str, start: int, default: Unit | None, cell: bool) -> _Found | None:
        """The quantity whose number begins at `start`, with the words before and behind it."""
        first = self._amount(text, start, cell)
        if first is None:
            return None
        between = _BETWEEN.match(text, first.end)
        second = self._amount(text, between.end(), cell) if between else None
        if between and second and self._is_range(first, second, between.group().strip(), default, cell):
            amounts, spread = [first, second], "±" in between.group()
        else:
            amounts, spread = [first], False
        signed = _sign(text, start)
        leads = self._leads.read(text, start - abs(signed))
        leads = self._adverb(text, leads)
        leads, end, total = self._bracketed(text, leads, amounts[-1].end)
        if end > amounts[-1].end:
            amounts[-1] = self._tail(text, replace(amounts[-1], end=end))
        after = self._total_words.match(text, amounts[-1].end)
        total = total or leads.total or bool(after)
        if not cell and not total:
            total = bool(self._total_before.search(text[max(0, leads.start - 20) : leads.start]))
        quantity = self._quantity(amounts, leads, default, total=total, signed=signed, spread=spread)
        begin, since = self._base(text, leads.start) if quantity.change else (leads.start, None)
        if since:
            quantity = replace(quantity, since=since)
        end = after.end() if after else amounts[-1].end
        sure = self._is_sure(text, amounts[-1], leads, cell)
        return _Found(begin, end, quantity, sure, amounts[-1].unit is not None)

    def _amount(self, text: str, start: int, cell: bool) -> _Amount | None:
        """The number at `start` with multiplier, unit and the bound behind it."""
        if start and text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] in "._"):
            return None
        fixed = self._fixed.match(text, start)
        if fixed:
            entry, end = fixed
            relation = None if entry.relation == "=" else entry.relation
            amount = _Amount(
                start, end, Decimal(entry.value), 0, Unit(entry.unit), relation, change=entry.change
            )
            return self._bound(text, amount)
        head = text[start : start + _HEAD]
        share = match_share(text, start) if "分之" in head or "成" in head else None
        if share:
            part, unit = _of_share(share.part, share.whole)
            return self._bound(text, _Amount(start, share.end, part, 0, Unit(unit)))
        ratio = _RATIO.match(text, start) if ":" in head else None
        if ratio and "1" in ratio.groups():
            value, unit = (ratio[2], "1:n") if ratio[1] == "1" else (ratio[1], "n:1")
            return self._bound(text, _Amount(start, ratio.end(), Decimal(value), 0, Unit(unit)))
        may_gap = not self._gap_marks.isdisjoint(head[:4])
        gap = (self._gap_in_cell if cell else self._gap_in_text).match(text, start) if may_gap else None
        if gap:
            return self._tail(text, _Amount(start, gap.end(), None))
        numeral = match_numeral(text, start)
        if numeral is None:
            return None
        amount = _Amount(
            start, numeral.end, numeral.value, numeral.scale, chinese=numeral.chinese, bare=numeral.bare
        )
        amount = self._tail(text, amount)
        if amount.unit is None and compiled(r"[A-Za-z]|:\d|\.\d").match(text[amount.end : amount.end + 2]):
            return None
        return amount

    def _tail(self, text: str, amount: _Amount) -> _Amount:
        """The amount with what stands behind the bare number: 余, 万, a unit, 以上."""
        inside = self._inside.match(text, amount.end)
        if inside:
            amount = replace(amount, end=inside[1], relation=inside[0])
        place = amount.end + (text[amount.end : amount.end + 1] == " ")
        multiplier = MULTIPLIER.match(text, place) if text[place : place + 1] in MULTIPLIERS else None
        if multiplier and multiplier.group() and self._multiplies(text, multiplier):
            power = power_of(multiplier.group())
            value = None if amount.value is None else scaled(amount.value, power)
            amount = replace(amount, end=multiplier.end(), value=value, power=amount.power + power)
            inside = self._inside.match(text, amount.end)
            if inside:
                amount = replace(amount, end=inside[1], relation=inside[0])
        return self._bound(text, self._with_unit(text, self._bound(text, amount)))

    def _multiplies(self, text: str, multiplier: re.Match[str]) -> bool:
        """千 in 千瓦 belongs to the unit."""
        return multiplier.group()[-1] in "万亿" or not self._units.match(text, multiplier.start())

    def _with_unit(self, text: str, amount: _Amount) -> _Amount:
        """The amount with the unit that follows, in brackets or not: 180人, 4（万人）."""
        place = amount.end + (text[amount.end : amount.end + 1] == " ")
        found = self._units.match(text, place)
        if found:
            return replace(amount, unit=found[0], end=found[1])
        closing = text.find(")", place, place + 12) if text[place : place + 1] == "(" else -1
        unit = self._units.parse(text[place + 1 : closing].strip()) if closing > 0 else None
        if unit is None:
            return amount
        value = None if amount.value is None else scaled(amount.value, unit.power)
        return replace(
            amount, unit=unit._replace(power=0), value=value, end=closing + 1, power=amount.power + unit.power
        )

    def _bound(self, text: str, amount: _Amount) -> _Amount:
        place = amount.end + (text[amount.end : amount.end + 1] == " ")
        included = _INCLUDED.match(text, place) if text.startswith("(含", place) else None
        found = self._after.match(text, included.end() if included else place)
        return replace(amount, relation=found[0], end=found[1]) if found else amount

    def _is_range(self, first: _Amount, second: _Amount, mark: str, default: Unit | None, cell: bool) -> bool:
        """Whether two amounts are the ends of one range; 到 alone also joins a number to another matter."""
        if first.relation or (first.value is None) != (second.value is None):
            return False
        if first.unit and second.unit and first.unit.name != second.unit.name:
            return False
        if not cell and second.unit is None:
            return False
        return mark not in ("到", "至") or bool(second.unit or default)

    def _adverb(self, text: str, leads: Leads) -> Leads:
        """The bound that stands before the verb: 至少安排1名."""
        window = text[max(0, leads.start - 14) : leads.start]
        found = None if leads.relation else self._adverbs.search(window)
        if not found:
            return leads
        start = leads.start - len(window) + found.start()
        return replace(leads, start=start, relation=self._adverb_relations[found["adverb"]], strong=True)

    def _bracketed(self, text: str, leads: Leads, end: int) -> tuple[Leads, int, bool]:
        """Leads and end with the brackets of a total around them: 〔累计100万〕."""
        opening = leads.start - 1
        while opening > 0 and text[opening] == " ":
            opening -= 1
        closing = end + (text[end : end + 1] == " ")
        pair = self._brackets.get(text[opening] if opening >= 0 else "")
        if not pair or text[closing : closing + 1] != pair:
            return leads, end, False
        outer = self._leads.read(text, opening)
        joined = replace(
            outer,
            relation=leads.relation or outer.relation,
            weak=leads.weak or outer.weak,
            strong=leads.strong or outer.strong,
            change=leads.change or outer.change,
        )
        return joined, closing + 1, True

    def _base(self, text: str, start: int) -> tuple[int, int | None]:
        """Where a change's base stands before `start`, and its year: 较2015年, 比“十三五”末."""
        window = text[max(0, start - 24) : start]
        found = self._since.search(window)
        if not found:
            return start, None
        year = int(found["year"]) if found["year"] else end_of(found["period"])
        return start - len(window) + found.start(), year

    def _is_sure(self, text: str, amount: _Amount, leads: Leads, cell: bool) -> bool:
        """Whether the number counts something beyond doubt."""
        said = leads.strong or leads.relation is not None
        if amount.value is None:
            counted = amount.unit is not None and amount.unit.name not in self._not_gap_units
            return counted or (said and (cell or amount.unit is not None))
        if amount.bare and not said:
            return False
        if amount.unit is None:
            if amount.chinese:
                return False
            several = amount.power >= 4 and not amount.chinese  # 4.6万建档立卡残疾人
            return (
                cell
                or several
                or ((said or amount.relation is not None) and not _han_after().match(text, amount.end))
            )
        return not amount.small or said or (amount.value > 1 and not amount.unit.loose)

    def _quantity(
        self,
        amounts: Sequence[_Amount],
        leads: Leads,
        default: Unit | None,
        *,
        total: bool,
        signed: int,
        spread: bool = False,
    ) -> Quantity:
        """What one or two amounts mean with the words around them and the unit of the column."""
        first, last = amounts[0], amounts[-1]
        unit = _unit_for(last.unit or first.unit, default)
        name = unit.name if unit else None
        relation = leads.relation or last.relation or first.relation or leads.weak
        if last.value is None or first.value is None:
            return Quantity(state="undecided", relation=relation, unit=name, total=total or None)
        values = _values(first, last, unit, default)
        if spread:
            values = [values[0] - values[1], values[0] + values[1]]
        direction = signed or leads.change
        change = (
            last.change
            or leads.change != 0
            or (signed != 0 and self._units.measure(name) not in _COUNTED and len(values) == 1)
        )
        if direction < 0:
            values = [-value for value in reversed(values)]
            relation = _TURNED[relation] if relation else None
        kind: Kind = "change" if change else "total" if total else "range" if len(values) == 2 else "number"
        return Quantity(
            state="stated",
            kind=kind,
            relation=relation or ("=" if len(values) == 1 else None),
            value=values[0],
            upper=values[1] if len(values) == 2 else None,
            unit=name,
            total=total or None,
            change=change or None,
        )

    # --- relative targets

    def _relatives(self, folded: str, text: str) -> Iterator[_Found]:
        for start, end, quantity in self._relative.find(folded, text):
            amount = self._amount(folded, end, False) if end < len(folded) else None
            if amount and amount.value is not None and amount.unit:
                yield _Found(start, amount.end, _margin(quantity, amount), True, True)
            else:
                yield _Found(start, end, quantity, True, False)

    def _with_margin(self, relative: tuple[Quantity, int], folded: str) -> Quantity:
        """The distance to the other figure, where one is said: 高于全国平均水平2个百分点."""
        quantity, end = relative
        amount = self._amount(folded, end, True) if end < len(folded) else None
        return _margin(quantity, amount) if amount and amount.value is not None else quantity


def _margin(quantity: Quantity, amount: _Amount) -> Quantity:
    return replace(quantity, value=amount.value, unit=amount.unit.name if amount.unit else None)


def _merged(numbers: Iterable[_Found], relatives: Iterable[_Found]) -> list[_Found]:
    return sorted((*relatives, *numbers), key=lambda found: (found.start, -found.end))


def _gap_pattern(marks: Iterable[GapMark], *, cell: bool) -> str:
    """A pattern for a number left open: XX, 8X, X.X, ××."""
    spelled = []
    for mark in marks:
        least = mark.least if cell or mark.in_text is None else mark.in_text
        if least:
            run = re.escape(mark.mark)
            lead = r"\d{0,3}" if mark.mark in "Xx" else ""
            spelled.append(rf"{lead}{run}{{{least},8}}(?:\.(?:{run}|\d){{1,2}})?")
    return rf"(?<![A-Za-z\d])(?:{'|'.join(spelled)})(?![A-Za-z\d+])"


def _since_pattern(words: ChangeWords) -> re.Pattern[str]:
    """A pattern for the base of a change at the end of a text."""
    period = rf"[“\"]?(?P<period>{PERIOD})[”\"]?(?:时期|规划)?(?:期末|末)"
    year = r"(?P<year>(?:19|20)\d\d) ?年?(?:底|末|度)?"
    return compiled(
        rf"(?:{any_of(words.since)})于? ?(?:{year}|{period})的?"
        r"(?:基础上?|水平|同期|相比|时|基数|实绩)?[,;、]? ?(?:分别|累计|平均|共|再|将|均|约|相比|有所|至少)?$"
    )


def _of_share(part: Decimal, whole: int) -> tuple[Decimal, str]:
    """A part of a whole, exactly: in % or ‰ where that is even, else per so many (三分之二 is 2 /3)."""
    if 100 % whole == 0:
        return part * (100 // whole), "%"
    return (part, "‰") if whole == 1000 else (part, "/" + write_multiplier(str(whole)))


def _sign(text: str, start: int) -> int:
    """1 or -1 for a sign directly before `start`, 0 for none; a dash between two things is no sign."""
    mark = text[start - 1 : start]
    if mark not in ("+", "-") or not mark:
        return 0
    before = text[start - 2 : start - 1]
    if before and (before.isdigit() or before in "-—~%)])" or (before.isascii() and before.isalpha())):
        return 0
    return 1 if mark == "+" else -1


def _unit_for(own: Unit | None, default: Unit | None) -> Unit | None:
    """The unit that holds: the cell's own, but 5个 in a column of 个/万人 stays per 万人."""
    if own and default and default.name.startswith(own.name + "/"):
        return default
    return own or default


def _values(first: _Amount, last: _Amount, unit: Unit | None, default: Unit | None) -> list[Decimal]:
    """The numbers in their unit. The first end of a range takes the multiplier that only the second has."""
    last_value = cast(Decimal, last.value)
    column = default.power if default and unit is default and not (last.unit and last.power) else 0
    power = 0 if last.power else column
    if first is last:
        return [scaled(last_value, power)]
    first_value = cast(Decimal, first.value)
    if not first.power and last.power and not first.unit:
        raised = scaled(first_value, last.power)
        return [raised if raised <= last_value else first_value, last_value]
    return [scaled(first_value, 0 if first.power else power), scaled(last_value, power)]


def _label(words: str) -> str | None:
    """The label that the words between two values give: empty without one, None for more than a label."""
    words = words.strip(_LABEL_ENDS).strip()
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1]
    words = words.strip("()（）").removesuffix("为").strip(_LABEL_ENDS)
    if not words:
        return ""
    return words if len(words) <= 20 and _named().fullmatch(words) else None


def _labelled(quantity: Quantity, label: str) -> Quantity:
    return replace(quantity, label=label)


def _last_bracket(folded: str) -> int | None:
    """Where the bracket opens that the text ends in, None when it ends in none."""
    pairs = {")": "(", "]": "[", "】": "【", "}": "{"}
    closing = folded[-1:]
    if closing not in pairs or not closing:
        return None
    depth = 0
    for place in range(len(folded) - 1, -1, -1):
        depth += (folded[place] == closing) - (folded[place] == pairs[closing])
        if depth == 0:
            return place
    return None


@cache
def quantity_reader() -> QuantityReader:
    """The reader of values with the bundled words; made once."""
    return QuantityReader(load(QuantityWords, "vocabulary/quantities.yaml"))
