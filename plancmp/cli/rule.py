"""`plancmp rule`: the page of a check, or the list of all."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from plancmp.cli.language import chosen
from plancmp.cli.writing import put


class Form(StrEnum):
    """Forms of a page."""

    text = "text"
    json = "json"


def rule(
    codes: Annotated[
        list[str] | None,
        typer.Argument(help="代码、前缀或名称 codes, prefixes or names", show_default=False),
    ] = None,
    rules: Annotated[
        list[Path] | None,
        typer.Option(help="自己的检查规则文件夹 folder of your own rules", show_default=False),
    ] = None,
    form: Annotated[Form, typer.Option("--format", "-f", help="输出格式 form of the output")] = Form.text,
) -> None:
    """查看检查的说明；不写代码则列出全部。 Print the page of a check, or the list of all."""
    from plancmp.checks.options import codes_of
    from plancmp.checks.rules.loading import load_checks
    from plancmp.report.terminal.rule_page import write_rule_list, write_rule_pages, write_rules_json

    checks = load_checks(rules or ())
    wanted = {code for word in codes or ["ALL"] for code in codes_of(word, checks)}
    chosen_checks = [check for check in checks if check.code in wanted]
    lang: Literal["zh", "en"] = "en" if chosen() == "en" else "zh"
    if form is Form.json:
        put(write_rules_json(chosen_checks), None)
    elif codes:
        put(write_rule_pages(chosen_checks, lang=lang), None)
    else:
        put(write_rule_list(chosen_checks, lang=lang), None)
