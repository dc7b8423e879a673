"""Checks to the pages that explain them: what, why, what satisfies, examples; and the list of all."""

import json
from collections.abc import Collection, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from plancmp.checks.entries import Check, Example
from plancmp.checks.measured import APART, FEWEST, measured
from plancmp.model.language import Lang
from plancmp.text.width import display_width

_SEVERITIES = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "info")}
_STAGES = {"draft": ("征求意见", "draft"), "review": ("送审", "review"), "issued": ("印发", "issued")}
_HEADS = {
    "why": ("为什么", "Why"),
    "satisfy": ("怎样才算通过", "What satisfies it"),
    "message": ("提示的说法", "What it says"),
    "measured": ("测得的准确率", "What was measured"),
    "fail": ("会报告", "Is found"),
    "pass": ("不会报告", "Is fine"),
    "parameters": ("参数（可在自己的规则中用 change 调整）", "Parameters (a rule of yours may change them)"),
}


def write_rule_list(checks: Sequence[Check], *, lang: Lang) -> str:
    """A line a check: code, severity, name, title; those that are off by default are marked."""
    at = 1 if lang == "en" else 0
    names = max(len(check.name) for check in checks)
    levels = max(display_width(said[at]) for said in _SEVERITIES.values())
    lines = []
    for check in checks:
        level = _SEVERITIES[check.severity][at]
        level += " " * (levels - display_width(level))
        off = "" if check.default else ("  (off by default)" if at else "  （默认不用）")
        lines.append(f"{check.code:<7} {level}  {check.name:<{names}}  {check.title.say(lang)}{off}")
    more = "plancmp rule CODE: the page of a check" if at else "plancmp rule 代码：查看一项检查的说明"
    return "\n".join([*lines, "", more]) + "\n"


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
    at = 1 if lang == "en" else 0
    head = {key: said[at] for key, said in _HEADS.items()}
    lines = [f"{check.code}  {check.name}  {check.title.say(lang)}", _state(check, at), ""]
    lines += [head["measured"], f"  {_measured(check, at)}", ""]
    for key, words in (("why", check.reason), ("satisfy", check.satisfy), ("message", check.message)):
        if words.say(lang):
            lines += [head[key], f"  {words.say(lang)}", ""]
    for key, examples in (("fail", check.examples.fail), ("pass", check.examples.passes)):
        if examples:
            lines.append(head[key])
        for example in examples:
            lines += [*_example(example, at), ""]
    shown = _parameters(check)
    if shown:
        lines += [head["parameters"], *(f"  {line}" for line in shown), ""]
    return "\n".join(lines)


def _state(check: Check, at: int) -> str:
    """Severity, whether it runs by default, stages, and the file of the rule."""
    said = [_SEVERITIES[check.severity][at]]
    said += [
        f"{_STAGES[stage][at]}{': ' if at else '：'}{_SEVERITIES[severity][at]}"
        for stage, severity in check.stage_severity.items()
    ]
    said.append(("on by default" if at else "默认启用") if check.default else ("off" if at else "默认不用"))
    if len(check.stages) < len(_STAGES):
        stages = ("、", ", ")[at].join(_STAGES[stage][at] for stage in check.stages)
        said.append(f"only for plans at stage {stages}" if at else f"只用于{stages}阶段")
    said.append(Path(check.source).name)
    return "  " + " · ".join(said)


def _measured(check: Check, at: int) -> str:
    """What a reader found of its findings on issued plans, or why nobody was asked."""
    documents, findings, true = measured(check.code)
    examples = (*check.examples.fail, *check.examples.passes)
    others = any(not isinstance(each, str) and (each.against or each.previous) for each in examples)
    if check.code in APART:
        return (
            "说的是手头的文件，不是规划本身，不计入。",
            "Not counted: it speaks of the file at hand, not of the plan.",
        )[at]
    if not check.default or not documents:
        return ("在公开印发的规划上没有测过。", "Not measured on issued plans.")[at]
    if others:
        return (
            "没有测过：要有另一份规划对照。",
            "Not measured: it needs another plan to hold this one against.",
        )[at]
    few = (
        ("（不足 {few} 处，准确率不作数）", " (fewer than {few}: no rate is known)")[at]
        if findings < FEWEST
        else ""
    )
    said = (
        "在 {documents} 份公开文件上（检查也对照它们改进过）{findings}{few}。",
        "On {documents} issued documents, on which it was mended as well: {findings}{few}.",
    )[at]
    none = ("没有报告", "nothing was found")[at]
    told = (
        f"共报告 {findings} 处，经人判定属实 {true} 处",
        f"{findings} found, {true} of them true by a reader's judgement",
    )[at]
    return said.format(documents=documents, findings=told if findings else none, few=few.format(few=FEWEST))


def _example(example: str | Example, at: int) -> list[str]:
    """An example as lines; `→` begins a cell."""
    if isinstance(example, str):
        return _quoted(example)
    lines = _quoted(example.text)
    for text, said in (
        (example.against, ("上位规划", "against")),
        (example.previous, ("上一期", "previous")),
    ):
        if text is not None:
            lines += [f"  ({said[at]})", *_quoted(text)]
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
