"""Training records: each public set brought to one shape."""

from pathlib import Path

import pytest
from toy_sets import article, qa, trial, write_pairs, write_squad

from kqa.answer.train import records
from kqa.answer.train.records import Files, Record, covers, held_out, load
from kqa.errors import UsageError

TEXT = "Ketamine was made in 1962. Calvin Stevens made it. It replaced phencyclidine."


def sentence(record: Record, number: int) -> str:
    start, end = record.sentences[number]
    return record.passage[start:end]


def test_the_sentence_that_holds_the_answer_is_marked(tmp_path: Path) -> None:
    asked = [qa(TEXT, "Who made ketamine? ", "Calvin Stevens"), qa(TEXT, "What does it cost?")]
    path = write_squad(tmp_path / "squad.json", article("Ketamine_(drug)", (TEXT, asked)))
    answered, not_answered = load(Files(squad=(path,)))
    assert (answered.question, answered.title, answered.group) == (
        "Who made ketamine?",
        "Ketamine (drug)",
        "Ketamine_(drug)",
    )
    assert answered.answers is not None
    assert [sentence(answered, n) for n in answered.answers] == ["Calvin Stevens made it."]
    assert (not_answered.answers, not_answered.answerable) == ((), False)


def test_several_files_are_read_one_after_the_other(tmp_path: Path) -> None:
    paths = tuple(write_squad(tmp_path / f"{n}.json", trial(n)) for n in range(3))
    assert [r.group for r in load(Files(squad=paths))][::2] == [trial(n)["title"] for n in range(3)]


def test_an_answer_that_falls_in_no_sentence_is_passed_over(tmp_path: Path) -> None:
    lost = {
        "id": "1",
        "question": "Who?",
        "answers": [{"text": "x", "answer_start": 900}],
        "is_impossible": False,
    }
    path = write_squad(tmp_path / "squad.json", article("A", (TEXT, [lost, qa(TEXT, "When?", "1962")])))
    assert [r.question for r in load(Files(squad=(path,)))] == ["When?"]


def test_long_contexts_are_cut_to_the_sentences_around_the_answer(tmp_path: Path) -> None:
    filler = " ".join(f"Nothing of note happened in ward {n} that day." for n in range(60))
    text = f"{filler} The fever lasted 5 days. {filler}"
    path = write_squad(tmp_path / "covid.json", article("Fever", (text, [qa(text, "How long?", "5 days")])))
    (record,) = load(Files(covid=path))
    assert len(record.passage) < records.LONGEST_PASSAGE
    assert record.passage in text
    assert record.answers is not None
    assert [sentence(record, n) for n in record.answers] == ["The fever lasted 5 days."]
    assert (record.source, record.title) == ("covid", "")


def test_snippets_answer_without_saying_in_which_sentence(tmp_path: Path) -> None:
    rows = ("q1", "Who made ketamine?", [TEXT, "Calvin Stevens made it.", "x" * 2000])
    found = load(Files(bioasq_pairs=write_pairs(tmp_path / "pairs.jsonl", rows)))
    assert {r.passage: r.answers for r in found} == {TEXT: None, "Calvin Stevens made it.": (0,)}
    assert all(r.answerable and r.group == "q1" for r in found)


def test_few_questions_are_taken_of_each_set_of_spans(tmp_path: Path) -> None:
    paragraphs = [(f"{TEXT} {n} more.", [qa(TEXT, f"When {n}?", "1962")]) for n in range(9)]
    found = load(Files(bioasq_spans=write_squad(tmp_path / "spans.json", article("id", *paragraphs))))
    assert [r.question for r in found] == [f"When {n}?" for n in range(records.SPANS_PER_QUESTION)]


def test_articles_are_kept_aside_whole(tmp_path: Path) -> None:
    path = write_squad(tmp_path / "squad.json", *(trial(n) for n in range(60)))
    found = load(Files(squad=(path,)))
    aside = {r.group for r in found if held_out(r)}
    assert aside.isdisjoint(r.group for r in found if not held_out(r))
    assert 4 <= len(aside) <= 20
    spans = load(Files(bioasq_spans=write_squad(tmp_path / "spans.json", *(trial(n) for n in range(60)))))
    assert not any(held_out(r) for r in spans)


def test_half_of_the_shorter_span_must_be_shared() -> None:
    assert covers((0, 10), (5, 15))
    assert not covers((0, 10), (6, 16))
    assert covers((0, 100), (98, 102))
    assert not covers((0, 10), (10, 20))


@pytest.mark.parametrize("content", [None, "no JSON", '{"data": [{"title": "A"}]}', '{"other": []}', "[]"])
def test_a_file_that_is_no_squad_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "odd.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError, match=r"odd\.json cannot be read as SQuAD v2 JSON \(.+\): give the path"):
        load(Files(covid=path))


@pytest.mark.parametrize("content", [None, "no JSON", '{"_id": "1"}'])
def test_a_file_that_holds_no_pairs_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "odd.jsonl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError, match=r"odd\.jsonl cannot be read as JSON lines of `_id`"):
        load(Files(bioasq_pairs=path))


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(UsageError, match="nothing to learn from: name a set"):
        load(Files())
