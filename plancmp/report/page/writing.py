"""A comparison, findings, or both as one HTML page that asks nothing of the network."""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from lxml import etree

from plancmp.model.checkreport import CheckReport
from plancmp.model.comparison import Comparison
from plancmp.model.language import LANGUAGES, Lang
from plancmp.report.diff.blocks import build_blocks
from plancmp.report.dossier import SIGNS, Dossier, Figure, Mark, described, figures_of, told_columns
from plancmp.report.findings.words import SEVERITIES
from plancmp.report.page.blocks import SIDE_BY_SIDE, print_block
from plancmp.report.page.duties import heat_map
from plancmp.report.page.findings import codes, findings
from plancmp.report.page.indicators import each_indicator, matrix
from plancmp.report.page.markup import (
    Child,
    Element,
    both,
    entry,
    label,
    later,
    said,
    scrolled,
    sort_button,
    tag,
)
from plancmp.report.safe import to_json
from plancmp.report.terminal.blocks import Block, Matrix
from plancmp.report.words import word

_OWN = ("plans", "indicators", "targets", "gaps")
"""Blocks of a comparison that the page shows in a form of its own."""
_FIRST = ("matters", "summary")
"""Those that it shows around the plans in figures."""


def write_page(dossier: Dossier, *, lang: Lang) -> str:
    """The page; `lang` is the language that it opens in.

    Nothing is loaded from elsewhere, and the policy in its head forbids it; what a plan says is text.
    """
    style = files(__package__).joinpath("page.css").read_text("utf-8")
    script = files(__package__).joinpath("page.js").read_text("utf-8")
    title = _title(dossier)
    parts = list(_parts(dossier))
    page = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("title", word(title[0], lang, title[1])),
            _raw("style", style),
        ),
        tag(
            "body",
            tag("a", said("skip"), href="#content", class_="skip"),
            tag("header", tag("h1", said(*title)), _tools(dossier, parts)),
            tag("main", (_section(part) for part in parts), id="content", tabindex="-1"),
            tag("p", said("nothing-left"), id="nothing", hidden="hidden", role="status"),
            _raw("script", script),
            data_more=to_json([word("more-on-paper", lang, "{}") for lang in LANGUAGES], indent=None),
        ),
        lang=lang,
    )
    text: str = etree.tostring(page, method="html", encoding="unicode", doctype="<!doctype html>")
    return text + "\n"


def _policy(style: str, script: str) -> str:
    """What the page may do: its own style and script, and nothing else."""
    styles, scripts = (
        base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in (style, script)
    )
    return f"default-src 'none'; style-src 'sha256-{styles}'; script-src 'sha256-{scripts}'; base-uri 'none'"


def _raw(name: str, text: str) -> Element:
    """Style or script of ours as it stands; the HTML serialiser does not escape it."""
    made = etree.Element(name)
    made.text = text
    return made


def _title(dossier: Dossier) -> tuple[str, int]:
    if dossier.comparison is not None:
        return "title-many", len(dossier.comparison.plans)
    return "title-check", len(dossier.report.files) if dossier.report else 0


class _Section(NamedTuple):
    """A part of the page: its key for links, its title in both languages, its content."""

    key: str
    title: tuple[str, str]
    content: Sequence[Child]


def _parts(dossier: Dossier) -> Iterator[_Section]:
    """The parts of the page in order."""
    comparison = dossier.comparison
    plans: dict[str, int] = {}
    if comparison is not None:
        plans = {plan.path: at for at, plan in enumerate(comparison.plans) if plan.path}
        blocks = _blocks(comparison)
        yield _Section("overview", _pair("overview"), _overview(dossier, comparison, blocks))
        legend = _legend(any(plan.base for plan in comparison.plans))
        yield _Section("indicators", _pair("matrix"), [legend, *matrix(comparison)])
        yield _Section("each", _pair("pictures"), [_unfold(), each_indicator(comparison)])
        for key, pairs in blocks.items():
            if key not in _OWN and key not in _FIRST:
                heat = heat_map(comparison) if key == "tasks" else None
                is_folded = len(comparison.plans) > SIDE_BY_SIDE and any(
                    isinstance(zh, Matrix) for zh, _ in pairs
                )
                content = [_unfold() if is_folded else None, heat, *_part(key, pairs)]
                yield _Section(key, _pair(key), content)
    if dossier.report is not None:
        yield _Section("findings", _pair("found"), findings(dossier.report, plans or _files(dossier.report)))


def _files(report: CheckReport) -> dict[str, int]:
    """The numbers of the plans of a page of findings alone."""
    return {file.path: at for at, file in enumerate(report.files)}


def _blocks(comparison: Comparison) -> dict[str, list[tuple[Block, Block]]]:
    """Blocks in both languages by the part that they belong to."""
    pairs = (build_blocks(comparison, lang, folded=True) for lang in ("zh", "en"))
    found: dict[str, list[tuple[Block, Block]]] = {}
    for zh, en in zip(*pairs, strict=True):
        found.setdefault(zh.key.partition("-")[0], []).append((zh, en))
    return found


def _part(key: str, pairs: Sequence[tuple[Block, Block]]) -> Iterator[Element]:
    """The blocks of a part, each below its title where that is not the part's."""
    for zh, en in pairs:
        if zh.title != word(key, "zh"):
            yield tag("h3", both(zh.title, en.title))
        yield from print_block(zh, en)


def _pair(code: str) -> tuple[str, str]:
    return word(code, "zh"), word(code, "en")


def _section(part: _Section) -> Element:
    left_out = tag("p", said("not-on-paper"), class_="on-paper") if part.key == "text" else None
    return tag("section", tag("h2", both(*part.title)), left_out, part.content, id=part.key)


def _overview(
    dossier: Dossier, comparison: Comparison, blocks: Mapping[str, Sequence[tuple[Block, Block]]]
) -> list[Child]:
    """What matters in sentences, then a line a plan in figures, then the whole in figures."""
    facts = described(comparison)
    head = tag("tr", (_head(code, code) for code in facts), (_head(code) for code in told_columns(dossier)))
    rows = (
        _plan(at, {code: values[at] for code, values in facts.items()}, figures)
        for at, figures in enumerate(figures_of(dossier))
    )
    table = later(tag("table", tag("thead", head)), "tbody", rows)
    # What signs mean holds here too; what stands in a cell of the terminal's table does not.
    told = (
        [
            tag("h3", both(zh.title, en.title)),
            *print_block(*(each._replace(after=each.after[:1]) for each in (zh, en))),
        ]
        for key in _FIRST
        for zh, en in blocks.get(key, ())
    )
    first, *others = told
    return [
        *first,
        tag("h3", said("plans-in-figures")),
        scrolled(table, label("overview"), rows=len(comparison.plans)),
        *chain(*others),
    ]


def _head(code: str, look: str = "number") -> Element:
    """A head of the plans in figures, with its button to sort by."""
    return tag("th", tag("span", said(code)), sort_button(), scope="col", aria_sort="none", class_=look)


def _plan(at: int, facts: Mapping[str, str | None], figures: dict[str, Figure]) -> Mapping[str, object]:
    """A plan in figures."""
    row = tag(
        "tr",
        (
            tag("th", fact, scope="row")
            if code == "plan"
            else tag("td", said(f"stage-{fact}") if code == "stage" and fact else fact, class_=code)
            for code, fact in facts.items()
        ),
        (
            tag("td", str(each.number), class_="number" if each.number else "number faint")
            for each in figures.values()
        ),
        id=f"plan-{at}",
    )
    return entry(row, id=f"plan-{at}", plan=at)


def _unfold() -> Element:
    """What opens all entries of a part."""
    return tag("button", said("unfold"), type="button", class_="unfold", aria_expanded="false")


def _legend(has_base: bool) -> Element:
    """What signs and colours mean."""
    marks: list[Mark] = ["missing", "open", "strictest", "weakest"]
    marks += ["weaker"] if has_base else []
    return tag(
        "p",
        (
            tag("span", tag("span", SIGNS[mark], class_="sign"), said(f"mark-{mark}"), class_=f"key {mark}")
            for mark in marks
        ),
        class_="legend",
    )


def _tools(dossier: Dossier, parts: Sequence[_Section]) -> list[Element]:
    """Contents, search, filters and the language."""
    tools: list[Child] = [
        tag(
            "label", tag("span", said("search")), tag("input", type="search", id="search", autocomplete="off")
        )
    ]
    names = [plan.name for plan in dossier.comparison.plans] if dossier.comparison is not None else []
    if not names and dossier.report is not None:
        names = [file.path for file in dossier.report.files]
    if len(names) > 1:
        options = [tag("option", name, value=str(at)) for at, name in enumerate(names)]
        tools.append(tag("label", tag("span", said("plan")), _select("plan", options)))
    if dossier.comparison is not None:
        tools += [
            tag("label", tag("input", type="checkbox", id=name), tag("span", said(f"only-{name}")))
            for name in ("gaps", "shared")
        ]
    if dossier.report is not None and dossier.report.findings:
        options = [tag("option", code, value=code) for code in codes(dossier.report)]
        tools.append(tag("label", tag("span", said("code")), _select("code", options)))
        summary = dossier.report.summary
        counts = (
            "  ".join(f"{word(each, lang)} {getattr(summary, each)}" for each in SEVERITIES)
            for lang in LANGUAGES
        )
        tools.append(tag("span", both(*counts), class_="faint"))
    whole = tag("label", tag("input", type="checkbox", id="whole"), tag("span", said("print-all")))
    language = tag("button", "中文 / English", type="button", id="language")
    links = (tag("a", both(*part.title), href=f"#{part.key}") for part in parts)
    return [
        tag("nav", links, aria_label=label("contents")),
        tag("div", whole, " ", language, class_="right"),
        tag("div", tools, class_="tools", role="search"),
    ]


def _select(name: str, options: list[Element]) -> Element:
    """A choice; what stands for all is called in the language of the page, by its script."""
    everything = tag("option", value="", data_zh=word("all", "zh"), data_en=word("all", "en"))
    return tag("select", everything, options, id=name)
