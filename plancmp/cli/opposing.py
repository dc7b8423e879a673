"""What a person should know of the plan that others are held against, on standard error."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plancmp.cli.language import chosen

if TYPE_CHECKING:
    from plancmp.align.opponents import Part
    from plancmp.model.record import PlanRecord

REFERENCE = "ref:"


def mind(plan: "PlanRecord", other: "PlanRecord", part: "Part") -> None:
    """Warn where level or place is unexpected; `OpponentError` where field or period cannot be meant."""
    from plancmp.align.opponents import hold_against

    for warning in hold_against(plan, other, part):
        print(warning.message(chosen()), file=sys.stderr)


def reference_at(name: str, folder: Path | None) -> str:
    """`ref:NAME` as the file of a folder of one's own, where it has one; any other name as it is."""
    own = folder / f"{name.removeprefix(REFERENCE)}.yaml" if folder is not None else None
    return f"{REFERENCE}{own}" if own is not None and name.startswith(REFERENCE) and own.is_file() else name
