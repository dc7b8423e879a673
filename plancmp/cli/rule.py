"""`plancmp rule`: the page of a check, or the list of all."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from plancmp.cli.language import spoken
from plancmp.cli.options import argument, complete_codes, option
from plancmp.cli.writing import put, show


class Form(StrEnum):
    """Forms of a page."""

    text = "text"
    json = "json"


def rule(
    codes: Annotated[
        list[str] | None,
        argument("代码、前缀或名称", "codes, prefixes or names", "CODE", autocompletion=complete_codes),
    ] = None,
    rules: Annotated[
        list[Path] | None, option("自己的检查规则文件夹", "folder of your own rules", "--rules")
    ] = None,
    form: Annotated[Form, option("输出格式", "form of the output", "--format", "-f")] = Form.text,
) -> None:
    """Print the page of a check, or the list of all."""
    from plancmp.checks.loading import load_checks
    from plancmp.checks.options import codes_of
    from plancmp.report.terminal.rule_page import write_rule_list, write_rule_pages, write_rules_json

    checks = load_checks(rules or ())
    wanted = {code for word in codes or ["ALL"] for code in codes_of(word, checks)}
    chosen_checks = [check for check in checks if check.code in wanted]
    lang = spoken()
    if form is Form.json:
        put(write_rules_json(chosen_checks), None)
    elif codes:
        show(write_rule_pages(chosen_checks, lang=lang))
    else:
        show(write_rule_list(chosen_checks, lang=lang))
