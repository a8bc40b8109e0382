"""Other words for the words of a question: the users' and the corpus's own.

Synonyms are read from files in the format that Solr and Elasticsearch share:

    # a comment
    drinking, alcohol use          each of these also finds the others
    dummy pill => placebo          the left also finds the right, not the other way round

`synonyms.txt` in a workspace adds to the list that comes with kqa; a rule there for the same words replaces
the one here, and `dummy pill =>` with nothing at the right removes it. Abbreviations are such rules, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kqa.errors import WorkspaceError
from kqa.index.tokens import tokenize

NAME = "synonyms.txt"
SHIPPED = Path(__file__).with_name(NAME)
MOST_WORDS = 8
"""Of a phrase that a rule begins with."""

Phrase = tuple[str, ...]
"""Tokens, in order."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What else each phrase is called.

    Attributes:
        targets: by phrase, the phrases that it also finds.
    """

    targets: Mapping[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)

    def expand(self, tokens: Sequence[str], *, weight: float) -> dict[str, float]:
        """Words to add to a query, with their weights.

        The tokens of a phrase share its weight, so that a phrase of three words counts for as much as one.
        A word that the query has already is not added.

        Args:
            tokens: the query's own, in order.
            weight: of a phrase added, where a word of the query weighs 1.
        """
        asked, added = set(tokens), dict[str, float]()
        for start in range(len(tokens)):
            for end in range(start + 1, min(start + MOST_WORDS, len(tokens)) + 1):
                for phrase in self.targets.get(tuple(tokens[start:end]), ()):
                    for token in phrase:
                        if token not in asked:
                            added[token] = max(added.get(token, 0.0), weight / len(phrase))
        return added


def load(workspace_file: Path | None = None) -> Rules:
    """The rules that come with kqa, with those of a workspace over them.

    Raises:
        WorkspaceError: a line of a file cannot be understood, or the file is not UTF-8.
    """
    targets = dict(_read(SHIPPED))
    if workspace_file is not None and workspace_file.is_file():
        targets.update(_read(workspace_file))
    return Rules({phrase: others for phrase, others in targets.items() if others})


def parse(lines: Iterable[str], *, name: str = NAME) -> dict[Phrase, tuple[Phrase, ...]]:
    """The rules of lines in Solr's format.

    Args:
        lines: of a synonyms file.
        name: of the file, for errors.

    Raises:
        WorkspaceError: a line with more than one arrow, or with nothing at its left.
    """
    targets: dict[Phrase, dict[Phrase, None]] = {}
    for number, line in enumerate(lines, 1):
        rule = line.split("#", 1)[0].strip()
        if rule:
            for source, others in _rule(rule, f"{name}, line {number}"):
                targets.setdefault(source, {}).update(dict.fromkeys(others))
    return {phrase: tuple(others) for phrase, others in targets.items()}


def both_ways(pairs: Iterable[tuple[Phrase, Phrase]]) -> Rules:
    """Rules that match short forms with their expansions, both ways; a phrase may have several meanings."""
    targets: dict[Phrase, dict[Phrase, None]] = {}
    for one, other in pairs:
        if one and other:
            targets.setdefault(one, {})[other] = None
            targets.setdefault(other, {})[one] = None
    return Rules({phrase: tuple(others) for phrase, others in targets.items()})


def _read(path: Path) -> dict[Phrase, tuple[Phrase, ...]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorkspaceError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8") from error
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}") from error
    return parse(text.splitlines(), name=str(path))


def _rule(rule: str, place: str) -> Iterator[tuple[Phrase, list[Phrase]]]:
    sides = rule.split("=>")
    if len(sides) > 2:
        raise WorkspaceError(f"{place} has more than one arrow: {rule!r:.80}; expected `a, b => c`")
    left = _phrases(sides[0])
    if not left:
        raise WorkspaceError(
            f"{place} names no words to expand: {rule!r:.80}; expected `a, b` or `a, b => c`"
        )
    right = _phrases(sides[-1])
    for source in left:
        yield source, [phrase for phrase in right if phrase != source]


def _phrases(side: str) -> list[Phrase]:
    return [tokens for part in side.split(",") if (tokens := tuple(tokenize(part)))]
