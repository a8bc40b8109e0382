"""The repair of the two reviews, held against their sources word by word."""

from __future__ import annotations

import contextlib
import json
import re
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kqa.corpus import citations
from kqa.corpus.article import Article, Block, load, parse
from kqa.corpus.formats import inline, parts, review_text
from kqa.corpus.ingest import Draft
from kqa.errors import IngestError

CORPUS = Path(__file__).parents[1] / "corpus"
KEYS = ("thomas2025", "ibeneme2024")

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


@pytest.fixture(scope="module", params=KEYS)
def article(request: pytest.FixtureRequest) -> Article:
    return load(CORPUS / request.param)


@pytest.fixture(scope="module")
def thomas() -> Article:
    return load(CORPUS / "thomas2025")


@pytest.fixture(scope="module")
def ibeneme() -> Article:
    return load(CORPUS / "ibeneme2024")


def source(article: Article) -> str:
    return (CORPUS / article.key / "source.txt").read_text(encoding="utf-8")


def of(article: Article, kind: str) -> list[Block]:
    return [block for block in article.blocks if block.kind == kind]


def words(article: Article, block: Block) -> str:
    return article.text[block.start : block.end]


def marks(text: str) -> list[str]:
    """Every word, number and sign in order, without the marks of Markdown and raised letters lowered."""
    text = re.sub(r"^\|[ |-]+\|$", "", text, flags=re.M)
    text = re.sub(r"^(?:#+ )?\**", "", text, flags=re.M)
    text = re.sub(r"^ *(?:-|\d{1,2}[.)]) (?=\S)", "", text, flags=re.M)
    text = unicodedata.normalize("NFKC", re.sub(r"</?su[pb]>|[#*\\|]", "", text))
    return re.findall(r"[^\W\d_]+|\d+|[^\w\s]", text)


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


def test_headings_of_thomas_nest_by_their_numbers(thomas: Article) -> None:
    assert [(block.level, block.section[-1]) for block in of(thomas, "heading")] == [
        (1, "Ketamine's Therapeutic Role in Substance Use Disorders: A Narrative Review"),
        (2, "Abstract"),
        (2, "Article information"),
        (2, "1. Introduction"),
        (3, "1.1. Alcohol Use Disorder"),
        (3, "1.2. Alcohol Withdrawal"),
        (3, "1.3. Opioid Use Disorder"),
        (3, "1.4. Opioid Withdrawal"),
        (3, "1.5. Cocaine Use Disorder"),
        (3, "1.6. Cannabis Use Disorder"),
        (3, "1.7. Tobacco Use Disorder"),
        (3, "1.8. Methamphetamine Use Disorder"),
        (2, "2. Discussion"),
        (2, "3. Conclusions"),
        (2, "Supplementary Materials"),
        (2, "Author Contributions"),
        (2, "Funding"),
        (2, "Data Availability Statement"),
        (2, "Conflicts of Interest"),
        (2, "References"),
        (2, "Disclaimer/Publisher’s Note"),
    ]


def test_headings_of_ibeneme_nest_by_their_numbers_whatever_their_hashes(ibeneme: Article) -> None:
    assert [(block.level, block.section[-1]) for block in of(ibeneme, "heading")] == [
        (1, "Intravenous Ketamine in the Treatment of Substance Use Disorder"),
        (2, "Authors' contributions"),
        (2, "Article Information"),
        (2, "Open Peer Review History"),
        (2, "Article Information"),
        (2, "ABSTRACT"),
        (2, "1. INTRODUCTION"),
        (2, "2. KETAMINE'S MECHANISM OF ACTION AND ITS ROLE IN SUD"),
        (2, "3. RATIONALE FOR KETAMINE IN SUD TREATMENT"),
        (2, "4. CLINICAL STUDIES OF KETAMINE IN SUD TREATMENT"),
        (3, "4.1 Alcohol Use Disorder"),
        (3, "4.2 Opioid Use Disorder (OUD)"),
        (3, "4.3 Cocaine Use Disorder"),
        (2, "5. OTHER SUBSTANCE USE DISORDERS"),
        (3, "Smoking cessation"),
        (3, "Cannabis use"),
        (2, "6. SAFETY, TOLERABILITY, AND POTENTIAL ADVERSE EFFECTS"),
        (3, "6.1 Safety Profile"),
        (3, "6.2 Adverse Effects"),
        (3, "6.3 Dissociative effects of ketamine"),
        (4, "Memory and Cognitive Impairment"),
        (4, "Abuse and Risk of Dependency"),
        (3, "6.4 Emerging and Future Directions"),
        (2, "7. LIMITATIONS OF CURRENT RESEARCH AND GAPS IN LITERATURE"),
        (2, "8. CONCLUSION"),
        (2, "DISCLAIMER (ARTIFICIAL INTELLIGENCE)"),
        (2, "CONSENT AND ETHICAL APPROVAL"),
        (2, "COMPETING INTERESTS"),
        (2, "REFERENCES"),
        (2, "Disclaimer/Publisher's Note"),
    ]


def test_both_tables_are_whole(thomas: Article) -> None:
    rows = of(thomas, "row")
    assert [row.locator for row in rows] == [
        *(f"Table 1, row {n}" for n in range(1, 8)),
        *(f"Table 2, row {n}" for n in range(1, 6)),
    ]
    columns = ("Author, Year", "Substance", "Study Design", "Participants")
    assert all(
        row.columns == (*columns, "Intervention", "Psychotherapy", "Outcomes", "Conclusion") for row in rows
    )
    assert all(len(row.cells) == 8 and row.section == ("1. Introduction",) for row in rows)
    assert [words(thomas, row)[: row.cells[0][1] - row.start] for row in rows] == [
        *("Dakwar et al., 2020 [32]", "Grabski et al., 2022 [33]", "Krupitsky et al., 2002 [34]"),
        *("Mansoori et al., 2025 [35]", "Dakwar et al., 2014 [36]", "Dakwar et al., 2016 [37]"),
        *("Dakwar et al., 2019 [38]", "Das et al., 2019 [28]", "Terasaki et al., 2022 [39]"),
        *("Krupitsky et al., 2007 [40]", "Azhari et al., 2021 [41]", "Chuang et al., 2025 [42]"),
    ]
    assert {row.caption for row in rows} == {
        "Table 1. Characteristics of RBCTs included.",
        "Table 2. Characteristics of other key included studies.",
    }
    start, end = rows[6].cells[6]
    assert thomas.text[start:end] == "2 weeks of end-of-study abstinence"


def test_captions_and_keys_of_tables_are_notes(thomas: Article, ibeneme: Article) -> None:
    notes = of(thomas, "note")
    assert [note.locator for note in notes] == [
        *("Table 1, caption", "Table 1, key", "Table 2, caption", "Table 2, key"),
    ]
    assert words(thomas, notes[1]).startswith("Abbreviations: KET: Ketamine, PBO: Placebo,")
    assert words(thomas, notes[3]).endswith("KPT: Ketamine Psychotherapy.")
    assert of(ibeneme, "note") == of(ibeneme, "row") == []


def test_first_page_and_back_matter_can_be_asked_about(thomas: Article, ibeneme: Article) -> None:
    found = {
        words(article, block): block.locator
        for article in (thomas, ibeneme)
        for block in of(article, "paragraph")
    }
    assert found["Academic Editor: Ana Adan"] == "Article information, para. 1"
    assert found["Published: 27 August 2025"] == "Article information, para. 5"
    assert found["* Correspondence: robchamb@iu.edu"] == "Front matter, para. 4"
    assert found["**Received: 14/07/2024**"] == "Article Information, para. 3"
    assert found["ᵃ University of Toledo, Toledo OH-43606, USA."] == "Front matter, para. 2"
    assert any(text.startswith("Funding: ") and "T25HP37617" in text for text in found)
    assert [where for text, where in found.items() if text.startswith("**Background:**")] == [
        "ABSTRACT, para. 1"
    ]
    assert [where for text, where in found.items() if text.startswith("It is pertinent")] == [
        "sec. 5, Smoking cessation, para. 1"
    ]


def test_entries_keep_their_words_and_numbers(thomas: Article, ibeneme: Article) -> None:
    first, last = of(thomas, "reference")[0], of(thomas, "reference")[-1]
    assert words(thomas, first).startswith("Domino, E.F.; Warner, D.S. Taming")
    assert words(thomas, first).endswith("678–684. [CrossRef]")
    assert words(thomas, last).endswith("150–151. [[CrossRef](#)]")
    assert [block.locator for block in of(thomas, "reference")] == [f"ref. {n}" for n in range(1, 74)]
    split = of(ibeneme, "reference")
    assert len(split) == 29
    assert "Elective for 2nd Year PCOM DO Students; 2023." in words(ibeneme, split[0])
    assert words(ibeneme, split[18]).endswith(
        "Treat*. 2002;23(4):273-83. DOI: 10.1016/s0740-5472(02)00275-1."
    )


def test_formulas_are_plain(ibeneme: Article) -> None:
    for phrase in (
        "(μ, δ, and κ)",
        "(p < 0.012)",
        "(p < 0.0001, p < 0.01, p < 0.05, respectively)",
        "(0.21-0.84 μM)",
    ):
        assert ibeneme.text.count(phrase) == 1


def test_locators_are_unique(article: Article) -> None:
    counts = Counter(block.locator for block in article.blocks if block.kind != "heading")
    assert counts.most_common(1)[0][1] == 1


@pytest.mark.parametrize(("key", "expected"), [("thomas2025", 102), ("ibeneme2024", 45)])
def test_every_marker_is_found(key: str, expected: int) -> None:
    article = load(CORPUS / key)
    body = article.text[: of(article, "reference")[0].start]
    found = citations.find(body, known=len(article.references))
    assert len(found) == expected
    assert len(found) == len(re.findall(r"\[\d[\d,–-]*\]", body))
    cited = {number for marker in found for number in marker.numbers}
    assert cited == set(range(1, len(article.references) + 1)), "every entry is cited somewhere"


def test_metadata_of_thomas(thomas: Article) -> None:
    got = dict(thomas.metadata)
    custom = got.pop("custom")
    assert got.pop("keyword").startswith("ketamine; SUDs (substance use disorders); review;")
    assert got == {
        "id": "thomas2025",
        "type": "article-journal",
        "author": [{"family": "Thomas", "given": "Alexander"}, {"family": "Chambers", "given": "R. Andrew"}],
        "title": "Ketamine's Therapeutic Role in Substance Use Disorders: A Narrative Review",
        "container-title": "NeuroSci",
        "issued": {"date-parts": [[2025, 8, 27]]},
        "volume": "6",
        "issue": "3",
        "page": "83",
        "DOI": "10.3390/neurosci6030083",
        "URL": "https://doi.org/10.3390/neurosci6030083",
    }
    assert custom["license"] == "CC BY 4.0"
    assert custom["license-url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert custom["copyright"].startswith("Copyright: © 2025 by the authors. Licensee MDPI")
    assert custom["sha256"] == thomas.sha256


def test_metadata_of_ibeneme(ibeneme: Article) -> None:
    got = dict(ibeneme.metadata)
    custom = got.pop("custom")
    authors = [(person["family"], person["given"]) for person in got.pop("author")]
    assert authors[0] == ("Ibeneme", "Chidalu N.")
    assert authors[5:8] == [
        ("Obitulata-Ugwu", "Vivien O."),
        ("Kuye", "Olubukola Anike"),
        ("Arubuolawe", "Oluwatosin"),
    ]
    assert authors[-1] == ("Ojo", "Soji")
    assert len(authors) == 12
    assert got.pop("keyword").endswith("intravenous therapy; NMDA receptor antagonist")
    assert got == {
        "id": "ibeneme2024",
        "type": "article-journal",
        "title": "Intravenous Ketamine in the Treatment of Substance Use Disorder",
        "container-title": "Journal of Advances in Medicine and Medical Research",
        "issued": {"date-parts": [[2024, 9, 21]]},
        "volume": "36",
        "issue": "10",
        "page": "125-33",
        "DOI": "10.9734/jammr/2024/v36i105596",
        "URL": "https://doi.org/10.9734/jammr/2024/v36i105596",
    }
    assert custom["license"] == "CC BY 4.0"


def test_the_corpus_is_what_its_sources_give(article: Article) -> None:
    draft = review_text.read((CORPUS / article.key / "source.txt").read_bytes(), "source.txt")
    assert draft.markdown == article.text
    assert draft.warnings == ()
    stored = json.loads((CORPUS / article.key / "references.json").read_text(encoding="utf-8"))
    assert [{**entry, "id": entry["id"].partition(":")[2]} for entry in stored] == draft.references


def read(text: str) -> Draft:
    return review_text.read(text.encode(), "a.txt")


def test_canonical_text_is_read_as_it_stands(article: Article) -> None:
    again = review_text.read(article.text.encode(), "article.md")
    assert again.markdown == article.text
    assert again.references == review_text.read(source(article).encode(), "a").references


def test_other_texts_are_read_by_the_same_rules() -> None:
    draft = read(
        "# On Trials\n\nAnn Smith¹ and Bo de Vries²\n\nAbstract\n\nWe tried. It worked [1].\n\n"
        "1. Introduction\n\nWe asked:\n\n* one thing\n* another thing\n\n"
        "| Drug | Dose |\n|---|---|\n| A\\|B | 5 mg |\n\n1.1 Aims\n\nTo see.\n\n"
        "2. Methods\n\nBy hand [1,2].\n\n"
        "Acknowledgements\n\nThanks.\n\nReferences\n\n[1] Gao M. Use. *Drugs*. 2016;37:865-72.\n"
        "[2] Liu H. More use. *Drugs*. 2017;38:1-2.\n"
    )
    blocks = parse(draft.markdown)
    assert [
        (b.kind, draft.markdown[b.start : b.end], b.locator) for b in blocks if b.kind not in ("heading",)
    ] == [
        ("paragraph", "Ann Smith¹ and Bo de Vries²", "Front matter, para. 1"),
        ("paragraph", "We tried. It worked [1].", "Abstract, para. 1"),
        ("paragraph", "We asked:", "sec. 1, para. 1"),
        ("item", "one thing", "sec. 1, item 1"),
        ("item", "another thing", "sec. 1, item 2"),
        ("row", "A\\|B | 5 mg", "sec. 1, table 1, row 1"),
        ("paragraph", "To see.", "sec. 1.1, para. 1"),
        ("paragraph", "By hand [1,2].", "sec. 2, para. 1"),
        ("paragraph", "Thanks.", "Acknowledgements, para. 1"),
        ("reference", "Gao M. Use. *Drugs*. 2016;37:865-72.", "ref. 1"),
        ("reference", "Liu H. More use. *Drugs*. 2017;38:1-2.", "ref. 2"),
    ]
    assert [a["family"] for a in draft.metadata["author"]] == ["Smith", "de Vries"]
    assert [r["title"] for r in draft.references] == ["Use", "More use"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words without any heading or mark, and then an end.", ["para. 1"]),
        ("A Title Without Marks\n\nOnly one paragraph of text follows it here.", ["para. 1"]),
    ],
)
def test_bare_texts_are_articles_too(text: str, expected: list[str]) -> None:
    draft = read(text)
    assert [b.locator for b in parse(draft.markdown) if b.kind == "paragraph"] == expected
    assert "no year found on the first page" in draft.warnings


def test_a_gap_in_the_list_is_told() -> None:
    draft = read("# A Title\n\nText.\n\n## References\n\n1. One. 2001.\n2. Two. 2002.\n4. Four. 2004.\n")
    assert "the reference list skips from 2 to 4" in draft.warnings
    assert [entry["id"] for entry in draft.references] == ["1", "2", "4"]


def test_a_file_without_a_paragraph_is_refused() -> None:
    with pytest.raises(IngestError, match=r"a\.txt holds no paragraph of text"):
        read("# Only a heading\n")


PIECES = st.sampled_from(
    [
        *(
            "# A Title of It",
            "## 1. Intro",
            "1. Introduction",
            "1.1 Aims",
            "2. Methods",
            "References",
            "Abstract",
        ),
        *("Keywords: kappa; delta", "Received: 3 May 2020", "Funding: grant 123", "**Bold head:** and words"),
        *(
            "Citation: Li, B. A Title of It. *J* **2025**, *6*, 83.",
            "Table 7. Doses",
            "drug\tdose\tunit",
            "5\t6\t7",
        ),
        *(
            "| drug | dose |",
            "|---|---|",
            "| 8 | 9 |",
            "- item one",
            "* star item",
            "12. twelfth entry 2012.",
        ),
        *(
            "1) First 2001.",
            "2. Second 2002.",
            "3. Third",
            "lower case start here 77.",
            "64 adults took part.",
        ),
        *("words that go on for long and do not end with any stop because the page is", "A whole sentence."),
        *(
            "**Bold line**",
            "Ann Smith and Bo Jones",
            "x<sup>2</sup>",
            "(see below)",
            "> quote",
            "---",
            "***",
            "-",
            "|",
        ),
        *("Abbreviations: A: alpha", "\\* star", "i. roman", "Fig. 1. Cap", "https://x.org/10", "[CrossRef]"),
    ]
)


@settings(deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=20))
def test_no_word_or_number_of_any_text_is_lost(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + end for piece, end in pieces)
    with contextlib.suppress(IngestError):
        kept = Counter(marks(read(text).markdown))
        wanted = Counter(mark for mark in marks(text) if mark.isalnum())
        assert not wanted - kept


@pytest.mark.parametrize(
    "text",
    [
        "a. " * 9000,
        "Smith, A.; " * 3000,
        "A. B. C. " * 3000,
        "et al. " * 5000,
        "<sup>" * 5000,
        "[1,2] " * 5000,
        "$x" * 5000,
    ],
)
def test_hostile_texts_take_no_longer_than_others(text: str) -> None:
    started = time.process_time()
    read(f"# A Title of It\n\nWords {text}\n\nReferences\n\n1. {text}\n")
    assert time.process_time() - started < 5
