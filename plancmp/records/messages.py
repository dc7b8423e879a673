"""What notes of the reader say to a person, in Chinese and English."""

from collections.abc import Sequence

from plancmp.model.record import PlanRecord
from plancmp.rulepacks.messages import messages

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
    shown = paths[:_SHOWN]
    more = len(paths) - len(shown)
    if lang == "en":
        rest = f" and {more} more" if more else ""
        return f"A table, but no indicators read from it ({len(paths)}): {', '.join(shown)}{rest}"
    rest = f" 等 {len(paths)} 份" if more else ""
    return f"{len(paths)} 份文件有指标表，但没有读出指标：{'、'.join(shown)}{rest}"
