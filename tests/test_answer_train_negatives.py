"""Hard negatives: near a question, and never its answer."""

from pathlib import Path

import pytest
from toy_sets import article, qa, trial, write_pairs, write_squad

from kqa.answer.train.negatives import Negatives
from kqa.answer.train.records import Files, load


def test_they_are_never_the_passage_that_answers(tmp_path: Path) -> None:
    found = load(Files(squad=(write_squad(tmp_path / "squad.json", *(trial(n) for n in range(12))),)))
    negatives = Negatives(found, same_group=True)
    for record in found:
        near = negatives.of(record)
        assert near
        assert record.passage not in {other.passage for other in near}


def test_the_nearest_in_words_come_first(tmp_path: Path) -> None:
    texts = ("Fever lasted 5 days.", "Fever and cough lasted long.", "Rain fell.", "Snow fell.", "Hail fell.")
    paragraphs = [
        (text, [qa(text, f"How long did fever and cough last, {text[:4]}?", text[:4])]) for text in texts
    ]
    first, *_ = found = load(Files(squad=(write_squad(tmp_path / "squad.json", article("A", *paragraphs)),)))
    assert Negatives(found, same_group=True).of(first)[0].passage == texts[1]


@pytest.mark.parametrize(("same_group", "expected"), [(True, {"q1", "q2"}), (False, {"q2"})])
def test_other_answers_to_the_question_are_left_out_where_groups_are_questions(
    tmp_path: Path, same_group: bool, expected: set[str]
) -> None:
    rows = (
        ("q1", "Who made it?", ["Stevens made ketamine.", "It was made by Stevens."]),
        ("q2", "Who sold it?", ["Others sold it."]),
    )
    found = load(Files(bioasq_pairs=write_pairs(tmp_path / "pairs.jsonl", *rows)))
    record = next(r for r in found if r.passage == "Stevens made ketamine.")
    assert {o.group for o in Negatives(found, same_group=same_group).of(record)} == expected


def test_a_passage_with_the_same_beginning_is_no_negative(tmp_path: Path) -> None:
    text = "Ketamine was first made in 1962 by Calvin Stevens, who wanted a replacement for phencyclidine."
    paragraphs = [(text, [qa(text, "When was it made?", "1962")]), (f"{text} It works.", [])]
    path = write_squad(tmp_path / "squad.json", article("A", *paragraphs))
    shorter, longer = (text, f"{text} It works.")
    (record,) = load(Files(squad=(path,)))
    twin = load(
        Files(
            squad=(write_squad(tmp_path / "b.json", article("B", (longer, [qa(longer, "Works?", "works")]))),)
        )
    )
    assert record.passage == shorter
    assert Negatives([record, *twin], same_group=True).of(record) == []
