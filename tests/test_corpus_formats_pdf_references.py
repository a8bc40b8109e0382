"""Where one entry of a PDF's reference list ends and the next begins."""

from __future__ import annotations

from kqa.corpus.formats import pdf_references
from kqa.corpus.formats.pdf_lines import Line
from kqa.corpus.formats.pdf_paragraphs import Paragraph


def entries(*texts: str) -> list[str]:
    lines = [
        Line(text, 50.0, 300.0, 700.0 - 12 * row, 10.0, False, False, 1, (50.0, 300.0))
        for row, text in enumerate(texts)
    ]
    return [" ".join(line.text for line in entry) for entry in pdf_references.split([Paragraph(lines)])]


def test_a_doi_at_the_head_of_a_line_is_no_number_of_an_entry() -> None:
    listed = [f"{n}. Ode B. On rooks, part {n}." for n in range(1, 12)]
    printed = [*listed[:7], "10.1016/j.jcdr.2013.03.001", *listed[7:]]
    assert entries(*printed) == [*listed[:6], f"{listed[6]} 10.1016/j.jcdr.2013.03.001", *listed[7:]]


def test_numbers_may_touch_the_first_word() -> None:
    assert entries("1.Ode B. Rooks.", "2.Lee P. Crows.") == ["1.Ode B. Rooks.", "2.Lee P. Crows."]
