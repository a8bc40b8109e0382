"""A manuscript held against the articles: every quotation, citation and claim, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from kqa.cite import alignment, citing, lexicon, quotes, studies
from kqa.cite.drafts.draft import PLACEHOLDER, Cite, Draft, Quoted, Statement
from kqa.cite.findings import Finding, Judgement, Place
from kqa.cite.pages import Shelf
from kqa.cite.quotation import parse
from kqa.corpus import keys
from kqa.corpus.article import Article
from kqa.corpus.entries import families
from kqa.terminal import Progress

if TYPE_CHECKING:
    from kqa.answer.library import Library
    from kqa.cite.evidence import Reader
    from kqa.cite.verdict import Verdict

QUOTED_WORDS = 3
"""Fewer words in quotation marks are a term, reported only where they stand in a source."""
MOSTLY_QUOTED = 0.5
"""Share of a sentence's words in quotation marks from which the sentence is checked as quotation alone."""
OFF_TOPIC = 0.35
"""Cosine with the nearest sentence below which an uncited sentence is the authors' own matter."""
LEAST_WORDS = 4
"""Words of a sentence that can be held against a source."""

_OWN = re.compile(
    r"\b(?:we|our|us|i|my|this (?:paper|article|study|review|manuscript|section|chapter|thesis|work|analysis)"
    r"|here,|in the present|the present (?:study|paper|review)|see (?:table|figure|section|appendix)"
    r"|(?:table|figure|section|appendix) \d)\b",
    re.I,
)


@dataclass(frozen=True)
class Sources:
    """What a manuscript may quote and cite: the articles, and the works they cite."""

    articles: Mapping[str, Article]
    linked: tuple[studies.Study, ...]

    @classmethod
    def of(cls, articles: Sequence[Article]) -> Sources:
        """The sources of a workspace."""
        return cls({article.key: article for article in articles}, studies.link(articles))

    @cached_property
    def shelf(self) -> Shelf:
        """The articles' words."""
        return Shelf.of({key: article.text for key, article in self.articles.items()})

    @cached_property
    def works(self) -> Mapping[str, studies.Study]:
        """Cited works by key and by reference id."""
        keyed = {study.key: study for study in self.linked if study.key not in self.articles}
        return {**self._short, **studies.by_id(self.linked), **keyed}

    @cached_property
    def _short(self) -> Mapping[str, studies.Study]:
        """Cited works by first author and year (`dakwar2016`), where that names one work only."""
        entries = {str(e["id"]): e for article in self.articles.values() for e in article.references}
        found: dict[str, set[str]] = {}
        by_key = {study.key: study for study in self.linked}
        for study in self.linked:
            for entry in (entries[i] for i in study.ids if i in entries):
                found.setdefault(keys.make(entry), set()).add(study.key)
        return {short: by_key[min(named)] for short, named in found.items() if len(named) == 1}

    def resolves(self, key: str) -> bool:
        """Whether a key names an article or a cited work."""
        return key in self.articles or key in self.works

    def bearing(self, key: str) -> tuple[str, ...]:
        """Keys of the articles that can bear out what is cited under a key."""
        if key in self.articles:
            return (key,)
        return tuple(dict.fromkeys(i.split(":")[0] for i in self.works[key].ids)) if key in self.works else ()

    def place(self, key: str, start: int, end: int) -> Place:
        """A span of an article with its locator."""
        article = self.articles[key]
        block = next((b for b in article.blocks if b.start <= start < b.end), None)
        return Place(key, block.locator if block else "", start, end, article.text[start:end])

    def named(self, text: str) -> tuple[str, ...]:
        """Articles whose first author a sentence names."""
        words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))
        firsts = {key: families(a.metadata)[:1] for key, a in self.articles.items()}
        return tuple(key for key, first in firsts.items() if first and first[0] in words)


def check(library: Library, draft: Draft, *, progress: Progress | None = None) -> tuple[Finding, ...]:
    """Check a manuscript.

    Args:
        library: of the workspace; its index is opened for the first claim.
        draft: the manuscript.
        progress: told how many sentences are done.
    """
    checker = Checker(library)
    found: list[Finding] = []
    total = len(draft.statements)
    for number, statement in enumerate(draft.statements):
        found.extend(checker.findings(draft, statement))
        if progress is not None:
            progress(f"checking {draft.source.name}", number + 1, total)
    return tuple(found)


class Checker:
    """Checks sentences one by one; holds the sources and, once a claim is met, the reader of evidence."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.sources = Sources.of(library.articles)
        self._verdicts: dict[tuple[str, tuple[str, ...], frozenset[str]], Verdict] = {}
        self._places: dict[tuple[str, tuple[str, ...]], quotes.Match | None] = {}

    @cached_property
    def reader(self) -> Reader:
        """The reader of evidence over the index."""
        from kqa.cite.evidence import Reader

        return Reader(self._library.index)

    def findings(self, draft: Draft, statement: Statement) -> Iterator[Finding]:
        """All findings about a sentence: citations that don't resolve, quotations, then the claim."""
        cites = [cite for cite in statement.cites if cite.key != PLACEHOLDER]
        for cite in cites:
            if not self.sources.resolves(cite.key):
                yield self._unresolved(draft, cite)
        for quoted in statement.quotations:
            finding = self._quotation(draft, statement, quoted)
            if finding is not None:
                yield finding
        if not _mostly_quoted(statement):
            yield from self._claim(draft, statement)

    def _unresolved(self, draft: Draft, cite: Cite) -> Finding:
        known = [*self.sources.articles, *self.sources.works]
        near = get_close_matches(cite.key, known, n=1, cutoff=0.6)
        hint = f"did you mean {near[0]}?" if near else "`kqa add FILE` adds the article"
        return _finding(draft, cite.start, cite.end, cite.key, "unresolved", suggestion=hint)

    def _quotation(self, draft: Draft, statement: Statement, quoted: Quoted) -> Finding | None:
        cited = [key for cite in statement.cites for key in self.sources.bearing(cite.key)]
        cited = list(dict.fromkeys(cited or self.sources.named(statement.text)))
        match = self._found(quoted.text, tuple(cited))
        short = sum(token.form.isalpha() for token in parse(quoted.text).words) < QUOTED_WORDS
        if match is None:
            return None if short else self._altered(draft, quoted, cited)
        place = self.sources.place(match.article, match.start, match.end)
        if match.cut and not _negates(draft.source.prose[statement.start : quoted.start]):
            return None if short else self._cut(draft, quoted, match, place)
        if cited and match.article not in cited:
            hint = (
                f"the words stand in {match.article}: {citing.cite(match.article, place.locator, 'pandoc')}"
            )
            return _quoted(draft, quoted, "misattributed", place, suggestion=hint)
        if match.kind == "verbatim":
            return _quoted(draft, quoted, "verbatim", place)
        notes = "; ".join(dict.fromkeys(match.notes))
        exact = place.text if not parse(quoted.text).gaps else None
        return _quoted(draft, quoted, "cosmetic", place, suggestion=notes, replacement=exact)

    def _found(self, text: str, cited: tuple[str, ...]) -> quotes.Match | None:
        """Where quoted words stand, in what is cited if they do; the same words are looked up once."""
        wanted = (text, cited)
        if wanted not in self._places:
            pages = {key: self.sources.shelf.pages[key] for key in cited}
            match = quotes.find(text, Shelf(pages)) if pages else None
            self._places[wanted] = match or quotes.find(text, self.sources.shelf)
        return self._places[wanted]

    def _cut(self, draft: Draft, quoted: Quoted, match: quotes.Match, place: Place) -> Finding:
        diff = f"{{+{match.cut}+}} {' '.join(quoted.text.split())}"
        hint = f"the article says {match.cut!r} right before the quoted words; quote it too"
        return _quoted(draft, quoted, "altered", place, diff=diff, suggestion=hint)

    def _altered(self, draft: Draft, quoted: Quoted, cited: Sequence[str]) -> Finding:
        pages = {key: self.sources.shelf.pages[key] for key in cited}
        near = alignment.nearest(quoted.text, Shelf(pages)) if pages else None
        near = near or alignment.nearest(quoted.text, self.sources.shelf)
        if near is None:
            return _quoted(draft, quoted, "not_found", None, suggestion="no article holds these words")
        place = self.sources.place(near.article, near.start, near.end)
        diff = alignment.as_text(near.changes)
        return _quoted(
            draft, quoted, "altered", place, diff=diff, suggestion=f"the article says: {place.text}"
        )

    def _claim(self, draft: Draft, statement: Statement) -> Iterator[Finding]:
        placeholders = [cite for cite in statement.cites if cite.key == PLACEHOLDER]
        named = [c.key for c in statement.cites if c.key != PLACEHOLDER and self.sources.resolves(c.key)]
        if len(re.findall(r"[^\W\d_]{2,}", statement.text)) < LEAST_WORDS:
            return
        if not statement.cites and (_OWN.search(statement.text) or statement.text.rstrip().endswith("?")):
            yield _said(draft, statement, "own", 1.0)
            return
        cited = tuple(dict.fromkeys(a for key in named for a in self.sources.bearing(key)))
        ids = frozenset(i for key in named if key in self.sources.works for i in self.sources.works[key].ids)
        found = self._judged(statement.text, cited, ids)
        elsewhere = ""
        if cited and found.label != "supported":
            other = self._judged(statement.text, (), frozenset())
            if other.label == "supported" and other.evidence and other.evidence.passage.article not in cited:
                elsewhere = f"supported by {self._citation(other)}"
        yield from self._rows(draft, statement, found, placeholders, elsewhere)

    def _judged(self, text: str, articles: tuple[str, ...], references: frozenset[str]) -> Verdict:
        """The verdict on a claim; the same sentence is judged once."""
        from kqa.cite import verdict

        wanted = (text, articles, references)
        if wanted not in self._verdicts:
            self._verdicts[wanted] = verdict.judge(
                self.reader, text, articles=articles, references=references
            )
        return self._verdicts[wanted]

    def _rows(
        self, draft: Draft, statement: Statement, found: Verdict, placeholders: Sequence[Cite], elsewhere: str
    ) -> Iterator[Finding]:
        place = self._place(found)
        if found.label == "supported" and statement.cites:
            yield _said(draft, statement, "supported", found.confidence, place)
        elif found.label == "supported":
            yield _said(draft, statement, "supported", found.confidence, place)
            hint = self._citation(found)
            yield _said(draft, statement, "needs_citation", found.confidence, place, suggestion=hint)
        elif found.label == "conflict":
            says = elsewhere or (f"the article says: {place.text}" if place else None)
            yield _said(draft, statement, "conflict", found.confidence, place, suggestion=says)
        elif statement.cites or (found.evidence is not None and found.evidence.cosine >= OFF_TOPIC):
            yield _said(draft, statement, "not_found", found.confidence, place, suggestion=elsewhere or None)
        else:
            yield _said(draft, statement, "own", found.confidence)
        for cite in placeholders:
            yield self._filled(draft, cite, found)

    def _filled(self, draft: Draft, cite: Cite, found: Verdict) -> Finding:
        latex = draft.source.name.lower().endswith(".tex")
        ready = self._citation(found, form="latex" if latex else "pandoc")
        sure = found.label == "supported"
        hint = f"cite {ready}" if sure else f"no source found that says so; nearest: {ready or 'none'}"
        return _finding(
            draft,
            cite.start,
            cite.end,
            draft.source.text[cite.start : cite.end],
            "needs_citation",
            confidence=found.confidence,
            source=self._place(found),
            suggestion=hint,
            replacement=ready if sure else None,
        )

    def _citation(self, found: Verdict, *, form: str = "pandoc") -> str:
        if found.evidence is None:
            return ""
        passage = found.evidence.passage
        return citing.cite(passage.article, citing.locator(passage), form)

    def _place(self, found: Verdict) -> Place | None:
        if found.evidence is None:
            return None
        sentence, passage = found.evidence.sentence, found.evidence.passage
        return Place(passage.article, passage.locator, sentence.start, sentence.end, sentence.text)


def _mostly_quoted(statement: Statement) -> bool:
    words = len(statement.text.split())
    quoted = sum(len(q.text.split()) for q in statement.quotations)
    return bool(words) and quoted / words >= MOSTLY_QUOTED


def _negates(text: str) -> bool:
    return any(word.lower() in lexicon.NEGATORS for word in re.findall(r"[^\W\d_]+(?:['’]\w+)?", text))


def _finding(draft: Draft, start: int, end: int, text: str, verdict: Judgement, **fields: object) -> Finding:
    line, column = draft.place(start)
    confidence = fields.pop("confidence", 1.0)
    return Finding(line, column, text, verdict, confidence, start=start, end=end, **fields)  # type: ignore[arg-type]


def _quoted(
    draft: Draft, quoted: Quoted, verdict: Judgement, place: Place | None, **fields: object
) -> Finding:
    text = " ".join(quoted.text.split())
    return _finding(draft, quoted.start, quoted.end, text, verdict, source=place, **fields)


def _said(
    draft: Draft,
    statement: Statement,
    verdict: Judgement,
    confidence: float,
    place: Place | None = None,
    suggestion: str | None = None,
) -> Finding:
    return _finding(
        draft,
        statement.start,
        statement.end,
        statement.text,
        verdict,
        confidence=confidence,
        source=place,
        suggestion=suggestion,
    )
