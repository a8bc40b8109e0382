from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kqa.corpus.sentences import sentences
from kqa.index import layout
from kqa.index.layout import Ragged
from kqa.index.store import Index
from kqa.types import Passage

COUNTS = st.lists(st.integers(0, 4), max_size=12)


@given(counts=COUNTS, data=st.data())
def test_what_a_passage_has_several_of_is_its_own_share(counts: list[int], data: st.DataObject) -> None:
    ragged = Ragged(np.arange(sum(counts)), np.cumsum(counts, dtype=np.int64))
    shares = [ragged.of(row).tolist() for row in range(len(counts))]
    assert [len(share) for share in shares] == counts
    assert [value for share in shares for value in share] == list(range(sum(counts)))
    first = data.draw(st.integers(0, len(counts)))
    last = data.draw(st.integers(first, len(counts)))
    part = ragged.part(first, last)
    assert [part.of(row).tolist() for row in range(last - first)] == shares[first:last]


def test_a_line_holds_a_passage_and_its_sentences(tiny_index: Index) -> None:
    for passage in tiny_index.passages:
        written = json.loads(layout.line(passage, sentences(passage)))
        assert layout.passage(written) == passage
        assert layout.sentences(written) == sentences(passage)


def test_a_line_holds_any_characters() -> None:
    passage = Passage("a", 3, 13, "\u2028 | \\| \t𝛼 \x85", "row", ("§", ""), "p", ("a\nb", ""), "ü", ("a:1",))
    line = layout.line(passage, ())
    assert line.count(b"\n") == 1
    assert layout.passage(json.loads(line)) == passage


@pytest.mark.parametrize("key", ["garcia2020", "lee2021", "okoro2022"])
def test_an_articles_piece_is_what_was_made_of_it(tiny_index: Index, key: str) -> None:
    rows = tiny_index.rows(key)
    piece = tiny_index.contents.piece(key, rows.start, rows.stop, token_file="tokens/1")
    assert [layout.passage(json.loads(line)) for line in piece.lines] == list(
        tiny_index.passages[rows.start : rows.stop]
    )
    named = [tuple(piece.sections[number]) for number in piece.rows["section"]]
    assert named == [p.section for p in tiny_index.passages[rows.start : rows.stop]]
    assert piece.rows["start"].tolist() == [p.start for p in tiny_index.passages[rows.start : rows.stop]]
    assert piece.token_file == "tokens/1"
    assert piece.tokens.ends[-1] == len(piece.tokens.values) > 0
    bare = tiny_index.contents.piece(key, rows.start, rows.stop, token_file="")
    assert (len(bare.tokens.values), set(bare.tokens.ends.tolist())) == (0, {0})
    assert piece.sentences.ends[-1] == len(piece.sentences.values)
