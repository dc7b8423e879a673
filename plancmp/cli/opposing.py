"""What a person should know of the plan that others are held against, on standard error."""

import sys
from typing import TYPE_CHECKING

from plancmp.cli.language import chosen

if TYPE_CHECKING:
    from plancmp.align.opponents import Part
    from plancmp.model.record import PlanRecord


def mind(plan: "PlanRecord", other: "PlanRecord", part: "Part") -> None:
    """Warn where level or place is unexpected; `OpponentError` where field or period cannot be meant."""
    from plancmp.align.opponents import hold_against

    for warning in hold_against(plan, other, part):
        print(warning.message(chosen()), file=sys.stderr)
