"""Where an altered quotation comes from, and how it differs."""

from __future__ import annotations

import cite_variants
import pytest

from kqa.cite.alignment import as_text, nearest
from kqa.cite.pages import Shelf

SHELF = Shelf.of(
    {
        "a": "Rates were 2/13 (15.4%) for ketamine and 7/17 (41.2%) for linkage alone in the trial of adults.",
        "b": "Nothing here resembles the words that are looked for, except by chance.",
    }
)


def test_the_changed_words_are_shown_beside_the_articles() -> None:
    found = nearest("Rates were 2/13 (15.9%) for ketamine and 7/17 (41.2%) for linkage", SHELF)
    assert found is not None
    assert found.article == "a"
    assert "[-15.9-]{+15.4+}" in as_text(found.changes)


def test_a_dropped_word_is_shown_as_added_by_the_article() -> None:
    found = nearest("(41.2%) for linkage in the trial of adults", SHELF)
    assert found is not None
    assert "{+alone+}" in as_text(found.changes)


@pytest.mark.parametrize(
    "words", ["two words", "completely different matters of astronomy and of deep sea diving"]
)
def test_unrelated_or_short_words_come_from_nowhere(words: str) -> None:
    assert nearest(words, SHELF) is None


def test_sentences_of_one_review_are_not_taken_for_altered_ones_of_another() -> None:
    texts = {article.key: article.text for article in cite_variants.articles()}
    for key, sentence in cite_variants.quotable()[::60]:
        others = Shelf.of({k: t for k, t in texts.items() if k != key})
        assert nearest(sentence, others) is None
