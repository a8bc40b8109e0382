"""The layer over a question's words is learnt by the reader's own score, and from the questions' evidence."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from kqa.answer import likeness, reader, weights
from kqa.answer.train import adapter, cases
from kqa.answer.train.cases import Case, Texts
from kqa.answer.train.written import Written
from kqa.answer.weights import Weights
from kqa.index.store import Index

ASKED = (
    ("Which snooze pill amount made grown-ups nod off sooner?", "A dose of 2 mg shortened"),
    ("snooze pill, half strength: any good?", "This was not seen with 0.5 mg."),
    ("What gland makes the snooze pill's stuff?", "Melatonin is a hormone of the pineal gland [1]."),
    ("What part of night workers got more kip?", "In a cross-over trial, 13/27"),
    ("How much more kip did kids get?", "Children with autism slept 48 min longer"),
    ("What ailed most people who took it?", "Headache was the commonest side effect."),
)


@pytest.fixture(scope="module")
def learnt() -> Weights:
    """The shipped numbers without their networks, as if learnt with the fake encoder."""
    return replace(weights.load(), encoder="", adapter="", answers="")


@pytest.fixture(scope="module")
def texts(tiny_index: Index) -> Texts:
    return Texts(tiny_index)


def asked(index: Index) -> list[Written]:
    """Questions about garcia2020, each with the sentence that begins as is said."""
    text = index.text("garcia2020")
    return [
        Written(question, "What does it cost?", (("garcia2020", at, at + len(start)),))
        for question, start in ASKED
        for at in [text.index(start)]
    ]


@pytest.fixture(scope="module")
def made(tiny_index: Index, texts: Texts, learnt: Weights) -> list[Case]:
    return cases.make(asked(tiny_index), texts, learnt, lambda line: None)


def test_every_case_knows_the_sentence_that_answers(made: list[Case], tiny_index: Index) -> None:
    assert len(made) == len(ASKED)
    for case, (_, start) in zip(made, ASKED, strict=True):
        right = [s.text for s, is_right in zip(case.evidence.sentences, case.right, strict=True) if is_right]
        assert [text.startswith(start) for text in right] == [True]


def test_a_question_whose_evidence_is_nowhere_is_left_out(texts: Texts, learnt: Weights) -> None:
    nowhere = [Written("What is it?", "", (("garcia2020", 0, 0),)), Written("What is it?", "", ())]
    assert cases.make(nowhere, texts, learnt, lambda line: None) == []


def test_words_that_are_not_moved_are_credited_and_scored_as_the_reader_does(
    made: list[Case], texts: Texts, learnt: Weights
) -> None:
    for case in made:
        still = torch.from_numpy(case.asked)
        credit = adapter.credits(case, still, texts, learnt).numpy()
        assert credit == pytest.approx(likeness.credits(case.evidence.around, learnt.shares), abs=2e-3)
        found = adapter.score(case, still, texts, learnt).numpy()
        assert found == pytest.approx(reader.scores(case.evidence, learnt), abs=0.05)


def test_an_untrained_layer_moves_nothing(made: list[Case]) -> None:
    layer = adapter.Adapter(384).eval()
    for case, moved in zip(made, layer.of([c.asked for c in made]), strict=True):
        assert moved.detach().numpy() == pytest.approx(case.asked, abs=1e-5)


def test_other_questions_beside_it_do_not_change_what_a_question_becomes(made: list[Case]) -> None:
    torch.manual_seed(1)
    layer = adapter.Adapter(384).eval()
    for last in (layer.layer.mixed, layer.layer.outer):
        torch.nn.init.normal_(last.weight, std=0.1)
    short, long = sorted((case.asked for case in made), key=len)[:: len(ASKED) - 1]
    alone, together = layer.of([short])[0], layer.of([short, long])[0]
    assert together.detach().numpy() == pytest.approx(alone.detach().numpy(), abs=1e-5)


def test_the_right_sentences_come_to_have_higher_scores(
    made: list[Case], texts: Texts, learnt: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "EPOCHS", 60)
    said: list[str] = []
    layer = adapter.fit(made, texts, learnt, seed=0, report=said.append)

    def firsts(layer: adapter.Adapter) -> int:
        vectors = layer.of([case.asked for case in made])
        return sum(
            bool(case.right[int(adapter.score(case, moved, texts, learnt).detach().argmax())])
            for case, moved in zip(made, vectors, strict=True)
        )

    assert firsts(adapter.Adapter(384).eval()) < len(ASKED)
    assert firsts(layer) == len(ASKED)
    assert len(said) == 60
    assert "right sentence first" in said[0]


def test_equal_seeds_make_equal_layers(made: list[Case], texts: Texts, learnt: Weights) -> None:
    first, again, other = (
        adapter.content(adapter.fit(made, texts, learnt, seed=seed, report=lambda line: None))
        for seed in (3, 3, 4)
    )
    assert first == again != other
    assert len(first) < 3_000_000
    assert np.frombuffer(first, np.uint8).size > 2_000_000
