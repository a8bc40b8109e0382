"""How like a question is to a sentence, word by word."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kqa.answer import likeness
from kqa.answer.likeness import Shares, Surroundings
from kqa.index.late import CONTEXT, Tokens

DIMENSION = 8
NOTHING = Shares(0.0, 0.0, 0.0, 0.0, 0.0)


def units(seed: int, rows: int) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).normal(size=(rows, DIMENSION))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def matrix(*rows: list[float]) -> NDArray[np.float32]:
    return np.array(rows, np.float32)


def around(seed: int, sentences: int, words: int) -> Surroundings:
    random = np.random.default_rng(seed)
    return Surroundings(
        *(random.uniform(-1, 1, (sentences, words)).astype(np.float32) for _ in Surroundings.__slots__)
    )


@st.composite
def passages(draw: st.DrawFn) -> tuple[Tokens, list[tuple[int, int]]]:
    """Tokens of a passage, some of headings, and spans of its sentences; either may be empty."""
    cuts = sorted(draw(st.sets(st.integers(0, 60), max_size=5)))
    spans = list(pairwise(cuts))
    starts = sorted(draw(st.lists(st.integers(0, 60), max_size=12)))
    own = [(start, start + draw(st.integers(1, 6))) for start in starts]
    above = [(CONTEXT, CONTEXT)] * draw(st.integers(0, 4))
    places = np.array(own + above, np.int32).reshape(-1, 2)
    return Tokens(units(draw(st.integers(0, 99)), len(places)), places), spans


def slowly(
    words: NDArray[np.float32], tokens: Tokens, spans: list[tuple[int, int]]
) -> tuple[list[list[float]], list[float], list[float]]:
    """What `within` gives, said in loops."""
    own = []
    for first, last in spans:
        own.append([])
        for word in words:
            found = [
                float(word @ vector)
                for vector, (start, end) in zip(tokens.vectors, tokens.spans, strict=True)
                if start != CONTEXT and first <= start and end <= last
            ]
            own[-1].append(max(found, default=0.0))
    whole = [max([0.0, *(row[n] for row in own)]) for n in range(len(words))]
    heading = []
    for word in words:
        above = [
            float(word @ v) for v, s in zip(tokens.vectors, tokens.spans, strict=True) if s[0] == CONTEXT
        ]
        heading.append(max(above, default=0.0))
    return own, whole, heading


@given(st.lists(passages(), min_size=1, max_size=4), st.integers(1, 5), st.integers(0, 99))
def test_likeness_within_passages_is_what_loops_find(
    drawn: list[tuple[Tokens, list[tuple[int, int]]]], words: int, seed: int
) -> None:
    asked = units(seed, words)
    compared = likeness.by_text(asked, [tokens.vectors for tokens, _ in drawn])
    for similar, (tokens, spans) in zip(compared, drawn, strict=True):
        own, whole, heading = likeness.within(similar, tokens, spans)
        expected = slowly(asked, tokens, spans)
        assert (own.shape, own.dtype) == ((len(spans), words), np.float32)
        np.testing.assert_allclose(own, np.reshape(expected[0], (len(spans), words)), atol=1e-5)
        np.testing.assert_allclose(whole, expected[1], atol=1e-5)
        np.testing.assert_allclose(heading, expected[2], atol=1e-5)


def test_a_token_across_two_sentences_belongs_to_neither() -> None:
    tokens = Tokens(units(1, 1), np.array([[3, 7]], np.int32))
    (similar,) = likeness.by_text(tokens.vectors, [tokens.vectors])
    own, _, _ = likeness.within(similar, tokens, [(0, 5), (5, 9)])
    assert own.tolist() == [[0.0], [0.0]]
    assert likeness.within(similar, tokens, [(0, 9)])[0][0, 0] == pytest.approx(1.0)


@given(st.integers(1, 5), st.lists(st.integers(0, 6), max_size=4), st.integers(0, 99))
def test_the_best_is_the_highest_cosine_and_zero_where_nothing_stands(
    words: int, texts: list[int], seed: int
) -> None:
    asked, there = units(seed, words), [units(seed + 1 + n, tokens) for n, tokens in enumerate(texts)]
    expected = [[max([float(word @ t) for t in text], default=-9.0) for word in asked] for text in there]
    found = likeness.best_of_each(asked, there)
    assert len(found) == len(texts)
    for best, rows, tokens in zip(found, expected, texts, strict=True):
        np.testing.assert_allclose(best, rows if tokens else np.zeros(words), atol=1e-5)


shares = st.builds(Shares, *[st.floats(0, 1)] * 5)


@given(st.integers(0, 99), st.integers(1, 6), st.integers(1, 6), shares)
def test_credit_is_never_below_what_the_sentence_has_itself(
    seed: int, sentences: int, words: int, given_shares: Shares
) -> None:
    parts = around(seed, sentences, words)
    credit = likeness.credits(parts, given_shares)
    assert (credit >= parts.own).all()
    highest = np.maximum.reduce([getattr(parts, name) for name in Surroundings.__slots__])
    assert (credit <= np.maximum(highest, 0.0) + 1e-6).all()


@given(st.integers(0, 99), st.integers(1, 6), st.integers(1, 6))
def test_without_shares_a_sentence_has_its_own_words_alone(seed: int, sentences: int, words: int) -> None:
    parts = around(seed, sentences, words)
    np.testing.assert_array_equal(likeness.credits(parts, NOTHING), np.maximum(parts.own, 0.0))


@pytest.mark.parametrize("name", Shares.__slots__)
def test_each_share_is_of_its_own_surroundings(name: str) -> None:
    nothing = {part: matrix([0.0]) for part in Surroundings.__slots__}
    parts = Surroundings(**(nothing | {name: matrix([0.8])}))
    chosen = Shares(**(dict.fromkeys(Shares.__slots__, 0.0) | {name: 0.5}))
    assert likeness.credits(parts, chosen)[0, 0] == pytest.approx(0.4)
    assert likeness.credits(parts, NOTHING)[0, 0] == 0.0


@given(st.integers(0, 99), st.integers(1, 6), st.integers(1, 6))
def test_the_least_credit_lies_between_the_minimum_and_the_mean(
    seed: int, sentences: int, words: int
) -> None:
    credit = around(seed, sentences, words).own
    lowest, least = credit.min(axis=1), likeness.least(credit)
    assert least.shape == (sentences,)
    assert (least >= lowest - 1e-5).all()
    assert (least <= credit.mean(axis=1) + 1e-5).all()
    assert (least <= lowest + likeness.SOFT * np.log(words) + 1e-5).all()


@given(st.integers(2, 8), st.floats(0.2, 1.0), st.floats(0.2, 1.0))
def test_a_word_that_is_missing_costs_more_than_the_same_loss_in_all(
    words: int, credit: float, loss: float
) -> None:
    missing, spread = np.full((2, words), credit, np.float32)
    missing[0] -= loss
    spread -= np.float32(loss / words)
    of_missing, of_spread = likeness.least(np.stack([missing, spread]))
    assert of_missing < of_spread < credit


@given(st.integers(0, 99), st.integers(1, 6), st.data())
def test_more_of_any_word_is_more_of_the_least(seed: int, words: int, data: st.DataObject) -> None:
    credit = around(seed, 1, words).own
    more = credit.copy()
    more[0, data.draw(st.integers(0, words - 1))] += np.float32(0.5)
    assert likeness.least(more)[0] >= likeness.least(credit)[0]
    lowest = credit.copy()
    lowest[0, credit[0].argmin()] += np.float32(0.5)
    assert likeness.least(lowest)[0] > likeness.least(credit)[0]


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 4)), min_size=1, max_size=4), st.integers(1, 4))
def test_surroundings_are_stacked_one_below_the_other(drawn: list[tuple[int, int]], words: int) -> None:
    parts = [around(seed, sentences, words) for seed, sentences in drawn]
    whole = Surroundings.stacked(parts)
    for name in Surroundings.__slots__:
        rows = [row for part in parts for row in getattr(part, name).tolist()]
        assert getattr(whole, name).tolist() == rows


def test_a_word_that_few_sentences_have_weighs_more() -> None:
    everywhere, somewhere, once = [0.9] * 8, [0.9] * 3 + [0.1] * 5, [0.9] + [0.1] * 7
    weights = likeness.rarity(np.array([everywhere, somewhere, once], np.float32).T)
    assert 0 < weights[0] < weights[1] < weights[2]


@given(st.integers(0, 99), st.integers(1, 9), st.integers(0, 6), st.sampled_from([0.0, 1.0, -1.0]))
def test_rarity_is_a_weight_whatever_was_read(seed: int, sentences: int, words: int, scale: float) -> None:
    credit = np.abs(around(seed, sentences, words).own) * np.float32(scale)
    weights = likeness.rarity(credit)
    assert weights.shape == (words,)
    assert np.isfinite(weights).all()
    assert (weights >= np.float32(likeness.LEAST_RARITY)).all()


@given(st.integers(0, 99), st.integers(2, 9))
def test_rarity_does_not_depend_on_the_order_of_the_sentences(seed: int, sentences: int) -> None:
    credit = around(seed, sentences, 3).own
    np.testing.assert_array_equal(likeness.rarity(credit), likeness.rarity(credit[::-1]))
