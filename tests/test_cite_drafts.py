"""Manuscripts in every format read to the same sentences, quotations and citations."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.cite import drafts
from kqa.cite.drafts import latex, markdown, word
from kqa.cite.drafts.draft import Draft
from kqa.cite.drafts.prose import read_prose
from kqa.errors import DraftError

MARKDOWN = """\
---
title: A "quoted title" that is no claim
---

# Results "here"

Melatonin “shortened the time
to fall asleep” [@garcia2020, sec. 1.1; see also @lee2021]. As @okoro2022 [p. 3] says, it helps. Cite this [@?].

<!-- "a comment" -->

> Eye strain was reported
> by some patients [@lee2021].

Inline `"code"` and math $x < "5"$ do not count, nor does foo@bar.org or @fig-one. It's the patients' view.[@garcia2020]

```{r}
x <- "quoted code"
```

| a | "b" |
|---|-----|
| 1 | 2   |

## References

Garcia, A. "Melatonin for Sleep".
"""

LATEX = r"""
\documentclass{article}
\title{A "quoted title"}
\begin{document}
\section{Results "here"}
% a "comment"
Melatonin ``shortened the time
to fall asleep'' \autocite[sec.~1.1]{garcia2020,lee2021}. As \textcite[p.~3]{okoro2022} says, it helps 50\,\% of all.
Cite this \cite{?}. It is \enquote{a lamp of \emph{10,000} lux}. \begin{equation} "x" \end{equation}
\begin{quote}
Eye strain was reported by some patients.
\end{quote}
\begin{thebibliography}{9} \bibitem{a} "Title". \end{thebibliography}
\end{document}
"""


def _draft(text: str, *, tex: bool = False) -> Draft:
    return read_prose(latex.source(text, "d.tex") if tex else markdown.source(text, "d.md"))


def _quotations(draft: Draft) -> list[str]:
    return [" ".join(q.text.split()) for s in draft.statements for q in s.quotations]


def test_markdown_is_read_into_what_is_said_quoted_and_cited() -> None:
    draft = _draft(MARKDOWN)
    assert _quotations(draft) == [
        "shortened the time to fall asleep",
        "Eye strain was reported by some patients.",
    ]
    cites = [[(c.key, c.locator) for c in s.cites] for s in draft.statements]
    assert cites[:3] == [[("garcia2020", "sec. 1.1"), ("lee2021", "")], [("okoro2022", "p. 3")], [("?", "")]]
    assert draft.statements[1].text == "As they says, it helps."
    assert [c.key for c in draft.statements[-1].cites] == ["garcia2020"]


def test_latex_is_read_into_the_same() -> None:
    draft = _draft(LATEX, tex=True)
    assert _quotations(draft) == [
        "shortened the time to fall asleep",
        r"a lamp of \emph{10,000} lux",
        "Eye strain was reported by some patients.",
    ]
    keys = [[c.key for c in s.cites] for s in draft.statements if s.cites]
    assert keys == [["garcia2020", "lee2021"], ["okoro2022"], ["?"]]
    assert not any("Title" in s.text or "equation" in s.text for s in draft.statements)


def test_places_are_lines_and_columns_of_the_file() -> None:
    draft = _draft(MARKDOWN)
    quoted = draft.statements[0].quotations[0]
    assert draft.place(quoted.start) == (7, 12)
    line, column = draft.place(draft.statements[2].cites[0].start)
    assert MARKDOWN.split("\n")[line - 1][column - 1 :].startswith("[@?]")


@pytest.mark.parametrize(
    "quoted", ["“words of others here”", '"words of others here"', "«words of others here»", "„words of others here“",
               "‘words of others here’", "``words of others here''", "'words of others here'"],
)  # fmt: skip
def test_every_style_of_quotation_marks_is_known(quoted: str) -> None:
    assert _quotations(_draft(f"He saw {quoted} in it.\n")) == ["words of others here"]


def test_apostrophes_inches_and_terms_are_no_quotations() -> None:
    assert _quotations(_draft("The patients' 5\" and 6\" scars didn't 'heal' in '98.\n")) == []


def test_a_sentence_is_not_cut_inside_a_quotation() -> None:
    draft = _draft('He says "It works. It is safe." and leaves. Then he returns.\n')
    assert [s.text for s in draft.statements] == [
        'He says "It works. It is safe." and leaves.',
        "Then he returns.",
    ]


def _docx(paragraphs: str) -> bytes:
    xml = f'<w:document xmlns:w="urn:w"><w:body>{paragraphs}</w:body></w:document>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr(word.DOCUMENT, xml)
    return data.getvalue()


def test_word_paragraphs_are_lines_without_deletions_fields_headings_and_bibliography() -> None:
    xml = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>A “heading of three words”</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>Light “lifted </w:t></w:r><w:del><w:r><w:delText>no </w:delText></w:r></w:del>"
        "<w:r><w:t>mood &amp; more” [@le</w:t></w:r><w:r><w:instrText>FIELD</w:instrText></w:r>"
        "<w:r><w:t>e2021].</w:t></w:r></w:p>"
        "<w:tbl><w:p><w:r><w:t>“in a table cell”</w:t></w:r></w:p></w:tbl>"
        "<w:p><w:r><w:t>References</w:t></w:r></w:p><w:p><w:r><w:t>Lee “A title of a paper”.</w:t></w:r></w:p>"
    )
    draft = read_prose(word.source(_docx(xml), "d.docx"))
    (statement,) = draft.statements
    assert [q.text for q in statement.quotations] == ["lifted mood & more"]
    assert [c.key for c in statement.cites] == ["lee2021"]
    assert draft.place(statement.start) == (3, 1)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("d.pages", b"words", r"cannot read \.pages; expected \.md"),
        ("d.md", b" \n", "is empty"),
        ("d.md", b"\x00\x01binary", "is binary"),
        ("d.md", b"caf\xe9", r"not UTF-8 \(byte 3\)"),
        ("d.md", b"---\ntitle: [a\n---\nWords.", "broken YAML header at line"),
        ("d.md", b"---\ntitle: a\nWords.", "never closed"),
        ("d.qmd", b"---\n- a\n---\nWords.", "expected `name: value` lines, found list"),
        ("d.docx", b"not a zip", "is no Word document"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_in_one_line(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DraftError, match=message):
        drafts.read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match=r"no file .*gone\.md"):
        drafts.read(tmp_path / "gone.md")


@given(st.text(alphabet=st.sampled_from("ab .\n\"'“”[]@?{}\\$%`>#|-*_:~;"), max_size=120))
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    for tex in (False, True):
        try:
            draft = _draft(text, tex=tex)
        except DraftError:
            continue
        assert len(draft.source.prose) == len(text)
        assert draft.source.prose.count("\n") == text.count("\n")
        for statement in draft.statements:
            assert 0 <= statement.start < statement.end <= len(text)
            for quoted in statement.quotations:
                assert statement.start <= quoted.start <= quoted.end <= len(text)
