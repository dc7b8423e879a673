"""The scoreboard of the matrix: `python -m tests.matrix [COUNT] [SEED] [--show LAYOUT]`."""

import sys
from collections import defaultdict

from tests.matrix.judging import Verdict, draw, judge
from tests.matrix.layouts import IN_ORDER


def table(verdicts: list[Verdict]) -> str:
    """The figures by layout."""
    by_layout: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_layout[verdict.draw.layout].append(verdict)
    lines = [
        f"{'layout':24}{'draws':>6}{'whole':>7}{'right':>7}{'%':>6}{'lost':>6}{'silent':>8}"
        f"{'nothing':>9}{'doubted':>9}{'plain wrong':>13}"
    ]
    for name, group in [*by_layout.items(), ("all", verdicts)]:
        whole = [each for each in group if not each.draw.lost]
        right = [each for each in whole if not each.wrong]
        silent = sum(1 for each in group if each.wrong and not each.doubt)
        nothing = sum(1 for each in group if each.nothing and not each.doubt)
        doubted = sum(1 for each in group if not each.wrong and each.doubt)
        plain = sum(1 for each in group if each.plain_wrong)
        share = 100 * len(right) / max(len(whole), 1)
        lines.append(
            f"{name:24}{len(group):6}{len(whole):7}{len(right):7}{share:6.1f}"
            f"{len(group) - len(whole):6}{silent:8}{nothing:9}{doubted:9}{plain:13}"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Draw, read, print."""
    shown = None
    if "--show" in arguments:
        at = arguments.index("--show")
        shown = arguments[at + 1]
        del arguments[at : at + 2]
    count = int(arguments[0]) if arguments else 400
    seed = arguments[1] if len(arguments) > 1 else "1"
    verdicts = []
    for number in range(count):
        made = draw(seed, number, IN_ORDER if shown == IN_ORDER else None)
        if shown is None or shown in ("all", made.layout):
            verdicts.append(judge(made))
            last = verdicts[-1]
            if shown and (last.wrong or last.doubt or last.plain_wrong):
                mark = " LOST" if made.lost else ""
                print(
                    number,
                    made.layout + mark,
                    made.plan.style,
                    *last.wrong,
                    "| notes:",
                    *last.doubt,
                    "| plain:",
                    *last.plain_wrong,
                )
    print(table(verdicts))


if __name__ == "__main__":
    main(sys.argv[1:])
