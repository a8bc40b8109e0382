from __future__ import annotations

import papers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus import formats
from kqa.errors import IngestError

HTML = b"<!DOCTYPE html><html><body><p>x</p></body></html>"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (papers.paper(), "download", "JATS XML"),
        (papers.paper(), "wrong.pdf.txt", "JATS XML"),
        (papers.pdf([[]]), "paper.docx", "PDF"),
        (papers.word(papers.w("x")), "paper.pdf", "DOCX"),
        (HTML, "paper.xml", "HTML"),
        (b"<html><body>x</body></html>", "page", "HTML"),
        (b"<?xml version='1.0'?><!-- c --><article/>", "x", "JATS XML"),
        (b"<article><body/></article>", "x.txt", "JATS XML"),
        (b"# Title\n\nText with <b>mark-up</b>.", "x.html.md", "Markdown or plain text"),
        ("Ünïcode text".encode("utf-16"), "x.txt", "Markdown or plain text"),
    ],
)
def test_the_content_tells_the_format(data: bytes, name: str, kind: str) -> None:
    assert formats.identify(data, name) == kind


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG picture"),
        (b"\xff\xd8\xff\xe0", "JPEG picture"),
        (b"{\\rtf1 x}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word file"),
        (b"\x1f\x8b\x08", "gzip"),
        (papers.package({"mimetype": "application/epub+zip"}), "zip archive|EPUB"),
    ],
)
def test_what_is_no_paper_is_named(data: bytes, what: str) -> None:
    with pytest.raises(IngestError, match=what):
        formats.identify(data, "paper.pdf")


def test_a_pdf_by_name_only_is_told() -> None:
    with pytest.raises(IngestError, match=r"named \.pdf, but its content is no PDF"):
        formats.identify(b"Not found", "paper.pdf")


@given(st.binary(max_size=400), st.sampled_from(["x.xml", "x.docx", "x.html", "x.md", "x"]))
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes, name: str) -> None:
    if b"%PDF-" in data:
        return
    refusal = ""
    try:
        formats.read(data, name)
    except IngestError as error:
        refusal = str(error)
    assert "\n" not in refusal
