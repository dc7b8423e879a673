"""`plancmp rule`: the page of a check, or the list of all."""

from pathlib import Path
from typing import Annotated

from plancmp.cli.language import chosen
from plancmp.cli.options import TextForm, argument, complete_codes, option
from plancmp.cli.writing import put, show


def rule(
    codes: Annotated[list[str] | None, argument("CODE", autocompletion=complete_codes)] = None,
    rules: Annotated[list[Path] | None, option("--rules", metavar="FOLDER")] = None,
    form: Annotated[TextForm, option("--format", "-f")] = "text",
) -> None:
    """Print the page of a check, or the list of all."""
    from plancmp.checks.loading import load_checks
    from plancmp.checks.options import codes_of
    from plancmp.report.rule_page import write_rule_list, write_rule_pages, write_rules_json

    checks = load_checks(rules or ())
    wanted = {code for word in codes or ["ALL"] for code in codes_of(word, checks)}
    chosen_checks = [check for check in checks if check.code in wanted]
    lang = chosen()
    if form == "json":
        put(write_rules_json(chosen_checks), None)
    elif codes:
        show(write_rule_pages(chosen_checks, lang=lang))
    else:
        show(write_rule_list(chosen_checks, lang=lang))
