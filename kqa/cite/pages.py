"""Articles as they are searched for quoted words: tokenised once, when first needed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kqa.cite.tokens import Token, forms, tokens

CLOSE_LOOK = 6
"""Articles tokenised for one quotation; the others lack so many of its words that it cannot stand there.
Tokenising costs 0.1 s per 100,000 characters, finding a word in them 20 microseconds."""


@dataclass(frozen=True)
class Page:
    """One article's words: its tokens in order, and where each form stands."""

    key: str
    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens, citation markers and Markdown left out."""
        return tokens(self.text)

    @cached_property
    def joined(self) -> str:
        """The forms with single spaces between and around them, so that a run of forms is a substring."""
        return " " + " ".join(forms(self.tokens)) + " "

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each token begins in `joined`."""
        found, at = [], 1
        for token in self.tokens:
            found.append(at)
            at += len(token.form) + 1
        return tuple(found)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each token begins in `text`."""
        return tuple(token.start for token in self.tokens)

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Token indices of each form."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, token in enumerate(self.tokens):
            found[token.form].append(index)
        return found

    def occurrences(self, run: Sequence[str], *, first: int = 0, last: int | None = None) -> list[int]:
        """Token indices, from `first` to before `last`, at which a run of forms stands."""
        if not run:
            return []
        needle = " " + " ".join(run) + " "
        begin = self.offsets[first] - 1 if first < len(self.offsets) else len(self.joined)
        end = len(self.joined) if last is None or last >= len(self.offsets) else self.offsets[last]
        found = []
        at = self.joined.find(needle, begin, end)
        while at >= 0:
            found.append(bisect_left(self.offsets, at + 1))
            at = self.joined.find(needle, at + 1, end)
        return found

    def index_at(self, offset: int) -> int:
        """The index of the token that holds or follows an offset of the text."""
        after = bisect_right(self.starts, offset)
        return after - 1 if after and self.tokens[after - 1].end > offset else after


@dataclass(frozen=True)
class Shelf:
    """The articles of a workspace, for looking up quotations."""

    pages: Mapping[str, Page]
    _folded: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Shelf:
        """A shelf of article texts by key."""
        return cls({key: Page(key, text) for key, text in texts.items()})

    def likely(self, words: Sequence[Token]) -> list[Page]:
        """The pages that hold most of a quotation's words, best first; all of them when there are few."""
        if len(self.pages) <= CLOSE_LOOK:
            return list(self.pages.values())
        wanted = sorted({t.form for t in words if t.form.isalnum()}, key=lambda form: (-len(form), form))[:12]
        scores = []
        for key, page in self.pages.items():
            folded = self._folded.get(key)
            if folded is None:
                folded = self._folded[key] = page.text.casefold()
            scores.append((-sum(form in folded for form in wanted), key))
        return [self.pages[key] for score, key in sorted(scores)[:CLOSE_LOOK] if score]
