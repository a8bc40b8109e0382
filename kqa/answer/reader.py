"""Reads passages for the sentences that answer, and says how probable it is that any does.

A sentence is scored by its likeness to the question word by word (`likeness`), by its vector, by its
passage's place in the search, by the question's figures around it (`figures`), and by whether it holds what
is asked for (`expectation`). The weights are learnt on question sets (`train`, MODEL_CARD.md); nothing is
generated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kqa.answer import (
    adapter,
    alignment,
    confidence,
    data,
    expectation,
    figures,
    likeness,
    series,
    strangers,
    telling,
    traits,
    weights,
)
from kqa.answer.leaning import Leaning, leans_on, places_of, texts_around
from kqa.answer.likeness import Surroundings
from kqa.answer.reading import Reading, ScoredSentence
from kqa.answer.weights import Weights
from kqa.index.encoder import fingerprint
from kqa.index.late import Tokens
from kqa.index.store import Index
from kqa.types import Hit, Passage, Sentence

WHOLE, PLACE = 8.0, 5.0
"""Weights, beside its best sentence, of the credit that a passage's sentences have together and of the square
of its fused score, where passages are ranked: the surer the search, the more it counts. Mean reciprocal rank
without and with the place: on 210 claims of SciFact, which use the articles' words, 0.88 and 0.90 (0.91 in
the order of the search); on questions in lay words 0.771 and 0.765.
"""
READ_WITHOUT_TOKENS = 8
"""Passages read where token vectors are not kept and must be made, which takes some 20 ms each."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All sentences read for one question, row by row, with what the scores are made of.

    Attributes:
        sentences: in passage order.
        passages: of each sentence, its place in the hits.
        asked: vectors of the question's words as they were compared, (words, dimension).
        around: likeness of each word with each sentence and what surrounds it.
        words: weights of the question's words, adding up to 1, (words,).
        credit: of each word from a sentence and all around it, (sentences, words).
        alone: cosine of each sentence encoded alone, (sentences,).
        retrieval: fused score of its passage.
        met: of `expectation.PAIRS`, (sentences, pairs).
        figures: share of the question's figures that stand in or around each sentence.
        traits: of `traits.TRAITS`, (sentences, traits).
        missing: 1 where a kind of datum that is asked for does not stand around the sentence.
        contrary: 1 where the sentence speaks of another member of a row of headings than the question.
        strangers: words of the question that the corpus does not know.
        drugs: words of the question that name a drug which the corpus never mentions.
        telling: words of the question that say what is asked.
        says: log-odds that one of the best sentences says it, see `alignment`; 0 where nothing was learnt.
    """

    sentences: tuple[Sentence, ...]
    passages: NDArray[np.int64]
    asked: NDArray[np.float32]
    around: Surroundings
    words: NDArray[np.float32]
    credit: NDArray[np.float32]
    alone: NDArray[np.float32]
    retrieval: NDArray[np.float32]
    met: NDArray[np.float32]
    figures: NDArray[np.float32]
    traits: NDArray[np.float32]
    missing: NDArray[np.float32]
    contrary: NDArray[np.float32]
    strangers: int
    drugs: int
    telling: tuple[telling.Word, ...]
    says: float = 0.0


def read(index: Index, question: str, hits: Sequence[Hit]) -> Reading:
    """Score the sentences of the passages found for a question.

    Args:
        index: the index that the hits came from.
        question: as `question.clean` gives it.
        hits: passages, best first.
    """
    learnt = weights.load()
    ordered = sorted(hits, key=lambda hit: index.row(hit.passage))
    unread: list[Hit] = []
    if not index.contents.has_tokens:
        kept = {hit.passage for hit in hits[:READ_WITHOUT_TOKENS]}
        unread = [hit for hit in hits if hit.passage not in kept]
        ordered = [hit for hit in ordered if hit.passage in kept]
    evidence = gather(index, question, ordered, learnt)
    if evidence is None:
        return Reading((), tuple(hits), 0.0, answerable=False)
    found = scores(evidence, learnt)
    order = np.argsort(-found, kind="stable")
    probability = confidence.probability(question, evidence, found, learnt)
    ranked = tuple(
        ScoredSentence(float(found[i]), evidence.sentences[i], ordered[evidence.passages[i]].passage)
        for i in order
    )
    return Reading(
        ranked,
        _reranked(ordered, unread, evidence, found),
        probability,
        answerable=probability >= learnt.threshold,
    )


def gather(index: Index, question: str, hits: Sequence[Hit], learnt: Weights) -> Evidence | None:
    """Everything the scores are made of; None where there is nothing to read or to read for."""
    question_tokens = index.encoder.tokens([question])[0]
    plain = question_tokens.vectors
    encoder = fingerprint(index.encoder)
    asked = adapter.adapted(plain, encoder, learnt)
    sentences = [index.sentences(hit.passage) for hit in hits]
    if not len(plain) or not any(sentences):
        return None
    tokens = index.tokens([hit.passage for hit in hits])
    by_article: dict[str, list[Sentence]] = {}
    for hit, found in zip(hits, sentences, strict=True):
        lean = found if hit.passage.kind != "reference" else ()
        by_article.setdefault(hit.passage.article, []).extend(lean)
    leaning = Leaning(index, asked, by_article)
    around = Surroundings.stacked(
        [
            _around(leaning, hit.passage, found, read_tokens, similar)
            for hit, found, read_tokens, similar in zip(
                hits, sentences, tokens, likeness.by_text(asked, [t.vectors for t in tokens]), strict=True
            )
        ]
    )
    credit = likeness.credits(around, learnt.shares)
    words = learnt.word_weights(plain, encoder) * likeness.rarity(credit)
    vector = index.encoder.encode([question])[0]
    alone = [index.sentence_vectors(hit.passage).astype(np.float32) @ vector for hit in hits]
    flat = tuple(s for found in sentences for s in found)
    texts = texts_around(index, hits, sentences)
    headed = [
        "\n".join((*hit.passage.section, s.text))
        for hit, found in zip(hits, sentences, strict=True)
        for s in found
    ]
    rows = frozenset(row for article in by_article for row in places_of(index, article).series)
    counts = [len(found) for found in sentences]
    evidence = Evidence(
        flat,
        np.repeat(np.arange(len(hits)), counts),
        asked,
        around,
        words / words.sum(),
        credit,
        np.concatenate(alone),
        np.repeat(np.array([hit.score for hit in hits], np.float32), counts),
        expectation.fulfilled(question, [s.text for s in flat]),
        figures.met(question, texts),
        traits.of([s.text for s in flat]),
        data.missing(question, texts),
        series.contrary(question, headed, rows, index.synonyms),
        strangers.count(index, question, question_tokens, credit),
        strangers.drugs(index, question, question_tokens),
        telling.words(index, question, question_tokens),
    )
    if encoder != learnt.encoder or not learnt.answers:
        return evidence
    beside = laid_beside(index, hits, evidence, scores(evidence, learnt))
    return replace(evidence, says=alignment.says(beside, learnt))


def laid_beside(
    index: Index, hits: Sequence[Hit], evidence: Evidence, found: NDArray[np.float32]
) -> dict[str, NDArray[np.float32]]:
    """The question laid beside the best sentences, as `alignment` judges them.

    Args:
        index: that the hits came from.
        hits: passages, in the order in which they were gathered.
        evidence: gathered from them.
        found: scores of its sentences.
    """
    best = np.argsort(-found, kind="stable")[: alignment.BEST]
    passages = [hits[place].passage for place in evidence.passages[best]]
    sentences = [evidence.sentences[number] for number in best]
    spans = [(s.start - p.start, s.end - p.start) for s, p in zip(sentences, passages, strict=True)]
    matched = alignment.matches(evidence.asked, index.tokens(passages), spans)
    return alignment.inputs(
        evidence.asked,
        matched,
        evidence.around,
        evidence.credit,
        evidence.words,
        evidence.telling,
        found,
        best,
    )


def scores(evidence: Evidence, learnt: Weights) -> NDArray[np.float32]:
    """Score of each sentence, float32, (sentences,), higher is better."""
    found = (
        learnt.credit * (evidence.credit @ evidence.words)
        + learnt.least * likeness.least(evidence.credit)
        + learnt.alone * evidence.alone
        + learnt.retrieval * evidence.retrieval
        + learnt.figures * evidence.figures
        + evidence.met @ np.array(learnt.expectation, np.float32)
        + evidence.traits @ np.array([learnt.traits[name] for name in traits.TRAITS], np.float32)
    )
    scored: NDArray[np.float32] = found.astype(np.float32)
    return scored


def passage_scores(evidence: Evidence, found: NDArray[np.float32], passages: int) -> NDArray[np.float32]:
    """Scores of the passages read, float32, (passages,), higher is better; -inf for one without sentences.

    A passage is as good as its best sentence, and better where its sentences hold more of the question
    together and where the search placed it higher.

    Args:
        evidence: all sentences read.
        found: their scores.
        passages: how many were read.
    """
    best = np.full(passages, -np.inf, np.float32)
    np.maximum.at(best, evidence.passages, found)
    together = _together(evidence)
    best[: len(together)] += WHOLE * together
    place = np.zeros(passages, np.float32)
    place[evidence.passages] = evidence.retrieval
    best += PLACE * place**2
    return best


def _together(evidence: Evidence) -> NDArray[np.float32]:
    """Credit that the sentences of each passage have together, up to the last passage with sentences."""
    whole = np.zeros((int(evidence.passages[-1]) + 1, len(evidence.words)), np.float32)
    np.maximum.at(whole, evidence.passages, evidence.credit)
    together: NDArray[np.float32] = whole @ evidence.words
    return together


def _around(
    leaning: Leaning,
    passage: Passage,
    found: Sequence[Sentence],
    tokens: Tokens,
    similar: NDArray[np.float32],
) -> Surroundings:
    spans = [(s.start - passage.start, s.end - passage.start) for s in found]
    own, whole, heading = likeness.within(similar, tokens, spans)
    before = np.zeros_like(own)
    before[1:] = own[:-1]
    cited = np.zeros_like(own)
    for row, sentence in enumerate(found if passage.kind != "reference" else ()):
        for id in leans_on(sentence):
            cited[row] = np.maximum(cited[row], leaning[id])
    shape = own.shape
    return Surroundings(
        own,
        before,
        np.broadcast_to(whole, shape),
        np.broadcast_to(heading, shape),
        cited,
        np.broadcast_to(leaning[passage.article], shape),
    )


def _reranked(
    ordered: Sequence[Hit], unread: Sequence[Hit], evidence: Evidence, scored: NDArray[np.float32]
) -> tuple[Hit, ...]:
    """The hits in the order of `passage_scores`, those not read behind."""
    best = passage_scores(evidence, scored, len(ordered))
    order = np.argsort(-best, kind="stable")
    found = [(float(best[i]), ordered[i].passage) for i in order if np.isfinite(best[i])]
    lowest = min((score for score, _ in found), default=0.0)
    empty = [ordered[i] for i in order if not np.isfinite(best[i])]
    found += [(lowest - 1.0 - n, hit.passage) for n, hit in enumerate((*unread, *empty))]
    return tuple(Hit(rank, score, passage) for rank, (score, passage) in enumerate(found, start=1))
