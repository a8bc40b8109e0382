"""Examples: what a scorer sees of a question is what the reader would see."""

from pathlib import Path

import numpy as np
from fakes import FakeEncoder
from toy_sets import article, qa, trial, write_pairs, write_squad

from kqa.answer import expectation, traits
from kqa.answer.train import examples, vectors
from kqa.answer.train.examples import CANDIDATES, Example
from kqa.answer.train.records import Files, load

ENCODER = FakeEncoder()


def made(tmp_path: Path, files: Files) -> list[Example]:
    found = load(files)
    return examples.make(found, vectors.encode(found, ENCODER, tmp_path / "vectors", lambda line: None))


def test_the_own_passage_comes_first_and_holds_what_is_right(tmp_path: Path) -> None:
    path = write_squad(tmp_path / "squad.json", *(trial(n) for n in range(12)))
    found = made(tmp_path, Files(squad=(path,)))
    assert len(found) == 24
    for example in found:
        assert example.own.tolist() == [True] * 4 + [False] * 4 * CANDIDATES
        assert example.right.sum() == 1
        assert example.own[example.right].all()
        assert example.sentence_known


def test_likeness_is_that_of_the_words_and_their_places(tmp_path: Path) -> None:
    text = "Zolam was given. The dose was small. Patients slept."
    path = write_squad(
        tmp_path / "squad.json", article("Zolam", (text, [qa(text, "What dose zolam?", "small")]))
    )
    (example,) = made(tmp_path, Files(squad=(path,)))
    what, dose, zolam = range(3)
    around = example.around
    assert around.own[:, what].max() < 0.5
    assert around.own[:, dose].argmax() == 1
    np.testing.assert_allclose(around.own[:, zolam].max(), 1.0, atol=1e-3)
    np.testing.assert_array_equal(around.before[0], np.zeros(3))
    np.testing.assert_array_equal(around.before[1:], around.own[:-1])
    np.testing.assert_array_equal(around.passage, np.broadcast_to(around.own.max(axis=0), (3, 3)))
    np.testing.assert_allclose(around.heading[:, zolam], 1.0, atol=1e-3)
    assert not around.cited.any()
    assert not around.article.any()


def test_the_rest_is_what_the_reader_uses(tmp_path: Path) -> None:
    text = "Zolam was given to 12 adults. They slept."
    asked = "How many adults?"
    path = write_squad(tmp_path / "squad.json", article("Zolam", (text, [qa(text, asked, "12")])))
    (example,) = made(tmp_path, Files(squad=(path,)))
    sentences = ["Zolam was given to 12 adults.", "They slept."]
    np.testing.assert_array_equal(example.met, expectation.fulfilled(asked, sentences))
    np.testing.assert_array_equal(example.traits, traits.of(sentences))
    assert not example.figures.any()
    expected = ENCODER.encode(sentences) @ ENCODER.encode([asked])[0]
    np.testing.assert_allclose(example.alone, expected, atol=1e-6)


def test_a_passage_that_answers_is_right_in_all_its_sentences(tmp_path: Path) -> None:
    rows = (
        ("q1", "Who made ketamine?", ["Stevens made ketamine. It was in 1962."]),
        ("q2", "Who sold ketamine?", ["Others sold it."]),
    )
    first, second = made(tmp_path, Files(bioasq_pairs=write_pairs(tmp_path / "pairs.jsonl", *rows)))
    assert sorted([first.right.tolist(), second.right.tolist()]) == [
        [True, False, False],
        [True, True, False],
    ]
    assert {first.sentence_known, second.sentence_known} == {True, False}


def test_nothing_is_learnt_where_there_is_no_answer_or_no_choice(tmp_path: Path) -> None:
    text, alone = "Zolam was given. They slept.", "Zolam helps."
    impossible = article("Zolam", (text, [qa(text, "What does it cost?")]))
    assert made(tmp_path, Files(squad=(write_squad(tmp_path / "a.json", impossible),))) == []
    single = article("Other", (alone, [qa(alone, "Who helps?", "Zolam")]))
    assert made(tmp_path, Files(squad=(write_squad(tmp_path / "b.json", single),))) == []


def test_a_question_without_words_is_left_out(tmp_path: Path) -> None:
    text = "Zolam was given. They slept."
    path = write_squad(tmp_path / "squad.json", article("Zolam", (text, [qa(text, "???", "slept")])))
    assert made(tmp_path, Files(squad=(path,))) == []
