"""Changes between two drafts, made in one place: what is gone, what is new, what is another now."""

from typing import NamedTuple, Protocol

from plancmp.compare.wording import find_pieces
from plancmp.model.comparison import Change, ChangeKind, ChangeOf
from plancmp.model.place import Place

_WORDED = frozenset(("name", "category", "unit", "title", "text"))
"""Fields that are wordings."""


class Part(Protocol):
    """Anything of a draft that has an id and a place."""

    @property
    def id(self) -> str: ...

    @property
    def at(self) -> Place: ...


def dropped(of: ChangeOf, name: str, text: str, mine: Part, field: str | None = None) -> Change:
    """Something of the old draft that the new one lacks."""
    return Change(kind="dropped", of=of, field=field, name=name, before=text, old=mine.id, old_at=mine.at)


def added(of: ChangeOf, name: str, text: str, theirs: Part, field: str | None = None) -> Change:
    """Something of the new draft that the old one lacks."""
    return Change(kind="added", of=of, field=field, name=name, after=text, new=theirs.id, new_at=theirs.at)


class Both(NamedTuple):
    """A part that stands in both drafts, and what changes of it are called by."""

    of: ChangeOf
    name: str
    old: Part
    new: Part

    def moved(self) -> Change:
        """It stands elsewhere now."""
        return self.change("moved", None, self.old.id, self.new.id)

    def change(self, kind: ChangeKind, field: str | None, before: str | None, after: str | None) -> Change:
        """It is another now; of wordings with the words that differ."""
        return Change(
            kind=kind,
            of=self.of,
            field=field,
            name=self.name,
            before=before,
            after=after,
            old=self.old.id,
            new=self.new.id,
            old_at=self.old.at,
            new_at=self.new.at,
            pieces=find_pieces(before or "", after or "") if field in _WORDED else (),
        )
