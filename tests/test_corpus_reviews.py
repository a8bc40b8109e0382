"""What the two reviews hold: headings, tables, first pages, entries, citations, places, metadata."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import reviews
from reviews import of, words

from kqa.corpus import citations
from kqa.corpus.article import Article


@pytest.fixture(scope="module", params=reviews.KEYS)
def article(request: pytest.FixtureRequest) -> Article:
    return reviews.read(request.param)


@pytest.fixture(scope="module")
def thomas() -> Article:
    return reviews.read("thomas2025")


@pytest.fixture(scope="module")
def ibeneme() -> Article:
    return reviews.read("ibeneme2024")


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


def test_locators_are_unique(article: Article) -> None:
    counts = Counter(block.locator for block in article.blocks if block.kind != "heading")
    assert counts.most_common(1)[0][1] == 1


@pytest.mark.parametrize(("key", "expected"), [("thomas2025", 102), ("ibeneme2024", 45)])
def test_every_marker_is_found(key: str, expected: int) -> None:
    article = reviews.read(key)
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
