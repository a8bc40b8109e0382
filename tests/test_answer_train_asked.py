"""Gold questions read for: what is right among what was read."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny import TEXTS

from kqa.answer import weights
from kqa.answer.train import asked
from kqa.errors import UsageError
from kqa.index.store import Index

DOSE = "A dose of 2 mg shortened the time to fall asleep by 9 minutes compared with placebo (p < 0.05) [2]."


def gold_question(question: str, *quotes: tuple[str, str]) -> dict[str, Any]:
    """A gold question whose evidence is quoted from articles."""
    places = [(article, TEXTS[article].index(quote), len(quote)) for article, quote in quotes]
    evidence = [{"article": article, "start": at, "end": at + length} for article, at, length in places]
    return {"question": question, "answerable": bool(quotes), "evidence": evidence}


def write(path: Path, *questions: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(q) + "\n" for q in questions), encoding="utf-8")
    return path


def test_the_quoted_sentence_is_right(tiny_index: Index, tmp_path: Path) -> None:
    path = write(
        tmp_path / "gold.jsonl",
        gold_question("Which dose of melatonin shortened the time to fall asleep?", ("garcia2020", DOSE)),
        gold_question("What does a lamp cost?"),
    )
    answered, not_answered = asked.read(path, tiny_index, weights.load(), lambda line: None)
    right = [
        s.text for s, is_right in zip(answered.evidence.sentences, answered.right, strict=True) if is_right
    ]
    assert right == [DOSE]
    assert (answered.answerable, not_answered.answerable) == (True, False)
    assert not not_answered.right.any()


def test_both_articles_may_answer(tiny_index: Index, tmp_path: Path) -> None:
    other = "In sixty adults melatonin (2 mg) cut the time to fall asleep by nine minutes [1]."
    question = gold_question(
        "Does melatonin help to fall asleep?", ("garcia2020", DOSE), ("okoro2022", other)
    )
    (read,) = asked.read(write(tmp_path / "gold.jsonl", question), tiny_index, weights.load(), print)
    assert {read.evidence.sentences[i].text for i in np.flatnonzero(read.right)} == {DOSE, other}


def test_ranks_are_counted_over_answerable_questions(tiny_index: Index, tmp_path: Path) -> None:
    path = write(
        tmp_path / "gold.jsonl",
        gold_question(DOSE, ("garcia2020", DOSE)),
        gold_question("What does a lamp cost?"),
        gold_question("Which dose of melatonin?", ("lee2021", "They recovered within a day.")),
    )
    learnt = weights.load()
    met = asked.ranked(asked.read(path, tiny_index, learnt, print), learnt)
    assert met.shape == (2, len(asked.MEASURES))
    assert met[0].all()
    assert met[1, 0] == 0
    assert met[1, 2] == 0


def test_an_answer_taken_away_is_read_for_no_more(tiny_index: Index, tmp_path: Path) -> None:
    path = write(
        tmp_path / "gold.jsonl",
        gold_question("What does a lamp cost?"),
        gold_question("Which dose of melatonin shortened the time to fall asleep?", ("garcia2020", DOSE)),
    )
    (taken,) = asked.read(path, tiny_index, weights.load(), print, taken=True)
    assert not taken.answerable
    assert not taken.right.any()
    assert DOSE not in {s.text for s in taken.evidence.sentences}
    (first,) = asked.read(path, tiny_index, weights.load(), print, most=1)
    assert not first.answerable


@pytest.mark.parametrize("content", [None, "no JSON", '{"question": "Who?"}', "[]"])
def test_a_file_that_is_no_gold_file_is_named(tiny_index: Index, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "odd.jsonl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError, match=r"odd\.jsonl cannot be read as gold questions .*`kqa eval check"):
        asked.read(path, tiny_index, weights.load(), print)
