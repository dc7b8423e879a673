"""What notes of the reader say to a person, in Chinese and English."""

from collections.abc import Sequence

from plancmp.model.record import PlanRecord
from plancmp.rulepacks.messages import messages, worded

_SHOWN = 5

MESSAGES = messages("notes")


def note_message(code: str) -> str:
    """The Chinese message for a code, as records keep it; the code itself where none is written."""
    return MESSAGES.get(code, (code, code))[0]


def lacks_indicators(record: PlanRecord) -> bool:
    """Whether a plan gave no indicators though it seems to have a table of them."""
    return not record.indicators and any(note.code == "table-not-read" for note in record.notes)


def unread_line(paths: Sequence[str], lang: str = "zh") -> str:
    """One line on the plans that lack their indicators."""
    count = len(paths)
    rest = (f" 等 {count} 份", f" and {count - _SHOWN} more") if count > _SHOWN else ("", "")
    return worded("tables-unread", count=count, names=list(paths[:_SHOWN]), rest=rest)[lang == "en"]
