"""What a self-test says: for each check, which defects planted in a draft it found, and which it missed."""

import msgspec

from plancmp.model.place import Place


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part whose fields are always written, so that a reader need not ask which are there."""


class Planted(_Part, frozen=True, kw_only=True):
    """One defect that was planted."""

    way: str
    """The kind of slip: `value-undecided`."""
    what: str
    """What was done, in the language of the run: “93%”改为“XX”."""
    at: Place
    """Where, in the draft as the user has it."""
    found: bool


class CheckTrial(_Part, frozen=True, kw_only=True):
    """One check of a self-test."""

    code: str
    name: str
    planted: int = 0
    found: int = 0
    defects: tuple[Planted, ...] = ()
    """All that were planted, in the order of planting."""
    reason: str | None = None
    """Why nothing, or less than asked for, could be planted; in the language of the run."""

    @property
    def missed(self) -> tuple[Planted, ...]:
        """The defects that were not found where they are."""
        return tuple(each for each in self.defects if not each.found)


class SelfTest(_Part, frozen=True, kw_only=True):
    """The result of a self-test; checks in the order of their codes.

    The same draft, codes and seed give the same result unless `stopped` is true.
    """

    plancmp: int = 1
    path: str
    title: str | None = None
    form: str
    """Format of the draft: `docx`, `text`."""
    copy: str
    """What the defects were planted in: `text`, the draft itself, or `dump`, its words as a text dump."""
    seed: int
    per_code: int
    planted: int
    found: int
    stopped: bool = False
    """The time ran out before all was tried."""
    checks: tuple[CheckTrial, ...] = ()
