from __future__ import annotations

import pytest

from kqa.corpus import article, formats
from kqa.corpus.ingest import Draft
from kqa.errors import IngestError

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>A title | Journal</title>
<meta name="citation_title" content="A title of things"><meta name="citation_author" content="Müller, Eva">
<meta name="citation_publication_date" content="2020/05/01"><meta name="citation_doi" content="10.1234/abc">
<script>var bad = 1</script></head><body><nav><ul><li>Home</li></ul></nav><main><h1>A title of things</h1>{body}
<h2>References</h2><ol><li id="r1">Smith J, Doe P. A thing about use. Addiction. 2019;12(3):44-50.
<a href="#">Google Scholar</a> <a href="#">CrossRef</a></li><li id="r2">Jones A. Another thing about it. Addiction.
2020;13(1):4-5.</li></ol></main><footer>Cookies</footer></body></html>"""


def read(body: str) -> Draft:
    return formats.read(PAGE.replace("{body}", body).encode(), "page.html")


def test_what_surrounds_the_article_is_dropped() -> None:
    draft = read("<h2>Results</h2><p>It helped.</p>")
    assert draft.markdown.startswith(
        "# A title of things\n\n## Results\n\nIt helped.\n\n## References\n\n1. Smith J"
    )
    assert not any(word in draft.markdown for word in ("Home", "Cookies", "bad", "Google Scholar"))


def test_metadata_comes_from_citation_tags() -> None:
    assert read("<p>x y.</p>").metadata == {
        "type": "article-journal",
        "title": "A title of things",
        "author": [{"family": "Müller", "given": "Eva"}],
        "issued": {"date-parts": [[2020, 5, 1]]},
        "DOI": "10.1234/abc",
    }


@pytest.mark.parametrize(
    ("body", "text", "numbers"),
    [
        ('<p>It helped.<sup><a href="#r1">1</a>,<a href="#r2">2</a></sup></p>', "[1,2]", (1, 2)),
        ('<p>It helped [<a href="#r2">2</a>].</p>', "[2]", (2,)),
        ('<p>It helped (<a href="x.html#r2">Jones, 2020</a>).</p>', "Jones, 2020", (2,)),
    ],
    ids=["raised", "brackets", "author and year"],
)
def test_links_to_entries_are_citations(body: str, text: str, numbers: tuple[int, ...]) -> None:
    draft = read(body)
    assert draft.citations is not None
    ((start, end, cited),) = draft.citations
    assert (draft.markdown[start:end], cited) == (text, numbers)


def test_blocks_within_blocks_keep_their_order() -> None:
    draft = read("<div>Loose <b>words</b><p>Inner.</p>tail</div><ul><li>One</li><li><p>Two</p></li></ul>")
    assert "Loose words\n\nInner.\n\ntail\n\n- One\n\nTwo" in draft.markdown


def test_tables_keep_their_captions() -> None:
    draft = read(
        "<table><caption>Table 1. Doses</caption><tr><th>A</th><th>B</th></tr><tr><td rowspan=2>x</td><td>1</td></tr>"
        "<tr><td>2</td></tr></table>"
    )
    rows = [b for b in article.parse(draft.markdown) if b.kind == "row"]
    assert [(b.locator, draft.markdown[b.start : b.end]) for b in rows] == [
        ("Table 1, row 1", "x | 1"),
        ("Table 1, row 2", "x | 2"),
    ]


def test_references_in_paragraphs_are_entries_too() -> None:
    page = b"<!doctype html><html><body><p>It helped, it did.</p><h2>References</h2><p>[1] Smith J. A thing of use. J. 2019;1:2.</p></body></html>"
    draft = formats.read(page, "x.html")
    assert draft.markdown.endswith("## References\n\n1. Smith J. A thing of use. J. 2019;1:2.\n")


def test_bytes_in_an_old_encoding_are_read() -> None:
    page = "<!doctype html><html><body><p>Müller said so.</p></body></html>".encode("cp1252")
    assert "Müller" in formats.read(page, "x.html").markdown


@pytest.mark.parametrize(
    "page",
    [
        b"<!doctype html><html><body><script>x</script></body></html>",
        b"<!doctype html><html><body>" + b"<div>" * 3000,
        b"<!doctype html>",
    ],
    ids=["scripts only", "depth", "empty"],
)
def test_pages_without_text_are_refused(page: bytes) -> None:
    with pytest.raises(IngestError, match=r"bad\.html: .*HTML"):
        formats.read(page, "bad.html")
