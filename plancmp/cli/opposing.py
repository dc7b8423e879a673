"""What a person should know of the plan that others are held against, on standard error."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plancmp.cli.language import complain
from plancmp.model.errors import PlancmpError
from plancmp.rulepacks.messages import worded

if TYPE_CHECKING:
    from plancmp.align.opponents import Part
    from plancmp.model.record import PlanRecord

REFERENCE = "ref:"


def mind(plan: "PlanRecord", other: "PlanRecord", part: "Part") -> None:
    """Warn where level or place is unexpected; `OpponentError` where field or period cannot be meant."""
    from plancmp.align.opponents import hold_against

    for warning in hold_against(plan, other, part):
        complain(warning)


def mind_crosswalk(crosswalk: Path | None, plans: "Sequence[PlanRecord]") -> None:
    """Warn where a crosswalk names plans that are not among those compared."""
    if crosswalk is None:
        return
    from plancmp.align.crosswalk import load_crosswalk, unknown_plans

    if unknown := unknown_plans(load_crosswalk(crosswalk), {plan.id for plan in plans}):
        known = [plan.id for plan in plans]
        warning = PlancmpError(*worded("link-plans", file=crosswalk, names=unknown, known=known))
        complain(warning)


def reference_at(name: str, folder: Path | None) -> str:
    """`ref:NAME` as the file of a folder of one's own, where it has one; any other name as it is."""
    if folder is None:
        return name
    wanted = f"{name.removeprefix(REFERENCE)}.yaml"
    own = next((each for each in own_references(folder) if each.name == wanted), None)
    return f"{REFERENCE}{own}" if own is not None and name.startswith(REFERENCE) else name


def own_references(folder: Path) -> list[Path]:
    """The reference plans in a folder of one's own. Raises `PlancmpError` where there are none."""
    found = sorted(folder.glob("*.yaml"))
    if not found:
        raise PlancmpError(*worded("no-references", folder=folder))
    return found
