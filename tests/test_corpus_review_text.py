"""The repair of the two reviews, held against their sources word by word."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
import reviews
from reviews import CORPUS, marks, of, words

from kqa.corpus.article import Article
from kqa.corpus.formats import inline, parts, review_text

CONTINUED = "Table 1. *Cont.*"
HEADER = (
    "Author, Year\tSubstance\tStudy Design\tParticipants\tIntervention\tPsychotherapy\tOutcomes\tConclusion"
)
"""What the second part of a table says again, and is dropped; the header stands once more over table 2."""
ADDED = {
    "thomas2025": (
        "Article information",
        "Supplementary Materials",
        "Author Contributions",
        "Funding",
        "Data Availability Statement",
        "Conflicts of Interest",
        "Disclaimer/Publisher’s Note",
    ),
    "ibeneme2024": ("Article Information",),
}
"""Headings that the source does not have."""
COLONS = (
    "**Smoking cessation:**",
    "**Cannabis use:**",
    "**Memory and Cognitive Impairment:**",
    "**Abuse and Risk of Dependency:**",
    "**Disclaimer/Publisher's Note:**",
    "Open Peer Review History:",
)
"""Headings that lose the colon after them."""
FORMULAS = {
    r"$\mu$ M": "μM",
    r"$\mu$": "μ",
    r"$\delta$": "δ",
    r"$\kappa$": "κ",
    "$p < 0.012$": "p < 0.012",
    "$p < 0.0001$": "p < 0.0001",
    "$p < 0.01$": "p < 0.01",
    "$p < 0.05$": "p < 0.05",
}

SEAMS = {
    "thomas2025": (
        ("of the drug, ketamine", "has been posited to enhance"),
        ("24/100 (24%) of the", "control group. Ketamine"),
        ("did not interfere with", "the clinical response"),
        ("ketamine may reduce", "benzodiazepines requirements"),
        ("Opioid Cravings Scale for", "64 inpatient adult"),
        ("higher dose of", "ketamine being the highest"),
        ("the day before their", "first ketamine infusion"),
        ("of SUDs, manifesting", "subjectively as decreased"),
        ("its efficacy for SUDs", "might be greater when"),
    ),
    "ibeneme2024": (
        ("metabolism, oral", "bioavailability is low"),
        ("alcohol withdrawal", "symptoms and increase days"),
        ("discernible differences", "in outcomes after 4"),
        ("networks, thereby", "potentially reducing"),
        ("impact on the", "quantity of intravenous"),
        ("clinical effect,", "regardless of the route"),
        ("treatment ended. In", "comparison, minimal"),
        ("such as intensified", "sounds, while promoting"),
        ("was relatively", "short for a chronic"),
    ),
}


@pytest.fixture(scope="module", params=reviews.KEYS)
def article(request: pytest.FixtureRequest) -> Article:
    return reviews.read(request.param)


def source(article: Article) -> str:
    return (CORPUS / article.key / "source.txt").read_text(encoding="utf-8")


def test_nothing_but_what_is_named_here_is_altered(article: Article) -> None:
    expected, got = source(article), article.text
    if CONTINUED in expected:
        before, after = expected.split(CONTINUED)
        expected = before + after.replace(HEADER, "", 1)
    for formula, plain in FORMULAS.items():
        expected = expected.replace(formula, plain)
    for label in COLONS:
        expected = expected.replace(label, label.replace(":", ""))
    for heading in ADDED[article.key]:
        before, _, after = got.rpartition(f"\n## {heading}\n")
        got = f"{before}\n{after}"
    assert marks(got) == marks(expected)


def test_the_text_is_canonical(article: Article) -> None:
    assert article.text == unicodedata.normalize("NFC", article.text)
    assert not re.search(r"[\r\t$]|<su[bp]>| \n|\n\n\n|  |\Z(?<!\n)", article.text)
    assert not re.search(r"\\(?!\*|\[|\]|_|\\)", article.text), "LaTeX is gone, escapes of the source stay"


def test_paragraphs_broken_by_pages_are_whole(article: Article) -> None:
    paragraphs = [words(article, block) for block in of(article, "paragraph")]
    for before, after in SEAMS[article.key]:
        assert sum(f"{before} {after}" in paragraph for paragraph in paragraphs) == 1, (before, after)


def test_nine_are_joined_in_each_and_no_other(article: Article) -> None:
    before = inline.plain(source(article)).split("\nReferences\n")[0].split("#### **REFERENCES**")[0]
    raw = list(parts._parts(before))
    assert len(raw) - len(parts.read(before)) == 9


def test_paragraphs_end_as_paragraphs_do(article: Article) -> None:
    body = [block for block in of(article, "paragraph") if block.locator.startswith("sec. ")]
    unfinished = [words(article, block) for block in body if words(article, block)[-1] not in '."']
    assert [paragraph[-30:] for paragraph in unfinished] == (
        ["in their day-to-day lives [22]"] if article.key == "ibeneme2024" else []
    )


def test_formulas_are_plain() -> None:
    text = reviews.read("ibeneme2024").text
    for phrase in (
        "(μ, δ, and κ)",
        "(p < 0.012)",
        "(p < 0.0001, p < 0.01, p < 0.05, respectively)",
        "(0.21-0.84 μM)",
    ):
        assert text.count(phrase) == 1


def test_the_corpus_is_what_its_sources_give(article: Article) -> None:
    draft = review_text.read((CORPUS / article.key / "source.txt").read_bytes(), "source.txt")
    assert draft.markdown == article.text
    assert draft.warnings == ()
    stored = json.loads((CORPUS / article.key / "references.json").read_text(encoding="utf-8"))
    assert [{**entry, "id": entry["id"].partition(":")[2]} for entry in stored] == draft.references


def test_canonical_text_is_read_as_it_stands(article: Article) -> None:
    again = review_text.read(article.text.encode(), "article.md")
    assert again.markdown == article.text
    assert again.references == review_text.read(source(article).encode(), "a").references
