"""Pictures of pages to pages: several at once, each recognised once."""

import os
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from plancmp.sources.pdf.page import PageContent
from plancmp.sources.recognition import recognition
from plancmp.sources.scan import store
from plancmp.sources.scan.engine import Picture
from plancmp.sources.scan.look import look_at
from plancmp.sources.scan.page import Look, page_of
from plancmp.sources.scan.rules import without_stamps

DPI = 200
"""Dots an inch at which pages are looked at: more gives the engine nothing, less loses marks."""

_AT_ONCE = 4
"""Pages that are recognised at once, at most: each takes about 0.6 GB of memory."""


class Shot(NamedTuple):
    """A picture of a page: the number of the page, from 1, and how many points a pixel has."""

    number: int
    picture: Picture
    scale: float


def read_shots(shots: Iterable[Shot], count: int) -> list[PageContent]:
    """The pages that pictures show, in their order; `count` is how many there are."""
    threads = max(min(os.cpu_count() or 1, count, _AT_ONCE), 1)
    each = max((os.cpu_count() or 1) // threads, 1)
    progress = recognition().progress
    pages: list[PageContent] = []

    def read(shot: Shot) -> PageContent:
        picture = without_stamps(shot.picture)
        key = store.key_of(picture)
        look = store.find(key, Look)
        if look is None:
            look = look_at(picture, each)
            store.keep(key, look)
        return page_of(look, shot.number, shot.scale)

    # Pictures are large: no more of them wait than are at work.
    waiting: deque[Future[PageContent]] = deque()

    def take() -> None:
        pages.append(waiting.popleft().result())
        if progress is not None:
            progress(len(pages), count)

    with ThreadPoolExecutor(threads) as pool:
        for shot in shots:
            waiting.append(pool.submit(read, shot))
            if len(waiting) > threads:
                take()
        while waiting:
            take()
    return pages
