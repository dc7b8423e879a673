"""How often Python looks for objects that go in circles: a command, and each process that it starts."""

import gc
from collections.abc import Callable
from itertools import count
from typing import TypeVar

J = TypeVar("J")
R = TypeVar("R")
_NEW_OBJECTS = 100_000
_COUNTED, _SWEPT = count(1), 4


def sweep_seldom() -> None:
    """Rules, patterns and records live to the end: a look through them every 700 objects finds no rubbish."""
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


def swept(do: Callable[[J], R], job: J) -> R:
    """Do a job; after every few, what goes in circles is put away.

    Trees of Word files do. Left until Python looks for them by itself, they fill the memory.
    """
    result = do(job)
    if next(_COUNTED) % _SWEPT == 0:
        gc.collect(1)
    return result
