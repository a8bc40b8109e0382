"""Follow-up questions, understood from the conversation without a language model (first version)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kqa.types import Answer

Source = Literal["topic", "study", "place"]


@dataclass(frozen=True, slots=True)
class Carried:
    """Words brought along from earlier in the conversation."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said before: the question as typed, how it was understood, and its answer."""

    question: str
    answer: Answer | None = None
    carried: tuple[Carried, ...] = ()
    studies: tuple[str, ...] = ()
    """Names of the primary references its first extract cites, `Dakwar et al. 2019`."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A question as understood; `text == question` and nothing carried where it stands on its own."""

    question: str
    text: str
    carried: tuple[Carried, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything was carried over."""
        return bool(self.carried)


def standalone(question: str, history: Sequence[Turn]) -> Rewriting:
    """The question made to stand on its own with what the conversation holds."""
    return Rewriting(question, question)
