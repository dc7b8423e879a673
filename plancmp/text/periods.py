"""The five-year periods by arithmetic: 十五五 is the fifteenth and goes from 2026 to 2030.

The first began in 1953 and the second in 1958; since the third (1966) they follow each other without a gap.
"""

from plancmp.text.keeping import compiled
from plancmp.text.list_numbers import format_number
from plancmp.text.ordinals import CHINESE_DIGITS, CHINESE_NUMBER, ordinal

_THIRD, _THIRD_BEGINS = 3, 1966
_LAST = 19
PERIOD = rf"十[{CHINESE_DIGITS}]五"
"""A pattern for names that need no quotation marks: 十一五 to 十九五."""
_MENTION = compiled(rf"({PERIOD})|[“\"]\s?((?:十|[{CHINESE_DIGITS}])五)\s?[”\"]|第({CHINESE_NUMBER})个五年")


def number_of(name: str) -> int | None:
    """The number of a period by its short name.

    >>> number_of("十五五"), number_of("九五"), number_of("十五"), number_of("十五年")
    (15, 9, 10, None)
    """
    return ordinal(name[:-1]) if name.endswith("五") and len(name) in (2, 3) else None


def name_of(number: int) -> str:
    """The short name of a period.

    >>> name_of(15), name_of(10)
    ('十五五', '十五')
    """
    return format_number(number, "chineseCountingThousand") + "五"


def years_of(number: int) -> tuple[int, int]:
    """First and last year of a period.

    >>> years_of(15), years_of(10), years_of(1)
    ((2026, 2030), (2001, 2005), (1953, 1957))
    """
    start = _THIRD_BEGINS + 5 * (number - _THIRD) if number >= _THIRD else 1948 + 5 * number
    return start, start + 4


def end_of(name: str) -> int | None:
    """The last year of the period with this short name.

    >>> end_of("十七五"), end_of("四")
    (2040, None)
    """
    number = number_of(name)
    return years_of(number)[1] if number else None


def name_of_years(start: int, end: int) -> str | None:
    """The name of the period that has exactly these years.

    >>> name_of_years(2026, 2030), name_of_years(2025, 2030)
    ('十五五', None)
    """
    number = (start - _THIRD_BEGINS) // 5 + _THIRD
    known = _THIRD <= number <= _LAST and years_of(number) == (start, end)
    return name_of(number) if known else None


def find_period(folded: str) -> int | None:
    """The number of the first period that a text names; 十五 and 九五 only between quotation marks.

    >>> find_period("“十五五”规划"), find_period("第十五个五年规划"), find_period("“九五”计划")
    (15, 15, 9)
    """
    found = _MENTION.search(folded)
    if found is None:
        return None
    return ordinal(found[3]) if found[3] else number_of(found[1] or found[2])


NAMES = tuple(map(name_of, range(10, _LAST + 1)))
"""The names from the tenth period on."""
