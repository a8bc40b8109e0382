from __future__ import annotations

import papers
import pytest
from papers import w

from kqa.corpus import article, formats
from kqa.corpus.formats import package
from kqa.errors import IngestError

SUP = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
ENTRY = "{n}. Smith J, Doe P. A thing about use {n}. Addiction. 201{n};12(3):44-50."


def read(body: str, **parts: str) -> str:
    return formats.read(papers.word(body, **parts), "paper.docx").markdown


def test_headings_by_style_and_inherited_level() -> None:
    body = (
        w("Ketamine and the mind", "T")
        + w("Results", "H1")
        + w("First.")
        + w("Alcohol", "Own")
        + w("Second.")
    )
    assert read(body) == "# Ketamine and the mind\n\n## Results\n\nFirst.\n\n### Alcohol\n\nSecond.\n"


def test_tracked_changes_are_taken_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>It </w:t></w:r><w:ins><w:r><w:t>did </w:t></w:r></w:ins><w:del><w:r><w:delText>failed to"
        "</w:delText></w:r></w:del><w:r><w:t>help.</w:t></w:r></w:p>"
    )
    assert read(body) == "It did help.\n"


def test_field_codes_are_no_words() -> None:
    body = (
        '<w:p><w:r><w:t>Known </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>ADDIN ZOTERO'
        "</w:instrText></w:r><w:r><w:t>[1]</w:t></w:r></w:p>"
    )
    assert read(body) == "Known [1]\n"


def test_tables_with_merged_cells() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{w(text)}</w:tc>"

    wide, top, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        f"<w:tbl><w:tr>{cell('Study')}{cell('Dose', wide)}</w:tr>"
        f"<w:tr>{cell('Li', top)}{cell('1')}{cell('mg')}</w:tr>"
        f"<w:tr>{cell('', below)}{cell('2')}{cell('g')}</w:tr></w:tbl>"
    )
    draft = formats.read(papers.word(w("Before.") + w("Table 1. Doses.") + table + w("After.")), "p.docx")
    rows = [b for b in article.parse(draft.markdown) if b.kind == "row"]
    assert [draft.markdown[b.start : b.end] for b in rows] == ["Li | 1 | mg", "Li | 2 | g"]
    assert rows[0].columns == ("Study", "Dose", "Dose")
    assert rows[0].caption == "Table 1. Doses."


def test_references_are_split_and_raised_numbers_cite_them() -> None:
    body = "".join(
        f"<w:p><w:r><w:t>Claim {n} holds.</w:t></w:r><w:r>{SUP}<w:t>{n}</w:t></w:r></w:p>"
        for n in range(1, 7)
    )
    body += f"<w:p><w:r><w:t>At 10</w:t></w:r><w:r>{SUP}<w:t>6</w:t></w:r></w:p>" + w("References", "H1")
    body += "".join(w(ENTRY.format(n=n)) for n in range(1, 7))
    draft = formats.read(papers.word(body), "p.docx")
    assert "Claim 2 holds.[2]" in draft.markdown
    assert "At 10⁶" in draft.markdown
    assert [entry["title"] for entry in draft.references][:2] == [
        "A thing about use 1",
        "A thing about use 2",
    ]


def test_footnotes_follow_the_paragraph_that_calls_them() -> None:
    notes = (
        f'<w:footnotes {papers.WORD}><w:footnote w:id="3">{w("Said in a letter.")}</w:footnote></w:footnotes>'
    )
    body = '<w:p><w:r><w:t>True.</w:t></w:r><w:r><w:footnoteReference w:id="3"/></w:r></w:p>' + w("Next.")
    assert read(body, footnotes=notes) == "True.\n\nSaid in a letter.\n\nNext.\n"


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "bomb": ({"word/document.xml": b"a" * 40_000_000}, "zip bomb"),
    "traversal": ({"word/document.xml": "x", "../../evil.txt": "x"}, "points outside of it"),
    "absolute": ({"word/document.xml": "x", "/etc/evil": "x"}, "points outside of it"),
    "entity": (
        {"word/document.xml": ENTITY + f"<w:document {papers.WORD}><w:body/></w:document>"},
        "declares entities",
    ),
    "no text": (
        {"word/document.xml": f"<w:document {papers.WORD}><w:body/></w:document>"},
        "without running text",
    ),
    "no document": ({"word/other.xml": "x"}, "without word/document.xml"),
    "spreadsheet": ({"xl/workbook.xml": "x"}, "a spreadsheet"),
    "plain zip": ({"a.txt": "x"}, "a zip archive"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_packages_are_refused_in_one_line(case: str) -> None:
    parts, message = HOSTILE[case]
    with pytest.raises(IngestError, match=message) as caught:
        formats.read(papers.package(dict(parts)), "bad.docx")
    assert "\n" not in str(caught.value)


def test_a_package_that_is_cut_short_is_refused() -> None:
    with pytest.raises(IngestError, match="damaged or cut short"):
        formats.read(papers.word(w("Words."))[:300], "cut.docx")


def test_parts_are_counted_and_sized(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_PARTS", 2)
    with pytest.raises(IngestError, match="3 parts, more than the 2"):
        formats.read(papers.word(w("Words.")), "many.docx")
