"""The queries of the page on datasets give what it shows."""

from tests.support.queries import PAGES, QUERY, corpus_tables, with_results


def test_the_queries_give_what_the_pages_show() -> None:
    """Nine are run, in SQL and pandas; the tenth is R. Both languages show the same."""
    pages = [path.read_text("utf-8") for path in PAGES]
    assert [len(QUERY.findall(page)) for page in pages] == [9, 9]
    assert QUERY.findall(pages[0]) == QUERY.findall(pages[1])
    with corpus_tables():
        assert with_results(pages[0]) == pages[0]
