"""Pages of a PDF that are pictures, and pictures on pages of text, read by recognition."""

from collections.abc import Iterator
from typing import Any

import msgspec

from plancmp.model.errors import SourceError
from plancmp.rulepacks.messages import worded
from plancmp.sources.guard.limits import MOST_SCANNED
from plancmp.sources.pdf.page import Box, PageContent, Rule, Run
from plancmp.sources.recognition import is_installed, recognition
from plancmp.sources.thresholds import LARGE_PICTURE


def recognise_pictures(document: Any, contents: list[PageContent]) -> list[PageContent]:
    """The pages with what their pictures say, where that is wanted; places are in points as on the page."""
    mode = recognition().mode
    always = mode == "always"
    if (
        mode == "never"
        or not (always or any(_pictures(content) for content in contents))
        or not is_installed()
    ):
        return contents
    from plancmp.sources.scan.reading import DPI, Shot, read_shots

    wanted: list[tuple[PageContent, Box]] = []
    for content in contents:
        if always or (not content.runs and content.images):
            wanted.append((content, Box(0.0, 0.0, content.width, content.height)))
        else:
            wanted += [(content, box) for box in _pictures(content)]
    if len(wanted) > MOST_SCANNED:
        raise SourceError(*worded("many-pictures", count=len(wanted), most=MOST_SCANNED))
    scale = 72 / DPI

    def shots() -> Iterator[Shot]:
        for content, box in wanted:
            page = document[content.number - 1]
            picture = page.render(scale=1 / scale, rev_byteorder=False).to_numpy()[:, :, :3]
            page.close()
            x0, y0, x1, y1 = (max(round(edge / scale), 0) for edge in box)
            yield Shot(content.number, picture[y0:y1, x0:x1].copy(), scale)

    read = read_shots(shots(), len(wanted))
    pages = {content.number: content for content in contents}
    for (content, box), found in zip(wanted, read, strict=True):
        pages[content.number] = _with(pages[content.number], box, found, whole=always or not content.runs)
    return [pages[content.number] for content in contents]


def _pictures(content: PageContent) -> list[Box]:
    """Pictures on a page that may hold words: large ones, with no words of the text layer on them."""
    area = content.width * content.height
    return [
        box
        for box in content.images
        if (box.x1 - box.x0) * (box.y1 - box.y0) >= LARGE_PICTURE * area
        and not any(_is_on(run, box) for run in content.runs)
    ]


def _is_on(run: Run, box: Box) -> bool:
    """Whether words stand on a picture."""
    return box.y0 <= run.y <= box.y1 and box.x0 <= (run.xs[0] + run.end) / 2 <= box.x1


def _with(content: PageContent, box: Box, found: PageContent, *, whole: bool) -> PageContent:
    """A page with what one of its pictures says; a picture of a line or less stays a picture."""
    lines = len({round(run.y) for run in found.runs})
    if lines < (1 if whole else 2):
        return content
    if whole:
        found.marks = content.marks
        return found
    for run in found.runs:
        run.y += box.y0
        run.xs = [x + box.x0 for x in run.xs]
        run.end += box.x0
    across = [Rule(rule.at + box.y0, rule.start + box.x0, rule.end + box.x0) for rule in found.horizontals]
    down = [Rule(rule.at + box.x0, rule.start + box.y0, rule.end + box.y0) for rule in found.verticals]
    return msgspec.structs.replace(
        content,
        runs=[*content.runs, *found.runs],
        horizontals=[*content.horizontals, *across],
        verticals=[*content.verticals, *down],
        images=[each for each in content.images if each != box],
        unreadable=content.unreadable + found.unreadable,
        recognised=True,
    )
