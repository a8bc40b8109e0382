"""Sentences of a passage, and which primary references each rests on.

They live beside the citations because the two are decided together: a marker after the full stop belongs to
the sentence before it, and a sentence without a marker rests on the next one of its paragraph.

sentencex does the cutting; the rules here then take back the cuts that biomedical prose provokes
(`et al. [32]`, `vs.`, initials, a marker on its own) and add the one it misses (`in 2019.12,13 However`).
Masking dots before the cutting was measured and is worse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kqa.corpus import citations
from kqa.corpus.citations import Marker
from kqa.types import Passage, Sentence

ALWAYS_OPEN = re.compile(
    r"""(?:^|[\s(\["“‘'*_])(?:
        e\.\s?g|i\.\s?e|vs|cf|viz|ca|approx|resp|dr|mr|mrs|ms|prof|st|figs?|fig|eqs?|refs?|nos?|vols?|pp?|eds?|
        chap|sec|tab|suppl|al\.,?|sp|spp|subsp|var|n\.b|incl|dept|univ
    )\.$""",
    re.X | re.I,
)
"""Abbreviations that never end a sentence, because something must follow them."""

MAYBE_OPEN = re.compile(
    r"(?:^|[\s(\[\"“‘'*_/])(?:et\s+al|(?:[a-z]\.){1,4}[a-z]|etc|inc|corp|ltd|jr|sr|U\.S(?:\.A)?|U\.K|E\.U|[A-Z])\.[*_]*$",
    re.I,
)
"""Abbreviations and initials that may end one: only a usual opening word begins a new sentence after them."""

_OPENING = (
    "a additionally after all although among an and another as at because before both but by compared "
    "consequently conversely currently despite during each even finally first for four from furthermore "
    "given hence here however if in indeed initially interestingly it its later like many moreover most "
    "nevertheless no none notably of on one only other others our overall participants patients previous "
    "recent recently second secondary seven several similarly since six some specifically studies "
    "subsequently such taken ten that the their then there therefore these they third this those though "
    "three thus to two under unlike until we what when whereas whether which while with within yet"
)
STARTERS = frozenset(_OPENING.split())
"""Words that usually open a sentence."""

TAIL = re.compile(rf"(?:\s{{0,3}}\\?\[\s?{citations.NUMBERS}\s?\\?\])*(?:\s{{0,3}}[.,;:]+(?=\s|$))?")
"""What may follow a full stop and still belongs to its sentence: markers, and the stop set a second time."""

SUPERSCRIPT = re.compile(r"(?:[a-z)\]”\"%]|\b(?:19|20)\d\d)\.\d{1,3}(?:[,–-]\d{1,3})*(?=\s+[“\"(]?[A-Z])")
WORD = re.compile(r"[\s\"“‘'(\[*_]{0,9}([^\W\d_]+(?:[-'’][^\W\d_]+)*|.)?", re.S)
CLOSING = " .,;:?!\"”’')]*_"
"""What may stand between a marker and the end of the sentence that it closes."""
ADDRESS = re.compile(r"<?https?://[^\s>]*>?")
WORDS = re.compile(r"[^\W\d_]{2}")
"""What a sentence must hold; a year, an address or a row of signs alone belongs to the sentence before."""
LABEL = re.compile(r"[*_]*(?:Table|Figure|Fig|Box|Scheme)\.?\s+\w{1,4}\.[*_]*", re.I)
"""`Table 1.` belongs to the caption after it."""
CLOSED = re.compile(r"[.?!…。！？][\"”’')\]*_]*$")


def split(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of `text[start:end]`: trimmed, in order, holding all but white space."""
    cuts = [cut for cut in _cuts(text, start, end) if _is_boundary(text, start, cut, end)]
    spans: list[tuple[int, int]] = []
    for left, right in zip([start, *cuts], [*cuts, end], strict=True):
        words = text[left:right]
        if not words.strip():
            continue
        first, last = left + len(words) - len(words.lstrip()), left + len(words.rstrip())
        if spans and (not WORDS.search(ADDRESS.sub("", words)) or LABEL.fullmatch(text, *spans[-1])):
            first = spans.pop()[0]
        spans.append((first, last))
    return tuple(spans)


def sentences(passage: Passage, listed: Sequence[Marker] | None = None) -> tuple[Sentence, ...]:
    """The sentences of a passage with the references each cites, among those that the passage cites.

    A table row and a reference entry are one sentence. A sentence without a marker takes the next one in
    the passage if that closes its sentence and names a single entry: so do these authors cite the study that
    they have been reporting. A marker inside a sentence, or one that lists several entries, speaks for its
    own sentence alone.

    Args:
        passage: the passage; its `references` are those it is known to cite.
        listed: its in-text citations in offsets of the article, as `Article.markers` gives them; found by
            their brackets when omitted.
    """
    text, known = passage.text, frozenset(passage.references)
    spans = ((0, len(text)),) if passage.kind in ("row", "reference") else split(text, 0, len(text))
    markers = _markers(passage, listed)
    made: list[Sentence] = []
    inherited: tuple[str, ...] = ()
    for start, end in reversed(spans):
        own = [marker for marker in markers if start <= marker.start < end]
        cited = tuple(i for i in citations.ids(own, passage.article) if i in known)
        if own:
            closes = len(own[0].numbers) == 1 and not text[own[0].end : end].strip(CLOSING)
            inherited = cited if closes else ()
        made.append(
            Sentence(passage.start + start, passage.start + end, text[start:end], cited if own else inherited)
        )
    return tuple(reversed(made))


def _markers(passage: Passage, listed: Sequence[Marker] | None) -> tuple[Marker, ...]:
    """The markers of a passage in offsets of its own text."""
    if passage.kind == "reference":
        return ()
    if listed is None:
        return citations.find(passage.text)
    return tuple(Marker(m.start - passage.start, m.end - passage.start, m.numbers) for m in listed)


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where sentencex cuts, with markers moved to the sentence before them, and the cuts that it misses."""
    from sentencex import get_sentence_boundaries

    passage = text[start:end]
    found = {boundary["end_index"] for boundary in get_sentence_boundaries("en", passage)}
    found |= {match.end() for match in SUPERSCRIPT.finditer(passage)}
    moved = set()
    for cut in found:
        tail = TAIL.match(passage, cut)
        after = tail.end() if tail else cut
        word = _word(passage, after, len(passage))
        moved.add(start + (cut if word.islower() and passage[cut:after].strip(" .,;:") else after))
    return sorted(cut for cut in moved if start < cut < end)


def _is_boundary(text: str, start: int, cut: int, end: int) -> bool:
    """Whether a sentence ends at `cut`; judged on the words at either side."""
    before = text[max(start, cut - 80) : cut].rstrip()
    word = _word(text, cut, end)
    if not word or not before:
        return False
    if SUPERSCRIPT.search(text, max(start, cut - 30), min(end, cut + 4)) and word[0].isupper():
        return True
    bare = re.sub(rf"(?:\s*\\?\[\s*{citations.NUMBERS}\s*\\?\])+[.,;:]?$", "", before)
    if not CLOSED.search(before) and not CLOSED.search(bare):
        return False
    if word.islower():
        return False
    if ALWAYS_OPEN.search(before):
        return False
    return not MAYBE_OPEN.search(before) or word.lower() in STARTERS


def _word(text: str, start: int, end: int) -> str:
    """The first word at `start`, past quotation marks and brackets; a sign or digit stands for itself."""
    match = WORD.match(text, start, end)
    return (match[1] if match else None) or ""
