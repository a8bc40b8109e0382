"""Everyday words that stand for each other in prose about studies, read from `senses.txt`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources

from kqa.cite import lexicon


def _classes() -> Iterator[frozenset[str]]:
    text = resources.files("kqa.cite").joinpath("senses.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield frozenset(line.split())
    yield from (lexicon.RAISE, lexicon.LOWER, lexicon.SAME | lexicon.ALIKE)
    yield from (lexicon.BLOCKS, lexicon.BETTER, lexicon.WORSE)


def _table() -> Mapping[str, frozenset[int]]:
    table: dict[str, set[int]] = {}
    for number, words in enumerate(_classes()):
        for word in words:
            table.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in table.items()}


TABLE = _table()
"""The classes, by number, that a word belongs to."""
