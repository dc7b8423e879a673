"""Elements of a page in two languages, with nothing in them that a plan could make run."""

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from plancmp.report.safe import shown, to_json
from plancmp.report.terminal.blocks import Line, Span
from plancmp.report.words import word

Element = etree._Element
Child = Element | str | None
_MANY = 15
"""A table with more rows has a frame of its own, in which its head stays in view."""


def tag(name: str, /, *children: Child | Iterable[Child], **attributes: str | None) -> Element:
    """An element. `class_` stands for class, `data_x` for data-x; None leaves an attribute or child out.

    Texts of plans come in as children or attributes only; the serialiser escapes them.
    """
    made = etree.Element(name)
    for key, value in attributes.items():
        if value is not None:
            made.set(key.rstrip("_").replace("_", "-"), shown(value))
    for child in children:
        for each in [child] if child is None or isinstance(child, str | etree._Element) else child:
            _append(made, each)
    return made


def _append(parent: Element, child: Child) -> None:
    """Add a text or an element behind what an element has."""
    if child is None:
        return
    if not isinstance(child, str):
        parent.append(child)
        return
    text = shown(child)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def later(holder: Element, piece: str, entries: Iterable[object], *, paper: int | None = None) -> Element:
    """Entries that the page makes when they come near the view, in pieces of a kind (`tbody`, `ul`, `div`).

    They stand in `holder` as JSON that no browser runs; see `entry` for what each is. `paper` is how many
    of a group are printed where not all was asked for.
    """
    holder.set("data-later", piece)
    if paper is not None:
        holder.set("data-paper", str(paper))
    data = etree.SubElement(holder, "script", type="application/json")
    data.text = to_json(list(entries), indent=None).replace("<", "\\u003c")
    return holder


def entry(made: Element, **facts: object) -> Mapping[str, object]:
    """An entry of a long list: its HTML, and what it is found, linked and filtered by where that is known.

    `id` for links, `plan` its number, `code` of a finding, `group` the HTML of the heading that it is under,
    `aside` where it is printed only when all is asked for.
    """
    return {"html": as_html(made), **{name: fact for name, fact in facts.items() if fact is not None}}


def as_html(made: Element) -> str:
    """An element as it stands in a page."""
    text: str = etree.tostring(made, method="html", encoding="unicode")
    return text


def both(zh: str, en: str) -> list[Child]:
    """A text in both languages, of which one is seen; once where they are the same."""
    if zh == en:
        return [zh]
    return [tag("span", zh, lang="zh"), tag("span", en, lang="en")]


def said(code: str, *values: object) -> list[Child]:
    """A word of the page in both languages."""
    return both(word(code, "zh", *values), word(code, "en", *values))


def label(code: str, *values: object) -> str:
    """A word of the page in both languages for what only a screen reader says."""
    return f"{word(code, 'zh', *values)} {word(code, 'en', *values)}"


def sort_button() -> Element:
    """What sorts the rows of a table by the column that it stands in."""
    return tag("button", "⇅", type="button", class_="sort", aria_label=label("sort-by"))


def scrolled(table: Element, name: str, *, rows: int = 0) -> Element:
    """A table that is moved in its own frame, by keyboard too; one of many rows up and down as well."""
    look = "scroll tall" if rows > _MANY else "scroll"
    return tag("div", table, class_=look, tabindex="0", role="region", aria_label=name)


def lines(zh: Line, en: Line) -> list[Child]:
    """A line with its styles; where the languages part differently, the line stands twice."""
    if len(zh) == len(en):
        return [each for pair in zip(zh, en, strict=True) for each in _spans(*pair)]
    return [tag("span", *map(_span, zh), lang="zh"), tag("span", *map(_span, en), lang="en")]


def _spans(zh: Span, en: Span) -> Sequence[Child]:
    return [_span(zh)] if zh == en else both(zh.text, en.text) if zh.style == "plain" else [
        tag("span", both(zh.text, en.text), class_=zh.style)
    ]  # fmt: skip


def _span(span: Span) -> Child:
    """Words in their style; those taken out and put in as what they are, without their brackets."""
    text = span.text
    if text.startswith("[-") and text.endswith("-]"):
        return tag("del", text[2:-2])
    if text.startswith("{+") and text.endswith("+}"):
        return tag("ins", text[2:-2])
    return text if span.style == "plain" else tag("span", text, class_=span.style)
