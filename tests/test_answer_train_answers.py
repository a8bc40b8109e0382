"""What tells a question that is answered from one that is nearly the same and is not."""

from dataclasses import replace

import numpy as np
import pytest

from kqa.answer import alignment, networks, weights
from kqa.answer.train import answers
from kqa.answer.train.answers import Beside
from kqa.answer.train.written import Written
from kqa.index.store import Index


def beside(seed: int, *, answered: bool, words: int = 5, sentences: int = 3) -> Beside:
    """A question of drawn words; where it is not answered one word of it is matched by an unlike token."""
    random = np.random.default_rng(seed)
    asked = random.normal(size=(words, 32))
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    matched = np.repeat(asked[None], sentences, axis=0)
    if not answered:
        matched[:, random.integers(words)] *= -1
    given = {
        "asked": asked,
        "matched": matched,
        "signs": random.normal(size=(sentences, words, len(alignment.SIGNS))) * 0.1,
        "standing": np.sort(random.normal(size=sentences))[::-1],
    }
    return Beside({name: value.astype(np.float16) for name, value in given.items()}, answered)


def pairs(first: int, count: int) -> list[list[Beside]]:
    return [
        [beside(seed, answered=True, words=3 + seed % 4), beside(seed, answered=False, words=3 + seed % 4)]
        for seed in range(first, first + count)
    ]


def told(network: answers.Answers, one: Beside) -> float:
    return float(network(*answers._stacked([one]))[0].detach())


def test_it_learns_that_one_word_without_a_counterpart_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "EPOCHS", 8)
    said: list[str] = []
    network = answers.fit(pairs(0, 600), seed=0, report=said.append)
    right = [(told(network, one) > 0) == one.answered for pair in pairs(1000, 50) for one in pair]
    assert np.mean(right) > 0.9
    assert [line.split(":")[0] for line in said] == [f"epoch {n} of 8" for n in range(1, 9)]


def test_other_questions_beside_it_do_not_change_what_is_said() -> None:
    network = answers.Answers(32).eval()
    one = beside(1, answered=True, words=3, sentences=2)
    together = network(*answers._stacked([one, beside(2, answered=False, words=9, sentences=4)]))
    assert float(together[0].detach()) == pytest.approx(told(network, one), abs=1e-4)


def test_the_file_says_what_the_network_does(tmp_path: object) -> None:
    import hashlib
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    network = answers.Answers(32).eval()
    content = answers.content(network)
    (tmp_path / networks.ANSWERS).write_bytes(content)
    learnt = replace(weights.load(), answers=hashlib.sha256(content).hexdigest(), folder=tmp_path)
    for words, sentences in ((1, 1), (7, 4)):
        one = beside(words, answered=True, words=words, sentences=sentences)
        given = {name: value.astype(np.float32) for name, value in one.given.items()}
        assert alignment.says(given, learnt) == pytest.approx(told(network, one), abs=0.02)


def test_questions_and_what_they_were_changed_to_are_read_together(tiny_index: Index) -> None:
    learnt = replace(weights.load(), encoder="", adapter="", answers="")
    asked = [
        Written("Which dose shortened the time to fall asleep?", "What did that dose cost?", ()),
        Written("How many shift workers slept longer?", "", ()),
    ]
    said: list[str] = []
    found = answers.lay(asked, tiny_index, learnt, said.append)
    assert [[one.answered for one in pair] for pair in found] == [[True, False], [True]]
    assert {value.dtype for pair in found for one in pair for value in one.given.values()} == {
        np.dtype(np.float16)
    }
    assert said == ["2 of 2 questions laid beside what was read"]
