"""The same study in several reference lists."""

from __future__ import annotations

import cite_variants
import pytest

from kqa.cite import card, studies


def test_the_shipped_reviews_share_fourteen_studies_and_dois_are_handed_on() -> None:
    linked = studies.link(cite_variants.articles())
    shared = [study for study in linked if len({i.split(":")[0] for i in study.ids}) > 1]
    assert len(shared) == 14
    by_id = studies.by_id(linked)
    assert by_id["thomas2025:36"].entry["DOI"] == "10.1016/j.biopsych.2013.08.009"
    assert by_id["thomas2025:37"] is by_id["ibeneme2024:23"]
    assert len({study.key for study in linked}) == len(linked)


@pytest.mark.parametrize("query", ["Krupitsky heroin 2002", "10.1016/s0740-5472(02)00275-1", "thomas2025:34"])
def test_a_study_is_found_by_words_doi_or_id(query: str) -> None:
    found = studies.find(studies.link(cite_variants.articles()), query)
    assert [study.ids for study in found] == [("ibeneme2024:19", "thomas2025:34")]


def test_a_card_holds_sentences_and_rows_of_both_reviews() -> None:
    articles = cite_variants.articles()
    (study,) = studies.find(studies.link(articles), "Grabski 2022")
    mentioned = card.mentions(study, articles)
    assert {m.passage.article for m in mentioned} == {"ibeneme2024", "thomas2025"}
    rows = [card.cells(m) for m in mentioned if m.passage.kind == "row"]
    assert ("Substance", "Alcohol") in rows[0]
    assert any("96 patients" in m.sentence.text for m in mentioned)
