"""What is wrong with the words of a command line, with what may have been meant."""

from collections.abc import Sequence
from typing import Any

from plancmp.model.errors import PlancmpError
from plancmp.model.language import LANGUAGES
from plancmp.text.keeping import compiled
from plancmp.text.nearby import did_you_mean

_VALUE = compiled(r"^(?:'([^']*)'|(\S+)) is not")
_SURPLUS = compiled(r"\(([^()]*)\)$")


def usage_error(error: Any, words: Sequence[str], commands: Sequence[str]) -> PlancmpError:
    """An error of typer in one line of each language, which says where to look."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return PlancmpError(error.message, error.message)
    zh, en = _SAID.get(kind, _other)(error)
    if "No such command" in error.message:
        word = next((each for each in words if not each.startswith("-") and each not in LANGUAGES), "")
        near = did_you_mean(word, commands)
        zh, en = f"没有命令 {word}。{near[0]}", f"There is no command {word}.{near[1]}"
    named = next((each for each in words if each in commands), "")
    command = error.ctx.command_path if error.ctx is not None else f"plancmp {named}".strip()
    return PlancmpError(f"{zh}用法见 {command} -h。", f"{en} See {command} -h.")


def _no_option(error: Any) -> tuple[str, str]:
    """An option that is not there."""
    near = did_you_mean(
        error.option_name, [each for option in error.ctx.command.params for each in option.opts]
    )
    return f"没有选项 {error.option_name}。{near[0]}", f"There is no option {error.option_name}.{near[1]}"


def _missing(error: Any) -> tuple[str, str]:
    """An argument or option that must be there."""
    name, what = _name(error.param), error.param.help
    return f"还要写上 {name}（{what}）。", f"{name} is missing: {what}."


def _bad_value(error: Any) -> tuple[str, str]:
    """A value that an option does not take."""
    name, found = _name(error.param), _VALUE.match(error.message)
    if found is None:
        return f"{name} 的值不对。", f"{name}: {error.message}"
    value = found[1] or found[2] or ""
    choices = tuple(map(str, getattr(error.param.type, "choices", ())))
    near = did_you_mean(value, choices)
    zh, en = _allowed(error.param.type)
    return f"{name} 不能写 {value!r}{zh}。{near[0]}", f"{name} cannot be {value!r}{en}.{near[1]}"


def _misused(error: Any) -> tuple[str, str]:
    """An option without its value, or a flag with one."""
    name = error.option_name
    if "requires an argument" in error.message:
        known = error.ctx.command.params if error.ctx is not None else ()
        zh, en = _allowed(next((each.type for each in known if name in each.opts), None))
        return f"{name} 后面要写上值{zh}。", f"{name} needs a value{en}."
    return f"{name} 后面不写值。", f"{name} takes no value."


def _other(error: Any) -> tuple[str, str]:
    """Words too many; anything else in the words of typer."""
    if "Missing command" in error.message:
        return "还要写上命令。", "The command is missing."
    found = _SURPLUS.search(error.message)
    if "unexpected extra" in error.message and found is not None:
        return f"多写了 {found[1]}。", f"{found[1]} is too much."
    return error.message, error.message


_SAID = {
    "NoSuchOption": _no_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "BadOptionUsage": _misused,
}


def _name(parameter: Any) -> str:
    """How help calls a parameter."""
    is_option = parameter.opts[0].startswith("-")
    return str(parameter.opts[0] if is_option else parameter.metavar or parameter.name)


def _allowed(kind: Any) -> tuple[str, str]:
    """What an option takes: words to choose from, or numbers in a range."""
    if choices := getattr(kind, "choices", ()):
        return f"，可用 {'、'.join(choices)}", f"; use {', '.join(choices)}"
    if getattr(kind, "max", None) is not None:
        return (
            f"，应为 {kind.min} 至 {kind.max} 的整数",
            f"; it is a whole number from {kind.min} to {kind.max}",
        )
    return "", ""
