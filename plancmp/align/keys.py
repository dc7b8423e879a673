"""A record to the same record with the canonical indicators that its rows and promises stand for."""

import msgspec

from plancmp.align.catalogue import canonical, canonical_name
from plancmp.model.record import Commitment, Indicator, PlanRecord


def with_keys(record: PlanRecord) -> PlanRecord:
    """Fill `key` and `match` where a pack of the plan's field lists the name; all else stays as it is.

    Names that are only near to a listed one are left to the alignment, which weighs them against each other.
    """
    plan = record.plan
    region = plan.region
    places = () if region is None else (region.name, *region.parents)
    return msgspec.structs.replace(
        record,
        indicators=tuple(_keyed(indicator, plan.sector, places) for indicator in record.indicators),
        commitments=tuple(_promised(promise, plan.sector, places) for promise in record.commitments),
    )


def _keyed(indicator: Indicator, sector: str | None, places: tuple[str, ...]) -> Indicator:
    """An indicator and its sub-rows with their keys."""
    parts = tuple(_keyed(part, sector, places) for part in indicator.parts)
    found = canonical(indicator, sector, places, near=False)
    if found is None:
        return msgspec.structs.replace(indicator, parts=parts) if parts else indicator
    return msgspec.structs.replace(indicator, key=found[0], match=found[1], parts=parts)


def _promised(promise: Commitment, sector: str | None, places: tuple[str, ...]) -> Commitment:
    """A commitment with the key of its subject."""
    found = canonical_name(promise.subject, promise.value.unit, sector, places, near=False)
    return promise if found is None else msgspec.structs.replace(promise, key=found[0])
