"""Fitting: right sentences rise, and equal runs give equal weights."""

import re
from pathlib import Path

import numpy as np
import pytest
import torch
from toy_examples import random_example, trials

from kqa.answer import weights
from kqa.answer.train import fit
from kqa.answer.train.examples import Example
from kqa.answer.train.scorer import Scorer

Sets = tuple[list[Example], list[Example]]


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Sets:
    return trials(tmp_path_factory.mktemp("trials"), 40)


def quiet(line: str) -> None:
    pass


def chance(scorer: Scorer, examples: list[Example]) -> float:
    """Mean probability that the right sentence comes first."""
    with torch.no_grad():
        return float(
            np.mean([torch.softmax(scorer(e), 0)[torch.from_numpy(e.right)].sum() for e in examples])
        )


def test_right_sentences_of_articles_kept_aside_rise(sets: Sets) -> None:
    training, aside = sets
    assert len(aside) >= 10
    untrained = Scorer(training[0].asked.shape[1])
    trained = fit.fit(training, aside, seed=0, report=quiet, epochs=15)  # the sets are small
    assert chance(trained, aside) > chance(untrained, aside) + 0.05
    before, after = (fit.measure(s, aside)["squad"][1] for s in (untrained, trained))
    assert after > before


def test_equal_seeds_give_equal_weights_after_a_resumed_run_too(sets: Sets, tmp_path: Path) -> None:
    again, _ = trials(tmp_path / "kept", 40)  # made anew
    resumed, _ = trials(tmp_path / "kept", 40)  # taken from where they are kept
    made = [
        fit.fit(found, (), seed=4, report=quiet, epochs=1).weights("", weights.load())
        for found in (sets[0], again, resumed)
    ]
    assert made[0] == made[1] == made[2]
    other = fit.fit(sets[0], (), seed=5, report=quiet, epochs=1).weights("", weights.load())
    assert other != made[0]


def test_each_epoch_is_reported_with_what_was_kept_aside(sets: Sets) -> None:
    lines: list[str] = []
    fit.fit(sets[0][:20], sets[1], seed=0, report=lines.append, epochs=2)
    figures = r"squad \(n=\d+\) right sentence first \d\.\d{3}, in its passage \d\.\d{3}"
    assert re.fullmatch(f"untrained: {figures}", lines[0])
    for number, line in enumerate(lines[1:], start=1):
        assert re.fullmatch(rf"epoch {number} of 2: loss \d\.\d{{3}}, \d+ s; {figures}", line)
    assert len(lines) == 3


def test_figures_count_the_first_of_all_and_the_first_of_the_passage() -> None:
    def scored(*scores: float) -> Example:
        example = random_example(1, len(scores), 3)
        return type(example)(
            **{name: getattr(example, name) for name in example.__slots__}
            | {"alone": np.array(scores, np.float32)}
        )

    class ByAlone(Scorer):
        def forward(self, example: Example) -> torch.Tensor:
            return torch.from_numpy(example.alone)

    # of four sentences the first is right, and three are of its passage
    everywhere, inside, nowhere = scored(4, 1, 1, 1), scored(2, 1, 1, 3), scored(1, 2, 1, 1)
    found = fit.measure(ByAlone(8), [everywhere, inside, nowhere])
    assert found == {"squad": (3, pytest.approx(1 / 3), pytest.approx(2 / 3))}


def test_examples_that_name_no_sentence_are_not_measured(sets: Sets) -> None:
    example = sets[1][0]
    unknown = type(example)(
        **{name: getattr(example, name) for name in example.__slots__} | {"sentence_known": False}
    )
    assert fit.measure(Scorer(example.asked.shape[1]), [unknown]) == {}
