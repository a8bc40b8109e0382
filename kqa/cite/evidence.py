"""Sentences of the articles that bear on a claim, and how well each covers its words and figures."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kqa.answer import names
from kqa.cite import lexicon, senses
from kqa.cite.clauses import Clause, clauses
from kqa.cite.quantities import Quantity, quantities, standing
from kqa.cite.terms import Cover, Term, coverage, terms
from kqa.corpus.entries import families, year
from kqa.index.abbreviations import find as find_abbreviations
from kqa.index.search import search
from kqa.types import Passage, Sentence

if TYPE_CHECKING:
    from kqa.index.store import Index

PASSAGES = 12
"""Passages read for a claim; beyond the twelfth none held the evidence of a claim of the training set."""
SENTENCES = 5
"""Sentences kept, best first."""
CONTEXT = 0.75
"""Worth of a word that stands beside the sentence (heading, paragraph, names and years cited), not in it."""
COUNTED = 2_000
"""Passages in which words are counted for their rarity, spread evenly; enough for weights of two digits."""
DIRECTION = 0.3
"""Worth of a word of direction, which `bearing` compares by its sense."""
EVERYDAY = 0.5
"""Worth of a word that prose varies freely, against a word of the field."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim taken apart."""

    text: str
    terms: tuple[Term, ...]
    weights: NDArray[np.float64]
    """Rarity of each term among the passages; shape (terms,)."""
    quantities: tuple[Quantity, ...]
    clauses: tuple[Clause, ...]
    anchors: frozenset[str]
    """Years and authors that the claim names: which study it speaks of."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence held against a claim."""

    passage: Passage
    sentence: Sentence
    cosine: float
    inside: NDArray[np.float64]
    """How far the sentence covers each term of the claim, 0 to 1."""
    around: NDArray[np.float64]
    """The same with the sentence's surroundings counted in."""
    standings: tuple[str, ...]
    """Of each quantity of the claim in the sentence: `agrees`, `differs`, `absent`."""
    nearby: tuple[str, ...]
    """The same in the whole passage."""
    anchored: float
    """Share of the claim's anchors that the passage names or cites; 1 where there are none."""
    score: float


class Reader:
    """Finds and weighs evidence; keeps what it has worked out about sentences."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.abbreviations: dict[str, str] = {}
        for key in index.workspace.keys():
            for short, long in find_abbreviations(index.article(key)):
                self.abbreviations.setdefault(short, long)
        self._sentences: dict[tuple[str, int], tuple[tuple[Term, ...], tuple[Quantity, ...]]] = {}
        self._stated: dict[tuple[str, int], tuple[Quantity, ...]] = {}
        self._contexts: dict[tuple[str, int], tuple[Term, ...]] = {}
        self._clauses: dict[tuple[str, int], tuple[Clause, ...]] = {}
        self._anchors: dict[tuple[str, int, int], frozenset[str]] = {}
        self._authors = frozenset(
            word
            for key in index.workspace.keys()
            for entry in index.article(key).references
            for family in families(entry)[:3]
            for word in family.lower().split()
            if len(word) > 2
        )
        self._frequency, self.counted = self._count()

    def claim(self, text: str) -> Claim:
        """Take a claim apart."""
        found = terms(text, self.abbreviations)
        total = self.counted
        counts = np.array([self._frequency.get(t.stem, 0) for t in found], dtype=np.float64)
        weights = np.log(1 + (total - counts + 0.5) / (counts + 0.5))
        weights *= [_worth(term.word) for term in found]
        stated = quantities(text)
        named = {t.word for t in found if t.word in self._authors and t.word.title() in text}
        anchors = frozenset(named | {f"{q.low:.0f}" for q in stated if q.dimension == "year"})
        parts = clauses(text, self.abbreviations)
        return Claim(text, found, weights, stated, parts, anchors)

    def gather(
        self, claim: Claim, *, articles: Sequence[str] = (), references: Collection[str] = ()
    ) -> tuple[Evidence, ...]:
        """The sentences that bear on a claim most, best first, then the rest of the best one's paragraph."""
        hits = search(self.index, claim.text, limit=PASSAGES, articles=articles, references=False)
        about = [hit for hit in hits if not set(hit.passage.references).isdisjoint(references)]
        hits = tuple(about) or hits
        if not hits:
            return ()
        vector = self.index.encoder.encode([claim.text])[0]
        found = [e for hit in hits for e in self._weigh(claim, vector, hit.passage)]
        if claim.anchors:  # of a paragraph on many studies, only the sentences on the one that is named
            found = [e for e in found if claim.anchors <= self._named(e.passage, e.sentence)] or found
        ranked = sorted(found, key=lambda e: (-e.score, e.passage.article, e.sentence.start))
        behind = [e for e in ranked[SENTENCES:] if e.passage == ranked[0].passage]
        return (*ranked[:SENTENCES], *behind)

    def clauses(self, sentence: Sentence, article: str) -> tuple[Clause, ...]:
        """The clauses of a sentence of an article."""
        place = (article, sentence.start)
        if place not in self._clauses:
            self._clauses[place] = clauses(sentence.text, self.abbreviations)
        return self._clauses[place]

    def _weigh(self, claim: Claim, vector: NDArray[np.float32], passage: Passage) -> list[Evidence]:
        vectors = self.index.sentence_vectors(passage).astype(np.float32)
        around = coverage(claim.terms, Cover.of(self._context(passage)))
        place = (passage.article, passage.start)
        if place not in self._stated:
            self._stated[place] = quantities(passage.text)
        stated = self._stated[place]
        if claim.anchors:  # the figures of other studies in the paragraph are not this one's
            own = [s for s in self.index.sentences(passage) if claim.anchors <= self._named(passage, s)]
            stated = tuple(q for s in own for q in self._parts(passage.article, s)[1]) or stated
        nearby = tuple(standing(q, stated) for q in claim.quantities)
        named = claim.anchors & self._named(passage)
        anchored = len(named) / len(claim.anchors) if claim.anchors else 1.0
        found = []
        for sentence, row in zip(self.index.sentences(passage), vectors, strict=True):
            words, figures = self._parts(passage.article, sentence)
            inside = coverage(claim.terms, Cover.of(words))
            both = np.maximum(inside, CONTEXT * around)
            cosine = float(row @ vector)
            standings = tuple(standing(q, figures) for q in claim.quantities)
            agreed = standings.count("agrees") / max(1, len(standings))
            score = cosine + share(claim, inside) + share(claim, both) + 0.3 * agreed + 0.5 * anchored
            found.append(
                Evidence(passage, sentence, cosine, inside, both, standings, nearby, anchored, score)
            )
        return found

    def _parts(self, article: str, sentence: Sentence) -> tuple[tuple[Term, ...], tuple[Quantity, ...]]:
        place = (article, sentence.start)
        if place not in self._sentences:
            self._sentences[place] = (terms(sentence.text, self.abbreviations), quantities(sentence.text))
        return self._sentences[place]

    def _context(self, passage: Passage) -> tuple[Term, ...]:
        place = (passage.article, passage.start)
        if place not in self._contexts:
            cited = {str(entry["id"]): entry for entry in self.index.article(passage.article).references}
            parts = [passage.text, *passage.section, *passage.columns, passage.caption]
            parts += [names.short(cited[i]) for i in passage.references if i in cited]
            self._contexts[place] = terms("\n".join(parts), self.abbreviations)
        return self._contexts[place]

    def _named(self, passage: Passage, sentence: Sentence | None = None) -> frozenset[str]:
        """Years and authors in a passage or one of its sentences, and of what it cites."""
        part = sentence or passage
        place = (passage.article, part.start, part.end)
        if place not in self._anchors:
            cited = {str(entry["id"]): entry for entry in self.index.article(passage.article).references}
            entries = [cited[i] for i in part.references if i in cited]
            words = {w for e in entries for f in families(e)[:3] for w in f.lower().split()}
            words |= {str(year(e)) for e in entries}
            words |= set(re.findall(r"\b(?:19|20)\d\d\b", part.text))
            words |= {w for w in re.findall(r"[^\W\d_]+", part.text.lower()) if w in self._authors}
            self._anchors[place] = frozenset(words)
        return self._anchors[place]

    def _count(self) -> tuple[dict[str, int], int]:
        """In how many passages each stem stands, their surroundings counted in, and of how many."""
        rows = range(0, len(self.index.passages), max(1, len(self.index.passages) // COUNTED))
        counts: dict[str, int] = {}
        counted = 0
        for passage in (self.index.passages[row] for row in rows):
            if passage.kind != "reference":
                counted += 1
                for found in {t.stem for t in self._context(passage)}:
                    counts[found] = counts.get(found, 0) + 1
        return counts, max(counted, 1)


def _worth(word: str) -> float:
    if any(word in words for words in lexicon.DIRECTIONS):
        return DIRECTION
    return EVERYDAY if word in senses.TABLE else 1.0


def share(claim: Claim, covered: NDArray[np.float64]) -> float:
    """The covered share of a claim's weight, 0 to 1."""
    total = float(claim.weights.sum())
    return float((claim.weights * covered).sum()) / total if total else 0.0
