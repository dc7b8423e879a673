"""Who shares sentences with whom among thousands of plans: by an index on disk, not each plan against each.

A sentence is known by its words without figures, periods and the plan's own place, so that one that was
taken over and filled in anew is found. Of the plans that have it, each is said to have it from one: the
nearest plan above it, else one of its own place that was there before, else the first of all.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple

from plancmp.compare.reading import read_nodes
from plancmp.model.errors import PlancmpError
from plancmp.model.record import PlanRecord
from plancmp.records.tables import Row
from plancmp.rulepacks.messages import worded
from plancmp.text.keeping import compiled
from plancmp.text.periods import PERIOD

How = Literal["above", "earlier", "beside", "elsewhere"]
_LEVELS = ("nation", "province", "city", "county")
_LATE = 9999
_NATION = "*"
_SHORTEST, _FEWEST = 15, 3
"""Shorter sentences are common words, and fewer of them a coincidence."""
_FILLED = compiled(rf"[“\"]?{PERIOD}[”\"]?|\d+(?:[.,]\d+)*|[全我本][省市县区州盟旗]")


class _Plan(NamedTuple):
    """A plan as far as it says what stands above and before it; plans are sorted by what comes first."""

    start: int
    level: int
    date: str
    path: str
    name: str
    place: str
    above: tuple[str, ...]
    """The places above its own, the nearest first."""
    sentences: int


class Reuse:
    """Takes plans one by one; their sentences are in a file that goes with the process: memory stays flat."""

    def __init__(self) -> None:
        self._plans: list[_Plan] = []
        self._base = sqlite3.connect("")
        self._base.execute("CREATE TABLE sentence (key INTEGER, plan INTEGER)")
        self._base.execute("CREATE TABLE pair (plan INTEGER, source INTEGER)")

    def take(self, path: str, name: str, record: PlanRecord) -> None:
        """Take the sentences of a plan."""
        keys = sentence_keys(record)
        number = len(self._plans)
        self._plans.append(_plan(path, name, record, len(keys)))
        self._run("INSERT INTO sentence VALUES (?, ?)", [(key, number) for key in keys])

    def rows(self) -> Iterator[Row]:
        """The rows of the table `reuse`, plan by plan, those with most sentences first."""
        found = self._base.execute("SELECT key, plan FROM sentence ORDER BY key")
        for _, group in groupby(found, key=itemgetter(0)):
            holders = [plan for _, plan in group]
            if len(holders) > 1:
                holders.sort(key=self._plans.__getitem__)
                self._run("INSERT INTO pair VALUES (?, ?)", list(_sources(self._plans, holders)))
        counted = self._base.execute(
            "SELECT plan, source, count(*) AS shared FROM pair GROUP BY plan, source"
            f" HAVING shared >= {_FEWEST} ORDER BY plan, shared DESC, source"
        )
        for plan, source, shared in counted:
            one, other = self._plans[plan], self._plans[source]
            share = round(Decimal(shared) / one.sentences, 4)
            yield (one.path, one.name, other.path, other.name, _how(one, other), shared, one.sentences, share)

    def _run(self, words: str, rows: Sequence[tuple[int, int]]) -> None:
        """Write rows; a disk that is full is said in one line."""
        try:
            self._base.executemany(words, rows)
        except sqlite3.Error as error:
            raise PlancmpError(*worded("no-room", error=error)) from None


def sentence_keys(record: PlanRecord) -> set[int]:
    """The sentences of a plan that are long enough to be told from common words, each as a number."""
    region = record.plan.region
    names = (region.name, region.name[:-1]) if region is not None and len(region.name) > 2 else ()
    own = compiled("|".join(map(re.escape, names))) if names else None
    keys: set[int] = set()
    for sentence in (each for node in read_nodes(record) for each in node.sentences):
        if len(sentence.key) >= _SHORTEST:
            words = _FILLED.sub("#", own.sub("", sentence.key) if own is not None else sentence.key)
            keys.add(int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), signed=True))
    return keys


def _plan(path: str, name: str, record: PlanRecord, sentences: int) -> _Plan:
    """What of a plan says where it stands."""
    plan = record.plan
    region, period = plan.region, plan.period
    level = region.level if region is not None else None
    place = _NATION if level == "nation" else region.name if region is not None else ""
    return _Plan(
        period.start if period is not None else _LATE,
        _LEVELS.index(level) if level in _LEVELS else len(_LEVELS),
        plan.date or str(_LATE),
        path,
        name,
        place,
        (*reversed(region.parents), _NATION) if region is not None and place != _NATION else (),
        sentences,
    )


def _sources(plans: Sequence[_Plan], holders: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each plan but the first of those that have a sentence, with the one that it is said to have it from."""
    last: dict[str, int] = {plans[holders[0]].place: holders[0]}
    for holder in holders[1:]:
        plan = plans[holder]
        near = (last[place] for place in (*plan.above, plan.place) if place in last)
        yield holder, next(near, holders[0])
        last[plan.place] = holder


def _how(plan: _Plan, source: _Plan) -> How:
    """What the plan is that a sentence comes from."""
    if source.place in plan.above and source.level < plan.level:
        return "above"
    if source.place != plan.place or not plan.place:
        return "elsewhere"
    return "earlier" if source.start < plan.start else "beside"
