"""Turns one line of a gold file, a JSON object, into a record, or says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kqa.answer.question import clean
from kqa.errors import GoldError, UsageError
from kqa.eval import locate
from kqa.eval.records import LABELS, Claim, Conversation, Evidence, Question, Turn

if TYPE_CHECKING:
    from kqa.corpus.article import Article


def question(raw: Mapping[str, Any], articles: Mapping[str, Article]) -> Question:
    """Read a question from a JSON object.

    Args:
        raw: `id`, `question`, and for an answerable one `evidence`; `type`, `answerable`, `answer`,
            `references` (or `refs`) and `note` may be left out.
        articles: the corpus, by key.

    Raises:
        GoldError: a field is missing or wrong, or a quotation does not stand in its article.
    """
    number, asked = _text(raw, "id"), _text(raw, "question")
    refuse_unaskable(number, asked)
    items = _evidence(raw, articles)
    answerable = raw.get("answerable", bool(items))
    if not isinstance(answerable, bool):
        raise GoldError(f"`answerable` is {answerable!r:.40}; expected true or false")
    if answerable and not items:
        raise GoldError("`evidence` is missing; an answerable question needs at least one quotation")
    if items and not answerable:
        raise GoldError("`answerable` is false, yet there is `evidence`; drop one of the two")
    return Question(
        id=number,
        question=asked,
        type=_text(raw, "type") if "type" in raw else ("fact" if answerable else "negative"),
        answerable=answerable,
        evidence=items,
        answers=_answers(raw, items),
        references=_references(raw, articles),
        note=str(raw.get("note", "")),
    )


def refuse_unaskable(number: str, asked: str) -> None:
    """Check what a run needs of every question.

    Raises:
        GoldError: the id could not stand in a TREC file, or `ask` would refuse the question.
    """
    if any(c.isspace() for c in number):
        raise GoldError(f"`id` is {number!r:.60}; expected no white space, which ends a name in TREC files")
    try:
        clean(asked)
    except UsageError as error:
        raise GoldError(f"`question` cannot be asked: {error}") from None


def trusted(raw: Mapping[str, Any]) -> Question:
    """Read a question back that `records.as_json` wrote, without a corpus to check it against."""
    return Question(
        raw["id"],
        raw["question"],
        raw["type"],
        raw["answerable"],
        tuple(Evidence(**item) for item in raw["evidence"]),
        tuple(raw["answer"]),
        tuple(raw["references"]),
        raw["note"],
    )


def conversation(raw: Mapping[str, Any], articles: Mapping[str, Article]) -> Conversation:
    """Read a conversation: `id` and `turns`, each with `question`, `standalone` and `evidence`."""
    turns = raw.get("turns")
    if not isinstance(turns, list) or not turns:
        raise GoldError("`turns` is missing; expected a list of objects with question, standalone, evidence")
    read = []
    for number, turn in enumerate(turns, 1):
        if not isinstance(turn, dict):
            raise GoldError(f"turn {number} is {turn!r:.40}; expected an object")
        try:
            items = _evidence(turn, articles)
            if not items:
                raise GoldError("`evidence` is missing; a turn needs at least one quotation")
            read.append(Turn(_text(turn, "question"), _text(turn, "standalone"), items))
        except GoldError as error:
            raise GoldError(f"turn {number}: {error}") from None
    return Conversation(_text(raw, "id"), tuple(read))


def claim(raw: Mapping[str, Any], articles: Mapping[str, Article]) -> Claim:
    """Read a claim: `id`, `claim`, `label` and `evidence` (none exactly when the label is `not_found`)."""
    label = _text(raw, "label")
    if label not in LABELS:
        raise GoldError(f"`label` is {label!r:.40}; expected one of {', '.join(LABELS)}")
    items = _evidence(raw, articles)
    if bool(items) == (label == "not_found"):
        raise GoldError(f"`label` is {label!r} with {len(items)} quotations; only `not_found` has none")
    return Claim(_text(raw, "id"), _text(raw, "claim"), label, items, str(raw.get("note", "")))


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name == "id":
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise GoldError(
            f"`{name}` is {'missing' if name not in raw else f'{value!r:.40}'}; expected some text"
        )
    return value.strip()


def _strings(raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = raw.get(name, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise GoldError(f"`{name}` is {value!r:.60}; expected a list of texts")
    return tuple(value)


def _answers(raw: Mapping[str, Any], items: Iterable[Evidence]) -> tuple[str, ...]:
    answers = _strings(raw, "answer")
    held = [locate.skeleton(item.quote).letters.casefold() for item in items]
    for answer in answers:
        if not any(locate.skeleton(answer).letters.casefold() in quote for quote in held):
            raise GoldError(
                f"`answer` {answer!r:.60} stands in none of the quotations; copy it from one of them"
            )
    return answers


def _references(raw: Mapping[str, Any], articles: Mapping[str, Article]) -> tuple[str, ...]:
    references = _strings(raw, "references" if "references" in raw else "refs")
    for reference in references:
        key = reference.rpartition(":")[0]
        if key not in articles:
            raise GoldError(
                f"reference {reference!r:.60} names no article of the corpus; expected KEY:NUMBER"
            )
        listed = articles[key].references
        if listed and not any(entry.get("id") == reference for entry in listed):
            raise GoldError(
                f"reference {reference!r:.60} is not in the list of {key}, which has {len(listed)}"
            )
    return references


def _evidence(raw: Mapping[str, Any], articles: Mapping[str, Article]) -> tuple[Evidence, ...]:
    items = raw.get("evidence", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise GoldError(f"`evidence` is {items!r:.60}; expected a list of objects with article and quote")
    read = tuple(_item(item, articles) for item in items)
    groups = sorted({item.group for item in read})
    if groups != list(range(1, len(groups) + 1)):
        raise GoldError(f"evidence groups are {groups}; expected 1, 2, … without a gap")
    return read


def _item(raw: Mapping[str, Any], articles: Mapping[str, Article]) -> Evidence:
    key = _text(raw, "article" if "article" in raw or "doc" not in raw else "doc")
    if key not in articles:
        there = ", ".join(sorted(articles)[:8]) or "none"
        raise GoldError(
            f"article {key!r:.60} is not in the corpus (there: {there}); ingest it or correct the key"
        )
    group = raw.get("group", 1)
    if not isinstance(group, int) or isinstance(group, bool) or group < 1:
        raise GoldError(f"`group` is {group!r:.40}; expected 1, 2, …")
    quote = _text(raw, "quote")
    text = articles[key].text
    if "start" in raw or "end" in raw:
        return Evidence(key, *_stated_span(raw, text, quote, key), group=group)
    places = locate.spans(text, quote)
    if not places:
        begun = locate.longest_start(text, quote)
        hint = f"it has {begun!r:.60} and then goes on otherwise" if begun else "not even its first word"
        raise GoldError(f"quotation {quote!r:.80} does not stand in {key}: {hint}; copy it from the article")
    if len(places) > 1:
        raise GoldError(
            f"quotation {quote!r:.80} stands {len(places)} times in {key}; quote more of the sentence"
        )
    start, end = places[0]
    return Evidence(key, start, end, text[start:end], group)


def _stated_span(raw: Mapping[str, Any], text: str, quote: str, key: str) -> tuple[int, int, str]:
    start, end = raw.get("start"), raw.get("end")
    whole = all(isinstance(v, int) and not isinstance(v, bool) for v in (start, end))
    if not whole or not 0 <= int(str(start)) < int(str(end)) <= len(text):
        raise GoldError(
            f"span [{start}, {end}) is not a range within {key}, which has {len(text)} characters"
        )
    start, end = int(str(start)), int(str(end))
    if text[start:end] != quote:
        raise GoldError(
            f"{key}[{start}:{end}] is {text[start:end]!r:.60}, not the quotation {quote!r:.60}; "
            "if the article was ingested anew, `kqa eval import FILE` finds the quotations again"
        )
    return start, end, text[start:end]
