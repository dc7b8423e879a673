"""`plancmp refs`: the plans that others can be held against without a file."""

from typing import Annotated

from plancmp.cli.language import say
from plancmp.cli.opposing import own_references, reference_at
from plancmp.cli.options import Refs, TextForm, option
from plancmp.cli.writing import put, show


def refs(
    refs: Refs = None,
    form: Annotated[TextForm, option("--format", "-f")] = "text",
) -> None:
    """List the plans to hold against, as ref:NAME."""
    import msgspec

    from plancmp.align.references import load_reference, reference_names

    own = sorted(path.stem for path in own_references(refs)) if refs is not None else []
    names = [*own, *(name for name in reference_names() if name not in own)]
    found = [load_reference(reference_at(f"ref:{name}", refs).removeprefix("ref:")) for name in names]
    if form == "json":
        listed = [
            {
                "name": f"ref:{record.id}",
                "title": record.plan.title,
                "period": record.plan.period.name if record.plan.period else None,
                "indicators": len(record.indicators),
                "source": record.notes[0].message,
            }
            for record in found
        ]
        put(msgspec.json.format(msgspec.json.encode(listed)).decode() + "\n", None)
        return
    lines = (
        f"ref:{record.id}  {record.plan.title}  "
        + say(f"{len(record.indicators)} 行指标", f"{len(record.indicators)} rows")
        + f"\n    {record.notes[0].message}\n"
        for record in found
    )
    show("".join(lines))
