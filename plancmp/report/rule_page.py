"""Checks to the pages that explain them: what, why, what satisfies, examples; and the list of all."""

import json
from collections.abc import Collection, Sequence
from itertools import islice
from pathlib import Path
from typing import get_args

import msgspec

from plancmp.checks.entries import Check, Example
from plancmp.checks.measured import APART, FEWEST, measured
from plancmp.model.choices import Stage
from plancmp.model.language import Lang
from plancmp.report.findings.words import SEVERITIES, colon, word
from plancmp.report.terminal.printing import padded
from plancmp.rulepacks.messages import messages
from plancmp.text.width import display_width


def _said(code: str, lang: Lang, **fields: object) -> str:
    """What a page says under a code of rules/messages/rule.tsv."""
    return messages("rule")[code][lang == "en"].format(**fields)


def write_rule_list(checks: Sequence[Check], *, lang: Lang) -> str:
    """A line a check: code, severity, name, title; those that are off by default are marked."""
    names = max(len(check.name) for check in checks)
    levels = max(display_width(word(each, lang)) for each in SEVERITIES)
    lines = [
        f"{check.code:<7} {padded(word(check.severity, lang), levels)}  {check.name:<{names}}  "
        f"{check.title.say(lang)}{'' if check.default else _said('off-mark', lang)}"
        for check in checks
    ]
    return "\n".join([*lines, "", _said("more", lang)]) + "\n"


def write_rule_pages(checks: Sequence[Check], *, lang: Lang) -> str:
    """The pages of some checks, one below the other."""
    return "\n".join(_page(check, lang) for check in checks)


def write_rules_json(checks: Sequence[Check]) -> str:
    """Checks with all that is known of them as JSON."""
    rows = []
    for check in checks:
        row = msgspec.to_builtins(check)
        row["source"] = Path(check.source).name
        rows.append(row)
    return json.dumps({"plancmp": 1, "rules": rows}, ensure_ascii=False, indent=2) + "\n"


def _page(check: Check, lang: Lang) -> str:
    """The page of one check."""
    lines = [f"{check.code}  {check.name}  {check.title.say(lang)}", _state(check, lang), ""]
    lines += [_said("measured", lang), f"  {_measured(check, lang)}", ""]
    for key, words in (("why", check.reason), ("satisfy", check.satisfy), ("message", check.message)):
        if words.say(lang):
            lines += [_said(key, lang), f"  {words.say(lang)}", ""]
    for key, examples in (("fail", check.examples.fail), ("pass", check.examples.passes)):
        if examples:
            lines.append(_said(key, lang))
        for example in examples:
            lines += [*_example(example, lang), ""]
    shown = _parameters(check)
    if shown:
        lines += [_said("parameters", lang), *(f"  {line}" for line in shown), ""]
    return "\n".join(lines)


def _state(check: Check, lang: Lang) -> str:
    """Severity, whether it runs by default, stages, and the file of the rule."""
    said = [word(check.severity, lang)]
    said += [
        f"{_said(stage, lang)}{colon(lang)}{word(severity, lang)}"
        for stage, severity in check.stage_severity.items()
    ]
    said.append(_said("on" if check.default else "off", lang))
    if len(check.stages) < len(get_args(Stage)):
        stages = ("、", ", ")[lang == "en"].join(_said(stage, lang) for stage in check.stages)
        said.append(_said("stages", lang, stages=stages))
    said.append(Path(check.source).name)
    return "  " + " · ".join(said)


def _measured(check: Check, lang: Lang) -> str:
    """What a reader found of its findings on issued plans, or why nobody was asked."""
    documents, findings, true = measured(check.code)
    examples = (*check.examples.fail, *check.examples.passes)
    if check.code in APART:
        return _said("apart", lang)
    if not check.default or not documents:
        return _said("unmeasured", lang)
    if any(not isinstance(each, str) and (each.against or each.previous) for each in examples):
        return _said("needs-other", lang)
    told = _said("found" if findings else "none", lang, findings=findings, true=true)
    few = _said("few", lang, few=FEWEST) if findings < FEWEST else ""
    return _said("measured-on", lang, documents=documents, findings=told, few=few)


def _example(example: str | Example, lang: Lang) -> list[str]:
    """An example as lines; `→` begins a cell."""
    if isinstance(example, str):
        return _quoted(example)
    lines = _quoted(example.text)
    for code, text in (("against", example.against), ("previous", example.previous)):
        if text is not None:
            lines += [f"  ({_said(code, lang)})", *_quoted(text)]
    return lines


def _quoted(text: str) -> list[str]:
    """The lines of an example without the blank ones."""
    return [f"  │ {line}" for line in text.splitlines() if line.strip()]


def _parameters(check: Check) -> list[str]:
    """Parameters one a line; long lists with their number."""
    data = msgspec.to_builtins(check.parameters)
    lines = []
    for key, value in data.items():
        if isinstance(value, Collection) and not isinstance(value, str) and len(value) > 8:
            texts = (
                each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in value
            )
            first = ", ".join(islice(texts, 6))
            lines.append(f"{key}: {first}, … ({len(value)})")
        else:
            lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    return lines
