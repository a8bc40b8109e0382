"""Vectors of the question sets: made once, kept, and what an index would keep."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from numpy.typing import NDArray
from toy_sets import trial, write_squad

from kqa.answer.train import vectors
from kqa.answer.train.records import Files, Record, load
from kqa.index.late import Tokens


class CountingEncoder(FakeEncoder):
    """Counts the texts that it is given."""

    def __init__(self) -> None:
        self.given = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.given += len(texts)
        return super().encode(texts)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        self.given += len(texts)
        return FakeEncoder().tokens(texts)


@pytest.fixture
def found(tmp_path: Path) -> tuple[Record, ...]:
    return load(Files(squad=(write_squad(tmp_path / "squad.json", *(trial(n) for n in range(5))),)))


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "CHUNK", 4)


def test_they_are_those_of_the_encoder(found: tuple[Record, ...], tmp_path: Path) -> None:
    encoder = FakeEncoder()
    made = vectors.encode(found, encoder, tmp_path / "kept", print)
    for record in found:
        (asked,) = encoder.tokens([record.question])
        np.testing.assert_array_equal(made.questions[record.question].vectors, asked.vectors)
        np.testing.assert_array_equal(made.questions[record.question].spans, asked.spans)
        whole = encoder.encode([record.question])[0]
        np.testing.assert_array_equal(made.whole_questions[record.question], whole)
        for start, end in record.sentences:
            text = record.passage[start:end]
            np.testing.assert_array_equal(made.sentences[text], encoder.encode([text])[0])


def test_a_passage_is_followed_by_its_heading(found: tuple[Record, ...], tmp_path: Path) -> None:
    encoder = FakeEncoder()
    read = vectors.encode(found, encoder, tmp_path / "kept", print).passage(found[0])
    text, above = encoder.tokens([found[0].passage, found[0].title])
    np.testing.assert_array_equal(read.own, [True] * len(text.spans) + [False] * len(above.spans))
    np.testing.assert_array_equal(read.spans[read.own], text.spans)
    cosines = (read.vectors * np.concatenate([text.vectors, above.vectors])).sum(axis=1)
    assert cosines.min() > 0.999


def test_what_is_kept_is_not_made_again(found: tuple[Record, ...], tmp_path: Path) -> None:
    lines: list[str] = []
    first, second = CountingEncoder(), CountingEncoder()
    made = vectors.encode(found[:6], first, tmp_path / "kept", lines.append)
    assert first.given > 0
    assert "questions: 4 of 6 encoded" in lines
    again = vectors.encode(found[:6], second, tmp_path / "kept", lines.append)
    assert second.given == 0
    assert made.questions.keys() == again.questions.keys()
    np.testing.assert_array_equal(made.passage(found[0]).vectors, again.passage(found[0]).vectors)
    assert not list((tmp_path / "kept").glob("*.new"))


def test_a_run_that_was_ended_goes_on(found: tuple[Record, ...], tmp_path: Path) -> None:
    class EndedEncoder(CountingEncoder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if self.given > 10:
                raise KeyboardInterrupt
            return super().encode(texts)

    with pytest.raises(KeyboardInterrupt):
        vectors.encode(found, EndedEncoder(), tmp_path / "kept", print)
    rest, whole = CountingEncoder(), CountingEncoder()
    vectors.encode(found, rest, tmp_path / "kept", print)
    vectors.encode(found, whole, tmp_path / "elsewhere", print)
    assert 0 < rest.given < whole.given


def test_another_encoder_or_text_takes_nothing_of_what_is_kept(
    found: tuple[Record, ...], tmp_path: Path
) -> None:
    class OtherEncoder(CountingEncoder):
        class card:  # noqa: N801
            weights = "other"

    first, other = CountingEncoder(), OtherEncoder()
    vectors.encode(found, first, tmp_path / "kept", print)
    vectors.encode(found, other, tmp_path / "kept", print)
    assert other.given == first.given
