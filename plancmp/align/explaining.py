"""Why two indicators meet or do not, in words."""

from plancmp.align.catalogue import catalogue
from plancmp.align.crosswalk import Crosswalk
from plancmp.align.matching import Meeting, Verdict, meet
from plancmp.align.members import side_of
from plancmp.align.reasons import Reason, tell
from plancmp.model.record import Indicator


def explain(
    first: Indicator,
    second: Indicator,
    sector: str | None = None,
    other_sector: str | None = None,
    *,
    crosswalk: Crosswalk | None = None,
    lang: str = "zh",
) -> tuple[str, ...]:
    """The reasons why two indicators of plans of a sector are the same or are not, the weightiest first.

    A crosswalk counts here as far as it names the indicators by name.
    """
    return tell(compare(first, second, sector, other_sector, crosswalk=crosswalk).reasons, lang)


def compare(
    first: Indicator,
    second: Indicator,
    sector: str | None = None,
    other_sector: str | None = None,
    *,
    crosswalk: Crosswalk | None = None,
) -> Meeting:
    """The verdict on two indicators of two plans by themselves, with level, score and reasons.

    In a comparison of plans a third indicator may be nearer; `align_plans` sees that.
    """
    other_sector = other_sector or sector
    view = catalogue()
    one = side_of(first, sector, (), view)
    other = side_of(second, other_sector, (), view)
    for link in crosswalk.links if crosswalk else ():
        names = {view.reader.fold(reference.text) for reference in link.references if reference.plan is None}
        if {one.form.folded, other.form.folded} <= names and one.form.folded != other.form.folded:
            code = "crosswalk-same" if link.kind == "same" else "crosswalk-apart"
            verdict: Verdict = "same" if link.kind == "same" else "different"
            return Meeting(verdict, "crosswalk", 1.0, (Reason(code, (link.where,)),))
    return meet(one, other, view)
