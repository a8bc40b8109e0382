from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kqa.index import vocabulary
from kqa.index.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vocabulary")


@settings(max_examples=60)
@given(words=st.sets(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), max_size=30))
def test_every_word_has_its_own_number_and_no_other_has_one(folder: Path, words: set[str]) -> None:
    ordered = sorted(words, key=vocabulary.place)
    vocabulary.save(folder, ordered)
    opened = Vocabulary.open(folder)
    assert list(opened) == ordered
    assert opened.numbers(ordered) == list(range(len(ordered)))
    absent = [word + "x" for word in ordered if word + "x" not in words]
    assert opened.numbers(absent) == [None] * len(absent)


def test_words_with_the_same_hash_are_told_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "place", lambda word: (7, word.encode()))
    vocabulary.save(folder, ["ab", "cd", "ef"])
    assert Vocabulary.open(folder).numbers(["ef", "ab", "cd", "gh"]) == [2, 0, 1, None]


@pytest.mark.parametrize("recent", [0, 2, 100])
def test_words_asked_again_are_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch, recent: int) -> None:
    monkeypatch.setattr(vocabulary, "RECENT", recent)
    words = sorted(["ab", "cd", "ef"], key=vocabulary.place)
    vocabulary.save(folder, words)
    opened = Vocabulary.open(folder)
    for asked in (words, ["cd", "gh", "cd"], ["gh", "ef", "ij"], words[::-1]):
        assert opened.numbers(asked) == [words.index(w) if w in words else None for w in asked]
