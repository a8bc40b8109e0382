"""How well a follow-up is understood: as typed, as the chat rewrites it, and made to stand alone by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kqa.answer.answer import ask
from kqa.answer.followup import Turn, standalone
from kqa.eval import match
from kqa.eval.dataset import Places
from kqa.eval.records import Conversation, Evidence
from kqa.eval.statistics import Estimate, estimate
from kqa.types import Answer

if TYPE_CHECKING:
    from kqa.index.store import Index

WAYS = ("as typed", "rewritten", "by hand")
MEASURES = ("passage hit@1", "passage hit@5", "extract hit@1", "extract hit@3")


@dataclass(frozen=True, slots=True)
class Asked:
    """One follow-up turn asked in one way."""

    id: str
    way: str
    text: str
    scores: dict[str, float]


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Every follow-up turn in every way, and the means over turns, clustered by conversation."""

    asked: tuple[Asked, ...]
    means: dict[str, dict[str, Estimate]]


def evaluate(index: Index, conversations: Sequence[Conversation]) -> FollowUps:
    """Play every conversation; first turns stand alone and are not scored.

    The history that the rewriting sees is the conversation as a user has it: what was typed, how it was
    understood, and the answer that was given.
    """
    places = Places(index.passages)
    asked = [one for conversation in conversations for one in _play(index, conversation, places)]
    means = {
        way: {
            name: mean
            for name in MEASURES
            if (mean := _mean([one for one in asked if one.way == way], name)) is not None
        }
        for way in WAYS
    }
    return FollowUps(tuple(asked), means)


def _play(index: Index, conversation: Conversation, places: Places) -> Iterable[Asked]:
    history: list[Turn] = []
    for number, turn in enumerate(conversation.turns, 1):
        rewritten = standalone(turn.question, history)
        answer = ask(index, rewritten.text, answer_anyway=True)
        if number > 1:
            texts = (turn.question, rewritten.text, turn.standalone)
            for way, text in zip(WAYS, texts, strict=True):
                given = answer if text == rewritten.text else ask(index, text, answer_anyway=True)
                yield Asked(f"{conversation.id}.{number}", way, text, _scores(given, turn.evidence, places))
        history.append(Turn(turn.question, answer, rewritten.carried))


def _scores(answer: Answer, evidence: Sequence[Evidence], places: Places) -> dict[str, float]:
    relevant = {passage for item in evidence for passage in places.of(item)}
    found = [hit.passage in relevant for hit in answer.hits]
    right = [bool(match.matched(e.article, e.start, e.end, evidence)) for e in answer.extracts]
    return dict(
        zip(
            MEASURES,
            map(float, (any(found[:1]), any(found[:5]), any(right[:1]), any(right[:3]))),
            strict=True,
        )
    )


def _mean(asked: Sequence[Asked], name: str) -> Estimate | None:
    return estimate([one.scores[name] for one in asked], [one.id.partition(".")[0] for one in asked])


def as_json(found: FollowUps) -> dict[str, Any]:
    """Means and every turn as one JSON object."""
    return {
        "means": {w: {n: asdict(v) for n, v in means.items()} for w, means in found.means.items()},
        "asked": [asdict(one) for one in found.asked],
    }
