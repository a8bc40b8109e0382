from __future__ import annotations

import re
import zlib
from dataclasses import asdict

import papers
import pytest

from kqa.corpus import article, formats, named_citations
from kqa.corpus.formats import pdf, pdf_glyphs, pdf_reading
from kqa.corpus.ingest import Draft
from kqa.errors import IngestError

LEFT, RIGHT, TOP = 50.0, 320.0, 700.0
Line = tuple[float, float, float, str]
VERSE = (
    "Ketamine was first made in the year nineteen sixty two by the",
    "chemist Stevens, and it was soon given to people as a medi-",
    "cine that leaves them breathing. Its effects on mood were not",
    "seen for decades; then a small trial reported that a single",
    "infusion lifted depression within hours in seven patients [1].",
)


def column(x: float, y: float, lines: tuple[str, ...], size: float = 8.0) -> list[Line]:
    return [(x, y - 10 * n, size, text) for n, text in enumerate(lines)]


def read(pages: list[list[Line]]) -> Draft:
    """Reads in this process what `formats.read` reads in one of its own."""
    return named_citations.relate(pdf.made_of(asdict(pdf_reading.read(papers.pdf(pages))), "paper.pdf"))


def page(number: int, left: list[Line], right: list[Line]) -> list[Line]:
    head = (LEFT, 760.0, 7.0, "Smith and Doe, Journal of Tests 2024")
    return [head, (300.0, 30.0, 7.0, str(number)), *left, *right]


@pytest.fixture(scope="module")
def two_columns() -> Draft:
    mark = tuple(line.replace("Ketamine", "Esketamine") for line in VERSE)
    other = tuple(line.replace("Ketamine", "Arketamine") for line in VERSE)
    first = [
        (LEFT, 735.0, 16.0, "*Ketamine and what became of it in sixty years"),
        (LEFT, 720.0, 9.0, "Ann Smith and John Doe"),
        (LEFT, 705.0, 10.0, "*1. Introduction"),
        *column(LEFT, 690.0, VERSE),
        *column(LEFT, 620.0, mark),
        (LEFT, 560.0, 9.0, "*1.1. Early trials"),
        *column(LEFT, 545.0, VERSE),
    ]
    references = (
        "[1] Smith J, Doe P. A thing about use. Addiction.",
        "2019;12(3):44-50.",
        "[2] Jones A. Another thing about it. Addiction.",
        "2020;13(1):4-5. doi: 10.1000/xyz.5",
    )
    last = [(RIGHT, 560.0, 10.0, "*References"), *column(RIGHT, 545.0, references)]
    return read(
        [
            page(1, first, [*column(RIGHT, 690.0, other), *column(RIGHT, 620.0, VERSE)]),
            page(2, column(LEFT, TOP, mark), column(RIGHT, TOP, VERSE)),
            page(3, column(LEFT, TOP, other), [*column(RIGHT, TOP, VERSE), *last]),
        ]
    )


def test_the_reading_process_says_the_same() -> None:
    data = papers.pdf([column(LEFT, TOP, VERSE)])
    assert formats.read(data, "paper.pdf") == read([column(LEFT, TOP, VERSE)])


def test_columns_are_read_one_after_the_other(two_columns: Draft) -> None:
    body = two_columns.markdown
    assert body.index("Esketamine") < body.index("1.1. Early trials") < body.index("Arketamine")
    assert "medicine that leaves them breathing" in body


def test_running_heads_and_page_numbers_are_gone(two_columns: Draft) -> None:
    assert "Journal of Tests 2024" not in two_columns.markdown
    assert not re.search(r"^\d$", two_columns.markdown, re.MULTILINE)


def test_headings_have_levels_and_the_title_is_found(two_columns: Draft) -> None:
    headings = [line for line in two_columns.markdown.split("\n") if line.startswith("#")]
    assert headings == [
        "# Ketamine and what became of it in sixty years",
        "## 1. Introduction",
        "### 1.1. Early trials",
        "## References",
    ]
    assert two_columns.metadata["author"] == [
        {"family": "Smith", "given": "Ann"},
        {"family": "Doe", "given": "John"},
    ]
    assert two_columns.metadata["issued"] == {"date-parts": [[2024]]}


def test_the_reference_list_is_split(two_columns: Draft) -> None:
    assert [entry["title"] for entry in two_columns.references] == [
        "A thing about use",
        "Another thing about it",
    ]
    assert two_columns.references[1]["DOI"] == "10.1000/xyz.5"


def test_pages_are_kept_for_locators(two_columns: Draft) -> None:
    pages = two_columns.metadata["custom"]["pages"]
    assert [number for _, number in pages] == [1, 2, 3]
    assert all(0 <= offset < len(two_columns.markdown) for offset, _ in pages)
    second = two_columns.markdown[pages[1][0] :]
    assert second.startswith("Esketamine")


def test_a_table_under_its_caption_keeps_its_cells() -> None:
    cells = [("Study", "Dose", "Outcome"), ("Li 2001", "0.5 mg/kg", "Fewer days"), ("Wu 2002", "0.8 mg/kg", "None"),
             ("Ito 2003", "2 mg/kg", "Less craving")]  # fmt: skip
    table = [
        (x, 600.0 - 12 * n, 8.0, cell)
        for n, row in enumerate(cells)
        for x, cell in zip((60, 200, 340), row, strict=True)
    ]
    lines = [
        *column(LEFT, TOP, VERSE),
        (LEFT, 620.0, 8.0, "Table 1. Trials of ketamine."),
        *table,
        *column(LEFT, 500.0, VERSE),
    ]
    draft = read([lines])
    rows = [b for b in article.parse(draft.markdown) if b.kind == "row"]
    assert rows[0].columns == ("Study", "Dose", "Outcome")
    assert [draft.markdown[b.start : b.end] for b in rows] == [" | ".join(row) for row in cells[1:]]
    assert rows[0].caption.startswith("Table 1.")


def raised(y: float, words: str, above: str) -> list[Line]:
    """A line with small raised words right after it."""
    sheet = next(iter(pdf_glyphs.sheets(papers.pdf([[(LEFT, y, 10.0, words)]]))))
    return [(LEFT, y, 10.0, words), (sheet.runs[0][-1].right, y + 3.5, 6.0, above)]


def test_raised_numbers_become_citations_only_where_they_are() -> None:
    lines: list[Line] = []
    for n in range(8):
        y = TOP - 30 * n
        lines.extend(
            raised(y, f"Sentence number {n} ends with a claim that others made.", f"{n + 1},{n + 2}")
        )
    text = read([[*lines, *raised(400.0, "Cells were plated at 10", "6")]]).markdown
    assert "others made.[1,2]" in text
    assert "plated at 10⁶" in text


def test_citations_by_author_and_year_lead_to_their_entries() -> None:
    body = (
        "One trial found less drinking (Smith and Doe, 2019) and another",
        "did not (Jones, 2020). As Smith (2019) says, dose matters a lot,",
        "which Jones (2020) doubts; and so it went on for years and years.",
    )
    references = (
        "Jones A. Another thing about it. Addiction. 2020;13:4-5.",
        "Smith J, Doe P. A thing. Addiction. 2019;12:44-50.",
    )
    lines = [
        *column(LEFT, TOP, body),
        (LEFT, 600.0, 11.0, "*References"),
        (LEFT, 580.0, 8.0, references[0]),
        (LEFT, 560.0, 8.0, references[1]),
    ]
    draft = read([lines])
    assert draft.citations is not None
    cited = [(draft.markdown[s:e], n) for s, e, n in draft.citations]
    assert cited == [
        ("Smith and Doe, 2019", (2,)),
        ("Jones, 2020", (1,)),
        ("Smith (2019", (2,)),
        ("Jones (2020", (1,)),
    ]


TEXT: list[Line] = [(LEFT, TOP, 10.0, "Words enough to be read by anyone who cares to read them at all.")]
HOSTILE = {
    "truncated": (papers.pdf([TEXT])[:300], "damaged or cut short"),
    "header only": (b"%PDF-1.7\n", "damaged or cut short"),
    "encrypted": (
        papers.pdf(
            [TEXT],
            trailer=b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]"
            % (b"x" * 32, b"y" * 32),
        ),
        "encrypted with a password",
    ),
    "image only": (papers.pdf([[]], content=b"0 0 100 100 re f"), "pictures of pages"),
    "too many pages": (papers.pdf([TEXT], kids=3000), "3,000 pages"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_pdfs_are_refused_in_one_line(case: str) -> None:
    data, message = HOSTILE[case]
    with pytest.raises(IngestError, match=message) as caught:
        formats.read(data, "bad.pdf")
    assert "\n" not in str(caught.value)


def test_a_pdf_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "WORKER", ("-c", "import time; time.sleep(30)"))
    monkeypatch.setattr(pdf, "SECONDS", 1)
    with pytest.raises(IngestError, match="takes more than 1 s"):
        pdf.read(papers.pdf([TEXT]), "slow.pdf")


def test_a_reader_that_dies_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "WORKER", ("-c", "import os; os.abort()"))
    with pytest.raises(IngestError, match="broke off"):
        pdf.read(papers.pdf([TEXT]), "crash.pdf")


def test_a_pdf_of_too_many_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_glyphs, "MAX_CHARACTERS", 5_000)
    content = zlib.compress(b"BT /F1 10 Tf 50 700 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 500 + b"ET")
    with pytest.raises(pdf_glyphs.UnreadableError, match="more than 5,000 characters"):
        list(pdf_glyphs.sheets(papers.pdf([[]], content=content, filters=b"/Filter/FlateDecode")))


def test_a_page_that_repeats_itself_is_damaged() -> None:
    data = papers.pdf([TEXT]).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    with pytest.raises(pdf_glyphs.UnreadableError, match="damaged"):
        list(pdf_glyphs.sheets(data))
